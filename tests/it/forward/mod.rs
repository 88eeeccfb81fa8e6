//! Forward authentication: protected applications behind Caddy and nginx as Debian has them, with the lines that are printed
//! for them; behind proxies that speak as Traefik and Envoy do; and what clients try.

mod apache;
mod arrivals;
mod proxies;

use crate::support::{ALICE, Answer, BOB, Browser, Page, Site};
use proxies::{Application, Running};
use serde_json::{Value, json};

/// A site that trusts proxies on this machine, with Alice, Bob, and an application for whoever is an Auditor.
async fn site() -> Site {
    let site = Site::with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    site.add_user(ALICE, "Alice Liddell", &["Auditor", "Employee"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    site
}

/// Records an application at a host.
async fn add(site: &Site, host: &str, fields: Value) -> String {
    let usual = json!({
        "application_name": "Wiki", "hosts": [host], "allowed_roles": ["Auditor"], "open_paths": ["/public/*"],
    });
    site.add("Protected Application", crate::support::over(usual, &fields))
        .await
}

/// A browser at the application.
fn at(site: &Site, origin: &str) -> Browser {
    let host = url::Url::parse(origin).unwrap();
    let address = std::net::SocketAddr::from(([127, 0, 0, 1], host.port().unwrap_or(80)));
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .resolve(host.host_str().unwrap(), address)
        .build()
        .unwrap();
    let mut browser = Browser::of(site, http);
    browser.origin = origin.to_owned();
    browser
}

/// From the application by way of the site and back: what is seen there in the end.
async fn sign_in(application: &mut Browser, person: &mut Browser, path: &str) -> Page {
    let led = application.get(path).await;
    assert!(led.is_outside, "{} {}", led.status, led.body);
    let back = person.get(&led.address).await;
    assert!(back.is_outside, "{} {}", back.status, back.text("main"));
    application.get(&back.address).await
}

/// What the application was sent.
fn told(page: &Page) -> Value {
    serde_json::from_str(&page.body).unwrap_or_else(|_| panic!("{} {}", page.status, page.body))
}

async fn through(site: &Site, proxy: &Running) {
    let mut wiki = at(site, &proxy.origin);
    let mut alice = site.signed_in(ALICE).await;
    // Led back to where she was going, with her name, and nobody else's.
    let seen = told(&sign_in(&mut wiki, &mut alice, "/page?a=b%20c&d").await);
    assert_eq!(seen["path"], "/page?a=b%20c&d");
    for (name, value) in [
        ("remote-user", "alice"),
        ("remote-email", ALICE),
        ("remote-name", "Alice Liddell"),
        ("remote-groups", "Auditor,Employee"),
    ] {
        let told = seen["headers"][name].as_str().unwrap_or_default();
        let told = told
            .split(',')
            .filter(|role| *role != "Desk User")
            .collect::<Vec<_>>()
            .join(",");
        assert_eq!(told, value, "{seen}");
    }
    // What a client says of itself does not get through: signed in, or at an open path.
    let forged = |request: reqwest::RequestBuilder| {
        request
            .header("remote-user", "administrator")
            .header("Remote-Groups", "System Manager")
            .header("x-forwarded-user", "administrator")
            .header("x-frontdesk-jwt", "forged")
            .header("remote_user", "administrator")
            .header("Remote_Groups", "forged")
            .header("x-forwarded-uri", "/public/x")
            .header("x-original-url", format!("{}/public/x", proxy.origin))
            .header("x-forwarded-host", "other.test")
            .header("x-forwarded-method", "GET")
            .header("accept", "text/html")
    };
    let http = wiki.client().clone();
    let own = forged(http.get(format!("{}/own", proxy.origin)));
    let seen = body(&wiki.raw(own).await);
    assert_eq!(seen["headers"]["remote-user"], "alice");
    assert!(
        !seen.to_string().contains("administrator") && !seen.to_string().contains("forged"),
        "{seen}"
    );
    let open = forged(http.get(format!("{}/public/a", proxy.origin)));
    let seen = body(&at(site, &proxy.origin).raw(open).await);
    assert_eq!(seen["path"], "/public/a");
    assert!(
        !seen.to_string().contains("administrator") && !seen.to_string().contains("forged"),
        "{seen}"
    );
    // Without a sign-in the same headers lead nowhere, and neither do paths that only look open.
    let mut stranger = at(site, &proxy.origin);
    for path in ["/own", "/public/../own", "/public/%2e%2e/own", "/public%2f..%2fown"] {
        let request = forged(http.get("http://x.test").header("host", "x")).build().unwrap();
        let answer = proxies::raw(proxy, path, request.headers()).await;
        assert!(answer.starts_with("HTTP/1.1 30"), "{path}: {answer}");
        assert!(!answer.contains("\"path\""), "{path}: {answer}");
    }
    // Who is no browser is told so, and led nowhere.
    let posted = stranger.raw(http.post(format!("{}/own", proxy.origin))).await;
    assert_eq!(posted.status, 401, "{}", posted.body);
    let script = http
        .get(format!("{}/own", proxy.origin))
        .header("accept", "*/*")
        .header("sec-fetch-mode", "cors");
    assert_eq!(stranger.raw(script).await.status, 401);
    // Sockets go through for whoever is signed in.
    assert!(proxies::socket(proxy, "").await.starts_with("HTTP/1.1 401"));
    let cookies: Vec<String> = wiki
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let switched = proxies::socket(proxy, &cookies.join("; ")).await;
    assert!(
        switched.starts_with("HTTP/1.1 101") && switched.ends_with("ping"),
        "{switched}"
    );
    // Bob is told that he may not; nothing of the application is seen.
    let mut bob = site.signed_in(BOB).await;
    let led = at(site, &proxy.origin).get("/page").await;
    let refused = bob.get(&led.address).await;
    assert_eq!(refused.status, 403);
    assert!(
        refused.text("main").contains("bob@example.com may not use Wiki"),
        "{}",
        refused.text("main")
    );
    // Her role is taken away: the next request is refused. It comes back: so does she.
    site.change("User", ALICE, json!({ "roles": ["Employee"] })).await;
    let refused = wiki.get("/page").await;
    assert!(refused.is_outside, "to the page here that says so");
    assert_eq!(alice.get(&refused.address).await.status, 403);
    site.change("User", ALICE, json!({ "roles": ["Employee", "Auditor"] }))
        .await;
    assert_eq!(wiki.get("/page").await.status, 200);
    // She leaves at the application: the way leads to the site's own page. There she signs out, and is out here.
    let kept = wiki.clone();
    let left = wiki.get("/.frontdesk/sign-out").await;
    assert_eq!(left.address, site.url("/logout"));
    assert!(!wiki.cookies.contains_key("frontdesk"));
    let page = alice.get("/logout").await;
    alice.press(&page, "logout-submit", &[]).await;
    assert!(kept.clone().get("/page").await.is_outside);
}

fn body(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{} {}", answer.status, answer.body))
}

#[tokio::test]
async fn behind_caddy() {
    let (site, application) = (site().await, Application::start().await);
    let proxy = proxies::caddy(&site, &application).await;
    add(&site, &proxy.host, json!({})).await;
    through(&site, &proxy).await;
}

#[tokio::test]
async fn behind_nginx() {
    let (site, application) = (site().await, Application::start().await);
    let proxy = proxies::nginx(&site, &application).await;
    add(&site, &proxy.host, json!({})).await;
    through(&site, &proxy).await;
}

/// Asks as a proxy does: with these headers, for a page.
async fn ask(site: &Site, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = site.http.get(site.url(path)).header("accept", "text/html");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    site.send(request).await
}

const WIKI: &[(&str, &str)] = &[
    ("x-forwarded-proto", "https"),
    ("x-forwarded-host", "wiki.test"),
    ("x-forwarded-uri", "/page"),
    ("x-forwarded-method", "GET"),
];

/// A site behind https, asked as Traefik does.
async fn https_site() -> Site {
    let site = Site::with(|config| {
        config.base_url = "https://login.test".into();
        config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
    .await;
    site.add_user(ALICE, "Alice Liddell", &["Auditor"]).await;
    add(&site, "wiki.test", json!({ "send_jwt": true })).await;
    add(
        &site,
        "*.apps.test",
        json!({ "application_name": "Others", "header_names": "X-Forwarded-User" }),
    )
    .await;
    site
}

/// Walks to the application and back; the cookie that it ends with, and that of the browser.
async fn arrive(site: &Site, alice: &mut Browser, headers: &[(&str, &str)]) -> (String, String, String) {
    let led = ask(site, "/auth/forward", headers).await;
    assert_eq!(led.status, 303, "{}", led.body);
    let mark = led.header("set-cookie").split(';').next().unwrap().to_owned();
    let here = led.header("location").strip_prefix("https://login.test").unwrap();
    let back = alice.get(here).await;
    let (_, address) = back.address.split_once("://").unwrap();
    let address = &address[address.find('/').unwrap()..];
    let there = [
        &headers[..2],
        &[
            ("x-forwarded-uri", address),
            ("x-forwarded-method", "GET"),
            ("cookie", &mark),
        ],
    ]
    .concat();
    let arrived = ask(site, "/auth/forward", &there).await;
    let (_, host) = headers[1];
    assert_eq!(
        (arrived.status, arrived.header("location")),
        (303, &*format!("https://{host}/page"))
    );
    let cookie = arrived.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-frontdesk=") && cookie.contains("Secure") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
    (cookie.split(';').next().unwrap().to_owned(), mark, address.to_owned())
}

#[tokio::test]
async fn what_clients_try() {
    let site = https_site().await;
    let mut alice = site.signed_in(ALICE).await;
    let (cookie, mark, arrival) = arrive(&site, &mut alice, WIKI).await;
    let with = |more: &[(&'static str, &str)]| {
        let mut all: Vec<(String, String)> = Vec::new();
        for (name, value) in WIKI.iter().chain(more.iter()) {
            all.retain(|(own, _)| own != name);
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
        all
    };
    let asked = async |path: &str, more: &[(&'static str, &str)]| {
        let all = with(more);
        let all: Vec<(&str, &str)> = all
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        ask(&site, path, &all).await
    };
    let through = asked("/auth/forward", &[("cookie", &cookie)]).await;
    assert_eq!((through.status, through.header("remote-user")), (200, "alice"));
    // The token says the same to whoever would rather verify it.
    let token = crate::support::payload(through.header("x-frontdesk-jwt"));
    assert_eq!(
        (&token["aud"], &token["iss"]),
        (&json!("https://wiki.test"), &json!("https://login.test"))
    );
    assert_eq!(
        (&token["email"], &token["groups"]),
        (&json!(ALICE), &json!(["Auditor", "Desk User"]))
    );
    // Another host's cookie is nobody's here; nor is the code of another browser, of another host, or an old one.
    for (host, uri, cookie) in [
        ("a.apps.test", "/page", &*cookie),
        ("a.apps.test", &*arrival, &*mark),
        ("wiki.test", &*arrival, "__Host-frontdesk-mark=another"),
        ("wiki.test", &*arrival, ""),
        ("wiki.test", "/.frontdesk/arrive?code=x", &*mark),
        ("wiki.test", "/.frontdesk/arrive", &*mark),
        ("wiki.test", "/page", "__Host-frontdesk=x"),
        ("wiki.test", "/page", "sid=x"),
    ] {
        let answer = asked(
            "/auth/forward",
            &[("x-forwarded-host", host), ("x-forwarded-uri", uri), ("cookie", cookie)],
        )
        .await;
        assert_eq!(answer.status, 303, "{host}{uri}");
        assert!(
            answer
                .header("location")
                .starts_with("https://login.test/auth/sign-in?ticket=")
        );
    }
    site.pass(61);
    let late = asked("/auth/forward", &[("x-forwarded-uri", &arrival), ("cookie", &mark)]).await;
    assert!(late.header("location").starts_with("https://login.test/auth/sign-in"));
    // Hosts that nobody recorded, or that are none; http; what is missing or said twice.
    for (name, value) in [
        ("x-forwarded-host", "evil.test"),
        ("x-forwarded-host", "wiki.test.evil.test"),
        ("x-forwarded-host", "wiki.test, evil.test"),
        ("x-forwarded-host", "wiki.test:8443"),
        ("x-forwarded-host", "a.b.apps.test"),
        ("x-forwarded-host", "apps.test"),
        ("x-forwarded-host", ""),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-proto", "https,http"),
        ("x-forwarded-proto", ""),
        ("x-forwarded-uri", "page"),
        ("x-forwarded-uri", ""),
        ("x-forwarded-method", ""),
    ] {
        let answer = asked("/auth/forward", &[(name, value), ("cookie", &cookie)]).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert!(answer.header("remote-user").is_empty());
    }
    // Lines for one application are no way to another's rules, and the site's own address no way in.
    let other = [("x-forwarded-host", "a.apps.test"), ("x-forwarded-uri", "/public/x")];
    assert_eq!(asked("/auth/forward", &other).await.status, 200);
    assert_eq!(asked("/auth/forward?at=wiki.test", &other).await.status, 403);
    assert_eq!(
        asked("/auth/forward?at=wiki.test", &[("cookie", &cookie)]).await.status,
        200
    );
    assert_eq!(
        asked("/auth/forward", &[("host", "login.test"), ("cookie", &cookie)])
            .await
            .status,
        404
    );
    // What is answered itself lets nobody through.
    let page = [
        ("x-original-url", "https://wiki.test/page"),
        ("x-original-method", "GET"),
        ("cookie", &*cookie),
    ];
    assert_eq!(asked("/auth/forward/nginx", &page).await.status, 200);
    assert_eq!(asked("/auth/forward/nginx/own", &page).await.status, 303);
    // What another proxy's headers say means nothing at this one's address.
    let open = [
        ("x-original-url", "https://wiki.test/public/x"),
        ("x-original-method", "GET"),
    ];
    assert_eq!(asked("/auth/forward", &open).await.status, 303);
    assert_eq!(
        asked("/auth/forward/nginx", &[("x-forwarded-uri", "/public/x")])
            .await
            .status,
        403
    );
    assert_eq!(asked("/auth/forward/nginx", &open).await.status, 200);
    let twice = site
        .http
        .get(site.url("/auth/forward"))
        .header("x-forwarded-uri", "/page")
        .header("x-forwarded-uri", "/public/x")
        .header("x-forwarded-proto", "https")
        .header("x-forwarded-host", "wiki.test")
        .header("x-forwarded-method", "GET");
    assert_eq!(site.send(twice).await.status, 403);
    // Envoy sends the request itself, below an address.
    let envoy = async |path: &str, host: &str, cookie: &str| {
        let request = site
            .http
            .post(site.url(&format!("/auth/forward/envoy{path}")))
            .header("host", host);
        site.send(request.header("x-forwarded-proto", "https").header("cookie", cookie))
            .await
    };
    let answer = envoy("/page?x=1", "wiki.test", &cookie).await;
    assert_eq!((answer.status, answer.header("remote-email")), (200, ALICE));
    assert_eq!(envoy("/page", "wiki.test", "").await.status, 401);
    assert_eq!(envoy("/public/x", "wiki.test", "").await.status, 200);
    assert_eq!(envoy("/page", "evil.test", &cookie).await.status, 403);
    // By other names, at an application that wants them.
    let apps = [
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "a.apps.test"),
        WIKI[2],
        WIKI[3],
    ];
    let (other, _, _) = arrive(&site, &mut alice, &apps).await;
    let answer = asked(
        "/auth/forward",
        &[("x-forwarded-host", "a.apps.test"), ("cookie", &other)],
    )
    .await;
    assert_eq!(
        (answer.header("x-forwarded-user"), answer.header("remote-user")),
        ("alice", "")
    );
    assert!(answer.header("x-frontdesk-jwt").is_empty());
    // Whoever is switched off is out, and so is everybody of an application that is.
    site.change("User", ALICE, json!({ "enabled": false })).await;
    assert_eq!(asked("/auth/forward", &[("cookie", &cookie)]).await.status, 303);
    site.change("User", ALICE, json!({ "enabled": true })).await;
    let name = site
        .app
        .db
        .read(|db| Ok(frontdesk::forward::at(db, &origin("wiki.test"))?.unwrap().name.clone()));
    site.change("Protected Application", &name.unwrap(), json!({ "enabled": false }))
        .await;
    for uri in ["/page", "/public/x"] {
        assert_eq!(
            asked("/auth/forward", &[("x-forwarded-uri", uri), ("cookie", &cookie)])
                .await
                .status,
            403
        );
    }
    // Its place goes to no pattern either.
    add(
        &site,
        "pay.apps.test",
        json!({ "application_name": "Pay", "enabled": false }),
    )
    .await;
    for uri in ["/page", "/public/x"] {
        let off = [("x-forwarded-host", "pay.apps.test"), ("x-forwarded-uri", uri)];
        assert_eq!(asked("/auth/forward", &off).await.status, 403);
    }
}

fn origin(host: &str) -> frontdesk::forward::hosts::Origin {
    frontdesk::forward::hosts::Origin::parse("https", host).unwrap()
}

/// Nobody but a trusted proxy is answered; whoever asks by themselves learns how it is set up.
#[tokio::test]
async fn only_trusted_proxies_ask() {
    let site = Site::new().await;
    for path in ["/auth/forward", "/auth/forward/nginx", "/auth/forward/envoy/x"] {
        let answer = ask(&site, path, WIKI).await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.body.contains("FRONTDESK_TRUSTED_PROXIES"), "{}", answer.body);
    }
}

/// A ticket leads to applications that are recorded, for an hour; nothing else is led to.
#[tokio::test]
async fn tickets_lead_to_recorded_applications() {
    let site = https_site().await;
    let led = ask(&site, "/auth/forward", WIKI).await;
    let here = led
        .header("location")
        .strip_prefix("https://login.test")
        .unwrap()
        .to_owned();
    // The login page says where it leads, and lets its form lead there.
    let login = site.get(&here).await;
    assert!(
        login.header("location").starts_with("/login?redirect-to="),
        "{}",
        login.header("location")
    );
    let page = site.get(login.header("location")).await;
    assert!(page.body.contains("Wiki"), "{}", page.body);
    assert!(page.header("content-security-policy").contains("https://wiki.test"));
    for wrong in [
        "x",
        "",
        "https://evil.test",
        &here["/auth/sign-in?ticket=".len()..here.len() - 2],
    ] {
        let answer = site.get(&format!("/auth/sign-in?ticket={wrong}")).await;
        assert_eq!((answer.status, answer.header("location")), (404, ""), "{wrong}");
    }
    site.pass(3601);
    assert_eq!(site.get(&here).await.status, 404);
}

/// What the record refuses.
#[tokio::test]
async fn what_an_application_may_be() {
    let site = https_site().await;
    for (fields, word) in [
        (json!({ "hosts": ["https://wiki.test"] }), "is no host"),
        (json!({ "hosts": ["login.test"] }), "this site itself"),
        (json!({ "hosts": ["login.test:8443"] }), "this site itself"),
        (json!({ "hosts": ["x.test:443"] }), "usual port"),
        (json!({ "hosts": ["wiki.test:8443"] }), "Wiki already"),
        (json!({ "hosts": ["wiki.test"] }), "Wiki already"),
        (json!({ "hosts": ["x.test"], "open_paths": ["/a/../b"] }), "is no path"),
        (json!({ "hosts": ["x.test"], "open_paths": ["public"] }), "is no path"),
        (json!({ "hosts": ["x.test"], "allowed_roles": [] }), "Choose everybody"),
        (json!({ "hosts": [] }), "osts"),
    ] {
        let usual = json!({ "application_name": "X", "allowed_roles": ["Auditor"] });
        let refused = site
            .try_add("Protected Application", crate::support::over(usual, &fields))
            .await;
        let error = refused.unwrap_err().to_string();
        assert!(error.contains(word), "{fields}: {error}");
    }
}
