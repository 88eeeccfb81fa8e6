//! Grants: what a user allowed a client, and the codes and tokens born from it.
//!
//! Owns the tables `oauth_grants`, `oauth_codes` and `oauth_tokens`. A grant is the family of
//! its tokens: revoke it and all of them are dead. Whether a token works is decided in one
//! place, [`live_token`]: its own end, its grant, its client and its user.

pub mod record;
pub mod store;
mod views;

use super::clients::{self, Client};
use super::scopes;
use crate::activity::{self, Event};
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Origin, Result, Scopes, Seconds, clock, random};
use crate::db::{Read, Write};
use crate::users::{self, Actor, Door, User};
use serde_json::{Map, Value as Json};

/// What a user allowed a client.
#[derive(Clone, Debug)]
pub struct Grant {
    pub id: String,
    pub client_id: String,
    /// `None` where a client acts with a role, without a user.
    pub user_id: Option<String>,
    pub role: Option<String>,
    pub session_id: Option<String>,
    pub scopes: Scopes,
    /// The `claims` parameter of the request.
    pub claims: Map<String, Json>,
    /// When the user gave the password.
    pub auth_at: Option<Seconds>,
    pub revoked_at: Option<Seconds>,
}

/// A code on its way to the token endpoint.
#[derive(Clone, Debug)]
pub struct Code {
    pub grant_id: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub redirect_given: bool,
    pub code_challenge: Option<String>,
    pub nonce: Option<String>,
    pub expires_at: Seconds,
    pub used_at: Option<Seconds>,
}

/// Access or refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Access,
    Refresh,
}

impl Kind {
    /// As it is stored, and as `token_type_hint` names it without `_token`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Access => "access",
            Kind::Refresh => "refresh",
        }
    }
}

/// A stored token.
#[derive(Clone, Debug)]
pub struct Token {
    pub grant_id: String,
    pub scopes: Scopes,
    pub created_at: Seconds,
    pub expires_at: Seconds,
    pub used_at: Option<Seconds>,
}

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
            scopes: scopes::describe(db, &self.scopes)?,
        };
        match &self.user {
            Some(user) => Actor::user(db, user.clone(), door),
            None => Actor::role(db, self.grant.role.as_ref(), door),
        }
    }

    /// The user's id; empty where the client acts alone.
    pub fn user_id(&self) -> &str {
        self.user.as_ref().map(|user| user.id.as_str()).unwrap_or_default()
    }

    /// The roles that the token acts with.
    fn roles(&self) -> &[String] {
        match &self.user {
            Some(user) => &user.roles,
            None => self.grant.role.as_slice(),
        }
    }

    /// The `sub`: the user's, or the client's own id where it acts without one (R21).
    pub fn sub(&self) -> &str {
        self.user.as_ref().map_or(&self.client.id, |user| &user.id)
    }
}

/// Starts a family.
pub fn begin(db: &Write, env: &Env, grant: &Grant, expires_at: Seconds) -> Result<()> {
    store::insert_grant(db, grant, env.now(), expires_at)
}

/// A new grant id.
pub fn new_id(env: &Env) -> String {
    random::hex::<16>(&*env.random)
}

/// Stores a token of a grant and moves the grant's end.
pub fn issue(db: &Write, env: &Env, grant_id: &str, kind: Kind, scopes: &Scopes, lifetime: Seconds) -> Result<Secret> {
    let secret = Secret::generate(&*env.random);
    let now = env.now();
    store::insert_token(db, &secret, kind, grant_id, scopes, now, now + lifetime)?;
    store::extend_grant(db, grant_id, now + lifetime)?;
    Ok(secret)
}

/// The token, if it works at this moment: not expired or used up; grant, client and user
/// alive; the client still allowed those scopes and that user (A20, A28).
pub fn live_token(db: &Read, env: &Env, presented: &str, kind: Kind) -> Result<Option<Live>> {
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
pub fn explain(db: &Read, env: &Env, presented: &str, kind: Kind) -> Result<(String, Option<String>)> {
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
pub fn revive(db: &Read, grant_id: &str) -> Result<Option<Live>> {
    let Some(grant) = store::grant(db, grant_id)?.filter(|grant| grant.revoked_at.is_none()) else {
        return Ok(None);
    };
    let Some(client) = clients::store::get(db, &grant.client_id)?.filter(|client| client.enabled) else {
        return Ok(None);
    };
    if !client.scopes.covers(&grant.scopes) {
        return Ok(None);
    }
    let user = match &grant.user_id {
        Some(id) => users::store::by_id(db, id)?,
        None => None,
    };
    let user_is_fine = match (&user, &grant.user_id) {
        (Some(user), _) => user.enabled && (grant.session_id.is_none() || client.admits(user)),
        (None, Some(_)) => false,
        (None, None) => true,
    };
    // A client that acts by itself does so as long as it is set to, and as whom it is set to.
    let is_fine = user_is_fine && (grant.session_id.is_some() || acts_still(db, &grant, &client, user.as_ref())?);
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

fn acts_still(db: &Read, grant: &Grant, client: &Client, user: Option<&User>) -> Result<bool> {
    let same_user = client.acts_as.as_deref() == user.map(|user| user.email.as_str());
    let role_works = match &grant.role {
        Some(role) => crate::roles::store::is_enabled(db, role)?,
        None => user.is_some(),
    };
    Ok(client.client_credentials && same_user && client.acts_as_role == grant.role && role_works)
}

/// Whether a live grant of this user and client, which went to the same place, covers the scopes:
/// what Auto looks at. To another address of the client the user is asked again, for it may not
/// have been the client's when they were asked first (A70).
pub fn is_allowed_already(
    db: &Read,
    env: &Env,
    user_id: &str,
    client_id: &str,
    redirect_uri: &str,
    scopes: &Scopes,
) -> Result<bool> {
    let granted = store::live_scopes(db, user_id, client_id, redirect_uri, env.now())?;
    Ok(granted.iter().any(|own| own.covers(scopes)))
}

/// Revokes a family, once; the activity log says why.
pub fn revoke(db: &Write, env: &Env, grant_id: &str, reason: &str) -> Result<()> {
    if store::revoke_grant(db, grant_id, env.now(), reason)? == 0 {
        return Ok(());
    }
    let Some(grant) = store::grant(db, grant_id)? else {
        return Ok(());
    };
    let user = match &grant.user_id {
        Some(id) => users::store::by_id(db, id)?,
        None => None,
    };
    let event = Event {
        operation: "Revocation",
        subject: format!("A grant was revoked: {reason}"),
        user: user.as_ref().map(|user| user.email.as_str()),
        client_id: Some(&grant.client_id),
        record: Some(("Grant", grant_id)),
        ..Event::default()
    };
    activity::log(db, env, &Origin::default(), &event)
}

/// Revokes whatever a user allowed.
pub fn revoke_of_user(db: &Write, env: &Env, user_id: &str, reason: &str) -> Result<()> {
    let revoked = store::revoke_of_user(db, user_id, env.now(), reason)?;
    let user = users::store::by_id(db, user_id)?.filter(|_| revoked > 0);
    let Some(user) = user else {
        return Ok(());
    };
    let event = Event {
        operation: "Revocation",
        subject: format!("{revoked} grants of {} were revoked: {reason}", user.full_name),
        user: Some(&user.email),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    activity::log(db, env, &Origin::default(), &event)
}

/// Revokes whatever a client was allowed; says how many grants that were.
pub fn revoke_of_client(db: &Write, env: &Env, client_id: &str, reason: &str) -> Result<usize> {
    store::revoke_of_client(db, client_id, env.now(), reason)
}

impl Grant {
    /// Whether it was for one session only: without `offline_access` (R87) and without `all`, with
    /// which Frappe's apps go on while nobody is signed in.
    pub fn ends_with_session(&self) -> bool {
        !self.scopes.contains("offline_access") && !self.scopes.contains(crate::base::scope::ALL)
    }
}

/// Ends the grants that were for one session only.
pub fn end_with_session(db: &Write, env: &Env, session_id: &str) -> Result<()> {
    for grant in store::grants_of_session(db, session_id)? {
        if grant.ends_with_session() {
            revoke(db, env, &grant.id, "signed out")?;
        }
    }
    Ok(())
}
