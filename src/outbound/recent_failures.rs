//! What failed just now, by key: whoever asks again at once is told so without asking the other side.

use crate::base::{Error, Seconds};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How long a failure is remembered.
const REMEMBERED: Seconds = Seconds(10);

/// Failures of the last seconds.
#[derive(Default)]
pub struct RecentFailures(Mutex<HashMap<String, (Seconds, Error)>>);

impl RecentFailures {
    /// Notes a failure.
    pub fn note(&self, key: &str, now: Seconds, error: &Error) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, (at, _)| is_recent(*at, now));
        failures.insert(key.to_owned(), (now, error.clone()));
    }

    /// The failure of just now, if there was one.
    pub fn get(&self, key: &str, now: Seconds) -> Option<Error> {
        let failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, error) = failures.get(key)?;
        is_recent(*at, now).then(|| error.clone())
    }
}

fn is_recent(at: Seconds, now: Seconds) -> bool {
    (Seconds::ZERO..REMEMBERED).contains(&(now - at))
}
