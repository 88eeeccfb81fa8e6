//! The record type Connected App: its fields, what makes their values good, its form and its actions.

mod actions;
mod record;
mod rules;
mod views;

pub use record::{CONNECTED_APP, ISSUER, OPENID_CONFIGURATION};
