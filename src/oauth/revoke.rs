//! Revocation (RFC 7009): a client ends what was issued to it.

use super::error::OAuthError;
use super::flow::Verdict;
use super::grants::{self, Grant, store};
use super::{client_call, clients::Client};
use crate::app::App;
use crate::base::Result;
use crate::base::secret::Hash;
use crate::db::Read;
use crate::web::Call;
use crate::web::limits::Kind;
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// POST `/oauth2/revoke`, and Frappe's `revoke_token`.
#[handler]
pub async fn revoke(app: Data<&Arc<App>>, call: Call) -> Response {
    client_call::respond(&app, &call, run(&app, &call).await)
}

async fn run(app: &App, call: &Call) -> Result<Verdict<Json>> {
    let (form, client) = match client_call::identify(app, call).await? {
        Ok(identified) => identified,
        Err(error) => return Ok(Err(error)),
    };
    if let Some(name) = form.duplicate(&["token", "token_type_hint"]) {
        return Ok(Err(OAuthError::invalid_request(format!("Duplicate {name} parameter."))));
    }
    let Some(presented) = form.get("token") else {
        return Ok(Err(OAuthError::invalid_request("Missing token parameter.")));
    };
    // The hint is a hint: both kinds are looked for (R37). Whatever is not the client's own looks
    // like a token that never was (R38), and counts as a guess.
    let hash = Hash::of(presented);
    let grant = app.db.read(|db| own_grant(db, &hash, &client))?;
    let Some(grant) = grant else {
        app.limits.failed(Kind::Grant, call.origin.address, &client.id)?;
        return Ok(Ok(json!({})));
    };
    let env = app.env.clone();
    app.db
        .write(move |db| grants::revoke(db, &env, &grant.id, "revoked by the app"))
        .await?;
    Ok(Ok(json!({})))
}

/// The grant of a token that was issued to this client, be it dead or alive.
fn own_grant(db: &Read, hash: &Hash, client: &Client) -> Result<Option<Grant>> {
    for kind in [grants::Kind::Access, grants::Kind::Refresh] {
        if let Some(token) = store::token(db, hash, kind)? {
            let grant = store::grant(db, &token.grant_id)?;
            return Ok(grant.filter(|grant| grant.client_id == client.id));
        }
    }
    Ok(None)
}
