//! "This was not me": whoever holds the link of a notice ends every sign-in of the account, and sets another password.

use super::{link_views as views, with_form};
use crate::activity::{self, Event};
use crate::base::{Error, Result, Seconds, text};
use crate::people::links::{self, Purpose};
use crate::people::{emails, recovery};
use crate::permissions::Actor;
use crate::server::{App, caller, error_page};
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
    super::closed(
        app,
        call,
        text!(
            "This link is not valid any more: it works once, for seven days. Set a new password by Forgot your password?"
        ),
    )
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
    let (token, caller) = (form.text("token").to_owned(), app.caller(&Actor::program(call.from())));
    let done = app.db.write(move |db| {
        let (env, sent_to) = (caller.env.clone(), links::email_of(db, &token)?);
        let since = match links::open(db, &env, &token, &[Purpose::NotMe])? {
            Some((user, _)) => recovery::since(db, &user)?,
            None => return Ok(None),
        };
        let Some(mut user) = links::take(db, &env, &token, &[Purpose::NotMe])? else {
            return Ok(None);
        };
        // The email was changed since: whoever was told at the former address gets that back, too.
        if let Some(former) = sent_to.filter(|former| *former != user.email)
            && links::brings_back(db, &env, &user, &former)?
        {
            user = emails::give(&caller.writing(db), &user, &former)?;
        }
        let event = Event {
            operation: "Logout",
            subject: format!("{} said that it was not them", user.full_name),
            user: Some(&user.email),
            record: Some(("User", &user.email)),
            ..Event::default()
        };
        activity::log(db, &env, &caller.actor.origin, &event)?;
        // What brings an address back stays: this may have been pressed by whoever changed it.
        links::remove_but_older(db, &user.id, Seconds(i64::MAX))?;
        recovery::take_back(db, &env, &user, since, "the user said that it was not them").map(Some)
    });
    match done.await? {
        Some(address) => Ok(answer::see_other(&address)),
        None => Err(closed(app, call)?),
    }
}
