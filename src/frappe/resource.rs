//! REST on records: `/api/resource/<Type>` and `/api/resource/<Type>/<name>`.

use super::{document, shape};
use crate::app::App;
use crate::base::{Error, Result, scope};
use crate::login::caller;
use crate::records::query::{self, Query};
use crate::records::{self, Input, Kind, Outcome, Record, RecordType, Verb, access, verbs};
use crate::users::{Actor, Door, password};
use crate::web::{Call, Params, answer};
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
    respond(&call, run_list(&app, &call).await)
}

/// POST `/api/resource/<Type>`
#[handler]
pub async fn create(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&call, run_create(&app, &call).await)
}

/// GET `/api/resource/<Type>/<name>`
#[handler]
pub async fn read(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&call, run_read(&app, &call).await)
}

/// PUT `/api/resource/<Type>/<name>`
#[handler]
pub async fn update(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&call, run_update(&app, &call).await)
}

/// DELETE `/api/resource/<Type>/<name>`
#[handler]
pub async fn delete(app: Data<&Arc<App>>, call: Call) -> Response {
    match run_delete(&app, &call).await {
        Ok(()) => answer::json(202, &json!({ "data": "ok" })),
        Err(error) => shape::error(&call, &error),
    }
}

fn respond(call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(data) => answer::json(200, &json!({ "data": data })),
        Err(error) => shape::error(call, &error),
    }
}

async fn run_list(app: &App, call: &Call) -> Result<Json> {
    let record_type = records::by_name(call.part("type"))?;
    let actor = caller::actor(app, call).await?;
    let query = read_query(record_type, &call.query)?;
    let names = asked_fields(record_type, &call.query, &actor)?;
    let page = app
        .db
        .scan(move |db| verbs::list(db, &actor, record_type, &query))
        .await?;
    let rows = page
        .records
        .iter()
        .map(|record| document::fields(record_type, record, &names));
    Ok(Json::Array(rows.collect()))
}

async fn run_read(app: &App, call: &Call) -> Result<Json> {
    let record_type = records::by_name(call.part("type"))?;
    let actor = caller::actor(app, call).await?;
    let record = app
        .db
        .read(|db| verbs::get(db, &actor, record_type, call.part("name")))?;
    Ok(document::whole(record_type, &record))
}

async fn run_create(app: &App, call: &Call) -> Result<Json> {
    let record_type = records::by_name(call.part("type"))?;
    let actor = changing_actor(app, call).await?;
    access::reach(&actor, record_type, Verb::Create)?;
    let mut body = body(call)?;
    if record_type.name == "OAuth Client" {
        // A Frappe client gets its profile in the ID token and sends its secret in the body,
        // unless it says otherwise.
        body.entry("id_token_profile").or_insert(json!(1));
        body.entry("token_endpoint_auth_method")
            .or_insert(json!("Client Secret Post"));
    }
    let mut input = Input::from_json(record_type, &body, None)?;
    hash_passwords(app, record_type, &mut input).await?;
    let env = app.env.clone();
    let (record, outcome) = app
        .db
        .write(move |db| verbs::insert(db, &env, &actor, record_type, &input))
        .await?;
    Ok(with_shown(record_type, &record, &outcome))
}

async fn run_update(app: &App, call: &Call) -> Result<Json> {
    let record_type = records::by_name(call.part("type"))?;
    let actor = changing_actor(app, call).await?;
    let name = call.part("name").to_owned();
    access::check(&actor, record_type, Verb::Write, &name)?;
    let mut body = body(call)?;
    let stored = app.db.read(|db| verbs::get(db, &actor, record_type, &name))?;
    let known = document::whole(record_type, &stored);
    // Who sends back what they read says which state they saw.
    let seen = match body.shift_remove("modified") {
        Some(modified) if modified == known["modified"] => Some(stored.modified_at),
        Some(_) => return Err(verbs::stale(record_type, &stored)),
        None => None,
    };
    let mut input = Input::from_json(record_type, &body, known.as_object())?;
    hash_passwords(app, record_type, &mut input).await?;
    let env = app.env.clone();
    let (record, outcome) = app
        .db
        .write(move |db| verbs::update(db, &env, &actor, record_type, &name, &input, seen))
        .await?;
    Ok(with_shown(record_type, &record, &outcome))
}

async fn run_delete(app: &App, call: &Call) -> Result<()> {
    let record_type = records::by_name(call.part("type"))?;
    let actor = changing_actor(app, call).await?;
    let (env, name) = (app.env.clone(), call.part("name").to_owned());
    app.db
        .write(move |db| verbs::delete(db, &env, &actor, record_type, &name))
        .await
}

/// The caller of a change; one with a session needs its CSRF token.
pub async fn changing_actor(app: &App, call: &Call) -> Result<Actor> {
    let actor = caller::actor(app, call).await?;
    if let Door::Session(id) = &actor.door {
        caller::check_session_csrf(app, call, id, &call.form())?;
    }
    Ok(actor)
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
    body.retain(|name, _| !IGNORED.contains(&name.as_str()));
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

/// Checks and hashes new passwords before the change begins: hashing takes long.
pub async fn hash_passwords(app: &App, record_type: &RecordType, input: &mut Input) -> Result<()> {
    for field in record_type
        .fields()
        .filter(|field| matches!(field.kind, Kind::Password))
    {
        let Some(typed) = input.text(field.name).map(str::to_owned) else {
            continue;
        };
        let known: Vec<&str> = ["email", "first_name", "last_name"]
            .into_iter()
            .filter_map(|name| input.text(name))
            .collect();
        password::check(&typed, &known).map_err(|error| error.at(field.name))?;
        let hash = app.hasher.hash(&app.env, &typed).await?;
        input.0.insert(field.name.to_owned(), json!(hash));
    }
    Ok(())
}

fn read_query(record_type: &RecordType, params: &Params) -> Result<Query> {
    let mut query = Query::default();
    if let Some(filters) = params.get("filters") {
        let filters = serde_json::from_str(filters).map_err(|_| Error::invalid("filters", "filters is not JSON."))?;
        query.add_filters(record_type, &filters)?;
    }
    if let Some(order) = params.get("order_by") {
        query.set_order(record_type, order)?;
    }
    let number = |name: &str| match params.get(name) {
        None => Ok(None),
        Some(text) => text
            .parse::<i64>()
            .map(Some)
            .map_err(|_| Error::invalid(name, format!("{name} is not a number."))),
    };
    let limit = match number("limit_page_length")? {
        Some(limit) => Some(limit),
        None => number("limit")?,
    };
    query.set_page(number("limit_start")?.unwrap_or(0), limit.unwrap_or(20))?;
    Ok(query)
}

fn asked_fields(record_type: &RecordType, params: &Params, actor: &Actor) -> Result<Vec<String>> {
    let asked = match params.get("fields") {
        None => vec!["name".to_owned()],
        Some(fields) => serde_json::from_str::<Vec<String>>(fields)
            .map_err(|_| Error::invalid("fields", "fields is a JSON list of names."))?,
    };
    let may_read = |name: &str| match access::readable_fields(actor) {
        Some(readable) => name == "name" || readable.contains(&name),
        None => true,
    };
    let mut names = Vec::new();
    for name in asked {
        if name == "*" {
            let columns = record_type
                .fields()
                .filter(|field| field.is_column() && field.is_readable());
            let all = ["name", "owner", "creation", "modified", "modified_by"]
                .into_iter()
                .chain(columns.map(|field| field.name));
            names.extend(all.filter(|name| may_read(name)).map(str::to_owned));
        } else if query::column(record_type, &name).is_some() && may_read(&name) {
            names.push(name);
        } else {
            return Err(Error::invalid(
                "fields",
                format!("{} has no field {name:?} to ask for.", record_type.name),
            ));
        }
    }
    Ok(names)
}

/// Refuses a token whose scopes name nothing about its user.
pub fn knows_user(actor: &Actor) -> Result<()> {
    match &actor.door {
        Door::Bearer { scopes, .. } if !scopes.contains(scope::ALL) && !scopes.contains(scope::OPENID) => {
            Err(Error::InsufficientScope {
                needs: scope::OPENID,
                text: format!("The token's scopes ({scopes}) do not tell who its user is."),
            })
        }
        _ => Ok(()),
    }
}
