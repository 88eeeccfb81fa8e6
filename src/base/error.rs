//! What can go wrong, in words that every door (desk, REST, command line) can answer with.

use super::text::Value;
use super::{Seconds, Text, text};
use std::fmt;

/// The result of a verb.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a verb refused or failed.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// Nobody is signed in, or the credentials are no good.
    Unauthenticated(Text),
    /// Signed in, but not allowed.
    Forbidden(Text),
    /// The token is good, but none of its scopes names this (RFC 6750 §3.1).
    InsufficientScope { needs: &'static str, text: Text },
    /// No such record, page or method.
    NotFound(Text),
    /// The name is taken.
    Duplicate(Text),
    /// Values that cannot be accepted, each named.
    Invalid(FieldErrors),
    /// The record was changed by somebody else in the meantime.
    Stale(Text),
    /// The CSRF token is missing or wrong.
    Csrf,
    /// What was asked for gives power or ends safety, and the session's user proved who they are too long ago.
    ProveAgain,
    /// Too many failures; try again after this many seconds.
    TooMany(Seconds),
    /// An account at another service has to be connected again, at this address.
    ConnectAgain { text: Text, url: String },
    /// Another server did not do what it was asked; the text says which and why.
    Upstream(Text),
    /// Too much to do at once; nothing was changed.
    Busy(Text),
    /// The storage refused; nothing was changed.
    Storage(String),
    /// A defect of ours.
    Internal(String),
}

/// How many mistakes are told at once.
const MOST_MISTAKES: usize = 50;

/// Mistakes in values, by field name, in the order they were found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldErrors(pub Vec<(String, Text)>);

impl FieldErrors {
    /// Notes a mistake at a field. Nobody reads more than so many.
    pub fn add(&mut self, field: impl AsRef<str>, message: impl Into<Text>) {
        if self.0.len() < MOST_MISTAKES {
            self.0.push((field.as_ref().to_owned(), message.into()));
        }
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
    pub fn at(&self, field: &str) -> Option<&Text> {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map(|(_, message)| message)
    }

    /// Every mistake at this field.
    pub fn all_at<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a Text> {
        let found = self.0.iter().filter(move |(name, _)| name == field);
        found.map(|(_, message)| message)
    }

    /// Every mistake at this field, each on a line of its own, if there is any.
    pub fn lines_at(&self, field: &str) -> Option<Text> {
        let found: Vec<Text> = self.all_at(field).cloned().collect();
        (!found.is_empty()).then(|| Text::lines(found))
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
    pub fn invalid(field: &str, message: impl Into<Text>) -> Self {
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

impl Error {
    /// What people are told of it.
    pub fn words(&self) -> Text {
        match self {
            Error::Unauthenticated(text)
            | Error::Forbidden(text)
            | Error::InsufficientScope { text, .. }
            | Error::NotFound(text)
            | Error::Duplicate(text)
            | Error::Stale(text)
            | Error::Upstream(text)
            | Error::ConnectAgain { text, .. }
            | Error::Busy(text) => text.clone(),
            Error::Invalid(errors) => match errors.0.as_slice() {
                [(field, text)] if field.is_empty() => text.clone(),
                several => Text::lines(several.iter().map(at_its_field)),
            },
            Error::Csrf => "Invalid Request".into(),
            Error::ProveAgain => "You signed in more than ten minutes ago, and this gives power or ends safety: prove again who you are. A program signs in anew.".into(),
            Error::TooMany(seconds) => {
                text!(
                    "Too many failed attempts. Try again in { $seconds } seconds.",
                    seconds = *seconds
                )
            }
            Error::Storage(_) => {
                "The database cannot be written to or read right now. Nothing was changed; try again in a moment."
                    .into()
            }
            Error::Internal(_) => "Something went wrong on our side.".into(),
        }
    }
}

fn at_its_field((field, mistake): &(String, Text)) -> Text {
    match field.as_str() {
        "" => mistake.clone(),
        field => text!("{ $field }: { $mistake }", field = field, mistake = mistake),
    }
}

impl From<&Error> for Value {
    fn from(error: &Error) -> Self {
        Value::Text(error.words())
    }
}

/// In English, for programs and logs.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(f)
    }
}

impl std::error::Error for Error {}
