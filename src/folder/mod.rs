//! The data folder: who may read it, the key, the lock that keeps a second server out.

mod key;

pub use key::{Key, KeySource};

use crate::db;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The name of the database file.
pub const DATABASE: &str = "frontdesk.db";
/// The name of the key file.
pub const KEY: &str = "frontdesk.key";
/// The key that takes its place when everything is sealed under it.
const NEW_KEY: &str = "frontdesk.key.new";
/// The folder of the backups that are made by themselves, where nothing else is set.
pub const BACKUPS: &str = "backups";
/// What the name of a copy ends with that is still being made.
pub const PART: &str = ".part";

/// How much room is left where a folder is, in bytes; nothing where that is not known.
pub fn free_bytes(path: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let found = nix::sys::statvfs::statvfs(path).ok()?;
        Some(found.blocks_available() * found.fragment_size())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// How much should be free beside a database of this size, both in bytes: a copy of it, and some for a site of any size.
pub fn enough_room(size: u64) -> u64 {
    const LITTLE: u64 = 256 << 20;
    size.max(LITTLE)
}

/// The data folder.
pub struct Folder(PathBuf);

/// Held as long as the server runs.
pub struct Lock {
    /// The lock lasts as long as it is open.
    file: File,
    path: PathBuf,
}

impl Lock {
    /// Writes who holds it: `process 7 on 127.0.0.1:8000`.
    pub fn tell(&mut self, listening_on: &str) -> Result<(), String> {
        let written = self.file.set_len(0).and_then(|()| {
            self.file.rewind()?;
            writeln!(self.file, "process {} on {listening_on}", std::process::id())
        });
        written.map_err(|error| format!("The lock file {} cannot be used: {error}", self.path.display()))
    }
}

impl Folder {
    /// Opens the folder, making it if needed; only its owner may look into it (mode 0700).
    pub fn open(path: &Path) -> Result<Self, String> {
        let describe = |error: std::io::Error| format!("The data folder {} cannot be used: {error}", path.display());
        if !path.exists() {
            fs::create_dir_all(path).map_err(describe)?;
            restrict(path, 0o700).map_err(describe)?;
        }
        if !path.is_dir() {
            return Err(format!("The data folder {} is not a folder.", path.display()));
        }
        // A new volume, say, which was made for everybody to look into. What is somebody else's stays as it is.
        if fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none()) {
            let _ = restrict(path, 0o700);
        }
        if path.to_string_lossy().ends_with(PART) {
            return Err(format!(
                "{} is a backup that never came to its end. Take another one.",
                path.display()
            ));
        }
        Ok(Folder(path.to_owned()))
    }

    /// Refuses a folder that is somebody else's, such as a volume of root's: with whose it is, and what to do.
    #[cfg(unix)]
    pub fn refuse_anothers(&self) -> Result<(), String> {
        use nix::unistd::{AccessFlags, access, geteuid};
        use std::os::unix::fs::MetadataExt;
        if access(&self.0, AccessFlags::W_OK | AccessFlags::X_OK).is_ok() {
            return Ok(());
        }
        let (path, own) = (self.0.display(), geteuid());
        let owner = fs::metadata(&self.0).map_or_else(
            |_| "somebody else".to_owned(),
            |folder| format!("user {}", folder.uid()),
        );
        Err(format!(
            "The data folder {path} cannot be written to by user {own}, who runs this: it belongs to {owner}, or is read-only. Give it to {own}: chown -R {own}:{own} {path}. A volume of Docker's: docker run --rm -v VOLUME:/data busybox chown -R {own}:{own} /data"
        ))
    }

    /// Whose a folder is, is not known here.
    #[cfg(not(unix))]
    pub fn refuse_anothers(&self) -> Result<(), String> {
        Ok(())
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.0.join(DATABASE)
    }

    /// The bytes of the key file of a folder.
    pub fn key_in(path: &Path) -> std::io::Result<Vec<u8>> {
        fs::read(path.join(KEY))
    }

    /// Refuses a folder that has a key, or the log of a database, and no database: what is missing is to be put back, and
    /// a new site would take its place (T11).
    pub fn refuse_a_missing_database(&self) -> Result<(), String> {
        let (database, log) = (self.database(), db::log_of(&self.database()));
        let has = |path: &Path| fs::metadata(path).is_ok_and(|file| file.len() > 0);
        // A file without any table is what a copy without its log leaves of a young site.
        if db::has_schema(&database) || has(&database) && !matches!(db::version(&database), Ok(0)) {
            return Ok(());
        }
        // A key that is given from outside leaves no file, but backups stand beside it.
        let copies = self.0.join(BACKUPS);
        let has_copies = fs::read_dir(&copies).is_ok_and(|mut entries| entries.next().is_some());
        let left = [self.key_file(), log].into_iter().find(|path| has(path));
        let left = left.or_else(|| has_copies.then_some(copies));
        match left {
            None => Ok(()),
            Some(left) => Err(format!(
                "{} is missing or empty, but {} is there: this is an old site without its database. Put the database back from a backup (frontdesk restore), or begin a new site in another folder. Nothing was changed.",
                database.display(),
                left.display()
            )),
        }
    }

    /// Refuses a folder that has the log of a database, and no database.
    pub fn refuse_a_log_without_database(&self) -> Result<(), String> {
        let log = db::log_of(&self.database());
        match log.exists() && !self.database().exists() {
            false => Ok(()),
            true => Err(format!(
                "{} is there without its database: what it holds belongs to another one. Move it away first, and keep it.",
                log.display()
            )),
        }
    }

    /// Makes the database files readable for their owner only.
    pub fn protect_database(&self) -> Result<(), String> {
        for name in ["frontdesk.db", "frontdesk.db-wal", "frontdesk.db-shm"] {
            let path = self.0.join(name);
            if path.exists() {
                restrict(&path, 0o600).map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
        Ok(())
    }

    /// Who holds the lock, in its own words; nobody, if it can be had.
    pub fn holder(&self) -> Option<String> {
        let mut file = File::open(self.0.join("frontdesk.lock")).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => {}
            _ => return None,
        }
        let mut holder = String::new();
        let _ = file.read_to_string(&mut holder);
        Some(holder.trim().to_owned())
    }

    /// Keeps a second server out; the error names the first. The lock goes with the process,
    /// however it ends.
    pub fn lock(&self, listening_on: &str) -> Result<Lock, String> {
        let path = self.0.join("frontdesk.lock");
        let describe = |error: std::io::Error| format!("The lock file {} cannot be used: {error}", path.display());
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(&path).map_err(describe)?;
        restrict(&path, 0o600).map_err(describe)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                return Err(format!(
                    "Another Frontdesk uses the data folder {}: {}. Stop it first, or name another folder with FRONTDESK_DATA.",
                    self.0.display(),
                    holder.trim()
                ));
            }
            Err(TryLockError::Error(error)) => return Err(describe(error)),
        }
        let mut lock = Lock { file, path };
        lock.tell(listening_on)?;
        Ok(lock)
    }
}

/// Writes what a folder holds, or a file, to the disk.
pub fn sync(path: &Path) -> std::io::Result<()> {
    // Elsewhere a folder cannot be opened.
    match cfg!(unix) || path.is_file() {
        true => File::open(path)?.sync_all(),
        false => Ok(()),
    }
}

/// Says who may use a file or folder; elsewhere than on Unix that is not said.
#[cfg(unix)]
pub fn restrict(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
pub fn restrict(_path: &Path, _mode: u32) -> std::io::Result<()> {
    Ok(())
}

/// Whether others than its owner may look into a file or folder.
pub fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).is_ok_and(|found| found.mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// A new file that only its owner may read.
pub fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}
