//! Passing requests on to the app's API.

use super::{connect, fields, polite, site};
use crate::support::rude::{Act, Rude, Seen};
use crate::support::{ALICE, BOB, Site, program};
use serde_json::json;

/// An API that answers with what it was asked, and with headers that are none of its business.
fn api() -> impl FnMut(&Seen) -> Act + Send + 'static {
    let mut provider = polite();
    move |seen| match seen.path().starts_with("/api/") {
        true => {
            let headers = [
                ("content-type", "text/html"),
                ("set-cookie", "sid=evil"),
                ("content-security-policy", "default-src *"),
                ("access-control-allow-origin", "*"),
                ("strict-transport-security", "max-age=1"),
                ("location", "https://elsewhere.example.com/x"),
                ("x-ratelimit-remaining", "41"),
                ("cache-control", "public, max-age=600"),
            ];
            let headers = headers.map(|(name, value)| (name, value.to_owned())).to_vec();
            Act::Answer(
                201,
                headers,
                format!("<script>{} {}", seen.method, seen.target).into_bytes(),
            )
        }
        false => provider(seen),
    }
}

async fn app(site: &Site, server: &Rude, changed: serde_json::Value) -> String {
    let mut all = json!({ "pass_through": 1, "api_base_url": format!("{}/api/v2", server.origin) });
    for (name, value) in changed.as_object().unwrap() {
        all[name] = value.clone();
    }
    site.add("Connected App", fields(&server.origin, all)).await
}

#[tokio::test]
async fn a_request_is_passed_on_with_the_token_and_nothing_of_ours() {
    let site = site().await;
    let server = Rude::start(api()).await;
    let app = app(&site, &server, json!({})).await;
    connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"] {
        let request = site
            .http
            .request(
                method.parse().unwrap(),
                site.url(&format!("/api/connect/{app}/items/7/?q=a%20b&x=%2F")),
            )
            .header("authorization", &bob.authorization)
            .header("cookie", "sid=secret; browser=secret")
            .header("x-frappe-csrf-token", "secret")
            .header("x-forwarded-for", "1.2.3.4")
            .header("referer", "https://a.example.com/secret")
            .header("connection", "x-hop")
            .header("x-hop", "secret")
            .header("x-own", "kept")
            .header("accept", "application/json");
        let request = match method {
            "POST" | "PUT" | "PATCH" => request.body("some body"),
            _ => request,
        };
        let answer = site.send(request).await;
        assert_eq!(answer.status, 201, "{method}: {}", answer.body);
        let seen = server.last("/api/v2/items/7/");
        assert_eq!(
            (seen.method.as_str(), seen.target.as_str()),
            (method, "/api/v2/items/7/?q=a%20b&x=%2F")
        );
        assert_eq!(seen.header("authorization"), "Bearer access-1");
        assert_eq!(
            (seen.header("x-own"), seen.header("accept")),
            ("kept", "application/json")
        );
        let told = format!("{:?}", seen.headers);
        assert!(
            !told.contains("secret") && !told.contains("1.2.3.4") && !told.contains(&bob.authorization),
            "{told}"
        );
        assert_eq!(
            seen.body,
            if matches!(method, "POST" | "PUT" | "PATCH") {
                "some body"
            } else {
                ""
            }
        );
        // What came back can do nothing to this site.
        assert_eq!(answer.body, format!("<script>{method} /api/v2/items/7/?q=a%20b&x=%2F"));
        for name in ["set-cookie", "access-control-allow-origin", "strict-transport-security"] {
            assert_eq!(answer.header(name), "", "{name}");
        }
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("x-ratelimit-remaining"), "41");
        assert_eq!(
            answer.header("location"),
            "https://elsewhere.example.com/x",
            "told, not followed"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert!(super::held(&site, &app, Some(BOB)).last_used_at.is_some());
}

/// Off unless it is switched on; for programs only; below the base URL only.
#[tokio::test]
async fn nothing_else_is_passed_on() {
    let site = site().await;
    let server = Rude::start(api()).await;
    let app = app(&site, &server, json!({})).await;
    let mut browser = connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    let before = server.seen().len();
    assert_eq!(site.get(&format!("/api/connect/{app}/items")).await.status, 401);
    let csrf = browser.csrf_of_home().await;
    let request = site
        .http
        .post(site.url(&format!("/api/connect/{app}/items")))
        .header("x-frappe-csrf-token", csrf);
    assert_eq!(browser.raw(request).await.status, 401, "a session is no program");
    for path in [
        "/../admin",
        "/..%2fadmin",
        "/%2e%2e/admin",
        "/a/../../../admin",
        "//evil.example.com/x",
        "/\\evil",
        "/%5cevil",
        "/a/%2E%2E/%2E%2E/x",
    ] {
        // As it is: clients would tidy such a path up.
        let address = site.origin.strip_prefix("http://").unwrap();
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let head = format!(
            "GET /api/connect/{app}{path} HTTP/1.1\r\nhost: {address}\r\nauthorization: {}\r\nconnection: close\r\n\r\n",
            bob.authorization
        );
        tokio::io::AsyncWriteExt::write_all(&mut stream, head.as_bytes())
            .await
            .unwrap();
        let mut answer = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer)
            .await
            .unwrap();
        let status: u16 = answer.split(' ').nth(1).unwrap().parse().unwrap();
        assert!((400..500).contains(&status), "{path}: {answer}");
    }
    assert_eq!(server.seen().len(), before);
    let alice = program(&site, ALICE).await;
    assert_eq!(
        alice.get(&format!("/api/connect/{app}/items")).await.status,
        404,
        "not connected"
    );
    let asked = |user: &str, authorization: &str| {
        let request = site.http.get(site.url(&format!("/api/connect/{app}/items")));
        request
            .header("authorization", authorization)
            .header("x-frontdesk-user", user.to_owned())
    };
    assert_eq!(site.send(asked(BOB, &alice.authorization)).await.status, 403);
    assert_eq!(site.send(asked("service", &bob.authorization)).await.status, 403);
    site.change(
        "Connected App",
        &app,
        json!({ "token_roles": [{ "role": "System Manager" }] }),
    )
    .await;
    assert_eq!(site.send(asked(BOB, &alice.authorization)).await.status, 201);
    assert_eq!(server.last("/api/v2/items").header("authorization"), "Bearer access-1");
    assert_eq!(server.last("/api/v2/items").header("x-frontdesk-user"), "");
    site.change("Connected App", &app, json!({ "pass_through": 0 })).await;
    let off = bob.get(&format!("/api/connect/{app}/items")).await;
    assert!(
        off.status == 403 && off.body.contains("Pass Requests On is off"),
        "{}",
        off.body
    );
}

/// Bodies are streamed, within limits; a header of the service's own takes the token.
#[tokio::test]
async fn bodies_are_streamed_within_limits() {
    let site = site().await;
    let server = Rude::start(api()).await;
    let app = app(&site, &server, json!({ "api_token_header": "X-Shopify-Access-Token" })).await;
    connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    let send = |length: usize| {
        let request = site.http.post(site.url(&format!("/api/connect/{app}/upload")));
        request
            .header("authorization", &bob.authorization)
            .body(vec![b'x'; length])
    };
    // Larger than any form of ours.
    assert_eq!(site.send(send(3 << 20)).await.status, 201);
    let seen = server.last("/api/v2/upload");
    assert_eq!((seen.body.len(), seen.header("content-length")), (3 << 20, "3145728"));
    assert_eq!(
        (seen.header("x-shopify-access-token"), seen.header("authorization")),
        ("access-1", "")
    );
    let too_long = send(33 << 20).send().await;
    assert!(too_long.is_err() || too_long.unwrap().status() == 417);
    // An answer without an end is broken off; what hangs is told.
    server.becomes(|seen| match seen.path() {
        "/api/v2/flood" => Act::Flood,
        _ => Act::HangUp,
    });
    let flood = bob.get(&format!("/api/connect/{app}/flood")).await;
    assert!(flood.status == 502 && flood.body.contains("32 MiB"), "{}", flood.body);
    let gone = bob.get(&format!("/api/connect/{app}/gone")).await;
    assert_eq!(gone.status, 502, "{}", gone.body);
}

/// Where the API redirects to is an address here or elsewhere, never one of this site's own.
#[tokio::test]
async fn redirects_of_the_api_never_lead_into_this_site() {
    let site = site().await;
    let server = Rude::start(api()).await;
    let app = app(&site, &server, json!({})).await;
    connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    let (api, own) = (
        format!("{}/api/v2/next?x=1", server.origin),
        site.url("/api/resource/User"),
    );
    let here = site.url(&format!("/api/connect/{app}/next?x=1"));
    for (location, told) in [
        ("/api/v2/next?x=1", here.as_str()),
        ("next?x=1", here.as_str()),
        (api.as_str(), here.as_str()),
        (own.as_str(), ""),
        ("/elsewhere", &format!("{}/elsewhere", server.origin)),
    ] {
        let location = location.to_owned();
        server.becomes(move |_| Act::Answer(307, vec![("location", location.clone())], Vec::new()));
        let answer = bob.get(&format!("/api/connect/{app}/items")).await;
        assert_eq!((answer.status, answer.header("location")), (307, told));
    }
    // Written otherwise than the name is, the path cannot be told from it.
    for path in [
        format!("/api/connect//{app}/items/7"),
        format!("/api/connect/%{:x}{}/items/7", app.as_bytes()[0], &app[1..]),
    ] {
        let before = server.seen().len();
        let refused = bob.get(&path).await;
        assert!((400..500).contains(&refused.status), "{path}: {}", refused.status);
        assert_eq!(server.seen().len(), before, "{path}");
    }
    let trace = site
        .http
        .request("TRACE".parse().unwrap(), site.url(&format!("/api/connect/{app}/x")));
    assert_eq!(
        site.send(trace.header("authorization", &bob.authorization))
            .await
            .status,
        403
    );
}

/// A token that the service does not take any more is renewed, and what can be asked again is.
#[tokio::test]
async fn a_token_that_the_service_refuses_is_renewed() {
    let site = site().await;
    let mut provider = polite();
    let server = Rude::start(
        move |seen| match (seen.path().starts_with("/api/"), seen.header("authorization")) {
            (true, "Bearer access-1") => crate::support::rude::with_status(401, json!({ "message": "expired" })),
            (true, _) => crate::support::rude::json(json!({ "fine": true })),
            _ => provider(seen),
        },
    )
    .await;
    let app = app(&site, &server, json!({})).await;
    connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    let answer = bob.get(&format!("/api/connect/{app}/items")).await;
    assert_eq!(
        (answer.status, answer.json()["fine"].as_bool()),
        (200, Some(true)),
        "{}",
        answer.body
    );
    assert_eq!(server.count("/token"), 2);
    // By hand: the last one was refused.
    site.pass(60);
    let path = format!("/api/method/frontdesk.connected_app.get_active_token?connected_app={app}");
    assert_eq!(bob.get(&path).await.json()["message"]["access_token"], "access-2");
    assert_eq!(
        bob.get(&format!("{path}&refused=1")).await.json()["message"]["access_token"],
        "access-3"
    );
    // Not again and again; and what was refused is never handed out as if it were good.
    for refused in ["1", "access-3"] {
        let answer = bob.get(&format!("{path}&refused={refused}")).await;
        assert_eq!(answer.status, 502, "{}", answer.body);
        assert!(
            answer.body.contains("renewed just now") && !answer.body.contains("access-3"),
            "{}",
            answer.body
        );
    }
    // Whoever comes with an older one has what they need.
    let older = bob.get(&format!("{path}&refused=access-2")).await;
    assert_eq!(older.json()["message"]["access_token"], "access-3");
    assert_eq!(server.count("/token"), 3);
}

/// Without anything to renew it with, only a new consent helps.
#[tokio::test]
async fn a_refused_token_without_a_refresh_token_is_an_end() {
    let site = site().await;
    let server = Rude::start(|seen| match seen.path() {
        "/token" => crate::support::rude::json(json!({ "access_token": "only-one", "token_type": "Bearer" })),
        _ => crate::support::rude::json(json!({})),
    })
    .await;
    let app = app(&site, &server, json!({})).await;
    connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    let path = format!("/api/method/frontdesk.connected_app.get_active_token?connected_app={app}");
    assert_eq!(bob.get(&path).await.json()["message"]["access_token"], "only-one");
    let refused = bob.get(&format!("{path}&refused=1")).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(!refused.body.contains("only-one") && refused.body.contains("connected again"));
}

/// The use of somebody else's token is in the Activity Log, for each caller once a minute.
#[tokio::test]
async fn the_use_of_somebody_elses_token_is_logged() {
    let site = site().await;
    let server = Rude::start(api()).await;
    let app = app(&site, &server, json!({ "token_roles": [{ "role": "System Manager" }] })).await;
    connect(&site, BOB, &app).await;
    let alice = program(&site, ALICE).await;
    for _ in 0..3 {
        let request = site.http.get(site.url(&format!("/api/connect/{app}/items")));
        let request = request
            .header("authorization", &alice.authorization)
            .header("x-frontdesk-user", BOB);
        assert_eq!(site.send(request).await.status, 201);
    }
    let log = alice
        .get("/api/resource/Activity%20Log?filters=[[%22operation%22,%22=%22,%22Token%22]]&fields=[%22subject%22]")
        .await
        .json();
    assert_eq!(
        log["data"],
        json!([{ "subject": "The token of bob@example.com at Mock was used for alice@example.com" }])
    );
}
