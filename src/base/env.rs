//! What verbs need of the world: time, chance, the key, and this installation's settings.

use crate::base::guard::Guard;
use crate::base::mail_server::MailServer;
use crate::base::vault::Vault;
use crate::base::{Clock, Millis, Random, Seconds};
use std::sync::Arc;

/// Handed to every verb that needs the time, randomness, the vault or a setting.
#[derive(Clone)]
pub struct Env {
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub random: Arc<dyn Random>,
    /// Seals what we must use again.
    pub vault: Arc<Vault>,
    /// The configured origin, without a trailing slash: issuer and base of every link.
    pub base_url: Arc<str>,
    /// Which addresses of others may be called.
    pub guard: Arc<Guard>,
    /// How long things live unless a client says otherwise.
    pub lifetimes: Lifetimes,
    /// The mail server that whoever runs the site named.
    pub mail_server: Option<Arc<MailServer>>,
}

/// Lifetimes, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lifetimes {
    /// Authorization codes (RFC 9700: short).
    pub code: Seconds,
    /// Access tokens.
    pub access_token: Seconds,
    /// Refresh tokens, since their last use.
    pub refresh_token: Seconds,
    /// Sessions, since their last use.
    pub session: Seconds,
    /// Sessions, however much they are used.
    pub session_most: Seconds,
    /// API secrets.
    pub api_key: Seconds,
}

impl Env {
    /// Seconds since 1970-01-01 UTC.
    pub fn now(&self) -> Seconds {
        self.clock.now()
    }

    /// Milliseconds since 1970-01-01 UTC.
    pub fn now_ms(&self) -> Millis {
        self.clock.now_ms()
    }

    /// An address of ours from a path that starts with `/`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }

    /// Whether the site is reached over https, so that cookies can be `Secure`.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}
