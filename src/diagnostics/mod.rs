//! Diagnostics: every refused request of the last days, with its cause in words, found by the
//! reference code that the person was shown.
//!
//! Owns the table `refusals`. Refusals are noted in memory and stored every few seconds and
//! before anybody looks: whoever sends rubbish as fast as they can costs no write each.

pub mod difference;
pub mod record;
pub mod refusal;
pub mod store;
mod views;

use crate::base::{Origin, Result, Seconds};
use crate::db::Write;
use std::sync::{Mutex, PoisonError};

/// The most refusals that wait to be stored; what comes on top is only counted.
const MOST: usize = 500;

/// A refused request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusal {
    pub kind: &'static str,
    /// The error's code.
    pub error: String,
    /// Why, in words, for the administrator: it may say more than the caller was told.
    pub cause: String,
    pub status: u16,
    pub client_id: Option<String>,
    pub user: Option<String>,
    /// What was asked for, where that is what was wrong.
    pub redirect_uri: Option<String>,
    pub scopes: Option<String>,
    pub method: String,
    pub path: String,
    pub origin: Origin,
    pub at: Seconds,
}

/// The kinds of refused requests.
pub const KINDS: &[&str] = &["Authorization", "Token", "API", "Page"];

/// The refusals that are not stored yet.
#[derive(Default)]
pub struct Journal(Mutex<Vec<Refusal>>);

impl Journal {
    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Refusal>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a refusal. Of one request the first cause is kept: it is the nearest.
    pub fn note(&self, refusal: Refusal) -> bool {
        let mut waiting = self.waiting();
        let is_known = waiting
            .iter()
            .rev()
            .any(|known| known.origin.reference == refusal.origin.reference);
        if is_known || waiting.len() >= MOST {
            return false;
        }
        waiting.push(refusal);
        true
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.waiting().is_empty()
    }

    /// Stores what waits.
    pub fn flush(&self, db: &Write) -> Result<()> {
        let waiting = std::mem::take(&mut *self.waiting());
        for refusal in &waiting {
            store::insert(db, refusal)?;
        }
        Ok(())
    }
}
