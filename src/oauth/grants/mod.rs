//! Grants: what a user allowed a client, and the codes and tokens born from it.
//!
//! Owns the tables `oauth_grants`, `oauth_codes` and `oauth_tokens`. A grant is the family of
//! its tokens: revoke it and all of them are dead. Whether a token works is decided in one
//! place, [`live_token`]: its own end, its grant, its client and its user.

mod ending;
mod exchanged;
mod lists;
mod live;
mod presented;
mod store;
mod succession;

pub use ending::{end, end_with_session, revoke, revoke_of_client, revoke_of_user};
pub use lists::{
    GrantLine, SignedIn, TokenLine, asleep, found_codes, found_grants, found_tokens, of_user, signed_in,
    signed_in_of_user, tokens_of,
};
pub use live::{Live, Released, Told, Userinfo, explain, live_token, revive};
pub use presented::{JWT_TYPE, found, hash_of};
pub use store::{
    code, grant, insert_code, machine_grant, move_grants, prolong_refresh_token, revoke_of_user_and_client,
    sweep_grants, sweep_tokens, token, use_code, use_refresh_token,
};
pub use succession::{repeats, successor};

use super::resources::Resource;
use crate::base::secret::{self, Hash, Secret};
use crate::base::{ClientId, Env, GrantId, Millis, Result, Scopes, Seconds, SessionId, UserId, random};
use crate::db::{Read, Write, row};
use crate::sessions::Session;
use serde_json::{Map, Value as Json};

row! {
    /// What a user allowed a client.
    #[derive(Clone, Debug)]
    pub struct Grant in "oauth_grants" {
        pub id: GrantId,
        pub client_id: ClientId,
        /// `None` where a client acts with a role, without a user.
        pub user_id: Option<UserId>,
        pub role: Option<String>,
        pub session_id: Option<SessionId>,
        /// The session as the app knows it, the `sid` of its ID tokens (OpenID Connect Back-Channel Logout §2.2).
        pub sid: Option<SessionId>,
        pub scopes: Scopes,
        /// The `claims` parameter of the request.
        pub claims: Map<String, Json>,
        /// The scopes that release nothing but what `claims` asks for.
        pub claim_scopes: Scopes,
        /// The APIs beside this site that tokens may be for (RFC 8707).
        pub resources: Vec<String>,
        /// When the user gave the password.
        pub auth_at: Option<Seconds>,
        /// How, by names of RFC 8176 (the `amr` claim).
        pub amr: Scopes,
        pub revoked_at: Option<Seconds>,
    }
}

row! {
    /// A code on its way to the token endpoint.
    #[derive(Clone, Debug)]
    pub struct Code in "oauth_codes" {
        pub grant_id: GrantId,
        pub client_id: ClientId,
        pub redirect_uri: String,
        pub redirect_given: bool,
        pub code_challenge: Option<String>,
        pub nonce: Option<String>,
        /// The thumbprint of the key that it is bound to (RFC 9449 §10).
        pub dpop_jkt: Option<String>,
        pub expires_at: Seconds,
        pub used_at: Option<Seconds>,
    }
}

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Access,
    Refresh,
}

impl TokenKind {
    /// Both, in the order in which a token without a hint is looked for.
    pub const EVERY: [TokenKind; 2] = [TokenKind::Access, TokenKind::Refresh];

    /// The kind that is stored as this.
    pub fn from_name(name: &str) -> Option<Self> {
        TokenKind::EVERY.into_iter().find(|kind| kind.name() == name)
    }

    /// As it is stored, and as `token_type_hint` names it without `_token`.
    pub fn name(self) -> &'static str {
        match self {
            TokenKind::Access => "access",
            TokenKind::Refresh => "refresh",
        }
    }
}

row! {
    /// A stored token.
    #[derive(Clone, Debug)]
    pub struct Token in "oauth_tokens" {
        pub scopes: Scopes = "token_scopes",
        pub created_at: Seconds = "token_created_at",
        pub expires_at: Seconds = "token_expires_at",
        /// When a refresh token was used up, or an access token revoked by itself.
        pub used_at: Option<Seconds>,
        /// The moment that the refresh token says which followed this one.
        pub followed_at: Option<Millis>,
        /// The thumbprint of the key that it is bound to (RFC 9449 §6).
        pub dpop_jkt: Option<String>,
        /// What it is for; nothing: this site.
        pub resource: Option<String>,
        /// Whether it went out within a JWT.
        pub is_jwt: bool,
        /// The clients that it was exchanged by, the last first (RFC 8693).
        pub actors: Vec<ClientId>,
        /// The token that it was exchanged for.
        pub parent: Option<Hash> = "parent_hash",
    }
}

/// Starts a family.
pub fn begin(db: &Write, env: &Env, grant: &Grant, expires_at: Seconds) -> Result<()> {
    store::insert_grant(db, grant, env.now(), expires_at)
}

/// A new grant id: the moment, so that ids grow, and 64 random bits.
pub fn new_id(env: &Env) -> GrantId {
    let id = secret::stamp(env.now_ms()) + &random::hex::<8>(&*env.random);
    id.into()
}

/// A token to be stored.
pub struct NewToken<'a> {
    pub grant_id: &'a GrantId,
    pub scopes: &'a Scopes,
    pub lifetime: Seconds,
    /// The thumbprint of the key that it is bound to.
    pub key: Option<&'a str>,
    /// What it is for, if not for this site, and whether it goes out within a JWT.
    pub target: Option<&'a Resource>,
    /// The clients that it was exchanged by, the last first, and the token that it is exchanged for.
    pub exchanged: Option<(&'a [ClientId], Hash)>,
}

/// Stores an access token of a grant.
pub fn issue_access(db: &Write, env: &Env, new: &NewToken) -> Result<Secret> {
    let secret = Secret::dated(&*env.random, env.now_ms());
    store::insert_token(db, &secret, TokenKind::Access, new, env.now())?;
    Ok(secret)
}

/// Stores this refresh token of a grant.
pub fn issue_refresh(db: &Write, env: &Env, new: &NewToken, secret: &Secret) -> Result<()> {
    store::insert_token(db, secret, TokenKind::Refresh, new, env.now())
}

/// Lets a grant end no earlier than a token of this lifetime that was just issued. Its end moves in steps, so that most
/// tokens leave it alone.
pub fn extend(db: &Write, env: &Env, grant_id: &GrantId, lifetime: Seconds) -> Result<()> {
    store::extend_grant(db, grant_id, env.now() + lifetime, lifetime.part(1, 24))
}

/// Whether a live grant of this user and client covers the scopes: what Auto and silent requests look at. Where a
/// delegated manager gave the client an address, each one counts for itself: it was not the client's when somebody said
/// yes at another (A70: nobody raises themselves).
pub fn is_allowed_already(
    db: &Read,
    env: &Env,
    user_id: &UserId,
    client_id: &ClientId,
    redirect_uri: &str,
    scopes: &Scopes,
    resources: &[String],
) -> Result<bool> {
    let granted = store::live_consents(db, user_id, client_id, redirect_uri, env.now())?;
    let covers = |(own, of): &(Scopes, Vec<String>)| {
        let is_for_them = resources.is_empty() == of.is_empty() && resources.iter().all(|uri| of.contains(uri));
        own.covers(scopes) && is_for_them
    };
    Ok(granted.iter().any(covers))
}

impl Grant {
    /// A new one of whoever is signed in here, with nothing in it yet.
    pub fn in_session(env: &Env, client_id: &ClientId, session: &Session) -> Self {
        Grant {
            id: new_id(env),
            client_id: client_id.clone(),
            user_id: Some(session.user_id.clone()),
            role: None,
            session_id: Some(session.id.clone()),
            sid: Some(session.sid.clone()),
            scopes: Scopes::default(),
            claims: Map::new(),
            claim_scopes: Scopes::default(),
            resources: Vec::new(),
            auth_at: Some(session.auth_at),
            amr: session.amr.clone(),
            revoked_at: None,
        }
    }

    /// Whether a client acts under it by itself, without anybody having signed in.
    pub fn is_machines(&self) -> bool {
        self.session_id.is_none()
    }

    /// Which client has a token of it that these exchanged, the last first: the last of them, else the grant's own.
    pub fn holder<'a>(&'a self, actors: &'a [ClientId]) -> &'a ClientId {
        actors.first().unwrap_or(&self.client_id)
    }

    /// Whether it was for one session only: without `offline_access` (R87: logout ends session-bound refresh tokens)
    /// and without `all`, with which Frappe's apps go on while nobody is signed in.
    pub fn ends_with_session(&self) -> bool {
        !self.scopes.contains(crate::base::scope::OFFLINE_ACCESS) && !self.scopes.contains(crate::base::scope::ALL)
    }
}
