//! Which proofs were used: in memory, in two generations, so that it never takes more than it may.

use super::{AHEAD, LIFETIME, Proven, Refusal};
use crate::base::Seconds;
use crate::base::secret::sha256;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

/// How many are remembered in a generation.
const MOST: usize = 50_000;

/// The proofs that were used lately.
#[derive(Default)]
pub struct Seen(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    began: Seconds,
    young: HashSet<[u8; 16]>,
    old: HashSet<[u8; 16]>,
}

impl Seen {
    /// Uses a proof up; refused if it was used before. To be asked once it is known who presents it: what strangers make up
    /// must not make us forget.
    pub fn take(&self, proven: &Proven, now: Seconds) -> std::result::Result<(), Refusal> {
        match self.note(&proven.id, now) {
            true => Ok(()),
            false => Err(Refusal::Invalid(
                "The DPoP proof was used before: its jti is known.".into(),
            )),
        }
    }

    fn note(&self, id: &str, now: Seconds) -> bool {
        let mut key = [0; 16];
        key.copy_from_slice(&sha256(id.as_bytes())[..16]);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let age = now - all.began;
        // Unless there are very many, whatever is in the old generation when it goes could not be used any more.
        if all.young.len() >= MOST || !(Seconds::ZERO..=LIFETIME + AHEAD).contains(&age) {
            all.old = std::mem::take(&mut all.young);
            all.began = now;
        }
        !all.old.contains(&key) && all.young.insert(key)
    }
}
