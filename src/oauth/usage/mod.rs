//! How tokens are used: per client, user and day, how many were issued and used, last from
//! where, and which scopes they truly exercised.
//!
//! Owns the table `oauth_usage` and the counters of `daily_counts`. A use is noted in memory,
//! for a write at every request would cost more than the request; every few seconds, and before
//! anybody looks, the notes are added to the table.

mod store;
pub mod views;

pub use store::{UsageRow, by_client_and_user, counts, issued_by_day, sweep};

use crate::base::tally::Tally;
use crate::base::{ClientId, Result, Seconds, UserId};
use crate::db::Write;
use crate::permissions::ScopeMeter;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What happens often enough to be counted by the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    SignIns,
    FailedSignIns,
    Tokens,
    Refusals,
}

impl Count {
    /// As it is stored.
    pub fn name(self) -> &'static str {
        match self {
            Count::SignIns => "sign-ins",
            Count::FailedSignIns => "failed sign-ins",
            Count::Tokens => "tokens",
            Count::Refusals => "refusals",
        }
    }
}

/// What was noted of one client, user and day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    pub issued: i64,
    pub used: i64,
    pub last_used_at: Option<Seconds>,
    pub address: String,
    pub scopes: BTreeSet<String>,
}

#[derive(Default)]
struct Notes {
    /// By client, user id and day.
    tokens: BTreeMap<(ClientId, Option<UserId>, i64), Note>,
    api_keys: BTreeMap<String, Seconds>,
    counts: BTreeMap<(i64, Count), i64>,
}

/// The notes that are not in the table yet.
#[derive(Default)]
pub struct Usage {
    notes: Mutex<Notes>,
    /// What was counted since the start.
    totals: Tally<Count>,
}

/// The day of a moment, counted from 1970-01-01 UTC.
pub fn day(at: Seconds) -> i64 {
    at.days()
}

impl Usage {
    fn with(&self, note: impl FnOnce(&mut Notes)) {
        note(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn at(&self, client_id: &ClientId, user_id: Option<&UserId>, now: Seconds, note: impl FnOnce(&mut Note)) {
        let key = (client_id.clone(), user_id.cloned(), day(now));
        self.with(|notes| note(notes.tokens.entry(key).or_default()));
    }

    /// A token was issued.
    pub fn issued(&self, client_id: &ClientId, user_id: Option<&UserId>, now: Seconds) {
        self.at(client_id, user_id, now, |note| note.issued += 1);
        self.count(Count::Tokens, now);
    }

    /// Something happened.
    pub fn count(&self, count: Count, now: Seconds) {
        self.with(|notes| *notes.counts.entry((day(now), count)).or_default() += 1);
        self.totals.count(count);
    }

    /// How often something happened since the start.
    pub fn total(&self, count: Count) -> u64 {
        self.totals.of(&count)
    }

    /// An API key was used.
    pub fn api_key(&self, key: &str, now: Seconds) {
        self.with(|notes| {
            notes.api_keys.insert(key.to_owned(), now);
        });
    }

    /// Whether there is nothing to add to the table.
    pub fn is_empty(&self) -> bool {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.tokens.is_empty() && notes.counts.is_empty() && notes.api_keys.is_empty()
    }

    fn take(&self) -> Notes {
        std::mem::take(&mut *self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Adds the notes to the table.
    pub fn flush(&self, db: &Write) -> Result<()> {
        let notes = self.take();
        for ((client_id, user_id, day), note) in &notes.tokens {
            store::add(db, client_id, user_id.as_ref(), *day, note)?;
        }
        for (key, at) in &notes.api_keys {
            crate::users::api_keys::used(db, key, *at)?;
        }
        for ((day, count), number) in &notes.counts {
            store::add_count(db, *day, *count, *number)?;
        }
        Ok(())
    }
}

/// Counts the use of one token during one request.
#[derive(Clone)]
pub struct UsageRecorder {
    usage: Arc<Usage>,
    client_id: ClientId,
    user_id: Option<UserId>,
    now: Seconds,
}

impl std::fmt::Debug for UsageRecorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Meter({})", self.client_id)
    }
}

impl UsageRecorder {
    /// Notes that a token was used, from there.
    pub fn start(
        usage: &Arc<Usage>,
        client_id: &ClientId,
        user_id: Option<&UserId>,
        address: &str,
        now: Seconds,
    ) -> Self {
        usage.at(client_id, user_id, now, |note| {
            note.used += 1;
            note.last_used_at = Some(now);
            note.address = address.to_owned();
        });
        UsageRecorder {
            usage: Arc::clone(usage),
            client_id: client_id.clone(),
            user_id: user_id.cloned(),
            now,
        }
    }
}

impl ScopeMeter for UsageRecorder {
    fn exercise(&self, scope: &str) {
        self.usage.at(&self.client_id, self.user_id.as_ref(), self.now, |note| {
            if !note.scopes.contains(scope) {
                note.scopes.insert(scope.to_owned());
            }
        });
    }
}
