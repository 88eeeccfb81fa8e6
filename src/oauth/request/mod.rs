//! The checks of an authorization request, read top to bottom (RFC 6749 §4.1.1, RFC 9700,
//! OpenID Connect Core §3.1.2.2).
//!
//! First client and redirect URI: if either is wrong there is nobody safe to send the browser
//! back to, and it gets a page. From then on there is a [`TrustedRedirect`], which only its own
//! check can make, and every refusal goes back to the app.

mod checks;
mod claims;
pub mod object;
mod redirect;
mod sent;
mod unchecked;

pub use checks::asked_scopes;
pub use redirect::TrustedRedirect;
pub use sent::Sent;

use super::clients::{self, Client};
use super::error::OAuthError;
use super::tickets::AuthorizationRequest;
use crate::base::{Env, Error, Language, Scopes, Text, text};
use crate::db::Read;
use crate::web::Params;
use checks::CHECKS;
use std::sync::Arc;
use unchecked::UncheckedRequest;

/// A request that passed every check.
pub struct Checked {
    pub client: Arc<Client>,
    pub request: AuthorizationRequest,
    /// Where the answer goes.
    pub redirect: TrustedRedirect,
    /// The scopes that the client asked for and may not have: they are left out (RFC 6749 §3.3).
    pub left_out: Scopes,
}

/// Why a request is not gone on with.
#[derive(Debug)]
pub enum AuthorizationError {
    /// Refused with a page: there is no place to trust.
    Page(PageRefusal),
    /// Refused, and the app is told.
    Redirect(TrustedRedirect, OAuthError),
    /// A failure of ours.
    Failed(Error),
}

impl From<Error> for AuthorizationError {
    fn from(error: Error) -> Self {
        AuthorizationError::Failed(error)
    }
}

impl From<PageRefusal> for AuthorizationError {
    fn from(refusal: PageRefusal) -> Self {
        AuthorizationError::Page(refusal)
    }
}

/// What the page says: to everybody, and to whoever looks after the app.
#[derive(Debug)]
pub struct PageRefusal {
    /// What it is called in diagnostics.
    pub error: &'static str,
    pub message: Text,
    /// The redirect URI that was sent and those that are registered.
    pub mismatch: Option<(String, Vec<String>)>,
}

impl PageRefusal {
    fn new(error: &'static str, message: impl Into<Text>) -> Self {
        PageRefusal {
            error,
            message: message.into(),
            mismatch: None,
        }
    }
}

/// Checks a request.
pub fn check(db: &Read, env: &Env, sent: &Sent) -> std::result::Result<Checked, AuthorizationError> {
    let params = &sent.params;
    let client = check_client(db, params)?;
    let redirect = TrustedRedirect::check(db, env, &client, params)?;
    let request = AuthorizationRequest {
        redirect_uri: redirect.uri().to_owned(),
        redirect_given: params.get("redirect_uri").is_some(),
        state: redirect.state().map(str::to_owned),
        form_post: redirect.is_form_post(),
        nonce: params.get("nonce").map(str::to_owned),
        login_hint: params.get("login_hint").map(str::to_owned),
        language: params.get("ui_locales").and_then(Language::preferred),
        asked_at: env.now(),
        ..AuthorizationRequest::default()
    };
    let mut draft = UncheckedRequest {
        db,
        env,
        sent,
        params,
        client: &client,
        request,
        left_out: Scopes::default(),
    };
    for check in CHECKS {
        if let Err(error) = check(&mut draft) {
            return Err(AuthorizationError::Redirect(redirect, error));
        }
    }
    let UncheckedRequest { request, left_out, .. } = draft;
    Ok(Checked {
        client,
        request,
        redirect,
        left_out,
    })
}

/// The client that a request says it is from. RFC 6749 §4.1.2.1: a missing or unknown one is told to the person.
pub fn check_client(db: &Read, params: &Params) -> std::result::Result<Arc<Client>, AuthorizationError> {
    if let Some(name) = params.duplicate(&["client_id", "redirect_uri"]) {
        let message = text!("The app sent { $name } more than once.", name = &name);
        return Err(PageRefusal::new("invalid_request", message).into());
    }
    let Some(client_id) = params.get("client_id") else {
        let message = "The app did not say which one it is: client_id is missing.";
        return Err(PageRefusal::new("invalid_request", message).into());
    };
    match clients::get(db, &client_id.into())? {
        Some(client) if client.enabled => Ok(client),
        Some(_) => {
            let message = "This app is switched off here. Ask the administrator of this site.";
            Err(PageRefusal::new("client_disabled", message).into())
        }
        None => {
            let message = "This app is not known here: its client_id is not one of this site's OAuth Clients.";
            Err(PageRefusal::new("unknown_client", message).into())
        }
    }
}
