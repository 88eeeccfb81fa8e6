//! Frappe's methods that ask about records: what is in one, whether it is there, what one may do with it.

use super::client::{needed, type_of};
use super::{arguments, document};
use crate::base::{Error, Result, Text, text};
use crate::records::{Record, RecordType, Verb, access, query, verbs};
use crate::server::{App, api, caller};
use crate::users::Actor;
use crate::web::{Call, Guarded, Params, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// GET and POST `frappe.client.get_single_value`: `doctype`, `field`
#[handler]
pub async fn get_single_value(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, single_value(&app, &call).await)
}

/// GET and POST `frappe.client.has_permission`: `doctype`, `docname`, `perm_type`
#[handler]
pub async fn has_permission(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, permission(&app, &call).await)
}

/// GET and POST `frappe.client.get_doc_permissions`: `doctype`, `docname`
#[handler]
pub async fn get_doc_permissions(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, permissions(&app, &call).await)
}

/// GET and POST `frappe.client.validate_link`: `doctype`, `docname`, `fields`
#[handler]
pub async fn validate_link(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, link(&app, &call).await)
}

/// GET and POST `frappe.client.get_time_zone`: times here are UTC.
#[handler]
pub async fn get_time_zone() -> Response {
    answer::json(200, &json!({ "message": { "time_zone": "UTC" } }))
}

/// GET and POST `frappe.client.get_password`: secrets are not read back here.
#[handler]
pub async fn get_password(app: Data<&Arc<App>>, call: Call) -> Response {
    let refused = match caller::actor(&app, &call).await {
        Ok(_) => Error::Forbidden("Passwords and secrets are never read back here.".into()),
        Err(error) => error,
    };
    api::error(&app, &call, &refused)
}

/// They change nothing.
impl Guarded for get_single_value {}
impl Guarded for has_permission {}
impl Guarded for get_doc_permissions {}
impl Guarded for validate_link {}
impl Guarded for get_time_zone {}
impl Guarded for get_password {}

fn respond(app: &App, call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(message) => answer::json(200, &json!({ "message": message })),
        Err(error) => api::error(app, call, &error),
    }
}

async fn single_value(app: &App, call: &Call) -> Result<Json> {
    let params = call.merged()?;
    let actor = caller::actor(app, call).await?;
    let record_type = type_of(app, &params)?;
    let field = needed(&params, "field")?.to_owned();
    if !record_type.single {
        return Err(Error::invalid(
            "doctype",
            text!(
                "There are many records of { $type }: ask for one of them.",
                type = Text::from(record_type.name)
            ),
        ));
    }
    if query::column(record_type, &field).is_none() {
        return Err(Error::invalid(
            "field",
            text!(
                "{ $type } has no field { $field } to ask for.",
                type = Text::from(record_type.name),
                field = format!("{field:?}")
            ),
        ));
    }
    let record = app.look(&actor, |cx| verbs::get(cx, record_type, record_type.name))?;
    Ok(document::fields(record_type, &record, std::slice::from_ref(&field))[&field].clone())
}

/// The record that is asked about, if the actor may see it.
fn seen(app: &App, actor: &Actor, record_type: &'static RecordType, name: &str) -> Result<Option<Record>> {
    match app.look(actor, |cx| verbs::get(cx, record_type, name)) {
        Ok(record) => Ok(Some(record)),
        Err(Error::NotFound(_) | Error::Forbidden(_) | Error::InsufficientScope { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn permission(app: &App, call: &Call) -> Result<Json> {
    let (actor, record_type, record) = about(app, call).await?;
    let params = call.merged()?;
    let verb = match params.get("perm_type").unwrap_or("read") {
        "read" | "select" | "export" | "print" | "report" => Verb::Read,
        "write" => Verb::Write,
        "create" => Verb::Create,
        "delete" => Verb::Delete,
        _ => return Ok(json!({ "has_permission": false })),
    };
    let may = record.is_some_and(|record| access::may(&actor, record_type, verb, Some(&record)));
    Ok(json!({ "has_permission": may }))
}

async fn permissions(app: &App, call: &Call) -> Result<Json> {
    let (actor, record_type, record) = about(app, call).await?;
    let record = record.ok_or_else(|| access::forbidden(&actor, record_type, Verb::Read))?;
    let mut all = Map::new();
    for (name, verb) in [
        ("read", Verb::Read),
        ("write", Verb::Write),
        ("create", Verb::Create),
        ("delete", Verb::Delete),
    ] {
        let may = access::may(&actor, record_type, verb, Some(&record));
        all.insert(name.into(), json!(i64::from(may)));
    }
    for name in [
        "select", "submit", "cancel", "amend", "share", "import", "export", "print", "email", "report",
    ] {
        all.insert(name.into(), json!(0));
    }
    Ok(json!({ "permissions": all }))
}

async fn about(app: &App, call: &Call) -> Result<(Actor, &'static RecordType, Option<Record>)> {
    let params = call.merged()?;
    let actor = caller::actor(app, call).await?;
    let record_type = type_of(app, &params)?;
    let name = needed(&params, "docname")?;
    let record = seen(app, &actor, record_type, name)?;
    Ok((actor, record_type, record))
}

async fn link(app: &App, call: &Call) -> Result<Json> {
    let params = call.merged()?;
    let (actor, record_type, record) = about(app, call).await?;
    let Some(record) = record else {
        return Ok(json!({ "name": null }));
    };
    let asked = Params(params.0.into_iter().filter(|(name, _)| name == "fields").collect());
    let mut names = arguments::asked_fields(record_type, &asked, &actor)?;
    names.retain(|name| name != "name");
    names.insert(0, "name".into());
    Ok(document::fields(record_type, &record, &names))
}
