//! The provider: OAuth 2.0 (RFC 6749, 9700) and OpenID Connect Core.
//!
//! The walk of a sign-in: [`authorize`] checks the request top to bottom ([`request`]) and
//! stores it as a ticket ([`tickets`]); the hub ([`hub`]) looks at ticket, session, past grants
//! and settings and decides the next step: login, [`consent`], or back to the app with a code.
//! [`token`] turns a code or a refresh token into tokens; [`flow`] is where oxide-auth's state
//! machines run, over our store. [`grants`] owns codes and tokens, [`clients`] the apps,
//! [`keys`] the signing keys.
//!
//! Handlers are one file per endpoint; both families of paths (standard and Frappe's)
//! reach the same ones.

pub mod authorize;
pub mod claims;
pub mod client_auth;
pub mod client_call;
pub mod clients;
pub mod consent;
pub mod cors;
pub mod discovery;
pub mod error;
pub mod flow;
pub mod grants;
pub mod hub;
pub mod id_token;
pub mod introspect;
pub mod jwks;
pub mod keys;
pub mod logout;
pub mod pages;
pub mod pkce;
pub mod request;
pub mod revoke;
pub mod scopes;
pub mod settings;
pub mod tickets;
pub mod token;
pub mod trial;
pub mod usage;
pub mod userinfo;

pub use error::{ErrorCode, OAuthError};
