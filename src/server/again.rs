//! Whoever is about to do what gives power or ends safety is asked first who they are.

use super::kept::Keeping;
use super::{App, ReturnTo, kept};
use crate::base::Result;
use crate::ui::text::noted;
use crate::web::params::with_query;
use crate::web::{Call, answer};
use poem::Response;

/// To the page that asks who it is, and back here afterwards; what was typed waits.
pub fn ask(app: &App, call: &Call) -> Result<Response> {
    let code = call.query.get("user_code").map(str::to_owned);
    let code = code.or_else(|| call.form().get("user_code").map(str::to_owned));
    let place = match code {
        Some(code) => ReturnTo::from_path(app.registry, &with_query("/device", &[("user_code", &code)])),
        None => ReturnTo::nearest(app.registry, &call.path),
    };
    let page = with_query("/login/again", &[("redirect-to", &place.path())]);
    let mut response = match call.header("hx-request") {
        Some(_) => answer::load_whole(&page),
        None => answer::see_other(&page),
    };
    match kept::keep(app, call, &mut response) {
        Keeping::TooLong(kept) => kept::shown_before(app, call, &kept, noted("Confirm that it is you"), &page),
        Keeping::Kept | Keeping::No => Ok(response),
    }
}
