//! Limits on failures (R25, A63, A64).

use crate::support::{ALICE, BOB, PASSWORD, Site};
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
async fn r25_a63_a64_wrong_passwords_and_the_known_device() {
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
async fn r25_setup_links_and_api_secrets() {
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
async fn r25_r28_junk_codes_and_tokens() {
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
