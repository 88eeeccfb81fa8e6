//! How forms and JSON become values of fields.

use super::declare::RecordType;
use super::field::{Field, FieldKind as Kind};
use super::links::Links;
use super::picture;
use super::value::{Input, default, empty};
use crate::base::{Env, Error, FieldErrors, Result, clock, list};
use serde_json::{Map, Value as Json, json};

/// The most names that one field links.
const MAX_LINKS: usize = 500;
/// The longest text of several lines, in characters.
const MAX_TEXT_LENGTH: usize = 10_000;
/// The longest text of one line, in characters.
const MAX_LINE_LENGTH: usize = 1000;

/// What a form says for no picture.
pub const NO_PICTURE: &str = "none";

impl Input {
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
                _ if matches!(name.as_str(), "csrf_token" | "modified" | "tab") => continue,
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
                // A box says which of the two it is, even where no name is chosen.
                _ if typed.is_empty() && matches!(field.kind, Kind::Links(links) if links.everybody.is_some()) => {}
                _ if is_mask(field, typed.first().copied()) => {}
                // No file was chosen: the picture stays.
                _ if matches!(field.kind, Kind::Image(_)) && typed.iter().all(|typed| typed.is_empty()) => {}
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
        Kind::Links(_) => Err(format!("{} is a list.", field.label)),
        _ => from_typed(field, &[&text]),
    }
}

/// A list of names, or of Frappe's child rows (`{"role": "System Manager"}`).
fn from_json_list(field: &Field, entries: &[Json]) -> std::result::Result<Json, String> {
    if let Kind::Rows { columns, .. } = field.kind {
        return from_json_rows(field, columns, entries);
    }
    let column = match field.kind {
        Kind::Links(links) => links.field,
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

/// What was typed, as a value of the field's kind.
fn from_typed(field: &Field, typed: &[&str]) -> std::result::Result<Json, String> {
    let first = typed.first().copied().unwrap_or_default();
    let text = first.trim();
    if matches!(field.kind, Kind::Links(_)) {
        let typed = typed.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        let mut names = list::distinct(typed);
        if let Kind::Links(Links {
            everybody: Some(everybody),
            ..
        }) = field.kind
            && names.contains(&everybody.name)
        {
            names = vec![everybody.name];
        }
        return match names.len() > MAX_LINKS {
            true => Err(format!("{} holds at most {MAX_LINKS}.", field.label)),
            false => Ok(json!(names)),
        };
    }
    if let Kind::Image(_) = field.kind {
        // A file goes before the wish that there be none.
        let file = typed.iter().find(|typed| typed.starts_with("data:"));
        return match file {
            None if typed.iter().all(|typed| matches!(*typed, "" | NO_PICTURE)) => Ok(empty(field)),
            file => picture::check(field.label, file.unwrap_or(&first)).map(Json::from),
        };
    }
    if let Kind::Many(_) = field.kind {
        let lines = typed.iter().flat_map(|text| text.lines()).map(str::trim);
        let chosen = list::distinct(lines.filter(|name| !name.is_empty()));
        return Ok(json!(chosen.join("\n")));
    }
    if text.is_empty() {
        return Ok(empty(field));
    }
    let is_line = matches!(
        field.kind,
        Kind::Text | Kind::Email | Kind::Url | Kind::Type | Kind::Link(_) | Kind::Secret
    );
    let most = if is_line { MAX_LINE_LENGTH } else { MAX_TEXT_LENGTH };
    if text.chars().count() > most {
        return Err(format!("{} is longer than {most} characters.", field.label));
    }
    if is_line && text.chars().any(char::is_control) {
        return Err(format!("{} is one line of text.", field.label));
    }
    if text.chars().any(is_misleading) {
        return Err(format!(
            "{} has invisible characters that turn text around or hide it (such as U+202E): leave them out.",
            field.label
        ));
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
        Kind::Password => Ok(json!(first)),
        Kind::Rows { columns, .. } => rows_from_typed(field, columns, text),
        Kind::Text | Kind::Email | Kind::Url | Kind::Type | Kind::Link(_) | Kind::Secret => Ok(json!(text)),
        Kind::Links(_) | Kind::Many(_) | Kind::Image(_) | Kind::MomentMs => Ok(empty(field)),
    }
}

/// Characters that make a text look like another one: marks and overrides of direction, and letters without width (A38:
/// names that people are asked about).
fn is_misleading(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
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
