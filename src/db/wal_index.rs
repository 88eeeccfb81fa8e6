//! Whether anything was committed since somebody looked last, told by the header of SQLite's WAL index (the `-shm` file,
//! <https://www.sqlite.org/walformat.html>): every commit changes it before it is acknowledged, whichever process makes
//! it. One small read of a file that is in memory anyway takes the place of a statement.

use super::file::beside;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The length of the header; two copies of it stand at the beginning of the file.
const LENGTH: usize = 48;

/// A header as it stood there at some moment.
pub(super) type Header = [u8; LENGTH];

/// The WAL index of a database.
#[derive(Debug)]
pub(super) struct WalIndex {
    path: PathBuf,
    /// Open for as long as the database is: when a process closes a file, its locks on it are gone (fcntl(2)), SQLite's too.
    file: OnceLock<Option<File>>,
}

impl WalIndex {
    /// That of the database at this path.
    pub(super) fn of(database: &Path) -> Self {
        WalIndex {
            path: beside(database, "-shm"),
            file: OnceLock::new(),
        }
    }

    /// The header as it is now; nothing while it is being changed, or where it cannot be read.
    #[cfg(unix)]
    pub(super) fn header(&self) -> Option<Header> {
        use std::os::unix::fs::FileExt;
        let file = self.file.get_or_init(|| File::open(&self.path).ok()).as_ref()?;
        let mut copies = [0; 2 * LENGTH];
        file.read_exact_at(&mut copies, 0).ok()?;
        let (first, second) = copies.split_at(LENGTH);
        let is_whole = first == second && first.iter().any(|byte| *byte != 0);
        is_whole.then(|| first.try_into().ok()).flatten()
    }

    /// Not known here: everybody asks the database.
    #[cfg(not(unix))]
    pub(super) fn header(&self) -> Option<Header> {
        None
    }
}
