//! Device authorization (RFC 8628 §3.1): a device begins, and is told what to show.

use super::client_call;
use crate::base::Scopes;
use crate::oauth::clients::Client;
use crate::oauth::devices;
use crate::oauth::error::{OAuthResult, only_once};
use crate::oauth::grant_types;
use crate::oauth::request::asked_scopes;
use crate::oauth::resources;
use crate::server::App;
use crate::web::limits::Limited;
use crate::web::{Call, Guarded, Params};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::json;
use std::sync::Arc;

/// POST `/oauth2/device_authorization`
#[handler]
pub async fn begin(app: Data<&Arc<App>>, call: Call) -> Response {
    client_call::respond(&app, &call, run(&app, &call).await)
}

/// Devices call it, with credentials of their own: no cookie counts.
impl Guarded for begin {}

async fn run(app: &App, call: &Call) -> OAuthResult<String> {
    let (form, client) = client_call::identify(app, call).await?;
    only_once(&form, &["scope"])?;
    grant_types::signs_devices_in(&client)?;
    // Each is stored, whoever asks.
    app.limits.failed(Limited::Begin, call.origin.address, "")?;
    let (scopes, resources) = asked(app, &client, &form)?;
    let (env, origin) = (app.env.clone(), call.from());
    let begun = app
        .db
        .write(move |db| devices::begin(db, &env, &client, &scopes, &resources, &origin));
    let (device_code, user_code) = begun.await?;
    let page = app.env.url("/device");
    let told = json!({
        "device_code": device_code.reveal(),
        "user_code": user_code,
        "verification_uri": page,
        "verification_uri_complete": format!("{page}?user_code={user_code}"),
        "expires_in": devices::LIFETIME,
        "interval": devices::INTERVAL,
    });
    Ok(told.to_string())
}

fn asked(app: &App, client: &Client, form: &Params) -> OAuthResult<(Scopes, Vec<String>)> {
    let (granted, _) = asked_scopes(client, form.get("scope"))?;
    let allowed = app
        .db
        .view(|db| resources::allowed(db, &app.env, client, form, &granted))?;
    Ok((granted, allowed))
}
