//! Roles: names that users have and that permissions and clients ask for.
//!
//! Owns the table `roles`, and shows who may do what: the record types Role, Role Permission and User
//! Permission. Which user has which role is the users' own table.

pub mod record;
pub mod role_permission;
mod store;
pub mod user_permission;
mod ways;

pub use store::{description, exists, give_desk_access, is_enabled, opens_only_this};
pub use ways::{WayToSignIn, check_way};

/// Roles that nobody assigns: they follow from being signed in.
pub const AUTOMATIC: &[&str] = &["Administrator", "All", "Desk User", "Guest"];
