//! Who we are at the other side, and how we prove it at its endpoints (RFC 6749 §2.3, RFC 7523 §2.2).

use crate::base::clock::MINUTE;
use crate::base::secret::Secret;
use crate::base::{Env, Result};
use crate::db::{Column, FromColumn};
use crate::outbound::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

/// How we prove who we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAuth {
    /// `client_secret_basic`
    Basic,
    /// `client_secret_post`
    Post,
    /// `none`
    None,
    /// `private_key_jwt`, signed with our RS256 key
    PrivateKeyJwt,
}

impl TokenAuth {
    /// The record's options.
    pub const OPTIONS: &[&str] = &["Client Secret Basic", "Client Secret Post", "None", "Private Key JWT"];
    const EVERY: [TokenAuth; 4] = [
        TokenAuth::Basic,
        TokenAuth::Post,
        TokenAuth::None,
        TokenAuth::PrivateKeyJwt,
    ];

    /// From the record's words.
    pub fn from_option(option: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|auth| auth.option() == option)
    }

    /// The record's words.
    pub fn option(self) -> &'static str {
        let place = Self::EVERY.iter().position(|own| *own == self).unwrap_or_default();
        Self::OPTIONS[place]
    }

    /// The record's words for a name in the registry of OAuth (RFC 7591 §2).
    pub fn option_of(name: &str) -> Option<&'static str> {
        let names = ["client_secret_basic", "client_secret_post", "none", "private_key_jwt"];
        let place = names.iter().position(|own| *own == name)?;
        Some(Self::OPTIONS[place])
    }

    /// Whether a secret is part of it.
    pub fn needs_secret(self) -> bool {
        matches!(self, TokenAuth::Basic | TokenAuth::Post)
    }
}

impl FromColumn for TokenAuth {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(TokenAuth::from_option)
    }
}

/// Who we are at the other side. It does not print its secret.
#[derive(Clone, Debug)]
pub struct ClientIdentity {
    pub client_id: String,
    pub client_secret: Option<Secret>,
    pub auth: TokenAuth,
}

/// Signs claims as a JWT with this site's own key, which the other side finds at our jwks.
pub type SignJwt<'a> = &'a (dyn Fn(&Json) -> Result<String> + Sync);

impl ClientIdentity {
    /// A form to an endpoint of the other side that says who we are, and proves it.
    pub fn request(&self, env: &Env, sign: SignJwt<'_>, endpoint: &str, form: Vec<(&str, &str)>) -> Result<Request> {
        let mut form = form;
        let secret = self.client_secret.as_ref().map(Secret::reveal).unwrap_or_default();
        let assertion;
        match self.auth {
            TokenAuth::Basic => {
                // Each part is form-encoded first (RFC 6749 §2.3.1).
                let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
                let pair = STANDARD.encode(format!("{}:{}", encode(&self.client_id), encode(secret)));
                return Ok(Request::form(endpoint, &form).header("authorization", format!("Basic {pair}")));
            }
            TokenAuth::Post => form.extend([("client_id", self.client_id.as_str()), ("client_secret", secret)]),
            TokenAuth::None => form.push(("client_id", &self.client_id)),
            TokenAuth::PrivateKeyJwt => {
                assertion = self.client_assertion(env, sign, endpoint)?;
                form.extend([
                    ("client_id", self.client_id.as_str()),
                    (
                        "client_assertion_type",
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    ),
                    ("client_assertion", &assertion),
                ]);
            }
        }
        Ok(Request::form(endpoint, &form))
    }

    /// A signed statement of who we are (RFC 7523 §3), good for a minute and for one use.
    fn client_assertion(&self, env: &Env, sign: SignJwt<'_>, audience: &str) -> Result<String> {
        let now = env.now();
        sign(&json!({
            "iss": self.client_id, "sub": self.client_id, "aud": audience,
            "jti": Secret::generate(&*env.random).reveal(), "iat": now, "exp": now + MINUTE,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_of_authentication_have_one_name_in_each_language() {
        for (option, auth) in TokenAuth::OPTIONS.iter().zip(TokenAuth::EVERY) {
            assert_eq!(TokenAuth::from_option(option), Some(auth));
        }
        assert_eq!(TokenAuth::from_option("Basic"), None);
        assert_eq!(TokenAuth::option_of("private_key_jwt"), Some("Private Key JWT"));
        assert_eq!(TokenAuth::option_of("tls_client_auth"), None);
    }
}
