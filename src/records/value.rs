//! Values of fields: what a stored record is, and what was given from outside.

use super::field::{Default, Field, FieldKind};
use crate::base::{Env, Millis, list};
use serde_json::{Map, Value as Json, json};

/// A stored record. Values are by field name: strings, numbers (checks are 0 or 1),
/// lists of strings (links), or null. By name they are reached through the handles of their type
/// ([`Of`](super::Of)); whoever goes through a declaration reads them by its [`Field`]s.
#[derive(Clone, Debug, std::default::Default, PartialEq)]
pub struct Record {
    pub name: String,
    pub owner: String,
    pub modified_by: String,
    /// Milliseconds.
    pub creation_at: Millis,
    /// Milliseconds.
    pub modified_at: Millis,
    pub values: Map<String, Json>,
}

/// What a secret that is set is read as.
pub const MASK: &str = "**********";

/// Values from outside that were checked against the declaration: only known fields that may
/// be written, each of its kind.
#[derive(Clone, Debug, std::default::Default, PartialEq)]
pub struct Input(pub Map<String, Json>);

/// A field that was changed, for the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub field: String,
    pub old: Json,
    pub new: Json,
}

impl Record {
    /// A text, or the empty one.
    pub fn text(&self, field: &Field) -> &str {
        self.values.get(field.name).and_then(Json::as_str).unwrap_or_default()
    }

    /// The entries of a list or of links.
    pub fn entries(&self, field: &Field) -> Vec<&str> {
        match self.values.get(field.name) {
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
            Some(Json::String(text)) => list::split(text),
            _ => Vec::new(),
        }
    }

    /// The names that a link or links hold. A name may have spaces.
    pub fn links(&self, field: &Field) -> Vec<&str> {
        names_in(self.values.get(field.name).unwrap_or(&Json::Null))
    }

    /// The rows of a field with two columns.
    pub fn pairs(&self, field: &Field) -> Vec<(&str, &str)> {
        let lines = self.text(field).lines();
        lines.filter_map(|line| line.split_once('=')).collect()
    }

    /// Replaces a value.
    pub fn put(&mut self, field: &Field, value: impl Into<Json>) {
        self.values.insert(field.name.to_owned(), value.into());
    }
}

impl Input {
    /// A text that was given.
    pub fn text(&self, field: &Field) -> Option<&str> {
        self.0.get(field.name).and_then(Json::as_str)
    }
}

/// The names in the value of a link or links.
pub fn names_in(value: &Json) -> Vec<&str> {
    match value {
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
        Json::String(name) => vec![name],
        _ => Vec::new(),
    }
}

/// Whether a value is no value.
pub fn is_nothing(value: &Json) -> bool {
    value.is_null() || *value == json!("") || *value == json!([])
}

/// The value of a field that holds nothing.
pub fn empty(field: &Field) -> Json {
    match field.kind {
        FieldKind::Check => json!(0),
        FieldKind::Links(_) => json!([]),
        FieldKind::List | FieldKind::Many(_) | FieldKind::Rows { .. } => json!(""),
        _ => Json::Null,
    }
}

/// The value of a field that was not given.
pub fn default(field: &Field, env: &Env) -> Json {
    match (&field.default, &field.kind) {
        (Default::Text(text), FieldKind::Links(_)) => json!([text]),
        (Default::Text(text), _) => json!(text),
        (Default::Number(number), _) => json!(number),
        (Default::Setting(setting), _) => json!(setting(env)),
        // As in Frappe: a Select without a default takes its first option.
        (Default::None, FieldKind::Select(options)) => json!(options[0]),
        (Default::None, _) => empty(field),
    }
}
