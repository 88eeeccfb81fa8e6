//! Sessions with what was allowed for them: a grant that is for a session only ends with it.

use crate::base::secret::Secret;
use crate::base::{Env, Origin, Result, Scopes, Seconds, SessionId, UserId, random};
use crate::db::Write;
use crate::oauth::{grants, logout};
use crate::sessions::{self, Lifetime, PROGRAM, Session};
use crate::users::{self, User};

/// How a session begins.
pub struct Proof {
    /// When the user proved who they are, in seconds; 0: nobody said.
    pub at: Seconds,
    /// By which methods (`amr`, RFC 8176 §2).
    pub amr: Scopes,
    /// Whether a program begins it, not a browser.
    pub is_programs: bool,
}

/// Signs a user in: a new id and a new secret every time (A42: no session fixation). Whatever session the browser had
/// before ends.
pub fn begin(
    db: &Write,
    env: &Env,
    user: &User,
    origin: &Origin,
    proof: &Proof,
    replaces: Option<&Session>,
) -> Result<(Session, Secret)> {
    let secret = match proof.is_programs {
        true => Secret::of(&format!("{PROGRAM}{}", Secret::generate(&*env.random).reveal())),
        false => Secret::generate(&*env.random),
    };
    let now = env.now();
    let id: SessionId = random::hex::<16>(&*env.random).into();
    let same = replaces.filter(|old| old.user_id == user.id);
    let session = Session {
        sid: same.map_or_else(|| id.clone(), |old| old.sid.clone()),
        id,
        user_id: user.id.clone(),
        auth_at: now,
        proven_at: proof.at,
        amr: proof.amr.clone(),
        last_seen_at: now,
        expires_at: Lifetime::of(db, env, user)?.end(now, now),
    };
    if let Some(old) = replaces {
        // The same user signed in afresh: what was allowed goes on. Anybody else's ends.
        if same.is_some() {
            grants::move_grants(db, &old.id, &session.id)?;
        }
        end(db, env, &old.id)?;
    }
    sessions::store_new(db, &session, &secret.hash(), origin)?;
    users::signed_in(db, &user.id, now)?;
    Ok((session, secret))
}

/// Signs a browser out. Grants that were for this session only end with it (R87: logout ends session-bound refresh
/// tokens; C73: only `offline_access` outlives the session), and the apps are told.
pub fn end(db: &Write, env: &Env, id: &SessionId) -> Result<()> {
    logout::tell(db, env, grants::signed_in(db, id)?)?;
    remove(db, env, id)
}

fn remove(db: &Write, env: &Env, id: &SessionId) -> Result<()> {
    sessions::remove(db, id)?;
    grants::end_with_session(db, env, id)
}

/// Signs every browser of a user out. Apps that they are signed in to hear of it also where the session here ran out before.
pub fn end_all(db: &Write, env: &Env, user_id: &UserId) -> Result<()> {
    logout::tell(db, env, grants::signed_in_of_user(db, user_id)?)?;
    for id in sessions::ids_of(db, user_id)? {
        remove(db, env, &id)?;
    }
    Ok(())
}

/// Signs every browser of a user out but one.
pub fn end_others(db: &Write, env: &Env, user_id: &UserId, kept: &SessionId) -> Result<()> {
    for id in sessions::ids_of(db, user_id)? {
        if id != *kept {
            end(db, env, &id)?;
        }
    }
    Ok(())
}
