//! Signed tokens (JOSE): ID tokens, client assertions and whatever else is said in a signed JSON object.
//!
//! - [`sign`] makes a token with a [`Signer`]; [`Jws::split`] takes one apart, and [`Jws::verify`] says
//!   whether to believe it.
//! - [`Jwk`] is a public key as others see it, [`Algorithm`] what a pair of keys signs with.
//!
//! A key has one algorithm, and a token is believed only if it names that one: what a token says of
//! itself never decides how it is verified (RFC 8725 §3.1). `none` does not exist. HS256 has its own
//! door, [`Jws::verify_with_secret`], so that no public key is ever taken for a secret.
//!
//! This folder keeps nothing: our keys are stored by `oauth::keys`, those of
//! others by `upstream::jwks`. What a token claims is judged by whom it is for. ring signs and verifies; only
//! RSA keys are made by the `rsa` crate, for ring does not make them.

mod algorithm;
mod claims;
mod jwk;
mod jws;
mod signer;

pub use algorithm::{Algorithm, HS256, half_hash};
pub use claims::{audience, moment};
pub use jwk::Jwk;
pub use jws::{Header, Jws, JwsError, sign, sign_with_secret};
pub use signer::Signer;
