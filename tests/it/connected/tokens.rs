//! Who may use whose token, and that each handing-out is logged.

use super::{connect, mock, site};
use crate::support::{ALICE, BOB, program};
use serde_json::json;

const CAROL: &str = "carol@example.com";

fn path(app: &str, more: &str) -> String {
    format!("/api/method/frontdesk.connected_app.get_active_token?connected_app={app}{more}")
}

/// One's own by default; others' and the site's own by a role that the app names; by token, within
/// its scopes.
#[tokio::test]
async fn who_may_use_whose_token() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    site.add("Role", json!({ "role_name": "ERP" })).await;
    site.add_user(CAROL, "Carol", &["ERP"]).await;
    let (alice, bob) = (program(&site, ALICE).await, program(&site, BOB).await);
    let carol = program(&site, CAROL).await;
    assert_eq!(site.get(&path(&app, "")).await.status, 401);
    let own = bob.get(&path(&app, "")).await;
    assert_eq!(own.json()["message"]["access_token"], "access-1");
    assert_eq!(own.json()["message"]["user"], BOB);
    assert_eq!(own.json()["message"]["expires_in"], 3600);
    assert_eq!(own.header("cache-control"), "no-store");
    // Not even a System Manager, unless the app says so.
    for caller in [&alice, &carol] {
        let refused = caller.get(&path(&app, "&user=bob@example.com")).await;
        assert_eq!(refused.status, 403, "{}", refused.body);
        assert_eq!(caller.get(&path(&app, "&service=1")).await.status, 403);
        assert_eq!(caller.get(&path(&app, "")).await.status, 404, "not connected");
    }
    site.change("Connected App", &app, json!({ "token_roles": [{ "role": "ERP" }] }))
        .await;
    assert_eq!(
        carol.get(&path(&app, "&user=bob@example.com")).await.json()["message"]["access_token"],
        "access-1"
    );
    assert_eq!(
        carol.get(&path(&app, "&service=1")).await.json()["message"]["user"],
        json!(null)
    );
    assert_eq!(alice.get(&path(&app, "&user=bob@example.com")).await.status, 403);
    assert_eq!(
        carol.get(&path(&app, "&user=bob@example.com&service=1")).await.status,
        417
    );
    assert_eq!(carol.get(&path(&app, "&user=nobody@example.com")).await.status, 404);
    for margin in ["-1", "3601", "soon"] {
        assert_eq!(bob.get(&path(&app, &format!("&margin={margin}"))).await.status, 417);
    }
    assert_eq!(
        bob.get("/api/method/frontdesk.connected_app.get_active_token")
            .await
            .status,
        417
    );
    // An app that is not there looks like one whose tokens one may not use.
    assert_eq!(carol.get(&path("nothing", "&user=bob@example.com")).await.status, 403);
    assert_eq!(carol.get(&path("nothing", "")).await.status, 404);
    // A user who is switched off, an app that is.
    alice
        .call("PUT", "/api/resource/User/bob@example.com", json!({ "enabled": 0 }))
        .await;
    assert_eq!(carol.get(&path(&app, "&user=bob@example.com")).await.status, 404);
    alice
        .call("PUT", "/api/resource/User/bob@example.com", json!({ "enabled": 1 }))
        .await;
    site.change("Connected App", &app, json!({ "enabled": 0 })).await;
    assert_eq!(carol.get(&path(&app, "&user=bob@example.com")).await.status, 403);
}

/// A25: a token of ours reaches connections only with a scope that names them.
#[tokio::test]
async fn a_bearer_token_needs_a_scope_that_names_connections() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    site.add(
        "OAuth Scope",
        json!({ "scope": "connections", "description": "Use your connected services", "read_types": "Token Cache" }),
    )
    .await;
    let client = site.add_client(json!({ "scopes": "openid connections all" })).await;
    for (scope, status) in [("openid", 403), ("connections", 200), ("all", 200)] {
        let tokens = site.tokens_of(BOB, &client, &[("scope", scope)]).await;
        let asked = site.bearer(&tokens.access).get(&path(&app, "")).await;
        assert_eq!(asked.status, status, "{scope}: {}", asked.body);
    }
    // A program that acts as a role, without a user: the site's own token, if its role may use it.
    site.add("Role", json!({ "role_name": "ERP" })).await;
    let service = site
        .add_client(
            json!({ "client_credentials": 1, "acts_as_role": "ERP", "scopes": "connections", "authorization_code": 0 }),
        )
        .await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &service.id),
        ("client_secret", &service.secret),
        ("scope", "connections"),
    ];
    let token = site.post("/oauth2/token", &form).await.json()["access_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let erp = site.bearer(&token);
    assert_eq!(erp.get(&path(&app, "&user=bob@example.com")).await.status, 403);
    site.add(
        "Role Permission",
        json!({ "role": "ERP", "document_type": "Token Cache", "read": 1 }),
    )
    .await;
    assert_eq!(erp.get(&path(&app, "&user=bob@example.com")).await.status, 403);
    site.change("Connected App", &app, json!({ "token_roles": [{ "role": "ERP" }] }))
        .await;
    assert_eq!(
        erp.get(&path(&app, "&user=bob@example.com")).await.json()["message"]["access_token"],
        "access-1"
    );
    assert_eq!(erp.get(&path(&app, "")).await.json()["message"]["user"], json!(null));
}

/// Each handing-out is in the Activity Log, with who got whose token.
#[tokio::test]
async fn each_handing_out_is_logged() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({ "token_roles": [{ "role": "System Manager" }] })).await;
    connect(&site, BOB, &app).await;
    let alice = program(&site, ALICE).await;
    for _ in 0..3 {
        assert_eq!(alice.get(&path(&app, "&user=bob@example.com")).await.status, 200);
    }
    let log = alice
        .get("/api/resource/Activity%20Log?filters=[[%22operation%22,%22=%22,%22Token%22]]&fields=[%22subject%22,%22user%22,%22reference_name%22]")
        .await
        .json();
    let entries = log["data"].as_array().unwrap();
    assert_eq!(entries.len(), 3);
    assert_eq!(
        entries[0]["subject"],
        "The token of bob@example.com at Mock was handed to alice@example.com"
    );
    assert_eq!(entries[0]["reference_name"], format!("{app}-bob@example.com"));
    // No token stands in the log, in a page or in the database.
    for page in [
        "/app/activity-log",
        "/app/token-cache",
        &format!("/app/connected-app/{app}"),
    ] {
        let mut browser = site.signed_in(ALICE).await;
        assert!(!browser.get(page).await.body.contains("access-1"), "{page}");
    }
    site.app.db.checkpoint().await;
    let bytes = std::fs::read(site.data.0.join("frontdesk.db")).unwrap();
    for token in [&b"access-1"[..], &b"refresh-1"[..]] {
        assert!(!bytes.windows(token.len()).any(|window| window == token), "A79");
    }
}

/// User Permissions limit what one sees, and so what one uses.
#[tokio::test]
async fn whoever_is_limited_to_other_apps_uses_no_token_of_this_one() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({})).await;
    let (_other, second) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    connect(&site, BOB, &second).await;
    site.add(
        "User Permission",
        json!({ "user": BOB, "allow": "Connected App", "for_value": second }),
    )
    .await;
    let bob = program(&site, BOB).await;
    assert_eq!(bob.get(&path(&app, "")).await.status, 403);
    assert_eq!(bob.get(&path(&second, "")).await.status, 200);
}
