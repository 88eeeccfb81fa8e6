//! A password is set by who holds a one-time link: after an invitation, or because it was forgotten.

use super::views;
use crate::activity::{self, Event};
use crate::base::{Error, FieldErrors, Result};
use crate::db::Read;
use crate::people::{self, letters, links};
use crate::records::Change;
use crate::server::error_page;
use crate::server::{App, ReturnTo, caller, session};
use crate::system;
use crate::users;
use crate::web::limits::Limited;
use crate::web::{Call, Guarded, answer};
use maud::Markup;
use poem::web::Data;
use poem::{Response, handler};
use serde_json::json;
use std::sync::Arc;

/// GET `/login/forgot`
#[handler]
pub async fn ask(app: Data<&Arc<App>>, call: Call) -> Response {
    let page = is_open(&app).and_then(|()| with_form(&app, &call, 200, |csrf| Ok(views::forgot(&app.site()?, csrf))));
    page.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST `/login/forgot`: the same answer for everybody, in the same time.
#[handler]
pub async fn send(app: Data<&Arc<App>>, call: Call) -> Response {
    let sent = send_link(&app, &call);
    sent.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// GET `/login/new-password`: shows the form; a program that looks at links uses none up.
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    let token = call.query.text("token").to_owned();
    let page = form(&app, &call, &token, &FieldErrors::default(), 200);
    page.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST `/login/new-password`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    let token = call.form().text("token").to_owned();
    match set(&app, &call).await {
        Err(Error::Invalid(errors)) => {
            let page = form(&app, &call, &token, &errors, 422);
            page.unwrap_or_else(|error| error_page(&app, &call, &error))
        }
        outcome => outcome.unwrap_or_else(|error| error_page(&app, &call, &error)),
    }
}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for send {}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

fn with_form(app: &App, call: &Call, status: u16, page: impl FnOnce(&str) -> Result<Markup>) -> Result<Response> {
    let (browser, set_cookie) = caller::browser(app, call);
    let mut response = answer::page(status, page(&caller::browser_csrf(app, &browser))?);
    if let Some(cookie) = set_cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

/// Whether a password is good for anything here.
fn has_passwords(db: &Read) -> Result<()> {
    match system::settings(db)?.disable_user_pass_login {
        false => Ok(()),
        true => Err(Error::Forbidden(
            "Nobody signs in with a password here. Sign in with one of the other ways.".into(),
        )),
    }
}

fn is_open(app: &App) -> Result<()> {
    let can_mail = app.db.read(|db| {
        has_passwords(db)?;
        Ok(system::sender(db, &app.env)?.is_some())
    })?;
    match can_mail {
        true => Ok(()),
        false => Err(Error::Forbidden(
            "This site sends no mails. The administrator can set a new password, or give you a link.".into(),
        )),
    }
}

fn send_link(app: &Arc<App>, call: &Call) -> Result<Response> {
    let form = caller::browser_form(app, call)?;
    is_open(app)?;
    let email = form.text("email").trim().to_lowercase();
    app.limits.failed(Limited::Mail, call.origin.address, &email)?;
    // Nobody's mailbox is filled. Who asks hears nothing of it, or they would know that somebody else asked.
    if app.limits.failed(Limited::MailTo, call.origin.address, &email).is_err() {
        return Ok(answer::page(200, views::link_sent(&app.site()?, &email)));
    }
    // Afterwards: how long that takes tells nobody whether there is such an account.
    let (sender, origin, wanted) = (Arc::clone(app), call.from(), email.clone());
    tokio::spawn(async move {
        let env = sender.env.clone();
        let sent = sender.db.write(move |db| {
            let Some(user) = users::by_email(db, &wanted)?.filter(|user| user.enabled) else {
                return Ok(());
            };
            letters::reset(db, &env, &user, &origin)
        });
        if let Err(error) = sent.await {
            tracing::error!(%error, "a mail for a new password could not be stored");
        }
    });
    Ok(answer::page(200, views::link_sent(&app.site()?, &email)))
}

fn closed(app: &App, call: &Call) -> Result<Error> {
    app.limits.failed(Limited::Setup, call.origin.address, "")?;
    Ok(Error::Forbidden(
        "This link is not valid any more: it works once, for a while. Ask for another one.".into(),
    ))
}

fn form(app: &App, call: &Call, token: &str, errors: &FieldErrors, status: u16) -> Result<Response> {
    let found = app.db.read(|db| {
        has_passwords(db)?;
        links::open(db, &app.env, token, links::SETS_PASSWORD)
    })?;
    let Some((user, _)) = found else {
        return Err(closed(app, call)?);
    };
    let page = |csrf: &str| Ok(views::new_password(&app.site()?, token, &user.email, errors, csrf));
    with_form(app, call, status, page)
}

async fn set(app: &App, call: &Call) -> Result<Response> {
    let typed = caller::browser_form(app, call)?;
    let (token, password) = (typed.text("token").to_owned(), typed.text("password"));
    let found = app.db.read(|db| {
        has_passwords(db)?;
        links::open(db, &app.env, &token, links::SETS_PASSWORD)
    })?;
    let Some((user, _)) = found else {
        return Err(closed(app, call)?);
    };
    let checked = app.hasher.check(password, &[&user.email, &user.full_name]).await;
    checked.map_err(|error| error.at("password"))?;
    let hash = app.hasher.hash(&app.env, password).await?;
    let (env, origin) = (app.env.clone(), call.from());
    let user = app
        .db
        .write(move |db| {
            has_passwords(db)?;
            let Some(user) = links::take(db, &env, &token, links::SETS_PASSWORD)? else {
                return Ok(None);
            };
            let event = Event {
                operation: "Update",
                subject: format!("{} set their password with a link", user.full_name),
                user: Some(&user.email),
                record: Some(("User", &user.email)),
                changes: vec![Change {
                    field: "new_password".into(),
                    old: json!("***"),
                    new: json!("***"),
                }],
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)?;
            people::set_password(db, &env, &user, &hash)?;
            Ok(Some(user))
        })
        .await?;
    let Some(user) = user else {
        return Err(closed(app, call)?);
    };
    let mut response = answer::see_other(&app.onward(&ReturnTo::Home));
    session::sign_in(app, call, &user, session::How::Password, &mut response).await?;
    Ok(response)
}
