//! Discovery (OpenID Connect Discovery §3, RFC 8414): one document under both addresses, and
//! under Frappe's.

use super::{client_call, cors};
use crate::base::clock::MINUTE;
use crate::base::{Language, Seconds};
use crate::jose::{Algorithm, HS256};
use crate::oauth::clients::AuthMethod;
use crate::oauth::settings::Registration;
use crate::oauth::{claims, dpop, grant_types, scopes, settings};
use crate::server::App;
use crate::sessions::Strength;
use crate::web::Call;
use crate::web::answer::Ready;
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// GET `/.well-known/openid-configuration`, `/.well-known/oauth-authorization-server`, and
/// Frappe's `openid_configuration`.
#[handler]
pub fn discovery(app: Data<&Arc<App>>, call: Call) -> Response {
    let is_frappe = call.path.starts_with("/api/");
    let key = if is_frappe { "Frappe's addresses" } else { "" };
    let known = app.db.read(|db| {
        db.kept(key, || {
            let scopes = scopes::names(db)?;
            let requires_pushed = settings::requires_pushed(db)?;
            let policy = settings::registration(db)?;
            let mut document = document(&app, is_frappe, &scopes, requires_pushed);
            offer_registration(&app, is_frappe, &policy, &mut document);
            Ok(Document(Ready::json(&document)))
        })
    });
    let response = match known {
        Ok(document) => document.0.answer(&call, MAX_AGE),
        Err(error) => client_call::reject(&app, &call, &error.into()),
    };
    cors::allow_everybody(&call, response)
}

/// How long others may keep it.
const MAX_AGE: Seconds = MINUTE.times(5);

/// The document as it is kept.
struct Document(Ready);

/// What is told. To whoever asks at Frappe's address, Frappe's addresses are told.
fn document(app: &App, is_frappe: bool, scopes: &[String], requires_pushed: bool) -> Json {
    let endpoint = |standard: &str, frappe: &str| match is_frappe {
        true => app.env.url(&format!("/api/method/frappe.integrations.oauth2.{frappe}")),
        false => app.env.url(standard),
    };
    let every_method = AuthMethod::EVERY.map(AuthMethod::name);
    let confidential = AuthMethod::EVERY
        .into_iter()
        .filter(|method| *method != AuthMethod::None);
    let confidential: Vec<&str> = confidential.map(AuthMethod::name).collect();
    let signed = Algorithm::EVERY.map(Algorithm::name);
    let stated: Vec<&str> = signed.into_iter().chain([HS256]).collect();
    json!({
        "issuer": &*app.env.base_url,
        "authorization_endpoint": endpoint("/oauth2/authorize", "authorize"),
        "token_endpoint": endpoint("/oauth2/token", "get_token"),
        "userinfo_endpoint": endpoint("/oauth2/userinfo", "openid_profile"),
        "revocation_endpoint": endpoint("/oauth2/revoke", "revoke_token"),
        "introspection_endpoint": endpoint("/oauth2/introspect", "introspect_token"),
        "pushed_authorization_request_endpoint": app.env.url("/oauth2/par"),
        "require_pushed_authorization_requests": requires_pushed,
        "device_authorization_endpoint": app.env.url("/oauth2/device_authorization"),
        "jwks_uri": app.env.url("/oauth2/jwks"),
        "end_session_endpoint": app.env.url("/logout"),
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "form_post"],
        "grant_types_supported": grant_types::names(),
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": signed,
        "userinfo_signing_alg_values_supported": signed,
        "request_object_signing_alg_values_supported": signed,
        "dpop_signing_alg_values_supported": dpop::ALGORITHMS.map(Algorithm::name),
        "acr_values_supported": Strength::EVERY.map(Strength::acr),
        "scopes_supported": scopes,
        "claims_supported": claims::supported(),
        "claims_parameter_supported": true,
        "request_parameter_supported": true,
        "request_uri_parameter_supported": false,
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": every_method,
        "token_endpoint_auth_signing_alg_values_supported": stated,
        "revocation_endpoint_auth_methods_supported": every_method,
        "revocation_endpoint_auth_signing_alg_values_supported": stated,
        "introspection_endpoint_auth_methods_supported": confidential,
        "introspection_endpoint_auth_signing_alg_values_supported": stated,
        "authorization_response_iss_parameter_supported": true,
        "ui_locales_supported": Language::EVERY.map(Language::tag),
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
    })
}

/// What is there for apps that record themselves, where they may.
fn offer_registration(app: &App, is_frappe: bool, policy: &Registration, document: &mut Json) {
    if policy.is_on {
        let address = match is_frappe {
            true => "/api/method/frappe.integrations.oauth2.register_client",
            false => "/oauth2/register",
        };
        document["registration_endpoint"] = json!(app.env.url(address));
    }
    if policy.takes_documents {
        document["client_id_metadata_document_supported"] = json!(true);
    }
}
