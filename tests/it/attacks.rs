//! Attacks that succeeded once, in trials by outsiders: each must stay mended.

use crate::support::rp::authorize_path;
use crate::support::{ALICE, BOB, CALLBACK, PASSWORD, Site, TestClient, program};
use serde_json::json;

/// T07: no address that begins with two slashes is answered with a way to another host, at any route.
#[tokio::test]
async fn t07_two_slashes_lead_nowhere() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    let csrf = alice.csrf().await;
    let paths = site.app.registry.types().map(|own| format!("/app/{}", own.slug));
    let listed = frontdesk::routes::table().listed.into_iter().map(|(_, path)| path);
    let asked: Vec<String> = listed.chain(paths).chain([authorize_path(&client, &[])]).collect();
    for path in asked {
        let path = path.replace(':', "");
        for address in [
            format!("//evil.test{path}"),
            format!("/{path}"),
            format!("//evil.test/..{path}"),
        ] {
            let seen = alice.raw(site.http.get(site.url(&address))).await;
            assert!(
                !seen.header("location").starts_with("//"),
                "{address}: {}",
                seen.header("location")
            );
            assert!(
                !seen.header("location").contains("evil"),
                "{address}: {}",
                seen.header("location")
            );
            let form = [("csrf_token", csrf.as_str())];
            let seen = alice.raw(site.http.post(site.url(&address)).form(&form)).await;
            assert!(
                !seen.header("location").contains("//evil"),
                "{address}: {}",
                seen.header("location")
            );
            assert!(!seen.header("location").starts_with("//"), "{address}");
        }
    }
}

/// T08: a delegated manager of clients does not make one that may ask about everybody's tokens, nor get hold of one.
#[tokio::test]
async fn t08_a_delegated_manager_makes_no_resource_server() {
    let site = Site::new().await;
    site.add("Role", json!({ "role_name": "Apps" })).await;
    let may =
        json!({ "role": "Apps", "document_type": "OAuth Client", "read": 1, "write": 1, "create": 1, "delete": 1 });
    site.add("Role Permission", may).await;
    site.add_user("carol@example.com", "Carol", &["Apps"]).await;
    let carol = program(&site, "carol@example.com").await;
    let all = "/api/resource/OAuth%20Client";
    let own = json!({ "app_name": "Own", "redirect_uris": CALLBACK });
    let own = carol.call("POST", all, own).await.json()["data"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let server = site.add_client(json!({ "resource_server": 1 })).await;
    let is_server = json!({ "app_name": "X", "redirect_uris": CALLBACK, "resource_server": 1 });
    for (method, path, body) in [
        ("PUT", format!("{all}/{own}"), json!({ "resource_server": 1 })),
        ("POST", all.to_owned(), is_server),
        ("PUT", format!("{all}/{}", server.id), json!({ "app_name": "Y" })),
        (
            "POST",
            format!("{all}/{}?run_method=rotate-secret", server.id),
            json!({}),
        ),
    ] {
        let refused = carol.call(method, &path, body).await;
        assert_eq!(refused.status, 403, "{method} {path}: {}", refused.body);
    }
    assert_eq!(
        carol
            .call("PUT", &format!("{all}/{own}"), json!({ "app_name": "Mine" }))
            .await
            .status,
        200
    );
}

/// A41: a page that hides where it is from signs nobody in.
#[tokio::test]
async fn a41_a_hidden_origin_signs_nobody_in() {
    let site = Site::new().await;
    let form = [("usr", ALICE), ("pwd", PASSWORD)];
    let log_in = || site.http.post(site.url("/api/method/login")).form(&form);
    let refused = site.send(log_in().header("origin", "null")).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert!(refused.headers.get("set-cookie").is_none());
    let own = log_in()
        .header("origin", "null")
        .header("sec-fetch-site", "same-origin");
    assert_eq!(site.send(own).await.status, 200);
    assert_eq!(site.send(log_in()).await.status, 200);
}

/// One's own API secret is made with the password given just now, at every door.
#[tokio::test]
async fn ones_own_secret_needs_the_password_over_rest_too() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let csrf = alice.csrf().await;
    let client = site.add_client(json!({ "scopes": "all" })).await;
    let token = site.tokens(&client, &[("scope", "all")]).await;
    site.pass(700);
    let keys = "/api/method/frappe.core.doctype.user.user.generate_keys";
    let ask = |user: &'static str| site.http.post(site.url(keys)).form(&[("user", user)]);
    let by_session = alice.raw(ask(ALICE).header("x-frappe-csrf-token", &csrf)).await;
    assert_eq!(by_session.status, 403, "{}", by_session.body);
    assert!(
        by_session.body.contains("prove again who you are"),
        "{}",
        by_session.body
    );
    let by_token = site.send(ask(ALICE).bearer_auth(&token.access)).await;
    assert_eq!(by_token.status, 403, "{}", by_token.body);
    let for_bob = alice.raw(ask(BOB).header("x-frappe-csrf-token", &csrf)).await;
    assert_eq!(for_bob.status, 403, "{}", for_bob.body);
    let mut fresh = site.signed_in(ALICE).await;
    let csrf = fresh.csrf().await;
    let made = fresh.raw(ask(ALICE).header("x-frappe-csrf-token", &csrf)).await;
    assert_eq!(made.status, 200, "{}", made.body);
}

/// A59: a site on http answers to its own name, to addresses and to names of the local network, and to no other.
#[tokio::test]
async fn a59_an_http_site_answers_to_no_foreign_name() {
    let site = Site::new().await;
    let port = site.origin.rsplit(':').next().unwrap();
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        ("localhost:8000".into(), 200),
        ("frontdesk:8000".into(), 200),
        ("[::1]:8000".into(), 200),
        ("rebound.example.com".into(), 421),
        (format!("rebound.example.com:{port}"), 421),
        ("127.0.0.1.evil.test".into(), 421),
    ] {
        let request = site.http.get(site.url("/login")).header("host", &host);
        assert_eq!(site.send(request).await.status, status, "{host}");
    }
    let behind = Site::with(|config| config.base_url = "https://login.example.com".into()).await;
    let request = behind
        .http
        .get(behind.url("/login"))
        .header("host", "upstream.proxy.test");
    assert_eq!(
        behind.send(request).await.status,
        200,
        "behind https the proxy has settled it"
    );
}

/// What is registered for a client is told to whoever may see clients, not to anybody with its id.
#[tokio::test]
async fn an_error_page_lists_redirect_uris_for_managers_only() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "redirect_uris": "https://secret-host.example/cb" }))
        .await;
    let wrong = authorize_path(&client, &[("redirect_uri", "https://other.example/cb")]);
    for (mut browser, sees) in [
        (site.browser(), false),
        (site.signed_in(BOB).await, false),
        (site.signed_in(ALICE).await, true),
    ] {
        let page = browser.get(&wrong).await;
        assert_eq!(page.status, 400);
        assert_eq!(page.body.contains("secret-host"), sees);
    }
}

/// A38: names that turn text around, and addresses that only a lenient parser takes for one.
#[tokio::test]
async fn a38_misleading_names_and_addresses_are_refused() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    for (field, value) in [
        ("app_name", "Bank\u{202E}lanigiro"),
        ("app_name", "Ba\u{200B}nk"),
        ("client_uri", "https:evil.test"),
        ("client_uri", "https:/evil.test"),
        ("logo_uri", "https:evil"),
    ] {
        let mut client = json!({ "app_name": "Shop", "redirect_uris": CALLBACK });
        client[field] = json!(value);
        let refused = alice.call("POST", "/api/resource/OAuth%20Client", client).await;
        assert_eq!(refused.status, 417, "{field} {value:?}: {}", refused.body);
        assert!(refused.body.contains(field), "{}", refused.body);
    }
    let refused = alice
        .call(
            "PUT",
            &format!("/api/resource/User/{BOB}"),
            json!({ "first_name": "B\u{202E}b" }),
        )
        .await;
    assert_eq!(refused.status, 417, "{}", refused.body);
    let TestClient { id, .. } = site.add_client(json!({ "app_name": "Café Ωmega 日本" })).await;
    assert!(!id.is_empty());
}
