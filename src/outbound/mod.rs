//! The only way out: whatever is asked of another server is asked here.
//!
//! - [`Guard`] says which addresses may be called. The address that was checked is the one that is
//!   connected to: names are looked up by us, and what is not admitted is left out.
//! - [`Outbound::ask`]: one question with its answer, within limits of time and size. Redirects are
//!   not followed, packed answers are not unpacked.
//! - [`Outbound::open`]: the same for what is passed on as it comes.
//! - [`flights`]: one flight at a time per key.
//!
//! It knows no capability. rustls on ring; the roots are built in, an operator may add others.

pub mod flights;
mod question;
mod resolver;
mod timed;
pub mod troubles;

pub use question::{Answer, Failure, Question, Why};
pub use timed::Timed;

use crate::base::guard::{Allowed, Guard};
use flights::Flights;
use reqwest::{Client, RequestBuilder, Response};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use troubles::Troubles;
use url::Url;

/// The longest answer that is read, in bytes.
pub const LARGEST: usize = 512 * 1024;
/// How many questions one server is asked at once.
const AT_ONCE: usize = 16;

/// What the operator sets.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What may be called although it is not public.
    pub allow: Vec<Allowed>,
    /// Certificates of further authorities, as PEM.
    pub extra_ca: Option<PathBuf>,
    /// How long one question may take altogether.
    pub time_limit: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            allow: Vec::new(),
            extra_ca: None,
            time_limit: Duration::from_secs(5),
        }
    }
}

/// The way out.
pub struct Outbound {
    client: Client,
    guard: Arc<Guard>,
    time_limit: Duration,
    servers: Mutex<HashMap<String, Arc<Semaphore>>>,
    /// What is fetched once for all who want it.
    pub flights: Flights,
    /// What failed just now and is not asked again at once.
    pub troubles: Troubles,
}

impl Outbound {
    /// The way out under these settings; the error names the file that cannot be used.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        let guard = Arc::new(Guard(settings.allow.clone()));
        let client = Client::builder()
            .tls_backend_preconfigured(tls(settings.extra_ca.as_deref())?)
            .dns_resolver(resolver::Guarded(Arc::clone(&guard)))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .user_agent(concat!("Frontdesk/", env!("CARGO_PKG_VERSION")))
            .pool_max_idle_per_host(4)
            .pool_idle_timeout(Duration::from_secs(30))
            .build()
            .map_err(|error| format!("the HTTP client cannot be made: {error}"))?;
        Ok(Outbound {
            client,
            guard,
            time_limit: settings.time_limit,
            servers: Mutex::default(),
            flights: Flights::default(),
            troubles: Troubles::default(),
        })
    }

    /// Asks and reads the whole answer. The time limit begins with our turn at that server.
    pub async fn ask(&self, question: Question) -> Result<Answer, Failure> {
        let limit = self.time_limit * question.patience;
        let host = question.host();
        let url = self.guard.check(&question.address).map_err(Failure::refused)?;
        let _turn = self.turn("ask", &url, limit * 3).await?;
        let whole = async {
            let request = question.build(&self.client, url);
            let sent = request.header("accept-encoding", "identity").send().await;
            Answer::read(&host, sent.map_err(|error| Failure::of(&host, error))?).await
        };
        tokio::time::timeout(limit, whole)
            .await
            .unwrap_or_else(|_| Err(Failure::too_slow(&host, limit)))
    }

    /// Asks and answers as soon as the head of the answer is there. `complete` adds headers and body.
    /// Turns for this are other ones than those of [`Outbound::ask`].
    pub async fn open(
        &self,
        question: &Question,
        limit: Duration,
        complete: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response, Failure> {
        let host = question.host();
        let url = self.guard.check(&question.address).map_err(Failure::refused)?;
        let _turn = self.turn("open", &url, limit / 5).await?;
        let request = complete(question.build(&self.client, url));
        let sent = tokio::time::timeout(limit, request.send()).await;
        let sent = sent.map_err(|_| Failure::too_slow(&host, limit))?;
        sent.map_err(|error| Failure::of(&host, error))
    }

    /// Waits for a turn at a server, not longer than this.
    async fn turn(&self, purpose: &str, url: &Url, longest: Duration) -> Result<OwnedSemaphorePermit, Failure> {
        let server = url.origin().ascii_serialization();
        let turns = self.turns(&format!("{purpose} {server}"));
        match tokio::time::timeout(longest, turns.acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(Failure::new(
                Why::Crowded,
                format!("Too many requests to {server} are under way"),
            )),
        }
    }

    /// The turns at one server: however slow it is, others are asked meanwhile.
    fn turns(&self, key: &str) -> Arc<Semaphore> {
        const MANY: usize = 256;
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() > MANY {
            servers.retain(|_, turns| Arc::strong_count(turns) > 1);
        }
        let turns = servers
            .entry(key.to_owned())
            .or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE)));
        Arc::clone(turns)
    }
}

/// Makes ring the crypto provider of the process; the first to say so is heeded.
pub fn use_ring() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// TLS with the built-in roots and those of the operator.
fn tls(extra_ca: Option<&Path>) -> Result<rustls::ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(path) = extra_ca {
        let refused = |why: String| format!("FRONTDESK_EXTRA_CA: {}: {why}", path.display());
        let certificates = CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| refused(error.to_string()))?;
        if certificates.is_empty() {
            return Err(refused("there is no certificate in it (PEM)".into()));
        }
        for certificate in certificates {
            roots.add(certificate).map_err(|error| refused(error.to_string()))?;
        }
    }
    use_ring();
    let builder = rustls::ClientConfig::builder();
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
