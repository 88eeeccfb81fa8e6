//! The record type Social Login Key: its fields, what makes their values good, its form and its actions.

mod checks;
mod record;
mod rules;
mod views;

pub use record::SOCIAL_LOGIN_KEY;
