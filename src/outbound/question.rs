//! What is asked, what is answered, and what can go wrong between.

use super::LARGEST;
use super::resolver::LeftOut;
use crate::base::{Error, Seconds};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value as Json;
use std::fmt;
use std::time::Duration;
use url::Url;

/// One question to another server.
pub struct Question {
    pub method: Method,
    pub address: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    /// How many times the usual time limit it may take.
    pub patience: u32,
}

/// A whole answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    /// The media type without parameters, in lower case.
    pub media_type: String,
    /// Where a redirect would lead.
    pub location: Option<String>,
    /// `Retry-After` in seconds.
    pub retry_after: Option<Seconds>,
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The address must not be called; nothing was sent.
    Refused,
    /// Nobody is there, or TLS failed; nothing was taken.
    Unreachable,
    /// It took too long; what was asked may have been done.
    TooSlow,
    /// The answer was broken, packed or too large; what was asked may have been done.
    Unreadable,
    /// Too many questions to this server are under way; nothing was sent.
    Crowded,
}

/// A question that failed, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    pub why: Why,
    pub text: String,
    /// When the other side wants to be asked again, if it said so.
    pub retry_after: Option<Seconds>,
}

impl Question {
    /// A question without any header.
    pub fn to(method: Method, address: &str) -> Self {
        Question {
            method,
            address: address.to_owned(),
            headers: Vec::new(),
            body: None,
            patience: 1,
        }
    }

    /// A question by GET for JSON.
    pub fn get(address: &str) -> Self {
        Self::to(Method::GET, address).header("accept", "application/json".into())
    }

    /// A form by POST.
    pub fn form(address: &str, fields: &[(&str, &str)]) -> Self {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        Question {
            method: Method::POST,
            body: Some(body.finish().into_bytes()),
            ..Self::get(address)
        }
        .header("content-type", "application/x-www-form-urlencoded".into())
    }

    /// JSON by POST.
    pub fn json(address: &str, body: String) -> Self {
        Question {
            method: Method::POST,
            body: Some(body.into_bytes()),
            ..Self::get(address)
        }
        .header("content-type", "application/json".into())
    }

    /// The same with one more header.
    pub fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The same with more time: for what must not be lost half-way.
    pub fn patient(self) -> Self {
        Question { patience: 2, ..self }
    }

    /// What it carries that is never to be repeated: credentials and tokens, plain and as they are
    /// encoded on the way.
    pub fn secrets(&self) -> Vec<String> {
        const SECRET: &[&str] = &[
            "client_secret",
            "client_assertion",
            "code",
            "code_verifier",
            "refresh_token",
            "token",
        ];
        let credentials = self.headers.iter().filter(|(name, _)| *name == "authorization");
        let mut secrets: Vec<String> = credentials
            .filter_map(|(_, value)| value.split_once(' '))
            .map(|(_, credential)| credential.to_owned())
            .collect();
        let body = self.body.as_deref().unwrap_or_default();
        for (_, value) in url::form_urlencoded::parse(body).filter(|(name, _)| SECRET.contains(&name.as_ref())) {
            secrets.push(url::form_urlencoded::byte_serialize(value.as_bytes()).collect());
            secrets.push(value.into_owned());
        }
        secrets
    }

    /// The host, for words about it.
    pub(super) fn host(&self) -> String {
        let url = Url::parse(&self.address).ok();
        let host = url.as_ref().and_then(Url::host_str);
        host.map_or_else(|| "The other side".to_owned(), str::to_owned)
    }

    pub(super) fn build(&self, client: &Client, url: Url) -> RequestBuilder {
        let mut request = client.request(self.method.clone(), url);
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        match &self.body {
            Some(body) => request.body(body.clone()),
            None => request,
        }
    }
}

impl Answer {
    pub(super) async fn read(host: &str, mut response: Response) -> Result<Self, Failure> {
        let header = |name: &str| {
            let value = response.headers().get(name).and_then(|value| value.to_str().ok());
            value.map(str::to_owned)
        };
        if let Some(packing) = header("content-encoding").filter(|packing| !packing.eq_ignore_ascii_case("identity")) {
            return Err(Failure::unreadable(format!(
                "{host} packed its answer ({packing}) although it was not asked to"
            )));
        }
        let media_type = header("content-type").unwrap_or_default();
        let mut answer = Answer {
            status: response.status().as_u16(),
            media_type: media_type
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase(),
            location: header("location"),
            retry_after: header("retry-after").and_then(|seconds| seconds.trim().parse().ok()),
            body: Vec::new(),
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| Failure::of(host, error))? {
            if answer.body.len() + chunk.len() > LARGEST {
                return Err(Failure::unreadable(format!(
                    "{host} answered with more than {} KiB",
                    LARGEST / 1024
                )));
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
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
    pub fn describe(&self) -> String {
        let kind = match self.media_type.as_str() {
            "" => "something without a type".to_owned(),
            "text/html" => "a web page".to_owned(),
            other => other.chars().take(60).collect(),
        };
        match &self.location {
            Some(to) if (300..400).contains(&self.status) => format!(
                "status {} to {} (redirects are not followed)",
                self.status,
                without_query(to)
            ),
            _ => format!("status {} with {kind}", self.status),
        }
    }
}

/// An address as it may be shown: without what may be secret in it.
fn without_query(address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    address[..end].chars().take(200).collect()
}

impl Failure {
    /// A failure for this reason.
    pub fn new(why: Why, text: String) -> Self {
        Failure {
            why,
            text,
            retry_after: None,
        }
    }

    pub(super) fn refused(text: String) -> Self {
        Failure::new(Why::Refused, text)
    }

    fn unreadable(text: String) -> Self {
        Failure::new(Why::Unreadable, text)
    }

    pub(super) fn too_slow(host: &str, limit: Duration) -> Self {
        Failure::new(
            Why::TooSlow,
            format!("{host} did not answer within {} seconds", limit.as_secs_f32()),
        )
    }

    /// What the client says, without the address: its query may hold secrets.
    pub(super) fn of(host: &str, error: reqwest::Error) -> Self {
        let mut cause: &dyn std::error::Error = &error;
        while let Some(source) = cause.source() {
            if let Some(left_out) = source.downcast_ref::<LeftOut>() {
                return Failure::refused(left_out.to_string());
            }
            cause = source;
        }
        let cause: String = match cause.is::<reqwest::Error>() {
            true => "the request could not be made".into(),
            false => cause.to_string().chars().take(200).collect(),
        };
        let cause = match &cause {
            cause if cause.contains("Connection refused") => "nothing listens there".to_owned(),
            cause if cause.contains("InvalidContentType") => {
                "it does not speak https at this port: is it an http:// address?".to_owned()
            }
            cause => cause.clone(),
        };
        match error.is_connect() {
            true => Failure::new(Why::Unreachable, format!("{host} cannot be reached: {cause}")),
            false => Failure::unreadable(format!("{host} broke the connection off or answered nonsense: {cause}")),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Error::Upstream(format!("{}.", failure.text))
    }
}
