//! A refresh token becomes new tokens.

use super::checked_request::CheckedRequest;
use super::issued::{Issued, finish};
use super::oxide;
use super::primitives::Primitives;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Scopes};
use crate::db::Write;
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult};
use crate::oauth::grants::{self, TokenKind};
use crate::oauth::resources;
use oxide_auth::code_grant::refresh as code_grant;

/// What the new token is asked to be.
pub struct Asked<'a> {
    pub scope: Option<&'a str>,
    /// The thumbprint of the key whose proof came along (RFC 9449 §5).
    pub key: Option<&'a str>,
    /// What it is for (RFC 8707 §2.2).
    pub resources: &'a [&'a str],
}

/// Exchanges a refresh token for new tokens (RFC 6749 §6, RFC 9700 §4.14). The old one is used up. Used again within the
/// client's overlap it has the same successor again (T14); after that, or by another client, it revokes the family (T15).
/// The client has proved who it is.
pub fn refresh(db: &Write, env: &Env, client: &Client, token: &str, asked_for: &Asked) -> OAuthResult<Issued> {
    let Asked { scope, key, resources } = *asked_for;
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
    if stored.dpop_jkt.is_some() && stored.dpop_jkt.as_deref() != key {
        return refused("The refresh token is bound to another key than that of the DPoP proof.");
    }
    let wanted = scope.map(Scopes::parse);
    if let Some(wanted) = &wanted
        && !grant.scopes.covers(wanted)
    {
        let why = format!("The scope goes beyond what was granted: {}.", grant.scopes);
        return Err(OAuthError::new(ErrorCode::InvalidScope, why).into());
    }
    let target = resources::choose(db, env, client, &grant.resources, resources)?;
    let Some(live) = grants::revive(db, grant)? else {
        return refused("The sign-in was revoked, or the user or the client may not sign in any more.");
    };
    let session_is_over = match &live.grant.session_id {
        Some(session) if live.grant.ends_with_session() => !crate::sessions::is_live(db, env, session)?,
        _ => false,
    };
    if session_is_over {
        return refused("The user's session is over, and the sign-in was not granted offline_access.");
    }
    let original = live.grant.scopes.clone();
    let wanted = wanted.map(|wanted| wanted.within(&original));
    let asked = wanted.clone().unwrap_or_else(|| original.clone());
    if asked.is_empty() {
        return refused("The user may not be granted any of these scopes any more.");
    }
    let asked = target.scopes_of(&asked)?;
    let is_kept = client.keeps_refresh_tokens() && !is_repeated;
    let is_good = match (is_repeated, is_kept) {
        (true, _) => true,
        (false, true) => {
            let ends = env.now() + client.refresh_token_lifetime;
            grants::extend(db, env, &live.grant.id, client.refresh_token_lifetime)?;
            grants::prolong_refresh_token(db, &hash, env.now(), ends)?
        }
        (false, false) => grants::use_refresh_token(db, &hash, now)?,
    };
    if !is_good {
        return refused("The refresh token has expired.");
    }
    let successor = if is_kept { Secret::of(token) } else { successor };
    let live = live.bound_to(key, &target);
    let mut primitives = Primitives::new(db, env, client, &live.grant.id);
    primitives.key = live.key.clone();
    primitives.recovered = Some(oxide::grant(client, live.sub(), &original, oxide::UNUSED_REDIRECT_URI)?);
    primitives.original = Some(original);
    primitives.asked = asked;
    primitives.target = target;
    primitives.successor = Some((successor, is_repeated || is_kept));
    let wanted = wanted.map(|wanted| wanted.to_string());
    let clean = CheckedRequest {
        client_id: client.id.as_str(),
        grant_type: oxide::REFRESH_TOKEN,
        token,
        scope: wanted.as_deref(),
        ..CheckedRequest::default()
    };
    match code_grant::refresh(&mut primitives, &clean) {
        Ok(_) => finish(primitives, live, None),
        Err(_) => Err(primitives.lost("the refresh").into()),
    }
}
