//! What a declaration says of records that come from elsewhere: from a file, from a Frappe program.

use serde_json::Value as Json;

/// How files of an export hold records of a type.
pub struct Transfer {
    /// The place among the types: what is linked comes first.
    pub order: u8,
    /// Fields that together tell which record is meant, where a file does not name it.
    pub alike: &'static [&'static str],
    /// Whether these fields count even where a file names the record.
    pub is_alike_whatever_named: bool,
    /// Whether a new record gets the name that the file gives it, although names are random here.
    pub keeps_name: bool,
    /// Keys of a record in a file that are no values of its fields: [`Rules`](super::Rules) take them.
    pub extras: &'static [&'static str],
}

impl Transfer {
    /// A type whose records are named by what they hold.
    pub const fn named(order: u8) -> Self {
        Transfer {
            order,
            alike: &[],
            is_alike_whatever_named: false,
            keeps_name: false,
            extras: &[],
        }
    }
}

/// A value that a document of a Frappe program has unless it says otherwise.
pub enum FrappeDefault {
    /// A check that is on.
    On,
    Text(&'static str),
    /// Names of linked records.
    Names(&'static [&'static str]),
}

impl FrappeDefault {
    /// The value in JSON.
    pub fn json(&self) -> Json {
        match self {
            FrappeDefault::Text(text) => Json::from(*text),
            FrappeDefault::On => Json::from(1),
            FrappeDefault::Names(names) => Json::from(*names),
        }
    }
}
