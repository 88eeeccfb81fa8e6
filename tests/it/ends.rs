//! What ends by itself: sessions, API secrets, signing keys; and when what has ended leaves the database.

use crate::support::rp::Tokens;
use crate::support::{ALICE, BOB, Site, jwt_header, program};
use frontdesk::jobs;
use serde_json::{Value, json};

const DAY: i64 = 86_400;

/// A session that is used every day still ends, thirty days after it began.
#[tokio::test]
async fn a_session_has_an_end_however_much_it_is_used() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    for day in 1..30 {
        site.pass(DAY);
        assert_eq!(bob.get("/me").await.status, 200, "day {day}");
    }
    site.pass(DAY);
    assert!(bob.get("/me").await.address.contains("/login"));
}

/// An API secret works for a year; the check-up speaks up in time; a new one begins anew.
#[tokio::test]
async fn an_api_secret_has_an_end_that_is_told_in_time() {
    let site = Site::new().await;
    let key = program(&site, BOB).await;
    let check_up = async || site.signed_in(ALICE).await.get("/app/check-up").await.body;
    assert!(!check_up().await.contains("works until"));
    site.pass(340 * DAY);
    assert_eq!(key.get("/api/method/ping").await.status, 200);
    site.app.catch_up().await;
    assert!(
        check_up()
            .await
            .contains("The API secret of bob@example.com works until")
    );
    site.pass(25 * DAY);
    assert_eq!(key.get("/api/method/ping").await.status, 401);
    let renewed = program(&site, BOB).await;
    assert_eq!(renewed.get("/api/method/ping").await.status, 200);
}

/// T16: at the set age new signing keys follow by themselves: published for a day, then they sign, and every ID token
/// verifies with keys that were fetched up to that long ago.
#[tokio::test]
async fn t16_signing_keys_follow_by_themselves() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "id_token_signing_alg": "ES256" })).await;
    let kids = async || -> Vec<Value> {
        let keys = site.get("/oauth2/jwks").await.json()["keys"].clone();
        keys.as_array().unwrap().iter().map(|key| key["kid"].clone()).collect()
    };
    let signed = async || jwt_header(&site.tokens(&client, &[]).await.id)["kid"].clone();
    let (first, before) = (kids().await, signed().await);
    jobs::follow_keys(&site.app).await.unwrap();
    assert_eq!(kids().await, first, "they are young");
    site.pass(180 * DAY);
    jobs::follow_keys(&site.app).await.unwrap();
    jobs::follow_keys(&site.app).await.unwrap();
    let kept = kids().await;
    assert_eq!(kept.len(), 6);
    for _ in 0..24 {
        assert_eq!(signed().await, before);
        site.pass(3600);
    }
    let after = signed().await;
    assert!(
        after != before && kept.contains(&after),
        "whoever kept the keys since then verifies it"
    );
    site.pass(DAY);
    assert_eq!(kids().await.len(), 3);
}

/// Ended grants leave after thirty days, those of machines and tokens after one; what lives stays.
#[tokio::test]
async fn what_has_ended_leaves_the_database_in_time() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let machine = site
        .add_client(json!({ "client_credentials": 1, "acts_as": BOB, "scopes": "all" }))
        .await;
    let revoked = site.tokens(&client, &[]).await;
    site.post(
        "/oauth2/revoke",
        &[
            ("token", &revoked.refresh),
            ("client_id", &client.id),
            ("client_secret", &client.secret),
        ],
    )
    .await;
    let mut living = site.tokens(&client, &[]).await;
    for _ in 0..300 {
        let form = vec![("grant_type", "client_credentials")];
        assert_eq!(site.token(&machine, form, &[]).await.status, 200);
    }
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        site.app.db.read(|db| db.number(&sql, &[])).unwrap()
    };
    assert_eq!(count("oauth_grants"), 3, "a machine has one for all its tokens");
    assert_eq!(count("oauth_tokens"), 304);
    site.pass(DAY + 4000);
    jobs::sweep_all(&site.app).await.unwrap();
    assert_eq!(count("oauth_grants"), 2, "the machine's grant is gone");
    assert_eq!(count("oauth_tokens"), 2, "a day after its end a token is gone");
    for _ in 0..7 {
        site.pass(10 * DAY);
        living = Tokens::of(&site.refresh(&client, &living.refresh, &[]).await);
        jobs::sweep_all(&site.app).await.unwrap();
    }
    assert_eq!(count("oauth_grants"), 1);
    assert!(
        count("oauth_tokens") <= 6,
        "{} tokens of one chain",
        count("oauth_tokens")
    );
    assert_eq!(site.refresh(&client, &living.refresh, &[]).await.status, 200);
}
