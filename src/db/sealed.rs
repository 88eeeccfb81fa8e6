//! The columns whose values are sealed under the key: those whose names end with `_sealed`. Each value is bound to
//! `<table>/<primary key>/<column>` ([`vault::place`](crate::base::vault::place)). Known from the file itself, so that no
//! list has to be kept.

use super::statement::{PORTION, Read, Write, params};
use crate::base::secret::{base64url, from_base64url};
use crate::base::vault;
use crate::base::{Error, Result};

/// A column of sealed values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedColumn {
    pub table: String,
    pub column: String,
    key: String,
}

/// A sealed value in its row.
pub struct SealedValue {
    /// The primary key of its row.
    pub row: String,
    pub sealed: Vec<u8>,
    is_text: bool,
}

/// Every column of sealed values.
pub fn sealed_columns(db: &Read) -> Result<Vec<SealedColumn>> {
    let sql = "SELECT tables.name AS of, columns.name AS own, keys.name AS key
               FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns,
                    pragma_table_info(tables.name) AS keys
               WHERE tables.type = 'table' AND substr(columns.name, -7) = '_sealed' AND keys.pk = 1
               ORDER BY 1, 2";
    db.all_with(sql, &[], |row| {
        Ok(SealedColumn {
            table: row.get("of")?,
            column: row.get("own")?,
            key: row.get("key")?,
        })
    })
}

impl SealedColumn {
    /// Where a value of it is bound to.
    pub fn place(&self, value: &SealedValue) -> String {
        vault::place(&self.table, &value.row, &self.column)
    }

    /// The first value, if there is one.
    pub fn first(&self, db: &Read) -> Result<Option<SealedValue>> {
        Ok(self.some_after(db, None, 1)?.pop())
    }

    /// The next values behind a row, a portion of them.
    pub fn values_after(&self, db: &Read, row: Option<&str>) -> Result<Vec<SealedValue>> {
        self.some_after(db, row, PORTION)
    }

    fn some_after(&self, db: &Read, row: Option<&str>, most: usize) -> Result<Vec<SealedValue>> {
        let (table, column, key) = (&self.table, &self.column, &self.key);
        let sql = format!(
            "SELECT {key} AS key, CAST({column} AS BLOB) AS sealed, typeof({column}) = 'text' AS is_text FROM {table}
             WHERE {column} IS NOT NULL AND (?1 IS NULL OR {key} > ?1) ORDER BY {key} LIMIT ?2"
        );
        db.all_with(&sql, params![row, most as i64], |row| {
            let (stored, is_text): (Vec<u8>, bool) = (row.get("sealed")?, row.get("is_text")?);
            let sealed = match is_text {
                true => String::from_utf8(stored).ok().and_then(|text| from_base64url(&text)),
                false => Some(stored),
            };
            let row: String = row.get("key")?;
            let sealed = sealed.ok_or_else(|| Error::Internal(format!("{table}/{row}/{column} is no sealed value")))?;
            Ok(SealedValue { row, sealed, is_text })
        })
    }

    /// Puts another sealed value in the place of one, if that is still there.
    pub fn replace(&self, db: &Write, value: &SealedValue, sealed: &[u8]) -> Result<bool> {
        let (table, column, key) = (&self.table, &self.column, &self.key);
        let sql = format!("UPDATE {table} SET {column} = ?2 WHERE {key} = ?1 AND {column} = ?3");
        let changed = match value.is_text {
            true => db.execute(&sql, params![value.row, base64url(sealed), base64url(&value.sealed)]),
            false => db.execute(&sql, params![value.row, sealed, value.sealed]),
        };
        Ok(changed? == 1)
    }
}
