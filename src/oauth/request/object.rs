//! Request objects (RFC 9101, OpenID Connect Core §6): an authorization request as a statement that the client signed.

use super::unchecked::MAX_REQUEST_LENGTH;
use crate::base::{Env, Seconds};
use crate::jose::{self, Algorithm, Jwk, Jws};
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError};
use crate::web::Params;
use serde_json::{Map, Value as Json};

/// How far the client's clock may be off.
const SKEW: Seconds = Seconds(60);
/// Claims of the statement itself, which are no parameters of the request.
const OF_THE_STATEMENT: &[&str] = &["iss", "aud", "exp", "iat", "nbf", "jti", "sub"];

fn refused<T>(why: impl Into<String>) -> std::result::Result<T, OAuthError> {
    Err(OAuthError::new(ErrorCode::InvalidRequestObject, why))
}

/// Takes a request object apart, believed by nobody yet: to find the keys.
pub fn split(object: &str) -> std::result::Result<Jws, OAuthError> {
    Jws::split(object).or_else(|why| refused(format!("The request object is not accepted: {why}.")))
}

/// The parameters of a request object, once its signature is found the client's. Nothing else of the request counts
/// beside them (RFC 9101 §6.3).
pub fn open(env: &Env, client: &Client, object: Jws, keys: &[Jwk]) -> std::result::Result<Params, OAuthError> {
    if client.fapi2 && object.header.alg == Algorithm::RS256.name() {
        return refused("The request object is signed by RS256; FAPI 2.0 allows PS256, ES256 and EdDSA.");
    }
    let claims = object.verify(keys);
    let claims = claims.or_else(|why| refused(format!("The request object is not accepted: {why}.")))?;
    check(env, client, &claims)?;
    let parameters = claims
        .iter()
        .filter(|(name, _)| !OF_THE_STATEMENT.contains(&name.as_str()));
    let mut params = Params::default();
    for (name, value) in parameters {
        match value {
            Json::String(text) => params.0.push((name.clone(), text.clone())),
            Json::Null => {}
            // A resource may be several (RFC 8707 §2.1).
            Json::Array(all) if name == "resource" => {
                let texts = all.iter().filter_map(Json::as_str);
                params.0.extend(texts.map(|text| (name.clone(), text.to_owned())));
            }
            other => params.0.push((name.clone(), other.to_string())),
        }
    }
    Ok(params)
}

fn check(env: &Env, client: &Client, claims: &Map<String, Json>) -> std::result::Result<(), OAuthError> {
    let now = env.now();
    let text = |name: &str| claims.get(name).and_then(Json::as_str);
    if text("client_id") != Some(client.id.as_str()) {
        return refused("client_id in the request object is missing, or another client's.");
    }
    if claims.contains_key("iss") && text("iss") != Some(client.id.as_str()) {
        return refused("iss of the request object is not the client_id.");
    }
    if claims.contains_key("aud") && !jose::audience(claims).contains(&&*env.base_url) {
        return refused(format!("aud of the request object is not {}.", env.base_url));
    }
    if ["request", "request_uri"].iter().any(|name| claims.contains_key(*name)) {
        return refused("A request object must not contain another one.");
    }
    match (jose::moment(claims, "exp"), jose::moment(claims, "nbf")) {
        (Some(exp), _) if exp <= now - SKEW => refused("The request object has expired."),
        (_, Some(nbf)) if nbf > now + SKEW => refused("The request object is not good yet (nbf); is a clock wrong?"),
        _ if Json::Object(claims.clone()).to_string().len() > MAX_REQUEST_LENGTH => {
            refused("The request object is too long.")
        }
        _ => Ok(()),
    }
}
