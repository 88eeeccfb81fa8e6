//! "This was not me": whoever holds the link of a notice ends every sign-in of the account, and sets another password.

use super::{link_views as views, with_form};
use crate::activity::{self, Event};
use crate::base::{Error, Result};
use crate::people::links::{self, Purpose};
use crate::people::recovery;
use crate::server::{App, caller, error_page};
use crate::web::limits::Limited;
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login/not-me`: asks; a program that looks at links does nothing.
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    page(&app, &call).unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST `/login/not-me`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = end(&app, &call).await;
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

fn closed(app: &App, call: &Call) -> Result<Error> {
    app.limits.failed(Limited::Setup, call.origin.address, "")?;
    Ok(Error::Forbidden(
        "This link is not valid any more: it works once, for seven days, until the password is another one. Set a new password by Forgot your password?"
            .into(),
    ))
}

fn page(app: &App, call: &Call) -> Result<Response> {
    let token = call.query.text("token");
    let found = app.db.read(|db| links::open(db, &app.env, token, &[Purpose::NotMe]))?;
    let Some((user, _)) = found else {
        return Err(closed(app, call)?);
    };
    let site = app.site()?;
    Ok(with_form(app, call, 200, |csrf| {
        views::not_me(&site, token, &user.email, csrf)
    }))
}

async fn end(app: &App, call: &Call) -> Result<Response> {
    let form = caller::browser_form(app, call)?;
    let (env, token, origin) = (app.env.clone(), form.text("token").to_owned(), call.from());
    let done = app.db.write(move |db| {
        let first = match links::open(db, &env, &token, &[Purpose::NotMe])? {
            Some((user, _)) => links::first_made(db, &user, Purpose::NotMe)?,
            None => None,
        };
        let Some(user) = links::take(db, &env, &token, &[Purpose::NotMe])? else {
            return Ok(None);
        };
        let event = Event {
            operation: "Logout",
            subject: format!("{} said that it was not them", user.full_name),
            user: Some(&user.email),
            record: Some(("User", &user.email)),
            ..Event::default()
        };
        activity::log(db, &env, &origin, &event)?;
        links::remove(db, &user.id)?;
        let since = first.unwrap_or_default();
        let onward = recovery::take_back(db, &env, &user, since, "the user said that it was not them")?;
        Ok(Some(onward.unwrap_or_else(|| env.url("/login"))))
    });
    match done.await? {
        Some(address) => Ok(answer::see_other(&address)),
        None => Err(closed(app, call)?),
    }
}
