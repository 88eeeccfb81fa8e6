//! What is due is sent, and what came of it is noted.

use super::{Delivery, store};
use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::{Result, Seconds};
use crate::outbound::{Failure, Response};
use crate::upstream::refusal::clean;
use crate::web::problem;
use crate::world::World;
use std::collections::HashMap;
use std::time::Duration;
use tokio::task::{Id, JoinSet};

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
/// How many are under way at once, and at one address: a receiver that hangs holds nobody else up.
const MAX_CONCURRENT: usize = 64;
const MAX_AT_ADDRESS: usize = 4;
/// How long an attempt may take, waiting for its turn included; whoever has a message keeps it for longer.
const MAX_ATTEMPT: Duration = Duration::from_secs(150);
/// How often it is looked whether anything is due.
const EVERY: Duration = Duration::from_secs(1);

/// What became of an attempt.
pub struct Sent {
    pub is_done: bool,
    /// Whether there is no use in another attempt.
    pub is_hopeless: bool,
    /// What was answered, in words.
    pub words: String,
}

impl Sent {
    /// What a receiver said, or why it could not be reached; it is done where that is a success.
    pub fn of(answer: &std::result::Result<Response, Failure>, secrets: &[&str]) -> Self {
        match answer {
            Ok(response) if response.is_success() => Sent::done(describe(response, secrets)),
            Ok(response) => Sent::failed(describe(response, secrets)),
            Err(failure) => Sent::failed(failure.text.english()),
        }
    }

    /// It was taken.
    pub fn done(words: String) -> Self {
        Sent {
            is_done: true,
            ..Sent::failed(words)
        }
    }

    /// It was not taken, and another attempt has no use.
    pub fn hopeless(words: String) -> Self {
        Sent {
            is_hopeless: true,
            ..Sent::failed(words)
        }
    }

    /// It was not taken; another attempt may help.
    pub fn failed(words: String) -> Self {
        Sent {
            is_done: false,
            is_hopeless: false,
            words,
        }
    }
}

/// What is under way, each with its address.
#[derive(Default)]
struct UnderWay {
    sending: JoinSet<()>,
    at: HashMap<Id, String>,
}

impl UnderWay {
    /// Begins to send what is due, as far as there is room; says how much that was.
    async fn begin<S, F>(&mut self, world: &World, send: S) -> Result<usize>
    where
        S: Fn(Delivery) -> F,
        F: Future<Output = Result<Sent>> + Send + 'static,
    {
        let now = world.env.now();
        let mut due = world.db.read(|db| store::due(db, now, MAX_AT_ADDRESS))?;
        let mut at: Vec<String> = self.at.values().cloned().collect();
        due.retain(|(_, url)| {
            let there = at.iter().filter(|own| *own == url).count();
            let has_room = there < MAX_AT_ADDRESS && at.len() < MAX_CONCURRENT;
            at.extend(has_room.then(|| url.clone()));
            has_room
        });
        if due.is_empty() {
            return Ok(0);
        }
        let names: Vec<String> = due.into_iter().map(|(name, _)| name).collect();
        let taken = world.db.write(move |db| store::take(db, &names, now)).await?;
        let begun = taken.len();
        for delivery in taken {
            let (world, sending, url) = (world.clone(), send(delivery.clone()), delivery.url.clone());
            let task = self.sending.spawn(async move {
                let sent = tokio::time::timeout(MAX_ATTEMPT, sending).await;
                let sent = sent.unwrap_or_else(|_| Ok(Sent::failed("It took too long.".into())));
                if let Err(error) = note(&world, delivery, sent).await {
                    tracing::warn!(%error, "the outcome of a delivery was not noted");
                }
            });
            self.at.insert(task.id(), url);
        }
        Ok(begun)
    }

    /// Waits until one of them is through.
    async fn one_is_through(&mut self) {
        match self.sending.join_next_with_id().await {
            Some(Ok((id, ()))) => self.at.remove(&id),
            Some(Err(error)) => self.at.remove(&error.id()),
            None => None,
        };
    }
}

/// Sends everything that is due now.
pub async fn send_due<S, F>(world: &World, send: S) -> Result<()>
where
    S: Fn(Delivery) -> F,
    F: Future<Output = Result<Sent>> + Send + 'static,
{
    let mut under_way = UnderWay::default();
    loop {
        let begun = under_way.begin(world, &send).await?;
        if begun == 0 && under_way.sending.is_empty() {
            return Ok(());
        }
        under_way.one_is_through().await;
    }
}

/// Sends what is due, for as long as the server runs.
pub async fn keep_sending<S, F>(world: &World, send: S)
where
    S: Fn(Delivery) -> F,
    F: Future<Output = Result<Sent>> + Send + 'static,
{
    let mut under_way = UnderWay::default();
    loop {
        if let Err(error) = under_way.begin(world, &send).await {
            tracing::warn!(%error, "deliveries could not be sent");
        }
        match under_way.sending.is_empty() {
            true => tokio::time::sleep(EVERY).await,
            // There may be room for more at once.
            false => drop(tokio::time::timeout(EVERY, under_way.one_is_through()).await),
        }
    }
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
    let wait = usize::try_from(delivery.attempts - 1)
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
