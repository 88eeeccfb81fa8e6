//! The outbox: messages to others. A message is stored in the transaction of its cause and sent afterwards, again and
//! again with a growing pause until it is taken or given up: neither a stop nor a slow receiver loses it.
//!
//! What a message says and how it is sent is known by whose it is (`connected::webhook`, `connected::revocation`,
//! `oauth::logout`, `mail`); [`jobs`](crate::jobs) puts them together. Whoever sends one has it for a while ([`store`]'s `take`):
//! nobody sends it twice at the same time.
//!
//! Owns the table `deliveries`.

pub mod record;
mod sending;
mod store;

pub use sending::{Sent, keep_sending, send_due};
pub use store::{again, body, enqueue, given_up, sweep};

use crate::base::secret::Secret;
use crate::base::{ClientId, Env, Error, Result, vault};
use crate::db::row;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What kind of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How a connection fares, for the ERP.
    Webhook,
    /// A token that the other side is asked to revoke (RFC 7009).
    Revocation,
    /// A sign-in that ended, for the app (OpenID Connect Back-Channel Logout).
    Logout,
    /// A mail to somebody.
    Mail,
}

impl Kind {
    /// The record's words.
    pub const OPTIONS: &[&str] = &["Webhook", "Revocation", "Logout", "Mail"];

    fn from_word(word: &str) -> Option<Self> {
        [Kind::Webhook, Kind::Revocation, Kind::Logout, Kind::Mail]
            .into_iter()
            .find(|kind| kind.word() == word)
    }

    fn word(self) -> &'static str {
        match self {
            Kind::Webhook => "Webhook",
            Kind::Revocation => "Revocation",
            Kind::Logout => "Logout",
            Kind::Mail => "Mail",
        }
    }
}

/// A message to be sent.
pub struct Message<'a> {
    pub kind: Kind,
    /// What happened, in a word for lists.
    pub event: &'a str,
    /// Whom it is for, as people call it.
    pub receiver: &'a str,
    /// The Connected App that it is about.
    pub connected_app: Option<&'a str>,
    /// The client that it is for.
    pub client: Option<&'a ClientId>,
    /// The email of the user whom it is about.
    pub user: Option<&'a str>,
    pub url: &'a str,
    /// What its sender needs to know; it is kept sealed.
    pub content: String,
}

row! {
    /// A message that is being sent.
    #[derive(Clone, Debug)]
    pub struct Delivery in "deliveries" {
        pub name: String,
        pub kind: Kind,
        pub event: String,
        pub connected_app: Option<String>,
        pub client: Option<ClientId> = "client_id",
        pub url: String,
        content_sealed: Option<String>,
        pub attempts: i64,
    }
}

/// What a sender needs to know, as a message holds it.
pub fn written(content: &impl Serialize) -> Result<String> {
    serde_json::to_string(content).map_err(|error| Error::Internal(error.to_string()))
}

impl Delivery {
    /// What was [`written`] for its sender.
    pub fn read<T: DeserializeOwned>(&self, env: &Env) -> Result<T> {
        let content = self.content(env)?;
        serde_json::from_str(content.reveal()).map_err(|error| Error::Internal(error.to_string()))
    }

    /// What was stored for its sender.
    pub fn content(&self, env: &Env) -> Result<Secret> {
        let sealed = self.content_sealed.as_deref().unwrap_or_default();
        let content = env.vault.open_text(&place(&self.name), sealed)?;
        Ok(Secret::of(&content))
    }
}

/// Where the content is, for its seal.
fn place(name: &str) -> String {
    vault::place("deliveries", name, "content_sealed")
}
