//! Diagnostics: every refused request of the last days, with its cause in words, found by the
//! reference code that the person was shown.
//!
//! Owns the table `refusals`. Refusals are noted in memory and stored every few seconds and
//! before anybody looks: whoever sends rubbish as fast as they can costs no write each.

pub mod difference;
pub mod record;
mod store;
mod views;

pub use store::{RefusalRow, Refused, by_client, latest, sweep};

use crate::base::tally::Tally;
use crate::base::{ClientId, Origin, Result, Seconds};
use crate::db::Write;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most refusals that wait to be stored; what comes on top is only counted.
const MAX_BUFFERED: usize = 500;

/// The most of one address.
const MAX_OF_ONE: usize = 200;
/// The most refusals that are kept, however young.
pub const KEPT: i64 = 20_000;

/// A refused request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusal {
    pub kind: &'static str,
    /// The error's code.
    pub error: String,
    /// Why, in words, for the administrator: it may say more than the caller was told.
    pub cause: String,
    pub status: u16,
    pub client_id: Option<ClientId>,
    pub user: Option<String>,
    /// What was asked for, where that is what was wrong.
    pub redirect_uri: Option<String>,
    pub scopes: Option<String>,
    pub method: String,
    pub path: String,
    pub origin: Origin,
    pub at: Seconds,
}

impl Refusal {
    /// With texts of a length that can be kept: they come from whoever was refused.
    fn shortened(self) -> Self {
        let cut = |text: String, most: usize| match text.chars().count() > most {
            true => text.chars().take(most).chain("…".chars()).collect(),
            false => text,
        };
        Refusal {
            cause: cut(self.cause, 600),
            error: cut(self.error, 100),
            client_id: self.client_id.map(|id| cut(id.into(), 200).into()),
            redirect_uri: self.redirect_uri.map(|text| cut(text, 2000)),
            scopes: self.scopes.map(|text| cut(text, 1000)),
            path: cut(self.path, 300),
            method: cut(self.method, 20),
            ..self
        }
    }
}

/// The kinds of refused requests.
pub const KINDS: &[&str] = &["Authorization", "Token", "API", "Page", "Connection", "Sign-in"];

/// How many requests were refused since the start, by kind and error code. Both are words of ours.
#[derive(Default)]
pub struct Causes(Tally<(&'static str, String)>);

/// The most error codes that are told apart: the rest is counted as one.
const MAX_CAUSES: usize = 200;

impl Causes {
    /// Counts a refusal.
    pub fn count(&self, refusal: &Refusal) {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_plain = refusal.error.len() <= 60 && refusal.error.chars().all(is_word);
        let cause = match is_plain && self.0.kinds() < MAX_CAUSES {
            true => refusal.error.clone(),
            false => "other".into(),
        };
        self.0.count((refusal.kind, cause));
    }

    /// All counts.
    pub fn all(&self) -> BTreeMap<(&'static str, String), u64> {
        self.0.all()
    }
}

/// The refusals that are not stored yet.
#[derive(Default)]
pub struct RefusalBuffer(Mutex<Vec<Refusal>>);

impl RefusalBuffer {
    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Refusal>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a refusal. Of one request the first cause is kept: it is the nearest.
    pub fn note(&self, refusal: Refusal) -> bool {
        let mut waiting = self.waiting();
        let is_known = |known: &Refusal| known.origin.reference == refusal.origin.reference;
        let alike = |known: &&Refusal| known.origin.address == refusal.origin.address;
        if waiting.len() >= MAX_BUFFERED
            || waiting.iter().rev().any(is_known)
            || waiting.iter().filter(alike).count() >= MAX_OF_ONE
        {
            return false;
        }
        waiting.push(refusal.shortened());
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
        match waiting.is_empty() {
            true => Ok(()),
            false => store::sweep(db, Seconds(i64::MIN), KEPT).map(drop),
        }
    }
}
