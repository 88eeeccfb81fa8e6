//! Errors in Frappe's shape: JSON for programs, a page for browsers (contract, section 0).

use crate::app::App;
use crate::base::Error;
use crate::diagnostics::refusal;
use crate::login::views;
use crate::web::{Call, answer};
use maud::html;
use poem::Response;
use serde_json::{Map, Value as Json, json};

/// Frappe's exception for an error, and its status.
pub fn exception(error: &Error) -> (&'static str, u16) {
    match error {
        Error::Unauthenticated(_) => ("AuthenticationError", 401),
        Error::Forbidden(_) | Error::InsufficientScope { .. } => ("PermissionError", 403),
        Error::NotFound(_) => ("DoesNotExistError", 404),
        Error::Duplicate(_) => ("DuplicateEntryError", 409),
        Error::Invalid(_) => ("ValidationError", 417),
        Error::Stale(_) => ("TimestampMismatchError", 417),
        Error::Csrf => ("CSRFTokenError", 400),
        Error::ConnectAgain { .. } => ("ConnectAgainError", 409),
        Error::Upstream(_) => ("UpstreamError", 502),
        Error::TooMany(_) => ("TooManyRequestsError", 429),
        Error::Busy(_) | Error::Storage(_) => ("SessionStopped", 503),
        Error::Internal(_) => ("InternalError", 500),
    }
}

/// The answer to a failed call of an API.
pub fn error(app: &App, call: &Call, error: &Error) -> Response {
    let (_, status) = exception(error);
    log(call, error);
    app.refused(refusal::of_error(app, call, "API", error, status));
    let mut response = match wants_page(call) {
        true => page(call, error, status),
        false => answer::json(status, &body(error)),
    };
    // RFC 6750 §3: what is missing or wrong with the token.
    let challenge = match error {
        Error::Unauthenticated(_) if call.header("authorization").is_none() => Some("Bearer".to_owned()),
        Error::Unauthenticated(why) => Some(format!("Bearer error=\"invalid_token\", error_description=\"{why}\"")),
        Error::InsufficientScope { needs, .. } => {
            Some(format!("Bearer error=\"insufficient_scope\", scope=\"{needs}\""))
        }
        _ => None,
    };
    if let Some(challenge) = challenge {
        answer::set(&mut response, "www-authenticate", &challenge);
    }
    if let Error::TooMany(seconds) = error {
        answer::set(&mut response, "retry-after", &seconds.to_string());
    }
    response
}

/// Writes the cause of a failure to the log, under the reference of the request.
pub fn log(call: &Call, error: &Error) {
    let reference = &call.origin.reference;
    match error {
        Error::Storage(cause) | Error::Internal(cause) => tracing::error!(reference, %cause, "a request failed"),
        other => {
            let cause: String = other.to_string().chars().take(500).collect();
            tracing::info!(reference, cause, "a request was refused");
        }
    }
}

/// The body of an error.
pub fn body(error: &Error) -> Json {
    let (exc_type, _) = exception(error);
    let message = json!({ "message": error.to_string(), "title": "Message", "indicator": "red", "raise_exception": 1 });
    let messages = json!([message.to_string()]);
    let mut body = Map::new();
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
    let title = match status {
        401 => "Sign in first",
        403 => "Not permitted",
        404 => "Not found",
        _ => "This did not work",
    };
    let page = views::error("Frontdesk", title, &error.to_string(), &call.origin.reference, html! {});
    answer::page(status, page)
}
