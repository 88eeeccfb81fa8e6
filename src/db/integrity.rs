//! Whether the pages of a database are whole.

use super::OpenError;
use super::open::{explain, is_damage, open_reader};
use crate::base::Error;
use std::path::Path;

/// How thorough a look is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// The structure of every page: reads the file once.
    Quick,
    /// That every index has what its table has, too, and that every reference leads somewhere.
    Whole,
}

/// How many problems are told at the most.
const MOST: usize = 10;

/// What is wrong with a database; nothing, if it is whole. The error: it cannot be read at all.
pub fn problems(path: &Path, depth: Depth) -> Result<Vec<String>, OpenError> {
    let connection = open_reader(path).map_err(|error| match error {
        Error::Storage(cause) => OpenError(format!("{} cannot be opened: {cause}", path.display())),
        other => OpenError(other.to_string()),
    })?;
    let pragma = match depth {
        Depth::Quick => format!("PRAGMA quick_check({MOST})"),
        Depth::Whole => format!("PRAGMA integrity_check({MOST})"),
    };
    let mut found = match lines(&connection, &pragma) {
        Ok(found) => found,
        Err(error) if is_damage(&error) => vec![error.to_string()],
        Err(error) => return Err(explain(path, &error)),
    };
    found.retain(|line| line != "ok");
    if depth == Depth::Whole && found.is_empty() {
        let broken =
            "SELECT count(*) || ' rows of ' || \"table\" || ' name rows of ' || parent || ' that are not there'
                      FROM pragma_foreign_key_check GROUP BY \"table\", parent";
        found = lines(&connection, broken).map_err(|error| explain(path, &error))?;
    }
    Ok(found)
}

fn lines(connection: &rusqlite::Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    // A page that cannot be read at all ends the check: what was found until then counts, and that.
    let mut found = Vec::new();
    for row in rows {
        match row {
            Ok(line) => found.push(line),
            Err(error) => {
                found.push(error.to_string());
                break;
            }
        }
    }
    Ok(found)
}
