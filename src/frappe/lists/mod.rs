//! Lists as Frappe's programs ask for them: fields of the record, of its child rows and of what it links, constants,
//! and groups with their counts.

mod asked;
mod zero;

use super::arguments::{flag, question};
use super::document;
use crate::base::{Error, Result, text};
use crate::records::query::{self, Query};
use crate::records::{Reading, Record, RecordType, groups, verbs};
use crate::server::App;
use crate::users::Actor;
use crate::web::Params;
use asked::{Asked, What, asked, link_of};
use serde_json::{Map, Value as Json, json};
use zero::plain;

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
    if !group.is_empty() {
        // Groups tell the values of their field.
        let alone = Params(vec![("fields".into(), json!([group]).to_string())]);
        super::arguments::asked_fields(record_type, &alone, &actor).map_err(|error| error.at("group_by"))?;
    }
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
    // Counted altogether: one row.
    if asked.iter().any(|one| matches!(one.what, What::Count)) {
        return match asked.iter().all(|one| matches!(one.what, What::Count)) {
            true => {
                let count = verbs::count(cx, record_type, query)?;
                Ok(vec![asked.iter().map(|one| (one.key.clone(), json!(count))).collect()])
            }
            false => Err(Error::invalid(
                "fields",
                "A count stands alone, or beside the field of group_by.",
            )),
        };
    }
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
    let alone = Params(vec![("fields".into(), json!([field]).to_string())]);
    super::arguments::asked_fields(to, &alone, cx.actor)?;
    match verbs::get(cx, to, record.text(own)) {
        Ok(found) => Ok(document::fields(to, &found, &[field.to_owned()])[field].clone()),
        Err(Error::NotFound(_) | Error::Forbidden(_)) => Ok(Json::Null),
        Err(error) => Err(error),
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
        let words = text!(
            "A list that is grouped by { $group } shows { $group } and count(name) as …, and nothing else.",
            group = &group
        );
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
