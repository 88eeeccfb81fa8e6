//! Social Login Keys: people sign in to us with an account they have elsewhere.
//!
//! - [`keys`]: the providers, their presets, how its addresses are put together.
//! - [`attempts`]: people on their way to the provider and back.
//! - [`id_token`]: who the provider says it was, verified.
//! - [`person`]: the same from userinfo, and what its claims mean here.
//! - [`ask`]: asking the provider who came back, by way of the three above.
//! - [`admit`]: which local user that is, or why nobody is let in.
//! - [`logins`]: who somebody is at a provider.
//! - [`record_types`]: Social Login Key and User Social Login, as the desk and REST show them.
//! - [`upstreams`]: which provider a session came from, for signing out there, too.
//!
//! What is the same for every service that we are the client of stands in [`upstream`](crate::upstream).
//! A person is known by the provider and its stable id for them, never by email alone.

pub mod admit;
pub mod ask;
pub mod attempts;
pub mod id_token;
pub mod keys;
pub mod logins;
pub mod person;
pub mod record_types;
pub mod refused;
pub mod upstreams;

/// The methods that providers send people back to, as Frappe names them.
pub const CALLBACKS: &str = "frappe.integrations.oauth2_logins.";

/// The presets that have a method of their own there; every other key has `custom/<name>`.
const OWN_CALLBACKS: &[&str] = &[
    "login_via_google",
    "login_via_github",
    "login_via_facebook",
    "login_via_frappe",
    "login_via_office365",
    "login_via_salesforce",
    "login_via_fairlogin",
    "login_via_keycloak",
];

/// The same methods under the name that older Frappe sites registered.
const LEGACY_CALLBACKS: &str = "frappe.www.login.";

/// Every method below which no key's name stands.
pub fn own_callbacks() -> impl Iterator<Item = String> {
    let both = |own: &&str| [format!("{CALLBACKS}{own}"), format!("{LEGACY_CALLBACKS}{own}")];
    OWN_CALLBACKS.iter().flat_map(both)
}

/// The methods below which a key's name stands: every key's, and Keycloak's at Frappe 15.
pub const NAMED_CALLBACKS: &[&str] = &["custom", "login_via_keycloak"];

/// The path of a method.
pub fn method_path(method: &str) -> String {
    format!("/api/method/{method}")
}

/// The path of such a method.
pub fn callback_path(method: &str) -> String {
    method_path(&format!("{CALLBACKS}{method}"))
}
