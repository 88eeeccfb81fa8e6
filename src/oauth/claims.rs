//! Claims about a user (OpenID Connect Core §5.4): what the scopes of a token release. Which
//! scope releases which claim is said by its OAuth Scope; with Frappe's set `openid` stands for
//! full name, email, picture and roles.

use super::grants::{Live, Released};
use super::scopes::{self, Scope};
use crate::base::{Env, Result, Scopes, scope};
use crate::db::Read;
use crate::permissions::{ALL, GUEST};
use crate::users::User;
use serde_json::{Map, Value as Json, json};

/// Claims that are in a token whatever its scopes are.
const ALWAYS: &[&str] = &[
    "sub",
    "iss",
    "aud",
    "exp",
    "iat",
    "auth_time",
    "nonce",
    "at_hash",
    "sid",
    "acr",
];

/// The claims that discovery names.
pub fn supported() -> Vec<&'static str> {
    ALWAYS.iter().copied().chain(scopes::claims::releasable()).collect()
}

/// Roles that everybody has.
const EVERYBODYS: &[&str] = &[GUEST, ALL];

/// What there is to say about a user, in Frappe's order.
fn profile(env: &Env, user: &User) -> Map<String, Json> {
    let picture = user.user_image.as_ref().map(|image| match image.starts_with('/') {
        true => env.url(image),
        false => image.clone(),
    });
    let mut claims = Map::new();
    claims.insert("name".into(), json!(user.full_name));
    claims.insert("given_name".into(), json!(user.first_name));
    claims.insert("family_name".into(), json!(user.last_name));
    claims.insert("preferred_username".into(), json!(user.username));
    claims.insert("email".into(), json!(user.email));
    claims.insert("email_verified".into(), json!(user.email_verified));
    claims.insert("picture".into(), json!(picture));
    // Guest and All are everybody's: they tell an app nothing, and a group of that name may mean much there.
    let roles: Vec<&String> = user
        .roles
        .iter()
        .filter(|role| !EVERYBODYS.contains(&role.as_str()))
        .collect();
    claims.insert("roles".into(), json!(roles));
    claims.insert("groups".into(), json!(roles));
    if let Some(number) = &user.mobile_no {
        claims.insert("phone_number".into(), json!(number));
    }
    if let Some(location) = &user.location {
        claims.insert("address".into(), json!({ "formatted": location }));
    }
    claims
}

/// What these scopes release about a user.
fn released(env: &Env, user: &User, scopes: &[Scope]) -> Map<String, Json> {
    let is_released = |claim: &String| scopes.iter().any(|scope| scope.claims.contains(claim));
    profile(env, user)
        .into_iter()
        .filter(|(claim, _)| is_released(claim))
        .collect()
}

/// The answer of userinfo: nothing without `openid` (C76: claims of granted scopes only). Beside it the scopes that
/// released something. A claim of which there is nothing to say is left out (OpenID Connect Core §5.3.2).
pub fn userinfo(db: &Read, env: &Env, live: &Live) -> Result<Option<Released>> {
    let told = in_full(db, env, live)?;
    Ok(told.map(|(mut claims, scopes)| {
        claims.retain(|_, value| !is_empty(value));
        (claims, scopes)
    }))
}

/// Whether a claim says nothing.
fn is_empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.is_empty(),
        Json::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// The same in Frappe's shape (`openid_profile`, and what introspection adds): nulls stand for what is not there.
pub fn in_full(db: &Read, env: &Env, live: &Live) -> Result<Option<Released>> {
    let Some(user) = live.user.as_ref().filter(|_| live.scopes.contains(scope::OPENID)) else {
        return Ok(None);
    };
    let scopes = scopes::describe(db, &live.scopes)?;
    let mut claims = Map::new();
    claims.insert("sub".into(), json!(user.id));
    claims.extend(released(env, user, &scopes));
    claims.insert("iss".into(), json!(&*env.base_url));
    let exercised = scopes
        .into_iter()
        .filter(|scope| scope.name == scope::OPENID || !scope.claims.is_empty());
    Ok(Some((claims, exercised.map(|scope| scope.name).collect())))
}

/// The profile claims of an ID token: all that the scopes release where the client is set so,
/// else those of them that the `claims` parameter asks for.
pub fn in_id_token(db: &Read, env: &Env, live: &Live, user: &User, scopes: &Scopes) -> Result<Map<String, Json>> {
    if !scopes.contains(scope::OPENID) {
        return Ok(Map::new());
    }
    let mut released = released(env, user, &scopes::describe(db, scopes)?);
    released.retain(|_, value| !is_empty(value));
    if live.client.id_token_profile {
        return Ok(released);
    }
    let asked = |name: &str| {
        live.grant
            .claims
            .get("id_token")
            .and_then(|part| part.get(name))
            .is_some()
    };
    Ok(released.into_iter().filter(|(name, _)| asked(name)).collect())
}
