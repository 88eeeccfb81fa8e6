//! What an [`Error`] becomes: the one table for the desk, REST, OAuth and diagnostics.

use super::ErrorCode;
use crate::base::{Error, Seconds, Text};

/// How an error is told, by whom it is told to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Problem {
    /// The code in diagnostics.
    pub code: &'static str,
    /// The heading of its page.
    pub title: &'static str,
    /// The status of its page.
    pub page_status: u16,
    /// Frappe's exception, for programs that call REST.
    pub exception: &'static str,
    /// The status at REST, as a Frappe site answers it.
    pub api_status: u16,
    /// The code at the provider's endpoints (RFC 6749 §4.1.2.1, §5.2).
    pub oauth: ErrorCode,
}

const fn row(
    code: &'static str,
    (title, page_status): (&'static str, u16),
    (exception, api_status): (&'static str, u16),
    oauth: ErrorCode,
) -> Problem {
    Problem {
        code,
        title,
        page_status,
        exception,
        api_status,
        oauth,
    }
}

/// What an error becomes.
pub fn of(error: &Error) -> Problem {
    let refused = ErrorCode::InvalidRequest;
    let later = ErrorCode::TemporarilyUnavailable;
    let (denied, failed) = ("Not permitted", "This did not work");
    match error {
        Error::Unauthenticated(_) => row(
            "unauthenticated",
            ("Sign in first", 401),
            ("AuthenticationError", 401),
            refused,
        ),
        Error::Forbidden(_) => row("forbidden", (denied, 403), ("PermissionError", 403), refused),
        Error::InsufficientScope { .. } => row("insufficient_scope", (denied, 403), ("PermissionError", 403), refused),
        Error::NotFound(_) => row("not_found", ("Not found", 404), ("DoesNotExistError", 404), refused),
        Error::Duplicate(_) => row("duplicate", (failed, 409), ("DuplicateEntryError", 409), refused),
        Error::Invalid(_) => row("invalid", (failed, 400), ("ValidationError", 417), refused),
        Error::Stale(_) => row("stale", (failed, 409), ("TimestampMismatchError", 417), refused),
        Error::Csrf => row(
            "csrf",
            ("This form is out of date", 403),
            ("CSRFTokenError", 400),
            refused,
        ),
        Error::ProveAgain => row(
            "prove_again",
            ("Confirm that it is you", 403),
            ("PermissionError", 403),
            refused,
        ),
        Error::ConnectAgain { .. } => row(
            "connect_again",
            ("Connect again", 409),
            ("ConnectAgainError", 409),
            refused,
        ),
        Error::Upstream(_) => row(
            "upstream",
            ("Another service did not answer as it should", 502),
            ("UpstreamError", 502),
            refused,
        ),
        Error::TooMany(_) => row(
            "too_many",
            ("Too many attempts", 429),
            ("TooManyRequestsError", 429),
            ErrorCode::TooManyRequests,
        ),
        Error::Busy(_) => row("busy", ("One moment please", 503), ("SessionStopped", 503), later),
        Error::Storage(_) => row("internal", ("One moment please", 503), ("SessionStopped", 503), later),
        Error::Internal(_) => row(
            "internal",
            ("Something went wrong", 500),
            ("InternalError", 500),
            ErrorCode::ServerError,
        ),
    }
}

/// What a person is told.
pub fn words(error: &Error) -> Text {
    match error {
        Error::Csrf => "This form was not sent from a page of this site, or the page was too old. Go back, load it again and repeat what you did. Nothing was changed.".into(),
        other => other.words(),
    }
}

/// What the administrator is told, in the log and in diagnostics: it may say more.
pub fn cause(error: &Error) -> String {
    match error {
        Error::Csrf => {
            "The form's CSRF token was missing or of another session: an old page, or a request from another site."
                .to_owned()
        }
        Error::Storage(cause) | Error::Internal(cause) => cause.clone(),
        other => other.to_string(),
    }
}

/// When something that is too much at once, or a storage that does not answer, may be tried again.
pub const SOON: Seconds = Seconds(2);

/// The seconds of the `Retry-After` header (RFC 9110 §10.2.3), where there is one.
pub fn retry_after(error: &Error) -> Option<Seconds> {
    match error {
        Error::TooMany(seconds) => Some(*seconds),
        Error::Busy(_) | Error::Storage(_) => Some(SOON),
        _ => None,
    }
}

/// Whether it is a failure of ours rather than a refusal.
pub fn is_failure(error: &Error) -> bool {
    matches!(error, Error::Storage(_) | Error::Internal(_))
}
