//! Methods under `/api/method`: who am I, ping, API keys.

use super::arguments::knows_user;
use super::connected_app as connected;
use super::resource::{respond_with, run_on};
use crate::base::{Error, Result, text};
use crate::people::record::USER;
use crate::server::{App, api, caller};
use crate::web::{Call, Guarded, Params, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// GET and POST `frappe.auth.get_logged_user`
#[handler]
pub async fn get_logged_user(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, logged_user(&app, &call).await)
}

/// GET and POST `ping` and `frappe.ping`
#[handler]
pub async fn ping(app: Data<&Arc<App>>, call: Call) -> Response {
    // As in Frappe, credentials that are no good are never overlooked.
    let outcome = caller::actor(&app, &call).await.map(|_| json!("pong"));
    respond(&app, &call, outcome)
}

/// POST `frappe.core.doctype.user.user.generate_keys`
#[handler]
pub async fn generate_keys(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, new_keys(&app, &call).await)
}

/// POST `run_doc_method`: `dt`, `dn`, `method`, `args`
#[handler]
pub async fn run_doc_method(app: Data<&Arc<App>>, call: Call) -> Response {
    match doc_method(&call) {
        Ok(asked) if connected::is_doc_method(&asked.doctype, &asked.method) => {
            let arguments = Params(asked.arguments);
            let answered = connected::run_doc_method(&app, &call, &asked.name, &asked.method, &arguments).await;
            respond_with(&app, &call, answered, |answered| {
                let docs: Vec<&Json> = answered.document.iter().collect();
                json!({ "message": answered.value, "docs": docs })
            })
        }
        asked => respond(&app, &call, run_action(&app, &call, asked).await),
    }
}

/// Any other method.
#[handler]
pub async fn unknown(app: Data<&Arc<App>>, call: Call) -> Response {
    let error = match caller::actor(&app, &call).await {
        // Frappe's words and status.
        Ok(_) => Error::invalid(
            "",
            text!("Failed to get method for command { $part }", part = call.part("method")),
        ),
        Err(error) => error,
    };
    api::error(&app, &call, &error)
}

/// They change nothing.
impl Guarded for get_logged_user {}
impl Guarded for ping {}
impl Guarded for unknown {}

/// A session needs its CSRF token: [`caller::changing_actor`] sees to it.
impl Guarded for generate_keys {}
impl Guarded for run_doc_method {}

fn respond(app: &App, call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(message) => answer::json(200, &json!({ "message": message })),
        Err(error) => api::error(app, call, &error),
    }
}

async fn logged_user(app: &App, call: &Call) -> Result<Json> {
    let actor = caller::actor(app, call).await?;
    if actor.is_guest() {
        return Err(Error::Unauthenticated("Nobody is signed in.".into()));
    }
    knows_user(&actor)?;
    Ok(json!(actor.name()))
}

async fn new_keys(app: &App, call: &Call) -> Result<Json> {
    let actor = caller::changing_actor(app, call).await?;
    let email = call.merged()?.text("user").to_lowercase();
    let answer = run_on(app, &actor, &USER, &email, "api-key", Vec::new()).await?;
    Ok(json!({ "api_secret": answer["api_secret"] }))
}

/// A method of a record that was asked for.
struct DocMethod {
    doctype: String,
    name: String,
    method: String,
    arguments: Vec<(String, String)>,
}

/// The arguments of `run_doc_method`.
fn doc_method(call: &Call) -> Result<DocMethod> {
    let params = call.merged()?;
    let (doctype, name) = match params.get("docs").map(serde_json::from_str::<Json>) {
        Some(Ok(docs)) => (
            docs["doctype"].as_str().unwrap_or_default().to_owned(),
            docs["name"].as_str().unwrap_or_default().to_owned(),
        ),
        Some(Err(_)) => return Err(Error::invalid("docs", "docs is not JSON.")),
        None => (params.text("dt").to_owned(), params.text("dn").to_owned()),
    };
    let arguments = match params.get("args").map(serde_json::from_str::<Json>) {
        Some(Ok(Json::Object(args))) => args
            .into_iter()
            .map(|(name, value)| match value {
                Json::String(text) => (name, text),
                other => (name, other.to_string()),
            })
            .collect(),
        Some(Ok(Json::Null)) | None => Vec::new(),
        Some(_) => return Err(Error::invalid("args", "args is not a JSON object.")),
    };
    Ok(DocMethod {
        doctype,
        name,
        method: params.text("method").to_owned(),
        arguments,
    })
}

async fn run_action(app: &App, call: &Call, asked: Result<DocMethod>) -> Result<Json> {
    let actor = caller::changing_actor(app, call).await?;
    let asked = asked?;
    let record_type = app.registry.by_name(&asked.doctype)?;
    run_on(app, &actor, record_type, &asked.name, &asked.method, asked.arguments).await
}
