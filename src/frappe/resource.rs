//! REST on records: `/api/resource/<Type>` and `/api/resource/<Type>/<name>`.

use super::changes::{Changed, change_record, create_record, delete_record};
use super::connected_app as connected;
use super::{document, lists};
use crate::base::{Error, Result};
use crate::records::{RecordType, Verb, access, act, verbs};
use crate::server::{App, api, caller};
use crate::users::Actor;
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// GET `/api/resource/<Type>`
#[handler]
pub async fn list(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_list(&app, &call).await)
}

/// POST `/api/resource/<Type>`
#[handler]
pub async fn create(app: Data<&Arc<App>>, call: Call) -> Response {
    respond_changed(&app, &call, "data", run_create(&app, &call).await)
}

/// GET `/api/resource/<Type>/<name>`
#[handler]
pub async fn read(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_read(&app, &call).await)
}

/// PUT `/api/resource/<Type>/<name>`
#[handler]
pub async fn update(app: Data<&Arc<App>>, call: Call) -> Response {
    respond_changed(&app, &call, "data", run_update(&app, &call).await)
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

/// The answer to a change, under `data` or `message`, with a note on what was left out of it.
pub fn respond_changed(app: &App, call: &Call, key: &str, outcome: Result<Changed>) -> Response {
    match outcome {
        Ok(changed) => answer::json(200, &changed.wrapped(key)),
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
    lists::answer(app, actor, record_type, &call.query).await
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
    app.catch_up_for(record_type).await;
    let outcome = act::act(&app.world(), &app.caller(actor), asked).await?;
    let mut answer = Map::new();
    for shown in outcome.shown {
        answer.insert(shown.name.into(), json!(shown.value));
    }
    answer.insert("message".into(), json!(outcome.message.english()));
    Ok(Json::Object(answer))
}

async fn run_create(app: &App, call: &Call) -> Result<Changed> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::changing_actor(app, call).await?;
    create_record(app, actor, record_type, body(call)?).await
}

async fn run_update(app: &App, call: &Call) -> Result<Changed> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::changing_actor(app, call).await?;
    change_record(app, actor, record_type, call.part("name"), body(call)?).await
}

async fn run_delete(app: &App, call: &Call) -> Result<()> {
    let record_type = app.registry.by_name(call.part("type"))?;
    let actor = caller::changing_actor(app, call).await?;
    delete_record(app, actor, record_type, call.part("name")).await
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
