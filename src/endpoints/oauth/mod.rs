//! The endpoints of the provider: one file each. Both families of paths (standard and Frappe's)
//! reach the same ones.
//!
//! [`authorize`] stores a checked request as a ticket and asks the [`hub`](crate::oauth::hub) for the
//! next step: login, [`consent`], or back to the app ([`authorization_response`]). What clients call
//! ([`token`], [`revoke`], [`introspect`], [`par`]) has [`client_call`] and [`client_auth`] in common.

pub mod authorization_response;
pub mod authorize;
pub mod client_auth;
pub mod client_call;
mod client_document;
pub mod consent;
mod consent_page;
pub mod cors;
pub mod device;
pub mod device_page;
mod device_views;
pub mod discovery;
pub mod introspect;
pub mod jwks;
mod pages;
pub mod par;
pub mod proof;
pub mod protected_resource;
pub mod register;
pub mod revoke;
pub mod token;
mod unfold;
pub mod userinfo;
