//! Limits on failures (R25: guessing is limited; A63: no way around the limit; A64: no lock-out attack).

use crate::support::{ALICE, BOB, PASSWORD, Site, program};
use serde_json::json;

/// R25: wrong secrets are limited; the right one and other clients are not.
#[tokio::test]
async fn r25_wrong_secrets_end_in_429_for_that_client_only() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let other = site.add_client(json!({})).await;
    let tokens = site.tokens(&client, &[]).await;
    for path in ["/oauth2/token", "/oauth2/revoke", "/oauth2/introspect"] {
        let form = [
            ("grant_type", "refresh_token"),
            ("token", "x"),
            ("client_id", client.id.as_str()),
            ("client_secret", "wrong"),
        ];
        let mut answer = site.post(path, &form).await;
        for _ in 0..30 {
            answer = site.post(path, &form).await;
        }
        assert_eq!(answer.status, 429, "{path}");
        assert!(answer.header("retry-after").parse::<i64>().unwrap() > 0);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    let wrong = site.refresh(&other, "x", &[("client_secret", "wrong")]).await;
    assert_eq!(
        wrong.status, 401,
        "another client from the same address has failures of its own"
    );
    let right = site.refresh(&client, &tokens.refresh, &[]).await;
    assert_eq!(right.status, 200, "who has the right secret is never slowed");
}

/// R25, A64: wrong passwords are limited, but a browser that knows the account is not locked out.
#[tokio::test]
async fn r25_a63_a64_wrong_passwords_are_limited_but_not_for_a_known_browser() {
    let site = Site::new().await;
    let mut known = site.signed_in(ALICE).await;
    let home = known.get("/app").await;
    known.press(&home, "logout-submit", &[]).await;
    let mut stranger = site.browser();
    let login = stranger.get("/login").await;
    let mut page = login.clone();
    for _ in 0..12 {
        page = stranger
            .press(&login, "login-submit", &[("email", ALICE), ("password", "wrong")])
            .await;
    }
    assert_eq!(page.status, 429);
    assert!(
        page.text("#login-mistake").contains("Try again in"),
        "the page says how long"
    );
    assert!(!page.answer.header("retry-after").is_empty());
    let right = stranger
        .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
        .await;
    assert_eq!(right.status, 429, "guessing does not go on behind the limit");
    let api = site
        .post("/api/method/login", &[("usr", ALICE), ("pwd", PASSWORD)])
        .await;
    assert_eq!(api.status, 429, "A63: the same count at every door");
    known.sign_in(ALICE, PASSWORD).await;
    let mut bob = site.browser();
    bob.sign_in(BOB, PASSWORD).await;
    site.pass(61);
    let right = stranger
        .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
        .await;
    assert_eq!(right.status, 200, "A64: with time the stranger gets in, too");
}

/// Set-up links and API secrets cannot be guessed either.
#[tokio::test]
async fn r25_guesses_of_setup_links_and_api_secrets_are_limited() {
    let site = Site::empty().await;
    let link = frontdesk::login::setup::begin(&site.app).await.unwrap().unwrap();
    let mut statuses = Vec::new();
    for _ in 0..11 {
        statuses.push(site.get("/setup?token=wrong").await.status);
    }
    assert_eq!(statuses[..10], [403; 10]);
    assert_eq!(statuses[10], 429);
    assert_eq!(
        site.browser().get(&link).await.status,
        200,
        "the right link is never slowed"
    );
    let site = Site::new().await;
    let mut last = 0;
    for _ in 0..21 {
        let request = site
            .http
            .get(site.url("/api/method/ping"))
            .header("authorization", "token key:wrong");
        last = site.send(request).await.status;
    }
    assert_eq!(last, 429);
}

/// Junk codes, refresh tokens and access tokens are limited; good ones go through beside them.
#[tokio::test]
async fn r25_r28_junk_codes_and_tokens_are_limited_and_good_ones_pass() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens(&client, &[]).await;
    let mut last = 0;
    for _ in 0..201 {
        last = site.refresh(&client, "junk", &[]).await.status;
    }
    assert_eq!(last, 429);
    for _ in 0..1001 {
        last = site.get_as("junk", "/api/method/ping").await.status;
    }
    assert_eq!(last, 429);
    assert_eq!(site.get_as(&tokens.access, "/api/method/ping").await.status, 200);
    assert_eq!(site.refresh(&client, &tokens.refresh, &[]).await.status, 200);
}

/// Cheap requests stay cheap: nothing that a stranger sends grows memory or disk, or holds the writer.
#[tokio::test]
async fn long_requests_cost_little() {
    let site = Site::new().await;
    let long = "x".repeat(300_000);
    let many = format!("[{}]", vec!["\"*\""; 100_000].join(","));
    let arguments = json!({ "doctype": "OAuth Client", "fields": many });
    let refused = site
        .send(
            site.http
                .post(site.url("/api/method/frappe.client.get_list"))
                .json(&arguments),
        )
        .await;
    assert_eq!(
        refused.status,
        401,
        "refused before it is read: {}",
        &refused.body[..100]
    );
    let alice = program(&site, ALICE).await;
    assert_eq!(
        alice
            .call("POST", "/api/method/frappe.client.get_list", arguments)
            .await
            .status,
        417
    );
    for form in [[("grant_type", long.as_str())], [("client_id", long.as_str())]] {
        let answer = site.post("/oauth2/token", &form).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.len() < 1000);
    }
    let names: Vec<String> = (0..70_000).map(|number| format!("r{number}")).collect();
    let bob = program(&site, BOB).await;
    let own = format!("/api/resource/User/{BOB}");
    assert_eq!(bob.call("PUT", &own, json!({ "roles": names })).await.status, 403);
    let alices = alice.call("PUT", &own, json!({ "roles": names })).await;
    assert_eq!(alices.status, 417);
    let filters: Vec<serde_json::Value> = (0..40).map(|_| json!(["name", "in", vec!["x"; 1000]])).collect();
    let list = alice
        .call(
            "POST",
            "/api/method/frappe.client.get_list",
            json!({ "doctype": "User", "filters": filters }),
        )
        .await;
    assert_eq!(list.status, 417, "{}", list.body);
    let pattern = json!({ "doctype": "User", "filters": [["name", "like", "%".repeat(5000)]] });
    assert_eq!(
        alice
            .call("POST", "/api/method/frappe.client.get_list", pattern)
            .await
            .status,
        417
    );
    let long_request = format!(
        "/oauth2/authorize?client_id=x&{}",
        (0..20)
            .map(|n| format!("p{n}={}", "y".repeat(900)))
            .collect::<Vec<_>>()
            .join("&")
    );
    assert_eq!(site.get(&long_request).await.status, 400);
    site.app.catch_up().await;
    let stored = site
        .app
        .db
        .read(|db| frontdesk::diagnostics::latest(db, None, 100))
        .unwrap();
    assert!(stored.iter().all(|line| line.cause.len() < 1000) && !stored.is_empty());
    // A secret in the place of the client's id is not kept.
    let client = site.add_client(json!({})).await;
    let swapped = [
        ("grant_type", "client_credentials"),
        ("client_id", client.secret.as_str()),
        ("client_secret", client.id.as_str()),
    ];
    site.post("/oauth2/token", &swapped).await;
    let found = alice
        .get("/api/resource/Refused%20Request?fields=[\"*\"]&limit=0")
        .await;
    assert!(found.status == 200 && !found.body.contains(&client.secret));
}

/// T05: sixty wrong passwords at once from one address are ten, at every door; the owner gets in from a new address.
#[tokio::test]
async fn t05_wrong_passwords_at_once_are_limited_as_in_a_row() {
    let site = Site::with(|config| config.trusted_proxies = vec!["127.0.0.1".parse().unwrap()]).await;
    site.add_user(ALICE, "Alice", &[]).await;
    let attempt = |password: &'static str, from: String| {
        let form = [("usr", ALICE), ("pwd", password)];
        let request = site.http.post(site.url("/api/method/login")).form(&form);
        request.header("x-forwarded-for", from).send()
    };
    let mut tried = 0;
    for (address, places) in [("192.0.2.1", 60), ("192.0.2.2", 60), ("192.0.2.3", 40)] {
        let underway: Vec<_> = (0..places)
            .map(|_| tokio::spawn(attempt("wrong", address.to_owned())))
            .collect();
        for answer in underway {
            match answer.await.unwrap().unwrap().status().as_u16() {
                401 => tried += 1,
                status => assert_eq!(status, 429),
            }
        }
    }
    assert_eq!(tried, 30, "ten from each address");
    let right = attempt(PASSWORD, "198.51.100.1".to_owned()).await.unwrap();
    assert_eq!(right.status(), 200);
}

/// T06: the strength of the longest passwords is measured beside the others' requests.
#[tokio::test]
async fn t06_measuring_passwords_holds_nobody_up() {
    let site = Site::empty().await;
    let link = frontdesk::login::setup::begin(&site.app).await.unwrap().unwrap();
    let token = link.split("token=").nth(1).unwrap().to_owned();
    let form = [
        ("token", token),
        ("password", "qwertyuiop".repeat(52)[..512].to_owned()),
    ];
    let measured: Vec<_> = (0..4)
        .map(|_| tokio::spawn(site.http.post(site.url("/setup/strength")).form(&form).send()))
        .collect();
    let watch = std::time::Instant::now();
    for _ in 0..10 {
        assert_eq!(site.get("/oauth2/jwks").await.status, 200);
    }
    assert!(watch.elapsed().as_millis() < 500, "{:?} for ten", watch.elapsed());
    for answer in measured {
        assert_eq!(answer.await.unwrap().unwrap().status(), 200);
    }
}
