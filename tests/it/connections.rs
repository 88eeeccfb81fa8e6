//! Connections as attackers open them (A76, T03, F08): each ends within its limit, and others are served meanwhile.

use crate::support::{ALICE, Site};
use frontdesk::web::listen::ConnectionLimits;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Limits that a test can wait for.
fn short() -> ConnectionLimits {
    ConnectionLimits {
        head: Duration::from_millis(200),
        idle: Duration::from_millis(600),
        stall: Duration::from_millis(300),
        ..ConnectionLimits::default()
    }
}

async fn site(limits: ConnectionLimits) -> Site {
    let site = Site::with(|config| config.connections = limits).await;
    site.add_user(ALICE, "Alice", &["System Manager"]).await;
    site
}

async fn connect(site: &Site) -> TcpStream {
    connect_from(site, "127.0.0.1").await
}

async fn connect_from(site: &Site, address: &str) -> TcpStream {
    let from: IpAddr = address.parse().unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::new(from, 0)).unwrap();
    let to = site.origin.trim_start_matches("http://").parse().unwrap();
    socket.connect(to).await.unwrap()
}

/// What comes until the server ends the connection; it has to within five seconds.
async fn until_closed(stream: &mut TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut all)).await;
    let _ = read.expect("the server ends the connection");
    all
}

/// A frame of HTTP/2 (RFC 9113 §4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let mut frame = (payload.len() as u32).to_be_bytes()[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// POST http:/login, in HPACK's static table and literals.
const POST_LOGIN: &[u8] = b"\x83\x86\x44\x06/login\x41\x09127.0.0.1";
const GET_LOGIN: &[u8] = b"\x82\x86\x44\x06/login\x41\x09127.0.0.1";

fn begun() -> Vec<u8> {
    [PREFACE, &frame(SETTINGS, 0, 0, &[])].concat()
}

/// T03: whatever is half said ends within its limit.
#[tokio::test]
async fn t03_what_is_half_said_ends() {
    let site = site(short()).await;
    let half_headers = [begun(), frame(HEADERS, 0, 1, GET_LOGIN)].concat();
    let cases: &[(&str, &[u8])] = &[
        ("nothing", b""),
        ("half a line", b"GET /lo"),
        ("half a head", b"GET /login HTTP/1.1\r\nhost: 127.0.0.1\r\n"),
        ("half a preface", &PREFACE[..12]),
        ("a preface", PREFACE),
        ("half a header block", &half_headers),
    ];
    let mut open = Vec::new();
    for (name, bytes) in cases {
        let mut stream = connect(&site).await;
        stream.write_all(bytes).await.unwrap();
        open.push((name, stream));
    }
    for (name, mut stream) in open {
        let answer = until_closed(&mut stream).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.contains("200 OK"), "{name}: {answer}");
    }
    assert_eq!(site.get("/login").await.status, 200);
}

/// T03: a reader that does not read is cut off, and whoever reads is not.
#[tokio::test]
async fn t03_a_reader_that_does_not_read_is_cut_off() {
    let site = site(short()).await;
    let script = frontdesk::web::assets::path("htmx.min.js");
    let request = format!("GET {script} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
    let mut stream = connect(&site).await;
    let many = request.repeat(1000);
    let cut = async { while stream.write_all(many.as_bytes()).await.is_ok() {} };
    let cut = tokio::time::timeout(Duration::from_secs(10), cut).await;
    cut.expect("the server ends the connection");

    let mut reader = connect(&site).await;
    let last = request.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
    reader
        .write_all((request.repeat(100) + &last).as_bytes())
        .await
        .unwrap();
    let all = until_closed(&mut reader).await;
    assert_eq!(String::from_utf8_lossy(&all).matches("HTTP/1.1 200").count(), 101);
}

/// A76: a head beyond 32 KB is refused, one below it is taken.
#[tokio::test]
async fn a76_a_head_has_a_limit() {
    let site = site(ConnectionLimits::default()).await;
    for (length, status) in [(20_000, "200"), (420_000, "431")] {
        let mut stream = connect(&site).await;
        let filler = "x".repeat(length);
        let request = format!("GET /login HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nx: {filler}\r\n\r\n");
        let _ = stream.write_all(request.as_bytes()).await;
        let answer = until_closed(&mut stream).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{length}: {answer:.100}"
        );
    }
}

/// T03: one HTTP/2 connection has a hundred streams at once and no more; the rest is refused at once.
#[tokio::test]
async fn t03_streams_of_one_connection_have_a_limit() {
    let site = site(ConnectionLimits::default()).await;
    let mut stream = connect(&site).await;
    let mut bytes = begun();
    for number in 0..300 {
        // Bodies that never end.
        bytes.extend(frame(HEADERS, END_HEADERS, number * 2 + 1, POST_LOGIN));
    }
    stream.write_all(&bytes).await.unwrap();
    let mut refused = 0;
    let mut head = [0; 9];
    while refused < 100 {
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read_exact(&mut head)).await;
        if read.expect("streams are refused").is_err() {
            break;
        }
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize;
        let mut payload = vec![0; length];
        stream.read_exact(&mut payload).await.unwrap();
        const RST_STREAM: u8 = 3;
        const GOAWAY: u8 = 7;
        match head[3] {
            RST_STREAM => refused += 1,
            GOAWAY => break,
            _ => {}
        }
    }
    assert_eq!(site.get("/login").await.status, 200);
}

/// T03: on HTTP/2 a reader that opens no window is cut off, however often it asks for something small meanwhile.
#[tokio::test]
async fn t03_a_closed_window_is_no_reader() {
    let site = site(short()).await;
    let script = frontdesk::web::assets::path("htmx.min.js");
    let path = script.split('?').next().unwrap();
    let mut get = b"\x82\x86\x44".to_vec();
    get.push(path.len() as u8);
    get.extend(path.as_bytes());
    get.extend(b"\x41\x09127.0.0.1");
    // SETTINGS_INITIAL_WINDOW_SIZE 0 (RFC 9113 §6.5.2).
    let closed = frame(SETTINGS, 0, 0, &[0, 4, 0, 0, 0, 0]);
    let mut stream = connect(&site).await;
    let first = [PREFACE, &closed, &frame(HEADERS, END_HEADERS | END_STREAM, 1, &get)].concat();
    stream.write_all(&first).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let ask = async {
        for number in 1..100 {
            let small = frame(
                HEADERS,
                END_HEADERS | END_STREAM,
                number * 2 + 1,
                b"\x82\x86\x44\x0c/health/live\x41\x09127.0.0.1",
            );
            if writer.write_all(&small).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("it lasts as long as it asks");
    };
    let read = async {
        let mut some = [0; 4096];
        while matches!(reader.read(&mut some).await, Ok(1..)) {}
    };
    let ended = tokio::time::timeout(Duration::from_secs(8), async {
        tokio::select! { () = ask => {}, () = read => {} }
    });
    ended.await.expect("the server ends the connection");
    assert_eq!(site.get("/login").await.status, 200);
}

/// T03: who is told to go, goes: the farewell of HTTP/2 begins no new time.
#[tokio::test]
async fn t03_a_farewell_is_not_waited_for() {
    let limits = ConnectionLimits {
        idle: Duration::from_secs(3),
        ..ConnectionLimits::default()
    };
    let site = site(limits).await;
    let mut stream = connect(&site).await;
    stream
        .write_all(&[begun(), frame(HEADERS, END_HEADERS | END_STREAM, 1, GET_LOGIN)].concat())
        .await
        .unwrap();
    let begun = std::time::Instant::now();
    let mut some = [0; 4096];
    while matches!(
        tokio::time::timeout(Duration::from_secs(8), stream.read(&mut some)).await,
        Ok(Ok(1..))
    ) {}
    let took = begun.elapsed();
    assert!(took < Duration::from_millis(5800), "it ended after {took:?}");
}

/// HTTP/2 still works for those who mean it.
#[tokio::test]
async fn http2_is_answered() {
    let site = site(ConnectionLimits::default()).await;
    let http2 = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let answer = http2.get(site.url("/login")).send().await.unwrap();
    assert_eq!(
        (answer.status().as_u16(), answer.version()),
        (200, reqwest::Version::HTTP_2)
    );
    let mut stream = connect(&site).await;
    let request = [begun(), frame(HEADERS, END_HEADERS | END_STREAM, 1, GET_LOGIN)].concat();
    stream.write_all(&request).await.unwrap();
    let mut answer = vec![0; 4096];
    assert!(stream.read(&mut answer).await.unwrap() > 0);
}

/// A76: a thousand connections from one address take nobody's place, neither others' nor one more of the same
/// address; who is a trusted proxy has as many as it needs.
#[tokio::test]
async fn a76_one_address_does_not_take_every_place() {
    let limits = ConnectionLimits {
        per_address: 20,
        total: 130,
        ..ConnectionLimits::default()
    };
    let site = Site::with(|config| {
        config.connections = limits;
        config.trusted_proxies = vec!["127.0.0.9".parse().unwrap()];
    })
    .await;
    let mut held = Vec::new();
    for address in ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"] {
        for _ in 0..100 {
            let mut stream = connect_from(&site, address).await;
            let _ = stream.write_all(b"GET / HT").await;
            held.push(stream);
        }
    }
    for address in ["127.0.0.2", "127.0.0.1"] {
        let mut stream = connect_from(&site, address).await;
        stream
            .write_all(b"GET /login HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        let answer = until_closed(&mut stream).await;
        assert!(answer.starts_with(b"HTTP/1.1 "), "{address}");
        assert!(!answer.starts_with(b"HTTP/1.1 503"), "{address}");
    }
    let mut proxied = Vec::new();
    for _ in 0..40 {
        proxied.push(connect_from(&site, "127.0.0.9").await);
    }
    // All of them are there: the last request of each is answered.
    for stream in &mut proxied {
        stream
            .write_all(b"GET /login HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n")
            .await
            .unwrap();
        assert!(until_closed(stream).await.starts_with(b"HTTP/1.1 "));
    }
}

/// A76: when every place is taken, the address that has the most makes room.
#[tokio::test]
async fn a76_whoever_has_the_most_makes_room() {
    let site = site(ConnectionLimits {
        total: 10,
        ..ConnectionLimits::default()
    })
    .await;
    let mut other = connect_from(&site, "127.0.0.7").await;
    let mut held = Vec::new();
    for _ in 0..50 {
        let mut stream = connect_from(&site, "127.0.0.2").await;
        let _ = stream.write_all(b"GET / HT").await;
        held.push(stream);
    }
    assert_eq!(site.get("/login").await.status, 200);
    let request = b"GET /login HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n";
    other.write_all(request).await.unwrap();
    assert!(until_closed(&mut other).await.starts_with(b"HTTP/1.1 200"));
}

/// A request in flight when the server is told to stop is answered; nobody new is.
#[tokio::test]
async fn f18_a_stop_finishes_what_is_in_flight() {
    let site = site(ConnectionLimits::default()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let serving = tokio::spawn(frontdesk::cli::serve::serve_on(
        listener.into(),
        Arc::clone(&site.app),
        tokio::task::JoinSet::new(),
        async { drop(stopped.await) },
    ));
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = b"POST /login HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n";
    stream.write_all(request).await.unwrap();
    // It is being answered: its body is asked for.
    let mut begun = [0; 25];
    stream.read_exact(&mut begun).await.unwrap();
    assert!(begun.starts_with(b"HTTP/1.1 100"));
    stop.send(()).unwrap();
    while TcpStream::connect(address).await.is_ok() {}
    stream.write_all(b"a=1").await.unwrap();
    assert!(until_closed(&mut stream).await.starts_with(b"HTTP/1.1 403"));
    serving.await.unwrap();
}
