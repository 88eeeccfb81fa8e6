//! Proofs of possession at the endpoints (DPoP, RFC 9449): whoever presents one is told what is wrong with it.

use crate::oauth::dpop::{self, Proven, Refusal, Request};
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult};
use crate::oauth::settings;
use crate::server::App;
use crate::web::{Call, answer};
use poem::Response;

/// The proof that a client brings of its key, where it brings any (RFC 9449 §5).
pub fn of_client(app: &App, call: &Call) -> OAuthResult<Option<Proven>> {
    let mut proofs = call.headers.get_all(dpop::HEADER).iter();
    let (Some(proof), None) = (proofs.next(), proofs.next()) else {
        return match call.headers.contains_key(dpop::HEADER) {
            true => Err(invalid("There are several DPoP headers: send one.").into()),
            false => Ok(None),
        };
    };
    let needs_nonce = app.db.read(settings::requires_dpop_nonce)?;
    let request = Request {
        method: call.method.as_str(),
        address: &app.env.url(&call.path),
        token: None,
        needs_nonce,
    };
    let proof = proof.to_str().unwrap_or_default();
    Ok(Some(dpop::check(&app.env, proof, &request).map_err(refused)?))
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
    match refusal {
        Refusal::Invalid(why) => invalid(why),
        Refusal::UseNonce => OAuthError::new(
            ErrorCode::UseDpopNonce,
            "Make the DPoP proof anew, with the nonce of the header DPoP-Nonce.",
        ),
    }
}

fn invalid(why: impl Into<String>) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidDpopProof, why)
}

/// Tells the nonce for the next proof (RFC 9449 §8).
pub fn offer_nonce(app: &App, response: &mut Response) {
    answer::set(response, dpop::NONCE_HEADER, &dpop::nonce(&app.env));
}
