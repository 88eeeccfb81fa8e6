//! What is alive: whether a token works at this moment, and what a grant stands for.

use super::exchanged::may_act;
use super::presented::{found, hash_of};
use super::{Grant, TokenKind, store};
use crate::base::secret::Hash;
use crate::base::{ClientId, Env, Result, Scopes, Seconds, UserId, clock};
use crate::db::Read;
use crate::oauth::clients::{self, Client};
use crate::oauth::resources::{Target, TokenFormat};
use crate::oauth::scopes;
use crate::users::{self, Actor, Door, User};
use serde_json::{Map, Value as Json};
use std::sync::{Arc, OnceLock};

/// A grant that is alive, with all that it stands for.
#[derive(Clone, Debug)]
pub struct Live {
    /// The token's scopes, or the grant's.
    pub scopes: Scopes,
    /// When the token was issued and when it ends.
    pub lifetime: Option<(Seconds, Seconds)>,
    /// The thumbprint of the key that the token is bound to (RFC 9449 §6).
    pub key: Option<String>,
    /// What the token is for; nothing: this site.
    pub resource: Option<String>,
    /// Whether it went out within a JWT.
    pub is_jwt: bool,
    /// The clients that it was exchanged by, the last first: who acts in the user's name (RFC 8693).
    pub actors: Vec<ClientId>,
    pub grant: Grant,
    pub client: Arc<Client>,
    pub user: Option<Arc<User>>,
    pub told: Told,
}

/// The answers about a live token, once somebody asked: they are the same for as long as it is kept.
#[derive(Clone, Debug, Default)]
pub struct Told {
    introspection: OnceLock<Arc<str>>,
    userinfo: OnceLock<Option<Userinfo>>,
    profile: OnceLock<Option<Userinfo>>,
}

/// Claims, and the scopes that released them.
pub type Released = (Map<String, Json>, Vec<String>);

/// The answer of userinfo, with the scopes that released something.
pub type Userinfo = (Arc<str>, Arc<[String]>);

impl Told {
    /// The answer of introspection.
    pub fn introspection(&self, describe: impl FnOnce() -> Result<Json>) -> Result<Arc<str>> {
        if let Some(known) = self.introspection.get() {
            return Ok(Arc::clone(known));
        }
        let text = describe()?.to_string().into();
        Ok(Arc::clone(self.introspection.get_or_init(|| text)))
    }

    /// The answer of userinfo; none where the token's scopes release nothing.
    pub fn userinfo(&self, describe: impl FnOnce() -> Result<Option<Released>>) -> Result<Option<Userinfo>> {
        told(&self.userinfo, describe)
    }

    /// The same in Frappe's shape (`openid_profile`).
    pub fn profile(&self, describe: impl FnOnce() -> Result<Option<Released>>) -> Result<Option<Userinfo>> {
        told(&self.profile, describe)
    }
}

fn told(
    answer: &OnceLock<Option<Userinfo>>,
    describe: impl FnOnce() -> Result<Option<Released>>,
) -> Result<Option<Userinfo>> {
    if let Some(known) = answer.get() {
        return Ok(known.clone());
    }
    let text = |(claims, scopes): Released| (Json::Object(claims).to_string().into(), scopes.into());
    let told = describe()?.map(text);
    Ok(answer.get_or_init(|| told).clone())
}

impl Live {
    /// Who calls with this token.
    pub fn actor(&self, db: &Read) -> Result<Actor> {
        let door = Door::Bearer {
            client_id: self.client.id.clone(),
            scopes: scopes::for_token(db, &self.scopes, self.client.frappe_openid)?,
        };
        match &self.user {
            Some(user) => users::actor(db, user, door),
            None => users::actor_with_role(db, self.grant.role.as_ref(), door),
        }
    }

    /// The same, for tokens that are bound to this key and made for that.
    pub fn bound_to(self, key: Option<&str>, target: &Target) -> Self {
        let resource = target.resource();
        Live {
            key: key.map(str::to_owned),
            resource: resource.map(|resource| resource.uri.clone()),
            is_jwt: resource.is_some_and(|resource| resource.token_format == TokenFormat::Jwt),
            ..self
        }
    }

    /// Its `token_type` (RFC 6749 §7.1, RFC 9449 §5).
    pub fn token_type(&self) -> &'static str {
        match self.key {
            Some(_) => "DPoP",
            None => "Bearer",
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
pub fn live_token(db: &Read, env: &Env, presented: &str, kind: TokenKind) -> Result<Option<Arc<Live>>> {
    let (hash, is_jwt) = hash_of(db, env, presented)?;
    let live = match kind {
        TokenKind::Access => db.kept_if_any(&hash.0, || unexpired(db, &hash, kind))?,
        // It is used up by a change that decides nothing else.
        TokenKind::Refresh => unexpired(db, &hash, kind)?.map(Arc::new),
    };
    let now = env.now();
    let is_good = |live: &Arc<Live>| live.is_jwt == is_jwt && live.lifetime.is_some_and(|(_, ends)| ends > now);
    Ok(live.filter(is_good))
}

/// The token, if nothing but time may have ended it.
fn unexpired(db: &Read, hash: &Hash, kind: TokenKind) -> Result<Option<Live>> {
    let found = store::token(db, hash, kind)?.filter(|(token, _)| token.used_at.is_none());
    let Some((token, grant)) = found else {
        return Ok(None);
    };
    if !may_act(db, &token)? {
        return Ok(None);
    }
    let live = revive(db, grant)?;
    Ok(live.map(|live| Live {
        scopes: token.scopes.within(&live.scopes),
        lifetime: Some((token.created_at, token.expires_at)),
        key: token.dpop_jkt,
        resource: token.resource,
        is_jwt: token.is_jwt,
        actors: token.actors,
        ..live
    }))
}

/// Why a presented token does not work, in words, and whose it was; for diagnostics only.
pub fn explain(db: &Read, env: &Env, presented: &str, kind: TokenKind) -> Result<(String, Option<ClientId>)> {
    let Some((_, token, grant)) = found(db, env, presented, kind)? else {
        return Ok((
            "The token is not one of ours, or was removed a while after it ended.".into(),
            None,
        ));
    };
    let why = match (grant.revoked_at, token.used_at) {
        (Some(at), _) => format!(
            "The grant of the token was revoked at {}: {}.",
            clock::readable(at),
            store::revoked_reason(db, &grant.id)?.unwrap_or_default()
        ),
        (None, Some(at)) => match kind {
            TokenKind::Access => format!("The token was revoked at {}.", clock::readable(at)),
            TokenKind::Refresh => "The token was used up before.".into(),
        },
        _ if token.expires_at <= env.now() => format!("The token expired at {}.", clock::readable(token.expires_at)),
        _ => "The token's user or client is switched off, or a client may no longer have its scopes or exchange it."
            .into(),
    };
    Ok((why, Some(grant.client_id)))
}

/// What a grant stands for, if all of it is alive.
pub fn revive(db: &Read, grant: Grant) -> Result<Option<Live>> {
    if grant.revoked_at.is_some() {
        return Ok(None);
    }
    let Some(client) = clients::get(db, &grant.client_id)?.filter(|client| client.enabled) else {
        return Ok(None);
    };
    if !client.scopes.covers(&grant.scopes) {
        return Ok(None);
    }
    let user = match &grant.user_id {
        Some(id) => users::kept(db, id)?,
        None => None,
    };
    let user_is_fine = match (&user, &grant.user_id) {
        (Some(user), _) => user.enabled && (grant.session_id.is_none() || client.admits(user)),
        (None, Some(_)) => false,
        (None, None) => true,
    };
    // A client that acts by itself does so as long as it is set to, and as whom it is set to.
    let is_fine = user_is_fine && (grant.session_id.is_some() || may_still_act(db, &grant, &client, user.as_deref())?);
    if !is_fine {
        return Ok(None);
    }
    let mut live = Live {
        scopes: grant.scopes.clone(),
        lifetime: None,
        key: None,
        resource: None,
        is_jwt: false,
        actors: Vec::new(),
        grant,
        client,
        user,
        told: Told::default(),
    };
    // Whoever lost a role lost what only it may be granted.
    live.scopes = scopes::grantable(db, &live.grant.scopes, live.roles())?;
    live.grant.scopes = live.scopes.clone();
    let claim_scopes = live.grant.claim_scopes.within(&live.client.scopes);
    live.grant.claim_scopes = scopes::grantable(db, &claim_scopes, live.roles())?;
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
