//! A certificate with its chain and key.

use super::Validity;
use crate::base::Seconds;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use std::sync::Arc;
use x509_cert::der::Decode;

/// A certificate that can be shown.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub(super) key: Arc<CertifiedKey>,
    pub validity: Validity,
    /// What it was read from, so that it is known when that is something else.
    pub(super) read: (Vec<u8>, Vec<u8>),
}

impl Certificate {
    /// From PEM: the certificate and those that vouch for it, and its key, for a site of this host. The names of both are
    /// for the words of the error.
    pub fn parse(chain: &[u8], key: &[u8], names: [&str; 2], host: &str) -> Result<Self, String> {
        let ([chain_name, key_name], read) = (names, (chain.to_owned(), key.to_owned()));
        let chain: Vec<CertificateDer> = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("{chain_name} is no PEM file of certificates: {error}"))?;
        let first = chain
            .first()
            .ok_or_else(|| format!("{chain_name} holds no certificate"))?;
        let (from, until) =
            times(first).ok_or_else(|| format!("{chain_name}: its first certificate cannot be read"))?;
        let fits = is_for(first, host);
        let key =
            PrivateKeyDer::from_pem_slice(key).map_err(|error| format!("{key_name} holds no private key: {error}"))?;
        let key = any_supported_type(&key).map_err(|error| format!("{key_name}: this key cannot be used: {error}"))?;
        let certified = CertifiedKey::new(chain, key);
        certified.keys_match().map_err(|error| {
            format!("the key in {key_name} is not that of the certificate in {chain_name}: {error}")
        })?;
        Ok(Certificate {
            key: Arc::new(certified),
            validity: Validity { from, until, fits },
            read,
        })
    }
}

/// From when and until when a certificate is good (RFC 5280 §4.1.2.5).
fn times(certificate: &CertificateDer) -> Option<(Seconds, Seconds)> {
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
