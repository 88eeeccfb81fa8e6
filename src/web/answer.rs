//! Answers: pages, JSON, redirects.

use super::Call;
use crate::base::{Seconds, secret};
use hyper::body::Bytes;
use maud::Markup;
use poem::http::{HeaderName, HeaderValue, StatusCode};
use poem::{Body, Response};
use serde_json::Value as Json;

/// A page.
pub fn page(status: u16, markup: Markup) -> Response {
    build(status, "text/html; charset=utf-8", markup.into_string().into_bytes())
}

/// JSON, compact.
pub fn json(status: u16, body: &Json) -> Response {
    build(status, "application/json", compact(body))
}

/// An answer that is the same for everybody for a while: its bytes, and the tag by which others know that they have it.
pub struct Ready {
    bytes: Bytes,
    etag: String,
}

impl Ready {
    /// JSON, compact.
    pub fn json(body: &Json) -> Self {
        let bytes = Bytes::from(compact(body));
        let etag = format!("\"{}\"", secret::base64url(&secret::sha256(&bytes)[..12]));
        Ready { bytes, etag }
    }

    /// The answer; 304 to whoever has it already (RFC 9110 §13.1.2).
    pub fn answer(&self, call: &Call, max_age: Seconds) -> Response {
        let known = call.header("if-none-match").unwrap_or_default();
        let mut known = known.split(',').map(|tag| tag.trim().trim_start_matches("W/"));
        let mut response = match known.any(|tag| tag == self.etag || tag == "*") {
            true => build(304, "application/json", Vec::new()),
            false => build(200, "application/json", self.bytes.clone()),
        };
        set(&mut response, "etag", &self.etag);
        set(&mut response, "cache-control", &format!("public, max-age={max_age}"));
        response
    }
}

/// A value is always written: its keys are strings.
fn compact(body: &Json) -> Vec<u8> {
    serde_json::to_vec(body).unwrap_or_default()
}

/// JSON that is written already.
pub fn json_text(status: u16, text: &str) -> Response {
    build(status, "application/json", text.as_bytes().to_vec())
}

/// Text.
pub fn text(status: u16, body: &str) -> Response {
    build(status, "text/plain; charset=utf-8", body.as_bytes().to_vec())
}

/// Any other content.
pub fn content(media_type: &str, body: impl Into<Body>) -> Response {
    build(200, media_type, body)
}

/// 303 See Other: the browser goes on with GET and takes no form along (R14: redirects carry no credentials).
pub fn see_other(location: &str) -> Response {
    let mut response = build(303, "text/plain; charset=utf-8", Vec::new());
    set(&mut response, "location", location);
    response
}

/// To a page that is to be loaded whole: what asked was a script that would show it in place of part of another.
pub fn load_whole(location: &str) -> Response {
    let mut response = build(200, "text/plain; charset=utf-8", Vec::new());
    set(&mut response, "hx-redirect", location);
    response
}

/// Sets a header; a value that no header can carry is left out.
pub fn set(response: &mut Response, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
}

/// Says when to try again (RFC 9110 §10.2.3), if that is known.
pub fn set_retry_after(response: &mut Response, seconds: Option<Seconds>) {
    if let Some(seconds) = seconds {
        set(response, "retry-after", &seconds.to_string());
    }
}

/// Adds a `Set-Cookie`.
pub fn add_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append("set-cookie", value);
    }
}

fn build(status: u16, media_type: &str, body: impl Into<Body>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Response::builder().status(status).content_type(media_type).body(body)
}
