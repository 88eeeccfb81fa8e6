//! A passkey is shown (WebAuthn §7.2): alone, or beside something else.

use super::{
    Asked, PATIENCE, asked, check_possible, descriptors, internal, is_synced, not_understood, opened, refused, spend,
    store,
};
use crate::base::secret::{base64url, from_base64url};
use crate::base::{Env, Error, Result, UserId};
use crate::db::{Read, Write};
use crate::factors::Method;
use crate::users::{self, User};
use std::num::NonZeroU32;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::{
    AllowedCredentials, AuthenticationVerificationOptions, DiscoverableCredentialRequestOptions,
    NonDiscoverableCredentialRequestOptions,
};
use webauthn_rp::request::register::UserHandle64;
use webauthn_rp::request::{Credentials, DomainOrigin, UserVerificationRequirement};
use webauthn_rp::response::CredentialId;
use webauthn_rp::response::auth::error::AuthCeremonyErr;
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableAuthenticationServerState,
    NonDiscoverableAuthentication64, NonDiscoverableAuthenticationServerState,
};

/// The bit of the authenticator's data that says that it knows who uses it (WebAuthn §6.1).
const VERIFIED: u8 = 0b100;

const SIGNING_IN: &str = "passkey signs in";

fn seconding(user_id: &UserId) -> String {
    format!("passkey of {user_id} is the second factor")
}

/// Asks for any passkey of this site that says by itself whose it is.
pub fn begin_sign_in(env: &Env) -> Result<Asked> {
    let rp_id = check_possible(env)?;
    let mut options = DiscoverableCredentialRequestOptions::passkey(&rp_id);
    options.0.timeout = NonZeroU32::new(PATIENCE).unwrap_or(options.0.timeout);
    let (server, client) = options.start_ceremony().map_err(internal)?;
    asked(env, SIGNING_IN, &client, &server.encode().map_err(internal)?)
}

/// Whose passkey the browser answered with.
pub fn finish_sign_in(db: &Write, env: &Env, state: &str, answer: &str) -> Result<(User, Method)> {
    let rp_id = check_possible(env)?;
    let state = opened(env, SIGNING_IN, state)?;
    let server = DiscoverableAuthenticationServerState::decode(&state).map_err(internal)?;
    let shown = DiscoverableAuthentication64::from_json_relaxed(answer.as_bytes()).map_err(|_| not_understood())?;
    let challenge = shown.challenge_relaxed().map_err(|_| not_understood())?;
    let stored = find(db, shown.raw_id().as_ref())?;
    let handle = handle_of(&stored)?;
    let mut credential = credential(&stored, shown.raw_id(), &handle)?;
    let origins = [DomainOrigin::try_from(&*env.base_url).map_err(internal)?];
    let verified = server.verify(&rp_id, &shown, &mut credential, &verification(&origins));
    verified.map_err(|error| not_shown(&stored, &error))?;
    let method = used(db, env, &stored, credential.dynamic_state(), challenge.0, (true, true))?;
    let user = users::by_id(db, &stored.user_id)?.filter(|user| user.enabled);
    Ok((user.ok_or_else(unknown)?, method))
}

/// Asks for one of somebody's passkeys, beside what they gave already.
pub fn begin_second(db: &Read, env: &Env, user_id: &UserId) -> Result<Asked> {
    let rp_id = check_possible(env)?;
    let mut allowed = AllowedCredentials::with_capacity(1);
    for descriptor in descriptors(db, user_id)? {
        allowed.push(descriptor.into());
    }
    let mut options = NonDiscoverableCredentialRequestOptions::second_factor(&rp_id, allowed).map_err(internal)?;
    options.options().timeout = NonZeroU32::new(PATIENCE).unwrap_or(options.options().timeout);
    options.options().user_verification = UserVerificationRequirement::Preferred;
    let (server, client) = options.start_ceremony().map_err(internal)?;
    let state = server.encode().map_err(internal)?;
    asked(env, &seconding(user_id), &client, &state)
}

/// That the browser answered with one of somebody's passkeys.
pub fn finish_second(db: &Write, env: &Env, user_id: &UserId, state: &str, answer: &str) -> Result<Method> {
    let rp_id = check_possible(env)?;
    let state = opened(env, &seconding(user_id), state)?;
    let server = NonDiscoverableAuthenticationServerState::decode(&state).map_err(internal)?;
    let shown = NonDiscoverableAuthentication64::from_json_relaxed(answer.as_bytes()).map_err(|_| not_understood())?;
    let challenge = shown.challenge_relaxed().map_err(|_| not_understood())?;
    let stored = find(db, shown.raw_id().as_ref())?;
    if stored.user_id != *user_id {
        return Err(unknown());
    }
    let handle = handle_of(&stored)?;
    let mut credential = credential(&stored, shown.raw_id(), &handle)?;
    let origins = [DomainOrigin::try_from(&*env.base_url).map_err(internal)?];
    let verified = server.verify(&rp_id, &shown, &mut credential, &verification(&origins));
    verified.map_err(|error| not_shown(&stored, &error))?;
    let flags = shown
        .response()
        .authenticator_data()
        .get(32)
        .copied()
        .unwrap_or_default();
    let knows = flags & VERIFIED != 0;
    used(
        db,
        env,
        &stored,
        credential.dynamic_state(),
        challenge.0,
        (knows, false),
    )
}

type Known<'a> = AuthenticatedCredential<'a, 'a, 64, CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>>;

fn credential<'a>(
    stored: &store::StoredPasskey,
    id: CredentialId<&'a [u8]>,
    handle: &'a UserHandle64,
) -> Result<Known<'a>> {
    let fixed = from_base64url(&stored.public_key).unwrap_or_default();
    let changing = from_base64url(&stored.state).unwrap_or_default();
    let changing = changing.as_slice().try_into().map_err(internal)?;
    AuthenticatedCredential::new(
        id,
        handle,
        StaticState::decode(fixed.as_slice()).map_err(internal)?,
        DynamicState::decode(changing).map_err(internal)?,
    )
    .map_err(internal)
}

fn verification<'a, 'b>(
    origins: &'a [DomainOrigin<'b, 'b>],
) -> AuthenticationVerificationOptions<'a, 'a, DomainOrigin<'b, 'b>, DomainOrigin<'b, 'b>> {
    AuthenticationVerificationOptions {
        allowed_origins: origins,
        error_on_unsolicited_extensions: false,
        update_uv: true,
        ..AuthenticationVerificationOptions::default()
    }
}

/// What the passkey knows its user by, as it was when it was made.
fn handle_of(stored: &store::StoredPasskey) -> Result<UserHandle64> {
    let bytes = from_base64url(&stored.user_handle).unwrap_or_default();
    UserHandle64::decode(bytes.try_into().map_err(internal)?).map_err(internal)
}

/// Whose passkey an answer names, if it is one of ours: for the log, whatever became of it.
pub fn user_of(db: &Read, shown: &str) -> Result<Option<UserId>> {
    let shown: serde_json::Value = serde_json::from_str(shown).unwrap_or_default();
    let stored = store::passkey(db, shown["id"].as_str().unwrap_or_default())?;
    Ok(stored.map(|stored| stored.user_id))
}

fn unknown() -> Error {
    refused("This passkey is not known here: it was removed, or its account is switched off.")
}

fn find(db: &Read, credential_id: &[u8]) -> Result<store::StoredPasskey> {
    store::passkey(db, &base64url(credential_id))?.ok_or_else(unknown)
}

fn not_shown(stored: &store::StoredPasskey, error: &AuthCeremonyErr) -> Error {
    tracing::warn!(%error, passkey = stored.id, "a passkey was refused");
    match error {
        // Two have the key where one should (WebAuthn §6.1.1).
        AuthCeremonyErr::SignatureCounter => refused(
            "This passkey seems to have been copied, and is not taken. Sign in another way, remove it, and tell whoever looks after this site.",
        ),
        AuthCeremonyErr::UserNotVerified => {
            refused("This passkey does not ask who uses it: it is good as a second factor, after your password.")
        }
        AuthCeremonyErr::Timeout => refused("This page has been open for too long. Try again."),
        _ => refused("The passkey was not taken. Try again."),
    }
}

/// Notes a use, and that its challenge was answered: whether it was asked who uses it, and whether it was all that was given.
fn used(
    db: &Write,
    env: &Env,
    stored: &store::StoredPasskey,
    state: DynamicState,
    challenge: u128,
    (verified, is_alone): (bool, bool),
) -> Result<Method> {
    spend(db, env, challenge)?;
    let encoded = base64url(&state.encode().map_err(internal)?);
    store::use_passkey(db, &stored.id, &encoded, state.user_verified, is_alone, env.now())?;
    Ok(Method::Passkey {
        verified,
        is_synced: is_synced(state),
    })
}
