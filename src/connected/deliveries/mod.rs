//! Deliveries: the outbox of Connected Apps. A message to others is stored in the transaction of its cause
//! and sent afterwards, again and again with a growing pause until it is taken or given up: neither a
//! stop nor a slow receiver loses it.
//!
//! - [`webhook`]: tells the ERP how a connection fares.
//! - [`revocation`]: asks the other side to revoke a token (RFC 7009).
//!
//! Owns the table `deliveries`.

pub mod revocation;
mod store;
pub mod webhook;

pub use store::{again, body, given_up, sweep};

use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::secret::Secret;
use crate::base::{Result, Seconds};
use crate::db::row;
use crate::outbound::Response;
use crate::upstream::refusal::clean;
use crate::world::World;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How long after each failure the next attempt is; after the last one it is given up.
const BACKOFF: &[Seconds] = &[10, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, DAY];
/// How many are sent at once, and in one round.
const MAX_CONCURRENT: usize = 16;
const ROUND: i64 = 200;

row! {
    /// A message of the outbox.
    #[derive(Clone, Debug)]
    pub struct Delivery in "deliveries" {
        pub name: String,
        pub kind: Kind,
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
pub enum Kind {
    Webhook,
    Revocation,
}

impl Kind {
    /// The record's words.
    pub const OPTIONS: &[&str] = &["Webhook", "Revocation"];

    fn word(self) -> &'static str {
        match self {
            Kind::Webhook => "Webhook",
            Kind::Revocation => "Revocation",
        }
    }
}

/// Sends everything that is due.
pub async fn send_due(world: &World) -> Result<()> {
    let (env, now) = (world.env.clone(), world.env.now());
    let due = world.db.scan(move |db| store::due(db, &env, now, ROUND)).await?;
    let permits = Arc::new(Semaphore::new(MAX_CONCURRENT));
    let mut sending = tokio::task::JoinSet::new();
    for delivery in due {
        let (world, permits) = (world.clone(), Arc::clone(&permits));
        sending.spawn(async move {
            let Ok(_permit) = permits.acquire().await else {
                return;
            };
            if let Err(error) = send(&world, delivery).await {
                tracing::warn!(%error, "the outcome of a delivery was not noted");
            }
        });
    }
    while sending.join_next().await.is_some() {}
    Ok(())
}

/// What became of an attempt.
struct Outcome {
    is_done: bool,
    /// Whether there is no use in another attempt.
    is_hopeless: bool,
    /// What was answered, in words.
    words: String,
}

async fn send(world: &World, delivery: Delivery) -> Result<()> {
    let outcome = match delivery.kind {
        Kind::Webhook => webhook::send(world, &delivery).await?,
        Kind::Revocation => revocation::send(world, &delivery).await?,
    };
    let now = world.env.now();
    let wait = usize::try_from(delivery.attempts)
        .ok()
        .and_then(|tried| BACKOFF.get(tried));
    let next = wait.filter(|_| !outcome.is_hopeless).map(|wait| now + wait);
    world
        .db
        .write(move |db| match outcome.is_done {
            true => store::delivered(db, &delivery.name, &outcome.words, now),
            false => store::failed(db, &delivery.name, &outcome.words, now, next),
        })
        .await
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
        (false, true) => response.describe(),
        (false, false) => format!("{}: {said}", response.describe()),
    }
}
