//! Randomness. Nobody else in the program asks the operating system for it.

use ring::rand::{SecureRandom, SystemRandom};
use std::sync::{Arc, Mutex, PoisonError};

/// Where random bytes come from.
pub trait Random: Send + Sync {
    /// Fills the buffer with random bytes.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's generator.
pub struct SystemRandomness(SystemRandom);

impl SystemRandomness {
    /// A handle on the operating system's generator.
    pub fn new() -> Self {
        SystemRandomness(system())
    }
}

/// The operating system's generator as ring takes it: it signs and makes keys with no other.
#[expect(clippy::disallowed_methods, reason = "this is the source of randomness")]
pub fn system() -> SystemRandom {
    SystemRandom::new()
}

impl Default for SystemRandomness {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for SystemRandomness {
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing is safe: there is nothing to go on with"
    )]
    fn fill(&self, buffer: &mut [u8]) {
        self.0.fill(buffer).expect("the operating system gives no randomness");
    }
}

/// Asks another source for many bytes at once and hands them out bit by bit: for what is no secret.
pub struct InAdvance {
    from: Arc<dyn Random>,
    rest: Mutex<Vec<u8>>,
}

/// How many bytes are asked for at once.
const ADVANCE: usize = 1024;

impl InAdvance {
    /// Hands out what that source gives.
    pub fn from(from: Arc<dyn Random>) -> Self {
        InAdvance {
            from,
            rest: Mutex::default(),
        }
    }
}

impl Random for InAdvance {
    fn fill(&self, buffer: &mut [u8]) {
        let mut rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        if rest.len() < buffer.len() {
            rest.resize(ADVANCE.max(buffer.len()), 0);
            self.from.fill(&mut rest);
        }
        let left = rest.len() - buffer.len();
        buffer.copy_from_slice(&rest[left..]);
        rest.truncate(left);
    }
}

/// `N` random bytes.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut buffer = [0; N];
    random.fill(&mut buffer);
    buffer
}

/// A random name in Frappe's form: `length` characters of `[a-z0-9]`.
pub fn name(random: &dyn Random, length: usize) -> String {
    const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut name = String::with_capacity(length);
    while name.len() < length {
        // 252 is the largest multiple of 36 in a byte: what is above would be unfair.
        let fair = bytes::<16>(random).into_iter().filter(|byte| *byte < 252);
        let letters = fair.map(|byte| ALPHABET[byte as usize % ALPHABET.len()] as char);
        name.extend(letters.take(length - name.len()));
    }
    name
}

/// `2 * bytes` lower-case hexadecimal digits.
pub fn hex<const N: usize>(random: &dyn Random) -> String {
    super::secret::to_hex(&bytes::<N>(random))
}
