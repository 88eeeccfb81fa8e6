//! A few threads for longer reads, each with its own read-only connection.

use super::open::open_reader;
use super::statement::{Read, read_in};
use crate::base::{Error, Result};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;

/// How many long reads run at once.
const THREADS: usize = 2;

pub(super) struct Pool {
    path: PathBuf,
    slots: Semaphore,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Pool {
    pub(super) fn new(path: &Path) -> Self {
        Pool {
            path: path.to_owned(),
            slots: Semaphore::new(THREADS),
            idle: Arc::default(),
        }
    }

    pub(super) async fn run<T, F>(&self, operation: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Read) -> Result<T> + Send + 'static,
    {
        let gone = |_| Error::Internal("the reader pool is closed".into());
        let _slot = self.slots.acquire().await.map_err(gone)?;
        let (path, idle) = (self.path.clone(), Arc::clone(&self.idle));
        let task = tokio::task::spawn_blocking(move || {
            let kept = idle.lock().ok().and_then(|mut idle| idle.pop());
            let connection = match kept {
                Some(connection) => connection,
                None => open_reader(&path)?,
            };
            let outcome = read_in(&connection, operation);
            if let Ok(mut idle) = idle.lock() {
                idle.push(connection);
            }
            outcome
        });
        task.await
            .map_err(|error| Error::Internal(format!("a read panicked: {error}")))?
    }
}
