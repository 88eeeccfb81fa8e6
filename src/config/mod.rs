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
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

mod addresses;
mod secrets;
mod settings;
mod smtp;
mod tls;

use addresses::{check_base_url, networks};
pub use settings::Settings;
pub use smtp::smtp_url;
pub use tls::{Acme, Tls};

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
    /// Where the certificate is from, where https is spoken without a proxy.
    pub tls: Option<Tls>,
    /// Where plain http is led to https.
    pub http: Option<SocketAddr>,
    pub trusted_proxies: Vec<Network>,
    /// Load balancers that say whose connection it is (PROXY protocol).
    pub balancers: Vec<Network>,
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
    "FRONTDESK_ACME_BINDING",
    "FRONTDESK_ACME_BINDING_FILE",
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
    "FRONTDESK_ACME",
    "FRONTDESK_ACME_DIRECTORY",
    "FRONTDESK_ACME_EMAIL",
    "FRONTDESK_HTTP_LISTEN",
    "FRONTDESK_PROXY_PROTOCOL",
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
            .unwrap_or(self.default_listen())
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
        let trusted_proxies = networks(&self.trusted_proxies, "FRONTDESK_TRUSTED_PROXIES", &mut mistakes);
        let balancers = networks(&self.proxy_protocol, "FRONTDESK_PROXY_PROTOCOL", &mut mistakes);
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
        // With the port of https goes that of http.
        let http =
            http.or((self.acme.is_some() && self.listen.is_none()).then(|| SocketAddr::from(([0, 0, 0, 0], 80))));
        let tls = self.tls(&base_url, environment, &mut mistakes);
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
            balancers,
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

impl Config {
    /// The host of the site.
    pub fn host(&self) -> String {
        let url = url::Url::parse(&self.base_url).ok();
        let host = url.as_ref().and_then(url::Url::host_str);
        // An address of IPv6 stands in brackets there.
        host.unwrap_or_default().trim_matches(['[', ']']).to_owned()
    }

    /// A word of warning about a base URL that is not safe in earnest.
    pub fn warning(&self) -> Option<String> {
        let url = url::Url::parse(&self.base_url).ok()?;
        let host = url.host_str().unwrap_or_default();
        (url.scheme() == "http" && !is_loopback_host(host)).then(|| {
            format!("The base URL {} is not https: passwords and tokens travel in clear. Give it a certificate (FRONTDESK_ACME, FRONTDESK_TLS_CERT), or put a TLS proxy in front, and set FRONTDESK_BASE_URL.", self.base_url)
        })
    }
}

#[cfg(test)]
mod tests;
