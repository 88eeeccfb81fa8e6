//! The whole way at a real provider that is not ours, at our own in a second process, and from an
//! app's request through us to the provider and back into that very request.

use super::{CALLBACK, mock, set_off, site, who};
use crate::connected::flow::allow;
use crate::support::binary::{Program, command, json_of};
use crate::support::rp::{Tokens, authorize_path};
use crate::support::upstream::Upstream;
use crate::support::{ALICE, BOB, PASSWORD, Scratch, payload, program, query};
use frontdesk::base::clock::HOUR;
use frontdesk::web::cookie::Name;
use serde_json::json;

/// Get OpenID Configuration, PKCE, ID token, userinfo; then the same person once more.
#[tokio::test]
async fn the_whole_way_at_a_real_provider_with_discovery() {
    let site = site().await;
    let upstream = Upstream::with_client(
        json!({
            "redirect_uris": [site.url(&format!("{CALLBACK}custom/company"))], "grant_types": ["authorization_code"],
            "token_endpoint_auth_method": "client_secret_post",
        }),
        3600,
    );
    site.add(
        "Social Login Key",
        json!({
            "provider_name": "Company", "client_id": "frontdesk", "client_secret": "an upstream secret",
            "openid_configuration": upstream.origin, "sign_ups": "Allow",
            "auth_url_data": "{\"response_type\": \"code\", \"scope\": \"openid email profile\"}",
        }),
    )
    .await;
    let alice = program(&site, ALICE).await;
    let path = "/api/resource/Social%20Login%20Key/company?run_method=take_over_openid_configuration";
    let filled = alice.call("POST", path, json!({})).await;
    assert_eq!(filled.status, 200, "{}", filled.body);
    let key = alice.get("/api/resource/Social%20Login%20Key/company").await.json()["data"].clone();
    assert_eq!(key["issuer"], upstream.origin);
    assert_eq!(key["jwks_uri"], format!("{}/jwks", upstream.origin));
    assert_eq!(key["redirect_url"], format!("{CALLBACK}custom/company"));
    assert!(!key.to_string().contains("an upstream secret"));
    site.change("Social Login Key", "company", json!({ "enable_social_login": 1 }))
        .await;
    for _ in 0..2 {
        let mut browser = site.browser();
        let login = browser.get("/login?redirect-to=/me/profile").await;
        let page = browser.get(&login.href("login-with-company")).await;
        let back = allow(&upstream, &page.address, "erin").await;
        assert!(query(&back).contains_key("iss"));
        let page = browser.get(&back).await;
        assert_eq!(page.address, site.url("/me/profile"), "{}", page.body);
        assert_eq!(who(&mut browser).await, "erin@upstream.test");
    }
    assert_eq!(upstream.count("userinfo").await, 2);
}

/// The authentik guide: addresses by hand, relative to the base URL, no discovery.
#[tokio::test]
async fn addresses_by_hand_in_authentiks_shape() {
    let site = site().await;
    let upstream = Upstream::with_client(
        json!({
            "redirect_uris": [site.url(&format!("{CALLBACK}custom/authentik"))], "grant_types": ["authorization_code"],
            "token_endpoint_auth_method": "client_secret_post",
        }),
        3600,
    );
    site.add(
        "Social Login Key",
        json!({
            "provider_name": "authentik", "client_id": "frontdesk", "client_secret": "an upstream secret",
            "base_url": format!("{}/", upstream.origin), "authorize_url": "/auth", "access_token_url": "/token",
            "api_endpoint": "/me", "auth_url_data": "{\"response_type\": \"code\", \"scope\": \"email profile openid\"}",
            "sign_ups": "Allow", "enable_social_login": 1,
        }),
    )
    .await;
    let mut browser = site.browser();
    let page = browser.get("/login/with/authentik").await;
    let back = allow(&upstream, &page.address, "fay").await;
    let page = browser.get(&back).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(who(&mut browser).await, "fay@upstream.test");
}

/// Somebody who came from an app goes back into that very request.
#[tokio::test]
async fn from_an_app_through_us_to_the_provider_and_back_into_the_request() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    let client = site.add_client(json!({ "skip_authorization": 1 })).await;
    let mut browser = site.browser();
    let login = browser.get(&authorize_path(&client, &[("nonce", "of-the-app")])).await;
    assert!(login.has("login-submit"), "{}", login.body);
    let asked = set_off(&mut browser, &login.href("login-with-mock")).await;
    assert!(!asked.contains_key("prompt"));
    let page = super::come_back(&mut browser, &idp, &asked, json!({})).await;
    assert!(page.is_outside, "{}", page.body);
    let code = query(&page.address)["code"].clone();
    let tokens = Tokens::of(&site.exchange(&client, &code, &[]).await);
    assert_eq!(payload(&tokens.id)["nonce"], "of-the-app");
    assert_eq!(payload(&tokens.id)["sub"], json!(site.user("carol@example.com").id));
    // prompt=login: the provider is to ask for the password, and is not believed if it did not.
    let login = browser.get(&authorize_path(&client, &[("prompt", "login")])).await;
    let way = login.href("login-with-mock");
    let asked = set_off(&mut browser, &way).await;
    assert_eq!(asked["prompt"], "login");
    let page = super::come_back(&mut browser, &idp, &asked, json!({ "auth_time": site.now() - HOUR })).await;
    assert_eq!(page.status, 403, "{}", page.body);
    let asked = set_off(&mut browser, &way).await;
    let page = super::come_back(&mut browser, &idp, &asked, json!({})).await;
    assert_eq!(page.status, 403, "{}", page.body);
    let asked = set_off(&mut browser, &way).await;
    let page = super::come_back(&mut browser, &idp, &asked, json!({ "auth_time": site.now() })).await;
    assert!(page.is_outside, "{}", page.body);
    // Nor is it got around by a sign-in beside the request, which the provider lets through silently.
    let mut other = site.browser();
    let login = other.get(&authorize_path(&client, &[("prompt", "login")])).await;
    let ticket = query(&login.address)["ticket"].clone();
    let asked = set_off(&mut other, "/login/with/mock").await;
    assert_eq!(super::come_back(&mut other, &idp, &asked, json!({})).await.status, 200);
    let page = other.get(&format!("/oauth2/authorize?ticket={ticket}")).await;
    assert!(page.has("login-submit"), "{} {}", page.address, page.body);
    // Who cannot be asked for it is not offered then.
    site.change(
        "Social Login Key",
        "mock",
        json!({ "auth_url_data": "{\"scope\": \"email\"}" }),
    )
    .await;
    let login = browser.get(&authorize_path(&client, &[("prompt", "login")])).await;
    assert!(!login.has("login-with-mock"));
    assert_eq!(browser.get(&way).await.status, 403);
}

/// A42: the session is a new one; R02: afterwards it goes to places of ours only.
#[tokio::test]
async fn a42_r02_a_new_session_and_places_of_ours() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    for foreign in ["https://evil.test", "//evil.test", "/\\evil.test"] {
        let mut browser = site.browser();
        let cookie = Name::Session.on_wire(&site.app.env);
        browser.cookies.insert(cookie, "planted".into());
        let encoded: String = url::form_urlencoded::byte_serialize(foreign.as_bytes()).collect();
        let asked = set_off(&mut browser, &format!("/login/with/mock?redirect-to={encoded}")).await;
        let page = super::come_back(&mut browser, &idp, &asked, json!({})).await;
        assert!(
            page.address.starts_with(&site.origin) && !page.is_outside,
            "{}",
            page.address
        );
        assert!(!browser.cookies.values().any(|value| value == "planted"));
    }
    // Somebody who is signed in already goes on at once, and is nobody else afterwards.
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/login/with/mock").await;
    assert!(!page.is_outside);
    assert_eq!(who(&mut bob).await, BOB);
    // A key that is off or not there.
    site.change("Social Login Key", "mock", json!({ "enable_social_login": 0 }))
        .await;
    let mut browser = site.browser();
    assert_eq!(browser.get("/login/with/mock").await.status, 404);
    assert_eq!(browser.get("/login/with/nobody").await.status, 404);
    assert!(!browser.get("/login").await.has("login-with-mock"));
}

/// The primary server of a company: our own in a second process, set up by its one command.
#[tokio::test]
async fn another_frontdesk_as_primary_server() {
    let folder = Scratch::new();
    let primary = Program::start(&folder.0);
    let site = site().await;
    let add = [
        "user",
        "add",
        "dana@example.com",
        "--name",
        "Dana",
        "--password-stdin",
        "--role",
        "System Manager",
    ];
    assert!(command(&folder.0, &add, PASSWORD).status.success());
    let client = json_of(&command(
        &folder.0,
        &[
            "client",
            "add",
            "Branch",
            "--for-frappe",
            &site.origin,
            "--skip-authorization",
            "--json",
        ],
        "",
    ));
    let told = &client["social_login_key"];
    assert_eq!(told["client_id"], client["client_id"]);
    site.add(
        "Social Login Key",
        json!({
            "provider_name": "Head Office", "social_login_provider": "Frontdesk", "base_url": primary.origin,
            "client_id": told["client_id"], "client_secret": told["client_secret"],
            "openid_configuration": format!("{}/.well-known/openid-configuration", primary.origin),
            "issuer": primary.origin, "jwks_uri": format!("{}/oauth2/jwks", primary.origin),
            "end_session_endpoint": format!("{}/logout", primary.origin), "sign_out_there": 1,
            "emails_verified": 1, "sign_ups": "Allow", "enable_social_login": 1,
        }),
    )
    .await;
    // A chain: an app of ours, us, the primary server, and back into the app's very request.
    let app = site.add_client(json!({ "skip_authorization": 1 })).await;
    let mut browser = site.browser();
    let login = browser.get(&authorize_path(&app, &[])).await;
    let page = browser.get(&login.href("login-with-head_office")).await;
    assert!(
        page.address.starts_with(&primary.origin),
        "{} {}",
        page.address,
        page.body
    );
    let mut there = crate::support::Browser::at(&primary.origin);
    let login = there.get(&page.address).await;
    let typed = [("email", "dana@example.com"), ("password", PASSWORD)];
    let page = there.press(&login, "login-submit", &typed).await;
    assert!(page.is_outside, "{}", page.body);
    let page = browser.get(&page.address).await;
    assert!(page.is_outside, "{}", page.body);
    let tokens = Tokens::of(&site.exchange(&app, &query(&page.address)["code"], &[]).await);
    assert_eq!(payload(&tokens.id)["sub"], json!(site.user("dana@example.com").id));
    assert_eq!(who(&mut browser).await, "dana@example.com");
    // Signing out here offers to sign out there.
    let home = browser.get("/me/profile").await;
    let out = browser.press(&home, "logout-submit", &[]).await;
    let address = out.href("sign-out-there");
    assert!(address.starts_with(&format!("{}/logout?", primary.origin)));
    // It brings people back to the login page, which does not send them on by itself.
    let page = there.get(&address).await;
    assert_eq!(page.address, format!("{}/login?choose=1", site.origin), "{}", page.body);
    assert!(browser.get(&page.address).await.has("login-submit"));
    assert!(there.get("/app").await.has("login-submit"));
}
