//! Frappe's methods that change many records at once, or a record's name.

use super::changes::{change_record, read_new};
use super::client::{needed, type_of};
use crate::base::{Error, Result, text};
use crate::records::{rename, verbs};
use crate::server::{App, api, caller};
use crate::users::Actor;
use crate::web::{Call, Guarded, answer, problem};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The most documents that are taken at once, as at Frappe.
const MAX_DOCUMENTS: usize = 200;

/// POST `frappe.client.insert_many`: `docs`, all of them or none.
#[handler]
pub async fn insert_many(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_insert(&app, &call).await)
}

/// POST `frappe.client.bulk_update`: `docs` with `doctype` and `docname`, each by itself.
#[handler]
pub async fn bulk_update(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_update(&app, &call).await)
}

/// POST `frappe.client.rename_doc`: `doctype`, `old_name`, `new_name`
#[handler]
pub async fn rename_doc(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_rename(&app, &call).await)
}

/// POST `frappe.client.submit` and `cancel`: no record here is submitted.
#[handler]
pub async fn not_submittable(app: Data<&Arc<App>>, call: Call) -> Response {
    let refused = match member(&app, &call).await {
        Ok(_) => Error::invalid("", "Records here are not submittable: they count once they are saved."),
        Err(error) => error,
    };
    api::error(&app, &call, &refused)
}

/// A session needs its CSRF token: [`member`] sees to it.
impl Guarded for insert_many {}
impl Guarded for bulk_update {}
impl Guarded for rename_doc {}
impl Guarded for not_submittable {}

fn respond(app: &App, call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(message) => answer::json(200, &json!({ "message": message })),
        Err(error) => api::error(app, call, &error),
    }
}

/// Who calls, if it is somebody.
async fn member(app: &App, call: &Call) -> Result<Actor> {
    let actor = caller::changing_actor(app, call).await?;
    match actor.is_guest() {
        true => Err(Error::Unauthenticated("Nobody is signed in.".into())),
        false => Ok(actor),
    }
}

/// The documents in `docs`.
fn documents(call: &Call) -> Result<Vec<Map<String, Json>>> {
    let refused = || Error::invalid("docs", "docs is a JSON list of objects, each with a doctype.");
    let docs: Json = serde_json::from_str(needed(&call.merged()?, "docs")?).map_err(|_| refused())?;
    let Json::Array(docs) = docs else {
        return Err(refused());
    };
    if docs.len() > MAX_DOCUMENTS {
        return Err(Error::invalid(
            "docs",
            text!(
                "Only { $max_documents } inserts allowed in one request",
                max_documents = MAX_DOCUMENTS
            ),
        ));
    }
    let object = |doc| match doc {
        Json::Object(doc) => Ok(doc),
        _ => Err(refused()),
    };
    docs.into_iter().map(object).collect()
}

fn doctype(doc: &Map<String, Json>) -> Result<&str> {
    let doctype = doc.get("doctype").and_then(Json::as_str);
    doctype.ok_or_else(|| Error::invalid("docs", "Each of the docs needs its doctype."))
}

async fn run_insert(app: &App, call: &Call) -> Result<Json> {
    let actor = member(app, call).await?;
    let mut inputs = Vec::new();
    for doc in documents(call)? {
        let record_type = app.registry.by_name(doctype(&doc)?)?;
        inputs.push((record_type, read_new(app, &actor, record_type, doc).await?.0));
    }
    let caller = app.caller(&actor);
    let names: Vec<String> = app
        .db
        .write(move |db| {
            let cx = caller.writing(db);
            let made = inputs
                .iter()
                .map(|(record_type, input)| Ok(verbs::insert(&cx, record_type, input)?.0.name));
            made.collect()
        })
        .await?;
    Ok(json!(names))
}

async fn run_update(app: &App, call: &Call) -> Result<Json> {
    let actor = member(app, call).await?;
    let mut failed = Vec::new();
    for doc in documents(call)? {
        let mut fields = doc.clone();
        let name = fields.shift_remove("docname").or_else(|| fields.shift_remove("name"));
        let name = name.as_ref().and_then(Json::as_str).unwrap_or_default().to_owned();
        let outcome = match app.registry.by_name(doctype(&doc)?) {
            Ok(record_type) => change_record(app, actor.clone(), record_type, &name, fields)
                .await
                .map(drop),
            Err(error) => Err(error),
        };
        if let Err(error) = outcome {
            let exception = problem::of(&error).exception;
            failed.push(json!({ "doc": doc, "exc": format!("frappe.exceptions.{exception}: {error}\n") }));
        }
    }
    Ok(json!({ "failed_docs": failed }))
}

async fn run_rename(app: &App, call: &Call) -> Result<Json> {
    let actor = member(app, call).await?;
    let params = call.merged()?;
    if matches!(params.text("merge"), "1" | "true" | "True") {
        return Err(Error::invalid(
            "merge",
            "Records are not merged here: delete the one that is not needed.",
        ));
    }
    let record_type = type_of(app, &params)?;
    let (old, new) = (
        needed(&params, "old_name")?.to_owned(),
        needed(&params, "new_name")?.to_owned(),
    );
    let caller = app.caller(&actor);
    let name = app
        .db
        .write(move |db| rename::rename(&caller.writing(db), record_type, &old, &new))
        .await?;
    Ok(json!(name))
}
