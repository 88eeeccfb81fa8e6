//! What a refusal says of the request that was refused.

use super::Refusal;
use crate::app::App;
use crate::base::Error;
use crate::web::Call;

/// A refusal of this request; what is particular is set over it.
pub fn of(app: &App, call: &Call) -> Refusal {
    let (user, client_id) = call.known.get().cloned().unwrap_or_default();
    Refusal {
        kind: "API",
        user,
        client_id,
        method: call.method.to_string(),
        path: call.path.chars().take(300).collect(),
        origin: call.from(),
        at: app.env.now(),
        ..Refusal::default()
    }
}

/// The refusal that an error of ours stands for, with the status that it is answered with.
pub fn of_error(app: &App, call: &Call, kind: &'static str, error: &Error, status: u16) -> Refusal {
    let (code, cause) = match error {
        Error::Unauthenticated(text) => ("unauthenticated", text.clone()),
        Error::Forbidden(text) => ("forbidden", text.clone()),
        Error::InsufficientScope { text, .. } => ("insufficient_scope", text.clone()),
        Error::NotFound(text) => ("not_found", text.clone()),
        Error::Duplicate(text) => ("duplicate", text.clone()),
        Error::Stale(text) => ("stale", text.clone()),
        Error::Csrf => (
            "csrf",
            "The form's CSRF token was missing or of another session: an old page, or a request from another site."
                .into(),
        ),
        Error::ConnectAgain { text, .. } => ("connect_again", text.clone()),
        Error::Upstream(text) => ("upstream", text.clone()),
        Error::TooMany(_) => ("too_many", error.to_string()),
        Error::Busy(_) => ("busy", error.to_string()),
        Error::Invalid(_) => ("invalid", error.to_string()),
        Error::Storage(cause) | Error::Internal(cause) => ("internal", cause.clone()),
    };
    Refusal {
        kind,
        error: code.into(),
        cause,
        status,
        ..of(app, call)
    }
}
