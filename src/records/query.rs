//! What a list is asked for, checked against the declaration: identifiers come from it, values are bound.

use super::RecordType;
use crate::base::{Error, Result};
use crate::db::Value;
use serde_json::Value as Json;

/// The most records that one answer holds.
const MOST: i64 = 1000;
/// The most filters, and values of one filter, in a question.
const MOST_FILTERS: usize = 50;
/// The furthest start of a page.
const FURTHEST: i64 = 1 << 40;

/// A checked question.
#[derive(Clone, Debug)]
pub struct Query {
    pub conditions: Vec<Condition>,
    /// Looked for in the type's search fields.
    pub search: Option<String>,
    /// A column and whether it descends.
    pub order: (&'static str, bool),
    pub start: i64,
    pub limit: i64,
}

/// A column of the declaration compared with bound values.
#[derive(Clone, Debug)]
pub struct Condition {
    pub column: &'static str,
    pub operator: Operator,
    pub values: Vec<Value>,
}

/// How a filter compares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    Greater,
    AtMost,
    AtLeast,
    Like,
    NotLike,
    In,
    NotIn,
}

impl Default for Query {
    fn default() -> Self {
        Query {
            conditions: Vec::new(),
            search: None,
            order: ("modified_at", true),
            start: 0,
            limit: 20,
        }
    }
}

impl Query {
    /// Keeps only the record of this name.
    pub fn only_named(&mut self, name: String) {
        self.conditions.push(Condition {
            column: "name",
            operator: Operator::Equal,
            values: vec![Value::Text(name)],
        });
    }

    /// Adds Frappe's filters: `[["field","=",value], …]`, `[["Type","field","=",value], …]`
    /// or `{"field": value, "field": ["like", "%x%"]}`.
    pub fn add_filters(&mut self, record_type: &RecordType, filters: &Json) -> Result<()> {
        let refused = || Error::invalid("filters", "Filters are a JSON list or object.");
        match filters {
            Json::Array(rows) => {
                for row in rows {
                    let row = row.as_array().ok_or_else(refused)?;
                    let (field, operator, value) = match row.as_slice() {
                        [field, value] => (field, "=", value),
                        [field, operator, value] | [_, field, operator, value] => {
                            (field, operator.as_str().ok_or_else(refused)?, value)
                        }
                        _ => return Err(refused()),
                    };
                    self.add(record_type, field.as_str().ok_or_else(refused)?, operator, value)?;
                }
            }
            Json::Object(pairs) => {
                for (field, value) in pairs {
                    match value.as_array().map(Vec::as_slice) {
                        Some([Json::String(operator), value]) => self.add(record_type, field, operator, value)?,
                        Some(_) => return Err(refused()),
                        None => self.add(record_type, field, "=", value)?,
                    }
                }
            }
            _ => return Err(refused()),
        }
        Ok(())
    }

    fn add(&mut self, record_type: &RecordType, field: &str, operator: &str, value: &Json) -> Result<()> {
        if self.conditions.len() >= MOST_FILTERS {
            return Err(Error::invalid("filters", format!("At most {MOST_FILTERS} filters.")));
        }
        let column = column(record_type, field).ok_or_else(|| unknown(record_type, field))?;
        let operator = match operator.to_ascii_lowercase().trim() {
            "=" => Operator::Equal,
            "!=" => Operator::NotEqual,
            "<" => Operator::Less,
            ">" => Operator::Greater,
            "<=" => Operator::AtMost,
            ">=" => Operator::AtLeast,
            "like" => Operator::Like,
            "not like" => Operator::NotLike,
            "in" => Operator::In,
            "not in" => Operator::NotIn,
            other => return Err(Error::invalid("filters", format!("There is no operator {other:?}."))),
        };
        let values = match (operator, value) {
            (Operator::In | Operator::NotIn, Json::Array(values)) => values.iter().map(bind).collect::<Result<_>>()?,
            (Operator::In | Operator::NotIn, Json::String(text)) => text
                .split(',')
                .map(|part| Value::Text(part.trim().to_owned()))
                .collect(),
            _ => vec![bind(value)?],
        };
        self.conditions.push(Condition {
            column,
            operator,
            values,
        });
        Ok(())
    }

    /// Reads `modified desc` and the like.
    pub fn set_order(&mut self, record_type: &RecordType, order: &str) -> Result<()> {
        let order = order.replace('`', "");
        let mut words = order.split_whitespace();
        let (field, direction) = (words.next().unwrap_or_default(), words.next().unwrap_or("asc"));
        let descending = match direction.to_ascii_lowercase().as_str() {
            "asc" => false,
            "desc" => true,
            other => return Err(Error::invalid("order_by", format!("There is no direction {other:?}."))),
        };
        if words.next().is_some() {
            return Err(Error::invalid(
                "order_by",
                "One field and a direction, such as modified desc.",
            ));
        }
        let field = field.rsplit('.').next().unwrap_or_default();
        self.order = (
            column(record_type, field).ok_or_else(|| unknown(record_type, field))?,
            descending,
        );
        Ok(())
    }

    /// Sets where the page starts and how long it is; 0 asks for as many as there may be.
    pub fn set_page(&mut self, start: i64, limit: i64) -> Result<()> {
        if start < 0 || limit < 0 {
            return Err(Error::invalid("limit", "Start and length of a page are not negative."));
        }
        self.start = start.min(FURTHEST);
        self.limit = if limit == 0 { MOST } else { limit.min(MOST) };
        Ok(())
    }
}

fn bind(value: &Json) -> Result<Value> {
    Ok(match value {
        Json::Null => Value::Null,
        Json::Bool(yes) => Value::Integer(i64::from(*yes)),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Integer(number),
            None => return Err(Error::invalid("filters", "Numbers are whole.")),
        },
        Json::String(text) => Value::Text(text.clone()),
        _ => return Err(Error::invalid("filters", "A filter compares with one value.")),
    })
}

/// The column behind a field name that may be asked for; the only way a name gets into SQL.
pub fn column(record_type: &RecordType, field: &str) -> Option<&'static str> {
    match field {
        "name" => Some("name"),
        "owner" => Some("owner"),
        "creation" => Some("creation_at"),
        "modified" => Some("modified_at"),
        "modified_by" => Some("modified_by"),
        _ => {
            let field = record_type.field(field)?;
            (field.is_column() && field.is_readable()).then(|| field.column())
        }
    }
}

fn unknown(record_type: &RecordType, field: &str) -> Error {
    Error::invalid("", format!("{} has no field {field:?} to ask for.", record_type.name))
}
