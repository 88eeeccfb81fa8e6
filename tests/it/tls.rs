//! TLS without a proxy: https with HTTP/1.1 and HTTP/2, certificates that are renewed, what comes in the clear, and how a
//! certificate that ends is spoken of.

use crate::libraries::output_of;
use crate::support::binary::{Program, add_alice, command, said};
use crate::support::{ALICE, Browser, PASSWORD, Scratch, Site};
use frontdesk::config::Tls;
use frontdesk::web::listen::tls::TlsFiles;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Version};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Makes a certificate that vouches for itself, for these names and so many days, and its key.
fn certificate(folder: &Path, name: &str, names: &str, days: &str) -> TlsFiles {
    let files = TlsFiles {
        certificate: folder.join(format!("{name}.pem")),
        key: folder.join(format!("{name}.key")),
    };
    let mut openssl = Command::new("openssl");
    openssl
        .args("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=test".split(' '))
        .args(["-days", days, "-addext", &format!("subjectAltName={names}")])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"])
        .arg(&files.key)
        .arg("-out")
        .arg(&files.certificate);
    output_of(&mut openssl);
    files
}

/// A client that trusts one certificate.
fn trusting(files: &TlsFiles) -> reqwest::ClientBuilder {
    let pem = std::fs::read(&files.certificate).unwrap();
    Client::builder()
        .tls_certs_only([Certificate::from_pem(&pem).unwrap()])
        .redirect(Policy::none())
        .timeout(Duration::from_secs(20))
}

/// A site at https://localhost, with Alice; its address.
async fn site(files: &TlsFiles) -> Site {
    let (tls, mut origin) = (files.clone(), String::new());
    let mut site = Site::with(|config| {
        config.base_url = config.base_url.replace("http://127.0.0.1", "https://localhost");
        origin.clone_from(&config.base_url);
        config.tls = Some(Tls::Files(tls));
    })
    .await;
    site.origin = origin;
    site.http = trusting(files).build().unwrap();
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site
}

fn port(site: &Site) -> u16 {
    site.origin.rsplit_once(':').unwrap().1.parse().unwrap()
}

#[tokio::test]
async fn https_is_spoken_with_both_protocols() {
    let folder = Scratch::new();
    let files = certificate(&folder.0, "site", "DNS:localhost", "90");
    let site = site(&files).await;
    let h1 = trusting(&files).http1_only().build().unwrap();
    for (client, version) in [(&site.http, Version::HTTP_2), (&h1, Version::HTTP_11)] {
        let answer = client
            .get(site.url("/.well-known/openid-configuration"))
            .send()
            .await
            .unwrap();
        assert_eq!((answer.status().as_u16(), answer.version()), (200, version));
        assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
        let discovery: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(discovery["issuer"], site.origin);
    }
    // Signed in, with cookies that go over https alone.
    let mut alice: Browser = site.browser();
    alice.sign_in(ALICE, PASSWORD).await;
    assert!(alice.get("/app").await.body.contains("Alice"));
    assert!(
        alice.cookies.keys().any(|name| name.contains("sid")),
        "{:?}",
        alice.cookies
    );
    // Nobody who does not trust it is talked into it, and nothing older than TLS 1.2 is spoken.
    assert!(Client::new().get(site.url("/health")).send().await.is_err());
    for (version, works) in [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)] {
        let address = format!("127.0.0.1:{}", port(&site));
        let asked = tokio::task::spawn_blocking(move || {
            let mut openssl = Command::new("openssl");
            openssl.args(["s_client", "-connect", &address, version, "-brief"]);
            openssl.stdin(std::process::Stdio::null()).output().unwrap()
        });
        let output = asked.await.unwrap();
        assert_eq!(output.status.success(), works, "{version}: {}", said(&output));
    }
}

/// What comes in the clear is led to https, or refused; health may be asked.
#[tokio::test]
async fn plain_http_is_led_to_https() {
    let folder = Scratch::new();
    let files = certificate(&folder.0, "site", "DNS:localhost", "90");
    let site = site(&files).await;
    let clear = format!("http://127.0.0.1:{}", port(&site));
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let led = client.get(format!("{clear}/login?a=b%2Fc")).send().await.unwrap();
    assert_eq!(led.status(), 308);
    assert_eq!(led.headers()["location"], format!("{}/login?a=b%2Fc", site.origin));
    assert!(led.headers().get("strict-transport-security").is_none() && led.headers().get("set-cookie").is_none());
    let form = [("email", ALICE), ("password", PASSWORD)];
    let refused = client.post(format!("{clear}/login")).form(&form).send().await.unwrap();
    assert_eq!(refused.status(), 403);
    assert!(refused.text().await.unwrap().contains("in the clear"));
    // What carries a secret is not led on: it would go in the clear each time, and nobody would notice.
    let secret = client
        .get(format!("{clear}/login"))
        .header("authorization", "token a:b");
    assert_eq!(secret.send().await.unwrap().status(), 403);
    let api = client.get(format!("{clear}/api/resource/User")).send().await.unwrap();
    assert_eq!(api.status(), 403);
    for path in ["/health", "/health/ready", "/health/live"] {
        assert_eq!(
            client.get(format!("{clear}{path}")).send().await.unwrap().status(),
            200,
            "{path}"
        );
    }
    // No address of another host comes of it.
    let led = client.get(format!("{clear}//evil.example.com/")).send().await.unwrap();
    assert_eq!(led.status(), 404);
    let led = client
        .get(format!("{clear}/x"))
        .header("host", "evil.example.com")
        .send()
        .await
        .unwrap();
    assert_eq!(led.headers()["location"], format!("{}/x", site.origin));
}

/// Whoever begins a handshake and goes no further is not waited for.
#[tokio::test]
async fn half_a_handshake_is_cut() {
    let folder = Scratch::new();
    let (tls, limits) = (
        certificate(&folder.0, "site", "DNS:localhost", "90"),
        frontdesk::web::listen::ConnectionLimits {
            head: Duration::from_millis(300),
            idle: Duration::from_millis(600),
            ..Default::default()
        },
    );
    let site = Site::with(|config| {
        config.base_url = config.base_url.replace("http://127.0.0.1", "https://localhost");
        config.tls = Some(Tls::Files(tls));
        config.connections = limits;
    })
    .await;
    let address = site.origin.trim_start_matches("http://").to_owned();
    for begin in [&b""[..], &[0x16][..], &[0x16, 3, 1, 1, 0, 1], b"G", &[0x80, 0x2e, 1]] {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(begin).await.unwrap();
        let mut said = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut said));
        assert!(read.await.is_ok(), "{begin:?} is waited for");
    }
    // What is no TLS at all ends nothing for the others.
    let mut noise = TcpStream::connect(&address).await.unwrap();
    noise.write_all(&[0x16; 4000]).await.unwrap();
    let answer = Client::new()
        .get(format!("http://{address}/health"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
}

/// A new certificate is taken without a restart, a broken one is not, and the check-up speaks of both.
#[tokio::test]
async fn a_certificate_is_renewed() {
    let folder = Scratch::new();
    let files = certificate(&folder.0, "site", "DNS:localhost", "90");
    let first = std::fs::read(&files.certificate).unwrap();
    let site = site(&files).await;
    let certificates = site.app.certificates.clone().unwrap();
    let mut alice = site.signed_in(ALICE).await;
    let mut check_up = async || alice.get("/app/check-up").await.text("main");
    assert!(!check_up().await.to_lowercase().contains("certificate"));
    let swap = |other: &TlsFiles| {
        std::fs::copy(&other.certificate, &files.certificate).unwrap();
        std::fs::copy(&other.key, &files.key).unwrap();
        certificates.renew();
    };
    let next = certificate(&folder.0, "next", "DNS:localhost", "60");
    let before = certificates.state().shown.unwrap().until;
    swap(&next);
    assert!(certificates.state().shown.unwrap().until < before, "that of sixty days");
    let newly = trusting(&next).build().unwrap();
    assert_eq!(newly.get(site.url("/health")).send().await.unwrap().status(), 200);
    assert!(
        site.http.get(site.url("/health")).send().await.is_ok(),
        "what is open goes on"
    );
    let strict = trusting(&TlsFiles {
        certificate: write(&folder.0, "first.pem", &first),
        key: PathBuf::new(),
    });
    assert!(strict.build().unwrap().get(site.url("/health")).send().await.is_err());
    // Half of a pair, nothing, nonsense: the one before goes on.
    for (name, content) in [
        ("half", std::fs::read(&files.certificate).unwrap()),
        ("empty", Vec::new()),
        ("odd", b"-----".to_vec()),
    ] {
        let other = certificate(&folder.0, name, "DNS:localhost", "30");
        std::fs::copy(&other.certificate, &files.certificate).unwrap();
        std::fs::write(
            &files.key,
            if name == "half" {
                std::fs::read(&next.key).unwrap()
            } else {
                content.clone()
            },
        )
        .unwrap();
        certificates.renew();
        assert!(certificates.state().failure.is_some(), "{name}");
        assert_eq!(
            newly.get(site.url("/health")).send().await.unwrap().status(),
            200,
            "{name}"
        );
    }
    std::fs::remove_file(&files.key).unwrap();
    certificates.renew();
    assert!(certificates.state().failure.unwrap().contains("cannot be read"));
    let mut other = Browser::of(&site, newly.clone());
    other.sign_in(ALICE, PASSWORD).await;
    let told = other.get("/app/check-up").await.text("main");
    assert!(told.contains("The new certificate is not taken"), "{told}");
    // For another host; and one that ends.
    swap(&certificate(&folder.0, "host", "DNS:other.example.com", "30"));
    assert!(!certificates.state().shown.unwrap().fits && certificates.state().failure.is_none());
    swap(&next);
    site.pass(50 * 86_400);
    let mut alice = Browser::of(&site, newly.clone());
    alice.sign_in(ALICE, PASSWORD).await;
    let told = alice.get("/app/check-up").await.text("main");
    assert!(told.contains("The certificate is good until"), "{told}");
    site.pass(11 * 86_400);
    // The last answer is good for a moment.
    for attempt in 0..200 {
        let late = newly.get(site.url("/health/ready")).send().await.unwrap();
        let (status, told) = (late.status().as_u16(), late.text().await.unwrap());
        if status == 503 {
            assert!(told.contains("not good any more"), "{told}");
            break;
        }
        assert!(attempt < 199, "{told}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn write(folder: &Path, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// The binary as it is installed: with a certificate, a port for plain http, and its own health check.
#[tokio::test]
async fn the_binary_speaks_https() {
    let (scratch, keys) = (Scratch::new(), Scratch::new());
    let folder = &scratch.0;
    add_alice(folder);
    let files = certificate(&keys.0, "site", "DNS:localhost", "90");
    let path = |path: &PathBuf| path.to_str().unwrap().to_owned();
    let (cert, key) = (path(&files.certificate), path(&files.key));
    let settings = [
        ("FRONTDESK_TLS_CERT", cert.as_str()),
        ("FRONTDESK_TLS_KEY", key.as_str()),
        ("FRONTDESK_HTTP_LISTEN", "127.0.0.1:0"),
        ("FRONTDESK_BASE_URL", "https://localhost"),
    ];
    let program = Program::start_with(folder, &settings);
    let address = program.address().to_owned();
    let port = address.rsplit_once(':').unwrap().1;
    let client = trusting(&files).build().unwrap();
    let answer = client
        .get(format!("https://localhost:{port}/login"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let healthy = command(folder, &["health", "--listen", &address], "");
    assert!(healthy.status.success(), "{}", said(&healthy));
    let looked = command(
        folder,
        &[
            "check",
            "--tls-cert",
            &cert,
            "--tls-key",
            &key,
            "--base-url",
            "https://localhost",
        ],
        "",
    );
    assert!(said(&looked).contains("for localhost, until"), "{}", said(&looked));
    drop(program);
    let other = certificate(&keys.0, "other", "DNS:localhost", "90");
    for (changes, wanted) in [
        (vec![("--tls-cert", cert.as_str())], "FRONTDESK_TLS_KEY: the key"),
        (vec![("--tls-key", key.as_str())], "FRONTDESK_TLS_CERT: the certificate"),
        (vec![("--http-listen", "127.0.0.1:0")], "there is no https to lead to"),
        (
            vec![
                ("--tls-cert", cert.as_str()),
                ("--tls-key", key.as_str()),
                ("--base-url", "http://localhost"),
            ],
            "begins with https://",
        ),
        (
            vec![
                ("--tls-cert", cert.as_str()),
                ("--tls-key", other.key.to_str().unwrap()),
            ],
            "is not that of the certificate",
        ),
        (
            vec![("--tls-cert", key.as_str()), ("--tls-key", key.as_str())],
            "holds no certificate",
        ),
        (
            vec![("--tls-cert", "nothing.pem"), ("--tls-key", key.as_str())],
            "cannot be read",
        ),
    ] {
        let flags: Vec<&str> = changes.iter().flat_map(|(name, value)| [*name, *value]).collect();
        let refused = command(
            folder,
            &[&["serve", "--listen", "127.0.0.1:0"][..], &flags].concat(),
            "",
        );
        assert!(
            !refused.status.success() && said(&refused).contains(wanted),
            "{flags:?}: {}",
            said(&refused)
        );
    }
}

/// Behind a load balancer that passes connections on: it says whose they are, in front of TLS and of plain http, and nobody
/// else is believed.
#[tokio::test]
async fn the_proxy_protocol_says_whose_a_connection_is() {
    for (from, believed) in [("127.0.0.0/8", true), ("10.0.0.0/8", false)] {
        let site = Site::with(|config| config.balancers = vec![from.parse().unwrap()]).await;
        site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
        let address = site.origin.trim_start_matches("http://").to_owned();
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let login = format!(r#"{{"usr":"{ALICE}","pwd":"{PASSWORD}"}}"#);
        let asked = format!(
            "PROXY TCP4 203.0.113.7 127.0.0.1 8080 80\r\nPOST /api/method/login HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{login}",
            login.len()
        );
        stream.write_all(asked.as_bytes()).await.unwrap();
        let mut told = Vec::new();
        stream.read_to_end(&mut told).await.unwrap();
        let told = String::from_utf8_lossy(&told);
        assert_eq!(told.starts_with("HTTP/1.1 200"), believed, "{from}: {told}");
        let logged = site
            .app
            .db
            .read(|db| db.number("SELECT count(*) FROM activity_log WHERE address = '203.0.113.7'", &[]));
        assert_eq!(logged.unwrap() > 0, believed, "{from}");
        // Without the header, nothing is answered where it is asked for.
        let bare = Client::new().get(site.url("/health")).send().await;
        assert_eq!(bare.is_ok(), !believed, "{from}");
    }
}

/// A connection counts as that of whoever the load balancer says, not as the load balancer's.
#[tokio::test]
async fn a76_behind_a_load_balancer_each_client_is_counted() {
    let site = Site::with(|config| {
        config.balancers = vec!["127.0.0.1".parse().unwrap()];
        config.connections.per_address = 2;
    })
    .await;
    let address = site.origin.trim_start_matches("http://").to_owned();
    let open = async |client: &str| {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let header = format!("PROXY TCP4 {client} 127.0.0.1 8080 80\r\n");
        stream.write_all(header.as_bytes()).await.unwrap();
        let ask = format!("GET /health/live HTTP/1.1\r\nhost: {address}\r\n\r\n");
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        stream
    };
    let mut first = open("203.0.113.7").await;
    let mut second = open("203.0.113.7").await;
    let mut others = Vec::new();
    for client in ["203.0.113.8", "203.0.113.9", "203.0.113.10"] {
        others.push(open(client).await);
    }
    others.push(open("203.0.113.7").await);
    let mut rest = Vec::new();
    let mut more = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(20), async {
        tokio::select! {
            _ = first.read_to_end(&mut rest) => {}
            _ = second.read_to_end(&mut more) => {}
        }
    });
    assert!(ended.await.is_ok(), "one that waited makes room");
    for stream in &mut others {
        let ask = format!("GET /health/live HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&rest).matches("HTTP/1.1 200").count(), 1);
    }
    // The health check on the machine itself says that it is nobody's.
    let scratch = Scratch::new();
    add_alice(&scratch.0);
    let program = Program::start_with(&scratch.0, &[("FRONTDESK_PROXY_PROTOCOL", "127.0.0.1")]);
    let listen = program.address().to_owned();
    let healthy = command(
        &scratch.0,
        &["health", "--listen", &listen, "--proxy-protocol", "127.0.0.1"],
        "",
    );
    assert!(healthy.status.success(), "{}", said(&healthy));
}
