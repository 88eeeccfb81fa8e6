//! The login page.

use super::{explained, views, with_form};
use crate::base::{Result, Text};
use crate::endpoints::social::{sign_in as social, views as buttons};
use crate::factors::{Method, passkeys};
use crate::server::arrival::{self, How};
use crate::server::error_page;
use crate::server::waiting::Waiting;
use crate::server::{App, ReturnTo, caller, kept, session};
use crate::system;
use crate::users;
use crate::web::{Call, Guarded, answer};
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

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

async fn open(app: &App, call: &Call) -> Result<Response> {
    let place = ReturnTo::from_params(app.registry, &call.query);
    let signed_in = caller::signed_in(app, call).await?;
    // Somebody sent here with a ticket, or to prove who they are, is to sign in again; anybody else who has is through.
    if signed_in.is_some() && !matches!(place, ReturnTo::Ticket(_)) && !call.query.has("again") {
        return Ok(answer::see_other(&app.onward(&place)));
    }
    if app.db.read(users::count)? == 0 {
        return Ok(answer::page(200, views::not_set_up(&app.site()?)));
    }
    if let Some(way) = at_once(app, call, &place)? {
        return Ok(answer::see_other(&way));
    }
    page(app, call, &place, None, None, 200)
}

/// The one way that is taken without asking, unless somebody wants to choose.
fn at_once(app: &App, call: &Call, place: &ReturnTo) -> Result<Option<String>> {
    if call.query.has("choose") || call.query.has("again") {
        return Ok(None);
    }
    let ways = app.db.read(|db| social::ways(db, app, call, place))?;
    let way = ways.into_iter().find(|way| way.go_at_once);
    Ok(way.map(|way| way.address))
}

async fn sign_in(app: &App, call: &Call) -> Result<Response> {
    let form = caller::browser_form(app, call)?;
    let place = ReturnTo::from_params(app.registry, &form);
    let (email, password) = (form.text("email"), form.text("password"));
    let arrived = match session::authenticate(app, call, email, password).await {
        Ok(Some(user)) => {
            let how = How::now(&app.env, Method::Password);
            arrival::arrive(app, call, &user, how, &place).await.map(Some)
        }
        Ok(None) => Ok(None),
        Err(error) => Err(error),
    };
    match arrived {
        Ok(Some(response)) => Ok(response),
        Ok(None) => {
            let mistake = "Email or password is wrong, or the account is switched off.".into();
            page(app, call, &place, Some(email), Some(&mistake), 422)
        }
        Err(error) => explained(error, |mistake, status| {
            page(app, call, &place, Some(email), Some(mistake), status)
        }),
    }
}

pub(super) fn page(
    app: &App,
    call: &Call,
    place: &ReturnTo,
    email: Option<&str>,
    mistake: Option<&Text>,
    status: u16,
) -> Result<Response> {
    let waiting = Waiting::at(app, call, place)?;
    let hint = waiting
        .as_ref()
        .and_then(|waiting| waiting.login_hint.clone())
        .unwrap_or_default();
    let app_name = waiting.as_ref().and_then(|waiting| waiting.app_name.clone());
    let (ways, settings, can_mail) = app.db.read(|db| {
        let ways = social::ways(db, app, call, place)?;
        Ok((ways, system::settings(db)?, system::sends_mails(db, &app.env)?))
    })?;
    let ways: Vec<Markup> = ways.iter().map(buttons::button).collect();
    let onward = place.field();
    let onward = onward.as_ref().map(|(name, value)| (*name, value.as_str()));
    let site = app.site()?;
    let code_page =
        (settings.allow_email_codes && can_mail).then(|| place.login_page().replacen("/login", "/login/code", 1));
    let passkey = match passkeys::are_taken(&app.env, &settings) {
        true => Some(passkeys::begin_sign_in(&app.env)?),
        false => None,
    };
    let mut response = with_form(app, call, status, |csrf| {
        views::login(&views::LoginPage {
            site: &site,
            app_name: app_name.as_deref(),
            email: email.unwrap_or(&hint),
            mistake,
            csrf,
            onward,
            ways: &ways,
            has_password: !settings.disable_user_pass_login,
            is_waited_for: kept::waits(app, call),
            can_mail,
            code_page: code_page.as_deref(),
            passkey: passkey.as_ref(),
        })
    });
    if let Some(waiting) = &waiting {
        waiting.admit(&mut response);
    }
    Ok(response)
}
