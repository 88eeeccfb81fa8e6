//! Proofs of possession at the endpoints (DPoP, RFC 9449): whoever presents one is told what is wrong with it.

use crate::oauth::dpop::{self, Proven, Refusal};
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult};
use crate::server::App;
use crate::server::presented;
use crate::web::{Call, answer};
use poem::Response;

/// The proof that a client brings of its key, where it brings any (RFC 9449 §5).
pub fn of_client(app: &App, call: &Call) -> OAuthResult<Option<Proven>> {
    match presented::proof(app, call, None)? {
        Some(checked) => Ok(Some(checked.map_err(refused)?)),
        None if call.headers.contains_key(dpop::HEADER) => {
            let why = "There are several DPoP headers: send one.";
            Err(OAuthError::new(ErrorCode::InvalidDpopProof, why).into())
        }
        None => Ok(None),
    }
}

/// The thumbprint of the key, once the proof is used up: it serves once.
pub fn take(app: &App, proven: Option<Proven>) -> OAuthResult<Option<String>> {
    let Some(proven) = proven else {
        return Ok(None);
    };
    app.proofs.take(&proven, app.env.now()).map_err(refused)?;
    Ok(Some(proven.key))
}

fn refused(refusal: Refusal) -> OAuthError {
    OAuthError::new(refusal.code(), refusal.words())
}

/// Tells whoever sent a proof the nonce for the next one (RFC 9449 §8).
pub fn offer_nonce(app: &App, call: &Call, response: &mut Response) {
    if call.headers.contains_key(dpop::HEADER) {
        answer::set(response, dpop::NONCE_HEADER, &dpop::nonce(&app.env));
    }
}
