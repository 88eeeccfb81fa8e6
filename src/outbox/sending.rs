//! What is due is sent, and what came of it is noted.

use super::{Delivery, store};
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::{Result, Seconds};
use crate::outbound::Response;
use crate::upstream::refusal::clean;
use crate::web::problem;
use crate::world::World;
use tokio::task::JoinSet;

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
/// How many are under way at once.
const MAX_CONCURRENT: usize = 32;

/// What became of an attempt.
pub struct Sent {
    pub is_done: bool,
    /// Whether there is no use in another attempt.
    pub is_hopeless: bool,
    /// What was answered, in words.
    pub words: String,
}

impl Sent {
    /// It was not taken; another attempt may help.
    pub fn failed(words: String) -> Self {
        Sent {
            is_done: false,
            is_hopeless: false,
            words,
        }
    }
}

/// Begins to send what is due, as far as there is room beside what is under way; says how much that was. `send` sends a
/// message once.
pub async fn begin_due<S, F>(world: &World, under_way: &mut JoinSet<()>, send: S) -> Result<usize>
where
    S: Fn(Delivery) -> F,
    F: Future<Output = Result<Sent>> + Send + 'static,
{
    while under_way.try_join_next().is_some() {}
    let room = MAX_CONCURRENT.saturating_sub(under_way.len());
    let now = world.env.now();
    // A look costs nobody anything; taking is a write.
    if room == 0 || !world.db.read(|db| store::is_any_due(db, now))? {
        return Ok(0);
    }
    let due = world.db.write(move |db| store::take(db, now, room)).await?;
    let begun = due.len();
    for delivery in due {
        let (world, sending) = (world.clone(), send(delivery.clone()));
        under_way.spawn(async move {
            let sent = sending.await;
            if let Err(error) = note(&world, delivery, sent).await {
                tracing::warn!(%error, "the outcome of a delivery was not noted");
            }
        });
    }
    Ok(begun)
}

/// Sends everything that is due.
pub async fn send_due<S, F>(world: &World, send: S) -> Result<()>
where
    S: Fn(Delivery) -> F,
    F: Future<Output = Result<Sent>> + Send + 'static,
{
    let mut under_way = JoinSet::new();
    while begin_due(world, &mut under_way, &send).await? > 0 {
        while under_way.join_next().await.is_some() {}
    }
    Ok(())
}

async fn note(world: &World, delivery: Delivery, sent: Result<Sent>) -> Result<()> {
    // What we cannot send ourselves counts as an attempt, too: it must not come up for ever.
    let outcome = sent.unwrap_or_else(|error| {
        tracing::error!(
            delivery = delivery.name,
            cause = problem::cause(&error),
            "a delivery could not be sent"
        );
        Sent::failed("This site could not send it; its log says why.".into())
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

/// What was answered, in words.
pub fn describe(response: &Response, secrets: &[&str]) -> String {
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
