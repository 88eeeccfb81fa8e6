//! The consent form, and Frappe's `approve`: POST with the session's CSRF token only.

use super::authorization_response::{refuse, send_error};
use super::authorize::{Underway, find, give_code, open};
use crate::activity::{self, Event};
use crate::base::{Error, Result, Scopes, text};
use crate::oauth::error::{ErrorCode, OAuthError};
use crate::oauth::hub::{self, Step};
use crate::oauth::scopes;
use crate::oauth::tickets::{self, State};
use crate::permissions::FRESH;
use crate::server::App;
use crate::server::ReturnTo;
use crate::server::caller;
use crate::server::error_page;
use crate::server::session;
use crate::sessions::SignedIn;
use crate::web::params::with_query;
use crate::web::{Call, Form, Guarded, Params, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// POST `/oauth2/consent`: the ticket and what was decided.
#[handler]
pub async fn decide(app: Data<&Arc<App>>, call: Call) -> Response {
    run(&app, &call)
        .await
        .unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST Frappe's `approve`: the parameters of an authorization request, allowed by whoever holds
/// the session and its CSRF token.
#[handler]
pub async fn approve(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match call.form().get("ticket") {
        Some(_) => run(&app, &call).await,
        None => allow_request(&app, &call).await,
    };
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Their form is checked in [`sender`].
impl Guarded for decide {}
impl Guarded for approve {}

async fn run(app: &App, call: &Call) -> Result<Response> {
    let (signed_in, form) = sender(app, call).await?;
    let underway = find(app, call, &form.text("ticket").into())?;
    match form.text("decision") {
        "allow" => allow(app, call, &underway, &signed_in).await,
        "deny" => deny(app, call, &underway, &signed_in).await,
        "switch" => {
            session::end_session(app, call, &signed_in).await?;
            let mut response = answer::see_other(&ReturnTo::Ticket(underway.ticket.id).login_page());
            session::clear_cookies(&app.env, &mut response);
            Ok(response)
        }
        other => Err(Error::invalid(
            "decision",
            text!("{ $other } is not allow, deny or switch.", other = format!("{other:?}")),
        )),
    }
}

/// Who decides, and their form once its CSRF token was found right.
async fn sender(app: &App, call: &Call) -> Result<(SignedIn, Form)> {
    let signed_in = caller::signed_in(app, call).await?;
    let signed_in = signed_in.ok_or_else(|| {
        Error::Unauthenticated("You were signed out in the meantime. Go back to the app and start again.".into())
    })?;
    let form = caller::session_form(app, call, &signed_in.session.id)?;
    Ok((signed_in, form))
}

async fn allow(app: &App, call: &Call, underway: &Underway, signed_in: &SignedIn) -> Result<Response> {
    let Underway {
        ticket,
        client,
        redirect,
        ..
    } = underway;
    // Asked again: what was true when the page was shown may not be any more.
    let next = app
        .db
        .read(|db| hub::next(db, &app.env, ticket, client, Some(signed_in)))?;
    match next {
        Step::Consent | Step::Code => {}
        Step::Refuse(error) => return send_error(app, call, redirect, &error),
        Step::Over => return Err(tickets::over()),
        Step::Login => return Ok(answer::see_other(&ReturnTo::Ticket(ticket.id.clone()).login_page())),
        Step::NotAdmitted => {
            return Err(Error::Forbidden(text!(
                "You may not sign in to { $app }.",
                app = &client.app_name
            )));
        }
    }
    if is_late(app, signed_in, &ticket.request.scopes())? {
        let id = ticket.id.as_str();
        return Ok(answer::see_other(&with_query("/login/again", &[("ticket", id)])));
    }
    if !settle(app, call, underway, signed_in, State::Approved).await? {
        return Err(tickets::over());
    }
    give_code(app, call, underway, signed_in, State::Approved).await
}

/// Whether somebody who works here would hand on more than their profile, long after they proved who they are: a token
/// that may do what they may do asks for a new proof, as that would.
pub(super) fn is_late(app: &App, signed_in: &SignedIn, scopes: &Scopes) -> Result<bool> {
    let is_late = app.env.now() - signed_in.session.last_proof() > FRESH;
    Ok(is_late && signed_in.user.is_system_user() && app.db.read(|db| scopes::reach_far(db, scopes))?)
}

async fn deny(app: &App, call: &Call, underway: &Underway, signed_in: &SignedIn) -> Result<Response> {
    if !settle(app, call, underway, signed_in, State::Denied).await? {
        return Err(tickets::over());
    }
    let error = OAuthError::new(ErrorCode::AccessDenied, "The user said no.");
    send_error(app, call, &underway.redirect, &error)
}

/// Settles a ticket, once, and logs what was said; `false` if it was settled before.
async fn settle(app: &App, call: &Call, underway: &Underway, signed_in: &SignedIn, to: State) -> Result<bool> {
    let (env, origin, user) = (app.env.clone(), call.from(), signed_in.user.clone());
    let (ticket, client) = (underway.ticket.clone(), underway.client.clone());
    let said = if to == State::Approved { "allowed" } else { "denied" };
    app.db
        .write(move |db| {
            let moved = tickets::advance(db, &ticket, State::Pending, to, &user.id)?;
            if moved {
                let event = Event {
                    operation: "Consent",
                    failed: to != State::Approved,
                    subject: format!(
                        "{} {said} {}: {}",
                        user.full_name,
                        client.app_name,
                        ticket.request.scopes()
                    ),
                    user: Some(&user.email),
                    client_id: Some(&client.id),
                    ..Event::default()
                };
                activity::log(db, &env, &origin, &event)?;
            }
            Ok(moved)
        })
        .await
}

async fn allow_request(app: &App, call: &Call) -> Result<Response> {
    let (signed_in, form) = sender(app, call).await?;
    let params = Params(
        form.0
            .iter()
            .filter(|&(name, _)| name != "csrf_token")
            .cloned()
            .collect(),
    );
    let (browser, set_cookie) = caller::browser(app, call);
    let mut response = match open(app, call, &params, &browser, Some(&signed_in)).await {
        Ok(underway) => allow(app, call, &underway, &signed_in).await?,
        Err(error) => refuse(app, call, &params, error)?,
    };
    if let Some(cookie) = set_cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}
