//! Demonstrating proof of possession (DPoP, RFC 9449): a token that is bound to a key is worth nothing to whoever does not
//! have it. A proof is a statement of one request, signed with that key, and serves once.
//!
//! A nonce of ours says when the proof was made, by our clock; it is the moment under our seal, so nothing is kept of it.
//! Proofs that were used are remembered in memory, for as long as they could be used again ([`Seen`]).

mod seen;

pub use seen::Seen;

use crate::base::secret::{base64url, constant_time_eq, sha256, stamp};
use crate::base::{Env, Millis, Seconds};
use crate::jose::{self, Algorithm, Jwk, Jws};
use crate::web::ErrorCode;
use serde_json::{Map, Value as Json};
use url::Url;

/// The header that proofs come in.
pub const HEADER: &str = "dpop";
/// The header that nonces go out in (§8).
pub const NONCE_HEADER: &str = "dpop-nonce";
/// How proofs may be signed.
pub const ALGORITHMS: [Algorithm; 3] = [Algorithm::ES256, Algorithm::EdDSA, Algorithm::PS256];
/// How long a nonce is good for, and how old a proof may be.
const LIFETIME: Seconds = Seconds(300);
/// How far the clock of whoever made it may be ahead.
const AHEAD: Seconds = Seconds(60);
/// The longest `jti`, in bytes.
const MAX_ID: usize = 500;

/// The request that a proof has to be of.
pub struct Request<'a> {
    pub method: &'a str,
    /// Its address, as we are called by others.
    pub address: &'a str,
    /// The access token that is presented beside it.
    pub token: Option<&'a str>,
    /// Whether a nonce of ours is demanded.
    pub needs_nonce: bool,
}

/// Why a proof is not accepted.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// `invalid_dpop_proof`, with the reason in words.
    Invalid(String),
    /// `use_dpop_nonce`: it has none of ours, or an old one (§8).
    UseNonce,
}

impl Refusal {
    /// Its error code (§5, §8).
    pub fn code(&self) -> ErrorCode {
        match self {
            Refusal::Invalid(_) => ErrorCode::InvalidDpopProof,
            Refusal::UseNonce => ErrorCode::UseDpopNonce,
        }
    }

    /// What is wrong and what to do.
    pub fn words(&self) -> &str {
        match self {
            Refusal::Invalid(why) => why,
            Refusal::UseNonce => "Make the DPoP proof anew, with the nonce of the header DPoP-Nonce.",
        }
    }
}

fn invalid<T>(why: impl Into<String>) -> std::result::Result<T, Refusal> {
    Err(Refusal::Invalid(why.into()))
}

/// A good proof. It counts once [`Seen::take`] says that it was not used before.
#[derive(Clone, Debug)]
pub struct Proven {
    /// The thumbprint of its key (RFC 7638), which tokens are bound to.
    pub key: String,
    id: String,
}

/// Checks a proof (§4.3), but for whether it was used before.
pub fn check(env: &Env, proof: &str, request: &Request) -> std::result::Result<Proven, Refusal> {
    let jws = Jws::split(proof).or_else(|why| invalid(format!("The DPoP proof is not accepted: {why}.")))?;
    if jws.header.typ.as_deref() != Some("dpop+jwt") {
        return invalid("The typ of the DPoP proof is not dpop+jwt.");
    }
    if !jws.header.algorithm().is_ok_and(|own| ALGORITHMS.contains(&own)) {
        return invalid("The DPoP proof must be signed by ES256, EdDSA or PS256.");
    }
    let key = jws.header.jwk.clone().unwrap_or_default();
    let key: Jwk = match serde_json::from_value(key) {
        Ok(key) => key,
        Err(why) => {
            return invalid(format!(
                "The jwk of the DPoP proof is no public key to verify with: {why}."
            ));
        }
    };
    let claims = jws
        .verify([&key])
        .or_else(|why| invalid(format!("The DPoP proof is not accepted: {why}.")))?;
    check_claims(env, &claims, request)?;
    let thumbprint = key.thumbprint();
    let id = claims.get("jti").and_then(Json::as_str).unwrap_or_default();
    if id.is_empty() || id.len() > MAX_ID {
        return invalid("The DPoP proof has no jti, or too long a one.");
    }
    Ok(Proven {
        id: format!("{thumbprint} {id}"),
        key: thumbprint,
    })
}

fn check_claims(env: &Env, claims: &Map<String, Json>, request: &Request) -> std::result::Result<(), Refusal> {
    let text = |name: &str| claims.get(name).and_then(Json::as_str);
    if text("htm") != Some(request.method) {
        return invalid(format!("The htm of the DPoP proof is not {}.", request.method));
    }
    if !text("htu").is_some_and(|htu| is_same_place(htu, request.address)) {
        return invalid(format!("The htu of the DPoP proof is not {}.", request.address));
    }
    let now = env.now();
    match jose::moment(claims, "iat") {
        Some(at) if at > now + AHEAD => return invalid("The DPoP proof is from the future (iat); is a clock wrong?"),
        Some(at) if at < now - LIFETIME => return invalid("The DPoP proof is too old (iat); is a clock wrong?"),
        Some(_) => {}
        None => return invalid("The DPoP proof does not say when it was made: iat is missing."),
    }
    let hash = request.token.map(|token| base64url(&sha256(token.as_bytes())));
    if hash.is_some() && text("ath") != hash.as_deref() {
        return invalid("The ath of the DPoP proof is not the hash of the access token.");
    }
    match text("nonce") {
        None if request.needs_nonce => Err(Refusal::UseNonce),
        Some(nonce) if !is_fresh(env, nonce) => Err(Refusal::UseNonce),
        _ => Ok(()),
    }
}

/// Whether two addresses are the same, without query and fragment (§4.3, point 9; RFC 3986 §6.2).
fn is_same_place(a: &str, b: &str) -> bool {
    let place = |address: &str| {
        let mut url = Url::parse(address).ok()?;
        url.set_query(None);
        url.set_fragment(None);
        Some(url)
    };
    place(a).is_some_and(|a| Some(a) == place(b))
}

/// A nonce for the next proof.
pub fn nonce(env: &Env) -> String {
    sealed(env, &stamp(env.now_ms()))
}

fn sealed(env: &Env, moment: &str) -> String {
    format!("{moment}.{}", env.vault.mac("DPoP nonce", moment))
}

fn is_fresh(env: &Env, nonce: &str) -> bool {
    let moment = nonce.split('.').next().unwrap_or_default();
    let is_ours = constant_time_eq(sealed(env, moment).as_bytes(), nonce.as_bytes());
    let oldest = stamp(Millis((env.now() - LIFETIME).millis().0));
    let newest = stamp(Millis((env.now() + AHEAD).millis().0));
    is_ours && (oldest.as_str()..=newest.as_str()).contains(&moment)
}
