//! Connected Apps: services that we are a client of.
//!
//! Owns the tables `connected_apps`, `connected_app_roles` and `connected_app_token_roles`.

pub mod presets;
mod store;

pub use store::{SecretRow, get as find, names, restore_secrets, secret_rows, set_redirect_uri, set_webhook_secret};

use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, Scopes, Seconds, Text, text};
use crate::db::{Read, row};
use crate::permissions::Actor;
use crate::upstream::client_auth::{ClientIdentity, TokenAuth};

row! {
    /// A Connected App as its flows need it. It does not print its secret.
    #[derive(Clone, Debug)]
    pub struct ConnectedApp in "connected_apps" {
        /// The name of the record: ten random characters.
        pub name: String,
        pub provider_name: String,
        pub enabled: bool,
        /// Whom the answers must be from (RFC 9207), where it is known.
        pub issuer: Option<String>,
        pub client_id: String = via(Option::unwrap_or_default),
        pub client_secret: Option<Secret> = skip(None),
        pub redirect_uri: String = via(Option::unwrap_or_default),
        pub authorization_uri: String = via(Option::unwrap_or_default),
        pub token_uri: String = via(Option::unwrap_or_default),
        pub revocation_uri: Option<String>,
        pub userinfo_uri: Option<String>,
        pub scopes: Scopes,
        pub query_parameters: Vec<(String, String)>,
        /// Scopes are separated by commas there.
        pub has_comma_scopes: bool = "scope_separator" via(|word: String| word == "Comma"),
        pub auth: TokenAuth = "token_endpoint_auth_method",
        pub use_pkce: bool,
        /// What to assume of an answer that does not say how long its token lives; 0: for ever.
        pub default_expires_in: Seconds,
        /// Beside ourselves: where people may be sent to once they are connected.
        pub success_origins: Vec<String>,
        pub pass_through: bool,
        pub api_base_url: Option<String>,
        /// The header that takes the token where it is not `Authorization: Bearer`.
        pub api_token_header: Option<String>,
        pub webhook_url: Option<String>,
        pub webhook_secret: Option<Secret> = skip(None),
        /// Who may connect their account.
        pub allowed_roles: Vec<String> = skip(Vec::new()),
        /// Who may use everybody's tokens, and the site's own.
        pub token_roles: Vec<String> = skip(Vec::new()),
    }
}

impl ConnectedApp {
    /// Whether the actor may connect their account.
    pub fn admits(&self, actor: &Actor) -> bool {
        actor.user.is_some() && self.allowed_roles.iter().any(|role| actor.has_role(role))
    }

    /// Whether the actor may use the tokens of others, and of the site itself.
    pub fn trusts(&self, actor: &Actor) -> bool {
        self.token_roles.iter().any(|role| actor.has_role(role))
    }

    /// Who we are there.
    pub fn identity(&self) -> ClientIdentity {
        ClientIdentity {
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            auth: self.auth,
        }
    }

    /// The scopes as the other side wants them.
    pub fn scope(&self) -> String {
        let separator = if self.has_comma_scopes { "," } else { " " };
        self.scopes.iter().collect::<Vec<_>>().join(separator)
    }

    /// Refuses an app that cannot fetch tokens yet, naming what is missing.
    pub fn check_ready(&self) -> Result<()> {
        let needs_secret = self.auth.needs_secret();
        let missing = [
            ("Client Id", self.client_id.is_empty()),
            ("Client Secret", needs_secret && self.client_secret.is_none()),
            ("Token URI", self.token_uri.is_empty()),
        ];
        let missing: Vec<Text> = missing
            .iter()
            .filter(|(_, is)| *is)
            .map(|(what, _)| Text::from(*what))
            .collect();
        if !self.enabled {
            return Err(Error::Forbidden(text!(
                "{ $provider } is switched off here.",
                provider = &self.provider_name
            )));
        }
        match missing.is_empty() {
            true => Ok(()),
            false => Err(Error::invalid(
                "",
                text!(
                    "{ $provider } is not set up yet. An administrator still has to enter: { $missing }.",
                    provider = &self.provider_name,
                    missing = Text::listed(missing)
                ),
            )),
        }
    }

    /// Where people may go once they are connected: a path of ours, or an address of an origin that is recorded on the
    /// app (R02: no open redirects).
    pub fn check_success_uri(&self, env: &Env, uri: &str) -> Result<String> {
        let refused = || {
            Error::invalid(
                "",
                "success_uri is neither a path of this site nor an address of an origin that is recorded on the Connected App (Origins to Return To).",
            )
        };
        if uri.chars().any(|c| c.is_control() || c == '\\') || uri.len() > 2000 {
            return Err(refused());
        }
        let base = url::Url::parse(&env.base_url).map_err(|error| Error::Internal(error.to_string()))?;
        let url = match uri.starts_with('/') {
            true => base.join(uri),
            false => url::Url::parse(uri),
        };
        let url = url.map_err(|_| refused())?;
        let origin = url.origin().ascii_serialization();
        let is_ours = url.origin() == base.origin();
        let is_web = matches!(url.scheme(), "https" | "http") && url.username().is_empty();
        match is_web && (is_ours || self.success_origins.contains(&origin)) {
            true => Ok(url.into()),
            false => Err(refused()),
        }
    }
}

/// The app of this name, or that there is none.
pub fn get(db: &Read, env: &Env, name: &str) -> Result<ConnectedApp> {
    store::get(db, env, name)?.ok_or_else(|| Error::NotFound(text!("Connected App { $name } not found", name = &name)))
}
