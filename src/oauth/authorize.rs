//! The authorization endpoint (RFC 6749 §3.1): a request becomes a ticket, and the ticket goes
//! through the hub until there is an answer.

use super::clients::{self, Client};
use super::error::OAuthError;
use super::hub::{self, Step};
use super::request::{self, PageRefusal, Refusal as Refused, TrustedRedirect};
use super::tickets::{self, State, Ticket};
use super::{flow, pages, scopes, trial};
use crate::activity::{self, Event};
use crate::app::App;
use crate::base::{Error, Result, redirect_uri};
use crate::desk::error_page;
use crate::diagnostics::{Refusal, refusal};
use crate::login::caller::{self, SignedIn};
use crate::login::{ReturnTo, views};
use crate::web::cookie::{self, Name};
use crate::web::params::with_query;
use crate::web::{Call, Params, answer, csp};
use crate::{sessions, users};
use poem::http::Method;
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// The longest request that becomes an address, in bytes: browsers and proxies take no longer ones.
const LONGEST_ADDRESS: usize = 16_384;

/// GET and POST `/oauth2/authorize`, and Frappe's `authorize`.
#[handler]
pub async fn authorize(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match call.query.get("ticket") {
        Some(id) => resume(&app, &call, id).await,
        None if call.method == Method::POST && carries_no_cookie(&app, &call) => hop(&call),
        None => {
            let params = if call.method == Method::POST {
                call.form()
            } else {
                call.query.clone()
            };
            begin(&app, &call, &params).await
        }
    };
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Browsers send our cookies along with a POST from the app's page only if it is on our own site.
fn carries_no_cookie(app: &App, call: &Call) -> bool {
    let has = |name| cookie::read(&call.headers, &app.env, name).is_some();
    !has(Name::Session) && !has(Name::Browser)
}

/// The same request by GET, with which they do send them. Sets no cookie: there may be one.
fn hop(call: &Call) -> Result<Response> {
    let form = call.form();
    let parameters: Vec<_> = form
        .0
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let address = with_query(&call.path, &parameters);
    match address.len() > LONGEST_ADDRESS {
        true => Err(Error::invalid("", "The app's request is too long.")),
        false => Ok(answer::see_other(&address)),
    }
}

async fn begin(app: &App, call: &Call, params: &Params) -> Result<Response> {
    let signed_in = caller::signed_in(app, call).await?;
    let (browser, set_cookie) = caller::browser(app, call);
    let mut response = match open(app, params, &browser, signed_in.as_ref()).await? {
        Ok((ticket, client)) => step(app, call, &ticket, &client, signed_in.as_ref()).await?,
        Err(refusal) => refuse(app, call, params, &refusal)?,
    };
    if let Some(cookie) = set_cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

/// Checks a request and stores it as a ticket.
pub async fn open(
    app: &App,
    params: &Params,
    browser: &str,
    signed_in: Option<&SignedIn>,
) -> Result<std::result::Result<(Ticket, Client), Refused>> {
    let checked = app.db.read(|db| request::check(db, &app.env, params))?;
    let (client, mut request) = match checked {
        Ok(checked) => checked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    request.session_before = signed_in.map(|signed_in| signed_in.session.id.clone());
    let (env, browser, client_id) = (app.env.clone(), browser.to_owned(), client.id.clone());
    let ticket = app
        .db
        .write(move |db| tickets::open(db, &env, &browser, &client_id, request))
        .await?;
    Ok(Ok((ticket, client)))
}

async fn resume(app: &App, call: &Call, id: &str) -> Result<Response> {
    let signed_in = caller::signed_in(app, call).await?;
    let (ticket, client) = find(app, call, id)?;
    step(app, call, &ticket, &client, signed_in.as_ref()).await
}

/// The ticket of this browser, with its client.
pub fn find(app: &App, call: &Call, id: &str) -> Result<(Ticket, Client)> {
    let browser = cookie::read(&call.headers, &app.env, Name::Browser);
    app.db.read(|db| {
        let ticket = tickets::find(db, &app.env, browser.as_deref(), id)?;
        let client = clients::store::get(db, &ticket.client_id)?.filter(|client| client.enabled);
        let client = client.ok_or_else(|| Error::NotFound("This app was removed or switched off.".into()))?;
        // The app may have been changed since the request was checked.
        let uri = &ticket.request.redirect_uri;
        let state = ticket.request.state.as_deref();
        let is_registered = client.redirect_uris.iter().any(|own| redirect_uri::matches(own, uri));
        if !is_registered && !trial::lends(db, &app.env, &client.id, uri, state)? {
            return Err(Error::NotFound(
                "The app's addresses were changed in the meantime. Go back to the app and start again.".into(),
            ));
        }
        Ok((ticket, client))
    })
}

async fn step(
    app: &App,
    call: &Call,
    ticket: &Ticket,
    client: &Client,
    signed_in: Option<&SignedIn>,
) -> Result<Response> {
    let next = app.db.read(|db| hub::next(db, &app.env, ticket, client, signed_in))?;
    match (next, signed_in) {
        (Step::Refuse(error), _) => {
            note(app, call, ticket, signed_in, error.code.name(), &error.description);
            send_error(app, call, &TrustedRedirect::of_ticket(&ticket.request), &error)
        }
        (Step::Over, _) => Err(tickets::over()),
        (Step::Consent, Some(signed_in)) => show(app, call, ticket, client, signed_in, true),
        (Step::NotAdmitted, Some(signed_in)) => {
            let cause = format!(
                "{} has none of the roles that may sign in through {}: {}.",
                signed_in.user.email,
                client.app_name,
                client.allowed_roles.join(", ")
            );
            note(app, call, ticket, Some(signed_in), "not_admitted", &cause);
            show(app, call, ticket, client, signed_in, false)
        }
        (Step::Code, Some(signed_in)) => give_code(app, call, ticket, client, signed_in, State::Pending).await,
        (Step::Login | Step::Consent | Step::NotAdmitted | Step::Code, _) => {
            Ok(answer::see_other(&ReturnTo::Ticket(ticket.id.clone()).login_page()))
        }
    }
}

/// Notes that a request of a ticket was refused.
fn note(app: &App, call: &Call, ticket: &Ticket, signed_in: Option<&SignedIn>, error: &str, cause: &str) {
    app.refused(Refusal {
        kind: "Authorization",
        error: error.into(),
        cause: cause.into(),
        status: 403,
        client_id: Some(ticket.client_id.clone()),
        user: signed_in.map(|signed_in| signed_in.user.email.clone()),
        scopes: Some(ticket.request.scopes().to_string()),
        ..refusal::of(app, call)
    });
}

fn show(
    app: &App,
    call: &Call,
    ticket: &Ticket,
    client: &Client,
    signed_in: &SignedIn,
    may_allow: bool,
) -> Result<Response> {
    let (scopes, withheld) = app.db.read(|db| {
        let asked = ticket.request.scopes();
        let granted = scopes::grantable(db, &asked, &signed_in.user.roles)?;
        let withheld = asked.without(&granted);
        Ok((scopes::describe(db, &granted)?, scopes::describe(db, &withheld)?))
    })?;
    let shown = pages::Consent {
        scopes: &scopes,
        withheld: &withheld,
        reference: &call.origin.reference,
        site: &app.site_name()?,
        client,
        ticket,
        user: &signed_in.user,
        csrf: &caller::session_csrf(app, &signed_in.session),
    };
    let mut response = match may_allow {
        true => answer::page(200, pages::consent(&shown)),
        false => answer::page(403, pages::not_admitted(&shown)),
    };
    let policy = csp::with_form_action(&redirect_uri::csp_sources_onward(&ticket.request.redirect_uri));
    answer::set(&mut response, "content-security-policy", &policy);
    Ok(response)
}

/// Moves the ticket to its end and sends the browser back with a code.
pub async fn give_code(
    app: &App,
    call: &Call,
    ticket: &Ticket,
    client: &Client,
    signed_in: &SignedIn,
    from: State,
) -> Result<Response> {
    let (env, origin) = (app.env.clone(), call.from());
    let (taken, of, by) = (ticket.clone(), client.clone(), signed_in.clone());
    let code = app
        .db
        .write(move |db| {
            if !tickets::advance(db, &taken, from, State::Exchanged, &by.user.id)? {
                return Err(tickets::over());
            }
            // Whoever signed out or was shut out in the meantime gets no code.
            let user = users::store::by_id(db, &by.user.id)?.filter(|user| user.enabled);
            if user.is_none() || !sessions::store::is_live(db, &by.session.id, env.now())? {
                return Err(Error::Unauthenticated(
                    "You were signed out in the meantime. Go back to the app and start again.".into(),
                ));
            }
            let event = Event {
                operation: "Grant",
                subject: format!("{} signed in to {}", by.user.full_name, of.app_name),
                user: Some(&by.user.email),
                client_id: Some(&of.id),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)?;
            flow::authorize(db, &env, &taken, &of, &by.user, &by.session)
        })
        .await?;
    send(
        app,
        &TrustedRedirect::of_ticket(&ticket.request),
        &[("code", code.reveal())],
    )
}

/// Sends an error back to the app (RFC 6749 §4.1.2.1).
pub fn send_error(app: &App, call: &Call, redirect: &TrustedRedirect, error: &OAuthError) -> Result<Response> {
    tracing::info!(
        reference = call.origin.reference,
        error = error.code.name(),
        cause = error.description,
        "an authorization request was refused"
    );
    send(
        app,
        redirect,
        &[("error", error.code.name()), ("error_description", &error.description)],
    )
}

/// The answer: parameters, then `state` as it was sent, then `iss` (RFC 9207).
fn send(app: &App, redirect: &TrustedRedirect, parameters: &[(&str, &str)]) -> Result<Response> {
    let mut parameters = parameters.to_vec();
    if let Some(state) = &redirect.state {
        parameters.push(("state", state));
    }
    parameters.push(("iss", &app.env.base_url));
    if !redirect.form_post {
        return Ok(answer::see_other(&with_query(&redirect.uri, &parameters)));
    }
    let page = pages::form_post(&app.site_name()?, &redirect.uri, &parameters);
    let mut response = answer::page(200, page);
    let policy = csp::with_form_action(&redirect_uri::csp_source(&redirect.uri));
    answer::set(&mut response, "content-security-policy", &policy);
    Ok(response)
}

/// Answers a refused request: with a page, or back at the app.
pub fn refuse(app: &App, call: &Call, params: &Params, refused: &Refused) -> Result<Response> {
    let asked = |name: &str| params.get(name).map(|value| value.chars().take(2000).collect());
    let of = refusal::of(app, call);
    let noted = Refusal {
        kind: "Authorization",
        client_id: asked("client_id"),
        scopes: asked("scope"),
        ..of
    };
    match refused {
        Refused::Redirect(redirect, error) => {
            app.refused(Refusal {
                error: error.code.name().into(),
                cause: error.description.clone(),
                status: 303,
                ..noted
            });
            send_error(app, call, redirect, error)
        }
        Refused::Page(refusal) => {
            app.refused(Refusal {
                error: refusal.error.into(),
                cause: refusal.message.clone(),
                status: 400,
                redirect_uri: refusal
                    .mismatch
                    .as_ref()
                    .map(|(sent, _)| sent.chars().take(2000).collect()),
                ..noted
            });
            page(app, call, refusal)
        }
    }
}

fn page(app: &App, call: &Call, refusal: &PageRefusal) -> Result<Response> {
    let reference = &call.origin.reference;
    tracing::info!(
        reference,
        cause = refusal.message,
        "an authorization request was refused"
    );
    let more = pages::mismatch(refusal);
    let title = "This sign-in cannot go on";
    let page = views::error(&app.site_name()?, title, &refusal.message, reference, more);
    Ok(answer::page(400, page))
}
