//! Upgrading old files: numbered steps, in one transaction, after a copy is made.

use super::open::SCHEMA_VERSION;
use rusqlite::Connection;
use std::path::Path;

/// The statements that lead from one schema version to the next.
struct Step {
    to: i64,
    sql: &'static str,
}

/// Every step since the first schema, in order. There is none yet.
const STEPS: &[Step] = &[];

/// Brings a file of an older version up to the newest. Does nothing to a new one.
pub(super) fn run(connection: &Connection, path: &Path, version: i64) -> rusqlite::Result<()> {
    apply(connection, path, version, STEPS, SCHEMA_VERSION)
}

fn apply(connection: &Connection, path: &Path, version: i64, steps: &[Step], newest: i64) -> rusqlite::Result<()> {
    if version >= newest {
        return Ok(());
    }
    let copy = path.with_extension(format!("before-{newest}.db"));
    if !copy.exists() {
        connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    }
    let transaction = connection.unchecked_transaction()?;
    for step in steps.iter().filter(|step| step.to > version) {
        transaction.execute_batch(step.sql)?;
    }
    transaction.pragma_update(None, "user_version", newest)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: &[Step] = &[
        Step {
            to: 2,
            sql: "ALTER TABLE t ADD COLUMN y TEXT",
        },
        Step {
            to: 3,
            sql: "UPDATE t SET y = 'three'",
        },
    ];

    fn old_file(name: &str) -> (std::path::PathBuf, Connection) {
        let folder = std::env::temp_dir().join(format!("frontdesk-up-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("f.db");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1); PRAGMA user_version = 1")
            .unwrap();
        (path, connection)
    }

    #[test]
    fn steps_run_once_after_a_copy_was_made() {
        let (path, connection) = old_file("steps");
        apply(&connection, &path, 1, STEPS, 3).unwrap();
        let y: String = connection.query_row("SELECT y FROM t", [], |row| row.get(0)).unwrap();
        assert_eq!(y, "three");
        assert!(path.with_extension("before-3.db").exists());
        apply(&connection, &path, 3, STEPS, 3).unwrap();
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let (path, connection) = old_file("fails");
        let steps = [Step {
            to: 2,
            sql: "ALTER TABLE t ADD COLUMN y; INSERT INTO nowhere VALUES (1)",
        }];
        assert!(apply(&connection, &path, 1, &steps, 2).is_err());
        assert!(connection.prepare("SELECT y FROM t").is_err());
    }
}
