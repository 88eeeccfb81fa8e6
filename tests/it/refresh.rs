//! Refresh tokens: rotation, families, scopes.

use crate::support::rp::Tokens;
use crate::support::{ALICE, Site, payload};
use serde_json::json;

/// C69, C70, R11: narrower works and does not narrow for good; wider and another client do not.
#[tokio::test]
async fn c69_c70_r11_refresh_narrows_scopes_and_is_bound_to_its_client() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "scopes": "all openid email" })).await;
    let other = site.add_client(json!({})).await;
    let first = site.tokens(&client, &[]).await;
    for scope in ["all openid email", "nope", "all nope"] {
        let answer = site.refresh(&client, &first.refresh, &[("scope", scope)]).await;
        assert_eq!(
            (answer.status, answer.error().as_str()),
            (400, "invalid_scope"),
            "C69, R11 {scope}"
        );
    }
    assert_eq!(
        site.refresh(&other, &first.refresh, &[]).await.error(),
        "invalid_grant",
        "C70"
    );
    let narrow = Tokens::of(&site.refresh(&client, &first.refresh, &[("scope", "all")]).await);
    assert_eq!(narrow.scope, "all", "C69; and none of those refusals used the token up");
    let full = Tokens::of(&site.refresh(&client, &narrow.refresh, &[]).await);
    assert_eq!(full.scope, "all openid", "one narrow token does not narrow the sign-in");
}

/// T14: the same refresh token within its overlap has the same successor, however often and whatever became of that one.
#[tokio::test]
async fn t14_within_the_overlap_the_successor_is_the_same() {
    let site = Site::new().await;
    for (method, overlap) in [("Client Secret Post", 30), ("None", 10)] {
        let client = site.add_client(json!({ "token_endpoint_auth_method": method })).await;
        let first = site.tokens(&client, &[]).await;
        let second = Tokens::of(&site.refresh(&client, &first.refresh, &[]).await);
        site.pass(overlap - 1);
        let again = Tokens::of(&site.refresh(&client, &first.refresh, &[]).await);
        assert_eq!(again.refresh, second.refresh);
        assert_ne!(again.access, second.access);
        for token in [&second.access, &again.access] {
            assert_eq!(site.get_as(token, "/oauth2/userinfo").await.status, 200);
        }
        // Another worker has gone on already: there is one chain, and whoever comes late finds its end.
        let third = Tokens::of(&site.refresh(&client, &second.refresh, &[]).await);
        let late = Tokens::of(&site.refresh(&client, &first.refresh, &[]).await);
        assert_eq!(late.refresh, second.refresh);
        assert_eq!(
            Tokens::of(&site.refresh(&client, &late.refresh, &[]).await).refresh,
            third.refresh
        );
        assert_eq!(site.refresh(&client, &third.refresh, &[]).await.status, 200);
    }
}

/// T15: after the overlap, by another client, or where it is switched off, it is reuse and ends the family.
#[tokio::test]
async fn t15_after_the_overlap_or_by_another_client_the_family_ends() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let strict = site.add_client(json!({ "refresh_overlap": 0 })).await;
    let other = site.add_client(json!({})).await;
    for (own, by, after) in [(&client, &client, 30), (&client, &other, 1), (&strict, &strict, 0)] {
        let first = site.tokens(own, &[]).await;
        let second = Tokens::of(&site.refresh(own, &first.refresh, &[]).await);
        site.pass(after);
        assert_eq!(site.refresh(by, &first.refresh, &[]).await.error(), "invalid_grant");
        assert_eq!(site.refresh(own, &second.refresh, &[]).await.error(), "invalid_grant");
        assert_eq!(site.get_as(&second.access, "/oauth2/userinfo").await.status, 401);
    }
    // One that was not used yet is not another client's to end.
    let first = site.tokens(&client, &[]).await;
    assert_eq!(site.refresh(&other, &first.refresh, &[]).await.error(), "invalid_grant");
    assert_eq!(site.refresh(&client, &first.refresh, &[]).await.status, 200);
}

/// C71, R10: used again after the overlap, the whole family is dead.
#[tokio::test]
async fn c71_r10_reuse_revokes_the_family() {
    let site = Site::new().await;
    for method in ["Client Secret Post", "None"] {
        let client = site.add_client(json!({ "token_endpoint_auth_method": method })).await;
        let first = site.tokens(&client, &[]).await;
        let second = Tokens::of(&site.refresh(&client, &first.refresh, &[]).await);
        let third = Tokens::of(&site.refresh(&client, &second.refresh, &[]).await);
        site.pass(31);
        let reuse = site.refresh(&client, &first.refresh, &[]).await;
        assert_eq!((reuse.status, reuse.error().as_str()), (400, "invalid_grant"), "C71");
        assert_eq!(
            site.refresh(&client, &third.refresh, &[]).await.error(),
            "invalid_grant",
            "C71"
        );
        for token in [&first.access, &second.access, &third.access] {
            let who = site.get_as(token, "/api/method/frappe.auth.get_logged_user").await;
            assert_eq!(who.status, 401, "C71");
        }
    }
}

/// C72, R80: the new ID token is of the same sign-in.
#[tokio::test]
async fn c72_r80_the_refreshed_id_token_is_of_the_same_sign_in() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let first = site.tokens(&client, &[("nonce", "n-1")]).await;
    site.pass(100);
    let second = Tokens::of(&site.refresh(&client, &first.refresh, &[]).await);
    let (before, after) = (payload(&first.id), payload(&second.id));
    for name in ["iss", "sub", "aud", "auth_time", "sid"] {
        assert_eq!(before[name], after[name], "{name}");
    }
    assert_eq!(after["iat"].as_i64().unwrap(), before["iat"].as_i64().unwrap() + 100);
    assert!(after.get("nonce").is_none());
}

/// R12: unused for 30 days, it ends; each use starts anew; lifetimes are each client's.
#[tokio::test]
async fn r12_a28_refresh_tokens_end_when_unused() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let day = 86_400;
    let first = site.tokens(&client, &[]).await;
    site.pass(29 * day);
    let second = Tokens::of(&site.refresh(&client, &first.refresh, &[]).await);
    site.pass(29 * day);
    let third = Tokens::of(&site.refresh(&client, &second.refresh, &[]).await);
    site.pass(30 * day);
    assert_eq!(
        site.refresh(&client, &third.refresh, &[]).await.error(),
        "invalid_grant"
    );

    let short = site
        .add_client(json!({ "access_token_lifetime": 60, "refresh_token_lifetime": 300, "code_lifetime": 10 }))
        .await;
    let mut browser = site.signed_in(ALICE).await;
    let code = browser.code(&short, &[]).await;
    site.pass(10);
    assert_eq!(site.exchange(&short, &code, &[]).await.error(), "invalid_grant");
    let tokens = site.tokens(&short, &[]).await;
    site.pass(60);
    assert!(!site.is_active(&short, &tokens.access).await);
    assert!(site.is_active(&short, &tokens.refresh).await);
    site.pass(240);
    assert_eq!(
        site.refresh(&short, &tokens.refresh, &[]).await.error(),
        "invalid_grant"
    );
}
