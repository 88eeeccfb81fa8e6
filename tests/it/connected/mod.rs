//! Connected Apps: we are the client. The other side is `oidc-provider` from npm, our own server in
//! a process of its own, or a scripted rude one.

mod apps;
pub mod flow;
mod outbound;
mod outbox;
mod pass_through;
mod refresh;
mod rude;
mod screen;
mod tokens;
mod wire;

use crate::support::rude::{Act, Rude, Seen, json as answer};
use crate::support::{ALICE, BOB, Browser, Page, Site, query};
use frontdesk::connected::tokens::{self as held_tokens, Held};
use serde_json::{Value, json};
use std::time::Duration;

/// A site that may call servers of this machine, with Alice and Bob.
pub async fn site() -> Site {
    site_that_waits(Duration::from_millis(1500)).await
}

/// The same with another time limit for answers.
pub async fn site_that_waits(time_limit: Duration) -> Site {
    let site = Site::with(|config| {
        config.outbound.allow = vec!["127.0.0.0/8".parse().unwrap()];
        config.outbound.time_limit = time_limit;
    })
    .await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    site
}

/// The fields of an app at a scripted server, over sensible ones.
pub fn fields(origin: &str, changed: Value) -> Value {
    let mut all = json!({
        "provider_name": "Mock",
        "client_id": "mock-client",
        "client_secret": "mock-secret-1",
        "authorization_uri": format!("{origin}/authorize"),
        "token_uri": format!("{origin}/token"),
        "revocation_uri": format!("{origin}/revoke"),
        "userinfo_uri": format!("{origin}/userinfo"),
        "scopes": "openid email",
    });
    for (name, value) in changed.as_object().unwrap() {
        all[name] = value.clone();
    }
    all
}

/// A server that answers as a provider does: tokens that are numbered.
pub fn polite() -> impl FnMut(&Seen) -> Act + Send + 'static {
    let mut number = 0;
    move |seen| match seen.path() {
        "/token" => {
            number += 1;
            answer(json!({
                "access_token": format!("access-{number}"), "refresh_token": format!("refresh-{number}"),
                "token_type": "Bearer", "expires_in": 3600, "scope": "openid email",
            }))
        }
        "/userinfo" => answer(json!({ "sub": "mock-sub-1", "email": "carol@example.com" })),
        _ => answer(json!({})),
    }
}

/// A polite provider, and an app at it.
pub async fn mock(site: &Site, changed: Value) -> (Rude, String) {
    let server = Rude::start(polite()).await;
    let app = site.add("Connected App", fields(&server.origin, changed)).await;
    (server, app)
}

pub fn callback(app: &str) -> String {
    format!("/api/method/frappe.integrations.doctype.connected_app.connected_app.callback/{app}")
}

/// Presses Connect: the address of the other side's consent.
pub async fn consent(browser: &mut Browser, app: &str, onward: &str) -> String {
    let page = browser.get(&format!("/connect/{app}{onward}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.href("connect-go")
}

/// Comes back from the other side with a code.
pub async fn come_back(browser: &mut Browser, app: &str, address: &str) -> Page {
    let state = query(address)["state"].clone();
    browser
        .get(&format!("{}?code=mock-code&state={state}", callback(app)))
        .await
}

/// Connects somebody at a scripted provider.
pub async fn connect(site: &Site, email: &str, app: &str) -> Browser {
    let mut browser = site.signed_in(email).await;
    let address = consent(&mut browser, app, "").await;
    let page = come_back(&mut browser, app, &address).await;
    assert_eq!(page.status, 200, "{}", page.body);
    browser
}

/// What is held for a user.
pub fn held(site: &Site, app: &str, user: Option<&str>) -> Held {
    let env = site.app.env.clone();
    let found = site.app.db.read(|db| held_tokens::of_user(db, &env, app, user));
    found.unwrap().expect("there is a connection")
}
