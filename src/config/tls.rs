//! Where https is spoken without a proxy: by a certificate from files, or by one that is asked for by ACME (RFC 8555).

use super::Settings;
use super::secrets::secret;
use crate::base::secret::{Secret, from_base64url};
use crate::web::listen::tls::TlsFiles;
use std::net::IpAddr;

/// Let's Encrypt.
pub(super) const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";

/// Where the certificate is from.
#[derive(Clone, Debug)]
pub enum Tls {
    Files(TlsFiles),
    Acme(Acme),
}

/// Whom a certificate is asked of, and how.
#[derive(Clone, Debug)]
pub struct Acme {
    /// The address of the directory (RFC 8555 §7.1.1).
    pub directory: String,
    /// Where the authority may write to.
    pub email: Option<String>,
    /// The account there that this one belongs to: its name, and the key (RFC 8555 §7.3.4).
    pub binding: Option<(String, Secret)>,
}

impl Settings {
    /// Files: certificate and key, both or neither. ACME: for the host of an https address.
    pub(super) fn tls(
        &self,
        base_url: &str,
        environment: &[(String, String)],
        mistakes: &mut Vec<String>,
    ) -> Option<Tls> {
        let binding = secret(environment, "FRONTDESK_ACME_BINDING", mistakes);
        let mut wrong = |mistake: String| mistakes.push(mistake);
        let tls = match (&self.acme, &self.tls_cert, &self.tls_key) {
            (None, None, None) => None,
            (None, Some(certificate), Some(key)) => Some(Tls::Files(TlsFiles {
                certificate: certificate.clone(),
                key: key.clone(),
            })),
            (None, Some(_), None) => {
                wrong("FRONTDESK_TLS_KEY: the key of the certificate (FRONTDESK_TLS_CERT) is missing".into());
                None
            }
            (None, None, Some(_)) => {
                wrong("FRONTDESK_TLS_CERT: the certificate of the key (FRONTDESK_TLS_KEY) is missing".into());
                None
            }
            (Some(_), None, None) => self.acme(base_url, binding.as_deref(), &mut wrong).map(Tls::Acme),
            (Some(_), _, _) => {
                wrong(
                    "FRONTDESK_ACME asks for a certificate, and FRONTDESK_TLS_CERT names one: set one of them".into(),
                );
                None
            }
        };
        if self.acme.is_none() && (self.acme_directory.is_some() || self.acme_email.is_some() || binding.is_some()) {
            wrong("FRONTDESK_ACME: it is set to the name that the certificate is for, such as login.example.com; without it the other settings of ACME do nothing".into());
        }
        if tls.is_none() && self.http_listen.is_some() {
            wrong("FRONTDESK_HTTP_LISTEN: there is no https to lead to: set FRONTDESK_ACME, or FRONTDESK_TLS_CERT and FRONTDESK_TLS_KEY, or FRONTDESK_LISTEN alone".into());
        }
        if tls.is_some() && !base_url.starts_with("https://") {
            wrong(format!(
                "FRONTDESK_BASE_URL: with a certificate it begins with https://, and not {base_url}"
            ));
        }
        tls
    }

    fn acme(&self, base_url: &str, binding: Option<&str>, wrong: &mut impl FnMut(String)) -> Option<Acme> {
        let name = self.acme.as_deref().unwrap_or_default();
        let is_name = name.parse::<IpAddr>().is_err()
            && rustls::pki_types::DnsName::try_from(name).is_ok()
            && name == name.to_lowercase();
        if !is_name {
            wrong(format!(
                "FRONTDESK_ACME: {name} is not the name of a host, such as login.example.com"
            ));
            return None;
        }
        let host = url::Url::parse(base_url).ok();
        let host = host.as_ref().and_then(url::Url::host_str).unwrap_or_default();
        if host != name {
            wrong(format!(
                "FRONTDESK_ACME: the certificate is for {name}, and FRONTDESK_BASE_URL says that the site is at {host}: they must be the same host"
            ));
        }
        let directory = self.acme_directory.clone().unwrap_or_else(|| LETS_ENCRYPT.into());
        if !directory.starts_with("https://") || directory.parse::<hyper::Uri>().is_err() {
            wrong(format!(
                "FRONTDESK_ACME_DIRECTORY: {directory} is not the https address of an ACME directory, such as {LETS_ENCRYPT}"
            ));
        }
        if let Some(email) = self.acme_email.as_ref().filter(|email| !email.contains('@')) {
            wrong(format!("FRONTDESK_ACME_EMAIL: {email} is not an email address"));
        }
        let bound = binding.map(|binding| {
            let parts = binding.split_once(':');
            parts.filter(|(name, key)| !name.is_empty() && from_base64url(key.trim_end_matches('=')).is_some())
        });
        if bound == Some(None) {
            wrong("FRONTDESK_ACME_BINDING: it is the key id and the HMAC key that the certificate authority gave (external account binding), as ID:KEY, the key in base64url".into());
        }
        Some(Acme {
            directory,
            email: self.acme_email.clone(),
            binding: bound
                .flatten()
                .map(|(name, key)| (name.to_owned(), Secret::of(key.trim_end_matches('=')))),
        })
    }
}
