//! Frappe's `frappe.client` methods: the same verbs as `/api/resource`, by arguments instead of
//! addresses.

use super::changes::{Changed, change_record, create_record, delete_record};
use super::resource::respond_changed;
use super::{arguments, document, lists};
use crate::base::{Error, Result, Text, text};
use crate::records::{RecordType, verbs};
use crate::server::{App, api, caller};
use crate::users::Actor;
use crate::web::{Call, Guarded, Params, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

fn respond(app: &App, call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(message) => answer::json(200, &json!({ "message": message })),
        Err(error) => api::error(app, call, &error),
    }
}

/// GET and POST `frappe.client.get_list`: `doctype`, `fields`, `filters`, …
#[handler]
pub async fn get_list(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_list(&app, &call).await)
}

/// GET and POST `frappe.client.get_count`: `doctype`, `filters`
#[handler]
pub async fn get_count(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_count(&app, &call).await)
}

/// GET and POST `frappe.client.get`: `doctype` and `name`, or `filters`
#[handler]
pub async fn get(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_get(&app, &call).await)
}

/// GET and POST `frappe.client.get_value`: `doctype`, `fieldname`, `filters`
#[handler]
pub async fn get_value(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_value(&app, &call).await)
}

/// POST `frappe.client.insert`: `doc`
#[handler]
pub async fn insert(app: Data<&Arc<App>>, call: Call) -> Response {
    respond_changed(&app, &call, "message", run_insert(&app, &call).await)
}

/// POST `frappe.client.save`: `doc`
#[handler]
pub async fn save(app: Data<&Arc<App>>, call: Call) -> Response {
    respond_changed(&app, &call, "message", run_save(&app, &call).await)
}

/// POST `frappe.client.set_value`: `doctype`, `name`, `fieldname` and `value`, or fields as an object
#[handler]
pub async fn set_value(app: Data<&Arc<App>>, call: Call) -> Response {
    respond_changed(&app, &call, "message", run_set_value(&app, &call).await)
}

/// POST `frappe.client.delete`: `doctype` and `name`
#[handler]
pub async fn delete(app: Data<&Arc<App>>, call: Call) -> Response {
    match run_delete(&app, &call).await {
        // As in Frappe: no value, so no message.
        Ok(()) => answer::json(200, &json!({})),
        Err(error) => api::error(&app, &call, &error),
    }
}

/// They change nothing.
impl Guarded for get_list {}
impl Guarded for get_count {}
impl Guarded for get {}
impl Guarded for get_value {}

/// A session needs its CSRF token: [`caller::changing_actor`] sees to it.
impl Guarded for insert {}
impl Guarded for save {}
impl Guarded for set_value {}
impl Guarded for delete {}

pub(super) fn needed<'a>(params: &'a Params, name: &str) -> Result<&'a str> {
    params
        .get(name)
        .ok_or_else(|| Error::invalid(name, text!("The argument { $name } is missing.", name = &name)))
}

pub(super) fn type_of(app: &App, params: &Params) -> Result<&'static RecordType> {
    app.registry.by_name(needed(params, "doctype")?)
}

async fn run_list(app: &App, call: &Call) -> Result<Json> {
    let params = call.merged()?;
    let actor = caller::actor(app, call).await?;
    lists::answer(app, actor, type_of(app, &params)?, &params).await
}

async fn run_count(app: &App, call: &Call) -> Result<Json> {
    let params = call.merged()?;
    let actor = caller::actor(app, call).await?;
    lists::count(app, actor, type_of(app, &params)?, &params).await
}

async fn run_get(app: &App, call: &Call) -> Result<Json> {
    let params = arguments_of(call)?;
    let actor = caller::actor(app, call).await?;
    let record_type = type_of(app, &params)?;
    let name = match params.get("name") {
        Some(name) => name.to_owned(),
        None if record_type.single => record_type.name.to_owned(),
        None => {
            let query = arguments::question(&actor, record_type, &params)?;
            let asking = app.caller(&actor);
            let found = app
                .db
                .scan(move |db| verbs::rows(&asking.reading(db), record_type, &query))
                .await?;
            let first = found.into_iter().next();
            first
                .ok_or_else(|| {
                    Error::NotFound(text!(
                        "No { $type } fits the filters",
                        type = Text::from(record_type.name)
                    ))
                })?
                .name
        }
    };
    let record = app
        .db
        .read(|db| verbs::get(&app.caller(&actor).reading(db), record_type, &name))?;
    Ok(document::readable(&actor, record_type, &record))
}

/// The fields of the first record that fits; an empty object if there is none.
async fn run_value(app: &App, call: &Call) -> Result<Json> {
    let params = arguments_of(call)?;
    let actor = caller::actor(app, call).await?;
    let record_type = type_of(app, &params)?;
    let mut asked = params;
    asked
        .0
        .retain(|(name, _)| !matches!(name.as_str(), "limit" | "limit_page_length" | "as_dict"));
    asked.0.push(("limit".into(), "1".into()));
    let as_dict = call
        .merged()?
        .get("as_dict")
        .is_none_or(|flag| !matches!(flag, "0" | "false" | "False"));
    let found = match record_type.single {
        true => vec![single_values(app, &actor, record_type, &asked)?],
        false => lists::rows(app, actor, record_type, &asked).await?,
    };
    Ok(match (found.into_iter().next(), as_dict) {
        (Some(row), true) => Json::Object(row),
        (None, true) => json!({}),
        (Some(row), false) => match row.into_iter().map(|(_, value)| value).collect::<Vec<_>>() {
            one if one.len() == 1 => one.into_iter().next().unwrap_or_default(),
            several => Json::Array(several),
        },
        (None, false) => Json::Null,
    })
}

/// The values of the only record of a type.
fn single_values(
    app: &App,
    actor: &Actor,
    record_type: &'static RecordType,
    params: &Params,
) -> Result<Map<String, Json>> {
    let names = arguments::asked_fields(record_type, params, actor)?;
    let record = app.look(actor, |cx| verbs::get(cx, record_type, record_type.name))?;
    match document::fields(record_type, &record, &names) {
        Json::Object(row) => Ok(row),
        _ => Ok(Map::new()),
    }
}

/// The arguments, with a name alone as a filter by name.
fn arguments_of(call: &Call) -> Result<Params> {
    let mut params = call.merged()?;
    // None of them, as Frappe's programs write it: the first record.
    params
        .0
        .retain(|(name, value)| name != "filters" || !matches!(value.as_str(), "" | "null" | "{}" | "[]"));
    for (name, value) in &mut params.0 {
        if name == "filters" && !value.starts_with(['[', '{', '"']) {
            *value = json!(value).to_string();
        }
    }
    Ok(params)
}

/// Fields that every document has and nobody sets.
const STANDARD: &[&str] = &[
    "doctype",
    "name",
    "owner",
    "creation",
    "modified",
    "modified_by",
    "idx",
    "docstatus",
    "parent",
    "parentfield",
    "parenttype",
];

/// The document in `doc`, with its type.
fn doc(app: &App, call: &Call) -> Result<(&'static RecordType, Map<String, Json>)> {
    let refused = || Error::invalid("doc", "doc is a JSON object with a doctype.");
    let doc = match call.json()?.shift_remove("doc") {
        Some(Json::Object(doc)) => doc,
        Some(Json::String(text)) => serde_json::from_str(&text).map_err(|_| refused())?,
        Some(_) => return Err(refused()),
        None => serde_json::from_str(call.merged()?.text("doc")).map_err(|_| refused())?,
    };
    let doctype = doc.get("doctype").and_then(Json::as_str).ok_or_else(refused)?;
    Ok((app.registry.by_name(doctype)?, doc))
}

async fn run_insert(app: &App, call: &Call) -> Result<Changed> {
    let actor = caller::changing_actor(app, call).await?;
    let (record_type, doc) = doc(app, call)?;
    create_record(app, actor, record_type, doc).await
}

async fn run_save(app: &App, call: &Call) -> Result<Changed> {
    let actor = caller::changing_actor(app, call).await?;
    let (record_type, mut doc) = doc(app, call)?;
    let name = match doc.shift_remove("name") {
        Some(Json::String(name)) => name,
        _ => return Err(Error::invalid("doc", "doc has no name: which record is it?")),
    };
    change_record(app, actor, record_type, &name, doc).await
}

async fn run_set_value(app: &App, call: &Call) -> Result<Changed> {
    let actor = caller::changing_actor(app, call).await?;
    let params = call.merged()?;
    let fieldname = needed(&params, "fieldname")?;
    let fields = match serde_json::from_str::<Json>(fieldname) {
        Ok(Json::Object(fields)) => fields,
        _ => {
            // JSON keeps its kind; a form has text only.
            let value = match call.json()?.shift_remove("value") {
                Some(value) => value,
                // As at Frappe: no value empties the field.
                None => json!(params.text("value")),
            };
            Map::from_iter([(fieldname.to_owned(), value)])
        }
    };
    if let Some(standard) = fields.keys().find(|name| STANDARD.contains(&name.as_str())) {
        return Err(Error::invalid(standard, "Cannot edit standard fields"));
    }
    change_record(app, actor, type_of(app, &params)?, needed(&params, "name")?, fields).await
}

async fn run_delete(app: &App, call: &Call) -> Result<()> {
    let actor = caller::changing_actor(app, call).await?;
    let params = call.merged()?;
    delete_record(app, actor, type_of(app, &params)?, needed(&params, "name")?).await
}
