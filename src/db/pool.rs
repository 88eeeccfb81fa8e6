//! A few threads for longer reads, each with its own read-only connection.

use super::memory::Memory;
use super::open::{open_reader, storage};
use super::statement::{Read, read_in};
use crate::base::{Error, Result};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// How many long reads run at once.
const THREADS: usize = 2;

/// How many steps of SQLite's machine a read goes on after it was given up.
const STEPS: i32 = 10_000;

/// Tells a read when it goes that nobody waits for it any more.
#[derive(Default)]
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

pub(super) struct Pool {
    path: PathBuf,
    memory: Arc<Memory>,
    slots: Semaphore,
    idle: Arc<Mutex<Vec<Connection>>>,
    /// Whether somebody read since it was last looked at.
    is_used: AtomicBool,
}

impl Pool {
    pub(super) fn new(path: &Path, memory: Arc<Memory>) -> Self {
        Pool {
            path: path.to_owned(),
            memory,
            slots: Semaphore::new(THREADS),
            idle: Arc::default(),
            is_used: AtomicBool::default(),
        }
    }

    /// Closes what nobody used since the last time: each connection has pages in memory.
    pub(super) fn forget_unused(&self) {
        if !self.is_used.swap(false, Ordering::Relaxed)
            && let Ok(mut idle) = self.idle.lock()
        {
            idle.clear();
        }
    }

    pub(super) async fn run<T, F>(&self, operation: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Read) -> Result<T> + Send + 'static,
    {
        let gone = |_| Error::Internal("the reader pool is closed".into());
        let _slot = self.slots.acquire().await.map_err(gone)?;
        self.is_used.store(true, Ordering::Relaxed);
        let waiting = Waiting::default();
        let is_given_up = Arc::clone(&waiting.0);
        let (path, memory, idle) = (self.path.clone(), Arc::clone(&self.memory), Arc::clone(&self.idle));
        let task = tokio::task::spawn_blocking(move || {
            let kept = idle.lock().ok().and_then(|mut idle| idle.pop());
            let mut connection = match kept {
                Some(connection) => connection,
                None => open_reader(&path)?,
            };
            let is_given_up = move || is_given_up.load(Ordering::Relaxed);
            connection.progress_handler(STEPS, Some(is_given_up)).map_err(storage)?;
            let outcome = read_in(&connection, Some(&memory), operation);
            connection.progress_handler(0, None::<fn() -> bool>).map_err(storage)?;
            if let Ok(mut idle) = idle.lock() {
                idle.push(connection);
            }
            outcome
        });
        task.await
            .map_err(|error| Error::Internal(format!("a read panicked: {error}")))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Stopwatch;
    use crate::db::Db;

    /// A read that nobody waits for any more makes room for the next.
    #[tokio::test]
    async fn a_read_that_is_given_up_ends() {
        let folder = std::env::temp_dir().join(format!("frontdesk-pool-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let db = Arc::new(Db::open(&folder.join("pool.db"), |_| Ok(())).unwrap());
        let (began, begun) = std::sync::mpsc::channel();
        let (ended, end) = std::sync::mpsc::channel();
        let worker = Arc::clone(&db);
        let waiting = tokio::spawn(async move {
            let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
            worker
                .scan(move |db| {
                    began.send(()).unwrap();
                    let outcome = db.number(endless, &[]);
                    ended.send(outcome.is_err()).unwrap();
                    outcome
                })
                .await
        });
        tokio::task::spawn_blocking(move || begun.recv().unwrap())
            .await
            .unwrap();
        let watch = Stopwatch::start();
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        let was_ended = tokio::task::spawn_blocking(move || end.recv_timeout(std::time::Duration::from_secs(60)));
        assert_eq!(was_ended.await.unwrap(), Ok(true), "after {:?}", watch.elapsed());
        drop(db);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
