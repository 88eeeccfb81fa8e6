//! Verifying ID tokens (OpenID Connect Core §3.1.3.7): signature, issuer, audience, times, nonce,
//! `at_hash`. `none` does not exist; HS256 only where the key says so, and then nothing else.

use super::attempts::Attempt;
use super::jwks::{self, Cache};
use super::keys::Key;
use crate::base::secret::{Secret, base64url, constant_time_eq, from_base64url};
use crate::base::{Error, Result, Seconds};
use crate::oauth::keys::Algorithm;
use crate::world::World;
use ring::{digest, hmac};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// How far the provider's clock may be off.
const SKEW: Seconds = 60;
/// An ID token that was made earlier is not of this sign-in.
const OLDEST: Seconds = 15 * 60;

/// A token in its parts.
struct Parts {
    header: Map<String, Json>,
    claims: Map<String, Json>,
    /// What is signed.
    message: String,
    signature: Vec<u8>,
}

fn refused(why: impl Into<String>) -> Error {
    Error::Upstream(format!("The provider's ID token is not believed: {}.", why.into()))
}

/// The claims of an ID token that came from the token endpoint with this access token.
pub async fn verify(
    world: &World,
    cache: &Arc<Cache>,
    key: &Key,
    attempt: &Attempt,
    token: &str,
    access_token: &Secret,
) -> Result<Map<String, Json>> {
    let parts = split(token)?;
    let algorithm = text(&parts.header, "alg").unwrap_or_default().to_owned();
    if parts.header.contains_key("crit") {
        return Err(refused("it has critical headers that are not understood"));
    }
    if algorithm.is_empty() || algorithm.eq_ignore_ascii_case("none") {
        return Err(refused(format!("it is signed by {algorithm:?}")));
    }
    match (key.id_token_hs256, algorithm.as_str()) {
        (true, "HS256") => check_hs256(key, &parts)?,
        (true, _) => return Err(refused(format!("it is signed by {algorithm:?}, and must be by HS256"))),
        // Without the provider's keys TLS alone vouches for it (§3.1.3.7, point 6).
        (false, _) if key.jwks_uri.is_empty() => {}
        (false, _) => check_signature(world, cache, key, &parts, &algorithm).await?,
    }
    check_claims(key, &parts.claims, world.env.now())?;
    let nonce = text(&parts.claims, "nonce").unwrap_or_default();
    if !attempt.is_nonce(nonce) {
        return Err(refused("its nonce is not the one of this sign-in"));
    }
    check_at_hash(&parts.claims, &algorithm, access_token)?;
    Ok(parts.claims)
}

fn text<'a>(claims: &'a Map<String, Json>, name: &str) -> Option<&'a str> {
    claims.get(name).and_then(Json::as_str)
}

fn split(token: &str) -> Result<Parts> {
    let malformed = || refused("it is no signed JWT");
    let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else {
        return Err(malformed());
    };
    let object = |part: &str| {
        let bytes = from_base64url(part)?;
        serde_json::from_slice::<Map<String, Json>>(&bytes).ok()
    };
    Ok(Parts {
        header: object(header).ok_or_else(malformed)?,
        claims: object(claims).ok_or_else(malformed)?,
        message: format!("{header}.{claims}"),
        signature: from_base64url(signature).ok_or_else(malformed)?,
    })
}

fn check_hs256(key: &Key, parts: &Parts) -> Result<()> {
    let secret = key.client_secret.as_ref().map(Secret::reveal).unwrap_or_default();
    let mac = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let is_right = !secret.is_empty() && hmac::verify(&mac, parts.message.as_bytes(), &parts.signature).is_ok();
    match is_right {
        true => Ok(()),
        false => Err(refused("its signature is not made with the client secret")),
    }
}

async fn check_signature(world: &World, cache: &Arc<Cache>, key: &Key, parts: &Parts, algorithm: &str) -> Result<()> {
    let known = Algorithm::from_name(algorithm).ok_or_else(|| {
        refused(format!(
            "it is signed by {algorithm:?}; RS256, ES256 and EdDSA are understood"
        ))
    })?;
    let candidates = jwks::candidates(world, cache, &key.jwks_uri, text(&parts.header, "kid")).await?;
    if candidates.is_empty() {
        return Err(refused("it names a key that the provider does not publish"));
    }
    let fits = |jwk: &&Json| {
        let is = |name: &str, values: &[&str]| match jwk.get(name).and_then(Json::as_str) {
            Some(value) => values.contains(&value),
            None => name != "kty",
        };
        let kty = match known {
            Algorithm::RS256 => "RSA",
            Algorithm::ES256 => "EC",
            Algorithm::EdDSA => "OKP",
        };
        is("kty", &[kty]) && is("use", &["sig"]) && is("alg", &[algorithm])
    };
    let mut fitting = candidates.iter().filter(fits);
    match fitting.any(|jwk| known.verify(jwk, parts.message.as_bytes(), &parts.signature)) {
        true => Ok(()),
        false => Err(refused(
            "its signature is not made with a key that the provider publishes",
        )),
    }
}

fn check_claims(key: &Key, claims: &Map<String, Json>, now: Seconds) -> Result<()> {
    let issuer = text(claims, "iss").unwrap_or_default();
    if !key.issuer.is_empty() && issuer != key.issuer {
        return Err(refused(format!("it is of {issuer:?}, not of {:?}", key.issuer)));
    }
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Json::String(one)) => vec![one],
        Some(Json::Array(all)) => all.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    if !audience.contains(&key.client_id.as_str()) {
        return Err(refused("it was made for another client"));
    }
    let party = text(claims, "azp");
    if claims.contains_key("azp") && party != Some(&key.client_id) || (audience.len() > 1 && party.is_none()) {
        return Err(refused("another party than this site is authorized (azp)"));
    }
    let moment = |name: &str| claims.get(name).and_then(Json::as_f64).map(|at| at as Seconds);
    match (moment("exp"), moment("iat"), moment("nbf")) {
        (None, ..) | (_, None, _) => Err(refused("it does not say when it was made and when it ends")),
        (Some(exp), ..) if exp <= now - SKEW => Err(refused("it has expired; is a clock wrong?")),
        (_, Some(iat), _) if iat > now + SKEW || iat < now - OLDEST => {
            Err(refused("it was not made just now; is a clock wrong?"))
        }
        (_, _, Some(nbf)) if nbf > now + SKEW => Err(refused("it is not good yet; is a clock wrong?")),
        _ => Ok(()),
    }
}

/// OpenID Connect Core §3.1.3.8: that it belongs to the access token beside it.
fn check_at_hash(claims: &Map<String, Json>, algorithm: &str, access_token: &Secret) -> Result<()> {
    let Some(found) = claims.get("at_hash") else {
        return Ok(());
    };
    let hash = match algorithm {
        "EdDSA" => &digest::SHA512,
        other if other.ends_with("512") => &digest::SHA512,
        other if other.ends_with("384") => &digest::SHA384,
        _ => &digest::SHA256,
    };
    let digest = digest::digest(hash, access_token.reveal().as_bytes());
    let expected = base64url(&digest.as_ref()[..digest.as_ref().len() / 2]);
    let found = found.as_str().unwrap_or_default();
    match constant_time_eq(found.as_bytes(), expected.as_bytes()) {
        true => Ok(()),
        false => Err(refused("it does not belong to the access token beside it (at_hash)")),
    }
}
