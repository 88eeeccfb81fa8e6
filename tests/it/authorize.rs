//! The authorization endpoint: parameters, login semantics, consent.

use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, BOB, CALLBACK, CHALLENGE, PASSWORD, Site, payload, query};
use serde_json::json;

/// C18, C19: state comes back byte for byte, with `iss`.
#[tokio::test]
async fn c18_c19_state_and_iss_come_back() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut browser = site.signed_in(ALICE).await;
    let long = "x".repeat(1500);
    for state in ["%2F +é\"<", "a&b=c#d", "日本", &long] {
        let page = browser.allow(&client, &[("state", state)]).await;
        let answer = query(&page.address);
        assert_eq!(answer["state"], state, "C18, C35");
        assert_eq!(answer["iss"], site.origin, "C19");
        assert_eq!(answer.len(), 3, "C20: code, state, iss and nothing else");
        assert!(!page.address.contains('#'));
    }
    let page = browser.allow(&client, &[("state", "")]).await;
    assert!(!query(&page.address).contains_key("state"));
    let split = browser.allow(&client, &[("state", "x\r\nSet-Cookie: a=b")]).await;
    let cookies = split.answer.headers.get_all("set-cookie").iter();
    assert!(
        cookies.into_iter().all(|cookie| !cookie.as_bytes().starts_with(b"a=")),
        "A14"
    );
    assert!(split.address.contains("%0D%0A"));
}

/// C21–C23: POST works, order does not matter, unknown parameters are ignored.
#[tokio::test]
async fn c21_c22_c23_post_works_and_order_and_extras_do_not_matter() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut browser = site.signed_in(ALICE).await;
    let form: Vec<(String, String)> = [
        ("zzz", "1"),
        ("state", "s"),
        ("scope", "openid all"),
        ("code_challenge_method", "S256"),
        ("code_challenge", CHALLENGE),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("client_id", &client.id),
    ]
    .iter()
    .map(|(name, value)| (name.to_string(), value.to_string()))
    .collect();
    for path in ["/oauth2/authorize", "/api/method/frappe.integrations.oauth2.authorize"] {
        let consent = browser.post(path, &form).await;
        let back = match consent.is_outside {
            true => consent,
            false => browser.press(&consent, "consent-allow", &[]).await,
        };
        let answer = site.exchange(&client, &query(&back.address)["code"], &[]).await;
        assert_eq!(Tokens::of(&answer).scope, "openid all");
    }
    let quiet = [
        ("login_hint", "x"),
        ("ui_locales", "de fr"),
        ("claims_locales", "de"),
        ("display", "popup"),
        ("nonce", ""),
    ];
    let page = browser.allow(&client, &quiet).await;
    assert!(page.is_outside, "C33, C48");
}

/// Every refusal that goes back to the app: `error`, `error_description`, `state`, `iss`.
#[tokio::test]
async fn refusals_that_go_back_to_the_app() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let public = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let strict = site.add_client(json!({ "require_pkce": 1 })).await;
    let machine = site
        .add_client(json!({ "client_credentials": 1, "acts_as": ALICE, "grant_type": "Authorization Code" }))
        .await;
    assert!(!machine.secret.is_empty());
    let no_pkce: &[(&str, &str)] = &[("code_challenge", ""), ("code_challenge_method", "")];
    let mut browser = site.signed_in(ALICE).await;
    let long = "a".repeat(129);
    let huge = "n".repeat(5000);
    type Row<'a> = (
        &'a str,
        &'a crate::support::TestClient,
        Vec<(&'a str, &'a str)>,
        &'a str,
    );
    let rows: Vec<Row> = vec![
        ("C25", &client, vec![("response_type", "")], "invalid_request"),
        (
            "C26",
            &client,
            vec![("response_type", "banana")],
            "unsupported_response_type",
        ),
        (
            "R08",
            &client,
            vec![("response_type", "token")],
            "unsupported_response_type",
        ),
        (
            "R08",
            &client,
            vec![("response_type", "id_token")],
            "unsupported_response_type",
        ),
        (
            "R08",
            &client,
            vec![("response_type", "code id_token")],
            "unsupported_response_type",
        ),
        ("C20", &client, vec![("response_mode", "fragment")], "invalid_request"),
        ("C32", &client, vec![("request", "a.b.c")], "invalid_request_object"),
        (
            "C32",
            &client,
            vec![("request_uri", "https://x.example/")],
            "request_uri_not_supported",
        ),
        (
            "C32",
            &client,
            vec![("registration", "{}")],
            "registration_not_supported",
        ),
        ("C37", &client, vec![("scope", "nope")], "invalid_scope"),
        ("C37", &client, vec![("scope", "open\"id")], "invalid_scope"),
        ("R04", &public, no_pkce.to_vec(), "invalid_request"),
        ("R04", &strict, no_pkce.to_vec(), "invalid_request"),
        (
            "R06",
            &client,
            vec![("code_challenge_method", "plain")],
            "invalid_request",
        ),
        (
            "R06",
            &client,
            vec![("code_challenge_method", "s256")],
            "invalid_request",
        ),
        (
            "R06",
            &client,
            vec![("code_challenge_method", "S512")],
            "invalid_request",
        ),
        ("R06", &client, vec![("code_challenge_method", "")], "invalid_request"),
        ("R06", &client, vec![("code_challenge", "")], "invalid_request"),
        ("R06", &client, vec![("code_challenge", "short")], "invalid_request"),
        ("R06", &client, vec![("code_challenge", &long)], "invalid_request"),
        (
            "R06",
            &client,
            vec![("code_challenge", "+aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")],
            "invalid_request",
        ),
        ("C44", &client, vec![("prompt", "none login")], "invalid_request"),
        ("C44", &client, vec![("prompt", "banana")], "invalid_request"),
        ("C45", &client, vec![("max_age", "soon")], "invalid_request"),
        ("C45", &client, vec![("max_age", "-1")], "invalid_request"),
        ("C49", &client, vec![("id_token_hint", "a.b.c")], "invalid_request"),
        (
            "A32",
            &client,
            vec![("id_token_hint", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")],
            "invalid_request",
        ),
        ("R74", &client, vec![("claims", "[]")], "invalid_request"),
        ("R74", &client, vec![("claims", "{\"id_token\":1}")], "invalid_request"),
        (
            "Unmet §2",
            &client,
            vec![(
                "claims",
                r#"{"id_token":{"acr":{"essential":true,"values":["urn:unknown"]}}}"#,
            )],
            "unmet_authentication_requirements",
        ),
        ("size", &client, vec![("nonce", &huge)], "invalid_request"),
        ("C42", &client, vec![("prompt", "none")], "consent_required"),
    ];
    for (rule, client, changes, error) in rows {
        let page = browser.get(&authorize_path(client, &changes)).await;
        assert!(page.is_outside, "{rule} {changes:?}: {}", page.body);
        assert!(page.address.starts_with(&format!("{CALLBACK}?")), "{rule}");
        let answer = query(&page.address);
        assert_eq!(answer["error"], error, "{rule} {changes:?}");
        assert_eq!(
            (answer["state"].as_str(), &answer["iss"]),
            ("st-1", &site.origin),
            "{rule}"
        );
        let mut names: Vec<&String> = answer.keys().collect();
        names.sort();
        assert_eq!(names, ["error", "error_description", "iss", "state"], "C39");
        assert!(
            answer["error_description"]
                .chars()
                .all(|c| matches!(c, ' '..='~') && c != '"' && c != '\\'),
            "C39"
        );
        assert_eq!(page.answer.header("access-control-allow-origin"), "", "R16");
    }
    let duplicate = format!("{}&scope=openid", authorize_path(&client, &[]));
    let answer = query(&browser.get(&duplicate).await.address);
    assert_eq!(
        (answer["error"].as_str(), answer["state"].as_str()),
        ("invalid_request", "st-1"),
        "C24"
    );
    let answer = query(
        &browser
            .get(&format!("{}&state=other", authorize_path(&client, &[])))
            .await
            .address,
    );
    assert_eq!(answer["error"], "invalid_request");
    assert!(!answer.contains_key("state"), "of two states none is repeated");
}

/// C27–C29: without a client and an address to trust there is a page and no redirect.
#[tokio::test]
async fn c27_c28_c29_r03_without_a_trusted_redirect_uri_there_is_a_page() {
    let site = Site::new().await;
    let one = site.add_client(json!({})).await;
    let two = site
        .add_client(json!({ "redirect_uris": "http://127.0.0.1:9999/cb https://app.example/cb" }))
        .await;
    let off = site.add_client(json!({ "enabled": 0 })).await;
    for browser in [&mut site.browser(), &mut site.signed_in(ALICE).await] {
        for (rule, path) in [
            ("C27", authorize_path(&one, &[("client_id", "nope")])),
            ("C27", authorize_path(&one, &[("client_id", "")])),
            ("C27", authorize_path(&off, &[])),
            (
                "C28",
                authorize_path(&one, &[("redirect_uri", "https://evil.example/cb")]),
            ),
            ("C29", authorize_path(&two, &[("redirect_uri", "")])),
            ("C24", format!("{}&client_id={}", authorize_path(&one, &[]), two.id)),
            (
                "C24",
                format!("{}&redirect_uri=https://app.example/cb", authorize_path(&two, &[])),
            ),
        ] {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 400, "{rule} {path}");
            assert!(
                !page.is_outside && page.has("oauth-error") && page.has("reference"),
                "{rule} {path}"
            );
            assert_eq!(page.answer.header("location"), "");
        }
    }
    let shown = site
        .signed_in(ALICE)
        .await
        .get(&authorize_path(&one, &[("redirect_uri", "http://127.0.0.1:9999/CB")]))
        .await;
    assert!(
        shown.text("#oauth-error").contains("upper and lower case"),
        "the difference is shown"
    );
    let mut browser = site.signed_in(ALICE).await;
    let page = browser.allow(&one, &[("redirect_uri", "")]).await;
    assert!(page.address.starts_with(CALLBACK), "the only one registered is used");
}

/// C38: No goes back as access_denied.
#[tokio::test]
async fn c38_no_goes_back_with_state_and_iss() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut browser = site.signed_in(ALICE).await;
    let page = browser.get(&authorize_path(&client, &[])).await;
    let back = browser.press(&page, "consent-deny", &[]).await;
    let answer = query(&back.address);
    assert_eq!(answer["error"], "access_denied");
    assert_eq!((answer["state"].as_str(), &answer["iss"]), ("st-1", &site.origin));
    let again = browser.press(&page, "consent-allow", &[]).await;
    assert_eq!(again.status, 404, "a ticket is decided once");
    assert!(again.has("oauth-error"));
}

/// R26: the page names app, host, account and scopes in words.
#[tokio::test]
async fn r26_c84_consent_says_who_gets_what() {
    let site = Site::new().await;
    let nasty = "\"><img src=x onerror=alert(1)>{{7*7}}";
    let client = site
        .add_client(json!({ "app_name": nasty, "policy_uri": "https://app.example/p?\"><b>" }))
        .await;
    let mut browser = site.signed_in(ALICE).await;
    let page = browser.get(&authorize_path(&client, &[])).await;
    let text = page.text("main");
    for words in [
        nasty,
        "127.0.0.1:9999",
        ALICE,
        "full name, email address, picture and roles",
        "everything that you may do",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(
        page.attributes("onerror").is_empty() && page.attributes("style").is_empty(),
        "C84, A38"
    );
    for source in page.attributes("src") {
        assert!(source.starts_with("/assets/"), "R19: nothing comes from elsewhere");
    }
    let policy = page.answer.header("content-security-policy");
    assert!(
        policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
        "R18"
    );
    assert!(
        policy.contains("form-action 'self' http://127.0.0.1:9999"),
        "browsers let the form lead back to the app"
    );
    assert_eq!(page.answer.header("x-frame-options"), "DENY", "R18");
    assert_eq!(page.answer.header("referrer-policy"), "no-referrer", "R19");
    let switched = browser.press(&page, "consent-switch", &[]).await;
    assert!(switched.has("login-submit"), "not you?");
    let consent = browser
        .press(&switched, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    assert!(
        consent.text("main").contains(BOB),
        "the request goes on with the other account"
    );
}

/// Force asks each time; Auto only for what this user has not allowed this client; skip never.
#[tokio::test]
async fn force_auto_and_skip_decide_who_is_asked() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "scopes": "all openid email", "redirect_uris": "https://app.example/cb" }))
        .await;
    let other = site
        .add_client(json!({ "redirect_uris": "https://app.example/cb" }))
        .await;
    let trusted = site
        .add_client(json!({ "skip_authorization": 1, "redirect_uris": "https://app.example/cb" }))
        .await;
    let at = ("redirect_uri", "https://app.example/cb");
    site.force().await;
    let mut alice = site.signed_in(ALICE).await;
    let mut bob = site.signed_in(BOB).await;
    let skipped = alice.get(&authorize_path(&trusted, &[at])).await;
    assert!(skipped.is_outside, "skip never asks");
    for _ in 0..2 {
        let code = alice.code(&client, &[at]).await;
        assert_eq!(site.exchange(&client, &code, &[at]).await.status, 200);
        assert!(
            alice.get(&authorize_path(&client, &[at])).await.has("consent-allow"),
            "Force asks again"
        );
    }
    let auto = json!({ "skip_authorization": "Auto" });
    site.change("OAuth Provider Settings", "OAuth Provider Settings", auto)
        .await;
    assert!(
        alice.get(&authorize_path(&client, &[at])).await.is_outside,
        "Auto remembers"
    );
    assert!(
        alice
            .get(&authorize_path(&client, &[at, ("scope", "openid")]))
            .await
            .is_outside,
        "and covers less"
    );
    assert!(
        alice
            .get(&authorize_path(&client, &[at, ("prompt", "none")]))
            .await
            .address
            .contains("code="),
        "C41"
    );
    for (who, path) in [
        ("more scopes", authorize_path(&client, &[at, ("scope", "openid email")])),
        ("another client", authorize_path(&other, &[at])),
        ("prompt=consent", authorize_path(&client, &[at, ("prompt", "consent")])),
        (
            "prompt=select_account",
            authorize_path(&client, &[at, ("prompt", "select_account")]),
        ),
    ] {
        assert!(alice.get(&path).await.has("consent-allow"), "Auto asks for {who}");
    }
    assert!(
        bob.get(&authorize_path(&client, &[at])).await.has("consent-allow"),
        "Auto asks another user"
    );
    // The end of a grant is a little later than that of its tokens.
    site.pass(32 * 86_400);
    let mut alice = site.signed_in(ALICE).await;
    assert!(
        alice.get(&authorize_path(&client, &[at])).await.has("consent-allow"),
        "Auto asks once all has ended"
    );
}

/// R26, RFC 8252 §8.6: a public client that anybody can impersonate is asked for each time.
#[tokio::test]
async fn r26_auto_does_not_cover_public_clients_on_loopback() {
    let site = Site::new().await;
    let public = site.add_client(json!({ "token_endpoint_auth_method": "None" })).await;
    let mut browser = site.signed_in(ALICE).await;
    let code = browser.code(&public, &[]).await;
    assert_eq!(site.exchange(&public, &code, &[]).await.status, 200);
    assert!(browser.get(&authorize_path(&public, &[])).await.has("consent-allow"));
}

/// C40, C43, C45–C47: prompt and max_age.
#[tokio::test]
async fn c40_c43_c45_c46_c47_prompt_and_max_age_decide_who_logs_in_again() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "skip_authorization": 1 })).await;
    let nobody = site
        .browser()
        .get(&authorize_path(&client, &[("prompt", "none")]))
        .await;
    assert_eq!(query(&nobody.address)["error"], "login_required", "C40");
    let mut browser = site.signed_in(ALICE).await;
    let first = browser.cookies["sid"].clone();
    let code = browser.code(&client, &[]).await;
    let before = payload(&Tokens::of(&site.exchange(&client, &code, &[]).await).id)["auth_time"]
        .as_i64()
        .unwrap();
    // Even within the same second.
    for changes in [[("prompt", "login")], [("max_age", "0")]] {
        let page = browser.get(&authorize_path(&client, &changes)).await;
        assert!(page.has("login-submit"), "C43, C47: {changes:?}");
    }
    site.pass(2);
    let stale = browser.get(&authorize_path(&client, &[("max_age", "1")])).await;
    assert!(stale.has("login-submit"), "C45");
    let silent = browser
        .get(&authorize_path(&client, &[("max_age", "1"), ("prompt", "none")]))
        .await;
    assert_eq!(query(&silent.address)["error"], "login_required");
    let code = browser.code(&client, &[("max_age", "10000")]).await;
    let same = payload(&Tokens::of(&site.exchange(&client, &code, &[]).await).id)["auth_time"]
        .as_i64()
        .unwrap();
    assert_eq!(same, before, "C46");
    let login = browser
        .get(&authorize_path(
            &client,
            &[("prompt", "login"), ("login_hint", "\"><b>x")],
        ))
        .await;
    assert_eq!(login.value("email"), "\"><b>x", "C48: pre-filled, escaped");
    let back = browser
        .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
        .await;
    let code = query(&back.address)["code"].clone();
    let after = payload(&Tokens::of(&site.exchange(&client, &code, &[]).await).id)["auth_time"]
        .as_i64()
        .unwrap();
    assert_eq!(after, before + 2, "C43: auth_time grows");
    assert_ne!(browser.cookies["sid"], first, "A42: a new session every time");
}

/// C49: the hint names who has to be signed in.
#[tokio::test]
async fn c49_id_token_hint_names_who_must_be_signed_in() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "skip_authorization": 1 })).await;
    let hint = site.tokens_of(BOB, &client, &[]).await.id;
    let mut bob = site.signed_in(BOB).await;
    assert!(
        bob.get(&authorize_path(
            &client,
            &[("id_token_hint", &hint), ("prompt", "none")]
        ))
        .await
        .address
        .contains("code=")
    );
    let mut alice = site.signed_in(ALICE).await;
    let silent = alice
        .get(&authorize_path(
            &client,
            &[("id_token_hint", &hint), ("prompt", "none")],
        ))
        .await;
    assert_eq!(query(&silent.address)["error"], "login_required");
    let login = alice.get(&authorize_path(&client, &[("id_token_hint", &hint)])).await;
    assert!(login.has("login-submit"));
    let back = alice
        .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
        .await;
    assert_eq!(
        query(&back.address)["error"],
        "login_required",
        "the wrong one again: no endless loop"
    );
}

/// Allowed Roles: who may not sign in reads why, and the app gets no code.
#[tokio::test]
async fn allowed_roles_decide_who_may_sign_in() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "allowed_roles": ["Desk User"] })).await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get(&authorize_path(&client, &[])).await;
    assert_eq!(page.status, 403);
    assert!(page.has("oauth-error") && page.text("main").contains("Desk User"));
    let (_, fields) = page.form_of("consent-deny", &[]);
    let csrf = fields.iter().find(|(name, _)| name == "csrf_token").unwrap().1.clone();
    let ticket = fields.iter().find(|(name, _)| name == "ticket").unwrap().1.clone();
    let forced = [
        ("csrf_token".into(), csrf),
        ("ticket".into(), ticket),
        ("decision".into(), "allow".into()),
    ];
    assert_eq!(
        bob.post("/oauth2/consent", &forced).await.status,
        403,
        "saying yes oneself does not help"
    );
    let silent = bob.get(&authorize_path(&client, &[("prompt", "none")])).await;
    assert_eq!(query(&silent.address)["error"], "access_denied");
    let back = bob.press(&page, "consent-deny", &[]).await;
    assert_eq!(query(&back.address)["error"], "access_denied");
}

/// A11, A12: the server uses its stored request, and the ticket is bound to the browser.
#[tokio::test]
async fn a11_a12_a_ticket_is_bound_and_cannot_be_tampered_with() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get(&authorize_path(&client, &[("scope", "openid")])).await;
    let (action, mut fields) = page.form_of("consent-allow", &[]);
    let ticket = fields.iter().find(|(name, _)| name == "ticket").unwrap().1.clone();
    let mut other = site.signed_in(ALICE).await;
    assert_eq!(
        other.get(&format!("/oauth2/authorize?ticket={ticket}")).await.status,
        404,
        "A12: another browser"
    );
    assert_eq!(other.get(&format!("/login?ticket={ticket}")).await.status, 404);
    for (name, value) in [
        ("scope", "all openid"),
        ("redirect_uri", "https://evil.example/"),
        ("client_id", "x"),
        ("nonce", "y"),
    ] {
        fields.push((name.into(), value.into()));
    }
    let back = alice.post(&action, &fields).await;
    assert!(back.address.starts_with(CALLBACK), "A11");
    let tokens = Tokens::of(&site.exchange(&client, &query(&back.address)["code"], &[]).await);
    assert_eq!(tokens.scope, "openid", "A11");
    assert!(payload(&tokens.id).get("nonce").is_none());
    let page = alice.get(&authorize_path(&client, &[])).await;
    site.pass(31 * 60);
    assert_eq!(
        alice.press(&page, "consent-allow", &[]).await.status,
        404,
        "A28: a ticket ends by itself"
    );
}

/// R27: consent and Frappe's approve are POST with the session's CSRF token, and nothing else.
#[tokio::test]
async fn r27_consent_and_approve_need_the_csrf_token() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get(&authorize_path(&client, &[])).await;
    let (action, fields) = page.form_of("consent-allow", &[]);
    let foreign = site.signed_in(BOB).await.csrf().await;
    for token in ["", "wrong", &foreign] {
        let form: Vec<_> = fields
            .iter()
            .map(|(name, value)| {
                (
                    name.clone(),
                    if name == "csrf_token" {
                        token.to_owned()
                    } else {
                        value.clone()
                    },
                )
            })
            .collect();
        let refused = alice.post(&action, &form).await;
        assert_eq!(refused.status, 403);
        assert!(!refused.is_outside);
    }
    for (header, value) in [
        ("origin", "https://evil.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let request = site.http.post(site.url(&action)).form(&fields).header(header, value);
        assert_eq!(alice.raw(request).await.status, 403, "{header}: {value}");
    }
    let approve = "/api/method/frappe.integrations.oauth2.approve";
    let query_string = authorize_path(&client, &[]).split_once('?').unwrap().1.to_owned();
    assert_eq!(
        alice.get(&format!("{approve}?{query_string}")).await.status,
        405,
        "approve is POST only"
    );
    let form: Vec<(String, String)> = url::form_urlencoded::parse(query_string.as_bytes())
        .into_owned()
        .collect();
    assert_eq!(alice.post(approve, &form).await.status, 403);
    let csrf = alice.csrf().await;
    let with_token = [form.clone(), vec![("csrf_token".into(), csrf)]].concat();
    let back = alice.post(approve, &with_token).await;
    assert!(back.is_outside && query(&back.address).contains_key("code"));
    assert_eq!(back.status, 303, "R14");
    let still = alice.press(&page, "consent-allow", &[]).await;
    assert!(still.is_outside, "after all those refusals the real button still works");
}

/// A client that is changed while somebody signs in: what is true now counts.
#[tokio::test]
async fn a_client_that_changes_under_a_ticket() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice
        .get(&authorize_path(
            &client,
            &[("code_challenge", ""), ("code_challenge_method", "")],
        ))
        .await;
    for (change, back, error) in [
        (
            json!({ "scopes": "email" }),
            json!({ "scopes": "all openid" }),
            "invalid_scope",
        ),
        (
            json!({ "require_pkce": 1 }),
            json!({ "require_pkce": 0 }),
            "invalid_request",
        ),
    ] {
        site.change("OAuth Client", &client.id, change).await;
        let refused = alice.press(&page, "consent-allow", &[]).await;
        assert_eq!(query(&refused.address)["error"], error);
        site.change("OAuth Client", &client.id, back).await;
    }
    let moved = json!({ "redirect_uris": "https://new.example/cb", "default_redirect_uri": "https://new.example/cb" });
    site.change("OAuth Client", &client.id, moved).await;
    for button in ["consent-allow", "consent-deny"] {
        let gone = alice.press(&page, button, &[]).await;
        assert_eq!(gone.status, 404);
        assert!(!gone.is_outside && gone.has("oauth-error"), "{button}");
    }
}

/// A form on the app's own page posts the request: browsers send no cookies of ours along, so it
/// goes on by GET, and whoever is signed in stays so.
#[tokio::test]
async fn c21_a_post_from_another_site_goes_on_by_get() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "skip_authorization": 1 })).await;
    let path = authorize_path(&client, &[]);
    let form: Vec<(String, String)> = url::form_urlencoded::parse(path.split_once('?').unwrap().1.as_bytes())
        .into_owned()
        .collect();
    let hop = site
        .send(site.http.post(site.url("/oauth2/authorize")).form(&form))
        .await;
    assert_eq!(hop.status, 303);
    assert!(hop.headers.get("set-cookie").is_none());
    let mut alice = site.signed_in(ALICE).await;
    let back = alice.get(hop.header("location")).await;
    assert!(query(&back.address).contains_key("code"));
}

/// T04: what strangers ask for is kept by their browsers, not by us: no row, no byte, no time of the writer.
#[tokio::test]
async fn t04_strangers_requests_cost_nothing_durable() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "redirect_uris": CALLBACK })).await;
    let file = |name: &str| std::fs::metadata(site.data.0.join(name)).map_or(0, |file| file.len());
    let size = || file("frontdesk.db") + file("frontdesk.db-wal");
    site.app.catch_up().await;
    let before = size();
    for state in 0..300 {
        let path = authorize_path(&client, &[("state", &format!("{state}"))]);
        let answer = site.get(&path).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let silent = format!("{path}&prompt=none");
        assert!(site.get(&silent).await.header("location").contains("login_required"));
    }
    assert_eq!(size(), before);
    // What is too long for a cookie is stored, so many from one address.
    let state = "x".repeat(4000);
    let long = authorize_path(&client, &[("state", &state)]);
    let mut stored = 0;
    while site.get(&long).await.status == 303 {
        stored += 1;
        assert!(stored < 1000);
    }
    assert!(stored >= 100, "{stored}");
    let mut bob = site.browser();
    site.pass(60);
    let page = bob.get(&long).await;
    let page = bob
        .press(&page, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    let page = bob.press(&page, "consent-allow", &[]).await;
    assert_eq!(query(&page.address)["state"], state);
}

/// Several sign-ins begun in one browser go on side by side; what a browser keeps is worth nothing in another one, or
/// changed, or late.
#[tokio::test]
async fn a12_a_request_is_kept_by_its_own_browser() {
    let site = Site::new().await;
    site.force().await;
    let client = site.add_client(json!({ "redirect_uris": CALLBACK })).await;
    let mut bob = site.browser();
    let first = bob.get(&authorize_path(&client, &[("state", "one")])).await;
    let second = bob.get(&authorize_path(&client, &[("state", "two")])).await;
    let page = bob
        .press(&first, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    let page = bob.press(&page, "consent-allow", &[]).await;
    assert_eq!(query(&page.address)["state"], "one");
    let page = bob.get(&second.address.replace("/login", "/oauth2/authorize")).await;
    let again = bob.press(&page, "consent-allow", &[]).await;
    assert_eq!(query(&again.address)["state"], "two");
    assert_eq!(bob.press(&page, "consent-allow", &[]).await.status, 404, "it is over");

    let mut bob = site.browser();
    let waiting = bob.get(&authorize_path(&client, &[("state", "three")])).await;
    let mut eve = site.signed_in(ALICE).await;
    assert_eq!(eve.get(&waiting.address).await.status, 404);
    site.pass(1801);
    assert_eq!(bob.get(&waiting.address).await.status, 404);
}
