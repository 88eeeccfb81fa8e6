//! Secrets that we only compare: shown once, stored as a SHA-256 hash.

use crate::base::{Millis, Random, random};
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

    /// A new secret that says when it was made: 256 random bits, then the moment. What is stored of it ([`Hash::dated`])
    /// stands beside its like, so that an index of many grows at one end.
    pub fn dated(random: &dyn Random, at: Millis) -> Self {
        Self::generate(random).with_date(at)
    }

    /// The same secret, which says this moment from now on.
    pub fn with_date(self, at: Millis) -> Self {
        Secret(self.0 + &stamp(at))
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

/// The length of 256 bits in base64url, and of a moment.
const RANDOM: usize = 43;
const STAMP: usize = 10;
/// The digits of base32hex (RFC 4648 §7), which sort as what they stand for; the first 16 are those of hexadecimal.
const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// A moment in ten digits, which sort as the moments do.
pub fn stamp(at: Millis) -> String {
    let digit = |place: usize| DIGITS[(at.0 >> (5 * place)) as usize & 31] as char;
    (0..STAMP).rev().map(digit).collect()
}

fn is_stamp(text: &str) -> bool {
    text.bytes().all(|byte| DIGITS.contains(&byte))
}

/// The SHA-256 hash of a secret, in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hash(pub String);

impl Hash {
    /// The hash of a presented secret.
    pub fn of(presented: &str) -> Self {
        Hash(to_hex(sha256(presented.as_bytes()).as_slice()))
    }

    /// What is stored of a secret that says when it was made: the moment, then the hash. Of one that does not, the hash.
    pub fn dated(presented: &str) -> Self {
        let moment = presented.len().checked_sub(STAMP).and_then(|at| presented.get(at..));
        match moment.filter(|moment| presented.len() == RANDOM + STAMP && is_stamp(moment)) {
            Some(moment) => Hash(format!("{moment}{}", base64url(&sha256(presented.as_bytes())))),
            None => Hash::of(presented),
        }
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
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| DIGITS[usize::from(digit)] as char).collect()
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

    /// What is stored sorts as the moments do, and the random part is as long as before.
    #[test]
    fn dated_secrets_are_stored_in_the_order_of_time() {
        let random = SystemRandomness::new();
        let moments = [0, 1, 31, 32, 1_795_218_078_939, 1_795_218_078_940, (1 << 48) - 1];
        let stored = moments.map(|at| Hash::dated(Secret::dated(&random, Millis(at)).reveal()).0);
        assert!(stored.is_sorted(), "{stored:?}");
        assert!(stored.iter().all(|stored| stored.len() == STAMP + RANDOM));
        // Any other secret is stored as its hash, one with a letter that no moment has, too.
        let plain = Secret::generate(&random);
        assert_eq!(Hash::dated(plain.reveal()), plain.hash());
        let odd = format!("{}Zzzzzzzzzz", plain.reveal());
        assert_eq!(Hash::dated(&odd), Hash::of(&odd));
        assert_eq!(Hash::dated("ä"), Hash::of("ä"));
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        let secret = Secret::generate(&SystemRandomness::new());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert!(secret.hash().matches(&Hash::of(secret.reveal()).0));
        assert!(!secret.hash().matches(&Hash::of("other").0));
    }
}
