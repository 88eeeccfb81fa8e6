//! Connected Apps: we are the client. Users (and the site itself) connect their accounts at other
//! services; we keep and renew their tokens and hand them to the ERP.
//!
//! - [`apps`]: the record type Connected App, its presets, Get OpenID Configuration.
//! - [`attempts`]: people on their way to the other side's consent and back.
//! - [`token_request`] and [`token_answer`]: the token endpoint of the other side.
//! - [`tokens`]: the Token Cache: what we hold, sealed.
//! - [`refresh`]: a token that is good for a while, renewed where needed, once for all who ask.
//! - [`deliveries`]: what is told others: webhooks, and tokens to be revoked.
//! - [`connect`], [`methods`], [`pass_through`]: the endpoints.
//!
//! An app that signs people in through us is an OAuth Client (`oauth::clients`), not one of these.
//! Whatever is asked of the other side goes through [`Outbound`](crate::outbound::Outbound), and
//! never inside a transaction: read, ask, write.

pub mod apps;
pub mod attempts;
pub mod connect;
pub mod deliveries;
pub mod methods;
pub mod pass_through;
pub mod refresh;
pub mod token_answer;
pub mod token_request;
pub mod tokens;
pub mod views;

/// The path that the other side sends people back to, in Frappe's form: what is registered for a
/// Frappe site there is right for us, too.
pub fn callback_path(app: &str) -> String {
    format!("/api/method/frappe.integrations.doctype.connected_app.connected_app.callback/{app}")
}
