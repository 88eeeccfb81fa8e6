//! Revocation (RFC 7009): a client ends what was issued to it.

use super::client_call;
use crate::base::secret::Hash;
use crate::base::{Env, Result};
use crate::db::Read;
use crate::oauth::clients::Client;
use crate::oauth::error::{OAuthError, OAuthResult, only_once};
use crate::oauth::grants::{self, Grant, TokenKind};
use crate::server::App;
use crate::web::limits::Limited;
use crate::web::{Call, Guarded};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// POST `/oauth2/revoke`, and Frappe's `revoke_token`.
#[handler]
pub async fn revoke(app: Data<&Arc<App>>, call: Call) -> Response {
    client_call::respond(&app, &call, run(&app, &call).await)
}

/// Clients call it, with credentials of their own: no cookie counts.
impl Guarded for revoke {}

async fn run(app: &App, call: &Call) -> OAuthResult<&'static str> {
    let (form, client) = client_call::identify(app, call).await?;
    only_once(&form, &["token", "token_type_hint"])?;
    let presented = form
        .get("token")
        .ok_or_else(|| OAuthError::invalid_request("Missing token parameter."))?;
    // The hint is a hint: both kinds are looked for (R37: a wrong hint is harmless). Whatever is not the client's own
    // looks like a token that never was (R38: revoking an unknown token succeeds), and counts as a guess.
    let own = app.db.read(|db| own_grant(db, &app.env, presented, &client))?;
    let Some((hash, grant, is_alone)) = own else {
        app.limits
            .failed(Limited::Grant, call.origin.address, client.id.as_str())?;
        return Ok("{}");
    };
    let env = app.env.clone();
    app.db
        .write(move |db| {
            let why = "revoked by the app";
            match is_alone {
                true => grants::revoke_token(db, &env, &grant, &client.id, &hash, why),
                false => grants::revoke(db, &env, &grant.id, why),
            }
        })
        .await?;
    Ok("{}")
}

/// A token that was issued to this client, be it dead or alive, by its hash; its grant; and whether it ends alone, without
/// the others of the grant.
fn own_grant(db: &Read, env: &Env, presented: &str, client: &Client) -> Result<Option<(Hash, Grant, bool)>> {
    for kind in TokenKind::EVERY {
        if let Some((hash, token, grant)) = grants::found(db, env, presented, kind)? {
            let holder = token.actors.first().unwrap_or(&grant.client_id);
            let is_alone = grant.is_machines() || !token.actors.is_empty();
            let is_own = *holder == client.id;
            return Ok(is_own.then_some((hash, grant, is_alone)));
        }
    }
    Ok(None)
}
