//! Services that we are the client of: what [`connected`](crate::connected) (their APIs are used for our
//! people) and [`social`](crate::social) (our people sign in with them) share.
//!
//! - [`attempt`]: somebody on the way to the other side and back: state, nonce, PKCE verifier.
//! - [`authorization`]: where people are sent to, and what they come back with (RFC 6749 §4.1.1, §4.1.2).
//! - [`client_auth`]: who we are at the other side, and how we prove it.
//! - [`token_request`] and [`token_response`]: its token endpoint.
//! - [`refusal`]: its no, in its own words, with what they usually mean.
//! - [`jwks`]: public keys that others publish.
//! - [`discovery`]: its OpenID Configuration, fetched and taken over into a record.
//! - [`addresses`]: which addresses may be entered on a record, and which of them have moved.
//! - [`presets`]: services that are known beforehand.
//!
//! Owns no table: `connected` and `social` each keep their own. It knows neither of them, nor the OAuth
//! provider that this site is itself: what signs for us is handed in.

pub mod addresses;
pub mod attempt;
pub mod authorization;
pub mod client_auth;
pub mod discovery;
pub mod jwks;
pub mod presets;
pub mod refusal;
pub mod token_request;
pub mod token_response;
