//! How forms and JSON become values of fields.

use super::declare::RecordType;
use super::field::{Field, FieldKind as Kind};
use super::typed::from_typed;
use super::value::{Input, default, empty};
use crate::base::{Env, Error, FieldErrors, Result, Text, text};
use serde_json::{Map, Value as Json};

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
                None => errors.add(
                    name,
                    text!(
                        "{ $type } has no field { $name }.",
                        type = Text::from(record_type.name),
                        name = &name
                    ),
                ),
                Some(field) if field.read_only || (field.set_once && stored.is_some()) => {
                    errors.add(
                        name,
                        text!(
                            "{ $label } cannot be set from outside.",
                            label = Text::from(field.label)
                        ),
                    );
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
                Some(field) => text!(
                    "{ $label } cannot be set from outside.",
                    label = Text::from(field.label)
                ),
                None => text!(
                    "{ $type } has no field { $name }.",
                    type = Text::from(record_type.name),
                    name = &name
                ),
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

fn from_json(field: &Field, value: &Json) -> std::result::Result<Json, Text> {
    let text = match value {
        Json::Null => return Ok(empty(field)),
        Json::Bool(yes) => i64::from(*yes).to_string(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        Json::Array(entries) => return from_json_list(field, entries),
        Json::Object(_) => return Err(text!("{ $label } is not an object.", label = Text::from(field.label))),
    };
    match field.kind {
        Kind::Links(_) => Err(text!("{ $label } is a list.", label = Text::from(field.label))),
        _ => from_typed(field, &[&text]),
    }
}

/// A list of names, or of Frappe's child rows (`{"role": "System Manager"}`).
fn from_json_list(field: &Field, entries: &[Json]) -> std::result::Result<Json, Text> {
    if let Kind::Rows { columns, .. } = field.kind {
        return from_json_rows(field, columns, entries);
    }
    let column = match field.kind {
        Kind::Links(links) => links.field,
        Kind::List | Kind::Many(_) => "",
        _ => return Err(text!("{ $label } is not a list.", label = Text::from(field.label))),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = match entry {
            Json::Object(row) => row.get(column).and_then(Json::as_str),
            other => other.as_str(),
        };
        match name {
            Some(name) => names.push(name),
            None => {
                return Err(text!(
                    "{ $label } holds something that is not a name.",
                    label = Text::from(field.label)
                ));
            }
        }
    }
    match field.kind {
        Kind::List => from_typed(field, &[&names.join("\n")]),
        _ => from_typed(field, &names),
    }
}

/// Frappe's child rows, or lines of text.
fn from_json_rows(field: &Field, columns: &[&str], entries: &[Json]) -> std::result::Result<Json, Text> {
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
                return Err(text!(
                    "{ $label } is a list of rows with { $columns }.",
                    label = Text::from(field.label),
                    columns = columns.join(" and ")
                ));
            }
        }
    }
    from_typed(field, &[&lines.join("\n")])
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
