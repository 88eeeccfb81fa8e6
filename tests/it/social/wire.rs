//! Section Q of the recorded exchanges with Frappe: the same shapes, and its holes closed.

use super::{CALLBACK, idp::Idp, query_state, site, who};
use crate::support::{ALICE, program};
use serde_json::json;

/// Q1–Q5: what Frappe takes is taken, under the same name, and signs in by the same addresses.
#[tokio::test]
async fn q1_to_q5_a_custom_key_as_frappe_has_it() {
    let site = site().await;
    let idp = Idp::start().await;
    let alice = program(&site, ALICE).await;
    let body = json!({
        "enable_social_login": 1, "social_login_provider": "Custom", "provider_name": "Mock IdP",
        "client_id": "mock-client", "client_secret": "mock-secret", "base_url": idp.origin, "custom_base_url": 1,
        "authorize_url": "/authorize", "access_token_url": "/token",
        "redirect_url": "/api/method/frappe.integrations.oauth2_logins.custom/mock_idp",
        "api_endpoint": format!("{}/userinfo", idp.origin),
        "auth_url_data": "{\"scope\":\"openid email\",\"response_type\":\"code\"}",
        "user_id_property": "sub", "sign_ups": "Allow",
    });
    let made = alice
        .call("POST", "/api/resource/Social%20Login%20Key", body.clone())
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    let made = made.json()["data"].clone();
    assert_eq!(made["name"], "mock_idp");
    for (name, value) in body.as_object().unwrap() {
        let expected = if name == "client_secret" {
            &json!("*".repeat(10))
        } else {
            value
        };
        assert_eq!(&made[name], expected, "{name}");
    }
    // Q2: fields are missing.
    let half = json!({ "enable_social_login": 1, "social_login_provider": "Custom", "provider_name": "Half", "client_id": "x" });
    let refused = alice.call("POST", "/api/resource/Social%20Login%20Key", half).await;
    assert_eq!(refused.status, 417);
    assert!(refused.body.contains("Please enter Authorize URL"), "{}", refused.body);
    // Q3: the button on the login page.
    let mut browser = site.browser();
    let login = browser.get("/login?redirect-to=/me").await;
    assert!(login.body.contains("Sign in with Mock IdP"));
    let page = browser.get(&login.href("login-with-mock_idp")).await;
    let asked = crate::support::query(&page.address);
    assert_eq!(asked["redirect_uri"], site.url(&format!("{CALLBACK}custom/mock_idp")));
    assert_eq!(
        (
            asked["scope"].as_str(),
            asked["response_type"].as_str(),
            asked["client_id"].as_str()
        ),
        ("openid email", "code", "mock-client")
    );
    // Q4, Q5: without an ID token it is userinfo that tells.
    idp.says(
        None,
        json!({ "sub": "mock-sub-1", "email": "carol@example.com", "email_verified": true, "name": "Carol" }),
    );
    let page = browser
        .get(&format!(
            "{CALLBACK}custom/mock_idp?code=mock-code&state={}",
            asked["state"]
        ))
        .await;
    assert_eq!(page.address, site.url("/me"), "{}", page.body);
    assert_eq!(who(&mut browser).await, "carol@example.com");
    let sent = idp.server.last("/token");
    for (name, value) in [
        ("grant_type", "authorization_code"),
        ("code", "mock-code"),
        ("client_id", "mock-client"),
        ("client_secret", "mock-secret"),
    ] {
        assert_eq!(sent.form(name), value);
    }
    // Q6: the same state once more signs nobody in here. Q7, Q8, Q10, Q11: nor does one of one's own making.
    let mut states = vec![asked["state"].clone(), String::new(), "%25%25%25".into()];
    for forged in [
        json!({ "site": "x", "token": "y", "redirect_to": "http://evil.example/" }),
        json!({ "site": "x", "token": "" }),
    ] {
        states.push(super::idp::encode(forged.to_string().as_bytes()));
    }
    for state in states {
        let mut other = site.browser();
        let page = other.get(&query_state(&state)).await;
        assert_eq!(page.status, 400, "{state}");
        assert!(!page.is_outside);
        assert_eq!(who(&mut other).await, "nobody");
    }
    // Q12: an unknown provider.
    assert_eq!(
        site.browser()
            .get(&format!("{CALLBACK}custom/nope?code=x&state=y"))
            .await
            .status,
        400
    );
}
