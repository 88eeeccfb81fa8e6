//! Sessions: signed-in browsers. Server-side; the cookie holds a random secret, we its hash.
//!
//! Owns the table `sessions`. A session's `sid` is that of ID tokens. Beginning and ending
//! one touches what was allowed for it: that is [`people`](crate::people::sessions)'s.

mod browser;
mod lifetimes;
mod store;
mod strength;

pub use browser::{describe, describe_known};
pub use lifetimes::Lifetime;
pub use strength::Strength;

pub use store::{SessionLine, delete as remove, ids_of, insert as store_new, of_user, owners, prove, sweep};

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

/// The live session of a cookie, with its enabled user. What the site or a role asks holds at once, also for sessions that
/// were begun before.
pub fn find(db: &Read, env: &Env, cookie: &str) -> Result<Option<(Session, User)>> {
    match store::by_secret(db, &Hash::of(cookie), env.now())? {
        Some(session) => alive(db, env, session),
        None => Ok(None),
    }
}

/// Whether the session of this public id is live.
pub fn is_live(db: &Read, env: &Env, id: &SessionId) -> Result<bool> {
    Ok(by_id(db, env, id)?.is_some())
}

/// The live session of this public id, with its enabled user.
pub fn by_id(db: &Read, env: &Env, id: &SessionId) -> Result<Option<(Session, User)>> {
    match store::by_id(db, id, env.now())? {
        Some(session) => alive(db, env, session),
        None => Ok(None),
    }
}

/// The session with its enabled user, unless it has had its time.
fn alive(db: &Read, env: &Env, session: Session) -> Result<Option<(Session, User)>> {
    let Some(user) = users::by_id(db, &session.user_id)?.filter(|user| user.enabled) else {
        return Ok(None);
    };
    let end = Lifetime::of(db, env, &user)?.end(session.auth_at, session.last_seen_at);
    let session = Session {
        expires_at: session.expires_at.min(end),
        ..session
    };
    Ok((env.now() < end).then_some((session, user)))
}

/// Writes down the ends of these users' sessions that are sooner now than when they were begun.
pub fn shorten(db: &Write, env: &Env, owners: &[UserId]) -> Result<()> {
    for user_id in owners {
        if let Some(user) = users::by_id(db, user_id)? {
            let lifetime = Lifetime::of(db, env, &user)?;
            store::shorten(db, user_id, lifetime.idle, lifetime.most)?;
        }
    }
    Ok(())
}

/// Whether a session's last use should be noted: not at every request, for that is a write; but so often that a short
/// lifetime is not cut shorter by it.
pub fn is_due(session: &Session, now: Seconds) -> bool {
    let tenth = Seconds((session.expires_at - session.last_seen_at).0 / 10);
    now - session.last_seen_at >= tenth.min(MINUTE.times(10))
}

/// Notes that a user's session was used, which moves its end.
pub fn touch(db: &Write, env: &Env, session: &Session, user: &User) -> Result<()> {
    let now = env.now();
    let end = Lifetime::of(db, env, user)?.end(session.auth_at, now);
    match store::touch(db, &session.id, now, end)? {
        true => users::seen(db, &user.id, now),
        false => Ok(()),
    }
}
