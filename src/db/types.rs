//! How our own types are stored.

use super::row::{Column, FromColumn};
use crate::base::ids::{ClientId, GrantId, SessionId, TicketId, UserId};
use crate::base::secret::Hash;
use crate::base::{Millis, Result, Seconds};
use rusqlite::types::{ToSql, ToSqlOutput};

macro_rules! stored_as_text {
    ($($type:ty),*) => {
        $(
            impl ToSql for $type {
                fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                    self.as_str().to_sql()
                }
            }

            impl FromColumn for $type {
                fn from_column(column: &Column) -> Result<Self> {
                    column.read::<String>().map(Self::from)
                }
            }
        )*
    };
}

stored_as_text!(ClientId, GrantId, SessionId, TicketId, UserId);

impl FromColumn for Hash {
    fn from_column(column: &Column) -> Result<Self> {
        column.read().map(Hash)
    }
}

macro_rules! stored_as_number {
    ($($type:ident),*) => {
        $(
            impl ToSql for $type {
                fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                    Ok(self.0.into())
                }
            }

            impl FromColumn for $type {
                fn from_column(column: &Column) -> Result<Self> {
                    column.read().map($type)
                }
            }
        )*
    };
}

stored_as_number!(Millis, Seconds);
