//! Connections: how many there may be, and how long each may keep us waiting (A76, T03). hyper speaks HTTP/1 and HTTP/2
//! on them; what it does not limit is watched here, by what comes and goes on the socket ([`pulse`]): half a head, half
//! a preface, a header block without end, a reader that does not read.

mod places;
mod proxied;
mod pulse;
mod register;
pub mod tls;

use crate::base::Network;
use http_body_util::{Either, Full};
use hyper::body::Bytes;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use poem::endpoint::{DynEndpoint, ToDynEndpoint};
use poem::http::uri::Scheme;
use poem::http::{HeaderValue, StatusCode, Version};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Endpoint, Response};
use pulse::{Paced, Watched};
use register::{Connection, Register};
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// How often every connection is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// The most that a request's head may have, in bytes: beyond it the answer is 431.
const MAX_HEAD_LENGTH: usize = 32 << 10;
/// How many requests one HTTP/2 connection may have at once, and how many it may take back before it is ended
/// (CVE-2023-44487: rapid reset).
const MAX_STREAMS: u32 = 100;
const MAX_RESETS: usize = 20;
/// How much of bodies an HTTP/2 connection may send ahead, in bytes: each of them, and all together.
const WINDOWS: (u32, u32) = (64 << 10, 256 << 10);
/// What a connection is told for which there is no room.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: 53\r\n\r\nToo many connections at once. Try again in a moment.\n";

/// Limits on connections.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// How many there may be at once.
    pub total: usize,
    /// How many of them from one address (IPv6: one /64) that is no trusted proxy.
    pub per_address: usize,
    /// How many requests may be in flight at once, and of one address that is no trusted proxy.
    pub requests: usize,
    pub requests_per_address: usize,
    /// How long a request's head may take from its first byte.
    pub head: Duration,
    /// How long a connection may be silent between requests.
    pub idle: Duration,
    /// How long the other side may take nothing of an answer.
    pub stall: Duration,
    /// How long requests in flight may take to finish when the server stops.
    pub grace: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        ConnectionLimits {
            total: 4096,
            per_address: 256,
            requests: 2048,
            requests_per_address: 512,
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            stall: Duration::from_secs(20),
            grace: Duration::from_secs(10),
        }
    }
}

/// How a listener is listened on.
#[derive(Clone, Default)]
pub struct Manner {
    pub limits: ConnectionLimits,
    /// Proxies whose connections are many people's.
    pub trusted_proxies: Vec<Network>,
    /// Load balancers that say whose connection it is (PROXY protocol).
    pub balancers: Vec<Network>,
    /// Speaks TLS with whoever begins with it.
    pub tls: Option<TlsAcceptor>,
}

/// What a connection is met with.
struct Meeting {
    register: Arc<Register>,
    endpoint: Answering,
    balancers: Vec<Network>,
    tls: Option<TlsAcceptor>,
}

/// What answers requests.
type Answering = Arc<dyn DynEndpoint<Output = Response>>;

/// What answers requests, on several listeners.
#[derive(Clone)]
pub struct Answers(Answering);

impl Answers {
    /// By an endpoint.
    pub fn by<E: Endpoint<Output = Response> + 'static>(endpoint: E) -> Self {
        Answers(Arc::new(ToDynEndpoint(endpoint)))
    }
}

/// Answers what comes to the listener until the signal; then finishes what is in flight.
pub async fn serve(listener: TcpListener, answers: Answers, manner: Manner, signal: impl Future<Output = ()>) {
    let (Answers(endpoint), grace) = (answers, manner.limits.grace);
    let proxies = manner.trusted_proxies.iter().chain(&manner.balancers);
    let register = Arc::new(Register::new(manner.limits, proxies.cloned().collect()));
    let meeting = Arc::new(Meeting {
        register: Arc::clone(&register),
        endpoint,
        balancers: manner.balancers,
        tls: manner.tls,
    });
    let watching = tokio::spawn(watch(Arc::clone(&register)));
    let mut signal = pin!(signal);
    loop {
        let (socket, peer) = tokio::select! {
            () = &mut signal => break,
            accepted = accept(&listener) => accepted,
        };
        match register.admit(peer.ip()) {
            Some(connection) => {
                tokio::spawn(meet(socket, peer, Arc::clone(&meeting), connection));
            }
            // Whoever reads it knows; nobody waits for those who do not.
            None => drop(socket.try_write(FULL)),
        }
    }
    drop(listener);
    register.end_all();
    if tokio::time::timeout(grace, register.until_empty()).await.is_err() {
        tracing::warn!("requests were cut off: they took longer than the time that is left at a stop");
        register.cut_all();
    }
    watching.abort();
}

/// The next connection. When there can be none (no file descriptor is left, say) it is tried again at leisure, and
/// said once a minute.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    let mut pause = Duration::from_millis(10);
    let mut refused = 0_u64;
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                if refused.is_multiple_of(60) {
                    tracing::error!(%error, "connections cannot be accepted");
                }
                refused += 1;
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(1));
            }
        }
    }
}

/// Ends, from time to time, what has kept us waiting too long.
async fn watch(register: Arc<Register>) {
    loop {
        tokio::time::sleep(LOOK).await;
        register.look();
    }
}

/// The first byte of a connection that begins with TLS: a record with a handshake (RFC 8446 §5.1).
const HANDSHAKE: u8 = 0x16;

/// Finds out whose a connection is and what it speaks, and speaks it. Where there is TLS, plain HTTP is answered, too: it is
/// led there.
async fn meet(mut socket: TcpStream, peer: SocketAddr, meeting: Arc<Meeting>, mut connection: Connection) {
    let _ = socket.set_nodelay(true);
    let local = socket.local_addr().unwrap_or(peer);
    let mut client = peer;
    if meeting
        .balancers
        .iter()
        .any(|balancer| balancer.contains(peer.ip().to_canonical()))
    {
        client = match proxied::client(&mut socket, peer).await {
            Ok(client) => client,
            // It only looks whether somebody listens.
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return,
            Err(error) => return tracing::warn!(%error, %peer, "a load balancer did not say whose connection it is"),
        };
        if client != peer && meeting.register.readmit(&mut connection, client.ip()).is_none() {
            drop(socket.try_write(FULL));
            return;
        }
    }
    let (endpoint, places) = (Arc::clone(&meeting.endpoint), (local, client));
    let Some(tls) = &meeting.tls else {
        let socket = Watched::new(socket, Arc::clone(&connection.pulse));
        return converse(socket, places, Scheme::HTTP, endpoint, connection).await;
    };
    let mut first = [0];
    let is_tls = tokio::select! {
        seen = socket.peek(&mut first) => seen.is_ok_and(|length| length == 1 && first[0] == HANDSHAKE),
        () = connection.cut() => return,
        () = connection.ending() => return,
    };
    let socket = Watched::new(socket, Arc::clone(&connection.pulse));
    if !is_tls {
        return converse(socket, places, Scheme::HTTP, endpoint, connection).await;
    }
    let spoken = tokio::select! {
        spoken = tls.accept(socket) => spoken,
        () = connection.cut() => return,
        () = connection.ending() => return,
    };
    match spoken {
        // A certificate authority has seen what it came for.
        Ok(spoken) if spoken.get_ref().1.alpn_protocol() == Some(tls::ACME_PROTOCOL) => {}
        Ok(spoken) => {
            connection.pulse.rest();
            converse(spoken, places, Scheme::HTTPS, endpoint, connection).await;
        }
        // A scanner, or a client that trusts somebody else: nothing that we could mend.
        Err(error) => tracing::debug!(%error, %peer, "no TLS came about"),
    }
}

/// Everything that is said on one connection.
async fn converse(
    socket: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    (local, peer): (SocketAddr, SocketAddr),
    scheme: Scheme,
    endpoint: Answering,
    connection: Connection,
) {
    let pulse = &connection.pulse;
    let service = service_fn(|request: hyper::Request<_>| {
        let (place, pulse) = (connection.place(), Arc::clone(pulse));
        let (endpoint, scheme) = (Arc::clone(&endpoint), scheme.clone());
        if request.version() == Version::HTTP_2 {
            pulse.speaks_h2();
        }
        let (local, remote) = (LocalAddr(Addr::SocketAddr(local)), RemoteAddr(Addr::SocketAddr(peer)));
        async move {
            let Some(place) = place else {
                return Ok::<_, Infallible>(too_many());
            };
            let busy = pulse.begin(place);
            let response = endpoint.get_response((request, local, remote, scheme).into()).await;
            let response: hyper::Response<_> = response.into();
            Ok(response.map(|body| Either::Left(Paced::new(body, busy))))
        }
    });
    let builder = protocols();
    let conversation = builder.serve_connection(TokioIo::new(socket), service);
    let mut conversation = pin!(conversation);
    tokio::select! {
        _ = conversation.as_mut() => return,
        () = connection.cut() => return,
        () = connection.ending() => conversation.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ = conversation => {}
        () = connection.cut() => {}
    }
}

/// What a request is told for which there is no place.
fn too_many() -> hyper::Response<Either<Paced, Full<Bytes>>> {
    let mut response = hyper::Response::new(Either::Right(Full::from(
        "Too many requests at once. Try again in a moment.\n",
    )));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert("retry-after", HeaderValue::from_static("2"));
    headers.insert("content-type", HeaderValue::from_static("text/plain"));
    response
}

fn protocols() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().max_buf_size(MAX_HEAD_LENGTH);
    builder
        .http2()
        .max_concurrent_streams(MAX_STREAMS)
        .max_pending_accept_reset_streams(MAX_RESETS)
        .max_header_list_size(MAX_HEAD_LENGTH as u32)
        .initial_stream_window_size(WINDOWS.0)
        .initial_connection_window_size(WINDOWS.1)
        .max_send_buf_size(WINDOWS.0 as usize);
    builder
}
