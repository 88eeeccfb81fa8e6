//! The one state struct, and what every handler asks of it.

use crate::base::clock::SystemClock;
use crate::base::random::SystemRandomness;
use crate::base::vault::Vault;
use crate::base::{Clock, Env, Error, Random, Result};
use crate::config::Config;
use crate::db::Db;
use crate::oauth::keys::{self, Keys};
use crate::users::password::Hasher;
use crate::web::limits::Limits;
use std::path::Path;
use std::sync::Arc;

/// Everything that a running server is.
pub struct App {
    pub config: Config,
    pub env: Env,
    pub db: Db,
    pub keys: Keys,
    pub hasher: Arc<Hasher>,
    pub limits: Arc<Limits>,
}

impl App {
    /// An app with the operating system's clock and randomness.
    pub fn open(config: Config) -> std::result::Result<Self, String> {
        Self::with(config, Arc::new(SystemClock), Arc::new(SystemRandomness::new()))
    }

    /// An app with a clock and randomness of the caller's.
    pub fn with(config: Config, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> std::result::Result<Self, String> {
        let folder = crate::folder::Folder::open(&config.data)?;
        let db = Db::open(&folder.database()).map_err(|error| error.to_string())?;
        folder.protect_database()?;
        let vault = Vault::new(&folder.key(&*random, is_new(&db)?)?);
        let env = Env {
            clock: Arc::clone(&clock),
            random,
            vault: Arc::new(vault),
            base_url: config.base_url.as_str().into(),
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
            keys: Keys::default(),
            hasher: Arc::default(),
            limits: Arc::new(Limits::new(clock)),
            config,
            env,
            db,
        })
    }

    /// The name of the site.
    pub fn site_name(&self) -> Result<String> {
        self.db.read(crate::login::store::site_name)
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
