//! What every document has at Frappe and is 0 here: it says nothing, and may be asked for.

use crate::base::Result;
use crate::records::RecordType;
use crate::web::Params;
use serde_json::{Value as Json, json};

/// Fields that every document has at Frappe, and that are 0 here.
pub(super) const ZERO: &[&str] = &["docstatus", "idx"];

/// The arguments without what is 0 for every record: such a filter keeps all, or nothing.
pub(super) fn plain(record_type: &RecordType, params: &Params) -> Result<Params> {
    let mut params = params.clone();
    for (name, value) in &mut params.0 {
        match name.as_str() {
            "filters" => *value = plain_filters(value),
            "order_by" => *value = plain_order(record_type, value),
            _ => {}
        }
    }
    params.0.retain(|(name, value)| name != "order_by" || !value.is_empty());
    Ok(params)
}

fn plain_order(record_type: &RecordType, order: &str) -> String {
    let kept = order.split(',').filter(|part| {
        let field = part.split_whitespace().next().unwrap_or_default().replace('`', "");
        let field = field.rsplit('.').next().unwrap_or_default();
        !ZERO.contains(&field) || record_type.field(field).is_some()
    });
    kept.collect::<Vec<_>>().join(",")
}

fn plain_filters(text: &str) -> String {
    let rows = match serde_json::from_str::<Json>(text) {
        Ok(Json::Array(rows)) => rows,
        Ok(Json::Object(pairs)) => {
            let row = |(field, value): (String, Json)| match value {
                Json::Array(mut pair) if pair.len() == 2 && pair[0].is_string() => {
                    let value = pair.pop().unwrap_or_default();
                    json!([field, pair.pop(), value])
                }
                value => json!([field, "=", value]),
            };
            pairs.into_iter().map(row).collect()
        }
        _ => return text.to_owned(),
    };
    let mut kept = Vec::new();
    for row in rows {
        match of_zero(&row) {
            None => kept.push(row),
            Some(true) => {}
            Some(false) => kept.push(json!(["name", "in", []])),
        }
    }
    Json::Array(kept).to_string()
}

/// Whether a filter on a field that is always 0 holds; `None`: it is on another field.
fn of_zero(row: &Json) -> Option<bool> {
    let parts = row.as_array()?;
    let (field, operator, value) = match parts.as_slice() {
        [field, operator, value] | [_, field, operator, value] | [_, field, operator, value, _] => {
            (field, operator, value)
        }
        [field, value] => (field, &Json::Null, value),
        _ => return None,
    };
    if !ZERO.contains(&field.as_str()?) {
        return None;
    }
    let number = |value: &Json| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok());
    let among = || {
        value
            .as_array()
            .is_some_and(|all| all.iter().any(|one| number(one) == Some(0)))
    };
    let ordering = number(value).map(|number| 0.cmp(&number));
    Some(match operator.as_str().unwrap_or("=") {
        "!=" => ordering.is_none_or(std::cmp::Ordering::is_ne),
        "<" => ordering.is_some_and(std::cmp::Ordering::is_lt),
        ">" => ordering.is_some_and(std::cmp::Ordering::is_gt),
        "<=" => ordering.is_some_and(std::cmp::Ordering::is_le),
        ">=" => ordering.is_some_and(std::cmp::Ordering::is_ge),
        "in" => among(),
        "not in" => !among(),
        _ => ordering.is_some_and(std::cmp::Ordering::is_eq),
    })
}
