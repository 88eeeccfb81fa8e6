//! REST on records: `/api/resource/<Type>` and `/api/resource/<Type>/<name>`.

use super::connected_app as connected;
use super::{arguments, document};
use crate::base::{Error, Result};
use crate::records::{Input, Outcome, Record, RecordType, Verb, access, act, is_nothing, verbs};
use crate::server::passwords::hash_passwords;
use crate::server::{App, api, caller};
use crate::users::Actor;
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// What programs send along although it is no field of ours: it changes nothing here.
const IGNORED: &[&str] = &[
    "doctype",
    "docstatus",
    "idx",
    "__islocal",
    "__unsaved",
    "send_welcome_email",
    "data",
    "csrf_token",
];

/// GET `/api/resource/<Type>`
#[handler]
pub async fn list(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_list(&app, &call).await)
}

/// POST `/api/resource/<Type>`
#[handler]
pub async fn create(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_create(&app, &call).await)
}

/// GET `/api/resource/<Type>/<name>`
#[handler]
pub async fn read(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_read(&app, &call).await)
}

/// PUT `/api/resource/<Type>/<name>`
#[handler]
pub async fn update(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_update(&app, &call).await)
}

/// POST `/api/resource/<Type>/<name>?run_method=<action>`
#[handler]
pub async fn run_method(app: Data<&Arc<App>>, call: Call) -> Response {
    let arguments = call.merged().unwrap_or_default();
    let method = arguments.text("run_method");
    if connected::is_doc_method(call.part("type"), method) {
        let answered = connected::run_doc_method(&app, &call, call.part("name"), method, &arguments).await;
        return respond_with(&app, &call, answered, |answered| json!({ "data": answered.value }));
    }
    respond(&app, &call, run_action(&app, &call).await)
}

/// DELETE `/api/resource/<Type>/<name>`
#[handler]
pub async fn delete(app: Data<&Arc<App>>, call: Call) -> Response {
    match run_delete(&app, &call).await {
        Ok(()) => answer::json(202, &json!({ "data": "ok" })),
        Err(error) => api::error(&app, &call, &error),
    }
}

/// A session needs its CSRF token: [`caller::changing_actor`] sees to it.
impl Guarded for create {}
impl Guarded for update {}
impl Guarded for run_method {}
impl Guarded for delete {}

fn respond(app: &App, call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(data) => answer::json(200, &json!({ "data": data })),
        Err(error) => api::error(app, call, &error),
    }
}

/// The answer of a method with its cookie.
pub fn respond_with(
    app: &App,
    call: &Call,
    outcome: Result<connected::Answered>,
    body: impl FnOnce(&connected::Answered) -> Json,
) -> Response {
    match outcome {
        Ok(answered) => {
            let mut response = answer::json(200, &body(&answered));
            if let Some(cookie) = &answered.cookie {
                answer::add_cookie(&mut response, cookie);
            }
            response
        }
        Err(error) => api::error(app, call, &error),
    }
}

async fn run_list(app: &App, call: &Call) -> Result<Json> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::actor(app, call).await?;
    arguments::rows(app, actor, record_type, &call.query).await
}

async fn run_read(app: &App, call: &Call) -> Result<Json> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::actor(app, call).await?;
    access::reach(&actor, record_type, Verb::Read)?;
    if call.query.get("run_method").is_some() {
        return Err(Error::invalid(
            "run_method",
            "Methods change something: call them by POST.",
        ));
    }
    app.catch_up_for(record_type).await;
    let record = app.look(&actor, |cx| verbs::get(cx, record_type, call.part("name")))?;
    Ok(document::readable(&actor, record_type, &record))
}

async fn run_action(app: &App, call: &Call) -> Result<Json> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::changing_actor(app, call).await?;
    let mut arguments = call.merged()?;
    let method = arguments.text("run_method").to_owned();
    if method.is_empty() {
        return Err(Error::invalid("run_method", "Name the method to run: run_method=."));
    }
    arguments.0.retain(|(name, _)| name != "run_method");
    run_on(app, &actor, record_type, call.part("name"), &method, arguments.0).await
}

/// Runs an action of a type; its words and the secrets that it made are the answer.
pub async fn run_on(
    app: &App,
    actor: &Actor,
    record_type: &'static RecordType,
    name: &str,
    action: &str,
    form: Vec<(String, String)>,
) -> Result<Json> {
    let asked = act::ActionCall {
        record_type,
        name: name.to_owned(),
        // Frappe's methods are written with underscores.
        action: action.replace('_', "-"),
        form,
    };
    let outcome = act::act(&app.world(), &app.caller(actor), asked).await?;
    let mut answer = Map::new();
    for shown in outcome.shown {
        answer.insert(shown.name.into(), json!(shown.value));
    }
    answer.insert("message".into(), json!(outcome.message));
    Ok(Json::Object(answer))
}

async fn run_create(app: &App, call: &Call) -> Result<Json> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::changing_actor(app, call).await?;
    create_record(app, actor, record_type, body(call)?).await
}

/// Makes a record from a document.
pub async fn create_record(
    app: &App,
    actor: Actor,
    record_type: &'static RecordType,
    mut body: Map<String, Json>,
) -> Result<Json> {
    access::reach(&actor, record_type, Verb::Create)?;
    body.retain(|name, _| !IGNORED.contains(&name.as_str()));
    for (field, value) in record_type.frappe_defaults {
        if body.get(*field).is_none_or(is_nothing) {
            body.insert((*field).to_owned(), value.json());
        }
    }
    let mut input = Input::from_json(record_type, &body, None)?;
    hash_passwords(app, record_type, &mut input).await?;
    let caller = app.caller(&actor);
    let (record, outcome) = app
        .db
        .write(move |db| verbs::insert(&caller.writing(db), record_type, &input))
        .await?;
    Ok(with_shown(record_type, &record, &outcome))
}

async fn run_update(app: &App, call: &Call) -> Result<Json> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::changing_actor(app, call).await?;
    change_record(app, actor, record_type, call.part("name"), body(call)?).await
}

/// Changes a record by a document, or a part of one.
pub async fn change_record(
    app: &App,
    actor: Actor,
    record_type: &'static RecordType,
    name: &str,
    mut body: Map<String, Json>,
) -> Result<Json> {
    let name = name.to_owned();
    body.retain(|name, _| !IGNORED.contains(&name.as_str()));
    let stored = app.look(&actor, |cx| access::admit(cx, record_type, Verb::Write, &name))?;
    verbs::check_managed(&actor, record_type, body.keys())?;
    let known = document::whole(record_type, &stored);
    // Who sends back what they read says which state they saw.
    let seen = match body.shift_remove("modified") {
        Some(modified) if modified == known["modified"] => Some(stored.modified_at),
        Some(_) => return Err(verbs::stale(record_type, &stored)),
        None => None,
    };
    let mut input = Input::from_json(record_type, &body, known.as_object())?;
    hash_passwords(app, record_type, &mut input).await?;
    let caller = app.caller(&actor);
    let (record, outcome) = app
        .db
        .write(move |db| verbs::update(&caller.writing(db), record_type, &name, &input, seen))
        .await?;
    Ok(with_shown(record_type, &record, &outcome))
}

async fn run_delete(app: &App, call: &Call) -> Result<()> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::changing_actor(app, call).await?;
    delete_record(app, actor, record_type, call.part("name")).await
}

/// Removes a record.
pub async fn delete_record(app: &App, actor: Actor, record_type: &'static RecordType, name: &str) -> Result<()> {
    let (caller, name) = (app.caller(&actor), name.to_owned());
    app.db
        .write(move |db| verbs::delete(&caller.writing(db), record_type, &name))
        .await
}

/// The body: JSON, or a form with either the fields or all of them as JSON in `data`.
fn body(call: &Call) -> Result<Map<String, Json>> {
    let mut body = call.json()?;
    let form = call.form();
    match form.get("data").map(serde_json::from_str::<Json>) {
        Some(Ok(Json::Object(data))) => body = data,
        Some(_) => return Err(Error::invalid("data", "data is not a JSON object.")),
        None => body.extend(form.0.into_iter().map(|(name, value)| (name, Json::String(value)))),
    }
    Ok(body)
}

/// The new record; secrets that were made with it stand in it this once.
fn with_shown(record_type: &RecordType, record: &Record, outcome: &Outcome) -> Json {
    let mut document = document::whole(record_type, record);
    for shown in &outcome.shown {
        document[shown.name] = json!(shown.value);
    }
    document
}
