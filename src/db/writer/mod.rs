//! The writer thread: takes what waits, commits once, answers all.

use crate::base::clock::Stopwatch;
use crate::base::{Error, Result};
use crate::db::file::DatabaseFile;
use crate::db::memory::Memory;
use crate::db::rollback::Rollback;
use crate::db::statement::Write;
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::{mpsc, oneshot, watch};

mod stats;
mod transaction;

use stats::Counts;
pub use stats::WriterStats;
pub(in crate::db) use transaction::run_alone;
use transaction::{Place, Transaction, alone, begin, commit, run};

/// How many operations may wait before a caller has to.
const QUEUE: usize = 1024;
/// How many operations share one commit at the most.
const BATCH: usize = 256;

/// Runs in the transaction, or hears why there is none. Says whether the transaction is still
/// there, and what to call with the outcome of the commit.
type Job = Box<dyn FnOnce(Result<Place>) -> (Transaction, Answer) + Send>;
type Answer = Box<dyn FnOnce(Result<()>) + Send>;

enum Message {
    Run(Job),
    Checkpoint(oneshot::Sender<()>),
    /// Lets go of the pages that are in memory.
    Rest,
}

/// The result of an operation, once it is committed.
type Promise<T, E> = oneshot::Receiver<std::result::Result<T, E>>;

pub(in crate::db) struct Writer {
    messages: mpsc::Sender<Message>,
    counts: Arc<Counts>,
    is_gone: watch::Receiver<bool>,
}

/// Tells, however the thread ends, that it has.
struct Ending(watch::Sender<bool>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.send_replace(true);
    }
}

pub(in crate::db) fn stopped() -> Error {
    Error::Internal("the writer thread did not answer: the operation panicked or the server is stopping".into())
}

impl Writer {
    #[expect(
        clippy::expect_used,
        reason = "at the start: a server that cannot write does not serve"
    )]
    pub(in crate::db) fn start(connection: Connection, file: Option<Arc<DatabaseFile>>, memory: Arc<Memory>) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let (ending, is_gone) = watch::channel(false);
        let ending = Ending(ending);
        let counts = Arc::new(Counts::default());
        let own = Arc::clone(&counts);
        connection.set_prepared_statement_cache_capacity(256);
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || {
                let _ending = ending;
                let place = Place {
                    memory: Some(&memory),
                    ..alone(&connection)
                };
                serve(place, file.as_deref(), &own, receiver);
            })
            .expect("a thread can be started");
        Writer {
            messages: sender,
            counts,
            is_gone,
        }
    }

    /// What it did, and what waits.
    pub(in crate::db) fn stats(&self) -> WriterStats {
        self.counts.stats(QUEUE - self.messages.capacity())
    }

    /// Waits until the thread has ended, which it does only by a defect while there is somebody to wait.
    pub(in crate::db) async fn gone(&self) {
        let mut is_gone = self.is_gone.clone();
        let _ = is_gone.wait_for(|is_gone| *is_gone).await;
    }

    pub(in crate::db) async fn submit<T, E, F>(&self, operation: F) -> Result<Promise<T, E>>
    where
        T: Send + 'static,
        E: Rollback,
        F: FnOnce(&Write) -> std::result::Result<T, E> + Send + 'static,
    {
        let (job, answer) = job(operation);
        self.messages.send(Message::Run(job)).await.map_err(|_| stopped())?;
        Ok(answer)
    }

    pub(in crate::db) fn submit_blocking<T, E, F>(&self, operation: F) -> Result<Promise<T, E>>
    where
        T: Send + 'static,
        E: Rollback,
        F: FnOnce(&Write) -> std::result::Result<T, E> + Send + 'static,
    {
        let (job, answer) = job(operation);
        self.messages.blocking_send(Message::Run(job)).map_err(|_| stopped())?;
        Ok(answer)
    }

    /// Lets the pages go that are in memory, once nothing was written since the last time.
    pub(in crate::db) fn forget_unused(&self) {
        if self.counts.rests() {
            let _ = self.messages.try_send(Message::Rest);
        }
    }

    pub(in crate::db) async fn checkpoint(&self) {
        let (done, wait) = oneshot::channel();
        if self.messages.send(Message::Checkpoint(done)).await.is_ok() {
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
    let job = Box::new(move |place: Result<Place>| -> (Transaction, Answer) {
        let (transaction, outcome) = match place {
            Ok(place) => run(place, operation),
            Err(why) => (Err(why.clone()), Err(why.into())),
        };
        let answer = Box::new(move |committed: Result<()>| {
            let _ = sender.send(committed.map_err(E::from).and(outcome));
        });
        (transaction, answer)
    });
    (job, receiver)
}

fn serve(place: Place, file: Option<&DatabaseFile>, counts: &Counts, mut receiver: mpsc::Receiver<Message>) {
    while let Some(first) = receiver.blocking_recv() {
        let mut jobs = Vec::new();
        let mut checkpoints = Vec::new();
        let mut rests = false;
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Run(job) => jobs.push(job),
                Message::Checkpoint(done) => checkpoints.push(done),
                Message::Rest => rests = true,
            }
            next = if jobs.len() < BATCH {
                receiver.try_recv().ok()
            } else {
                None
            };
        }
        if !jobs.is_empty() {
            commit_all(place, file, counts, jobs);
        }
        if rests && let Err(error) = place.connection.execute_batch("PRAGMA shrink_memory") {
            tracing::warn!(%error, "pages could not be let go");
        }
        for done in checkpoints {
            if let Err(error) = place.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
                tracing::warn!(%error, "checkpoint failed");
            }
            let _ = done.send(());
        }
    }
}

/// Runs the operations in one transaction and answers all of them after the commit. Without a
/// transaction none may run, and what ran before has come to nothing: each hears the first cause.
fn commit_all(place: Place, file: Option<&DatabaseFile>, counts: &Counts, jobs: Vec<Job>) {
    let watch = Stopwatch::start();
    counts.operations.fetch_add(jobs.len() as u64, Ordering::Relaxed);
    let place = Place {
        unchanged: place.connection.total_changes(),
        ..place
    };
    let mut transaction = begin(place.connection);
    let mut answers = Vec::with_capacity(jobs.len());
    for job in jobs {
        let (still, answer) = job(transaction.map(|()| place));
        transaction = still;
        answers.push(answer);
    }
    // What was written to a file that nobody finds any more is not acknowledged.
    let committed = transaction
        .and_then(|()| commit(place.connection))
        .and_then(|()| file.map_or(Ok(()), DatabaseFile::check));
    let count = match committed {
        Ok(()) => &counts.commits,
        Err(_) => &counts.failed,
    };
    count.fetch_add(1, Ordering::Relaxed);
    let took = u64::try_from(watch.elapsed().as_micros()).unwrap_or(u64::MAX);
    counts.busy_us.fetch_add(took, Ordering::Relaxed);
    if let Err(Error::Storage(cause)) = &committed {
        tracing::error!(%cause, "nothing could be written");
    }
    for answer in answers {
        answer(committed.clone());
    }
}

#[cfg(test)]
mod tests;
