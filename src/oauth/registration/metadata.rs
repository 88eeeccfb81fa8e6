//! What an app says of itself (RFC 7591 §2, OpenID Connect Registration §2), as the fields of a client, and back.

use crate::base::{Scopes, redirect_uri};
use crate::oauth::clients::{AuthMethod, Client};
use crate::oauth::error::{ErrorCode, OAuthError};
use crate::oauth::settings::Registration;
use serde_json::{Map, Value as Json, json};

fn refused<T>(why: impl Into<String>) -> std::result::Result<T, OAuthError> {
    Err(OAuthError::new(ErrorCode::InvalidClientMetadata, why))
}

/// The ways to get tokens that an app may register for: none by which it acts by itself.
const GRANT_TYPES: &[&str] = &["authorization_code", "refresh_token"];

/// The fields of the record. What is not understood is left out (RFC 7591 §2); what policy does not give is refused, or
/// less of it is given.
pub fn fields(
    described: &Map<String, Json>,
    policy: &Registration,
) -> std::result::Result<Map<String, Json>, OAuthError> {
    let text = |name: &str| {
        described
            .get(name)
            .and_then(Json::as_str)
            .filter(|text| !text.is_empty())
    };
    let list = |name: &str| match described.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Array(all)) if all.iter().all(Json::is_string) => {
            Ok(Some(all.iter().filter_map(Json::as_str).collect::<Vec<_>>()))
        }
        Some(_) => refused(format!("{name} is not a list of texts.")),
    };
    let Some(uris) = list("redirect_uris")?.filter(|uris| !uris.is_empty()) else {
        return Err(OAuthError::new(
            ErrorCode::InvalidRedirectUri,
            "redirect_uris is missing.",
        ));
    };
    if let Some(other) = list("grant_types")?
        .unwrap_or_default()
        .into_iter()
        .find(|own| !GRANT_TYPES.contains(own))
    {
        return refused(format!(
            "The grant type {other} is not for apps that record themselves: authorization_code and refresh_token are."
        ));
    }
    if list("response_types")?.is_some_and(|types| types != ["code"]) {
        return refused("The only response type is code.");
    }
    let method = match (text("token_endpoint_auth_method"), text("application_type")) {
        (None, Some("native")) => AuthMethod::None,
        (None, _) => AuthMethod::Either,
        (Some(name), _) => match AuthMethod::EVERY.into_iter().find(|method| method.name() == name) {
            Some(method) => method,
            None => return refused(format!("The method {name} does not exist here.")),
        },
    };
    let asked = text("scope")
        .map(Scopes::parse)
        .unwrap_or_else(|| policy.scopes.clone());
    let scopes = asked.within(&policy.scopes);
    if scopes.is_empty() {
        return refused(format!(
            "None of these scopes may be registered. These may: {}.",
            policy.scopes
        ));
    }
    let fallback = || redirect_uri::display_host(uris[0]).english();
    let mut fields = Map::new();
    let mut set = |name: &str, value: Json| drop(fields.insert(name.to_owned(), value));
    set(
        "app_name",
        json!(text("client_name").map_or_else(fallback, str::to_owned)),
    );
    set("redirect_uris", json!(uris));
    set("default_redirect_uri", json!(uris[0]));
    set("scopes", json!(scopes.iter().collect::<Vec<_>>()));
    set("token_endpoint_auth_method", json!(method.option()));
    set("allowed_roles", json!([crate::permissions::ALL]));
    set("contacts", json!(list("contacts")?.unwrap_or_default()));
    if let Some(ends) = list("post_logout_redirect_uris")? {
        set("post_logout_redirect_uris", json!(ends));
    }
    for name in [
        "client_uri",
        "logo_uri",
        "tos_uri",
        "policy_uri",
        "initiate_login_uri",
        "backchannel_logout_uri",
        "jwks_uri",
    ] {
        set(name, json!(text(name).unwrap_or_default()));
    }
    let keys = described.get("jwks").filter(|keys| keys.is_object());
    set("jwks", json!(keys.map(Json::to_string).unwrap_or_default()));
    for name in [
        "require_pushed_authorization_requests",
        "require_signed_request_object",
        "dpop_bound_access_tokens",
    ] {
        set(name, json!(described.get(name) == Some(&Json::Bool(true))));
    }
    let algorithm = text("id_token_signed_response_alg").unwrap_or("RS256");
    set("id_token_signing_alg", json!(algorithm));
    match text("userinfo_signed_response_alg") {
        None => set("signed_userinfo", json!(false)),
        Some(own) if own == algorithm => set("signed_userinfo", json!(true)),
        Some(_) => return refused("userinfo_signed_response_alg must be as id_token_signed_response_alg."),
    }
    Ok(fields)
}

/// Keeps what somebody here has set of an app: who may sign in through it, the most that it may ask for, and what is
/// required of it. It may ask for less, and require more of itself.
pub fn keep_limits(fields: &mut Map<String, Json>, client: &Client) {
    fields.remove("allowed_roles");
    let asked = fields.get("scopes").and_then(Json::as_array).into_iter().flatten();
    let asked = Scopes::of(asked.filter_map(Json::as_str)).within(&client.scopes);
    match asked.is_empty() {
        false => fields.insert("scopes".into(), json!(asked.iter().collect::<Vec<_>>())),
        true => fields.remove("scopes"),
    };
    for (name, is_required) in [
        ("require_pushed_authorization_requests", client.must_push()),
        ("require_signed_request_object", client.require_signed_request_object),
        ("dpop_bound_access_tokens", client.binds_tokens()),
    ] {
        if is_required {
            fields.insert(name.into(), json!(true));
        }
    }
}

/// What is registered, as it is told (RFC 7591 §3.2.1).
pub fn describe(client: &Client) -> Map<String, Json> {
    let mut told = Map::new();
    let mut say = |name: &str, value: Json| {
        let is_said = !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty()) && value != "";
        if is_said {
            told.insert(name.to_owned(), value);
        }
    };
    say("client_id", json!(client.id));
    say("client_name", json!(client.app_name));
    say("redirect_uris", json!(client.redirect_uris));
    say("post_logout_redirect_uris", json!(client.post_logout_redirect_uris));
    say("grant_types", json!(GRANT_TYPES));
    say("response_types", json!(["code"]));
    say("token_endpoint_auth_method", json!(client.auth_method.name()));
    say("scope", json!(client.scopes.to_string()));
    say("client_uri", json!(client.client_uri));
    say("logo_uri", json!(client.logo_uri));
    say("tos_uri", json!(client.tos_uri));
    say("policy_uri", json!(client.policy_uri));
    say("initiate_login_uri", json!(client.initiate_login_uri));
    say("backchannel_logout_uri", json!(client.hears_logouts_at()));
    if client.hears_logouts_at().is_some() {
        // Always: each ID token and each logout token names the session.
        say("backchannel_logout_session_required", json!(true));
    }
    say("contacts", json!(client.contacts));
    say("jwks_uri", json!(client.jwks_uri));
    let keys = client.jwks.as_ref().and_then(|keys| serde_json::from_str(keys).ok());
    say("jwks", keys.unwrap_or(Json::Null));
    say(
        "id_token_signed_response_alg",
        json!(client.id_token_signing_alg.name()),
    );
    if client.signed_userinfo {
        say(
            "userinfo_signed_response_alg",
            json!(client.id_token_signing_alg.name()),
        );
    }
    say("require_pushed_authorization_requests", json!(client.must_push()));
    say(
        "require_signed_request_object",
        json!(client.require_signed_request_object),
    );
    say("dpop_bound_access_tokens", json!(client.binds_tokens()));
    told
}
