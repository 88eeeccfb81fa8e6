//! How tokens are used: per client, user and day, how many were issued and used, last from
//! where, and which scopes they truly exercised.
//!
//! Owns the tables `oauth_usage` and `oauth_client_usage`, and the counters of `daily_counts`. A use is noted in memory,
//! for a write at every request would cost more than the request; every few seconds, and before
//! anybody looks, the notes are added to the table.

mod store;
pub mod views;

pub use store::{ClientUse, UsageRow, by_client_and_user, counts, issued_by_day, of_client, of_clients, sweep};

use crate::base::tally::Tally;
use crate::base::{ClientId, Result, Seconds, UserId};
use crate::db::Write;
use crate::oauth::clients;
use crate::permissions::ScopeMeter;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::net::IpAddr;
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
    pub address: Option<IpAddr>,
    pub scopes: BTreeSet<String>,
}

impl Note {
    fn add(&mut self, other: &Note) {
        self.issued += other.issued;
        self.used += other.used;
        self.last_used_at = self.last_used_at.max(other.last_used_at);
        self.scopes.extend(other.scopes.iter().cloned());
    }
}

/// Whose tokens a note is about: client, user, day.
type Key = (ClientId, Option<UserId>, i64);

#[derive(Default)]
struct Notes {
    tokens: HashMap<Key, Note>,
    api_keys: HashMap<String, Seconds>,
    client_secrets: HashMap<String, Seconds>,
    counts: BTreeMap<(i64, Count), i64>,
}

/// How many notes are stored in one change, so that nobody waits long for the writer.
const PORTION: usize = 100;

/// Takes some of what is there.
fn some<K: Clone + Eq + Hash, V>(notes: &mut HashMap<K, V>) -> Vec<(K, V)> {
    let keys: Vec<K> = notes.keys().take(PORTION).cloned().collect();
    let taken = keys.into_iter().filter_map(|key| notes.remove_entry(&key)).collect();
    if notes.is_empty() {
        *notes = HashMap::new();
    }
    taken
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

    /// A client proved itself by the secret of this id.
    pub fn client_secret(&self, id: &str, now: Seconds) {
        self.with(|notes| match notes.client_secrets.get_mut(id) {
            Some(at) => *at = now,
            None => drop(notes.client_secrets.insert(id.to_owned(), now)),
        });
    }

    /// Whether there is nothing to add to the table.
    pub fn is_empty(&self) -> bool {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes.tokens.is_empty()
            && notes.counts.is_empty()
            && notes.api_keys.is_empty()
            && notes.client_secrets.is_empty()
    }

    fn take(&self) -> Taken {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        Taken {
            tokens: some(&mut notes.tokens),
            api_keys: some(&mut notes.api_keys),
            client_secrets: some(&mut notes.client_secrets),
            counts: std::mem::take(&mut notes.counts),
        }
    }

    /// Adds some of the notes to the table; there may be more.
    pub fn flush(&self, db: &Write) -> Result<()> {
        let notes = self.take();
        let mut of_clients: BTreeMap<(&ClientId, i64), Note> = BTreeMap::new();
        for ((client_id, user_id, day), note) in &notes.tokens {
            store::add(db, client_id, user_id.as_ref(), *day, note)?;
            of_clients.entry((client_id, *day)).or_default().add(note);
        }
        for ((client_id, day), note) in &of_clients {
            store::add_of_client(db, client_id, *day, note)?;
        }
        for (key, at) in &notes.api_keys {
            crate::users::api_keys::used(db, key, *at)?;
        }
        for (id, at) in &notes.client_secrets {
            clients::secret_used(db, id, *at)?;
        }
        for ((day, count), number) in &notes.counts {
            store::add_count(db, *day, *count, *number)?;
        }
        Ok(())
    }
}

/// Notes on their way into the table.
struct Taken {
    tokens: Vec<(Key, Note)>,
    api_keys: Vec<(String, Seconds)>,
    client_secrets: Vec<(String, Seconds)>,
    counts: BTreeMap<(i64, Count), i64>,
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
        address: IpAddr,
        now: Seconds,
    ) -> Self {
        usage.at(client_id, user_id, now, |note| {
            note.used += 1;
            note.last_used_at = Some(now);
            note.address = Some(address);
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
    fn exercise(&self, scopes: &[String]) {
        self.usage.at(&self.client_id, self.user_id.as_ref(), self.now, |note| {
            for scope in scopes {
                if !note.scopes.contains(scope) {
                    note.scopes.insert(scope.clone());
                }
            }
        });
    }
}
