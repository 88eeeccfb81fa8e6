//! At which hosts an application is: `wiki.example.com`, `*.apps.example.com`, `localhost:8081`.

use crate::base::redirect_uri::is_loopback_host;
use crate::base::{Text, text};
use std::fmt;

/// Scheme and host of a request, as the browser knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub is_https: bool,
    /// In lower case, with the port where that is not the scheme's own.
    pub host: String,
}

impl Origin {
    /// From what a proxy says; nothing, if it is no host.
    pub fn parse(scheme: &str, host: &str) -> Option<Self> {
        let is_https = match scheme {
            "https" | "wss" => true,
            "http" | "ws" => false,
            _ => return None,
        };
        let host = host.to_ascii_lowercase();
        let own_port = if is_https { ":443" } else { ":80" };
        let host = host.strip_suffix(own_port).unwrap_or(&host);
        is_host(host).then(|| Origin {
            is_https,
            host: host.to_owned(),
        })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.host)
    }
}

/// Whether a host, with or without a port, has the form of one: names, digits, nothing that could end an address.
fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "1"));
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_'))
    };
    name.len() <= 253 && name.split('.').all(is_label) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Whether a pattern names the host of an origin.
pub fn fits(pattern: &str, origin: &Origin) -> bool {
    names(pattern, &origin.host)
}

/// A star stands for one name, no more.
fn names(pattern: &str, host: &str) -> bool {
    match pattern.strip_prefix("*.") {
        None => pattern == host,
        Some(rest) => host.split_once('.').is_some_and(|(_, own)| own == rest),
    }
}

/// A host without its port.
pub fn name(host: &str) -> &str {
    host.split_once(':').map_or(host, |(name, _)| name)
}

/// What is wrong with a pattern, for a site whose own host is this one.
pub fn mistake(pattern: &str, own: &str) -> Option<Text> {
    let host = pattern.strip_prefix("*.").unwrap_or(pattern);
    if !is_host(host) || host != host.to_ascii_lowercase() {
        return Some(text!(
            "{ $pattern } is no host: write it as wiki.example.com, or *.apps.example.com, without https:// and without a path.",
            pattern = pattern
        ));
    }
    if host != pattern && host.split('.').count() < 2 {
        return Some(text!("{ $pattern } stands for too much.", pattern = pattern));
    }
    if host.ends_with(":443") || host.ends_with(":80") {
        return Some(text!("{ $pattern }: leave the usual port out.", pattern = pattern));
    }
    // Browsers send the cookies of a host to all of its ports. A trial on one machine has no other way.
    let (named, ours) = (name(pattern), name(own));
    let is_trial = named == ours && is_loopback_host(named) && pattern != own;
    (names(named, ours) && !is_trial).then(|| {
        text!(
            "{ $pattern } is this site itself: an application has a host of its own.",
            pattern = pattern
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(host: &str) -> Origin {
        Origin::parse("https", host).unwrap()
    }

    #[test]
    fn a_star_stands_for_one_name() {
        assert!(fits("wiki.example.com", &origin("Wiki.example.com:443")));
        assert!(fits("*.apps.example.com", &origin("a.apps.example.com")));
        for (pattern, host) in [
            ("wiki.example.com", "wiki.example.com.evil.test"),
            ("wiki.example.com", "wiki.example.com:8443"),
            ("*.apps.example.com", "apps.example.com"),
            ("*.apps.example.com", "a.b.apps.example.com"),
            ("*.apps.example.com", "a.apps.example.com:8443"),
            ("*.apps.example.com", "evilapps.example.com"),
        ] {
            assert!(!fits(pattern, &origin(host)), "{pattern} {host}");
        }
    }

    #[test]
    fn what_is_no_host_is_none() {
        for host in [
            "",
            "a b",
            "a/b",
            "a@b",
            "a,b",
            "a.test:0",
            "a.test:x",
            "a..b",
            "a\r\nb",
            "[::1]",
            "a.test:80:80",
            ".a",
        ] {
            assert_eq!(Origin::parse("https", host), None, "{host:?}");
        }
        assert_eq!(Origin::parse("ftp", "a.test"), None);
        for pattern in [
            "https://a.test",
            "a.test/x",
            "*",
            "*.",
            "*.com",
            "a.*.com",
            "A.test",
            "login.example.com",
            "*.example.com",
        ] {
            assert!(mistake(pattern, "login.example.com").is_some(), "{pattern}");
        }
        assert_eq!(mistake("*.apps.example.com", "login.example.com"), None);
    }
}
