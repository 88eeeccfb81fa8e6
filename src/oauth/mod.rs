//! The provider: OAuth 2.0 (RFC 6749, 9700) and OpenID Connect Core, without its endpoints
//! ([`endpoints::oauth`](crate::endpoints::oauth)).
//!
//! A request is checked top to bottom ([`request`]) and becomes a ticket ([`tickets`]); the [`hub`]
//! looks at ticket, session, past grants and settings and decides the next step. A code, a refresh
//! token or whatever else is a grant ([`grant_types`]) becomes tokens in [`flow`], where oxide-auth's
//! state machines run over our store. [`grants`] owns codes and tokens, [`clients`] the apps,
//! [`scopes`] what tokens may do, [`keys`] the signing keys; [`record_types`] is what the desk and REST
//! show of them. Clients prove who they are by secrets or by [`assertions`] signed with [`client_keys`]; [`dpop`] binds
//! tokens to a key; a request may come signed or [`pushed`]. [`resources`] are the APIs that tokens are for;
//! apps may record themselves ([`registration`]), and devices without a browser sign people in ([`devices`]). Apps hear of
//! sign-ins that ended ([`logout`]).

pub mod acr;
pub mod assertions;
pub mod claims;
pub mod client_keys;
pub mod clients;
pub mod devices;
pub mod dpop;
pub mod error;
pub mod examples;
pub mod flow;
pub mod grant_types;
pub mod grants;
pub mod hub;
pub mod id_token;
pub mod initial_tokens;
pub mod keys;
pub mod logout;
pub mod pushed;
pub mod record_types;
pub mod registration;
pub mod request;
pub mod resources;
pub mod scopes;
pub mod settings;
pub mod tickets;
pub mod trial;
pub mod trust;
pub mod usage;

pub use error::{ErrorCode, OAuthError, OAuthResult, Rejection};
