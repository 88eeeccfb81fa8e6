//! A password is set by who holds a one-time link: after an invitation, or because it was forgotten.

use super::password_views::NewPassword;
use super::{afterwards, link_views as views, with_form};
use crate::base::{Error, FieldErrors, Result, text};
use crate::factors::Method;
use crate::people::links::Purpose;
use crate::people::{self, letters, links};
use crate::roles::{self, WayToSignIn};
use crate::server::arrival::{self, How};
use crate::server::error_page;
use crate::server::{App, ReturnTo, caller, passwords};
use crate::system;
use crate::users;
use crate::web::limits::Limited;
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login/forgot`
#[handler]
pub async fn ask(app: Data<&Arc<App>>, call: Call) -> Response {
    let page = is_open(&app).and_then(|()| app.site());
    page.map(|site| with_form(&app, &call, 200, |csrf| views::forgot(&site, csrf)))
        .unwrap_or_else(|error| error_page(&app, &call, &error))
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

fn is_open(app: &App) -> Result<()> {
    let can_mail = app.db.read(|db| {
        system::check_passwords(db)?;
        system::sends_mails(db, &app.env)
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
    let origin = call.from();
    afterwards(app, &email, move |db, env, user| letters::reset(db, env, user, &origin));
    Ok(answer::page(200, views::link_sent(&app.site()?, &email)))
}

fn closed(app: &App, call: &Call) -> Result<Error> {
    super::closed(
        app,
        call,
        text!("This link is not valid any more: it works once, for a while. Ask for another one."),
    )
}

fn form(app: &App, call: &Call, token: &str, errors: &FieldErrors, status: u16) -> Result<Response> {
    let found = app.db.read(|db| {
        system::check_passwords(db)?;
        links::open(db, &app.env, token, links::SETS_PASSWORD)
    })?;
    let Some((user, _)) = found else {
        return Err(closed(app, call)?);
    };
    let site = app.site()?;
    let least = passwords::rules(app, &user.roles)?.length;
    let page = |csrf: &str| {
        views::set_password(
            &site,
            &NewPassword {
                action: "/login/new-password",
                along: ("token", token),
                email: &user.email,
                least,
                errors,
                csrf,
            },
        )
    };
    Ok(with_form(app, call, status, page))
}

async fn set(app: &App, call: &Call) -> Result<Response> {
    let typed = caller::browser_form(app, call)?;
    let (token, password) = (typed.text("token").to_owned(), typed.text("password"));
    let found = app.db.read(|db| {
        system::check_passwords(db)?;
        links::open(db, &app.env, &token, links::SETS_PASSWORD)
    })?;
    let Some((user, purpose)) = found else {
        return Err(closed(app, call)?);
    };
    if purpose == Purpose::Reset {
        app.db
            .read(|db| roles::check_way(db, &user.roles, WayToSignIn::Password))?;
    }
    passwords::check_password_of(app, &user, password, "password").await?;
    let hash = app.hasher.hash(&app.env, password).await?;
    let (env, origin) = (app.env.clone(), call.from());
    let user = app
        .db
        .write(move |db| {
            system::check_passwords(db)?;
            let sent_to = links::email_of(db, &token)?;
            let Some(user) = links::take(db, &env, &token, links::SETS_PASSWORD)? else {
                return Ok(None);
            };
            if sent_to.as_deref() == Some(&user.email) && !user.email_verified {
                users::verified_by(db, &user.email, "Link")?;
            }
            let subject = format!("{} set their password with a link", user.full_name);
            people::set_own_password(db, &env, &origin, &user, &hash, subject)?;
            users::by_id(db, &user.id)
        })
        .await?;
    let Some(user) = user else {
        return Err(closed(app, call)?);
    };
    let how = How {
        is_news: false,
        ..How::now(&app.env, Method::Password)
    };
    arrival::arrive(app, call, &user, how, &ReturnTo::Home).await
}
