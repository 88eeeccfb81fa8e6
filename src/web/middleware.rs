//! Around every request: a reference, the client's address, the security headers, the log.

use super::address;
use super::arrivals::{Arrivals, Door};
use super::body::BodyRoom;
use super::call::Origin;
use super::folding::fold;
use super::listen::tls::{Certificates, challenges::FOLDER};
use super::measure::{Requests, Route};
use super::{answer, csp, host, problem};
use crate::base::clock::Stopwatch;
use crate::base::random::{self, InAdvance};
use crate::base::{Env, Network};
use poem::http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use poem::http::uri::Scheme;
use poem::http::{HeaderName, HeaderValue, Method, StatusCode};
use poem::web::RemoteAddr;
use poem::{Addr, Endpoint, IntoResponse, Middleware, Request, Response};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// How long one request may take altogether.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Turns an error of the router (no such page, wrong verb, body too large) into an answer.
pub type Explain = fn(&RequestContext, StatusCode) -> Response;

/// What an explanation looks at.
pub struct RequestContext {
    pub path: String,
    pub accept: Option<HeaderValue>,
    pub reference: String,
}

/// The middleware.
pub struct RequestMiddleware {
    pub env: Env,
    pub room: BodyRoom,
    pub trusted_proxies: Arc<[Network]>,
    pub explain: Explain,
    pub requests: Requests,
    /// How requests arrive.
    pub arrivals: Arrivals,
    /// What https is spoken with here, if it is: what comes by plain http is led there.
    pub certificates: Option<Arc<Certificates>>,
}

/// The middleware around an endpoint.
pub struct RequestEndpoint<E> {
    env: Env,
    room: BodyRoom,
    trusted_proxies: Arc<[Network]>,
    explain: Explain,
    requests: Requests,
    arrivals: Arrivals,
    certificates: Option<Arc<Certificates>>,
    /// What the references of requests are made of.
    references: InAdvance,
    inner: E,
}

impl<E: Endpoint> Middleware<E> for RequestMiddleware {
    type Output = RequestEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        RequestEndpoint {
            env: self.env.clone(),
            room: self.room.clone(),
            trusted_proxies: Arc::clone(&self.trusted_proxies),
            explain: self.explain,
            requests: self.requests.clone(),
            arrivals: self.arrivals.clone(),
            certificates: self.certificates.clone(),
            references: InAdvance::from(Arc::clone(&self.env.random)),
            inner,
        }
    }
}

impl<E: Endpoint> Endpoint for RequestEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let watch = Stopwatch::start();
        let reference = random::name(&self.references, 10);
        let origin = Origin {
            reference: reference.clone(),
            address: address::client(
                peer(request.remote_addr()),
                forwarded_for(&request).as_deref(),
                &self.trusted_proxies,
            ),
        };
        let seen = RequestContext {
            path: request.uri().path().to_owned(),
            accept: request.headers().get(ACCEPT).cloned(),
            reference: reference.clone(),
        };
        let (method, address) = (request.method().clone(), origin.address);
        let accepted = request.headers().get(ACCEPT_ENCODING).cloned();
        if !is_the_machines(request.uri().path()) {
            let door = Door {
                base_url: &self.env.base_url,
                trusted: &self.trusted_proxies,
                speaks_tls: self.certificates.is_some(),
            };
            self.arrivals.look(&door, peer(request.remote_addr()), &request);
        }
        request.extensions_mut().insert(origin);
        request.extensions_mut().insert(self.room.clone());
        let clear = self.certificates.as_ref().filter(|_| *request.scheme() == Scheme::HTTP);
        let answered = match (
            refused(&self.env, &request),
            clear.and_then(|certificates| elsewhere(&self.env, &request, certificates)),
        ) {
            (Some(status), _) => Err(status.into()),
            (None, Some(response)) => Ok(response),
            (None, None) => tokio::time::timeout(TIMEOUT, self.inner.call(request))
                .await
                .unwrap_or_else(|_| Err(StatusCode::REQUEST_TIMEOUT.into()))
                .map(IntoResponse::into_response),
        };
        let mut route = None;
        let mut response = match answered {
            Ok(response) => response,
            Err(error) => {
                route = error.data::<Route>().cloned();
                (self.explain)(&seen, error.status())
            }
        };
        let route = response.extensions_mut().remove::<Route>().or(route);
        let status = response.status().as_u16();
        self.requests.count(&method, route.as_ref(), status, watch.elapsed());
        let padding = reference.as_bytes().last().copied().unwrap_or_default();
        fold(&method, accepted.as_ref(), padding, &mut response).await;
        finish(&self.env, &method, &reference, &mut response);
        if clear.is_some() || seen.path.starts_with("/auth/forward") {
            // RFC 6797 §7.2: said over https alone. Of another host than ours nothing is said.
            response.headers_mut().remove(STRICT_TRANSPORT_SECURITY);
        }
        tracing::info!(
            reference,
            %method,
            path = seen.path,
            status,
            ms = watch.elapsed_ms(),
            %address,
            "request"
        );
        Ok(response)
    }
}

/// What no handler needs to see. A path with two slashes in front is the address of another host wherever it is
/// repeated (T07). What machines ask is
/// asked by whatever name the machine has.
fn refused(env: &Env, request: &Request) -> Option<StatusCode> {
    let path = request.uri().path();
    if path.starts_with("//") {
        return Some(StatusCode::NOT_FOUND);
    }
    let is_ours = is_the_machines(path) || host::is_ours(env, request);
    (!is_ours).then_some(StatusCode::MISDIRECTED_REQUEST)
}

/// What comes by plain http where https is spoken: pages are led there, anything else is refused, for it was sent in the
/// clear. Whether the server is well may be asked either way, by a supervisor on the machine.
fn elsewhere(env: &Env, request: &Request, certificates: &Certificates) -> Option<Response> {
    let path = request.uri().path();
    if is_the_machines(path) {
        return None;
    }
    let has_secret = path.starts_with("/api/")
        || [AUTHORIZATION, COOKIE]
            .iter()
            .any(|name| request.headers().contains_key(name));
    let rest = request.uri().path_and_query().map_or("/", |rest| rest.as_str());
    Some(match *request.method() {
        Method::GET | Method::HEAD if !has_secret && certificates.state().shown.is_none() => answer::text(
            503,
            "This site has no certificate yet, so there is no https to lead you to. Whoever runs it finds the reason in the server's log.\n",
        ),
        Method::GET | Method::HEAD if !has_secret => {
            let mut response = answer::text(308, "This site is reached by https.\n");
            answer::set(&mut response, "location", &env.url(rest));
            response
        }
        _ => {
            let said = format!(
                "This site is reached by https alone: {}. What was sent here went in the clear.\n",
                env.base_url
            );
            answer::text(403, &said)
        }
    })
}

/// Whether an address is for machines that come by whatever name and in the clear: is the server well, and whose is the host?
fn is_the_machines(path: &str) -> bool {
    path == "/health"
        || ["/health/", FOLDER, "/auth/forward"]
            .iter()
            .any(|folder| path.starts_with(folder))
}

/// Every line of the header, as one list: a proxy may add a line of its own.
fn forwarded_for(request: &Request) -> Option<String> {
    let lines = request.headers().get_all("x-forwarded-for").iter();
    let lines: Vec<&str> = lines.filter_map(|line| line.to_str().ok()).collect();
    (!lines.is_empty()).then(|| lines.join(","))
}

fn peer(remote: &RemoteAddr) -> IpAddr {
    match &remote.0 {
        Addr::SocketAddr(address) => address.ip(),
        _ => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    }
}

/// Headers that every answer carries, unless the handler said otherwise.
fn finish(env: &Env, method: &Method, reference: &str, response: &mut Response) {
    response.headers_mut().reserve(12);
    answer::set(response, "x-request-id", reference);
    let headers = response.headers_mut();
    for (name, value) in defaults() {
        if !headers.contains_key(name) {
            headers.insert(name, value.clone());
        }
    }
    if env.is_https() && !headers.contains_key(STRICT_TRANSPORT_SECURITY) {
        let a_year = HeaderValue::from_static("max-age=31536000");
        headers.insert(STRICT_TRANSPORT_SECURITY, a_year);
    }
    if response.status() == StatusCode::SERVICE_UNAVAILABLE && !response.headers().contains_key("retry-after") {
        answer::set_retry_after(response, Some(problem::SOON));
    }
    if method == Method::HEAD {
        response.set_body(());
    }
}

fn defaults() -> &'static [(HeaderName, HeaderValue)] {
    static DEFAULTS: OnceLock<Vec<(HeaderName, HeaderValue)>> = OnceLock::new();
    DEFAULTS.get_or_init(|| {
        let text = HeaderValue::from_static;
        let mut defaults = vec![
            (X_FRAME_OPTIONS, text("DENY")),
            (X_CONTENT_TYPE_OPTIONS, text("nosniff")),
            (REFERRER_POLICY, text("no-referrer")),
            (
                HeaderName::from_static("permissions-policy"),
                text("camera=(), geolocation=(), microphone=(), payment=()"),
            ),
            (CACHE_CONTROL, text("no-store")),
        ];
        let policy = HeaderValue::from_str(&csp::strict()).ok();
        defaults.extend(policy.map(|policy| (CONTENT_SECURITY_POLICY, policy)));
        defaults
    })
}
