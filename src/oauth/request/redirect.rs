//! The one check of redirect URIs. What it lets through is the only place that an answer, be it a
//! code or an error, can be sent to.

use super::unchecked::MAX_PARAMETER_LENGTH;
use super::{AuthorizationError, PageRefusal};
use crate::base::{Env, Error, Result, Text, redirect_uri, text};
use crate::db::Read;
use crate::oauth::clients::Client;
use crate::oauth::tickets::AuthorizationRequest;
use crate::oauth::trial;
use crate::web::Params;

/// A place that the answer may be sent to.
#[derive(Clone, Debug)]
pub struct TrustedRedirect {
    uri: String,
    state: Option<String>,
    form_post: bool,
}

impl TrustedRedirect {
    /// Of a new request. RFC 9700 §2.1: the redirect URI must be registered, byte for byte, or
    /// lent by a trial; one that is not sent is the only one that is registered.
    pub(super) fn check(
        db: &Read,
        env: &Env,
        client: &Client,
        params: &Params,
    ) -> std::result::Result<Self, AuthorizationError> {
        let uri = match params.get("redirect_uri") {
            Some(sent) if is_the_clients(db, env, client, sent, params.get("state"))? => sent,
            Some(sent) => return Err(mismatch(client, sent).into()),
            None => only_one(client)?,
        };
        let is_single = params.duplicate(&["state"]).is_none();
        let state = params
            .get("state")
            .filter(|state| is_single && state.len() <= MAX_PARAMETER_LENGTH);
        Ok(TrustedRedirect {
            uri: uri.to_owned(),
            state: state.map(str::to_owned),
            form_post: params.get("response_mode") == Some("form_post"),
        })
    }

    /// Of a stored request, checked again: the app may have been changed in the meantime.
    pub fn check_again(db: &Read, env: &Env, client: &Client, request: &AuthorizationRequest) -> Result<Self> {
        if !is_the_clients(db, env, client, &request.redirect_uri, request.state.as_deref())? {
            return Err(Error::NotFound(
                "The app's addresses were changed in the meantime. Go back to the app and start again.".into(),
            ));
        }
        Ok(TrustedRedirect {
            uri: request.redirect_uri.clone(),
            state: request.state.clone(),
            form_post: request.form_post,
        })
    }

    /// The address, as it was sent or is registered.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The `state` to send back.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Whether the browser posts the answer there (OAuth 2.0 Form Post Response Mode).
    pub fn is_form_post(&self) -> bool {
        self.form_post
    }
}

fn is_the_clients(db: &Read, env: &Env, client: &Client, uri: &str, state: Option<&str>) -> Result<bool> {
    let is_registered = client.redirect_uris.iter().any(|own| redirect_uri::matches(own, uri));
    Ok(is_registered || trial::lends(db, env, &client.id, uri, state)?)
}

fn mismatch(client: &Client, sent: &str) -> PageRefusal {
    let message = text!(
        "{ $app } asked to send you to an address that is not registered for it, so you are not sent there.",
        app = &client.app_name
    );
    PageRefusal {
        mismatch: Some((sent.to_owned(), client.redirect_uris.clone())),
        ..PageRefusal::new("redirect_uri_mismatch", message)
    }
}

/// With several registered the app has to say which one it means.
fn only_one(client: &Client) -> std::result::Result<&str, PageRefusal> {
    let refused = |why: Text| Err(PageRefusal::new("invalid_request", why));
    match (&client.default_redirect_uri, client.redirect_uris.as_slice()) {
        (_, [_, _, ..]) => refused(text!(
            "{ $app } did not say where to send you back to: redirect_uri is missing, and several are registered.",
            app = &client.app_name
        )),
        (Some(only), _) | (None, [only]) => Ok(only),
        (None, _) => refused(text!(
            "{ $app } has no Redirect URI registered.",
            app = &client.app_name
        )),
    }
}
