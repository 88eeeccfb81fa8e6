//! Filters and search as SQL: the words come from declarations only, the values are bound.

use super::declare::RecordType;
use super::query::{Condition, Operator, Query, Target};
use crate::base::counted;
use crate::db::Value;

pub(super) fn condition(record_type: &RecordType, query: &Query) -> (String, Vec<Value>) {
    let mut parts = vec!["1 = 1".to_owned()];
    let mut values = Vec::new();
    for condition in &query.conditions {
        parts.push(compare(condition, &mut values));
    }
    if let Some(search) = &query.search {
        values.push(Value::Text(format!("%{}%", escape_like(&search.to_lowercase()))));
        let mark = values.len();
        let like = |fields: &[&str]| {
            let fields = fields
                .iter()
                .map(|field| format!("lower({field}) LIKE ?{mark} ESCAPE '\\'"));
            fields.collect::<Vec<_>>().join(" OR ")
        };
        parts.push(match record_type.search_names {
            None => format!("({})", like(record_type.search)),
            Some(names) => format!("name IN ({})", names(&like, counted::MOST)),
        });
    }
    if !query.any.is_empty() {
        let any: Vec<String> = query.any.iter().map(|one| compare(one, &mut values)).collect();
        parts.push(format!("({})", any.join(" OR ")));
    }
    (parts.join(" AND "), values)
}

fn compare(condition: &Condition, values: &mut Vec<Value>) -> String {
    // Null is asked for by a word of its own, and binds nothing.
    let is_null = condition.values == [Value::Null];
    let condition = &match condition.operator {
        Operator::Equal if is_null => without_values(condition, Operator::NotSet),
        Operator::NotEqual if is_null => without_values(condition, Operator::Set),
        _ => condition.clone(),
    };
    let mut mark = |value: &Value| {
        values.push(value.clone());
        format!("?{}", values.len())
    };
    let marks: Vec<String> = condition.values.iter().map(&mut mark).collect();
    let first = marks.first().cloned().unwrap_or_else(|| "NULL".into());
    // No values: nothing is among them.
    let marks = if marks.is_empty() {
        vec!["NULL".to_owned()]
    } else {
        marks
    };
    let column = match condition.target {
        Target::Column(column) => column,
        Target::Child(table) => return in_child(table, condition, &marks),
    };
    match condition.operator {
        Operator::Equal => format!("{column} = {first}"),
        Operator::NotEqual => format!("({column} <> {first} OR {column} IS NULL)"),
        Operator::Less => format!("{column} < {first}"),
        Operator::Greater => format!("{column} > {first}"),
        Operator::AtMost => format!("{column} <= {first}"),
        Operator::AtLeast => format!("{column} >= {first}"),
        Operator::Like => format!("{column} LIKE {first}"),
        Operator::NotLike => format!("({column} NOT LIKE {first} OR {column} IS NULL)"),
        Operator::In => format!("{column} IN ({})", marks.join(", ")),
        Operator::NotIn => format!("({column} NOT IN ({}) OR {column} IS NULL)", marks.join(", ")),
        Operator::InOrNone => format!(
            "({column} IN ({}) OR {column} IS NULL OR {column} = '')",
            marks.join(", ")
        ),
        Operator::Between => format!("{column} BETWEEN {}", marks.join(" AND ")),
        Operator::Set => format!("({column} IS NOT NULL AND {column} <> '')"),
        Operator::NotSet => format!("({column} IS NULL OR {column} = '')"),
    }
}

fn without_values(condition: &Condition, operator: Operator) -> Condition {
    Condition {
        target: condition.target,
        operator,
        values: Vec::new(),
    }
}

/// Whether the child table names (or does not name) what is asked for.
fn in_child(table: &str, condition: &Condition, marks: &[String]) -> String {
    let first = marks.first().cloned().unwrap_or_else(|| "NULL".into());
    let (is_there, compared) = match condition.operator {
        Operator::NotEqual => (false, format!("value = {first}")),
        Operator::NotLike => (false, format!("value LIKE {first}")),
        Operator::NotIn => (false, format!("value IN ({})", marks.join(", "))),
        Operator::NotSet => (false, "1 = 1".into()),
        Operator::Set => (true, "1 = 1".into()),
        Operator::In | Operator::InOrNone => (true, format!("value IN ({})", marks.join(", "))),
        Operator::Like => (true, format!("value LIKE {first}")),
        Operator::Between => (true, format!("value BETWEEN {}", marks.join(" AND "))),
        Operator::Less => (true, format!("value < {first}")),
        Operator::Greater => (true, format!("value > {first}")),
        Operator::AtMost => (true, format!("value <= {first}")),
        Operator::AtLeast => (true, format!("value >= {first}")),
        Operator::Equal => (true, format!("value = {first}")),
    };
    let not = if is_there { "" } else { "NOT " };
    format!("name {not}IN (SELECT parent FROM {table} WHERE {compared})")
}

fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
