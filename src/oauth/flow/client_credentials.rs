//! A client gets tokens for itself.

use super::issued::Issued;
use crate::base::{Env, Error, Scopes};
use crate::db::Write;
use crate::oauth::clients::Client;
use crate::oauth::error::{ErrorCode, OAuthError, OAuthResult};
use crate::oauth::grants::{self, Grant, NewToken};
use crate::oauth::resources::Target;
use crate::oauth::scopes;

/// Issues a token for the client itself (RFC 6749 §4.4), which acts as a user or with a role.
/// oxide-auth's own flow wants a redirect URI here, so it is not asked.
pub fn client_credentials(
    db: &Write,
    env: &Env,
    client: &Client,
    scopes: &Scopes,
    key: Option<&str>,
    target: &Target,
) -> OAuthResult<Issued> {
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
    if scopes.is_empty() {
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
                sid: None,
                scopes: scopes.clone(),
                claims: serde_json::Map::new(),
                claim_scopes: Scopes::default(),
                resources: Vec::new(),
                auth_at: None,
                amr: Scopes::default(),
                revoked_at: None,
            };
            grants::begin(db, env, &grant, env.now())?;
            grant
        }
    };
    let live = grants::revive(db, grant)?;
    let live = live.ok_or_else(|| Error::Internal("a grant that was just found is not alive".into()))?;
    let live = live.bound_to(key, target);
    let lifetime = target.lifetime(client);
    let scopes = &target.scopes_of(scopes)?;
    let new = NewToken {
        grant_id: &live.grant.id,
        scopes,
        lifetime,
        key,
        target: target.resource(),
        exchanged: None,
    };
    let access_token = grants::issue_access(db, env, &new)?;
    grants::extend(db, env, &live.grant.id, lifetime)?;
    Ok(Issued {
        access_token,
        refresh_token: None,
        scopes: scopes.clone(),
        lifetime,
        nonce: None,
        live,
    })
}
