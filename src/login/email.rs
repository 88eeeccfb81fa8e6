//! The links of a change of email: one makes an address somebody's email, the other undoes that.

use super::{link_views as views, with_form};
use crate::base::{Error, Result, text};
use crate::people::emails::{self, Confirmed};
use crate::people::links::Purpose;
use crate::permissions::Actor;
use crate::server::{App, caller, error_page};
use crate::web::{Call, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login/email`: asks; a program that looks at links does nothing.
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    page(&app, &call).unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST `/login/email`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = confirm(&app, &call).await;
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

fn closed(app: &App, call: &Call) -> Result<Error> {
    super::closed(
        app,
        call,
        text!("This link is not valid any more: it works once, for a while."),
    )
}

fn page(app: &App, call: &Call) -> Result<Response> {
    let token = call.query.text("token");
    let Some((user, purpose, email)) = app.db.read(|db| emails::open(db, &app.env, token))? else {
        return Err(closed(app, call)?);
    };
    let site = app.site()?;
    Ok(with_form(app, call, 200, |csrf| {
        views::email(&site, token, &user.email, &email, purpose == Purpose::OldEmail, csrf)
    }))
}

async fn confirm(app: &App, call: &Call) -> Result<Response> {
    let form = caller::browser_form(app, call)?;
    let (token, caller) = (form.text("token").to_owned(), app.caller(&Actor::program(call.from())));
    let done = app.db.write(move |db| emails::confirm(&caller.writing(db), &token));
    match done.await? {
        Some(Confirmed {
            onward: Some(address), ..
        }) => Ok(answer::see_other(&address)),
        Some(Confirmed { user, .. }) => Ok(answer::page(200, views::email_is(&app.site()?, &user.email))),
        None => Err(closed(app, call)?),
    }
}
