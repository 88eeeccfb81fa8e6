//! Revocation (RFC 7009): a client ends what was issued to it.

use super::client_call;
use crate::base::secret::Hash;
use crate::base::{Env, Result};
use crate::db::Read;
use crate::oauth::clients::Client;
use crate::oauth::error::{OAuthError, OAuthResult, only_once};
use crate::oauth::grants::{self, Grant, Token, TokenKind};
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
    let own = app.db.read(|db| own_token(db, &app.env, presented, &client))?;
    let Some((hash, token, grant)) = own else {
        app.limits
            .failed(Limited::Grant, call.origin.address, client.id.as_str())?;
        return Ok("{}");
    };
    let env = app.env.clone();
    app.db
        .write(move |db| grants::end(db, &env, &grant, &token.actors, &hash, "revoked by the app"))
        .await?;
    Ok("{}")
}

/// A token that is in this client's hands, be it dead or alive, with its hash and its grant.
fn own_token(db: &Read, env: &Env, presented: &str, client: &Client) -> Result<Option<(Hash, Token, Grant)>> {
    for kind in TokenKind::EVERY {
        if let Some(found) = grants::found(db, env, presented, kind)? {
            return Ok(Some(found).filter(|(_, token, grant)| *grant.holder(&token.actors) == client.id));
        }
    }
    Ok(None)
}
