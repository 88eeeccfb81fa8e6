//! What is due is sent, and what came of it is noted.

use super::{Delivery, DeliveryKind, Sent, revocation, store, webhook};
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::{Result, Seconds};
use crate::web::problem;
use crate::world::World;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How long after each failure the next attempt is; after the last one it is given up.
const BACKOFF: &[Seconds] = &[
    Seconds(10),
    MINUTE,
    MINUTE.times(5),
    MINUTE.times(30),
    HOUR.times(2),
    HOUR.times(6),
    DAY,
];
/// How many are sent at once, and in one round.
const MAX_CONCURRENT: usize = 16;
const BATCH_SIZE: i64 = 200;

/// Sends everything that is due.
pub async fn send_due(world: &World) -> Result<()> {
    let (env, now) = (world.env.clone(), world.env.now());
    let due = world.db.scan(move |db| store::due(db, &env, now, BATCH_SIZE)).await?;
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

async fn send(world: &World, delivery: Delivery) -> Result<()> {
    let sent = match delivery.kind {
        DeliveryKind::Webhook => webhook::send(world, &delivery).await,
        DeliveryKind::Revocation => revocation::send(world, &delivery).await,
    };
    // What we cannot send ourselves counts as an attempt, too: it must not come up for ever.
    let outcome = sent.unwrap_or_else(|error| {
        tracing::error!(
            delivery = delivery.name,
            cause = problem::cause(&error),
            "a delivery could not be sent"
        );
        Sent {
            is_done: false,
            is_hopeless: false,
            words: "This site could not send it; its log says why.".into(),
        }
    });
    let now = world.env.now();
    let wait = usize::try_from(delivery.attempts)
        .ok()
        .and_then(|tried| BACKOFF.get(tried));
    let next = wait.filter(|_| !outcome.is_hopeless).map(|wait| now + *wait);
    world
        .db
        .write(move |db| match outcome.is_done {
            true => store::delivered(db, &delivery.name, &outcome.words, now),
            false => store::failed(db, &delivery.name, &outcome.words, now, next),
        })
        .await
}
