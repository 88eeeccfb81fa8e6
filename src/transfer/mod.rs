//! Export, import and apply: records as readable files.
//!
//! - [`file`]: reads JSON and TOML, remembering the line of every value.
//! - [`export`]: all records as one document.
//! - [`plan`]: what a file would change; and doing it, all or nothing.
//! - [`secrets`]: what an export holds beside the records, sealed under a passphrase.
//!
//! Import and apply are the same verbs: an export is a file that can be applied. What is not
//! named in a file stays as it is; nothing is ever deleted.

pub mod export;
pub mod file;
pub mod plan;
pub mod secrets;

use crate::records::{self, RecordType};

/// The types that files hold, in the order in which they can be made: what is linked comes first.
const TYPES: &[&str] = &[
    "System Settings",
    "OAuth Provider Settings",
    "Role",
    "OAuth Scope",
    "User",
    "OAuth Client",
    "Connected App",
    "Social Login Key",
    "User Social Login",
    "Role Permission",
    "User Permission",
];

/// The type that a file calls by this name.
fn transferred(name: &str) -> Option<&'static RecordType> {
    TYPES.contains(&name).then(|| records::by_name(name).ok()).flatten()
}
