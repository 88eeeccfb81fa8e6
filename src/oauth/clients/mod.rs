//! OAuth Clients: the apps that sign people in through us, and their secrets.
//!
//! Owns the tables `oauth_clients`, `oauth_client_roles` and `oauth_client_secrets`.
//! The record type is in [`record_types`](super::record_types); the protocol reads [`Client`] by its own SQL.

pub mod for_frappe;
mod store;

pub use store::{
    Brief, OpenApp, SecretRow, addresses_added, admitting, all, allows_origin, clear_secrets_of, delete_secrets,
    enabled, end_older_secrets, every_secret, get, has_unseen_addresses, live_grants, restore_secret, secret_rows,
    secret_used, secrets, sweep_secrets,
};

use crate::base::secret::{Hash, Secret};
use crate::base::{ClientId, Env, Error, Result, Scopes, Seconds, random, text};
use crate::db::{Read, Write, row};
use crate::jose::Algorithm;
use crate::users::User;

/// How a client proves who it is at the token endpoint (RFC 6749 §2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthMethod {
    /// `client_secret_basic` or `client_secret_post`, as the client likes, one of them in a request.
    Either,
    /// `client_secret_basic`
    Basic,
    /// `client_secret_post`
    Post,
    /// `none`: a public client.
    None,
}

impl AuthMethod {
    /// The record's options, in Frappe's words where it has them.
    pub const OPTIONS: &[&str] = &[
        "Client Secret (Basic or Post)",
        "Client Secret Basic",
        "Client Secret Post",
        "None",
    ];

    /// The method that Frappe's words name.
    pub fn from_option(option: &str) -> Option<Self> {
        match option {
            "Client Secret (Basic or Post)" => Some(AuthMethod::Either),
            "Client Secret Basic" => Some(AuthMethod::Basic),
            "Client Secret Post" => Some(AuthMethod::Post),
            "None" => Some(AuthMethod::None),
            _ => None,
        }
    }

    /// The name in the registry of OAuth (RFC 7591 §2); of two the one that every app knows (RFC 6749 §2.3.1).
    pub fn name(self) -> &'static str {
        match self {
            AuthMethod::Either | AuthMethod::Basic => "client_secret_basic",
            AuthMethod::Post => "client_secret_post",
            AuthMethod::None => "none",
        }
    }

    /// Whether a client of this method may send its secret like that.
    pub fn takes(self, presented: AuthMethod) -> bool {
        match self {
            AuthMethod::Either => matches!(presented, AuthMethod::Basic | AuthMethod::Post),
            own => own == presented,
        }
    }

    /// What is said to a client that came by another method.
    pub fn wanted(self) -> &'static str {
        match self {
            AuthMethod::Either => "client_secret_basic or client_secret_post",
            own => own.name(),
        }
    }
}

row! {
    /// A client as the protocol needs it. Lifetimes are seconds.
    #[derive(Clone, Debug)]
    pub struct Client in "oauth_clients" {
        /// The `client_id`.
        pub id: ClientId = "name",
        pub app_name: String,
        pub enabled: bool,
        pub skip_authorization: bool,
        pub scopes: Scopes,
        pub redirect_uris: Vec<String>,
        pub default_redirect_uri: Option<String>,
        pub post_logout_redirect_uris: Vec<String>,
        pub authorization_code: bool,
        pub auth_method: AuthMethod = "token_endpoint_auth_method",
        pub require_pkce: bool,
        pub client_credentials: bool,
        /// The email of the user that client_credentials tokens act as.
        pub acts_as: Option<String>,
        /// The role that client_credentials tokens act with, where no user is named.
        pub acts_as_role: Option<String>,
        /// May introspect every token.
        pub resource_server: bool,
        pub allowed_cors_origins: Vec<String>,
        pub id_token_signing_alg: Algorithm,
        /// ID tokens carry the profile claims, as Frappe's do.
        pub id_token_profile: bool,
        pub code_lifetime: Seconds,
        pub access_token_lifetime: Seconds,
        pub refresh_token_lifetime: Seconds,
        /// As it was set; see [`Client::refresh_overlap`].
        refresh_overlap: Option<Seconds>,
        pub client_uri: Option<String>,
        pub logo_uri: Option<String>,
        pub tos_uri: Option<String>,
        pub policy_uri: Option<String>,
        pub allowed_roles: Vec<String> = skip(Vec::new()),
    }
}

impl Client {
    /// Whether the client cannot keep a secret.
    pub fn is_public(&self) -> bool {
        self.auth_method == AuthMethod::None
    }

    /// Whether authorization requests must use PKCE (R04: PKCE is mandatory for public clients).
    pub fn needs_pkce(&self) -> bool {
        self.is_public() || self.require_pkce
    }

    /// Whether the app may send people to this address after they signed out: a registered one (OpenID Connect
    /// RP-Initiated Logout §2). The start page of a host is the same with and without its slash (RFC 3986 §6.2.3).
    pub fn may_end_at(&self, uri: &str) -> bool {
        let whole = |uri: &str| match uri.split_once("://") {
            Some((_, rest)) if !rest.contains(['/', '?']) => format!("{uri}/"),
            _ => uri.to_owned(),
        };
        self.post_logout_redirect_uris
            .iter()
            .any(|own| whole(own) == whole(uri))
    }

    /// How long a used refresh token has its successor again (RFC 9700 §4.14.2 leaves room for that). A client that proves
    /// who it is has longer.
    pub fn refresh_overlap(&self) -> Seconds {
        let usual = if self.is_public() { Seconds(10) } else { Seconds(30) };
        self.refresh_overlap.unwrap_or(usual)
    }

    /// Whether this user may sign in through the client.
    pub fn admits(&self, user: &User) -> bool {
        self.allowed_roles.iter().any(|role| user.roles.contains(role))
    }
}

row! {
    /// A secret of a client, as the desk shows it.
    #[derive(Clone, Debug)]
    pub struct ClientSecret in "oauth_client_secrets" {
        pub id: String,
        pub client_id: ClientId,
        pub secret_hash: String,
        pub prefix: String,
        pub created_at: Seconds,
        pub expires_at: Option<Seconds>,
        pub last_used_at: Option<Seconds>,
    }
}

/// Gives a client a new secret. Those it had work until `overlap_until`.
pub fn rotate_secret(db: &Write, env: &Env, client_id: &ClientId, overlap_until: Seconds) -> Result<Secret> {
    let secret = Secret::generate(&*env.random);
    let id = random::name(&*env.random, 10);
    store::end_secrets(db, client_id, overlap_until)?;
    store::insert_secret(db, &id, client_id, &secret, env.now())?;
    Ok(secret)
}

/// Gives a client a secret that somebody else has made; those it had end at once.
pub fn set_secret(db: &Write, env: &Env, client_id: &ClientId, secret: &str) -> Result<()> {
    const MIN_SECRET_LENGTH: usize = 32;
    if secret.chars().count() < MIN_SECRET_LENGTH {
        return Err(Error::invalid(
            "client_secret",
            text!(
                "A secret has at least { $least } characters, made by chance: openssl rand -hex 32",
                least = MIN_SECRET_LENGTH
            ),
        ));
    }
    store::delete_secrets(db, client_id)?;
    let id = random::name(&*env.random, 10);
    store::insert_secret(db, &id, client_id, &Secret::of(secret), env.now())
}

/// The id of the live secret that this one is, if it is one. Looks at every live secret,
/// each in constant time.
pub fn find_secret(db: &Read, client_id: &ClientId, presented: &str, now: Seconds) -> Result<Option<String>> {
    let presented = Hash::of(presented);
    let mut found = None;
    let secrets = store::kept_secrets(db, client_id)?;
    let works = |secret: &&ClientSecret| secret.expires_at.is_none_or(|end| end > now);
    for secret in secrets.iter().filter(works) {
        if presented.matches(&secret.secret_hash) {
            found = Some(secret.id.clone());
        }
    }
    Ok(found)
}
