//! TLS without a proxy: TLS 1.2 and 1.3 as rustls has them, HTTP/2 where the client takes it. Where the certificate is from
//! ([`files`], or a certificate authority by ACME) is not known here: it is shown, until another one is.

mod certificate;
pub mod challenges;
mod files;

pub use certificate::Certificate;
pub use challenges::{Answered, Challenges, PROTOCOL as ACME_PROTOCOL};
pub use files::TlsFiles;

use crate::base::Seconds;
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use tokio_rustls::TlsAcceptor;

/// The protocols that are offered (ALPN, RFC 7301). The last one is that of a certificate authority's question.
const PROTOCOLS: [&[u8]; 3] = [b"h2", b"http/1.1", ACME_PROTOCOL];

/// From when and until when a certificate is good, and for whom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Validity {
    pub from: Seconds,
    pub until: Seconds,
    /// Whether it is for the host of this site.
    pub fits: bool,
}

/// How it stands with the certificate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CertificateState {
    /// Of the one that is shown, if there is one yet.
    pub shown: Option<Validity>,
    /// Why there is no newer one; the one before goes on.
    pub failure: Option<String>,
    /// Whether it is asked for by ACME, and not put into files by somebody else.
    pub by_acme: bool,
}

impl CertificateState {
    /// Whether https can be spoken with it.
    pub fn is_good(&self, now: Seconds) -> bool {
        self.shown.is_some_and(|shown| shown.until > now)
    }
}

/// The certificate of this site.
#[derive(Debug)]
pub struct Certificates {
    host: String,
    /// Where it is looked for, if it is in files.
    files: Option<TlsFiles>,
    shown: Arc<Shown>,
    config: Arc<ServerConfig>,
}

/// What clients are shown.
#[derive(Debug)]
struct Shown {
    held: RwLock<Held>,
    challenges: Arc<Challenges>,
}

#[derive(Debug, Default)]
struct Held {
    certificate: Option<Certificate>,
    failure: Option<String>,
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        if challenges::is_asked(&hello) {
            return self.challenges.certificate(hello.server_name()?);
        }
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.certificate.as_ref().map(|held| Arc::clone(&held.key))
    }
}

impl Certificates {
    /// Those in files, which must be good, for a site of this host.
    pub fn open(files: TlsFiles, host: &str) -> Result<Arc<Self>, String> {
        let certificate = files.parse(files.read()?, host)?;
        let certificates = Self::new(Some(files), host)?;
        certificates.show(certificate);
        Ok(certificates)
    }

    /// None yet, for a site of this host.
    pub fn none_yet(host: &str) -> Result<Arc<Self>, String> {
        Self::new(None, host)
    }

    fn new(files: Option<TlsFiles>, host: &str) -> Result<Arc<Self>, String> {
        let shown = Arc::new(Shown {
            held: RwLock::default(),
            challenges: Arc::default(),
        });
        let resolver: Arc<dyn ResolvesServerCert> = Arc::clone(&shown) as _;
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let builder = builder
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        Ok(Arc::new(Certificates {
            host: host.to_owned(),
            files,
            shown,
            config: Arc::new(config),
        }))
    }

    /// The host that it is to be for.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// How it stands with the certificate.
    pub fn state(&self) -> CertificateState {
        let held = self.held();
        CertificateState {
            shown: held.certificate.as_ref().map(|certificate| certificate.validity),
            failure: held.failure.clone(),
            by_acme: self.files.is_none(),
        }
    }

    /// What a listener speaks TLS with.
    pub fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config))
    }

    /// Shows this one from now on.
    pub fn show(&self, certificate: Certificate) {
        *self.shown.held.write().unwrap_or_else(PoisonError::into_inner) = Held {
            certificate: Some(certificate),
            failure: None,
        };
    }

    /// Notes why there is no newer one; whether that is news.
    pub fn fail(&self, failure: &str) -> bool {
        let mut held = self.shown.held.write().unwrap_or_else(PoisonError::into_inner);
        let is_news = held.failure.as_deref() != Some(failure);
        held.failure = Some(failure.to_owned());
        is_news
    }

    /// What a certificate authority may ask for to see whose this host is.
    pub fn challenges(&self) -> &Arc<Challenges> {
        &self.shown.challenges
    }

    /// Looks whether the files are others, and takes them. What cannot be taken leaves things as they are.
    pub fn renew(&self) {
        let Some(files) = &self.files else { return };
        let read = files.read();
        let is_same = |held: &Held| {
            let shown = held.certificate.as_ref().map(|held| &held.read);
            held.failure.is_none() && shown.is_some() && shown == read.as_ref().ok()
        };
        if is_same(&self.held()) {
            return;
        }
        match read.and_then(|read| files.parse(read, &self.host)) {
            Ok(taken) => {
                tracing::info!(until = taken.validity.until.0, "the certificate was renewed");
                self.show(taken);
            }
            Err(error) => {
                if self.fail(&error) {
                    tracing::error!(error, "the new certificate is not taken; the one before goes on");
                }
            }
        }
    }

    fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.shown.held.read().unwrap_or_else(PoisonError::into_inner)
    }
}
