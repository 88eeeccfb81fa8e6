//! The authorization endpoint (RFC 6749 §3.1): a request becomes a ticket, and the ticket goes
//! through the hub until there is an answer.

use super::authorization_response::{refuse, send_code, send_error};
use super::{consent_page, unfold};
use crate::activity::{self, Event};
use crate::base::{Error, Result, TicketId};
use crate::diagnostics::Refusal;
use crate::oauth::clients::{self, Client};
use crate::oauth::flow;
use crate::oauth::hub::{self, Step};
use crate::oauth::request::{self, AuthorizationError, Checked, TrustedRedirect};
use crate::oauth::tickets::{self, State, Ticket};
use crate::server::App;
use crate::server::ReturnTo;
use crate::server::caller;
use crate::server::error_page;
use crate::server::{refusal, ticket};
use crate::sessions::SignedIn;
use crate::ui::reader::wish;
use crate::web::cookie::{self, Name};
use crate::web::params::with_query;
use crate::web::{Call, Guarded, Params, answer};
use crate::{sessions, users};
use poem::http::Method;
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// The longest request that becomes an address, in bytes: browsers and proxies take no longer ones.
const MAX_ADDRESS_LENGTH: usize = 16_384;

/// GET and POST `/oauth2/authorize`, and Frappe's `authorize`.
#[handler]
pub async fn authorize(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match call.query.get("ticket") {
        Some(id) => resume(&app, &call, &id.into()).await,
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

/// Apps send people here by POST, too (OpenID Connect Core §3.1.2.1): it allows nothing without the consent form.
impl Guarded for authorize {}

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
    match address.len() > MAX_ADDRESS_LENGTH {
        true => Err(Error::invalid("", "The app's request is too long.")),
        false => Ok(answer::see_other(&address)),
    }
}

async fn begin(app: &App, call: &Call, params: &Params) -> Result<Response> {
    let signed_in = caller::signed_in(app, call).await?;
    let (browser, set_cookie) = caller::browser(app, call);
    let mut response = match open(app, call, params, &browser, signed_in.as_ref()).await {
        Ok(underway) => step(app, call, &underway, signed_in.as_ref()).await?,
        Err(error) => refuse(app, call, params, error)?,
    };
    if let Some(cookie) = set_cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

/// A request on its way: a ticket, of this client, to be answered there.
pub struct Underway {
    pub ticket: Ticket,
    /// Nobody keeps the ticket yet.
    pub is_new: bool,
    pub client: Arc<Client>,
    pub redirect: TrustedRedirect,
}

/// Checks a request and makes it a ticket.
pub async fn open(
    app: &App,
    call: &Call,
    params: &Params,
    browser: &str,
    signed_in: Option<&SignedIn>,
) -> std::result::Result<Underway, AuthorizationError> {
    let (sent, id) = unfold::request(app, call, params).await?;
    let Checked {
        client,
        mut request,
        redirect,
        left_out,
    } = app.db.view(|db| request::check(db, &app.env, &sent))?;
    if let Some(language) = request.language {
        wish(language);
    }
    request.left_out = left_out.to_string();
    request.in_frame = call.header("sec-fetch-dest") == Some("iframe");
    request.session_before = signed_in.map(|signed_in| signed_in.session.id.clone());
    Ok(Underway {
        ticket: tickets::open(browser, id, &client.id, request),
        is_new: true,
        client,
        redirect,
    })
}

/// Notes that a client asked for more than it may, once somebody has signed in: the sign-in went on without. Before, the
/// request may be anybody's.
fn note_left_out(app: &App, call: &Call, underway: &Underway, by: &SignedIn) {
    let client = &underway.client;
    let left_out = &underway.ticket.request.left_out;
    if left_out.is_empty() {
        return;
    }
    app.refused(Refusal {
        kind: "Authorization",
        error: "scope_left_out".into(),
        cause: format!(
            "{} asked for {left_out}, which it may not have. The sign-in went on without; it may ask for: {}.",
            client.app_name, client.scopes
        ),
        status: 200,
        client_id: Some(client.id.clone()),
        scopes: Some(left_out.clone()),
        user: Some(by.user.email.clone()),
        ..refusal::of(app, call)
    });
}

async fn resume(app: &App, call: &Call, id: &TicketId) -> Result<Response> {
    let signed_in = caller::signed_in(app, call).await?;
    let underway = find(app, call, id)?;
    step(app, call, &underway, signed_in.as_ref()).await
}

/// The request of this browser's ticket, with client and redirect checked again.
pub fn find(app: &App, call: &Call, id: &TicketId) -> Result<Underway> {
    app.db.read(|db| {
        let ticket = ticket::find(db, app, call, id)?;
        let client = clients::get(db, &ticket.client_id)?.filter(|client| client.enabled);
        let client = client.ok_or_else(|| Error::NotFound("This app was removed or switched off.".into()))?;
        let redirect = TrustedRedirect::check_again(db, &app.env, &client, &ticket.request)?;
        Ok(Underway {
            ticket,
            is_new: false,
            client,
            redirect,
        })
    })
}

async fn step(app: &App, call: &Call, underway: &Underway, signed_in: Option<&SignedIn>) -> Result<Response> {
    let Underway {
        ticket,
        client,
        redirect,
        ..
    } = underway;
    let next = app.db.read(|db| hub::next(db, &app.env, ticket, client, signed_in))?;
    let asked = consent_page::Asked {
        ticket,
        client,
        redirect,
    };
    let goes_on = matches!(next, Step::Login | Step::Consent | Step::NotAdmitted);
    let mut response = match (next, signed_in) {
        (Step::Refuse(error), _) => {
            note(app, call, ticket, signed_in, error.code.name(), &error.description);
            send_error(app, call, redirect, &error)
        }
        (Step::Over, _) => Err(tickets::over()),
        (Step::Consent, Some(signed_in)) => consent_page::show(app, call, &asked, signed_in, true),
        (Step::NotAdmitted, Some(signed_in)) => {
            let cause = format!(
                "{} has none of the roles that may sign in through {}: {}.",
                signed_in.user.email,
                client.app_name,
                client.allowed_roles.join(", ")
            );
            note(app, call, ticket, Some(signed_in), "not_admitted", &cause);
            consent_page::show(app, call, &asked, signed_in, false)
        }
        (Step::Code, Some(signed_in)) => give_code(app, call, underway, signed_in, State::Pending).await,
        (Step::Login | Step::Consent | Step::NotAdmitted | Step::Code, _) => {
            Ok(answer::see_other(&ReturnTo::Ticket(ticket.id.clone()).login_page()))
        }
    }?;
    if goes_on && underway.is_new {
        ticket::hold(app, call, ticket, &mut response).await?;
    }
    Ok(response)
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

/// Moves the ticket to its end and sends the browser back with a code.
pub async fn give_code(
    app: &App,
    call: &Call,
    underway: &Underway,
    signed_in: &SignedIn,
    from: State,
) -> Result<Response> {
    let (env, origin) = (app.env.clone(), call.from());
    let (taken, of, by) = (underway.ticket.clone(), underway.client.clone(), signed_in.clone());
    let code = app
        .db
        .write(move |db| {
            if !tickets::advance(db, &taken, from, State::Exchanged, &by.user.id)? {
                return Err(tickets::over());
            }
            // Whoever signed out or was shut out in the meantime gets no code.
            let user = users::by_id(db, &by.user.id)?.filter(|user| user.enabled);
            if user.is_none() || !sessions::is_live(db, &env, &by.session.id)? {
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
    note_left_out(app, call, underway, signed_in);
    let mut response = send_code(app, &underway.redirect, &code)?;
    ticket::release(app, &underway.ticket, &mut response);
    Ok(response)
}
