//! The whole way at a real provider that is not ours, and at our own in a second process; and the
//! ways that are closed.

use super::{callback, come_back, connect, consent, fields, held, mock, site};
use crate::support::binary::{Program, command};
use crate::support::rude::{Rude, json as answer, with_status};
use crate::support::upstream::Upstream;
use crate::support::{ALICE, BOB, Browser, PASSWORD, Site, program, query};
use frontdesk::base::clock::MINUTE;
use frontdesk::connected::tokens::Status;
use serde_json::{Value, json};

/// Signs in at the provider and allows what is asked; where it sends people back to.
pub async fn allow(upstream: &Upstream, address: &str, login: &str) -> String {
    let mut there = Browser::at(&upstream.origin);
    let mut page = there.get(address).await;
    for _ in 0..4 {
        if page.is_outside {
            return page.address;
        }
        let action = page.attributes("action");
        let action = action
            .first()
            .unwrap_or_else(|| panic!("{}: {}", page.address, page.body))
            .clone();
        let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let form = match page.body.contains("value=\"login\"") {
            true => vec![text("prompt", "login"), text("login", login), text("password", "any")],
            false => vec![text("prompt", "consent")],
        };
        page = there.post(&action, &form).await;
    }
    panic!("the provider leads nowhere: {}", page.body);
}

/// An app at a real provider: the record first, for its redirect URI, then the provider, then what
/// its configuration says.
pub async fn real(site: &Site, client: Value, access_token_ttl: i64) -> (Upstream, String) {
    let app = site
        .add(
            "Connected App",
            json!({
                "provider_name": "Upstream", "client_id": "frontdesk", "client_secret": "an upstream secret",
                "scopes": "openid email offline_access",
                "query_parameters": [{ "key": "prompt", "value": "consent" }],
            }),
        )
        .await;
    let mut client = client;
    client["redirect_uris"] = json!([site.url(&callback(&app))]);
    let upstream = Upstream::with_client(client, access_token_ttl);
    site.change(
        "Connected App",
        &app,
        json!({ "openid_configuration": upstream.origin }),
    )
    .await;
    let alice = program(site, ALICE).await;
    let filled = alice
        .call(
            "POST",
            &format!("/api/resource/Connected%20App/{app}?run_method=take_over_openid_configuration"),
            json!({}),
        )
        .await;
    assert_eq!(filled.status, 200, "{}", filled.body);
    (upstream, app)
}

/// Consent with PKCE, code, userinfo, rotation, revocation, by the method that discovery named.
#[tokio::test]
async fn the_whole_way_at_a_real_provider() {
    let site = site().await;
    let (upstream, app) = real(
        &site,
        json!({ "token_endpoint_auth_method": "client_secret_basic" }),
        3600,
    )
    .await;
    let mut bob = site.signed_in(BOB).await;
    let address = consent(&mut bob, &app, "").await;
    let asked = query(&address);
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["redirect_uri"], site.url(&callback(&app)));
    let back = allow(&upstream, &address, "bob").await;
    assert!(query(&back).contains_key("iss"));
    let page = bob.get(&back).await;
    assert_eq!(page.address, site.url("/me/connections"), "{}", page.body);
    assert!(page.body.contains("bob@upstream.test"));
    let last = upstream.last().await;
    assert!(last["headers"]["authorization"].as_str().unwrap().starts_with("Basic "));
    assert!(last["body"]["client_secret"].is_null());
    let first = held(&site, &app, Some(BOB));
    assert_eq!(first.scopes.to_string(), "openid email offline_access");
    // The token is the provider's: it takes it.
    let program = program(&site, BOB).await;
    let path = format!("/api/method/frontdesk.connected_app.get_active_token?connected_app={app}");
    let token = program.get(&path).await.json()["message"].clone();
    let me = reqwest::Client::new()
        .get(format!("{}/me", upstream.origin))
        .bearer_auth(token["access_token"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(me.json::<Value>().await.unwrap()["email"], "bob@upstream.test");
    // An hour later it has expired: it is renewed, and the refresh token is a new one.
    site.pass(3601);
    let renewed = program.get(&path).await.json()["message"].clone();
    assert_ne!(renewed["access_token"], token["access_token"]);
    assert_ne!(held(&site, &app, Some(BOB)).refresh_token, first.refresh_token);
    assert_eq!(upstream.count("refresh_token").await, 1);
    // And once more: the new one works, too.
    site.pass(3601);
    assert_eq!(program.get(&path).await.status, 200);
    // Disconnected: revoked there.
    let page = bob.get("/me/connections").await;
    let (action, form) = page.form_at("/me/connections/disconnect");
    let page = bob.post(&action, &form).await;
    assert!(page.body.contains("Disconnected"), "{}", page.body);
    frontdesk::jobs::send_due(&site.app).await.unwrap();
    assert_eq!(upstream.count("revocation").await, 1);
    assert_eq!(program.get(&path).await.status, 404);
}

/// `client_secret_post`, `private_key_jwt` with our key, and client credentials.
#[tokio::test]
async fn every_way_to_prove_who_we_are_is_taken_by_a_real_provider() {
    let site = site().await;
    for (method, option) in [
        ("client_secret_post", "Client Secret Post"),
        ("private_key_jwt", "Private Key JWT"),
    ] {
        let mut client = json!({ "token_endpoint_auth_method": method });
        if method == "private_key_jwt" {
            client["jwks_uri"] = json!(site.url("/oauth2/jwks"));
            client["client_secret"] = json!(null);
        }
        let (upstream, app) = real(&site, client, 3600).await;
        site.change("Connected App", &app, json!({ "token_endpoint_auth_method": option }))
            .await;
        let mut bob = site.signed_in(BOB).await;
        let address = consent(&mut bob, &app, "").await;
        let back = allow(&upstream, &address, "bob").await;
        let page = bob.get(&back).await;
        assert_eq!(page.status, 200, "{method}: {}", page.body);
        let sent = upstream.last().await["body"].clone();
        match method {
            "client_secret_post" => assert_eq!(sent["client_secret"], "an upstream secret"),
            _ => assert!(sent["client_secret"].is_null() && sent["client_assertion"].is_string()),
        }
    }
    let (upstream, app) = real(
        &site,
        json!({
            "token_endpoint_auth_method": "client_secret_basic", "grant_types": ["client_credentials"],
            "response_types": [], "scope": "email",
        }),
        600,
    )
    .await;
    site.change(
        "Connected App",
        &app,
        json!({ "scopes": "email", "query_parameters": [] }),
    )
    .await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get(&format!("/app/connected-app/{app}")).await;
    let page = alice.press(&form, "action-connect-service", &[]).await;
    assert!(
        page.body.contains("The site itself is connected."),
        "{}",
        page.text("#form-mistakes")
    );
    assert_eq!(held(&site, &app, None).name, format!("{app}-"));
    assert_eq!(upstream.count("client_credentials").await, 1);
    site.pass(601);
    let world = site.app.world();
    let connected = site
        .app
        .db
        .read(|db| frontdesk::connected::apps::get(db, &site.app.env, &app))
        .unwrap();
    frontdesk::connected::refresh::active(&world, &connected, None, MINUTE)
        .await
        .unwrap();
    assert_eq!(upstream.count("client_credentials").await, 2);
}

/// Another Frontdesk, in a process of its own, is a provider as any other.
#[tokio::test]
async fn another_frontdesk_is_connected_to() {
    use crate::support::Scratch;
    let folder = Scratch::new();
    let other = Program::start(&folder.0);
    let site = site().await;
    let app = site
        .add(
            "Connected App",
            json!({ "provider_name": "Head Office", "scopes": "openid email offline_access all" }),
        )
        .await;
    let made = command(
        &folder.0,
        &[
            "user",
            "add",
            "dana@example.com",
            "--name",
            "Dana",
            "--password-stdin",
            "--role",
            "System Manager",
        ],
        PASSWORD,
    );
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let redirect = site.url(&callback(&app));
    let made = command(
        &folder.0,
        &[
            "client",
            "add",
            "Branch",
            "--redirect-uri",
            &redirect,
            "--scope",
            "openid email offline_access all",
            "--json",
        ],
        "",
    );
    let client: Value = serde_json::from_slice(&made.stdout).unwrap();
    site.change(
        "Connected App",
        &app,
        json!({
            "client_id": client["client_id"], "client_secret": client["client_secret"],
            "openid_configuration": other.origin,
        }),
    )
    .await;
    let alice = program(&site, ALICE).await;
    let path = format!("/api/resource/Connected%20App/{app}?run_method=take_over_openid_configuration");
    let filled = alice.call("POST", &path, json!({})).await;
    assert_eq!(filled.status, 200, "{}", filled.body);
    let mut bob = site.signed_in(BOB).await;
    let address = consent(&mut bob, &app, "").await;
    let mut there = Browser::at(&other.origin);
    let page = there.get(&address).await;
    let page = there
        .press(
            &page,
            "login-submit",
            &[("email", "dana@example.com"), ("password", PASSWORD)],
        )
        .await;
    let page = match page.is_outside {
        true => page,
        false => there.press(&page, "consent-allow", &[]).await,
    };
    let page = bob.get(&page.address).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("dana@example.com"), "{}", page.body);
    let bob = program(&site, BOB).await;
    let path = format!("/api/method/frontdesk.connected_app.get_active_token?connected_app={app}");
    let token = bob.get(&path).await.json()["message"]["access_token"].clone();
    let who = reqwest::Client::new()
        .get(format!("{}/api/method/frappe.auth.get_logged_user", other.origin))
        .bearer_auth(token.as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(who.json::<Value>().await.unwrap()["message"], "dana@example.com");
}

/// A53, A54, A55: the way back is for the browser, the user and the app that began, once, in time.
#[tokio::test]
async fn a53_a54_a55_the_way_back_is_for_who_began_it_once_and_in_time() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    let (_, second) = mock(&site, json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let mut elsewhere = site.signed_in(BOB).await;
    let mut alice = site.signed_in(ALICE).await;
    let address = consent(&mut bob, &app, "").await;
    let state = query(&address)["state"].clone();
    let way = format!("{}?code=mock-code&state={state}", callback(&app));
    let refused = "Invalid token state!";
    // Another user, another browser of the same user, nobody, another app.
    assert!(alice.get(&way).await.body.contains(refused));
    assert!(elsewhere.get(&way).await.body.contains(refused));
    let mut guest = site.browser();
    assert_eq!(guest.get(&way).await.text("h1"), "Sign in");
    let at_second = way.replace(&app, &second);
    assert!(bob.get(&at_second).await.body.contains(refused));
    // Without a state, with another one, with two.
    for query in ["code=mock-code", "code=mock-code&state=", "code=mock-code&state=guess"] {
        let page = bob.get(&format!("{}?{query}", callback(&app))).await;
        assert!(page.status == 400 && page.body.contains(refused), "{query}");
    }
    let twice = bob.get(&format!("{way}&state=other")).await;
    assert!(twice.body.contains("sent state twice"), "{}", twice.body);
    assert_eq!(server.count("/token"), 0);
    // None of that used it up; now it works, once.
    assert_eq!(bob.get(&way).await.status, 200);
    assert!(bob.get(&way).await.body.contains(refused));
    assert_eq!(server.count("/token"), 1);
    // Ten minutes.
    let late = consent(&mut bob, &app, "").await;
    site.pass(600);
    assert!(come_back(&mut bob, &app, &late).await.body.contains(refused));
    // A second start does not spoil the first (Frappe's does).
    let (one, two) = (consent(&mut bob, &app, "").await, consent(&mut bob, &app, "").await);
    assert_eq!(come_back(&mut bob, &app, &one).await.status, 200);
    assert_eq!(come_back(&mut bob, &app, &two).await.status, 200);
}

/// A55: an answer of another issuer is not used.
#[tokio::test]
async fn a55_an_answer_of_another_issuer_is_not_used() {
    let site = site().await;
    let (server, app) = mock(&site, json!({ "issuer": "https://issuer.example.com" })).await;
    let mut bob = site.signed_in(BOB).await;
    let address = consent(&mut bob, &app, "").await;
    let state = query(&address)["state"].clone();
    let page = bob
        .get(&format!(
            "{}?code=c&state={state}&iss=https%3A%2F%2Fevil.example.com",
            callback(&app)
        ))
        .await;
    assert!(
        page.status == 400 && page.body.contains("not of https://issuer.example.com"),
        "{}",
        page.body
    );
    assert_eq!(server.count("/token"), 0);
}

/// The other side's own words, with what they usually mean; found again in diagnostics.
#[tokio::test]
async fn refusals_of_the_other_side_are_told_in_its_words_and_ours() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let address = consent(&mut bob, &app, "").await;
    let state = query(&address)["state"].clone();
    let page = bob
        .get(&format!(
            "{}?error=access_denied&error_description=She+said+%3Cb%3Eno&state={state}",
            callback(&app)
        ))
        .await;
    assert_eq!(page.status, 400);
    assert!(
        page.body.contains("She said &lt;b&gt;no (access_denied)"),
        "{}",
        page.body
    );
    assert!(page.text("#refused-why").contains("Connect again and allow it"));
    assert!(page.has("connect-again"));
    let reference = page.text("#reference");
    let mut alice = site.signed_in(ALICE).await;
    let told = alice.get(&format!("/app/refused-request/{reference}")).await;
    assert!(told.body.contains("She said"), "{}", told.body);
    // At the token endpoint.
    server.becomes(|_| {
        with_status(
            401,
            json!({ "error": "invalid_client", "error_description": "unknown client" }),
        )
    });
    let address = consent(&mut bob, &app, "").await;
    let page = come_back(&mut bob, &app, &address).await;
    assert_eq!(page.status, 502);
    assert!(page.text("#refused-why").contains("unknown client (invalid_client)"));
    assert!(
        page.text("#refused-why")
            .contains("the Client Secret or the way it is sent")
    );
}

/// R02: after the consent people go where the link said, if that is ours or an origin of the app.
#[tokio::test]
async fn r02_people_return_to_places_of_ours_or_of_the_app_only() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({ "success_origins": "https://erp.example.com" })).await;
    let mut bob = site.signed_in(BOB).await;
    for foreign in [
        "https://evil.example.com/",
        "//evil.example.com",
        "/\\evil.example.com",
        "https://erp.example.com.evil.test/",
        "https://erp.example.com@evil.test/",
        "http://erp.example.com/",
        "javascript:alert(1)",
        "/%09/../x\nfoo",
        "erp",
    ] {
        let link = frontdesk::web::params::with_query(&format!("/connect/{app}"), &[("success_uri", foreign)]);
        let page = bob.get(&link).await;
        assert!(
            page.status == 400 && page.body.contains("success_uri is neither"),
            "{foreign}: {}",
            page.body
        );
    }
    for (good, expected) in [
        (
            "https://erp.example.com/app/todo?x=1",
            "https://erp.example.com/app/todo?x=1".to_owned(),
        ),
        ("/me/apps", site.url("/me/apps")),
    ] {
        let onward = frontdesk::web::params::with_query("", &[("success_uri", good)]);
        let address = consent(&mut bob, &app, &onward).await;
        assert_eq!(come_back(&mut bob, &app, &address).await.address, expected);
    }
    // Also after a refusal one finds back.
    let onward = "?success_uri=https%3A%2F%2Ferp.example.com%2Fdone";
    let address = consent(&mut bob, &app, onward).await;
    let state = query(&address)["state"].clone();
    let refused = bob
        .get(&format!("{}?error=access_denied&state={state}", callback(&app)))
        .await;
    assert_eq!(refused.href("connect-back"), "https://erp.example.com/done");
    assert!(
        refused
            .href("connect-again")
            .ends_with("success_uri=https%3A%2F%2Ferp.example.com%2Fdone")
    );
    // The link survives the login page.
    let mut guest = site.browser();
    let link = format!("/connect/{app}?success_uri=https%3A%2F%2Ferp.example.com%2Fdone");
    let login = guest.get(&link).await;
    let page = guest
        .press(&login, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    assert_eq!(page.text("h1"), "Connect to Mock");
    let address = page.href("connect-go");
    assert_eq!(
        come_back(&mut guest, &app, &address).await.address,
        "https://erp.example.com/done"
    );
}

/// Who may connect is decided by roles; a link for somebody else says so.
#[tokio::test]
async fn roles_decide_who_may_connect() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({ "allowed_roles": [{ "role": "System Manager" }] })).await;
    let mut bob = site.signed_in(BOB).await;
    assert_eq!(bob.get(&format!("/connect/{app}")).await.status, 403);
    assert!(!bob.get("/me/connections").await.body.contains("Mock"));
    let mut alice = site.signed_in(ALICE).await;
    assert_eq!(alice.get(&format!("/connect/{app}?user={ALICE}")).await.status, 200);
    let other = alice.get(&format!("/connect/{app}?user={BOB}")).await;
    assert!(other.status == 403 && other.body.contains("This link is for bob@example.com"));
    assert_eq!(alice.get("/connect/nothing").await.status, 404);
    site.change("Connected App", &app, json!({ "enabled": 0 })).await;
    assert!(
        alice
            .get(&format!("/connect/{app}"))
            .await
            .body
            .contains("switched off")
    );
}

/// What was granted is shown against what was asked; a token that was not asked to be renewed is not.
#[tokio::test]
async fn a_connection_shows_what_was_granted_and_how_it_fares() {
    let site = site().await;
    let server = Rude::start(|seen| match seen.path() {
        "/token" => answer(json!({ "access_token": "a", "scope": "openid" })),
        _ => answer(json!({ "login": "carol" })),
    })
    .await;
    let app = site.add("Connected App", fields(&server.origin, json!({}))).await;
    let mut bob = connect(&site, BOB, &app).await;
    let page = bob.get("/me/connections").await;
    assert!(
        page.body.contains("Asked for, but not granted: email") && page.body.contains("As carol"),
        "{}",
        page.body
    );
    let name = held(&site, &app, Some(BOB)).name;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice
        .get(&frontdesk::records::views::address(
            &frontdesk::connected::record_types::TOKEN_CACHE,
            &name,
        ))
        .await;
    assert!(
        form.body.contains("no: the other side gave no refresh token"),
        "{}",
        form.body
    );
    let page = alice.press(&form, "action-refresh", &[]).await;
    assert!(
        page.body.contains("connect again to get a new token"),
        "{}",
        page.text("#form-mistakes")
    );
    assert_eq!(held(&site, &app, Some(BOB)).status, Status::Connected);
    // Whoever else looks sees nothing of it.
    site.add_user("carol@example.com", "Carol", &[]).await;
    let carol = program(&site, "carol@example.com").await;
    assert_eq!(
        carol
            .get(&format!("/api/resource/Token%20Cache/{}", name.replace('@', "%40")))
            .await
            .status,
        403
    );
    assert_eq!(carol.get("/api/resource/Token%20Cache").await.json()["data"], json!([]));
}
