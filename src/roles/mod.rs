//! Roles: names that users have and that permissions and clients ask for.
//!
//! Owns the table `roles`. Which user has which role is the users' own table.

pub mod record;
pub mod store;

/// Roles that nobody assigns: they follow from being signed in.
pub const AUTOMATIC: &[&str] = &["Administrator", "All", "Desk User", "Guest"];
