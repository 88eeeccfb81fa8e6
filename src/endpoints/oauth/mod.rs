//! The endpoints of the provider: one file each. Both families of paths (standard and Frappe's)
//! reach the same ones.
//!
//! [`authorize`] stores a checked request as a ticket and asks the [`hub`](crate::oauth::hub) for the
//! next step: login, [`consent`], or back to the app ([`authorization_response`]). What clients call
//! ([`token`], [`revoke`], [`introspect`]) has [`client_call`] and [`client_auth`] in common.

pub mod authorization_response;
pub mod authorize;
pub mod client_auth;
pub mod client_call;
pub mod consent;
pub mod cors;
pub mod discovery;
pub mod introspect;
pub mod jwks;
mod pages;
pub mod revoke;
pub mod token;
pub mod userinfo;
