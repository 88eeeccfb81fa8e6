//! Signing in with a code that is sent by mail, where the site allows it.

use super::{afterwards, explained, link_views as views, with_form};
use crate::base::{Error, FieldErrors, Result, Text};
use crate::factors::Method;
use crate::people::{letters, links};
use crate::server::arrival::{self, How};
use crate::server::{App, ReturnTo, caller, error_page, session};
use crate::system;
use crate::users;
use crate::web::limits::Limited;
use crate::web::{Call, Form, Guarded};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login/code`
#[handler]
pub async fn ask(app: Data<&Arc<App>>, call: Call) -> Response {
    let place = ReturnTo::from_params(app.registry, &call.query);
    let page = is_open(&app).and_then(|()| app.site());
    page.map(|site| with_form(&app, &call, 200, |csrf| views::ask_code(&site, &place, csrf)))
        .unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST `/login/code`: with an email alone a code is sent, the same answer for everybody in the same time; with a code they
/// are signed in.
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = take(&app, &call).await;
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

fn is_open(app: &App) -> Result<()> {
    let is_open = app
        .db
        .read(|db| Ok(system::settings(db)?.allow_email_codes && system::sends_mails(db, &app.env)?))?;
    match is_open {
        true => Ok(()),
        false => Err(Error::Forbidden("This site sends no codes to sign in with.".into())),
    }
}

async fn take(app: &Arc<App>, call: &Call) -> Result<Response> {
    let form = caller::browser_form(app, call)?;
    is_open(app)?;
    let place = ReturnTo::from_params(app.registry, &form);
    let email = form.text("email").trim().to_lowercase();
    if !form.has("code") {
        send(app, call, &email)?;
        return page(app, call, &place, &email, None, 200);
    }
    match sign_in(app, call, &form, &email, &place).await {
        Err(Error::Invalid(errors)) => page(app, call, &place, &email, errors.at("code"), 422),
        Err(error) => explained(error, |mistake, status| {
            page(app, call, &place, &email, Some(mistake), status)
        }),
        done => done,
    }
}

fn page(
    app: &App,
    call: &Call,
    place: &ReturnTo,
    email: &str,
    mistake: Option<&Text>,
    status: u16,
) -> Result<Response> {
    let site = app.site()?;
    let mut errors = FieldErrors::default();
    if let Some(mistake) = mistake {
        errors.add("code", mistake.clone());
    }
    Ok(with_form(app, call, status, |csrf| {
        views::type_code(&site, place, email, &errors, csrf)
    }))
}

fn send(app: &Arc<App>, call: &Call, email: &str) -> Result<()> {
    app.limits.failed(Limited::Mail, call.origin.address, email)?;
    // Nobody's mailbox is filled, and who asks hears nothing of it. A browser of theirs is counted apart (A64).
    let user = app.db.read(|db| users::by_email(db, email))?;
    let kind = match user
        .map(|user| session::is_known_device(app, call, &user))
        .transpose()?
    {
        Some(true) => Limited::KnownCodeTo,
        _ => Limited::CodeTo,
    };
    if app.limits.failed(kind, call.origin.address, email).is_err() {
        return Ok(());
    }
    let (browser, _) = caller::browser(app, call);
    afterwards(app, email, move |db, env, user| {
        let code = links::make_code(db, env, user, &browser)?;
        letters::code(db, env, user, &code)
    });
    Ok(())
}

async fn sign_in(app: &App, call: &Call, form: &Form, email: &str, place: &ReturnTo) -> Result<Response> {
    // R25: six digits are guessed at no more than a second factor is.
    let (browser, _) = caller::browser(app, call);
    let whose = format!("{browser} {email}");
    let attempt = app.limits.attempt(Limited::MailedCode, call.origin.address, &whose)?;
    let (env, typed, code) = (app.env.clone(), email.to_owned(), form.text("code").to_owned());
    let user = app
        .db
        .write(move |db| links::take_code(db, &env, &browser, &typed, &code))
        .await?;
    let Some(user) = user else {
        session::failed(app, call, email, "wrong code").await?;
        return Err(Error::invalid(
            "code",
            "This code is not right, or its ten minutes are over. Only the browser that asked can use it.",
        ));
    };
    attempt.succeeded();
    arrival::arrive(app, call, &user, How::now(&app.env, Method::EmailedCode), place).await
}
