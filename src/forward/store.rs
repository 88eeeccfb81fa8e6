//! All SQL on protected applications, beside the record engine's.

use super::Application;
use super::identity::HeaderNames;
use crate::base::Result;
use crate::db::{Column, FromColumn, FromRow, Read, params};
use std::sync::Arc;

impl FromColumn for HeaderNames {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(HeaderNames::from_option)
    }
}

/// Every application, with its roles; kept in memory.
pub fn every(db: &Read) -> Result<Arc<Vec<Arc<Application>>>> {
    db.kept("protected applications", || found(db))
}

fn found(db: &Read) -> Result<Vec<Arc<Application>>> {
    let sql = format!(
        "SELECT {} FROM protected_applications ORDER BY application_name, name",
        Application::COLUMNS
    );
    let mut every: Vec<Application> = db.all(&sql, params![])?;
    for own in &mut every {
        let sql = "SELECT value FROM protected_application_roles WHERE parent = ?1 ORDER BY idx";
        own.allowed_roles = db.all_with(sql, params![own.name], |row| row.get("value"))?;
    }
    Ok(every.into_iter().map(Arc::new).collect())
}
