//! Every route of the program.

use crate::account;
use crate::base::Error;
use crate::desk::{check_up, home, pages, search, token_usage, trial};
use crate::endpoints::connected::{callback as connected_back, connect, pass_through};
use crate::endpoints::oauth::{authorize, consent, cors, discovery, introspect, jwks, revoke, token, userinfo};
use crate::endpoints::social::{callback as back, sign_in as social};
use crate::frappe::{client, connected_app as connected, methods, openapi, resource, session};
use crate::login::{link, setup, sign_in, sign_out};
use crate::server::App;
use crate::server::api;
use crate::social::{CALLBACKS, NAMED_CALLBACKS, own_callbacks};
use crate::ui::error_page;
use crate::web::call::Call;
use crate::web::middleware::{RequestContext, RequestMiddleware};
use crate::web::{Guarded, answer, assets};
use maud::html;
use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem::http::StatusCode;
use poem::middleware::{CatchPanic, NormalizePath, TrailingSlash};
use poem::web::Data;
use poem::{Endpoint, EndpointExt, IntoEndpoint, Response, Route, RouteMethod, handler};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The program as one endpoint.
pub fn routes(app: &Arc<App>) -> impl Endpoint<Output = Response> + 'static {
    let around = RequestMiddleware {
        env: app.env.clone(),
        trusted_proxies: app.config.trusted_proxies.clone().into(),
        explain,
    };
    table()
        .into_route()
        .with(CatchPanic::new())
        // As in Frappe a slash at the end makes no difference.
        .with(NormalizePath::new(TrailingSlash::Trim))
        .with(around)
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
        .get("/login/with/:name", social::login_with)
        .get("/logout", sign_out::sign_out)
        .post("/logout", sign_out::sign_out)
        // My account
        .get("/me", account::home_page)
        .get("/me/profile", account::profile_page)
        .post("/me/profile", account::save_profile)
        .get("/me/password", account::password_page)
        .post("/me/password", account::change_password)
        .get("/me/sessions", account::sessions_page)
        .post("/me/sessions/end", account::end_sessions)
        .get("/me/apps", account::my_apps)
        .post("/me/apps/revoke", account::revoke_app)
        .get("/me/keys", account::key_page)
        .post("/me/keys", account::make_key)
        .post("/me/keys/revoke", account::revoke_key)
        .get("/me/connections", account::connections_page)
        .post("/me/connections/disconnect", account::disconnect)
        .post("/me/connections/refresh", account::refresh)
        .get("/me/sign-ins", account::sign_ins_page)
        .post("/me/sign-ins/link", account::link_sign_in)
        .post("/me/sign-ins/unlink", account::unlink_sign_in)
        .get("/connect/:name", connect::connect_page)
        // The desk
        .get("/app", home::home)
        .get("/app/check-up", check_up::check_up)
        .get("/app/token-usage", token_usage::token_usage)
        .get("/search", search::search)
        .get("/choices/:type", search::choices)
        .get("/try/callback", trial::try_callback)
        .get("/app/:type", pages::list_page)
        .post("/app/:type", pages::save_page)
        .get("/app/:type/new", pages::new_page)
        .post("/app/:type/new", pages::create_page)
        .get("/app/:type/:name", pages::form_page)
        .post("/app/:type/:name", pages::save_page)
        .get("/app/:type/:name/delete", pages::ask_delete_page)
        .post("/app/:type/:name/delete", pages::delete_page)
        .get("/app/:type/:name/try", trial::try_page)
        .post("/app/:type/:name/try", trial::try_begin)
        .get("/app/:type/:name/connect", trial::connect_page)
        .post("/app/:type/action/:action", pages::action_page)
        .post("/app/:type/:name/action/:action", pages::action_page)
        // The provider
        .get("/oauth2/authorize", authorize::authorize)
        .post("/oauth2/authorize", authorize::authorize)
        .post("/oauth2/consent", consent::decide)
        .client_post("/oauth2/token", token::endpoint)
        .client_post("/oauth2/revoke", revoke::revoke)
        .client_post("/oauth2/introspect", introspect::introspect)
        .get("/oauth2/userinfo", userinfo::userinfo)
        .client_post("/oauth2/userinfo", userinfo::userinfo)
        .get("/oauth2/jwks", jwks::jwks)
        .get("/.well-known/openid-configuration", discovery::discovery)
        .get("/.well-known/oauth-authorization-server", discovery::discovery)
        // The machine
        .get("/health", health)
        .get("/assets/:name", asset);
    ["/api", "/api/v1"].into_iter().fold(table, frappe)
}

/// What a Frappe site answers to, under `/api` and `/api/v1`.
fn frappe(table: Table, base: &str) -> Table {
    let method = |name: &str| format!("{base}/method/{name}");
    let oauth = |name: &str| format!("{base}/method/frappe.integrations.oauth2.{name}");
    let client = |name: &str| format!("{base}/method/frappe.client.{name}");
    let mut table = table
        .get(oauth("authorize"), authorize::authorize)
        .post(oauth("authorize"), authorize::authorize)
        .post(oauth("approve"), consent::approve)
        .client_post(oauth("get_token"), token::endpoint)
        .client_post(oauth("revoke_token"), revoke::revoke)
        .client_post(oauth("introspect_token"), introspect::introspect)
        .get(oauth("openid_profile"), userinfo::userinfo)
        .client_post(oauth("openid_profile"), userinfo::userinfo)
        .get(oauth("openid_configuration"), discovery::discovery)
        .post(method("login"), session::log_in)
        .get(method("logout"), session::log_out)
        .post(method("logout"), session::log_out)
        .post(
            method("frappe.core.doctype.user.user.generate_keys"),
            methods::generate_keys,
        )
        .post(method("run_doc_method"), methods::run_doc_method)
        .post(client("insert"), client::insert)
        .post(client("set_value"), client::set_value)
        .post(client("save"), client::save)
        .post(client("delete"), client::delete)
        .get(
            method("frappe.integrations.doctype.connected_app.connected_app.callback/:name"),
            connected_back::callback,
        )
        .any(format!("{base}/connect/:name"), pass_through::pass)
        .any(format!("{base}/connect/:name/*path"), pass_through::pass)
        .get(format!("{base}/openapi.json"), openapi::document)
        .get(format!("{base}/resource/:type"), resource::list)
        .post(format!("{base}/resource/:type"), resource::create)
        .get(format!("{base}/resource/:type/:name"), resource::read)
        .put(format!("{base}/resource/:type/:name"), resource::update)
        .post(format!("{base}/resource/:type/:name"), resource::run_method)
        .delete(format!("{base}/resource/:type/:name"), resource::delete);
    let named = NAMED_CALLBACKS.iter().map(|name| format!("{CALLBACKS}{name}/:name"));
    for name in own_callbacks().chain(named) {
        table = table.get(method(&name), back::callback);
    }
    // What only reads takes GET and POST, as in Frappe.
    for name in ["ping", "frappe.ping"] {
        table = table.get(method(name), methods::ping).post(method(name), methods::ping);
    }
    let logged_user = method("frappe.auth.get_logged_user");
    table = table
        .get(&logged_user, methods::get_logged_user)
        .post(&logged_user, methods::get_logged_user)
        .get(client("get_list"), client::get_list)
        .post(client("get_list"), client::get_list)
        .get(client("get"), client::get)
        .post(client("get"), client::get)
        .get(client("get_value"), client::get_value)
        .post(client("get_value"), client::get_value)
        .get(client("get_count"), client::get_count)
        .post(client("get_count"), client::get_count);
    let has_token = method("frappe.integrations.doctype.connected_app.connected_app.has_token");
    let active_token = method("frontdesk.connected_app.get_active_token");
    table
        .get(&has_token, connected::has_token)
        .post(&has_token, connected::has_token)
        .get(&active_token, connected::get_active_token)
        .post(&active_token, connected::get_active_token)
        .get(method(":method"), methods::unknown)
        .post(method(":method"), methods::unknown)
}

/// Routes as they are added: by path, with the verbs that each takes.
#[derive(Default)]
pub struct Table {
    by_path: BTreeMap<String, RouteMethod>,
    /// What takes any verb.
    any: Vec<(String, BoxEndpoint<'static>)>,
    /// Every verb and path.
    pub listed: Vec<(Method, String)>,
}

impl Table {
    fn add(mut self, verb: Method, path: impl Into<String>, with: impl FnOnce(RouteMethod) -> RouteMethod) -> Self {
        let path = path.into();
        let known = self.by_path.remove(&path).unwrap_or_default();
        self.by_path.insert(path.clone(), with(known));
        self.listed.push((verb, path));
        self
    }

    fn get(self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static>) -> Self {
        self.add(Method::GET, path, |methods| methods.get(endpoint))
    }

    fn post(self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded) -> Self {
        self.add(Method::POST, path, |methods| methods.post(endpoint))
    }

    fn put(self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded) -> Self {
        self.add(Method::PUT, path, |methods| methods.put(endpoint))
    }

    fn delete(self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded) -> Self {
        self.add(Method::DELETE, path, |methods| methods.delete(endpoint))
    }

    /// What apps call, maybe from a page of theirs: POST, and the browser's question before it.
    fn client_post(self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded) -> Self {
        let path = path.into();
        self.post(&path, endpoint)
            .add(Method::OPTIONS, path, |methods| methods.options(cors::preflight))
    }

    /// What is passed on with whatever verb it came.
    fn any(mut self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded) -> Self {
        let path = path.into();
        let endpoint = endpoint.into_endpoint().map_to_response().boxed();
        self.any.push((path.clone(), endpoint));
        for verb in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            self.listed.push((verb, path.clone()));
        }
        self
    }

    fn into_route(self) -> Route {
        let add = |route: Route, (path, methods)| route.at(path, methods);
        let route = self.by_path.into_iter().fold(Route::new(), add);
        let add = |route: Route, (path, endpoint)| route.at(path, endpoint);
        self.any.into_iter().fold(route, add)
    }
}

/// GET `/health`: 200 once everything is there, 503 while the first keys are being made.
#[handler]
fn health(app: Data<&Arc<App>>) -> Response {
    let storage = app.db.read(crate::system::app_name);
    match (app.keys.are_ready(), storage) {
        (true, Ok(_)) => answer::json(200, &json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })),
        (false, Ok(_)) => answer::json(503, &json!({ "status": "starting" })),
        (_, Err(_)) => answer::json(503, &json!({ "status": "the database does not answer" })),
    }
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
        return answer::json(status.as_u16(), &api::body(&error));
    }
    answer::page(
        status.as_u16(),
        error_page("Frontdesk", title, text, &seen.reference, html! {}),
    )
}
