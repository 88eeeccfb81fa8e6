//! Access tokens as JWTs (RFC 9068), for resources that verify them by themselves.

use super::issued::Issued;
use crate::base::Env;
use serde_json::{Map, Value as Json, json};

/// What the token says (§2.2).
pub fn claims(env: &Env, issued: &Issued) -> Map<String, Json> {
    let live = &issued.live;
    let now = env.now();
    let mut claims = Map::new();
    claims.insert("iss".into(), json!(&*env.base_url));
    claims.insert("sub".into(), json!(live.sub()));
    claims.insert("aud".into(), json!(live.resource));
    claims.insert("client_id".into(), json!(live.holder()));
    claims.insert("scope".into(), json!(issued.scopes.to_string()));
    claims.insert("iat".into(), json!(now));
    claims.insert("exp".into(), json!(now + issued.lifetime));
    claims.insert("jti".into(), json!(issued.access_token.reveal()));
    if let Some(act) = live.act() {
        claims.insert("act".into(), act);
    }
    if let Some(auth_at) = live.grant.auth_at {
        claims.insert("auth_time".into(), json!(auth_at));
    }
    if let Some(key) = &live.key {
        claims.insert("cnf".into(), json!({ "jkt": key }));
    }
    claims
}
