//! oxide-auth's own terms (version 0.6): what it wants to be told though our side has decided it
//! already, and its types made from ours.

use crate::base::{Error, Result, Scopes};
use crate::oauth::clients::Client;
use chrono::{DateTime, Utc};
use oxide_auth::code_grant::extensions::Pkce;
use oxide_auth::primitives::grant::{Extensions, Grant, Value};
use oxide_auth::primitives::scope::Scope;
use std::borrow::Cow;

/// The only response type of its authorization flow.
pub(super) const RESPONSE_TYPE: &str = "code";

/// The `grant_type` that its code exchange insists on.
pub(super) const AUTHORIZATION_CODE: &str = "authorization_code";

/// The `grant_type` that its refresh insists on.
pub(super) const REFRESH_TOKEN: &str = "refresh_token";

/// The only PKCE method that is accepted here (RFC 9700 §2.1.1).
const S256: &str = "S256";

/// Its grants have a redirect URI, which a refresh does not look at.
pub(super) const UNUSED_REDIRECT_URI: &str = "https://unused.invalid/";

/// It compares the end of a grant with its own clock. Ours has decided before, so for it nothing
/// ever ends.
const NO_END: DateTime<Utc> = DateTime::<Utc>::MAX_UTC;

/// A family as it knows one.
pub(super) fn grant(client: &Client, owner: &str, scopes: &Scopes, redirect_uri: &str) -> Result<Grant> {
    let malformed = |what: &str| Error::Internal(format!("a stored {what} cannot be read"));
    Ok(Grant {
        owner_id: owner.to_owned(),
        client_id: client.id.to_string(),
        scope: scopes.to_string().parse().map_err(|_| malformed("scope"))?,
        redirect_uri: redirect_uri.parse().map_err(|_| malformed("redirect URI"))?,
        until: NO_END,
        extensions: Extensions::new(),
    })
}

/// Its scope as ours. It keeps no order.
pub(super) fn scopes(scope: &Scope) -> Scopes {
    Scopes::parse(&scope.to_string())
}

/// A PKCE challenge, as its extension keeps one with the code; `Err` if it is missing and needed.
pub(super) fn challenge(is_needed: bool, challenge: Option<Cow<'_, str>>) -> std::result::Result<Option<Value>, ()> {
    let pkce = match is_needed {
        true => Pkce::required(),
        false => Pkce::optional(),
    };
    pkce.challenge(Some(Cow::Borrowed(S256)), challenge)
}
