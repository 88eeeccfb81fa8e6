//! The desk: its frame, its home, and the pages of records. Handlers only; what they show is
//! made by `records::views` and `ui`.

mod form;
pub mod home;
pub mod pages;

use crate::app::App;
use crate::base::{Error, Result};
use crate::frappe::shape;
use crate::login::caller::{self, SignedIn};
use crate::login::{ReturnTo, views};
use crate::records::{self, Verb, access};
use crate::ui::frame::{self, Desk};
use crate::users::{Actor, Door};
use crate::web::{Call, answer};
use maud::{Markup, html};
use poem::Response;

/// Who uses the desk.
pub struct Visitor {
    pub signed_in: SignedIn,
    pub actor: Actor,
    pub csrf: String,
}

/// The visitor, or the way to the login page and back.
pub async fn visitor(app: &App, call: &Call) -> Result<std::result::Result<Visitor, Response>> {
    match caller::signed_in(app, call).await? {
        Some(signed_in) => Ok(Ok(Visitor {
            actor: Actor::user(signed_in.user.clone(), Door::Session(signed_in.session.id.clone())),
            csrf: caller::session_csrf(app, &signed_in.session),
            signed_in,
        })),
        None => {
            let back = ReturnTo::from_path(&call.path);
            Ok(Err(answer::see_other(&back.login_page())))
        }
    }
}

/// A page in the desk's frame.
pub fn page(app: &App, visitor: &Visitor, status: u16, title: &str, current: &str, body: Markup) -> Result<Response> {
    let mut links = vec![("/app".to_owned(), "Home")];
    for record_type in records::TYPES {
        let reach = access::reach(&visitor.actor, record_type, Verb::Read);
        if matches!(reach, Ok(access::Reach::Every)) {
            links.push((records::views::list_address(record_type), record_type.plural));
        }
    }
    let desk = Desk {
        site: &app.site_name()?,
        title,
        links: &links,
        current,
        user: &visitor.signed_in.user.email,
        csrf: &visitor.csrf,
    };
    Ok(answer::page(status, frame::desk(&desk, body)))
}

/// A page for an error: what was wrong, what to do, and a reference.
pub fn error_page(app: &App, call: &Call, error: &Error) -> Response {
    shape::log(call, error);
    let (title, status) = match error {
        Error::Unauthenticated(_) => ("Sign in first", 401),
        Error::Forbidden(_) | Error::InsufficientScope { .. } => ("Not permitted", 403),
        Error::Csrf => ("This form is out of date", 403),
        Error::NotFound(_) => ("Not found", 404),
        Error::Duplicate(_) | Error::Stale(_) => ("This did not work", 409),
        Error::Invalid(_) => ("This did not work", 400),
        Error::TooMany(_) => ("Too many attempts", 429),
        Error::Busy(_) | Error::Storage(_) => ("One moment please", 503),
        Error::Internal(_) => ("Something went wrong", 500),
    };
    let message = match error {
        Error::Csrf => crate::login::sign_in::csrf_text().to_owned(),
        other => other.to_string(),
    };
    let site = app.site_name().unwrap_or_else(|_| "Frontdesk".into());
    let page = views::error(
        &site,
        title,
        &message,
        &call.origin.reference,
        html! { p { a href="/app" { "To the desk" } } },
    );
    let mut response = answer::page(status, page);
    if let Error::TooMany(seconds) = error {
        answer::set(&mut response, "retry-after", &seconds.to_string());
    }
    response
}
