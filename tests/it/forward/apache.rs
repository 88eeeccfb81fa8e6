//! Apache with mod_auth_openidc, which speaks OpenID Connect itself, with the lines that are printed for it.

use super::proxies::{self, Application};
use super::{at, site};
use crate::support::{ALICE, BOB};
use serde_json::json;

#[tokio::test]
async fn behind_apache() {
    let (site, application) = (site().await, Application::start().await);
    let port = crate::libraries::free_port();
    let origin = format!("http://localhost:{port}");
    let client = site
        .add_client(json!({
            "app_name": "Wiki", "scopes": "openid profile email groups", "redirect_uris": [format!("{origin}/.frontdesk/arrive")], "allowed_roles": ["Auditor"],
            "skip_authorization": true, "id_token_profile": true, "token_endpoint_auth_method": "Client Secret Basic",
        }))
        .await;
    let _apache = proxies::apache(&site, &application, &client, port).await;
    let (mut wiki, mut alice) = (at(&site, &origin), site.signed_in(ALICE).await);
    let http = wiki.client().clone();
    let page = || {
        http.get(format!("{origin}/page?a=b"))
            .header("accept", "text/html")
            .header("remote-user", "administrator")
            .header("remote-groups", "administrator")
            .header("remote_email", "administrator")
            .header("x-frontdesk-jwt", "administrator")
    };
    let led = wiki.raw(page()).await;
    assert_eq!(led.status, 302, "{}", led.body);
    let back = alice.get(led.header("location")).await;
    assert!(
        back.address.starts_with(&format!("{origin}/.frontdesk/arrive?")),
        "{} {}",
        back.address,
        back.body
    );
    let arrived = wiki.raw(http.get(&back.address)).await;
    assert_eq!(
        (arrived.status, arrived.header("location")),
        (302, &*format!("{origin}/page?a=b")),
        "{}",
        arrived.body
    );
    let seen = wiki.raw(page()).await;
    let seen: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(
        (&seen["path"], &seen["headers"]["remote-user"]),
        (&json!("/page?a=b"), &json!("alice"))
    );
    assert!(!seen.to_string().contains("administrator"), "{seen}");
    assert_eq!(
        (&seen["headers"]["remote-email"], &seen["headers"]["remote-name"]),
        (&json!(ALICE), &json!("Alice Liddell"))
    );
    assert!(
        seen["headers"]["remote-groups"].as_str().unwrap().contains("Auditor"),
        "{seen}"
    );
    // Bob is not among those who may sign in through it.
    let (mut his, mut bob) = (at(&site, &origin), site.signed_in(BOB).await);
    let led = his.raw(page()).await;
    let refused = bob.get(led.header("location")).await;
    assert!(refused.is_outside && refused.address.contains("error=access_denied") || refused.status == 403);
}
