//! The desk's home: for a fresh install the next steps; for people without desk access a greeting.

use super::{Visitor, error_page, page, visitor};
use crate::app::App;
use crate::base::Result;
use crate::records::query::Query;
use crate::records::{self, Verb, access, store, views};
use crate::web::{Call, answer};
use maud::{Markup, html};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/`
#[handler]
pub fn root() -> Response {
    answer::see_other("/app")
}

/// GET `/app` and `/me`
#[handler]
pub async fn home(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match visitor(&app, &call).await {
        Ok(Ok(visitor)) => show(&app, &visitor),
        Ok(Err(redirect)) => Ok(redirect),
        Err(error) => Err(error),
    };
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

fn show(app: &App, visitor: &Visitor) -> Result<Response> {
    let name = &visitor.signed_in.user.first_name;
    let manages = access::reach(
        &visitor.actor,
        &crate::oauth::clients::record::OAUTH_CLIENT,
        Verb::Write,
    )
    .is_ok();
    let body = html! {
        div.head { div { h1 { "Hello, " (name) } p.muted { "This is " (app.site_name()?) ", where you sign in." } } }
        @if manages { (steps(app)?) } @else { (account(visitor)) }
    };
    page(app, visitor, 200, "Home", "/app", body)
}

fn steps(app: &App) -> Result<Markup> {
    let clients = count(app, &crate::oauth::clients::record::OAUTH_CLIENT)?;
    let users = count(app, &crate::users::record::USER)?;
    let is_https = app.env.is_https();
    let client_list = views::list_address(&crate::oauth::clients::record::OAUTH_CLIENT);
    let user_list = views::list_address(&crate::users::record::USER);
    Ok(html! {
        ol.steps {
            (step(true, "Set up the site", html! { "You are its administrator." }))
            (step(clients > 0, "Record your first app", html! {
                "An " a href=(client_list) { "OAuth Client" } " is an app that signs people in through this site. So far: " (clients) "."
            }))
            (step(users > 1, "Add the people", html! { a href=(user_list) { "Users" } " sign in here, and through us to the apps. So far: " (users) "." }))
            (step(is_https, "Serve it over https", html! {
                @if is_https { "The site's address is " code { (app.env.base_url) } "." }
                @else { "The site's address is " code { (app.env.base_url) } ". For real use put a TLS proxy in front and set " code { "FRONTDESK_BASE_URL" } "." }
            }))
        }
        section.panel {
            h2 { "For apps" }
            dl.facts {
                dt { "Issuer" } dd { code { (app.env.base_url) } }
                dt { "Discovery" } dd { a href="/.well-known/openid-configuration" hx-boost="false" { code { (app.env.url("/.well-known/openid-configuration")) } } }
            }
        }
    })
}

fn step(done: bool, title: &str, text: Markup) -> Markup {
    html! {
        li {
            @if done { span.done aria-hidden="true" { "✓" } } @else { span.muted aria-hidden="true" { "○" } }
            div { strong { (title) } @if done { span.visually-hidden { " (done)" } } p.muted { (text) } }
        }
    }
}

fn account(visitor: &Visitor) -> Markup {
    let user = &visitor.signed_in.user;
    html! {
        section.panel {
            h2 { "Your account" }
            dl.facts {
                dt { "Name" } dd { (user.full_name) }
                dt { "Email" } dd { (user.email) }
                dt { "Roles" } dd { (user.roles.join(", ")) }
            }
        }
    }
}

fn count(app: &App, record_type: &'static records::RecordType) -> Result<i64> {
    app.db.read(|db| store::count(db, record_type, &Query::default()))
}
