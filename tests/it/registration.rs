//! Apps that record themselves: by registration (RFC 7591, RFC 7592) and by a document at their id.

use crate::support::rp::{Tokens, authorize_path};
use crate::support::rude::{Rude, json as answer};
use crate::support::{ALICE, Answer, BOB, Site, TestClient, over};
use serde_json::{Value, json};

const SETTINGS: &str = "OAuth Provider Settings";
const PATHS: [&str; 2] = [
    "/oauth2/register",
    "/api/method/frappe.integrations.oauth2.register_client",
];

async fn open(site: &Site, more: Value) {
    let usual = json!({ "enable_dynamic_client_registration": 1, "registration_needs_token": 0 });
    site.change(SETTINGS, SETTINGS, over(usual, &more)).await;
}

async fn send(site: &Site, method: reqwest::Method, path: &str, body: &Value, token: &str) -> Answer {
    let request = site.http.request(method, site.url(path));
    let request = if token.is_empty() {
        request
    } else {
        request.bearer_auth(token)
    };
    site.send(if body.is_null() { request } else { request.json(body) })
        .await
}

async fn register(site: &Site, body: Value) -> Answer {
    send(site, reqwest::Method::POST, PATHS[0], &body, "").await
}

fn app(more: Value) -> Value {
    let usual = json!({ "client_name": "Assistant", "redirect_uris": ["https://app.example/cb"] });
    over(usual, &more)
}

fn as_client(registered: &Value) -> TestClient {
    TestClient {
        id: registered["client_id"].as_str().unwrap().to_owned(),
        secret: registered["client_secret"].as_str().unwrap_or_default().to_owned(),
    }
}

/// R49, C80: what is registered is told whole, and people can sign in through it.
#[tokio::test]
async fn r49_c80_an_app_records_itself() {
    let site = Site::new().await;
    for path in PATHS {
        assert_eq!(
            send(&site, reqwest::Method::POST, path, &app(json!({})), "")
                .await
                .status,
            404,
            "off at first"
        );
    }
    assert!(
        site.get("/.well-known/openid-configuration")
            .await
            .json()
            .get("registration_endpoint")
            .is_none()
    );
    open(&site, json!({})).await;
    let told = site.get("/.well-known/oauth-authorization-server").await.json();
    assert_eq!(told["registration_endpoint"], site.url("/oauth2/register"));
    for path in PATHS {
        let more =
            json!({ "scope": "openid email all", "software_id": "x", "application_type": "web", "client_uri": null });
        let made = send(&site, reqwest::Method::POST, path, &app(more), "").await;
        assert_eq!(
            (made.status, made.header("cache-control")),
            (201, "no-store"),
            "{}",
            made.body
        );
        let told = made.json();
        assert_eq!(told["client_secret_expires_at"], 0);
        assert_eq!(told["scope"], "openid email", "what policy gives, and no more");
        assert_eq!(
            (&told["grant_types"], &told["response_types"], &told["redirect_uris"]),
            (
                &json!(["authorization_code", "refresh_token"]),
                &json!(["code"]),
                &json!(["https://app.example/cb"])
            )
        );
        let client = as_client(&told);
        let mut bob = site.signed_in(BOB).await;
        let at = [("redirect_uri", "https://app.example/cb"), ("scope", "openid email")];
        let code = bob.code(&client, &at).await;
        let tokens = Tokens::of(&site.exchange(&client, &code, &at[..1]).await);
        assert_eq!(tokens.scope, "openid email");
    }
    // An app of a device has no secret (R35).
    let native = register(
        &site,
        app(json!({ "application_type": "native", "redirect_uris": ["http://127.0.0.1/cb"] })),
    )
    .await;
    assert_eq!(
        (
            native.json()["token_endpoint_auth_method"].as_str(),
            native.json().get("client_secret")
        ),
        (Some("none"), None)
    );
    let client = as_client(&native.json());
    let mut bob = site.signed_in(BOB).await;
    let at = [("redirect_uri", "http://127.0.0.1:49152/cb"), ("scope", "openid")];
    let code = bob.code(&client, &at).await;
    assert_eq!(
        site.exchange(&client, &code, &at[..1]).await.status,
        200,
        "R33: any port"
    );
}

/// R50, R51, C81, C83, A45: what is wrong is said; what policy does not give is not given.
#[tokio::test]
async fn r50_r51_c81_a45_registration_gives_no_more_than_policy() {
    let site = Site::new().await;
    open(&site, json!({})).await;
    for (why, more, error) in [
        (
            "no redirect_uris",
            json!({ "redirect_uris": null }),
            "invalid_redirect_uri",
        ),
        (
            "empty redirect_uris",
            json!({ "redirect_uris": [] }),
            "invalid_redirect_uri",
        ),
        (
            "C81: a fragment",
            json!({ "redirect_uris": ["https://app.example/cb#x"] }),
            "invalid_redirect_uri",
        ),
        (
            "R15: http",
            json!({ "redirect_uris": ["http://app.example/cb"] }),
            "invalid_redirect_uri",
        ),
        (
            "R34: a dangerous scheme",
            json!({ "redirect_uris": ["javascript:alert(1)"] }),
            "invalid_redirect_uri",
        ),
        (
            "one text",
            json!({ "redirect_uris": "https://app.example/cb" }),
            "invalid_client_metadata",
        ),
        (
            "acting by itself",
            json!({ "grant_types": ["client_credentials"] }),
            "invalid_client_metadata",
        ),
        (
            "implicit",
            json!({ "response_types": ["token"] }),
            "invalid_client_metadata",
        ),
        (
            "scopes that are not for it",
            json!({ "scope": "all" }),
            "invalid_client_metadata",
        ),
        (
            "a method that is none",
            json!({ "token_endpoint_auth_method": "tls_client_auth" }),
            "invalid_client_metadata",
        ),
        (
            "no keys to sign with",
            json!({ "token_endpoint_auth_method": "private_key_jwt" }),
            "invalid_client_metadata",
        ),
        (
            "C83: http",
            json!({ "initiate_login_uri": "http://app.example/login" }),
            "invalid_client_metadata",
        ),
        (
            "a script for a logo",
            json!({ "logo_uri": "javascript:alert(1)" }),
            "invalid_client_metadata",
        ),
    ] {
        let made = register(&site, app(more)).await;
        assert_eq!((made.status, made.error()), (400, error.into()), "{why}: {}", made.body);
    }
    assert_eq!(register(&site, json!({})).await.error(), "invalid_client_metadata");
    let more = json!({
        "client_id": "mine", "skip_authorization": true, "first_party": true, "owner": "alice", "allowed_roles": ["System Manager"],
        "resource_server": 1, "client_credentials": 1, "acts_as": ALICE, "enabled": 1, "frappe_openid": 1,
    });
    let made = register(&site, app(more)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = as_client(&made.json()).id;
    assert_ne!(id, "mine", "R21");
    let alice = crate::support::program(&site, ALICE).await;
    let record = alice.get(&format!("/api/resource/OAuth%20Client/{id}")).await.json()["data"].clone();
    for (field, value) in [
        ("skip_authorization", 0),
        ("resource_server", 0),
        ("client_credentials", 0),
        ("frappe_openid", 0),
    ] {
        assert_eq!(record[field], value, "A45: {field}");
    }
    assert_eq!(record["registered"], "Dynamic");
}

/// RFC 7591 §3: who may register, how many, and that unused ones go.
#[tokio::test]
async fn registration_has_a_token_a_limit_and_an_end() {
    let site = Site::new().await;
    open(
        &site,
        json!({ "registration_needs_token": 1, "registration_limit": 2, "registration_days": 3 }),
    )
    .await;
    let post = reqwest::Method::POST;
    let refused = send(&site, post.clone(), PATHS[0], &app(json!({})), "").await;
    assert_eq!((refused.status, refused.error()), (401, "invalid_token".into()));
    assert_eq!(
        send(&site, post.clone(), PATHS[0], &app(json!({})), "guess")
            .await
            .status,
        401
    );
    let mut alice = site.signed_in(ALICE).await;
    let settings = alice.get("/app/oauth-provider-settings").await;
    let shown = alice.press(&settings, "action-registration-token", &[]).await;
    let token = shown.value("registration_token");
    assert_eq!(token.len(), 43, "{}", shown.body);
    for expected in [201, 201, 503] {
        let made = send(&site, post.clone(), PATHS[0], &app(json!({})), &token).await;
        assert_eq!(made.status, expected, "{}", made.body);
    }
    site.pass(4 * 86_400);
    frontdesk::jobs::sweep_all(&site.app).await.unwrap();
    assert_eq!(
        send(&site, post.clone(), PATHS[0], &app(json!({})), &token)
            .await
            .status,
        201,
        "the others are gone"
    );
    site.pass(90 * 86_400);
    assert_eq!(
        send(&site, post, PATHS[0], &app(json!({})), &token).await.status,
        401,
        "A28"
    );
}

/// R52, A46: an app manages its own registration, and nothing else.
#[tokio::test]
async fn r52_a46_registrations_are_managed_by_their_tokens() {
    let site = Site::new().await;
    open(&site, json!({})).await;
    let (one, other) = (
        register(&site, app(json!({}))).await.json(),
        register(&site, app(json!({}))).await.json(),
    );
    let path = |told: &Value| {
        told["registration_client_uri"]
            .as_str()
            .unwrap()
            .strip_prefix(&site.origin)
            .unwrap()
            .to_owned()
    };
    let token = |told: &Value| told["registration_access_token"].as_str().unwrap().to_owned();
    let (get, put, delete) = (reqwest::Method::GET, reqwest::Method::PUT, reqwest::Method::DELETE);
    let read = send(&site, get.clone(), &path(&one), &Value::Null, &token(&one)).await;
    assert_eq!(
        (read.status, &read.json()["client_id"]),
        (200, &one["client_id"]),
        "{}",
        read.body
    );
    for wrong in [token(&other), "guess".into(), String::new()] {
        assert_eq!(
            send(&site, get.clone(), &path(&one), &Value::Null, &wrong).await.status,
            401
        );
    }
    let change = app(
        json!({ "client_id": one["client_id"], "client_name": "Renamed", "redirect_uris": ["https://app.example/new"] }),
    );
    let foreign = app(json!({ "client_id": other["client_id"] }));
    assert_eq!(
        send(&site, put.clone(), &path(&one), &foreign, &token(&one))
            .await
            .status,
        400
    );
    // What was allowed at one address is not for another that nobody here has looked at (R26, A70).
    let client = as_client(&one);
    let mut bob = site.signed_in(BOB).await;
    let before = [("redirect_uri", "https://app.example/cb"), ("scope", "openid")];
    bob.code(&client, &before).await;
    assert!(
        bob.get(&authorize_path(&client, &before)).await.is_outside,
        "Auto remembers"
    );
    // What somebody here has set stays.
    site.add("Role", json!({ "role_name": "Cook", "desk_access": 0 })).await;
    let limits = json!({ "require_pkce": 1, "dpop_bound_access_tokens": 0, "scopes": "openid email" });
    site.change("OAuth Client", &client.id, limits).await;
    let changed = send(&site, put.clone(), &path(&one), &change, &token(&one)).await;
    assert_eq!(
        (changed.status, &changed.json()["client_name"]),
        (200, &json!("Renamed")),
        "{}",
        changed.body
    );
    assert_eq!(
        changed.json()["redirect_uris"],
        json!(["https://app.example/new"]),
        "all of it is replaced"
    );
    assert_eq!(changed.json()["scope"], "openid email", "but what it may");
    let moved = [("redirect_uri", "https://app.example/new"), ("scope", "openid")];
    assert!(
        bob.get(&authorize_path(&client, &moved)).await.has("consent-allow"),
        "asked anew"
    );
    let new = token(&changed.json());
    assert_eq!(
        send(&site, get.clone(), &path(&one), &Value::Null, &token(&one))
            .await
            .status,
        401,
        "the old token"
    );
    // Whoever switched it off decides.
    let id = one["client_id"].as_str().unwrap();
    site.change("OAuth Client", id, json!({ "enabled": 0 })).await;
    assert_eq!(
        send(&site, put.clone(), &path(&one), &change, &new).await.status,
        401,
        "A46"
    );
    site.change("OAuth Client", id, json!({ "enabled": 1 })).await;
    let at = [("redirect_uri", "https://app.example/new"), ("scope", "openid")];
    let code = bob.code(&client, &at).await;
    let tokens = Tokens::of(&site.exchange(&client, &code, &at[..1]).await);
    let gone = send(&site, delete, &path(&one), &Value::Null, &new).await;
    assert_eq!((gone.status, gone.body.as_str()), (204, ""));
    assert_eq!(
        site.get_as(&tokens.access, "/oauth2/userinfo").await.status,
        401,
        "its tokens went, too"
    );
    assert_eq!(send(&site, get, &path(&one), &Value::Null, &new).await.status, 401);
}

/// An administrator looks first, where the site wants that: at new apps, and at new addresses.
#[tokio::test]
async fn registrations_wait_for_approval() {
    let site = Site::new().await;
    open(&site, json!({ "registration_needs_approval": 1 })).await;
    let told = register(&site, app(json!({}))).await.json();
    let client = as_client(&told);
    let at = [("redirect_uri", "https://app.example/cb"), ("scope", "openid")];
    let mut bob = site.signed_in(BOB).await;
    assert_eq!(bob.get(&authorize_path(&client, &at)).await.status, 400);
    let mut alice = site.signed_in(ALICE).await;
    let list = alice.get("/app/oauth-client?awaits_approval=1").await;
    assert!(list.text("tbody").contains("Assistant"), "{}", list.body);
    let waiting = "Apps that recorded themselves wait for approval";
    assert!(alice.get("/app/check-up").await.body.contains(waiting));
    let form = alice.get(&format!("/app/oauth-client/{}", client.id)).await;
    alice.press(&form, "action-approve", &[]).await;
    assert!(!alice.get("/app/check-up").await.body.contains(waiting));
    assert!(bob.get(&authorize_path(&client, &at)).await.has("consent-allow"));
    let path = told["registration_client_uri"]
        .as_str()
        .unwrap()
        .strip_prefix(&site.origin)
        .unwrap();
    let moved = app(json!({ "client_id": client.id, "redirect_uris": ["https://evil.example/cb"] }));
    let token = told["registration_access_token"].as_str().unwrap();
    assert_eq!(send(&site, reqwest::Method::PUT, path, &moved, token).await.status, 200);
    assert_eq!(
        bob.get(&authorize_path(&client, &[])).await.status,
        400,
        "new addresses wait again"
    );
}

/// A site that takes documents from a host on this machine.
async fn with_documents(more: Value) -> (Site, Rude) {
    let site = Site::with(|config| config.outbound.allow = vec!["127.0.0.0/8".parse().unwrap()]).await;
    site.add_user(BOB, "Bob", &[]).await;
    let usual = json!({ "enable_client_id_metadata_documents": 1 });
    site.change(SETTINGS, SETTINGS, over(usual, &more)).await;
    (site, Rude::start(|_| answer(json!({}))).await)
}

/// R66–R69, A47, A52: an id that is no such address, or a host that is not let in, is unknown, and nothing is fetched.
#[tokio::test]
async fn r66_r68_a47_only_admitted_documents_are_fetched() {
    let (site, server) = with_documents(json!({ "client_id_metadata_hosts": "app.example" })).await;
    let address = server.origin.replace("http://", "https://");
    let mut bob = site.signed_in(BOB).await;
    for id in [
        format!("{address}/client.json"),
        format!("{}/client.json", server.origin),
        "https://127.0.0.1/x#y".into(),
        "https://app.example/../x".into(),
        "https://169.254.169.254/latest".into(),
    ] {
        let client = TestClient {
            id: id.clone(),
            secret: String::new(),
        };
        assert_eq!(bob.get(&authorize_path(&client, &[])).await.status, 400, "{id}");
    }
    assert_eq!(server.connections(), 0);
    assert_eq!(
        site.get("/.well-known/openid-configuration").await.json()["client_id_metadata_document_supported"],
        true
    );
}
