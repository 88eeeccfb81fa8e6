//! One transaction, and the operations in it: each in a savepoint of its own.

use crate::base::{Error, Result};
use crate::db::memory::Memory;
use crate::db::open::storage;
use crate::db::rollback::Rollback;
use crate::db::statement::Write;
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Where an operation runs: the connection, and what is kept of what was read before.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) connection: &'a Connection,
    pub(super) memory: Option<&'a Memory>,
    /// How much the connection had changed when the transaction began.
    pub(super) unchanged: u64,
}

/// Whether the transaction is there; the error is why it is gone, and nothing of it was changed.
pub(super) type Transaction = Result<()>;

/// Runs one operation in a transaction of its own, before there is a writer thread.
pub(in crate::db) fn run_alone<T>(connection: &Connection, operation: impl FnOnce(&Write) -> Result<T>) -> Result<T> {
    begin(connection)?;
    let (transaction, outcome) = run(alone(connection), operation);
    transaction.and_then(|()| commit(connection)).and(outcome)
}

/// A connection that nobody keeps anything of.
pub(super) fn alone(connection: &Connection) -> Place<'_> {
    Place {
        connection,
        memory: None,
        unchanged: connection.total_changes(),
    }
}

/// Runs one operation in its savepoint; a panic, and an error that rolls back, undo it alone.
pub(super) fn run<T, E: Rollback>(
    place: Place,
    operation: impl FnOnce(&Write) -> std::result::Result<T, E>,
) -> (Transaction, std::result::Result<T, E>) {
    let Place {
        connection,
        memory,
        unchanged,
    } = place;
    if let Err(error) = step(connection, "SAVEPOINT operation") {
        let cause = abandon(connection, error);
        return (Err(cause.clone()), Err(cause.into()));
    }
    let write = Write::new(connection, memory, unchanged);
    let outcome = catch_unwind(AssertUnwindSafe(|| operation(&write)))
        .unwrap_or_else(|_| Err(Error::Internal("an operation panicked".into()).into()));
    let end = || {
        if outcome.as_ref().is_err_and(E::rolls_back) {
            step(connection, "ROLLBACK TO operation")?;
        }
        step(connection, "RELEASE operation")
    };
    let transaction = match write.lost() {
        Some(cause) => Err(cause),
        None => end().map_err(|error| abandon(connection, error)),
    };
    (transaction, outcome)
}

/// A step that every operation takes: its statement is kept.
fn step(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

pub(super) fn begin(connection: &Connection) -> Transaction {
    connection.execute_batch("BEGIN IMMEDIATE").map_err(storage)
}

pub(super) fn commit(connection: &Connection) -> Transaction {
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
