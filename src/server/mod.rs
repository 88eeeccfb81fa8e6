//! What every door needs: the running server ([`App`]), who is calling ([`caller`]), the person at a
//! page ([`Visitor`]), and how a refusal is noted and shown.

mod again;
pub mod api;
pub mod arrival;
pub mod caller;
pub mod kept;
pub mod page;
pub mod passwords;
pub mod presented;
mod reader;
mod readiness;
pub mod refusal;
pub mod return_to;
pub mod said;
pub mod session;
pub mod ticket;
pub mod waiting;

pub use page::{Visitor, error_page, error_page_with, framed_error, framed_page};
pub(crate) use page::{form_handler, page_handler};
pub use reader::ForReader;
pub use readiness::Readiness;
pub use return_to::ReturnTo;

use crate::base::{Env, Result};
use crate::config::Config;
use crate::connected::pass_log::PassLog;
use crate::db::Db;
use crate::diagnostics::{Causes, Refusal, RefusalBuffer};
use crate::folder::DATABASE;
use crate::oauth::dpop;
use crate::oauth::keys::Keys;
use crate::oauth::usage::{Count, Usage};
use crate::outbound::Outbound;
use crate::permissions::Actor;
use crate::records::{Caller, Reading, RecordType, Registry};
use crate::ui::Site;
use crate::upstream::jwks;
use crate::users::password::Hasher;
use crate::web::arrivals::Arrivals;
use crate::web::limits::Limits;
use crate::web::listen::tls::Certificates;
use crate::web::measure::Requests;
use crate::world::World;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Everything that a running server is. The one state struct; [`app`](crate::app) puts it together.
pub struct App {
    pub config: Config,
    pub env: Env,
    /// Every record type.
    pub registry: &'static Registry,
    pub db: Arc<Db>,
    /// The way to other servers.
    pub outbound: Arc<Outbound>,
    /// The certificate, where https is spoken without a proxy.
    pub certificates: Option<Arc<Certificates>>,
    pub keys: Keys,
    /// The public keys that providers and clients publish.
    pub jwks: Arc<jwks::Cache>,
    /// Which proofs of possession were used: by clients, and beside access tokens, where no stranger comes so far.
    pub proofs: dpop::Seen,
    pub token_proofs: dpop::Seen,
    pub hasher: Arc<Hasher>,
    pub limits: Arc<Limits>,
    /// When uses of other people's tokens at Connected Apps were logged.
    pub passed: PassLog,
    /// How tokens are used; not in the database yet.
    pub usage: Arc<Usage>,
    /// Refused requests that are not in the database yet.
    pub refusals: Arc<RefusalBuffer>,
    /// What is known of whether it can do its work.
    pub readiness: Readiness,
    /// How many requests were answered, and how fast.
    pub requests: Requests,
    /// How requests arrived lately.
    pub arrivals: Arrivals,
    /// How many requests were refused, by the kind and the error's code.
    pub causes: Causes,
    /// The OpenAPI document, once somebody asked for it.
    pub openapi: OnceLock<Arc<str>>,
}

impl App {
    /// What pages show of the site.
    pub fn site(&self) -> Result<Site> {
        let brand = self.db.read(crate::system::brand)?;
        let at = |name: &str, tag: &str| format!("/brand/{name}?{tag}");
        Ok(Site {
            name: brand.app_name.clone(),
            logo: brand.logo.as_ref().map(|logo| at("logo", &logo.tag)),
            favicon: brand.favicon.as_ref().map(|favicon| at("favicon", &favicon.tag)),
            stylesheet: brand.colour.map(|colour| at("colour.css", &colour.tag())),
            sentence: brand.login_message.clone(),
            contact: brand.contact.clone(),
        })
    }

    /// Where somebody goes on to who has signed in: home is what the site says that it is.
    pub fn onward(&self, place: &ReturnTo) -> String {
        let lands_at_apps = || {
            self.db
                .read(crate::system::brand)
                .is_ok_and(|brand| brand.lands_at_apps)
        };
        match place {
            ReturnTo::Home if lands_at_apps() => "/me".into(),
            place => place.path(),
        }
    }

    /// What work takes along that goes beyond one transaction.
    pub fn world(&self) -> World {
        World {
            db: Arc::clone(&self.db),
            env: self.env.clone(),
            outbound: Arc::clone(&self.outbound),
        }
    }

    /// Who calls a verb of the record engine, with what verbs need.
    pub fn caller(&self, actor: &Actor) -> Caller {
        Caller {
            env: self.env.clone(),
            registry: self.registry,
            actor: actor.clone(),
        }
    }

    /// Looks something up in the name of an actor, in place.
    pub fn look<T>(&self, actor: &Actor, look: impl FnOnce(&Reading) -> Result<T>) -> Result<T> {
        let caller = self.caller(actor);
        self.db.read(|db| look(&caller.reading(db)))
    }

    /// Notes that a request was refused, for diagnostics.
    pub fn refused(&self, refusal: Refusal) {
        self.causes.count(&refusal);
        if self.refusals.note(refusal) {
            self.usage.count(Count::Refusals, self.env.now());
        }
    }

    /// Stores what was noted in memory. When it fails, nothing but the notes is lost.
    pub async fn catch_up(&self) {
        while !(self.usage.is_empty() && self.refusals.is_empty()) {
            let (usage, refusals) = (Arc::clone(&self.usage), Arc::clone(&self.refusals));
            let stored = self.db.write(move |db| {
                usage.flush(db)?;
                refusals.flush(db)
            });
            if let Err(error) = stored.await {
                tracing::warn!(%error, "the use of tokens was not noted");
                return;
            }
        }
    }

    /// The same, before records are read that come from these notes.
    pub async fn catch_up_for(&self, record_type: &RecordType) {
        if record_type.is_buffered {
            self.catch_up().await;
        }
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data().join(DATABASE)
    }

    /// The folder that holds database and key.
    pub fn data(&self) -> &Path {
        &self.config.data
    }
}
