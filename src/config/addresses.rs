//! Where the site is reached: its address, and what stands in front of it.

use super::Settings;
use crate::base::Network;
use std::net::SocketAddr;

impl Settings {
    /// Where is listened when nobody said: on this machine; everywhere, where a certificate authority comes to look.
    pub(super) fn default_listen(&self) -> &'static str {
        if self.acme.is_some() {
            "0.0.0.0:443"
        } else {
            "127.0.0.1:8000"
        }
    }

    /// The address of a site that was told none.
    pub(super) fn default_base_url(&self, listen: SocketAddr) -> String {
        if let Some(name) = &self.acme {
            return format!("https://{name}");
        }
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        match &self.listen {
            // Listening everywhere, or not told at all: localhost is what a person opens.
            None => format!("{scheme}://localhost:{}", listen.port()),
            Some(_) if listen.ip().is_unspecified() => format!("{scheme}://localhost:{}", listen.port()),
            Some(_) => format!("{scheme}://{listen}"),
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
