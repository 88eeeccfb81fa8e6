//! Secrets that we only compare: shown once, stored as a SHA-256 hash.

use crate::base::{Random, random};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use std::fmt;
use subtle::ConstantTimeEq;

/// A secret in clear: 256 random bits as 43 characters of base64url.
///
/// It does not print itself: neither `Debug` nor `Display` show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new secret.
    pub fn generate(random: &dyn Random) -> Self {
        Secret(URL_SAFE_NO_PAD.encode(random::bytes::<32>(random)))
    }

    /// A secret that somebody else has made.
    pub fn of(text: &str) -> Self {
        Secret(text.to_owned())
    }

    /// The secret itself, to hand it out once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.0)
    }

    /// The first characters, kept in clear so that people can tell secrets apart.
    pub fn prefix(&self) -> String {
        self.0.chars().take(6).collect()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The SHA-256 hash of a secret, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hash(pub String);

impl Hash {
    /// The hash of a presented secret.
    pub fn of(presented: &str) -> Self {
        Hash(to_hex(sha256(presented.as_bytes()).as_slice()))
    }

    /// Whether a stored hash is this one, in constant time.
    pub fn matches(&self, stored: &str) -> bool {
        constant_time_eq(self.0.as_bytes(), stored.as_bytes())
    }
}

/// Compares without telling by its duration where the difference is.
pub fn constant_time_eq(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// SHA-256.
pub fn sha256(data: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, data).as_ref().to_vec()
}

/// Lower-case hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes from hexadecimal; nothing for anything else.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    let byte = |pair: &[u32]| u8::try_from(pair[0] * 16 + pair[1]).ok();
    digits.chunks(2).map(byte).collect()
}

/// Base64url without padding (RFC 4648 §5).
pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Reads base64url without padding.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::random::SystemRandomness;
    use std::collections::HashSet;

    /// R24: 256 bits, no two alike, every character of the alphabet equally likely.
    #[test]
    fn r24_secrets_are_256_random_bits() {
        let random = SystemRandomness::new();
        let secrets: HashSet<String> = (0..10_000)
            .map(|_| Secret::generate(&random).reveal().to_owned())
            .collect();
        assert_eq!(secrets.len(), 10_000);
        let mut counts = [0u32; 256];
        for secret in &secrets {
            assert_eq!(secret.len(), 43);
            // The last character carries only 4 of the 256 bits.
            for byte in &secret.as_bytes()[..42] {
                counts[*byte as usize] += 1;
            }
        }
        let used: Vec<u32> = counts.into_iter().filter(|count| *count > 0).collect();
        assert_eq!(used.len(), 64);
        assert!(used.iter().all(|count| (5_800..7_400).contains(count)));
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        let secret = Secret::generate(&SystemRandomness::new());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert!(secret.hash().matches(&Hash::of(secret.reveal()).0));
        assert!(!secret.hash().matches(&Hash::of("other").0));
    }
}
