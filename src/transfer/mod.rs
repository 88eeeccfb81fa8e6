//! Export, import and apply: records as readable files.
//!
//! - [`file`]: reads JSON and TOML, remembering the line of every value.
//! - [`export`]: all records as one document.
//! - [`entry`]: the records of a file, as they stand there.
//! - [`plan`]: what a file would change; and doing it, all or nothing.
//! - [`secrets`]: what an export holds beside the records, sealed under a passphrase.
//!
//! Import and apply are the same verbs: an export is a file that can be applied. What is not
//! named in a file stays as it is; nothing is ever deleted.

pub mod entry;
pub mod export;
pub mod file;
pub mod plan;
pub mod secrets;

use crate::records::{RecordType, Registry, Transfer};

/// The types that files hold, in the order in which they can be made: what is linked comes first.
fn types(registry: &Registry) -> Vec<(&'static RecordType, &'static Transfer)> {
    let held = registry.types().filter_map(|own| Some((own, own.transfer.as_ref()?)));
    let mut held: Vec<_> = held.collect();
    held.sort_by_key(|(_, transfer)| transfer.order);
    held
}
