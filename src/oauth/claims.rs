//! Claims about a user: which scopes release which (OpenID Connect Core §5.4, and Frappe's set:
//! `openid` stands for full name, email, picture and roles).

use super::grants::Live;
use crate::base::{Env, Scopes, scope};
use crate::users::User;
use serde_json::{Map, Value as Json, json};

/// The claims that discovery names.
pub const SUPPORTED: &[&str] = &[
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
    "name",
    "given_name",
    "family_name",
    "email",
    "picture",
    "roles",
];

/// The scopes that are built in, with what consent says of them.
pub const SCOPES: &[(&str, &str)] = &[
    ("openid", "Your full name, email address, picture and roles"),
    ("all", "Act for you: everything that you may do here"),
    ("profile", "Your name and picture"),
    ("email", "Your email address"),
    ("address", "Your postal address"),
    ("phone", "Your phone number"),
    ("roles", "Your roles"),
    ("offline_access", "Stay connected when you are signed out"),
];

/// What consent says of a scope.
pub fn words(scope: &str) -> String {
    match SCOPES.iter().find(|(name, _)| *name == scope) {
        Some((_, words)) => (*words).to_owned(),
        None => format!("{scope} (a permission that only the app knows)"),
    }
}

/// What a user's profile holds, in Frappe's order.
pub fn profile(env: &Env, user: &User) -> Map<String, Json> {
    let picture = user.user_image.as_ref().map(|image| match image.starts_with('/') {
        true => env.url(image),
        false => image.clone(),
    });
    let mut claims = Map::new();
    claims.insert("name".into(), json!(user.full_name));
    claims.insert("given_name".into(), json!(user.first_name));
    claims.insert("family_name".into(), json!(user.last_name));
    claims.insert("email".into(), json!(user.email));
    claims.insert("picture".into(), json!(picture));
    claims.insert("roles".into(), json!(user.roles));
    claims
}

/// The answer of userinfo, and what introspection adds: nothing without `openid` (C76).
pub fn userinfo(env: &Env, live: &Live) -> Option<Map<String, Json>> {
    let user = live.user.as_ref().filter(|_| live.scopes.contains(scope::OPENID))?;
    let mut claims = Map::new();
    claims.insert("sub".into(), json!(user.id));
    claims.extend(profile(env, user));
    claims.insert("iss".into(), json!(&*env.base_url));
    Some(claims)
}

/// The profile claims of an ID token: all of them where the client is set so, else those that
/// the `claims` parameter asks for.
pub fn in_id_token(env: &Env, live: &Live, user: &User, scopes: &Scopes) -> Map<String, Json> {
    if !scopes.contains(scope::OPENID) {
        return Map::new();
    }
    let profile = profile(env, user);
    if live.client.id_token_profile {
        return profile;
    }
    let asked = |name: &str| {
        live.grant
            .claims
            .get("id_token")
            .and_then(|part| part.get(name))
            .is_some()
    };
    profile
        .into_iter()
        .filter(|(name, value)| asked(name) && !value.is_null())
        .collect()
}
