//! Social Login Keys: people sign in to us with an account they have elsewhere.
//!
//! - [`keys`]: the record type Social Login Key, its presets, how its addresses are put together.
//! - [`attempts`]: people on their way to the provider and back.
//! - [`jwks`] and [`id_token`]: who the provider says it was, verified.
//! - [`person`]: the same from userinfo, and what its claims mean here.
//! - [`ask`]: asking the provider who came back, by way of the three above.
//! - [`admit`]: which local user that is, or why nobody is let in.
//! - [`logins`]: the record type User Social Login: who somebody is at a provider.
//! - [`upstreams`]: which provider a session came from, for signing out there, too.
//! - [`sign_in`] and [`callback`]: the way there and back.
//!
//! A person is known by the provider and its stable id for them, never by email alone.

pub mod admit;
pub mod ask;
pub mod attempts;
pub mod callback;
pub mod id_token;
pub mod jwks;
pub mod keys;
pub mod logins;
pub mod person;
pub mod sign_in;
pub mod upstreams;
pub mod views;

/// The methods that providers send people back to, as Frappe names them.
pub const CALLBACKS: &str = "frappe.integrations.oauth2_logins.";

/// The presets that have a method of their own there; every other key has `custom/<name>`.
pub const OWN_CALLBACKS: &[&str] = &[
    "login_via_google",
    "login_via_github",
    "login_via_facebook",
    "login_via_frappe",
    "login_via_office365",
    "login_via_salesforce",
    "login_via_fairlogin",
    "login_via_keycloak",
];

/// The path of such a method.
pub fn callback_path(method: &str) -> String {
    format!("/api/method/{CALLBACKS}{method}")
}
