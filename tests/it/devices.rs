//! Devices without a browser (RFC 8628).

use crate::support::rp::Tokens;
use crate::support::{Answer, BOB, PASSWORD, Site, TestClient, at_once};
use serde_json::{Value, json};

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

async fn television(site: &Site) -> TestClient {
    let fields = json!({
        "app_name": "Television", "device_code": 1, "token_endpoint_auth_method": "None", "frappe_openid": 0,
        "scopes": "openid email offline_access",
    });
    site.add_client(fields).await
}

async fn begin(site: &Site, client: &TestClient) -> Value {
    let form = [
        ("client_id", client.id.as_str()),
        ("scope", "openid email offline_access"),
    ];
    let begun = site.post("/oauth2/device_authorization", &form).await;
    assert_eq!(
        (begun.status, begun.header("cache-control")),
        (200, "no-store"),
        "{}",
        begun.body
    );
    begun.json()
}

async fn poll(site: &Site, client: &TestClient, begun: &Value) -> Answer {
    let form = vec![
        ("grant_type", GRANT),
        ("device_code", begun["device_code"].as_str().unwrap()),
    ];
    site.token(client, form, &[]).await
}

/// R53–R56: the device waits, its user is asked and never led past it, and it gets tokens once.
#[tokio::test]
async fn r53_r54_r55_r56_a_device_signs_in() {
    let site = Site::new().await;
    let client = television(&site).await;
    let begun = begin(&site, &client).await;
    let code = begun["user_code"].as_str().unwrap().to_owned();
    assert_eq!((code.len(), begun["interval"].as_i64()), (9, Some(5)), "{begun}");
    assert_eq!(poll(&site, &client, &begun).await.error(), "authorization_pending");
    assert_eq!(poll(&site, &client, &begun).await.error(), "slow_down");
    site.pass(6);
    assert_eq!(
        poll(&site, &client, &begun).await.error(),
        "slow_down",
        "five seconds more from then on"
    );
    let mut bob = site.browser();
    let link = begun["verification_uri_complete"].as_str().unwrap();
    let login = bob.get(link).await;
    let asked = bob
        .press(&login, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    let text = asked.text("main");
    assert!(
        text.contains("Allow Television?") && text.contains(&code) && text.contains("127.0.0.1"),
        "A80: {text}"
    );
    site.pass(20);
    assert_eq!(
        poll(&site, &client, &begun).await.error(),
        "authorization_pending",
        "R55: a link is not enough"
    );
    let done = bob.press(&asked, "device-allow", &[]).await;
    assert!(done.text("main").contains("goes on by itself"), "{}", done.body);
    let other = television(&site).await;
    assert_eq!(poll(&site, &other, &begun).await.error(), "invalid_grant", "R56");
    let tokens = Tokens::of(&poll(&site, &client, &begun).await);
    assert!(!tokens.id.is_empty());
    assert_eq!(
        site.get_as(&tokens.access, "/oauth2/userinfo").await.json()["email"],
        BOB
    );
    let renewed = site.refresh(&client, &tokens.refresh, &[]).await;
    assert_eq!(renewed.status, 200, "{}", renewed.body);
    assert_eq!(poll(&site, &client, &begun).await.error(), "invalid_grant", "once");
    assert_eq!(bob.press(&asked, "device-allow", &[]).await.status, 422, "it is over");
}

/// R54: no, too late, and a client that is not for devices.
#[tokio::test]
async fn r54_refused_and_late_devices_get_nothing() {
    let site = Site::new().await;
    let client = television(&site).await;
    let begun = begin(&site, &client).await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/device").await;
    let typed = begun["user_code"].as_str().unwrap().replace('-', " ").to_lowercase();
    let asked = bob.press(&page, "device-look", &[("user_code", &typed)]).await;
    assert!(
        bob.press(&asked, "device-deny", &[])
            .await
            .text("main")
            .contains("gets nothing")
    );
    assert_eq!(poll(&site, &client, &begun).await.error(), "access_denied");
    let late = begin(&site, &client).await;
    site.pass(601);
    assert_eq!(poll(&site, &client, &late).await.error(), "expired_token", "A28");
    let shown = bob
        .press(
            &page,
            "device-look",
            &[("user_code", late["user_code"].as_str().unwrap())],
        )
        .await;
    assert_eq!(shown.status, 422);
    let usual = site.add_client(json!({})).await;
    let form = [
        ("client_id", usual.id.as_str()),
        ("client_secret", usual.secret.as_str()),
    ];
    let refused = site.post("/oauth2/device_authorization", &form).await;
    assert_eq!((refused.status, refused.error()), (400, "unauthorized_client".into()));
    // Somebody who may not sign in through it is told so.
    let closed = json!({ "allowed_roles": ["System Manager"] });
    site.change("OAuth Client", &client.id, closed).await;
    let begun = begin(&site, &client).await;
    assert_eq!(
        bob.get(&format!("/device?user_code={}", begun["user_code"].as_str().unwrap()))
            .await
            .status,
        403
    );
}

/// R53, A63: codes are not guessed.
#[tokio::test]
async fn r53_a63_guesses_are_limited() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/device").await;
    let mut last = 0;
    for _ in 0..12 {
        last = bob
            .press(&page, "device-look", &[("user_code", "BBBB-BBBB")])
            .await
            .status;
    }
    assert_eq!(last, 429);
    // The right one is not found by going on either.
    let client = television(&site).await;
    let begun = begin(&site, &client).await;
    let right = begun["user_code"].as_str().unwrap();
    assert_eq!(
        bob.press(&page, "device-look", &[("user_code", right)]).await.status,
        429
    );
}

/// A16: of two that ask at once after the yes, one gets tokens. Whoever was shut out meanwhile gets none (A20).
#[tokio::test]
async fn a16_a20_one_of_many_gets_tokens() {
    let site = Site::new().await;
    let client = television(&site).await;
    let allow = async || {
        let begun = begin(&site, &client).await;
        let mut bob = site.signed_in(BOB).await;
        let asked = bob
            .get(&format!("/device?user_code={}", begun["user_code"].as_str().unwrap()))
            .await;
        bob.press(&asked, "device-allow", &[]).await;
        begun
    };
    let begun = allow().await;
    let form = [
        ("grant_type", GRANT),
        ("device_code", begun["device_code"].as_str().unwrap()),
        ("client_id", &client.id),
    ];
    let answers = at_once(8, || site.post("/oauth2/token", &form)).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    let begun = allow().await;
    site.change("User", BOB, json!({ "enabled": 0 })).await;
    assert_eq!(poll(&site, &client, &begun).await.error(), "invalid_grant", "A20");
}

/// R12, R87: what ends sign-ins between the yes and the tokens ends the device's, too.
#[tokio::test]
async fn r12_r87_a_device_that_was_allowed_ends_with_its_session() {
    let site = Site::new().await;
    let client = television(&site).await;
    for scope in ["openid email", "openid email offline_access"] {
        let form = [("client_id", client.id.as_str()), ("scope", scope)];
        let begun = site.post("/oauth2/device_authorization", &form).await.json();
        let mut bob = site.signed_in(BOB).await;
        let asked = bob
            .get(&format!("/device?user_code={}", begun["user_code"].as_str().unwrap()))
            .await;
        bob.press(&asked, "device-allow", &[]).await;
        match scope.contains("offline") {
            false => {
                let home = bob.get("/me").await;
                bob.press(&home, "logout-submit", &[]).await;
            }
            true => {
                site.change("User", BOB, json!({ "new_password": "another-rabbit-hole-42" }))
                    .await
            }
        }
        assert_eq!(poll(&site, &client, &begun).await.error(), "invalid_grant", "{scope}");
    }
}
