//! Errors in Frappe's shape: JSON for programs, a page for browsers (Frappe contract, section 0: how errors look).

use super::{App, presented, refusal};
use crate::base::Error;
use crate::ui::{Site, error_page};
use crate::web::{Call, answer, problem};
use maud::html;
use poem::Response;
use serde_json::{Map, Value as Json, json};

/// The answer to a failed call of an API.
pub fn error(app: &App, call: &Call, error: &Error) -> Response {
    let status = problem::of(error).api_status;
    refusal::note(app, call, "API", error, status);
    let mut response = match wants_page(call) {
        true => page(call, error, status),
        false => answer::json(status, &body(error)),
    };
    // RFC 6750 §3: what is missing or wrong with the token.
    let challenge = match error {
        Error::Unauthenticated(_) if call.header("authorization").is_none() && !call.form().has("access_token") => {
            let metadata = app.env.url("/.well-known/oauth-protected-resource");
            Some(format!("Bearer resource_metadata=\"{metadata}\""))
        }
        Error::Unauthenticated(why) => Some(format!("Bearer error=\"invalid_token\", error_description=\"{why}\"")),
        Error::InsufficientScope { needs, .. } => {
            Some(format!("Bearer error=\"insufficient_scope\", scope=\"{needs}\""))
        }
        _ => None,
    };
    if let Some(challenge) = challenge.filter(|_| !presented::challenge(app, call, &mut response, &error.to_string())) {
        answer::set(&mut response, "www-authenticate", &challenge);
    }
    answer::set_retry_after(&mut response, problem::retry_after(error));
    response
}

/// The body of an error.
pub fn body(error: &Error) -> Json {
    let exc_type = problem::of(error).exception;
    let message = json!({ "message": error.to_string(), "title": "Message", "indicator": "red", "raise_exception": 1 });
    let messages = json!([message.to_string()]);
    let mut body = Map::new();
    // Frappe's own clients look at nothing else; where nothing is found Frappe has none either.
    if !matches!(error, Error::NotFound(_)) {
        let exception = format!("frappe.exceptions.{exc_type}: {error}");
        body.insert("exception".into(), json!(exception));
        body.insert("exc".into(), json!(json!([format!("{exception}\n")]).to_string()));
    }
    body.insert("exc_type".into(), json!(exc_type));
    body.insert("_server_messages".into(), json!(messages.to_string()));
    if let Error::ConnectAgain { url, .. } = error {
        body.insert("connect_url".into(), json!(url));
    }
    Json::Object(body)
}

/// Whether whoever asks is a browser that wants a page.
pub fn wants_page(call: &Call) -> bool {
    let accept = call.header("accept").unwrap_or_default();
    accept.starts_with("text") && !accept.contains("application/json")
}

fn page(call: &Call, error: &Error, status: u16) -> Response {
    let title = problem::of(error).title;
    let page = error_page(
        &Site::default(),
        title,
        &error.words(),
        &call.origin.reference,
        html! {},
    );
    answer::page(status, page)
}
