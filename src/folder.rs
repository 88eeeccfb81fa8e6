//! The data folder: who may read it, the key file, the lock that keeps a second server out.

use crate::base::vault::Vault;
use crate::base::{Random, random};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The data folder.
pub struct Folder(PathBuf);

/// Held as long as the server runs.
pub struct Lock(#[allow(dead_code, reason = "the lock lasts as long as the file is open")] File);

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
        Ok(Folder(path.to_owned()))
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.0.join("frontdesk.db")
    }

    /// Copies the key file of another folder into this one.
    pub fn copy_key_from(&self, other: &Path) -> Result<(), String> {
        let (from, to) = (other.join("frontdesk.key"), self.0.join("frontdesk.key"));
        let describe = |error: std::io::Error| format!("{} cannot be copied: {error}", from.display());
        let key = fs::read(&from).map_err(describe)?;
        let mut file = private_file(&to).map_err(describe)?;
        file.write_all(&key).and_then(|()| file.sync_all()).map_err(describe)
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

    /// The key. It is made for a new database only: a lost key must not be replaced silently, for what was sealed under
    /// it could never be opened again (A79: secrets at rest are sealed).
    pub fn key(&self, randomness: &dyn Random, is_new: bool) -> Result<[u8; Vault::KEY_LENGTH], String> {
        let path = self.0.join("frontdesk.key");
        let describe = |error: std::io::Error| format!("The key file {} cannot be used: {error}", path.display());
        if !path.exists() {
            if !is_new {
                return Err(format!(
                    "The key file {} is missing, but the database holds secrets sealed under it. Put the file back from your copy.",
                    path.display()
                ));
            }
            let mut file = private_file(&path).map_err(describe)?;
            file.write_all(&random::bytes::<{ Vault::KEY_LENGTH }>(randomness))
                .map_err(describe)?;
            file.sync_all().map_err(describe)?;
        }
        let mut key = [0; Vault::KEY_LENGTH];
        let content = fs::read(&path).map_err(describe)?;
        if content.len() != key.len() {
            return Err(format!(
                "The key file {} is damaged: it has {} bytes instead of {}.",
                path.display(),
                content.len(),
                key.len()
            ));
        }
        key.copy_from_slice(&content);
        Ok(key)
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
        file.set_len(0).map_err(describe)?;
        file.rewind().map_err(describe)?;
        writeln!(file, "process {} on {listening_on}", std::process::id()).map_err(describe)?;
        Ok(Lock(file))
    }
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> std::io::Result<()> {
    Ok(())
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
