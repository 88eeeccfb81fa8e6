//! A request as oxide-auth reads one: clean, for the client has proved who it is.

use super::oxide;
use oxide_auth::code_grant::{accesstoken, authorization, refresh};
use std::borrow::Cow;

/// A clean request, as oxide-auth reads it.
#[derive(Default)]
pub(super) struct CheckedRequest<'a> {
    pub(super) client_id: &'a str,
    pub(super) redirect_uri: &'a str,
    pub(super) scope: Option<&'a str>,
    pub(super) grant_type: &'a str,
    pub(super) token: &'a str,
    pub(super) code_challenge: Option<&'a str>,
    pub(super) code_verifier: Option<&'a str>,
}

impl authorization::Request for CheckedRequest<'_> {
    fn valid(&self) -> bool {
        true
    }
    fn client_id(&self) -> Option<Cow<'_, str>> {
        Some(self.client_id.into())
    }
    fn scope(&self) -> Option<Cow<'_, str>> {
        self.scope.map(Cow::Borrowed)
    }
    fn redirect_uri(&self) -> Option<Cow<'_, str>> {
        Some(self.redirect_uri.into())
    }
    fn state(&self) -> Option<Cow<'_, str>> {
        None
    }
    fn response_type(&self) -> Option<Cow<'_, str>> {
        Some(oxide::RESPONSE_TYPE.into())
    }
    fn extension(&self, key: &str) -> Option<Cow<'_, str>> {
        (key == "code_challenge").then_some(self.code_challenge?.into())
    }
}

impl accesstoken::Request for CheckedRequest<'_> {
    fn valid(&self) -> bool {
        true
    }
    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.token.into())
    }
    fn authorization(&self) -> accesstoken::Authorization<'_> {
        accesstoken::Authorization::None
    }
    fn client_id(&self) -> Option<Cow<'_, str>> {
        Some(self.client_id.into())
    }
    fn redirect_uri(&self) -> Option<Cow<'_, str>> {
        Some(self.redirect_uri.into())
    }
    fn grant_type(&self) -> Option<Cow<'_, str>> {
        Some(self.grant_type.into())
    }
    fn extension(&self, key: &str) -> Option<Cow<'_, str>> {
        (key == "code_verifier").then_some(self.code_verifier?.into())
    }
}

impl refresh::Request for CheckedRequest<'_> {
    fn valid(&self) -> bool {
        true
    }
    fn refresh_token(&self) -> Option<Cow<'_, str>> {
        Some(self.token.into())
    }
    fn scope(&self) -> Option<Cow<'_, str>> {
        self.scope.map(Cow::Borrowed)
    }
    fn grant_type(&self) -> Option<Cow<'_, str>> {
        Some(self.grant_type.into())
    }
    fn authorization(&self) -> Option<(Cow<'_, str>, Cow<'_, [u8]>)> {
        // Then oxide-auth asks the registrar about the client that the token was issued to.
        None
    }
    fn extension(&self, _key: &str) -> Option<Cow<'_, str>> {
        None
    }
}
