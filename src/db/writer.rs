//! The writer thread: takes what waits, commits once, answers all.

use super::Rollback;
use super::open::storage;
use super::statement::Write;
use crate::base::{Error, Result};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::{mpsc, oneshot};

/// How many operations may wait before a caller has to.
const QUEUE: usize = 1024;
/// How many operations share one commit at the most.
const BATCH: usize = 256;

/// Whether the transaction is there; the error is why it is gone, and nothing of it was changed.
type Transaction = Result<()>;

/// Runs in the transaction, or hears why there is none. Says whether the transaction is still
/// there, and what to call with the outcome of the commit.
type Job = Box<dyn FnOnce(Result<&Connection>) -> (Transaction, Answer) + Send>;
type Answer = Box<dyn FnOnce(Result<()>) + Send>;

enum Message {
    Run(Job),
    Checkpoint(oneshot::Sender<()>),
}

/// The result of an operation, once it is committed.
type Promise<T, E> = oneshot::Receiver<std::result::Result<T, E>>;

pub(super) struct Writer(mpsc::Sender<Message>);

pub(super) fn stopped() -> Error {
    Error::Internal("the writer thread did not answer: the operation panicked or the server is stopping".into())
}

impl Writer {
    #[expect(
        clippy::expect_used,
        reason = "at the start: a server that cannot write does not serve"
    )]
    pub(super) fn start(connection: Connection) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        connection.set_prepared_statement_cache_capacity(256);
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || serve(&connection, receiver))
            .expect("a thread can be started");
        Writer(sender)
    }

    pub(super) async fn submit<T, E, F>(&self, operation: F) -> Result<Promise<T, E>>
    where
        T: Send + 'static,
        E: Rollback,
        F: FnOnce(&Write) -> std::result::Result<T, E> + Send + 'static,
    {
        let (job, answer) = job(operation);
        self.0.send(Message::Run(job)).await.map_err(|_| stopped())?;
        Ok(answer)
    }

    pub(super) fn submit_blocking<T, E, F>(&self, operation: F) -> Result<Promise<T, E>>
    where
        T: Send + 'static,
        E: Rollback,
        F: FnOnce(&Write) -> std::result::Result<T, E> + Send + 'static,
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

fn job<T, E, F>(operation: F) -> (Job, Promise<T, E>)
where
    T: Send + 'static,
    E: Rollback,
    F: FnOnce(&Write) -> std::result::Result<T, E> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    let job = Box::new(move |connection: Result<&Connection>| -> (Transaction, Answer) {
        let (transaction, outcome) = match connection {
            Ok(connection) => run(connection, operation),
            Err(why) => (Err(why.clone()), Err(why.into())),
        };
        let answer = Box::new(move |committed: Result<()>| {
            let _ = sender.send(committed.map_err(E::from).and(outcome));
        });
        (transaction, answer)
    });
    (job, receiver)
}

/// Runs one operation in a transaction of its own, before there is a writer thread.
pub(super) fn run_alone<T>(connection: &Connection, operation: impl FnOnce(&Write) -> Result<T>) -> Result<T> {
    begin(connection)?;
    let (transaction, outcome) = run(connection, operation);
    transaction.and_then(|()| commit(connection)).and(outcome)
}

/// Runs one operation in its savepoint; a panic, and an error that rolls back, undo it alone.
fn run<T, E: Rollback>(
    connection: &Connection,
    operation: impl FnOnce(&Write) -> std::result::Result<T, E>,
) -> (Transaction, std::result::Result<T, E>) {
    if let Err(error) = connection.execute_batch("SAVEPOINT operation") {
        let cause = abandon(connection, error);
        return (Err(cause.clone()), Err(cause.into()));
    }
    let write = Write::new(connection);
    let outcome = catch_unwind(AssertUnwindSafe(|| operation(&write)))
        .unwrap_or_else(|_| Err(Error::Internal("an operation panicked".into()).into()));
    let end = match outcome.as_ref().is_err_and(E::rolls_back) {
        true => "ROLLBACK TO operation; RELEASE operation",
        false => "RELEASE operation",
    };
    let transaction = match write.lost() {
        Some(cause) => Err(cause),
        None => connection
            .execute_batch(end)
            .map_err(|error| abandon(connection, error)),
    };
    (transaction, outcome)
}

fn begin(connection: &Connection) -> Transaction {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(storage)
}

fn commit(connection: &Connection) -> Transaction {
    connection
        .execute_batch("COMMIT")
        .map_err(|error| abandon(connection, error))
}

/// Ends a transaction that SQLite may have left open half-way; answers why.
fn abandon(connection: &Connection, cause: rusqlite::Error) -> Error {
    if !connection.is_autocommit()
        && let Err(error) = connection.execute_batch("ROLLBACK")
    {
        tracing::error!(%error, "a transaction could not be rolled back");
    }
    storage(cause)
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

/// Runs the operations in one transaction and answers all of them after the commit. Without a
/// transaction none may run, and what ran before has come to nothing: each hears the first cause.
fn commit_all(connection: &Connection, jobs: Vec<Job>) {
    let mut transaction = begin(connection);
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        let (still, answer) = job(transaction.map(|()| connection));
        transaction = still;
        answers.push(answer);
    }
    let committed = transaction.and_then(|()| commit(connection));
    if let Err(Error::Storage(cause)) = &committed {
        tracing::error!(%cause, "nothing could be written");
    }
    for answer in answers {
        answer(committed.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Outcome {
        Refused,
        Failed(Error),
    }

    impl From<Error> for Outcome {
        fn from(error: Error) -> Self {
            Outcome::Failed(error)
        }
    }

    impl Rollback for Outcome {
        fn rolls_back(&self) -> bool {
            *self != Outcome::Refused
        }
    }

    fn database() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE things (body BLOB)").unwrap();
        connection
    }

    fn add(db: &Write, bytes: i64) -> Result<usize> {
        db.execute("INSERT INTO things VALUES (zeroblob(?1))", &[&bytes])
    }

    fn count(connection: &Connection) -> i64 {
        let count = connection.query_row("SELECT count(*) FROM things", [], |row| row.get(0));
        count.unwrap()
    }

    fn full() -> Error {
        Error::Storage("database or disk is full".into())
    }

    #[test]
    fn a_refusal_is_committed_and_a_failure_is_undone() {
        let connection = database();
        let (refused, refusal) = job(|db| -> std::result::Result<(), Outcome> {
            add(db, 1)?;
            Err(Outcome::Refused)
        });
        let (failed, failure) = job(|db| -> std::result::Result<(), Outcome> {
            add(db, 1)?;
            add(db, 1)?;
            Err(Error::Busy("not now".into()).into())
        });
        let (panicking, panic) = job(|db| -> std::result::Result<(), Outcome> {
            add(db, 1)?;
            panic!("on purpose")
        });
        commit_all(&connection, vec![refused, failed, panicking]);
        assert_eq!(refusal.blocking_recv().unwrap(), Err(Outcome::Refused));
        let busy = Outcome::Failed(Error::Busy("not now".into()));
        assert_eq!(failure.blocking_recv().unwrap(), Err(busy));
        assert!(matches!(
            panic.blocking_recv().unwrap(),
            Err(Outcome::Failed(Error::Internal(_)))
        ));
        assert_eq!(count(&connection), 1);
    }

    /// When SQLite gives the whole transaction up, everybody hears why, and nothing is written
    /// beside it: neither by the operation that goes on nor by those that follow.
    #[test]
    fn a_lost_transaction_is_told_to_all_with_its_cause() {
        let connection = database();
        connection.pragma_update(None, "max_page_count", 10).unwrap();
        let (before, first) = job(|db| add(db, 1));
        let (hit, second) = job(|db| {
            assert_eq!(add(db, 1_000_000), Err(full()));
            assert_eq!(add(db, 1), Err(full()));
            Err::<(), _>(Error::Internal("another error".into()))
        });
        let (after, third) = job(|db| add(db, 1));
        let (refused, fourth) = job(|_| Err::<(), _>(Outcome::Refused));
        commit_all(&connection, vec![before, hit, after, refused]);
        assert_eq!(first.blocking_recv().unwrap(), Err(full()));
        assert_eq!(second.blocking_recv().unwrap(), Err(full()));
        assert_eq!(third.blocking_recv().unwrap(), Err(full()));
        assert_eq!(fourth.blocking_recv().unwrap(), Err(Outcome::Failed(full())));
        assert_eq!(count(&connection), 0);

        let (next, answer) = job(|db| add(db, 1));
        commit_all(&connection, vec![next]);
        assert_eq!(answer.blocking_recv().unwrap(), Ok(1));
        assert_eq!(run_alone(&connection, |db| add(db, 1_000_000)), Err(full()));
        assert_eq!(count(&connection), 1);
    }
}
