//! A code becomes tokens.

use super::checked_request::CheckedRequest;
use super::issued::{Issued, finish};
use super::oxide;
use super::primitives::Primitives;
use crate::base::Env;
use crate::base::secret::Hash;
use crate::db::Write;
use crate::oauth::clients::Client;
use crate::oauth::error::{OAuthError, OAuthResult};
use crate::oauth::{grants, resources};
use oxide_auth::code_grant::accesstoken;

/// A code as it is presented.
pub struct PresentedCode<'a> {
    pub code: &'a str,
    pub redirect_uri: Option<&'a str>,
    pub code_verifier: Option<&'a str>,
    /// The thumbprint of the key whose proof came with it (RFC 9449 §5).
    pub key: Option<&'a str>,
    /// What the token is asked for (RFC 8707 §2.2).
    pub resources: &'a [&'a str],
}

/// Exchanges a code (RFC 6749 §4.1.3). The client has proved who it is.
pub fn exchange(db: &Write, env: &Env, client: &Client, presented: &PresentedCode) -> OAuthResult<Issued> {
    let PresentedCode {
        code,
        redirect_uri,
        code_verifier,
        key,
        resources,
    } = *presented;
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
    let target = resources::choose(db, env, client, &grant.resources, resources)?;
    let live = grants::revive(db, grant)?;
    if let Some(live) = &live {
        target.scopes_of(&live.grant.scopes)?;
    }
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
    if stored.dpop_jkt.is_some() && stored.dpop_jkt.as_deref() != key {
        return refused("The code is bound to another key than that of the DPoP proof.");
    }
    let Some(live) = live else {
        return refused("The user or the client may not sign in any more.");
    };
    let live = live.bound_to(key, &target);
    let mut primitives = Primitives::new(db, env, client, &live.grant.id);
    primitives.key = live.key.clone();
    primitives.recovered = Some(oxide::grant(
        client,
        live.sub(),
        &live.grant.scopes,
        &stored.redirect_uri,
    )?);
    primitives.asked = target.scopes_of(&live.grant.scopes)?;
    primitives.target = target;
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
