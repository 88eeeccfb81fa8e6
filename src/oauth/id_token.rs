//! ID tokens (OpenID Connect Core §2): making them, and reading them back as hints.

use super::flow::Issued;
use super::keys::{self, Algorithm, Signer};
use crate::base::{Env, Result, secret};
use crate::db::Read;
use ring::digest;
use serde_json::{Map, Value as Json, json};

/// The signed token for what was just issued, with these claims about the user. Runs on a blocking thread: RSA takes a while.
pub fn sign(env: &Env, signer: &Signer, issued: &Issued, profile: Map<String, Json>) -> Result<Option<String>> {
    let live = &issued.live;
    let Some(user) = &live.user else {
        return Ok(None);
    };
    let now = env.now();
    let mut payload = Map::new();
    payload.insert("iss".into(), json!(&*env.base_url));
    payload.insert("sub".into(), json!(user.id));
    payload.insert("aud".into(), json!(live.client.id));
    payload.insert("iat".into(), json!(now));
    payload.insert("exp".into(), json!(now + live.client.access_token_lifetime));
    if let Some(auth_at) = live.grant.auth_at {
        payload.insert("auth_time".into(), json!(auth_at));
    }
    if let Some(nonce) = &issued.nonce {
        payload.insert("nonce".into(), json!(nonce));
    }
    payload.insert(
        "at_hash".into(),
        json!(half_hash(signer.algorithm, issued.access_token.reveal())),
    );
    if let Some(session) = &live.grant.session_id {
        payload.insert("sid".into(), json!(session));
    }
    let asked = live.grant.claims.get("id_token");
    if asked.is_some_and(|asked| asked.get("acr").is_some()) {
        // One factor, a password: there is nothing above it here yet.
        payload.insert("acr".into(), json!("1"));
    }
    payload.extend(profile);
    let header = json!({ "typ": "JWT", "alg": signer.algorithm.name(), "kid": signer.kid });
    let encode = |part: &Json| secret::base64url(part.to_string().as_bytes());
    let message = format!("{}.{}", encode(&header), encode(&Json::Object(payload)));
    let signature = signer.sign(message.as_bytes())?;
    Ok(Some(format!("{message}.{}", secret::base64url(&signature))))
}

/// `at_hash` (OpenID Connect Core §3.1.3.6): the left half of the hash that the algorithm uses.
fn half_hash(algorithm: Algorithm, token: &str) -> String {
    let hash = match algorithm {
        Algorithm::RS256 | Algorithm::ES256 => &digest::SHA256,
        Algorithm::EdDSA => &digest::SHA512,
    };
    let digest = digest::digest(hash, token.as_bytes());
    secret::base64url(&digest.as_ref()[..digest.as_ref().len() / 2])
}

/// What a token of ours that came back as a hint says.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    pub sub: String,
    pub aud: String,
    pub sid: Option<String>,
}

/// Reads an `id_token_hint`: signed by a key of ours, issued by us; it may have expired (R82).
pub fn read_hint(db: &Read, env: &Env, token: &str) -> Result<Option<Hint>> {
    let mut parts = token.split('.');
    let (Some(header), Some(payload), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Ok(None);
    };
    let decode = |part: &str| secret::from_base64url(part);
    let json = |part: &str| decode(part).and_then(|bytes| serde_json::from_slice::<Json>(&bytes).ok());
    let (Some(header_json), Some(claims), Some(signature_bytes)) = (json(header), json(payload), decode(signature))
    else {
        return Ok(None);
    };
    let text = |from: &Json, name: &str| from.get(name).and_then(Json::as_str).map(str::to_owned);
    let Some(kid) = text(&header_json, "kid") else {
        return Ok(None);
    };
    let Some(key) = keys::store::by_kid(db, &kid)? else {
        return Ok(None);
    };
    // The algorithm is the key's, whatever the header says (A32).
    let message = format!("{header}.{payload}");
    let is_ours = text(&header_json, "alg").as_deref() == Some(key.algorithm.name())
        && key
            .algorithm
            .verify(&key.public_jwk, message.as_bytes(), &signature_bytes)
        && text(&claims, "iss").as_deref() == Some(&env.base_url);
    match (text(&claims, "sub"), text(&claims, "aud")) {
        (Some(sub), Some(aud)) if is_ours => Ok(Some(Hint {
            sub,
            aud,
            sid: text(&claims, "sid"),
        })),
        _ => Ok(None),
    }
}
