//! Back-channel logout: when somebody's session ends here, each app that it signed in to hears of it.

use crate::support::rp::{Tokens, authorize_path};
use crate::support::rude::{Act, Rude, Seen, json as answer, with_status};
use crate::support::{ALICE, BOB, Browser, PASSWORD, Site, TestClient, over, payload, program};
use frontdesk::base::clock::DAY;
use frontdesk::jobs::send_due;
use frontdesk::jose::{Jwk, Jws};
use serde_json::{Value, json};
use std::time::Duration;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A site that may call servers of this machine, with Alice and Bob, and an app's server.
async fn site() -> (Site, Rude) {
    let site = crate::connected::site_that_waits(Duration::from_secs(5)).await;
    (site, Rude::start(|_| answer(json!({}))).await)
}

/// An app that hears of sign-outs at this path of the server.
async fn app(site: &Site, server: &Rude, path: &str, more: Value) -> TestClient {
    let usual = json!({
        "backchannel_logout_uri": format!("{}{path}", server.origin), "scopes": "openid offline_access all",
    });
    site.add_client(over(usual, &more)).await
}

/// Signs the browser's user in to an app: what its ID token says.
async fn sign_in(site: &Site, browser: &mut Browser, client: &TestClient, scope: &str) -> Value {
    let code = browser.code(client, &[("scope", scope)]).await;
    payload(&Tokens::of(&site.exchange(client, &code, &[]).await).id)
}

/// Signs the browser out here.
async fn sign_out(browser: &mut Browser) {
    let page = browser.get("/logout").await;
    let (action, form) = page.form_at("/logout");
    assert_eq!(browser.post(&action, &form).await.status, 200);
}

/// What a logout token says, once its signature holds.
async fn said(site: &Site, seen: &Seen) -> Value {
    assert_eq!(seen.method, "POST", "R86");
    assert_eq!(seen.header("content-type"), "application/x-www-form-urlencoded", "R86");
    let token = seen.form("logout_token");
    let jws = Jws::split(&token).unwrap();
    assert_eq!(jws.header.typ.as_deref(), Some("logout+jwt"), "C88");
    let keys = site.get("/oauth2/jwks").await.json();
    let keys: Vec<Jwk> = serde_json::from_value(keys["keys"].clone()).unwrap();
    Value::Object(jws.verify(&keys).expect("C88, R85: signed by a key of ours"))
}

/// C88, R85: each app of the session is told once, with a whole token; others are not.
#[tokio::test]
async fn c88_r85_r86_each_app_of_a_session_is_told_once() {
    let (site, server) = site().await;
    let shop = app(&site, &server, "/shop", json!({ "id_token_signing_alg": "ES256" })).await;
    let wiki = app(&site, &server, "/wiki", json!({})).await;
    let robot = app(&site, &server, "/robot", json!({})).await;
    let stranger = app(&site, &server, "/stranger", json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let at_shop = sign_in(&site, &mut bob, &shop, "openid").await;
    sign_in(&site, &mut bob, &shop, "openid").await;
    sign_in(&site, &mut bob, &wiki, "openid offline_access").await;
    // Without openid it is told nothing of who signs in.
    bob.code(&robot, &[("scope", "all")]).await;
    sign_in(&site, &mut site.signed_in(ALICE).await, &stranger, "openid").await;
    sign_out(&mut bob).await;
    assert_eq!(server.connections(), 0, "C88: whoever signs out does not wait for it");
    send_due(&site.app).await.unwrap();
    let counts = ["/shop", "/wiki", "/robot", "/stranger"].map(|path| server.count(path));
    assert_eq!(counts, [1, 1, 0, 0], "C88");
    let token = said(&site, &server.last("/shop")).await;
    let mut names: Vec<&str> = token.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"],
        "R85: no nonce"
    );
    for name in ["iss", "aud", "sub", "sid"] {
        assert_eq!(token[name], at_shop[name], "C88, R88: {name}");
    }
    assert_eq!(token["events"], json!({ EVENT: {} }), "R85");
    assert_eq!(token["exp"].as_i64().unwrap() - token["iat"].as_i64().unwrap(), 120);
    assert_eq!(
        Jws::split(&server.last("/shop").form("logout_token"))
            .unwrap()
            .header
            .alg,
        "ES256"
    );
    let other = said(&site, &server.last("/wiki")).await;
    assert_ne!(other["jti"], token["jti"]);
    send_due(&site.app).await.unwrap();
    assert_eq!(server.count("/shop"), 1, "C88: once");
    // It is no ID token, neither as a hint nor as anything else (A19).
    let hint = server.last("/shop").form("logout_token");
    let page = bob.get(&format!("/logout?id_token_hint={hint}")).await;
    assert_eq!(page.status, 400, "{}", page.body);
    assert_eq!(site.get_as(&hint, "/oauth2/userinfo").await.status, 401);
}

/// R86: what is not taken is sent again, later, and visible; a redirect is not followed, a slow app holds nobody up.
#[tokio::test]
async fn r86_c88_what_is_not_taken_is_sent_again() {
    let site = crate::connected::site_that_waits(Duration::from_millis(300)).await;
    let server = Rude::start(|_| with_status(400, json!({ "error": "not today" }))).await;
    let (slow, elsewhere) = (
        Rude::start(|_| Act::Hang).await,
        Rude::start(|_| answer(json!({}))).await,
    );
    let shop = app(&site, &server, "/shop", json!({})).await;
    let other = app(&site, &slow, "/slow", json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    sign_in(&site, &mut bob, &shop, "openid").await;
    sign_in(&site, &mut bob, &other, "openid").await;
    sign_out(&mut bob).await;
    send_due(&site.app).await.unwrap();
    let first = said(&site, &server.last("/shop")).await;
    assert_eq!((server.count("/shop"), slow.count("/slow")), (1, 1));
    let there = format!("{}/taken", elsewhere.origin);
    server.becomes(move |_| Act::Answer(302, vec![("location", there.clone())], Vec::new()));
    site.pass(10);
    send_due(&site.app).await.unwrap();
    assert_eq!((server.count("/shop"), elsewhere.connections()), (2, 0), "R86");
    let again = said(&site, &server.last("/shop")).await;
    assert_ne!(again["jti"], first["jti"], "each attempt is a token of its own");
    assert_eq!(again["sid"], first["sid"]);
    assert!(again["exp"].as_i64() > first["exp"].as_i64());
    server.becomes(|_| Act::Answer(204, Vec::new(), Vec::new()));
    site.pass(60);
    send_due(&site.app).await.unwrap();
    assert_eq!(server.count("/shop"), 3);
    let alice = program(&site, ALICE).await;
    let listed = "/api/resource/Delivery?fields=[%22kind%22,%22receiver%22,%22client%22,%22status%22,%22attempts%22,%22user%22]&order_by=status";
    let listed = alice.get(listed).await.json();
    let expected = [("Delivered", &shop), ("Waiting", &other)].map(|(status, client)| {
        json!({
            "kind": "Logout", "receiver": "Test App", "client": client.id, "status": status, "attempts": 3, "user": BOB,
        })
    });
    assert_eq!(listed["data"], json!(expected));
    // An app that is gone hears nothing more.
    let path = format!("/api/resource/OAuth%20Client/{}", other.id);
    assert_eq!(alice.call("DELETE", &path, Value::Null).await.status, 202);
    site.pass(600);
    send_due(&site.app).await.unwrap();
    assert_eq!(slow.count("/slow"), 3);
}

/// Whatever ends a session is told: the user, whoever manages them, or another password.
#[tokio::test]
async fn a20_c88_whatever_ends_a_session_is_told() {
    let endings = ["disabled", "deleted", "password", "ended by a manager", "everywhere"];
    for ending in endings {
        let (site, server) = site().await;
        let shop = app(&site, &server, "/shop", json!({})).await;
        let mut bob = site.signed_in(BOB).await;
        let told = sign_in(&site, &mut bob, &shop, "openid").await;
        let alice = program(&site, ALICE).await;
        match ending {
            "disabled" => site.change("User", BOB, json!({ "enabled": 0 })).await,
            "deleted" => {
                let gone = alice
                    .call("DELETE", "/api/resource/User/bob@example.com", Value::Null)
                    .await;
                assert_eq!(gone.status, 202, "{}", gone.body);
            }
            "password" => {
                site.change("User", BOB, json!({ "new_password": "Another-9-rabbit-hole" }))
                    .await
            }
            "ended by a manager" => {
                let path = format!("/api/resource/Session/{}", told["sid"].as_str().unwrap());
                assert_eq!(alice.call("DELETE", &path, Value::Null).await.status, 202);
            }
            _ => {
                let mut elsewhere = site.signed_in(BOB).await;
                let page = elsewhere.get("/me/sessions").await;
                elsewhere.press(&page, "end-others", &[]).await;
            }
        }
        send_due(&site.app).await.unwrap();
        assert_eq!(server.count("/shop"), 1, "{ending}");
        let token = said(&site, &server.last("/shop")).await;
        assert_eq!((&token["sub"], &token["sid"]), (&told["sub"], &told["sid"]), "{ending}");
    }
}

/// R88: who signs in afresh in the same browser is still signed in: the app hears nothing, and knows the session as it did.
#[tokio::test]
async fn r88_a_session_is_known_by_one_name_to_an_app() {
    let (site, server) = site().await;
    let shop = app(&site, &server, "/shop", json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let code = bob.code(&shop, &[("scope", "openid offline_access")]).await;
    let first = Tokens::of(&site.exchange(&shop, &code, &[]).await);
    let page = bob
        .get(&authorize_path(&shop, &[("scope", "openid"), ("prompt", "login")]))
        .await;
    let page = bob
        .press(&page, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    assert!(page.is_outside || page.has("consent-allow"), "{}", page.body);
    send_due(&site.app).await.unwrap();
    assert_eq!(server.count("/shop"), 0);
    let renewed = Tokens::of(&site.refresh(&shop, &first.refresh, &[]).await);
    assert_eq!(payload(&renewed.id)["sid"], payload(&first.id)["sid"]);
    // A hint is of this very session: nobody is asked.
    let mut elsewhere = bob.clone();
    let out = elsewhere.get(&format!("/logout?id_token_hint={}", renewed.id)).await;
    assert!(!out.has("logout-submit"), "{}", out.body);
    send_due(&site.app).await.unwrap();
    assert_eq!(server.count("/shop"), 1, "one name, one message");
    let token = said(&site, &server.last("/shop")).await;
    assert_eq!(token["sid"], payload(&first.id)["sid"]);
}

/// A20: who left long after they signed in here last is signed out at the apps all the same.
#[tokio::test]
async fn a20_apps_hear_of_who_left_after_the_session_ran_out() {
    let (site, server) = site().await;
    let shop = app(&site, &server, "/shop", json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let told = sign_in(&site, &mut bob, &shop, "openid offline_access").await;
    site.pass(8 * 86_400);
    site.sweep().await;
    send_due(&site.app).await.unwrap();
    assert_eq!(server.count("/shop"), 0, "running out is told nobody");
    for enabled in [0, 0, 1] {
        site.change("User", BOB, json!({ "enabled": enabled, "nickname": "Left" }))
            .await;
    }
    send_due(&site.app).await.unwrap();
    assert_eq!(server.count("/shop"), 1);
    assert_eq!(said(&site, &server.last("/shop")).await["sid"], told["sid"]);
}

/// A session that lives for long is told to the end, whatever became of its tokens meanwhile.
#[tokio::test]
async fn c88_a_long_session_is_told_at_its_end() {
    let server = Rude::start(|_| answer(json!({}))).await;
    let site = Site::with(|config| {
        config.outbound.allow = vec!["127.0.0.0/8".parse().unwrap()];
        config.lifetimes.session = DAY.times(300);
        config.lifetimes.session_most = DAY.times(300);
    })
    .await;
    site.add_user(ALICE, "Alice", &["System Manager"]).await;
    let shop = app(&site, &server, "/shop", json!({ "refresh_token_lifetime": 300 })).await;
    let mut alice = site.signed_in(ALICE).await;
    for _ in 0..3 {
        sign_in(&site, &mut alice, &shop, "openid").await;
    }
    site.pass(70 * 86_400);
    site.sweep().await;
    sign_out(&mut alice).await;
    send_due(&site.app).await.unwrap();
    assert_eq!(server.count("/shop"), 1);
}

/// F19: a receiver that hangs holds nobody else up; a message whose sender was lost is sent again.
#[tokio::test]
async fn f19_c88_a_hung_app_holds_no_other_up() {
    let (site, server) = site().await;
    let slow = Rude::start(|_| Act::Hang).await;
    let hung = app(&site, &slow, "/slow", json!({})).await;
    let shop = app(&site, &server, "/shop", json!({})).await;
    for _ in 0..100 {
        let mut bob = site.signed_in(BOB).await;
        bob.code(&hung, &[("scope", "openid")]).await;
        sign_out(&mut bob).await;
    }
    let mut bob = site.signed_in(BOB).await;
    bob.code(&shop, &[("scope", "openid")]).await;
    sign_out(&mut bob).await;
    // Somebody took all of them, and was never seen again.
    let world = site.app.world();
    frontdesk::outbox::send_due(&world, |_| async { panic!("lost") })
        .await
        .unwrap();
    site.pass(60);
    let delivering = tokio::spawn(frontdesk::jobs::deliver(site.app.clone()));
    assert_eq!(
        (server.connections(), slow.connections()),
        (0, 0),
        "they are still taken"
    );
    site.pass(180);
    server.reached("/shop", 1).await;
    assert!(slow.connections() <= 4, "{}", slow.connections());
    delivering.abort();
}

/// C16, R66: discovery says so, and an app that records itself may say where.
#[tokio::test]
async fn c16_discovery_and_registration_know_of_it() {
    let (site, server) = site().await;
    let document = site.get("/.well-known/openid-configuration").await.json();
    for name in ["backchannel_logout_supported", "backchannel_logout_session_supported"] {
        assert_eq!(document[name], true, "C16: {name}");
    }
    let settings = "OAuth Provider Settings";
    let open = json!({ "enable_dynamic_client_registration": 1, "registration_needs_token": 0 });
    site.change(settings, settings, open).await;
    let register = async |uri: &str| {
        let asked = json!({
            "redirect_uris": ["https://app.example/cb"], "backchannel_logout_uri": uri,
            "backchannel_logout_session_required": true,
        });
        site.send(site.http.post(site.url("/oauth2/register")).json(&asked))
            .await
    };
    let uri = format!("{}/logout", server.origin);
    let told = register(&uri).await;
    assert_eq!(told.status, 201, "{}", told.body);
    assert_eq!(told.json()["backchannel_logout_uri"], uri);
    assert_eq!(told.json()["backchannel_logout_session_required"], true);
    let refused = register("https://192.168.0.1/logout").await;
    assert_eq!(
        (refused.status, refused.error()),
        (400, "invalid_client_metadata".into()),
        "A47: {}",
        refused.body
    );
}
