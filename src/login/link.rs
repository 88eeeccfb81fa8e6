//! The one-time link that signs somebody in, made on the command line: the way back in for an administrator
//! (A60: recovery links are single use).

use super::{link_views as views, with_form};
use crate::base::{Error, Result, text};
use crate::people::links::{self, Purpose};
use crate::server::arrival::{self, How};
use crate::server::error_page;
use crate::server::{App, ReturnTo, caller};
use crate::web::{Call, Guarded};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login/link`: asks once more, so that a program that looks at links uses none up.
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    page(&app, &call).unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST `/login/link`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = use_up(&app, &call).await;
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

fn closed(app: &App, call: &Call) -> Result<Error> {
    super::closed(
        app,
        call,
        text!(
            "This link is not valid: it works once, for fifteen minutes, and only the newest one. frontdesk user sign-in-link makes another."
        ),
    )
}

fn page(app: &App, call: &Call) -> Result<Response> {
    let token = call.query.text("token");
    let known = app.db.read(|db| links::open(db, &app.env, token, &[Purpose::SignIn]))?;
    if known.is_none() {
        return Err(closed(app, call)?);
    }
    let site = app.site()?;
    Ok(with_form(app, call, 200, |csrf| {
        views::sign_in_link(&site, token, csrf)
    }))
}

async fn use_up(app: &App, call: &Call) -> Result<Response> {
    let form = caller::browser_form(app, call)?;
    let (env, token) = (app.env.clone(), form.text("token").to_owned());
    let user = app
        .db
        .write(move |db| links::take(db, &env, &token, &[Purpose::SignIn]))
        .await?;
    let Some(user) = user else {
        return Err(closed(app, call)?);
    };
    arrival::arrive(app, call, &user, How::link(&app.env), &ReturnTo::Home).await
}
