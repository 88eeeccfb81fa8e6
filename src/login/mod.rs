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
pub mod second;
mod second_views;
pub mod setup;
pub mod sign_in;
pub mod sign_out;
mod views;

pub use second_views::{app as totp_app, list as recovery_codes};

use crate::base::{Error, Text};
use crate::server::{App, caller};
use crate::web::{Call, answer};
use maud::Markup;
use poem::Response;

/// What a refusal under the limits or by the pool says on the login page.
fn explain(error: &Error) -> Option<Text> {
    match error {
        Error::TooMany(_) | Error::Busy(_) | Error::Forbidden(_) => Some(error.words()),
        _ => None,
    }
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
