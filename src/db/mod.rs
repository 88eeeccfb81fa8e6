//! The database: one SQLite file, one writer thread, many readers.
//!
//! - [`Db::write`] hands a whole operation to the writer thread. It runs in a
//!   savepoint inside a transaction shared with whatever else is waiting, and is
//!   answered only after the commit reached the disk: what was answered survives
//!   a power cut. `Err` rolls the operation back and nothing else.
//! - [`Db::transact`] is the same for an operation that may refuse: its error says
//!   itself whether it rolls back ([`Rollback`]), for some refusals are remembered.
//! - [`Db::read`] runs in place, on a connection of the calling thread: for
//!   look-ups by key, which take microseconds.
//! - [`Db::scan`] runs on a small pool of threads: for lists and searches.
//!
//! What decides who may do what is asked at every request and changes seldom: it is kept in memory
//! ([`Read::kept`]) for as long as the number in `generation` is the same, which triggers in the schema
//! count up with every change of such a table, whichever process makes it.
//!
//! Verbs take a [`Read`] or a [`Write`] and never see SQLite itself. A `Write`
//! can do what a `Read` can.

mod file;
mod integrity;
mod memory;
mod open;
mod pool;
mod rollback;
mod row;
mod sealed;
mod statement;
mod types;
mod upgrade;
mod wal_index;
mod writer;

pub use file::log_of;
pub use integrity::{Depth, problems};
pub use open::{OpenError, SCHEMA_VERSION, copy, has_schema, rewrite, version};
pub use rollback::Rollback;
pub(crate) use row::row;
pub use row::{Column, FromColumn, FromRow, Row, without_last_comma};
pub use rusqlite::types::{ToSql, Value};
pub use sealed::{SealedColumn, SealedValue, sealed_columns};
pub use statement::reading;
pub use statement::{PORTION, Read, Write, names, params};
pub use writer::WriterStats;

use crate::base::{Error, Result};
use file::DatabaseFile;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The doors to the one database file.
pub struct Db {
    id: u64,
    path: PathBuf,
    file: Arc<DatabaseFile>,
    memory: Arc<memory::Memory>,
    writer: writer::Writer,
    pool: pool::Pool,
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

thread_local! {
    static READERS: RefCell<HashMap<u64, rusqlite::Connection>> = RefCell::default();
}

impl Db {
    /// Opens the file, making or upgrading it where needed; then stores what has to be there
    /// before anybody asks.
    pub fn open(path: &Path, prepare: impl FnOnce(&Write) -> Result<()>) -> std::result::Result<Self, OpenError> {
        let connection = open::open_writer(path)?;
        writer::run_alone(&connection, prepare).map_err(|error| match error {
            Error::Storage(cause) | Error::Internal(cause) => OpenError(cause),
            other => OpenError(other.to_string()),
        })?;
        let file = Arc::new(DatabaseFile::at(path));
        let memory = Arc::new(memory::Memory::of(path));
        Ok(Db {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            path: path.to_owned(),
            file: Arc::clone(&file),
            writer: writer::Writer::start(connection, Some(file), Arc::clone(&memory)),
            pool: pool::Pool::new(path, Arc::clone(&memory)),
            memory,
        })
    }

    /// Runs an operation that changes something; it is durable when this returns `Ok`.
    pub async fn write<T, F>(&self, operation: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Write) -> Result<T> + Send + 'static,
    {
        self.transact(operation).await
    }

    /// Runs an operation whose error says whether it rolls back. What was done is durable when this
    /// returns `Ok`, or an error that does not roll back.
    pub async fn transact<T, E, F>(&self, operation: F) -> std::result::Result<T, E>
    where
        T: Send + 'static,
        E: Rollback,
        F: FnOnce(&Write) -> std::result::Result<T, E> + Send + 'static,
    {
        let answer = self.writer.submit(operation).await?;
        answer.await.unwrap_or_else(|_| Err(writer::stopped().into()))
    }

    /// [`Db::write`] for callers outside the asynchronous runtime (the command line).
    pub fn write_blocking<T, F>(&self, operation: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Write) -> Result<T> + Send + 'static,
    {
        let answer = self.writer.submit_blocking(operation)?;
        answer.blocking_recv().map_err(|_| writer::stopped())?
    }

    /// Runs a quick look-up in place, in one consistent view of the data.
    pub fn read<T>(&self, operation: impl FnOnce(&Read) -> Result<T>) -> Result<T> {
        self.view(operation)
    }

    /// [`Db::read`] for a look-up that has more to say than an [`Error`].
    pub fn view<T, E: From<Error>>(
        &self,
        operation: impl FnOnce(&Read) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        READERS.with(|readers| {
            let mut readers = readers
                .try_borrow_mut()
                .map_err(|_| Error::Internal("a read was begun inside a read on the same thread".into()))?;
            if let std::collections::hash_map::Entry::Vacant(slot) = readers.entry(self.id) {
                self.file.check()?;
                slot.insert(open::open_reader(&self.path)?);
            }
            let connection = readers
                .get(&self.id)
                .ok_or_else(|| Error::Internal("the reader just opened is gone".into()))?;
            statement::read_in(connection, Some(&self.memory), operation)
        })
    }

    /// Runs a longer read (a list, a search) on the reader threads.
    pub async fn scan<T, F>(&self, operation: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Read) -> Result<T> + Send + 'static,
    {
        self.pool.run(operation).await
    }

    /// Writes a copy of the database as it is at this moment, beside whatever is going on. The
    /// file must not be there yet.
    pub fn copy_to(&self, path: &Path) -> Result<()> {
        self.file.check()?;
        open::copy(&self.path, path)
    }

    /// Waits until the writer thread has ended. While the database is open it does so only by a defect: whoever serves
    /// has to stop then.
    pub async fn writer_gone(&self) {
        self.writer.gone().await;
    }

    /// Lets go of what nobody asked for since the last time: answers, and pages of the file.
    pub fn forget_unused(&self) {
        self.memory.forget_unused();
        self.pool.forget_unused();
        self.writer.forget_unused();
    }

    /// How many statements were run since it was opened.
    pub fn statements(&self) -> u64 {
        self.memory.statements()
    }

    /// What the writer did, and what waits for it.
    pub fn stats(&self) -> WriterStats {
        self.writer.stats()
    }

    /// Moves everything from the log into the file; at shutdown.
    pub async fn checkpoint(&self) {
        self.writer.checkpoint().await;
    }
}
