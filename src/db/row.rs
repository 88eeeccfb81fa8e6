//! What verbs see of the database: statements with numbered parameters, rows by column name.

use super::open::storage;
use crate::base::Result;
use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension};
use std::ops::Deref;

pub use rusqlite::params;
pub use rusqlite::types::Value;

/// A consistent view of the data.
pub struct Read<'a> {
    connection: &'a Connection,
}

/// A view that may change the data.
pub struct Write<'a>(Read<'a>);

impl<'a> Deref for Write<'a> {
    type Target = Read<'a>;

    fn deref(&self) -> &Read<'a> {
        &self.0
    }
}

/// One row of an answer.
pub struct Row<'a>(&'a rusqlite::Row<'a>);

/// A type that is read from a row.
pub trait FromRow: Sized {
    /// Reads the columns by name.
    fn from_row(row: &Row) -> Result<Self>;
}

impl Row<'_> {
    /// The value of a column.
    pub fn get<T: rusqlite::types::FromSql>(&self, column: &str) -> Result<T> {
        self.0.get(column).map_err(storage)
    }
}

impl<'a> Read<'a> {
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
        let mut statement = self.connection.prepare_cached(sql).map_err(storage)?;
        let found = statement
            .query_row(parameters, |row| Ok(read(&Row(row))))
            .optional()
            .map_err(storage)?;
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
        let mut statement = self.connection.prepare_cached(sql).map_err(storage)?;
        let mut rows = statement.query(parameters).map_err(storage)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(storage)? {
            found.push(read(&Row(row))?);
        }
        Ok(found)
    }

    /// The single number that the statement answers with, such as a count.
    pub fn number(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<i64> {
        let mut statement = self.connection.prepare_cached(sql).map_err(storage)?;
        statement.query_row(parameters, |row| row.get(0)).map_err(storage)
    }
}

impl<'a> Write<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Write(Read { connection })
    }

    /// Changes something; says how many rows. For single-use things that count is the verdict.
    pub fn execute(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<usize> {
        let mut statement = self.connection.prepare_cached(sql).map_err(storage)?;
        statement.execute(parameters).map_err(storage)
    }
}

/// Runs a read in one transaction, so that all its statements see the same data.
pub(super) fn read_in<T>(connection: &Connection, operation: impl FnOnce(&Read) -> Result<T>) -> Result<T> {
    let transaction = connection.unchecked_transaction().map_err(storage)?;
    operation(&Read {
        connection: &transaction,
    })
}
