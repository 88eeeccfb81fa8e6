//! Deliveries: the outbox of Connected Apps. A message to others is stored in the transaction of its cause
//! and sent afterwards, again and again with a growing pause until it is taken or given up: neither a
//! stop nor a slow receiver loses it.
//!
//! - [`webhook`]: tells the ERP how a connection fares.
//! - [`revocation`]: asks the other side to revoke a token (RFC 7009).
//!
//! Owns the table `deliveries`.

pub mod revocation;
mod sending;
mod store;
pub mod webhook;

pub use sending::send_due;
pub use store::{again, body, given_up, sweep};

use crate::base::secret::Secret;
use crate::db::row;
use crate::outbound::Response;
use crate::upstream::refusal::clean;

row! {
    /// A message of the outbox.
    #[derive(Clone, Debug)]
    pub struct Delivery in "deliveries" {
        pub name: String,
        pub kind: DeliveryKind,
        pub event: String,
        pub connected_app: String,
        pub url: String,
        /// The body of a webhook, or the token to be revoked; opened.
        pub content: Secret = skip(Secret::of("")),
        pub attempts: i64,
    }
}

/// What kind of message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryKind {
    Webhook,
    Revocation,
}

impl DeliveryKind {
    /// The record's words.
    pub const OPTIONS: &[&str] = &["Webhook", "Revocation"];

    fn from_word(word: &str) -> Option<Self> {
        [DeliveryKind::Webhook, DeliveryKind::Revocation]
            .into_iter()
            .find(|kind| kind.word() == word)
    }

    fn word(self) -> &'static str {
        match self {
            DeliveryKind::Webhook => "Webhook",
            DeliveryKind::Revocation => "Revocation",
        }
    }
}

/// What became of an attempt.
struct Sent {
    is_done: bool,
    /// Whether there is no use in another attempt.
    is_hopeless: bool,
    /// What was answered, in words.
    words: String,
}

/// What was answered, in words.
fn describe(response: &Response, secrets: &[&str]) -> String {
    let said = String::from_utf8_lossy(&response.body);
    let said = match response.media_type.as_str() {
        "application/json" | "text/plain" => clean(&said, secrets, 200),
        _ => String::new(),
    };
    match (response.is_success(), said.is_empty()) {
        (true, _) => format!("status {}", response.status),
        (false, true) => response.describe().english(),
        (false, false) => format!("{}: {said}", response.describe()),
    }
}
