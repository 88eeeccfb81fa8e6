//! Webhooks and revocations: signed, sent again, visible, given up.

use super::{connect, mock, polite, site};
use crate::support::rude::{Act, Rude, json as answer, with_status};
use crate::support::{ALICE, BOB, Site, program};
use frontdesk::base::Seconds;
use frontdesk::base::secret::Secret;
use frontdesk::connected::refresh::refresh_due;
use frontdesk::connected::webhook::sign;
use frontdesk::jobs::send_due;
use serde_json::{Value, json};

async fn deliveries(site: &Site) -> Vec<Value> {
    let alice = program(site, ALICE).await;
    let fields = "[%22name%22,%22event%22,%22status%22,%22attempts%22,%22answer%22,%22kind%22]";
    let listed = alice
        .get(&format!("/api/resource/Delivery?fields={fields}&limit=0"))
        .await;
    listed.json()["data"].as_array().unwrap().clone()
}

/// When a connection starts failing and when it recovers, once each; signed, and sent again until
/// the receiver takes it.
#[tokio::test]
async fn webhooks_tell_how_a_connection_fares() {
    let site = site().await;
    let receiver = Rude::start(|_| with_status(500, json!({ "error": "not today" }))).await;
    let (server, app) = mock(&site, json!({ "webhook_url": format!("{}/hook", receiver.origin) })).await;
    let mut alice = site.signed_in(ALICE).await;
    assert!(alice.get("/app/check-up").await.body.contains("are not signed"));
    let form = alice.get(&format!("/app/connected-app/{app}")).await;
    let shown = alice.press(&form, "action-make-webhook-secret", &[]).await;
    let secret = Secret::of(&shown.value("webhook_secret"));
    assert!(secret.reveal().starts_with("whsec_"));
    connect(&site, BOB, &app).await;
    server.becomes(|_| with_status(503, json!({})));
    site.pass(3601);
    let world = site.app.world();
    for _ in 0..3 {
        refresh_due(&world).await.unwrap();
        site.pass(120);
    }
    send_due(&site.app).await.unwrap();
    assert_eq!(receiver.count("/hook"), 1, "three failures, one webhook");
    let seen = receiver.last("/hook");
    let (id, timestamp) = (
        seen.header("webhook-id").to_owned(),
        seen.header("webhook-timestamp").to_owned(),
    );
    assert_eq!(
        seen.header("webhook-signature"),
        sign(&secret, &id, Seconds(timestamp.parse().unwrap()), &seen.body)
    );
    let body: Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(body["type"], "connection.failing");
    assert_eq!(body["data"]["user"], BOB);
    assert!(body["data"]["reason"].as_str().unwrap().contains("status 503"));
    assert!(!seen.body.contains("refresh-1"));
    let first = deliveries(&site).await[0].clone();
    assert_eq!(
        (first["status"].as_str(), first["attempts"].as_i64()),
        (Some("Waiting"), Some(1))
    );
    assert!(first["answer"].as_str().unwrap().contains("not today"));
    // Not before it is time; then the same id again.
    send_due(&site.app).await.unwrap();
    assert_eq!(receiver.count("/hook"), 1);
    site.pass(10);
    receiver.becomes(|_| answer(json!({})));
    send_due(&site.app).await.unwrap();
    assert_eq!(receiver.last("/hook").header("webhook-id"), id);
    assert_eq!(deliveries(&site).await[0]["status"], "Delivered");
    // It works again.
    server.becomes(polite());
    site.pass(3600);
    refresh_due(&world).await.unwrap();
    send_due(&site.app).await.unwrap();
    let body: Value = serde_json::from_str(&receiver.last("/hook").body).unwrap();
    assert_eq!(body["type"], "connection.recovered");
    // The desk shows what was sent, and sends it once more.
    let path = format!("/app/delivery/{id}");
    let page = alice.get(&path).await;
    assert!(page.body.contains("connection.failing"), "{}", page.body);
    alice.press(&page, "action-send-again", &[]).await;
    send_due(&site.app).await.unwrap();
    assert_eq!(receiver.count("/hook"), 4);
}

/// A receiver that never takes it: given up after about a day and a half, and told.
#[tokio::test]
async fn a_webhook_that_nobody_takes_is_given_up() {
    let site = site().await;
    let receiver = Rude::start(|_| Act::HangUp).await;
    let (server, app) = mock(&site, json!({ "webhook_url": format!("{}/hook", receiver.origin) })).await;
    connect(&site, BOB, &app).await;
    server.becomes(|_| with_status(400, json!({ "error": "invalid_grant" })));
    site.pass(3601);
    let world = site.app.world();
    refresh_due(&world).await.unwrap();
    for _ in 0..20 {
        send_due(&site.app).await.unwrap();
        site.pass(86_400);
    }
    assert_eq!(receiver.count("/hook"), 8);
    let only = deliveries(&site).await;
    assert_eq!(
        (only.len(), only[0]["event"].as_str(), only[0]["status"].as_str()),
        (1, Some("connection.connect_again"), Some("Failed"))
    );
    site.pass(-15 * 86_400);
    let mut alice = site.signed_in(ALICE).await;
    assert!(
        alice
            .get("/app/check-up")
            .await
            .body
            .contains("One delivery was given up")
    );
}

/// RFC 7009: whoever disconnects, is removed, or whose app is removed, has the token revoked there.
#[tokio::test]
async fn whatever_ends_a_connection_revokes_it_at_the_other_side() {
    for ending in ["disconnect", "user", "app", "another account"] {
        let site = site().await;
        let (server, app) = mock(&site, json!({})).await;
        let mut bob = connect(&site, BOB, &app).await;
        let alice = program(&site, ALICE).await;
        match ending {
            "disconnect" => {
                let (action, form) = bob.get("/me/connections").await.form_at("/me/connections/disconnect");
                bob.post(&action, &form).await;
            }
            "user" => {
                let gone = alice
                    .call("DELETE", "/api/resource/User/bob@example.com", Value::Null)
                    .await;
                assert_eq!(gone.status, 202, "{}", gone.body);
            }
            "app" => {
                let gone = alice
                    .call("DELETE", &format!("/api/resource/Connected%20App/{app}"), Value::Null)
                    .await;
                assert_eq!(gone.status, 202, "{}", gone.body);
            }
            _ => {
                // The same account once more ends nothing: at many services that would end both.
                connect(&site, BOB, &app).await;
                send_due(&site.app).await.unwrap();
                assert_eq!(server.count("/revoke"), 0);
                let mut provider = polite();
                server.becomes(move |seen| match seen.path() {
                    "/userinfo" => answer(json!({ "email": "other@example.com" })),
                    _ => provider(seen),
                });
                connect(&site, BOB, &app).await;
            }
        }
        send_due(&site.app).await.unwrap();
        let sent = server.last("/revoke");
        let expected = if ending == "another account" {
            "refresh-2"
        } else {
            "refresh-1"
        };
        assert_eq!(
            (sent.form("token"), sent.form("token_type_hint")),
            (expected.into(), "refresh_token".into()),
            "{ending}"
        );
        assert!(sent.header("authorization").starts_with("Basic "), "{ending}");
        let done = deliveries(&site).await;
        assert_eq!(
            (done[0]["kind"].as_str(), done[0]["status"].as_str()),
            (Some("Revocation"), Some("Delivered")),
            "{ending}"
        );
        // What was given back is forgotten.
        let connection = rusqlite::Connection::open(site.data.0.join("frontdesk.db")).unwrap();
        let kept: i64 = connection
            .query_row(
                "SELECT count(*) FROM deliveries WHERE content_sealed IS NOT NULL",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(kept, 0, "{ending}");
    }
}
