//! The writer thread: takes what waits, commits once, answers all.

use super::open::storage;
use super::row::Write;
use crate::base::{Error, Result};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::{mpsc, oneshot};

/// How many operations may wait before a caller has to.
const QUEUE: usize = 1024;
/// How many operations share one commit at the most.
const BATCH: usize = 256;

/// Runs in the transaction; what it returns is called with the outcome of the commit.
type Job = Box<dyn FnOnce(&Connection) -> Answer + Send>;
type Answer = Box<dyn FnOnce(std::result::Result<(), Error>) + Send>;

enum Message {
    Run(Job),
    Checkpoint(oneshot::Sender<()>),
}

pub(super) struct Writer(mpsc::Sender<Message>);

pub(super) fn stopped() -> Error {
    Error::Internal("the writer thread did not answer: the operation panicked or the server is stopping".into())
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        connection.set_prepared_statement_cache_capacity(256);
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || serve(&connection, receiver))
            .expect("a thread can be started");
        Writer(sender)
    }

    pub(super) async fn submit<T, F>(&self, operation: F) -> Result<oneshot::Receiver<Result<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&Write) -> Result<T> + Send + 'static,
    {
        let (job, answer) = job(operation);
        self.0.send(Message::Run(job)).await.map_err(|_| stopped())?;
        Ok(answer)
    }

    pub(super) fn submit_blocking<T, F>(&self, operation: F) -> Result<oneshot::Receiver<Result<T>>>
    where
        T: Send + 'static,
        F: FnOnce(&Write) -> Result<T> + Send + 'static,
    {
        let (job, answer) = job(operation);
        self.0.blocking_send(Message::Run(job)).map_err(|_| stopped())?;
        Ok(answer)
    }

    pub(super) async fn checkpoint(&self) {
        let (done, wait) = oneshot::channel();
        if self.0.send(Message::Checkpoint(done)).await.is_ok() {
            let _ = wait.await;
        }
    }
}

fn job<T, F>(operation: F) -> (Job, oneshot::Receiver<Result<T>>)
where
    T: Send + 'static,
    F: FnOnce(&Write) -> Result<T> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    let job = Box::new(move |connection: &Connection| -> Answer {
        let outcome = run(connection, operation);
        Box::new(move |committed| {
            let _ = sender.send(committed.and(outcome));
        })
    });
    (job, receiver)
}

/// Runs one operation in a transaction of its own, before there is a writer thread.
pub(super) fn run_alone<T>(connection: &Connection, operation: impl FnOnce(&Write) -> Result<T>) -> Result<T> {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(storage)?;
    let outcome = operation(&Write::new(connection));
    let end = if outcome.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(end).map_err(storage)?;
    outcome
}

/// Runs one operation in its savepoint; `Err` and a panic undo it alone.
fn run<T>(connection: &Connection, operation: impl FnOnce(&Write) -> Result<T>) -> Result<T> {
    connection.execute_batch("SAVEPOINT operation").map_err(storage)?;
    let outcome = catch_unwind(AssertUnwindSafe(|| operation(&Write::new(connection))))
        .unwrap_or_else(|_| Err(Error::Internal("an operation panicked".into())));
    let end = if outcome.is_ok() {
        "RELEASE operation"
    } else {
        "ROLLBACK TO operation; RELEASE operation"
    };
    connection.execute_batch(end).map_err(storage)?;
    outcome
}

fn serve(connection: &Connection, mut receiver: mpsc::Receiver<Message>) {
    while let Some(first) = receiver.blocking_recv() {
        let mut jobs = Vec::new();
        let mut checkpoints = Vec::new();
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Run(job) => jobs.push(job),
                Message::Checkpoint(done) => checkpoints.push(done),
            }
            next = if jobs.len() < BATCH {
                receiver.try_recv().ok()
            } else {
                None
            };
        }
        if !jobs.is_empty() {
            commit_all(connection, jobs);
        }
        for done in checkpoints {
            if let Err(error) = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
                tracing::warn!(%error, "checkpoint failed");
            }
            let _ = done.send(());
        }
    }
}

fn commit_all(connection: &Connection, jobs: Vec<Job>) {
    let begun = connection.execute_batch("BEGIN IMMEDIATE").map_err(storage);
    let answers: Vec<Answer> = match &begun {
        Ok(()) => jobs.into_iter().map(|job| in_transaction(connection, job)).collect(),
        // Without a transaction no operation may run: each is told so.
        Err(_) => jobs.into_iter().map(|job| refuse(connection, job)).collect(),
    };
    let committed = begun.and_then(|()| {
        connection.execute_batch("COMMIT").map_err(|error| {
            // A commit that fails half-way (disk full) leaves the transaction open.
            let _ = connection.execute_batch("ROLLBACK");
            storage(error)
        })
    });
    if let Err(Error::Storage(cause)) = &committed {
        tracing::error!(%cause, "nothing could be written");
    }
    for answer in answers {
        answer(committed.clone());
    }
}

/// Runs a job, unless SQLite gave the transaction up (disk full): then it would be committed alone.
fn in_transaction(connection: &Connection, job: Job) -> Answer {
    if connection.is_autocommit() {
        return refuse(connection, job);
    }
    job(connection)
}

/// Turns a job into its answer without letting it change anything: it runs
/// against a connection that refuses to write.
fn refuse(connection: &Connection, job: Job) -> Answer {
    let _ = connection.execute_batch("PRAGMA query_only = ON");
    let answer = job(connection);
    let _ = connection.execute_batch("PRAGMA query_only = OFF");
    answer
}
