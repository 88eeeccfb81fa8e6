//! What the endpoints that clients call (token, revocation, introspection) have in common: a form
//! in, JSON out, the client known, nothing kept.

use super::{client_auth, cors};
use crate::base::Text;
use crate::diagnostics::Refusal;
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult};
use crate::server::App;
use crate::server::refusal;
use crate::web::{Call, Params, answer};
use poem::Response;
use serde_json::json;
use std::sync::Arc;

/// The longest value of one parameter, in bytes.
const MAX_LENGTH: usize = 8192;
/// The same of a signed request, which holds all of them.
const MAX_OBJECT: usize = 20_000;

/// The answer to a client's request.
pub fn respond(app: &App, call: &Call, outcome: OAuthResult<impl AsRef<str>>) -> Response {
    respond_with(app, call, 200, outcome)
}

/// The same, with another status where it goes well.
pub fn respond_with(app: &App, call: &Call, status: u16, outcome: OAuthResult<impl AsRef<str>>) -> Response {
    let response = match outcome {
        Ok(body) => no_store(answer::json_text(status, body.as_ref())),
        Err(rejection) => reject(app, call, &rejection.into()),
    };
    cors::allow(app, call, || client_auth::claimed(call), response)
}

/// What is not there, as programs read it.
pub fn not_found(why: &Text) -> Response {
    let body = json!({ "error": "not_found", "error_description": why.english() });
    answer::json(404, &body)
}

/// The form and the client that sent it, once it has proved who it is.
pub async fn identify(app: &App, call: &Call) -> OAuthResult<(Params, Arc<Client>)> {
    let form = form_of(call)?;
    let client = client_auth::identify(app, call, &form).await?;
    Ok((form, client))
}

/// An error as JSON (RFC 6749 §5.2); 401 answers a Basic attempt with its challenge.
pub fn reject(app: &App, call: &Call, error: &OAuthError) -> Response {
    tracing::info!(
        reference = call.origin.reference,
        error = error.code.name(),
        cause = error.description,
        "a client's request was refused"
    );
    let is_scope = error.code == ErrorCode::InvalidScope;
    // A device that asks again is not refused.
    let is_wait = matches!(error.code, ErrorCode::AuthorizationPending | ErrorCode::SlowDown);
    let noted = || Refusal {
        kind: "Token",
        error: error.code.name().into(),
        cause: error.description.clone(),
        status: error.code.status(),
        scopes: call.form().get("scope").filter(|_| is_scope).map(str::to_owned),
        client_id: client_auth::claimed(call),
        ..refusal::of(app, call)
    };
    if !is_wait {
        app.refused(noted());
    }
    let body = json!({ "error": error.code.name(), "error_description": error.description });
    let mut response = answer::json(error.code.status(), &body);
    // Not to whoever proves itself otherwise: some libraries look at a challenge and then at nothing else.
    if error.code == ErrorCode::InvalidClient && !call.form().has("client_assertion") {
        answer::set(
            &mut response,
            "www-authenticate",
            "Basic realm=\"oauth\", charset=\"UTF-8\"",
        );
    }
    if let Some(seconds) = error.retry_after {
        answer::set(&mut response, "retry-after", &seconds.to_string());
    }
    no_store(response)
}

/// Neither browsers nor proxies keep it (RFC 6749 §5.1).
pub fn no_store(mut response: Response) -> Response {
    answer::set(&mut response, "cache-control", "no-store");
    answer::set(&mut response, "pragma", "no-cache");
    response
}

/// The form of a client's request: parameters in the body only (RFC 6749 §3.2).
pub fn form_of(call: &Call) -> std::result::Result<Params, OAuthError> {
    if !call.query.0.is_empty() {
        return Err(OAuthError::invalid_request("URL query parameters are not allowed"));
    }
    if call.has_body() && call.media_type() != "application/x-www-form-urlencoded" {
        return Err(OAuthError::invalid_request(
            "Send the parameters as application/x-www-form-urlencoded.",
        ));
    }
    let form = call.form();
    let limit = |name: &str| if name == "request" { MAX_OBJECT } else { MAX_LENGTH };
    match form.0.iter().find(|(name, value)| value.len() > limit(name)) {
        Some((name, _)) => {
            let limit = limit(name);
            let name: String = name.chars().take(40).collect();
            Err(OAuthError::invalid_request(format!(
                "{name} is longer than {limit} bytes."
            )))
        }
        None => Ok(form),
    }
}
