//! Userinfo, and the bearer token on other methods.

use crate::support::rp::Tokens;
use crate::support::{ALICE, BOB, Site, payload};
use serde_json::json;

const FAMILY: [&str; 2] = [
    "/oauth2/userinfo",
    "/api/method/frappe.integrations.oauth2.openid_profile",
];

/// C74–C76: GET and POST with the header; the same sub; nothing without openid.
#[tokio::test]
async fn c74_c75_c76_c78_userinfo_gives_the_claims_of_granted_scopes() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens(&client, &[]).await;
    for path in FAMILY {
        let header = |method| site.http.request(method, site.url(path)).bearer_auth(&tokens.access);
        let in_form = site.http.post(site.url(path)).form(&[("access_token", &tokens.access)]);
        for request in [header(reqwest::Method::GET), header(reqwest::Method::POST), in_form] {
            let answer = site.send(request).await;
            let mut expected = json!({
                "sub": payload(&tokens.id)["sub"], "name": "Alice Liddell", "given_name": "Alice", "family_name": "Liddell",
                "preferred_username": "alice", "email": ALICE, "email_verified": true,
                "roles": ["System Manager", "Desk User"], "iss": site.origin,
            });
            // What is not there is left out, but where Frappe says null.
            if path != FAMILY[0] {
                expected["picture"] = serde_json::Value::Null;
            }
            assert_eq!(answer.json(), expected, "C74, C75, Frappe K1");
        }
    }
    let narrow = site.tokens(&client, &[("scope", "all")]).await;
    let refused = site.get_as(&narrow.access, FAMILY[0]).await;
    assert_eq!(refused.status, 403, "C78");
    assert!(refused.header("www-authenticate").contains("insufficient_scope"), "C78");
    assert_eq!(refused.json()["exc_type"], "PermissionError");
}

/// C77, R20: missing and bad tokens, and tokens anywhere but in the header.
#[tokio::test]
async fn c77_r20_only_a_live_token_in_the_header_is_taken() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens(&client, &[]).await;
    for path in [
        FAMILY[0],
        FAMILY[1],
        "/api/method/frappe.auth.get_logged_user",
        "/api/resource/User/alice@example.com",
    ] {
        let missing = site.get(path).await;
        assert_eq!(
            (missing.status, missing.header("www-authenticate")),
            (401, "Bearer"),
            "{path}"
        );
        assert_eq!(missing.json()["exc_type"], "AuthenticationError", "{path}");
        let in_query = site.get(&format!("{path}?access_token={}", tokens.access)).await;
        assert_eq!(in_query.status, 401, "R20 {path}");
        for header in [
            "Bearer nope",
            "Bearer ",
            "Bearer",
            "Bearer  two",
            "Banana x",
            "token a:b",
            "Basic !!!!",
        ] {
            let answer = site
                .send(site.http.get(site.url(path)).header("authorization", header))
                .await;
            assert_eq!(answer.status, 401, "{path} {header}");
            assert!(
                answer.header("www-authenticate").starts_with("Bearer"),
                "{path} {header}"
            );
        }
        let bad = site.get_as("nope", path).await;
        assert!(
            bad.header("www-authenticate").contains("error=\"invalid_token\""),
            "C77 {path}"
        );
    }
    let in_body = site.post("/oauth2/userinfo", &[("access_token", "nope")]).await;
    assert_eq!(in_body.status, 401, "C74, C77");
    assert!(
        in_body.header("www-authenticate").contains("error=\"invalid_token\""),
        "C77"
    );
    let twice = site.http.post(site.url(FAMILY[0])).bearer_auth(&tokens.access);
    let twice = site.send(twice.form(&[("access_token", &tokens.access)])).await;
    assert_eq!(
        (twice.status, twice.error()),
        (400, "invalid_request".into()),
        "RFC 6750 §2: one method"
    );
    site.pass(3600);
    assert_eq!(site.get_as(&tokens.access, FAMILY[0]).await.status, 401, "C77: expired");
    let mut browser = site.signed_in(ALICE).await;
    let request = site
        .http
        .get(site.url("/api/method/frappe.auth.get_logged_user"))
        .bearer_auth("nope");
    assert_eq!(
        browser.raw(request).await.status,
        401,
        "a good cookie does not cover for a bad token"
    );
}

/// A bearer token acts as its user, within its scopes.
#[tokio::test]
async fn a_token_does_what_its_user_may_within_its_scopes() {
    let site = Site::new().await;
    site.add(
        "OAuth Scope",
        json!({ "scope": "inventory", "description": "Count what is in stock" }),
    )
    .await;
    let client = site.add_client(json!({ "scopes": "all openid inventory" })).await;
    let own = format!("/api/resource/User/{BOB}");
    let all = site.tokens_of(BOB, &client, &[]).await;
    assert_eq!(site.get_as(&all.access, &own).await.json()["data"]["enabled"], 1);
    assert_eq!(
        site.get_as(&all.access, "/api/resource/User/alice@example.com")
            .await
            .status,
        403
    );
    assert_eq!(
        site.get_as(&all.access, "/api/resource/OAuth%20Client").await.status,
        403
    );
    let open = site.tokens_of(BOB, &client, &[("scope", "openid")]).await;
    let document = site.get_as(&open.access, &own).await.json();
    assert_eq!(document["data"]["email"], BOB);
    assert!(
        document["data"].get("enabled").is_none(),
        "openid names the profile and nothing else"
    );
    let list = site
        .get_as(&open.access, "/api/resource/User?fields=[\"name\",\"enabled\"]")
        .await;
    assert_eq!(list.status, 417);
    let other = site.tokens_of(BOB, &client, &[("scope", "inventory")]).await;
    for path in ["/api/method/frappe.auth.get_logged_user", &own] {
        let refused = site.get_as(&other.access, path).await;
        assert_eq!(refused.status, 403, "{path}");
        assert!(refused.header("www-authenticate").contains("insufficient_scope"));
    }
    let manager = site.tokens_of(ALICE, &client, &[("scope", "openid")]).await;
    for (method, path) in [
        (reqwest::Method::GET, "/api/resource/User/bob@example.com".to_owned()),
        (reqwest::Method::GET, "/api/resource/OAuth%20Client".to_owned()),
        (reqwest::Method::PUT, format!("/api/resource/User/{ALICE}")),
        (reqwest::Method::DELETE, "/api/resource/User/bob@example.com".to_owned()),
        (reqwest::Method::POST, "/api/resource/User".to_owned()),
    ] {
        let request = site
            .http
            .request(method.clone(), site.url(&path))
            .bearer_auth(&manager.access)
            .json(&json!({}));
        assert_eq!(
            site.send(request).await.status,
            403,
            "a manager's token without all: {method} {path}"
        );
    }
    let full = site.tokens_of(ALICE, &client, &[]).await;
    let request = site
        .http
        .put(site.url(&own))
        .bearer_auth(&full.access)
        .json(&json!({ "last_name": "Builder" }));
    assert_eq!(
        site.send(request).await.json()["data"]["full_name"],
        "Bob Builder",
        "no CSRF token is wanted of a token"
    );
    assert_eq!(
        Tokens::of(&site.refresh(&client, &full.refresh, &[]).await).scope,
        "all openid"
    );
}
