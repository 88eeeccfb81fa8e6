//! Social Login Keys: people sign in to us with an account elsewhere. The other side is
//! `oidc-provider` from npm, our own server in a process of its own, or a scripted one that lies.

mod admission;
mod flow;
mod idp;
mod liar;
mod screen;
mod ways;
mod wire;

use crate::support::{ALICE, BOB, Browser, Page, Site, query};
use idp::Idp;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::time::Duration;

pub const CALLBACK: &str = "/api/method/frappe.integrations.oauth2_logins.";

/// A site with Alice and Bob, which waits long enough for a provider on a busy machine.
pub async fn site() -> Site {
    crate::connected::site_that_waits(Duration::from_secs(20)).await
}

/// The fields of a key at a provider with discovery's addresses, over sensible ones.
pub fn fields(origin: &str, changed: Value) -> Value {
    let mut all = json!({
        "provider_name": "Mock", "client_id": "mock-client", "client_secret": "mock-secret-1",
        "base_url": origin, "authorize_url": "/authorize", "access_token_url": "/token",
        "api_endpoint": "/userinfo", "auth_url_data": "{\"scope\": \"openid email profile\"}",
        "issuer": origin, "jwks_uri": format!("{origin}/jwks"),
        "sign_ups": "Allow", "enable_social_login": 1,
    });
    for (name, value) in changed.as_object().unwrap() {
        all[name] = value.clone();
    }
    all
}

/// A provider and a key at it, named `mock`.
pub async fn mock(site: &Site, changed: Value) -> Idp {
    let idp = Idp::start().await;
    assert_eq!(site.add("Social Login Key", fields(&idp.origin, changed)).await, "mock");
    idp
}

/// Sets off to a provider: what it is asked.
pub async fn set_off(browser: &mut Browser, path: &str) -> HashMap<String, String> {
    let page = browser.get(path).await;
    assert!(page.is_outside, "{} {}", page.address, page.body);
    query(&page.address)
}

/// Signs in at `mock` as somebody with these claims, over those of a usual person; the page that it
/// ends at.
pub async fn sign_in(browser: &mut Browser, idp: &Idp, claims: Value) -> Page {
    let asked = set_off(browser, "/login/with/mock").await;
    come_back(browser, idp, &asked, claims).await
}

/// Comes back from `mock`, which says so.
pub async fn come_back(browser: &mut Browser, idp: &Idp, asked: &HashMap<String, String>, claims: Value) -> Page {
    idp.tells(&asked["nonce"], claims);
    browser.get(&back(asked, "custom/mock")).await
}

/// The address that a provider sends people back to.
pub fn back(asked: &HashMap<String, String>, method: &str) -> String {
    format!("{CALLBACK}{method}?code=a-code&state={}", asked["state"])
}

/// Who is signed in.
pub async fn who(browser: &mut Browser) -> String {
    let page = browser.get("/api/method/frappe.auth.get_logged_user").await;
    match page.status {
        200 => page.answer.json()["message"].as_str().unwrap().to_owned(),
        _ => "nobody".to_owned(),
    }
}

/// What diagnostics say of the refused sign-ins, the last one first.
pub async fn causes(site: &Site) -> Vec<(String, String)> {
    site.app.catch_up().await;
    let alice = crate::support::program(site, ALICE).await;
    let path = "/api/resource/Refused%20Request?fields=[%22error%22,%22cause%22,%22kind%22]&limit=50";
    let all = alice.get(path).await.json();
    let lines = all["data"].as_array().unwrap().iter();
    let own = lines.filter(|line| line["kind"] == "Sign-in");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    own.map(|line| (text(&line["error"]), text(&line["cause"]))).collect()
}

/// Bob's email, in other writings of it.
pub fn like_bob() -> [String; 3] {
    [BOB.to_uppercase(), BOB.replacen('b', "B", 1), format!("{BOB}.")]
}

/// The callback with a state of somebody's own making.
pub fn query_state(state: &str) -> String {
    format!("{CALLBACK}custom/mock_idp?code=mock-code&state={state}")
}
