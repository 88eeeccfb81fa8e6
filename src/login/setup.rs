//! Set-up: the one-time link, and the first administrator without a browser.

use super::{views, with_form};
use crate::activity::{self, Event};
use crate::base::secret::{Hash, Secret};
use crate::base::{Error, FieldErrors, Result};
use crate::factors::Method;
use crate::people::{self, NewUser};
use crate::permissions::Actor;
use crate::server::arrival::{self, How};
use crate::server::error_page;
use crate::server::{App, ReturnTo, caller, passwords};
use crate::system;
use crate::users::{self, SYSTEM_MANAGER};
use crate::web::limits::Limited;
use crate::web::{Call, Form, Guarded, Params, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// At the start: the set-up link to print, unless somebody manages the site already. Makes the
/// administrator that the configuration names, if it names one.
pub async fn begin(app: &App) -> Result<Option<String>> {
    if app.db.read(users::managers)? > 0 {
        return Ok(None);
    }
    if let Some((email, password)) = app.config.admin.clone() {
        users::check_email(&email).map_err(|error| error.at("FRONTDESK_ADMIN_EMAIL"))?;
        let checked = passwords::check_password(app, &password, &[&email], &[]).await;
        checked.map_err(|error| error.at("FRONTDESK_ADMIN_PASSWORD"))?;
        let password_hash = app.hasher.hash(&app.env, &password).await?;
        let caller = app.caller(&Actor::command_line());
        let new = NewUser {
            first_name: email.split('@').next().unwrap_or_default().to_owned(),
            email,
            password_hash: Some(password_hash),
            roles: vec![SYSTEM_MANAGER.to_owned()],
            ..NewUser::default()
        };
        let made = app.db.write(move |db| {
            system::close_setup(db)?;
            people::create(&caller.writing(db), &new).map(drop)
        });
        made.await?;
        return Ok(None);
    }
    let link = Secret::generate(&*app.env.random);
    let hash = link.hash();
    app.db.write(move |db| system::open_setup(db, &hash)).await?;
    Ok(Some(app.env.url(&format!("/setup?token={}", link.reveal()))))
}

/// GET `/setup`
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    let token = call.query.text("token").to_owned();
    match check_link(&app, &call, &token) {
        Ok(()) => page(&app, &call, &token, &Params::default(), &FieldErrors::default(), 200),
        Err(error) => error_page(&app, &call, &error),
    }
}

/// POST `/setup`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    let form = match caller::browser_form(&app, &call) {
        Ok(form) => form,
        Err(error) => return error_page(&app, &call, &error),
    };
    match set_up(&app, &call, &form).await {
        Ok(response) => response,
        Err(Error::Invalid(errors)) => page(&app, &call, form.text("token"), &form, &errors, 422),
        Err(error) => error_page(&app, &call, &error),
    }
}

/// POST `/setup/strength`: what is thought of the password while it is typed, for whoever holds
/// the link. Stores nothing.
#[handler]
pub async fn strength(app: Data<&Arc<App>>, call: Call) -> Response {
    let form = call.form();
    if let Err(error) = check_link(&app, &call, form.text("token")) {
        return error_page(&app, &call, &error);
    }
    let verdict = check_password(&app, &form).await;
    let verdict = verdict.map_err(|error| error.at("").words());
    answer::page(200, views::strength(verdict))
}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

/// It changes nothing, and its caller proves to hold the set-up link.
impl Guarded for strength {}

async fn check_password(app: &App, form: &Params) -> Result<()> {
    let known = [form.text("email"), form.text("name"), form.text("site_name")];
    passwords::check_password(app, form.text("password"), &known, &[]).await
}

fn check_link(app: &App, call: &Call, token: &str) -> Result<()> {
    if app.db.read(|db| system::is_setup_open(db, &Hash::of(token)))? {
        return Ok(());
    }
    app.limits.failed(Limited::Setup, call.origin.address, "")?;
    if app.db.read(users::managers)? > 0 {
        return Err(Error::Forbidden(
            "This site is set up already: sign in at /login.".into(),
        ));
    }
    Err(closed())
}

fn closed() -> Error {
    Error::Forbidden(
        "This set-up link is not valid. It works once, and only the newest one: a fresh link is printed each time the server starts, until there is an administrator.".into(),
    )
}

async fn set_up(app: &App, call: &Call, form: &Form) -> Result<Response> {
    check_link(app, call, form.text("token"))?;
    let mut errors = FieldErrors::default();
    for (field, reason) in [
        ("site_name", "The site needs a name."),
        ("name", "Your name is needed, to greet you and to show to apps."),
    ] {
        if form.text(field).trim().is_empty() {
            errors.add(field, reason);
        }
    }
    if form.text("site_name").chars().count() > 100 {
        errors.add("site_name", "At most 100 characters.");
    }
    let password = check_password(app, form).await;
    for check in [users::check_email(form.text("email")).map(drop), password] {
        errors.take(check)?;
    }
    errors.into_result()?;
    let password_hash = app.hasher.hash(&app.env, form.text("password")).await?;
    let (first_name, last_name) = users::split_name(form.text("name"));
    let new = NewUser {
        email: form.text("email").to_owned(),
        first_name,
        last_name,
        password_hash: Some(password_hash),
        roles: vec![SYSTEM_MANAGER.to_owned()],
        ..NewUser::default()
    };
    let (caller, env, link, site) = (
        app.caller(&Actor::program(call.from())),
        app.env.clone(),
        Hash::of(form.text("token")),
        form.text("site_name").trim().to_owned(),
    );
    let user = app
        .db
        .write(move |db| {
            if !system::use_setup(db, &link)? {
                return Err(closed());
            }
            let user = people::create(&caller.writing(db), &new)?;
            system::set_app_name(db, &site, &user.email, env.now_ms())?;
            let event = Event {
                operation: "Create",
                subject: format!("The site was set up; User {} is its first administrator", user.email),
                user: Some(&user.email),
                record: Some(("User", &user.email)),
                ..Event::default()
            };
            activity::log(db, &env, &caller.actor.origin, &event)?;
            Ok(user)
        })
        .await?;
    let how = How::now(&app.env, Method::Password);
    arrival::arrive(app, call, &user, how, &ReturnTo::Home).await
}

fn page(app: &App, call: &Call, token: &str, form: &Params, errors: &FieldErrors, status: u16) -> Response {
    with_form(app, call, status, |csrf| {
        views::setup(&views::Setup {
            token,
            csrf,
            site_name: form.text("site_name"),
            email: form.text("email"),
            name: form.text("name"),
            errors,
        })
    })
}
