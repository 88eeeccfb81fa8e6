//! A device whose user said yes gets tokens (RFC 8628 §3.4).

use super::issued::Issued;
use crate::base::secret::Secret;
use crate::base::{Env, Scopes};
use crate::db::Write;
use crate::oauth::clients::Client;
use crate::oauth::devices::{self, Device};
use crate::oauth::error::{OAuthError, OAuthResult};
use crate::oauth::grants::{self, Grant, NewToken};
use crate::oauth::resources::Target;
use crate::oauth::scopes;
use crate::users;

/// Issues them, once.
pub fn device(
    db: &Write,
    env: &Env,
    client: &Client,
    device: &Device,
    key: Option<&str>,
    target: &Target,
) -> OAuthResult<Issued> {
    let refused = |why: &str| Err(OAuthError::invalid_grant(why).into());
    if !devices::exchange(db, device)? {
        return refused("The device_code was used before.");
    }
    let user = match &device.user_id {
        Some(id) => users::by_id(db, id)?.filter(|user| user.enabled),
        None => None,
    };
    let Some(user) = user else {
        return refused("The user may not sign in any more.");
    };
    let grant = Grant {
        id: grants::new_id(env),
        client_id: client.id.clone(),
        user_id: Some(user.id.clone()),
        role: None,
        session_id: device.session_id.clone(),
        scopes: scopes::grantable(db, &device.scopes, &user.roles)?,
        claims: serde_json::Map::new(),
        claim_scopes: Scopes::default(),
        resources: device.resources.clone(),
        auth_at: device.auth_at,
        revoked_at: None,
    };
    grants::begin(db, env, &grant, env.now())?;
    let Some(live) = grants::revive(db, grant)? else {
        return refused("The user or the client may not sign in any more.");
    };
    let live = live.bound_to(key, target);
    let scopes = target.scopes_of(&live.grant.scopes)?;
    let own = target.resource().and_then(|resource| resource.lifetime);
    let lifetime = own.unwrap_or(client.access_token_lifetime);
    let access = NewToken {
        grant_id: &live.grant.id,
        scopes: &scopes,
        lifetime,
        key,
        target: target.resource(),
    };
    let access_token = grants::issue_access(db, env, &access)?;
    let refresh_token = Secret::dated(&*env.random, env.now_ms());
    let refresh = NewToken {
        grant_id: &live.grant.id,
        scopes: &live.grant.scopes,
        lifetime: client.refresh_token_lifetime,
        key: key.filter(|_| client.is_public()),
        target: None,
    };
    grants::issue_refresh(db, env, &refresh, &refresh_token)?;
    grants::extend(db, env, &live.grant.id, client.refresh_token_lifetime.max(lifetime))?;
    Ok(Issued {
        access_token,
        refresh_token: Some(refresh_token),
        scopes,
        lifetime,
        nonce: None,
        live,
    })
}
