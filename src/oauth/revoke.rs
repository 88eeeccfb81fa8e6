//! Revocation (RFC 7009): a client ends what was issued to it.

use super::cors;
use super::error::OAuthError;
use super::flow::Verdict;
use super::grants::{self, Grant, store};
use super::{client_auth, clients::Client, token};
use crate::app::App;
use crate::base::Result;
use crate::base::secret::Hash;
use crate::db::Read;
use crate::web::limits::Kind;
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::json;
use std::sync::Arc;

/// POST `/oauth2/revoke`, and Frappe's `revoke_token`.
#[handler]
pub async fn revoke(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match run(&app, &call).await {
        Ok(verdict) => verdict,
        Err(error) => Err(error.into()),
    };
    let response = match outcome {
        Ok(()) => token::no_store(answer::json(200, &json!({}))),
        Err(error) => token::refusal(&call, &error),
    };
    cors::allow(&app, &call, client_auth::claimed(&call).as_deref(), response)
}

async fn run(app: &App, call: &Call) -> Result<Verdict<()>> {
    let form = match token::form_of(call) {
        Ok(form) => form,
        Err(error) => return Ok(Err(error)),
    };
    let client = match client_auth::authenticate(app, call, &form).await? {
        Ok(client) => client,
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
        return Ok(Ok(()));
    };
    let env = app.env.clone();
    app.db
        .write(move |db| grants::revoke(db, &env, &grant.id, "revoked by the app"))
        .await
        .map(Ok)
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
