//! Upgrading old files: numbered steps, in one transaction, after a copy is made.
//!
//! A step that makes a table anew drops the old one. Foreign keys are not enforced meanwhile, or the
//! rows of other tables would go with it; before the commit each row must point to one that is there.

use super::open::{OpenError, SCHEMA_VERSION, explain, integer};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::Path;

/// The statements that lead from one schema version to the next.
struct UpgradeStep {
    to: i64,
    sql: &'static str,
}

/// Every step since the first schema, in order.
const STEPS: &[UpgradeStep] = &[
    UpgradeStep {
        to: 2,
        sql: include_str!("steps/2.sql"),
    },
    UpgradeStep {
        to: 3,
        sql: include_str!("steps/3.sql"),
    },
    UpgradeStep {
        to: 4,
        sql: include_str!("steps/4.sql"),
    },
    UpgradeStep {
        to: 5,
        sql: include_str!("steps/5.sql"),
    },
    UpgradeStep {
        to: 6,
        sql: include_str!("steps/6.sql"),
    },
    UpgradeStep {
        to: 7,
        sql: include_str!("steps/7.sql"),
    },
    UpgradeStep {
        to: 8,
        sql: include_str!("steps/8.sql"),
    },
    UpgradeStep {
        to: 9,
        sql: include_str!("steps/9.sql"),
    },
    UpgradeStep {
        to: 10,
        sql: include_str!("steps/10.sql"),
    },
    UpgradeStep {
        to: 11,
        sql: include_str!("steps/11.sql"),
    },
    UpgradeStep {
        to: 12,
        sql: include_str!("steps/12.sql"),
    },
];

/// Brings a file of an older version up to the newest. Does nothing to a new one; where a step fails
/// or breaks a reference, everything is left as it was.
pub(super) fn run(connection: &Connection, path: &Path, version: i64) -> Result<(), OpenError> {
    apply(connection, path, version, STEPS, SCHEMA_VERSION)
}

fn apply(
    connection: &Connection,
    path: &Path,
    version: i64,
    steps: &[UpgradeStep],
    newest: i64,
) -> Result<(), OpenError> {
    if version >= newest {
        return Ok(());
    }
    let describe = |error| explain(path, &error);
    let copy = path.with_extension(format!("before-{newest}.db"));
    // One of an earlier attempt is older than what is upgraded now.
    make_copy(connection, &copy).map_err(describe)?;
    tracing::info!(
        from = version,
        to = newest,
        copy = %copy.display(),
        "the database is brought up to date; a copy of before is kept, and frontdesk rollback goes back to it"
    );
    // Both pragmas do nothing inside a transaction, or must hold for all of it. The second one lets a
    // table be renamed while views still name the one that it replaces.
    let around = |pragmas| connection.execute_batch(pragmas).map_err(describe);
    around("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;")?;
    let broken = climb(connection, steps, newest).map_err(describe);
    around("PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON;")?;
    match broken?.as_slice() {
        [] => Ok(()),
        broken => Err(OpenError(format!(
            "{} was not upgraded to schema {newest}, and nothing in it was changed: {}. Go on with the version of Frontdesk that wrote it, and report this.",
            path.display(),
            broken.join(", ")
        ))),
    }
}

/// Takes the steps, in one transaction, if no reference is broken by them; else says which are.
fn climb(connection: &Connection, steps: &[UpgradeStep], newest: i64) -> rusqlite::Result<Vec<String>> {
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    // Another process may have done it while this one waited for its turn.
    let version = integer(&transaction, "user_version")?;
    for step in steps.iter().filter(|step| step.to > version) {
        transaction.execute_batch(step.sql)?;
    }
    let broken = broken_references(&transaction)?;
    if broken.is_empty() {
        transaction.pragma_update(None, "user_version", version.max(newest))?;
        transaction.commit()?;
    }
    Ok(broken)
}

/// Which rows point to rows that are not there, counted by table.
fn broken_references(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT count(*) || ' rows of ' || \"table\" || ' name rows of ' || parent || ' that are not there'
               FROM pragma_foreign_key_check GROUP BY \"table\", parent ORDER BY \"table\", parent";
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
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

    const STEPS: &[UpgradeStep] = &[
        UpgradeStep {
            to: 2,
            sql: "ALTER TABLE t ADD COLUMN y TEXT",
        },
        UpgradeStep {
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
        let steps = [UpgradeStep {
            to: 2,
            sql: "ALTER TABLE t ADD COLUMN y; INSERT INTO nowhere VALUES (1)",
        }];
        assert!(apply(&connection, &path, 1, &steps, 2).is_err());
        assert!(connection.prepare("SELECT y FROM t").is_err());
    }

    /// Parents and children, and a view of both.
    fn family(name: &str) -> (std::path::PathBuf, Connection) {
        let (path, connection) = old_file(name);
        connection
            .execute_batch(
                "PRAGMA foreign_keys = ON;
                 CREATE TABLE parents (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
                 CREATE TABLE children (parent TEXT NOT NULL REFERENCES parents (name) ON DELETE CASCADE) STRICT;
                 CREATE VIEW families AS SELECT parent, state FROM children JOIN parents ON name = parent;
                 INSERT INTO parents VALUES ('ann', 'well'), ('bea', 'well');
                 INSERT INTO children VALUES ('ann'), ('ann'), ('bea');",
            )
            .unwrap();
        (path, connection)
    }

    fn rows(connection: &Connection, table: &str) -> i64 {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn a_table_that_is_made_anew_keeps_its_children_and_its_views() {
        let (path, connection) = family("anew");
        let steps = [UpgradeStep {
            to: 2,
            sql: "CREATE TABLE new_parents (name TEXT PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('well', 'ill'))) STRICT;
                  INSERT INTO new_parents SELECT name, state FROM parents;
                  DROP TABLE parents;
                  ALTER TABLE new_parents RENAME TO parents;",
        }];
        apply(&connection, &path, 1, &steps, 2).unwrap();
        assert_eq!((rows(&connection, "children"), rows(&connection, "families")), (3, 3));
        assert!(connection.execute("UPDATE parents SET state = 'lost'", []).is_err());
        assert_eq!(integer(&connection, "foreign_keys").unwrap(), 1);
        assert_eq!(integer(&connection, "legacy_alter_table").unwrap(), 0);
        connection
            .execute("DELETE FROM parents WHERE name = 'ann'", [])
            .unwrap();
        assert_eq!(rows(&connection, "children"), 1);
    }

    #[test]
    fn a_step_that_leaves_children_without_their_parent_is_undone() {
        let (path, connection) = family("orphans");
        let steps = [UpgradeStep {
            to: 2,
            sql: "CREATE TABLE new_parents (name TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
                  INSERT INTO new_parents SELECT name, state FROM parents WHERE name <> 'ann';
                  DROP TABLE parents;
                  ALTER TABLE new_parents RENAME TO parents;",
        }];
        let refused = apply(&connection, &path, 1, &steps, 2).unwrap_err().0;
        assert!(
            refused.contains("2 rows of children name rows of parents that are not there"),
            "{refused}"
        );
        assert_eq!((rows(&connection, "parents"), rows(&connection, "children")), (2, 3));
        assert_eq!(integer(&connection, "user_version").unwrap(), 1);
        assert_eq!(integer(&connection, "foreign_keys").unwrap(), 1);
    }

    #[test]
    fn a_file_that_another_process_has_upgraded_is_left_alone() {
        let (path, connection) = old_file("twice");
        apply(&connection, &path, 1, STEPS, 3).unwrap();
        apply(&connection, &path, 1, STEPS, 3).unwrap();
        assert_eq!(integer(&connection, "user_version").unwrap(), 3);
    }
}
