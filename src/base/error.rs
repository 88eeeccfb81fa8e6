//! What can go wrong, in words that every door (desk, REST, command line) can answer with.

use crate::base::Seconds;
use std::fmt;

/// The result of a verb.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a verb refused or failed.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// Nobody is signed in, or the credentials are no good.
    Unauthenticated(String),
    /// Signed in, but not allowed.
    Forbidden(String),
    /// The token is good, but none of its scopes names this (RFC 6750 §3.1).
    InsufficientScope { needs: &'static str, text: String },
    /// No such record, page or method.
    NotFound(String),
    /// The name is taken.
    Duplicate(String),
    /// Values that cannot be accepted, each named.
    Invalid(FieldErrors),
    /// The record was changed by somebody else in the meantime.
    Stale(String),
    /// The CSRF token is missing or wrong.
    Csrf,
    /// Too many failures; try again after this many seconds.
    TooMany(Seconds),
    /// An account at another service has to be connected again, at this address.
    ConnectAgain { text: String, url: String },
    /// Another server did not do what it was asked; the text says which and why.
    Upstream(String),
    /// Too much to do at once; nothing was changed.
    Busy(String),
    /// The storage refused; nothing was changed.
    Storage(String),
    /// A defect of ours.
    Internal(String),
}

/// Mistakes in values, by field name, in the order they were found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldErrors(pub Vec<(String, String)>);

impl FieldErrors {
    /// Notes a mistake at a field.
    pub fn add(&mut self, field: impl AsRef<str>, message: impl Into<String>) {
        self.0.push((field.as_ref().to_owned(), message.into()));
    }

    /// Takes the mistakes that a check found; any other error goes its way.
    pub fn take(&mut self, check: Result<()>) -> Result<()> {
        match check {
            Err(Error::Invalid(found)) => {
                self.0.extend(found.0);
                Ok(())
            }
            other => other,
        }
    }

    /// The first mistake at this field.
    pub fn at(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map(|(_, message)| message.as_str())
    }

    /// Every mistake at this field, one a line.
    pub fn all_at(&self, field: &str) -> Option<String> {
        let found = self.0.iter().filter(|(name, _)| name == field);
        let lines: Vec<&str> = found.map(|(_, message)| message.as_str()).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// `Err` if any mistake was noted.
    pub fn into_result(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(self))
        }
    }
}

impl Error {
    /// A mistake at one field.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Error::Invalid(FieldErrors(vec![(field.to_owned(), message.into())]))
    }

    /// The same mistakes at another field: a check does not know what its value is called where
    /// it came from. At the field without a name only the words are shown.
    pub fn at(self, field: &str) -> Self {
        match self {
            Error::Invalid(FieldErrors(found)) => {
                let renamed = found.into_iter().map(|(_, message)| (field.to_owned(), message));
                Error::Invalid(FieldErrors(renamed.collect()))
            }
            other => other,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unauthenticated(text)
            | Error::Forbidden(text)
            | Error::InsufficientScope { text, .. }
            | Error::NotFound(text)
            | Error::Duplicate(text)
            | Error::Stale(text)
            | Error::Upstream(text)
            | Error::Busy(text) => f.write_str(text),
            Error::Invalid(errors) => {
                for (index, (field, message)) in errors.0.iter().enumerate() {
                    let separator = if index > 0 { "\n" } else { "" };
                    match field.as_str() {
                        "" => write!(f, "{separator}{message}")?,
                        field => write!(f, "{separator}{field}: {message}")?,
                    }
                }
                Ok(())
            }
            Error::ConnectAgain { text, .. } => f.write_str(text),
            Error::Csrf => f.write_str("Invalid Request"),
            Error::TooMany(seconds) => {
                write!(f, "Too many failed attempts. Try again in {seconds} seconds.")
            }
            Error::Storage(_) => f.write_str(
                "The database cannot be written to or read right now. Nothing was changed; try again in a moment.",
            ),
            Error::Internal(_) => f.write_str("Something went wrong on our side."),
        }
    }
}

impl std::error::Error for Error {}
