//! The only way out: whatever is asked of another server is asked here.
//!
//! - [`Guard`] says which addresses may be called. The address that was checked is the one that is
//!   connected to: names are looked up by us, and what is not admitted is left out.
//! - [`Outbound::send`]: one [`Request`] and its whole [`Response`], within limits of time and size.
//!   Redirects are not followed, compressed responses are not unpacked.
//! - [`Outbound::stream`]: the same for what is passed on as it comes.
//! - [`single_flight`]: of those who want the same at once, one asks for all.
//! - [`recent_failures`]: what failed just now is not tried again at once.
//!
//! It knows no capability. rustls on ring; the roots are built in, an operator may add others.

mod deadline;
mod failure;
pub mod recent_failures;
mod request;
mod resolver;
mod response;
mod retry_after;
pub mod single_flight;

pub use deadline::WithDeadline;
pub use failure::{Failure, FailureKind};
pub use request::Request;
pub use response::Response;

use crate::base::guard::{Allowed, Guard};
use crate::base::tally::Tally;
use crate::base::text;
use recent_failures::RecentFailures;
use reqwest::{Client, RequestBuilder};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use single_flight::SingleFlight;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

/// The longest response that is read, in bytes.
pub const MAX_RESPONSE: usize = 512 * 1024;
/// How many requests to one server may be under way.
const MAX_CONCURRENT: usize = 16;

/// What the operator sets.
#[derive(Clone, Debug)]
pub struct OutboundSettings {
    /// What may be called although it is not public.
    pub allow: Vec<Allowed>,
    /// Certificates of further authorities, as PEM.
    pub extra_ca: Option<PathBuf>,
    /// How long one request may take altogether.
    pub time_limit: Duration,
}

impl Default for OutboundSettings {
    fn default() -> Self {
        OutboundSettings {
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
    permits: Mutex<HashMap<String, Arc<Semaphore>>>,
    /// What is fetched once for all who want it.
    pub single_flight: SingleFlight,
    /// What failed just now and is not tried again at once.
    pub recent_failures: RecentFailures,
    failed: Tally<FailureKind>,
    /// What the operator's further authorities are, as PEM.
    extra_ca: Option<Vec<u8>>,
}

impl Outbound {
    /// The way out under these settings; the error names the file that cannot be used.
    pub fn new(settings: &OutboundSettings) -> Result<Self, String> {
        let guard = Arc::new(Guard(settings.allow.clone()));
        let (roots, extra_ca) = authorities(settings.extra_ca.as_deref())?;
        #[expect(clippy::disallowed_methods, reason = "this is the way out")]
        let client = Client::builder()
            .tls_backend_preconfigured(tls(roots))
            .dns_resolver(resolver::GuardedResolver(Arc::clone(&guard)))
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
            permits: Mutex::default(),
            single_flight: SingleFlight::default(),
            recent_failures: RecentFailures::default(),
            failed: Tally::default(),
            extra_ca,
        })
    }

    /// The certificates of further authorities that servers may have theirs from, as PEM.
    pub fn extra_ca(&self) -> Option<&[u8]> {
        self.extra_ca.as_deref()
    }

    /// Sends a request and reads the whole response. The time limit begins once the request may be sent.
    pub async fn send(&self, request: Request) -> Result<Response, Failure> {
        let sent = self.send_uncounted(request).await;
        self.count(sent.as_ref().err());
        sent
    }

    async fn send_uncounted(&self, request: Request) -> Result<Response, Failure> {
        let limit = self.time_limit * request.timeout_factor;
        let host = request.host();
        let url = self.guard.check(&request.address).map_err(Failure::not_allowed)?;
        let _permit = self.permit("send", &url, limit * 3).await?;
        let whole = async {
            let built = request.build(&self.client, url);
            let sent = built.header("accept-encoding", "identity").send().await;
            Response::read(&host, sent.map_err(|error| Failure::of(&host, error))?).await
        };
        tokio::time::timeout(limit, whole)
            .await
            .unwrap_or_else(|_| Err(Failure::timeout(&host, limit)))
    }

    /// Sends a request and returns as soon as the head of the response is there. `complete` adds headers
    /// and body. Permits for this are other ones than those of [`Outbound::send`].
    pub async fn stream(
        &self,
        request: &Request,
        limit: Duration,
        complete: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<reqwest::Response, Failure> {
        let host = request.host();
        let url = self.guard.check(&request.address).map_err(Failure::not_allowed)?;
        let _permit = self.permit("stream", &url, limit / 5).await?;
        let built = complete(request.build(&self.client, url));
        let sent = tokio::time::timeout(limit, built.send()).await;
        let sent = sent.map_err(|_| Failure::timeout(&host, limit));
        let sent = sent.and_then(|sent| sent.map_err(|error| Failure::of(&host, error)));
        self.count(sent.as_ref().err());
        sent
    }

    fn count(&self, failure: Option<&Failure>) {
        if let Some(failure) = failure {
            self.failed.count(failure.kind);
        }
    }

    /// How many requests failed since the start, by the way they did.
    pub fn failed(&self, kind: FailureKind) -> u64 {
        self.failed.of(&kind)
    }

    /// Waits until a request to a server may be sent, not longer than this.
    async fn permit(&self, purpose: &str, url: &Url, longest: Duration) -> Result<OwnedSemaphorePermit, Failure> {
        let server = url.origin().ascii_serialization();
        let semaphore = self.semaphore(&format!("{purpose} {server}"));
        match tokio::time::timeout(longest, semaphore.acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(Failure::new(
                FailureKind::Busy,
                text!("Too many requests to { $server } are under way", server = &server),
            )),
        }
    }

    /// The permits of one server: however slow it is, others are asked meanwhile.
    fn semaphore(&self, key: &str) -> Arc<Semaphore> {
        const MAX_IDLE: usize = 256;
        let mut permits = self.permits.lock().unwrap_or_else(PoisonError::into_inner);
        if permits.len() > MAX_IDLE {
            permits.retain(|_, semaphore| Arc::strong_count(semaphore) > 1);
        }
        let semaphore = permits
            .entry(key.to_owned())
            .or_insert_with(|| Arc::new(Semaphore::new(MAX_CONCURRENT)));
        Arc::clone(semaphore)
    }
}

/// Makes ring the crypto provider of the process; the first to say so is heeded.
pub fn use_ring() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Whose certificates are believed: the built-in roots and those of the operator's file, which is read here.
fn authorities(extra_ca: Option<&Path>) -> Result<(RootCertStore, Option<Vec<u8>>), String> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let Some(path) = extra_ca else {
        return Ok((roots, None));
    };
    let refused = |why: String| format!("FRONTDESK_EXTRA_CA: {}: {why}", path.display());
    let pem = std::fs::read(path).map_err(|error| refused(error.to_string()))?;
    let certificates = CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| refused(error.to_string()))?;
    if certificates.is_empty() {
        return Err(refused("there is no certificate in it (PEM)".into()));
    }
    for certificate in certificates {
        roots.add(certificate).map_err(|error| refused(error.to_string()))?;
    }
    Ok((roots, Some(pem)))
}

/// TLS with these roots.
fn tls(roots: RootCertStore) -> rustls::ClientConfig {
    use_ring();
    let builder = rustls::ClientConfig::builder();
    builder.with_root_certificates(roots).with_no_client_auth()
}
