//! Connected Apps: we are the client. Users (and the site itself) connect their accounts at other
//! services; we keep and renew their tokens and hand them to the ERP.
//!
//! - [`apps`]: the services, and the presets of those that are known.
//! - [`attempts`]: people on their way to the other side's consent and back.
//! - [`token_request`]: its token endpoint is asked.
//! - [`tokens`]: what we hold for a user at an app, sealed.
//! - [`connections`]: made, renewed, failing, ended; and who hears of it.
//! - [`refresh`]: a token that is good for a while, renewed where needed, once for all who ask.
//! - [`webhook`]: tells the ERP how a connection fares; [`revocation`]: asks the other side to revoke a token. Both
//!   wait in the [`outbox`](crate::outbox).
//! - [`record_types`]: Connected App and Token Cache, as the desk and REST show them.
//! - [`token_use`]: who may use a token that we hold, and the log of it.
//! - [`pass_log`]: when uses of other people's tokens were logged.
//!
//! An app that signs people in through us is an OAuth Client (`oauth::clients`), not one of these.
//! What is the same for every service that we are the client of stands in [`upstream`](crate::upstream).
//! Whatever is asked of the other side goes through [`Outbound`](crate::outbound::Outbound), and
//! never inside a transaction: read, ask, write.

pub mod apps;
pub mod attempts;
pub mod connections;
pub mod pass_log;
pub mod record_types;
pub mod refresh;
pub mod revocation;
mod state_tag;
pub mod token_request;
pub mod token_use;
pub mod tokens;
pub mod webhook;

pub use state_tag::state;

/// The path that the other side sends people back to, in Frappe's form: what is registered for a
/// Frappe site there is right for us, too.
pub fn callback_path(app: &str) -> String {
    format!("/api/method/frappe.integrations.doctype.connected_app.connected_app.callback/{app}")
}
