//! Values of fields: how forms and JSON become them, and what a stored record is.

use super::declare::{Default, Field, Kind, RecordType};
use crate::base::{Env, Error, FieldErrors, Result, clock, list};
use serde_json::{Map, Value as Json, json};

/// A stored record. Values are by field name: strings, numbers (checks are 0 or 1),
/// lists of strings (links), or null.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub name: String,
    pub owner: String,
    pub modified_by: String,
    /// Milliseconds.
    pub creation_at: i64,
    /// Milliseconds.
    pub modified_at: i64,
    pub values: Map<String, Json>,
}

/// What a secret that is set is read as.
pub const MASK: &str = "**********";

/// The most names that one field links.
const MOST_LINKS: usize = 500;

/// Values from outside that were checked against the declaration: only known fields that may
/// be written, each of its kind.
#[derive(Clone, Debug, std::default::Default, PartialEq)]
pub struct Input(pub Map<String, Json>);

impl Record {
    /// A text, or the empty one.
    pub fn text(&self, field: &str) -> &str {
        self.values.get(field).and_then(Json::as_str).unwrap_or_default()
    }

    /// A number, or 0.
    pub fn number(&self, field: &str) -> i64 {
        self.values.get(field).and_then(Json::as_i64).unwrap_or_default()
    }

    /// Whether a check is set.
    pub fn is_checked(&self, field: &str) -> bool {
        self.number(field) != 0
    }

    /// The entries of a list or of links.
    pub fn entries(&self, field: &str) -> Vec<&str> {
        match self.values.get(field) {
            Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
            Some(Json::String(text)) => list::split(text),
            _ => Vec::new(),
        }
    }

    /// The names that a link or links hold. A name may have spaces.
    pub fn links(&self, field: &str) -> Vec<&str> {
        names_in(self.values.get(field).unwrap_or(&Json::Null))
    }

    /// Whose record it is: the name of a user.
    pub fn whose(&self, record_type: &RecordType) -> &str {
        match record_type.own {
            "name" => &self.name,
            "owner" => &self.owner,
            field => self.text(field),
        }
    }

    /// The rows of a field with two columns.
    pub fn pairs(&self, field: &str) -> Vec<(&str, &str)> {
        let lines = self.text(field).lines();
        lines.filter_map(|line| line.split_once('=')).collect()
    }

    /// Replaces a value.
    pub fn set(&mut self, field: &str, value: impl Into<Json>) {
        self.values.insert(field.to_owned(), value.into());
    }
}

impl Input {
    /// A text that was given.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field).and_then(Json::as_str)
    }

    /// A number that was given.
    pub fn number(&self, field: &str) -> Option<i64> {
        self.0.get(field).and_then(Json::as_i64)
    }

    /// Reads JSON. Unknown fields are refused by name, and so are read-only ones,
    /// unless they say what is stored already (programs send back what they read).
    pub fn from_json(
        record_type: &RecordType,
        body: &Map<String, Json>,
        stored: Option<&Map<String, Json>>,
    ) -> Result<Self> {
        let mut input = Map::new();
        let mut errors = FieldErrors::default();
        for (name, value) in body {
            let unchanged = stored.is_some_and(|stored| stored.get(name) == Some(value));
            match record_type.field(name) {
                _ if unchanged => {}
                Some(field) if is_mask(field, value.as_str()) => {}
                None => errors.add(name, format!("{} has no field {name}.", record_type.name)),
                Some(field) if field.read_only || (field.set_once && stored.is_some()) => {
                    errors.add(name, format!("{} cannot be set from outside.", field.label));
                }
                Some(field) => match from_json(field, value) {
                    Ok(value) => drop(input.insert(name.clone(), value)),
                    Err(message) => errors.add(name, message),
                },
            }
        }
        errors.into_result()?;
        Ok(Input(input))
    }

    /// Reads a form: what was typed, field by field. A check that is absent is off. Fields that
    /// this form may not set are refused by name.
    pub fn from_form(
        record_type: &RecordType,
        form: &[(String, String)],
        is_new: bool,
        may_set: impl Fn(&Field) -> bool,
    ) -> Result<Self> {
        let may_set = |field: &&Field| may_set(field) && !field.read_only && (is_new || !field.set_once);
        for (name, _) in form {
            let message = match record_type.field(name) {
                _ if matches!(name.as_str(), "csrf_token" | "modified") => continue,
                Some(field) if may_set(&field) => continue,
                Some(field) => format!("{} cannot be set from outside.", field.label),
                None => format!("{} has no field {name}.", record_type.name),
            };
            return Err(Error::invalid("", message));
        }
        Self::from_fields(record_type.fields().filter(may_set), form)
    }

    /// Reads the inputs of an action.
    pub fn from_fields<'a>(fields: impl Iterator<Item = &'a Field>, form: &[(String, String)]) -> Result<Self> {
        let mut input = Map::new();
        let mut errors = FieldErrors::default();
        for field in fields {
            let typed: Vec<&str> = form
                .iter()
                .filter(|(name, _)| name == field.name)
                .map(|(_, value)| value.as_str())
                .collect();
            match from_typed(field, &typed) {
                _ if is_mask(field, typed.first().copied()) => {}
                Ok(value) => drop(input.insert(field.name.to_owned(), value)),
                Err(message) => errors.add(field.name, message),
            }
        }
        errors.into_result()?;
        Ok(Input(input))
    }
}

/// Whether this is a secret as it is read, which changes nothing: stars, as many as Frappe likes.
fn is_mask(field: &Field, text: Option<&str>) -> bool {
    let is_stars = |text: &str| !text.is_empty() && text.chars().all(|c| c == '*');
    matches!(field.kind, Kind::Secret) && text.is_some_and(is_stars)
}

/// The names in the value of a link or links.
pub fn names_in(value: &Json) -> Vec<&str> {
    match value {
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
        Json::String(name) => vec![name],
        _ => Vec::new(),
    }
}

fn from_json(field: &Field, value: &Json) -> std::result::Result<Json, String> {
    let text = match value {
        Json::Null => return Ok(empty(field)),
        Json::Bool(yes) => i64::from(*yes).to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(entries) => return from_json_list(field, entries),
        Json::Object(_) => return Err(format!("{} is not an object.", field.label)),
    };
    match field.kind {
        Kind::Links { .. } => Err(format!("{} is a list.", field.label)),
        _ => from_typed(field, &[&text]),
    }
}

/// A list of names, or of Frappe's child rows (`{"role": "System Manager"}`).
fn from_json_list(field: &Field, entries: &[Json]) -> std::result::Result<Json, String> {
    if let Kind::Rows { columns, .. } = field.kind {
        return from_json_rows(field, columns, entries);
    }
    let column = match field.kind {
        Kind::Links { field, .. } => field,
        Kind::List | Kind::Many(_) => "",
        _ => return Err(format!("{} is not a list.", field.label)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = match entry {
            Json::Object(row) => row.get(column).and_then(Json::as_str),
            other => other.as_str(),
        };
        match name {
            Some(name) => names.push(name),
            None => return Err(format!("{} holds something that is not a name.", field.label)),
        }
    }
    match field.kind {
        Kind::List => from_typed(field, &[&names.join("\n")]),
        _ => from_typed(field, &names),
    }
}

/// Frappe's child rows, or lines of text.
fn from_json_rows(field: &Field, columns: &[&str], entries: &[Json]) -> std::result::Result<Json, String> {
    let mut lines = Vec::new();
    for entry in entries {
        let line = match entry {
            Json::Object(row) => {
                let cells = columns.iter().map(|column| row.get(*column).and_then(Json::as_str));
                cells.collect::<Option<Vec<_>>>().map(|cells| cells.join("="))
            }
            other => other.as_str().map(str::to_owned),
        };
        match line.filter(|line| !line.chars().any(char::is_control)) {
            Some(line) => lines.push(line),
            None => {
                return Err(format!(
                    "{} is a list of rows with {}.",
                    field.label,
                    columns.join(" and ")
                ));
            }
        }
    }
    from_typed(field, &[&lines.join("\n")])
}

fn rows_from_typed(field: &Field, columns: &[&str], text: &str) -> std::result::Result<Json, String> {
    if let [_] = columns {
        return Ok(json!(list::split(&text.replace(',', " ")).join("\n")));
    }
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
            Some((key, value)) if !key.is_empty() => lines.push(format!("{key}={value}")),
            _ => return Err(format!("{}: {line:?} is not {}.", field.label, columns.join("="))),
        }
    }
    Ok(json!(lines.join("\n")))
}

fn empty(field: &Field) -> Json {
    match field.kind {
        Kind::Check => json!(0),
        Kind::Links { .. } => json!([]),
        Kind::List | Kind::Many(_) | Kind::Rows { .. } => json!(""),
        _ => Json::Null,
    }
}

/// What was typed, as a value of the field's kind.
fn from_typed(field: &Field, typed: &[&str]) -> std::result::Result<Json, String> {
    let first = typed.first().copied().unwrap_or_default();
    let text = first.trim();
    if matches!(field.kind, Kind::Links { .. }) {
        let typed = typed.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        let names = list::distinct(typed);
        return match names.len() > MOST_LINKS {
            true => Err(format!("{} holds at most {MOST_LINKS}.", field.label)),
            false => Ok(json!(names)),
        };
    }
    if let Kind::Many(options) = field.kind {
        let options = options();
        let asked = typed.iter().flat_map(|text| text.lines()).map(str::trim);
        let mut chosen: Vec<&str> = Vec::new();
        for name in asked.filter(|name| !name.is_empty()) {
            match options.contains(&name) {
                true if chosen.contains(&name) => {}
                true => chosen.push(name),
                false => return Err(format!("{} has no {name:?}: {}.", field.label, options.join(", "))),
            }
        }
        return Ok(json!(chosen.join("\n")));
    }
    if text.is_empty() {
        return Ok(empty(field));
    }
    if first.chars().count() > 10_000 {
        return Err(format!("{} is too long.", field.label));
    }
    match &field.kind {
        Kind::Check => match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "on" | "yes" => Ok(json!(1)),
            "0" | "false" | "off" | "no" => Ok(json!(0)),
            _ => Err(format!("{} is 1 or 0.", field.label)),
        },
        Kind::Select(options) => match options.iter().find(|option| **option == text) {
            Some(option) => Ok(json!(option)),
            None => Err(format!("{} is one of: {}.", field.label, options.join(", "))),
        },
        Kind::Number { min, max, unit } => match text.parse::<i64>() {
            Ok(number) if (*min..=*max).contains(&number) => Ok(json!(number)),
            _ => Err(format!(
                "{} is a whole number from {min} to {max} ({unit}).",
                field.label
            )),
        },
        Kind::Moment => match clock::from_datetime_local(text) {
            Some(moment) => Ok(json!(moment)),
            None => Err(format!("{} is a date and time, such as 2026-11-21T14:30.", field.label)),
        },
        Kind::List => Ok(json!(list::split(text).join("\n"))),
        Kind::Paragraph => Ok(json!(text)),
        Kind::Type => match super::by_name(text) {
            Ok(record_type) => Ok(json!(record_type.name)),
            Err(_) => Err(format!("There is no record type {text:?}.")),
        },
        Kind::Password => Ok(json!(first)),
        Kind::Rows { columns, .. } => rows_from_typed(field, columns, text),
        Kind::Text | Kind::Email | Kind::Url | Kind::Link(_) | Kind::Secret => {
            if text.chars().any(char::is_control) {
                return Err(format!("{} is one line of text.", field.label));
            }
            if text.chars().count() > 1000 {
                return Err(format!("{} is longer than 1000 characters.", field.label));
            }
            Ok(json!(text))
        }
        Kind::Links { .. } | Kind::Many(_) | Kind::MomentMs => Ok(empty(field)),
    }
}

/// A new record's values: what was given, and the defaults of the rest.
pub fn with_defaults(record_type: &RecordType, env: &Env, input: &Input) -> Map<String, Json> {
    let mut values = Map::new();
    for field in record_type.fields() {
        let given = input.0.get(field.name).filter(|value| !value.is_null());
        let value = given.cloned().unwrap_or_else(|| default(field, env));
        values.insert(field.name.to_owned(), value);
    }
    values
}

/// The value of a field that was not given.
pub fn default(field: &Field, env: &Env) -> Json {
    match (&field.default, &field.kind) {
        (Default::Text(text), Kind::Links { .. }) => json!([text]),
        (Default::Text(text), _) => json!(text),
        (Default::Number(number), _) => json!(number),
        (Default::Setting(setting), _) => json!(setting(env)),
        // As in Frappe: a Select without a default takes its first option.
        (Default::None, Kind::Select(options)) => json!(options[0]),
        (Default::None, _) => empty(field),
    }
}
