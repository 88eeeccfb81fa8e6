//! Every refusal can be found by its reference, with its cause, and mended where a button does.

use crate::support::rp::authorize_path;
use crate::support::{ALICE, BOB, Site, program};
use serde_json::{Value, json};

async fn find(site: &Site, reference: &str) -> Value {
    let alice = program(site, ALICE).await;
    let answer = alice.get(&format!("/api/resource/Refused%20Request/{reference}")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["data"].clone()
}

/// A redirect URI that is not registered: found by the reference on the page, told apart
/// character by character, mended by the button.
#[tokio::test]
async fn a_wrong_redirect_uri_is_found_explained_and_mended() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "app_name": "Tea Shop", "redirect_uris": "https://tea.example/cb" }))
        .await;
    let mut bob = site.signed_in(BOB).await;
    let sent = "https://tea.example/cb/";
    let path = authorize_path(&client, &[("redirect_uri", sent)]);
    let refused = bob.get(&path).await;
    assert_eq!(refused.status, 400);
    let reference = refused.answer.header("x-request-id").to_owned();
    assert!(refused.text("main").contains(&reference), "the page shows it");
    let found = find(&site, &reference).await;
    assert_eq!(found["error"], "redirect_uri_mismatch");
    assert_eq!(
        (&found["client"], &found["redirect_uri"]),
        (&json!(client.id), &json!(sent))
    );
    let mut alice = site.signed_in(ALICE).await;
    let hits = alice.get(&format!("/search?q={reference}")).await;
    assert!(
        hits.address.ends_with(&format!("/app/refused-request/{reference}")),
        "{}",
        hits.address
    );
    let page = alice.get(&format!("/app/refused-request/{reference}")).await;
    assert_eq!(page.text("mark"), "/", "the slash at the end is marked");
    assert!(page.text("main").contains("Differs in the slash at the end"));
    let mended = alice.press(&page, "action-add-redirect-uri", &[]).await;
    assert!(mended.text("[role=status]").contains("changed"), "{}", mended.body);
    let asked = bob.get(&path).await;
    assert!(asked.status == 200 && asked.has("consent-allow"), "the app works now");
    let listed = alice.get(&format!("/app/refused-request?client={}", client.id)).await;
    assert!(listed.text("tbody").contains(&reference));
}

#[tokio::test]
async fn refusals_of_every_kind_have_their_cause() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "allowed_roles": ["Desk User"], "access_token_lifetime": 60 }))
        .await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get(&authorize_path(&client, &[])).await;
    assert_eq!(page.status, 403);
    let found = find(&site, &page.text("#reference")).await;
    assert_eq!((&found["error"], &found["user"]), (&json!("not_admitted"), &json!(BOB)));
    assert!(found["cause"].as_str().unwrap().contains("Desk User"));

    let outside = bob.get(&authorize_path(&client, &[("scope", "mail")])).await;
    assert!(outside.address.contains("error=invalid_scope"), "{}", outside.address);
    let found = find(&site, outside.answer.header("x-request-id")).await;
    assert_eq!(
        (&found["error"], &found["scopes"]),
        (&json!("invalid_scope"), &json!("mail"))
    );

    let wrong = site
        .post(
            "/oauth2/token",
            &[
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("client_id", &client.id),
                ("client_secret", "y"),
            ],
        )
        .await;
    let found = find(&site, wrong.header("x-request-id")).await;
    assert_eq!(
        (&found["kind"], &found["error"], &found["client"]),
        (&json!("Token"), &json!("invalid_client"), &json!(client.id))
    );

    let tokens = site.tokens_of(ALICE, &client, &[("scope", "openid")]).await;
    let beyond = site.get_as(&tokens.access, "/api/resource/OAuth%20Client").await;
    let found = find(&site, beyond.header("x-request-id")).await;
    assert_eq!(
        (&found["kind"], &found["error"]),
        (&json!("API"), &json!("insufficient_scope"))
    );
    site.pass(61);
    let dead = site.get_as(&tokens.access, "/oauth2/userinfo").await;
    assert!(!dead.body.contains("expired at"), "the caller is not told which");
    let found = find(&site, dead.header("x-request-id")).await;
    assert!(found["cause"].as_str().unwrap().contains("expired at"), "{found}");
    assert_eq!(found["client"], json!(client.id));
    assert!(!found.to_string().contains(&tokens.access));
}

/// The notes in memory have an end, and what is old is swept.
#[tokio::test]
async fn junk_does_not_fill_the_memory_or_the_disk() {
    let site = Site::new().await;
    for number in 0..800 {
        site.app.refused(frontdesk::diagnostics::Refusal {
            kind: "API",
            origin: frontdesk::base::Origin {
                reference: format!("r{number}"),
                address: format!("10.0.0.{}", number % 4),
                ..Default::default()
            },
            at: site.now(),
            ..Default::default()
        });
    }
    let alice = program(&site, ALICE).await;
    let count = async || {
        let answer = alice
            .get("/api/method/frappe.client.get_count?doctype=Refused%20Request")
            .await;
        answer.json()["message"].as_i64().unwrap()
    };
    alice.get("/api/resource/Refused%20Request").await;
    assert_eq!(count().await, 500, "and of one address at most 200");
    site.pass(15 * 86_400);
    frontdesk::jobs::sweep_all(&site.app).await.unwrap();
    assert_eq!(count().await, 0);
}
