//! A mail server that behaves as it is told: it keeps what it takes, refuses, or hangs up.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// How it answers to a message.
#[derive(Clone, Copy, Debug)]
pub enum Manner {
    Takes,
    /// With this line.
    Refuses(&'static str),
    HangsUp,
}

/// A message that it took.
#[derive(Clone, Debug)]
pub struct Taken {
    pub to: String,
    /// As it came, with its headers.
    pub raw: String,
}

impl Taken {
    /// A part of it, decoded: quoted-printable is undone.
    pub fn text(&self) -> String {
        let joined = self.raw.replace("=\r\n", "");
        let bytes = joined.as_bytes();
        let mut text = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let code = (bytes[at] == b'=').then(|| bytes.get(at + 1..at + 3)).flatten();
            let code = code.and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
            text.push(code.unwrap_or(bytes[at]));
            at += if code.is_some() { 3 } else { 1 };
        }
        String::from_utf8_lossy(&text).into_owned()
    }

    /// The first link in it.
    pub fn link(&self) -> String {
        let text = self.text();
        let begin = text.find("http://").expect("a link");
        text[begin..].split_whitespace().next().unwrap().to_owned()
    }
}

pub struct Mailbox {
    pub port: u16,
    manner: Arc<Mutex<Manner>>,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl Mailbox {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (manner, taken) = (Arc::new(Mutex::new(Manner::Takes)), Arc::new(Mutex::new(Vec::new())));
        let (behaves, kept) = (Arc::clone(&manner), Arc::clone(&taken));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (behaves, kept) = (Arc::clone(&behaves), Arc::clone(&kept));
                tokio::spawn(async move {
                    let manner = *behaves.lock().unwrap();
                    let _ = serve(stream, manner, kept).await;
                });
            }
        });
        Mailbox { port, manner, taken }
    }

    /// As whoever runs a site names it.
    pub fn url(&self) -> String {
        format!(
            "smtp://127.0.0.1:{}?tls=none&from=Tea%20House%20%3Cdesk@example.com%3E",
            self.port
        )
    }

    /// Behaves otherwise from now on.
    pub fn becomes(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

async fn serve(stream: TcpStream, manner: Manner, kept: Arc<Mutex<Vec<Taken>>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 mailbox\r\n").await?;
    let (mut line, mut to) = (String::new(), String::new());
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match (word.as_str(), manner) {
            ("EHLO", _) => "250 mailbox",
            ("RCPT", Manner::Refuses(with)) => with,
            ("RCPT", Manner::HangsUp) => return Ok(()),
            ("RCPT", Manner::Takes) => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 ok"
            }
            ("DATA", _) => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut raw = String::new();
                while !raw.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut raw).await? == 0 {
                        return Ok(());
                    }
                }
                kept.lock().unwrap().push(Taken { to: to.clone(), raw });
                "250 kept as number one"
            }
            ("QUIT", _) => "221 bye",
            _ => "250 ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        if word == "QUIT" {
            return Ok(());
        }
    }
}
