//! The errors of the protocol (RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1; OpenID Connect Core §3.1.2.6).

use crate::base::{Error, Seconds};
use crate::db::Rollback;

/// A registered error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    UnauthorizedClient,
    UnsupportedGrantType,
    UnsupportedResponseType,
    InvalidScope,
    AccessDenied,
    LoginRequired,
    ConsentRequired,
    RequestNotSupported,
    RequestUriNotSupported,
    RegistrationNotSupported,
    TemporarilyUnavailable,
    ServerError,
    TooManyRequests,
}

impl ErrorCode {
    /// The code on the wire.
    pub fn name(self) -> &'static str {
        match self {
            ErrorCode::InvalidRequest => "invalid_request",
            ErrorCode::InvalidClient => "invalid_client",
            ErrorCode::InvalidGrant => "invalid_grant",
            ErrorCode::UnauthorizedClient => "unauthorized_client",
            ErrorCode::UnsupportedGrantType => "unsupported_grant_type",
            ErrorCode::UnsupportedResponseType => "unsupported_response_type",
            ErrorCode::InvalidScope => "invalid_scope",
            ErrorCode::AccessDenied => "access_denied",
            ErrorCode::LoginRequired => "login_required",
            ErrorCode::ConsentRequired => "consent_required",
            ErrorCode::RequestNotSupported => "request_not_supported",
            ErrorCode::RequestUriNotSupported => "request_uri_not_supported",
            ErrorCode::RegistrationNotSupported => "registration_not_supported",
            ErrorCode::TemporarilyUnavailable => "temporarily_unavailable",
            ErrorCode::ServerError => "server_error",
            ErrorCode::TooManyRequests => "temporarily_unavailable",
        }
    }

    /// The HTTP status at token, revoke and introspect (RFC 6749 §5.2).
    pub fn status(self) -> u16 {
        match self {
            ErrorCode::InvalidClient => 401,
            ErrorCode::TemporarilyUnavailable => 503,
            ErrorCode::ServerError => 500,
            ErrorCode::TooManyRequests => 429,
            _ => 400,
        }
    }
}

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
        let code = match &error {
            Error::TooMany(_) => ErrorCode::TooManyRequests,
            Error::Busy(_) | Error::Storage(_) => ErrorCode::TemporarilyUnavailable,
            Error::Internal(_) => ErrorCode::ServerError,
            _ => ErrorCode::InvalidRequest,
        };
        if let Error::Storage(cause) | Error::Internal(cause) = &error {
            tracing::error!(%cause, "an OAuth request failed");
        }
        let mut answer = OAuthError::new(code, error.to_string());
        if let Error::TooMany(seconds) = error {
            answer.retry_after = Some(seconds);
        }
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
