//! Dynamic client registration (RFC 7591) and its management (RFC 7592).

use super::client_call::{no_store, not_found, reject};
use super::cors;
use crate::base::{ClientId, Error, Result};
use crate::oauth::Rejection;
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult};
use crate::oauth::registration::{self, Registered};
use crate::oauth::settings::{self, Registration};
use crate::permissions::Actor;
use crate::server::App;
use crate::server::presented::{self, Scheme};
use crate::web::limits::Limited;
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// POST `/oauth2/register`, and Frappe's `register_client`.
#[handler]
pub async fn register(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, 201, create(&app, &call).await)
}

/// GET `/oauth2/register/:id`
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    let told = managed(&app, &call).map(|client| {
        let mut told = described(&app, &client);
        told.insert("registration_access_token".into(), json!(token_of(&call)));
        told
    });
    respond(&app, &call, 200, told)
}

/// PUT `/oauth2/register/:id`
#[handler]
pub async fn replace(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, 200, change(&app, &call).await)
}

/// DELETE `/oauth2/register/:id`
#[handler]
pub async fn remove(app: Data<&Arc<App>>, call: Call) -> Response {
    match end(&app, &call).await {
        Ok(()) => cors::allow_everybody(&call, no_store(answer::text(204, ""))),
        Err(rejection) => respond(&app, &call, 204, Err(rejection)),
    }
}

/// Apps call them, with tokens of their own: no cookie counts.
impl Guarded for register {}
impl Guarded for replace {}
impl Guarded for remove {}

fn respond(app: &App, call: &Call, status: u16, outcome: OAuthResult<Map<String, Json>>) -> Response {
    let response = match outcome {
        Ok(told) => no_store(answer::json(status, &Json::Object(told))),
        Err(Rejection::Failed(Error::NotFound(why))) => not_found(&why),
        Err(rejection) => {
            let error: OAuthError = rejection.into();
            let mut response = reject(app, call, &error);
            if error.code == ErrorCode::InvalidToken {
                answer::set(&mut response, "www-authenticate", "Bearer error=\"invalid_token\"");
            }
            response
        }
    };
    // What counts is the token that is sent, if any: pages of everybody's may ask.
    cors::allow_everybody(call, response)
}

fn token_of(call: &Call) -> Option<&str> {
    let (scheme, token) = presented::in_header(call)?;
    (scheme == Scheme::Bearer).then_some(token)
}

fn body(call: &Call) -> OAuthResult<Map<String, Json>> {
    let refused = |why: &str| OAuthError::new(ErrorCode::InvalidClientMetadata, why);
    match call.json() {
        Ok(described) if !described.is_empty() => Ok(described),
        Ok(_) => Err(refused("Request body is empty: send JSON.").into()),
        Err(Error::Invalid(_)) => Err(refused("The body is no JSON object.").into()),
        Err(error) => Err(error.into()),
    }
}

fn policy(app: &App) -> Result<Registration> {
    let policy = app.db.read(settings::registration)?;
    match policy.is_on {
        true => Ok(policy),
        false => Err(Error::NotFound(
            "Apps cannot record themselves here: ask the administrator of this site.".into(),
        )),
    }
}

async fn create(app: &App, call: &Call) -> OAuthResult<Map<String, Json>> {
    let policy = policy(app)?;
    app.db
        .view(|db| registration::admits(db, &app.env, &policy, token_of(call)))?;
    app.limits.failed(Limited::Register, call.origin.address, "")?;
    let described = body(call)?;
    let caller = app.caller(&Actor::program(call.from()));
    let registered = app
        .db
        .transact(move |db| registration::register(&caller.writing(db), &policy, &described))
        .await?;
    Ok(answered(app, registered))
}

fn managed(app: &App, call: &Call) -> OAuthResult<Arc<Client>> {
    let id = ClientId::from(call.part("id"));
    let found = match token_of(call) {
        Some(token) => app.db.read(|db| registration::managed(db, &id, token))?,
        None => None,
    };
    match found {
        Some(client) => Ok(client),
        None => {
            app.limits.failed(Limited::Secret, call.origin.address, id.as_str())?;
            let why = "This is not the token of a registration here.";
            Err(OAuthError::new(ErrorCode::InvalidToken, why).into())
        }
    }
}

async fn change(app: &App, call: &Call) -> OAuthResult<Map<String, Json>> {
    let client = managed(app, call)?;
    let policy = policy(app)?;
    let described = body(call)?;
    if described.get("client_id").and_then(Json::as_str) != Some(client.id.as_str()) {
        return Err(OAuthError::invalid_request("client_id must be the one that is registered.").into());
    }
    if [
        "registration_access_token",
        "client_id_issued_at",
        "client_secret_expires_at",
    ]
    .iter()
    .any(|name| described.contains_key(*name))
    {
        return Err(
            OAuthError::invalid_request("The request says what only the registration says (RFC 7592, 2.2).").into(),
        );
    }
    let caller = app.caller(&Actor::program(call.from()));
    let token = token_of(call).unwrap_or_default().to_owned();
    let registered = app
        .db
        .transact(move |db| registration::replace(&caller.writing(db), &policy, &client.id, &token, &described))
        .await?;
    Ok(answered(app, registered))
}

async fn end(app: &App, call: &Call) -> OAuthResult<()> {
    let client = managed(app, call)?;
    let caller = app.caller(&Actor::program(call.from()));
    let token = token_of(call).unwrap_or_default().to_owned();
    let removed = app
        .db
        .transact(move |db| registration::remove(&caller.writing(db), &client.id, &token));
    removed.await
}

fn described(app: &App, client: &Client) -> Map<String, Json> {
    let mut told = registration::describe(client);
    let address = app.env.url(&format!("/oauth2/register/{}", client.id));
    told.insert("registration_client_uri".into(), json!(address));
    told.insert("client_id_issued_at".into(), json!(client.made_at));
    if client.has_secret() {
        told.insert("client_secret_expires_at".into(), json!(0));
    }
    told
}

fn answered(app: &App, registered: Registered) -> Map<String, Json> {
    let Registered { client, secret, token } = registered;
    let mut told = described(app, &client);
    if let Some(secret) = secret {
        told.insert("client_secret".into(), json!(secret));
    }
    told.insert("registration_access_token".into(), json!(token.reveal()));
    told
}
