//! Rows: how an answer of the database becomes a struct, column by column.

use super::open::storage;
use crate::base::{ClientId, Error, Result, Scopes, list};
use rusqlite::types::{FromSql, Value, ValueRef};
use serde::de::DeserializeOwned;
use std::cell::Cell;

/// One row of an answer.
pub struct Row<'a> {
    row: &'a rusqlite::Row<'a>,
    /// Where the next column is, if columns are read in the order of the statement.
    next: Cell<usize>,
}

/// A type that is read from a row; [`row!`] declares one.
pub trait FromRow: Sized {
    /// The columns that it is read from, as a statement lists them.
    const COLUMNS: &'static str;
    /// Reads the columns by name.
    fn from_row(row: &Row) -> Result<Self>;
}

/// A type that is read from one column.
pub trait FromColumn: Sized {
    /// Reads the column. What cannot be read is a defect, which the error names by its place.
    fn from_column(column: &Column) -> Result<Self>;
}

/// A column of a row, which knows its place.
pub struct Column<'a> {
    row: &'a rusqlite::Row<'a>,
    index: Result<usize>,
    table: &'a str,
    name: &'a str,
}

impl<'a> Row<'a> {
    pub(super) fn of(row: &'a rusqlite::Row<'a>) -> Self {
        Row {
            row,
            next: Cell::new(0),
        }
    }

    /// Where a column of this name is.
    fn index(&self, name: &str) -> Result<usize> {
        let statement = self.row.as_ref();
        let next = self.next.get();
        let index = match statement.column_name(next) {
            Ok(own) if own == name => next,
            _ => statement.column_index(name).map_err(storage)?,
        };
        self.next.set(index + 1);
        Ok(index)
    }
}

impl Row<'_> {
    /// The value of a column.
    pub fn get<T: FromColumn>(&self, column: &str) -> Result<T> {
        self.column("a row", column).read()
    }

    /// A column of what was read from a table.
    pub fn column<'a>(&'a self, table: &'a str, name: &'a str) -> Column<'a> {
        let index = self.index(name);
        Column {
            row: self.row,
            index,
            table,
            name,
        }
    }
}

impl Column<'_> {
    /// The value.
    pub fn read<T: FromColumn>(&self) -> Result<T> {
        T::from_column(self)
    }

    /// The value as the storage has it.
    fn stored<T: FromSql>(&self) -> Result<T> {
        self.row.get(self.index.clone()?).map_err(storage)
    }

    fn is_null(&self) -> Result<bool> {
        let value = self.row.get_ref(self.index.clone()?).map_err(storage)?;
        Ok(value == ValueRef::Null)
    }

    /// One of a few words. Any other word is a defect.
    pub fn one_of<T>(&self, parse: impl FnOnce(&str) -> Option<T>) -> Result<T> {
        let word: String = self.stored()?;
        parse(&word).ok_or_else(|| self.defect(&format!("has the unknown value {word:?}")))
    }

    /// What was stored as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let text: String = self.stored()?;
        serde_json::from_str(&text).map_err(|error| self.defect(&format!("cannot be read: {error}")))
    }

    fn defect(&self, what: &str) -> Error {
        Error::Internal(format!("{}.{} {what}", self.table, self.name))
    }
}

macro_rules! stored_as_they_are {
    ($($type:ty),*) => {
        $(impl FromColumn for $type {
            fn from_column(column: &Column) -> Result<Self> {
                column.stored()
            }
        })*
    };
}

stored_as_they_are!(String, bool, i64, Vec<u8>, Value);

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_column(column: &Column) -> Result<Self> {
        match column.is_null()? {
            true => Ok(None),
            false => column.read().map(Some),
        }
    }
}

/// A list that people type: see [`list`].
impl FromColumn for Vec<String> {
    fn from_column(column: &Column) -> Result<Self> {
        let text: String = column.read()?;
        Ok(list::split(&text).into_iter().map(str::to_owned).collect())
    }
}

impl FromColumn for Vec<ClientId> {
    fn from_column(column: &Column) -> Result<Self> {
        let text: String = column.read()?;
        Ok(text.lines().map(ClientId::from).collect())
    }
}

/// A pair on each line, as `name=value`.
impl FromColumn for Vec<(String, String)> {
    fn from_column(column: &Column) -> Result<Self> {
        let text: String = column.read()?;
        let pairs = text.lines().filter_map(|line| line.split_once('='));
        Ok(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

impl FromColumn for Scopes {
    fn from_column(column: &Column) -> Result<Self> {
        column.read().map(|text: String| Scopes::parse(&text))
    }
}

/// Declares a struct together with how it is read from a row: each field is read from the column of
/// its name.
///
/// - `= "column"`: from a column of another name.
/// - `= via(function)`: what the function makes of the column's value; also `= "column" via(function)`.
/// - `= skip(value)`: from no column. Whoever reads the row puts in what belongs there.
///
/// The table says where a value stands that cannot be read; a row of a join has none.
///
/// ```ignore
/// row! {
///     /// A room of the house.
///     pub struct Room in "rooms" {
///         pub number: String = "name",
///         pub state: State,
///         pub free_at: Option<Seconds>,
///         pub guests: Vec<String> = skip(Vec::new()),
///     }
/// }
/// ```
macro_rules! row {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident $(in $table:literal)? {
            $(
                $(#[$about:meta])*
                $reach:vis $field:ident: $type:ty
                    $(= $($column:literal)? $(via($make:expr))? $(skip($value:expr))?)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$about])* $reach $field: $type,)*
        }

        impl $crate::db::FromRow for $name {
            const COLUMNS: &'static str = $crate::db::without_last_comma(concat!(
                $($crate::db::row!(@listed $field $(= $($column)? $(skip($value))?)?)),*
            ));

            fn from_row(row: &$crate::db::Row) -> $crate::base::Result<Self> {
                // A row of a join is named by its struct.
                let table = [$($table,)? stringify!($name)][0];
                Ok($name {
                    $($field: $crate::db::row!(
                        @value row, table, $field $(= $($column)? $(via($make))? $(skip($value))?)?
                    ),)*
                })
            }
        }
    };

    (@listed $field:ident = skip($value:expr)) => { "" };
    (@listed $field:ident = $column:literal) => { concat!($column, ", ") };
    (@listed $field:ident $(=)?) => { concat!(stringify!($field), ", ") };

    (@value $row:ident, $table:ident, $field:ident = skip($value:expr)) => { $value };
    (@value $row:ident, $table:ident, $field:ident = $column:literal via($make:expr)) => {
        $make($row.column($table, $column).read()?)
    };
    (@value $row:ident, $table:ident, $field:ident = via($make:expr)) => {
        $make($row.column($table, stringify!($field)).read()?)
    };
    (@value $row:ident, $table:ident, $field:ident = $column:literal) => { $row.column($table, $column).read()? };
    (@value $row:ident, $table:ident, $field:ident) => { $row.column($table, stringify!($field)).read()? };
}
pub(crate) use row;

/// For [`row!`]: a list of columns as a statement has it.
pub const fn without_last_comma(columns: &'static str) -> &'static str {
    columns.split_at(columns.len() - 2).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::statement::read_in;
    use rusqlite::Connection;

    #[test]
    fn an_unknown_word_is_a_defect_that_is_named() {
        let connection = Connection::open_in_memory().unwrap();
        let state = |word: &str| {
            read_in(&connection, None, |db| {
                db.first_with("SELECT ?1 AS state", &[&word], |row| {
                    let column = row.column("tickets", "state");
                    column.one_of(|word| (word == "Pending").then_some(1))
                })
            })
        };
        assert_eq!(state("Pending"), Ok(Some(1)));
        let unknown = "tickets.state has the unknown value \"Lost\"".to_owned();
        assert_eq!(state("Lost"), Err(Error::Internal(unknown)));
    }

    row! {
        #[derive(Debug, PartialEq)]
        struct Room in "rooms" {
            number: String = "name",
            beds: Option<i64>,
            words: Vec<String>,
            length: usize = "name" via(|name: String| name.len()),
            guests: Vec<String> = skip(Vec::new()),
            is_free: bool = via(|is_taken: bool| !is_taken),
        }
    }

    #[test]
    fn a_row_is_read_as_it_is_declared() {
        assert_eq!(Room::COLUMNS, "name, beds, words, name, is_free");
        let connection = Connection::open_in_memory().unwrap();
        let read = |sql: &str| read_in(&connection, None, |db| db.first::<Room>(sql, &[])).map(Option::unwrap);
        let room = Room {
            number: "101".into(),
            beds: None,
            words: vec!["a".into(), "b".into()],
            length: 3,
            guests: Vec::new(),
            is_free: true,
        };
        let found = read("SELECT '101' AS name, NULL AS beds, 'a;b' AS words, 0 AS is_free");
        assert_eq!(found, Ok(room));
        let found = read("SELECT '101' AS name, 'two' AS beds, '' AS words, 0 AS is_free");
        assert!(matches!(found, Err(Error::Storage(_))), "{found:?}");
    }
}
