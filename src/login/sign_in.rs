//! The login page.

use super::{ReturnTo, caller, explain, views};
use crate::app::App;
use crate::base::{Error, Result, redirect_uri};
use crate::desk::error_page;
use crate::oauth::{clients, tickets};
use crate::social::{sign_in as social, views as buttons};
use crate::system;
use crate::users;
use crate::web::cookie::{self, Name};
use crate::web::{Call, answer, csp};
use maud::Markup;
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login`
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    match open(&app, &call).await {
        Ok(response) => response,
        Err(error) => error_page(&app, &call, &error),
    }
}

/// POST `/login`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    match sign_in(&app, &call).await {
        Ok(response) => response,
        Err(error) => error_page(&app, &call, &error),
    }
}

async fn open(app: &App, call: &Call) -> Result<Response> {
    let place = ReturnTo::from_params(&call.query);
    let signed_in = caller::signed_in(app, call).await?;
    // Somebody sent here with a ticket is to sign in again; anybody else who has is through.
    if signed_in.is_some() && !matches!(place, ReturnTo::Ticket(_)) {
        return Ok(answer::see_other(&place.path()));
    }
    if app.db.read(users::store::count)? == 0 {
        return Ok(answer::page(200, views::not_set_up(&app.site_name()?)));
    }
    if let Some(way) = at_once(app, call, &place)? {
        return Ok(answer::see_other(&way));
    }
    page(app, call, &place, None, None, 200)
}

/// The one way that is taken without asking, unless somebody wants to choose.
fn at_once(app: &App, call: &Call, place: &ReturnTo) -> Result<Option<String>> {
    if call.query.has("choose") {
        return Ok(None);
    }
    let ways = app.db.read(|db| social::ways(db, app, call, place))?;
    let way = ways.into_iter().find(|way| way.go_at_once);
    Ok(way.map(|way| way.address))
}

async fn sign_in(app: &App, call: &Call) -> Result<Response> {
    let form = call.form();
    let place = ReturnTo::from_params(&form);
    caller::check_browser_csrf(app, call, &form)?;
    let (email, password) = (form.text("email"), form.text("password"));
    match super::authenticate(app, call, email, password).await {
        Ok(Some(user)) => {
            let mut response = answer::see_other(&place.path());
            super::sign_in(app, call, &user, super::How::Password, &mut response).await?;
            Ok(response)
        }
        Ok(None) => {
            let mistake = "Email or password is wrong, or the account is disabled.";
            page(app, call, &place, Some(email), Some(mistake), 422)
        }
        Err(error) => match explain(&error) {
            Some(mistake) => {
                let status = match error {
                    Error::Busy(_) => 503,
                    Error::Forbidden(_) => 403,
                    _ => 429,
                };
                let mut response = page(app, call, &place, Some(email), Some(&mistake), status)?;
                if let Error::TooMany(seconds) = error {
                    answer::set(&mut response, "retry-after", &seconds.to_string());
                }
                Ok(response)
            }
            None => Err(error),
        },
    }
}

fn page(
    app: &App,
    call: &Call,
    place: &ReturnTo,
    email: Option<&str>,
    mistake: Option<&str>,
    status: u16,
) -> Result<Response> {
    let (browser, set_cookie) = caller::browser(app, call);
    let waiting = match place {
        ReturnTo::Ticket(id) => Some(app.db.read(|db| {
            let known = cookie::read(&call.headers, &app.env, Name::Browser);
            let ticket = tickets::find(db, &app.env, known.as_deref(), id)?;
            let client = clients::store::get(db, &ticket.client_id)?;
            Ok((ticket, client))
        })?),
        _ => None,
    };
    let hint = waiting
        .as_ref()
        .and_then(|(ticket, _)| ticket.request.login_hint.clone())
        .unwrap_or_default();
    let app_name = waiting
        .as_ref()
        .and_then(|(_, client)| client.as_ref())
        .map(|client| client.app_name.clone());
    let path = place.path();
    let (ways, settings) = app
        .db
        .read(|db| Ok((social::ways(db, app, call, place)?, system::store::settings(db)?)))?;
    let ways: Vec<Markup> = ways.iter().map(buttons::button).collect();
    let onward = match place {
        ReturnTo::Ticket(id) => Some(("ticket", id.as_str())),
        ReturnTo::Home => None,
        ReturnTo::Record(..) | ReturnTo::Page(_) | ReturnTo::Connect(..) => Some(("redirect-to", path.as_str())),
    };
    let mut response = answer::page(
        status,
        views::login(&views::Login {
            site: &app.site_name()?,
            app_name: app_name.as_deref(),
            email: email.unwrap_or(&hint),
            mistake,
            csrf: &caller::browser_csrf(app, &browser),
            onward,
            ways: &ways,
            has_password: !settings.disable_user_pass_login,
        }),
    );
    if let Some((ticket, _)) = &waiting {
        // Without a question in between, signing in leads straight back to the app.
        let policy = csp::with_form_action(&redirect_uri::csp_sources_onward(&ticket.request.redirect_uri));
        answer::set(&mut response, "content-security-policy", &policy);
    }
    if let Some(cookie) = set_cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

/// The text of a form that was sent twice or from elsewhere.
pub fn csrf_text() -> &'static str {
    "This form was not sent from a page of this site, or the page was too old. Go back, load it again and repeat what you did. Nothing was changed."
}
