//! Redirect URIs: which ones may be registered, and when a presented one is a registered one.

use crate::base::{Text, text};
/// Schemes that run something or read files instead of going back to an app.
const DANGEROUS: &[&str] = &[
    "about",
    "blob",
    "data",
    "file",
    "filesystem",
    "ftp",
    "jar",
    "javascript",
    "mailto",
    "view-source",
    "vbscript",
    "ws",
    "wss",
];

/// Characters that no address has unencoded (RFC 3986 §2), and that mean something where people paste one: in a shell, in
/// code, in a page.
const UNSAFE: &str = "\"'`$\\{}|^<>";

/// Whether a redirect URI may be registered; the error says why not, for the person who typed it.
///
/// RFC 6749 §3.1.2 (absolute, no fragment), RFC 9700 §2.1 (no wildcards, https),
/// RFC 8252 §7 (loopback and reverse-domain schemes for native apps).
pub fn check(uri: &str) -> Result<(), Text> {
    if let Some(bad) = uri.chars().find(|c| !('\x21'..='\x7e').contains(c) || *c == '\\') {
        return Err(text!(
            "it contains { $bad }: write it in percent-encoding",
            bad = bad.escape_default().to_string()
        ));
    }
    if let Some(bad) = uri.chars().find(|c| UNSAFE.contains(*c)) {
        return Err(text!(
            "it contains { $bad }: write it in percent-encoding",
            bad = bad.to_string()
        ));
    }
    if uri.contains('#') {
        return Err("it has a fragment (#…): redirect URIs must not have one".into());
    }
    if uri.contains('*') {
        return Err("it has a wildcard (*): list each address in full".into());
    }
    if uri.ends_with(',') || uri.contains(",http") {
        return Err("it has a comma: separate addresses by spaces or new lines".into());
    }
    let Some((scheme, rest)) = uri.split_once(':') else {
        return Err("it is not an absolute address: it starts with https:// as a rule".into());
    };
    let scheme = scheme.to_ascii_lowercase();
    if DANGEROUS.contains(&scheme.as_str()) {
        return Err(text!(
            "it has the scheme { $scheme }:, which does not lead back to an app",
            scheme = &scheme
        ));
    }
    match scheme.as_str() {
        "https" | "http" => check_web(uri, &scheme, rest),
        _ => check_private_use(uri, &scheme, rest),
    }
}

fn check_web(uri: &str, scheme: &str, rest: &str) -> Result<(), Text> {
    let Some(after) = rest.strip_prefix("//") else {
        return Err(text!("it lacks // after { $scheme }:", scheme = &scheme));
    };
    let authority = after.split(['/', '?']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err("it names a user before the host (…@): leave that out".into());
    }
    let parsed =
        url::Url::parse(uri).map_err(|error| text!("it is not an address: { $error }", error = error.to_string()))?;
    let host = parsed.host_str().unwrap_or_default();
    if host.is_empty() || authority.is_empty() {
        return Err("it names no host".into());
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '_');
    if !host.chars().all(plain) {
        return Err(text!(
            "it names the host { $host }, which no host is called",
            host = &host
        ));
    }
    if scheme == "http" && !is_loopback_host(host) {
        return Err(text!(
            "it uses http on { $host }: only https is safe there (http is for localhost, 127.0.0.1 and [::1])",
            host = &host
        ));
    }
    if scheme == "http" && !authority.to_ascii_lowercase().starts_with(host) {
        // 127.1, 0x7f.1, 2130706433 and the like: the parser understands them, people do not.
        return Err(text!(
            "it writes the host in an unusual way: write { $host }",
            host = &host
        ));
    }
    Ok(())
}

fn check_private_use(uri: &str, scheme: &str, rest: &str) -> Result<(), Text> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let starts_well = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    if !starts_well || !scheme.chars().all(legal) {
        return Err("it is not an absolute address: it starts with https:// as a rule".into());
    }
    if !scheme.contains('.') {
        return Err(text!(
            "it has the scheme { $scheme }:, which any app could claim: an app's own scheme is its domain backwards, such as com.example.app:",
            scheme = &scheme
        ));
    }
    let authority = rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?']).next());
    if authority.is_some_and(|authority| authority.contains('@')) {
        return Err("it names a user before the host (…@): leave that out".into());
    }
    url::Url::parse(uri).map_err(|error| text!("it is not an address: { $error }", error = error.to_string()))?;
    Ok(())
}

/// The origin of the page that a redirect URI leads to, as browsers write it; none for an app's own scheme.
pub fn origin(uri: &str) -> Option<String> {
    let url = url::Url::parse(uri).ok()?;
    matches!(url.scheme(), "https" | "http").then(|| url.origin().ascii_serialization())
}

/// Whether plain http to this host stays on the machine.
pub fn is_loopback_host(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

/// Whether a presented redirect URI is this registered one: the same string, byte for byte;
/// only the port of a registered loopback-IP URI may vary (RFC 9700 §2.1, RFC 8252 §7.3).
pub fn matches(registered: &str, presented: &str) -> bool {
    if registered == presented {
        return true;
    }
    match (split_loopback(registered), split_loopback(presented)) {
        (Some(registered), Some(presented)) => registered == presented,
        _ => false,
    }
}

/// `http://127.0.0.1:1234/cb?x` as (`http://127.0.0.1`, `/cb?x`): everything but the port.
fn split_loopback(uri: &str) -> Option<(&str, &str)> {
    let origin = ["http://127.0.0.1", "http://[::1]"]
        .into_iter()
        .find(|origin| uri.starts_with(origin))?;
    let mut rest = &uri[origin.len()..];
    if let Some(after) = rest.strip_prefix(':') {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let port: u32 = after[..digits].parse().ok()?;
        if !(1..=65535).contains(&port) || digits > 5 {
            return None;
        }
        rest = &after[digits..];
    }
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some((origin, rest))
}

fn is_web(url: &url::Url) -> bool {
    matches!(url.scheme(), "https" | "http")
}

/// The origin (`https://host:port`) or scheme (`com.example.app:`) that a
/// `form-action` policy must allow for a form that is sent there.
pub fn csp_source(uri: &str) -> String {
    // A policy cannot name an IPv6 address, and what a host may hold elsewhere would end the policy.
    let is_name = |host: &str| {
        host.chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    match url::Url::parse(uri) {
        Ok(url) if is_web(&url) && url.host_str().is_some_and(is_name) => {
            let port = url.port().map_or(String::new(), |port| format!(":{port}"));
            format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
        }
        _ => format!("{}:", uri.split(':').next().unwrap_or_default()),
    }
}

/// What a `form-action` policy must allow for a form of ours whose answer redirects there: the
/// place itself, and wherever the app sends the browser on to, for browsers look at that, too.
pub fn csp_sources_onward(uri: &str) -> String {
    let onward = match uri.starts_with("http://") {
        true => "https: http://localhost:* http://127.0.0.1:*",
        false => "https:",
    };
    format!("{} {onward}", csp_source(uri))
}

/// The host that a person should recognise, or the scheme of an app on their device.
pub fn display_host(uri: &str) -> Text {
    match url::Url::parse(uri) {
        // In an app's own scheme a host is a word of the app's choice: bank.example, say.
        Ok(url) if is_web(&url) && url.has_host() => {
            let port = url.port().map_or(String::new(), |port| format!(":{port}"));
            Text::verbatim(format!("{}{port}", url.host_str().unwrap_or_default()))
        }
        _ => text!(
            "an app on your device ({ $scheme }:)",
            scheme = uri.split(':').next().unwrap_or_default()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R15, R34, C81, A02–A08: what may not be registered, and the word that must be in the reason.
    #[test]
    fn r15_r34_bad_redirect_uris_are_refused_with_the_reason() {
        for (uri, reason) in [
            ("https://a.test/cb#x", "fragment"),
            ("https://*.a.test/cb", "wildcard"),
            ("https://a.test/*", "wildcard"),
            ("https://a.*", "wildcard"),
            ("https://user@a.test/cb", "user"),
            ("http://127.0.0.1:80@evil.test/cb", "user"),
            ("javascript:alert(1)", "javascript"),
            ("JaVaScRiPt:alert(1)", "javascript"),
            (" javascript:alert(1)", "percent"),
            ("data:text/html,x", "data"),
            ("vbscript:x", "vbscript"),
            ("file:///etc/passwd", "file"),
            ("blob:https://a.test/x", "blob"),
            ("about:blank", "about"),
            ("ftp://a.test/cb", "ftp"),
            ("http://app.example/cb", "https"),
            ("http://localhost.evil/cb", "https"),
            ("http://127.0.0.2/cb", "https"),
            ("http://127.1/cb", "unusual"),
            ("http://2130706433/cb", "unusual"),
            ("http://0x7f.1/cb", "unusual"),
            ("http://[::ffff:127.0.0.1]/cb", "https"),
            ("/cb", "absolute"),
            ("cb", "absolute"),
            ("https://a.test/cb,", "comma"),
            ("https://a.test/cb,https://b.test/cb", "comma"),
            ("//a.test/cb", "absolute"),
            ("https:/a.test/cb", "//"),
            ("https:///cb", "no host"),
            ("https://", "address"),
            ("https://a.test/c\\b", "percent"),
            ("https://a.test/é", "percent"),
            ("https://a.test/\tx", "percent"),
            ("myapp:/cb", "backwards"),
            ("com.example.app://user@h/cb", "user"),
            ("com.example.app://h:99999999/cb", "not an address"),
            ("1.2:/cb", "absolute"),
        ] {
            match check(uri) {
                Ok(()) => panic!("{uri} must be refused"),
                Err(text) => assert!(text.english().contains(reason), "{uri}: {text}"),
            }
        }
    }

    #[test]
    fn good_redirect_uris_are_accepted() {
        for uri in [
            "https://a.test/cb",
            "https://a.test:8443/cb?keep=1",
            "http://localhost",
            "http://localhost:3000/cb",
            "http://127.0.0.1/cb",
            "http://[::1]:9000/cb",
            "com.example.app:/cb",
            "com.example.app://host/cb",
        ] {
            assert_eq!(check(uri), Ok(()), "{uri}");
        }
    }

    /// R33: only the port of a registered loopback-IP URI may vary.
    #[test]
    fn r33_loopback_ports_vary_and_nothing_else() {
        let registered = "http://127.0.0.1/cb";
        assert!(matches(registered, "http://127.0.0.1:49152/cb"));
        assert!(matches("http://127.0.0.1:1/cb", "http://127.0.0.1/cb"));
        assert!(matches("http://[::1]/cb", "http://[::1]:5/cb"));
        for other in [
            "http://127.0.0.1:49152/cb/",
            "http://127.0.0.1:49152/cb?x=1",
            "http://127.0.0.1:0/cb",
            "http://127.0.0.1:65536/cb",
            "http://127.0.0.1:/cb",
            "http://127.0.0.1:80@evil.test/cb",
            "http://127.0.0.1.evil/cb",
            "http://127.0.0.2/cb",
            "http://localhost/cb",
            "http://[::1]/cb",
            "https://127.0.0.1/cb",
        ] {
            assert!(!matches(registered, other), "{other}");
        }
        assert!(!matches("http://localhost/cb", "http://localhost:81/cb"));
        assert!(!matches("https://a.test/cb", "http://127.0.0.1/cb"));
    }

    #[test]
    fn policies_and_people_get_the_host() {
        assert_eq!(csp_source("https://a.test:8443/cb?x"), "https://a.test:8443");
        assert_eq!(csp_source("com.example.app:/cb"), "com.example.app:");
        // A38: a host in an app's own scheme is no host: it neither ends a policy nor is shown to people.
        assert_eq!(csp_source("com.example.app://a,b;c/cb"), "com.example.app:");
        assert_eq!(csp_source("https://a,b.test/cb"), "https:");
        assert!(
            display_host("com.example.app://bank.test/cb")
                .english()
                .contains("com.example.app:")
        );
        assert_eq!(display_host("http://127.0.0.1:9/cb").english(), "127.0.0.1:9");
        assert!(
            display_host("com.example.app:/cb")
                .english()
                .contains("com.example.app")
        );
    }
}
