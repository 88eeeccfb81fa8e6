//! Revocations: the other side is asked to revoke a token that we do not need any more (RFC 7009).

use crate::base::secret::Secret;
use crate::base::{Env, Error, Result};
use crate::connected::apps::ConnectedApp;
use crate::connected::tokens::Held;
use crate::db::Write;
use crate::oauth::keys::client_assertion;
use crate::outbox::{self, Delivery, Kind, Message, Sent};
use crate::upstream::client_auth::{ClientIdentity, TokenAuth};
use crate::world::World;
use serde::{Deserialize, Serialize};

/// Has the other side asked to revoke what is held, if it can be asked: the refresh token, which
/// takes the access tokens with it, or where there is none the access token.
pub fn enqueue(db: &Write, env: &Env, app: &ConnectedApp, held: &Held) -> Result<()> {
    let url = app.revocation_uri.as_ref().filter(|url| !url.is_empty());
    let Some(url) = url else {
        return Ok(());
    };
    let (hint, token) = match &held.refresh_token {
        Some(token) => ("refresh_token", token),
        None => ("access_token", &held.access_token),
    };
    // What was forgotten is not given back.
    if token.reveal().is_empty() {
        return Ok(());
    }
    let unneeded = Content {
        token: token.reveal().to_owned(),
        hint: hint.to_owned(),
        client_id: app.client_id.clone(),
        client_secret: app.client_secret.as_ref().map(|secret| secret.reveal().to_owned()),
        method: app.auth.option().to_owned(),
    };
    let content = outbox::written(&unneeded)?;
    let message = Message {
        kind: Kind::Revocation,
        event: "token.revoke",
        receiver: &app.provider_name,
        connected_app: Some(&app.name),
        client: None,
        user: held.user.as_deref(),
        url,
        content,
    };
    outbox::enqueue(db, env, &message)
}

/// A token to be revoked, with what proves who we are: the app may be gone by then.
#[derive(Serialize, Deserialize)]
struct Content {
    token: String,
    hint: String,
    client_id: String,
    client_secret: Option<String>,
    method: String,
}

/// Asks for a revocation once.
pub async fn send(world: &World, delivery: &Delivery) -> Result<Sent> {
    let content: Content = delivery.read(&world.env)?;
    let auth = TokenAuth::from_option(&content.method)
        .ok_or_else(|| Error::Internal(format!("{} is no way to prove who we are", content.method)))?;
    let form = vec![
        ("token", content.token.as_str()),
        ("token_type_hint", content.hint.as_str()),
    ];
    let client = ClientIdentity {
        client_id: content.client_id,
        client_secret: content.client_secret.as_deref().map(Secret::of),
        auth,
    };
    let signer = client_assertion::signer(&world.db, &world.env);
    let request = client.request(&world.env, &signer, &delivery.url, form)?;
    let secrets = request.secrets();
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let answer = world.outbound.send(request).await;
    let sent = Sent::of(&answer, &secrets);
    let Ok(response) = answer else {
        return Ok(sent);
    };
    let error = response
        .json()
        .and_then(|json| Some(json.get("error")?.as_str()?.to_owned()));
    Ok(Sent {
        // What is unknown there is revoked already.
        is_done: sent.is_done || error.as_deref() == Some("invalid_token"),
        is_hopeless: (400..500).contains(&response.status) && response.status != 429,
        ..sent
    })
}
