//! API keys: `Authorization: token key:secret`, as Frappe's programs send it. A user has as many as they name, each for
//! what its scopes let it do, and one without a name: that of Frappe's `generate_keys`.

pub mod record;
mod store;

pub use store::{
    Key, KeyRow, asleep, ending, every_of, remove, remove_one, remove_since, restore, rows, sweep, used, with_scope,
};

use super::User;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Result, Scopes, Seconds, random, scope};
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

/// Gives the user's key without a name a new secret (and makes the key, if there was none). The old secret stops working.
pub fn generate(db: &Write, env: &Env, user: &User) -> Result<NewApiKey> {
    let own = of_user(db, user)?.map(|key| key.api_key);
    let api_key = own.unwrap_or_else(|| random::hex::<8>(&*env.random));
    keep(
        db,
        env,
        user,
        api_key,
        ("", &Scopes::of([scope::ALL])),
        env.lifetimes.api_key,
    )
}

/// Makes a key with a name, for these scopes and so long.
pub fn make(db: &Write, env: &Env, user: &User, label: &str, scopes: &Scopes, lifetime: Seconds) -> Result<NewApiKey> {
    keep(db, env, user, random::hex::<8>(&*env.random), (label, scopes), lifetime)
}

fn keep(
    db: &Write,
    env: &Env,
    user: &User,
    api_key: String,
    (label, scopes): (&str, &Scopes),
    lifetime: Seconds,
) -> Result<NewApiKey> {
    let (api_secret, now) = (Secret::generate(&*env.random), env.now());
    let key = Key {
        api_key: api_key.clone(),
        label: label.to_owned(),
        scopes: scopes.clone(),
        created_at: now,
        last_used_at: None,
        expires_at: now + lifetime,
    };
    store::put(db, &user.id, &key, &api_secret.hash())?;
    Ok(NewApiKey { api_key, api_secret })
}

/// The user's key without a name.
pub fn of_user(db: &Read, user: &User) -> Result<Option<Key>> {
    Ok(every_of(db, &user.id)?.into_iter().find(|key| key.label.is_empty()))
}

/// The enabled user whom this key and secret belong to, and the scopes of the key; none of the key without a name, which
/// is for whatever its user may do.
pub fn verify(db: &Read, env: &Env, api_key: &str, api_secret: &str) -> Result<Option<(User, Option<Scopes>)>> {
    let Some(stored) = store::by_key(db, api_key, env.now())? else {
        return Ok(None);
    };
    if !Hash::of(api_secret).matches(&stored.secret_hash) {
        return Ok(None);
    }
    let user = super::by_id(db, &stored.user_id)?.filter(|user| user.enabled);
    let scopes = (!stored.label.is_empty()).then_some(stored.scopes);
    Ok(user.map(|user| (user, scopes)))
}
