//! The one-time link that signs somebody in, made on the command line: the way back in for an
//! administrator (A60).

use super::{ReturnTo, caller, store, views};
use crate::activity::{self, Event};
use crate::app::App;
use crate::base::clock::MINUTE;
use crate::base::secret::{Hash, Secret};
use crate::base::{Env, Error, Origin, Result, Seconds};
use crate::db::Write;
use crate::desk::error_page;
use crate::users::{self, User};
use crate::web::limits::Kind;
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// How long a link is good.
pub const LIFETIME: Seconds = 15 * MINUTE;

/// Makes a link for a user; earlier ones end.
pub fn make(db: &Write, env: &Env, user: &User) -> Result<String> {
    let secret = Secret::generate(&*env.random);
    store::remove_links(db, &user.id)?;
    store::add_link(db, &secret.hash(), &user.id, env.now() + LIFETIME)?;
    let event = Event {
        operation: "Action",
        subject: format!("A sign-in link for {} was made", user.email),
        user: Some(users::ADMINISTRATOR),
        record: Some(("User", &user.email)),
        ..Event::default()
    };
    let origin = Origin {
        address: "the machine itself".into(),
        ..Origin::default()
    };
    activity::log(db, env, &origin, &event)?;
    Ok(env.url(&format!("/login/link?token={}", secret.reveal())))
}

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

fn closed(app: &App, call: &Call) -> Result<Error> {
    app.limits.failed(Kind::Setup, call.origin.address, "")?;
    Ok(Error::Forbidden(
        "This link is not valid: it works once, for fifteen minutes, and only the newest one. frontdesk user sign-in-link makes another."
            .into(),
    ))
}

fn page(app: &App, call: &Call) -> Result<Response> {
    let token = call.query.text("token");
    let known = app
        .db
        .read(|db| store::link_user(db, &Hash::of(token), app.env.now()))?;
    if known.is_none() {
        return Err(closed(app, call)?);
    }
    let (browser, set_cookie) = caller::browser(app, call);
    let page = views::sign_in_link(&app.site_name()?, token, &caller::browser_csrf(app, &browser));
    let mut response = answer::page(200, page);
    if let Some(cookie) = set_cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

async fn use_up(app: &App, call: &Call) -> Result<Response> {
    let form = call.form();
    caller::check_browser_csrf(app, call, &form)?;
    let (link, now) = (Hash::of(form.text("token")), app.env.now());
    let user = app
        .db
        .write(move |db| match store::use_link(db, &link, now)? {
            Some(user_id) => users::store::by_id(db, &user_id),
            None => Ok(None),
        })
        .await?;
    let Some(user) = user.filter(|user| user.enabled) else {
        return Err(closed(app, call)?);
    };
    let mut response = answer::see_other(&ReturnTo::Home.path());
    let how = super::How::With("a one-time link", now);
    super::sign_in(app, call, &user, how, &mut response).await?;
    Ok(response)
}
