//! Lists as Frappe's programs ask for them: fields of the record, of its child rows and of what it links, constants,
//! and groups with their counts.

use super::arguments::{self, flag, question};
use super::document;
use crate::base::{Error, Result};
use crate::records::query::{self, Query};
use crate::records::{FieldKind, Reading, Record, RecordType, access, groups, verbs};
use crate::server::App;
use crate::users::Actor;
use crate::web::Params;
use serde_json::{Map, Value as Json, json};

/// Fields that every document has at Frappe, and that are 0 here.
const ZERO: &[&str] = &["docstatus", "idx"];

/// One field of the answer: what it is called there, and what stands in it.
struct Asked {
    key: String,
    what: What,
}

enum What {
    /// A field of the record.
    Own(String),
    /// Always 0.
    Zero,
    /// The names in a child table: a row of the answer for each.
    Child(String),
    /// A field of the record that this link leads to.
    Linked { link: String, field: String },
    /// How many records there are in the group.
    Count,
}

/// The answer to a list: rows as objects, or as lists with `as_dict=0`.
pub async fn answer(app: &App, actor: Actor, record_type: &'static RecordType, params: &Params) -> Result<Json> {
    let as_dict = flag(params, "as_dict", true)?;
    let rows = rows(app, actor, record_type, params).await?;
    let rows = rows.into_iter().map(|row| match as_dict {
        true => Json::Object(row),
        false => Json::Array(row.into_iter().map(|(_, value)| value).collect()),
    });
    Ok(rows.collect())
}

/// The rows that were asked for.
pub async fn rows(
    app: &App,
    actor: Actor,
    record_type: &'static RecordType,
    params: &Params,
) -> Result<Vec<Map<String, Json>>> {
    let params = plain(record_type, params)?;
    let query = question(&actor, record_type, &params)?;
    let asked = asked(record_type, &params, &actor)?;
    let group = params.text("group_by").to_owned();
    let caller = app.caller(&actor);
    app.catch_up_for(record_type).await;
    app.db
        .scan(move |db| {
            let cx = caller.reading(db);
            match group.is_empty() {
                true => found(&cx, record_type, &query, &asked),
                false => grouped(&cx, record_type, &query, &asked, &group),
            }
        })
        .await
}

/// How many records there are.
pub async fn count(app: &App, actor: Actor, record_type: &'static RecordType, params: &Params) -> Result<Json> {
    let query = question(&actor, record_type, &plain(record_type, params)?)?;
    let caller = app.caller(&actor);
    app.catch_up_for(record_type).await;
    let count = app
        .db
        .scan(move |db| verbs::count(&caller.reading(db), record_type, &query))
        .await?;
    Ok(json!(count))
}

fn found(cx: &Reading, record_type: &RecordType, query: &Query, asked: &[Asked]) -> Result<Vec<Map<String, Json>>> {
    let needs_whole = asked
        .iter()
        .any(|one| matches!(one.what, What::Child(_) | What::Linked { .. }));
    let mut rows = Vec::new();
    for record in verbs::rows(cx, record_type, query)? {
        let record = match needs_whole {
            true => verbs::get(cx, record_type, &record.name)?,
            false => record,
        };
        rows.extend(rows_of(cx, record_type, &record, asked)?);
    }
    Ok(rows)
}

/// The rows of a record: one, or one for each of the names in a child table.
fn rows_of(cx: &Reading, record_type: &RecordType, record: &Record, asked: &[Asked]) -> Result<Vec<Map<String, Json>>> {
    let child = asked.iter().find_map(|one| match &one.what {
        What::Child(field) => record_type.field(field),
        _ => None,
    });
    let names: Vec<Option<&str>> = match child.map(|field| record.links(field)) {
        Some(names) if !names.is_empty() => names.into_iter().map(Some).collect(),
        _ => vec![None],
    };
    let mut rows = Vec::new();
    for name in names {
        let mut row = Map::new();
        for one in asked {
            let value = match &one.what {
                What::Own(field) => document::fields(record_type, record, std::slice::from_ref(field))[field].clone(),
                What::Zero => json!(0),
                What::Child(_) => json!(name),
                What::Linked { link, field } => linked(cx, record_type, record, link, field)?,
                What::Count => json!(1),
            };
            row.insert(one.key.clone(), value);
        }
        rows.push(row);
    }
    Ok(rows)
}

/// A field of a linked record, as far as the actor may see that.
fn linked(cx: &Reading, record_type: &RecordType, record: &Record, link: &str, field: &str) -> Result<Json> {
    let Some((own, to)) = link_of(record_type, link) else {
        return Ok(Json::Null);
    };
    let to = cx.registry.by_name(to)?;
    match verbs::get(cx, to, record.text(own)) {
        Ok(found) => Ok(document::fields(to, &found, &[field.to_owned()])[field].clone()),
        Err(Error::NotFound(_) | Error::Forbidden(_)) => Ok(Json::Null),
        Err(error) => Err(error),
    }
}

fn link_of(record_type: &RecordType, name: &str) -> Option<(&'static crate::records::Field, &'static str)> {
    let field = record_type.field(name)?;
    match field.kind {
        FieldKind::Link(to) => Some((field, to)),
        _ => None,
    }
}

fn grouped(
    cx: &Reading,
    record_type: &RecordType,
    query: &Query,
    asked: &[Asked],
    group: &str,
) -> Result<Vec<Map<String, Json>>> {
    let refused = || {
        let words = format!("A list that is grouped by {group} shows {group} and count(name) as …, and nothing else.");
        Error::invalid("group_by", words)
    };
    let column = query::column(record_type, group).ok_or_else(refused)?;
    let shown = |one: &Asked| match &one.what {
        What::Own(field) => field == group,
        What::Count | What::Zero => true,
        _ => false,
    };
    if !asked.iter().all(shown) {
        return Err(refused());
    }
    let groups = groups::groups(cx, record_type, query, column)?;
    let rows = groups.into_iter().map(|(value, count)| {
        let row = asked.iter().map(|one| {
            let value = match one.what {
                What::Own(_) => value.clone(),
                What::Count => json!(count),
                _ => json!(0),
            };
            (one.key.clone(), value)
        });
        row.collect()
    });
    Ok(rows.collect())
}

/// The fields that were asked for. A token that reads only some fields is told these only.
fn asked(record_type: &RecordType, params: &Params, actor: &Actor) -> Result<Vec<Asked>> {
    let mut asked = Vec::new();
    for name in arguments::names_asked(params)? {
        match read(record_type, &name, actor)? {
            Some(special) => asked.push(special),
            None => {
                let alone = Params(vec![("fields".into(), json!([name]).to_string())]);
                for name in arguments::asked_fields(record_type, &alone, actor)? {
                    asked.push(Asked {
                        key: name.clone(),
                        what: What::Own(name),
                    });
                }
                if name == "*" && access::readable_fields(actor, record_type).is_none() {
                    asked.extend(ZERO.iter().map(|zero| Asked {
                        key: (*zero).to_owned(),
                        what: What::Zero,
                    }));
                }
            }
        }
    }
    Ok(asked)
}

/// A field that is more than a name.
fn read(record_type: &RecordType, text: &str, actor: &Actor) -> Result<Option<Asked>> {
    let plain = text.replace('`', "");
    let (expression, key) = match plain.split_once(" as ") {
        Some((expression, key)) => (expression.trim().to_owned(), Some(key.trim().to_owned())),
        None => (plain.trim().to_owned(), None),
    };
    let legal =
        |key: &str| !key.is_empty() && key.len() <= 60 && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if key.as_deref().is_some_and(|key| !legal(key)) {
        return Err(Error::invalid(
            "fields",
            format!("{text:?} has no plain name after as."),
        ));
    }
    let named = |what, own: &str| {
        Ok(Some(Asked {
            key: key.clone().unwrap_or_else(|| own.to_owned()),
            what,
        }))
    };
    let lower = expression.to_ascii_lowercase();
    if lower.starts_with("count(") && lower.ends_with(')') {
        return named(What::Count, &expression);
    }
    let (of, field) = match expression.split_once('.') {
        Some((of, field)) => (of.strip_prefix("tab").unwrap_or(of).to_owned(), field.to_owned()),
        None => (record_type.name.to_owned(), expression.clone()),
    };
    let readable = access::readable_fields(actor, record_type);
    let may_read = |name: &str| readable.as_ref().is_none_or(|fields| fields.contains(&name));
    if of == record_type.name {
        return match ZERO.contains(&field.as_str()) {
            true => named(What::Zero, &field),
            false if key.is_some() || expression != text => {
                let alone = Params(vec![("fields".into(), json!([field]).to_string())]);
                arguments::asked_fields(record_type, &alone, actor)?;
                named(What::Own(field.clone()), &field)
            }
            false => Ok(None),
        };
    }
    for own in record_type.fields().filter(|own| may_read(own.name)) {
        if let FieldKind::Links(links) = own.kind
            && (own.name == of || links.child == of)
            && links.field == field
        {
            return named(What::Child(own.name.to_owned()), &field);
        }
    }
    if link_of(record_type, &of).is_some() && may_read(&of) {
        return named(
            What::Linked {
                link: of,
                field: field.clone(),
            },
            &field,
        );
    }
    Ok(None)
}

/// The arguments without what is 0 for every record: such a filter keeps all, or nothing.
fn plain(record_type: &RecordType, params: &Params) -> Result<Params> {
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
