//! The database file as the file system has it: whether what is open is still what lies there (T10). A file that was
//! deleted, moved away or put in the place of another one goes on to take writes that nobody will ever read.

use crate::base::{Error, Result};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The file that was opened, and its write-ahead log.
#[derive(Debug)]
pub(super) struct DatabaseFile {
    path: PathBuf,
    opened: Option<Identity>,
    /// Known from the first look after something was written.
    log: OnceLock<Identity>,
}

/// What tells a file from another one of the same name.
type Identity = (u64, u64);

impl DatabaseFile {
    /// The file that lies there now.
    pub(super) fn at(path: &Path) -> Self {
        DatabaseFile {
            path: path.to_owned(),
            opened: identity(path),
            log: OnceLock::new(),
        }
    }

    /// Whether it is still the one that was opened; the error says what became of it.
    pub(super) fn check(&self) -> Result<()> {
        if self.opened.is_none() {
            return Ok(());
        }
        same(&self.path, self.opened)?;
        let log = log_of(&self.path);
        match (self.log.get(), identity(&log)) {
            (None, Some(found)) => drop(self.log.set(found)),
            (None, None) => {}
            (Some(known), _) => same(&log, Some(*known))?,
        }
        Ok(())
    }
}

/// The write-ahead log of a database.
pub fn log_of(path: &Path) -> PathBuf {
    beside(path, "-wal")
}

/// The file that SQLite keeps beside a database under this suffix.
pub(super) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut path = database.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

fn same(path: &Path, known: Option<Identity>) -> Result<()> {
    let what = match identity(path) {
        found if found == known => return Ok(()),
        Some(_) => "was replaced by another file",
        None => "was moved away or deleted",
    };
    Err(Error::Storage(format!(
        "{} {what} while the server runs: nothing more is stored. Stop the server, put the file back, and start it again.",
        path.display()
    )))
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

/// Not known here: nothing is said of it.
#[cfg(not(unix))]
fn identity(_path: &Path) -> Option<Identity> {
    None
}
