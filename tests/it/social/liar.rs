//! A provider that lies, or somebody who plays the provider: nobody is let in (A53: no confused deputy; A54: no check
//! can be dropped; A55: no provider mix-up; and OpenID Connect Core §3.1.3.7).

use super::idp::{Idp, encode};
use super::{back, causes, come_back, mock, set_off, sign_in, site, who};
use crate::support::rude::{Act, json as answer, with_status};
use crate::support::{Browser, Page, Site, over};
use frontdesk::base::clock::{DAY, HOUR};
use ring::hmac;
use serde_json::{Value, json};

/// Begins a sign-in and comes back to a provider that answers with this token.
async fn tell(browser: &mut Browser, idp: &Idp, token: impl Fn(&Value) -> String, changed: Value) -> Page {
    let asked = set_off(browser, "/login/with/mock").await;
    let claims = idp.claims(&asked["nonce"], &changed);
    idp.says(Some(token(&claims)), claims.clone());
    browser.get(&back(&asked, "custom/mock")).await
}

async fn refused(site: &Site, browser: &mut Browser, page: &Page, why: &str) {
    assert!((400..600).contains(&page.status), "{why}: {}", page.body);
    assert!(page.has("oauth-error"), "{why}: {}", page.body);
    assert!(!page.text("#reference").is_empty());
    assert_eq!(who(browser).await, "nobody", "{why}");
    let cause = causes(site).await.first().cloned().unwrap_or_default();
    assert!(cause.1.contains(why), "expected {why:?}, found {cause:?}");
    // The next one is the last one then.
    site.pass(1);
}

#[tokio::test]
async fn a33_a34_t19_an_id_token_that_is_not_right_lets_nobody_in() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    let other = Idp::start().await;
    let header = |kid: &str| json!({ "alg": "ES256", "kid": kid });
    let mut browser = site.browser();
    let now = site.now();
    // Claims that are not right, signed as they should be.
    for (changed, why) in [
        (json!({ "nonce": "another" }), "nonce"),
        (json!({ "nonce": null }), "nonce"),
        (json!({ "iss": "https://evil.test" }), "it is of"),
        (json!({ "iss": null }), "it is of"),
        (json!({ "aud": "another-client" }), "another client"),
        (json!({ "aud": null }), "another client"),
        (json!({ "aud": ["mock-client", "another"] }), "azp"),
        (json!({ "azp": "another-client" }), "azp"),
        (json!({ "azp": 5 }), "azp"),
        (json!({ "exp": now - HOUR }), "expired"),
        (json!({ "exp": null }), "when it ends"),
        (json!({ "iat": now - DAY }), "just now"),
        (json!({ "iat": now + DAY }), "just now"),
        (json!({ "nbf": now + DAY }), "not good yet"),
        (json!({ "at_hash": "AAAAAAAAAAAAAAAAAAAAAA" }), "at_hash"),
        (json!({ "at_hash": 5 }), "at_hash"),
        (json!({ "sub": null }), "who it is of"),
        (json!({ "sub": "" }), "who it is of"),
        (json!({ "sub": 5 }), "who it is of"),
        (json!({ "sub": ["a"] }), "who it is of"),
        (json!({ "sub": "a b" }), "spaces"),
    ] {
        let page = tell(
            &mut browser,
            &idp,
            |claims| idp.sign(header("one"), claims),
            changed.clone(),
        )
        .await;
        refused(&site, &mut browser, &page, why).await;
    }
    // Signatures that are not right.
    let plain = |header: Value, claims: &Value| {
        let message = [header.to_string(), claims.to_string()].map(|part| encode(part.as_bytes()));
        message.join(".")
    };
    let hs256 = |secret: &[u8], claims: &Value| {
        let message = plain(json!({ "alg": "HS256", "kid": "one" }), claims);
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
        format!("{message}.{}", encode(tag.as_ref()))
    };
    let public = idp.jwk("one").to_string();
    type Forger<'a> = Box<dyn Fn(&Value) -> String + 'a>;
    let forgers: Vec<(Forger, &str)> = vec![
        (Box::new(|claims| other.sign(header("one"), claims)), "signature"),
        (Box::new(|claims| other.sign(header("two"), claims)), "does not publish"),
        (
            Box::new(|claims| plain(json!({ "alg": "none" }), claims) + "."),
            "\"none\"",
        ),
        (
            Box::new(|claims| plain(json!({ "alg": "None" }), claims) + "."),
            "\"None\"",
        ),
        (Box::new(|claims| plain(json!({}), claims) + "."), "signed by"),
        (Box::new(|claims| hs256(public.as_bytes(), claims)), "HS256"),
        (Box::new(|claims| hs256(b"mock-secret-1", claims)), "HS256"),
        (
            Box::new(|claims| idp.sign(json!({ "alg": "RS256", "kid": "one" }), claims)),
            "signature",
        ),
        (
            Box::new(|claims| idp.sign(json!({ "alg": "ES256", "kid": "one", "crit": ["x"] }), claims)),
            "critical",
        ),
        (Box::new(|_| "no.token".into()), "no signed JWT"),
        (Box::new(|_| "a.b.c".into()), "no signed JWT"),
    ];
    for (forge, why) in forgers {
        let page = tell(&mut browser, &idp, forge, json!({})).await;
        refused(&site, &mut browser, &page, why).await;
    }
    // And as it should be, she is let in.
    let page = tell(&mut browser, &idp, |claims| idp.sign(header("one"), claims), json!({})).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(who(&mut browser).await, "carol@example.com");
}

#[tokio::test]
async fn userinfo_of_somebody_else_and_a_missing_id_token_let_nobody_in() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    let mut browser = site.browser();
    for (told, why) in [
        (json!({ "sub": "dave-1" }), "another person"),
        (json!({ "sub": null }), "another person"),
    ] {
        let asked = set_off(&mut browser, "/login/with/mock").await;
        let claims = idp.claims(&asked["nonce"], &json!({}));
        idp.says(
            Some(idp.sign(json!({ "alg": "ES256", "kid": "one" }), &claims)),
            over(claims, &told),
        );
        let page = browser.get(&back(&asked, "custom/mock")).await;
        refused(&site, &mut browser, &page, why).await;
    }
    // T19: an ID token of nobody is refused before anybody is asked who it might be.
    let asked = set_off(&mut browser, "/login/with/mock").await;
    let claims = idp.claims(&asked["nonce"], &json!({}));
    let nobody = over(claims.clone(), &json!({ "sub": null }));
    idp.says(Some(idp.sign(json!({ "alg": "ES256", "kid": "one" }), &nobody)), claims);
    let before = idp.server.count("/userinfo");
    let page = browser.get(&back(&asked, "custom/mock")).await;
    refused(&site, &mut browser, &page, "who it is of").await;
    assert_eq!(idp.server.count("/userinfo"), before);
    let asked = set_off(&mut browser, "/login/with/mock").await;
    idp.says(None, idp.claims(&asked["nonce"], &json!({})));
    let page = browser.get(&back(&asked, "custom/mock")).await;
    refused(&site, &mut browser, &page, "no ID token").await;
}

/// HS256 where the key says so, and then nothing else (Frappe as the provider).
#[tokio::test]
async fn hs256_is_for_keys_that_say_so_and_then_alone() {
    let site = site().await;
    let idp = mock(&site, json!({ "id_token_hs256": 1, "jwks_uri": "" })).await;
    let mut browser = site.browser();
    let sign = |secret: &'static [u8]| {
        move |claims: &Value| {
            let parts = [json!({ "typ": "jwt", "alg": "HS256" }).to_string(), claims.to_string()];
            let message = parts.map(|part| encode(part.as_bytes())).join(".");
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
            format!("{message}.{}", encode(tag.as_ref()))
        }
    };
    let page = tell(&mut browser, &idp, sign(b"another"), json!({})).await;
    refused(&site, &mut browser, &page, "client secret").await;
    let es256 = |claims: &Value| idp.sign(json!({ "alg": "ES256", "kid": "one" }), claims);
    let page = tell(&mut browser, &idp, es256, json!({})).await;
    refused(&site, &mut browser, &page, "must be by HS256").await;
    let page = tell(&mut browser, &idp, sign(b"mock-secret-1"), json!({})).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(who(&mut browser).await, "carol@example.com");
}

/// A new key is found when a token names it; keys are not asked for again and again.
#[tokio::test]
async fn keys_are_kept_and_fetched_anew_when_they_rotate() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    for _ in 0..3 {
        assert_eq!(sign_in(&mut site.browser(), &idp, json!({})).await.status, 200);
    }
    assert_eq!(idp.server.count("/jwks"), 1);
    let mut browser = site.browser();
    // Strangers' keys are not looked for at every attempt.
    for _ in 0..3 {
        tell(
            &mut browser,
            &idp,
            |claims| idp.sign(json!({ "alg": "ES256", "kid": "two" }), claims),
            json!({}),
        )
        .await;
    }
    assert_eq!(idp.server.count("/jwks"), 1);
    site.pass(60);
    let asked = set_off(&mut browser, "/login/with/mock").await;
    let claims = idp.claims(&asked["nonce"], &json!({}));
    let token = idp.sign(json!({ "alg": "ES256", "kid": "two" }), &claims);
    let keys = json!({ "keys": [idp.jwk("two")] });
    idp.server.becomes(move |seen| match seen.path() {
        "/token" => answer(json!({ "access_token": "x", "token_type": "Bearer", "id_token": token })),
        "/jwks" => answer(keys.clone()),
        _ => answer(claims.clone()),
    });
    let page = browser.get(&back(&asked, "custom/mock")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(idp.server.count("/jwks"), 2);
}

/// A53, A54: finished in another browser, twice, too late, without or with another state.
#[tokio::test]
async fn a53_a54_an_attempt_is_good_once_in_its_browser_for_ten_minutes() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    let (mut browser, mut other) = (site.browser(), site.browser());
    other.get("/login").await;
    let asked = set_off(&mut browser, "/login/with/mock").await;
    assert_eq!(asked["code_challenge_method"], "S256");
    idp.tells(&asked["nonce"], json!({}));
    let address = back(&asked, "custom/mock");
    for mut stranger in [other, site.browser()] {
        let page = stranger.get(&address).await;
        assert_eq!(page.status, 400);
        assert_eq!(who(&mut stranger).await, "nobody");
    }
    for bad in [
        format!("{}custom/mock?code=a-code", super::CALLBACK),
        format!("{}custom/mock?code=a-code&state=", super::CALLBACK),
        format!("{}custom/mock?code=a-code&state=another", super::CALLBACK),
        format!("{address}&state=another"),
        format!("{address}&code=another"),
    ] {
        assert_eq!(browser.get(&bad).await.status, 400, "{bad}");
    }
    assert_eq!(idp.server.count("/token"), 0, "nothing of it reached the provider");
    assert_eq!(browser.get(&address).await.status, 200);
    assert_eq!(who(&mut browser).await, "carol@example.com");
    let sent = idp.server.last("/token");
    assert_eq!(
        sent.form("redirect_uri"),
        site.url(&format!("{}custom/mock", super::CALLBACK))
    );
    assert!(sent.form("code_verifier").len() >= 43);
    // Once.
    assert_eq!(browser.get(&address).await.status, 400);
    // Ten minutes.
    let mut late = site.browser();
    let asked = set_off(&mut late, "/login/with/mock").await;
    site.pass(601);
    let page = come_back(&mut late, &idp, &asked, json!({})).await;
    assert_eq!(page.status, 400);
    assert!(page.has("other-ways"));
}

/// A55: an answer that came to another provider's address, or names another issuer.
#[tokio::test]
async fn a55_an_answer_of_another_provider_is_not_taken() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    let second = Idp::start().await;
    site.add(
        "Social Login Key",
        super::fields(&second.origin, json!({ "provider_name": "Second" })),
    )
    .await;
    let mut browser = site.browser();
    for method in ["custom/second", "login_via_google", "custom/nobody"] {
        let asked = set_off(&mut browser, "/login/with/mock").await;
        idp.tells(&asked["nonce"], json!({}));
        assert_eq!(browser.get(&back(&asked, method)).await.status, 400, "{method}");
    }
    let asked = set_off(&mut browser, "/login/with/mock").await;
    idp.tells(&asked["nonce"], json!({}));
    let page = browser
        .get(&format!("{}&iss=https%3A%2F%2Fevil.test", back(&asked, "custom/mock")))
        .await;
    assert_eq!(page.status, 400);
    assert_eq!((idp.server.count("/token"), second.server.count("/token")), (0, 0));
    let asked = set_off(&mut browser, "/login/with/mock").await;
    idp.tells(&asked["nonce"], json!({}));
    let iss: String = url::form_urlencoded::byte_serialize(idp.origin.as_bytes()).collect();
    let page = browser.get(&format!("{}&iss={iss}", back(&asked, "custom/mock"))).await;
    assert_eq!(page.status, 200, "{}", page.body);
}

/// Slow, broken, refusing: a page in plain words, and the other ways stay open.
#[tokio::test]
async fn a_provider_that_is_down_blocks_nobody() {
    let site = crate::connected::site().await;
    let idp = mock(&site, json!({})).await;
    let mut browser = site.browser();
    for act in [
        || Act::Hang,
        || Act::HangUp,
        || Act::Flood,
        || with_status(500, json!({})),
        || {
            with_status(
                400,
                json!({ "error": "invalid_grant", "error_description": "<script>alert(1)</script>" }),
            )
        },
    ] {
        let asked = set_off(&mut browser, "/login/with/mock").await;
        idp.server.becomes(move |_| act());
        let page = browser.get(&back(&asked, "custom/mock")).await;
        assert_eq!(page.status, 502, "{}", page.body);
        assert!(page.has("try-again") && page.has("other-ways") && !page.body.contains("<script>alert"));
        assert_eq!(browser.get("/login").await.status, 200);
    }
    let asked = set_off(&mut browser, "/login/with/mock").await;
    let path = format!(
        "{}custom/mock?error=access_denied&state={}",
        super::CALLBACK,
        asked["state"]
    );
    let page = browser.get(&path).await;
    assert_eq!(page.status, 403);
    assert!(page.body.contains("access_denied"), "{}", page.body);
    assert!(causes(&site).await.iter().any(|(error, _)| error == "refused_there"));
}
