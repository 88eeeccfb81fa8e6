//! Signing in and out: the set-up link, the login page, the one-time link, signing out.

pub mod again;
mod again_views;
pub mod brand;
pub mod code;
pub mod email;
pub mod link;
mod link_views;
mod logout;
pub mod not_me;
pub mod passkey;
pub mod password;
mod password_views;
pub mod second;
mod second_views;
pub mod setup;
pub mod sign_in;
pub mod sign_out;
mod views;

pub use second_views::{app as totp_app, list as recovery_codes};

use crate::base::{Env, Error, Result, Text};
use crate::db::Write;
use crate::server::{App, caller};
use crate::users::{self, User};
use crate::web::limits::Limited;
use crate::web::{Call, answer, problem};
use maud::Markup;
use poem::Response;
use std::sync::Arc;

/// What a refusal under the limits or by the pool says on the login page.
fn explain(error: &Error) -> Option<Text> {
    match error {
        Error::TooMany(_) | Error::Busy(_) | Error::Forbidden(_) => Some(error.words()),
        _ => None,
    }
}

/// What is refused under the limits or by the pool is said in the page on which it was tried; other errors go their way.
fn explained(error: Error, page: impl FnOnce(&Text, u16) -> Result<Response>) -> Result<Response> {
    let Some(mistake) = explain(&error) else {
        return Err(error);
    };
    let mut response = page(&mistake, problem::of(&error).page_status)?;
    answer::set_retry_after(&mut response, problem::retry_after(&error));
    Ok(response)
}

/// What whoever comes with a link that is not open is told; it counts as a guess.
fn closed(app: &App, call: &Call, words: Text) -> Result<Error> {
    app.limits.failed(Limited::Setup, call.origin.address, "")?;
    Ok(Error::Forbidden(words))
}

/// Does something for the enabled user of an email, if there is one, after the answer: how long that takes tells nobody
/// whether there is such an account.
fn afterwards(app: &Arc<App>, email: &str, deed: impl FnOnce(&Write, &Env, &User) -> Result<()> + Send + 'static) {
    let (app, email) = (Arc::clone(app), email.to_owned());
    tokio::spawn(async move {
        let env = app.env.clone();
        let done = app.db.write(
            move |db| match users::by_email(db, &email)?.filter(|user| user.enabled) {
                Some(user) => deed(db, &env, &user),
                None => Ok(()),
            },
        );
        if let Err(error) = done.await {
            tracing::error!(%error, "a mail that somebody asked for could not be stored");
        }
    });
}

/// A page with a form for somebody who is not signed in: bound to their browser.
fn with_form(app: &App, call: &Call, status: u16, page: impl FnOnce(&str) -> Markup) -> Response {
    let (browser, set_cookie) = caller::browser(app, call);
    let mut response = answer::page(status, page(&caller::browser_csrf(app, &browser)));
    if let Some(cookie) = set_cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    response
}
