//! Claims about a user (OpenID Connect Core §5.4): what the scopes of a token release. Which
//! scope releases which claim is said by its OAuth Scope; with Frappe's set `openid` stands for
//! full name, email, picture and roles.

use super::grants::{Live, Released};
use super::scopes::{self, Scope};
use crate::base::{Env, Result, Scopes, scope};
use crate::db::Read;
use crate::permissions::EVERYBODYS;
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
    "amr",
];

/// The claims that discovery names.
pub fn supported() -> Vec<&'static str> {
    ALWAYS.iter().copied().chain(scopes::claims::releasable()).collect()
}

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
    for (claim, value) in [
        ("middle_name", &user.middle_name),
        ("nickname", &user.nickname),
        ("website", &user.website),
        ("gender", &user.gender),
        ("birthdate", &user.birth_date),
        ("zoneinfo", &user.time_zone),
        ("locale", &user.language),
    ] {
        if let Some(value) = value {
            claims.insert(claim.into(), json!(value));
        }
    }
    claims.insert("updated_at".into(), json!(user.modified_at.seconds()));
    let roles: Vec<&String> = user
        .roles
        .iter()
        .filter(|role| !EVERYBODYS.contains(&role.as_str()))
        .collect();
    claims.insert("roles".into(), json!(roles));
    claims.insert("groups".into(), json!(roles));
    if let Some(number) = &user.mobile_no {
        claims.insert("phone_number".into(), json!(number));
        claims.insert("phone_number_verified".into(), json!(user.phone_verified));
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
    let Some((mut claims, scopes)) = in_full(db, env, live)? else {
        return Ok(None);
    };
    if let Some(user) = &live.user {
        claims.extend(asked_for(db, env, live, user, "userinfo")?);
    }
    claims.retain(|_, value| !is_empty(value));
    Ok(Some((claims, scopes)))
}

/// What the `claims` parameter asks for in a place (`userinfo`, `id_token`) beside what the scopes release, as far as the
/// client has scopes that do and the user was asked (OpenID Connect Core §5.5).
fn asked_for(db: &Read, env: &Env, live: &Live, user: &User, place: &str) -> Result<Map<String, Json>> {
    let grant = &live.grant;
    let Some(asked) = grant.claims.get(place).and_then(Json::as_object) else {
        return Ok(Map::new());
    };
    let scopes = scopes::describe_for(db, &grant.claim_scopes, live.client.frappe_openid)?;
    let released = released(env, user, &scopes).into_iter();
    Ok(released.filter(|(claim, _)| asked.contains_key(claim)).collect())
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
    let scopes = scopes::describe_for(db, &live.scopes, live.client.frappe_openid)?;
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
    let scopes = scopes::describe_for(db, scopes, live.client.frappe_openid)?;
    let asked = live.grant.claims.get("id_token");
    let is_asked = |claim: &String| asked.is_some_and(|asked| asked.get(claim).is_some());
    let mut released = released(env, user, &scopes);
    released.retain(|claim, _| live.client.id_token_profile || is_asked(claim));
    released.extend(asked_for(db, env, live, user, "id_token")?);
    released.retain(|_, value| !is_empty(value));
    Ok(released)
}

/// A value that the `claims` parameter wants a claim to have (OpenID Connect Core §5.5.1).
pub fn wanted<'a>(asked: &'a Map<String, Json>, part: &str, claim: &str) -> Option<Vec<&'a str>> {
    let claim = asked.get(part)?.get(claim)?;
    let values = claim.get("values").and_then(Json::as_array).into_iter().flatten();
    let wanted: Vec<&str> = values.chain(claim.get("value")).filter_map(Json::as_str).collect();
    (!wanted.is_empty()).then_some(wanted)
}
