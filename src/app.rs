//! The one state struct, and what every handler asks of it.

use crate::base::clock::SystemClock;
use crate::base::guard::Guard;
use crate::base::random::SystemRandomness;
use crate::base::vault::Vault;
use crate::base::{Clock, Env, Error, Random, Result};
use crate::config::Config;
use crate::connected::pass_through::Passed;
use crate::db::Db;
use crate::diagnostics::{Journal, Refusal};
use crate::oauth::keys::{self, Keys};
use crate::oauth::usage::{Count, Usage};
use crate::outbound::Outbound;
use crate::permissions;
use crate::records::RecordType;
use crate::social::jwks;
use crate::users::password::Hasher;
use crate::web::limits::Limits;
use crate::world::World;
use std::path::Path;
use std::sync::Arc;

/// Everything that a running server is.
pub struct App {
    pub config: Config,
    pub env: Env,
    pub db: Arc<Db>,
    /// The way to other servers.
    pub outbound: Arc<Outbound>,
    pub keys: Keys,
    /// The public keys of upstream providers.
    pub jwks: Arc<jwks::Cache>,
    pub hasher: Arc<Hasher>,
    pub limits: Arc<Limits>,
    /// When uses of other people's tokens at Connected Apps were logged.
    pub passed: Passed,
    /// How tokens are used; not in the database yet.
    pub usage: Arc<Usage>,
    /// Refused requests that are not in the database yet.
    pub journal: Arc<Journal>,
}

impl App {
    /// An app with the operating system's clock and randomness.
    pub fn open(config: Config) -> std::result::Result<Self, String> {
        Self::with(config, Arc::new(SystemClock), Arc::new(SystemRandomness::new()))
    }

    /// An app with a clock and randomness of the caller's.
    pub fn with(config: Config, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> std::result::Result<Self, String> {
        let outbound = Outbound::new(&config.outbound)?;
        let folder = crate::folder::Folder::open(&config.data)?;
        let now = clock.now_ms();
        let db = Db::open(&folder.database(), |db| permissions::ensure_standard(db, now))
            .map_err(|error| error.to_string())?;
        folder.protect_database()?;
        let vault = Vault::new(&folder.key(&*random, is_new(&db)?)?);
        let env = Env {
            clock: Arc::clone(&clock),
            random,
            vault: Arc::new(vault),
            base_url: config.base_url.as_str().into(),
            guard: Arc::new(Guard(config.outbound.allow.clone())),
            lifetimes: config.lifetimes,
        };
        // A key file that does not fit is found now, not when the first token is to be signed.
        db.read(|db| keys::check(db, &env)).map_err(|error| match error {
            Error::Internal(cause) => format!(
                "The key file in {} does not fit the database: {cause}",
                config.data.display()
            ),
            other => other.to_string(),
        })?;
        Ok(App {
            passed: Passed::default(),
            usage: Arc::default(),
            journal: Arc::default(),
            keys: Keys::default(),
            jwks: Arc::default(),
            hasher: Arc::default(),
            limits: Arc::new(Limits::new(clock)),
            config,
            env,
            db: Arc::new(db),
            outbound: Arc::new(outbound),
        })
    }

    /// The name of the site.
    pub fn site_name(&self) -> Result<String> {
        self.db.read(crate::system::store::app_name)
    }

    /// What work takes along that goes beyond one transaction.
    pub fn world(&self) -> World {
        World {
            db: Arc::clone(&self.db),
            env: self.env.clone(),
            outbound: Arc::clone(&self.outbound),
        }
    }

    /// Notes that a request was refused, for diagnostics.
    pub fn refused(&self, refusal: Refusal) {
        if self.journal.note(refusal) {
            self.usage.count(Count::Refusals, self.env.now());
        }
    }

    /// Stores what was noted in memory. When it fails, nothing but the notes is lost.
    pub async fn catch_up(&self) {
        if self.usage.is_empty() && self.journal.is_empty() {
            return;
        }
        let (usage, journal) = (Arc::clone(&self.usage), Arc::clone(&self.journal));
        let stored = self.db.write(move |db| {
            usage.flush(db)?;
            journal.flush(db)
        });
        if let Err(error) = stored.await {
            tracing::warn!(%error, "the use of tokens was not noted");
        }
    }

    /// The same, before records are read that come from these notes.
    pub async fn catch_up_for(&self, record_type: &RecordType) {
        if ["Refused Request", "API Key"].contains(&record_type.name) {
            self.catch_up().await;
        }
    }

    /// The folder that holds database and key.
    pub fn data(&self) -> &Path {
        &self.config.data
    }
}

/// Whether the database holds nothing yet that was sealed under a key.
fn is_new(db: &Db) -> std::result::Result<bool, String> {
    let keys = db.read(|db| crate::oauth::keys::store::published(db, i64::MIN));
    keys.map(|keys| keys.is_empty()).map_err(|error| error.to_string())
}
