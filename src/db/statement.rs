//! What verbs see of the database: statements with numbered parameters, rows by column name.

use super::memory::Memory;
use super::open::{open_reader, storage};
use super::row::{FromRow, Row};
use crate::base::{Error, Result};
use rusqlite::types::ToSql;
use rusqlite::{CachedStatement, Connection, OptionalExtension};
use std::any::Any;
use std::cell::{Cell, OnceCell};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

pub use rusqlite::params;

/// A consistent view of the data.
pub struct Read<'a> {
    connection: &'a Connection,
    /// Where answers are kept; none where the database is not open for good.
    memory: Option<&'a Memory>,
    /// The number that they are good for, once it was asked, and how much this connection had changed by then.
    generation: Cell<Option<(u64, i64)>>,
    /// How much this connection had changed when its transaction began: once it is more, what is found may never be
    /// committed. None where nothing is changed.
    unchanged: Option<u64>,
    /// The transaction of a read, from its first statement on: what is kept needs none.
    begun: OnceCell<()>,
    /// Why SQLite gave the transaction up, once it did: nothing more may be run.
    lost: OnceCell<Error>,
}

/// A view that may change the data.
pub struct Write<'a>(Read<'a>);

impl<'a> Deref for Write<'a> {
    type Target = Read<'a>;

    fn deref(&self) -> &Read<'a> {
        &self.0
    }
}

/// Reads from a database file that nobody here has open; it is changed in nothing.
pub fn reading<T>(path: &Path, operation: impl FnOnce(&Read) -> Result<T>) -> Result<T> {
    read_in(&open_reader(path)?, None, operation)
}

impl<'a> Read<'a> {
    fn new(connection: &'a Connection, memory: Option<&'a Memory>) -> Self {
        Read {
            connection,
            memory,
            generation: Cell::default(),
            unchanged: None,
            begun: OnceCell::new(),
            lost: OnceCell::new(),
        }
    }

    fn prepare(&self, sql: &str) -> Result<CachedStatement<'a>> {
        if self.begun.get().is_none() {
            self.connection.execute_batch("BEGIN").map_err(storage)?;
            let _ = self.begun.set(());
        }
        self.prepare_alone(sql)
    }

    /// A statement that needs no transaction around it.
    fn prepare_alone(&self, sql: &str) -> Result<CachedStatement<'a>> {
        if let Some(memory) = self.memory {
            memory.count();
        }
        match self.lost.get() {
            Some(cause) => Err(cause.clone()),
            None => self.connection.prepare_cached(sql).map_err(|error| self.failed(error)),
        }
    }

    /// Some failures (disk full, a temporary file that cannot be written) end the whole transaction.
    fn failed(&self, error: rusqlite::Error) -> Error {
        let error = storage(error);
        if self.connection.is_autocommit() {
            self.lost.get_or_init(|| error.clone());
        }
        error
    }

    /// The first row, if there is one.
    pub fn first<T: FromRow>(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<Option<T>> {
        self.first_with(sql, parameters, T::from_row)
    }

    /// The first row, read by a function.
    pub fn first_with<T>(
        &self,
        sql: &str,
        parameters: &[&dyn ToSql],
        read: impl FnOnce(&Row) -> Result<T>,
    ) -> Result<Option<T>> {
        let found = self
            .prepare(sql)?
            .query_row(parameters, |row| Ok(read(&Row::of(row))))
            .optional()
            .map_err(|error| self.failed(error))?;
        found.transpose()
    }

    /// Every row.
    pub fn all<T: FromRow>(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<Vec<T>> {
        self.all_with(sql, parameters, T::from_row)
    }

    /// Every row, read by a function.
    pub fn all_with<T>(
        &self,
        sql: &str,
        parameters: &[&dyn ToSql],
        mut read: impl FnMut(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.some_with(sql, parameters, |row| {
            found.push(read(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// Row after row, until the function says that it has seen enough.
    pub fn some_with(
        &self,
        sql: &str,
        parameters: &[&dyn ToSql],
        mut goes_on: impl FnMut(&Row) -> Result<bool>,
    ) -> Result<()> {
        let mut statement = self.prepare(sql)?;
        let mut rows = statement.query(parameters).map_err(|error| self.failed(error))?;
        while let Some(row) = rows.next().map_err(|error| self.failed(error))? {
            if !goes_on(&Row::of(row))? {
                break;
            }
        }
        Ok(())
    }

    /// What was found under this key before and still holds; else what is found now, which is kept. For what decides who may
    /// do what, and for nothing else: it holds until one of the tables changes that the triggers of `generation` stand
    /// on, by whichever process. A transaction that has changed something keeps nothing any more: it may be rolled back.
    pub fn kept<T: Any + Send + Sync>(&self, key: &str, find: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        match self.remembered(key)? {
            Some(known) => Ok(known),
            None => self.remember(key, find()?),
        }
    }

    /// The same for what may not be there: that it is not there is not kept.
    pub fn kept_if_any<T: Any + Send + Sync>(
        &self,
        key: &str,
        find: impl FnOnce() -> Result<Option<T>>,
    ) -> Result<Option<Arc<T>>> {
        if let Some(known) = self.remembered(key)? {
            return Ok(Some(known));
        }
        find()?.map(|found| self.remember(key, found)).transpose()
    }

    fn remembered<T: Any + Send + Sync>(&self, key: &str) -> Result<Option<Arc<T>>> {
        let Some(memory) = self.memory else { return Ok(None) };
        Ok(memory.get(self.generation(memory)?, key))
    }

    fn remember<T: Any + Send + Sync>(&self, key: &str, found: T) -> Result<Arc<T>> {
        let found = Arc::new(found);
        if let Some(memory) = self.memory
            && self.is_committed()
        {
            memory.keep(self.generation(memory)?, key, &found);
        }
        Ok(found)
    }

    /// Whether all that is seen is committed.
    fn is_committed(&self) -> bool {
        self.unchanged
            .is_none_or(|then| then == self.connection.total_changes())
    }

    fn generation(&self, memory: &Memory) -> Result<i64> {
        let changes = self.connection.total_changes();
        if let Some((_, known)) = self.generation.get().filter(|(then, _)| *then == changes) {
            return Ok(known);
        }
        let ask = || {
            let mut statement = self.prepare_alone("SELECT number FROM generation WHERE id = 1")?;
            statement.query_row([], |row| row.get(0)).map_err(storage)
        };
        let number = match self.begun.get() {
            None => memory.generation(ask)?,
            // What is seen is that of the moment at which the transaction began, and what it has done itself: nobody else
            // knows its number.
            Some(()) => ask()?,
        };
        self.generation.set(Some((changes, number)));
        Ok(number)
    }

    /// The single number that the statement answers with, such as a count.
    pub fn number(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<i64> {
        let found = self.prepare(sql)?.query_row(parameters, |row| row.get(0));
        found.map_err(|error| self.failed(error))
    }
}

impl<'a> Write<'a> {
    pub(super) fn new(connection: &'a Connection, memory: Option<&'a Memory>, unchanged: u64) -> Self {
        Write(Read {
            unchanged: Some(unchanged),
            begun: OnceCell::from(()),
            ..Read::new(connection, memory)
        })
    }

    /// Why SQLite gave the transaction up in the middle of the operation, if it did.
    pub(super) fn lost(&self) -> Option<Error> {
        self.lost.get().cloned()
    }

    /// Changes something; says how many rows. For single-use things that count is the verdict.
    pub fn execute(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<usize> {
        let changed = self.prepare(sql)?.execute(parameters);
        changed.map_err(|error| self.failed(error))
    }

    /// Removes rows, a portion at a time, so that nobody waits long for the writer; says how many went.
    pub fn remove_some(&self, (table, key): (&str, &str), condition: &str, parameters: &[&dyn ToSql]) -> Result<usize> {
        self.execute(
            &format!(
                "DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {condition} LIMIT {PORTION})"
            ),
            parameters,
        )
    }
}

/// How many rows one [`Write::remove_some`] removes at the most.
pub const PORTION: usize = 200;

/// Runs a read in one transaction, so that all its statements see the same data. What is found in memory beside them is no
/// older than the moment at which it was asked for.
pub(super) fn read_in<T, E: From<Error>>(
    connection: &Connection,
    memory: Option<&Memory>,
    operation: impl FnOnce(&Read) -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    let _end = End(connection);
    operation(&Read::new(connection, memory))
}

/// Ends a read's transaction, if it has begun one, however the operation ends.
struct End<'a>(&'a Connection);

/// Names as one parameter, for `IN (SELECT value FROM json_each(?1))`.
pub fn names<S: AsRef<str>>(names: &[S]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    serde_json::Value::from(names).to_string()
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        if !self.0.is_autocommit()
            && let Err(error) = self.0.execute_batch("ROLLBACK")
        {
            tracing::error!(%error, "a read could not be ended");
        }
    }
}
