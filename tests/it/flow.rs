//! The whole way of a sign-in, with a real OpenID Connect library as the relying party.

use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, CALLBACK, PASSWORD, Site, TestClient, jwt_header, payload, query};
use openidconnect::core::{CoreClient, CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims};
use openidconnect::{
    AccessTokenHash, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl,
    RefreshToken, Scope, TokenResponse,
};
use serde_json::json;

/// The library's requests, over our HTTP client.
pub async fn over_http(http: &reqwest::Client, request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let (parts, body) = request.into_parts();
    let request = http
        .request(parts.method, parts.uri.to_string())
        .headers(parts.headers)
        .body(body);
    let response = request.send().await?;
    let mut answer = openidconnect::http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        answer = answer.header(name, value);
    }
    Ok(answer.body(response.bytes().await?.to_vec()).unwrap())
}

type Discovered = CoreClient<
    openidconnect::EndpointSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointNotSet,
    openidconnect::EndpointMaybeSet,
    openidconnect::EndpointMaybeSet,
>;

/// The `openidconnect` crate as an app.
pub struct Library(Discovered);

/// What the app remembers of a sign-in it began.
pub struct Way {
    state: CsrfToken,
    nonce: Nonce,
    verifier: String,
}

impl Library {
    pub async fn discover(site: &Site, client: &TestClient, callback: &str) -> Self {
        let http = |request| over_http(&site.http, request);
        let issuer = IssuerUrl::new(site.origin.clone()).unwrap();
        let metadata = CoreProviderMetadata::discover_async(issuer, &http).await.unwrap();
        let (id, secret) = (
            ClientId::new(client.id.clone()),
            ClientSecret::new(client.secret.clone()),
        );
        let client = CoreClient::from_provider_metadata(metadata, id, Some(secret));
        Library(client.set_redirect_uri(RedirectUrl::new(callback.into()).unwrap()))
    }

    /// The address that the person is sent to.
    pub fn begin(&self) -> (String, Way) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let (address, state, nonce) = self
            .0
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("all".into()))
            .set_pkce_challenge(challenge)
            .url();
        (
            address.to_string(),
            Way {
                state,
                nonce,
                verifier: verifier.secret().clone(),
            },
        )
    }

    /// Checks the answer, fetches the tokens, verifies the ID token, asks userinfo.
    pub async fn finish(&self, site: &Site, address: &str, way: &Way) -> Tokens {
        let http = |request| over_http(&site.http, request);
        let answer = query(address);
        assert_eq!(answer["state"], *way.state.secret());
        assert_eq!(answer["iss"], site.origin);
        let request = self
            .0
            .exchange_code(AuthorizationCode::new(answer["code"].clone()))
            .unwrap();
        let verifier = PkceCodeVerifier::new(way.verifier.clone());
        let tokens = request.set_pkce_verifier(verifier).request_async(&http).await.unwrap();
        let id_token = tokens.id_token().unwrap();
        let verifier = self.0.id_token_verifier();
        let claims = id_token.claims(&verifier, &way.nonce).unwrap();
        let algorithm = id_token.signing_alg().unwrap();
        let key = id_token.signing_key(&verifier).unwrap();
        let hash = AccessTokenHash::from_token(tokens.access_token(), algorithm, key).unwrap();
        assert_eq!(claims.access_token_hash(), Some(&hash));
        let asked = self
            .0
            .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
            .unwrap();
        let userinfo: CoreUserInfoClaims = asked.request_async(&http).await.unwrap();
        assert!(userinfo.email().is_some());
        Tokens {
            access: tokens.access_token().secret().clone(),
            refresh: tokens.refresh_token().unwrap().secret().clone(),
            id: id_token.to_string(),
            scope: tokens
                .scopes()
                .unwrap()
                .iter()
                .map(|scope| scope.to_string())
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    pub async fn refresh(&self, site: &Site, tokens: &Tokens) -> Tokens {
        let http = |request| over_http(&site.http, request);
        let token = RefreshToken::new(tokens.refresh.clone());
        let renewed = self
            .0
            .exchange_refresh_token(&token)
            .unwrap()
            .request_async(&http)
            .await
            .unwrap();
        assert_ne!(renewed.access_token().secret(), &tokens.access);
        Tokens {
            access: renewed.access_token().secret().clone(),
            refresh: renewed.refresh_token().unwrap().secret().clone(),
            ..tokens.clone()
        }
    }
}

/// Sign-in, tokens, userinfo, refresh, by the library, with each algorithm.
#[tokio::test]
async fn a_real_library_signs_a_person_in() {
    for algorithm in ["RS256", "ES256", "EdDSA"] {
        let site = Site::new().await;
        let fields = json!({ "token_endpoint_auth_method": "Client Secret Basic", "id_token_signing_alg": algorithm });
        let client = site.add_client(fields).await;
        let library = Library::discover(&site, &client, CALLBACK).await;
        let (address, way) = library.begin();
        let mut browser = site.browser();
        let login = browser.get(&address).await;
        let consent = browser
            .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
            .await;
        assert!(consent.text("main").contains("Test App"));
        let back = browser.press(&consent, "consent-allow", &[]).await;
        assert!(
            back.is_outside && back.address.starts_with(CALLBACK),
            "{}",
            back.address
        );
        let tokens = library.finish(&site, &back.address, &way).await;
        assert_eq!(jwt_header(&tokens.id)["alg"], algorithm);
        assert_eq!(tokens.scope, "openid all");
        library.refresh(&site, &tokens).await;
    }
}

/// The way from the setup link to a revoked token and a signed-out browser.
#[tokio::test]
async fn from_the_setup_link_to_sign_out() {
    let site = Site::empty().await;
    assert!(
        site.browser().get("/").await.has("not-set-up"),
        "whoever comes first is told where the link is"
    );
    let link = frontdesk::login::setup::begin(&site.app).await.unwrap().unwrap();
    let mut browser = site.browser();
    let setup = browser.get(&link).await;
    let weak = [
        ("site_name", "Wonderland"),
        ("name", "Alice Liddell"),
        ("email", ALICE),
        ("password", "password"),
    ];
    let refused = browser.press(&setup, "setup-submit", &weak).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.value("email"), ALICE, "what was typed stays");
    assert!(refused.text("#strength").contains("guess"));
    let home = browser.press(&refused, "setup-submit", &[("password", PASSWORD)]).await;
    assert!(home.text("h1").contains("Hello, Alice") && home.text("main").contains("Wonderland"));
    let again = site.browser().get(&link).await;
    assert_eq!(again.status, 403, "the link works once");
    assert!(again.has("oauth-error"));

    let new = browser.get("/app/oauth-client/new").await;
    let fields = [
        ("app_name", "Tea Party"),
        (
            "redirect_uris",
            "http://127.0.0.1:9999/cb; http://127.0.0.1:9999/cb2\nhttps://tea.example/cb",
        ),
        ("token_endpoint_auth_method", "Client Secret Post"),
    ];
    let shown = browser.press(&new, "save", &fields).await;
    assert!(shown.has("client_secret"), "{}", shown.body);
    let client = crate::support::TestClient {
        id: shown.value("client_id"),
        secret: shown.value("client_secret"),
    };
    let form = browser.get(&format!("/app/oauth-client/{}", client.id)).await;
    assert!(!form.body.contains(&client.secret), "a secret is shown once");

    let code = browser.code(&client, &[("scope", "openid email")]).await;
    let tokens = Tokens::of(&site.exchange(&client, &code, &[]).await);
    let who = site
        .get_as(&tokens.access, "/api/method/frappe.auth.get_logged_user")
        .await;
    assert_eq!(who.json(), json!({ "message": ALICE }));
    let document = site
        .get_as(&tokens.access, &format!("/api/resource/User/{ALICE}"))
        .await;
    assert_eq!(document.json()["data"]["email"], ALICE);
    assert!(site.is_active(&client, &tokens.access).await);
    let form = [
        ("token", tokens.refresh.as_str()),
        ("client_id", &client.id),
        ("client_secret", &client.secret),
    ];
    assert_eq!(site.post("/oauth2/revoke", &form).await.status, 200);
    assert!(!site.is_active(&client, &tokens.access).await);

    let home = browser.get("/app").await;
    let out = browser.press(&home, "logout-submit", &[]).await;
    assert!(out.has("signed-out"));
    assert!(browser.get("/app").await.has("login-submit"));
}

/// R71, C36: what stands in an ID token.
#[tokio::test]
async fn r71_c36_id_tokens_carry_what_the_client_is_set_to() {
    let site = Site::new().await;
    let lean = site.add_client(json!({ "id_token_profile": 0 })).await;
    let rich = site.add_client(json!({})).await;
    let tokens = site.tokens(&lean, &[("nonce", "n-1"), ("max_age", "1000")]).await;
    let claims = payload(&tokens.id);
    let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "iss",
            "sub",
            "aud",
            "iat",
            "exp",
            "auth_time",
            "nonce",
            "at_hash",
            "sid"
        ]
    );
    assert_eq!(claims["nonce"], "n-1");
    assert_eq!(claims["aud"], lean.id);
    assert_eq!(claims["sub"], site.user(ALICE).id.as_str());
    let tokens = site.tokens(&rich, &[]).await;
    let claims = payload(&tokens.id);
    assert_eq!(claims["name"], "Alice Liddell");
    assert_eq!(claims["email"], ALICE);
    assert_eq!(claims["preferred_username"], "alice");
    assert_eq!(claims["email_verified"], true);
    assert_eq!(claims["roles"], json!(["System Manager", "Desk User"]));
    assert!(
        claims.get("picture").is_none(),
        "what there is nothing to say of is left out"
    );
    let without = site.tokens(&rich, &[("scope", "all")]).await;
    assert_eq!(without.id, "", "C36: no openid, no ID token");
    let asked = r#"{"id_token":{"email":null,"auth_time":{"essential":true},"amr":null},"userinfo":{"name":null}}"#;
    let tokens = site.tokens(&lean, &[("claims", asked), ("acr_values", "2")]).await;
    let claims = payload(&tokens.id);
    assert_eq!(
        (&claims["email"], &claims["acr"]),
        (&json!(ALICE), &json!("1")),
        "C50, R74"
    );
    assert_eq!(claims["amr"], json!(["pwd"]), "a password, as it was");
    assert!(claims.get("name").is_none());
}

/// A32: HS256, behind its switch: by the secret that is shown, never by a public key's rules, and the check-up says so.
#[tokio::test]
async fn a32_hs256_is_signed_with_the_secret() {
    let site = Site::new().await;
    let mut client = site.add_client(json!({ "id_token_hs256": 1 })).await;
    let mut alice = site.signed_in(ALICE).await;
    for is_rotated in [false, true] {
        if is_rotated {
            let page = alice
                .get(&format!("/app/oauth-client/{}?tab=security", client.id))
                .await;
            client.secret = alice
                .press(&page, "action-rotate-secret", &[])
                .await
                .value("client_secret");
        }
        let tokens = site.tokens(&client, &[]).await;
        assert_eq!(jwt_header(&tokens.id), json!({ "alg": "HS256", "typ": "JWT" }));
        let (message, tag) = tokens.id.rsplit_once('.').unwrap();
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, client.secret.as_bytes());
        let tag = frontdesk::base::secret::from_base64url(tag).unwrap();
        ring::hmac::verify(&key, message.as_bytes(), &tag).unwrap();
        // It comes back as a hint.
        let path = authorize_path(&client, &[("prompt", "none"), ("id_token_hint", &tokens.id)]);
        assert!(query(&alice.get(&path).await.address).contains_key("code"));
        let forged = format!("{message}.{}", "A".repeat(43));
        let path = authorize_path(&client, &[("prompt", "none"), ("id_token_hint", &forged)]);
        assert!(!query(&alice.get(&path).await.address).contains_key("code"));
    }
    assert!(
        alice
            .get("/app/check-up")
            .await
            .body
            .contains("are signed with its secret")
    );
    let page = alice
        .get(&format!("/app/oauth-client/{}?tab=security", client.id))
        .await;
    let refused = alice
        .press(&page, "save", &[("token_endpoint_auth_method", "None")])
        .await;
    assert!(refused.body.contains("no secret to sign with"), "{}", refused.status);
}

/// C51, R72: `sub` is stable, and a deleted user's is not given to the next one of the name.
#[tokio::test]
async fn c51_r72_sub_is_stable_and_never_reused() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let first = payload(&site.tokens(&client, &[]).await.id)["sub"].clone();
    assert_eq!(first, payload(&site.tokens(&client, &[]).await.id)["sub"]);
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app/user/bob%40example.com/delete").await;
    let before = site.user("bob@example.com").id;
    assert_eq!(alice.press(&page, "delete-submit", &[]).await.status, 200);
    let after = site.add_user("bob@example.com", "Bob", &[]).await.id;
    assert_ne!(before, after);
    assert_eq!(after.as_str().len(), 39);
}

/// R87, C73, A21: signing out ends what was allowed for the session only.
#[tokio::test]
async fn r87_c73_a21_without_offline_access_a_refresh_token_ends_with_the_session() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "scopes": "openid offline_access all" })).await;
    for (scope, survives) in [("openid", false), ("openid offline_access", true), ("openid all", true)] {
        let mut browser = site.signed_in(ALICE).await;
        let code = browser.code(&client, &[("scope", scope)]).await;
        let tokens = Tokens::of(&site.exchange(&client, &code, &[]).await);
        let home = browser.get("/app").await;
        browser.press(&home, "logout-submit", &[]).await;
        let refreshed = site.refresh(&client, &tokens.refresh, &[]).await;
        assert_eq!(refreshed.status == 200, survives, "{scope}");
    }
}

/// form_post: the answer stands in a form and nowhere else, and works without JavaScript.
#[tokio::test]
async fn c20_a13_form_post_carries_the_answer_in_a_form() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut browser = site.signed_in(ALICE).await;
    let state = "\"><script>alert(1)</script>";
    let page = browser
        .allow(&client, &[("response_mode", "form_post"), ("state", state)])
        .await;
    assert_eq!(page.status, 200);
    let (action, fields) = page.form_of("form-post-submit", &[]);
    assert_eq!(action, CALLBACK);
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["code", "state", "iss"]);
    assert_eq!(fields[1].1, state);
    let policy = page.answer.header("content-security-policy");
    assert!(policy.contains("form-action 'self' http://127.0.0.1:9999;") && !policy.contains("unsafe-inline"));
    let other = site.add_client(json!({})).await;
    let denied = browser
        .get(&authorize_path(
            &other,
            &[("response_mode", "form_post"), ("prompt", "none")],
        ))
        .await;
    assert_eq!(
        denied.form_of("form-post-submit", &[]).1[0],
        ("error".into(), "consent_required".into())
    );
}

/// RP-initiated logout: with a hint of ours it is silent and leads back; otherwise it asks, or says why not.
#[tokio::test]
async fn c85_c86_c87_sign_out_as_apps_ask_for_it() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "post_logout_redirect_uris": "https://app.example/bye?x=1" }))
        .await;
    let mut browser = site.signed_in(ALICE).await;
    let code = browser.code(&client, &[]).await;
    let tokens = Tokens::of(&site.exchange(&client, &code, &[]).await);
    let encode = |pairs: &[(&str, &str)]| {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish();
        format!("/logout?{query}")
    };
    let uri = "https://app.example/bye?x=1";
    for bad in [
        encode(&[("id_token_hint", "a.b.c"), ("post_logout_redirect_uri", uri)]),
        encode(&[
            ("id_token_hint", &tokens.id),
            ("post_logout_redirect_uri", "https://app.example/bye?x=1&y=2"),
        ]),
        encode(&[
            ("id_token_hint", &tokens.id),
            ("post_logout_redirect_uri", "https://evil.example/"),
        ]),
        encode(&[("post_logout_redirect_uri", uri)]),
        encode(&[
            ("id_token_hint", &tokens.id),
            ("client_id", "other"),
            ("post_logout_redirect_uri", uri),
        ]),
    ] {
        let page = browser.get(&bad).await;
        assert!(!page.is_outside && page.has("oauth-error"), "C86: {bad}");
    }
    let asked = browser.get("/logout").await;
    assert!(asked.has("logout-submit"), "C87: nobody is signed out by a link");
    assert!(browser.get("/app").await.text("h1").contains("Alice"));
    site.pass(7200); // R82: an expired hint is good.
    let back = browser
        .get(&encode(&[
            ("id_token_hint", &tokens.id),
            ("post_logout_redirect_uri", uri),
            ("state", "s 1"),
        ]))
        .await;
    assert_eq!(back.address, "https://app.example/bye?x=1&state=s%201", "C85");
    assert!(browser.get("/app").await.has("login-submit"));
}
