//! What was typed, as a value of its field's kind.

use super::field::{Field, FieldKind as Kind};
use super::links::Links;
use super::picture;
use super::value::empty;
use crate::base::{Text, clock, language, list, text};
use serde_json::{Value as Json, json};

/// The most names that one field links.
const MAX_LINKS: usize = 500;
/// The longest text of several lines, in characters.
const MAX_TEXT_LENGTH: usize = 10_000;
/// The longest text of one line, in characters.
const MAX_LINE_LENGTH: usize = 1000;

/// What a form says for no picture.
pub const NO_PICTURE: &str = "none";

fn rows_from_typed(field: &Field, columns: &[&str], text: &str) -> std::result::Result<Json, Text> {
    if let [_] = columns {
        return Ok(json!(list::split(&text.replace(',', " ")).join("\n")));
    }
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match line.split_once('=').map(|(key, value)| (key.trim(), value.trim())) {
            Some((key, value)) if !key.is_empty() => lines.push(format!("{key}={value}")),
            _ => {
                return Err(text!(
                    "{ $label }: { $line } is not { $columns }.",
                    label = Text::from(field.label),
                    line = format!("{line:?}"),
                    columns = columns.join("=")
                ));
            }
        }
    }
    Ok(json!(lines.join("\n")))
}

/// What was typed, as a value of the field's kind.
pub(super) fn from_typed(field: &Field, typed: &[&str]) -> std::result::Result<Json, Text> {
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
            true => Err(text!(
                "{ $label } holds at most { $most }.",
                label = Text::from(field.label),
                most = MAX_LINKS
            )),
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
        Kind::Text | Kind::Email | Kind::Url | Kind::Type | Kind::Language | Kind::Link(_) | Kind::Secret
    );
    let most = if is_line { MAX_LINE_LENGTH } else { MAX_TEXT_LENGTH };
    if text.chars().count() > most {
        return Err(text!(
            "{ $label } is longer than { $most } characters.",
            label = Text::from(field.label),
            most = &most
        ));
    }
    if is_line && text.chars().any(char::is_control) {
        return Err(text!(
            "{ $label } is one line of text.",
            label = Text::from(field.label)
        ));
    }
    if text.chars().any(is_misleading) {
        return Err(text!(
            "{ $label } has invisible characters that turn text around or hide it (such as U+202E): leave them out.",
            label = Text::from(field.label)
        ));
    }
    match &field.kind {
        Kind::Check => match text.to_ascii_lowercase().as_str() {
            "1" | "true" | "on" | "yes" => Ok(json!(1)),
            "0" | "false" | "off" | "no" => Ok(json!(0)),
            _ => Err(text!("{ $label } is 1 or 0.", label = Text::from(field.label))),
        },
        Kind::Select(options) => match options.iter().find(|option| **option == text) {
            Some(option) => Ok(json!(option)),
            None => Err(text!(
                "{ $label } is one of: { $options }.",
                label = Text::from(field.label),
                options = options.join(", ")
            )),
        },
        Kind::Number { min, max, unit } => match text.parse::<i64>() {
            Ok(number) if (*min..=*max).contains(&number) => Ok(json!(number)),
            _ => Err(text!(
                "{ $label } is a whole number from { $min } to { $max } ({ $unit }).",
                label = Text::from(field.label),
                min = *min,
                max = *max,
                unit = Text::from(*unit)
            )),
        },
        Kind::Moment => match clock::from_datetime_local(text) {
            Some(moment) => Ok(json!(moment)),
            None => Err(text!(
                "{ $label } is a date and time, such as 2026-11-21T14:30.",
                label = Text::from(field.label)
            )),
        },
        Kind::Language => match language::tag(text) {
            Some(tag) => Ok(json!(tag)),
            None => Err(text!(
                "{ $label } is a language by its tag, such as en or pt-BR.",
                label = Text::from(field.label)
            )),
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
