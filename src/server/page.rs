//! Pages for people: who looks at them, the frame around them, and the pages of errors.

use super::kept::Keeping;
use super::{App, again, caller, kept, refusal, said};
use crate::base::{Error, Result, Text};
use crate::permissions::{Actor, Door, Reach, Verb};
use crate::records::{Group, access, views};
use crate::sessions::SignedIn;
use crate::ui::error_page as error_markup;
use crate::ui::frame::{self, Desk};
use crate::ui::navigation::{NavGroup, NavLink};
use crate::ui::text::{noted, t, tm};
use crate::users;
use crate::web::folding::MayBeFolded;
use crate::web::params::with_query;
use crate::web::{Call, Form, answer, csrf, problem};
use maud::{Markup, html};
use poem::Response;

/// Somebody who is signed in and looks at pages.
pub struct Visitor {
    pub signed_in: SignedIn,
    pub actor: Actor,
    /// What their forms carry.
    pub csrf: String,
    /// What the page before wanted said.
    pub said: Option<String>,
}

impl Visitor {
    /// Whether they work in the desk: there is more for them than their own account.
    pub fn works_here(&self) -> bool {
        self.signed_in.user.is_system_user()
    }

    /// Refuses what gives power or ends safety, unless they proved who they are just now.
    pub fn check_fresh(&self, app: &App) -> Result<()> {
        self.actor.check_fresh(app.env.now())
    }

    /// On to a page of ours, which says this.
    pub fn go(&self, app: &App, address: &str, sentence: impl Into<Text>) -> Response {
        said::go(app, &self.signed_in.user.id, address, &sentence.into())
    }

    /// Refuses whoever does not manage the site.
    pub fn only_managers(&self) -> Result<()> {
        match self.actor.is_manager() {
            true => Ok(()),
            false => Err(Error::Forbidden("This page is for System Managers.".into())),
        }
    }
}

/// The visitor, or `None`: they have to sign in first.
pub async fn visitor(app: &App, call: &Call) -> Result<Option<Visitor>> {
    let Some(signed_in) = caller::signed_in(app, call).await? else {
        return Ok(None);
    };
    let door = Door::Session(signed_in.session.id.clone());
    let actor = app.db.read(|db| users::actor(db, &signed_in.user, door))?;
    Ok(Some(Visitor {
        actor: actor.proven(signed_in.session.last_proof()).from(call.from()),
        csrf: csrf::with_owner(
            &csrf::masked(&*app.env.random, &caller::session_csrf(app, &signed_in.session)),
            &app.env.vault,
            signed_in.user.id.as_str(),
        ),
        said: said::heard(app, call, &signed_in.user.id),
        signed_in,
    }))
}

/// The visitor and their form, once its CSRF token was found right.
pub async fn sender(app: &App, call: &Call) -> Result<Option<(Visitor, Form)>> {
    let Some(visitor) = visitor(app, call).await? else {
        return Ok(None);
    };
    let form = caller::session_form(app, call, &visitor.signed_in.session.id)?;
    Ok(Some((visitor, form)))
}

/// A handler of pages for whoever is signed in: GET.
macro_rules! page_handler {
    ($(#[$doc:meta])* $name:ident => $run:ident) => {
        $(#[$doc])*
        #[poem::handler]
        pub async fn $name(app: poem::web::Data<&std::sync::Arc<$crate::server::App>>, call: $crate::web::Call) -> poem::Response {
            let outcome = match $crate::server::page::visitor(&app, &call).await {
                Ok(Some(visitor)) => match $run(&app, &call, &visitor).await {
                    Err(error) => $crate::server::framed_error(&app, &call, &visitor, &error),
                    done => done,
                },
                Ok(None) => Ok($crate::server::page::to_login(&app, &call)),
                Err(error) => Err(error),
            };
            outcome.unwrap_or_else(|error| $crate::server::error_page(&app, &call, &error))
        }
    };
}
pub(crate) use page_handler;

/// A handler of forms for whoever is signed in: POST. It is handed the form once its CSRF token was
/// found right, and there is no other way to it.
macro_rules! form_handler {
    ($(#[$doc:meta])* $name:ident => $run:ident) => {
        $(#[$doc])*
        #[poem::handler]
        pub async fn $name(app: poem::web::Data<&std::sync::Arc<$crate::server::App>>, call: $crate::web::Call) -> poem::Response {
            let outcome = match $crate::server::page::sender(&app, &call).await {
                Ok(Some((visitor, form))) => match $run(&app, &call, &visitor, &form).await {
                    Err(error) => $crate::server::framed_error(&app, &call, &visitor, &error),
                    done => done,
                },
                Ok(None) => $crate::server::page::to_login_with_form(&app, &call),
                Err(error) => $crate::server::page::form_again(&app, &call, error).await,
            };
            outcome.unwrap_or_else(|error| $crate::server::error_page(&app, &call, &error))
        }
        impl $crate::web::Guarded for $name {}
    };
}
pub(crate) use form_handler;

/// The login page, and back here afterwards.
pub fn to_login(app: &App, call: &Call) -> Response {
    let place = match call.query.get("user_code") {
        Some(code) => with_query(&call.path, &[("user_code", code)]),
        None => call.path.clone(),
    };
    let page = super::ReturnTo::from_path(app.registry, &place).login_page();
    match call.header("hx-request") {
        // It may lead on to another site, where no script of ours can follow.
        Some(_) => answer::load_whole(&page),
        None => answer::see_other(&page),
    }
}

/// The same after a form: what was typed waits for whoever sent it.
pub fn to_login_with_form(app: &App, call: &Call) -> Result<Response> {
    let mut response = to_login(app, call);
    match kept::keep(app, call, &mut response) {
        Keeping::TooLong(kept) => kept::shown_again(app, call, &kept),
        Keeping::Kept | Keeping::No => Ok(response),
    }
}

/// A form of an earlier session of the same person: what was typed waits at its page. Nothing of it is done.
pub async fn form_again(app: &App, call: &Call, error: Error) -> Result<Response> {
    let place = super::ReturnTo::from_path(app.registry, &call.path);
    if error != Error::Csrf || place == super::ReturnTo::Home {
        return Err(error);
    }
    let form = call.form();
    let (_, owner) = csrf::parts(form.text("csrf_token"));
    let is_own = |visitor: Visitor| {
        let own = csrf::owner_mark(&app.env.vault, visitor.signed_in.user.id.as_str());
        own == owner
    };
    if !visitor(app, call).await?.is_some_and(is_own) {
        return Err(error);
    }
    let mut response = answer::see_other(&place.path());
    match kept::keep(app, call, &mut response) {
        Keeping::Kept => Ok(response),
        Keeping::TooLong(kept) => kept::shown_again(app, call, &kept),
        Keeping::No => Err(error),
    }
}

/// The pages that the visitor may open.
pub fn navigation(app: &App, visitor: &Visitor) -> Vec<NavGroup> {
    let link = |address: &str, label, icon, is_rare| NavLink {
        address: address.to_owned(),
        label,
        icon,
        is_rare,
    };
    let first = match visitor.works_here() {
        true => link("/app", noted("Home"), "home", false),
        false => link("/me", "My apps", "app", false),
    };
    let mut groups = vec![NavGroup {
        heading: "",
        links: vec![first],
    }];
    for group in Group::EVERY {
        let mut links = Vec::new();
        if group == Group::Watch && visitor.actor.is_manager() {
            links.push(link("/app/check-up", "Check-up", "pulse", false));
            links.push(link("/app/token-usage", "Token usage", "bars", true));
        }
        for record_type in app.registry.types() {
            let Some(place) = record_type.place.filter(|place| place.group == group) else {
                continue;
            };
            let reach = access::reach(&visitor.actor, record_type, Verb::Read);
            if matches!(reach, Ok(Reach::Every)) {
                let address = views::list_address(record_type);
                links.push(link(&address, record_type.plural, place.icon, place.is_rare));
            }
        }
        if !links.is_empty() {
            groups.push(NavGroup {
                heading: group.label(),
                links,
            });
        }
    }
    groups
}

/// A page in the desk's frame.
pub fn framed_page(
    app: &App,
    visitor: &Visitor,
    status: u16,
    title: impl Into<Text>,
    current: &str,
    body: Markup,
) -> Result<Response> {
    let user = &visitor.signed_in.user;
    let desk = Desk {
        site: &app.site()?,
        title: title.into(),
        groups: &navigation(app, visitor),
        has_search: visitor.works_here(),
        current,
        name: &user.full_name,
        email: &user.email,
        said: visitor.said.as_deref(),
        csrf: &visitor.csrf,
    };
    let mut response = answer::page(status, frame::desk(&desk, body));
    response.extensions_mut().insert(MayBeFolded);
    if visitor.said.is_some() {
        said::forget(app, &mut response);
    }
    Ok(response)
}

/// Title, status and words of an error; notes it.
fn explain(app: &App, call: &Call, error: &Error) -> (&'static str, u16, Text) {
    let problem = problem::of(error);
    match error {
        Error::NotFound(_) => refusal::log(call, error),
        _ => refusal::note(app, call, "Page", error, problem.page_status),
    }
    (problem.title, problem.page_status, problem::words(error))
}

/// The page of an error in the frame, for whoever is signed in.
pub fn framed_error(app: &App, call: &Call, visitor: &Visitor, error: &Error) -> Result<Response> {
    if *error == Error::ProveAgain {
        return again::ask(app, call);
    }
    let (title, status, message) = explain(app, call, error);
    let body = html! {
        div.head { h1 { (t(title)) } }
        div.form-page {
            p { (message) }
            p.help { (tm!("Reference { $reference }", reference = html! { code id="reference" { (call.origin.reference) } })) }
        }
    };
    let mut response = framed_page(app, visitor, status, title, "", body)?;
    answer::set_retry_after(&mut response, problem::retry_after(error));
    Ok(response)
}

/// A page for an error: what was wrong, what to do, and a reference.
pub fn error_page(app: &App, call: &Call, error: &Error) -> Response {
    error_page_with(
        app,
        call,
        error,
        || html! { p { a href="/app" { (t("To the desk")) } } },
    )
}

/// The same with a way on of its own.
pub fn error_page_with(app: &App, call: &Call, error: &Error, more: impl FnOnce() -> Markup) -> Response {
    let (title, status, message) = explain(app, call, error);
    let site = app.site().unwrap_or_default();
    let page = error_markup(&site, title, &message, &call.origin.reference, more());
    let mut response = answer::page(status, page);
    answer::set_retry_after(&mut response, problem::retry_after(error));
    response
}
