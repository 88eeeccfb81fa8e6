//! Filters as Frappe writes them, checked against the declaration.

use super::declare::RecordType;
use super::field::FieldKind as Kind;
use super::query::{Condition, Operator, Target, column, unknown};
use crate::base::{Error, Result, Text, clock, text};
use crate::db::Value;
use serde_json::Value as Json;

/// The longest text that is compared with, in characters.
const MAX_VALUE_LENGTH: usize = 1000;

/// Reads filters: a list of lists, an object, or a name alone.
pub(super) fn read(record_type: &RecordType, name: &str, filters: &Json) -> Result<Vec<Condition>> {
    let refused = || {
        Error::invalid(
            name,
            "Filters are a JSON list or object, such as [[\"field\", \"=\", \"value\"]].",
        )
    };
    let text = |value: &Json| value.as_str().map(str::to_owned).ok_or_else(refused);
    let mut found = Vec::new();
    match filters {
        Json::Array(rows) => {
            for row in rows {
                let row = row.as_array().ok_or_else(refused)?;
                found.push(match row.as_slice() {
                    [field, value] => condition(record_type, None, &text(field)?, "=", value)?,
                    [field, operator, value] => condition(record_type, None, &text(field)?, &text(operator)?, value)?,
                    // Frappe's own programs send a fifth entry that means nothing here.
                    [of, field, operator, value] | [of, field, operator, value, _] => {
                        condition(record_type, Some(&text(of)?), &text(field)?, &text(operator)?, value)?
                    }
                    _ => return Err(refused()),
                });
            }
        }
        Json::Object(pairs) => {
            for (field, value) in pairs {
                found.push(match value.as_array().map(Vec::as_slice) {
                    Some([Json::String(operator), value]) => condition(record_type, None, field, operator, value)?,
                    Some(_) => return Err(refused()),
                    None => condition(record_type, None, field, "=", value)?,
                });
            }
        }
        Json::String(name) => found.push(condition(record_type, None, "name", "=", &Json::String(name.clone()))?),
        Json::Null => {}
        _ => return Err(refused()),
    }
    Ok(found)
}

/// Reads one filter.
pub(super) fn condition(
    record_type: &RecordType,
    of: Option<&str>,
    field: &str,
    operator: &str,
    value: &Json,
) -> Result<Condition> {
    let (target, kind) = target(record_type, of, field)?;
    let refused = |why: Text| Err(Error::invalid("filters", why));
    let Some(operator) = Operator::parse(operator) else {
        return refused(text!(
            "There is no operator { $operator }.",
            operator = format!("{operator:?}")
        ));
    };
    let bind = |value: &Json, is_end: bool| bind(kind, value, is_end);
    let (operator, values) = match (operator, value) {
        (Operator::In | Operator::NotIn, Json::Array(values)) => (
            operator,
            values.iter().map(|value| bind(value, false)).collect::<Result<_>>()?,
        ),
        (Operator::In | Operator::NotIn, Json::String(text)) => (
            operator,
            text.split(',')
                .map(|part| bind(&Json::String(part.trim().to_owned()), false))
                .collect::<Result<_>>()?,
        ),
        (Operator::Between, Json::Array(values)) if values.len() == 2 => {
            (operator, vec![bind(&values[0], false)?, bind(&values[1], true)?])
        }
        (Operator::Between, _) => return refused("between takes two values: [\"from\", \"to\"].".into()),
        (Operator::Set, Json::String(what)) if what == "set" => (Operator::Set, Vec::new()),
        (Operator::Set, Json::String(what)) if what == "not set" => (Operator::NotSet, Vec::new()),
        (Operator::Set, _) => return refused("is takes \"set\" or \"not set\".".into()),
        (Operator::AtMost, value) => (operator, vec![bind(value, true)?]),
        (_, value) => (operator, vec![bind(value, false)?]),
    };
    Ok(Condition {
        target,
        operator,
        values,
    })
}

/// What a filter looks at. `of` is the type, or the type of a child table, as Frappe names it.
fn target<'a>(record_type: &'a RecordType, of: Option<&str>, field: &str) -> Result<(Target, Option<&'a Kind>)> {
    let of = of.filter(|of| *of != record_type.name);
    for own in record_type.fields() {
        if let Kind::Links(links) = own.kind
            && match of {
                Some(of) => of == links.child && field == links.field,
                None => own.name == field,
            }
        {
            return Ok((Target::Child(links.table), None));
        }
    }
    if of.is_some() {
        return Err(unknown(record_type, field));
    }
    let column = column(record_type, field).ok_or_else(|| unknown(record_type, field))?;
    let kind = match field {
        "creation" | "modified" => Some(&Kind::MomentMs),
        _ => record_type.field(field).map(|field| &field.kind),
    };
    Ok((Target::Column(column), kind))
}

fn is_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}

fn bind(kind: Option<&Kind>, value: &Json, is_end: bool) -> Result<Value> {
    let moment = |text: &str| {
        clock::parse(text, is_end).ok_or_else(|| {
            Error::invalid(
                "filters",
                text!(
                    "{ $text } is not a date such as 2026-11-21 or 2026-11-21 14:30:00.",
                    text = format!("{text:?}")
                ),
            )
        })
    };
    if value
        .as_str()
        .is_some_and(|text| text.chars().count() > MAX_VALUE_LENGTH)
    {
        return Err(Error::invalid(
            "filters",
            text!(
                "A text to compare with has at most { $most } characters.",
                most = MAX_VALUE_LENGTH
            ),
        ));
    }
    Ok(match (kind, value) {
        (Some(Kind::Moment), Json::String(text)) => Value::Integer(moment(text)?.seconds().0),
        (Some(Kind::MomentMs), Json::String(text)) => Value::Integer(moment(text)?.0),
        (Some(Kind::Check), Json::String(text)) if is_word(text, &["yes", "true", "on"]) => Value::Integer(1),
        (Some(Kind::Check), Json::String(text)) if is_word(text, &["no", "false", "off"]) => Value::Integer(0),
        (Some(Kind::Check | Kind::Number { .. }), Json::String(text)) => match text.parse() {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Text(text.clone()),
        },
        (_, Json::Null) => Value::Null,
        (_, Json::Bool(yes)) => Value::Integer(i64::from(*yes)),
        (_, Json::Number(number)) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => return Err(Error::invalid("filters", "Numbers are whole.")),
        },
        (_, Json::String(text)) => Value::Text(text.clone()),
        _ => return Err(Error::invalid("filters", "A filter compares with one value.")),
    })
}
