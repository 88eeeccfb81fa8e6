//! A19: each kind of token that there is, tried in every place where a token goes. It works in its own place only.

use crate::signed::{ASSERTION, assertion, post_with, proof, signing_client};
use crate::support::key::Key;
use crate::support::rp::{Tokens, authorize_path};
use crate::support::rude::{Rude, json as answer};
use crate::support::{ALICE, BOB, Browser, CALLBACK, CHALLENGE, Page, Program, Site, TestClient, query};
use serde_json::{Value, json};
use std::time::Duration;

const API: &str = "https://api.example.com/x";
const OTHER: &str = "https://other.example.com/x";
const ACCESS: &str = "urn:ietf:params:oauth:token-type:access_token";

/// A site with one of everything.
struct Place {
    site: Site,
    /// Signs people in, serves the API, may ask about every token.
    client: TestClient,
    signing: TestClient,
    registered: Value,
    bob: Browser,
    /// Of Bob's.
    api_key: String,
    /// By name.
    kinds: Vec<(&'static str, String)>,
}

async fn place() -> Place {
    let site = crate::connected::site_that_waits(Duration::from_secs(5)).await;
    let server = Rude::start(|_| answer(json!({}))).await;
    let fields = json!({
        "resource_server": 1, "device_code": 1, "scopes": "openid all offline_access", "skip_authorization": 1,
        "backchannel_logout_uri": format!("{}/out", server.origin),
    });
    let client = site.add_client(fields).await;
    let key = Key::new();
    let signing = signing_client(&site, &key, json!({ "require_signed_request_object": 1 })).await;
    let api = json!({ "resource_name": "Api", "resource": API, "token_format": "JWT", "served_by": client.id });
    site.add("OAuth Resource", api).await;
    let other = json!({ "resource_name": "Other", "resource": OTHER, "exchangers": [client.id] });
    site.add("OAuth Resource", other).await;
    let settings = "OAuth Provider Settings";
    let open = json!({ "enable_dynamic_client_registration": 1, "registration_needs_token": 0 });
    site.change(settings, settings, open).await;
    let asked = json!({ "redirect_uris": ["https://app.example/cb"] });
    let registered = site
        .send(site.http.post(site.url("/oauth2/register")).json(&asked))
        .await
        .json();
    site.change(settings, settings, json!({ "registration_needs_token": 1 }))
        .await;

    // A sign-in that ends, for the logout token; and one that stays.
    let mut leaving = site.signed_in(BOB).await;
    leaving.code(&client, &[("scope", "openid")]).await;
    let page = leaving.get("/logout").await;
    leaving.press(&page, "logout-submit", &[]).await;
    frontdesk::jobs::send_due(&site.app).await.unwrap();
    let mut bob = site.signed_in(BOB).await;
    let code = bob.code(&client, &[("scope", "openid all offline_access")]).await;
    let tokens = Tokens::of(&site.exchange(&client, &code, &[]).await);
    let code = bob
        .code(&client, &[("resource", API), ("scope", "openid all offline_access")])
        .await;
    let jwt = Tokens::of(&site.exchange(&client, &code, &[]).await).access;
    let exchange = vec![
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", jwt.as_str()),
        ("subject_token_type", ACCESS),
        ("resource", OTHER),
    ];
    let exchanged = Tokens::of(&site.token(&client, exchange, &[]).await).access;
    let device = [("client_id", client.id.as_str()), ("client_secret", &client.secret)];
    let device = site.post("/oauth2/device_authorization", &device).await.json();
    let mut pushed = vec![("client_id", client.id.as_str()), ("client_secret", &client.secret)];
    pushed.extend([
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("code_challenge", CHALLENGE),
    ]);
    pushed.push(("code_challenge_method", "S256"));
    let pushed = site.post("/oauth2/par", &pushed).await.json();
    let now = site.now().0;
    let request = json!({
        "iss": signing.id, "aud": site.origin, "client_id": signing.id, "jti": "r-1", "iat": now, "exp": now + 60,
        "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid",
        "code_challenge": CHALLENGE, "code_challenge_method": "S256",
    });
    let (env, user) = (site.app.env.clone(), site.user(BOB));
    let (link, api_key) = site
        .app
        .db
        .write(move |db| {
            let link = frontdesk::people::links::make_sign_in(db, &env, &user)?;
            Ok((link, frontdesk::users::api_keys::generate(db, &env, &user)?))
        })
        .await
        .unwrap();
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app/oauth-provider-settings").await;
    let initial = alice.press(&page, "action-registration-token", &[]).await;
    let home = bob.get("/me").await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let kinds = vec![
        ("access token", tokens.access),
        ("JWT access token", jwt),
        ("exchanged token", exchanged),
        ("refresh token", tokens.refresh),
        ("ID token", tokens.id),
        ("code", bob.code(&client, &[]).await),
        ("logout token", server.last("/out").form("logout_token")),
        ("device code", text(&device["device_code"])),
        ("user code", text(&device["user_code"])),
        ("pushed request", text(&pushed["request_uri"])),
        (
            "request object",
            key.sign(&json!({ "alg": "ES256", "kid": "one" }), &request),
        ),
        ("client assertion", assertion(&site, &signing, &key, json!({}))),
        (
            "DPoP proof",
            proof(&site, &key, ("POST", "/oauth2/token"), json!({}), json!({})),
        ),
        ("registration token", text(&registered["registration_access_token"])),
        ("initial token", initial.value("registration_token")),
        ("client secret", client.secret.clone()),
        ("sign-in link", link.rsplit(['/', '=', '#']).next().unwrap().to_owned()),
        ("API secret", api_key.api_secret.reveal().to_owned()),
        ("session", bob.cookies["sid"].clone()),
        ("forgery token", home.values("input[name=csrf_token]").remove(0)),
    ];
    assert!(kinds.iter().all(|(_, token)| !token.is_empty()), "{kinds:?}");
    Place {
        site,
        client,
        signing,
        registered,
        bob,
        api_key: api_key.api_key,
        kinds,
    }
}

/// Where tokens go, with the kinds that belong there.
const SLOTS: &[(&str, &[&str])] = &[
    (
        "introspected",
        &["access token", "JWT access token", "exchanged token", "refresh token"],
    ),
    ("bearer token", &["access token"]),
    ("token of our API", &["access token"]),
    ("refresh_token", &["refresh token"]),
    ("code", &["code"]),
    ("device_code", &["device code"]),
    (
        "subject_token",
        &["JWT access token", "access token", "exchanged token"],
    ),
    ("id_token_hint", &["ID token"]),
    ("request_uri", &["pushed request"]),
    ("request", &["request object"]),
    ("client_assertion", &["client assertion"]),
    ("DPoP", &["DPoP proof"]),
    ("registration", &["registration token"]),
    ("initial access token", &["initial token"]),
    ("session", &["session"]),
    ("API key", &["API secret"]),
    ("user code", &["user code"]),
    ("sign-in link", &["sign-in link"]),
];

fn is_signed_in(page: &Page) -> bool {
    page.is_outside && query(&page.address).contains_key("code")
}

impl Place {
    /// Whether a token is taken in this place.
    async fn takes(&self, slot: &str, token: &str) -> bool {
        let (site, client) = (&self.site, &self.client);
        let grant = async |grant: &str, field: &str, more: &[(&str, &str)]| {
            let form = vec![("grant_type", grant), (field, token)];
            site.token(client, form, more).await
        };
        let encoded: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
        match slot {
            "bearer token" => site.get_as(token, "/oauth2/userinfo").await.status == 200,
            "token of our API" => {
                site.get_as(token, "/api/method/frappe.auth.get_logged_user")
                    .await
                    .status
                    == 200
            }
            "refresh_token" => grant("refresh_token", "refresh_token", &[]).await.status == 200,
            "code" => site.exchange(client, token, &[]).await.status == 200,
            "device_code" => {
                let answer = grant("urn:ietf:params:oauth:grant-type:device_code", "device_code", &[]).await;
                answer.status == 200 || answer.error() == "authorization_pending" || answer.error() == "slow_down"
            }
            "subject_token" => {
                let more = [("subject_token_type", ACCESS), ("resource", OTHER)];
                grant(
                    "urn:ietf:params:oauth:grant-type:token-exchange",
                    "subject_token",
                    &more,
                )
                .await
                .status
                    == 200
            }
            "introspected" => site.is_active(client, token).await,
            "id_token_hint" => {
                let path = format!("{}&id_token_hint={encoded}", authorize_path(client, &[]));
                is_signed_in(&self.bob.clone().get(&path).await)
            }
            "request_uri" => {
                let path = format!("/oauth2/authorize?client_id={}&request_uri={encoded}", client.id);
                is_signed_in(&self.bob.clone().get(&path).await)
            }
            "request" => {
                let path = format!("/oauth2/authorize?client_id={}&request={encoded}", self.signing.id);
                self.bob.clone().get(&path).await.has("consent-allow")
            }
            "client_assertion" => {
                let form = [
                    ("client_assertion_type", ASSERTION),
                    ("client_assertion", token),
                    ("token", "x"),
                ];
                site.post("/oauth2/introspect", &form).await.status == 200
            }
            "DPoP" => {
                let form = [("grant_type", "refresh_token"), ("client_id", &client.id)];
                post_with(site, "/oauth2/token", &form, &[("dpop", token)])
                    .await
                    .error()
                    == "use_dpop_nonce"
            }
            "registration" => {
                let address = self.registered["registration_client_uri"].as_str().unwrap();
                site.send(site.http.get(address).bearer_auth(token)).await.status == 200
            }
            "initial access token" => {
                let asked = json!({ "redirect_uris": ["https://app.example/cb"] });
                let request = site.http.post(site.url("/oauth2/register")).json(&asked);
                site.send(request.bearer_auth(token)).await.status == 201
            }
            "user code" => {
                let mut bob = self.bob.clone();
                bob.get(&format!("/device?user_code={encoded}"))
                    .await
                    .has("device-allow")
            }
            "sign-in link" => {
                let mut nobody = site.browser();
                let page = nobody.get(&format!("/login/link?token={encoded}")).await;
                match page.has("link-submit") {
                    true => {
                        nobody.press(&page, "link-submit", &[]).await.status < 400 && nobody.cookies.contains_key("sid")
                    }
                    false => false,
                }
            }
            "session" => {
                let mut somebody = site.browser();
                somebody.cookies.insert("sid".into(), token.to_owned());
                !somebody.get("/me").await.has("login-submit")
            }
            "API key" => {
                let authorization = format!("token {}:{token}", self.api_key);
                let program = Program { site, authorization };
                program.get("/api/method/frappe.auth.get_logged_user").await.status == 200
            }
            other => panic!("no such place: {other}"),
        }
    }
}

/// R47, A19, A43: no kind of token is taken for another.
#[tokio::test]
async fn r47_a19_a43_every_token_works_in_its_own_place_only() {
    let place = place().await;
    let mut wrong = Vec::new();
    for (slot, own) in SLOTS {
        for (kind, token) in place.kinds.iter().filter(|(kind, _)| !own.contains(kind)) {
            if place.takes(slot, token).await {
                wrong.push(format!("{kind} as {slot}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "A19");
    // Each is good where it belongs; what uses one up comes last.
    for (slot, own) in SLOTS {
        if *slot == "user code" {
            // Guesses at these are limited, for a while.
            place.site.pass(420);
        }
        for kind in *own {
            let token = &place.kinds.iter().find(|(name, _)| name == kind).unwrap().1;
            assert!(place.takes(slot, token).await, "{kind} as {slot}");
        }
    }
}
