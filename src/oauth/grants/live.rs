//! What is alive: whether a token works at this moment, and what a grant stands for.

use super::{Grant, TokenKind, store};
use crate::base::secret::Hash;
use crate::base::{ClientId, Env, GrantId, Result, Scopes, Seconds, UserId, clock};
use crate::db::Read;
use crate::oauth::clients::{self, Client};
use crate::oauth::scopes;
use crate::users::{self, Actor, Door, User};

/// A grant that is alive, with all that it stands for.
#[derive(Clone, Debug)]
pub struct Live {
    /// The token's scopes, or the grant's.
    pub scopes: Scopes,
    /// When the token was issued and when it ends.
    pub lifetime: Option<(Seconds, Seconds)>,
    pub grant: Grant,
    pub client: Client,
    pub user: Option<User>,
}

impl Live {
    /// Who calls with this token.
    pub fn actor(&self, db: &Read) -> Result<Actor> {
        let door = Door::Bearer {
            client_id: self.client.id.clone(),
            scopes: scopes::for_token(db, &self.scopes)?,
        };
        match &self.user {
            Some(user) => users::actor(db, user, door),
            None => users::actor_with_role(db, self.grant.role.as_ref(), door),
        }
    }

    /// The user's id; none where the client acts alone.
    pub fn user_id(&self) -> Option<&UserId> {
        self.user.as_ref().map(|user| &user.id)
    }

    /// The roles that the token acts with.
    fn roles(&self) -> &[String] {
        match &self.user {
            Some(user) => &user.roles,
            None => self.grant.role.as_slice(),
        }
    }

    /// The `sub`: the user's, or the client's own id where it acts without one (R21: no client poses as a user).
    pub fn sub(&self) -> &str {
        self.user_id().map_or(self.client.id.as_str(), UserId::as_str)
    }
}

/// The token, if it works at this moment: not expired or used up; grant, client and user alive; the client still
/// allowed those scopes and that user (A20: withdrawn rights end at once; A28: expiry does not wait for clean-up).
pub fn live_token(db: &Read, env: &Env, presented: &str, kind: TokenKind) -> Result<Option<Live>> {
    let now = env.now();
    let Some(token) = store::token(db, &Hash::of(presented), kind)? else {
        return Ok(None);
    };
    if token.expires_at <= now || token.used_at.is_some() {
        return Ok(None);
    }
    let Some(live) = revive(db, &token.grant_id)? else {
        return Ok(None);
    };
    Ok(Some(Live {
        scopes: token.scopes.within(&live.scopes),
        lifetime: Some((token.created_at, token.expires_at)),
        ..live
    }))
}

/// Why a presented token does not work, in words, and whose it was; for diagnostics only.
pub fn explain(db: &Read, env: &Env, presented: &str, kind: TokenKind) -> Result<(String, Option<ClientId>)> {
    let Some(token) = store::token(db, &Hash::of(presented), kind)? else {
        return Ok((
            "The token is not one of ours, or was removed a while after it ended.".into(),
            None,
        ));
    };
    let grant = store::grant(db, &token.grant_id)?;
    let client_id = grant.as_ref().map(|grant| grant.client_id.clone());
    let why = match &grant {
        Some(Grant {
            revoked_at: Some(at), ..
        }) => format!(
            "The grant of the token was revoked at {}: {}.",
            clock::readable(*at),
            store::revoked_reason(db, &token.grant_id)?.unwrap_or_default()
        ),
        _ if token.used_at.is_some() => "The token was used up before.".into(),
        _ if token.expires_at <= env.now() => format!("The token expired at {}.", clock::readable(token.expires_at)),
        _ => "The token's user or client is switched off, or the client may no longer have its scopes.".into(),
    };
    Ok((why, client_id))
}

/// What a grant stands for, if all of it is alive.
pub fn revive(db: &Read, grant_id: &GrantId) -> Result<Option<Live>> {
    let Some(grant) = store::grant(db, grant_id)?.filter(|grant| grant.revoked_at.is_none()) else {
        return Ok(None);
    };
    let Some(client) = clients::get(db, &grant.client_id)?.filter(|client| client.enabled) else {
        return Ok(None);
    };
    if !client.scopes.covers(&grant.scopes) {
        return Ok(None);
    }
    let user = match &grant.user_id {
        Some(id) => users::by_id(db, id)?,
        None => None,
    };
    let user_is_fine = match (&user, &grant.user_id) {
        (Some(user), _) => user.enabled && (grant.session_id.is_none() || client.admits(user)),
        (None, Some(_)) => false,
        (None, None) => true,
    };
    // A client that acts by itself does so as long as it is set to, and as whom it is set to.
    let is_fine = user_is_fine && (grant.session_id.is_some() || may_still_act(db, &grant, &client, user.as_ref())?);
    if !is_fine {
        return Ok(None);
    }
    let mut live = Live {
        scopes: grant.scopes.clone(),
        lifetime: None,
        grant,
        client,
        user,
    };
    // Whoever lost a role lost what only it may be granted.
    live.scopes = scopes::grantable(db, &live.grant.scopes, live.roles())?;
    live.grant.scopes = live.scopes.clone();
    Ok(Some(live))
}

fn may_still_act(db: &Read, grant: &Grant, client: &Client, user: Option<&User>) -> Result<bool> {
    let same_user = client.acts_as.as_deref() == user.map(|user| user.email.as_str());
    let role_works = match &grant.role {
        Some(role) => crate::roles::is_enabled(db, role)?,
        None => user.is_some(),
    };
    Ok(client.client_credentials && same_user && client.acts_as_role == grant.role && role_works)
}
