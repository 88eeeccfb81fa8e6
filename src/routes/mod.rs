//! Every route of the program.

mod frappe;
mod table;

pub use table::Table;

use crate::account;
use crate::base::Error;
use crate::desk::{check_up, connect, deeds, guide, home, invite, pages, search, token_usage, trial};
use crate::endpoints::connected::connect as connected;
use crate::endpoints::forward;
use crate::endpoints::oauth::{
    authorize, consent, device, device_page, discovery, introspect, jwks, par, protected_resource, register, revoke,
    token, userinfo,
};
use crate::endpoints::social::sign_in as social;
use crate::frappe::command::Commands;
use crate::login::{again, brand, code, email, link, not_me, passkey, password, second, setup, sign_in, sign_out};
use crate::server::api;
use crate::server::{App, ForReader};
use crate::ui::{Site, error_page};
use crate::web::body::BodyRoom;
use crate::web::call::Call;
use crate::web::middleware::{RequestContext, RequestMiddleware};
use crate::web::tidy::Tidy;
use crate::web::{answer, assets};
use maud::html;
use poem::http::{HeaderValue, StatusCode};
use poem::middleware::CatchPanic;
use poem::web::Data;
use poem::{Endpoint, EndpointExt, Response, handler};
use serde_json::json;
use std::sync::Arc;

/// The program as one endpoint.
pub fn routes(app: &Arc<App>) -> impl Endpoint<Output = Response> + 'static {
    let around = RequestMiddleware {
        env: app.env.clone(),
        room: BodyRoom::default(),
        trusted_proxies: app.config.trusted_proxies.clone().into(),
        explain,
        requests: app.requests.clone(),
        arrivals: app.arrivals.clone(),
        certificates: app.certificates.clone(),
    };
    table()
        .into_route()
        .with(CatchPanic::new())
        .with(Tidy)
        .with(Commands)
        .with(around)
        .with(ForReader(Arc::clone(app)))
        .data(Arc::clone(app))
}

/// Every route: what the program answers to.
pub fn table() -> Table {
    let table = Table::default()
        // People
        .get("/", home::root)
        .get("/setup", setup::show)
        .post("/setup", setup::submit)
        .post("/setup/strength", setup::strength)
        .get("/login", sign_in::show)
        .post("/login", sign_in::submit)
        .get("/login/link", link::show)
        .post("/login/link", link::submit)
        .get("/login/code", code::ask)
        .post("/login/code", code::submit)
        .get("/login/email", email::show)
        .post("/login/email", email::submit)
        .get("/login/forgot", password::ask)
        .post("/login/forgot", password::send)
        .get("/login/new-password", password::show)
        .post("/login/new-password", password::submit)
        .get("/login/again", again::show)
        .post("/login/again", again::submit)
        .get("/login/not-me", not_me::show)
        .post("/login/not-me", not_me::submit)
        .post("/login/passkey", passkey::submit)
        .get("/login/second", second::show)
        .post("/login/second", second::submit)
        .get("/login/with/:name", social::login_with)
        .get("/logout", sign_out::sign_out)
        .post("/logout", sign_out::sign_out)
        // My account
        .get("/me", account::home_page)
        .post("/me/theme", account::choose_theme)
        .get("/me/profile", account::profile_page)
        .post("/me/profile", account::save_profile)
        .get("/me/email", account::email_page)
        .post("/me/email", account::change_email)
        .get("/me/password", account::password_page)
        .post("/me/password", account::change_password)
        .get("/me/security", account::security_page)
        .post("/me/security", account::change_security)
        .get("/me/sessions", account::sessions_page)
        .post("/me/sessions/end", account::end_sessions)
        .get("/me/apps", account::my_apps)
        .post("/me/apps/revoke", account::revoke_app)
        .post("/me/picture", account::set_picture)
        .get("/files/:name", account::show_picture)
        .get("/me/keys", account::key_page)
        .post("/me/keys", account::make_key)
        .post("/me/keys/revoke", account::revoke_key)
        .get("/me/connections", account::connections_page)
        .post("/me/connections/disconnect", account::disconnect)
        .post("/me/connections/refresh", account::refresh)
        .get("/me/sign-ins", account::sign_ins_page)
        .post("/me/sign-ins/link", account::link_sign_in)
        .post("/me/sign-ins/unlink", account::unlink_sign_in)
        .get("/connect/:name", connected::connect_page)
        // The desk
        .get("/app", home::home)
        .get("/app/check-up", check_up::check_up)
        .get("/app/invite", invite::invite_page)
        .post("/app/invite", invite::invite_people)
        .get("/app/token-usage", token_usage::token_usage)
        .get("/guide", guide::guide)
        .get("/guide/:name", guide::guide_page)
        .get("/search", search::search)
        .get("/choices/:type", search::choices)
        .get("/come-to/:type/:field", search::come_to)
        .get("/try/callback", trial::try_callback)
        .get("/app/:type", pages::list_page)
        .post("/app/:type", pages::save_page)
        .get("/app/:type/new", pages::new_page)
        .post("/app/:type/new", pages::create_page)
        .get("/app/:type/:name", pages::form_page)
        .post("/app/:type/:name", pages::save_page)
        .get("/app/:type/:name/delete", deeds::ask_delete_page)
        .post("/app/:type/:name/delete", deeds::delete_page)
        .get("/app/:type/:name/try", trial::try_page)
        .post("/app/:type/:name/try", trial::try_begin)
        .get("/app/:type/:name/connect", connect::connect_page)
        .post("/app/:type/:name/connect", connect::connect_with_secret)
        .get("/app/:type/action/:action", deeds::ask_action_page)
        .post("/app/:type/action/:action", deeds::action_page)
        .get("/app/:type/:name/action/:action", deeds::ask_action_page)
        .post("/app/:type/:name/action/:action", deeds::action_page)
        // The provider
        .get("/oauth2/authorize", authorize::authorize)
        .post("/oauth2/authorize", authorize::authorize)
        .post("/oauth2/consent", consent::decide)
        .client_post("/oauth2/token", token::endpoint)
        .client_post("/oauth2/par", par::push)
        .client_post("/oauth2/device_authorization", device::begin)
        .get("/device", device_page::device_page)
        .post("/device", device_page::device_form)
        .post("/oauth2/register", register::register)
        .public_options("/oauth2/register")
        .get("/oauth2/register/:id", register::show)
        .put("/oauth2/register/:id", register::replace)
        .delete("/oauth2/register/:id", register::remove)
        .client_post("/oauth2/revoke", revoke::revoke)
        .client_post("/oauth2/introspect", introspect::introspect)
        .get("/oauth2/userinfo", userinfo::userinfo)
        .client_post("/oauth2/userinfo", userinfo::userinfo)
        .public_get("/oauth2/jwks", jwks::jwks)
        .public_get("/.well-known/openid-configuration", discovery::discovery)
        .public_get("/.well-known/oauth-authorization-server", discovery::discovery)
        .public_get("/.well-known/oauth-protected-resource", protected_resource::own)
        .public_get(
            "/.well-known/oauth-protected-resource/record/:name",
            protected_resource::recorded,
        )
        // Applications behind a proxy that asks here
        .get("/auth/forward", forward::forward)
        .get("/auth/forward/nginx", forward::nginx)
        .get("/auth/forward/nginx/own", forward::nginx_own)
        .any("/auth/forward/envoy/*rest", forward::envoy)
        .get("/auth/sign-in", forward::sign_in::sign_in)
        // The machine
        .get("/health", ready)
        .get("/health/ready", ready)
        .get("/health/live", live)
        .get("/.well-known/acme-challenge/:name", acme_challenge)
        .get("/brand/:name", brand::show)
        .get("/assets/:name", asset);
    ["/api", "/api/v1"].into_iter().fold(table, frappe::add)
}

/// GET `/health/live`: 200 while the process answers at all.
#[handler]
fn live() -> Response {
    answer::json(200, &json!({ "status": "ok" }))
}

/// GET `/health` and `/health/ready`: 200 when the server can do its work, else 503 with the reasons.
#[handler]
async fn ready(app: Data<&Arc<App>>) -> Response {
    let reasons = app.not_ready().await;
    let backup = app.db.read(crate::system::last_backup).ok().flatten();
    let backup = backup.map(|at| app.env.now() - at);
    match reasons.is_empty() {
        true => answer::json(200, &json!({ "status": "ok", "backup_age": backup })),
        false => answer::json(503, &json!({ "status": "not ready", "reasons": reasons })),
    }
}

/// GET `/.well-known/acme-challenge/<token>`: what a certificate authority looks for (RFC 8555 §8.3).
#[handler]
fn acme_challenge(call: Call, app: Data<&Arc<App>>) -> poem::Result<Response> {
    let challenges = app.certificates.as_ref().map(|certificates| certificates.challenges());
    let word = challenges.and_then(|challenges| challenges.word(call.part("name")));
    word.map(|word| answer::text(200, &word))
        .ok_or_else(|| StatusCode::NOT_FOUND.into())
}

/// GET `/assets/<name>`
#[handler]
fn asset(call: Call) -> poem::Result<Response> {
    let accepted = call.header("accept-encoding").unwrap_or_default();
    assets::answer(call.part("name"), accepted).ok_or_else(|| StatusCode::NOT_FOUND.into())
}

/// What the router itself refuses: no such page, wrong verb, too large, too slow.
fn explain(seen: &RequestContext, status: StatusCode) -> Response {
    let (title, text) = match status {
        StatusCode::NOT_FOUND => ("Not found", "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => (
            "Not like this",
            "This address does not take requests of this kind (method not allowed).",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => ("Too large", "The request is larger than one megabyte."),
        StatusCode::REQUEST_TIMEOUT => ("Too slow", "The request took longer than half a minute."),
        StatusCode::MISDIRECTED_REQUEST => (
            "Not this host",
            "This site is not known by the name that was asked for. Its operator sets its address with FRONTDESK_BASE_URL.",
        ),
        StatusCode::BAD_REQUEST => ("Not understood", "The request broke off before its end."),
        StatusCode::SERVICE_UNAVAILABLE => (
            "One moment please",
            "Too many long requests are being sent at once. Nothing was changed; try again in a moment.",
        ),
        _ => (
            "Something went wrong",
            "Something went wrong on our side. The reference leads to the cause in the log.",
        ),
    };
    let is_page = |accept: &HeaderValue| accept.as_bytes().starts_with(b"text");
    let is_program = !seen.accept.as_ref().is_some_and(is_page);
    if is_program && (seen.path.starts_with("/oauth2/") || seen.path.contains("/frappe.integrations.oauth2.")) {
        let body = json!({ "error": "invalid_request", "error_description": text });
        return answer::json(status.as_u16(), &body);
    }
    // At / it is Frappe's cmd that a program asks with.
    if is_program && (seen.path.starts_with("/api/") || seen.path == "/") {
        let error = match status {
            StatusCode::NOT_FOUND => Error::NotFound(text.into()),
            StatusCode::METHOD_NOT_ALLOWED => Error::Forbidden(text.into()),
            _ => Error::Internal(text.into()),
        };
        return answer::json(status.as_u16(), &api::body(&error));
    }
    answer::page(
        status.as_u16(),
        error_page(&Site::default(), title, &text.into(), &seen.reference, html! {}),
    )
}
