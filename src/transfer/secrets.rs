//! What an export holds beside the records: hashes of passwords and secrets, API keys and signing
//! keys. Sealed with AES-256-GCM under a key that argon2id makes of the passphrase.

use crate::base::vault::Vault;
use crate::base::{Env, Error, Result, random, secret, text};
use crate::connected::apps;
use crate::db::{Read, Write};
use crate::factors;
use crate::oauth::{clients, keys};
use crate::records::RecordType;
use crate::social;
use crate::social::record_types::SOCIAL_LOGIN_KEY;
use crate::system;
use crate::users;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The field of a Social Login Key.
const CLIENT_SECRET: &str = "client_secret";
const PLACE: &str = "frontdesk export";
/// Shorter ones are guessed too soon.
pub const MIN_PASSPHRASE_LENGTH: usize = 12;

/// The secrets of a site.
#[derive(Serialize, Deserialize, Default)]
pub struct Secrets {
    pub passwords: Vec<users::PasswordRow>,
    pub api_keys: Vec<users::api_keys::KeyRow>,
    pub client_secrets: Vec<clients::SecretRow>,
    pub signing_keys: Vec<keys::OpenKey>,
    #[serde(default)]
    pub connected_apps: Vec<apps::SecretRow>,
    /// Client secrets of Social Login Keys, by the name of the key.
    #[serde(default)]
    pub social_login_keys: BTreeMap<String, String>,
    /// Passkeys, authenticator apps and recovery codes.
    #[serde(default)]
    pub factors: Vec<factors::Rows>,
    /// What the mail server of this name knows us by.
    #[serde(default)]
    pub mail_password: Option<(String, String)>,
}

/// Reads every secret.
pub fn collect(db: &Read, env: &Env) -> Result<Secrets> {
    Ok(Secrets {
        passwords: users::password_rows(db)?,
        api_keys: users::api_keys::rows(db)?,
        client_secrets: clients::secret_rows(db, env)?,
        signing_keys: keys::open_all(db, env)?,
        connected_apps: apps::secret_rows(db, env)?,
        social_login_keys: social_login_keys(db, env)?,
        factors: factors::rows(db, env)?,
        mail_password: system::mail_password(db, env)?,
    })
}

fn social_login_keys(db: &Read, env: &Env) -> Result<BTreeMap<String, String>> {
    let mut secrets = BTreeMap::new();
    for name in social::keys::names(db)? {
        if let Some(secret) = social::keys::get(db, env, &name)?.client_secret {
            secrets.insert(name, secret.reveal().to_owned());
        }
    }
    Ok(secrets)
}

impl Secrets {
    /// The values of a record that must be there when it is made: without its secret a Social Login Key cannot be enabled.
    pub(super) fn values_of(&self, record_type: &RecordType, name: &str) -> Option<(&'static str, &str)> {
        let secret = self.social_login_keys.get(name)?;
        let is_key = record_type.name == SOCIAL_LOGIN_KEY.name;
        is_key.then_some((CLIENT_SECRET, secret.as_str()))
    }
}

/// Stores every secret whose user or client is there; says how many of each kind.
pub fn restore(db: &Write, env: &Env, secrets: &Secrets) -> Result<String> {
    let mut passwords = 0;
    for row in &secrets.passwords {
        if users::restore_password(db, row, env.now())? == 0 {
            continue;
        }
        passwords += 1;
        if let Some(user) = users::by_email(db, &row.email)? {
            crate::people::password_changed(db, env, &user.id)?;
        }
    }
    for rows in &secrets.factors {
        factors::restore(db, env, rows)?;
    }
    let mut api_keys = 0;
    for row in &secrets.api_keys {
        api_keys += users::api_keys::restore(db, row, env.lifetimes.api_key)?;
    }
    clients::clear_secrets_of(db, &secrets.client_secrets)?;
    let mut client_secrets = 0;
    for row in &secrets.client_secrets {
        client_secrets += clients::restore_secret(db, env, row)?;
    }
    let signing_keys = keys::restore(db, env, &secrets.signing_keys)?;
    let mut connected_apps = 0;
    for row in &secrets.connected_apps {
        connected_apps += apps::restore_secrets(db, env, row)?;
    }
    if let Some((host, password)) = &secrets.mail_password {
        system::set_mail_password(db, env, host, password)?;
    }
    Ok(format!(
        "{passwords} passwords, {api_keys} API keys, {client_secrets} client secrets, {signing_keys} signing keys, the secrets of {connected_apps} Connected Apps and {} Social Login Keys",
        secrets.social_login_keys.len()
    ))
}

/// Seals secrets under a passphrase.
pub fn seal(env: &Env, secrets: &Secrets, passphrase: &str) -> Result<String> {
    if passphrase.chars().count() < MIN_PASSPHRASE_LENGTH {
        return Err(Error::invalid(
            "",
            text!(
                "The passphrase is shorter than { $min_passphrase_length } characters.",
                min_passphrase_length = MIN_PASSPHRASE_LENGTH
            ),
        ));
    }
    let salt = random::bytes::<16>(&*env.random);
    let plain = serde_json::to_vec(secrets).map_err(|error| Error::Internal(error.to_string()))?;
    let mut sealed = salt.to_vec();
    sealed.extend(Vault::of_passphrase(passphrase, &salt)?.seal(&*env.random, PLACE, &plain));
    Ok(secret::base64url(&sealed))
}

/// Opens what [`seal`] made.
pub fn open(sealed: &str, passphrase: &str) -> Result<Secrets> {
    let damaged = || Error::invalid("", "The sealed part of the file is damaged.");
    let bytes = secret::from_base64url(sealed).ok_or_else(damaged)?;
    let (salt, rest) = bytes.split_at_checked(16).ok_or_else(damaged)?;
    let opened = Vault::of_passphrase(passphrase, salt)?.open(PLACE, rest);
    let plain = opened.map_err(|_| Error::invalid("", "The passphrase is wrong, or the sealed part is damaged."))?;
    serde_json::from_slice(&plain).map_err(|_| damaged())
}
