//! Opening the file: settings of a connection, the first schema, and what is refused.

use super::upgrade;
use crate::base::Error;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::fmt;
use std::path::Path;
use std::time::Duration;

/// The newest schema, whole.
pub(super) const SCHEMA: &str = include_str!("../../schema.sql");
/// The version of `schema.sql`; kept in the file's `user_version`.
pub const SCHEMA_VERSION: i64 = 12;
/// Marks the file as ours ("FDSK"); kept in the file's `application_id`.
const APPLICATION_ID: i64 = 0x4644_534b;

/// How long a command waits for another process that is writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Why the database cannot be used. Nothing in it was changed.
#[derive(Debug)]
pub struct OpenError(pub String);

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}

pub(super) fn open_writer(path: &Path) -> Result<Connection, OpenError> {
    let describe = |error: rusqlite::Error| explain(path, &error);
    if !path.exists() {
        // Another process may be quicker.
        let _ = make_private(path);
    }
    let connection = Connection::open(path).map_err(describe)?;
    configure(&connection).map_err(describe)?;
    connection
        .pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))
        .map_err(describe)?;
    let version = integer(&connection, "user_version").map_err(describe)?;
    let owner = integer(&connection, "application_id").map_err(describe)?;
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(describe)?;
    if tables == 0 {
        create(&connection).map_err(describe)?;
        return Ok(connection);
    }
    if owner != APPLICATION_ID {
        return Err(OpenError(format!(
            "{} is not a Frontdesk database. Name another folder with FRONTDESK_DATA.",
            path.display()
        )));
    }
    if version > SCHEMA_VERSION {
        return Err(OpenError(format!(
            "{} was written by a newer Frontdesk (schema {version}, this one knows {SCHEMA_VERSION}). Start the newer version, or restore an older copy.",
            path.display()
        )));
    }
    upgrade::run(&connection, path, version)?;
    Ok(connection)
}

pub(super) fn open_reader(path: &Path) -> crate::base::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(storage)?;
    configure(&connection).map_err(storage)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(connection)
}

/// Writes a copy of a database as it is at this moment, beside whatever is going on. The copy must not be there yet.
pub fn copy(from: &Path, to: &Path) -> crate::base::Result<()> {
    let connection = open_reader(from)?;
    make_private(to).map_err(|error| Error::Storage(format!("{} cannot be made: {error}", to.display())))?;
    connection
        .execute("VACUUM INTO ?1", [to.to_string_lossy()])
        .map(drop)
        .map_err(storage)
}

/// Writes the whole file anew, and its log into it: nothing of what was replaced is left in free pages.
pub fn rewrite(path: &Path) -> crate::base::Result<()> {
    let connection = Connection::open(path).map_err(storage)?;
    configure(&connection).map_err(storage)?;
    connection
        .execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
        .map_err(storage)
}

/// Whether a file surely has a schema, at one glance: its first page says so. Otherwise its log may still hold that page.
/// For a start only: closing the file takes this process's locks on it away (fcntl(2)).
pub fn has_schema(path: &Path) -> bool {
    use std::io::Read;
    // https://www.sqlite.org/fileformat.html: the user version stands at offset 60.
    let mut header = [0; 64];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut header));
    read.is_ok() && header[60..] != [0; 4]
}

/// The schema that a file has; the error says why it cannot be read.
pub fn version(path: &Path) -> Result<i64, OpenError> {
    let connection = open_reader(path).map_err(|error| OpenError(error.to_string()))?;
    integer(&connection, "user_version").map_err(|error| explain(path, &error))
}

/// An empty file that only its owner may read, for a copy to be written into.
pub(super) fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// Every failure of SQLite itself: nothing was changed, and the cause goes to the log.
pub(super) fn storage(error: rusqlite::Error) -> Error {
    Error::Storage(error.to_string())
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // A plan that looked at the parameters of its first use would be made anew at every other.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    // The image has no /tmp: what SQLite puts aside (savepoints, sorting) stays in memory.
    connection.execute_batch(
        "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;",
    )
}

fn create(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "BEGIN IMMEDIATE; {SCHEMA}\nPRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
    ))
}

pub(super) fn integer(connection: &Connection, pragma: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, pragma, |row| row.get(0))
}

/// Whether an error says that the file itself is not as it should be.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

/// What an error of SQLite means for whoever starts the server.
pub(super) fn explain(path: &Path, error: &rusqlite::Error) -> OpenError {
    let path = path.display();
    OpenError(match is_damage(error) {
        true => format!(
            "{path} is damaged or not a database ({error}). Nothing was changed. Move the file (and its -wal and -shm) aside and put back your latest copy of it."
        ),
        false => format!("{path} cannot be opened: {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("frontdesk-db-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder.join("frontdesk.db")
    }

    #[test]
    fn a_new_file_gets_the_whole_schema_once() {
        let path = scratch("new");
        open_writer(&path).unwrap();
        let again = open_writer(&path).unwrap();
        assert_eq!(integer(&again, "user_version").unwrap(), SCHEMA_VERSION);
        assert_eq!(integer(&again, "foreign_keys").unwrap(), 1);
        assert_eq!(integer(&again, "synchronous").unwrap(), 2);
    }

    #[test]
    fn a_newer_a_foreign_and_a_damaged_file_are_refused_unchanged() {
        let path = scratch("newer");
        let connection = open_writer(&path).unwrap();
        connection
            .pragma_update(None, "user_version", SCHEMA_VERSION + 1)
            .unwrap();
        drop(connection);
        assert!(open_writer(&path).unwrap_err().0.contains("newer"));

        let path = scratch("foreign");
        Connection::open(&path)
            .unwrap()
            .execute_batch("CREATE TABLE t (x)")
            .unwrap();
        assert!(open_writer(&path).unwrap_err().0.contains("not a Frontdesk"));

        let path = scratch("damaged");
        std::fs::write(&path, b"this is not a database at all, but long enough").unwrap();
        assert!(open_writer(&path).unwrap_err().0.contains("damaged"));
        assert!(std::fs::read(&path).unwrap().starts_with(b"this is not"));
    }
}
