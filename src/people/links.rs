//! One-time links that sign somebody in: the way back in for an administrator (A60: recovery links are single use).

use super::store;
use crate::activity::{self, Event};
use crate::base::clock::MINUTE;
use crate::base::secret::Secret;
use crate::base::{Env, Origin, Result, Seconds};
use crate::db::Write;
use crate::users::{self, User};

pub use store::{link_user as user_of, remove_links as remove, sweep_links as sweep, use_link as take};

/// How long a link is good, in seconds.
pub const LIFETIME: Seconds = MINUTE.times(15);

/// Makes a link that signs a user in; earlier ones end.
pub fn make(db: &Write, env: &Env, user: &User) -> Result<String> {
    let secret = Secret::generate(&*env.random);
    store::remove_links(db, &user.id)?;
    store::add_link(db, &secret.hash(), &user.id, env.now() + LIFETIME)?;
    let event = Event {
        operation: "Action",
        subject: format!("A sign-in link for {} was made", user.email),
        user: Some(users::ADMINISTRATOR),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    let origin = Origin {
        address: "the machine itself".into(),
        ..Origin::default()
    };
    activity::log(db, env, &origin, &event)?;
    Ok(env.url(&format!("/login/link?token={}", secret.reveal())))
}
