//! Client assertions (RFC 7523 §2.2 and §3, OpenID Connect Core §9): a client proves who it is by a statement that it
//! signed, with a key of its own or with its secret.
//!
//! Owns the table `oauth_used_assertions`: each statement serves once (A30: replayed assertions).

mod store;

pub use store::sweep;

use super::clients::{AuthMethod, Client};
use super::error::OAuthError;
use crate::base::clock::HOUR;
use crate::base::secret::{Hash, Secret};
use crate::base::{ClientId, Env, Result, Seconds};
use crate::db::Write;
use crate::jose::{self, Algorithm, HS256, Jwk, Jws};
use crate::web::Params;
use serde_json::{Map, Value as Json};

/// The one `client_assertion_type` there is.
const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// How far the client's clock may be ahead, and behind.
const AHEAD: Seconds = Seconds(60);
const BEHIND: Seconds = Seconds(10);
/// How long a statement may be good for: as long, it is remembered that it was used.
const LONGEST: Seconds = HOUR;

/// A statement as it was presented, believed by nobody yet.
#[derive(Clone, Debug)]
pub struct Presented {
    pub client_id: ClientId,
    pub jws: Jws,
}

/// A good statement. It counts once [`use_up`] says that it was not used before.
#[derive(Clone, Debug)]
pub struct Good {
    hash: Hash,
    expires_at: Seconds,
}

fn refused<T>(why: impl Into<String>) -> std::result::Result<T, OAuthError> {
    Err(OAuthError::invalid_client(why))
}

/// Reads the statement of a request, if it brings one.
pub fn read(form: &Params) -> std::result::Result<Option<Presented>, OAuthError> {
    let (kind, assertion) = (form.get("client_assertion_type"), form.get("client_assertion"));
    let assertion = match (kind, assertion) {
        (None, None) => return Ok(None),
        (Some(TYPE), Some(assertion)) => assertion,
        (Some(TYPE), None) => return refused("client_assertion is missing."),
        (other, _) => {
            let other = other.unwrap_or_default();
            return refused(format!("client_assertion_type is {other:?}; it must be {TYPE}."));
        }
    };
    let jws = Jws::split(assertion).or_else(|why| refused(format!("client_assertion: {why}.")))?;
    let named = jws
        .unverified()
        .get("sub")
        .and_then(Json::as_str)
        .unwrap_or_default()
        .to_owned();
    match form.get("client_id") {
        Some(other) if other != named => refused("client_id is another client than the sub of client_assertion."),
        _ if named.is_empty() => refused("client_assertion does not say which client it is from: sub is missing."),
        _ => Ok(Some(Presented {
            client_id: named.into(),
            jws,
        })),
    }
}

/// Whether the statement is signed by the client, in the way that is registered, and says what it must. `audiences` are
/// the addresses that it may be meant for, the issuer first.
pub fn check(
    env: &Env,
    client: &Client,
    presented: Presented,
    keys: &[Jwk],
    secrets: &[Secret],
    audiences: &[String],
) -> std::result::Result<Good, OAuthError> {
    let alg = presented.jws.header.alg.clone();
    let claims = match client.auth_method {
        AuthMethod::PrivateKeyJwt if client.fapi2 && alg == Algorithm::RS256.name() => {
            return refused("client_assertion is signed by RS256; FAPI 2.0 allows PS256, ES256 and EdDSA.");
        }
        AuthMethod::PrivateKeyJwt => presented.jws.verify(keys),
        AuthMethod::SecretJwt if alg != HS256 => {
            return refused("client_assertion must be signed by HS256 with the client's secret.");
        }
        AuthMethod::SecretJwt => {
            let verify = |secret: &Secret| presented.jws.clone().verify_with_secret(secret.reveal().as_bytes());
            let verified = secrets.iter().map(verify).find(std::result::Result::is_ok);
            verified.unwrap_or(Err(jose::JwsError::Signature))
        }
        other => return refused(format!("This client is registered for {}.", other.wanted())),
    };
    let claims = claims.or_else(|why| refused(format!("client_assertion: {why}.")))?;
    check_claims(env, client, &claims, audiences)
}

fn check_claims(
    env: &Env,
    client: &Client,
    claims: &Map<String, Json>,
    audiences: &[String],
) -> std::result::Result<Good, OAuthError> {
    let now = env.now();
    let text = |name: &str| claims.get(name).and_then(Json::as_str);
    let id = client.id.as_str();
    if text("iss") != Some(id) || text("sub") != Some(id) {
        return refused("iss and sub of client_assertion must both be the client_id.");
    }
    if !is_meant_for(client, claims, audiences) {
        return refused(format!("aud of client_assertion must be {}.", env.base_url));
    }
    let expires_at = match jose::moment(claims, "exp") {
        None => return refused("client_assertion does not say when it expires: exp is missing."),
        Some(exp) if exp <= now - BEHIND => return refused("client_assertion has expired."),
        Some(exp) if exp > now + LONGEST + AHEAD => {
            return refused("client_assertion is good for more than an hour: that is too long.");
        }
        Some(exp) => exp,
    };
    for name in ["nbf", "iat"] {
        if jose::moment(claims, name).is_some_and(|at| at > now + AHEAD) {
            return refused(format!(
                "client_assertion is from the future ({name}); is a clock wrong?"
            ));
        }
    }
    match text("jti") {
        Some(jti) if !jti.is_empty() => Ok(Good {
            hash: Hash::of(&format!("{id}\0{jti}")),
            expires_at: expires_at + BEHIND,
        }),
        _ => refused("client_assertion has no jti."),
    }
}

/// The issuer, or one of the endpoints that clients of old write (RFC 7523 §3, RFC 9126 §2); under FAPI 2.0 the issuer
/// alone, by itself (§5.3.2.1).
fn is_meant_for(client: &Client, claims: &Map<String, Json>, audiences: &[String]) -> bool {
    if client.fapi2 {
        return claims
            .get("aud")
            .is_some_and(|aud| aud.as_str() == audiences.first().map(String::as_str));
    }
    let is_ours = |aud: &&str| audiences.iter().any(|own| own == aud);
    jose::audience(claims).iter().any(is_ours)
}

/// Uses the statement up; `false` if it was used before.
pub fn use_up(db: &Write, good: &Good) -> Result<bool> {
    store::insert(db, &good.hash, good.expires_at)
}
