//! A client that is held to the FAPI 2.0 Security Profile.

use super::{ASSERTION, assertion, nonce, post_with, proof, signing_client};
use crate::support::key::Key;
use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, Answer, CHALLENGE, Site, TestClient, VERIFIER, jwt_header, over, program, query};
use serde_json::{Value, json};

const URI: &str = "https://app.example/cb";

struct Fapi {
    site: Site,
    key: Key,
    client: TestClient,
}

impl Fapi {
    async fn new() -> Self {
        let site = Site::new().await;
        let key = Key::new();
        let fields = json!({ "fapi2": 1, "id_token_signing_alg": "PS256" });
        let client = signing_client(&site, &key, fields).await;
        Fapi { site, key, client }
    }

    async fn call(&self, path: &str, form: &[(&str, &str)], statement: Value, with: Option<&Key>) -> Answer {
        let statement = assertion(&self.site, &self.client, &self.key, statement);
        let form = [
            form,
            &[("client_assertion_type", ASSERTION), ("client_assertion", &statement)],
        ]
        .concat();
        let header = match with {
            Some(key) => {
                let claims = json!({ "nonce": nonce(&self.site, key).await });
                Some(proof(&self.site, key, ("POST", path), json!({}), claims))
            }
            None => None,
        };
        let headers: Vec<(&str, &str)> = header.iter().map(|proof| ("dpop", proof.as_str())).collect();
        post_with(&self.site, path, &form, &headers).await
    }

    async fn push(&self, changes: &[(&str, &str)], statement: Value, with: Option<&Key>) -> Answer {
        let mut form = vec![
            ("response_type", "code"),
            ("redirect_uri", URI),
            ("scope", "openid offline_access"),
            ("state", "s"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        for (name, value) in changes {
            form.retain(|(own, _)| own != name);
            if !value.is_empty() {
                form.push((name, value));
            }
        }
        self.call("/oauth2/par", &form, statement, with).await
    }

    async fn code(&self, with: Option<&Key>, changes: &[(&str, &str)]) -> String {
        let pushed = self.push(changes, json!({}), with).await;
        assert_eq!(pushed.status, 201, "{}", pushed.body);
        let address = format!(
            "/oauth2/authorize?client_id={}&request_uri={}",
            self.client.id,
            pushed.json()["request_uri"].as_str().unwrap()
        );
        let mut alice = self.site.signed_in(ALICE).await;
        let page = alice.get(&address).await;
        let page = match page.is_outside {
            true => page,
            false => alice.press(&page, "consent-allow", &[]).await,
        };
        query(&page.address)["code"].clone()
    }

    async fn exchange(&self, code: &str, statement: Value, with: Option<&Key>) -> Answer {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", URI),
            ("code_verifier", VERIFIER),
        ];
        self.call("/oauth2/token", &form, statement, with).await
    }

    async fn refresh(&self, token: &str, with: &Key) -> Answer {
        let form = [("grant_type", "refresh_token"), ("refresh_token", token)];
        self.call("/oauth2/token", &form, json!({}), Some(with)).await
    }
}

/// The whole way; a refresh token stays as it is, whatever key comes with it.
#[tokio::test]
async fn fapi2_the_whole_way() {
    let fapi = Fapi::new().await;
    let (bound, later) = (Key::new(), Key::new());
    let code = fapi.code(Some(&bound), &[]).await;
    let answer = fapi.exchange(&code, json!({}), Some(&bound)).await;
    assert_eq!(answer.json()["token_type"], "DPoP", "{}", answer.body);
    let tokens = Tokens::of(&answer);
    assert_eq!(jwt_header(&tokens.id)["alg"], "PS256");
    let keys = fapi.site.get("/oauth2/jwks").await.json();
    let algs: Vec<&str> = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|key| key["alg"].as_str())
        .collect();
    assert!(algs.contains(&"PS256") && algs.contains(&"RS256"), "{algs:?}");
    for wait in [0, 31, 400] {
        fapi.site.pass(wait);
        let again = fapi.refresh(&tokens.refresh, &later).await;
        assert_eq!(again.status, 200, "after {wait}: {}", again.body);
        assert_eq!(again.json()["refresh_token"], tokens.refresh, "it stays");
        assert_eq!(again.json()["token_type"], "DPoP");
    }
    // A replayed code ends all of it.
    assert_eq!(
        fapi.exchange(&code, json!({}), Some(&bound)).await.error(),
        "invalid_grant"
    );
    assert_eq!(fapi.refresh(&tokens.refresh, &later).await.error(), "invalid_grant");
}

/// What the profile leaves no choice about.
#[tokio::test]
async fn fapi2_what_is_weaker_is_refused() {
    let fapi = Fapi::new().await;
    let (one, other) = (Key::new(), Key::new());
    let mut alice = fapi.site.signed_in(ALICE).await;
    let plain = alice.get(&authorize_path(&fapi.client, &[("redirect_uri", URI)])).await;
    assert_eq!(query(&plain.address)["error"], "invalid_request", "without PAR");
    let origin = &fapi.site.origin;
    for (why, statement) in [
        ("aud as a list", json!({ "aud": [origin] })),
        (
            "the token endpoint as aud",
            json!({ "aud": format!("{origin}/oauth2/token") }),
        ),
        (
            "the PAR endpoint as aud",
            json!({ "aud": format!("{origin}/oauth2/par") }),
        ),
    ] {
        let answer = fapi.push(&[], statement, None).await;
        assert_eq!((answer.status, answer.error()), (401, "invalid_client".into()), "{why}");
    }
    for (why, changes) in [
        ("no redirect_uri", ("redirect_uri", "")),
        ("no PKCE", ("code_challenge", "")),
        ("a foreign redirect_uri", ("redirect_uri", "https://app.example/other")),
    ] {
        let answer = fapi.push(&[changes], json!({}), None).await;
        assert_eq!(
            (answer.status, answer.error()),
            (400, "invalid_request".into()),
            "{why}"
        );
    }
    let jkt = other.thumbprint();
    let answer = fapi.push(&[("dpop_jkt", &jkt)], json!({}), Some(&one)).await;
    assert_eq!(
        (answer.status, answer.error()),
        (400, "invalid_dpop_proof".into()),
        "dpop_jkt of another key"
    );
    // The key of the proof at PAR, or the one that is named there, is the code's (RFC 9449 §10.1).
    let code = fapi.code(Some(&one), &[]).await;
    assert_eq!(
        fapi.exchange(&code, json!({}), Some(&other)).await.error(),
        "invalid_grant"
    );
    let code = fapi.code(None, &[("dpop_jkt", &jkt)]).await;
    assert_eq!(
        fapi.exchange(&code, json!({}), Some(&one)).await.error(),
        "invalid_grant"
    );
    let code = fapi.code(None, &[]).await;
    assert_eq!(
        fapi.exchange(&code, json!({}), None).await.error(),
        "invalid_request",
        "without DPoP"
    );
}

/// A record that says FAPI 2.0 and means something weaker is refused, with the reason at each field.
#[tokio::test]
async fn fapi2_is_all_or_nothing_on_the_record() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let key = Key::new();
    let good = json!({
        "app_name": "Bank", "redirect_uris": URI, "scopes": "openid", "allowed_roles": ["All"], "fapi2": 1,
        "token_endpoint_auth_method": "Private Key JWT", "jwks": key.set("one").to_string(),
        "id_token_signing_alg": "ES256",
    });
    let private = json!({ "keys": [over(key.jwk(), &json!({ "d": "AAAA" }))] }).to_string();
    for (changes, words) in [
        (
            json!({ "token_endpoint_auth_method": "Client Secret Basic" }),
            "needs Private Key JWT",
        ),
        (json!({ "id_token_signing_alg": "RS256" }), "needs PS256"),
        (json!({ "code_lifetime": 120 }), "60 seconds"),
        (json!({ "jwks": null }), "needs its public keys"),
        (json!({ "jwks": "{}" }), "This is no key set"),
        (json!({ "jwks": private }), "private"),
        (json!({ "jwks_uri": "https://app.example/keys" }), "not both"),
        (
            json!({ "jwks": null, "jwks_uri": "http://app.example/keys" }),
            "only https is safe",
        ),
    ] {
        let answer = alice
            .call("POST", "/api/resource/OAuth%20Client", over(good.clone(), &changes))
            .await;
        assert!(
            answer.status == 417 && answer.body.contains(words),
            "{changes}: {}",
            answer.body
        );
    }
    let made = alice.call("POST", "/api/resource/OAuth%20Client", good).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert_eq!(made.json()["data"].get("client_secret"), None, "it has none");
}
