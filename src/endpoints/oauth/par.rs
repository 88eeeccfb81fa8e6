//! Pushed authorization requests (RFC 9126): the client proves who it is, the request is checked as it will be when
//! somebody brings it, and a reference to it is handed back.

use super::{client_auth, client_call, proof, unfold};
use crate::base::Error;
use crate::oauth::clients::Client;
use crate::oauth::error::{OAuthError, OAuthResult};
use crate::oauth::pushed;
use crate::oauth::request::{self, AuthorizationError};
use crate::server::App;
use crate::web::{Call, Guarded, Params};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::json;
use std::sync::Arc;

/// What proves who the client is, and is no part of its request.
const OF_THE_CLIENT: &[&str] = &["client_secret", "client_assertion", "client_assertion_type"];

/// POST `/oauth2/par`
#[handler]
pub async fn push(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = run(&app, &call).await;
    let mut response = client_call::respond_with(&app, &call, 201, outcome);
    proof::offer_nonce(&app, &call, &mut response);
    response
}

/// Clients call it, with credentials of their own: no cookie counts.
impl Guarded for push {}

async fn run(app: &App, call: &Call) -> OAuthResult<String> {
    let proven = proof::of_client(app, call)?;
    client_auth::look_up(app, call, call.form().text("client_id")).await?;
    let (form, client) = client_call::identify(app, call).await?;
    let key = proof::take(app, proven)?;
    if form.has("request_uri") {
        return Err(OAuthError::invalid_request("A pushed request cannot be a reference itself.").into());
    }
    let mut params = Params(form.0.clone());
    params
        .0
        .retain(|(name, _)| !OF_THE_CLIENT.contains(&name.as_str()) && name != "client_id");
    params.0.push(("client_id".into(), client.id.to_string()));
    let mut sent = unfold::object(app, &client, params).await;
    sent.is_pushed = true;
    sent.key = key;
    check(app, &client, &sent)?;
    let reference = pushed::reference(&app.env, &client.id, sent);
    let reference = reference.map_err(|error| match error {
        Error::Invalid(_) => OAuthError::invalid_request(error.to_string()).into(),
        other => crate::oauth::Rejection::Failed(other),
    })?;
    Ok(json!({ "request_uri": reference, "expires_in": pushed::LIFETIME }).to_string())
}

/// Every refusal is told to the client, for it is the client who asks.
fn check(app: &App, client: &Client, sent: &request::Sent) -> OAuthResult<()> {
    if client.fapi2 && sent.params.get("redirect_uri").is_none() && sent.refused.is_none() {
        return Err(OAuthError::invalid_request("redirect_uri is missing (FAPI 2.0).").into());
    }
    let checked = app.db.view(|db| request::check(db, &app.env, sent));
    match checked {
        Ok(_) => Ok(()),
        Err(AuthorizationError::Redirect(_, error)) => Err(error.into()),
        Err(AuthorizationError::Page(refusal)) => Err(sent
            .refused
            .clone()
            .unwrap_or_else(|| OAuthError::invalid_request(refusal.message.english()))
            .into()),
        Err(AuthorizationError::Failed(error)) => Err(error.into()),
    }
}
