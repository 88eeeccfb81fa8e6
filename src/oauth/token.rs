//! The token endpoint (RFC 6749 §3.2).

use super::client_call;
use super::error::{ErrorCode, OAuthError};
use super::flow::{self, Issued, Verdict};
use super::keys::{Algorithm, Signer};
use super::{claims, client_auth, clients::Client, id_token};
use crate::app::App;
use crate::base::{Error, Result, Scopes, scope};
use crate::web::limits::Kind;
use crate::web::{Call, Params};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The grants that exist, in discovery's words.
pub const GRANT_TYPES: &[&str] = &["authorization_code", "refresh_token", "client_credentials"];

/// Parameters that may stand once only.
const SINGLE: &[&str] = &[
    "grant_type",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "scope",
];

/// POST `/oauth2/token`, and Frappe's `get_token`.
#[handler]
pub async fn endpoint(app: Data<&Arc<App>>, call: Call) -> Response {
    client_call::respond(&app, &call, run(&app, &call).await)
}

async fn run(app: &App, call: &Call) -> Result<Verdict<Json>> {
    let form = match client_call::form_of(call) {
        Ok(form) => form,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(name) = form.duplicate(SINGLE) {
        return Ok(Err(OAuthError::invalid_request(format!("Duplicate {name} parameter."))));
    }
    let Some(grant_type) = form.get("grant_type") else {
        return Ok(Err(OAuthError::invalid_request("Missing grant_type parameter.")));
    };
    if !GRANT_TYPES.contains(&grant_type) {
        return Ok(Err(unsupported(grant_type)));
    }
    let client = match client_auth::authenticate(app, call, &form).await? {
        Ok(client) => client,
        Err(error) => return Ok(Err(error)),
    };
    // Who signs is found out before anything is used up.
    let signer = signer(app, &client).await?;
    let client_id = client.id.clone();
    let verdict = match grant_type {
        "authorization_code" => exchange(app, client, &form).await?,
        "refresh_token" => refresh(app, client, &form).await?,
        _ => client_credentials(app, client, &form).await?,
    };
    match verdict {
        Ok(issued) => {
            app.usage.issued(&client_id, issued.live.user_id(), app.env.now());
            Ok(Ok(describe(app, issued, signer).await?))
        }
        Err(error) => {
            if error.code == ErrorCode::InvalidGrant {
                app.limits.failed(Kind::Grant, call.origin.address, &client_id)?;
            }
            Ok(Err(error))
        }
    }
}

fn unsupported(grant_type: &str) -> OAuthError {
    let why = match grant_type {
        "password" => {
            "The password grant does not exist here: apps must not see passwords. Use authorization_code.".into()
        }
        "implicit" => "The implicit grant does not exist here. Use authorization_code with PKCE.".into(),
        other => format!("The grant type {other} does not exist here."),
    };
    OAuthError::new(ErrorCode::UnsupportedGrantType, why)
}

async fn exchange(app: &App, client: Client, form: &Params) -> Result<Verdict<Issued>> {
    if !client.authorization_code {
        return Ok(Err(OAuthError::new(
            ErrorCode::UnauthorizedClient,
            "This client may not sign people in.",
        )));
    }
    let Some(code) = form.get("code").map(str::to_owned) else {
        return Ok(Err(OAuthError::invalid_request("Missing code parameter.")));
    };
    let redirect_uri = form.get("redirect_uri").map(str::to_owned);
    let code_verifier = form.get("code_verifier").map(str::to_owned);
    let env = app.env.clone();
    app.db
        .write(move |db| {
            flow::exchange(
                db,
                &env,
                &client,
                &code,
                redirect_uri.as_deref(),
                code_verifier.as_deref(),
            )
        })
        .await
}

async fn refresh(app: &App, client: Client, form: &Params) -> Result<Verdict<Issued>> {
    let Some(token) = form.get("refresh_token").map(str::to_owned) else {
        return Ok(Err(OAuthError::invalid_request("Missing refresh token parameter.")));
    };
    let scope = form.get("scope").map(str::to_owned);
    let env = app.env.clone();
    app.db
        .write(move |db| flow::refresh(db, &env, &client, &token, scope.as_deref()))
        .await
}

async fn client_credentials(app: &App, client: Client, form: &Params) -> Result<Verdict<Issued>> {
    if !client.client_credentials || client.is_public() {
        let why = "Client credentials are not switched on for this client.";
        return Ok(Err(OAuthError::new(ErrorCode::UnauthorizedClient, why)));
    }
    let asked = form.get("scope").map_or_else(|| client.scopes.clone(), Scopes::parse);
    if !client.scopes.covers(&asked) {
        let why = format!("The client may ask for: {}.", client.scopes);
        return Ok(Err(OAuthError::new(ErrorCode::InvalidScope, why)));
    }
    let env = app.env.clone();
    app.db
        .write(move |db| flow::client_credentials(db, &env, &client, &asked))
        .await
}

/// The answer, in the order of Frappe's.
pub async fn describe(app: &App, issued: Issued, signer: Option<Arc<Signer>>) -> Result<Json> {
    let mut body = Map::new();
    body.insert("access_token".into(), json!(issued.access_token.reveal()));
    body.insert("expires_in".into(), json!(issued.live.client.access_token_lifetime));
    body.insert("token_type".into(), json!("Bearer"));
    body.insert("scope".into(), json!(issued.scopes.to_string()));
    if let Some(refresh_token) = &issued.refresh_token {
        body.insert("refresh_token".into(), json!(refresh_token.reveal()));
        // No ID token where nobody signed in: client credentials come without a refresh token.
        if let Some(signer) = signer.filter(|_| issued.scopes.contains(scope::OPENID))
            && let Some(id_token) = sign(app, issued, signer).await?
        {
            body.insert("id_token".into(), json!(id_token));
        }
    }
    Ok(Json::Object(body))
}

/// The key for the client's ID tokens, if it may get any.
pub async fn signer(app: &App, client: &Client) -> Result<Option<Arc<Signer>>> {
    if !client.scopes.contains(scope::OPENID) {
        return Ok(None);
    }
    app.keys.wait().await;
    let algorithm = Algorithm::from_name(&client.id_token_signing_alg).unwrap_or(Algorithm::RS256);
    app.keys.signer(&app.db, &app.env, algorithm).map(Some)
}

async fn sign(app: &App, issued: Issued, signer: Arc<Signer>) -> Result<Option<String>> {
    let env = app.env.clone();
    let profile = match &issued.live.user {
        Some(user) => app
            .db
            .read(|db| claims::in_id_token(db, &env, &issued.live, user, &issued.scopes))?,
        None => Map::new(),
    };
    let task = tokio::task::spawn_blocking(move || id_token::sign(&env, &signer, &issued, profile));
    task.await
        .map_err(|error| Error::Internal(format!("signing panicked: {error}")))?
}
