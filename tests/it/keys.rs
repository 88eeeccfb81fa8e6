//! API keys: several of a user, each for what its scopes name, for so long, and revoked one by one.

use crate::support::binary::{add_alice, command, json_of};

use crate::support::{ALICE, BOB, Browser, Page, Program, Scratch, Site, program};
use serde_json::{Value, json};

fn with<'a>(site: &'a Site, made: &Value) -> Program<'a> {
    let text = |name: &str| made[name].as_str().unwrap().to_owned();
    Program {
        site,
        authorization: format!("token {}:{}", text("api_key"), text("api_secret")),
    }
}

/// A key that somebody makes in My account.
async fn made(browser: &mut Browser, label: &str, scopes: &[&str], days: &str) -> Page {
    let page = browser.get("/me/keys").await;
    let mut typed = vec![("label", label), ("days", days)];
    typed.extend(scopes.iter().map(|scope| ("scopes", *scope)));
    browser.press(&page, "new-key-submit", &typed).await
}

/// A site with scopes for keys: to read users, and, for System Managers, to change them.
async fn site() -> Site {
    let site = Site::new().await;
    let people = json!({ "scope": "people", "description": "Read users", "read_types": ["User"] });
    site.add("OAuth Scope", people).await;
    let staff = json!({ "scope": "staff", "description": "Change users", "write_types": ["User"], "roles": ["System Manager"] });
    site.add("OAuth Scope", staff).await;
    site
}

#[tokio::test]
async fn a_key_does_what_its_scopes_name() {
    let site = site().await;
    let mut alice = site.signed_in(ALICE).await;
    let page = made(&mut alice, "Nightly list", &["people"], "30").await;
    let key = json!({ "api_key": page.value("api_key"), "api_secret": page.value("api_secret") });
    let key = with(&site, &key);
    let users = format!("/api/resource/User/{BOB}");
    assert_eq!(key.get(&users).await.status, 200);
    for (method, path, body) in [
        ("PUT", users.as_str(), json!({ "first_name": "Robert" })),
        ("GET", "/api/resource/OAuth Client", Value::Null),
        ("POST", "/api/resource/Role", json!({ "role_name": "Baker" })),
        ("GET", "/api/method/frappe.auth.get_logged_user", Value::Null),
    ] {
        let refused = key.call(method, path, body).await;
        assert_eq!(refused.status, 403, "{method} {path}: {}", refused.body);
        assert!(refused.body.contains("scope"), "{method} {path}: {}", refused.body);
    }
    // A narrow key makes no other one, and none of another user.
    for (user, method) in [
        (ALICE, "new_api_key"),
        (BOB, "new_api_key"),
        (BOB, "api_key"),
        (ALICE, "api_key"),
    ] {
        let args = json!({ "label": "More", "scopes": "all", "days": 30 });
        let args = if method == "api_key" { json!({}) } else { args };
        let call = json!({ "dt": "User", "dn": user, "method": method, "args": args });
        let refused = key.call("POST", "/api/method/run_doc_method", call).await;
        assert_eq!(refused.status, 403, "{user} {method}: {}", refused.body);
    }
    // Nor an account that is narrowed by nothing.
    let page = made(&mut alice, "Desk", &["staff"], "30").await;
    let staff = json!({ "api_key": page.value("api_key"), "api_secret": page.value("api_secret") });
    let people = json!({ "people": "eve@example.com" });
    let refused = with(&site, &staff)
        .call("POST", "/api/method/frontdesk.user.invite", people)
        .await;
    assert_eq!(refused.json()["message"][0]["status"], "Refused", "{}", refused.body);
    assert!(
        site.app
            .db
            .read(|db| frontdesk::users::by_email(db, "eve@example.com"))
            .unwrap()
            .is_none()
    );
    // What a scope is for goes with the role that may have it.
    let page = made(&mut alice, "Staff", &["staff"], "30").await;
    let staff = json!({ "api_key": page.value("api_key"), "api_secret": page.value("api_secret") });
    let staff = with(&site, &staff);
    assert_eq!(
        staff.call("PUT", &users, json!({ "first_name": "Rob" })).await.status,
        200
    );
    let refused = staff.call("PUT", &users, json!({ "roles": ["System Manager"] })).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    site.add_user("carol@example.com", "Carol", &["System Manager"]).await;
    site.change("User", ALICE, json!({ "roles": ["User Manager"] })).await;
    let refused = staff.call("PUT", &users, json!({ "first_name": "Bert" })).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
}

#[tokio::test]
async fn keys_end_one_by_one() {
    let site = site().await;
    let mut bob = site.signed_in(BOB).await;
    let mut keys = Vec::new();
    for (label, days) in [("Till", "7"), ("Shelf", "90"), ("Scale", "365")] {
        let page = made(&mut bob, label, &["all"], days).await;
        keys.push(json!({ "api_key": page.value("api_key"), "api_secret": page.value("api_secret") }));
    }
    let unnamed = program(&site, BOB).await;
    let whoami = "/api/method/frappe.auth.get_logged_user";
    let status = async |key: &Value| with(&site, key).get(whoami).await.status;
    for key in &keys {
        assert_eq!(status(key).await, 200);
    }
    let again = made(&mut bob, "Till", &["all"], "30").await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("a key of this name already"), "{}", again.body);
    let page = bob.get("/me/keys").await;
    let shelf = keys[1]["api_key"].as_str().unwrap();
    bob.press(&page, &format!("revoke-{shelf}"), &[]).await;
    assert_eq!(
        [status(&keys[0]).await, status(&keys[1]).await, status(&keys[2]).await],
        [200, 401, 200]
    );
    site.pass(7 * 86_400 + 1);
    assert_eq!([status(&keys[0]).await, status(&keys[2]).await], [401, 200]);
    // Of Frappe's one key there is a new secret, and the others go on.
    assert_eq!(unnamed.get(whoami).await.status, 200);
    let other = program(&site, BOB).await;
    assert_eq!(unnamed.get(whoami).await.status, 401);
    assert_eq!((other.get(whoami).await.status, status(&keys[2]).await), (200, 200));
    // Alice sees them by name, and takes one back.
    let alice = program(&site, ALICE).await;
    let listed = alice
        .get(r#"/api/resource/API Key?fields=["name","label","scopes"]&filters=[["user","=","bob@example.com"]]"#)
        .await
        .json();
    let labels: Vec<&str> = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["label"].as_str().unwrap_or_default())
        .collect();
    assert!(labels.contains(&"Scale") && labels.contains(&""), "{listed}");
    let scale = keys[2]["api_key"].as_str().unwrap();
    assert_eq!(
        alice
            .call("DELETE", &format!("/api/resource/API Key/{scale}"), Value::Null)
            .await
            .status,
        202
    );
    assert_eq!(status(&keys[2]).await, 401);
}

/// The key without a name is for whatever its user may do, also where the scope `all` is for few; a scope that keys are for
/// is not taken away, and a key with a name makes none that outlives it.
#[tokio::test]
async fn keys_and_scopes() {
    let site = site().await;
    let unnamed = program(&site, BOB).await;
    let mut alice = site.signed_in(ALICE).await;
    let page = made(&mut alice, "Short", &["all"], "7").await;
    let short = json!({ "api_key": page.value("api_key"), "api_secret": page.value("api_secret") });
    let short = with(&site, &short);
    for (method, args) in [
        ("api_key", json!({})),
        ("new_api_key", json!({ "label": "Long", "scopes": "all", "days": 365 })),
    ] {
        let call = json!({ "dt": "User", "dn": ALICE, "method": method, "args": args });
        let refused = short.call("POST", "/api/method/run_doc_method", call).await;
        assert_eq!(refused.status, 403, "{method}: {}", refused.body);
    }
    made(&mut alice, "People", &["people"], "7").await;
    let key = program(&site, ALICE).await;
    let refused = key
        .call("DELETE", "/api/resource/OAuth Scope/people", Value::Null)
        .await;
    assert!(
        refused.status == 417 && refused.body.contains("API key"),
        "{}",
        refused.body
    );
    site.change("OAuth Scope", "all", json!({ "roles": ["System Manager"] }))
        .await;
    let whoami = unnamed.get("/api/method/frappe.auth.get_logged_user").await;
    assert_eq!(whoami.json(), json!({ "message": BOB }));
}

/// What is wrong with a new key is said beside it, and nothing of it is lost.
#[tokio::test]
async fn a_key_that_cannot_be_is_explained() {
    let site = site().await;
    let mut bob = site.signed_in(BOB).await;
    for (label, scopes, days, said) in [
        ("", &["all"][..], "30", "needs a name"),
        ("Till", &[], "30", "what the key is for"),
        ("Till", &["staff"], "30", "cannot have the scope staff"),
        ("Till", &["nonsense"], "30", "cannot have the scope nonsense"),
        ("Till", &["all"], "366", "1 to 365 days"),
        ("Till", &["all"], "-1", "1 to 365 days"),
        (&"x".repeat(61), &["all"], "30", "60 characters"),
    ] {
        let page = made(&mut bob, label, scopes, days).await;
        assert_eq!(page.status, 422, "{label} {scopes:?} {days}");
        assert!(
            page.text("main").contains(said),
            "{label} {scopes:?} {days}: {}",
            page.text("main")
        );
        assert_eq!(page.value("label"), label);
    }
    let alice = program(&site, ALICE).await;
    for (args, said) in [
        (
            json!({ "label": "Till", "scopes": "staff", "days": 30 }),
            "cannot have the scope staff",
        ),
        (json!({ "label": "Till", "scopes": "all" }), "Works For is needed"),
        (json!({ "label": "Till", "scopes": "all", "days": 366 }), "1 to 365"),
    ] {
        let call = json!({ "dt": "User", "dn": BOB, "method": "new_api_key", "args": args });
        let refused = alice.call("POST", "/api/method/run_doc_method", call).await;
        assert!(
            refused.status == 417 && refused.body.contains(said),
            "{args}: {} {}",
            refused.status,
            refused.body
        );
    }
    let call = json!({ "dt": "User", "dn": BOB, "method": "new_api_key", "args": { "label": "Till", "scopes": "all", "days": 30 } });
    let made = alice.call("POST", "/api/method/run_doc_method", call).await.json();
    assert_eq!(
        with(&site, &made["message"])
            .get("/api/method/frappe.auth.get_logged_user")
            .await
            .json(),
        json!({ "message": BOB })
    );
}

/// On the machine itself.
#[test]
fn keys_by_command() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    add_alice(folder);
    let key = json_of(&command(
        folder,
        &[
            "user", "api-key", ALICE, "--label", "Backup", "--scope", "all", "--days", "5", "--json",
        ],
        "",
    ));
    assert!(
        key["api_secret"].as_str().is_some_and(|secret| secret.len() > 30),
        "{key}"
    );
    let refused = command(folder, &["user", "api-key", ALICE, "--label", "Other"], "");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("what the key is for"));
}
