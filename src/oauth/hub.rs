//! The hub: looks at ticket, session, past grants and settings, and decides the next step.

use super::acr;
use super::clients::Client;
use super::error::{ErrorCode, OAuthError};
use super::grants;
use super::scopes;
use super::settings::{self, SkipAuthorization};
use super::tickets::{AuthorizationRequest, State, Ticket};
use crate::base::{Env, Result, Scopes, Seconds, UserId, redirect_uri};
use crate::db::Read;
use crate::sessions::SignedIn;

/// What comes next.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Somebody has to sign in, first or afresh.
    Login,
    /// The user has to be asked.
    Consent,
    /// The user may not sign in through this client.
    NotAdmitted,
    /// The code can be given out.
    Code,
    /// Back to the app with an error.
    Refuse(OAuthError),
    /// The ticket was used: there is no going back to it.
    Over,
}

/// Decides.
pub fn next(db: &Read, env: &Env, ticket: &Ticket, client: &Client, signed_in: Option<&SignedIn>) -> Result<Step> {
    let request = &ticket.request;
    let silent = request.prompts("none");
    let refuse = |code, why: &str| Ok(Step::Refuse(OAuthError::new(code, why)));
    if ticket.state != State::Pending {
        return Ok(Step::Over);
    }
    // The client may have been changed since the request was checked.
    if !client.authorization_code || !client.scopes.covers(&request.scopes()) {
        return refuse(ErrorCode::InvalidScope, "The client may no longer ask for this.");
    }
    if client.needs_pkce() && request.code_challenge.is_none() {
        return refuse(
            ErrorCode::InvalidRequest,
            "This client must use PKCE: code_challenge is missing.",
        );
    }
    let Some(SignedIn { session, user }) = signed_in else {
        return match silent {
            true => refuse(ErrorCode::LoginRequired, "Nobody is signed in."),
            false => Ok(Step::Login),
        };
    };
    let is_fresh = request.session_before.as_ref() != Some(&session.id) && session.proven_at >= request.asked_at;
    if !is_fresh && needs_fresh_login(request, session.proven_at) {
        return match silent {
            true => refuse(ErrorCode::LoginRequired, "The last sign-in is too long ago."),
            false => Ok(Step::Login),
        };
    }
    if session.strength() < acr::wanted(db, request, client, user)? {
        return match silent {
            true => refuse(
                ErrorCode::LoginRequired,
                "The sign-in is not as strong as it has to be.",
            ),
            false => Ok(Step::Login),
        };
    }
    if request.hinted_user.as_ref().is_some_and(|hinted| *hinted != user.id) {
        return match silent || is_fresh {
            true => refuse(
                ErrorCode::LoginRequired,
                "Session user does not match client supplied user.",
            ),
            false => Ok(Step::Login),
        };
    }
    if !client.admits(user) {
        return match silent {
            true => refuse(ErrorCode::AccessDenied, "The user may not sign in through this client."),
            false => Ok(Step::NotAdmitted),
        };
    }
    let scopes = scopes::grantable(db, &request.scopes(), &user.roles)?;
    if scopes.is_empty() {
        let why = "Nothing of what was asked for may be granted to this user.";
        return refuse(ErrorCode::AccessDenied, why);
    }
    let consent = scopes::grantable(db, &request.consent(), &user.roles)?;
    if needs_consent(db, env, request, client, &user.id, &consent)? {
        return match silent {
            true => refuse(ErrorCode::ConsentRequired, "The user has to be asked."),
            false => Ok(Step::Consent),
        };
    }
    Ok(Step::Code)
}

/// C43–C47: `prompt=login` and `max_age`; `max_age=0` is as good as `prompt=login`.
fn needs_fresh_login(request: &AuthorizationRequest, proven_at: Seconds) -> bool {
    let is_too_old = |max_age: Seconds| max_age == Seconds::ZERO || request.asked_at - proven_at > max_age;
    request.prompts("login") || request.max_age.is_some_and(is_too_old)
}

/// Whether the app cares when the password was given: then an upstream provider has to ask for it.
pub fn wants_login(request: &AuthorizationRequest) -> bool {
    request.prompts("login") || request.max_age.is_some()
}

fn needs_consent(
    db: &Read,
    env: &Env,
    request: &AuthorizationRequest,
    client: &Client,
    user_id: &UserId,
    scopes: &Scopes,
) -> Result<bool> {
    if request.prompts("consent") || request.prompts("select_account") {
        return Ok(true);
    }
    if client.skip_authorization {
        return Ok(false);
    }
    // Force asks at every sign-in; a silent request is none: somebody is signed in already and goes on.
    let asks_always = !request.prompts("none") && settings::skip_authorization(db)? == SkipAuthorization::Force;
    if asks_always || is_impersonable(env, client, request) {
        return Ok(true);
    }
    let allowed = grants::is_allowed_already(
        db,
        env,
        user_id,
        &client.id,
        &request.redirect_uri,
        scopes,
        &request.resources,
    )?;
    Ok(!allowed)
}

/// A public client behind an address that any program on the device could claim: what was allowed to it once is not
/// allowed silently to whoever asks next (RFC 8252 §8.6; R26: consent shows who gets what). But where this site is on the
/// developer's own machine, too, a page that is being developed there renews itself in a frame.
fn is_impersonable(env: &Env, client: &Client, request: &AuthorizationRequest) -> bool {
    let is_framed_page = is_local(&env.base_url)
        && request.in_frame
        && client.redirect_uris.contains(&request.redirect_uri)
        && request.redirect_uri.starts_with("http://");
    client.is_public() && !request.redirect_uri.starts_with("https://") && !is_framed_page
}

fn is_local(base_url: &str) -> bool {
    let url = url::Url::parse(base_url).ok();
    url.is_some_and(|url| url.host_str().is_some_and(redirect_uri::is_loopback_host))
}
