//! ID tokens (OpenID Connect Core §2): making them, and reading them back as hints.

use super::acr;
use super::clients::{self, Client};
use super::flow::Issued;
use super::keys::{self, Keys};
use crate::base::secret::Secret;
use crate::base::{ClientId, Env, Error, Result, SessionId, UserId};
use crate::db::{Db, Read};
use crate::jose::{self, HS256, Jws, Signer};
use crate::sessions::Strength;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// What signs for a client.
#[derive(Clone)]
pub enum Key {
    /// A key of ours.
    Pair(Arc<Signer>),
    /// The client's own secret, by HS256: whoever has it could make such tokens, too.
    Secret(Secret),
}

impl Key {
    /// The key for the tokens of this client.
    pub async fn of(keys: &Keys, db: &Db, env: &Env, client: &Client) -> Result<Self> {
        if !client.id_token_hs256 {
            let signer = keys.signer(db, env, client.id_token_signing_alg).await?;
            return Ok(Key::Pair(signer));
        }
        let secrets = db.read(|db| clients::usable_secrets(db, env, &client.id))?;
        let secret = secrets.into_iter().next();
        let missing = "This client's tokens are signed with its secret, which is not kept. Rotate its secret.";
        secret.map(Key::Secret).ok_or_else(|| Error::Internal(missing.into()))
    }

    fn algorithm(&self) -> &'static str {
        match self {
            Key::Pair(signer) => signer.algorithm().name(),
            Key::Secret(_) => HS256,
        }
    }

    /// Signs claims. RSA takes a while: on a thread of its own. Others wait less for another signature than for a thread.
    pub async fn sign(self, claims: Map<String, Json>) -> Result<String> {
        self.sign_as("JWT", claims).await
    }

    /// The same, as a token of this type (RFC 7515 §4.1.9).
    pub async fn sign_as(self, typ: &'static str, claims: Map<String, Json>) -> Result<String> {
        match self {
            Key::Secret(secret) => jose::sign_with_secret(secret.reveal().as_bytes(), typ, &claims),
            Key::Pair(signer) if !signer.algorithm().is_rsa() => jose::sign(&signer, typ, &claims),
            Key::Pair(signer) => {
                let task = tokio::task::spawn_blocking(move || jose::sign(&signer, typ, &claims));
                task.await
                    .map_err(|error| Error::Internal(format!("signing panicked: {error}")))?
            }
        }
    }
}

/// What an ID token says of what was just issued, beside these claims about the user.
pub fn claims(env: &Env, key: &Key, issued: &Issued, profile: Map<String, Json>) -> Option<Map<String, Json>> {
    let live = &issued.live;
    let user = live.user.as_ref()?;
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
        json!(jose::half_hash(key.algorithm(), issued.access_token.reveal())),
    );
    if let Some(sid) = &live.grant.sid {
        payload.insert("sid".into(), json!(sid));
    }
    let asked = live.grant.claims.get("id_token");
    if asked.is_some_and(|asked| asked.get("acr").is_some()) {
        payload.insert(
            "acr".into(),
            json!(acr::claim(&live.grant.claims, Strength::of(&live.grant.amr))),
        );
    }
    if asked.is_some_and(|asked| asked.get("amr").is_some()) && !live.grant.amr.is_empty() {
        payload.insert("amr".into(), json!(live.grant.amr.iter().collect::<Vec<_>>()));
    }
    payload.extend(profile);
    Some(payload)
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
    // Another kind of token is none, whoever signed it (RFC 8725 §3.11).
    if jws.header.typ.as_deref().is_some_and(|typ| typ != "JWT") || !jws.unverified().contains_key("exp") {
        return Ok(None);
    }
    let claims = match jws.header.alg.as_str() {
        HS256 => by_secret(db, env, jws)?,
        _ => {
            let key = match &jws.header.kid {
                Some(kid) => keys::by_kid(db, kid)?,
                None => None,
            };
            key.and_then(|key| jws.verify([&key.public_jwk]).ok())
        }
    };
    let claims = claims.unwrap_or_default();
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

/// What a token says that is signed with the secret of the client that it is for, where that is set so.
fn by_secret(db: &Read, env: &Env, jws: Jws) -> Result<Option<Map<String, Json>>> {
    let client = match jws.unverified().get("aud").and_then(Json::as_str) {
        Some(id) => clients::get(db, &id.into())?,
        None => None,
    };
    let Some(client) = client.filter(|client| client.id_token_hs256) else {
        return Ok(None);
    };
    let secrets = clients::usable_secrets(db, env, &client.id)?;
    let verify = |secret: &Secret| jws.clone().verify_with_secret(secret.reveal().as_bytes()).ok();
    Ok(secrets.iter().find_map(verify))
}
