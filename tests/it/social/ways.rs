//! The ways in: the login page, the one that is taken at once, passwords switched off, and the way back in for
//! administrators (A60: recovery links are single use).

use super::{causes, come_back, fields, mock, set_off, sign_in, site, who};
use crate::support::binary::command;
use crate::support::{ALICE, BOB, PASSWORD, Scratch, Site, program};
use serde_json::json;

const SETTINGS: (&str, &str) = ("System Settings", "System Settings");

async fn close_passwords(site: &Site) -> u16 {
    let alice = program(site, ALICE).await;
    let path = "/api/resource/System%20Settings/System%20Settings";
    alice
        .call("PUT", path, json!({ "disable_user_pass_login": 1 }))
        .await
        .status
}

/// Alice signs in with `mock`: the key is proven.
async fn prove(site: &Site, idp: &super::Idp) {
    let linked = site
        .app
        .db
        .read(|db| frontdesk::social::logins::find(db, "mock", "alice-1"));
    if linked.unwrap().is_none() {
        let login = json!({ "user": ALICE, "provider": "mock", "userid": "alice-1" });
        site.add("User Social Login", login).await;
    }
    let mut browser = site.browser();
    sign_in(&mut browser, idp, json!({ "sub": "alice-1", "email": ALICE })).await;
    assert_eq!(who(&mut browser).await, ALICE);
}

#[tokio::test]
async fn the_login_page_offers_the_keys_in_their_order() {
    let site = site().await;
    for (name, order, enabled) in [("Zulu", 1, 1), ("Alpha", 2, 1), ("Off", 0, 0)] {
        let changed =
            json!({ "provider_name": name, "sort_order": order, "enable_social_login": enabled, "icon": "shield" });
        site.add("Social Login Key", fields("http://127.0.0.1:9", changed))
            .await;
    }
    let page = site.browser().get("/login").await;
    assert!(page.has("login-submit"));
    assert_eq!(page.text("#ways"), "Sign in with ZuluSign in with Alpha");
    site.change("Social Login Key", "alpha", json!({ "go_at_once": 1 }))
        .await;
    let page = site.browser().get("/login?redirect-to=/me/profile").await;
    assert!(
        page.is_outside && page.address.starts_with("http://127.0.0.1:9/authorize?"),
        "{}",
        page.address
    );
    let page = site.browser().get("/login?choose=1").await;
    assert!(page.has("login-with-zulu") && page.has("login-submit"));
}

/// Password login is switched off only when an administrator has another way in that worked, and that
/// way cannot be taken away then.
#[tokio::test]
async fn the_last_way_in_stays_open() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    assert_eq!(close_passwords(&site).await, 417, "nobody has signed in with the key");
    sign_in(&mut site.browser(), &idp, json!({})).await;
    assert_eq!(close_passwords(&site).await, 417, "Carol manages nothing");
    prove(&site, &idp).await;
    assert_eq!(close_passwords(&site).await, 200);
    // The form is gone, the door is shut for programs, too.
    let mut browser = site.browser();
    let page = browser.get("/login").await;
    assert!(!page.has("login-submit") && page.has("login-with-mock"));
    let answer = site
        .post("/api/method/login", &[("usr", ALICE), ("pwd", PASSWORD)])
        .await;
    assert_eq!(answer.status, 403, "{}", answer.body);
    let alice = program(&site, ALICE).await;
    let key = "/api/resource/Social%20Login%20Key/mock";
    for change in [
        json!({ "enable_social_login": 0 }),
        json!({ "client_id": "another" }),
        json!({ "base_url": "http://127.0.0.1:9" }),
    ] {
        let answer = alice.call("PUT", key, change.clone()).await;
        assert_eq!(answer.status, 417, "{change} {}", answer.body);
    }
    assert_eq!(alice.call("DELETE", key, json!(null)).await.status, 417);
    let found = site
        .app
        .db
        .read(|db| frontdesk::checkup::findings(db, &site.app.env, &Default::default()))
        .unwrap();
    let only = format!("{ALICE} is the only administrator who can sign in");
    assert!(found.iter().any(|finding| finding.title.english() == only), "{found:?}");
    // What is no way in may change.
    assert_eq!(alice.call("PUT", key, json!({ "sort_order": 3 })).await.status, 200);
    prove(&site, &idp).await;
    site.change(SETTINGS.0, SETTINGS.1, json!({ "disable_user_pass_login": 0 }))
        .await;
    assert_eq!(
        alice.call("PUT", key, json!({ "client_id": "another" })).await.status,
        200
    );
    assert_eq!(
        close_passwords(&site).await,
        417,
        "it is another key now: to be proven again"
    );
}

/// A60: the one-time link: once, in time, the newest, not by looking at it; and it ends with a new
/// password.
#[tokio::test]
async fn a60_a_one_time_link_from_the_command_line() {
    let scratch = Scratch::new();
    let made = command(
        &scratch.0,
        &["user", "add", ALICE, "--password-stdin", "--role", "System Manager"],
        PASSWORD,
    );
    assert!(made.status.success());
    let text = |output: std::process::Output| String::from_utf8(output.stdout).unwrap().trim().to_owned();
    let link = text(command(&scratch.0, &["user", "sign-in-link", ALICE], ""));
    assert!(link.contains("/login/link?token="), "{link}");
    let unknown = command(&scratch.0, &["user", "sign-in-link", "nobody@example.com"], "");
    assert!(!unknown.status.success());

    let site = site().await;
    let make = async |email: &str| {
        let (env, user) = (site.app.env.clone(), site.user(email));
        let link = site
            .app
            .db
            .write(move |db| frontdesk::people::links::make_sign_in(db, &env, &user));
        link.await.unwrap()
    };
    let first = make(BOB).await;
    let link = make(BOB).await;
    assert_eq!(site.browser().get(&first).await.status, 403, "an older one");
    for _ in 0..3 {
        assert_eq!(site.browser().get(&link).await.status, 200, "looking uses nothing up");
    }
    let mut bob = site.browser();
    let page = bob.get(&link).await;
    bob.press(&page, "link-submit", &[]).await;
    assert_eq!(who(&mut bob).await, BOB);
    let mut other = site.browser();
    assert_eq!(other.get(&link).await.status, 403, "once");
    let link = make(BOB).await;
    site.pass(901);
    assert_eq!(other.get(&link).await.status, 403, "fifteen minutes");
    let link = make(BOB).await;
    let (env, user) = (site.app.env.clone(), site.user(BOB));
    let set = site
        .app
        .db
        .write(move |db| frontdesk::people::set_password(db, &env, &user, "x"));
    set.await.unwrap();
    assert_eq!(other.get(&link).await.status, 403, "a new password");
    let link = make(BOB).await;
    let page = other.get(&link).await;
    site.change("User", BOB, json!({ "enabled": 0 })).await;
    assert_eq!(other.press(&page, "link-submit", &[]).await.status, 403, "switched off");
}

/// A test sign-in shows what came back and changes nothing.
#[tokio::test]
async fn a_test_shows_what_came_back_and_signs_nobody_in() {
    let site = site().await;
    let idp = mock(&site, json!({ "enable_social_login": 0 })).await;
    let path = "/login/with/mock?test=1";
    let page = site.browser().get(path).await;
    assert!(page.has("login-submit"), "nobody tests who is not signed in");
    assert_eq!(site.signed_in(BOB).await.get(path).await.status, 403);
    let mut alice = site.signed_in(ALICE).await;
    for (claims, verdict) in [
        (json!({}), "A new user: carol@example.com"),
        (json!({ "email": BOB }), "Sign in here first"),
        (json!({ "email_verified": null }), "The email is not verified"),
        (json!({ "nonce": "another" }), "nonce"),
    ] {
        let asked = set_off(&mut alice, path).await;
        let page = come_back(&mut alice, &idp, &asked, claims).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.text("#verdict").contains(verdict), "{}", page.text("#verdict"));
    }
    assert_eq!(who(&mut alice).await, ALICE);
    let users = program(&site, ALICE)
        .await
        .get("/api/resource/User/carol@example.com")
        .await;
    assert_eq!(users.status, 404);
    assert!(causes(&site).await.is_empty());
    // Begun as a test, it does not sign in whoever is there later.
    let asked = set_off(&mut alice, path).await;
    let csrf = alice.csrf().await;
    alice.post("/logout", &[("csrf_token".into(), csrf)]).await;
    let page = come_back(&mut alice, &idp, &asked, json!({})).await;
    assert!(page.has("login-submit"), "{}", page.body);
    assert_eq!(who(&mut alice).await, "nobody");
}

/// What a key's form refuses.
#[tokio::test]
async fn a_key_that_is_not_right_is_not_saved() {
    let site = site().await;
    let alice = program(&site, ALICE).await;
    let path = "/api/resource/Social%20Login%20Key";
    for (changed, words) in [
        (json!({ "base_url": "" }), "Please enter Base URL"),
        (json!({ "authorize_url": "" }), "Please enter Authorize URL"),
        (json!({ "access_token_url": "" }), "Please enter Access Token URL"),
        (
            json!({ "client_id": "" }),
            "Please enter Client ID before social login is enabled",
        ),
        (
            json!({ "client_secret": "" }),
            "Please enter Client Secret before social login is enabled",
        ),
        (json!({ "auth_url_data": "{\"scope\": " }), "cannot be read"),
        (
            json!({ "auth_url_data": "{\"state\": \"x\"}" }),
            "sent by this site itself",
        ),
        (
            json!({ "auth_url_data": "{\"response_type\": \"token\"}" }),
            "response_type is code",
        ),
        (
            json!({ "redirect_url": "https://evil.test/x" }),
            "People cannot come back",
        ),
        (
            json!({ "access_token_url": "http://192.168.1.1/token" }),
            "cannot be used",
        ),
        (json!({ "jwks_uri": "http://169.254.169.254/latest" }), "cannot be used"),
        (json!({ "default_role": "All" }), "no role"),
        (json!({ "role_map": [{ "group": "g", "role": "Nobody" }] }), "no role"),
        (
            json!({ "authorize_url": "https://login.microsoftonline.com/common/oauth2/v2.0/authorize" }),
            "tenant",
        ),
        (json!({ "provider_name": "Mock/../x" }), "plain letters"),
    ] {
        let answer = alice
            .call("POST", path, fields("http://127.0.0.1:9", changed.clone()))
            .await;
        assert_eq!(answer.status, 417, "{changed} {}", answer.body);
        assert!(answer.body.contains(words), "{changed}: {}", answer.body);
    }
    // Addresses that older Frappe sites registered are answered, too.
    for (name, path) in [
        ("Old Google", "/api/method/frappe.www.login.login_via_google".to_owned()),
        ("Realm", format!("{}login_via_keycloak/realm", super::CALLBACK)),
    ] {
        let old = fields(
            "http://127.0.0.1:9",
            json!({ "provider_name": name, "redirect_url": path }),
        );
        let made = alice.call("POST", "/api/resource/Social%20Login%20Key", old).await;
        assert_eq!(made.status, 200, "{}", made.body);
        assert!(site.browser().get(&path).await.body.contains("This sign-in is over"));
    }
    // Contract 21: the preset Frappe without a base URL.
    let frappe = json!({ "provider_name": "Frappe", "social_login_provider": "Frappe" });
    let answer = alice.call("POST", path, frappe).await;
    assert_eq!(answer.status, 417);
    assert!(answer.body.contains("Please enter Base URL"), "{}", answer.body);
    // The secret stays with its host.
    let made = alice
        .call(
            "POST",
            path,
            fields("http://127.0.0.1:9", json!({ "enable_social_login": 0 })),
        )
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    let one = format!("{path}/mock");
    assert_eq!(
        alice.get(&one).await.json()["data"]["client_secret"],
        "*".repeat(10),
        "masked"
    );
    alice
        .call("PUT", &one, json!({ "base_url": "http://127.0.0.1:10" }))
        .await;
    assert!(alice.get(&one).await.json()["data"]["client_secret"].is_null());
}

/// What a review found: ids of one provider's people are not taken for another's, each key has its own
/// address, a public client stays proven, and the last linked administrator stays one.
#[tokio::test]
async fn a55_keys_keep_to_their_provider_and_administrators_their_way() {
    let site = site().await;
    let idp = mock(
        &site,
        json!({ "token_endpoint_auth_method": "None", "client_secret": "" }),
    )
    .await;
    let alice = program(&site, ALICE).await;
    let key = "/api/resource/Social%20Login%20Key/mock";
    prove(&site, &idp).await;
    for change in [
        json!({ "issuer": "https://other.test" }),
        json!({ "base_url": "http://127.0.0.1:9" }),
        json!({ "user_id_property": "id" }),
    ] {
        let answer = alice.call("PUT", key, change.clone()).await;
        assert_eq!(answer.status, 417, "{change}");
        assert!(answer.body.contains("would be another person's"), "{}", answer.body);
    }
    let second = fields(
        "http://127.0.0.1:9",
        json!({ "provider_name": "Second", "redirect_url": format!("{}custom/mock", super::CALLBACK) }),
    );
    let answer = alice.call("POST", "/api/resource/Social%20Login%20Key", second).await;
    assert!(
        answer.body.contains("Another key has this address") || answer.body.contains("People cannot come back"),
        "{}",
        answer.body
    );
    let google = |name: &str| json!({ "provider_name": name, "social_login_provider": "Google" });
    for (name, address) in [("Google", "login_via_google"), ("Google 2", "custom/google_2")] {
        let made = alice
            .call("POST", "/api/resource/Social%20Login%20Key", google(name))
            .await;
        assert_eq!(made.status, 200, "{}", made.body);
        assert_eq!(
            made.json()["data"]["redirect_url"],
            format!("{}{address}", super::CALLBACK)
        );
    }
    assert_eq!(close_passwords(&site).await, 200);
    let alice = program(&site, ALICE).await;
    assert_eq!(
        alice.call("PUT", key, json!({ "sort_order": 7 })).await.status,
        200,
        "it is as proven as before"
    );
    assert_eq!(
        alice
            .call("PUT", key, json!({ "allowed_domains": "typo.test" }))
            .await
            .status,
        417
    );
    // Dave manages, too, but has a password only: Alice stays.
    site.add_user("dave@example.com", "Dave", &["System Manager"]).await;
    let dave = program(&site, "dave@example.com").await;
    let user = format!("/api/resource/User/{ALICE}");
    for change in [json!({ "enabled": 0 }), json!({ "roles": [] })] {
        assert_eq!(dave.call("PUT", &user, change.clone()).await.status, 417, "{change}");
    }
    let logins = dave.get("/api/resource/User%20Social%20Login").await.json();
    let login = logins["data"][0]["name"].as_str().unwrap().to_owned();
    let gone = dave
        .call(
            "DELETE",
            &format!("/api/resource/User%20Social%20Login/{login}"),
            json!(null),
        )
        .await;
    assert_eq!(gone.status, 417, "{}", gone.body);
}
