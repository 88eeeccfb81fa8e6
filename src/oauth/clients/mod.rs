//! OAuth Clients: the apps that sign people in through us, and their secrets.
//!
//! Owns the tables `oauth_clients`, `oauth_client_roles` and `oauth_client_secrets`.
//! The record type is in [`record_types`](super::record_types); the protocol reads [`Client`] by its own SQL.

pub mod for_frappe;
mod secrets;
mod store;

pub use secrets::{ClientSecret, find_secret, rotate_secret, set_secret, usable_secrets};
pub use store::{
    Brief, OpenApp, SecretRow, addresses_added, admitting, all, allows_origin, approved, came, clear_secrets_of,
    delete_secrets, enabled, end_older_secrets, every_secret, get, has_unseen_addresses, is_any_waiting, live_grants,
    restore_secret, secret_rows, secret_used, secrets, sweep_secrets,
};

use crate::base::{ClientId, Millis, Scopes, Seconds};
use crate::db::row;
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
    /// `client_secret_jwt`: a statement signed with the secret (RFC 7523 §2.2).
    SecretJwt,
    /// `private_key_jwt`: a statement signed with a key of the client's own (RFC 7523 §2.2).
    PrivateKeyJwt,
    /// `none`: a public client.
    None,
}

impl AuthMethod {
    /// The record's options, in Frappe's words where it has them.
    pub const OPTIONS: &[&str] = &[
        "Client Secret (Basic or Post)",
        "Client Secret Basic",
        "Client Secret Post",
        "Client Secret JWT",
        "Private Key JWT",
        "None",
    ];

    /// Every method that has a name of its own, in discovery's order.
    pub const EVERY: [AuthMethod; 5] = [
        AuthMethod::Basic,
        AuthMethod::Post,
        AuthMethod::SecretJwt,
        AuthMethod::PrivateKeyJwt,
        AuthMethod::None,
    ];

    /// The method that Frappe's words name.
    pub fn from_option(option: &str) -> Option<Self> {
        let every = AuthMethod::EVERY.into_iter().chain([AuthMethod::Either]);
        every.into_iter().find(|method| method.option() == option)
    }

    /// The record's option.
    pub fn option(self) -> &'static str {
        match self {
            AuthMethod::Either => "Client Secret (Basic or Post)",
            AuthMethod::Basic => "Client Secret Basic",
            AuthMethod::Post => "Client Secret Post",
            AuthMethod::SecretJwt => "Client Secret JWT",
            AuthMethod::PrivateKeyJwt => "Private Key JWT",
            AuthMethod::None => "None",
        }
    }

    /// The name in the registry of OAuth (RFC 7591 §2); of two the one that every app knows (RFC 6749 §2.3.1).
    pub fn name(self) -> &'static str {
        match self {
            AuthMethod::Either | AuthMethod::Basic => "client_secret_basic",
            AuthMethod::Post => "client_secret_post",
            AuthMethod::SecretJwt => "client_secret_jwt",
            AuthMethod::PrivateKeyJwt => "private_key_jwt",
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
        /// Its public keys as they were entered: a key set as JSON.
        pub jwks: Option<String>,
        /// Where it publishes them.
        pub jwks_uri: Option<String>,
        require_pkce: bool,
        /// As it was set; see [`Client::must_push`].
        require_pushed_authorization_requests: bool,
        /// Its authorization requests come as signed objects only (RFC 9101 §10.5).
        pub require_signed_request_object: bool,
        /// As it was set; see [`Client::binds_tokens`].
        dpop_bound_access_tokens: bool,
        /// Whether it is held to the FAPI 2.0 Security Profile.
        pub fapi2: bool,
        pub client_credentials: bool,
        /// Devices without a browser sign people in through it (RFC 8628).
        pub device_code: bool,
        /// The email of the user that client_credentials tokens act as.
        pub acts_as: Option<String>,
        /// The role that client_credentials tokens act with, where no user is named.
        pub acts_as_role: Option<String>,
        /// May introspect every token.
        pub resource_server: bool,
        pub allowed_cors_origins: Vec<String>,
        pub id_token_signing_alg: Algorithm,
        /// ID tokens are signed by HS256 with the client's secret instead.
        pub id_token_hs256: bool,
        /// Userinfo is answered as a signed token.
        pub signed_userinfo: bool,
        /// ID tokens carry the profile claims, as Frappe's do.
        pub id_token_profile: bool,
        /// Whether `openid` stands for what Frappe means by it.
        pub frappe_openid: bool,
        pub code_lifetime: Seconds,
        pub access_token_lifetime: Seconds,
        pub refresh_token_lifetime: Seconds,
        /// As it was set; see [`Client::refresh_overlap`].
        refresh_overlap: Option<Seconds>,
        /// How it came here, if nobody recorded it.
        pub registered: Option<String>,
        /// Whether it recorded itself and nobody has approved it yet.
        pub awaits_approval: bool,
        /// Until when what its metadata document said is good.
        pub document_until: Option<Seconds>,
        pub made_at: Seconds = "creation_at" via(Millis::seconds),
        pub client_uri: Option<String>,
        pub logo_uri: Option<String>,
        pub tos_uri: Option<String>,
        pub policy_uri: Option<String>,
        pub initiate_login_uri: Option<String>,
        backchannel_logout_uri: Option<String>,
        /// How strong a sign-in has to be: a name of [`Strength::OPTIONS`](crate::sessions::Strength::OPTIONS).
        pub required_strength: String,
        pub contacts: Vec<String>,
        pub allowed_roles: Vec<String> = skip(Vec::new()),
    }
}

impl Client {
    /// Whether the client cannot keep a secret.
    pub fn is_public(&self) -> bool {
        self.auth_method == AuthMethod::None
    }

    /// Whether it has a secret that both sides know.
    pub fn has_secret(&self) -> bool {
        !matches!(self.auth_method, AuthMethod::None | AuthMethod::PrivateKeyJwt)
    }

    /// Whether authorization requests must use PKCE (R04: PKCE is mandatory for public clients).
    pub fn needs_pkce(&self) -> bool {
        self.is_public() || self.require_pkce || self.fapi2
    }

    /// Whether its authorization requests must be pushed (RFC 9126 §6; FAPI 2.0 §5.3.2.2).
    pub fn must_push(&self) -> bool {
        self.require_pushed_authorization_requests || self.fapi2
    }

    /// Whether its tokens are bound to a key of its own (RFC 9449 §5.2; FAPI 2.0 §5.3.2.1).
    pub fn binds_tokens(&self) -> bool {
        self.dpop_bound_access_tokens || self.fapi2
    }

    /// Whether its refresh tokens stay as they are: they are worth nothing without the client's key, so another one each
    /// time protects nothing, and one that is lost on its way ends a sign-in (FAPI 2.0 §5.3.2.1).
    pub fn keeps_refresh_tokens(&self) -> bool {
        self.fapi2
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

    /// Where it wants to hear of sign-ins that ended (OpenID Connect Back-Channel Logout §2.2).
    pub fn hears_logouts_at(&self) -> Option<&str> {
        self.backchannel_logout_uri.as_deref().filter(|uri| !uri.is_empty())
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
