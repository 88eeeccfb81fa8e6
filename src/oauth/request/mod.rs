//! The checks of an authorization request, read top to bottom (RFC 6749 §4.1.1, RFC 9700,
//! OpenID Connect Core §3.1.2.2).
//!
//! First client and redirect URI: if either is wrong there is nobody safe to send the browser
//! back to, and it gets a page. From then on there is a [`TrustedRedirect`], which only
//! [`check_redirect`] can make, and every refusal goes back to the app.

mod checks;

use super::clients::{self, Client};
use super::error::OAuthError;
use super::tickets::AuthorizationRequest;
use super::trial;
use crate::base::{Env, Result, redirect_uri};
use crate::db::Read;
use crate::web::Params;
use checks::{CHECKS, Draft};

/// The longest value of one parameter, in bytes.
const LONGEST: usize = 4096;
/// The longest request altogether, in bytes: each is stored on its way.
const LONGEST_REQUEST: usize = 12_288;

/// A place that the answer may be sent to.
#[derive(Clone, Debug)]
pub struct TrustedRedirect {
    pub(in crate::oauth) uri: String,
    pub(in crate::oauth) state: Option<String>,
    pub(in crate::oauth) form_post: bool,
}

impl TrustedRedirect {
    /// The place of a request that passed the checks when its ticket was made.
    pub fn of_ticket(request: &AuthorizationRequest) -> Self {
        TrustedRedirect {
            uri: request.redirect_uri.clone(),
            state: request.state.clone(),
            form_post: request.form_post,
        }
    }
}

/// Why a request is refused.
#[derive(Debug)]
pub enum Refusal {
    /// A page: there is no place to trust.
    Page(PageRefusal),
    /// Back to the app.
    Redirect(TrustedRedirect, OAuthError),
}

/// What the page says: to everybody, and to whoever looks after the app.
#[derive(Debug)]
pub struct PageRefusal {
    /// What it is called in diagnostics.
    pub error: &'static str,
    pub message: String,
    /// The redirect URI that was sent and those that are registered.
    pub mismatch: Option<(String, Vec<String>)>,
}

impl PageRefusal {
    fn refusal(error: &'static str, message: impl Into<String>) -> Refusal {
        Refusal::Page(PageRefusal {
            error,
            message: message.into(),
            mismatch: None,
        })
    }
}

/// Checks a request. The outer error is a failure of ours.
pub fn check(
    db: &Read,
    env: &Env,
    params: &Params,
) -> Result<std::result::Result<(Client, AuthorizationRequest), Refusal>> {
    let client = match check_client(db, params)? {
        Ok(client) => client,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let lent = match params.get("redirect_uri") {
        Some(uri) => trial::lends(db, env, &client.id, uri, params.get("state"))?,
        None => false,
    };
    let redirect = match check_redirect(&client, params, lent) {
        Ok(redirect) => redirect,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let request = AuthorizationRequest {
        redirect_uri: redirect.uri.clone(),
        redirect_given: params.get("redirect_uri").is_some(),
        state: redirect.state.clone(),
        form_post: redirect.form_post,
        nonce: params.get("nonce").map(str::to_owned),
        login_hint: params.get("login_hint").map(str::to_owned),
        asked_at: env.now(),
        ..AuthorizationRequest::default()
    };
    let mut draft = Draft {
        db,
        env,
        params,
        client: &client,
        request,
    };
    for check in CHECKS {
        if let Err(error) = check(&mut draft) {
            return Ok(Err(Refusal::Redirect(redirect, error)));
        }
    }
    let request = draft.request;
    Ok(Ok((client, request)))
}

/// RFC 6749 §4.1.2.1: a missing or unknown client is told to the person.
fn check_client(db: &Read, params: &Params) -> Result<std::result::Result<Client, Refusal>> {
    if let Some(name) = params.duplicate(&["client_id", "redirect_uri"]) {
        return Ok(Err(PageRefusal::refusal(
            "invalid_request",
            format!("The app sent {name} more than once."),
        )));
    }
    let Some(client_id) = params.get("client_id") else {
        return Ok(Err(PageRefusal::refusal(
            "invalid_request",
            "The app did not say which one it is: client_id is missing.",
        )));
    };
    match clients::store::get(db, client_id)? {
        Some(client) if client.enabled => Ok(Ok(client)),
        Some(_) => Ok(Err(PageRefusal::refusal(
            "client_disabled",
            "This app is switched off here. Ask the administrator of this site.",
        ))),
        None => Ok(Err(PageRefusal::refusal(
            "unknown_client",
            "This app is not known here: its client_id is not one of this site's OAuth Clients.",
        ))),
    }
}

/// RFC 9700 §2.1: the redirect URI must be registered, byte for byte, or lent by a trial.
fn check_redirect(client: &Client, params: &Params, lent: bool) -> std::result::Result<TrustedRedirect, Refusal> {
    let uri = match params.get("redirect_uri") {
        Some(presented) => {
            let registered = client
                .redirect_uris
                .iter()
                .find(|own| redirect_uri::matches(own, presented));
            if registered.is_none() && !lent {
                return Err(Refusal::Page(PageRefusal {
                    error: "redirect_uri_mismatch",
                    message: format!(
                        "{} asked to send you to an address that is not registered for it, so you are not sent there.",
                        client.app_name
                    ),
                    mismatch: Some((presented.to_owned(), client.redirect_uris.clone())),
                }));
            }
            presented.to_owned()
        }
        None => match (&client.default_redirect_uri, client.redirect_uris.as_slice()) {
            // With several registered the app has to say which one it means.
            (_, [_, _, ..]) => {
                return Err(PageRefusal::refusal(
                    "invalid_request",
                    format!(
                        "{} did not say where to send you back to: redirect_uri is missing, and several are registered.",
                        client.app_name
                    ),
                ));
            }
            (Some(default), _) => default.clone(),
            (None, [only]) => only.clone(),
            (None, _) => {
                return Err(PageRefusal::refusal(
                    "invalid_request",
                    format!("{} has no Redirect URI registered.", client.app_name),
                ));
            }
        },
    };
    let is_single = params.duplicate(&["state"]).is_none();
    Ok(TrustedRedirect {
        uri,
        state: params
            .get("state")
            .filter(|state| is_single && state.len() <= LONGEST)
            .map(str::to_owned),
        form_post: params.get("response_mode") == Some("form_post"),
    })
}
