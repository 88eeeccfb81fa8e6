//! `frontdesk health`

use super::out::say;
use crate::config::Config;
use crate::folder::Folder;
use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Asks `/health` of the server on this machine.
pub fn run(config: &Config) -> Result<(), String> {
    // On a port of its own choice, or of its environment's: the data folder knows it.
    let holder = config
        .data
        .is_dir()
        .then(|| Folder::open(&config.data).ok()?.holder())
        .flatten();
    let known = holder
        .filter(|_| config.is_default_listen)
        .and_then(|holder| address_of(&holder));
    say!("{}", ask_server(config, known.unwrap_or(config.listen))?);
    Ok(())
}

/// What the server that listens on an address says of itself; the error is why it is not ready.
pub(super) fn ask_server(config: &Config, listen: SocketAddr) -> Result<String, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let address = reachable(listen);
    // A load balancer on this machine says whose its connections are, and so do we.
    let greeting: &[u8] = match config.balancers.iter().any(|balancer| balancer.contains(address.ip())) {
        true => b"PROXY UNKNOWN\r\n",
        false => b"",
    };
    let asked = async { tokio::time::timeout(Duration::from_secs(5), ask(address, greeting)).await };
    match runtime.block_on(asked) {
        Ok(Ok((200, body))) => Ok(body),
        Ok(Ok((status, body))) => Err(why(address, status, &body)),
        Ok(Err(error)) => Err(format!("{address} does not answer: {error}")),
        Err(_) => Err(format!("{address} does not answer within 5 seconds")),
    }
}

/// The address in what a lock says of who holds it: `process 7 on 127.0.0.1:8000`.
pub(super) fn address_of(holder: &str) -> Option<SocketAddr> {
    holder.rsplit_once(" on ")?.1.trim().parse().ok()
}

/// What the server says of itself, a line for each reason.
fn why(address: SocketAddr, status: u16, body: &str) -> String {
    let said: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let reasons = said["reasons"].as_array().into_iter().flatten();
    let reasons: Vec<&str> = reasons.filter_map(serde_json::Value::as_str).collect();
    match reasons.is_empty() {
        true => format!("{address} answers {status}: {body}"),
        false => format!("{address} is not ready:\n{}", reasons.join("\n")),
    }
}

async fn ask(address: SocketAddr, greeting: &[u8]) -> Result<(u16, String), Box<dyn std::error::Error>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(greeting).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let request = Request::get("/health")
        .header("host", address.to_string())
        .body(Empty::<Bytes>::new())?;
    let response = sender.send_request(request).await?;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await?.to_bytes();
    connection.abort();
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}

/// Where a server that listens everywhere is reached from the machine itself.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
