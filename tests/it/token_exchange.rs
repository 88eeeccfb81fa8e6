//! Token exchange (RFC 8693): an API that was called in somebody's name calls another one in their name.

use crate::support::key::Key;
use crate::support::rp::Tokens;
use crate::support::{ALICE, Answer, BOB, Site, TestClient, over, payload, program};
use serde_json::{Value, json};

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";
const SHOP: &str = "https://shop.example.com/api";
const STOCK: &str = "https://stock.example.com/api";
const BANK: &str = "https://bank.example.com/api";

/// People sign in to an app, which calls the shop; the shop calls the stock, and that the bank.
struct Street {
    site: Site,
    app: TestClient,
    shop: TestClient,
    stock: TestClient,
    stock_name: String,
}

async fn street() -> Street {
    let site = Site::new().await;
    let app = site.add_client(json!({ "scopes": "openid all email" })).await;
    let api = json!({ "authorization_code": 0, "redirect_uris": "", "scopes": "openid all email" });
    let shop = site.add_client(over(api.clone(), &json!({ "app_name": "Shop" }))).await;
    let stock = site.add_client(over(api, &json!({ "app_name": "Stock" }))).await;
    let add = async |name: &str, uri: &str, more: Value| {
        let usual = json!({ "resource_name": name, "resource": uri });
        site.add("OAuth Resource", over(usual, &more)).await
    };
    add("Shop", SHOP, json!({ "served_by": shop.id })).await;
    let trusting = json!({ "served_by": stock.id, "exchangers": [shop.id], "scopes": "all" });
    let stock_name = add("Stock", STOCK, trusting).await;
    add("Bank", BANK, json!({ "exchangers": [stock.id], "token_format": "JWT" })).await;
    Street {
        site,
        app,
        shop,
        stock,
        stock_name,
    }
}

impl Street {
    /// A token of Bob's for the shop.
    async fn at_shop(&self) -> String {
        let mut bob = self.site.signed_in(BOB).await;
        let code = bob
            .code(&self.app, &[("resource", SHOP), ("scope", "openid all email")])
            .await;
        let answer = self.site.exchange(&self.app, &code, &[("resource", SHOP)]).await;
        Tokens::of(&answer).access
    }

    /// The same with a proof of this key.
    async fn exchange_bound(&self, client: &TestClient, key: &Key, token: &str, resource: &str) -> Answer {
        let nonce = crate::signed::nonce(&self.site, key).await;
        let place = ("POST", "/oauth2/token");
        let proof = crate::signed::proof(&self.site, key, place, json!({}), json!({ "nonce": nonce }));
        let form = [
            ("grant_type", EXCHANGE),
            ("subject_token", token),
            ("subject_token_type", ACCESS),
            ("resource", resource),
            ("client_id", &client.id),
            ("client_secret", &client.secret),
        ];
        crate::signed::post_with(&self.site, place.1, &form, &[("dpop", &proof)]).await
    }

    async fn exchange(&self, client: &TestClient, token: &str, changes: &[(&str, &str)]) -> Answer {
        let form = vec![
            ("grant_type", EXCHANGE),
            ("subject_token", token),
            ("subject_token_type", ACCESS),
            ("resource", STOCK),
        ];
        self.site.token(client, form, changes).await
    }
}

/// R57: the shop calls the stock for Bob, and that the bank; each token says who acts for whom, and how far it goes.
#[tokio::test]
async fn r57_an_api_calls_another_in_somebodys_name() {
    let street = street().await;
    let (site, shop, stock) = (&street.site, &street.shop, &street.stock);
    let presented = street.at_shop().await;
    let bob = site.user(BOB).id;
    assert_eq!(
        site.introspect(shop, &presented).await["sub"],
        json!(bob),
        "the API asks about its own tokens"
    );
    assert!(!site.is_active(stock, &presented).await, "and about no other's");
    let answer = street.exchange(shop, &presented, &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let told = answer.json();
    assert_eq!(
        (&told["issued_token_type"], &told["token_type"]),
        (&json!(ACCESS), &json!("Bearer"))
    );
    assert_eq!(told["scope"], "all", "only what means something there");
    assert!(told.get("refresh_token").is_none() && told.get("id_token").is_none());
    let token = told["access_token"].as_str().unwrap().to_owned();
    let about = site.introspect(stock, &token).await;
    assert_eq!(
        [&about["sub"], &about["aud"], &about["client_id"], &about["act"]],
        [&json!(bob), &json!(STOCK), &json!(shop.id), &json!({ "sub": shop.id })]
    );
    assert_eq!(
        site.get_as(&token, "/oauth2/userinfo").await.status,
        401,
        "A27: it is not for this site"
    );
    // Further on, as a JWT.
    let jwt = street
        .exchange(stock, &token, &[("resource", ""), ("audience", BANK)])
        .await;
    let jwt = Tokens::of(&jwt).access;
    let claims = payload(&jwt);
    assert_eq!(claims["act"], json!({ "sub": stock.id, "act": { "sub": shop.id } }));
    assert_eq!(
        (&claims["sub"], &claims["client_id"], &claims["aud"]),
        (&json!(bob), &json!(stock.id), &json!(BANK))
    );
    // No longer than what was presented.
    let left = |token: Value| token["exp"].as_i64().unwrap();
    assert_eq!(left(site.introspect(shop, &presented).await), left(about));
    // What everybody sees of it.
    let alice = program(site, ALICE).await;
    let listed = "/api/resource/OAuth%20Bearer%20Token?fields=[%22resource%22,%22actors%22]&filters=[[%22resource%22,%22=%22,%22https://bank.example.com/api%22]]";
    let listed = alice.get(listed).await.json();
    assert_eq!(listed["data"][0]["actors"], format!("{} {}", stock.id, shop.id));
}

/// A19, A70: only along the allowed ways, with what is the client's business, and never more.
#[tokio::test]
async fn a19_a70_nothing_is_exchanged_beyond_what_is_allowed() {
    let street = street().await;
    let (site, shop, stock) = (&street.site, &street.shop, &street.stock);
    let presented = street.at_shop().await;
    let own = site.tokens_of(BOB, &street.app, &[]).await;
    let public = json!({ "token_endpoint_auth_method": "None", "scopes": "openid all" });
    let public = site.add_client(public).await;
    let robot = site
        .add_client(json!({ "client_credentials": 1, "acts_as_role": "System Manager" }))
        .await;
    let alone = site
        .token(&robot, vec![("grant_type", "client_credentials")], &[])
        .await;
    let alone = Tokens::of(&alone).access;
    // Who may ask about every token may not act with every token.
    let nosy = site.add_client(json!({ "resource_server": 1 })).await;
    let ways = json!({ "exchangers": [shop.id, robot.id, nosy.id] });
    site.change("OAuth Resource", &street.stock_name, ways).await;
    type Case<'a> = (&'a str, &'a TestClient, &'a str, &'a [(&'a str, &'a str)], &'a str);
    let cases: [Case; 18] = [
        (
            "A70: a resource server, another's token",
            &nosy,
            &presented,
            &[],
            "invalid_request",
        ),
        (
            "another API's token",
            stock,
            &presented,
            &[("resource", BANK)],
            "invalid_request",
        ),
        ("a token for this site", shop, &own.access, &[], "invalid_request"),
        ("A19: a refresh token", shop, &own.refresh, &[], "invalid_request"),
        ("A19: an ID token", shop, &own.id, &[], "invalid_request"),
        ("an unknown token", shop, "x", &[], "invalid_request"),
        ("nobody's token", &robot, &alone, &[], "invalid_request"),
        (
            "no way there",
            shop,
            &presented,
            &[("resource", BANK)],
            "invalid_target",
        ),
        (
            "back to itself",
            shop,
            &presented,
            &[("resource", SHOP)],
            "invalid_target",
        ),
        (
            "to this site",
            shop,
            &presented,
            &[("resource", &site.origin)],
            "invalid_target",
        ),
        ("to nowhere", shop, &presented, &[("resource", "")], "invalid_request"),
        (
            "to two at once",
            shop,
            &presented,
            &[("audience", BANK)],
            "invalid_target",
        ),
        (
            "a scope that the token has not",
            shop,
            &presented,
            &[("scope", "profile")],
            "invalid_scope",
        ),
        (
            "a scope of no use there",
            shop,
            &presented,
            &[("scope", "email")],
            "invalid_scope",
        ),
        (
            "an actor's token",
            shop,
            &presented,
            &[("actor_token", &own.access)],
            "invalid_request",
        ),
        (
            "another type",
            shop,
            &presented,
            &[("subject_token_type", "urn:x")],
            "invalid_request",
        ),
        (
            "another token wanted",
            shop,
            &presented,
            &[("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")],
            "invalid_request",
        ),
        ("a public client", &public, &presented, &[], "unauthorized_client"),
    ];
    for (what, client, token, changes, error) in cases {
        let refused = street.exchange(client, token, changes).await;
        assert_eq!(
            (refused.status, refused.error()),
            (400, error.into()),
            "{what}: {}",
            refused.body
        );
        assert!(
            !refused.json()["error_description"].as_str().unwrap().is_empty(),
            "{what}"
        );
    }
    // An app that the token was issued to may give it on itself, where that is allowed.
    let stock_record = "OAuth Resource";
    site.change(
        stock_record,
        &street.stock_name,
        json!({ "exchangers": [street.app.id] }),
    )
    .await;
    assert_eq!(street.exchange(&street.app, &presented, &[]).await.status, 200);
    assert_eq!(street.exchange(&street.app, &own.access, &[]).await.status, 200);
    assert_eq!(
        street.exchange(shop, &presented, &[]).await.error(),
        "invalid_target",
        "A20"
    );
}

/// A20: what is withdrawn ends what came of it, at once: the sign-in, the user, the way, whoever acts.
#[tokio::test]
async fn a20_an_exchanged_token_ends_with_what_it_stands_on() {
    for ending in ["grant", "user", "way", "client", "scope", "resource", "itself"] {
        let street = street().await;
        let (site, shop, stock) = (&street.site, &street.shop, &street.stock);
        let presented = street.at_shop().await;
        let token = Tokens::of(&street.exchange(shop, &presented, &[]).await).access;
        assert!(site.is_active(stock, &token).await);
        // And what came of it in turn.
        let further = Tokens::of(&street.exchange(stock, &token, &[("resource", BANK)]).await).access;
        assert!(site.is_active(stock, &further).await);
        let revoke = async |client: &TestClient, token: &str| {
            let form = [
                ("token", token),
                ("client_id", &client.id),
                ("client_secret", &client.secret),
            ];
            assert_eq!(site.post("/oauth2/revoke", &form).await.status, 200);
        };
        match ending {
            "grant" => revoke(&street.app, &presented).await,
            "user" => site.change("User", BOB, json!({ "enabled": 0 })).await,
            "way" => {
                site.change("OAuth Resource", &street.stock_name, json!({ "exchangers": [] }))
                    .await
            }
            "client" => site.change("OAuth Client", &shop.id, json!({ "enabled": 0 })).await,
            "resource" => {
                site.change("OAuth Resource", &street.stock_name, json!({ "enabled": 0 }))
                    .await
            }
            _ => {
                revoke(&street.app, &token).await;
                assert!(
                    site.is_active(stock, &token).await,
                    "R38: another's token is left alone"
                );
                revoke(shop, &token).await;
                assert!(site.is_active(shop, &presented).await, "it ends alone");
            }
        }
        assert!(!site.is_active(stock, &token).await, "{ending}");
        assert!(!site.is_active(stock, &further).await, "{ending}");
    }
}

/// The new token is bound to the key of whoever exchanges. A70: who does not decide lets no client at others' tokens.
#[tokio::test]
async fn a70_keys_and_managers() {
    let street = street().await;
    let (site, shop) = (&street.site, &street.shop);
    let presented = street.at_shop().await;
    let key = Key::new();
    site.change("OAuth Client", &shop.id, json!({ "dpop_bound_access_tokens": 1 }))
        .await;
    assert_eq!(street.exchange(shop, &presented, &[]).await.error(), "invalid_request");
    let bound = street.exchange_bound(shop, &key, &presented, STOCK).await;
    assert_eq!(bound.json()["token_type"], "DPoP", "{}", bound.body);
    let about = site
        .introspect(&street.stock, bound.json()["access_token"].as_str().unwrap())
        .await;
    assert_eq!(about["cnf"]["jkt"], key.thumbprint());
    // What is bound to a key stays bound.
    let proven = bound.json()["access_token"].as_str().unwrap().to_owned();
    let refused = street.exchange(&street.stock, &proven, &[("resource", BANK)]).await;
    assert!(refused.body.contains("bound to a key"), "{}", refused.body);
    let further = street.exchange_bound(&street.stock, &key, &proven, BANK).await;
    assert_eq!(further.json()["token_type"], "DPoP", "{}", further.body);
    site.add_user("mary@example.com", "Mary", &["App Manager"]).await;
    let mary = program(site, "mary@example.com").await;
    for (path, change) in [
        (
            format!("/api/resource/OAuth%20Resource/{}", street.stock_name),
            json!({ "resource_name": "Other" }),
        ),
        (
            format!("/api/resource/OAuth%20Client/{}", shop.id),
            json!({ "app_name": "Other" }),
        ),
    ] {
        let refused = mary.call("PUT", &path, change).await;
        assert_eq!(refused.status, 403, "A70: {}", refused.body);
    }
    let sly = json!({ "resource_name": "Mine", "resource": BANK.replace("bank", "mine"), "served_by": street.app.id });
    let refused = mary.call("POST", "/api/resource/OAuth%20Resource", sly).await;
    assert_eq!(refused.status, 403, "A70: {}", refused.body);
}

/// A chain of clients has an end.
#[tokio::test]
async fn a_token_is_not_exchanged_for_ever() {
    let street = street().await;
    let presented = street.at_shop().await;
    let mut token = presented;
    for _ in 0..4 {
        token = Tokens::of(&street.exchange(&street.shop, &token, &[]).await).access;
    }
    let refused = street.exchange(&street.shop, &token, &[]).await;
    assert!(refused.body.contains("exchanged too often"), "{}", refused.body);
}

/// A70: a client that an API trusts does not change itself, and is not swept; a public one cannot be trusted.
#[tokio::test]
async fn a70_a_trusted_client_is_left_to_managers() {
    let street = street().await;
    let site = &street.site;
    let settings = "OAuth Provider Settings";
    let open =
        json!({ "enable_dynamic_client_registration": 1, "registration_needs_token": 0, "registration_days": 1 });
    site.change(settings, settings, open).await;
    let register = async || {
        let asked = json!({ "redirect_uris": ["https://app.example/cb"] });
        site.send(site.http.post(site.url("/oauth2/register")).json(&asked))
            .await
            .json()
    };
    let (trusted, other) = (register().await, register().await);
    let id = trusted["client_id"].as_str().unwrap();
    site.change("OAuth Resource", &street.stock_name, json!({ "served_by": id }))
        .await;
    let manage = async |told: &Value| {
        let address = told["registration_client_uri"].as_str().unwrap();
        let token = told["registration_access_token"].as_str().unwrap();
        let asked = json!({ "client_id": told["client_id"], "redirect_uris": ["https://app.example/other"] });
        let request = site.http.put(address).bearer_auth(token).json(&asked);
        site.send(request).await.status
    };
    assert_eq!((manage(&trusted).await, manage(&other).await), (401, 200));
    site.pass(3 * 86_400);
    site.sweep().await;
    let alice = program(site, ALICE).await;
    let there = async |told: &Value| {
        let path = format!("/api/resource/OAuth%20Client/{}", told["client_id"].as_str().unwrap());
        alice.get(&path).await.status
    };
    assert_eq!((there(&trusted).await, there(&other).await), (200, 404));
    let public = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let path = format!("/api/resource/OAuth%20Resource/{}", street.stock_name);
    for wrong in [
        json!({ "served_by": public.id }),
        json!({ "exchangers": [{ "client": public.id }] }),
    ] {
        let refused = alice.call("PUT", &path, wrong).await;
        assert_eq!(refused.status, 417);
        assert!(refused.body.contains("public client"), "{}", refused.body);
    }
}
