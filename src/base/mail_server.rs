//! A mail server: where mails are handed over, and whom they are from.

use super::secret::Secret;

/// How the connection to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// It begins in the clear and goes on under TLS, or not at all (RFC 3207).
    StartTls,
    /// TLS from its beginning (RFC 8314).
    Tls,
    /// None: for a server on the same machine.
    None,
}

impl Protection {
    /// The record's words.
    pub const OPTIONS: &[&str] = &["STARTTLS", "TLS", "None"];

    /// The protection of this name.
    pub fn from_option(option: &str) -> Option<Self> {
        match option {
            "STARTTLS" => Some(Protection::StartTls),
            "TLS" => Some(Protection::Tls),
            "None" => Some(Protection::None),
            _ => None,
        }
    }
}

/// A mail server.
#[derive(Clone, Debug)]
pub struct MailServer {
    pub host: String,
    pub port: u16,
    pub protection: Protection,
    /// Whom it knows us as, and the password.
    pub login: Option<(String, Secret)>,
    /// The sender: `login@example.com`, or `Tea House <login@example.com>`.
    pub from: String,
    /// Whether whoever runs the site named it: then it may be a private one.
    pub is_operators: bool,
}

impl MailServer {
    /// Where it is, for words about it.
    pub fn address(&self) -> String {
        format!("smtp://{}:{}", self.host, self.port)
    }
}
