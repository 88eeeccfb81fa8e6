//! The token endpoint (RFC 6749 §3.2).

use super::{client_auth, client_call};
use crate::base::{Error, Result, scope};
use crate::jose::{Algorithm, Signer};
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult, Rejection};
use crate::oauth::flow::Issued;
use crate::oauth::{claims, clients::Client, grant_types, id_token};
use crate::server::App;
use crate::web::limits::Limited;
use crate::web::{Call, Guarded};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

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

/// Clients call it, with credentials of their own: no cookie counts.
impl Guarded for endpoint {}

async fn run(app: &App, call: &Call) -> OAuthResult<String> {
    let form = client_call::form_of(call)?;
    if let Some(name) = form.duplicate(SINGLE) {
        return Err(OAuthError::invalid_request(format!("Duplicate {name} parameter.")).into());
    }
    let name = form.get("grant_type");
    let name = name.ok_or_else(|| OAuthError::invalid_request("Missing grant_type parameter."))?;
    let grant_type = grant_types::find(name)?;
    let client = app.db.view(|db| client_auth::authenticate(app, db, call, &form))?;
    (grant_type.requires)(&client)?;
    // Who signs is found out before anything is used up.
    let signer = signer(app, &client).await?;
    let (env, client_id) = (app.env.clone(), client.id.clone());
    let issued = app
        .db
        .transact(move |db| (grant_type.issue)(db, &env, &client, &form))
        .await;
    if let Err(Rejection::Refused(error)) = &issued
        && error.code == ErrorCode::InvalidGrant
    {
        app.limits
            .failed(Limited::Grant, call.origin.address, client_id.as_str())?;
    }
    let issued = issued?;
    app.usage.issued(&client_id, issued.live.user_id(), app.env.now());
    Ok(describe(app, issued, signer).await?.to_string())
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
    let signer = app.keys.signer(&app.db, &app.env, client.id_token_signing_alg);
    signer.await.map(Some)
}

async fn sign(app: &App, issued: Issued, signer: Arc<Signer>) -> Result<Option<String>> {
    let env = app.env.clone();
    let profile = match &issued.live.user {
        Some(user) => app
            .db
            .read(|db| claims::in_id_token(db, &env, &issued.live, user, &issued.scopes))?,
        None => Map::new(),
    };
    // Others wait less for an elliptic curve than for another thread.
    if signer.algorithm() != Algorithm::RS256 {
        return id_token::sign(&env, &signer, &issued, profile);
    }
    let task = tokio::task::spawn_blocking(move || id_token::sign(&env, &signer, &issued, profile));
    task.await
        .map_err(|error| Error::Internal(format!("signing panicked: {error}")))?
}
