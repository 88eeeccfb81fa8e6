//! A whole response, and what it is in words.

use super::retry_after;
use super::{Failure, MAX_RESPONSE};
use crate::base::{Seconds, Text, text};
use reqwest::Response as Incoming;
use reqwest::header::HeaderMap;
use serde_json::Value as Json;

/// A whole response.
#[derive(Clone, Debug, Default)]
pub struct Response {
    pub status: u16,
    /// The media type without parameters, in lower case.
    pub media_type: String,
    /// Where a redirect would lead.
    pub location: Option<String>,
    /// `Cache-Control`, as it came.
    pub cache_control: String,
    /// `Retry-After` in seconds.
    pub retry_after: Option<Seconds>,
    /// All that was said beside the body.
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Response {
    pub(super) async fn read(host: &str, mut incoming: Incoming) -> Result<Self, Failure> {
        let header = |name: &str| {
            let value = incoming.headers().get(name).and_then(|value| value.to_str().ok());
            value.map(str::to_owned)
        };
        if let Some(packing) = header("content-encoding").filter(|packing| !packing.eq_ignore_ascii_case("identity")) {
            return Err(Failure::invalid_response(text!(
                "{ $host } packed its answer ({ $packing }) although it was not asked to",
                host = &host,
                packing = &packing
            )));
        }
        let media_type = header("content-type").unwrap_or_default();
        let mut response = Response {
            status: incoming.status().as_u16(),
            media_type: media_type
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
            location: header("location"),
            cache_control: header("cache-control").unwrap_or_default().to_ascii_lowercase(),
            retry_after: header("retry-after").and_then(|when| retry_after::seconds(&when, header("date").as_deref())),
            headers: incoming.headers().clone(),
            body: Vec::new(),
        };
        while let Some(chunk) = incoming.chunk().await.map_err(|error| Failure::of(host, error))? {
            if response.body.len() + chunk.len() > MAX_RESPONSE {
                return Err(Failure::invalid_response(text!(
                    "{ $host } answered with more than { $limit } KiB",
                    host = &host,
                    limit = MAX_RESPONSE / 1024
                )));
            }
            response.body.extend_from_slice(&chunk);
        }
        Ok(response)
    }

    /// Whether the status says that it went well.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON.
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }

    /// What came, in words, for whoever expected something else.
    pub fn describe(&self) -> Text {
        match (&self.location, self.media_type.as_str()) {
            (Some(to), _) if (300..400).contains(&self.status) => text!(
                "status { $status } to { $address } (redirects are not followed)",
                status = self.status,
                address = without_query(to)
            ),
            (_, "") => text!("status { $status } with something without a type", status = self.status),
            (_, "text/html") => text!("status { $status } with a web page", status = self.status),
            (_, other) => text!(
                "status { $status } with { $type }",
                status = self.status,
                type = other.chars().take(60).collect::<String>()
            ),
        }
    }
}

/// An address as it may be shown: without what may be secret in it.
fn without_query(address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    address[..end].chars().take(200).collect()
}
