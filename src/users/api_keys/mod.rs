//! API keys: `Authorization: token key:secret`, as Frappe's programs send it.

pub mod record;
mod store;

pub use store::{KeyRow, Times, asleep, ending, of_user, remove, remove_since, restore, rows, sweep, times, used};

use super::User;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Result, random};
use crate::db::{Read, Write};
use crate::records::{Outcome, Shown};

/// A key with its secret, shown once.
#[derive(Debug)]
pub struct NewApiKey {
    pub api_key: String,
    pub api_secret: Secret,
}

impl NewApiKey {
    /// What whoever made it is shown, this once.
    pub fn outcome(self) -> Outcome {
        Outcome {
            message: "Programs send it as: Authorization: token <api_key>:<api_secret>".into(),
            shown: vec![
                Shown {
                    name: "api_key",
                    label: "API Key",
                    value: self.api_key,
                },
                Shown {
                    name: "api_secret",
                    label: "API Secret",
                    value: self.api_secret.reveal().to_owned(),
                },
            ],
            ..Outcome::default()
        }
    }
}

/// Gives the user a new secret (and a key, if there was none). The old secret stops working.
pub fn generate(db: &Write, env: &Env, user: &User) -> Result<NewApiKey> {
    let api_secret = Secret::generate(&*env.random);
    let api_key = match store::of_user(db, &user.id)? {
        Some(api_key) => api_key,
        None => random::hex::<8>(&*env.random),
    };
    let now = env.now();
    store::put(
        db,
        &api_key,
        &user.id,
        &api_secret.hash().0,
        now,
        now + env.lifetimes.api_key,
    )?;
    Ok(NewApiKey { api_key, api_secret })
}

/// The enabled user whom this key and secret belong to.
pub fn verify(db: &Read, env: &Env, api_key: &str, api_secret: &str) -> Result<Option<User>> {
    let Some((user_id, stored)) = store::by_key(db, api_key, env.now())? else {
        return Ok(None);
    };
    if !Hash::of(api_secret).matches(&stored) {
        return Ok(None);
    }
    Ok(super::by_id(db, &user_id)?.filter(|user| user.enabled))
}
