//! Why there is no response.

use super::resolver::NoneAllowed;
use crate::base::{Error, Seconds, Text, text};
use std::fmt;
use std::time::Duration;

/// Which way a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// The address must not be called; nothing was sent.
    NotAllowed,
    /// Nobody is there, or TLS failed; nothing was taken.
    Unreachable,
    /// It took too long; what was asked may have been done.
    Timeout,
    /// The response was broken, compressed or too large; what was asked may have been done.
    InvalidResponse,
    /// Too many requests to this server are under way; nothing was sent.
    Busy,
}

impl FailureKind {
    /// Every way.
    pub const ALL: [FailureKind; 5] = [
        FailureKind::NotAllowed,
        FailureKind::Unreachable,
        FailureKind::Timeout,
        FailureKind::InvalidResponse,
        FailureKind::Busy,
    ];

    /// A word for it.
    pub fn word(self) -> &'static str {
        match self {
            FailureKind::NotAllowed => "not_allowed",
            FailureKind::Unreachable => "unreachable",
            FailureKind::Timeout => "timeout",
            FailureKind::InvalidResponse => "invalid_response",
            FailureKind::Busy => "busy",
        }
    }
}

/// A request that failed, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub kind: FailureKind,
    pub text: Text,
    /// When the other side wants to be asked again, if it said so.
    pub retry_after: Option<Seconds>,
}

impl Failure {
    /// A failure for this reason.
    pub fn new(kind: FailureKind, text: Text) -> Self {
        Failure {
            kind,
            text,
            retry_after: None,
        }
    }

    pub(super) fn not_allowed(text: Text) -> Self {
        Failure::new(FailureKind::NotAllowed, text)
    }

    pub(super) fn invalid_response(text: Text) -> Self {
        Failure::new(FailureKind::InvalidResponse, text)
    }

    pub(super) fn timeout(host: &str, limit: Duration) -> Self {
        Failure::new(
            FailureKind::Timeout,
            text!(
                "{ $host } did not answer within { $seconds } seconds",
                host = &host,
                seconds = limit.as_secs_f32().to_string()
            ),
        )
    }

    /// What the client says, without the address: its query may hold secrets.
    pub(super) fn of(host: &str, error: reqwest::Error) -> Self {
        let mut cause: &dyn std::error::Error = &error;
        while let Some(source) = cause.source() {
            if let Some(none_allowed) = source.downcast_ref::<NoneAllowed>() {
                return Failure::not_allowed(none_allowed.words());
            }
            cause = source;
        }
        let said = cause.to_string();
        let cause: Text = match &said {
            _ if cause.is::<reqwest::Error>() => "the request could not be made".into(),
            said if said.contains("Connection refused") => "nothing listens there".into(),
            said if said.contains("InvalidContentType") => {
                "it does not speak https at this port: is it an http:// address?".into()
            }
            said => Text::verbatim(said.chars().take(200).collect::<String>()),
        };
        match error.is_connect() {
            true => Failure::new(
                FailureKind::Unreachable,
                text!("{ $host } cannot be reached: { $cause }", host = &host, cause = &cause),
            ),
            false => Failure::invalid_response(text!(
                "{ $host } broke the connection off or answered nonsense: { $cause }",
                host = &host,
                cause = &cause
            )),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Error::Upstream(text!("{ $text }.", text = &failure.text))
    }
}
