//! Userinfo (OpenID Connect Core §5.3): what the token's scopes release about its user.

use super::cors;
use crate::base::{Error, Result, scope};
use crate::oauth::grants::{Live, Userinfo};
use crate::oauth::{claims, id_token};
use crate::permissions::ScopeMeter;
use crate::server::presented::{self, Scheme};
use crate::server::{App, api, caller};
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// GET and POST `/oauth2/userinfo`
#[handler]
pub async fn userinfo(app: Data<&Arc<App>>, call: Call) -> Response {
    let tell = |live: &Live| {
        live.told
            .userinfo(|| app.db.read(|db| claims::userinfo(db, &app.env, live)))
    };
    respond(&app, &call, tell).await
}

/// GET and POST of Frappe's `openid_profile`, in its shape.
#[handler]
pub async fn openid_profile(app: Data<&Arc<App>>, call: Call) -> Response {
    let tell = |live: &Live| {
        live.told
            .profile(|| app.db.read(|db| claims::in_full(db, &app.env, live)))
    };
    respond(&app, &call, tell).await
}

/// They change nothing, and a token is presented: no cookie counts.
impl Guarded for userinfo {}
impl Guarded for openid_profile {}

async fn respond(app: &App, call: &Call, tell: impl FnOnce(&Live) -> Result<Option<Userinfo>>) -> Response {
    let told = match run(app, call, tell) {
        Ok((live, body)) => answered(app, &live, &body).await.map(|answer| (live, answer)),
        Err(error) => Err(error),
    };
    match told {
        Ok((live, answer)) => cors::allow(app, call, || Some(live.client.id.clone()), answer),
        Err(error) => cors::allow(app, call, || None, refused(app, call, &error)),
    }
}

/// As JSON, or as a signed token for a client that is set so (OpenID Connect Core §5.3.2).
async fn answered(app: &App, live: &Live, body: &str) -> Result<Response> {
    if !live.client.signed_userinfo {
        return Ok(answer::json_text(200, body));
    }
    let mut claims: Map<String, Json> =
        serde_json::from_str(body).map_err(|error| Error::Internal(format!("userinfo cannot be read: {error}")))?;
    claims.insert("aud".into(), json!(live.client.id));
    let key = id_token::Key::of(&app.keys, &app.db, &app.env, &live.client).await?;
    let token = key.sign(claims).await?;
    Ok(answer::content("application/jwt", token))
}

/// RFC 6750 §3.1.
fn refused(app: &App, call: &Call, error: &Error) -> Response {
    let Error::Invalid(_) = error else {
        return api::error(app, call, error);
    };
    let body = json!({ "error": "invalid_request", "error_description": error.to_string() });
    let mut response = answer::json(400, &body);
    answer::set(&mut response, "www-authenticate", "Bearer error=\"invalid_request\"");
    response
}

fn run(app: &App, call: &Call, tell: impl FnOnce(&Live) -> Result<Option<Userinfo>>) -> Result<(Arc<Live>, Arc<str>)> {
    let (scheme, token) = presented(call)?;
    let live = presented::live(app, call, scheme, &token)?;
    match tell(&live)? {
        Some((claims, exercised)) => {
            caller::meter(app, call, &live).exercise(&exercised);
            Ok((live, claims))
        }
        None => Err(Error::InsufficientScope {
            needs: scope::OPENID,
            text: "Userinfo needs a token of a user with the scope openid.".into(),
        }),
    }
}

/// The token: in the header or in the form that is sent (RFC 6750 §2.1, §2.2), in one of them, and never in an address,
/// for addresses end up in logs (R20: no tokens in URLs).
fn presented(call: &Call) -> Result<(Scheme, String)> {
    let form = call.form();
    let header = call.header("authorization").unwrap_or_default();
    match (presented::in_header(call), form.get("access_token")) {
        (Some((scheme, token)), None) => Ok((scheme, token.to_owned())),
        (None, Some(token)) if header.is_empty() => Ok((Scheme::Bearer, token.to_owned())),
        (_, Some(_)) => Err(Error::invalid(
            "",
            "Send the access token once: in the header or in the form.",
        )),
        _ => Err(Error::Unauthenticated(
            "Send an access token as Authorization: Bearer <token>.".into(),
        )),
    }
}
