//! Unfolding an authorization request: what was pushed (RFC 9126) or signed (RFC 9101) becomes plain parameters.

use super::client_document;
use crate::base::{Result, TicketId};
use crate::oauth::client_keys;
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError};
use crate::oauth::pushed;
use crate::oauth::request::{AuthorizationError, Sent, check_client, object};
use crate::oauth::tickets;
use crate::server::App;
use crate::web::{Call, Params};

/// A request as it was sent by the browser, with the id of its ticket.
pub async fn request(
    app: &App,
    call: &Call,
    params: &Params,
) -> std::result::Result<(Sent, TicketId), AuthorizationError> {
    client_document::look_up(app, call, params.text("client_id")).await?;
    let client = app.db.view(|db| check_client(db, params))?;
    match params.get("request_uri") {
        Some(reference) if pushed::is_reference(reference) => Ok(by_reference(app, &client, params, reference)?),
        _ => Ok((object(app, &client, params.clone()).await, tickets::new_id(&app.env))),
    }
}

/// What was pushed, and nothing of what stands beside the reference.
fn by_reference(app: &App, client: &Client, params: &Params, reference: &str) -> Result<(Sent, TicketId)> {
    let refused = |why: &str| OAuthError::new(ErrorCode::InvalidRequestUri, why);
    let Some(pushed) = pushed::find(&app.env, &client.id, reference) else {
        let sent = Sent {
            refused: Some(refused("request_uri is not one that this client was given.")),
            ..Sent::plain(params.clone())
        };
        return Ok((sent, tickets::new_id(&app.env)));
    };
    let is_over = app.db.read(|db| tickets::is_decided(db, &pushed.id))?;
    let why = match (pushed.has_expired, is_over) {
        (true, _) => Some(refused("The request_uri has expired. Push the request again.")),
        (_, true) => Some(refused("The request_uri was used before. Push the request again.")),
        _ => None,
    };
    let sent = Sent {
        refused: why,
        ..pushed.sent
    };
    Ok((sent, pushed.id))
}

/// A request object by value, if that is what it is. One that is not accepted leaves the parameters beside it.
pub async fn object(app: &App, client: &Client, params: Params) -> Sent {
    let Some(signed) = params.get("request") else {
        return Sent::plain(params);
    };
    match open(app, client, &params, signed).await {
        Ok(unfolded) => Sent {
            is_signed: true,
            ..Sent::plain(unfolded)
        },
        Err(why) => Sent {
            refused: Some(why),
            ..Sent::plain(params)
        },
    }
}

async fn open(app: &App, client: &Client, params: &Params, signed: &str) -> std::result::Result<Params, OAuthError> {
    if params.duplicate(&["request"]).is_some() || params.get("request_uri").is_some() {
        return Err(OAuthError::invalid_request(
            "Send one request object, and no request_uri beside it.",
        ));
    }
    let object = object::split(signed)?;
    let kid = object.header.kid.clone();
    let keys = client_keys::candidates(&app.world(), &app.jwks, client, kid.as_deref()).await;
    let keys = keys.map_err(|error| OAuthError::new(ErrorCode::InvalidRequestObject, error.description))?;
    object::open(&app.env, client, object, &keys)
}
