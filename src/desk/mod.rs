//! The desk: its frame, its home, and the pages of records. Handlers only; what they show is
//! made by `records::views` and `ui`.

mod bulk;
pub mod check_up;
mod form;
pub mod home;
mod listing;
pub mod pages;
pub mod search;
pub mod token_usage;
pub mod trial;

use crate::app::App;
use crate::base::{Error, Result};
use crate::diagnostics::refusal;
use crate::frappe::shape;
use crate::login::caller::{self, SignedIn};
use crate::login::{ReturnTo, views};
use crate::records::{self, Group, Verb, access};
use crate::ui::frame::{self, Desk};
use crate::ui::text::t;
use crate::users::{Actor, Door};
use crate::web::{Call, Params, answer};
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
        Some(signed_in) => {
            let door = Door::Session(signed_in.session.id.clone());
            let actor = app.db.read(|db| Actor::user(db, signed_in.user.clone(), door))?;
            Ok(Ok(Visitor {
                actor: actor.from(call.from()),
                csrf: caller::session_csrf(app, &signed_in.session),
                signed_in,
            }))
        }
        None => {
            let back = ReturnTo::from_path(&call.path);
            Ok(Err(answer::see_other(&back.login_page())))
        }
    }
}

/// A handler of pages for whoever is signed in.
macro_rules! desk_handler {
    ($(#[$doc:meta])* $name:ident => $run:ident) => {
        $(#[$doc])*
        #[poem::handler]
        pub async fn $name(app: poem::web::Data<&std::sync::Arc<crate::app::App>>, call: crate::web::Call) -> poem::Response {
            let outcome = match crate::desk::visitor(&app, &call).await {
                Ok(Ok(visitor)) => match $run(&app, &call, &visitor).await {
                    Err(error) => crate::desk::framed_error(&app, &call, &visitor, &error),
                    done => done,
                },
                Ok(Err(redirect)) => Ok(redirect),
                Err(error) => Err(error),
            };
            outcome.unwrap_or_else(|error| crate::desk::error_page(&app, &call, &error))
        }
    };
}
pub(crate) use desk_handler;

/// A group of the sidebar: its heading, and address and label of each link.
pub type Links = (&'static str, Vec<(String, &'static str)>);

/// Whether the visitor works in the desk: there is more for them than their own account.
pub fn works_here(visitor: &Visitor) -> bool {
    visitor.signed_in.user.is_system_user()
}

/// The pages that the visitor may open.
pub fn links(visitor: &Visitor) -> Vec<Links> {
    let first = if works_here(visitor) {
        ("/app".to_owned(), t("Home"))
    } else {
        ("/me".to_owned(), t("My apps"))
    };
    let mut groups = vec![("", vec![first])];
    for group in Group::EVERY {
        let mut links = Vec::new();
        if group == Group::Watch && manages(visitor) {
            links.push(("/app/check-up".to_owned(), "Check-up"));
            links.push(("/app/token-usage".to_owned(), "Token usage"));
        }
        for record_type in records::TYPES.iter().filter(|own| own.group == Some(group)) {
            let reach = access::reach(&visitor.actor, record_type, Verb::Read);
            if matches!(reach, Ok(access::Reach::Every)) {
                links.push((records::views::list_address(record_type), record_type.plural));
            }
        }
        if !links.is_empty() {
            groups.push((group.label(), links));
        }
    }
    let mut own = vec![("/me/profile".to_owned(), "My account")];
    if works_here(visitor) {
        own.insert(0, ("/me".to_owned(), t("My apps")));
    }
    groups.push(("Me", own));
    groups
}

/// Whether the visitor manages the site.
pub fn manages(visitor: &Visitor) -> bool {
    visitor.actor.is_manager()
}

/// Refuses whoever does not manage the site.
pub fn only_managers(visitor: &Visitor) -> Result<()> {
    match manages(visitor) {
        true => Ok(()),
        false => Err(Error::Forbidden("This page is for System Managers.".into())),
    }
}

/// The form of a request, once its CSRF token was found right.
pub fn checked_form(app: &App, call: &Call, visitor: &Visitor) -> Result<Params> {
    let form = call.form();
    caller::check_session_csrf(app, call, &visitor.signed_in.session.id, &form)?;
    Ok(form)
}

/// A page in the desk's frame.
pub fn page(app: &App, visitor: &Visitor, status: u16, title: &str, current: &str, body: Markup) -> Result<Response> {
    let desk = Desk {
        site: &app.site_name()?,
        title,
        groups: &links(visitor),
        has_search: works_here(visitor),
        current,
        user: &visitor.signed_in.user.email,
        csrf: &visitor.csrf,
    };
    Ok(answer::page(status, frame::desk(&desk, body)))
}

/// The same inside the desk, for whoever is signed in.
pub fn framed_error(app: &App, call: &Call, visitor: &Visitor, error: &Error) -> Result<Response> {
    let (title, status, message) = explain(app, call, error);
    let body = html! {
        div.head { h1 { (title) } }
        div.form-page {
            p { (message) }
            p.help { (t("Reference ")) code id="reference" { (call.origin.reference) } }
        }
    };
    let mut response = page(app, visitor, status, title, "", body)?;
    if let Error::TooMany(seconds) = error {
        answer::set(&mut response, "retry-after", &seconds.to_string());
    }
    Ok(response)
}

/// Title, status and words of an error; notes it.
fn explain(app: &App, call: &Call, error: &Error) -> (&'static str, u16, String) {
    shape::log(call, error);
    let (title, status) = match error {
        Error::Unauthenticated(_) => ("Sign in first", 401),
        Error::Forbidden(_) | Error::InsufficientScope { .. } => ("Not permitted", 403),
        Error::Csrf => ("This form is out of date", 403),
        Error::NotFound(_) => ("Not found", 404),
        Error::Duplicate(_) | Error::Stale(_) => ("This did not work", 409),
        Error::Invalid(_) => ("This did not work", 400),
        Error::ConnectAgain { .. } => ("Connect again", 409),
        Error::Upstream(_) => ("Another service did not answer as it should", 502),
        Error::TooMany(_) => ("Too many attempts", 429),
        Error::Busy(_) | Error::Storage(_) => ("One moment please", 503),
        Error::Internal(_) => ("Something went wrong", 500),
    };
    if !matches!(error, Error::NotFound(_)) {
        app.refused(refusal::of_error(app, call, "Page", error, status));
    }
    let message = match error {
        Error::Csrf => crate::login::sign_in::csrf_text().to_owned(),
        other => other.to_string(),
    };
    (title, status, message)
}

/// A page for an error: what was wrong, what to do, and a reference.
pub fn error_page(app: &App, call: &Call, error: &Error) -> Response {
    let (title, status, message) = explain(app, call, error);
    let site = app.site_name().unwrap_or_else(|_| "Frontdesk".into());
    let page = views::error(
        &site,
        title,
        &message,
        &call.origin.reference,
        html! { p { a href="/app" { (t("To the desk")) } } },
    );
    let mut response = answer::page(status, page);
    if let Error::TooMany(seconds) = error {
        answer::set(&mut response, "retry-after", &seconds.to_string());
    }
    response
}
