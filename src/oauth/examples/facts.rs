//! What an example says of a client.

use crate::base::{Env, redirect_uri, scope};
use crate::oauth::clients::{AuthMethod, Client};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What stands where a secret belongs that is not known: it is shown once, when it is made.
const UNKNOWN_SECRET: &str = "PUT-THE-CLIENT-SECRET-HERE";
/// Where an app is that has no web address of its own.
const UNKNOWN_APP: &str = "https://app.example.com";

/// Whether a value can stand in commands and code, whatever quotes there are around it: people paste them as they are.
fn is_plain(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || ":/?=&%._~+@,-[]".contains(c);
    value.chars().all(plain)
}

/// Whether a redirect URI can stand there: what was stored before today's rules need not.
pub(super) fn is_safe(uri: &str) -> bool {
    is_plain(uri) && redirect_uri::check(uri).is_ok()
}

/// A client as examples see it: what their `{{…}}` stand for, and which tags apply.
pub struct Facts {
    known: Vec<(&'static str, String)>,
    tags: Vec<&'static str>,
}

impl Facts {
    /// Of a client, with its secret if that was just made.
    pub fn of(env: &Env, client: &Client, secret: Option<&str>) -> Self {
        let web = |uri: &&String| uri.starts_with("https://") || uri.starts_with("http://");
        let safe = |uri: &&String| is_safe(uri);
        let web = client.redirect_uris.iter().filter(safe).find(web);
        let first = web.or(client.redirect_uris.iter().find(safe));
        let goes_to = first.cloned().unwrap_or_else(|| format!("{UNKNOWN_APP}/callback"));
        let parsed = url::Url::parse(&goes_to)
            .ok()
            .filter(|url| matches!(url.scheme(), "https" | "http"));
        let origin = parsed.as_ref().map(|url| url.origin().ascii_serialization());
        // An app on https has a proxy before it as a rule, and listens itself on some port behind.
        let port = parsed.as_ref().and_then(url::Url::port).unwrap_or(3000);
        let scopes: Vec<&str> = client.scopes.iter().filter(|scope| is_plain(scope)).collect();
        let quoted: Vec<String> = scopes.iter().map(|scope| format!("\"{scope}\"")).collect();
        let is_http = env.base_url.starts_with("http://");
        let host = url::Url::parse(&env.base_url).ok();
        let is_local = host.is_some_and(|url| url.host_str().is_some_and(redirect_uri::is_loopback_host));
        let method = match client.auth_method {
            AuthMethod::Either | AuthMethod::Basic => "basic",
            AuthMethod::Post => "post",
            AuthMethod::SecretJwt => "secret_jwt",
            AuthMethod::PrivateKeyJwt => "private_key_jwt",
            AuthMethod::None => "none",
        };
        let mut tags = vec![method, if is_http { "http" } else { "https" }];
        if is_local {
            tags.push("local");
        }
        if client.scopes.contains(scope::OFFLINE_ACCESS) {
            tags.push("refresh");
        }
        Facts {
            known: vec![
                ("issuer", env.base_url.to_string()),
                (
                    "client_id",
                    Some(client.id.to_string())
                        .filter(|id| is_plain(id))
                        .unwrap_or_default(),
                ),
                ("client_secret", secret.unwrap_or(UNKNOWN_SECRET).to_owned()),
                (
                    "redirect_path",
                    parsed.map_or_else(|| "/".to_owned(), |url| url.path().to_owned()),
                ),
                ("redirect_uri", goes_to),
                ("port", port.to_string()),
                ("app_url", origin.unwrap_or_else(|| UNKNOWN_APP.to_owned())),
                ("scopes", scopes.join(" ")),
                ("scopes_list", quoted.join(", ")),
                ("auth_method", client.auth_method.name().to_owned()),
            ],
            tags,
        }
    }

    /// Where this site is.
    pub fn issuer(&self) -> &str {
        self.value("issuer").unwrap_or_default()
    }

    /// Whether it is known where the app is.
    pub fn knows_app(&self) -> bool {
        self.app_url() != UNKNOWN_APP
    }

    /// Whether this site is on this machine, and the app on another.
    pub fn is_out_of_reach(&self) -> bool {
        let app = url::Url::parse(self.app_url()).ok();
        let is_local = app.is_some_and(|url| url.host_str().is_some_and(redirect_uri::is_loopback_host));
        self.tags.contains(&"local") && !is_local
    }

    /// Where the app is.
    pub fn app_url(&self) -> &str {
        self.value("app_url").unwrap_or(UNKNOWN_APP)
    }

    fn value(&self, name: &str) -> Option<&str> {
        let found = self.known.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A text with everything put in. What an example chooses may hold names itself.
    pub(super) fn fill(&self, text: &str, choose: &BTreeMap<String, Map<String, Json>>) -> String {
        let applies = |tag: &str| tag == "else" || self.tags.contains(&tag);
        let mut text = text.to_owned();
        for (name, ways) in choose {
            let chosen = ways
                .iter()
                .find(|(tag, _)| applies(tag))
                .and_then(|(_, text)| text.as_str());
            text = text.replace(&format!("{{{{{name}}}}}"), chosen.unwrap_or_default());
        }
        for (name, value) in &self.known {
            text = text.replace(&format!("{{{{{name}}}}}"), value);
        }
        text
    }
}
