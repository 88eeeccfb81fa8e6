//! Secrets that we must use again: sealed with AES-256-GCM under the key file.
//!
//! Each sealed value is bound to the place it belongs to (table, row, column):
//! moved to another row it does not open.

use crate::base::{Error, Random, Result, random};
use argon2::{Algorithm, Argon2, Params, Version};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;

/// The key of this installation and what can be done with it.
pub struct Vault {
    seal: LessSafeKey,
    mac: hmac::Key,
}

/// Where a secret of a row is sealed for: elsewhere it does not open.
pub fn place(table: &str, row: &str, column: &str) -> String {
    format!("{table}/{row}/{column}")
}

impl Vault {
    /// Length of the key file, in bytes.
    pub const KEY_LENGTH: usize = 32;

    /// A vault from the key file's bytes.
    #[expect(clippy::expect_used, reason = "the length of the derived key is fixed")]
    pub fn new(key: &[u8; Self::KEY_LENGTH]) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, key);
        let derive = |purpose: &str| hmac::sign(&root, purpose.as_bytes());
        let seal = UnboundKey::new(&AES_256_GCM, derive("frontdesk seal 1").as_ref())
            .expect("HMAC-SHA-256 gives the 32 bytes that AES-256 takes");
        let mac = hmac::Key::new(hmac::HMAC_SHA256, derive("frontdesk mac 1").as_ref());
        Vault {
            seal: LessSafeKey::new(seal),
            mac,
        }
    }

    /// A vault under a passphrase: argon2id with 64 MiB, which takes a moment on purpose.
    pub fn of_passphrase(passphrase: &str, salt: &[u8]) -> Result<Self> {
        let internal = |error: argon2::Error| Error::Internal(error.to_string());
        let params = Params::new(64 * 1024, 3, 1, Some(Self::KEY_LENGTH)).map_err(internal)?;
        let mut key = [0; Self::KEY_LENGTH];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, &mut key)
            .map_err(internal)?;
        Ok(Vault::new(&key))
    }

    /// Seals a value for one place, such as `oauth_signing_keys/<kid>/private_key`.
    #[expect(clippy::expect_used, reason = "AES-GCM refuses only what is longer than 64 GiB")]
    pub fn seal(&self, random: &dyn Random, place: &str, value: &[u8]) -> Vec<u8> {
        let nonce = random::bytes::<NONCE_LEN>(random);
        let mut sealed = value.to_vec();
        self.seal
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.as_bytes()),
                &mut sealed,
            )
            .expect("a value of this size can be sealed");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for the same place.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        let refused = || {
            Error::Internal(format!(
                "{place} cannot be opened: it was sealed under another key or for another row"
            ))
        };
        if sealed.len() < NONCE_LEN {
            return Err(refused());
        }
        let (nonce, value) = sealed.split_at(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| refused())?;
        let mut value = value.to_vec();
        let opened = self
            .seal
            .open_in_place(nonce, Aad::from(place.as_bytes()), &mut value)
            .map_err(|_| refused())?;
        Ok(opened.to_vec())
    }

    /// The same as text.
    pub fn seal_text(&self, random: &dyn Random, place: &str, value: &str) -> String {
        super::secret::base64url(&self.seal(random, place, value.as_bytes()))
    }

    /// Opens what [`Vault::seal_text`] made for the same place.
    pub fn open_text(&self, place: &str, sealed: &str) -> Result<String> {
        let sealed = super::secret::from_base64url(sealed).unwrap_or_default();
        let opened = self.open(place, &sealed)?;
        String::from_utf8(opened).map_err(|_| Error::Internal(format!("{place} holds no text")))
    }

    /// A code that only this installation can compute, for CSRF tokens.
    pub fn mac(&self, purpose: &str, value: &str) -> String {
        let message = format!("{purpose}\0{value}");
        super::secret::base64url(hmac::sign(&self.mac, message.as_bytes()).as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::SystemRandomness;

    /// A79: a sealed value opens only in its place and under its key.
    #[test]
    fn a79_sealed_values_are_bound_to_their_row() {
        let random = SystemRandomness::new();
        let vault = Vault::new(&[7; 32]);
        let sealed = vault.seal(&random, "table/row/column", b"value");
        assert_eq!(vault.open("table/row/column", &sealed).unwrap(), b"value");
        assert!(vault.open("table/other/column", &sealed).is_err());
        assert!(Vault::new(&[8; 32]).open("table/row/column", &sealed).is_err());
        assert!(vault.open("table/row/column", b"short").is_err());
        assert!(!sealed.windows(5).any(|part| part == b"value"));
    }
}
