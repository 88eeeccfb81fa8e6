//! How often things happened since the start, by what they were.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Counts by key.
pub struct Tally<K>(Mutex<BTreeMap<K, u64>>);

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Tally(Mutex::default())
    }
}

impl<K: Ord + Clone> Tally<K> {
    fn counts(&self) -> MutexGuard<'_, BTreeMap<K, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one more.
    pub fn count(&self, key: K) {
        *self.counts().entry(key).or_default() += 1;
    }

    /// How often it was this.
    pub fn of(&self, key: &K) -> u64 {
        self.counts().get(key).copied().unwrap_or_default()
    }

    /// How many keys are told apart.
    pub fn kinds(&self) -> usize {
        self.counts().len()
    }

    /// All counts.
    pub fn all(&self) -> BTreeMap<K, u64> {
        self.counts().clone()
    }
}
