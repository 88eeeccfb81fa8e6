//! Passing requests on: `/api/connect/<app>/<path>` is the app's API with the user's token added.
//! Programs never see the token. Off unless it is switched on; only addresses below the app's API
//! Base URL are called.

mod headers;

use crate::base::clock::MINUTE;
use crate::base::{Error, Result, text};
use crate::connected::apps::ConnectedApp;
use crate::connected::refresh;
use crate::connected::token_use::{MARGIN, Whose, handed_out, usable};
use crate::connected::tokens::{self, Held};
use crate::outbound::{Request as OutboundRequest, WithDeadline};
use crate::server::App;
use crate::server::api;
use crate::server::caller;
use crate::users::{Actor, Door};
use crate::web::{Call, Guarded};
use http_body_util::{BodyExt, Limited};
use poem::http::{Method, StatusCode};
use poem::web::Data;
use poem::{Body, FromRequest, Request, Response, handler};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// The longest body, either way, in bytes.
const MAX_BODY: usize = 32 * 1024 * 1024;
/// How long the head of an answer may take.
const HEAD: Duration = Duration::from_secs(25);
/// How long a whole answer may take.
const WHOLE: Duration = Duration::from_secs(300);

/// The header that says whose token is used: an email, or `service`.
const USER: &str = "x-frontdesk-user";

/// Any method on `/api/connect/<app>/<path>`.
#[handler]
pub async fn pass(app: Data<&Arc<App>>, request: &Request, body: Body) -> Response {
    let mut none = poem::RequestBody::default();
    let call = match Call::from_request(request, &mut none).await {
        Ok(call) => call,
        Err(error) => return error.into_response(),
    };
    let path = request.original_uri();
    match run(&app, &call, path.path(), path.query(), body).await {
        Ok(response) => response,
        Err(error) => api::error(&app, &call, &error),
    }
}

/// A session is refused: programs call it, with a token or key.
impl Guarded for pass {}

async fn run(app: &App, call: &Call, path: &str, query: Option<&str>, body: Body) -> Result<Response> {
    let actor = caller::actor(app, call).await?;
    if matches!(actor.door, Door::Session(_) | Door::Guest) {
        return Err(Error::Unauthenticated(
            "Requests are passed on for programs: send an Authorization header.".into(),
        ));
    }
    if matches!(call.method, Method::TRACE | Method::CONNECT) {
        return Err(Error::Forbidden(text!(
            "{ $method } is not passed on.",
            method = call.method.as_str()
        )));
    }
    let asked = call.header(USER).map(str::trim).filter(|user| !user.is_empty());
    let whose = match asked {
        Some("service") => Whose::Service,
        user => Whose::asked(&actor, user, false)?,
    };
    let connected = usable(&app.world(), &app.caller(&actor), call.part("name"), &whose)?;
    let address = address(&connected, path, query)?;
    let length = call
        .header("content-length")
        .and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > MAX_BODY) {
        return Err(Error::invalid("", "The request is longer than 32 MiB."));
    }
    let has_body = length.is_some_and(|length| length > 0) || call.headers.contains_key("transfer-encoding");
    let body = has_body.then_some((body, length));
    let held = refresh::active(&app.world(), &connected, whose.user(), MARGIN).await?;
    note_use(app, &actor, &held).await?;
    let is_repeatable = body.is_none();
    let mut response = send(app, call, &connected, &held, &address, body).await?;
    if response.status() == reqwest::StatusCode::UNAUTHORIZED {
        // The service does not take the token any more: the next one is fetched, and what can be
        // asked again is.
        if let Some(renewed) = refresh::refused(&app.world(), &held).await
            && is_repeatable
        {
            response = send(app, call, &connected, &renewed, &address, None).await?;
        }
    }
    answer(app, &connected, &address, response)
}

/// A body, and its length if it is known.
type Sent = (Body, Option<usize>);

async fn send(
    app: &App,
    call: &Call,
    connected: &ConnectedApp,
    held: &Held,
    address: &Url,
    body: Option<Sent>,
) -> Result<reqwest::Response> {
    let to_service = OutboundRequest::new(call.method.clone(), address.as_str());
    let headers = headers::sent(connected, held, &call.headers)?;
    let opened = app.outbound.stream(&to_service, HEAD, |request| {
        let request = request.headers(headers);
        let Some((body, length)) = body else {
            return request;
        };
        let body: http_body_util::combinators::BoxBody<_, _> = body.into();
        let request = request.body(reqwest::Body::wrap(Limited::new(body, MAX_BODY)));
        match length {
            Some(length) => request.header("content-length", length),
            None => request,
        }
    });
    opened.await.map_err(Error::from)
}

/// The address below the app's API Base URL. Whatever leads out of it is refused.
fn address(app: &ConnectedApp, path: &str, query: Option<&str>) -> Result<Url> {
    let base = app.api_base_url.as_deref().filter(|_| app.pass_through);
    let base = base.ok_or_else(|| {
        Error::Forbidden(text!(
            "Requests to { $provider } are not passed on: Pass Requests On is off on the Connected App.",
            provider = &app.provider_name
        ))
    })?;
    let base = Url::parse(base).map_err(|error| Error::Internal(error.to_string()))?;
    let mark = format!("/connect/{}", app.name);
    let refused = || Error::invalid("", "The path leads out of the API Base URL of the Connected App.");
    // Written otherwise than the name is: where the path begins cannot be told.
    let (_, rest) = path.split_once(&mark).ok_or_else(refused)?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let lower = rest.to_ascii_lowercase();
    let is_odd = rest.starts_with('/') || rest.contains('\\') || lower.contains("%2e") || lower.contains("%5c");
    let mut url = Url::parse(&format!("{base}{rest}")).map_err(|_| refused())?;
    url.set_query(query);
    let is_below = url.origin() == base.origin() && url.path().starts_with(base.path()) && !rest.contains("..");
    match is_below && !is_odd {
        true => Ok(url),
        false => Err(refused()),
    }
}

/// The other side's answer as it comes; it can do nothing in a browser at this site.
fn answer(app: &App, connected: &ConnectedApp, asked: &Url, response: reqwest::Response) -> Result<Response> {
    if response.content_length().is_some_and(|length| length > MAX_BODY as u64) {
        return Err(Error::Upstream("The answer is longer than 32 MiB.".into()));
    }
    let status = response.status();
    let headers = headers::passed_back(connected, &app.env.base_url, asked, response.headers());
    let body: reqwest::Body = response.into();
    let body = WithDeadline::new(Limited::new(body, MAX_BODY), WHOLE);
    let mut answer = Response::builder()
        .status(StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::BAD_GATEWAY))
        .body(Body::from(body.boxed()));
    *answer.headers_mut() = headers;
    Ok(answer)
}

/// Notes the use: that of somebody else's token in the Activity Log, for each caller once a minute.
/// Without the entry it is not used. That of one's own is bookkeeping.
async fn note_use(app: &App, actor: &Actor, held: &Held) -> Result<()> {
    let now = app.env.now();
    let is_own = held.user.as_deref() == Some(actor.name());
    if !is_own && app.passed.is_due(&format!("{} {}", actor.name(), held.name), now) {
        return handed_out(&app.world(), actor, held, "used for").await;
    }
    if held.last_used_at.is_none_or(|at| now - at >= MINUTE) {
        let name = held.name.clone();
        if let Err(error) = app.db.write(move |db| tokens::used(db, &name, now)).await {
            tracing::warn!(%error, "the use of a connection was not noted");
        }
    }
    Ok(())
}
