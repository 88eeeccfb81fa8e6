//! "Try it" on an OAuth Client: the whole flow in the browser, and nothing left behind.

use crate::support::rp::authorize_path;
use crate::support::{ALICE, BOB, Site};
use serde_json::json;

#[tokio::test]
async fn a_trial_shows_every_step_and_leaves_nothing() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "app_name": "Tea Shop", "redirect_uris": "https://tea.example/cb" }))
        .await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get(&format!("/app/oauth-client/{}/try", client.id)).await;
    let typed = [("scope", "openid all"), ("client_secret", client.secret.as_str())];
    let consent = alice.press(&page, "try-submit", &typed).await;
    assert!(consent.text("h1").contains("Allow Tea Shop"), "{}", consent.body);
    let shown = alice.press(&consent, "consent-allow", &[]).await;
    let text = shown.text("main");
    for words in [
        "every step went as it should",
        "that you typed is right",
        "\"nonce\"",
        "\"email\": \"alice@example.com\"",
        "The grant of this trial was revoked",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(!shown.body.contains(&client.secret));
    let grants = alice.get("/app/grant").await;
    assert!(grants.text("tbody").contains("Revoked") && !grants.text("tbody").contains("Active"));
    // The same answer again, or in another browser, is over.
    assert_eq!(
        alice
            .get(shown.address.strip_prefix(&site.origin).unwrap())
            .await
            .status,
        404
    );
    let wrong = alice.press(&page, "try-submit", &[("client_secret", "nonsense")]).await;
    let shown = alice.press(&wrong, "consent-allow", &[]).await;
    assert!(
        shown.text("main").contains("is not the client's"),
        "{}",
        shown.text("main")
    );
    let denied = alice.press(&page, "try-submit", &[]).await;
    let shown = alice.press(&denied, "consent-deny", &[]).await;
    assert!(shown.text("main").contains("access_denied"));
}

/// The redirect URI that a trial lends is good for that trial only, in that session.
#[tokio::test]
async fn the_lent_redirect_uri_serves_nobody_else() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "redirect_uris": "https://tea.example/cb" }))
        .await;
    let other = site.add_client(json!({ "app_name": "Other" })).await;
    let lent = format!("{}/try/callback", site.origin);
    let mut alice = site.signed_in(ALICE).await;
    let mut bob = site.signed_in(BOB).await;
    let ask = |client, state: &str| authorize_path(client, &[("redirect_uri", &lent), ("state", state)]);
    assert_eq!(bob.get(&ask(&client, "x")).await.status, 400, "without a trial");
    let page = alice.get(&format!("/app/oauth-client/{}/try", client.id)).await;
    let (action, form) = page.form_of("try-submit", &[]);
    let begun = alice.raw(site.http.post(site.url(&action)).form(&form)).await;
    let state = crate::support::query(begun.header("location"))["state"].clone();
    assert_eq!(bob.get(&ask(&other, &state)).await.status, 400, "another client");
    let consent = bob.get(&ask(&client, &state)).await;
    let back = bob.press(&consent, "consent-allow", &[]).await;
    assert_eq!(back.status, 404, "another session gets nothing shown: {}", back.body);
    site.pass(601);
    assert_eq!(alice.get(&ask(&client, &state)).await.status, 400, "after its time");
    assert_eq!(
        bob.get(&format!("/app/oauth-client/{}/try", client.id)).await.status,
        403
    );
    assert_eq!(
        bob.get(&format!("/app/oauth-client/{}/connect", client.id))
            .await
            .status,
        403
    );
    assert_eq!(alice.get("/app/user/bob@example.com/try").await.status, 404);
}

#[tokio::test]
async fn settings_to_copy_name_what_is_true() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "scopes": "openid all" })).await;
    let mut alice = site.signed_in(ALICE).await;
    let path = format!("/app/oauth-client/{}/connect", client.id);
    let page = alice.get(&path).await;
    let text = page.text("main");
    for words in [&client.id, &site.origin, "Authlib", "openid-client"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(!page.body.contains(&client.secret));
    let frappe = alice.get(&format!("{path}?with=frappe")).await;
    assert!(
        frappe.text("#steps .note").contains("login_via_frappe"),
        "what is missing is named"
    );
    // The secret is filled in for whoever brings it, and nothing else is.
    let mut form = vec![
        ("csrf_token".to_owned(), alice.csrf().await),
        ("with".to_owned(), "curl".to_owned()),
    ];
    form.push(("client_secret".to_owned(), client.secret.clone()));
    let filled = alice.post(&path, &form).await;
    assert!(filled.text("ol.howto").contains(&client.secret), "{}", filled.body);
    form[2].1 = "x'; rm -rf ~ #".to_owned();
    let foreign = alice.post(&path, &form).await;
    assert!(!foreign.body.contains("rm -rf"), "{}", foreign.body);
    let discovery = site.get("/.well-known/openid-configuration").await.json();
    for name in [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
    ] {
        assert!(text.contains(discovery[name].as_str().unwrap()), "{name}");
    }
}
