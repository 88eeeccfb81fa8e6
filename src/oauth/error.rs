//! The errors of the protocol (RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1; OpenID Connect Core §3.1.2.6).

pub use crate::web::ErrorCode;

use crate::base::{Error, Seconds};
use crate::db::Rollback;
use crate::web::{Params, problem};

/// A code with its reason in words.
#[derive(Clone, Debug, PartialEq)]
pub struct OAuthError {
    pub code: ErrorCode,
    /// For the developer of the app; only the characters of RFC 6749 §5.2.
    pub description: String,
    /// Seconds to wait, for the `Retry-After` header.
    pub retry_after: Option<Seconds>,
}

impl OAuthError {
    /// A refusal.
    pub fn new(code: ErrorCode, description: impl Into<String>) -> Self {
        OAuthError {
            code,
            description: printable(&description.into()),
            retry_after: None,
        }
    }

    /// `invalid_request`
    pub fn invalid_request(description: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    /// `invalid_client`
    pub fn invalid_client(description: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidClient, description)
    }

    /// `invalid_grant`
    pub fn invalid_grant(description: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidGrant, description)
    }
}

/// Refuses a request in which one of these stands more than once (RFC 6749 §3.1, §3.2).
pub fn only_once(params: &Params, names: &[&'static str]) -> std::result::Result<(), OAuthError> {
    match params.duplicate(names) {
        Some(name) => Err(OAuthError::invalid_request(format!("Duplicate {name} parameter."))),
        None => Ok(()),
    }
}

/// Only %x20-21 / %x23-5B / %x5D-7E may stand in a description: the rest becomes `'` or `?`.
fn printable(text: &str) -> String {
    let replace = |c: char| match c {
        '"' | '\\' => '\'',
        '\x20'..='\x7e' => c,
        _ => '?',
    };
    text.chars().map(replace).collect()
}

impl From<Error> for OAuthError {
    fn from(error: Error) -> Self {
        if problem::is_failure(&error) {
            tracing::error!(cause = problem::cause(&error), "an OAuth request failed");
        }
        let mut answer = OAuthError::new(problem::of(&error).oauth, error.to_string());
        answer.retry_after = problem::retry_after(&error);
        answer
    }
}

/// Why a request gets no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Rejection {
    /// The protocol says no. What was changed on the way stays: a replayed code has revoked its
    /// family, a failed attempt has counted.
    Refused(OAuthError),
    /// We could not do it. Nothing was changed.
    Failed(Error),
}

/// What a request of the protocol comes to.
pub type OAuthResult<T> = std::result::Result<T, Rejection>;

impl From<OAuthError> for Rejection {
    fn from(error: OAuthError) -> Self {
        Rejection::Refused(error)
    }
}

impl From<Error> for Rejection {
    fn from(error: Error) -> Self {
        Rejection::Failed(error)
    }
}

impl Rollback for Rejection {
    fn rolls_back(&self) -> bool {
        matches!(self, Rejection::Failed(_))
    }
}

/// As a client is told.
impl From<Rejection> for OAuthError {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Refused(error) => error,
            Rejection::Failed(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C39: only the characters that RFC 6749 allows stand in a description.
    #[test]
    fn c39_descriptions_are_printable() {
        let error = OAuthError::invalid_request("a\"b\\c\r\nd\té");
        assert_eq!(error.description, "a'b'c??d??");
    }
}
