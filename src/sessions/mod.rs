//! Sessions: signed-in browsers. Server-side; the cookie holds a random secret, we its hash.
//!
//! Owns the table `sessions`. A session's `sid` is that of ID tokens. Beginning and ending
//! one touches what was allowed for it: that is [`people`](crate::people::sessions)'s.

mod browser;
mod store;
mod strength;

pub use browser::{describe, describe_known};
pub use strength::Strength;

pub use store::{SessionLine, delete as remove, ids_of, insert as store_new, is_live, of_user, prove, sweep};

use crate::base::clock::MINUTE;
use crate::base::secret::Hash;
use crate::base::{Env, Result, Scopes, Seconds, SessionId, UserId};
use crate::db::{Read, Write, row};
use crate::users::{self, User};

row! {
    /// A signed-in browser.
    #[derive(Clone, Debug)]
    pub struct Session in "sessions" {
        pub id: SessionId,
        /// Public: the session as apps know it (the `sid` claim). It stays when the same user signs in afresh.
        pub sid: SessionId,
        pub user_id: UserId,
        /// When it was begun, in seconds (the `auth_time` claim).
        pub auth_at: Seconds,
        /// When the password was given, here or at an upstream provider, in seconds; 0: it did not say.
        pub proven_at: Seconds,
        /// How, by names of RFC 8176 (the `amr` claim).
        pub amr: Scopes,
        pub last_seen_at: Seconds,
        pub expires_at: Seconds,
    }
}

impl Session {
    /// When its user last proved who they are, in seconds. Where an upstream provider did not say when that was, it was when
    /// they came from there.
    pub fn last_proof(&self) -> Seconds {
        match self.proven_at {
            Seconds::ZERO => self.auth_at,
            at => at,
        }
    }

    /// How strongly its user proved who they are.
    pub fn strength(&self) -> Strength {
        Strength::of(&self.amr)
    }
}

/// How the cookie of a session begins that a program began, not a browser: no page of another site can make a browser
/// send it, for no browser has it.
pub const PROGRAM: &str = "program-";

/// A browser with a live session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub session: Session,
    pub user: User,
}

/// The live session of a cookie, with its enabled user.
pub fn find(db: &Read, env: &Env, cookie: &str) -> Result<Option<(Session, User)>> {
    let Some(session) = store::by_secret(db, &Hash::of(cookie), env.now())? else {
        return Ok(None);
    };
    let user = users::by_id(db, &session.user_id)?;
    Ok(user.filter(|user| user.enabled).map(|user| (session, user)))
}

/// Whether a session's last use should be noted: not at every request, for that is a write.
pub fn is_due(session: &Session, now: Seconds) -> bool {
    now - session.last_seen_at >= MINUTE.times(10)
}

/// Notes that a session was used, which moves its end.
pub fn touch(db: &Write, env: &Env, id: &SessionId) -> Result<()> {
    let (now, lifetimes) = (env.now(), &env.lifetimes);
    let user_id = store::touch(db, id, now, now + lifetimes.session, lifetimes.session_most)?;
    match user_id {
        Some(user_id) => users::seen(db, &user_id, env.now()),
        None => Ok(()),
    }
}
