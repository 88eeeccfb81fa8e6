//! A scripted server that behaves as it is told: it counts what reaches it, and answers, hangs,
//! drips, floods or breaks off.

use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// A request that reached the server.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    pub fn form(&self, name: &str) -> String {
        let mut pairs = url::form_urlencoded::parse(self.body.as_bytes());
        pairs
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    }
}

/// What the server does with a request.
pub enum Act {
    /// A whole answer: status, headers, body.
    Answer(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Says nothing, ever.
    Hang,
    /// The head, then a byte now and then.
    Drip,
    /// A body without an end.
    Flood,
    /// Headers without an end.
    FloodHeaders,
    /// Hangs up.
    HangUp,
    /// Waits until the test lets it go, then answers with JSON.
    Wait(Value),
}

pub fn json(value: Value) -> Act {
    with_status(200, value)
}

pub fn with_status(status: u16, value: Value) -> Act {
    Act::Answer(
        status,
        vec![("content-type", "application/json".into())],
        value.to_string().into_bytes(),
    )
}

type Script = Arc<Mutex<Box<dyn FnMut(&Seen) -> Act + Send>>>;

pub struct Rude {
    pub origin: String,
    script: Script,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<AtomicUsize>,
    gate: watch::Sender<bool>,
}

impl Rude {
    pub async fn start(script: impl FnMut(&Seen) -> Act + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let script: Script = Arc::new(Mutex::new(Box::new(script)));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let gate = watch::Sender::new(false);
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let (scripted, noted, gated) = (Arc::clone(&script), Arc::clone(&seen), gate.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (script, seen, gate) = (Arc::clone(&scripted), Arc::clone(&noted), gated.subscribe());
                tokio::spawn(async move {
                    let _ = serve(stream, script, seen, gate).await;
                });
            }
        });
        Rude {
            origin,
            script,
            seen,
            connections,
            gate,
        }
    }

    /// How often somebody connected, whatever was sent.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Behaves otherwise from now on.
    pub fn becomes(&self, script: impl FnMut(&Seen) -> Act + Send + 'static) {
        *self.script.lock().unwrap() = Box::new(script);
    }

    /// Lets go whoever waits.
    pub fn let_go(&self) {
        self.gate.send_replace(true);
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// How many requests reached a path.
    pub fn count(&self, path: &str) -> usize {
        self.seen().iter().filter(|seen| seen.path() == path).count()
    }

    pub fn last(&self, path: &str) -> Seen {
        let found = self.seen().into_iter().rev().find(|seen| seen.path() == path);
        found.unwrap_or_else(|| panic!("nothing reached {path}"))
    }

    /// Waits until so many requests reached a path.
    pub async fn reached(&self, path: &str, times: usize) {
        for _ in 0..2000 {
            if self.count(path) >= times {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("{path} was reached {} times only", self.count(path));
    }
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 8192];
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map(|(_, value)| value.parse().unwrap()).unwrap_or(0);
    let mut body = bytes[head + 4..].to_vec();
    while body.len() < length {
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => body.extend_from_slice(&chunk[..count]),
        }
    }
    Some(Seen {
        method,
        target,
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

async fn serve(
    mut stream: TcpStream,
    script: Script,
    seen: Arc<Mutex<Vec<Seen>>>,
    mut gate: watch::Receiver<bool>,
) -> std::io::Result<()> {
    while let Some(request) = read(&mut stream).await {
        seen.lock().unwrap().push(request.clone());
        let act = (script.lock().unwrap())(&request);
        match act {
            Act::Answer(status, headers, body) => answer(&mut stream, status, &headers, &body).await?,
            Act::Wait(value) => {
                let _ = gate.wait_for(|open| *open).await;
                let headers = [("content-type", "application/json".to_owned())];
                answer(&mut stream, 200, &headers, value.to_string().as_bytes()).await?;
            }
            Act::HangUp => return Ok(()),
            Act::Hang => std::future::pending().await,
            Act::Drip => {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n")
                    .await?;
                loop {
                    stream.write_all(b" ").await?;
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
            }
            Act::Flood => {
                stream
                    .write_all(
                        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10000000000\r\n\r\n",
                    )
                    .await?;
                loop {
                    stream.write_all(&[b' '; 65536]).await?;
                }
            }
            Act::FloodHeaders => {
                stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
                loop {
                    stream
                        .write_all(&[b"x-more: ", [b'x'; 1000].as_slice(), b"\r\n"].concat())
                        .await?;
                }
            }
        }
    }
    Ok(())
}

async fn answer(
    stream: &mut TcpStream,
    status: u16,
    headers: &[(&'static str, String)],
    body: &[u8],
) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {status} Said\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    stream.write_all(&[head.as_bytes(), body].concat()).await
}
