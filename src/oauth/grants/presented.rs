//! Tokens as they are presented: by themselves, or within a JWT (RFC 9068).
//!
//! What makes a JWT a token of ours is its `jti`, of which a hash is stored as of any other token: so it can be revoked,
//! looked up and introspected. By itself the `jti` is no token.

use super::{Grant, Token, TokenKind, store};
use crate::base::secret::Hash;
use crate::base::{Env, Result};
use crate::db::Read;
use crate::jose::Jws;
use crate::oauth::keys;
use serde_json::Value as Json;

/// The `typ` of a JWT that is an access token (RFC 9068 §2.1).
pub const JWT_TYPE: &str = "at+jwt";

/// The `jti` of a token that we signed; nothing for any other.
fn id_of(db: &Read, env: &Env, presented: &str) -> Result<Option<String>> {
    let Ok(jws) = Jws::split(presented) else {
        return Ok(None);
    };
    let kid = jws
        .header
        .kid
        .clone()
        .filter(|_| jws.header.typ.as_deref() == Some(JWT_TYPE));
    let key = match kid {
        Some(kid) => keys::by_kid(db, &kid)?,
        None => None,
    };
    let claims = key
        .and_then(|key| jws.verify([&key.public_jwk]).ok())
        .unwrap_or_default();
    let text = |name: &str| claims.get(name).and_then(Json::as_str);
    Ok(text("jti")
        .filter(|_| text("iss") == Some(&env.base_url))
        .map(str::to_owned))
}

/// What is stored of a presented token, and whether it came within a JWT: one that went out so counts in no other way.
pub fn hash_of(db: &Read, env: &Env, presented: &str) -> Result<(Hash, bool)> {
    match presented.contains('.') {
        true => {
            let id = id_of(db, env, presented)?;
            Ok((Hash::dated(id.as_deref().unwrap_or_default()), true))
        }
        false => Ok((Hash::dated(presented), false)),
    }
}

/// The token of this kind that is presented, dead or alive, with its hash and its grant.
pub fn found(db: &Read, env: &Env, presented: &str, kind: TokenKind) -> Result<Option<(Hash, Token, Grant)>> {
    let (hash, is_jwt) = hash_of(db, env, presented)?;
    let found = store::token(db, &hash, kind)?.filter(|(token, _)| token.is_jwt == is_jwt);
    Ok(found.map(|(token, grant)| (hash, token, grant)))
}
