//! Sessions: signed-in browsers. Server-side; the cookie holds a random secret, we its hash.
//!
//! Owns the table `sessions`. A session's public id is the `sid` claim of ID tokens.

pub mod record;
pub mod store;

use crate::base::clock::MINUTE;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Origin, Result, Seconds, random};
use crate::db::{Read, Write};
use crate::users::{self, User};

/// A signed-in browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Public: the `sid` claim.
    pub id: String,
    pub user_id: String,
    /// When it was begun, in seconds (the `auth_time` claim).
    pub auth_at: Seconds,
    /// When the password was given, here or at an upstream provider, in seconds; 0: it did not say.
    pub proven_at: Seconds,
    pub last_seen_at: Seconds,
    pub expires_at: Seconds,
}

/// Signs a user in: a new id and a new secret every time (A42). Whatever session the browser
/// had before ends.
pub fn begin(
    db: &Write,
    env: &Env,
    user: &User,
    origin: &Origin,
    proven_at: Seconds,
    replaces: Option<&Session>,
) -> Result<(Session, Secret)> {
    let secret = Secret::generate(&*env.random);
    let now = env.now();
    let session = Session {
        id: random::hex::<16>(&*env.random),
        user_id: user.id.clone(),
        auth_at: now,
        proven_at,
        last_seen_at: now,
        expires_at: now + env.lifetimes.session,
    };
    if let Some(old) = replaces {
        // The same user signed in afresh: what was allowed goes on. Anybody else's ends.
        if old.user_id == user.id {
            crate::oauth::grants::store::move_grants(db, &old.id, &session.id)?;
        }
        end(db, env, &old.id)?;
    }
    store::insert(db, &session, &secret.hash(), origin)?;
    users::store::signed_in(db, &user.id, now)?;
    Ok((session, secret))
}

/// The live session of a cookie, with its enabled user.
pub fn find(db: &Read, env: &Env, cookie: &str) -> Result<Option<(Session, User)>> {
    let Some(session) = store::by_secret(db, &Hash::of(cookie), env.now())? else {
        return Ok(None);
    };
    let user = users::store::by_id(db, &session.user_id)?;
    Ok(user.filter(|user| user.enabled).map(|user| (session, user)))
}

/// Whether a session's last use should be noted: not at every request, for that is a write.
pub fn is_due(session: &Session, now: Seconds) -> bool {
    now - session.last_seen_at >= 10 * MINUTE
}

/// Notes that a session was used, which moves its end.
pub fn touch(db: &Write, env: &Env, id: &str) -> Result<()> {
    let user_id = store::touch(db, id, env.now(), env.now() + env.lifetimes.session)?;
    match user_id {
        Some(user_id) => users::store::seen(db, &user_id, env.now()),
        None => Ok(()),
    }
}

/// Signs a browser out. Grants that were for this session only end with it (R87, C73).
pub fn end(db: &Write, env: &Env, id: &str) -> Result<()> {
    store::delete(db, id)?;
    crate::oauth::grants::end_with_session(db, env, id)
}

/// Signs every browser of a user out.
pub fn end_all(db: &Write, env: &Env, user_id: &str) -> Result<()> {
    end_others(db, env, user_id, "")
}

/// Signs every browser of a user out but one.
pub fn end_others(db: &Write, env: &Env, user_id: &str, kept: &str) -> Result<()> {
    for id in store::ids_of(db, user_id)? {
        if id != kept {
            end(db, env, &id)?;
        }
    }
    Ok(())
}
