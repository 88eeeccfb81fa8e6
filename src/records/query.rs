//! What a list is asked for, checked against the declaration: identifiers come from it, values are bound.

use super::declare::RecordType;
use super::filters;
use crate::base::{Error, Result, Text, text};
use crate::db::Value;
use serde_json::Value as Json;

/// The most records that one answer holds.
const MAX_PAGE: i64 = 1000;
/// The most filters in a question.
const MAX_FILTERS: usize = 50;
/// The most values of all filters together.
const MAX_VALUES: usize = 2000;
/// The furthest start of a page.
const MAX_OFFSET: i64 = 1 << 40;

/// A checked question.
#[derive(Clone, Debug)]
pub struct Query {
    /// All of these hold.
    pub conditions: Vec<Condition>,
    /// If there are any: one of these holds.
    pub any: Vec<Condition>,
    /// Looked for in the type's search fields.
    pub search: Option<String>,
    /// Columns and whether they descend.
    pub order: Vec<(&'static str, bool)>,
    pub start: i64,
    pub limit: i64,
}

/// A column of the declaration compared with bound values.
#[derive(Clone, Debug)]
pub struct Condition {
    pub target: Target,
    pub operator: Operator,
    pub values: Vec<Value>,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
    /// A column of the record's own table.
    Column(&'static str),
    /// The names in this child table.
    Child(&'static str),
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
    Between,
    Set,
    NotSet,
    /// One of these, or nothing.
    InOrNone,
}

impl Operator {
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().trim() {
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
            "between" => Operator::Between,
            "is" => Operator::Set,
            _ => return None,
        })
    }
}

impl Query {
    /// Everything of a type, in its order.
    pub fn of(record_type: &RecordType) -> Self {
        let (field, descending) = record_type.order;
        Query {
            conditions: Vec::new(),
            any: Vec::new(),
            search: None,
            order: column(record_type, field)
                .map(|column| (column, descending))
                .into_iter()
                .collect(),
            start: 0,
            limit: 20,
        }
    }

    /// Looks for words in the search fields.
    pub fn look_for(&mut self, words: &str) {
        let words: String = words.trim().chars().take(200).collect();
        self.search = (!words.is_empty()).then_some(words);
    }

    /// Keeps only the records whose field is one of these. A field that is none keeps nothing.
    pub fn only(&mut self, record_type: &RecordType, field: &str, names: Vec<String>) {
        self.push(record_type, field, Operator::In, names);
    }

    /// The same, and those whose field is empty.
    pub fn only_or_none(&mut self, record_type: &RecordType, field: &str, names: Vec<String>) {
        self.push(record_type, field, Operator::InOrNone, names);
    }

    fn push(&mut self, record_type: &RecordType, field: &str, operator: Operator, names: Vec<String>) {
        let known = column(record_type, field);
        self.conditions.push(Condition {
            target: Target::Column(known.unwrap_or("name")),
            operator,
            values: match known {
                Some(_) => names.into_iter().map(Value::Text).collect(),
                None => Vec::new(),
            },
        });
    }

    /// Adds Frappe's filters: `[["field","=",value], …]`, `[["Type","field","=",value], …]`
    /// or `{"field": value, "field": ["like", "%x%"]}`.
    pub fn add_filters(&mut self, record_type: &RecordType, filters: &Json) -> Result<()> {
        let found = filters::read(record_type, "filters", filters)?;
        self.conditions.extend(found);
        self.check_size()
    }

    /// Adds Frappe's `or_filters`: one of them has to hold.
    pub fn add_or_filters(&mut self, record_type: &RecordType, filters: &Json) -> Result<()> {
        let found = filters::read(record_type, "or_filters", filters)?;
        self.any.extend(found);
        self.check_size()
    }

    /// Adds one filter.
    pub fn add(&mut self, record_type: &RecordType, field: &str, operator: &str, value: &Json) -> Result<()> {
        self.conditions
            .push(filters::condition(record_type, None, field, operator, value)?);
        self.check_size()
    }

    fn check_size(&self) -> Result<()> {
        let all = || self.conditions.iter().chain(&self.any);
        let values: usize = all().map(|one| one.values.len()).sum();
        if all().count() > MAX_FILTERS || values > MAX_VALUES {
            return Err(Error::invalid(
                "filters",
                text!(
                    "At most { $max_filters } filters, with at most { $max_values } values altogether.",
                    max_filters = MAX_FILTERS,
                    max_values = MAX_VALUES
                ),
            ));
        }
        Ok(())
    }

    /// Reads `modified desc` and the like; several are separated by commas.
    pub fn set_order(&mut self, record_type: &RecordType, order: &str) -> Result<()> {
        let order = order.replace(['`', '"'], "");
        let mut found = Vec::new();
        for part in order.split(',') {
            let mut words = part.split_whitespace();
            let (field, direction) = (words.next().unwrap_or_default(), words.next().unwrap_or("asc"));
            let descending = match direction.to_ascii_lowercase().as_str() {
                "asc" => false,
                "desc" => true,
                other => {
                    return Err(Error::invalid(
                        "order_by",
                        text!("There is no direction { $other }.", other = format!("{other:?}")),
                    ));
                }
            };
            if words.next().is_some() || found.len() >= 5 {
                return Err(Error::invalid(
                    "order_by",
                    "Up to five fields, each with a direction, such as modified desc, name asc.",
                ));
            }
            let field = field.rsplit('.').next().unwrap_or_default();
            let column = column(record_type, field).ok_or_else(|| unknown(record_type, field))?;
            found.push((column, descending));
        }
        self.order = found;
        Ok(())
    }

    /// Sets where the page starts and how long it is; 0 asks for as many as there may be.
    pub fn set_page(&mut self, start: i64, limit: i64) -> Result<()> {
        if start < 0 || limit < 0 {
            return Err(Error::invalid("limit", "Start and length of a page are not negative."));
        }
        self.start = start.min(MAX_OFFSET);
        self.limit = if limit == 0 { MAX_PAGE } else { limit.min(MAX_PAGE) };
        Ok(())
    }
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
            (field.is_column() && field.is_readable()).then_some(field.column)
        }
    }
}

pub(super) fn unknown(record_type: &RecordType, field: &str) -> Error {
    Error::invalid(
        "",
        text!(
            "{ $type } has no field { $field } to ask for.",
            type = Text::from(record_type.name),
            field = format!("{field:?}")
        ),
    )
}
