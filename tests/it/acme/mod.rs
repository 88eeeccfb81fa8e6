//! Certificates by themselves, of an ACME server that is not ours: issued in both ways, renewed, refused, put off, and of a
//! directory that is not there.

mod pebble;

use crate::libraries::free_port;
use crate::support::binary::{BINARY, Program, said};
use crate::support::{ALICE, Scratch, Site};
use frontdesk::acme::Keeper;
use frontdesk::base::secret::Secret;
use frontdesk::checkup;
use frontdesk::config::{Acme, Tls};
use frontdesk::web::listen::tls::CertificateState;
use pebble::{Pebble, Settings};
use reqwest::{Client, StatusCode};
use serde_json::json;

fn asking(directory: &str) -> Acme {
    Acme {
        directory: directory.to_owned(),
        email: Some("desk@example.com".into()),
        binding: None,
    }
}

/// A site at https://localhost that asks a directory for its certificate, and its port.
async fn site(acme: Acme) -> (Site, u16) {
    let mut origin = String::new();
    let mut site = Site::with(|config| {
        config.base_url = config.base_url.replace("http://127.0.0.1", "https://localhost");
        origin.clone_from(&config.base_url);
        config.outbound.allow = ["localhost", "127.0.0.1"].map(|host| host.parse().unwrap()).to_vec();
        config.outbound.extra_ca = Some(Pebble::ca());
        config.tls = Some(Tls::Acme(acme));
    })
    .await;
    site.origin = origin;
    let port = site.origin.rsplit_once(':').unwrap().1.parse().unwrap();
    (site, port)
}

fn keeper(site: &Site) -> Keeper {
    let Some(Tls::Acme(acme)) = &site.app.config.tls else {
        panic!("no ACME");
    };
    let certificates = site.app.certificates.clone().unwrap();
    Keeper::new(site.app.world(), acme.clone(), certificates)
}

/// Looks whether one is due, and says how it stands then.
async fn look(site: &Site) -> CertificateState {
    keeper(site).look().await.unwrap();
    state(site)
}

fn state(site: &Site) -> CertificateState {
    site.app.certificates.as_ref().unwrap().state()
}

fn row(site: &Site, column: &str) -> Option<String> {
    let file = rusqlite::Connection::open(site.data.0.join("frontdesk.db")).unwrap();
    let sql = format!("SELECT CAST({column} AS TEXT) FROM acme_certificates");
    file.query_row(&sql, [], |row| row.get(0)).unwrap()
}

async fn status(client: &Client, address: &str) -> StatusCode {
    client.get(address).send().await.unwrap().status()
}

#[tokio::test]
async fn a_certificate_is_issued_and_renewed() {
    let settings = Settings::looking_at(0);
    let directory = format!("https://localhost:{}/dir", settings.ports[0]);
    let (site, port) = site(asking(&directory)).await;
    let pebble = Pebble::start(Settings {
        looks_at: [port, free_port()],
        ..settings
    })
    .await;
    let client = pebble.trusting().await;
    // Before: no https, and plain http leads nowhere. Health answers, so that nobody keeps the authority out.
    assert!(client.get(site.url("/login")).send().await.is_err());
    let clear = format!("http://localhost:{port}");
    assert_eq!(status(&client, &format!("{clear}/login")).await, 503);
    assert_eq!(status(&client, &format!("{clear}/health/ready")).await, 200);
    let seen = look(&site).await;
    assert_eq!((seen.failure.as_deref(), seen.by_acme), (None, true));
    assert!(seen.shown.unwrap().fits);
    assert_eq!(row(&site, "challenge").unwrap(), "tls-alpn-01");
    assert_eq!(status(&client, &site.url("/login")).await, 200);
    assert_eq!(status(&client, &format!("{clear}/login")).await, 308);
    // The authority's protocol is spoken for its question alone.
    for (protocol, is_spoken) in [("h2", true), ("acme-tls/1", false)] {
        let asked = format!("s_client -connect 127.0.0.1:{port} -servername localhost -brief -alpn {protocol}");
        let output = tokio::task::spawn_blocking(move || {
            let mut openssl = std::process::Command::new("openssl");
            openssl
                .args(asked.split(' '))
                .stdin(std::process::Stdio::null())
                .output()
                .unwrap()
        });
        let output = output.await.unwrap();
        assert_eq!(output.status.success(), is_spoken, "{protocol}: {}", said(&output));
    }
    // It lasts: nothing is asked again before two thirds of its life are over, but then.
    let first = row(&site, "chain");
    site.pass(53 * 24 * 3600);
    look(&site).await;
    assert_eq!(row(&site, "chain"), first);
    site.pass(8 * 24 * 3600);
    let seen = look(&site).await;
    assert_eq!(seen.failure, None);
    assert_ne!(row(&site, "chain"), first);
    // What is stored opens for a server that starts anew, and nothing of it in the clear.
    let host = "localhost";
    let stored = site
        .app
        .db
        .read(|db| frontdesk::acme::stored(db, &site.app.env.vault, host));
    assert_eq!(stored.unwrap().certificate.unwrap().validity, seen.shown.unwrap());
    for column in ["key_sealed", "account_sealed"] {
        let sealed = row(&site, column).unwrap();
        assert!(!sealed.contains("PRIVATE") && !sealed.contains("key_pkcs8"), "{sealed}");
    }
}

/// Where port 443 does not get through port 80 is enough; the next time it is tried first.
#[tokio::test]
async fn either_port_is_enough() {
    let settings = Settings::looking_at(0);
    let (site, port) = site(asking(&format!("https://localhost:{}/dir", settings.ports[0]))).await;
    let _pebble = Pebble::start(Settings {
        looks_at: [free_port(), port],
        ..settings
    })
    .await;
    assert_eq!(look(&site).await.failure, None);
    assert_eq!(row(&site, "challenge").unwrap(), "http-01");
    // The words are gone when they have been read.
    let address = format!("http://localhost:{port}/.well-known/acme-challenge/x");
    assert_eq!(status(&site.http, &address).await, 404);
}

/// What cannot be reached from outside is said in words, and tried again after a while; then it works.
#[tokio::test]
async fn closed_ports_are_said() {
    let settings = Settings::looking_at(0);
    let ports = settings.ports;
    let (mut site, port) = site(asking(&format!("https://localhost:{}/dir", ports[0]))).await;
    let closed = Pebble::start(Settings {
        looks_at: [free_port(), free_port()],
        ..settings
    })
    .await;
    let failure = look(&site).await.failure.unwrap();
    for said in [
        "localhost gives no certificate for localhost: by tls-alpn-01 port 443 ",
        "by http-01 port 80 was not reached",
        "must lead to this machine",
    ] {
        assert!(failure.contains(said), "{failure}");
    }
    site.http = closed.trusting().await;
    assert!(site.http.get(site.url("/login")).send().await.is_err());
    // Nothing is asked for half an hour, or less a tenth; the account of a directory that began anew is made anew.
    drop(closed);
    let pebble = Pebble::start(Settings {
        ports,
        ..Settings::looking_at(port)
    })
    .await;
    site.pass(1600);
    assert_eq!(look(&site).await.failure, Some(failure));
    site.pass(201);
    assert_eq!(look(&site).await.failure, None);
    assert_eq!(row(&site, "failures").unwrap(), "0");
    assert_eq!(status(&pebble.trusting().await, &site.url("/login")).await, 200);
}

/// What the directory refuses is said as it says it; an account elsewhere is bound to.
#[tokio::test]
async fn refused_orders_are_said() {
    let settings = Settings::looking_at(0);
    let key = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    let (site, port) = site(asking(&format!("https://localhost:{}/dir", settings.ports[0]))).await;
    let more = json!({
        "domainBlocklist": ["localhost"],
        "externalAccountBindingRequired": true,
        "externalAccountMACKeys": { "kid-1": key },
    });
    let _pebble = Pebble::start(Settings {
        looks_at: [port, port],
        more,
        ..settings
    })
    .await;
    let unbound = look(&site).await.failure.unwrap();
    assert!(unbound.contains("externalAccountBinding"), "{unbound}");
    let Some(Tls::Acme(acme)) = site.app.config.tls.clone() else {
        panic!("no ACME");
    };
    let bound = Acme {
        binding: Some(("kid-1".into(), Secret::of(key))),
        ..acme
    };
    site.pass(1801);
    let keeper = Keeper::new(site.app.world(), bound, site.app.certificates.clone().unwrap());
    keeper.look().await.unwrap();
    let refused = state(&site).failure.unwrap();
    assert!(
        refused.contains("localhost gives no certificate for localhost: "),
        "{refused}"
    );
    assert!(refused.contains("blocked") || refused.contains("policy"), "{refused}");
}

/// A directory that answers so when an account is asked for.
async fn directory(status: u16, retry_after: &'static str) -> String {
    let origin = format!("http://127.0.0.1:{}", free_port());
    let told = origin.clone();
    let index = poem::endpoint::make_sync(move |_| {
        let addresses = ["newNonce", "newAccount", "newOrder", "revokeCert", "keyChange"];
        let index: serde_json::Map<_, _> = addresses
            .map(|name| (name.to_owned(), json!(format!("{told}/{name}"))))
            .into_iter()
            .collect();
        json!(index).to_string()
    });
    let refused = poem::endpoint::make_sync(move |_| {
        let body = json!({ "type": "urn:ietf:params:acme:error:rateLimited", "detail": "too many for this week" });
        poem::Response::builder()
            .status(poem::http::StatusCode::from_u16(status).unwrap())
            .header("retry-after", retry_after)
            .body(body.to_string())
    });
    let nonce = poem::endpoint::make_sync(|_| poem::Response::builder().header("replay-nonce", "abc").finish());
    let routes = poem::Route::new()
        .at("/dir", index)
        .at("/newNonce", nonce)
        .at("/newAccount", refused);
    let listener = poem::listener::TcpListener::bind(origin.strip_prefix("http://").unwrap().to_owned());
    let acceptor = poem::listener::Listener::into_acceptor(listener).await.unwrap();
    tokio::spawn(poem::Server::new_with_acceptor(acceptor).run(routes));
    format!("{origin}/dir")
}

/// Whoever says when to come back is not asked before, not even by a server that starts anew.
#[tokio::test]
async fn the_limits_of_a_directory_are_kept() {
    let (site, _) = site(asking(&directory(429, "7200").await)).await;
    let failure = look(&site).await.failure.unwrap();
    assert!(
        failure.contains("it was asked too often (too many for this week)"),
        "{failure}"
    );
    let next = || row(&site, "next_at").unwrap().parse::<i64>().unwrap() - site.now().0;
    assert_eq!(next(), 7200);
    site.pass(3600);
    keeper(&site).begin().await.unwrap();
    look(&site).await;
    assert_eq!(next(), 3600, "it was not asked");
    site.pass(3600);
    look(&site).await;
    assert_eq!(row(&site, "failures").unwrap(), "2");
    // What is only busy, or not there, is asked again soon; later and later, but within an hour or so.
    let (busy, _) = self::site(asking(&directory(503, "1").await)).await;
    let nobody = format!("https://localhost:{}/dir", free_port());
    let (silent, _) = self::site(asking(&nobody)).await;
    for site in [busy, silent] {
        let mut pauses = Vec::new();
        for _ in 0..8 {
            look(&site).await;
            let next = row(&site, "next_at").unwrap().parse::<i64>().unwrap() - site.now().0;
            pauses.push(next);
            site.pass(next);
        }
        assert!((54..=60).contains(&pauses[0]), "{pauses:?}");
        assert!(pauses.is_sorted() || pauses.iter().max() <= Some(&3600), "{pauses:?}");
        assert!((3240..=3600).contains(&pauses[7]), "{pauses:?}");
    }
}

/// The check-up tells it: that there is none yet, and why; that it could not be renewed, and until when it lasts.
#[tokio::test]
async fn the_check_up_speaks_of_it() {
    let settings = Settings::looking_at(0);
    let (mut site, port) = site(asking(&format!("https://localhost:{}/dir", settings.ports[0]))).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    let told = |site: &Site| {
        let app = &site.app;
        let found = app.db.read(|db| checkup::findings(db, &app.env, &app.machine()));
        let words = found
            .unwrap()
            .into_iter()
            .map(|found| format!("{}: {}\n", found.title, found.why));
        words.collect::<String>()
    };
    assert!(told(&site).contains("There is no certificate yet"));
    look(&site).await;
    assert!(
        told(&site).contains("localhost gives no certificate for localhost"),
        "{}",
        told(&site)
    );
    let pebble = Pebble::start(Settings {
        looks_at: [port, port],
        ..settings
    })
    .await;
    site.pass(60);
    assert_eq!(look(&site).await.failure, None);
    site.http = pebble.trusting().await;
    let mut alice = site.signed_in(ALICE).await;
    assert!(!alice.get("/app/check-up").await.text("main").contains("ertificate"));
    // The directory is gone when it is to be renewed: what there is goes on.
    drop(pebble);
    site.pass(60 * 24 * 3600);
    let state = look(&site).await;
    assert!(state.failure.is_some() && state.is_good(site.now()));
    let told = told(&site);
    assert!(
        told.contains("The certificate could not be renewed") && told.contains("goes on until"),
        "{told}"
    );
}

/// The real program, whose directory is not there when it starts: it serves with what it has.
#[tokio::test]
async fn a_directory_that_is_down_at_the_start() {
    let (folder, settings) = (Scratch::new(), Settings::looking_at(0));
    let directory = format!("https://localhost:{}/dir", settings.ports[0]);
    let ca = Pebble::ca();
    let variables = [
        ("FRONTDESK_ACME", "localhost"),
        ("FRONTDESK_ACME_DIRECTORY", &directory),
        ("FRONTDESK_BASE_URL", "https://localhost:0"),
        ("FRONTDESK_EXTRA_CA", ca.to_str().unwrap()),
        ("FRONTDESK_OUTBOUND_ALLOW", "localhost"),
    ];
    let started = |listen: String| {
        let (folder, variables) = (
            folder.0.clone(),
            variables.map(|(name, value)| (name, value.to_owned())),
        );
        tokio::task::spawn_blocking(move || {
            let mut command = std::process::Command::new(BINARY);
            command
                .current_dir(&folder)
                .envs(variables)
                .stderr(std::process::Stdio::null());
            Program::greet_at(&mut command, &listen)
        })
    };
    let anywhere = || "127.0.0.1:0".to_owned();
    let mut program = started(anywhere()).await.unwrap();
    let client = Client::new();
    assert_eq!(status(&client, &format!("{}/health", program.origin)).await, 200);
    assert_eq!(status(&client, &format!("{}/login", program.origin)).await, 503);
    program.signal("TERM");
    // It comes up; what was issued is there at the next start, with or without it.
    let port = free_port();
    let pebble = Pebble::start(Settings {
        looks_at: [port, port],
        ..settings
    })
    .await;
    let mut program = started(format!("127.0.0.1:{port}")).await.unwrap();
    let trusting = pebble.trusting().await;
    let address = format!("https://localhost:{port}/login");
    let issued = async {
        while trusting.get(&address).send().await.is_err() {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(100), issued)
        .await
        .expect("a certificate within two minutes");
    program.signal("TERM");
    drop(pebble);
    let program = started(anywhere()).await.unwrap();
    let port = program.address().rsplit_once(':').unwrap().1;
    assert_eq!(status(&trusting, &format!("https://localhost:{port}/login")).await, 200);
}
