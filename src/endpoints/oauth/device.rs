//! Device authorization (RFC 8628 §3.1): a device begins, and is told what to show.

use super::client_call;
use crate::base::Scopes;
use crate::oauth::clients::Client;
use crate::oauth::devices;
use crate::oauth::error::{OAuthError, OAuthResult};
use crate::oauth::grant_types;
use crate::oauth::request::may_ask_for;
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
    if let Some(name) = form.duplicate(&["scope"]) {
        return Err(OAuthError::invalid_request(format!("Duplicate {name} parameter.")).into());
    }
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
    let asked = form.get("scope").map_or_else(|| client.scopes.clone(), Scopes::parse);
    let granted = asked.within(&client.scopes);
    if granted.iter().next().is_none() {
        return Err(may_ask_for(client, &asked).into());
    }
    let mut allowed = Vec::new();
    for uri in resources::named_in(form) {
        let found = app.db.view(|db| resources::find(db, &app.env, client, uri))?;
        found.scopes_of(&granted)?;
        allowed.extend(found.resource().map(|resource| resource.uri.clone()));
    }
    Ok((granted, allowed))
}
