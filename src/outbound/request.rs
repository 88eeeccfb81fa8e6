//! A request to another server.

use crate::base::secret::Secret;
use reqwest::{Client, Method, RequestBuilder};
use url::Url;

/// One request to another server.
pub struct Request {
    pub method: Method,
    pub address: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    /// How many times the usual time limit it may take.
    pub(super) timeout_factor: u32,
}

impl Request {
    /// A request without any header.
    pub fn new(method: Method, address: &str) -> Self {
        Request {
            method,
            address: address.to_owned(),
            headers: Vec::new(),
            body: None,
            timeout_factor: 1,
        }
    }

    /// A GET for JSON.
    pub fn get(address: &str) -> Self {
        Self::new(Method::GET, address).header("accept", "application/json".into())
    }

    /// A form by POST.
    pub fn form(address: &str, fields: &[(&str, &str)]) -> Self {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        Request {
            method: Method::POST,
            body: Some(body.finish().into_bytes()),
            ..Self::get(address)
        }
        .header("content-type", "application/x-www-form-urlencoded".into())
    }

    /// JSON by POST.
    pub fn json(address: &str, body: String) -> Self {
        Request {
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

    /// The same with an access token (RFC 6750 §2.1).
    pub fn bearer(self, token: &Secret) -> Self {
        self.header("authorization", format!("Bearer {}", token.reveal()))
    }

    /// The same with twice the time limit: for what must not be lost half-way.
    pub fn with_more_time(self) -> Self {
        Request {
            timeout_factor: 2,
            ..self
        }
    }

    /// The same with six times the time limit: for what takes long on the other side.
    pub fn with_much_time(self) -> Self {
        Request {
            timeout_factor: 6,
            ..self
        }
    }

    /// The same with this body.
    pub fn body(self, body: Vec<u8>) -> Self {
        Request {
            body: Some(body),
            ..self
        }
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
