//! Which headers go along, and which come back.

use crate::base::{Error, Result, text};
use crate::connected::apps::ConnectedApp;
use crate::connected::tokens::Held;
use poem::http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

/// Headers that are about one connection (RFC 9110 §7.6.1), or that are ours and nobody else's.
const NOT_SENT: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "origin",
    "proxy-authorization",
    "proxy-connection",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-frappe-csrf-token",
    "x-real-ip",
];
const NOT_SENT_PREFIXES: &[&str] = &["sec-", "x-forwarded-", "x-frontdesk-", "proxy-"];

/// Headers that say what an answer is, and nothing to a browser, a cache or a proxy about this site.
const PASSED_BACK: &[&str] = &[
    "accept-ranges",
    "allow",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "deprecation",
    "etag",
    "last-modified",
    "link",
    "location",
    "odata-version",
    "preference-applied",
    "request-id",
    "retry-after",
    "sunset",
    "vary",
    "warning",
    "x-correlation-id",
    "x-next-page",
    "x-page",
    "x-per-page",
    "x-prev-page",
];
/// How programs are told of limits, of lists in pages, and of what large services name after themselves.
const PASSED_BACK_PREFIXES: &[&str] = &[
    "ratelimit",
    "x-amz-",
    "x-github-",
    "x-goog-",
    "x-ms-",
    "x-rate-limit",
    "x-ratelimit",
    "x-shopify-",
    "x-total",
    "x-xero-",
];

/// What goes to the other side: nothing of ours, and the token.
pub(super) fn sent(app: &ConnectedApp, held: &Held, own: &HeaderMap) -> Result<HeaderMap> {
    let mut headers = without(own, NOT_SENT, NOT_SENT_PREFIXES);
    let (name, value) = match app.api_token_header.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => (name.to_ascii_lowercase(), held.access_token.reveal().to_owned()),
        None => (
            "authorization".to_owned(),
            format!("Bearer {}", held.access_token.reveal()),
        ),
    };
    let unusable = |_| {
        Error::Upstream(text!(
            "The token of { $provider } cannot be sent in a header.",
            provider = &app.provider_name
        ))
    };
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| Error::Internal(error.to_string()))?;
    let mut value = HeaderValue::from_str(&value).map_err(unusable)?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(headers)
}

/// The headers without these, and without those that `Connection` names.
fn without(own: &HeaderMap, names: &[&str], prefixes: &[&str]) -> HeaderMap {
    let named: Vec<String> = own
        .get_all("connection")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let is_left_out = |name: &str| {
        names.contains(&name)
            || prefixes.iter().any(|prefix| name.starts_with(prefix))
            || named.iter().any(|own| own == name)
    };
    let mut kept = HeaderMap::new();
    for (name, value) in own.iter().filter(|(name, _)| !is_left_out(name.as_str())) {
        kept.append(name.clone(), value.clone());
    }
    kept
}

/// What comes back: nothing that could act on this site, on a cache before it, or in a browser. Where
/// a redirect leads is told as an address here, if it is below the app's API Base URL, and never as
/// one of this site's own.
pub(super) fn passed_back(app: &ConnectedApp, base_url: &str, asked: &Url, own: &HeaderMap) -> HeaderMap {
    let is_passed =
        |name: &str| PASSED_BACK.contains(&name) || PASSED_BACK_PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    let mut headers = without(own, &["location"], &[]);
    let others: Vec<HeaderName> = headers
        .keys()
        .filter(|name| !is_passed(name.as_str()))
        .cloned()
        .collect();
    others.iter().for_each(|name| drop(headers.remove(name)));
    let location = own.get("location").and_then(|location| location.to_str().ok());
    if let Some(location) = location.and_then(|location| onward(app, base_url, asked, location)) {
        headers.insert("location", location);
    }
    for (name, value) in [
        ("cache-control", "no-store"),
        (
            "content-security-policy",
            "default-src 'none'; sandbox; frame-ancestors 'none'",
        ),
        ("x-content-type-options", "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
}

fn onward(app: &ConnectedApp, base_url: &str, asked: &Url, location: &str) -> Option<HeaderValue> {
    let target = asked.join(location).ok()?;
    let api = app.api_base_url.as_deref().unwrap_or_default();
    let told = match target.as_str().strip_prefix(api) {
        Some(rest) => format!("{base_url}/api/connect/{}/{rest}", app.name),
        None if Url::parse(base_url).is_ok_and(|own| own.origin() == target.origin()) => return None,
        None => target.into(),
    };
    HeaderValue::from_str(&told).ok()
}
