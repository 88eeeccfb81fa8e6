//! What a request brings: everything a handler needs, read once.

use super::body::{self, ReadBody};
use super::{ErrorCode, Params, multipart};
use crate::base::{ClientId, Error, Origin as From, Result, text};
use poem::http::{HeaderMap, Method};
use poem::{FromRequest, Request, RequestBody};
use serde_json::{Map, Value as Json};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::OnceLock;

/// What the middleware found out about a request.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The reference that the log and error pages share.
    pub reference: String,
    /// The client's address.
    pub address: IpAddr,
}

/// The path that a request stands for, where it came to another one.
#[derive(Clone)]
pub struct CalledAs(pub String);

/// One request, read.
pub struct Call {
    pub method: Method,
    pub path: String,
    pub headers: HeaderMap,
    pub query: Params,
    pub origin: Origin,
    /// Who it turned out to be: user and client, for diagnostics.
    pub known: OnceLock<(Option<String>, Option<ClientId>)>,
    /// What is wrong with how an access token that is bound to a key was presented (RFC 9449 §7.1).
    pub dpop_error: OnceLock<ErrorCode>,
    path_parameters: Vec<(&'static str, String)>,
    body: ReadBody,
    /// The fields of a form that was sent with its files.
    with_files: Option<Params>,
}

/// The names that routes give to parts of a path.
const PARTS: &[&str] = &["type", "name", "action", "method", "id", "field"];

fn decoded(request: &Request, name: &str) -> Option<String> {
    // poem has decoded it already.
    request.raw_path_param(name).map(str::to_owned)
}

impl<'a> FromRequest<'a> for Call {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> poem::Result<Self> {
        let body = match body.take() {
            Ok(body) => body::read(request, body).await?,
            Err(_) => ReadBody::default(),
        };
        let content_type = request.content_type().unwrap_or_default();
        let with_files = match content_type.starts_with("multipart/form-data") {
            true => Some(multipart::read(content_type, &body.bytes).await),
            false => None,
        };
        let unknown = || Origin {
            reference: String::new(),
            address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        };
        Ok(Call {
            method: request.method().clone(),
            path: match request.data::<CalledAs>() {
                Some(CalledAs(path)) => path.clone(),
                None => request.original_uri().path().to_owned(),
            },
            headers: request.headers().clone(),
            query: Params::parse(request.uri().query().unwrap_or_default().as_bytes()),
            origin: request.data::<Origin>().cloned().unwrap_or_else(unknown),
            known: OnceLock::new(),
            dpop_error: OnceLock::new(),
            path_parameters: PARTS
                .iter()
                .filter_map(|name| Some((*name, decoded(request, name)?)))
                .collect(),
            body,
            with_files,
        })
    }
}

impl Call {
    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// A part of the path, decoded.
    pub fn part(&self, name: &str) -> &str {
        let found = self.path_parameters.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The media type of the body, without parameters, in lower case.
    pub fn media_type(&self) -> String {
        let header = self.header("content-type").unwrap_or_default();
        header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The body as a form; empty if it is none.
    pub fn form(&self) -> Params {
        match self.media_type().as_str() {
            "application/x-www-form-urlencoded" => Params::parse(&self.body.bytes),
            _ => self.with_files.clone().unwrap_or_default(),
        }
    }

    /// Whether there is a body.
    pub fn has_body(&self) -> bool {
        !self.body.bytes.is_empty()
    }

    /// The body as a JSON object; an empty one if there is no JSON.
    pub fn json(&self) -> Result<Map<String, Json>> {
        if self.media_type() != "application/json" || self.body.bytes.is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_slice(&self.body.bytes) {
            Ok(Json::Object(object)) => Ok(object),
            Ok(_) => Err(Error::invalid("", "The body is not a JSON object.")),
            Err(error) => Err(Error::invalid(
                "",
                text!("The body is not JSON: { $error }", error = error.to_string()),
            )),
        }
    }

    /// Query, form and flat JSON together, as Frappe's methods take them; the body wins.
    pub fn merged(&self) -> Result<Params> {
        let mut merged = Vec::new();
        for (name, value) in self.json()? {
            let text = match value {
                Json::String(text) => text,
                Json::Null => continue,
                other => other.to_string(),
            };
            merged.push((name, text));
        }
        merged.extend(self.form().0);
        merged.extend(self.query.0.iter().cloned());
        Ok(Params(merged))
    }

    /// Where the request comes from, for logs.
    pub fn from(&self) -> From {
        From {
            address: self.origin.address.to_string(),
            user_agent: self.user_agent(),
            reference: self.origin.reference.clone(),
        }
    }

    /// What the browser calls itself, shortened.
    pub fn user_agent(&self) -> String {
        self.header("user-agent")
            .unwrap_or_default()
            .chars()
            .take(200)
            .collect()
    }
}
