//! The consent form, and Frappe's `approve`: POST with the session's CSRF token only.

use super::authorize::{find, give_code, open, refuse, send_error};
use super::clients::Client;
use super::error::{ErrorCode, OAuthError};
use super::hub::{self, Step};
use super::request::TrustedRedirect;
use super::tickets::{self, State, Ticket};
use crate::activity::{self, Event};
use crate::app::App;
use crate::base::{Error, Result};
use crate::desk::error_page;
use crate::login::caller::{self, SignedIn};
use crate::login::{ReturnTo, sign_out};
use crate::web::{Call, Params, answer};
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

async fn run(app: &App, call: &Call) -> Result<Response> {
    let form = call.form();
    let signed_in = whose(app, call, &form).await?;
    let (ticket, client) = find(app, call, form.text("ticket"))?;
    match form.text("decision") {
        "allow" => allow(app, call, &ticket, &client, &signed_in).await,
        "deny" => deny(app, call, &ticket, &client, &signed_in).await,
        "switch" => {
            sign_out::end_session(app, call, &signed_in).await?;
            let mut response = answer::see_other(&ReturnTo::Ticket(ticket.id).login_page());
            sign_out::clear_cookies(&app.env, &mut response);
            Ok(response)
        }
        other => Err(Error::invalid(
            "decision",
            format!("{other:?} is not allow, deny or switch."),
        )),
    }
}

async fn whose(app: &App, call: &Call, form: &Params) -> Result<SignedIn> {
    let signed_in = caller::signed_in(app, call).await?;
    let signed_in = signed_in.ok_or_else(|| {
        Error::Unauthenticated("You were signed out in the meantime. Go back to the app and start again.".into())
    })?;
    caller::check_session_csrf(app, call, &signed_in.session.id, form)?;
    Ok(signed_in)
}

async fn allow(app: &App, call: &Call, ticket: &Ticket, client: &Client, signed_in: &SignedIn) -> Result<Response> {
    // Asked again: what was true when the page was shown may not be any more.
    let next = app
        .db
        .read(|db| hub::next(db, &app.env, ticket, client, Some(signed_in)))?;
    match next {
        Step::Consent | Step::Code => {}
        Step::Refuse(error) => return send_error(app, call, &TrustedRedirect::of_ticket(&ticket.request), &error),
        Step::Over => return Err(tickets::over()),
        Step::Login => return Ok(answer::see_other(&ReturnTo::Ticket(ticket.id.clone()).login_page())),
        Step::NotAdmitted => {
            return Err(Error::Forbidden(format!("You may not sign in to {}.", client.app_name)));
        }
    }
    if !settle(app, call, ticket, client, signed_in, State::Approved).await? {
        return Err(tickets::over());
    }
    give_code(app, call, ticket, client, signed_in, State::Approved).await
}

async fn deny(app: &App, call: &Call, ticket: &Ticket, client: &Client, signed_in: &SignedIn) -> Result<Response> {
    if !settle(app, call, ticket, client, signed_in, State::Denied).await? {
        return Err(tickets::over());
    }
    let error = OAuthError::new(ErrorCode::AccessDenied, "The user said no.");
    send_error(app, call, &TrustedRedirect::of_ticket(&ticket.request), &error)
}

/// Settles a ticket, once, and logs what was said; `false` if it was settled before.
async fn settle(
    app: &App,
    call: &Call,
    ticket: &Ticket,
    client: &Client,
    signed_in: &SignedIn,
    to: State,
) -> Result<bool> {
    let (env, origin, ticket, user) = (app.env.clone(), call.from(), ticket.clone(), signed_in.user.clone());
    let (client_id, app_name) = (client.id.clone(), client.app_name.clone());
    let said = if to == State::Approved { "allowed" } else { "denied" };
    app.db
        .write(move |db| {
            let moved = tickets::advance(db, &ticket, State::Pending, to, &user.id)?;
            if moved {
                let event = Event {
                    operation: "Consent",
                    failed: to != State::Approved,
                    subject: format!("{} {said} {app_name}: {}", user.full_name, ticket.request.scopes()),
                    user: Some(&user.email),
                    client_id: Some(&client_id),
                    ..Event::default()
                };
                activity::log(db, &env, &origin, &event)?;
            }
            Ok(moved)
        })
        .await
}

async fn allow_request(app: &App, call: &Call) -> Result<Response> {
    let form = call.form();
    let signed_in = whose(app, call, &form).await?;
    let params = Params(form.0.into_iter().filter(|(name, _)| name != "csrf_token").collect());
    let (browser, set_cookie) = caller::browser(app, call);
    let mut response = match open(app, &params, &browser, Some(&signed_in)).await? {
        Ok((ticket, client)) => allow(app, call, &ticket, &client, &signed_in).await?,
        Err(refusal) => refuse(app, call, &params, &refusal)?,
    };
    if let Some(cookie) = set_cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}
