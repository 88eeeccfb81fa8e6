//! Methods under `/api/method`: who am I, ping, API keys.

use super::resource::{changing_actor, knows_user};
use super::shape;
use crate::app::App;
use crate::base::{Error, Result};
use crate::login::caller;
use crate::records::{Verb, access};
use crate::users::record::USER;
use crate::users::{api_keys, store};
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// GET and POST `frappe.auth.get_logged_user`
#[handler]
pub async fn get_logged_user(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&call, logged_user(&app, &call).await)
}

/// GET and POST `ping` and `frappe.ping`
#[handler]
pub async fn ping(app: Data<&Arc<App>>, call: Call) -> Response {
    // As in Frappe, credentials that are no good are never overlooked.
    let outcome = caller::actor(&app, &call).await.map(|_| json!("pong"));
    respond(&call, outcome)
}

/// POST `frappe.core.doctype.user.user.generate_keys`
#[handler]
pub async fn generate_keys(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&call, new_keys(&app, &call).await)
}

/// Any other method.
#[handler]
pub async fn unknown(app: Data<&Arc<App>>, call: Call) -> Response {
    let error = match caller::actor(&app, &call).await {
        // Frappe's words and status.
        Ok(_) => Error::invalid("", format!("Failed to get method for command {}", call.part("method"))),
        Err(error) => error,
    };
    shape::error(&call, &error)
}

fn respond(call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(message) => answer::json(200, &json!({ "message": message })),
        Err(error) => shape::error(call, &error),
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
    let actor = changing_actor(app, call).await?;
    let email = call.merged()?.text("user").to_lowercase();
    access::check(&actor, &USER, Verb::Write, &email)?;
    let env = app.env.clone();
    let key = app
        .db
        .write(move |db| {
            let user = store::by_email(db, &email)?;
            let user = user.ok_or_else(|| Error::NotFound(format!("User {email} not found")))?;
            api_keys::generate(db, &env, &user)
        })
        .await?;
    Ok(json!({ "api_secret": key.api_secret.reveal() }))
}
