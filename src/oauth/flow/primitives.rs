//! The primitives of oxide-auth, implemented over one transaction.

use super::oxide;
use crate::base::secret::Secret;
use crate::base::{Env, Error, GrantId, Result, Scopes, Seconds};
use crate::db::Write;
use crate::oauth::clients::Client;
use crate::oauth::grants::{self, Code, NewToken};
use crate::oauth::resources::Target;
use oxide_auth::code_grant::{accesstoken, authorization, extensions::Pkce, refresh};
use oxide_auth::primitives::grant::{Extensions, Grant as OxideGrant};
use oxide_auth::primitives::issuer::{IssuedToken, Issuer, RefreshedToken, TokenType};
use oxide_auth::primitives::prelude::{Authorizer, ClientUrl, PreGrant, Registrar, Scope};
use oxide_auth::primitives::registrar::{BoundClient, RegistrarError};
use std::borrow::Cow;

/// The primitives of oxide-auth over one transaction. Everything that it asks for is laid out here
/// before it starts.
pub(super) struct Primitives<'a> {
    pub(super) db: &'a Write<'a>,
    pub(super) env: &'a Env,
    pub(super) client: &'a Client,
    /// The family that codes and tokens belong to.
    pub(super) grant_id: GrantId,
    /// What a presented code or refresh token stands for.
    pub(super) recovered: Option<OxideGrant>,
    /// What an authorization lays into its code.
    pub(super) code: Option<Code>,
    /// The challenge that a code was bound to.
    pub(super) code_challenge: Option<String>,
    /// The scopes that were asked for, in their order, which oxide-auth does not keep.
    pub(super) asked: Scopes,
    /// The original scopes of a refreshed family.
    pub(super) original: Option<Scopes>,
    /// The refresh token that follows the presented one, and whether it was given out before.
    pub(super) successor: Option<(Secret, bool)>,
    /// The thumbprint of the key that the tokens are bound to.
    pub(super) key: Option<String>,
    /// What they are for.
    pub(super) target: Target,
    pub(super) issued_code: Option<Secret>,
    pub(super) issued: Option<(Secret, Option<Secret>, Scopes)>,
    pub(super) failure: Option<Error>,
}

impl<'a> Primitives<'a> {
    pub(super) fn new(db: &'a Write<'a>, env: &'a Env, client: &'a Client, grant_id: &GrantId) -> Self {
        Primitives {
            db,
            env,
            client,
            grant_id: grant_id.clone(),
            recovered: None,
            code: None,
            code_challenge: None,
            asked: Scopes::default(),
            original: None,
            successor: None,
            key: None,
            target: Target::Us,
            issued_code: None,
            issued: None,
            failure: None,
        }
    }

    /// Keeps the cause that oxide-auth has no room for.
    fn keep<T>(&mut self, result: Result<T>) -> std::result::Result<T, ()> {
        result.map_err(|error| self.failure = Some(error))
    }

    /// Stores an access token with these scopes and the refresh token that goes with it.
    pub(super) fn issue_tokens(&mut self, scopes: &Scopes) -> Result<(Secret, Option<Secret>)> {
        let (db, env, client) = (self.db, self.env, self.client);
        let access = NewToken {
            grant_id: &self.grant_id,
            scopes,
            lifetime: self.lifetime(),
            key: self.key.as_deref(),
            target: self.target.resource(),
            exchanged: None,
        };
        let access = grants::issue_access(db, env, &access)?;
        let original = self.original.as_ref().unwrap_or(scopes);
        let refresh = match self.successor.clone() {
            Some((known, true)) => {
                grants::extend(db, env, &self.grant_id, self.lifetime())?;
                return Ok((access, Some(known)));
            }
            Some((successor, false)) => successor,
            None => Secret::dated(&*env.random, env.now_ms()),
        };
        let lifetime = client.refresh_token_lifetime;
        let new = NewToken {
            grant_id: &self.grant_id,
            scopes: original,
            lifetime,
            // That of a client which proves who it is needs no more (RFC 9449 §5).
            key: self.key.as_deref().filter(|_| client.is_public()),
            target: None,
            exchanged: None,
        };
        grants::issue_refresh(db, env, &new, &refresh)?;
        grants::extend(db, env, &self.grant_id, lifetime.max(self.lifetime()))?;
        Ok((access, Some(refresh)))
    }

    /// How long access tokens live.
    pub(super) fn lifetime(&self) -> Seconds {
        self.target.lifetime(self.client)
    }

    pub(super) fn lost(&mut self, what: &str) -> Error {
        let unknown = || Error::Internal(format!("oxide-auth stopped at {what} without a cause"));
        self.failure.take().unwrap_or_else(unknown)
    }
}

impl Registrar for Primitives<'_> {
    fn bound_redirect<'b>(&self, bound: ClientUrl<'b>) -> std::result::Result<BoundClient<'b>, RegistrarError> {
        // The URI was compared with the registered ones, byte for byte, before the ticket was made.
        let uri = bound.redirect_uri.ok_or(RegistrarError::Unspecified)?.into_owned();
        Ok(BoundClient {
            client_id: bound.client_id,
            redirect_uri: Cow::Owned(uri.into()),
        })
    }

    fn negotiate(&self, client: BoundClient, scope: Option<Scope>) -> std::result::Result<PreGrant, RegistrarError> {
        let scope = scope.ok_or(RegistrarError::Unspecified)?;
        if !self.client.scopes.covers(&oxide::scopes(&scope)) {
            return Err(RegistrarError::Unspecified);
        }
        Ok(PreGrant {
            client_id: client.client_id.into_owned(),
            redirect_uri: client.redirect_uri.into_owned(),
            scope,
        })
    }

    fn check(&self, client_id: &str, _passphrase: Option<&[u8]>) -> std::result::Result<(), RegistrarError> {
        // The client has proved who it is before a request comes here.
        if client_id == self.client.id.as_str() {
            Ok(())
        } else {
            Err(RegistrarError::Unspecified)
        }
    }
}

impl Authorizer for Primitives<'_> {
    fn authorize(&mut self, _: OxideGrant) -> std::result::Result<String, ()> {
        let code = self.code.take().ok_or(())?;
        let secret = Secret::dated(&*self.env.random, self.env.now_ms());
        let stored = grants::insert_code(self.db, &secret, &code, self.env.now());
        self.keep(stored)?;
        self.issued_code = Some(secret.clone());
        Ok(secret.reveal().to_owned())
    }

    fn extract(&mut self, _code: &str) -> std::result::Result<Option<OxideGrant>, ()> {
        Ok(self.recovered.take())
    }
}

impl Issuer for Primitives<'_> {
    fn issue(&mut self, grant: OxideGrant) -> std::result::Result<IssuedToken, ()> {
        let scopes = self.asked.within(&oxide::scopes(&grant.scope));
        let tokens = self.issue_tokens(&scopes);
        let (access, refresh) = self.keep(tokens)?;
        let token = IssuedToken {
            token: access.reveal().to_owned(),
            refresh: refresh.as_ref().map(|refresh| refresh.reveal().to_owned()),
            until: grant.until,
            token_type: TokenType::Bearer,
        };
        self.issued = Some((access, refresh, scopes));
        Ok(token)
    }

    fn refresh(&mut self, _token: &str, grant: OxideGrant) -> std::result::Result<RefreshedToken, ()> {
        self.issue(grant).map(|token| RefreshedToken {
            token: token.token,
            refresh: token.refresh,
            until: token.until,
            token_type: token.token_type,
        })
    }

    fn recover_token<'b>(&'b self, _token: &'b str) -> std::result::Result<Option<OxideGrant>, ()> {
        Err(())
    }

    fn recover_refresh<'b>(&'b self, _token: &'b str) -> std::result::Result<Option<OxideGrant>, ()> {
        Ok(self.recovered.clone())
    }
}

impl authorization::Extension for Primitives<'_> {
    fn extend(&mut self, request: &dyn authorization::Request) -> std::result::Result<Extensions, ()> {
        let challenge = request.extension("code_challenge");
        let mut extensions = Extensions::new();
        if let Some(value) = oxide::challenge(self.client.needs_pkce(), challenge)? {
            extensions.set(&Pkce::optional(), value);
        }
        Ok(extensions)
    }
}

impl accesstoken::Extension for Primitives<'_> {
    fn extend(&mut self, request: &dyn accesstoken::Request, _: Extensions) -> std::result::Result<Extensions, ()> {
        let verifier = request.extension("code_verifier");
        // A verifier for a code that was asked for without a challenge (R05: PKCE downgrade).
        if self.code_challenge.is_none() && verifier.is_some() {
            return Err(());
        }
        let challenge = self.code_challenge.take().map(Cow::Owned);
        Pkce::optional().verify(oxide::challenge(false, challenge)?, verifier)?;
        Ok(Extensions::new())
    }
}

macro_rules! endpoint {
    ($flow:ident { $($method:ident $result:ty),* }) => {
        impl $flow::Endpoint for Primitives<'_> {
            fn registrar(&self) -> &dyn Registrar { self }
            $(fn $method(&mut self) -> &mut $result { self })*
        }
    };
}
endpoint!(authorization { authorizer dyn Authorizer, extension dyn authorization::Extension });
endpoint!(accesstoken { authorizer dyn Authorizer, issuer dyn Issuer, extension dyn accesstoken::Extension });
endpoint!(refresh { issuer dyn Issuer });
