//! Connecting an account in a real browser, at a real provider; and every page of it, wide and
//! narrow, light and dark.

use super::{callback, connect, fields, mock, site};
use crate::screen::look_at;
use crate::support::rude::{Rude, with_status};
use crate::support::screen::Screen;
use crate::support::upstream::Upstream;
use crate::support::{ALICE, BOB, PASSWORD};
use frontdesk::base::clock::MINUTE;
use serde_json::json;

async fn sign_in(screen: &Screen, origin: &str, email: &str) {
    screen.goto(&format!("{origin}/login")).await;
    screen.enter(email).await;
    screen.see("#logout-submit").await;
}

/// Signs in at the provider and allows.
async fn allow(screen: &Screen, login: &str) {
    screen.type_into("input[name=login]", login).await;
    screen.type_into("input[name=password]", "any").await;
    screen.press("button.login-submit").await;
    screen.see("input[name=prompt][value=consent]").await;
    screen.press("button.login-submit").await;
}

/// From an empty form to a connection, as the manual has it; then Bob, without scripts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_an_empty_form_to_a_connection_in_a_real_browser() {
    let site = site().await;
    let screen = Screen::open().await;
    screen.look(1280, false).await;
    sign_in(&screen, &site.origin, ALICE).await;
    screen.press("nav a[href='/app/connected-app']").await;
    screen.press("#new-record").await;
    screen.read(".panel h2", "Start from a service").await;
    screen.type_into("#provider_name", "Upstream").await;
    screen.type_into("#scopes", "openid email offline_access").await;
    screen.press("#save").await;
    screen.read("[role=status]", "created").await;
    let redirect_uri = screen.see("#panel-redirect-uri").await.text().await.unwrap();
    let app = redirect_uri.rsplit('/').next().unwrap().to_owned();
    assert_eq!(redirect_uri, site.url(&callback(&app)));
    screen.press("button[data-copy=panel-redirect-uri]").await;

    let upstream = Upstream::with_client(
        json!({ "redirect_uris": [redirect_uri], "token_endpoint_auth_method": "client_secret_basic" }),
        3600,
    );
    screen.press("nav.tabs a[href$='tab=settings']").await;
    screen.type_into("#client_id", "frontdesk").await;
    screen.type_into("#client_secret", "an upstream secret").await;
    screen.type_into("#openid_configuration", &upstream.origin).await;
    screen.press("#save").await;
    screen.read("[role=status]", "Saved.").await;
    screen.act("take-over-openid-configuration").await;
    screen.read("[role=status]", "fetched successfully").await;
    screen.press("nav.tabs a").await;
    screen.press("#connect").await;
    screen.read("h1", "Connect to Upstream").await;
    screen.press("#connect-go").await;
    // Without prompt=consent this provider gives no refresh token.
    allow(&screen, "alice").await;
    screen.read("[role=status]", "Your account is connected.").await;
    screen.goto(&site.url("/me/connections")).await;
    screen.read("ul.rows", "alice@upstream.test").await;
    screen
        .read("ul.rows", "Asked for, but not granted: offline_access")
        .await;
    // With it, it does.
    site.change("Connected App", &app, json!({ "query_parameters": "prompt=consent" }))
        .await;
    screen.press("ul.rows a.button").await;
    screen.press("#connect-go").await;
    screen.see("input[name=prompt][value=consent]").await;
    screen.press("button.login-submit").await;
    screen.read("[role=status]", "Your account is connected.").await;
    screen.goto(&site.url("/me/connections")).await;
    screen.press("form[action='/me/connections/refresh'] button").await;
    screen.read("[role=status]", "The token was renewed.").await;
    assert_eq!(upstream.count("refresh_token").await, 1);
    // A consent that is refused there.
    screen.press("ul.rows a.button").await;
    screen.press("#connect-go").await;
    screen.press("a[href$='/abort']").await;
    screen.read("#refused-why", "access_denied").await;
    screen.press("#connect-again").await;
    screen.read("h1", "Connect to Upstream").await;
    screen.goto(&site.url("/me/connections")).await;
    screen.press("form[action='/me/connections/disconnect'] button").await;
    screen.read("[role=status]", "Disconnected").await;
    let complaints = screen.complaints().await;
    // A refused consent is a 400 by design; the provider's own pages are not ours.
    let is_ours = |text: &&String| text.starts_with(&site.origin) && !text.contains("status of 400");
    let complaints: Vec<_> = complaints.iter().filter(is_ours).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");

    // Bob, without scripts: the link that the ERP shows, and back to the ERP.
    let bob = Screen::open().await;
    bob.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }))
        .await;
    bob.goto(&site.url(&format!("/connect/{app}?success_uri=/me/apps")))
        .await;
    bob.type_into("#email", BOB).await;
    bob.type_into("#password", PASSWORD).await;
    bob.press("#login-submit").await;
    bob.press("#connect-go").await;
    allow(&bob, "bob").await;
    bob.see("a[aria-current=page][href='/me/apps']").await;
    assert_eq!(
        super::held(&site, &app, Some(BOB)).connected_as.as_deref(),
        Some("bob@upstream.test")
    );
}

/// Every page: nothing in the console, nothing beyond the edge, nothing that axe finds serious.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_connected_apps() {
    let site = site().await;
    let receiver = Rude::start(|_| with_status(500, json!({ "error": "not today" }))).await;
    let (server, app) = mock(
        &site,
        json!({
            "preset": "xero", "webhook_url": format!("{}/hook", receiver.origin), "pass_through": 1,
            "api_base_url": "https://api.xero.com/", "scopes": "openid email offline_access accounting.transactions",
        }),
    )
    .await;
    let fine = site
        .add(
            "Connected App",
            fields(&server.origin, json!({ "provider_name": "Google" })),
        )
        .await;
    site.add("Connected App", json!({ "provider_name": "GitHub" })).await;
    connect(&site, BOB, &app).await;
    connect(&site, BOB, &fine).await;
    connect(&site, ALICE, &app).await;
    server.becomes(|_| {
        with_status(
            400,
            json!({ "error": "invalid_grant", "error_description": "Token has been revoked" }),
        )
    });
    site.pass(3601);
    let world = site.app.world();
    let name = super::held(&site, &app, Some(BOB)).name;
    let connected = site
        .app
        .db
        .read(|db| frontdesk::connected::apps::get(db, &site.app.env, &app))
        .unwrap();
    let _ = frontdesk::connected::refresh::active(&world, &connected, Some(BOB), MINUTE).await;
    frontdesk::jobs::send_due(&site.app).await.unwrap();
    let delivery = {
        let types = &frontdesk::outbox::record::DELIVERY;
        let query = frontdesk::records::query::Query::of(types);
        let found = site
            .app
            .db
            .read(|db| frontdesk::records::verbs::find_all(&site.operator().reading(db), types, &query));
        found.unwrap().remove(0).name
    };
    let cache = frontdesk::records::views::address(&frontdesk::connected::record_types::TOKEN_CACHE, &name);
    let alice = [
        ("connected-app-new", "/app/connected-app/new".to_owned()),
        (
            "connected-app-preset",
            "/app/connected-app/new?preset=microsoft-365".into(),
        ),
        ("connected-app", format!("/app/connected-app/{app}")),
        ("connected-app-delete", format!("/app/connected-app/{app}/delete")),
        ("connected-apps", "/app/connected-app".into()),
        ("connection", cache.clone()),
        ("connection-end", format!("{cache}/delete")),
        ("connections", "/app/token-cache".into()),
        ("delivery", format!("/app/delivery/{delivery}")),
        ("deliveries", "/app/delivery".into()),
        ("check-up-connections", "/app/check-up".into()),
        ("connect", format!("/connect/{app}")),
        ("connect-refused", format!("{}?code=x&state=y", callback(&app))),
    ];
    let bob = [
        ("my-connections", "/me/connections".to_owned()),
        ("home-with-notice", "/me".into()),
        ("connect-nothing", "/connect/nothing".into()),
    ];
    look_at(&site, &[(ALICE, &alice), (BOB, &bob)]).await;
}
