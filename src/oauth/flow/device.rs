//! A device whose user said yes gets tokens (RFC 8628 §3.4).

use super::issued::Issued;
use crate::base::Env;
use crate::base::secret::Secret;
use crate::db::Write;
use crate::oauth::clients::Client;
use crate::oauth::devices::{self, Device};
use crate::oauth::error::{OAuthError, OAuthResult};
use crate::oauth::grants::{self, NewToken};
use crate::oauth::resources::Target;

/// Issues them, once. What does not fit uses nothing up; what has ended since the yes gets nothing.
pub fn device(
    db: &Write,
    env: &Env,
    client: &Client,
    device: &Device,
    key: Option<&str>,
    target: &Target,
) -> OAuthResult<Issued> {
    let refused = |why: &str| Err(OAuthError::invalid_grant(why).into());
    let grant = match &device.grant_id {
        Some(id) => grants::grant(db, id)?,
        None => None,
    };
    let live = match grant {
        Some(grant) => grants::revive(db, grant)?,
        None => None,
    };
    let Some(live) = live else {
        return refused("The sign-in was revoked, or the user or the client may not sign in any more.");
    };
    let scopes = target.scopes_of(&live.grant.scopes)?;
    if !devices::exchange(db, device)? {
        return refused("The device_code was used before.");
    }
    let live = live.bound_to(key, target);
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
