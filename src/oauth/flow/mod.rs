//! Where oxide-auth's state machines run: authorization, code exchange, refresh.
//!
//! oxide-auth holds the order of the steps, the binding of code to client and redirect URI,
//! PKCE, and that a refresh never widens the scopes. Our side implements its primitives ([`primitives`])
//! over one transaction. What it does not do, or answers wrongly, is decided before it is asked: client
//! authentication, exact redirect URIs, single use, families, lifetimes by our clock. Its errors
//! lose their cause, so the cause is kept beside it in its failure.

mod checked_request;
mod client_credentials;
mod device;
mod exchange;
mod issued;
mod jwt;
mod oxide;
mod primitives;
mod refresh;
mod token_exchange;

pub use client_credentials::client_credentials;
pub use device::device;
pub use exchange::{PresentedCode, exchange};
pub use issued::Issued;
pub use jwt::claims as jwt_claims;
pub use refresh::{Asked, refresh};
pub use token_exchange::{Exchange, token_exchange};

use super::clients::Client;
use super::grants::{self, Code, Grant};
use super::scopes;
use super::tickets::Ticket;
use crate::base::secret::Secret;
use crate::base::{Env, Result, Scopes};
use crate::db::Write;
use crate::sessions::Session;
use crate::users::User;
use checked_request::CheckedRequest;
use oxide_auth::code_grant::authorization;
use primitives::Primitives;
use std::borrow::Cow;

/// Gives out a code for an approved request: starts the family and binds the code to client,
/// redirect URI, PKCE and nonce (RFC 6749 §4.1.2).
pub fn authorize(
    db: &Write,
    env: &Env,
    ticket: &Ticket,
    client: &Client,
    user: &User,
    session: &Session,
) -> Result<Secret> {
    let request = &ticket.request;
    let scopes = scopes::grantable(db, &request.scopes(), &user.roles)?;
    let grant = Grant {
        scopes: scopes.clone(),
        claims: request.claims.clone(),
        resources: request.resources.clone(),
        claim_scopes: scopes::grantable(db, &Scopes::parse(&request.claim_scopes), &user.roles)?,
        ..Grant::in_session(env, &client.id, session)
    };
    let expires_at = env.now() + client.code_lifetime;
    grants::begin(db, env, &grant, expires_at)?;
    let mut primitives = Primitives::new(db, env, client, &grant.id);
    primitives.code = Some(Code {
        grant_id: grant.id.clone(),
        client_id: client.id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        redirect_given: request.redirect_given,
        code_challenge: request.code_challenge.clone(),
        nonce: request.nonce.clone(),
        dpop_jkt: request.dpop_jkt.clone(),
        expires_at,
        used_at: None,
    });
    let scopes = scopes.to_string();
    let clean = CheckedRequest {
        client_id: client.id.as_str(),
        redirect_uri: &request.redirect_uri,
        scope: Some(&scopes),
        code_challenge: request.code_challenge.as_deref(),
        ..CheckedRequest::default()
    };
    let pending =
        authorization::authorization_code(&mut primitives, &clean).map_err(|_| primitives.lost("authorization"))?;
    // The address that oxide-auth makes is not used: ours carries `iss` and the URI as it was sent.
    pending
        .authorize(&mut primitives, Cow::Borrowed(user.id.as_str()))
        .map_err(|_| primitives.lost("the code"))?;
    primitives.issued_code.take().ok_or_else(|| primitives.lost("the code"))
}
