//! Verifying ID tokens (OpenID Connect Core §3.1.3.7): signature, issuer, audience, times, nonce,
//! `at_hash`. `none` does not exist; HS256 only where the key says so, and then nothing else.

use super::attempts::Attempt;
use super::keys::Key;
use crate::base::clock::MINUTE;
use crate::base::secret::{Secret, constant_time_eq};
use crate::base::{Error, Result, Seconds, Text, text};
use crate::jose::{self, HS256, Jws};
use crate::upstream::jwks::{self, Cache};
use crate::world::World;
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// How far the provider's clock may be off.
const SKEW: Seconds = Seconds(60);
/// An ID token that was made earlier is not of this sign-in.
const MAX_AGE: Seconds = MINUTE.times(15);

fn refused(why: impl Into<Text>) -> Error {
    Error::Upstream(text!(
        "The provider's ID token is not believed: { $why }.",
        why = why.into()
    ))
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
    let (claims, alg) = signed(world, cache, key, token).await?;
    check_claims(key, &claims, world.env.now())?;
    let nonce = text(&claims, "nonce").unwrap_or_default();
    if !attempt.is_nonce(nonce) {
        return Err(refused("its nonce is not the one of this sign-in"));
    }
    check_at_hash(&claims, &alg, access_token)?;
    Ok(claims)
}

/// The claims of userinfo that came as a signed token (OpenID Connect Core §5.3.2): made by the provider, for us.
pub async fn userinfo(world: &World, cache: &Arc<Cache>, key: &Key, token: &str) -> Result<Map<String, Json>> {
    let (claims, _) = signed(world, cache, key, token).await?;
    if claims.contains_key("iss") {
        check_issuer(key, &claims)?;
    }
    if claims.contains_key("aud") {
        check_audience(key, &claims)?;
    }
    Ok(claims)
}

/// The claims of a token, once its signature is found the provider's, and how it is signed.
async fn signed(world: &World, cache: &Arc<Cache>, key: &Key, token: &str) -> Result<(Map<String, Json>, String)> {
    let jws = Jws::split(token).map_err(refused)?;
    let alg = jws.header.alg.clone();
    let claims = match (key.id_token_hs256, alg.as_str()) {
        (true, HS256) => {
            let secret = key.client_secret.as_ref().map(Secret::reveal).unwrap_or_default();
            let verified = jws.verify_with_secret(secret.as_bytes());
            verified.map_err(|_| refused("its signature is not made with the client secret"))?
        }
        (true, _) => {
            return Err(refused(text!(
                "it is signed by { $alg }, and must be by HS256",
                alg = format!("{alg:?}")
            )));
        }
        // Without the provider's keys TLS alone vouches for it (§3.1.3.7, point 6).
        (false, _) if key.jwks_uri.is_empty() => jws.unverified().clone(),
        (false, _) => signed_by_provider(world, cache, key, jws).await?,
    };
    Ok((claims, alg))
}

fn text<'a>(claims: &'a Map<String, Json>, name: &str) -> Option<&'a str> {
    claims.get(name).and_then(Json::as_str)
}

async fn signed_by_provider(world: &World, cache: &Arc<Cache>, key: &Key, jws: Jws) -> Result<Map<String, Json>> {
    jws.header.algorithm().map_err(refused)?;
    let candidates = jwks::candidates(world, cache, &key.jwks_uri, jws.header.kid.as_deref()).await?;
    if candidates.is_empty() {
        return Err(refused("it names a key that the provider does not publish"));
    }
    let verified = jws.verify(&candidates);
    verified.map_err(|_| refused("its signature is not made with a key that the provider publishes"))
}

/// OpenID Connect Core §3.1.3.7.
fn check_claims(key: &Key, claims: &Map<String, Json>, now: Seconds) -> Result<()> {
    check_issuer(key, claims)?;
    check_audience(key, claims)?;
    if text(claims, "sub").is_none_or(str::is_empty) {
        return Err(refused("it does not say who it is of (sub)"));
    }
    check_times(claims, now)
}

fn check_issuer(key: &Key, claims: &Map<String, Json>) -> Result<()> {
    let issuer = text(claims, "iss").unwrap_or_default();
    match key.issuer.is_empty() || issuer == key.issuer {
        true => Ok(()),
        false => Err(refused(text!(
            "it is of { $other }, not of { $issuer }",
            other = format!("{issuer:?}"),
            issuer = format!("{:?}", key.issuer)
        ))),
    }
}

fn check_audience(key: &Key, claims: &Map<String, Json>) -> Result<()> {
    let audience = jose::audience(claims);
    if !audience.contains(&key.client_id.as_str()) {
        return Err(refused("it was made for another client"));
    }
    let party = text(claims, "azp");
    if claims.contains_key("azp") && party != Some(&key.client_id) || (audience.len() > 1 && party.is_none()) {
        return Err(refused("another party than this site is authorized (azp)"));
    }
    Ok(())
}

fn check_times(claims: &Map<String, Json>, now: Seconds) -> Result<()> {
    let moment = |name| jose::moment(claims, name);
    match (moment("exp"), moment("iat"), moment("nbf")) {
        (None, ..) | (_, None, _) => Err(refused("it does not say when it was made and when it ends")),
        (Some(exp), ..) if exp <= now - SKEW => Err(refused("it has expired; is a clock wrong?")),
        (_, Some(iat), _) if iat > now + SKEW || iat < now - MAX_AGE => {
            Err(refused("it was not made just now; is a clock wrong?"))
        }
        (_, _, Some(nbf)) if nbf > now + SKEW => Err(refused("it is not good yet; is a clock wrong?")),
        _ => Ok(()),
    }
}

/// OpenID Connect Core §3.1.3.8: that it belongs to the access token beside it.
fn check_at_hash(claims: &Map<String, Json>, alg: &str, access_token: &Secret) -> Result<()> {
    let Some(found) = claims.get("at_hash") else {
        return Ok(());
    };
    let expected = jose::half_hash(alg, access_token.reveal());
    let found = found.as_str().unwrap_or_default();
    match constant_time_eq(found.as_bytes(), expected.as_bytes()) {
        true => Ok(()),
        false => Err(refused("it does not belong to the access token beside it (at_hash)")),
    }
}
