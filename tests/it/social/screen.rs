//! Signing in with a provider in a real browser; and every page of it, wide and narrow, light and dark.

use super::{CALLBACK, fields, site};
use crate::screen::look_at;
use crate::support::binary::{Program, command, json_of};
use crate::support::screen::Screen;
use crate::support::upstream::Upstream;
use crate::support::{ALICE, PASSWORD, Scratch};
use serde_json::json;

/// Set up by the form, tested, and used.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_an_empty_form_to_a_sign_in_in_a_real_browser() {
    let site = site().await;
    let screen = Screen::open().await;
    screen.look(1280, false).await;
    screen.goto(&site.url("/login")).await;
    screen.enter(ALICE).await;
    screen.press("nav a[href='/app/social-login-key']").await;
    screen.press("#new-record").await;
    screen.type_into("#provider_name", "Company").await;
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
            "base_url": upstream.origin, "authorize_url": "/to-be", "access_token_url": "/filled-in",
            "openid_configuration": upstream.origin,
            "auth_url_data": "{\"scope\": \"openid email profile\"}", "sign_ups": "Allow", "enable_social_login": 1,
            "sign_out_there": 1,
        }),
    )
    .await;
    let allow = async || {
        screen.type_into("input[name=login]", "gina").await;
        screen.type_into("input[name=password]", "any").await;
        screen.press("button.login-submit").await;
        screen.see("input[name=prompt][value=consent]").await;
        screen.press("button.login-submit").await;
    };
    screen.goto(&site.url("/app/social-login-key/company")).await;
    screen.act("take-over-openid-configuration").await;
    screen.read("[role=status]", "fetched successfully").await;
    screen.press("#test-sign-in").await;
    allow().await;
    screen.read("#verdict", "A new user: gina@upstream.test").await;
    screen.picture("sign-in-tested").await;
    screen.goto(&site.url("/logout")).await;
    screen.say_sign_out().await;
    screen.goto(&site.url("/login")).await;
    screen.press("#login-with-company").await;
    screen.read("h1", "Hello, gina").await;
    screen.goto(&site.url("/me/sign-ins")).await;
    screen.read("ul.rows", "gina@upstream.test").await;
    screen.press("form[action='/me/sign-ins/link'] button").await;
    screen.read("#go-on", "Go on to Company").await;
    screen.picture("sign-in-link").await;
    screen.sign_out().await;
    screen.read("#sign-out-there", "Sign out at Company").await;
    screen.picture("signed-out-there").await;
    let complaints = screen.complaints().await;
    let own: Vec<_> = complaints.iter().filter(|line| line.contains(&site.origin)).collect();
    assert!(own.is_empty(), "{own:#?}");
}

/// The authentik guide's addresses by hand; and the company's main Frontdesk, whose people have their
/// account there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn by_hand_and_at_another_frontdesk_in_a_real_browser() {
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
            "base_url": upstream.origin, "authorize_url": "/auth", "access_token_url": "/token", "api_endpoint": "/me",
            "auth_url_data": "{\"response_type\": \"code\", \"scope\": \"email profile openid\"}",
            "sign_ups": "Allow", "enable_social_login": 1,
        }),
    )
    .await;
    let folder = Scratch::new();
    let primary = Program::start(&folder.0);
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
    let add = ["client", "add", "Branch", "--for-frappe", &site.origin, "--json"];
    let told = json_of(&command(&folder.0, &add, ""))["social_login_key"].clone();
    site.add(
        "Social Login Key",
        json!({
            "provider_name": "Main", "social_login_provider": "Frontdesk", "base_url": primary.origin,
            "client_id": told["client_id"], "client_secret": told["client_secret"],
            "openid_configuration": format!("{}/.well-known/openid-configuration", primary.origin),
            "issuer": primary.origin, "jwks_uri": format!("{}/oauth2/jwks", primary.origin),
            "end_session_endpoint": format!("{}/logout", primary.origin),
            "emails_verified": 1, "sign_ups": "Allow", "enable_social_login": 1,
        }),
    )
    .await;
    let screen = Screen::open().await;
    screen.look(1280, false).await;
    screen.goto(&site.url("/login")).await;
    screen.press("#login-with-authentik").await;
    screen.type_into("input[name=login]", "hugo").await;
    screen.type_into("input[name=password]", "any").await;
    screen.press("button.login-submit").await;
    screen.see("input[name=prompt][value=consent]").await;
    screen.press("button.login-submit").await;
    screen.read("h1", "Hello, hugo").await;
    screen.sign_out().await;
    screen.goto(&site.url("/login")).await;
    screen.press("#login-with-main").await;
    screen.enter("dana@example.com").await;
    screen.press("#consent-allow").await;
    screen.read("h1", "Hello, Dana").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_signing_in() {
    let site = site().await;
    for (name, icon) in [("Company", "shield"), ("authentik", "person")] {
        let changed = json!({ "provider_name": name, "icon": icon });
        site.add("Social Login Key", fields("http://127.0.0.1:9", changed))
            .await;
    }
    let pages = |list: &[(&'static str, &str)]| {
        let pair = |(name, path): &(&'static str, &str)| (*name, path.to_string());
        list.iter().map(pair).collect::<Vec<_>>()
    };
    let refused = format!("{CALLBACK}custom/company?state=x");
    let (env, user) = (site.app.env.clone(), site.user(ALICE));
    let made = site
        .app
        .db
        .write(move |db| frontdesk::people::links::make_sign_in(db, &env, &user));
    let link = made.await.unwrap().replace(&site.origin, "");
    let door = pages(&[
        ("login-with", "/login"),
        ("sign-in-refused", &refused),
        ("sign-in-by-link", &link),
    ]);
    let login = json!({ "user": ALICE, "provider": "company", "userid": "a-1", "username": "alice" });
    site.add("User Social Login", login).await;
    let desk = pages(&[
        ("social-keys", "/app/social-login-key"),
        ("social-key-new", "/app/social-login-key/new"),
        ("social-key-preset", "/app/social-login-key/new?preset=keycloak"),
        ("social-key", "/app/social-login-key/company"),
        ("my-sign-ins", "/me/sign-ins"),
    ]);
    look_at(&site, &[("", &door), (ALICE, &desk)]).await;
}
