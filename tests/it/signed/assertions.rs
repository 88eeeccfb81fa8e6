//! Clients that prove who they are by a signed statement.

use super::{ASSERTION, assertion, signing_client};
use crate::support::key::{Key, encode, fresh};
use crate::support::rude::{Rude, json as answer};
use crate::support::{ALICE, Site, TestClient, at_once};
use ring::hmac;
use serde_json::{Value, json};

/// What the token endpoint says to a client_credentials request with this statement.
async fn present(site: &Site, client: &TestClient, statement: &str) -> (u16, String) {
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &client.id),
        ("client_assertion_type", ASSERTION),
        ("client_assertion", statement),
    ];
    let answer = site.post("/oauth2/token", &form).await;
    (answer.status, answer.error())
}

fn robot() -> Value {
    json!({ "client_credentials": 1, "acts_as": ALICE })
}

/// C67, R77, A30–A32: what must be in a statement, and that it serves once.
#[tokio::test]
async fn c67_r77_a30_a31_a32_statements_are_good_once_or_refused() {
    let site = Site::new().await;
    let (key, other) = (Key::new(), Key::new());
    let client = signing_client(&site, &key, robot()).await;
    let now = site.now().0;
    let fine = |changes: Value| assertion(&site, &client, &key, changes);
    for changes in [
        json!({}),
        json!({ "aud": [site.origin] }),
        json!({ "aud": site.url("/oauth2/token") }),
        json!({ "nbf": now + 8, "iat": now + 8 }),
        json!({ "nbf": null, "iat": null }),
    ] {
        let statement = fine(changes.clone());
        assert_eq!(
            present(&site, &client, &statement).await,
            (200, String::new()),
            "{changes}"
        );
        assert_eq!(
            present(&site, &client, &statement).await,
            (401, "invalid_client".into()),
            "A30: {changes} again"
        );
    }
    let id = &client.id;
    for (why, changes) in [
        ("another aud", json!({ "aud": "https://other.example" })),
        ("no aud", json!({ "aud": null })),
        (
            "an aud that begins alike",
            json!({ "aud": format!("{}/", site.origin) }),
        ),
        ("no sub", json!({ "sub": null })),
        ("another iss", json!({ "iss": "https://app.example" })),
        ("no iss", json!({ "iss": null })),
        ("A31: it has expired", json!({ "exp": now - 60 })),
        ("A31: no exp", json!({ "exp": null })),
        ("a long life", json!({ "exp": now + 86_400 })),
        ("of the future", json!({ "nbf": now + 120 })),
        ("made in the future", json!({ "iat": now + 120 })),
        ("no jti", json!({ "jti": null })),
        ("an empty jti", json!({ "jti": "" })),
    ] {
        let said = present(&site, &client, &fine(changes)).await;
        assert_eq!(said, (401, "invalid_client".into()), "{why}");
    }
    let claims = json!({ "iss": id, "sub": id, "aud": site.origin, "jti": fresh(), "exp": now + 60 });
    let parts = |header: Value| {
        format!(
            "{}.{}",
            encode(header.to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        )
    };
    let public = key.set("one").to_string();
    let mac = |secret: &str| {
        let message = parts(json!({ "alg": "HS256" }));
        let tag = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
            message.as_bytes(),
        );
        format!("{message}.{}", encode(tag.as_ref()))
    };
    for (why, statement) in [
        ("A32: signed by none", format!("{}.", parts(json!({ "alg": "none" })))),
        ("A32: HS256 with the public key", mac(&public)),
        ("A32: HS256 with nothing", mac("")),
        (
            "another key",
            other.sign(&json!({ "alg": "ES256", "kid": "one" }), &claims),
        ),
        (
            "A32: a key that it brings along",
            other.sign(&json!({ "alg": "ES256", "jwk": other.jwk() }), &claims),
        ),
        (
            "an unknown kid",
            key.sign(&json!({ "alg": "ES256", "kid": "../../dev/null" }), &claims),
        ),
        (
            "another algorithm",
            key.sign(&json!({ "alg": "RS256", "kid": "one" }), &claims),
        ),
        ("no JWT", "abc".to_owned()),
    ] {
        let said = present(&site, &client, &statement).await;
        assert_eq!(said, (401, "invalid_client".into()), "{why}");
    }
    // A35: no other way in.
    for form in [
        vec![("client_id", id.as_str())],
        vec![("client_id", id.as_str()), ("client_secret", "")],
        vec![("client_id", id.as_str()), ("client_secret", "x")],
    ] {
        let form = [vec![("grant_type", "client_credentials")], form].concat();
        assert_eq!(site.post("/oauth2/token", &form).await.status, 401, "A35: {form:?}");
    }
    let both = [
        ("grant_type", "client_credentials"),
        ("client_assertion_type", ASSERTION),
        ("client_assertion", &fine(json!({}))),
        ("client_secret", "x"),
    ];
    assert_eq!(
        site.post("/oauth2/token", &both).await.error(),
        "invalid_request",
        "R30"
    );
    // Without client_id beside it, and at the other endpoints.
    for path in ["/oauth2/introspect", "/oauth2/revoke"] {
        let form = [
            ("token", "x"),
            ("client_assertion_type", ASSERTION),
            ("client_assertion", &fine(json!({}))),
        ];
        assert_eq!(site.post(path, &form).await.status, 200, "{path}");
    }
}

/// A30: of two at the same time one is let in.
#[tokio::test]
async fn a30_a_statement_serves_once_in_a_race() {
    let site = Site::new().await;
    let key = Key::new();
    let client = signing_client(&site, &key, robot()).await;
    for _ in 0..5 {
        let statement = assertion(&site, &client, &key, json!({}));
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", ASSERTION),
            ("client_assertion", &statement),
        ];
        let answers = at_once(8, || site.post("/oauth2/token", &form)).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    }
}

/// C68, R78: keys that the app publishes are fetched, and once more when it signs with a new one.
#[tokio::test]
async fn c68_r78_published_keys_are_fetched_and_followed() {
    let site = Site::with(|config| config.outbound.allow = vec!["127.0.0.0/8".parse().unwrap()]).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    let (first, second) = (Key::new(), Key::new());
    let server = Rude::start(|_| answer(json!({}))).await;
    let keys = first.set("one");
    server.becomes(move |_| answer(keys.clone()));
    let fields = json!({
        "jwks": null, "jwks_uri": format!("{}/keys", server.origin), "client_credentials": 1, "acts_as": ALICE,
    });
    let client = signing_client(&site, &first, fields).await;
    assert_eq!(
        present(&site, &client, &assertion(&site, &client, &first, json!({})))
            .await
            .0,
        200
    );
    let keys = second.set("two");
    server.becomes(move |_| answer(keys.clone()));
    let now = site.now().0;
    let claims =
        |jti: String| json!({ "iss": client.id, "sub": client.id, "aud": site.origin, "jti": jti, "exp": now + 60 });
    site.pass(6);
    let new = second.sign(&json!({ "alg": "ES256", "kid": "two" }), &claims(fresh()));
    assert_eq!(present(&site, &client, &new).await.0, 200, "an unknown kid");
    assert_eq!(
        present(&site, &client, &assertion(&site, &client, &first, json!({})))
            .await
            .0,
        401,
        "the old key"
    );
}

/// `client_secret_jwt`, and ID tokens signed with the secret: it is kept sealed, and wrong tries are limited.
#[tokio::test]
async fn a_secret_signs_statements() {
    let site = Site::new().await;
    let fields =
        json!({ "token_endpoint_auth_method": "Client Secret JWT", "client_credentials": 1, "acts_as": ALICE });
    let client = site.add_client(fields).await;
    let now = site.now().0;
    let signed = |secret: &str| {
        let claims = json!({ "iss": client.id, "sub": client.id, "aud": site.origin, "jti": fresh(), "exp": now + 60 });
        let message = format!(
            "{}.{}",
            encode(json!({ "alg": "HS256" }).to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let tag = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()),
            message.as_bytes(),
        );
        format!("{message}.{}", encode(tag.as_ref()))
    };
    assert_eq!(present(&site, &client, &signed(&client.secret)).await.0, 200);
    assert_eq!(
        present(&site, &client, &signed("another")).await,
        (401, "invalid_client".into())
    );
    let plain = [
        ("grant_type", "client_credentials"),
        ("client_id", &client.id),
        ("client_secret", &client.secret),
    ];
    assert_eq!(
        site.post("/oauth2/token", &plain).await.status,
        401,
        "A35: the secret itself"
    );
    let mut last = 0;
    for _ in 0..40 {
        last = present(&site, &client, &signed("another")).await.0;
    }
    assert_eq!(last, 429, "R25");
}
