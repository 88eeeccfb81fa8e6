//! The record type OAuth Client: its fields, what makes their values good, its form and its actions.

mod checks;
mod deeds;
mod record;
mod rules;
mod views;

pub use record::*;
