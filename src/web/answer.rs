//! Answers: pages, JSON, redirects.

use crate::base::Seconds;
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
    build(status, "application/json", body.to_string().into_bytes())
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
