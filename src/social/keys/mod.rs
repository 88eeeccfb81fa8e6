//! Social Login Keys: the providers that people sign in with.
//!
//! Owns the table `social_login_keys`.

pub mod presets;
mod store;

pub use store::{enabled, get as find, names, other_redirect_urls, set_proven};

use crate::base::secret::Secret;
use crate::base::{Env, Error, Millis, Result, Seconds, Text, list, text};
use crate::db::{Read, row};
use crate::upstream::client_auth::{ClientIdentity, TokenAuth};
use serde_json::{Map, Value as Json};

row! {
    /// A provider as its flows need it. It does not print its secret.
    #[derive(Clone, Debug)]
    pub struct Key in "social_login_keys" {
        pub name: String,
        pub provider_name: String,
        /// The preset: `GitHub`, `Custom`, ….
        pub provider: String = "social_login_provider",
        pub enabled: bool = "enable_social_login",
        pub client_id: String = via(Option::unwrap_or_default),
        pub client_secret: Option<Secret> = skip(None),
        pub icon: String = via(Option::unwrap_or_default),
        pub base_url: String = via(Option::unwrap_or_default),
        authorize_url: String = via(Option::unwrap_or_default),
        access_token_url: String = via(Option::unwrap_or_default),
        redirect_url: String = via(Option::unwrap_or_default),
        api_endpoint: String = via(Option::unwrap_or_default),
        api_endpoint_args: String = via(Option::unwrap_or_default),
        auth_url_data: String = via(Option::unwrap_or_default),
        pub user_id_property: String = via(Option::unwrap_or_default),
        /// `Allow`, `Deny`, or as the site says.
        pub sign_ups: String,
        pub issuer: String = via(Option::unwrap_or_default),
        pub jwks_uri: String = via(Option::unwrap_or_default),
        pub end_session_endpoint: String = via(Option::unwrap_or_default),
        pub auth: TokenAuth = "token_endpoint_auth_method",
        pub use_pkce: bool,
        /// ID tokens are signed with the client secret (Frappe does).
        pub id_token_hs256: bool,
        /// The administrator vouches for the provider's emails.
        pub emails_verified: bool,
        /// Domains whose verified emails are the same person here.
        pub trusted_domains: Vec<String> = via(domains),
        /// Domains whose people may sign in; none: everybody's.
        pub allowed_domains: Vec<String> = via(domains),
        pub default_role: Option<String>,
        pub name_claim: String = via(Option::unwrap_or_default),
        pub email_claim: String = via(Option::unwrap_or_default),
        pub image_claim: String = via(Option::unwrap_or_default),
        pub roles_claim: String = via(Option::unwrap_or_default),
        /// The provider's group, and the role here.
        pub role_map: Vec<(String, String)>,
        pub go_at_once: bool,
        pub sign_out_there: bool,
        /// Whether a sign-in there is as good as two factors here.
        pub counts_as_two: bool,
        pub proven_at: Option<Seconds>,
        /// When it was changed, in milliseconds.
        modified_at: Millis,
    }
}

/// A list of domains.
fn domains(text: String) -> Vec<String> {
    list::split(&text).into_iter().map(str::to_lowercase).collect()
}

/// An address from a base and a path, which may be an absolute address itself.
pub fn join(base: &str, path: &str) -> String {
    if path.starts_with("https://") || path.starts_with("http://") {
        return path.to_owned();
    }
    let base = base.trim_end_matches('/');
    match path.trim_start_matches('/') {
        "" => base.to_owned(),
        path => format!("{base}/{path}"),
    }
}

/// A JSON object of texts and numbers, as parameters.
pub fn parameters(json: &str) -> std::result::Result<Vec<(String, String)>, Text> {
    if json.trim().is_empty() {
        return Ok(Vec::new());
    }
    let object: Map<String, Json> = serde_json::from_str(json)
        .map_err(|error| text!("it is no JSON object: { $error }", error = error.to_string()))?;
    let pair = |(name, value): (String, Json)| match value {
        Json::String(text) => Ok((name, text)),
        Json::Number(number) => Ok((name, number.to_string())),
        Json::Bool(yes) => Ok((name, yes.to_string())),
        _ => Err(text!("{ $name } is neither a text nor a number", name = &name)),
    };
    object.into_iter().map(pair).collect()
}

impl Key {
    /// Where people are sent to.
    pub fn authorize_url(&self) -> String {
        join(&self.base_url, &self.authorize_url)
    }

    /// Where codes become tokens.
    pub fn token_url(&self) -> String {
        join(&self.base_url, &self.access_token_url)
    }

    /// Where the provider tells who somebody is; empty: the ID token does.
    pub fn api_endpoint(&self) -> String {
        match self.api_endpoint.is_empty() {
            true => String::new(),
            false => join(&self.base_url, &self.api_endpoint),
        }
    }

    /// Parameters of that request.
    pub fn api_endpoint_args(&self) -> Vec<(String, String)> {
        parameters(&self.api_endpoint_args).unwrap_or_default()
    }

    /// Parameters of the authorization request.
    pub fn auth_url_data(&self) -> Vec<(String, String)> {
        parameters(&self.auth_url_data).unwrap_or_default()
    }

    /// Where people come back to: what is registered at the provider.
    pub fn redirect_uri(&self, env: &Env) -> String {
        join(&env.base_url, &self.redirect_url)
    }

    /// Whether it is an OpenID Connect provider: the scope openid is asked for.
    pub fn is_openid(&self) -> bool {
        let scope = self.auth_url_data().into_iter().find(|(name, _)| name == "scope");
        scope.is_some_and(|(_, scope)| scope.split_whitespace().any(|one| one == "openid"))
    }

    /// Whether an ID token must come along and its signature is verified.
    pub fn verifies_id_tokens(&self) -> bool {
        self.is_openid() && (!self.jwks_uri.is_empty() || self.id_token_hs256)
    }

    /// Who we are there.
    pub fn identity(&self) -> ClientIdentity {
        ClientIdentity {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            auth: self.auth,
        }
    }

    /// Whether people can sign in with it.
    pub fn is_ready(&self) -> bool {
        let has_secret = !self.auth.needs_secret() || self.client_secret.is_some();
        !self.client_id.is_empty() && has_secret && !self.authorize_url.is_empty() && !self.access_token_url.is_empty()
    }
}

/// The key of this name, or that there is none.
pub fn get(db: &Read, env: &Env, name: &str) -> Result<Key> {
    store::get(db, env, name)?
        .ok_or_else(|| Error::NotFound(text!("Social Login Key { $name } not found", name = &name)))
}

/// The key as it is now, if it is still the one that the provider was asked with.
pub fn unchanged(db: &Read, env: &Env, asked: &Key) -> Result<Key> {
    let key = store::get(db, env, &asked.name)?;
    let is_same = |key: &Key| key.enabled && key.modified_at == asked.modified_at;
    key.filter(is_same)
        .ok_or_else(|| Error::Stale("This way to sign in was changed in the meantime. Try again.".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract 11 and its siblings: relative and absolute addresses, with and without slashes.
    #[test]
    fn addresses_join_correctly() {
        for base in ["https://a.test/realms/r", "https://a.test/realms/r/"] {
            assert_eq!(join(base, "/auth"), "https://a.test/realms/r/auth");
            assert_eq!(join(base, "auth"), "https://a.test/realms/r/auth");
            assert_eq!(join(base, ""), "https://a.test/realms/r");
            assert_eq!(join(base, "https://b.test/x"), "https://b.test/x");
            assert_eq!(join(base, "//evil.test/x"), "https://a.test/realms/r/evil.test/x");
        }
        assert_eq!(
            join("https://a.test", "/application/o/token/"),
            "https://a.test/application/o/token/"
        );
    }

    #[test]
    fn parameters_are_texts_and_numbers() {
        assert_eq!(parameters("").unwrap(), []);
        assert_eq!(parameters(r#"{"a": "b", "n": 1}"#).unwrap().len(), 2);
        for bad in ["x", "[]", r#"{"a": {}}"#, r#"{"a": null}"#] {
            assert!(parameters(bad).is_err(), "{bad}");
        }
    }
}
