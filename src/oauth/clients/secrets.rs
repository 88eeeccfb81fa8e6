//! The secrets of clients: made here, shown once, compared by their hashes; sealed where they are used.

use super::store;
use crate::base::secret::{Hash, Secret};
use crate::base::vault::place;
use crate::base::{ClientId, Env, Error, Result, Seconds, random, text};
use crate::db::{Read, Write, row};

row! {
    /// A secret of a client, as the desk shows it.
    #[derive(Clone, Debug)]
    pub struct ClientSecret in "oauth_client_secrets" {
        pub id: String,
        pub client_id: ClientId,
        pub secret_hash: String,
        pub prefix: String,
        pub created_at: Seconds,
        pub expires_at: Option<Seconds>,
        pub last_used_at: Option<Seconds>,
    }
}

/// Gives a client a new secret. Those it had work until `overlap_until`.
pub fn rotate_secret(db: &Write, env: &Env, client_id: &ClientId, overlap_until: Seconds) -> Result<Secret> {
    let secret = Secret::generate(&*env.random);
    store::end_secrets(db, client_id, overlap_until)?;
    add_secret(db, env, client_id, &secret)?;
    Ok(secret)
}

/// Stores a secret: its hash, and sealed where the client's secret is used, not only compared.
fn add_secret(db: &Write, env: &Env, client_id: &ClientId, secret: &Secret) -> Result<()> {
    let id = random::name(&*env.random, 10);
    let place = place("oauth_client_secrets", &id, "secret_sealed");
    let sealed = match store::uses_its_secret(db, client_id)? {
        true => Some(env.vault.seal_text(&*env.random, &place, secret.reveal())),
        false => None,
    };
    store::insert_secret(db, &id, client_id, secret, sealed.as_deref(), env.now())
}

/// The secrets of a client that are used, not only compared, the newest first.
pub fn usable_secrets(db: &Read, env: &Env, client_id: &ClientId) -> Result<Vec<Secret>> {
    let now = env.now();
    let sealed = store::sealed_secrets(db, client_id, now)?;
    let open = |(id, sealed): (String, String)| {
        let opened = env
            .vault
            .open_text(&place("oauth_client_secrets", &id, "secret_sealed"), &sealed)?;
        Ok(Secret::of(&opened))
    };
    sealed.into_iter().map(open).collect()
}

/// Gives a client a secret that somebody else has made; those it had end at once.
pub fn set_secret(db: &Write, env: &Env, client_id: &ClientId, secret: &str) -> Result<()> {
    const MIN_SECRET_LENGTH: usize = 32;
    if secret.chars().count() < MIN_SECRET_LENGTH {
        return Err(Error::invalid(
            "client_secret",
            text!(
                "A secret has at least { $least } characters, made by chance: openssl rand -hex 32",
                least = MIN_SECRET_LENGTH
            ),
        ));
    }
    store::delete_secrets(db, client_id)?;
    add_secret(db, env, client_id, &Secret::of(secret))
}

/// The id of the live secret that this one is, if it is one. Looks at every live secret,
/// each in constant time.
pub fn find_secret(db: &Read, client_id: &ClientId, presented: &str, now: Seconds) -> Result<Option<String>> {
    let presented = Hash::of(presented);
    let mut found = None;
    let secrets = store::kept_secrets(db, client_id)?;
    let works = |secret: &&ClientSecret| secret.expires_at.is_none_or(|end| end > now);
    for secret in secrets.iter().filter(works) {
        if presented.matches(&secret.secret_hash) {
            found = Some(secret.id.clone());
        }
    }
    Ok(found)
}
