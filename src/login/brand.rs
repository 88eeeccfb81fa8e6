//! The pictures and the colour of the site, for whoever looks at its pages.

use crate::base::{Error, Result};
use crate::server::App;
use crate::server::error_page;
use crate::system;
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// Their addresses change with them.
const KEPT: &str = "public, max-age=31536000, immutable";
/// A picture that is opened by itself runs nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// GET `/brand/<name>`: `logo`, `favicon`, `colour.css`.
#[handler]
pub fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    match find(&app, &call) {
        Ok(response) => response,
        Err(error) => error_page(&app, &call, &error),
    }
}

fn find(app: &App, call: &Call) -> Result<Response> {
    let brand = app.db.read(system::brand)?;
    let picture = match call.part("name") {
        "logo" => brand.logo.as_ref(),
        "favicon" => brand.favicon.as_ref(),
        _ => None,
    };
    let mut response = match (picture, call.part("name"), brand.colour) {
        (Some(shown), ..) => answer::content(shown.picture.media_type, shown.picture.bytes.clone()),
        (None, "colour.css", Some(colour)) => answer::content("text/css; charset=utf-8", colour.stylesheet()),
        _ => return Err(Error::NotFound("The site has no such picture.".into())),
    };
    answer::set(&mut response, "content-security-policy", POLICY);
    // Under any other address than its own it may be another one tomorrow.
    let tag = call.query.0.first().map(|(tag, _)| tag.as_str()).unwrap_or_default();
    let is_own = match (picture, brand.colour) {
        (Some(shown), _) => shown.tag == tag,
        (None, Some(colour)) => colour.tag() == tag,
        (None, None) => false,
    };
    if is_own {
        answer::set(&mut response, "cache-control", KEPT);
    }
    Ok(response)
}
