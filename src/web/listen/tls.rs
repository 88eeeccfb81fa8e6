//! TLS without a proxy: certificate and key from files, taken anew when the files change. TLS 1.2 and 1.3 as rustls has
//! them, HTTP/2 where the client takes it.

use crate::base::Seconds;
use rustls::ServerConfig;
use rustls::crypto::ring::{default_provider, sign::any_supported_type};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use tokio_rustls::TlsAcceptor;
use x509_cert::der::Decode;

/// The protocols that are offered (ALPN, RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Where certificate and key are, as PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate of this site first, then those that vouch for it.
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// How it stands with the certificate.
#[derive(Clone, Debug, PartialEq)]
pub struct CertificateState {
    /// From when and until when it is good.
    pub from: Seconds,
    pub until: Seconds,
    /// Whether it is for the host of this site.
    pub fits: bool,
    /// Why the files that are there now are not taken; the ones before go on.
    pub failure: Option<String>,
}

/// The certificate that is shown, and the files that it is from.
#[derive(Debug)]
pub struct Certificates {
    files: TlsFiles,
    host: String,
    shown: Arc<Shown>,
    config: Arc<ServerConfig>,
}

/// What clients are shown.
#[derive(Debug)]
struct Shown(RwLock<Held>);

#[derive(Debug)]
struct Held {
    key: Arc<CertifiedKey>,
    state: CertificateState,
    /// What was read, so that it is known when it is something else.
    read: (Vec<u8>, Vec<u8>),
}

impl Shown {
    fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.held().key))
    }
}

impl Certificates {
    /// Reads the files, for a site of this host.
    pub fn open(files: TlsFiles, host: &str) -> Result<Arc<Self>, String> {
        let held = take(&files, read(&files)?, host)?;
        let shown = Arc::new(Shown(RwLock::new(held)));
        let resolver: Arc<dyn ResolvesServerCert> = Arc::clone(&shown) as _;
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let builder = builder
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
        Ok(Arc::new(Certificates {
            files,
            host: host.to_owned(),
            shown,
            config: Arc::new(config),
        }))
    }

    /// How it stands with the certificate.
    pub fn state(&self) -> CertificateState {
        self.shown.held().state.clone()
    }

    /// What a listener speaks TLS with.
    pub fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config))
    }

    /// Looks whether the files are others, and takes them. What cannot be taken leaves things as they are.
    pub fn renew(&self) {
        let found = read(&self.files);
        let is_same = |held: &Held| found.as_ref() == Ok(&held.read) && held.state.failure.is_none();
        if is_same(&self.shown.held()) {
            return;
        }
        let taken = found.and_then(|found| take(&self.files, found, &self.host));
        let mut held = self.shown.0.write().unwrap_or_else(PoisonError::into_inner);
        match taken {
            Ok(taken) => {
                tracing::info!(until = taken.state.until.0, "the certificate was renewed");
                *held = taken;
            }
            Err(error) => {
                if held.state.failure.as_ref() != Some(&error) {
                    tracing::error!(error, "the new certificate is not taken; the one before goes on");
                }
                held.state.failure = Some(error);
            }
        }
    }
}

/// What stands in the files.
fn read(files: &TlsFiles) -> Result<(Vec<u8>, Vec<u8>), String> {
    let read =
        |path: &PathBuf| std::fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()));
    Ok((read(&files.certificate)?, read(&files.key)?))
}

/// What the files hold, for a site of this host.
fn take(files: &TlsFiles, read: (Vec<u8>, Vec<u8>), host: &str) -> Result<Held, String> {
    let (certificate_path, key_path) = (files.certificate.display(), files.key.display());
    let chain: Vec<CertificateDer> = CertificateDer::pem_slice_iter(&read.0)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{certificate_path} is no PEM file of certificates: {error}"))?;
    let first = chain
        .first()
        .ok_or_else(|| format!("{certificate_path} holds no certificate"))?;
    let (from, until) =
        validity(first).ok_or_else(|| format!("{certificate_path}: its first certificate cannot be read"))?;
    let state = CertificateState {
        from,
        until,
        fits: is_for(first, host),
        failure: None,
    };
    let key =
        PrivateKeyDer::from_pem_slice(&read.1).map_err(|error| format!("{key_path} holds no private key: {error}"))?;
    let key = any_supported_type(&key).map_err(|error| format!("{key_path}: this key cannot be used: {error}"))?;
    let certified = CertifiedKey::new(chain, key);
    certified.keys_match().map_err(|error| {
        format!("the key in {key_path} is not that of the certificate in {certificate_path}: {error}")
    })?;
    Ok(Held {
        key: Arc::new(certified),
        state,
        read,
    })
}

/// From when and until when a certificate is good (RFC 5280 §4.1.2.5).
fn validity(certificate: &CertificateDer) -> Option<(Seconds, Seconds)> {
    let certificate = x509_cert::Certificate::from_der(certificate).ok()?;
    let validity = certificate.tbs_certificate.validity;
    let [from, until] = [validity.not_before, validity.not_after].map(|at| at.to_unix_duration().as_secs());
    Some((Seconds(i64::try_from(from).ok()?), Seconds(i64::try_from(until).ok()?)))
}

fn is_for(certificate: &CertificateDer, host: &str) -> bool {
    let name = ServerName::try_from(host.to_owned());
    let parsed = ParsedCertificate::try_from(certificate);
    match (name, parsed) {
        (Ok(name), Ok(parsed)) => rustls::client::verify_server_name(&parsed, &name).is_ok(),
        _ => false,
    }
}
