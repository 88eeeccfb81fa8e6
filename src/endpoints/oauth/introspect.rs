//! Introspection (RFC 7662): a client asks about its own tokens, an API about those made for it, a resource server about any.

use super::{client_auth, client_call};
use crate::base::{Env, Result};
use crate::db::Read;
use crate::oauth::claims;
use crate::oauth::error::{OAuthError, OAuthResult};
use crate::oauth::grants::{self, Live, TokenKind};
use crate::server::App;
use crate::web::limits::Limited;
use crate::web::{Call, Guarded};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// POST `/oauth2/introspect`, and Frappe's `introspect_token`.
#[handler]
pub async fn introspect(app: Data<&Arc<App>>, call: Call) -> Response {
    client_call::respond(&app, &call, run(&app, &call).await)
}

/// Clients call it, with credentials of their own: no cookie counts.
impl Guarded for introspect {}

async fn run(app: &App, call: &Call) -> OAuthResult<Arc<str>> {
    let form = client_call::form_of(call)?;
    let stated = client_auth::by_assertion(app, call, &form).await?;
    // All in one look at the database.
    app.db.view(|db| {
        let client = match &stated {
            Some(client) => Arc::clone(client),
            None => client_auth::authenticate(app, db, call, &form)?,
        };
        if client.is_public() {
            // Anybody can claim to be a public client: that is no authorization (R41: introspection needs client
            // authentication).
            return Err(OAuthError::invalid_client("A public client cannot introspect tokens.").into());
        }
        let presented = form
            .get("token")
            .ok_or_else(|| OAuthError::invalid_request("Missing token parameter."))?;
        for kind in TokenKind::EVERY {
            let live = grants::live_token(db, &app.env, presented, kind)?;
            if let Some(live) = live
                && live.concerns(db, &client)?
            {
                return Ok(live.told.introspection(|| describe(db, &app.env, &live, kind))?);
            }
        }
        app.limits
            .failed(Limited::Grant, call.origin.address, client.id.as_str())?;
        // Unknown, dead or not this client's: the same bytes (R42: exactly `{"active":false}`).
        Ok(r#"{"active":false}"#.into())
    })
}

/// RFC 7662 §2.2, with what Frappe adds.
fn describe(db: &Read, env: &Env, live: &Live, kind: TokenKind) -> Result<Json> {
    let mut body = Map::new();
    body.insert("client_id".into(), json!(live.holder()));
    body.insert(
        "trusted_client".into(),
        json!(i64::from(live.client.skip_authorization)),
    );
    body.insert("active".into(), json!(true));
    if let Some((issued_at, expires_at)) = live.lifetime {
        body.insert("exp".into(), json!(expires_at));
        body.insert("iat".into(), json!(issued_at));
    }
    body.insert("scope".into(), json!(live.scopes.to_string()));
    body.insert("sub".into(), json!(live.sub()));
    body.insert("iss".into(), json!(&*env.base_url));
    body.insert("aud".into(), json!(live.resource.as_deref().unwrap_or(&env.base_url)));
    if kind == TokenKind::Access {
        body.insert("token_type".into(), json!(live.token_type()));
    }
    if let Some(key) = &live.key {
        body.insert("cnf".into(), json!({ "jkt": key })); // RFC 9449 §6.2
    }
    if let Some(act) = live.act() {
        body.insert("act".into(), act); // RFC 8693 §4.1
    }
    if let Some(user) = &live.user {
        body.insert("username".into(), json!(user.email));
    }
    if let Some((claims, _)) = claims::in_full(db, env, live)? {
        body.extend(claims);
    }
    Ok(Json::Object(body))
}
