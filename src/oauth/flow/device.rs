//! A device whose user said yes gets tokens (RFC 8628 §3.4).

use super::issued::{Issued, finish};
use super::primitives::Primitives;
use crate::base::Env;
use crate::db::Write;
use crate::oauth::clients::Client;
use crate::oauth::devices::{self, Device};
use crate::oauth::error::{OAuthError, OAuthResult};
use crate::oauth::grants;
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
    // oxide-auth knows no devices: our issuer is asked by itself.
    let mut primitives = Primitives::new(db, env, client, &live.grant.id);
    primitives.key = live.key.clone();
    primitives.original = Some(live.grant.scopes.clone());
    primitives.target = target.clone();
    let (access_token, refresh_token) = primitives.issue_tokens(&scopes)?;
    primitives.issued = Some((access_token, refresh_token, scopes));
    finish(primitives, live, None)
}
