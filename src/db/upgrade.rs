//! Upgrading old files: numbered steps, in one transaction, after a copy is made.

use super::open::SCHEMA_VERSION;
use rusqlite::Connection;
use std::path::Path;

/// The statements that lead from one schema version to the next.
struct Step {
    to: i64,
    sql: &'static str,
}

/// Every step since the first schema, in order.
const STEPS: &[Step] = &[
    Step {
        to: 2,
        sql: include_str!("steps/2.sql"),
    },
    Step {
        to: 3,
        sql: include_str!("steps/3.sql"),
    },
];

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
        make_copy(connection, &copy)?;
    }
    let transaction = connection.unchecked_transaction()?;
    for step in steps.iter().filter(|step| step.to > version) {
        transaction.execute_batch(step.sql)?;
    }
    transaction.pragma_update(None, "user_version", newest)?;
    transaction.commit()
}

/// A copy has its name only when it is whole: what a full disk left is made anew.
fn make_copy(connection: &Connection, copy: &Path) -> rusqlite::Result<()> {
    let failed = |error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    let part = copy.with_extension("db.part");
    if part.exists() {
        std::fs::remove_file(&part).map_err(failed)?;
    }
    super::open::make_private(&part).map_err(failed)?;
    connection.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
    std::fs::rename(&part, copy).map_err(failed)
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

    /// Tables with their columns, and every other object as it was written.
    fn shape(connection: &Connection) -> std::collections::BTreeMap<String, Vec<String>> {
        let mut objects = connection
            .prepare("SELECT name, type, coalesce(sql, '') FROM sqlite_schema")
            .unwrap();
        let objects = objects.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let objects: Vec<(String, String, String)> = objects.unwrap().map(Result::unwrap).collect();
        let describe = |(name, kind, sql): (String, String, String)| {
            if kind != "table" {
                return (name, vec![sql.split_whitespace().collect::<Vec<_>>().join(" ")]);
            }
            let mut columns = connection
                .prepare("SELECT name || ' ' || type || ' ' || \"notnull\" || ' ' || coalesce(dflt_value, '') || ' ' || pk FROM pragma_table_info(?1)")
                .unwrap();
            let columns = columns.query_map([&name], |row| row.get(0)).unwrap();
            let mut columns: Vec<String> = columns.map(Result::unwrap).collect();
            columns.sort();
            (name, columns)
        };
        objects.into_iter().map(describe).collect()
    }

    #[test]
    fn an_upgraded_file_has_the_shape_of_a_new_one() {
        let folder = std::env::temp_dir().join(format!("frontdesk-up-{}-shape", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let old = Connection::open(folder.join("old.db")).unwrap();
        old.execute_batch(include_str!("../../tests/it/schemas/1.sql")).unwrap();
        old.execute_batch("UPDATE site SET site_name = 'Tea House'").unwrap();
        apply(&old, &folder.join("old.db"), 1, super::STEPS, SCHEMA_VERSION).unwrap();
        let new = Connection::open_in_memory().unwrap();
        new.execute_batch(crate::db::open::SCHEMA).unwrap();
        assert_eq!(shape(&old), shape(&new));
        let second = Connection::open(folder.join("second.db")).unwrap();
        second
            .execute_batch(include_str!("../../tests/it/schemas/2.sql"))
            .unwrap();
        apply(&second, &folder.join("second.db"), 2, super::STEPS, SCHEMA_VERSION).unwrap();
        assert_eq!(shape(&second), shape(&new));
        let name: String = old
            .query_row("SELECT app_name FROM system_settings", [], |row| row.get(0))
            .unwrap();
        assert_eq!(name, "Tea House");
    }

    #[test]
    fn steps_run_once_after_a_copy_was_made() {
        let (path, connection) = old_file("steps");
        std::fs::write(path.with_extension("before-3.db.part"), "a disk was full").unwrap();
        apply(&connection, &path, 1, STEPS, 3).unwrap();
        let y: String = connection.query_row("SELECT y FROM t", [], |row| row.get(0)).unwrap();
        assert_eq!(y, "three");
        let copy = Connection::open(path.with_extension("before-3.db")).unwrap();
        let x: i64 = copy.query_row("SELECT x FROM t", [], |row| row.get(0)).unwrap();
        assert!(x == 1 && !path.with_extension("before-3.db.part").exists());
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
