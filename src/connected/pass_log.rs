//! When uses of other people's tokens were logged: each caller's once a minute, and not at every request.

use crate::base::Seconds;
use crate::base::clock::MINUTE;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// When uses of other people's tokens were logged last.
#[derive(Default)]
pub struct PassLog(Mutex<HashMap<String, Seconds>>);

impl PassLog {
    /// Whether a use is to be logged: each once a minute.
    pub fn is_due(&self, key: &str, now: Seconds) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_recent = |at: &Seconds| (Seconds::ZERO..MINUTE).contains(&(now - *at));
        if noted.get(key).is_some_and(is_recent) {
            return false;
        }
        noted.retain(|_, at| is_recent(at));
        noted.insert(key.to_owned(), now);
        true
    }
}
