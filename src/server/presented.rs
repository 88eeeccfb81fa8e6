//! Access tokens as they are presented (RFC 6750 §2.1, RFC 9449 §7.1): one that is anybody's who has it after `Bearer`, one
//! that is bound to a key after `DPoP`, beside a proof of that key.

use super::{App, refusal};
use crate::base::{Error, Result};
use crate::diagnostics::Refusal;
use crate::oauth::dpop::{self, Proven};
use crate::oauth::grants::{self, Live, TokenKind};
use crate::oauth::settings;
use crate::web::limits::Limited;
use crate::web::{Call, ErrorCode, answer};
use poem::Response;
use std::sync::Arc;

/// The scheme of the `Authorization` header.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scheme {
    Bearer,
    DPoP,
}

impl Scheme {
    /// The scheme of this name, in whatever letters (RFC 9110 §11.1).
    pub fn of(name: &str) -> Option<Self> {
        match name {
            name if name.eq_ignore_ascii_case("bearer") => Some(Scheme::Bearer),
            name if name.eq_ignore_ascii_case("dpop") => Some(Scheme::DPoP),
            _ => None,
        }
    }
}

/// The access token in the `Authorization` header, if there is one.
pub fn in_header(call: &Call) -> Option<(Scheme, &str)> {
    let (scheme, token) = call.header("authorization")?.split_once(' ')?;
    Some((Scheme::of(scheme)?, token))
}

/// What a presented access token stands for.
pub fn live(app: &App, call: &Call, scheme: Scheme, token: &str) -> Result<Arc<Live>> {
    let found = app
        .db
        .read(|db| grants::live_token(db, &app.env, token, TokenKind::Access))?;
    let Some(live) = found else {
        app.limits.failed(Limited::Bearer, call.origin.address, "")?;
        let (cause, client_id) = app
            .db
            .read(|db| grants::explain(db, &app.env, token, TokenKind::Access))?;
        app.refused(Refusal {
            kind: "API",
            error: "invalid_token".into(),
            cause,
            status: 401,
            client_id,
            ..refusal::of(app, call)
        });
        return Err(Error::Unauthenticated(
            "The access token is unknown, expired or revoked.".into(),
        ));
    };
    if live.resource.is_some() {
        return Err(Error::Unauthenticated(
            "The access token was made for another API than this site's.".into(),
        ));
    }
    match (scheme, &live.key) {
        (Scheme::Bearer, None) => Ok(live),
        (Scheme::DPoP, Some(key)) => {
            prove(app, call, token, key)?;
            Ok(live)
        }
        (Scheme::Bearer, Some(_)) => Err(refused(
            call,
            ErrorCode::InvalidToken,
            "The access token is bound to a key: send it as Authorization: DPoP, with a proof.",
        )),
        (Scheme::DPoP, None) => Err(refused(
            call,
            ErrorCode::InvalidToken,
            "The access token is bound to no key: send it as Authorization: Bearer.",
        )),
    }
}

fn refused(call: &Call, error: ErrorCode, why: &str) -> Error {
    // The first to say so is as good as any.
    let _ = call.dpop_error.set(error);
    Error::Unauthenticated(crate::base::Text::verbatim(why.to_owned()))
}

/// The proof that comes with a token is of the key that it is bound to, of this request, and of this token.
fn prove(app: &App, call: &Call, token: &str, key: &str) -> Result<()> {
    let Some(checked) = proof(app, call, Some(token))? else {
        let why = "Send one DPoP header with the access token, and no more.";
        return Err(refused(call, ErrorCode::InvalidDpopProof, why));
    };
    let taken = checked.and_then(|proven| match proven.key == key {
        true => app.token_proofs.take(&proven, app.env.now()).map(|()| true),
        false => Ok(false),
    });
    match taken {
        Ok(true) => Ok(()),
        Ok(false) => Err(refused(
            call,
            ErrorCode::InvalidToken,
            "The access token is bound to another key than that of the DPoP proof.",
        )),
        Err(refusal) => Err(refused(call, refusal.code(), refusal.words())),
    }
}

/// The proof of a key that a request brings, looked at but not used up (RFC 9449 §4.3); nothing where it brings none or
/// several. `token` is the access token beside it.
pub fn proof(
    app: &App,
    call: &Call,
    token: Option<&str>,
) -> Result<Option<std::result::Result<Proven, dpop::Refusal>>> {
    let mut proofs = call.headers.get_all(dpop::HEADER).iter();
    let (Some(proof), None) = (proofs.next(), proofs.next()) else {
        return Ok(None);
    };
    let request = dpop::Request {
        method: call.method.as_str(),
        address: &app.env.url(&call.path),
        token,
        needs_nonce: app.db.read(settings::requires_dpop_nonce)?,
    };
    Ok(Some(dpop::check(
        &app.env,
        proof.to_str().unwrap_or_default(),
        &request,
    )))
}

/// Says in an answer what is wrong with the proof or its absence (RFC 9449 §7.1, §9); `false` if nothing is.
pub fn challenge(app: &App, call: &Call, response: &mut Response, why: &str) -> bool {
    let Some(error) = call.dpop_error.get() else {
        return false;
    };
    let names = dpop::ALGORITHMS.map(|algorithm| algorithm.name()).join(" ");
    let why = why.replace(['"', '\\'], "'");
    let challenge = format!(
        "DPoP error=\"{}\", error_description=\"{why}\", algs=\"{names}\"",
        error.name()
    );
    answer::set(response, "www-authenticate", &challenge);
    if *error == ErrorCode::UseDpopNonce {
        answer::set(response, dpop::NONCE_HEADER, &dpop::nonce(&app.env));
    }
    true
}
