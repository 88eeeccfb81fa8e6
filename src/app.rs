//! Putting the running server together: folder, database, key, clock, randomness.

pub use crate::server::{App, Readiness};

use crate::base::clock::SystemClock;
use crate::base::guard::Guard;
use crate::base::random::SystemRandomness;
use crate::base::vault::Vault;
use crate::base::{Clock, Env, Error, Random};
use crate::config::{Config, Tls};
use crate::connected::pass_log::PassLog;
use crate::db::Db;
use crate::diagnostics::Causes;
use crate::folder::Folder;
use crate::oauth::dpop::Seen;
use crate::oauth::keys::Keys;
use crate::outbound::Outbound;
use crate::records::Registry;
use crate::web::arrivals::Arrivals;
use crate::web::limits::Limits;
use crate::web::listen::tls::Certificates;
use crate::web::measure::Requests;
use crate::web::problem;
use crate::{acme, resealing};
use std::sync::{Arc, OnceLock};

impl App {
    /// An app with the operating system's clock and randomness.
    pub fn open(config: Config) -> std::result::Result<Self, String> {
        let registry = crate::registry::registry()?;
        Self::with(
            config,
            registry,
            Arc::new(SystemClock),
            Arc::new(SystemRandomness::new()),
        )
    }

    /// An app with record types, a clock and randomness of the caller's.
    pub fn with(
        config: Config,
        registry: &'static Registry,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> std::result::Result<Self, String> {
        let outbound = Outbound::new(&config.outbound)?;
        let certificates = certificates(&config)?;
        let folder = Folder::open(&config.data)?;
        folder.refuse_a_missing_database()?;
        folder.refuse_two_keys()?;
        let now = clock.now_ms();
        let db = Db::open(&folder.database(), |db| registry.ensure_permissions(db, now))
            .map_err(|error| error.to_string())?;
        folder.protect_database()?;
        let is_new = || db.read(resealing::is_unused).map_err(|error| error.to_string());
        let key = folder.key(&*random, &config.key, is_new)?;
        let vault = Vault::new(&key);
        let env = Env {
            clock: Arc::clone(&clock),
            random,
            vault: Arc::new(vault),
            base_url: config.base_url.as_str().into(),
            guard: Arc::new(Guard(config.outbound.allow.clone())),
            lifetimes: config.lifetimes,
            mail_server: config.mail_server.clone().map(Arc::new),
        };
        // A key file that does not fit is found now, not when the first token is to be signed.
        db.read(|db| resealing::fits(db, &env.vault))
            .map_err(|error| match error {
                Error::Internal(cause) => format!(
                    "The key (in {}, or given from outside) does not fit the database: is it that of another site? Another key takes its place with frontdesk keys reseal. ({cause})",
                    config.data.display()
                ),
                other => other.to_string(),
            })?;
        if let (Some(Tls::Acme(_)), Some(certificates)) = (&config.tls, &certificates) {
            let stored = db.read(|db| acme::stored(db, &env.vault, certificates.host()));
            match stored {
                Ok(stored) => {
                    stored.certificate.into_iter().for_each(|own| certificates.show(own));
                    if let Some(failure) = &stored.failure {
                        certificates.fail(failure);
                    }
                }
                // Another one is asked for.
                Err(error) => tracing::error!(error = problem::cause(&error), "the stored certificate cannot be used"),
            }
        }
        Ok(App {
            registry,
            passed: PassLog::default(),
            usage: Arc::default(),
            refusals: Arc::default(),
            keys: Keys::default(),
            jwks: Arc::default(),
            proofs: Seen::default(),
            token_proofs: Seen::default(),
            hasher: Arc::default(),
            limits: Arc::new(Limits::new(clock)),
            readiness: Readiness::new(Folder::key_in(&config.data).ok()),
            requests: Requests::default(),
            arrivals: Arrivals::default(),
            causes: Causes::default(),
            openapi: OnceLock::new(),
            config,
            env,
            db: Arc::new(db),
            outbound: Arc::new(outbound),
            certificates,
        })
    }
}

/// What https is spoken with, if it is.
fn certificates(config: &Config) -> Result<Option<Arc<Certificates>>, String> {
    match &config.tls {
        None => Ok(None),
        Some(Tls::Acme(_)) => Certificates::none_yet(&config.host()).map(Some),
        Some(Tls::Files(files)) => Certificates::open(files.clone(), &config.host())
            .map(Some)
            .map_err(|error| format!("FRONTDESK_TLS_CERT: {error}")),
    }
}
