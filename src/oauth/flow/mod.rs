//! Where oxide-auth's state machines run: authorization, code exchange, refresh.
//!
//! oxide-auth holds the order of the steps, the binding of code to client and redirect URI,
//! PKCE, and that a refresh never widens the scopes. Our side implements its primitives ([`primitives`])
//! over one transaction. What it does not do, or answers wrongly, is decided before it is asked: client
//! authentication, exact redirect URIs, single use, families, lifetimes by our clock. Its errors
//! lose their cause, so the cause is kept beside it in its failure.

mod checked_request;
mod oxide;
mod primitives;

use super::clients::Client;
use super::error::{ErrorCode, OAuthError, OAuthResult};
use super::grants::{self, Code, Grant, Live, TokenKind};
use super::scopes;
use super::tickets::Ticket;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Error, Result, Scopes};
use crate::db::Write;
use crate::sessions::Session;
use crate::users::User;
use checked_request::CheckedRequest;
use oxide_auth::code_grant::{accesstoken, authorization, refresh};
use primitives::Primitives;
use std::borrow::Cow;

/// Tokens that were just issued.
#[derive(Debug)]
pub struct Issued {
    pub access_token: Secret,
    pub refresh_token: Option<Secret>,
    /// Of the access token.
    pub scopes: Scopes,
    /// The nonce of the authorization request, for the first ID token.
    pub nonce: Option<String>,
    pub live: Live,
}

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
        id: grants::new_id(env),
        client_id: client.id.clone(),
        user_id: Some(user.id.clone()),
        role: None,
        session_id: Some(session.id.clone()),
        scopes: scopes.clone(),
        claims: request.claims.clone(),
        auth_at: Some(session.auth_at),
        revoked_at: None,
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

/// Exchanges a code (RFC 6749 §4.1.3). The client has proved who it is.
pub fn exchange(
    db: &Write,
    env: &Env,
    client: &Client,
    code: &str,
    redirect_uri: Option<&str>,
    code_verifier: Option<&str>,
) -> OAuthResult<Issued> {
    let refused = |why: &str| Err(OAuthError::invalid_grant(why).into());
    let hash = Hash::dated(code);
    let found = grants::code(db, &hash)?.filter(|(stored, _)| stored.client_id == client.id);
    let Some((stored, grant)) = found else {
        // Unknown, or another client's: that one's code stays good.
        return refused("The code is unknown or was issued to another client.");
    };
    if stored.used_at.is_some() {
        grants::revoke(db, env, &stored.grant_id, "its code was used twice")?;
        return refused("The code was used before. Every token issued for it is revoked.");
    }
    let live = grants::revive(db, grant)?;
    // From here on the code is burnt, whatever follows.
    if !grants::use_code(db, &hash, &client.id, env.now())? {
        return refused("The code has expired.");
    }
    match redirect_uri {
        Some(presented) if presented != stored.redirect_uri => {
            return refused("The redirect_uri is not the one of the authorization request.");
        }
        None if stored.redirect_given => {
            return refused("The redirect_uri of the authorization request must be repeated.");
        }
        _ => {}
    }
    let Some(live) = live else {
        return refused("The user or the client may not sign in any more.");
    };
    let mut primitives = Primitives::new(db, env, client, &live.grant.id);
    primitives.recovered = Some(oxide::grant(
        client,
        live.sub(),
        &live.grant.scopes,
        &stored.redirect_uri,
    )?);
    primitives.asked = live.grant.scopes.clone();
    primitives.code_challenge = stored.code_challenge.clone();
    let clean = CheckedRequest {
        client_id: client.id.as_str(),
        redirect_uri: &stored.redirect_uri,
        grant_type: oxide::AUTHORIZATION_CODE,
        token: code,
        code_verifier,
        ..CheckedRequest::default()
    };
    match accesstoken::access_token(&mut primitives, &clean) {
        Ok(_) => finish(primitives, live, stored.nonce),
        Err(accesstoken::Error::Primitive(_)) => Err(primitives.lost("the code exchange").into()),
        Err(_) => refused("The code_verifier does not fit the code_challenge of the authorization request."),
    }
}

/// Exchanges a refresh token for new tokens (RFC 6749 §6, RFC 9700 §4.14). The old one is used up. Used again within the
/// client's overlap it has the same successor again (T14); after that, or by another client, it revokes the family (T15).
/// The client has proved who it is.
pub fn refresh(db: &Write, env: &Env, client: &Client, token: &str, scope: Option<&str>) -> OAuthResult<Issued> {
    let refused = |why: &str| Err(OAuthError::invalid_grant(why).into());
    let hash = Hash::dated(token);
    let Some((stored, grant)) = grants::token(db, &hash, TokenKind::Refresh)? else {
        return refused("The refresh token is unknown or was issued to another client.");
    };
    let is_own = grant.client_id == client.id;
    let now = env.now_ms();
    let successor = match stored.used_at {
        None => grants::successor(env, token, Some(now)),
        Some(_) => grants::successor(env, token, stored.followed_at),
    };
    let is_repeated = match stored.used_at {
        None if !is_own => return refused("The refresh token is unknown or was issued to another client."),
        None => false,
        Some(at) if is_own && grants::repeats(db, env, &grant, &successor, at, client.refresh_overlap())? => true,
        Some(_) => {
            grants::revoke(db, env, &grant.id, "a refresh token was used twice")?;
            return refused("The refresh token was used before. Every token of this sign-in is revoked.");
        }
    };
    let wanted = scope.map(Scopes::parse);
    if let Some(wanted) = &wanted
        && !grant.scopes.covers(wanted)
    {
        let why = format!("The scope goes beyond what was granted: {}.", grant.scopes);
        return Err(OAuthError::new(ErrorCode::InvalidScope, why).into());
    }
    let Some(live) = grants::revive(db, grant)? else {
        return refused("The sign-in was revoked, or the user or the client may not sign in any more.");
    };
    let session_is_over = match &live.grant.session_id {
        Some(session) if live.grant.ends_with_session() => !crate::sessions::is_live(db, session, env.now())?,
        _ => false,
    };
    if session_is_over {
        return refused("The user's session is over, and the sign-in was not granted offline_access.");
    }
    if !is_repeated && !grants::use_refresh_token(db, &hash, now)? {
        return refused("The refresh token has expired.");
    }
    let original = live.grant.scopes.clone();
    let wanted = wanted.map(|wanted| wanted.within(&original));
    let asked = wanted.clone().unwrap_or_else(|| original.clone());
    if asked.iter().next().is_none() {
        return refused("The user may not be granted any of these scopes any more.");
    }
    let mut primitives = Primitives::new(db, env, client, &live.grant.id);
    primitives.recovered = Some(oxide::grant(client, live.sub(), &original, oxide::UNUSED_REDIRECT_URI)?);
    primitives.original = Some(original);
    primitives.asked = asked;
    primitives.successor = Some((successor, is_repeated));
    let wanted = wanted.map(|wanted| wanted.to_string());
    let clean = CheckedRequest {
        client_id: client.id.as_str(),
        grant_type: oxide::REFRESH_TOKEN,
        token,
        scope: wanted.as_deref(),
        ..CheckedRequest::default()
    };
    match refresh::refresh(&mut primitives, &clean) {
        Ok(_) => finish(primitives, live, None),
        Err(_) => Err(primitives.lost("the refresh").into()),
    }
}

/// Issues a token for the client itself (RFC 6749 §4.4), which acts as a user or with a role.
/// oxide-auth's own flow wants a redirect URI here, so it is not asked.
pub fn client_credentials(db: &Write, env: &Env, client: &Client, scopes: &Scopes) -> OAuthResult<Issued> {
    let user = match &client.acts_as {
        Some(email) => crate::users::kept_by_email(db, email)?.filter(|user| user.enabled),
        None => None,
    };
    let role = match &client.acts_as_role {
        Some(role) if crate::roles::is_enabled(db, role)? => Some(role.clone()),
        _ => None,
    };
    if user.is_none() && role.is_none() {
        let why = "The user or role that this client acts as is missing or disabled.";
        return Err(OAuthError::new(ErrorCode::UnauthorizedClient, why).into());
    }
    let roles = match &user {
        Some(user) => user.roles.clone(),
        None => role.iter().cloned().collect(),
    };
    let scopes = &scopes::grantable(db, scopes, &roles)?;
    if scopes.iter().next().is_none() {
        let why = "Nothing of what was asked for may be granted to the user or role that this client acts as.";
        return Err(OAuthError::new(ErrorCode::InvalidScope, why).into());
    }
    let user_id = user.as_ref().map(|user| &user.id);
    let grant = match grants::machine_grant(db, &client.id, user_id, role.as_deref(), scopes)? {
        Some(grant) => grant,
        None => {
            let grant = Grant {
                id: grants::new_id(env),
                client_id: client.id.clone(),
                user_id: user_id.cloned(),
                role,
                session_id: None,
                scopes: scopes.clone(),
                claims: serde_json::Map::new(),
                auth_at: None,
                revoked_at: None,
            };
            grants::begin(db, env, &grant, env.now())?;
            grant
        }
    };
    let live = grants::revive(db, grant)?;
    let live = live.ok_or_else(|| Error::Internal("a grant that was just found is not alive".into()))?;
    let lifetime = client.access_token_lifetime;
    let access_token = grants::issue_access(db, env, &live.grant.id, scopes, lifetime)?;
    grants::extend(db, env, &live.grant.id, lifetime)?;
    Ok(Issued {
        access_token,
        refresh_token: None,
        scopes: scopes.clone(),
        nonce: None,
        live,
    })
}

fn finish(mut primitives: Primitives, live: Live, nonce: Option<String>) -> OAuthResult<Issued> {
    let issued = primitives.issued.take();
    let (access_token, refresh_token, scopes) = issued.ok_or_else(|| primitives.lost("the tokens"))?;
    Ok(Issued {
        access_token,
        refresh_token,
        scopes,
        nonce,
        live,
    })
}
