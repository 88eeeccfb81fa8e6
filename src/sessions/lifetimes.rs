//! How long a session lasts: the shortest of what the server was started with, what the site asks, and what a role of its
//! user does.

use super::store;
use crate::base::clock::{HOUR, MINUTE};
use crate::base::{Env, Result, Seconds};
use crate::db::Read;
use crate::users::User;

/// How long a session lasts.
#[derive(Clone, Copy, Debug)]
pub struct Lifetime {
    /// Since its last use.
    pub idle: Seconds,
    /// However much it is used.
    pub most: Seconds,
}

impl Lifetime {
    /// The lifetime of a user's sessions.
    pub fn of(db: &Read, env: &Env, user: &User) -> Result<Self> {
        let asked = db.kept(&user.roles.join("\n"), || store::asked_of(db, &user.roles))?;
        let started = Lifetime {
            idle: env.lifetimes.session,
            most: env.lifetimes.session_most,
        };
        Ok(asked.iter().fold(started, |lifetime, asked| Lifetime {
            idle: shorter(lifetime.idle, MINUTE.times(asked.idle_minutes)),
            most: shorter(lifetime.most, HOUR.times(asked.most_hours)),
        }))
    }

    /// When a session ends that was begun then, if it is not used any more after that.
    pub fn end(&self, begun: Seconds, last_used: Seconds) -> Seconds {
        (last_used + self.idle).min(begun + self.most)
    }
}

/// 0 asks for nothing.
fn shorter(one: Seconds, asked: Seconds) -> Seconds {
    match asked {
        Seconds::ZERO => one,
        asked => one.min(asked),
    }
}
