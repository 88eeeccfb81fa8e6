//! Noting that a request was refused, in the log and for diagnostics.

use super::App;
use crate::base::Error;
use crate::diagnostics::Refusal;
use crate::web::{Call, problem};

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

/// Notes an error of ours, with the status that it is answered with.
pub fn note(app: &App, call: &Call, kind: &'static str, error: &Error, status: u16) {
    log(call, error);
    app.refused(Refusal {
        kind,
        error: problem::of(error).code.into(),
        cause: problem::cause(error),
        status,
        ..of(app, call)
    });
}

/// Writes the cause to the log, under the reference of the request.
pub fn log(call: &Call, error: &Error) {
    let (reference, cause) = (&call.origin.reference, problem::cause(error));
    if problem::is_failure(error) {
        tracing::error!(reference, cause, "a request failed");
    } else {
        let cause: String = cause.chars().take(500).collect();
        tracing::info!(reference, cause, "a request was refused");
    }
}
