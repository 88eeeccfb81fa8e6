//! Userinfo, and the bearer token on other methods.

use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, BOB, Site, payload, query};
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

/// OpenID Connect Core §5.1, §5.4: what each scope releases, of a person who has everything and of one who has nothing.
#[tokio::test]
async fn c76_scopes_release_their_claims_in_full_and_nothing_empty() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "frappe_openid": 0, "scopes": "openid profile email phone address groups" }))
        .await;
    let told = async |who: &str, scopes: &str| {
        let tokens = site.tokens_of(who, &client, &[("scope", scopes)]).await;
        let mut claims = site.get_as(&tokens.access, FAMILY[0]).await.json();
        let claims = claims.as_object_mut().unwrap();
        assert!(claims.remove("sub").is_some() && claims.remove("iss").is_some());
        serde_json::Value::Object(claims.clone())
    };
    assert_eq!(
        told(BOB, "openid").await,
        json!({}),
        "openid says who, and nothing more"
    );
    let mut profile = told(BOB, "openid profile").await;
    assert!(profile["updated_at"].as_i64().unwrap() > 1_700_000_000);
    profile.as_object_mut().unwrap().remove("updated_at");
    assert_eq!(
        profile,
        json!({ "name": "Bob", "given_name": "Bob", "preferred_username": "bob" })
    );
    assert_eq!(told(BOB, "openid phone address groups").await, json!({}));
    let all = json!({
        "last_name": "Builder", "middle_name": "The", "nickname": "Bobby", "website": "https://bob.example", "gender": "male",
        "birth_date": "0000-02-29", "time_zone": "Europe/London", "language": "en-GB", "user_image": "/bob.png",
        "mobile_no": "+44 1", "phone_verified": 1, "location": "Oxford",
    });
    site.change("User", BOB, all).await;
    let mut everything = told(BOB, "openid profile email phone address").await;
    everything.as_object_mut().unwrap().remove("updated_at");
    let expected = json!({
        "name": "Bob Builder", "given_name": "Bob", "family_name": "Builder", "middle_name": "The", "nickname": "Bobby",
        "preferred_username": "bob", "picture": format!("{}/bob.png", site.origin), "website": "https://bob.example",
        "gender": "male", "birthdate": "0000-02-29", "zoneinfo": "Europe/London", "locale": "en-GB", "email": BOB,
        "email_verified": true, "phone_number": "+44 1", "phone_number_verified": true, "address": { "formatted": "Oxford" },
    });
    assert_eq!(everything, expected);
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
            (missing.status, missing.header("www-authenticate").to_owned()),
            (
                401,
                format!(
                    "Bearer resource_metadata=\"{}/.well-known/oauth-protected-resource\"",
                    site.origin
                )
            ),
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

/// C74, R74: what the `claims` parameter asks for beside the scopes is told once the user was asked about it, as far as
/// the client has scopes that release it; another time they are not asked again.
#[tokio::test]
async fn r74_claims_are_released_one_by_one() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({
            "scopes": "openid profile email", "frappe_openid": 0, "id_token_profile": 0,
            "redirect_uris": "https://app.example/cb",
        }))
        .await;
    let claims =
        r#"{"userinfo":{"name":{"essential":true},"roles":null},"id_token":{"email":{"value":"x@example.com"}}}"#;
    let asked = [
        ("scope", "openid"),
        ("claims", claims),
        ("redirect_uri", "https://app.example/cb"),
    ];
    let mut bob = site.signed_in(BOB).await;
    let consent = bob.get(&authorize_path(&client, &asked)).await;
    let words = consent.text(".scopes");
    assert!(
        words.contains("Your email address") && words.contains("Your name, picture"),
        "{words}"
    );
    let back = bob.press(&consent, "consent-allow", &[]).await;
    let tokens = Tokens::of(&site.exchange(&client, &query(&back.address)["code"], &asked[2..]).await);
    assert_eq!(tokens.scope, "openid");
    let told = site.get_as(&tokens.access, "/oauth2/userinfo").await.json();
    let names: Vec<&String> = told.as_object().unwrap().keys().collect();
    assert_eq!(names, ["sub", "iss", "name"], "{told}");
    let in_id_token = payload(&tokens.id);
    assert_eq!((&in_id_token["email"], in_id_token.get("name")), (&json!(BOB), None));
    let again = bob.get(&authorize_path(&client, &asked)).await;
    assert!(again.is_outside, "asked once: {}", again.body);
    let more = [
        ("scope", "openid"),
        ("claims", r#"{"userinfo":{"email":null}}"#),
        ("redirect_uri", "https://app.example/cb"),
    ];
    assert!(
        bob.get(&authorize_path(&client, &more)).await.is_outside,
        "no more than before"
    );
    let other = site.signed_in(ALICE).await.get(&authorize_path(&client, &more)).await;
    assert!(other.has("consent-allow"));
}
