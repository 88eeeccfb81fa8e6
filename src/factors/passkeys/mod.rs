//! Passkeys (WebAuthn Level 3). What a browser is asked and what it answers is [`webauthn_rp`]'s, here is what becomes of
//! it. A challenge is kept by the page, sealed, for one purpose; one that was answered is good no more.

mod registering;
mod showing;
pub(super) mod store;

pub use registering::{begin_registration, finish_registration};
pub use showing::{begin_second, begin_sign_in, finish_second, finish_sign_in, user_of};
pub use store::Passkey;

use crate::base::secret::{Hash, base64url, from_base64url};
use crate::base::{Env, Error, Result, Seconds, Text, UserId};
use crate::db::{Read, Write};
use crate::system::SystemSettings;
use ring::digest;
use serde::Serialize;
use url::{Host, Url};
use webauthn_rp::bin::Decode;
use webauthn_rp::request::register::UserHandle64;
use webauthn_rp::request::{AsciiDomain, PublicKeyCredentialDescriptor, RpId};
use webauthn_rp::response::register::DynamicState;
use webauthn_rp::response::{AuthTransports, Backup, CredentialId};

/// How long a challenge is good, in milliseconds: as long as a page stays open.
const PATIENCE: u32 = 3_600_000;
/// The same, and how long the browser waits for whoever it asks.
const LIFETIME: Seconds = Seconds(3600);

/// What a page asks of the browser.
pub struct Asked {
    /// For the script: `publicKey`, as JSON (WebAuthn §5.1.9, §5.1.10).
    pub options: String,
    /// What the page brings back with the answer.
    pub state: String,
}

/// Who asks: the host of this site. None: browsers keep no passkeys for an address without a name, or in the clear.
fn rp_id(env: &Env) -> Option<RpId> {
    let url = Url::parse(&env.base_url).ok()?;
    let Some(Host::Domain(host)) = url.host() else {
        return None;
    };
    let is_safe = env.is_https() || host == "localhost" || host.ends_with(".localhost");
    let domain = AsciiDomain::try_from(host.to_owned()).ok()?;
    is_safe.then_some(RpId::Domain(domain))
}

/// Whether passkeys are taken: the site allows them, and browsers keep them for its address.
pub fn are_taken(env: &Env, settings: &SystemSettings) -> bool {
    settings.allow_passkeys && are_possible(env)
}

/// Whether browsers keep passkeys for the address of this site.
pub fn are_possible(env: &Env) -> bool {
    rp_id(env).is_some()
}

fn check_possible(env: &Env) -> Result<RpId> {
    rp_id(env).ok_or_else(|| {
        Error::Forbidden(
            "Browsers keep passkeys only for a site with a name and https, such as https://login.example.com.".into(),
        )
    })
}

/// What passkeys know somebody by: it says nothing of them, and stays.
fn handle(user_id: &UserId) -> Result<UserHandle64> {
    let hashed = digest::digest(&digest::SHA512, user_id.as_str().as_bytes());
    let bytes = hashed.as_ref().try_into().map_err(internal)?;
    UserHandle64::decode(bytes).map_err(internal)
}

fn internal(error: impl std::fmt::Debug) -> Error {
    Error::Internal(format!("passkeys: {error:?}"))
}

fn refused(words: impl Into<Text>) -> Error {
    Error::invalid("passkey", words)
}

fn not_understood() -> Error {
    refused("The browser's answer was not understood. Try again.")
}

fn asked(env: &Env, purpose: &str, options: &impl Serialize, state: &[u8]) -> Result<Asked> {
    Ok(Asked {
        options: serde_json::to_string(options).map_err(internal)?,
        state: base64url(&env.vault.seal(&*env.random, purpose, state)),
    })
}

fn opened(env: &Env, purpose: &str, state: &str) -> Result<Vec<u8>> {
    let sealed = from_base64url(state).unwrap_or_default();
    let opened = env.vault.open(purpose, &sealed);
    opened.map_err(|_| refused("This page has been open for too long. Try again."))
}

fn is_synced(state: DynamicState) -> bool {
    !matches!(state.backup, Backup::NotEligible)
}

fn descriptors(db: &Read, user_id: &UserId) -> Result<Vec<PublicKeyCredentialDescriptor<Vec<u8>>>> {
    let described = |passkey: store::StoredPasskey| {
        let id = from_base64url(&passkey.credential_id).unwrap_or_default();
        Ok(PublicKeyCredentialDescriptor {
            id: CredentialId::<Vec<u8>>::decode(id).map_err(internal)?,
            transports: AuthTransports::decode(u8::try_from(passkey.transports).unwrap_or_default())
                .map_err(internal)?,
        })
    };
    store::stored_passkeys(db, user_id)?
        .into_iter()
        .map(described)
        .collect()
}

/// Those of somebody, the oldest first.
pub fn of_user(db: &Read, user_id: &UserId) -> Result<Vec<Passkey>> {
    store::passkeys(db, user_id)
}

/// Gives one of somebody's another name.
pub fn rename(db: &Write, user_id: &UserId, id: &str, label: &str) -> Result<bool> {
    let label: String = label.trim().chars().take(60).collect();
    if label.is_empty() {
        return Err(Error::invalid("label", "A passkey needs a name."));
    }
    store::rename_passkey(db, user_id, id, &label)
}

/// Takes one of somebody's away.
pub fn remove(db: &Write, user_id: &UserId, id: &str) -> Result<bool> {
    store::remove_passkey(db, user_id, id)
}

fn spend(db: &Write, env: &Env, challenge: u128) -> Result<()> {
    let hash = Hash::of(&format!("challenge {challenge}"));
    match store::answer(db, &hash, env.now() + LIFETIME)? {
        true => Ok(()),
        false => Err(refused("This answer was used already. Try again.")),
    }
}
