//! Userinfo (OpenID Connect Core §5.3): what the token's scopes release about its user.

use super::cors;
use crate::base::{Error, Result, scope};
use crate::oauth::claims;
use crate::oauth::grants::Live;
use crate::permissions::ScopeMeter;
use crate::server::App;
use crate::server::api;
use crate::server::caller;
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET and POST `/oauth2/userinfo`, and Frappe's `openid_profile`.
#[handler]
pub async fn userinfo(app: Data<&Arc<App>>, call: Call) -> Response {
    match run(&app, &call) {
        Ok((live, body)) => cors::allow(
            &app,
            &call,
            || Some(live.client.id.clone()),
            answer::json_text(200, &body),
        ),
        Err(error) => cors::allow(&app, &call, || None, api::error(&app, &call, &error)),
    }
}

/// It changes nothing, and a token is presented: no cookie counts.
impl Guarded for userinfo {}

fn run(app: &App, call: &Call) -> Result<(Arc<Live>, Arc<str>)> {
    // Only the header carries a token: addresses end up in logs (R20: no tokens in URLs).
    let header = call.header("authorization").unwrap_or_default();
    let token = match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token,
        _ => {
            return Err(Error::Unauthenticated(
                "Send an access token as Authorization: Bearer <token>.".into(),
            ));
        }
    };
    let live = caller::bearer(app, call, token)?;
    let told = || app.db.read(|db| claims::userinfo(db, &app.env, &live));
    match live.told.userinfo(told)? {
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
