//! Initial access tokens (RFC 7591 §3): whoever has one may register apps.
//!
//! Owns the table `oauth_initial_tokens`.

mod store;

pub use store::{is_one, sweep};

use crate::base::clock::DAY;
use crate::base::secret::Secret;
use crate::base::{Env, Result};
use crate::db::Write;
use crate::records::{Outcome, Shown};

/// The desk's button.
pub fn make(db: &Write, env: &Env) -> Result<Outcome> {
    let token = Secret::generate(&*env.random);
    store::insert(db, &token.hash(), env.now(), env.now() + DAY.times(90))?;
    Ok(Outcome {
        message: "Whoever has this token may record apps here for 90 days.".into(),
        shown: vec![Shown {
            name: "registration_token",
            label: "Registration Token",
            value: token.reveal().to_owned(),
        }],
        ..Outcome::default()
    })
}

/// The button that takes all of them back.
pub fn end_all(db: &Write) -> Result<Outcome> {
    store::delete_all(db)?;
    Ok(Outcome::said("None of the registration tokens works any more."))
}
