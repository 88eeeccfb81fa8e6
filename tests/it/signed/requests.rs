//! Authorization requests that are pushed (RFC 9126) or signed (RFC 9101).

use super::{ASSERTION, assertion, signing_client};
use crate::support::key::{Key, encode, fresh};
use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, Answer, BOB, CALLBACK, CHALLENGE, Site, TestClient, VERIFIER, over, query};
use serde_json::{Value, json};

fn request(client: &TestClient) -> Vec<(String, String)> {
    [
        ("client_id", client.id.as_str()),
        ("client_secret", client.secret.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "pushed"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect()
}

async fn push(site: &Site, client: &TestClient, changes: &[(&str, &str)]) -> Answer {
    let mut form = request(client);
    for (name, value) in changes {
        form.retain(|(own, _)| own != name);
        if !value.is_empty() {
            form.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    site.send(site.http.post(site.url("/oauth2/par")).form(&form)).await
}

fn with_reference(client: &TestClient, reference: &str, more: &str) -> String {
    let reference = url::form_urlencoded::byte_serialize(reference.as_bytes()).collect::<String>();
    format!(
        "/oauth2/authorize?client_id={}&request_uri={reference}{more}",
        client.id
    )
}

fn reference_of(answer: &Answer) -> String {
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store", "R58");
    let json = answer.json();
    let lifetime = json["expires_in"].as_i64().unwrap();
    assert!((5..600).contains(&lifetime), "{lifetime}");
    json["request_uri"].as_str().unwrap().to_owned()
}

/// R58, R59: what was pushed counts, and nothing beside it; looked at as often as one likes, used once.
#[tokio::test]
async fn r58_r59_a_pushed_request_serves_until_it_is_used() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let other = site.add_client(json!({})).await;
    let reference = reference_of(&push(&site, &client, &[]).await);
    let mut alice = site.browser();
    let address = with_reference(
        &client,
        &reference,
        "&state=beside&scope=all&redirect_uri=https://evil.example/",
    );
    for _ in 0..2 {
        assert!(alice.get(&address).await.has("login-submit"), "it may be opened again");
    }
    let mut bob = site.signed_in(BOB).await;
    let theirs = bob.get(&with_reference(&other, &reference, "")).await;
    assert!(
        theirs.status == 400 || query(&theirs.address)["error"] == "invalid_request_uri",
        "R59: another client"
    );
    alice.sign_in(ALICE, crate::support::PASSWORD).await;
    let consent = alice.get(&address).await;
    let back = alice.press(&consent, "consent-allow", &[]).await;
    let told = query(&back.address);
    assert_eq!(told["state"], "pushed");
    let tokens = Tokens::of(&site.exchange(&client, &told["code"], &[]).await);
    assert_eq!(tokens.scope, "openid");
    for browser in [&mut alice, &mut bob] {
        let again = browser.get(&address).await;
        assert_eq!(query(&again.address)["error"], "invalid_request_uri", "R59: used");
    }
    // In its own time only.
    let reference = reference_of(&push(&site, &client, &[]).await);
    site.pass(91);
    let late = bob.get(&with_reference(&client, &reference, "")).await;
    assert_eq!(query(&late.address)["error"], "invalid_request_uri", "A28");
    let mut forged = reference.clone();
    forged.replace_range(60..61, if &reference[60..61] == "A" { "B" } else { "A" });
    let forged = bob
        .get(&with_reference(
            &client,
            &forged,
            "&redirect_uri=http%3A%2F%2F127.0.0.1%3A9999%2Fcb",
        ))
        .await;
    assert_eq!(query(&forged.address)["error"], "invalid_request_uri");
}

/// R58: what is refused when it is pushed, in JSON.
#[tokio::test]
async fn r58_what_would_be_refused_is_refused_when_it_is_pushed() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "require_pkce": 1 })).await;
    for (why, changes, status, error) in [
        ("a wrong secret", ("client_secret", "x"), 401, "invalid_client"),
        ("no secret", ("client_secret", ""), 401, "invalid_client"),
        (
            "a foreign address",
            ("redirect_uri", "https://evil.example/"),
            400,
            "invalid_request",
        ),
        ("no PKCE", ("code_challenge", ""), 400, "invalid_request"),
        ("plain PKCE", ("code_challenge_method", "plain"), 400, "invalid_request"),
        (
            "a reference",
            ("request_uri", "urn:ietf:params:oauth:request_uri:x"),
            400,
            "invalid_request",
        ),
        (
            "a token in the address",
            ("response_type", "token"),
            400,
            "unsupported_response_type",
        ),
        ("nothing that it may have", ("scope", "nope"), 400, "invalid_scope"),
        (
            "an object signed by nobody",
            ("request", "e30.e30."),
            400,
            "invalid_request_object",
        ),
    ] {
        let answer = push(&site, &client, &[changes]).await;
        assert_eq!(
            (answer.status, answer.error()),
            (status, error.into()),
            "{why}: {}",
            answer.body
        );
    }
    assert_eq!(site.get("/oauth2/par").await.status, 405);
    let long = "x".repeat(4000);
    let answer = push(&site, &client, &[("nonce", &long), ("login_hint", &long)]).await;
    assert_eq!(
        (answer.status, answer.error()),
        (400, "invalid_request".into()),
        "{}",
        answer.body
    );
}

/// R60: who must push, must.
#[tokio::test]
async fn r60_pushing_is_required_per_client_and_for_the_site() {
    let site = Site::new().await;
    let strict = site
        .add_client(json!({ "require_pushed_authorization_requests": 1 }))
        .await;
    let usual = site.add_client(json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let refused = bob.get(&authorize_path(&strict, &[])).await;
    assert_eq!(query(&refused.address)["error"], "invalid_request");
    let reference = reference_of(&push(&site, &strict, &[]).await);
    assert!(
        bob.get(&with_reference(&strict, &reference, ""))
            .await
            .has("consent-allow")
    );
    assert!(bob.get(&authorize_path(&usual, &[])).await.has("consent-allow"));
    site.change(
        "OAuth Provider Settings",
        "OAuth Provider Settings",
        json!({ "require_pushed_authorization_requests": 1 }),
    )
    .await;
    let refused = bob.get(&authorize_path(&usual, &[])).await;
    assert_eq!(query(&refused.address)["error"], "invalid_request");
    let metadata = site.get("/.well-known/openid-configuration").await.json();
    assert_eq!(metadata["require_pushed_authorization_requests"], true);
}

/// What strangers push costs no row (T04).
#[tokio::test]
async fn t04_what_is_pushed_is_stored_nowhere() {
    let site = Site::new().await;
    let public = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let size = || {
        let sum = "SELECT count(*) AS n FROM oauth_tickets";
        site.app.db.read(|db| db.number(sum, &[])).unwrap()
    };
    for _ in 0..20 {
        reference_of(&push(&site, &public, &[]).await);
    }
    assert_eq!(size(), 0);
}

fn object(site: &Site, client: &TestClient, changes: &Value) -> Value {
    let now = site.now().0;
    let claims = json!({
        "iss": client.id, "aud": site.origin, "client_id": client.id, "jti": fresh(), "iat": now, "exp": now + 60,
        "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid", "state": "signed", "nonce": "n-1",
        "code_challenge": CHALLENGE, "code_challenge_method": "S256", "max_age": 1000,
        "claims": { "id_token": { "acr": null } },
    });
    over(claims, changes)
}

/// C32, R75: a signed request counts alone; a bad one is told where the request beside it says.
#[tokio::test]
async fn c32_r75_signed_requests_are_honoured_or_refused() {
    let site = Site::new().await;
    let key = Key::new();
    let client = signing_client(&site, &key, json!({})).await;
    let header = json!({ "alg": "ES256", "kid": "one", "typ": "oauth-authz-req+jwt" });
    let signed = |changes: Value| key.sign(&header, &object(&site, &client, &changes));
    let address =
        |signed: &str, more: &str| format!("/oauth2/authorize?client_id={}&request={signed}{more}", client.id);
    let mut bob = site.signed_in(BOB).await;
    let consent = bob.get(&address(&signed(json!({})), "&state=beside&scope=all")).await;
    let back = bob.press(&consent, "consent-allow", &[]).await;
    let told = query(&back.address);
    assert_eq!(told["state"], "signed");
    let now = site.now().0;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &told["code"]),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_assertion_type", ASSERTION),
        ("client_assertion", &assertion(&site, &client, &key, json!({}))),
    ];
    let tokens = Tokens::of(&site.post("/oauth2/token", &form).await);
    let claims = crate::support::payload(&tokens.id);
    assert_eq!((&claims["nonce"], &claims["acr"]), (&json!("n-1"), &json!("1")));
    // Once the signature holds, a refusal goes where the object says.
    let refused = bob
        .get(&address(&signed(json!({ "response_type": "token" })), ""))
        .await;
    let told = query(&refused.address);
    assert_eq!(
        (told["error"].as_str(), told["state"].as_str()),
        ("unsupported_response_type", "signed")
    );
    let posted = bob
        .get(&address(
            &signed(json!({ "scope": "nope", "response_mode": "form_post" })),
            "",
        ))
        .await;
    assert!(posted.has("form-post-submit"), "response_mode is the object's");
    let beside = "&redirect_uri=http%3A%2F%2F127.0.0.1%3A9999%2Fcb&state=beside";
    let bad = |claims: Value| key.sign(&header, &object(&site, &client, &claims));
    for (why, object) in [
        (
            "another key",
            Key::new().sign(&header, &object(&site, &client, &json!({}))),
        ),
        ("another aud", bad(json!({ "aud": "https://other.example" }))),
        ("another client", bad(json!({ "client_id": "other" }))),
        ("no client_id", bad(json!({ "client_id": null }))),
        ("another iss", bad(json!({ "iss": "other" }))),
        ("it has expired", bad(json!({ "exp": now - 120 }))),
        ("of the future", bad(json!({ "nbf": now + 120 }))),
        ("one within", bad(json!({ "request": "x" }))),
        (
            "signed by none",
            format!(
                "{}.{}.",
                encode(b"{\"alg\":\"none\"}"),
                encode(object(&site, &client, &json!({})).to_string().as_bytes())
            ),
        ),
        ("no JWT", "abc".into()),
    ] {
        let refused = bob.get(&address(&object, beside)).await;
        let told = query(&refused.address);
        assert_eq!(told["error"], "invalid_request_object", "{why}: {}", refused.address);
        assert_eq!(told["state"], "beside", "{why}");
    }
    let elsewhere = bob
        .get(&address(
            &bad(json!({ "redirect_uri": "https://evil.example/" })),
            beside,
        ))
        .await;
    assert_eq!(elsewhere.status, 400, "R01 holds inside, too");
    let by_reference = bob
        .get(&authorize_path(
            &client,
            &[("request_uri", "https://app.example/request.jwt")],
        ))
        .await;
    assert_eq!(query(&by_reference.address)["error"], "request_uri_not_supported");
}

/// RFC 9101 §10.5: a client that must sign, must.
#[tokio::test]
async fn signing_is_required_where_the_client_says_so() {
    let site = Site::new().await;
    let key = Key::new();
    let client = signing_client(&site, &key, json!({ "require_signed_request_object": 1 })).await;
    let mut bob = site.signed_in(BOB).await;
    let refused = bob.get(&authorize_path(&client, &[])).await;
    assert_eq!(query(&refused.address)["error"], "invalid_request");
    let signed = key.sign(&json!({ "alg": "ES256" }), &object(&site, &client, &json!({})));
    let address = format!("/oauth2/authorize?client_id={}&request={signed}", client.id);
    assert!(bob.get(&address).await.has("consent-allow"));
    // Pushed and signed at once.
    let form = [
        ("request", signed.as_str()),
        ("client_assertion_type", ASSERTION),
        ("client_assertion", &assertion(&site, &client, &key, json!({}))),
    ];
    let reference = reference_of(&site.post("/oauth2/par", &form).await);
    assert!(
        bob.get(&with_reference(&client, &reference, ""))
            .await
            .has("consent-allow")
    );
}
