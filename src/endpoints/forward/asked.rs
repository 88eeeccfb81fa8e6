//! The request that a proxy asks about.

use crate::base::{Error, Result, text};
use crate::forward::hosts::{self, Origin};
use crate::web::Call;
use poem::http::Uri;

/// What Envoy puts before the path.
pub const ENVOY: &str = "/auth/forward/envoy";
/// What stands below it at an application's host is ours.
pub const FOLDER: &str = "/.frontdesk/";
/// Where somebody comes back to the application.
pub const ARRIVAL: &str = "/.frontdesk/arrive";
/// Where somebody leaves it.
pub const SIGN_OUT: &str = "/.frontdesk/sign-out";

/// The request that a proxy asks about.
pub struct Asked {
    pub origin: Origin,
    /// Path and query.
    pub address: String,
    /// Whether a person waits for a page, who can be led to sign in.
    pub is_page: bool,
    /// Whether the proxy takes 401 alone for a sign-in.
    pub by_status: bool,
    /// Whether it is answered itself, and not asked about.
    pub is_ours: bool,
}

impl Asked {
    /// By `X-Forwarded-Proto`, `-Host`, `-Uri` and `-Method`.
    pub fn by_forwarded_headers(call: &Call) -> Result<Self> {
        let [scheme, host] = ["x-forwarded-proto", "x-forwarded-host"].map(|name| said(call, name));
        let (address, method) = (said(call, "x-forwarded-uri")?, said(call, "x-forwarded-method")?);
        Self::new(call, scheme?, host?, address, method)
    }

    /// By `X-Original-URL` and `X-Original-Method`.
    pub fn by_original_url(call: &Call) -> Result<Self> {
        let (url, method) = (said(call, "x-original-url")?, said(call, "x-original-method")?);
        let parts = url.split_once("://").and_then(|(scheme, rest)| {
            let end = rest.find('/')?;
            Some((scheme, &rest[..end], &rest[end..]))
        });
        let (scheme, host, address) = parts.ok_or_else(|| not_understood("x-original-url"))?;
        Ok(Asked {
            by_status: true,
            ..Self::new(call, scheme, host, address, method)?
        })
    }

    /// By the request itself, which has the application's host and, behind our own, its path.
    pub fn by_itself(call: &Call, uri: &Uri) -> Result<Self> {
        let (scheme, host) = (said(call, "x-forwarded-proto")?, said(call, "host")?);
        let address = uri.path_and_query().map_or("", |address| address.as_str());
        let address = address.strip_prefix(ENVOY).unwrap_or_default();
        Self::new(call, scheme, host, address, call.method.as_str())
    }

    fn new(call: &Call, scheme: &str, host: &str, address: &str, method: &str) -> Result<Self> {
        let origin = Origin::parse(scheme, host).ok_or_else(|| not_understood("x-forwarded-host"))?;
        let is_address = address.starts_with('/') && !address.contains(|c: char| c.is_control() || c.is_whitespace());
        if !is_address {
            return Err(not_understood("x-forwarded-uri"));
        }
        // The lines for a proxy say which host they are for: what a client calls it is no way to another one's rules.
        if let Some(at) = call.query.get("at").filter(|at| !hosts::fits(at, &origin)) {
            return Err(Error::Forbidden(text!(
                "These lines of the proxy are for { $at }, and the request names { $host }.",
                at = at,
                host = &origin.host
            )));
        }
        Ok(Asked {
            is_page: matches!(method, "GET" | "HEAD") && is_page(call),
            origin,
            address: address.to_owned(),
            by_status: false,
            is_ours: false,
        })
    }
}

/// Whether a browser wants to show what comes: no script, no picture, no socket.
fn is_page(call: &Call) -> bool {
    let header = |name| call.header(name).unwrap_or_default();
    let is_socket = call.header("sec-websocket-key").is_some() || header("upgrade").eq_ignore_ascii_case("websocket");
    let mode = call.header("sec-fetch-mode");
    !is_socket && mode.is_none_or(|mode| mode == "navigate") && header("accept").contains("text/html")
}

/// A header that the proxy sets. Two of them, or a list, are not what it set alone.
fn said<'a>(call: &'a Call, name: &'static str) -> Result<&'a str> {
    let mut values = call.headers.get_all(name).iter();
    match (values.next().and_then(|value| value.to_str().ok()), values.next()) {
        (Some(value), None) if !value.is_empty() => Ok(value),
        _ => Err(not_understood(name)),
    }
}

fn not_understood(name: &str) -> Error {
    Error::Forbidden(text!(
        "The proxy does not say which request it asks about: { $name } is missing, or not understood. frontdesk proxy-config prints the lines that it needs.",
        name = name
    ))
}
