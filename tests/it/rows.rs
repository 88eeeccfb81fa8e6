//! Rows of the list of known attacks (A) that no other test is about, each by a table of what attackers send.

use crate::support::rp::authorize_path;
use crate::support::{ALICE, BOB, CALLBACK, PASSWORD, Site, query};
use frontdesk::base::redirect_uri;
use frontdesk::routes::table;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A03, A04, A06, A07: what is not the registered address, letter by letter, is a page, and nobody is sent anywhere.
#[tokio::test]
async fn a03_a04_a06_a07_what_only_looks_like_the_address_is_a_page() {
    let site = Site::new().await;
    let secure = site
        .add_client(json!({ "redirect_uris": "https://app.example/cb" }))
        .await;
    let loopback = site
        .add_client(json!({ "redirect_uris": "http://127.0.0.1:9999/cb" }))
        .await;
    let mut alice = site.signed_in(ALICE).await;
    for (rule, client, presented) in [
        ("A03", &secure, "https://app.example/x/%2e%2e/cb"),
        ("A03", &secure, "https://app.example/x/..%2fcb"),
        ("A03", &secure, "https://app.example/x/%252e%252e/cb"),
        ("A03", &secure, "https://app.example/x/..;/cb"),
        ("A03", &secure, "https://app.example/./cb"),
        ("A03", &secure, "https://app.example/cb%00"),
        ("A03", &secure, "https://app.example/cb\t"),
        ("A03", &secure, "https://app.example/cb\n"),
        ("A03", &secure, "https://app.example/cb/"),
        ("A03", &secure, "https://app.example/CB"),
        ("A04", &secure, "https://appXexample/cb"),
        ("A04", &secure, "https://app.example/cbb"),
        ("A04", &secure, "https://app.example/.*"),
        ("A06", &secure, "http://127.0.0.1/cb"),
        ("A06", &secure, "http://app.example/cb"),
        ("A06", &secure, "https://app.example:8443/cb"),
        ("A06", &loopback, "http://127.0.0.1:4711/cb?more=1"),
        ("A06", &loopback, "http://127.0.0.1:4711/other"),
        ("A06", &loopback, "https://127.0.0.1:9999/cb"),
        ("A06", &loopback, "http://user@127.0.0.1:9999/cb"),
        ("A07", &loopback, "http://localhost.evil/cb"),
        ("A07", &loopback, "http://127.0.0.1.evil/cb"),
        ("A07", &loopback, "http://127.1:9999/cb"),
        ("A07", &loopback, "http://2130706433:9999/cb"),
        ("A07", &loopback, "http://0x7f000001:9999/cb"),
        ("A07", &loopback, "http://[::ffff:127.0.0.1]:9999/cb"),
        ("A07", &loopback, "http://[::1]:9999/cb"),
        ("A07", &loopback, "http://localhost:9999/cb"),
    ] {
        let page = alice.get(&authorize_path(client, &[("redirect_uri", presented)])).await;
        assert_eq!(page.status, 400, "{rule} {presented}");
        assert!(
            !page.is_outside && page.answer.header("location").is_empty(),
            "{rule} {presented}"
        );
    }
    for (rule, registered) in [
        ("A04", "https://a.*/cb"),
        ("A04", "https://*.example/cb"),
        ("A07", "http://localhost.evil/cb"),
        ("A07", "http://127.0.0.1.evil/cb"),
    ] {
        assert!(
            redirect_uri::check(registered).is_err(),
            "{rule} {registered} is registered"
        );
    }
}

/// A22: who signs in over somebody else's session gets a session of their own, and nothing of the other's goes along.
#[tokio::test]
async fn a22_a_session_is_not_carried_over_to_another_user() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut browser = site.signed_in(ALICE).await;
    // Alice's sign-in again is asked for, left in the middle, and the browser goes back.
    let asked = browser.get(&authorize_path(&client, &[("prompt", "login")])).await;
    assert!(asked.has("login-submit"), "{}", asked.body);
    let home = browser.get("/me").await;
    assert!(home.body.contains(ALICE));
    let typed = [("email", BOB), ("password", PASSWORD)];
    let page = browser.press(&asked, "login-submit", &typed).await;
    let back = match page.has("consent-allow") {
        true => browser.press(&page, "consent-allow", &[]).await,
        false => page,
    };
    let code = query(&back.address).remove("code").expect("a code");
    let tokens = site.exchange(&client, &code, &[]).await;
    let told = site
        .get_as(tokens.json()["access_token"].as_str().unwrap(), "/oauth2/userinfo")
        .await;
    assert_eq!(told.json()["email"], BOB, "{}", told.body);
    let claims = crate::support::payload(tokens.json()["id_token"].as_str().unwrap());
    assert_eq!(claims["sub"], told.json()["sub"], "both are of one person");
    assert!(browser.get("/me").await.body.contains(BOB));
}

/// A23: a revocation that could not be stored is no 200.
#[tokio::test]
async fn a23_a_revocation_that_is_not_stored_is_no_success() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens(&client, &[]).await;
    let other = rusqlite::Connection::open(site.data.0.join("frontdesk.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let form = [
        ("token", tokens.refresh.as_str()),
        ("client_id", &client.id),
        ("client_secret", &client.secret),
    ];
    let refused = site.post("/oauth2/revoke", &form).await;
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert!(!refused.header("retry-after").is_empty());
    other.execute_batch("ROLLBACK").unwrap();
    assert!(site.is_active(&client, &tokens.access).await);
    assert_eq!(site.post("/oauth2/revoke", &form).await.status, 200);
    assert!(!site.is_active(&client, &tokens.access).await);
}

/// A29: what one site gave is nothing at another, and what one client got is nothing to another.
#[tokio::test]
async fn a29_nothing_of_one_site_works_at_another() {
    let (here, there) = (Site::new().await, Site::new().await);
    let (ours, theirs) = (here.add_client(json!({})).await, there.add_client(json!({})).await);
    let tokens = there.tokens(&theirs, &[]).await;
    let mut alice = there.signed_in(ALICE).await;
    let code = alice.code(&theirs, &[]).await;
    for path in ["/oauth2/userinfo", "/api/method/frappe.auth.get_logged_user"] {
        for token in [&tokens.access, &tokens.id, &tokens.refresh] {
            assert_eq!(here.get_as(token, path).await.status, 401, "{path}");
        }
    }
    assert_eq!(here.refresh(&ours, &tokens.refresh, &[]).await.error(), "invalid_grant");
    assert_eq!(here.exchange(&ours, &code, &[]).await.error(), "invalid_grant");
    assert_eq!(here.introspect(&ours, &tokens.access).await, json!({ "active": false }));
    let theirs_here = here.exchange(&theirs, &code, &[]).await;
    assert_eq!(theirs_here.error(), "invalid_client", "nor does the client's secret");
}

/// A40: no parameter of any page comes back as markup.
#[tokio::test]
async fn a40_no_parameter_comes_back_as_markup() {
    const POLYGLOT: &str = "\"'><x1 onx1=1></x1></title></textarea></script><x1>javascript:x1//{{7*7}}";
    let names = [
        "error",
        "error_description",
        "redirect_to",
        "redirect-to",
        "redirect_uri",
        "state",
        "client_id",
        "scope",
        "search",
        "q",
        "txt",
        "filters",
        "order_by",
        "start",
        "name",
        "user",
        "success_uri",
        "failed",
        "choose",
        "login_hint",
        "prompt",
        "code",
        "reference",
        "record",
        "doctype",
        "fields",
        "connected_app",
        "link",
        "key",
        "id",
        "app_name",
        "redirect_uris",
    ];
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let (markup, handlers) = (Selector::parse("x1").unwrap(), Selector::parse("[onx1]").unwrap());
    let links = Selector::parse("[href^='javascript:'], [action^='javascript:'], [src^='javascript:']").unwrap();
    let query: String = names
        .iter()
        .map(|name| format!("&{name}={}", frontdesk::web::params::encode(POLYGLOT)))
        .collect();
    let mut pages = 0;
    for browser in [&mut site.browser(), &mut site.signed_in(ALICE).await] {
        for (verb, path) in table().listed {
            if verb != poem::http::Method::GET || path.contains("logout") {
                continue;
            }
            let typed = frontdesk::web::params::encode(POLYGLOT).replace('+', "%20");
            let segments = path.split('/').map(|part| match part {
                ":type" => "oauth-client".to_owned(),
                part if part.starts_with(':') || part.starts_with('*') => typed.clone(),
                part => part.to_owned(),
            });
            let address = segments.collect::<Vec<_>>().join("/");
            for start in [String::new(), format!("client_id={}&response_type=code", client.id)] {
                let page = browser.get(&format!("{address}?{start}{query}")).await;
                assert!(page.status < 500, "{address}: {}", page.status);
                if !page.answer.header("content-type").starts_with("text/html") {
                    continue;
                }
                let document = Html::parse_document(&page.body);
                for selector in [&markup, &handlers, &links] {
                    assert!(document.select(selector).next().is_none(), "{address}: {}", page.body);
                }
                pages += 1;
            }
        }
    }
    assert!(pages > 60, "{pages} pages were looked at");
}

/// A62: there is no private key in the repository, and a fresh start listens on loopback only.
#[test]
fn a62_no_private_key_in_the_repository_and_loopback_by_default() {
    let mut read = 0;
    let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            // What is built or made by running is not in the repository.
            if ["target", "data", ".git", "node_modules"]
                .iter()
                .any(|made| name == *made)
            {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(content) = std::fs::read(&path) else { continue };
            let marker = ["-----BEGIN ", "PRIVATE KEY-----"];
            let text = String::from_utf8_lossy(&content);
            let is_key = |line: Option<&str>| line.is_some_and(|line| line.ends_with(marker[1]));
            let mut begins = text.match_indices(marker[0]);
            assert!(
                !begins.any(|(at, _)| is_key(text[at..].lines().next())),
                "{}",
                path.display()
            );
            read += 1;
        }
    }
    assert!(read > 100);
    let settings = <frontdesk::cli::Program as clap::Parser>::parse_from(["frontdesk"]).settings;
    assert!(settings.check(&[]).unwrap().listen.ip().is_loopback());
}

/// A66, F09: a burst of sign-ins waits its turn and everybody gets in; others are answered meanwhile. A password of a
/// megabyte is refused before it is hashed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a66_f09_a_burst_of_sign_ins_waits_its_turn() {
    let site = Site::with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    site.add_user(ALICE, "Alice", &[]).await;
    let sign_in = |password: String, number: usize| {
        let request = site.http.post(site.url("/api/method/login"));
        let request = request.header("x-forwarded-for", format!("192.0.2.{}", number % 250));
        request.form(&[("usr", ALICE.to_owned()), ("pwd", password)]).send()
    };
    let begun = Instant::now();
    let refused = sign_in("x".repeat(1_000_000), 1).await.unwrap();
    assert!(
        matches!(refused.status().as_u16(), 400 | 401 | 413 | 417),
        "{}",
        refused.status()
    );
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    let underway: Vec<_> = (0..200)
        .map(|number| tokio::spawn(sign_in(PASSWORD.to_owned(), number)))
        .collect();
    let mut worst = Duration::ZERO;
    while underway.iter().any(|one| !one.is_finished()) {
        let asked = Instant::now();
        assert_eq!(site.get("/oauth2/jwks").await.status, 200);
        worst = worst.max(asked.elapsed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    for one in underway {
        assert_eq!(one.await.unwrap().unwrap().status(), 200, "everybody gets in");
    }
    assert!(worst < Duration::from_secs(3), "others waited {worst:?}");
}

/// A67: what a header says of where a request comes from is believed of nobody but a configured proxy.
#[tokio::test]
async fn a67_forwarded_headers_are_believed_of_nobody() {
    let site = Site::new().await;
    let headers = [
        ("x-forwarded-for", "203.0.113.9"),
        ("x_forwarded_for", "203.0.113.9"),
        ("forwarded", "for=203.0.113.9;host=evil.example;proto=https"),
        ("x-real-ip", "203.0.113.9"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-uri", "/health"),
        ("x-original-url", "/health"),
        ("x-http-method-override", "DELETE"),
        ("user-agent", "kube-probe/1.30"),
    ];
    let plain = site.get("/.well-known/openid-configuration").await;
    for (name, value) in headers {
        let request = site
            .http
            .get(site.url("/.well-known/openid-configuration"))
            .header(name, value);
        assert_eq!(site.send(request).await.body, plain.body, "{name}");
        let request = site.http.get(site.url("/app/user")).header(name, value);
        let answer = site.send(request).await;
        assert!(
            answer.status == 303 && answer.header("location").starts_with("/login"),
            "{name}"
        );
        // Wrong passwords count at the connection's address, whatever the header says.
        let form = [("usr", ALICE), ("pwd", "wrong")];
        let request = site
            .http
            .post(site.url("/api/method/login"))
            .form(&form)
            .header(name, value);
        site.send(request).await;
    }
    let form = [("usr", ALICE), ("pwd", "wrong")];
    let request = site
        .http
        .post(site.url("/api/method/login"))
        .form(&form)
        .header("x-forwarded-for", "not an address, at all");
    assert_eq!(site.send(request).await.status, 429, "all came from one address");
}

/// A15: a code that was used, or has expired, is used and expired after a restart, too.
#[tokio::test]
async fn a15_codes_stay_used_across_a_restart() {
    use crate::support::binary::{Program, add_alice, add_client};
    use crate::support::rp::code_form;
    use crate::support::{Browser, Scratch};
    let scratch = Scratch::new();
    add_alice(&scratch.0);
    let client = add_client(&scratch.0, &["App", "--redirect-uri", CALLBACK, "--scope", "openid"]);
    let http = reqwest::Client::new();
    let exchange = async |origin: &str, code: &str| -> (u16, Value) {
        let credentials = [("client_id", client.id.as_str()), ("client_secret", &client.secret)];
        let form = [code_form(code).as_slice(), &credentials].concat();
        for _ in 0..200 {
            let answer = http
                .post(format!("{origin}/oauth2/token"))
                .form(&form)
                .send()
                .await
                .unwrap();
            // The keys that sign are being made.
            if answer.status() != 503 {
                return (answer.status().as_u16(), answer.json().await.unwrap());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("never ready")
    };
    let mut program = Program::start(&scratch.0);
    let mut alice = Browser::at(&program.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    let code = alice.code(&client, &[("scope", "openid")]).await;
    assert_eq!(exchange(&program.origin, &code).await.0, 200);
    program.signal("KILL");
    let program = Program::start(&scratch.0);
    let (status, body) = exchange(&program.origin, &code).await;
    assert_eq!((status, &body["error"]), (400, &json!("invalid_grant")));
}
