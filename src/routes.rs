//! Every route of the program.

use crate::app::App;
use crate::base::Error;
use crate::desk::{home, pages};
use crate::frappe::{methods, resource, session};
use crate::login::{setup, sign_in, sign_out, views};
use crate::oauth::{authorize, consent, cors, discovery, introspect, jwks, revoke, token, userinfo};
use crate::web::call::Call;
use crate::web::middleware::{Around, Seen};
use crate::web::{answer, assets};
use maud::html;
use poem::http::StatusCode;
use poem::middleware::{CatchPanic, NormalizePath, TrailingSlash};
use poem::web::Data;
use poem::{Endpoint, EndpointExt, Response, Route, RouteMethod, get, handler, post};
use serde_json::json;
use std::sync::Arc;

/// The program as one endpoint.
pub fn routes(app: &Arc<App>) -> impl Endpoint<Output = Response> + 'static {
    let around = Around {
        env: app.env.clone(),
        trusted_proxies: app.config.trusted_proxies.clone().into(),
        explain,
    };
    Route::new()
        // People
        .at("/", get(home::root))
        .at("/setup", get(setup::show).post(setup::submit))
        .at("/setup/strength", post(setup::strength))
        .at("/login", get(sign_in::show).post(sign_in::submit))
        .at("/logout", get(sign_out::sign_out).post(sign_out::sign_out))
        // The desk
        .at("/app", get(home::home))
        .at("/me", get(home::home))
        .at("/app/:type", get(pages::list_page).post(pages::save_page))
        .at("/app/:type/new", get(pages::new_page).post(pages::create_page))
        .at("/app/:type/:name", get(pages::form_page).post(pages::save_page))
        .at(
            "/app/:type/:name/delete",
            get(pages::ask_delete_page).post(pages::delete_page),
        )
        .at("/app/:type/action/:action", post(pages::action_page))
        .at("/app/:type/:name/action/:action", post(pages::action_page))
        // The provider
        .at("/oauth2/authorize", authorize_methods())
        .at("/oauth2/consent", post(consent::decide))
        .at("/oauth2/token", client_post(token::endpoint))
        .at("/oauth2/revoke", client_post(revoke::revoke))
        .at("/oauth2/introspect", client_post(introspect::introspect))
        .at("/oauth2/userinfo", userinfo_methods())
        .at("/oauth2/jwks", get(jwks::jwks))
        .at("/.well-known/openid-configuration", get(discovery::discovery))
        .at("/.well-known/oauth-authorization-server", get(discovery::discovery))
        // Frappe
        .nest("/api", frappe())
        .nest("/api/v1", frappe())
        // The machine
        .at("/health", get(health))
        .at("/assets/:name", get(asset))
        .with(CatchPanic::new())
        // As in Frappe a slash at the end makes no difference.
        .with(NormalizePath::new(TrailingSlash::Trim))
        .with(around)
        .data(Arc::clone(app))
}

fn frappe() -> Route {
    const OAUTH: &str = "/method/frappe.integrations.oauth2.";
    let oauth = |method: &str| format!("{OAUTH}{method}");
    Route::new()
        .at(oauth("authorize"), authorize_methods())
        .at(oauth("approve"), post(consent::approve))
        .at(oauth("get_token"), client_post(token::endpoint))
        .at(oauth("revoke_token"), client_post(revoke::revoke))
        .at(oauth("introspect_token"), client_post(introspect::introspect))
        .at(oauth("openid_profile"), userinfo_methods())
        .at(oauth("openid_configuration"), get(discovery::discovery))
        .at("/method/login", post(session::log_in))
        .at("/method/logout", get(session::log_out).post(session::log_out))
        .at("/method/ping", get(methods::ping).post(methods::ping))
        .at("/method/frappe.ping", get(methods::ping).post(methods::ping))
        .at(
            "/method/frappe.auth.get_logged_user",
            get(methods::get_logged_user).post(methods::get_logged_user),
        )
        .at(
            "/method/frappe.core.doctype.user.user.generate_keys",
            post(methods::generate_keys),
        )
        .at("/method/:method", get(methods::unknown).post(methods::unknown))
        .at("/resource/:type", get(resource::list).post(resource::create))
        .at(
            "/resource/:type/:name",
            get(resource::read).put(resource::update).delete(resource::delete),
        )
}

fn authorize_methods() -> RouteMethod {
    get(authorize::authorize).post(authorize::authorize)
}

fn userinfo_methods() -> RouteMethod {
    get(userinfo::userinfo)
        .post(userinfo::userinfo)
        .options(cors::preflight)
}

fn client_post(endpoint: impl poem::IntoEndpoint<Endpoint: 'static>) -> RouteMethod {
    post(endpoint).options(cors::preflight)
}

/// GET `/health`: 200 once everything is there, 503 while the first keys are being made.
#[handler]
fn health(app: Data<&Arc<App>>) -> Response {
    let storage = app.db.read(crate::login::store::site_name);
    match (app.keys.are_ready(), storage) {
        (true, Ok(_)) => answer::json(200, &json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })),
        (false, Ok(_)) => answer::json(503, &json!({ "status": "starting" })),
        (_, Err(_)) => answer::json(503, &json!({ "status": "the database does not answer" })),
    }
}

/// GET `/assets/<name>`
#[handler]
fn asset(call: Call) -> poem::Result<Response> {
    assets::answer(call.part("name")).ok_or_else(|| StatusCode::NOT_FOUND.into())
}

/// What the router itself refuses: no such page, wrong verb, too large, too slow.
fn explain(seen: &Seen, status: StatusCode) -> Response {
    let (title, text) = match status {
        StatusCode::NOT_FOUND => ("Not found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (
            "Not like this",
            "This address does not take requests of this kind (method not allowed).",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("Too large", "The request is larger than one megabyte."),
        StatusCode::REQUEST_TIMEOUT => ("Too slow", "The request took longer than half a minute."),
        _ => (
            "Something went wrong",
            "Something went wrong on our side. The reference leads to the cause in the log.",
        ),
    };
    let is_program = !seen.accept.starts_with("text");
    if is_program && (seen.path.starts_with("/oauth2/") || seen.path.contains("/frappe.integrations.oauth2.")) {
        let body = json!({ "error": "invalid_request", "error_description": text });
        return answer::json(status.as_u16(), &body);
    }
    if is_program && seen.path.starts_with("/api/") {
        let error = match status {
            StatusCode::NOT_FOUND => Error::NotFound(text.into()),
            StatusCode::METHOD_NOT_ALLOWED => Error::Forbidden(text.into()),
            _ => Error::Internal(text.into()),
        };
        return answer::json(status.as_u16(), &crate::frappe::shape::body(&error));
    }
    answer::page(
        status.as_u16(),
        views::error("Frontdesk", title, text, &seen.reference, html! {}),
    )
}
