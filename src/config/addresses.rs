//! Where the site is reached: its address, its certificate, and what stands in front of it.

use super::Settings;
use crate::base::Network;
use crate::web::listen::tls::TlsFiles;
use std::net::SocketAddr;

impl Settings {
    /// The address of a site that was told none.
    pub(super) fn default_base_url(&self, listen: SocketAddr) -> String {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        match &self.listen {
            // Listening everywhere, or not told at all: localhost is what a person opens.
            None => format!("{scheme}://localhost:{}", listen.port()),
            Some(_) if listen.ip().is_unspecified() => format!("{scheme}://localhost:{}", listen.port()),
            Some(_) => format!("{scheme}://{listen}"),
        }
    }

    /// Certificate and key: both or neither, and for an https address.
    pub(super) fn tls(&self, base_url: &str, mistakes: &mut Vec<String>) -> Option<TlsFiles> {
        let mut wrong = |mistake: String| mistakes.push(mistake);
        if self.http_listen.is_some() && self.tls_cert.is_none() {
            wrong("FRONTDESK_HTTP_LISTEN: there is no https to lead to: set FRONTDESK_TLS_CERT and FRONTDESK_TLS_KEY, or FRONTDESK_LISTEN alone".into());
        }
        match (&self.tls_cert, &self.tls_key) {
            (None, None) => None,
            (Some(certificate), Some(key)) => {
                if !base_url.starts_with("https://") {
                    wrong(format!(
                        "FRONTDESK_BASE_URL: with a certificate (FRONTDESK_TLS_CERT) it begins with https://, and not {base_url}"
                    ));
                }
                Some(TlsFiles {
                    certificate: certificate.clone(),
                    key: key.clone(),
                })
            }
            (Some(_), None) => {
                wrong("FRONTDESK_TLS_KEY: the key of the certificate (FRONTDESK_TLS_CERT) is missing".into());
                None
            }
            (None, Some(_)) => {
                wrong("FRONTDESK_TLS_CERT: the certificate of the key (FRONTDESK_TLS_KEY) is missing".into());
                None
            }
        }
    }
}

/// The address of the site, without a path.
pub(super) fn check_base_url(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text)
        .map_err(|error| format!("{text:?} is not an address ({error}): write it with https:// in front"))?;
    let host = url.host_str().unwrap_or_default();
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match url.scheme() {
        _ if !is_bare || host.is_empty() => Err(format!(
            "{text} must be scheme and host only, such as https://login.example.com"
        )),
        "https" | "http" => Ok(url.origin().ascii_serialization()),
        scheme => Err(format!(
            "{text} has the scheme {scheme}; it must be https (or http for a trial)"
        )),
    }
}

/// Addresses and networks, separated by commas.
pub(super) fn networks(text: &str, name: &str, mistakes: &mut Vec<String>) -> Vec<Network> {
    let listed = text.split(',').map(str::trim).filter(|listed| !listed.is_empty());
    let parsed = listed.filter_map(|listed| match listed.parse() {
        Ok(network) => Some(network),
        Err(error) => {
            mistakes.push(format!("{name}: {error}"));
            None
        }
    });
    parsed.collect()
}
