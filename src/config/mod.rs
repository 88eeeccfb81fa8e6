//! Configuration: flags and `FRONTDESK_*` variables, from one struct. All mistakes are
//! reported at once, each naming itself.

use crate::base::clock::{DAY, HOUR, MINUTE};
use crate::base::env::Lifetimes;
use crate::base::guard::Allowed;
use crate::base::mail_server::MailServer;
use crate::base::redirect_uri::is_loopback_host;
use crate::base::{Network, Seconds};
use crate::folder::{BACKUPS, KeySource};
use crate::outbound;
use crate::web::listen::ConnectionLimits;
use crate::web::listen::tls::TlsFiles;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

mod secrets;
mod settings;
mod smtp;

pub use settings::Settings;
pub use smtp::smtp_url;

const DEFAULT_LISTEN: &str = "127.0.0.1:8000";

/// Checked settings.
#[derive(Clone)]
pub struct Config {
    pub listen: SocketAddr,
    /// Nobody said where to listen.
    pub is_default_listen: bool,
    pub data: PathBuf,
    /// Where the key of the site is.
    pub key: KeySource,
    /// Where backups go that are made by themselves.
    pub backups: PathBuf,
    /// Where metrics are answered, if they are.
    pub metrics: Option<SocketAddr>,
    /// Without a trailing slash.
    pub base_url: String,
    /// Certificate and key, where https is spoken without a proxy.
    pub tls: Option<TlsFiles>,
    /// Where plain http is led to https.
    pub http: Option<SocketAddr>,
    pub trusted_proxies: Vec<Network>,
    /// How many connections there may be, and how long they may keep us waiting.
    pub connections: ConnectionLimits,
    pub log_level: tracing::Level,
    pub log_json: bool,
    pub lifetimes: Lifetimes,
    /// The way to other servers.
    pub outbound: outbound::OutboundSettings,
    /// Other words for the texts of pages.
    pub texts: Option<PathBuf>,
    /// Email and password of the first administrator.
    pub admin: Option<(String, String)>,
    /// Where mails are handed over, if whoever runs the site said so.
    pub mail_server: Option<MailServer>,
}

/// Variables that are no flags.
const OTHER_VARIABLES: &[&str] = &[
    "FRONTDESK_ADMIN_PASSWORD",
    "FRONTDESK_ADMIN_PASSWORD_FILE",
    "FRONTDESK_KEY",
    "FRONTDESK_KEY_FILE",
    "FRONTDESK_KEY_PASSPHRASE",
    "FRONTDESK_KEY_PASSPHRASE_FILE",
    "FRONTDESK_SMTP_URL",
    "FRONTDESK_SMTP_URL_FILE",
];
const FLAG_VARIABLES: &[&str] = &[
    "FRONTDESK_LISTEN",
    "FRONTDESK_DATA",
    "FRONTDESK_BACKUPS",
    "FRONTDESK_METRICS",
    "FRONTDESK_BASE_URL",
    "FRONTDESK_TLS_CERT",
    "FRONTDESK_TLS_KEY",
    "FRONTDESK_HTTP_LISTEN",
    "FRONTDESK_TRUSTED_PROXIES",
    "FRONTDESK_LOG_LEVEL",
    "FRONTDESK_LOG_FORMAT",
    "FRONTDESK_CODE_LIFETIME",
    "FRONTDESK_ACCESS_TOKEN_LIFETIME",
    "FRONTDESK_REFRESH_TOKEN_LIFETIME",
    "FRONTDESK_SESSION_LIFETIME",
    "FRONTDESK_SESSION_MAX_LIFETIME",
    "FRONTDESK_API_KEY_LIFETIME",
    "FRONTDESK_OUTBOUND_ALLOW",
    "FRONTDESK_EXTRA_CA",
    "FRONTDESK_OUTBOUND_TIMEOUT",
    "FRONTDESK_TEXTS",
    "FRONTDESK_ADMIN_EMAIL",
];

impl Settings {
    /// Checks everything, with the environment given as names and values; every mistake is in
    /// the error, one a line.
    pub fn check(&self, environment: &[(String, String)]) -> Result<Config, String> {
        let mut mistakes = unknown_variables(environment);
        let listen = self
            .listen
            .as_deref()
            .unwrap_or(DEFAULT_LISTEN)
            .replace("localhost:", "127.0.0.1:");
        let listen = listen.parse::<SocketAddr>().unwrap_or_else(|_| {
            mistakes.push(format!(
                "FRONTDESK_LISTEN: {listen} is not an address and port, such as 127.0.0.1:8000"
            ));
            SocketAddr::from(([127, 0, 0, 1], 8000))
        });
        let base_url = match &self.base_url {
            Some(base_url) => note(check_base_url(base_url), "FRONTDESK_BASE_URL", &mut mistakes),
            None => self.default_base_url(listen),
        };
        let proxies = self
            .trusted_proxies
            .split(',')
            .map(str::trim)
            .filter(|proxy| !proxy.is_empty());
        let trusted_proxies = proxies
            .filter_map(|proxy| match proxy.parse() {
                Ok(network) => Some(network),
                Err(error) => {
                    mistakes.push(format!("FRONTDESK_TRUSTED_PROXIES: {error}"));
                    None
                }
            })
            .collect();
        let log_level = self.log_level.parse().unwrap_or_else(|_| {
            mistakes.push(format!(
                "FRONTDESK_LOG_LEVEL: {} is not one of error, warn, info, debug, trace",
                self.log_level
            ));
            tracing::Level::INFO
        });
        if !matches!(self.log_format.as_str(), "text" | "json") {
            mistakes.push(format!("FRONTDESK_LOG_FORMAT: {} is not text or json", self.log_format));
        }
        let mut seconds = |text: &str, name: &str, least: Seconds, most: Seconds| {
            let number = text
                .parse()
                .ok()
                .map(Seconds)
                .filter(|number| (least..=most).contains(number));
            let found = number.ok_or_else(|| format!("{text} is not a number of seconds from {least} to {most}"));
            note(found, name, &mut mistakes)
        };
        let lifetimes = Lifetimes {
            code: seconds(
                &self.code_lifetime,
                "FRONTDESK_CODE_LIFETIME",
                Seconds(10),
                MINUTE.times(10),
            ),
            access_token: seconds(
                &self.access_token_lifetime,
                "FRONTDESK_ACCESS_TOKEN_LIFETIME",
                MINUTE,
                HOUR.times(24),
            ),
            refresh_token: seconds(
                &self.refresh_token_lifetime,
                "FRONTDESK_REFRESH_TOKEN_LIFETIME",
                MINUTE.times(5),
                DAY.times(365),
            ),
            session: seconds(
                &self.session_lifetime,
                "FRONTDESK_SESSION_LIFETIME",
                MINUTE.times(5),
                DAY.times(365),
            ),
            session_most: seconds(
                &self.session_max_lifetime,
                "FRONTDESK_SESSION_MAX_LIFETIME",
                MINUTE.times(5),
                DAY.times(365),
            ),
            api_key: seconds(
                &self.api_key_lifetime,
                "FRONTDESK_API_KEY_LIFETIME",
                DAY,
                DAY.times(3650),
            ),
        };
        let time_limit = seconds(&self.outbound_timeout, "FRONTDESK_OUTBOUND_TIMEOUT", Seconds(1), MINUTE);
        let outbound = outbound::OutboundSettings {
            allow: self.outbound_allow(&mut mistakes),
            extra_ca: self.extra_ca.clone(),
            time_limit: Duration::from_secs(time_limit.0.unsigned_abs()),
        };
        let admin = secrets::admin(self, environment, &mut mistakes);
        let mail_server = secrets::mail_server(environment, &mut mistakes);
        let key = secrets::key_source(environment, &mut mistakes);
        let mut address = |text: &Option<String>, name: &str, such_as: &str| {
            let text = text.as_deref()?;
            let address = text.replace("localhost:", "127.0.0.1:").parse().ok();
            if address.is_none() {
                mistakes.push(format!("{name}: {text} is not an address and port, such as {such_as}"));
            }
            address
        };
        let metrics = address(&self.metrics, "FRONTDESK_METRICS", "127.0.0.1:9000");
        let http = address(&self.http_listen, "FRONTDESK_HTTP_LISTEN", "0.0.0.0:80");
        let tls = self.tls(&base_url, &mut mistakes);
        if !mistakes.is_empty() {
            return Err(mistakes.join("\n"));
        }
        Ok(Config {
            listen,
            is_default_listen: self.listen.is_none(),
            data: self.data.clone(),
            key,
            backups: self.backups.clone().unwrap_or_else(|| self.data.join(BACKUPS)),
            metrics,
            base_url,
            tls,
            http,
            trusted_proxies,
            connections: ConnectionLimits::default(),
            log_level,
            log_json: self.log_format == "json",
            outbound,
            texts: self.texts.as_ref().map(PathBuf::from),
            lifetimes,
            admin,
            mail_server,
        })
    }

    fn outbound_allow(&self, mistakes: &mut Vec<String>) -> Vec<Allowed> {
        let listed = self.outbound_allow.split(',').map(str::trim);
        let mut allow = Vec::new();
        for text in listed.filter(|text| !text.is_empty()) {
            match text.parse() {
                Ok(allowed) => allow.push(allowed),
                Err(error) => mistakes.push(format!("FRONTDESK_OUTBOUND_ALLOW: {error}")),
            }
        }
        allow
    }

    fn default_base_url(&self, listen: SocketAddr) -> String {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        match &self.listen {
            // Listening everywhere, or not told at all: localhost is what a person opens.
            None => format!("{scheme}://localhost:{}", listen.port()),
            Some(_) if listen.ip().is_unspecified() => format!("{scheme}://localhost:{}", listen.port()),
            Some(_) => format!("{scheme}://{listen}"),
        }
    }

    /// Certificate and key: both or neither, and for an https address.
    fn tls(&self, base_url: &str, mistakes: &mut Vec<String>) -> Option<TlsFiles> {
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

fn note<T: Default>(result: Result<T, String>, name: &str, mistakes: &mut Vec<String>) -> T {
    result.unwrap_or_else(|error| {
        mistakes.push(format!("{name}: {error}"));
        T::default()
    })
}

fn unknown_variables(environment: &[(String, String)]) -> Vec<String> {
    let known = |name: &str| FLAG_VARIABLES.contains(&name) || OTHER_VARIABLES.contains(&name);
    // Kubernetes puts the addresses of a service of this name into the environment.
    let in_kubernetes = environment.iter().any(|(name, _)| name == "KUBERNETES_SERVICE_HOST");
    let is_service = |name: &str| name.starts_with("FRONTDESK_SERVICE_") || name.starts_with("FRONTDESK_PORT");
    environment
        .iter()
        .filter(|(name, _)| name.starts_with("FRONTDESK_") && !known(name))
        .filter(|(name, _)| !(in_kubernetes && is_service(name)))
        .map(|(name, _)| format!("{name}: there is no such setting"))
        .collect()
}

fn check_base_url(text: &str) -> Result<String, String> {
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

impl Config {
    /// The host of the site.
    pub fn host(&self) -> String {
        let url = url::Url::parse(&self.base_url).ok();
        let host = url.as_ref().and_then(url::Url::host_str);
        host.unwrap_or_default().to_owned()
    }

    /// A word of warning about a base URL that is not safe in earnest.
    pub fn warning(&self) -> Option<String> {
        let url = url::Url::parse(&self.base_url).ok()?;
        let host = url.host_str().unwrap_or_default();
        (url.scheme() == "http" && !is_loopback_host(host)).then(|| {
            format!("The base URL {} is not https: passwords and tokens travel in clear. Put a TLS proxy in front and set FRONTDESK_BASE_URL.", self.base_url)
        })
    }
}

#[cfg(test)]
mod tests;
