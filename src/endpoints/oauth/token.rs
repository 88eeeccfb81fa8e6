//! The token endpoint (RFC 6749 §3.2).

use super::{client_auth, client_call, proof};
use crate::base::secret::Secret;
use crate::base::{Error, Result, scope};
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult, Rejection, only_once};
use crate::oauth::flow::{self, Issued};
use crate::oauth::grant_types::{self, ACCESS_TOKEN_TYPE, TokenRequest};
use crate::oauth::grants::JWT_TYPE;
use crate::oauth::id_token::{self, Key};
use crate::oauth::resources;
use crate::oauth::{claims, clients::Client};
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
    let mut response = client_call::respond(&app, &call, run(&app, &call).await);
    proof::offer_nonce(&app, &call, &mut response);
    response
}

/// Clients call it, with credentials of their own: no cookie counts.
impl Guarded for endpoint {}

async fn run(app: &App, call: &Call) -> OAuthResult<String> {
    let form = client_call::form_of(call)?;
    only_once(&form, SINGLE)?;
    let name = form.get("grant_type");
    let name = name.ok_or_else(|| OAuthError::invalid_request("Missing grant_type parameter."))?;
    let grant_type = grant_types::find(name)?;
    // Looked at first: whoever is asked for a nonce comes again with all that it brings now.
    let proven = proof::of_client(app, call)?;
    let client = client_auth::identify(app, call, &form).await?;
    let key = proof::take(app, proven)?;
    (grant_type.requires)(&client)?;
    if client.binds_tokens() && key.is_none() {
        let why = "This client's tokens are bound to a key of its own: send a DPoP proof (RFC 9449).";
        return Err(OAuthError::invalid_request(why).into());
    }
    let request = TokenRequest { form, key };
    // Who signs is found out before anything is used up.
    let signer = signer(app, &client).await?;
    let (env, client_id) = (app.env.clone(), client.id.clone());
    let issued = app
        .db
        .transact(move |db| (grant_type.issue)(db, &env, &client, &request))
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
pub async fn describe(app: &App, mut issued: Issued, key: Option<Key>) -> Result<Json> {
    if issued.live.is_jwt {
        issued.access_token = as_jwt(app, &issued).await?;
    }
    let mut body = Map::new();
    body.insert("access_token".into(), json!(issued.access_token.reveal()));
    body.insert("expires_in".into(), json!(issued.lifetime));
    body.insert("token_type".into(), json!(issued.live.token_type()));
    body.insert("scope".into(), json!(issued.scopes.to_string()));
    if !issued.live.actors.is_empty() {
        body.insert("issued_token_type".into(), json!(ACCESS_TOKEN_TYPE)); // RFC 8693 §2.2.1
    }
    if let Some(refresh_token) = &issued.refresh_token {
        body.insert("refresh_token".into(), json!(refresh_token.reveal()));
        // No ID token where nobody signed in: client credentials come without a refresh token.
        if let Some(key) = key.filter(|_| issued.identity_scopes().contains(scope::OPENID))
            && let Some(id_token) = sign(app, issued, key).await?
        {
            body.insert("id_token".into(), json!(id_token));
        }
    }
    Ok(Json::Object(body))
}

/// The access token as its resource reads it (RFC 9068).
async fn as_jwt(app: &App, issued: &Issued) -> Result<Secret> {
    let uri = issued.live.resource.as_deref().unwrap_or_default();
    let resource = app.db.read(|db| resources::at(db, uri))?;
    let resource = resource.ok_or_else(|| Error::Internal("the resource of a token is gone".into()))?;
    let signer = app.keys.signer(&app.db, &app.env, resource.token_signing_alg).await?;
    let claims = flow::jwt_claims(&app.env, issued);
    let token = Key::Pair(signer).sign_as(JWT_TYPE, claims).await?;
    Ok(Secret::of(&token))
}

/// The key for the client's ID tokens, if it may get any.
pub async fn signer(app: &App, client: &Client) -> Result<Option<Key>> {
    if !client.scopes.contains(scope::OPENID) {
        return Ok(None);
    }
    Key::of(&app.keys, &app.db, &app.env, client).await.map(Some)
}

async fn sign(app: &App, issued: Issued, key: Key) -> Result<Option<String>> {
    let profile = match &issued.live.user {
        Some(user) => app
            .db
            .read(|db| claims::in_id_token(db, &app.env, &issued.live, user, issued.identity_scopes()))?,
        None => Map::new(),
    };
    match id_token::claims(&app.env, &key, &issued, profile) {
        Some(claims) => key.sign(claims).await.map(Some),
        None => Ok(None),
    }
}
