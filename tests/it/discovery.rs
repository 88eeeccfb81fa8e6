//! Discovery and keys.

use crate::support::rp::Tokens;
use crate::support::{ALICE, Site, jwt_header};
use serde_json::json;

const DOCUMENTS: [&str; 3] = [
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
    "/api/method/frappe.integrations.oauth2.openid_configuration",
];

/// C01–C14, C16, C17, R07, R32, R45: the documents say what is true.
#[tokio::test]
async fn c01_to_c14_c17_discovery_says_what_is_true() {
    let site = Site::new().await;
    let [standard, rfc8414, frappe] = [
        site.get(DOCUMENTS[0]).await,
        site.get(DOCUMENTS[1]).await,
        site.get(DOCUMENTS[2]).await,
    ];
    for document in [&standard, &rfc8414, &frappe] {
        assert_eq!(
            (document.status, document.header("content-type")),
            (200, "application/json"),
            "C01"
        );
        let json = document.json();
        assert_eq!(json["issuer"], site.origin, "C02");
        assert_eq!(json["response_types_supported"], json!(["code"]), "C04");
        assert_eq!(json["subject_types_supported"], json!(["public"]), "C05");
        let algorithms = json["id_token_signing_alg_values_supported"].as_array().unwrap();
        assert!(
            algorithms.contains(&json!("RS256")) && !algorithms.contains(&json!("none")),
            "C06, C07"
        );
        assert!(
            json["scopes_supported"].as_array().unwrap().contains(&json!("openid")),
            "C10"
        );
        assert_eq!(
            json["grant_types_supported"],
            json!([
                "authorization_code",
                "refresh_token",
                "client_credentials",
                "urn:ietf:params:oauth:grant-type:device_code",
                "urn:ietf:params:oauth:grant-type:token-exchange"
            ]),
            "C11"
        );
        assert_eq!(json["code_challenge_methods_supported"], json!(["S256"]), "C13, R07");
        assert!(json["claims_supported"].is_array(), "C14");
        assert_eq!(json["authorization_response_iss_parameter_supported"], true, "R32");
        for (name, value) in json.as_object().unwrap() {
            assert!(value.as_array().is_none_or(|values| !values.is_empty()), "R45: {name}");
            if name.ends_with("_endpoint") || name.ends_with("_uri") {
                let address = value.as_str().unwrap();
                assert!(address.starts_with(&site.origin), "{name}");
                let status = site.get(address.strip_prefix(&site.origin).unwrap()).await.status;
                // A question without anything in it, by GET.
                let expected = match name.as_str() {
                    "authorization_endpoint" => 400,
                    "token_endpoint"
                    | "revocation_endpoint"
                    | "introspection_endpoint"
                    | "pushed_authorization_request_endpoint"
                    | "device_authorization_endpoint" => 405,
                    "userinfo_endpoint" => 401,
                    "jwks_uri" | "end_session_endpoint" => 200,
                    other => panic!("{other} is new"),
                };
                assert_eq!(status, expected, "{name} leads where it says");
            }
        }
    }
    assert_eq!(standard.json(), rfc8414.json(), "C17");
    for name in [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
        "revocation_endpoint",
        "introspection_endpoint",
    ] {
        assert!(
            frappe.json()[name]
                .as_str()
                .unwrap()
                .contains("/api/method/frappe.integrations.oauth2."),
            "{name}"
        );
    }
}

/// C03: behind https every address is https, whatever the request says (R22: forwarded headers cannot be spoofed;
/// A59: links from the configuration only).
#[tokio::test]
async fn c03_r22_a59_addresses_come_from_the_configuration_only() {
    let site = Site::with(|config| config.base_url = "https://login.example.com".into()).await;
    for path in DOCUMENTS {
        let request = site
            .http
            .get(site.url(path))
            .header("host", "evil.example")
            .header("x-forwarded-host", "evil.example")
            .header("x-forwarded-proto", "http")
            .header("forwarded", "host=evil.example;proto=http");
        let document = site.send(request).await;
        assert!(
            !document.body.contains("evil") && !document.body.contains("http://"),
            "{path}"
        );
        assert!(document.body.contains("\"issuer\":\"https://login.example.com\""));
        assert!(document.header("strict-transport-security").contains("max-age"));
    }
    site.add_user(ALICE, "Alice", &["System Manager"]).await;
    let login = site.get("/login").await;
    let cookie = login.header("set-cookie");
    assert!(
        cookie.starts_with("__Host-browser=") && cookie.contains("; Secure") && cookie.contains("; HttpOnly"),
        "A44"
    );
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "A44");
}

/// C08, C09, C15: the keys, and what rotation does to them.
#[tokio::test]
async fn c08_c09_c15_r78_only_public_keys_are_published_and_old_ones_stay() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "id_token_signing_alg": "ES256" })).await;
    let keys = async || {
        site.get("/oauth2/jwks").await.json()["keys"]
            .as_array()
            .unwrap()
            .clone()
    };
    let kids = |keys: &[serde_json::Value]| -> Vec<String> {
        keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
    };
    let before = keys().await;
    assert_eq!(before.len(), 3);
    for key in &before {
        for name in ["kid", "use", "alg", "kty"] {
            assert!(key[name].is_string(), "C08 {name}");
        }
        for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
            assert!(key.get(private).is_none(), "C09 {private}");
        }
    }
    let mut distinct = kids(&before);
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 3, "C08");
    let mut alice = site.signed_in(ALICE).await;
    let code = alice.code(&client, &[]).await;
    let old = jwt_header(&Tokens::of(&site.exchange(&client, &code, &[]).await).id)["kid"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(kids(&before).contains(&old));
    let settings = alice.get("/app/oauth-provider-settings").await;
    let rotated = alice.press(&settings, "action-rotate-keys", &[]).await;
    assert!(
        rotated.text("[role=status]").contains("new keys are published"),
        "{}",
        rotated.body
    );
    let after = keys().await;
    assert_eq!(after.len(), 7, "C15: the old ones stay, and PS256 has one, too");
    // T16: whoever keeps the keys for as long as we say has the new ones when they begin to sign.
    let code = alice.code(&client, &[]).await;
    let still = jwt_header(&Tokens::of(&site.exchange(&client, &code, &[]).await).id)["kid"].clone();
    assert_eq!(still, old, "T16: published before it signs");
    site.pass(3600);
    let code = alice.code(&client, &[]).await;
    let new = jwt_header(&Tokens::of(&site.exchange(&client, &code, &[]).await).id)["kid"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        new != old && kids(&after).contains(&new) && kids(&after).contains(&old),
        "C15"
    );
    site.pass(86_400);
    let later = keys().await;
    assert!(
        later.len() == 4 && !kids(&later).contains(&old),
        "C15: until a day later"
    );
}
