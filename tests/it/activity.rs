//! The activity log: what is in it, that secrets are not, and that it is never changed.

use crate::support::{ALICE, BOB, PASSWORD, Site, program};
use serde_json::{Value, json};

async fn log(site: &Site, filters: Value) -> Vec<Value> {
    let alice = program(site, ALICE).await;
    let path = format!("/api/resource/Activity%20Log?fields=[\"*\"]&limit=0&filters={filters}");
    alice.get(&path).await.json()["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn what_people_and_apps_do_is_logged() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "app_name": "Tea Shop" })).await;
    let mut bob = site.browser();
    let login = bob.get("/login").await;
    bob.press(&login, "login-submit", &[("email", BOB), ("password", "wrong")])
        .await;
    bob.press(
        &login,
        "login-submit",
        &[("email", "nobody@example.com"), ("password", "hunter2")],
    )
    .await;
    bob.sign_in(BOB, PASSWORD).await;
    let code = bob.code(&client, &[]).await;
    let tokens = crate::support::rp::Tokens::of(&site.exchange(&client, &code, &[]).await);
    let form = [
        ("token", tokens.access.as_str()),
        ("client_id", &client.id),
        ("client_secret", &client.secret),
    ];
    assert_eq!(site.post("/oauth2/revoke", &form).await.status, 200);
    let page = bob.get("/me").await;
    bob.press(&page, "logout-submit", &[]).await;
    for (operation, status, words) in [
        ("Login", "Failed", "wrong password"),
        ("Login", "Failed", "somebody unknown failed: no such user"),
        ("Login", "Success", "Bob signed in"),
        ("Consent", "Success", "Bob allowed Tea Shop"),
        ("Grant", "Success", "Bob signed in to Tea Shop"),
        ("Revocation", "Success", "revoked"),
        ("Logout", "Success", "Bob signed out"),
    ] {
        let found = log(&site, json!({ "operation": operation, "status": status })).await;
        let entry = found
            .iter()
            .find(|entry| entry["subject"].as_str().unwrap().contains(words));
        let entry = entry.unwrap_or_else(|| panic!("{operation} {words} is not in {found:#?}"));
        if operation != "Revocation" {
            assert_eq!(entry["ip_address"], "127.0.0.1", "{words}");
            assert_eq!(entry["reference"].as_str().unwrap().len(), 10);
        }
    }
    let of_bob = log(&site, json!({ "user": BOB })).await;
    assert!(of_bob.iter().all(|entry| entry["user"] == BOB) && of_bob.len() >= 5);
    let all = log(&site, json!({})).await;
    let text = Value::Array(all).to_string();
    for secret in [
        "hunter2",
        PASSWORD,
        &tokens.access,
        &tokens.refresh,
        &client.secret,
        &code,
    ] {
        assert!(!text.contains(secret), "{secret} stands in the log");
    }
}

/// Each changed field, with what it was and is; secrets masked.
#[tokio::test]
async fn changes_are_logged_field_by_field() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let fields = json!({ "last_name": "Builder", "new_password": "Other-purple-lamp-8", "roles": [{ "role": "System Manager" }] });
    let changed = alice.call("PUT", &format!("/api/resource/User/{BOB}"), fields).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let found = log(
        &site,
        json!({ "reference_doctype": "User", "reference_name": BOB, "operation": "Update" }),
    )
    .await;
    let entry = &found[0];
    assert_eq!(entry["user"], ALICE);
    let changes: Value = serde_json::from_str(entry["content"].as_str().unwrap()).unwrap();
    let of = |field: &str| {
        let found = changes
            .as_array()
            .unwrap()
            .iter()
            .find(|change| change["field"] == field);
        found.cloned().unwrap_or(Value::Null)
    };
    assert_eq!(of("last_name")["new"], "Builder");
    assert_eq!(of("roles")["new"], json!(["System Manager"]));
    assert_eq!(of("new_password")["new"], "***");
    assert!(!entry.to_string().contains("purple") && !entry.to_string().contains("argon2"));
    let mut browser = site.signed_in(ALICE).await;
    let page = browser
        .get(&format!("/app/activity-log/{}", entry["name"].as_str().unwrap()))
        .await;
    assert!(page.text("table").contains("Builder") && page.has("to-record"));
    let alice = program(&site, ALICE).await;
    let refused = alice
        .call(
            "PUT",
            &format!("/api/resource/Activity%20Log/{}", entry["name"].as_str().unwrap()),
            json!({ "subject": "x" }),
        )
        .await;
    assert_eq!(refused.status, 403);
    let kept = alice
        .call(
            "DELETE",
            &format!("/api/resource/Activity%20Log/{}", entry["name"].as_str().unwrap()),
            Value::Null,
        )
        .await;
    assert_eq!(kept.status, 403);
}

/// Not even a statement of ours changes it; the sweep removes what is older than the settings say.
#[tokio::test]
async fn the_log_is_append_only_and_ends_in_time() {
    let site = Site::new().await;
    site.signed_in(BOB).await;
    let database = rusqlite::Connection::open(site.data.0.join("frontdesk.db")).unwrap();
    let changed = database.execute("UPDATE activity_log SET subject = 'nothing happened'", []);
    assert!(changed.unwrap_err().to_string().contains("append-only"));
    let count = || -> i64 {
        database
            .query_row("SELECT count(*) FROM activity_log", [], |row| row.get(0))
            .unwrap()
    };
    assert!(count() > 0);
    site.sweep().await;
    assert!(count() > 0);
    site.pass(366 * 86_400);
    site.sweep().await;
    assert_eq!(count(), 0);
}
