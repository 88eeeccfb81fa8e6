//! The key of a site: in a file of the data folder, plain or under a passphrase, or given from outside.

use super::{Folder, KEY, NEW_KEY, PART, private_file, sync};
use crate::base::vault::Vault;
use crate::base::{Random, random, secret};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The key, as bytes.
pub type Key = [u8; Vault::KEY_LENGTH];

/// Where the key is.
#[derive(Clone, Default)]
pub enum KeySource {
    /// In the key file, as it is.
    #[default]
    File,
    /// In the key file, sealed under a passphrase.
    Passphrase(String),
    /// Given at the start: nothing of it lies in the folder.
    Given(Key),
}

/// What the key file says where the key is given from outside: so it is known that there is a site.
const GIVEN: &[u8] = b"frontdesk-key-given\nThe key of this site is given by FRONTDESK_KEY or FRONTDESK_KEY_FILE.\n";
/// How a key file under a passphrase begins.
const SEALED: &[u8] = b"frontdesk-key-1\n";
const SALT: usize = 16;

impl KeySource {
    /// A key as text: 32 bytes in hexadecimal or base64.
    pub fn given(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let standard = text.trim_end_matches('=').replace('+', "-").replace('/', "_");
        let bytes = secret::from_hex(text).or_else(|| secret::from_base64url(&standard));
        let key = bytes.and_then(|bytes| Key::try_from(bytes).ok());
        key.map(KeySource::Given)
            .ok_or_else(|| "is no key: 32 bytes in hexadecimal or base64. Make one with: openssl rand -hex 32".into())
    }

    /// A key from a file: text, or the bytes themselves, as a key file has them.
    pub fn from_file(content: &[u8]) -> Result<Self, String> {
        if let Ok(key) = Key::try_from(content) {
            return Ok(KeySource::Given(key));
        }
        KeySource::given(std::str::from_utf8(content).unwrap_or_default())
    }

    /// The bytes of a key file that is kept this way.
    fn written(&self, key: &Key, randomness: &dyn Random) -> Result<Vec<u8>, String> {
        match self {
            KeySource::File => Ok(key.to_vec()),
            KeySource::Given(_) => Ok(GIVEN.to_vec()),
            KeySource::Passphrase(passphrase) => {
                let salt = random::bytes::<SALT>(randomness);
                let vault = Vault::of_passphrase(passphrase, &salt).map_err(|error| error.to_string())?;
                Ok([SEALED, &salt, &vault.seal(randomness, KEY, key)].concat())
            }
        }
    }

    /// The key that the bytes of a key file hold.
    fn read(&self, content: &[u8], path: &Path) -> Result<Key, String> {
        if content == GIVEN {
            return match self {
                KeySource::Given(key) => Ok(*key),
                _ => Err("The key of this site is given from outside: set FRONTDESK_KEY or FRONTDESK_KEY_FILE.".into()),
            };
        }
        let Some(sealed) = content.strip_prefix(SEALED) else {
            return match (self, Key::try_from(content)) {
                (KeySource::Passphrase(_), Ok(_)) => Err(format!(
                    "{} is not under a passphrase yet. Run: frontdesk keys reseal",
                    path.display()
                )),
                (_, Ok(key)) => Ok(key),
                (_, Err(_)) => Err(format!(
                    "The key file {} is damaged: it has {} bytes instead of {}.",
                    path.display(),
                    content.len(),
                    Vault::KEY_LENGTH
                )),
            };
        };
        let KeySource::Passphrase(passphrase) = self else {
            return Err(format!(
                "The key file {} is under a passphrase: set FRONTDESK_KEY_PASSPHRASE_FILE.",
                path.display()
            ));
        };
        let wrong = || {
            format!(
                "The key file {} does not open: the passphrase is another one, or the file is damaged.",
                path.display()
            )
        };
        let (salt, sealed) = sealed.split_at_checked(SALT).ok_or_else(wrong)?;
        let vault = Vault::of_passphrase(passphrase, salt).map_err(|error| error.to_string())?;
        let key = vault.open(KEY, sealed).map_err(|_| wrong())?;
        Key::try_from(key).map_err(|_| wrong())
    }
}

impl Folder {
    /// The key. It is made for a new database only: a lost key must not be replaced silently, for what was sealed under
    /// it could never be opened again (A79: secrets at rest are sealed).
    pub fn key(
        &self,
        randomness: &dyn Random,
        source: &KeySource,
        is_new: impl FnOnce() -> Result<bool, String>,
    ) -> Result<Key, String> {
        let path = self.key_file();
        if !path.exists() {
            let key = match source {
                KeySource::Given(key) => *key,
                _ if is_new()? => random::bytes::<{ Vault::KEY_LENGTH }>(randomness),
                _ => {
                    return Err(format!(
                        "The key file {} is missing, but the database holds secrets sealed under it. Put the file back from your copy; or, if the key was given from outside, set FRONTDESK_KEY.",
                        path.display()
                    ));
                }
            };
            self.write(KEY, &source.written(&key, randomness)?)?;
        }
        self.existing_key(source)
    }

    /// The key of a folder that has one.
    pub fn existing_key(&self, source: &KeySource) -> Result<Key, String> {
        if let KeySource::Given(key) = source {
            return Ok(*key);
        }
        let path = self.key_file();
        let content = fs::read(&path).map_err(|error| cannot_be_used(&path, &error))?;
        source.read(&content, &path)
    }

    /// How the key file is kept now, where the settings say how it is to be kept.
    pub fn source_of_file(&self, settings: &KeySource) -> KeySource {
        let is_sealed = fs::read(self.key_file()).is_ok_and(|content| content.starts_with(SEALED));
        match (is_sealed, settings) {
            (true, KeySource::Passphrase(passphrase)) => KeySource::Passphrase(passphrase.clone()),
            _ => KeySource::File,
        }
    }

    /// Refuses a folder where everything is being sealed anew under another key, and that has not come to its end.
    pub fn refuse_two_keys(&self) -> Result<(), String> {
        match self.0.join(NEW_KEY).exists() {
            false => Ok(()),
            true => Err(format!(
                "{} is there: sealing everything under a new key was begun and has not come to its end. Run frontdesk keys reseal again: it goes on where it stopped.",
                self.0.join(NEW_KEY).display()
            )),
        }
    }

    /// The key to come: the one of an attempt that was broken off, the one that is given, or a new one.
    pub fn key_to_come(&self, randomness: &dyn Random, source: &KeySource) -> Result<Key, String> {
        let path = self.0.join(NEW_KEY);
        match source {
            KeySource::Given(key) => Ok(*key),
            _ if path.exists() => {
                let content = fs::read(&path).map_err(|error| cannot_be_used(&path, &error))?;
                source.read(&content, &path)
            }
            _ => Ok(random::bytes::<{ Vault::KEY_LENGTH }>(randomness)),
        }
    }

    /// Keeps the key to come beside the old one, from now until it takes its place.
    pub fn begin_new_key(&self, randomness: &dyn Random, source: &KeySource, key: &Key) -> Result<(), String> {
        if self.0.join(NEW_KEY).exists() {
            return Ok(());
        }
        // It comes into the place at once and whole: a half one would be taken for the key.
        let part = format!("{NEW_KEY}{PART}");
        let _ = fs::remove_file(self.0.join(&part));
        self.write(&part, &source.written(key, randomness)?)?;
        self.rename(&part, NEW_KEY)
    }

    /// Puts the key to come in the place of the old one.
    pub fn take_new_key(&self) -> Result<(), String> {
        self.rename(NEW_KEY, KEY)
    }

    /// The key file.
    pub fn key_file(&self) -> PathBuf {
        self.0.join(KEY)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), String> {
        let to = self.0.join(to);
        fs::rename(self.0.join(from), &to)
            .and_then(|()| sync(&self.0))
            .map_err(|error| cannot_be_used(&to, &error))
    }

    fn write(&self, name: &str, content: &[u8]) -> Result<(), String> {
        let path = self.0.join(name);
        let written = private_file(&path).and_then(|mut file| {
            file.write_all(content)?;
            file.sync_all()
        });
        written
            .and_then(|()| sync(&self.0))
            .map_err(|error| cannot_be_used(&path, &error))
    }
}

fn cannot_be_used(path: &Path, error: &std::io::Error) -> String {
    format!("The key file {} cannot be used: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::SystemRandomness;

    fn scratch(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("frontdesk-key-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Folder::open(&folder).unwrap()
    }

    /// A79: a key under a passphrase opens with it alone, and is nowhere in the file.
    #[test]
    fn a79_a_key_under_a_passphrase_opens_with_it_alone() {
        let (folder, random) = (scratch("passphrase"), SystemRandomness::new());
        let source = KeySource::Passphrase("correct horse battery".into());
        let key = folder.key(&random, &source, || Ok(true)).unwrap();
        assert_eq!(folder.existing_key(&source).unwrap(), key);
        let content = fs::read(folder.key_file()).unwrap();
        assert!(!content.windows(8).any(|part| part == &key[..8]));
        let wrong = KeySource::Passphrase("another".into());
        assert!(folder.existing_key(&wrong).unwrap_err().contains("does not open"));
        assert!(
            folder
                .existing_key(&KeySource::File)
                .unwrap_err()
                .contains("under a passphrase")
        );
        let plain = scratch("plain");
        plain.key(&random, &KeySource::File, || Ok(true)).unwrap();
        assert!(plain.existing_key(&source).unwrap_err().contains("keys reseal"));
    }

    /// A key is 32 bytes, in either of the usual writings; a given one leaves nothing in the folder.
    #[test]
    fn a_given_key_is_read_in_either_writing_and_written_nowhere() {
        let hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
        let base64 = "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8=";
        let keys = [hex, base64].map(|text| match KeySource::given(text).unwrap() {
            KeySource::Given(key) => key,
            _ => panic!("{text} is a key"),
        });
        assert_eq!(keys[0], keys[1]);
        assert!(KeySource::given("short").is_err());
        let folder = scratch("given");
        let source = KeySource::given(hex).unwrap();
        assert_eq!(
            folder.key(&SystemRandomness::new(), &source, || Ok(true)).unwrap(),
            keys[0]
        );
        let written = fs::read(folder.key_file()).unwrap();
        assert!(written == GIVEN && !written.windows(8).any(|part| part == &keys[0][..8]));
        assert!(
            folder
                .existing_key(&KeySource::File)
                .unwrap_err()
                .contains("FRONTDESK_KEY")
        );
        assert!(matches!(KeySource::from_file(&keys[0]).unwrap(), KeySource::Given(key) if key == keys[0]));
    }
}
