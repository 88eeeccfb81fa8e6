//! Passing requests on: `/api/connect/<app>/<path>` is the app's API with the user's token added.
//! Programs never see the token. Off unless it is switched on; only addresses below the app's API
//! Base URL are called.

use super::apps::ConnectedApp;
use super::methods::{MARGIN, Whose, usable};
use super::refresh;
use super::tokens::{Held, store};
use crate::app::App;
use crate::base::{Error, Result};
use crate::frappe::shape;
use crate::login::caller;
use crate::outbound::{Question, Timed};
use crate::users::Door;
use crate::web::Call;
use http_body_util::{BodyExt, Limited};
use poem::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use poem::web::Data;
use poem::{Body, FromRequest, Request, Response, handler};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// The longest body, either way, in bytes.
const LONGEST: usize = 32 * 1024 * 1024;
/// How long the head of an answer may take.
const HEAD: Duration = Duration::from_secs(25);
/// How long a whole answer may take.
const WHOLE: Duration = Duration::from_secs(300);

/// The header that says whose token is used: an email, or `service`.
const USER: &str = "x-frontdesk-user";

/// Headers that are about one connection (RFC 9110 §7.6.1), or that are ours and nobody else's.
const NOT_SENT: &[&str] = &[
    "authorization",
    "connection",
    "content-length",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "origin",
    "proxy-authorization",
    "proxy-connection",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-frappe-csrf-token",
    "x-real-ip",
];
const NOT_SENT_PREFIXES: &[&str] = &["sec-", "x-forwarded-", "x-frontdesk-", "proxy-"];

/// Headers that would act on this site, or on the connection to it.
const NOT_PASSED_BACK: &[&str] = &[
    "alt-svc",
    "clear-site-data",
    "connection",
    "keep-alive",
    "nel",
    "proxy-authenticate",
    "proxy-connection",
    "refresh",
    "report-to",
    "reporting-endpoints",
    "service-worker-allowed",
    "set-cookie",
    "set-cookie2",
    "sourcemap",
    "strict-transport-security",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "www-authenticate",
    "x-frame-options",
    "x-request-id",
];
const NOT_PASSED_BACK_PREFIXES: &[&str] = &[
    "access-control-",
    "content-security-policy",
    "cross-origin-",
    "permissions-policy",
    "x-accel-",
    "x-sendfile",
];

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
        Err(error) => shape::error(&app, &call, &error),
    }
}

async fn run(app: &App, call: &Call, path: &str, query: Option<&str>, body: Body) -> Result<Response> {
    let actor = caller::actor(app, call).await?;
    if matches!(actor.door, Door::Session(_) | Door::Guest) {
        return Err(Error::Unauthenticated(
            "Requests are passed on for programs: send an Authorization header.".into(),
        ));
    }
    let asked = call.header(USER).map(str::trim).filter(|user| !user.is_empty());
    let whose = match asked {
        Some("service") => Whose::Service,
        user => Whose::asked(&actor, user, false)?,
    };
    let (connected, whose) = usable(app, &actor, call.part("name"), whose)?;
    let address = address(&connected, path, query)?;
    let held = refresh::active(&app.world(), &connected, whose.user(), MARGIN).await?;
    note_use(app, &held).await;
    let question = Question::to(call.method.clone(), address.as_str());
    let headers = sent_headers(&connected, &held, &call.headers)?;
    let length = call
        .header("content-length")
        .and_then(|length| length.parse::<usize>().ok());
    if length.is_some_and(|length| length > LONGEST) {
        return Err(Error::invalid("", "The request is longer than 32 MiB."));
    }
    let has_body = length.is_some_and(|length| length > 0) || call.headers.contains_key("transfer-encoding");
    let opened = app.outbound.open(&question, HEAD, |request| {
        let mut request = request.headers(headers);
        if let Some(length) = length.filter(|length| *length > 0) {
            request = request.header("content-length", length);
        }
        match has_body {
            true => {
                let body: http_body_util::combinators::BoxBody<_, _> = body.into();
                request.body(reqwest::Body::wrap(Limited::new(body, LONGEST)))
            }
            false => request,
        }
    });
    answer(opened.await.map_err(Error::from)?)
}

/// The address below the app's API Base URL. Whatever leads out of it is refused.
fn address(app: &ConnectedApp, path: &str, query: Option<&str>) -> Result<Url> {
    let base = app.api_base_url.as_deref().filter(|_| app.pass_through);
    let base = base.ok_or_else(|| {
        Error::Forbidden(format!(
            "Requests to {} are not passed on: Pass Requests On is off on the Connected App.",
            app.provider_name
        ))
    })?;
    let base = Url::parse(base).map_err(|error| Error::Internal(error.to_string()))?;
    let mark = format!("/connect/{}", app.name);
    let rest = path.split_once(&mark).map(|(_, rest)| rest).unwrap_or_default();
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let refused = || Error::invalid("", "The path leads out of the API Base URL of the Connected App.");
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

/// What goes to the other side: nothing of ours, and the token.
fn sent_headers(app: &ConnectedApp, held: &Held, own: &HeaderMap) -> Result<HeaderMap> {
    let mut headers = without(own, NOT_SENT, NOT_SENT_PREFIXES);
    let (name, value) = match app.api_token_header.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => (name.to_ascii_lowercase(), held.access_token.reveal().to_owned()),
        None => (
            "authorization".to_owned(),
            format!("Bearer {}", held.access_token.reveal()),
        ),
    };
    let unusable = |_| {
        Error::Upstream(format!(
            "The token of {} cannot be sent in a header.",
            app.provider_name
        ))
    };
    let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| Error::Internal(error.to_string()))?;
    let mut value = HeaderValue::from_str(&value).map_err(unusable)?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(headers)
}

/// The headers without these, and without those that `Connection` names.
fn without(own: &HeaderMap, names: &[&str], prefixes: &[&str]) -> HeaderMap {
    let named: Vec<String> = own
        .get_all("connection")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let is_left_out = |name: &str| {
        names.contains(&name)
            || prefixes.iter().any(|prefix| name.starts_with(prefix))
            || named.iter().any(|own| own == name)
    };
    let mut kept = HeaderMap::new();
    for (name, value) in own.iter().filter(|(name, _)| !is_left_out(name.as_str())) {
        kept.append(name.clone(), value.clone());
    }
    kept
}

/// The other side's answer as it comes; it can do nothing in a browser at this site.
fn answer(response: reqwest::Response) -> Result<Response> {
    if response.content_length().is_some_and(|length| length > LONGEST as u64) {
        return Err(Error::Upstream("The answer is longer than 32 MiB.".into()));
    }
    let status = response.status();
    let mut headers = without(response.headers(), NOT_PASSED_BACK, NOT_PASSED_BACK_PREFIXES);
    headers.insert(
        "content-security-policy",
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    let body: reqwest::Body = response.into();
    let body = Timed::new(Limited::new(body, LONGEST), WHOLE);
    let mut answer = Response::builder()
        .status(StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::BAD_GATEWAY))
        .body(Body::from(body.boxed()));
    *answer.headers_mut() = headers;
    Ok(answer)
}

/// Notes the use, at most once a minute. When it fails, the token is as good as before.
async fn note_use(app: &App, held: &Held) {
    let now = app.env.now();
    if held.last_used_at.is_some_and(|at| now - at < 60) {
        return;
    }
    let name = held.name.clone();
    if let Err(error) = app.db.write(move |db| store::used(db, &name, now)).await {
        tracing::warn!(%error, "the use of a connection was not noted");
    }
}
