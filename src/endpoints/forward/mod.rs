//! Forward authentication: what proxies ask about each request ([`forward`], [`nginx`], [`envoy`]: each says in its own
//! way whose request it is), and the page here that people sign in by on their way ([`sign_in`]).
//!
//! Only trusted proxies are answered, and each is heard in the headers alone that it sets itself: what a client sends under
//! other names means nothing.

mod asked;
pub mod sign_in;
mod verdict;

pub use asked::{ARRIVAL, ENVOY};

use crate::base::{Error, Result, text};
use crate::server::{App, error_page};
use crate::web::{Call, Guarded};
use asked::Asked;
use poem::http::Uri;
use poem::web::{Data, RemoteAddr};
use poem::{Addr, Response, handler};
use std::net::IpAddr;
use std::sync::Arc;
use verdict::Verdict;

/// GET `/auth/forward`: Caddy's `forward_auth`, Traefik's `forwardAuth`.
#[handler]
pub async fn forward(app: Data<&Arc<App>>, call: Call, peer: &RemoteAddr) -> Response {
    decide(&app, &call, peer, Asked::by_forwarded_headers(&call)).await
}

/// GET `/auth/forward/nginx`: nginx's `auth_request`, which takes 401 alone for a sign-in.
#[handler]
pub async fn nginx(app: Data<&Arc<App>>, call: Call, peer: &RemoteAddr) -> Response {
    decide(&app, &call, peer, Asked::by_original_url(&call)).await
}

/// GET `/auth/forward/nginx/own`: what is ours at an application's host, answered as it is.
#[handler]
pub async fn nginx_own(app: Data<&Arc<App>>, call: Call, peer: &RemoteAddr) -> Response {
    let asked = Asked::by_original_url(&call).map(|asked| Asked {
        by_status: false,
        is_ours: true,
        ..asked
    });
    decide(&app, &call, peer, asked).await
}

/// ANY `/auth/forward/envoy/…`: Envoy's `ext_authz` by HTTP, with the request's own verb, host and path.
#[handler]
pub async fn envoy(app: Data<&Arc<App>>, call: Call, peer: &RemoteAddr, uri: &Uri) -> Response {
    decide(&app, &call, peer, Asked::by_itself(&call, uri)).await
}
impl Guarded for envoy {}

async fn decide(app: &App, call: &Call, peer: &RemoteAddr, asked: Result<Asked>) -> Response {
    let answered = match trusted(app, call, peer).and(asked) {
        Ok(asked) => answer(app, call, &asked).await,
        Err(error) => Err(error),
    };
    answered.unwrap_or_else(|error| error_page(app, call, &error))
}

async fn answer(app: &App, call: &Call, asked: &Asked) -> Result<Response> {
    Verdict::on(app, call, asked)?.answer(app, call, asked).await
}

/// A client that asks by itself could say whatever it likes of where it wants to go.
fn trusted(app: &App, call: &Call, peer: &RemoteAddr) -> Result<()> {
    // What comes by the site's own address, by way of the proxy in front of it, was asked by somebody else.
    let own = app.env.base_url.strip_prefix("https://");
    if own.is_some_and(|own| call.header("host").is_some_and(|host| host.eq_ignore_ascii_case(own))) {
        return Err(Error::NotFound("There is nothing at this address.".into()));
    }
    let address = match &peer.0 {
        Addr::SocketAddr(address) => Some(address.ip().to_canonical()),
        _ => None,
    };
    let is_trusted = |address: IpAddr| {
        app.config
            .trusted_proxies
            .iter()
            .any(|network| network.contains(address))
    };
    match address {
        Some(address) if is_trusted(address) => Ok(()),
        _ => Err(Error::Forbidden(text!(
            "Only proxies ask here, and { $address } is none that this site trusts: name it in FRONTDESK_TRUSTED_PROXIES.",
            address = address.map_or_else(String::new, |address| address.to_string())
        ))),
    }
}
