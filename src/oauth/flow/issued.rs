//! What was issued.

use super::primitives::Primitives;
use crate::base::secret::Secret;
use crate::base::{Scopes, Seconds};
use crate::oauth::error::OAuthResult;
use crate::oauth::grants::Live;

/// Tokens that were just issued.
#[derive(Debug)]
pub struct Issued {
    pub access_token: Secret,
    pub refresh_token: Option<Secret>,
    /// Of the access token.
    pub scopes: Scopes,
    /// Of the access token.
    pub lifetime: Seconds,
    /// The nonce of the authorization request, for the first ID token.
    pub nonce: Option<String>,
    pub live: Live,
}

impl Issued {
    /// What the user is told of at sign-in: a token for another API has fewer scopes than were granted.
    pub fn identity_scopes(&self) -> &Scopes {
        match self.live.resource {
            Some(_) => &self.live.grant.scopes,
            None => &self.scopes,
        }
    }
}

/// What oxide-auth let be issued.
pub(super) fn finish(mut primitives: Primitives, live: Live, nonce: Option<String>) -> OAuthResult<Issued> {
    let lifetime = primitives.lifetime();
    let issued = primitives.issued.take();
    let (access_token, refresh_token, scopes) = issued.ok_or_else(|| primitives.lost("the tokens"))?;
    Ok(Issued {
        access_token,
        refresh_token,
        scopes,
        lifetime,
        nonce,
        live,
    })
}
