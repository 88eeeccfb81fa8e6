//! Whether the server can do its work: it writes, there is room, and what lies on the disk is what was opened (T10).

use super::App;
use crate::base::Error;
use crate::base::clock::Stopwatch;
use crate::checkup::Machine;
use crate::db::Depth;
use crate::folder::Folder;
use crate::system;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long a write may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a failure counts.
const MOMENT: Duration = Duration::from_secs(10);
/// How long an answer is good for: however often somebody asks, there are no more writes than this.
const PACE_MS: u64 = 1000;
/// With less free than this, in bytes, the next large write may find none.
const LEAST_FREE: u64 = 2 << 20;
/// A database up to this size, in bytes, is looked through before the server answers: that takes less than a second.
const QUICK: u64 = 64 << 20;

/// What is known of the readiness so far.
#[derive(Default)]
pub struct Readiness {
    last: tokio::sync::Mutex<Option<(Stopwatch, Vec<String>)>>,
    damage: Mutex<Vec<String>>,
    is_looked_through: AtomicBool,
    backup: Mutex<Option<String>>,
    /// How many commits had failed, and since when it is so many.
    failed: Mutex<Option<(u64, Stopwatch)>>,
    /// The key file as it was at the start; none where the key is not in the folder.
    key: Option<Vec<u8>>,
}

impl Readiness {
    /// Of a server with this key file.
    pub fn new(key: Option<Vec<u8>>) -> Self {
        Readiness {
            key,
            ..Readiness::default()
        }
    }

    /// What a look through the database found.
    pub fn damage(&self) -> Vec<String> {
        self.damage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the database was looked through since the start.
    pub fn is_looked_through(&self) -> bool {
        self.is_looked_through.load(Ordering::Relaxed)
    }

    /// What became of the last backup that was due: nothing, or why it came to nothing.
    pub fn set_backup(&self, problem: Option<String>) {
        *self.backup.lock().unwrap_or_else(PoisonError::into_inner) = problem;
    }

    fn set_damage(&self, found: Vec<String>) {
        *self.damage.lock().unwrap_or_else(PoisonError::into_inner) = found;
        self.is_looked_through.store(true, Ordering::Relaxed);
    }
}

impl App {
    /// Why the server is not ready, in words for anybody; nothing, if it is.
    pub async fn not_ready(&self) -> Vec<String> {
        // Whoever asks meanwhile waits for the same answer.
        let mut last = self.readiness.last.lock().await;
        if let Some((_, reasons)) = last.as_ref().filter(|(at, _)| at.elapsed_ms() < PACE_MS) {
            return reasons.clone();
        }
        let reasons = self.reasons_against().await;
        if !reasons.is_empty() {
            tracing::error!(reasons = reasons.join("; "), "the server is not ready");
        }
        *last = Some((Stopwatch::start(), reasons.clone()));
        reasons
    }

    async fn reasons_against(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if self.keys.have_failed() {
            reasons.push("The signing keys cannot be made: the log says why.".to_owned());
        }
        if self.failed_just_now() {
            reasons.push("Something could not be stored just now: the log says why.".into());
        }
        let now = self.env.now();
        let written = self.db.write(move |db| system::beat(db, now));
        match tokio::time::timeout(PATIENCE, written).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => reasons.push(words(&error)),
            Err(_) => reasons.push(format!(
                "The database took no write within {} seconds: another program may hold it.",
                PATIENCE.as_secs()
            )),
        }
        if crate::folder::free_bytes(self.data()).is_some_and(|free| free < LEAST_FREE) {
            reasons.push("The disk is full, or nearly so.".into());
        }
        if let Some(key) = &self.readiness.key
            && Folder::key_in(self.data()).ok().as_ref() != Some(key)
        {
            reasons.push(
                "The key file is gone, or is another one: put it back before the server is started again.".into(),
            );
        }
        // Where it is asked for by ACME the authority must get through meanwhile, past whoever goes by this answer.
        let certificate = self.certificates.as_ref().map(|certificates| certificates.state());
        if certificate.is_some_and(|state| !state.by_acme && !state.is_good(now)) {
            reasons.push("The certificate is not good any more: put a new one in its place.".into());
        }
        if !self.readiness.damage().is_empty() {
            reasons.push("The database is damaged: restore a backup (frontdesk check says where).".into());
        }
        reasons
    }

    /// Whether a commit failed a moment ago, though this one went well.
    fn failed_just_now(&self) -> bool {
        let count = self.db.stats().failed;
        let mut failed = self.readiness.failed.lock().unwrap_or_else(PoisonError::into_inner);
        match &*failed {
            Some((seen, since)) if *seen == count => count > 0 && since.elapsed() < MOMENT,
            _ => {
                *failed = Some((count, Stopwatch::start()));
                count > 0
            }
        }
    }

    /// Looks through the database for damage: at once where that is quick, otherwise meanwhile.
    pub async fn look_for_damage(self: &std::sync::Arc<Self>, depth: Depth) {
        let app = std::sync::Arc::clone(self);
        let size = size_of(&app.database());
        let looking = tokio::task::spawn_blocking(move || {
            let found = match crate::db::problems(&app.database(), depth) {
                Ok(found) => found,
                // That is no damage: it is looked at again in ten minutes.
                Err(error) => return tracing::warn!(%error, "the database could not be looked through"),
            };
            if !found.is_empty() {
                tracing::error!(
                    problems = found.join("; "),
                    "the database is damaged: stop the server and restore a backup"
                );
            }
            app.readiness.set_damage(found);
        });
        if size <= QUICK {
            let _ = looking.await;
        }
    }

    /// What the check-up is told of the machine.
    pub fn machine(&self) -> Machine {
        Machine {
            damage: self.readiness.damage(),
            backup: self
                .readiness
                .backup
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
            free: crate::folder::free_bytes(self.data()),
            size: size_of(&self.database()),
            odd: self.arrivals.odd(),
            certificate: self.certificates.as_ref().map(|certificates| certificates.state()),
        }
    }
}

fn size_of(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

/// The cause of a failed write, without paths: anybody may ask.
fn words(error: &Error) -> String {
    let Error::Storage(cause) = error else {
        return "The database does not answer: the log says why.".into();
    };
    let is = |word: &str| cause.contains(word);
    match () {
        () if is("full") => "The disk is full: make room, and the server goes on by itself.",
        () if is("locked") => "Another program holds the database: end it.",
        () if is("replaced") || is("deleted") => "The database file was moved away, deleted or replaced: nothing more is stored. Stop the server and put it back.",
        () if is("malformed") || is("not a database") => "The database is damaged: restore a backup.",
        () if is("readonly") => "The database is read-only.",
        () => "The database cannot be written to: the log says why.",
    }
    .to_owned()
}
