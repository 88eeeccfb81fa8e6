//! The token endpoint, client authentication, revocation, introspection.

use crate::support::rp::Tokens;
use crate::support::{ALICE, BOB, CALLBACK, CHALLENGE, Site, TestClient, VERIFIER};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use frontdesk::base::clock::HOUR;
use serde_json::json;

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// C52–C54: headers and shape of success and error.
#[tokio::test]
async fn c52_c53_c54_r31_answers_are_json_and_not_kept() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let code = site.signed_in(ALICE).await.code(&client, &[]).await;
    let good = site.exchange(&client, &code, &[]).await;
    let bad = site.exchange(&client, "nope", &[]).await;
    for answer in [&good, &bad] {
        assert_eq!(answer.header("cache-control"), "no-store", "C52");
        assert_eq!(answer.header("pragma"), "no-cache", "C52");
        assert_eq!(answer.header("content-type"), "application/json", "C53");
    }
    let body = good.json();
    let names: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "access_token",
            "expires_in",
            "token_type",
            "scope",
            "refresh_token",
            "id_token"
        ]
    );
    assert_eq!(
        (&body["token_type"], &body["expires_in"]),
        (&json!("Bearer"), &json!(3600)),
        "C54"
    );
    // 256 random bits, and the moment.
    assert_eq!(body["access_token"].as_str().unwrap().len(), 43 + 10, "C66");
    let body = bad.json();
    let names: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(names, ["error", "error_description"]);
}

/// Every refusal of the token endpoint.
#[tokio::test]
async fn refusals_of_the_token_endpoint() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let off = site.add_client(json!({ "enabled": 0 })).await;
    let id = client.id.as_str();
    let secret = client.secret.as_str();
    type Row<'a> = (&'a str, Vec<(&'a str, &'a str)>, u16, &'a str);
    let rows: Vec<Row> = vec![
        (
            "Frappe F15",
            vec![("client_id", id), ("client_secret", secret)],
            400,
            "invalid_request",
        ),
        (
            "C65",
            vec![("grant_type", "banana"), ("client_id", id), ("client_secret", secret)],
            400,
            "unsupported_grant_type",
        ),
        (
            "R09",
            vec![
                ("grant_type", "password"),
                ("username", ALICE),
                ("password", "x"),
                ("client_id", id),
            ],
            400,
            "unsupported_grant_type",
        ),
        (
            "R08",
            vec![("grant_type", "implicit"), ("client_id", id), ("client_secret", secret)],
            400,
            "unsupported_grant_type",
        ),
        (
            "C65",
            vec![
                ("grant_type", "client_credentials"),
                ("client_id", id),
                ("client_secret", secret),
            ],
            400,
            "unauthorized_client",
        ),
        (
            "Frappe F6",
            vec![
                ("grant_type", "authorization_code"),
                ("client_id", id),
                ("client_secret", secret),
            ],
            400,
            "invalid_request",
        ),
        (
            "Frappe H10",
            vec![
                ("grant_type", "refresh_token"),
                ("client_id", id),
                ("client_secret", secret),
            ],
            400,
            "invalid_request",
        ),
        (
            "C60",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("client_id", id),
                ("client_secret", "wrong"),
            ],
            401,
            "invalid_client",
        ),
        (
            "A35",
            vec![("grant_type", "authorization_code"), ("code", "x"), ("client_id", id)],
            401,
            "invalid_client",
        ),
        (
            "A35",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("client_id", id),
                ("client_secret", ""),
            ],
            401,
            "invalid_client",
        ),
        (
            "A35",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("client_secret", secret),
            ],
            401,
            "invalid_client",
        ),
        (
            "C60",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("client_id", "nope"),
                ("client_secret", "x"),
            ],
            401,
            "invalid_client",
        ),
        (
            "off",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("client_id", &off.id),
                ("client_secret", &off.secret),
            ],
            401,
            "invalid_client",
        ),
        (
            "A31",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("client_id", id),
                ("client_assertion", "a.b.c"),
            ],
            401,
            "invalid_client",
        ),
        (
            "C24",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("code", "y"),
                ("client_id", id),
                ("client_secret", secret),
            ],
            400,
            "invalid_request",
        ),
        (
            "C24",
            vec![
                ("grant_type", "refresh_token"),
                ("grant_type", "authorization_code"),
                ("client_id", id),
            ],
            400,
            "invalid_request",
        ),
        (
            "C24",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "x"),
                ("client_id", id),
                ("client_id", id),
                ("client_secret", secret),
            ],
            400,
            "invalid_request",
        ),
        (
            "Frappe F5",
            vec![
                ("grant_type", "authorization_code"),
                ("code", "nope"),
                ("client_id", id),
                ("client_secret", secret),
            ],
            400,
            "invalid_grant",
        ),
        (
            "Frappe H8",
            vec![
                ("grant_type", "refresh_token"),
                ("refresh_token", "nope"),
                ("client_id", id),
                ("client_secret", secret),
            ],
            400,
            "invalid_grant",
        ),
    ];
    for path in ["/oauth2/token", "/api/method/frappe.integrations.oauth2.get_token"] {
        for (rule, form, status, error) in &rows {
            let answer = site.post(path, form).await;
            assert_eq!(
                (answer.status, answer.error().as_str()),
                (*status, *error),
                "{rule} {form:?}"
            );
            assert_eq!(
                answer.header("www-authenticate").starts_with("Basic"),
                // A challenge hides the error from some libraries: whoever signs a statement is told none.
                *status == 401 && !form.iter().any(|(name, _)| *name == "client_assertion"),
                "{rule}"
            );
        }
    }
    let get = site
        .get(&format!(
            "/oauth2/token?grant_type=authorization_code&code=x&client_id={id}"
        ))
        .await;
    assert_eq!(get.status, 405, "C64");
    let in_query = site
        .http
        .post(site.url("/oauth2/token?grant_type=refresh_token"))
        .form(&[("client_id", id)]);
    assert_eq!(
        site.send(in_query).await.error(),
        "invalid_request",
        "parameters in the address"
    );
    let as_json = site
        .http
        .post(site.url("/oauth2/token"))
        .json(&json!({ "grant_type": "refresh_token", "client_id": id }));
    assert_eq!(site.send(as_json).await.error(), "invalid_request");
}

/// C12: each method works for the client that is registered for it, and for no other.
#[tokio::test]
async fn c12_c60_c61_c62_r30_a35_each_client_has_one_method() {
    let site = Site::new().await;
    let methods = ["Client Secret Basic", "Client Secret Post", "None"];
    for registered in methods {
        let client = site
            .add_client(json!({ "token_endpoint_auth_method": registered }))
            .await;
        let secret = if client.secret.is_empty() {
            "guess"
        } else {
            &client.secret
        };
        for used in methods {
            let form = [("grant_type", "refresh_token"), ("refresh_token", "nope")];
            let request = site.http.post(site.url("/oauth2/token"));
            let request = match used {
                "Client Secret Basic" => request.header("authorization", basic(&client.id, secret)).form(&form),
                "Client Secret Post" => {
                    request.form(&[&form[..], &[("client_id", &client.id), ("client_secret", secret)]].concat())
                }
                _ => request.form(&[&form[..], &[("client_id", &client.id)]].concat()),
            };
            let expected = if used == registered {
                "invalid_grant"
            } else {
                "invalid_client"
            };
            assert_eq!(
                site.send(request).await.error(),
                expected,
                "{registered} used with {used}"
            );
        }
    }
    let client = site
        .add_client(json!({ "token_endpoint_auth_method": "Client Secret Basic" }))
        .await;
    let both = site
        .http
        .post(site.url("/oauth2/token"))
        .header("authorization", basic(&client.id, &client.secret))
        .form(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", "x"),
            ("client_id", &client.id),
            ("client_secret", &client.secret),
        ]);
    assert_eq!(site.send(both).await.error(), "invalid_request", "C62, R30");
    for header in ["Basic !!!!", "Basic", "Bearer x", &basic(&client.id, "wrong")] {
        let request = site
            .http
            .post(site.url("/oauth2/token"))
            .header("authorization", header)
            .form(&[("grant_type", "refresh_token"), ("refresh_token", "x")]);
        let answer = site.send(request).await;
        assert_eq!(
            (answer.status, answer.error().as_str()),
            (401, "invalid_client"),
            "C60 {header}"
        );
        assert!(answer.header("www-authenticate").starts_with("Basic"), "C60");
    }
    let encoded: String = client.secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let request = site
        .http
        .post(site.url("/oauth2/token"))
        .header("authorization", basic(&client.id, &encoded))
        .form(&[("grant_type", "refresh_token"), ("refresh_token", "x")]);
    assert_eq!(
        site.send(request).await.error(),
        "invalid_grant",
        "C61, R29: the parts of Basic are form-decoded"
    );
}

/// C55–C59, R23: a code is single use, short, and bound to client and redirect URI.
#[tokio::test]
async fn c55_c56_c57_c58_c59_r23_codes_are_bound_and_single_use() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "redirect_uris": "http://127.0.0.1:9999/cb http://127.0.0.1:9999/cb2" }))
        .await;
    let other = site.add_client(json!({})).await;
    let mut browser = site.signed_in(ALICE).await;

    let code = browser.code(&client, &[]).await;
    let tokens = Tokens::of(&site.exchange(&client, &code, &[]).await);
    let refreshed = Tokens::of(&site.refresh(&client, &tokens.refresh, &[]).await);
    let again = site.exchange(&client, &code, &[]).await;
    assert_eq!((again.status, again.error().as_str()), (400, "invalid_grant"), "C55");
    for token in [&tokens.access, &refreshed.access] {
        assert!(!site.is_active(&client, token).await, "C56");
    }
    assert_eq!(
        site.refresh(&client, &refreshed.refresh, &[]).await.error(),
        "invalid_grant",
        "C56"
    );

    let code = browser.code(&client, &[]).await;
    assert_eq!(site.exchange(&other, &code, &[]).await.error(), "invalid_grant", "C57");
    assert_eq!(
        site.exchange(&client, &code, &[]).await.status,
        200,
        "C57: another client does not burn it"
    );

    for (uri, rule) in [
        ("http://127.0.0.1:9999/cb2", "Frappe F8"),
        ("https://evil.example/cb", "Frappe F7"),
        ("", "Frappe F9"),
    ] {
        let code = browser.code(&client, &[]).await;
        assert_eq!(
            site.exchange(&client, &code, &[("redirect_uri", uri)]).await.error(),
            "invalid_grant",
            "C58 {rule}"
        );
        assert_eq!(
            site.exchange(&client, &code, &[]).await.error(),
            "invalid_grant",
            "the client itself burnt it"
        );
    }
    let code = browser.code(&client, &[]).await;
    site.pass(59);
    assert_eq!(site.exchange(&client, &code, &[]).await.status, 200);
    let code = browser.code(&client, &[]).await;
    site.pass(60);
    assert_eq!(
        site.exchange(&client, &code, &[]).await.error(),
        "invalid_grant",
        "C59, A28"
    );
}

/// C63, R05, A18: the four combinations of challenge and verifier, each right, wrong, missing, empty.
#[tokio::test]
async fn c63_r05_a18_pkce_cannot_be_left_out() {
    let site = Site::new().await;
    let confidential = site.add_client(json!({})).await;
    let public = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let mut browser = site.signed_in(ALICE).await;
    let none: &[(&str, &str)] = &[("code_challenge", ""), ("code_challenge_method", "")];
    let wrong = "w".repeat(64);
    for client in [&confidential, &public] {
        for (verifier, expected) in [(VERIFIER, 200), (&wrong, 400), ("", 400), (CHALLENGE, 400)] {
            let code = browser.code(client, &[]).await;
            let answer = site.exchange(client, &code, &[("code_verifier", verifier)]).await;
            assert_eq!(answer.status, expected, "{verifier:?}");
            if expected == 400 {
                assert_eq!(answer.error(), "invalid_grant");
                let retry = site.exchange(client, &code, &[]).await;
                assert_eq!(retry.error(), "invalid_grant", "a wrong verifier burns the code");
            }
        }
    }
    for (verifier, expected) in [(VERIFIER, 400), ("", 200)] {
        let code = browser.code(&confidential, none).await;
        let answer = site
            .exchange(&confidential, &code, &[("code_verifier", verifier)])
            .await;
        assert_eq!(
            answer.status, expected,
            "R05: a verifier without a challenge is a downgrade"
        );
    }
}

/// A public client needs no secret, and sends none.
#[tokio::test]
async fn r04_public_clients_sign_people_in_with_pkce() {
    let site = Site::new().await;
    let public = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    assert_eq!(public.secret, "");
    let tokens = site.tokens(&public, &[]).await;
    let refreshed = Tokens::of(&site.refresh(&public, &tokens.refresh, &[]).await);
    assert_eq!(refreshed.scope, "all openid");
    let introspection = [("token", refreshed.access.as_str()), ("client_id", &public.id)];
    assert_eq!(site.post("/oauth2/introspect", &introspection).await.status, 401, "R41");
}

/// client_credentials: for a client that has it switched on, as a user or with a role.
#[tokio::test]
async fn client_credentials_act_as_a_user_or_with_a_role() {
    let site = Site::new().await;
    let form = vec![("grant_type", "client_credentials")];
    let as_bob = site
        .add_client(json!({ "client_credentials": 1, "acts_as": BOB }))
        .await;
    let answer = site.token(&as_bob, form.clone(), &[]).await;
    let tokens = Tokens::of(&answer);
    assert_eq!(
        (tokens.refresh.as_str(), tokens.id.as_str()),
        ("", ""),
        "neither refresh token nor ID token"
    );
    let who = site
        .get_as(&tokens.access, "/api/method/frappe.auth.get_logged_user")
        .await;
    assert_eq!(who.json()["message"], BOB);
    assert_eq!(
        site.get_as(&tokens.access, "/api/resource/OAuth%20Client").await.status,
        403
    );
    assert_eq!(
        site.token(&as_bob, form.clone(), &[("scope", "nope")]).await.error(),
        "invalid_scope"
    );
    let narrow = Tokens::of(&site.token(&as_bob, form.clone(), &[("scope", "openid")]).await);
    assert_eq!(narrow.scope, "openid");
    site.change("User", BOB, json!({ "enabled": 0 })).await;
    assert!(
        !site.is_active(&as_bob, &tokens.access).await,
        "a disabled user's tokens are dead"
    );
    assert_eq!(
        site.token(&as_bob, form.clone(), &[]).await.error(),
        "unauthorized_client"
    );

    let with_role = site
        .add_client(json!({ "client_credentials": 1, "acts_as_role": "System Manager", "authorization_code": 0, "redirect_uris": "" }))
        .await;
    let tokens = Tokens::of(&site.token(&with_role, form, &[]).await);
    assert_eq!(
        site.get_as(&tokens.access, "/api/resource/OAuth%20Client").await.status,
        200
    );
    let about = site.introspect(&with_role, &tokens.access).await;
    assert_eq!(about["sub"], with_role.id, "R21: no user has this sub");
}

/// R36–R39: revocation is for one's own tokens, whatever the hint.
#[tokio::test]
async fn r36_r37_r38_r39_a24_clients_revoke_their_own_tokens_whatever_the_hint() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let other = site.add_client(json!({})).await;
    let public = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let revoke = async |by: &TestClient, token: &str, hint: &str| {
        let mut form = vec![("token", token), ("client_id", &by.id)];
        if !by.secret.is_empty() {
            form.push(("client_secret", &by.secret));
        }
        if !hint.is_empty() {
            form.push(("token_type_hint", hint));
        }
        let answer = site.post("/oauth2/revoke", &form).await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "{}"), "R38");
    };
    let tokens = site.tokens(&client, &[]).await;
    revoke(&other, &tokens.access, "").await;
    revoke(&public, &tokens.refresh, "").await;
    assert!(
        site.is_active(&client, &tokens.access).await,
        "R36: not another client's"
    );
    revoke(&client, &tokens.access, "refresh_token").await;
    assert!(
        !site.is_active(&client, &tokens.access).await,
        "R37: a wrong hint still finds it"
    );
    assert_eq!(
        site.refresh(&client, &tokens.refresh, &[]).await.error(),
        "invalid_grant"
    );
    let tokens = site.tokens(&client, &[]).await;
    revoke(&client, &tokens.refresh, "banana").await;
    assert!(!site.is_active(&client, &tokens.access).await, "R39");
    revoke(&client, &tokens.refresh, "").await;
    revoke(&client, "garbage", "").await;
    let mine = site.tokens(&public, &[]).await;
    revoke(&public, &mine.refresh, "").await;
    let who = site
        .get_as(&mine.access, "/api/method/frappe.auth.get_logged_user")
        .await;
    assert_eq!(who.status, 401, "A24: a public client can revoke its own");
    for form in [
        vec![],
        vec![("token", "x")],
        vec![("token", "x"), ("client_id", client.id.as_str())],
    ] {
        assert_eq!(site.post("/oauth2/revoke", &form).await.status, 401);
    }
    let without = [("client_id", client.id.as_str()), ("client_secret", &client.secret)];
    assert_eq!(site.post("/oauth2/revoke", &without).await.error(), "invalid_request");
}

/// R41–R43, A20, A75: introspection is for clients, and dead is dead at once, in the same bytes.
#[tokio::test]
async fn r41_r42_r43_a20_introspection_is_for_clients_and_dead_is_inactive() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let other = site.add_client(json!({})).await;
    let resource = site
        .add_client(json!({ "resource_server": 1, "client_credentials": 1, "acts_as": ALICE }))
        .await;
    let tokens = site.tokens_of(BOB, &client, &[]).await;
    let about = site.introspect(&client, &tokens.access).await;
    assert_eq!(
        (&about["active"], &about["client_id"], &about["scope"]),
        (&json!(true), &json!(client.id), &json!("all openid"))
    );
    assert_eq!((&about["email"], &about["trusted_client"]), (&json!(BOB), &json!(0)));
    assert_eq!(about["exp"], (site.now() + HOUR).0);
    assert!(site.is_active(&client, &tokens.refresh).await);
    assert!(
        site.is_active(&resource, &tokens.access).await,
        "a resource server sees every token"
    );
    for form in [
        vec![("token", tokens.access.as_str())],
        vec![("token", tokens.access.as_str()), ("client_id", client.id.as_str())],
    ] {
        assert_eq!(site.post("/oauth2/introspect", &form).await.status, 401, "R41");
    }
    let with_token = site
        .http
        .post(site.url("/oauth2/introspect"))
        .bearer_auth(&tokens.access)
        .form(&[("token", "x")]);
    assert_eq!(site.send(with_token).await.status, 401, "R41");
    let narrow = site.tokens_of(BOB, &client, &[("scope", "all")]).await;
    assert!(
        site.introspect(&client, &narrow.access).await.get("email").is_none(),
        "C76"
    );
    let inactive = json!({ "active": false });
    assert_eq!(
        site.introspect(&other, &tokens.access).await,
        inactive,
        "R42: another client's"
    );
    assert_eq!(site.introspect(&client, "garbage").await, inactive, "R42");
    site.pass(3600);
    assert_eq!(site.introspect(&client, &tokens.access).await, inactive, "R42: expired");

    let bobs = |enabled: i64| ("User", BOB, json!({ "enabled": enabled }));
    let clients = |fields: serde_json::Value| ("OAuth Client", client.id.as_str(), fields);
    for (what, (record_type, name, kill), revive) in [
        ("R43: the user is disabled", bobs(0), json!({ "enabled": 1 })),
        (
            "R43: the client is disabled",
            clients(json!({ "enabled": 0 })),
            json!({ "enabled": 1 }),
        ),
        (
            "A20: the role is taken",
            clients(json!({ "allowed_roles": ["System Manager"] })),
            json!({ "allowed_roles": ["All"] }),
        ),
        (
            "A20: the scope is taken",
            clients(json!({ "scopes": "openid" })),
            json!({ "scopes": "all openid" }),
        ),
        (
            "A20: the password changes",
            ("User", BOB, json!({ "new_password": BOB_HASH })),
            json!({}),
        ),
    ] {
        let tokens = site.tokens_of(BOB, &client, &[]).await;
        assert!(site.is_active(&client, &tokens.access).await);
        site.change(record_type, name, kill).await;
        for token in [&tokens.access, &tokens.refresh] {
            assert_eq!(site.introspect(&resource, token).await, inactive, "{what}");
        }
        let who = site
            .get_as(&tokens.access, "/api/method/frappe.auth.get_logged_user")
            .await;
        assert_eq!(who.status, 401, "{what}");
        let refused = site.refresh(&client, &tokens.refresh, &[]).await;
        assert_eq!(
            (refused.status, refused.error().as_str()),
            match what.contains("client is disabled") {
                true => (401, "invalid_client"),
                false => (400, "invalid_grant"),
            },
            "{what}"
        );
        site.change(record_type, name, revive).await;
    }
}

/// What the door has made of a new password before the record engine sees it.
const BOB_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AwMDAwMDAwMDAwMDAwMDAw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The secret that is rotated works until its time, and the form shows when each was used.
#[tokio::test]
async fn a_rotated_secret_works_until_its_time() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get(&format!("/app/oauth-client/{}", client.id)).await;
    let shown = alice.press(&form, "action-rotate-secret", &[]).await;
    let renewed = TestClient {
        id: client.id.clone(),
        secret: shown.value("client_secret"),
    };
    assert_ne!(renewed.secret, client.secret);
    let works = async |client: &TestClient| site.refresh(client, "nope", &[]).await.error() == "invalid_grant";
    assert!(works(&client).await && works(&renewed).await, "both work for a day");
    let form = alice
        .get(&format!("/app/oauth-client/{}?tab=security", client.id))
        .await;
    assert!(form.text("main").contains("works until"));
    assert!(!form.text(".panel table").contains("never"), "each shows its last use");
    site.pass(86_400);
    assert!(!works(&client).await, "the old one has ended");
    assert!(works(&renewed).await);
    let form = alice.get(&format!("/app/oauth-client/{}", client.id)).await;
    let bad = alice
        .press(&form, "action-rotate-secret", &[("overlap_until", "tomorrow")])
        .await;
    assert_eq!(bad.status, 422);
    assert!(works(&renewed).await, "bad input changes nothing");
}

/// R24, A37: what was handed out stands nowhere in the files.
#[tokio::test]
async fn r24_a37_nothing_that_was_handed_out_is_stored() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut browser = site.signed_in(ALICE).await;
    let code = browser.code(&client, &[]).await;
    let tokens = Tokens::of(&site.exchange(&client, &code, &[]).await);
    let mut stored = Vec::new();
    for file in std::fs::read_dir(&site.data.0).unwrap() {
        stored.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |needle: &str| stored.windows(needle.len()).any(|part| part == needle.as_bytes());
    assert!(holds(&client.id) && holds(CALLBACK), "the search finds what is there");
    for secret in [
        &client.secret,
        &code,
        &tokens.access,
        &tokens.refresh,
        &browser.cookies["sid"],
        &browser.cookies["browser"],
    ] {
        assert!(!holds(secret));
    }
    assert!(!holds("BEGIN PRIVATE KEY") && !holds(crate::support::PASSWORD));
}

/// CORS: for the origins that a client names, and never at authorize.
#[tokio::test]
async fn r16_cors_is_for_the_origins_that_a_client_names() {
    let site = Site::new().await;
    site.add_client(json!({ "allowed_cors_origins": "https://app.example" }))
        .await;
    for path in [
        "/oauth2/token",
        "/oauth2/revoke",
        "/oauth2/introspect",
        "/oauth2/userinfo",
    ] {
        for (origin, allowed) in [
            ("https://app.example", "https://app.example"),
            ("https://evil.example", ""),
            ("null", ""),
        ] {
            let preflight = site
                .http
                .request(reqwest::Method::OPTIONS, site.url(path))
                .header("origin", origin);
            let answer = site.send(preflight).await;
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{path} {origin}");
            let answer = site.send(site.http.post(site.url(path)).header("origin", origin)).await;
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{path} {origin}");
            assert_eq!(answer.header("access-control-allow-credentials"), "");
        }
    }
    for (path, allowed) in [
        ("/oauth2/jwks", "*"),
        ("/.well-known/openid-configuration", "*"),
        ("/oauth2/authorize", ""),
        ("/login", ""),
    ] {
        let answer = site
            .send(site.http.get(site.url(path)).header("origin", "https://app.example"))
            .await;
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{path}");
    }
}
