//! Proxies that run, with the lines that are printed for them, and an application behind them that says what it was sent.

use crate::libraries::free_port;
use crate::support::process::Process;
use crate::support::{Scratch, Site, TestClient};
use frontdesk::forward::proxies::{Places, Proxy};
use serde_json::json;
use std::process::{Command, Stdio};
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The name that the application has.
pub const NAME: &str = "wiki.test";

/// An application: answers each request with its path and headers, and a socket with what is said on it.
pub struct Application {
    pub address: String,
}

impl Application {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket));
            }
        });
        Application { address }
    }
}

async fn serve(mut socket: TcpStream) {
    let head = head_of(&mut socket).await;
    let path = head.split(' ').nth(1).unwrap_or_default();
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let headers: serde_json::Map<_, _> = lines.map(|(name, value)| (name.to_lowercase(), json!(value))).collect();
    if headers.get("upgrade").is_some() {
        let switched = "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n";
        let _ = socket.write_all(switched.as_bytes()).await;
        let mut said = [0; 4];
        if socket.read_exact(&mut said).await.is_ok() {
            let _ = socket.write_all(&said).await;
        }
        return;
    }
    let body = json!({ "path": path, "headers": headers }).to_string();
    let answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let _ = socket.write_all(answer.as_bytes()).await;
}

/// A head, up to its empty line.
async fn head_of(socket: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && socket.read_exact(&mut byte).await.is_ok() {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// A proxy that runs.
pub struct Running {
    pub origin: String,
    /// The application's host, with the port.
    pub host: String,
    address: String,
    _process: Process,
    _folder: Scratch,
}

/// The lines for an application, as they are printed, but at a port here and without https.
fn lines(site: &Site, proxy: Proxy, application: &Application, host: &str) -> String {
    let upstream = site.origin.strip_prefix("http://").unwrap();
    let places = Places {
        base_url: &site.origin,
        upstream,
        proxy: "127.0.0.1",
    };
    let application_lines = proxy.for_application(&places, "Wiki", host, &["Auditor".to_owned()]);
    // nginx has one part for both.
    let site_lines = if proxy == Proxy::Nginx {
        proxy.for_site(&places)
    } else {
        String::new()
    };
    format!("{site_lines}{application_lines}").replace("127.0.0.1:3000", &application.address)
}

pub async fn caddy(site: &Site, application: &Application) -> Running {
    let (port, folder) = (free_port(), Scratch::new());
    let host = format!("{NAME}:{port}");
    let lines = lines(site, Proxy::Caddy, application, &host);
    let lines = lines.replace(&format!("\n{host} {{"), &format!("\nhttp://{host} {{"));
    std::fs::write(folder.0.join("Caddyfile"), format!("{{\n\tadmin off\n}}\n{lines}")).unwrap();
    let mut caddy = Command::new("caddy");
    caddy
        .args(["run", "--adapter", "caddyfile", "--config", "Caddyfile"])
        .envs(["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"].map(|name| (name, &folder.0)));
    run(caddy, folder, port, host).await
}

pub async fn nginx(site: &Site, application: &Application) -> Running {
    let (port, folder) = (free_port(), Scratch::new());
    let host = format!("{NAME}:{port}");
    let lines = lines(site, Proxy::Nginx, application, &host);
    let lines: Vec<&str> = lines.lines().filter(|line| !line.trim().starts_with("ssl_")).collect();
    let listen = format!("listen 127.0.0.1:{port};");
    let lines: Vec<String> = lines
        .iter()
        .map(|line| {
            if line.trim().starts_with("listen ") {
                listen.clone()
            } else {
                (*line).to_owned()
            }
        })
        .collect();
    let lines = lines.join("\n");
    let own: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {};\n", folder.0.join(name).display()))
        .concat();
    let config = format!(
        "daemon off;\nerror_log stderr;\npid {}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{own}{lines}\n}}\n",
        folder.0.display()
    );
    std::fs::write(folder.0.join("nginx.conf"), config).unwrap();
    let mut nginx = Command::new("/usr/sbin/nginx");
    nginx
        .arg("-c")
        .arg(folder.0.join("nginx.conf"))
        .arg("-p")
        .arg(&folder.0);
    run(nginx, folder, port, host).await
}

async fn run(mut command: Command, folder: Scratch, port: u16, host: String) -> Running {
    let process = Process::start(command.current_dir(&folder.0).stderr(Stdio::null())).unwrap();
    let address = format!("127.0.0.1:{port}");
    let waited = Instant::now();
    while TcpStream::connect(&address).await.is_err() {
        assert!(waited.elapsed().as_secs() < 30, "{command:?} does not listen");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    Running {
        origin: format!("http://{host}"),
        host,
        address,
        _process: process,
        _folder: folder,
    }
}

/// A request with this path as it stands, which no client tidies: the head of the answer, and what follows it.
pub async fn raw(proxy: &Running, path: &str, headers: &reqwest::header::HeaderMap) -> String {
    let mut asked = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", proxy.host);
    for (name, value) in headers.iter().filter(|(name, _)| *name != "host") {
        asked += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    let mut socket = TcpStream::connect(&proxy.address).await.unwrap();
    socket.write_all(format!("{asked}\r\n").as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// Asks for a socket, and says `ping` on it: the head of the answer, and what came back.
pub async fn socket(proxy: &Running, cookie: &str) -> String {
    let mut socket = TcpStream::connect(&proxy.address).await.unwrap();
    let asked = format!(
        "GET /socket HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        proxy.host
    );
    socket.write_all(asked.as_bytes()).await.unwrap();
    let head = head_of(&mut socket).await;
    if !head.starts_with("HTTP/1.1 101") {
        return head;
    }
    socket.write_all(b"ping").await.unwrap();
    let mut said = [0; 4];
    socket.read_exact(&mut said).await.unwrap();
    format!("{head}{}", String::from_utf8_lossy(&said))
}

/// Apache with mod_auth_openidc, for this client.
pub async fn apache(site: &Site, application: &Application, client: &TestClient, port: u16) -> Running {
    let (folder, host) = (Scratch::new(), format!("localhost:{port}"));
    let lines = lines(site, Proxy::Apache, application, &host)
        .replace(
            &format!("<VirtualHost *:{port}>"),
            &format!("<VirtualHost 127.0.0.1:{port}>"),
        )
        .replace("https://localhost", "http://localhost")
        .replace("CLIENT_ID", &client.id)
        .replace("CLIENT_SECRET", &client.secret)
        .replace(
            "exec:/bin/cat /etc/apache2/oidc-passphrase",
            "a passphrase of this test",
        );
    let lines: Vec<&str> = lines.lines().filter(|line| !line.trim().starts_with("SSL")).collect();
    let modules = [
        ("mpm_event", "mpm_event"),
        ("authn_core", "authn_core"),
        ("authz_core", "authz_core"),
        ("authz_user", "authz_user"),
        ("headers", "headers"),
        ("proxy", "proxy"),
        ("proxy_http", "proxy_http"),
        ("auth_openidc", "auth_openidc"),
    ];
    let loaded: String = modules
        .map(|(name, file)| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{file}.so\n"))
        .concat();
    let own = format!(
        "ServerRoot {0}\nPidFile {0}/pid\nDefaultRuntimeDir {0}\nErrorLog {0}/log\nUser www-data\nGroup www-data\n\
         ServerName localhost\nListen 127.0.0.1:{port}\n",
        folder.0.display()
    );
    std::fs::write(
        folder.0.join("apache.conf"),
        format!("{loaded}{own}{}\n", lines.join("\n")),
    )
    .unwrap();
    let mut apache = Command::new("/usr/sbin/apache2");
    apache.arg("-DFOREGROUND").arg("-f").arg(folder.0.join("apache.conf"));
    run(apache, folder, port, host).await
}
