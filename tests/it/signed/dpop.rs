//! Tokens that are bound to a key (RFC 9449).

use super::{nonce, post_with, proof};
use crate::support::key::{Key, encode, hash};
use crate::support::rp::{Tokens, code_form};
use crate::support::{ALICE, Answer, Site, TestClient, over};
use serde_json::{Value, json};

const TOKEN: (&str, &str) = ("POST", "/oauth2/token");
const USERINFO: (&str, &str) = ("GET", "/oauth2/userinfo");

async fn exchange(site: &Site, client: &TestClient, code: &str, headers: &[(&str, &str)]) -> Answer {
    let mut form = code_form(code).to_vec();
    form.push(("client_id", &client.id));
    if !client.secret.is_empty() {
        form.push(("client_secret", &client.secret));
    }
    post_with(site, "/oauth2/token", &form, headers).await
}

async fn code(site: &Site, client: &TestClient, changes: &[(&str, &str)]) -> String {
    site.signed_in(ALICE).await.code(client, changes).await
}

async fn ask(site: &Site, scheme: &str, token: &str, proof: &str) -> Answer {
    let request = site.http.get(site.url(USERINFO.1));
    let request = request.header("authorization", format!("{scheme} {token}"));
    site.send(if proof.is_empty() {
        request
    } else {
        request.header("dpop", proof)
    })
    .await
}

async fn bound(site: &Site, client: &TestClient, key: &Key) -> Tokens {
    let claims = json!({ "nonce": nonce(site, key).await });
    let code = code(site, client, &[]).await;
    let answer = exchange(
        site,
        client,
        &code,
        &[("dpop", &proof(site, key, TOKEN, json!({}), claims))],
    )
    .await;
    assert_eq!(answer.json()["token_type"], "DPoP", "{}", answer.body);
    Tokens::of(&answer)
}

/// R62: a bound token needs its proof, everywhere; introspection tells the key.
#[tokio::test]
async fn r62_a_bound_token_is_worth_nothing_without_its_key() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "resource_server": 1 })).await;
    let (key, thief) = (Key::new(), Key::new());
    let tokens = bound(&site, &client, &key).await;
    let nonce = nonce(&site, &key).await;
    let with = |key: &Key, claims: Value| {
        let claims = over(json!({ "ath": hash(&tokens.access), "nonce": nonce }), &claims);
        proof(&site, key, USERINFO, json!({}), claims)
    };
    for scheme in ["DPoP", "dpOP"] {
        let answer = ask(&site, scheme, &tokens.access, &with(&key, json!({}))).await;
        assert_eq!(
            (answer.status, answer.json()["email"].as_str()),
            (200, Some(ALICE)),
            "{}",
            answer.body
        );
    }
    let challenged = ask(&site, "DPoP", &tokens.access, &with(&key, json!({ "nonce": null }))).await;
    let challenge = challenged.header("www-authenticate");
    assert!(
        challenged.status == 401 && challenge.starts_with("DPoP error=\"use_dpop_nonce\""),
        "{challenge}"
    );
    assert!(!challenged.header("dpop-nonce").is_empty());
    for (why, scheme, proof) in [
        ("as a bearer token", "Bearer", String::new()),
        ("as a bearer token with its proof", "Bearer", with(&key, json!({}))),
        ("without a proof", "DPoP", String::new()),
        ("with another key", "DPoP", with(&thief, json!({}))),
        (
            "with a proof of another token",
            "DPoP",
            with(&key, json!({ "ath": hash("x") })),
        ),
        ("with a proof of no token", "DPoP", with(&key, json!({ "ath": null }))),
    ] {
        let answer = ask(&site, scheme, &tokens.access, &proof).await;
        assert_eq!(answer.status, 401, "{why}");
        assert!(answer.header("www-authenticate").starts_with("DPoP "), "{why}");
    }
    let once = with(&key, json!({}));
    assert_eq!(ask(&site, "DPoP", &tokens.access, &once).await.status, 200);
    assert_eq!(
        ask(&site, "DPoP", &tokens.access, &once).await.status,
        401,
        "its jti is known"
    );
    let plain = site.tokens(&client, &[]).await;
    let free = proof(
        &site,
        &key,
        USERINFO,
        json!({}),
        json!({ "ath": hash(&plain.access), "nonce": nonce }),
    );
    assert_eq!(
        ask(&site, "DPoP", &plain.access, &free).await.status,
        401,
        "a token that is bound to nothing"
    );
    // The API, by the same rule.
    let api = ("GET", "/api/method/frappe.auth.get_logged_user");
    assert_eq!(site.get_as(&tokens.access, api.1).await.status, 401);
    let proven = proof(
        &site,
        &key,
        api,
        json!({}),
        json!({ "ath": hash(&tokens.access), "nonce": nonce }),
    );
    let request = site
        .http
        .get(site.url(api.1))
        .header("authorization", format!("DPoP {}", tokens.access));
    assert_eq!(site.send(request.header("dpop", proven)).await.json()["message"], ALICE);
    let told = site.introspect(&client, &tokens.access).await;
    assert_eq!(
        (&told["token_type"], &told["cnf"]["jkt"]),
        (&json!("DPoP"), &json!(key.thumbprint()))
    );
}

/// R61: what a proof has to be, at the token endpoint; none of it burns the code.
#[tokio::test]
async fn r61_proofs_are_checked() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let key = Key::new();
    let nonce = nonce(&site, &key).await;
    let now = site.now().0;
    let code = code(&site, &client, &[]).await;
    let made = |header: Value, mut claims: Value| {
        if claims.get("nonce").is_none() {
            claims["nonce"] = json!(nonce);
        }
        proof(&site, &key, TOKEN, header, claims)
    };
    let private = over(key.jwk(), &json!({ "d": encode(&[7; 32]) }));
    let unsigned = {
        let whole = made(json!({}), json!({}));
        whole[..=whole.rfind('.').unwrap()].to_owned()
    };
    let other = Key::new();
    for (why, proof) in [
        ("another typ", made(json!({ "typ": "JWT" }), json!({}))),
        ("no typ", made(json!({ "typ": null }), json!({}))),
        ("alg none", made(json!({ "alg": "none" }), json!({}))),
        ("a secret's alg", made(json!({ "alg": "HS256" }), json!({}))),
        ("an alg that we do not take", made(json!({ "alg": "RS256" }), json!({}))),
        ("no key", made(json!({ "jwk": null }), json!({}))),
        ("a private key", made(json!({ "jwk": private }), json!({}))),
        ("another key", made(json!({ "jwk": other.jwk() }), json!({}))),
        ("no signature", unsigned),
        ("another method", made(json!({}), json!({ "htm": "GET" }))),
        ("no method", made(json!({}), json!({ "htm": null }))),
        (
            "another address",
            made(json!({}), json!({ "htu": site.url("/oauth2/par") })),
        ),
        (
            "another host",
            made(json!({}), json!({ "htu": "https://other.example/oauth2/token" })),
        ),
        ("no address", made(json!({}), json!({ "htu": null }))),
        ("an old one", made(json!({}), json!({ "iat": now - 3600 }))),
        ("one of the future", made(json!({}), json!({ "iat": now + 3600 }))),
        ("no moment", made(json!({}), json!({ "iat": null }))),
        ("no jti", made(json!({}), json!({ "jti": null }))),
        ("no JWT", "abc".into()),
    ] {
        let answer = exchange(&site, &client, &code, &[("dpop", &proof)]).await;
        assert_eq!(
            (answer.status, answer.error()),
            (400, "invalid_dpop_proof".into()),
            "{why}: {}",
            answer.body
        );
    }
    let two = [made(json!({}), json!({})), made(json!({}), json!({}))];
    let answer = exchange(&site, &client, &code, &[("dpop", &two[0]), ("dpop", &two[1])]).await;
    assert_eq!(answer.error(), "invalid_dpop_proof", "two headers");
    for (why, claims) in [
        ("a foreign nonce", json!({ "nonce": "x" })),
        (
            "an old nonce",
            json!({ "nonce": format!("0000000000.{}", &nonce[11..]) }),
        ),
    ] {
        let answer = exchange(&site, &client, &code, &[("dpop", &made(json!({}), claims))]).await;
        assert_eq!((answer.status, answer.error()), (400, "use_dpop_nonce".into()), "{why}");
    }
    site.pass(301);
    let aged = proof(&site, &key, TOKEN, json!({}), json!({ "nonce": nonce }));
    assert_eq!(
        exchange(&site, &client, &code, &[("dpop", &aged)]).await.error(),
        "use_dpop_nonce",
        "A28"
    );
}

/// R61: what a proof may be beside.
#[tokio::test]
async fn r61_harmless_variants_are_accepted() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let key = Key::new();
    let now = site.now().0;
    for claims in [
        json!({ "iat": now - 10 }),
        json!({ "iat": now + 8 }),
        json!({ "nbf": now, "exp": now + 60, "more": "x" }),
        json!({ "htu": format!("{}?x=1#y", site.url(TOKEN.1)) }),
        json!({ "htu": site.url(TOKEN.1).replace("http://", "HTTP://") }),
    ] {
        let nonce = nonce(&site, &key).await;
        let code = code(&site, &client, &[]).await;
        let proof = proof(
            &site,
            &key,
            TOKEN,
            json!({ "x": 1 }),
            over(claims.clone(), &json!({ "nonce": nonce })),
        );
        let answer = exchange(&site, &client, &code, &[("DPoP", &proof)]).await;
        assert_eq!(answer.status, 200, "{claims}: {}", answer.body);
        assert!(!answer.header("dpop-nonce").is_empty());
    }
}

/// R63: a public client's refresh token is bound to the key, one of a client that proves who it is to the client.
#[tokio::test]
async fn r63_refresh_tokens_of_public_clients_are_bound() {
    let site = Site::new().await;
    let key = Key::new();
    for (method, with_another) in [("None", 400), ("Client Secret Post", 200)] {
        let client = site.add_client(json!({ "token_endpoint_auth_method": method })).await;
        let tokens = bound(&site, &client, &key).await;
        let refresh = async |key: &Key, token: &str| {
            let claims = json!({ "nonce": nonce(&site, key).await });
            let proof = proof(&site, key, TOKEN, json!({}), claims);
            let mut form = vec![
                ("grant_type", "refresh_token"),
                ("refresh_token", token),
                ("client_id", &client.id),
            ];
            if !client.secret.is_empty() {
                form.push(("client_secret", &client.secret));
            }
            post_with(&site, "/oauth2/token", &form, &[("dpop", &proof)]).await
        };
        let stolen = refresh(&Key::new(), &tokens.refresh).await;
        assert_eq!(stolen.status, with_another, "{method}: {}", stolen.body);
        if with_another == 400 {
            assert_eq!(stolen.error(), "invalid_grant");
            let unproven = site.refresh(&client, &tokens.refresh, &[]).await;
            assert_eq!(unproven.error(), "invalid_grant", "without a proof");
            let own = refresh(&key, &tokens.refresh).await;
            assert_eq!(own.json()["token_type"], "DPoP", "{}", own.body);
        }
    }
}

/// R64: a code that was asked for with a key needs that key.
#[tokio::test]
async fn r64_codes_are_bound_to_the_key_that_was_named() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let (key, thief) = (Key::new(), Key::new());
    let thumbprint = key.thumbprint();
    let asked = [("dpop_jkt", thumbprint.as_str())];
    for (who, fits) in [(Some(&thief), false), (None, false), (Some(&key), true)] {
        let code = code(&site, &client, &asked).await;
        let answer = match who {
            Some(who) => {
                let claims = json!({ "nonce": nonce(&site, who).await });
                exchange(
                    &site,
                    &client,
                    &code,
                    &[("dpop", &proof(&site, who, TOKEN, json!({}), claims))],
                )
                .await
            }
            None => exchange(&site, &client, &code, &[]).await,
        };
        assert_eq!(answer.status == 200, fits, "{}", answer.body);
        if !fits {
            assert_eq!(answer.error(), "invalid_grant");
        }
    }
    // A client that is set to has bound tokens only.
    let strict = site.add_client(json!({ "dpop_bound_access_tokens": 1 })).await;
    let code = code(&site, &strict, &[]).await;
    assert_eq!(exchange(&site, &strict, &code, &[]).await.error(), "invalid_request");
}

/// Where nonces are not demanded, proofs without one serve, and wrong ones do not.
#[tokio::test]
async fn nonces_may_be_left_to_the_apps() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let name = "OAuth Provider Settings";
    site.change(name, name, json!({ "require_dpop_nonce": 0 })).await;
    let key = Key::new();
    let code = code(&site, &client, &[]).await;
    let wrong = proof(&site, &key, TOKEN, json!({}), json!({ "nonce": "x" }));
    assert_eq!(
        exchange(&site, &client, &code, &[("dpop", &wrong)]).await.error(),
        "use_dpop_nonce"
    );
    let without = proof(&site, &key, TOKEN, json!({}), json!({}));
    assert_eq!(exchange(&site, &client, &code, &[("dpop", &without)]).await.status, 200);
    let twice = exchange(&site, &client, &code, &[("dpop", &without)]).await;
    assert_eq!(twice.error(), "invalid_dpop_proof", "its jti is known");
}
