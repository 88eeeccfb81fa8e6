//! Grants and tokens end, and the activity log says why.

use super::{Grant, store};
use crate::activity::{self, Event};
use crate::base::secret::Hash;
use crate::base::{ClientId, Env, GrantId, Origin, Result, SessionId, UserId};
use crate::db::Write;
use crate::users;

/// Revokes a family, once.
pub fn revoke(db: &Write, env: &Env, grant_id: &GrantId, reason: &str) -> Result<()> {
    if store::revoke_grant(db, grant_id, env.now(), reason)? == 0 {
        return Ok(());
    }
    match store::grant(db, grant_id)? {
        Some(grant) => note(
            db,
            env,
            &grant,
            &grant.client_id,
            format!("A grant was revoked: {reason}"),
        ),
        None => Ok(()),
    }
}

/// Ends a token: with its family; by itself where a client acts by itself with it, or where it was exchanged by these
/// clients, for the others are no family of that one.
pub fn end(db: &Write, env: &Env, grant: &Grant, actors: &[ClientId], token: &Hash, reason: &str) -> Result<()> {
    if !grant.is_machines() && actors.is_empty() {
        return revoke(db, env, &grant.id, reason);
    }
    match store::end_token(db, token, env.now())? {
        0 => Ok(()),
        _ => note(
            db,
            env,
            grant,
            grant.holder(actors),
            format!("A token was revoked: {reason}"),
        ),
    }
}

fn note(db: &Write, env: &Env, grant: &Grant, whose: &ClientId, subject: String) -> Result<()> {
    let user = match &grant.user_id {
        Some(id) => users::by_id(db, id)?,
        None => None,
    };
    let event = Event {
        operation: "Revocation",
        subject,
        user: user.as_ref().map(|user| user.email.as_str()),
        client_id: Some(whose),
        record: Some(("Grant", grant.id.as_str())),
        ..Event::default()
    };
    activity::log(db, env, &Origin::default(), &event)
}

/// Revokes whatever a user allowed.
pub fn revoke_of_user(db: &Write, env: &Env, user_id: &UserId, reason: &str) -> Result<()> {
    let revoked = store::revoke_of_user(db, user_id, env.now(), reason)?;
    let user = users::by_id(db, user_id)?.filter(|_| revoked > 0);
    let Some(user) = user else {
        return Ok(());
    };
    let event = Event {
        operation: "Revocation",
        subject: format!("{revoked} grants of {} were revoked: {reason}", user.full_name),
        user: Some(&user.email),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    activity::log(db, env, &Origin::default(), &event)
}

/// Revokes whatever a client was allowed; says how many grants that were.
pub fn revoke_of_client(db: &Write, env: &Env, client_id: &ClientId, reason: &str) -> Result<usize> {
    store::revoke_of_client(db, client_id, env.now(), reason)
}

/// Ends the grants that were for one session only.
pub fn end_with_session(db: &Write, env: &Env, session_id: &SessionId) -> Result<()> {
    for grant in store::grants_of_session(db, session_id)? {
        if grant.ends_with_session() {
            revoke(db, env, &grant.id, "signed out")?;
        }
    }
    Ok(())
}
