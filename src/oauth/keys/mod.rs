//! Signing keys: made at first start, published at jwks with `kid`, rotated with overlap at both ends.
//!
//! Owns the table `oauth_signing_keys`. There is one signing key per algorithm. The one that follows it is published
//! before it signs, so that whoever keeps our keys for as long as we say has it by then (T16); the one before it stays
//! published for a day. At the age that System Settings name they follow by themselves ([`follow`]). What a key is and
//! does is [`jose`](crate::jose)'s.

pub mod client_assertion;
mod following;
mod running;
mod store;
pub mod views;

pub use following::follow;
pub use running::Keys;
pub use store::by_kid;

use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::{Env, Error, Result, Seconds, secret, text};
use crate::db::{Db, Read, Write, row};
use crate::jose::{Algorithm, Jwk, Signer};
use crate::records::{Outcome, Prepared};
use crate::web::answer::Ready;
use std::sync::Arc;

/// How long others may keep our keys: the max-age of jwks.
pub const MAX_AGE: Seconds = MINUTE.times(5);
/// How long a rotated key stays published: far longer than an ID token lives.
const OVERLAP: Seconds = DAY;
/// How long new keys are published before they sign, when somebody asks for them.
pub const AHEAD: Seconds = HOUR;

/// The algorithms that there is a key of from the start on. One of another is made when a client first needs it.
const AT_START: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];

row! {
    /// A stored key.
    #[derive(Clone, Debug)]
    pub struct SigningKey in "oauth_signing_keys" {
        pub kid: String,
        pub algorithm: Algorithm = "alg",
        pub public_jwk: Jwk,
        pub key_sealed: Vec<u8>,
        pub created_at: Seconds,
        /// Set once a newer key was made to take over.
        pub retired_until: Option<Seconds>,
        /// It is published before, and signs from then on.
        pub signs_from: Seconds,
    }
}

impl SigningKey {
    fn is_published(&self, now: Seconds) -> bool {
        self.retired_until.is_none_or(|until| until > now)
    }
}

/// Every key that is published now, the active ones first.
pub fn published(db: &Read, now: Seconds) -> Result<Vec<SigningKey>> {
    let every = store::every(db)?;
    Ok(every.iter().filter(|key| key.is_published(now)).cloned().collect())
}

/// Of these keys, the one that signs with this algorithm now.
pub fn active(keys: &[SigningKey], algorithm: Algorithm, now: Seconds) -> Option<&SigningKey> {
    let own = keys
        .iter()
        .filter(|key| key.algorithm == algorithm && key.signs_from <= now);
    own.filter(|key| key.is_published(now))
        .max_by_key(|key| (key.signs_from, key.created_at))
}

/// Makes the keys that are missing: those that are made at once, then RSA's, which takes a moment.
pub async fn ensure(db: &Db, env: &Env) -> Result<()> {
    let every = db.read(store::every)?;
    let is_missing = |algorithm: &Algorithm| active(&every, *algorithm, env.now()).is_none();
    let missing = AT_START.into_iter().filter(is_missing);
    let (slow, quick): (Vec<_>, Vec<_>) = missing.partition(|algorithm| algorithm.is_rsa());
    for algorithms in [quick, slow] {
        if !algorithms.is_empty() {
            add(db, env, make_aside(env, algorithms).await?).await?;
        }
    }
    Ok(())
}

async fn add(db: &Db, env: &Env, made: Vec<SigningKey>) -> Result<()> {
    let now = env.now();
    db.write(move |db| {
        for key in &made {
            // Another process may have been quicker.
            if active(&store::every(db)?, key.algorithm, now).is_none() {
                store::insert(db, key)?;
            }
        }
        Ok(())
    })
    .await
}

/// Makes keys off the threads that answer requests: RSA takes long.
async fn make_aside(env: &Env, algorithms: Vec<Algorithm>) -> Result<Vec<SigningKey>> {
    let env = env.clone();
    let making =
        tokio::task::spawn_blocking(move || algorithms.into_iter().map(|algorithm| make(&env, algorithm)).collect());
    making
        .await
        .map_err(|error| Error::Internal(format!("key generation panicked: {error}")))?
}

/// The key that signs with this algorithm now, opened for one use.
pub fn open_active(db: &Read, env: &Env, algorithm: Algorithm) -> Result<Signer> {
    let every = store::every(db)?;
    let key = active(&every, algorithm, env.now()).ok_or_else(|| missing(algorithm))?;
    let private = env.vault.open(&place(&key.kid), &key.key_sealed)?;
    Signer::open(&key.kid, algorithm, &private)
}

/// Makes a key.
pub fn make(env: &Env, algorithm: Algorithm) -> Result<SigningKey> {
    let (private, signer) = Signer::generate(algorithm, &*env.random)?;
    Ok(SigningKey {
        key_sealed: env.vault.seal(&*env.random, &place(&signer.kid), &private),
        public_jwk: signer.public_jwk(),
        kid: signer.kid,
        algorithm,
        created_at: env.now(),
        retired_until: None,
        signs_from: Seconds::ZERO,
    })
}

/// Publishes new keys, which take the place of the present ones a while later. Those stay published for a day after.
pub fn rotate(db: &Write, env: &Env, new: &[SigningKey], ahead: Seconds) -> Result<()> {
    let signs_from = env.now() + ahead;
    for key in new {
        store::retire(db, key.algorithm, env.now(), signs_from + OVERLAP)?;
        let signs_from = Seconds(signs_from.0.max(0));
        store::insert(
            db,
            &SigningKey {
                signs_from,
                ..key.clone()
            },
        )?;
    }
    Ok(())
}

/// Signs with new keys at once and withdraws every other one: for keys that somebody else may have.
pub fn replace(db: &Write, env: &Env, new: &[SigningKey]) -> Result<()> {
    for key in new {
        store::withdraw(db, key.algorithm, env.now())?;
        store::insert(db, key)?;
    }
    Ok(())
}

/// A key as an export keeps it, under the passphrase of the export.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct OpenKey {
    pub kid: String,
    pub alg: String,
    pub public_jwk: Jwk,
    /// PKCS#8 in base64url.
    pub private: String,
    pub created_at: Seconds,
}

/// Every key that signs, opened.
pub fn open_all(db: &Read, env: &Env) -> Result<Vec<OpenKey>> {
    let keys = published(db, Seconds(i64::MAX))?;
    let open = |key: SigningKey| {
        Ok(OpenKey {
            private: secret::base64url(&env.vault.open(&place(&key.kid), &key.key_sealed)?),
            kid: key.kid,
            alg: key.algorithm.name().to_owned(),
            public_jwk: key.public_jwk,
            created_at: key.created_at,
        })
    };
    keys.into_iter().map(open).collect()
}

/// Lets the keys of an export sign from now on; says how many that were.
pub fn restore(db: &Write, env: &Env, keys: &[OpenKey]) -> Result<usize> {
    let mut restored = 0;
    for key in keys {
        let malformed = || Error::invalid("", text!("The signing key { $kid } cannot be read.", kid = &key.kid));
        let algorithm = Algorithm::from_name(&key.alg).ok_or_else(malformed)?;
        let private = secret::from_base64url(&key.private).ok_or_else(malformed)?;
        if store::by_kid(db, &key.kid)?.is_some() {
            continue;
        }
        Signer::open(&key.kid, algorithm, &private).map_err(|_| malformed())?;
        let key = SigningKey {
            key_sealed: env.vault.seal(&*env.random, &place(&key.kid), &private),
            kid: key.kid.clone(),
            algorithm,
            public_jwk: key.public_jwk.clone(),
            created_at: key.created_at,
            retired_until: None,
            signs_from: Seconds::ZERO,
        };
        rotate(db, env, &[key], Seconds::ZERO)?;
        restored += 1;
    }
    Ok(restored)
}

/// New keys of every algorithm.
pub fn make_all(env: &Env) -> Result<Vec<SigningKey>> {
    Algorithm::EVERY
        .into_iter()
        .map(|algorithm| make(env, algorithm))
        .collect()
}

/// Makes the key of an algorithm that there is none of yet.
async fn make_missing(db: &Db, env: &Env, algorithm: Algorithm) -> Result<()> {
    add(db, env, make_aside(env, vec![algorithm]).await?).await
}

/// The desk's button. The keys were made before the transaction began.
pub fn rotate_action(db: &Write, env: &Env, prepared: Prepared) -> Result<Outcome> {
    let new = prepared.and_then(|new| new.downcast::<Vec<SigningKey>>().ok());
    let new = new.ok_or_else(|| Error::Internal("the new keys were not prepared".into()))?;
    rotate(db, env, &new, AHEAD)?;
    Ok(Outcome {
        message: "The new keys are published. They sign in an hour; the old ones stay published for a day after."
            .into(),
        ..Outcome::default()
    })
}

/// The key set (RFC 7517 §5): the keys that sign, those that will, and retired ones until their time.
pub fn jwks(db: &Read, now: Seconds) -> Result<Arc<Ready>> {
    let every = store::every(db)?;
    let published = || every.iter().filter(|key| key.is_published(now));
    let names: Vec<&str> = published().map(|key| key.kid.as_str()).collect();
    db.kept(&names.join(" "), || {
        let keys: Vec<&Jwk> = published().map(|key| &key.public_jwk).collect();
        Ok(Ready::json(&serde_json::json!({ "keys": keys })))
    })
}

fn missing(algorithm: Algorithm) -> Error {
    Error::Internal(format!("there is no {} key", algorithm.name()))
}

fn place(kid: &str) -> String {
    format!("oauth_signing_keys/{kid}/key_sealed")
}
