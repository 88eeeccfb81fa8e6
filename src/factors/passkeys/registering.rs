//! A new passkey (WebAuthn §7.1).

use super::Asked;
use super::{
    PATIENCE, asked, check_possible, descriptors, handle, internal, is_synced, not_understood, opened, refused, spend,
    store,
};
use crate::base::secret::base64url;
use crate::base::{Env, Result, UserId, random};
use crate::db::{Read, Write};
use crate::factors::Method;
use crate::users::User;
use std::num::NonZeroU32;
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::register::{
    CredProtect, Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, ResidentKeyRequirement,
    Username,
};
use webauthn_rp::request::{DomainOrigin, UserVerificationRequirement};
use webauthn_rp::{PublicKeyCredentialCreationOptions, Registration, RegistrationServerState};

fn registering(user_id: &UserId) -> String {
    format!("passkey of {user_id} registers")
}

/// Asks the browser for a new passkey of somebody. One that does not ask who uses it is taken, too: as a second factor.
pub fn begin_registration(db: &Read, env: &Env, user: &User) -> Result<Asked> {
    let rp_id = check_possible(env)?;
    let (handle, known) = (handle(&user.id)?, descriptors(db, &user.id)?);
    let entity = PublicKeyCredentialUserEntity {
        name: Username::try_from(user.email.as_str()).map_err(internal)?,
        id: &handle,
        display_name: Nickname::try_from(user.full_name.as_str()).ok(),
    };
    let mut options = PublicKeyCredentialCreationOptions::passkey(&rp_id, entity, known);
    options.timeout = NonZeroU32::new(PATIENCE).unwrap_or(options.timeout);
    options.authenticator_selection.resident_key = ResidentKeyRequirement::Preferred;
    options.authenticator_selection.user_verification = UserVerificationRequirement::Preferred;
    options.extensions.cred_protect = CredProtect::None;
    let (server, client) = options.start_ceremony().map_err(internal)?;
    asked(
        env,
        &registering(&user.id),
        &client,
        &server.encode().map_err(internal)?,
    )
}

/// Keeps the passkey that the browser made, under this name.
pub fn finish_registration(
    db: &Write,
    env: &Env,
    user: &User,
    state: &str,
    answer: &str,
    label: &str,
) -> Result<Method> {
    let rp_id = check_possible(env)?;
    let state = opened(env, &registering(&user.id), state)?;
    let server = RegistrationServerState::<64>::decode(&state).map_err(internal)?;
    let made = Registration::from_json_relaxed(answer.as_bytes()).map_err(|_| not_understood())?;
    let challenge = made.challenge_relaxed().map_err(|_| not_understood())?;
    let origin = DomainOrigin::try_from(&*env.base_url).map_err(internal)?;
    let options = RegistrationVerificationOptions::<DomainOrigin, DomainOrigin> {
        allowed_origins: &[origin],
        error_on_unsolicited_extensions: false,
        ..RegistrationVerificationOptions::default()
    };
    let credential = server.verify(&rp_id, &made, &options).map_err(|error| {
        tracing::info!(%error, "a passkey was not taken");
        refused("The passkey was not taken: it is not made for this site, or too late. Try again.")
    })?;
    spend(db, env, challenge.0)?;
    let (id, transports, known_by, fixed, changing, _) = credential.into_parts();
    let passkey = store::StoredPasskey {
        id: random::hex::<8>(&*env.random),
        user_id: user.id.clone(),
        credential_id: base64url(id.as_ref()),
        user_handle: base64url(known_by.as_ref()),
        public_key: base64url(&fixed.encode().map_err(internal)?),
        state: base64url(&changing.encode().map_err(internal)?),
        transports: i64::from(transports.encode().map_err(internal)?),
        label: label.chars().take(60).collect(),
        verifies: changing.user_verified,
        is_synced: is_synced(changing),
        was_alone: false,
        created_at: env.now(),
        last_used_at: None,
    };
    match store::add_passkey(db, &passkey)? {
        true => Ok(Method::Passkey {
            verified: passkey.verifies,
            is_synced: passkey.is_synced,
        }),
        false => Err(refused("This passkey is registered here already.")),
    }
}
