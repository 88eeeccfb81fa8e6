//! ID tokens (OpenID Connect Core §2): making them, and reading them back as hints.

use super::flow::Issued;
use super::keys;
use crate::base::{ClientId, Env, Result, SessionId, UserId};
use crate::db::Read;
use crate::jose::{self, Jws, Signer};
use serde_json::{Map, Value as Json, json};

/// The signed token for what was just issued, with these claims about the user. RSA takes a while: on a thread of its own.
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
        json!(jose::half_hash(signer.algorithm().name(), issued.access_token.reveal())),
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
    jose::sign(signer, "JWT", &payload).map(Some)
}

/// What a token of ours that came back as a hint says.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    pub sub: UserId,
    pub aud: ClientId,
    pub sid: Option<SessionId>,
}

/// Reads an `id_token_hint`: signed by a key of ours, issued by us; it may have expired (R82: which logout hints
/// count).
pub fn read_hint(db: &Read, env: &Env, token: &str) -> Result<Option<Hint>> {
    let Ok(jws) = Jws::split(token) else {
        return Ok(None);
    };
    let key = match &jws.header.kid {
        Some(kid) => keys::by_kid(db, kid)?,
        None => None,
    };
    let claims = key
        .and_then(|key| jws.verify([&key.public_jwk]).ok())
        .unwrap_or_default();
    let text = |name: &str| claims.get(name).and_then(Json::as_str).map(str::to_owned);
    match (text("sub"), text("aud")) {
        (Some(sub), Some(aud)) if text("iss").as_deref() == Some(&env.base_url) => Ok(Some(Hint {
            sub: sub.into(),
            aud: aud.into(),
            sid: text("sid").map(SessionId::from),
        })),
        _ => Ok(None),
    }
}
