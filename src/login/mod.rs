//! Signing in and out: the set-up link, the login page, the one-time link, signing out.

pub mod brand;
pub mod link;
mod logout;
pub mod password;
pub mod setup;
pub mod sign_in;
pub mod sign_out;
mod views;

use crate::base::{Error, Text};

/// What a refusal under the limits or by the pool says on the login page.
fn explain(error: &Error) -> Option<Text> {
    match error {
        Error::TooMany(_) | Error::Busy(_) | Error::Forbidden(_) => Some(error.words()),
        _ => None,
    }
}
