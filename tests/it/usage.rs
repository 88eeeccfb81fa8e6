//! Token usage, and what the check-up makes of it.

use crate::support::{ALICE, BOB, Site, program};
use frontdesk::base::{ClientId, Seconds, UserId};
use frontdesk::checkup;
use frontdesk::oauth::usage::UsageRecorder;
use serde_json::{Value, json};

fn titles(site: &Site) -> Vec<String> {
    let found = site
        .app
        .db
        .read(|db| checkup::findings(db, &site.app.env, &Default::default()))
        .unwrap();
    found.into_iter().map(|finding| finding.title.english()).collect()
}

#[tokio::test]
async fn usage_says_what_tokens_are_truly_used_for() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "app_name": "Tea Shop", "scopes": "all openid email" }))
        .await;
    let tokens = site.tokens_of(ALICE, &client, &[("scope", "openid email all")]).await;
    for _ in 0..3 {
        site.get_as(&tokens.access, "/oauth2/userinfo").await;
    }
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app/token-usage").await;
    let row = page.text("tbody tr");
    for words in ["Tea Shop", ALICE, "127.0.0.1", "email openid"] {
        assert!(row.contains(words), "{words} is not in {row}");
    }
    assert!(!row.contains("all"), "all was never needed");
    site.app.catch_up().await;
    // What the client did altogether is what it did for each of its users.
    let usage = |sql: &str| site.app.db.read(|db| db.number(sql, &[])).unwrap();
    assert_eq!(usage("SELECT sum(used) FROM oauth_client_usage"), 3);
    for column in ["issued", "used", "last_used_at"] {
        let sum = |table| usage(&format!("SELECT sum({column}) FROM {table}"));
        assert_eq!(sum("oauth_client_usage"), sum("oauth_usage"), "{column}");
    }
    let never = || {
        titles(&site)
            .iter()
            .any(|title| title == "Tea Shop may do everything but never does")
    };
    assert!(!never(), "not before it was looked at for a week");
    site.pass(8 * 86_400);
    let mut alice = site.signed_in(ALICE).await;
    assert!(never());
    let tokens = site.tokens_of(ALICE, &client, &[("scope", "openid email all")]).await;
    site.get_as(&tokens.access, "/api/resource/OAuth%20Client").await;
    site.app.catch_up().await;
    assert!(!titles(&site).iter().any(|title| title.contains("never does")));
    assert!(
        alice
            .get("/app/token-usage?client=nobody")
            .await
            .text("main")
            .contains("No token")
    );
    let mut bob = site.signed_in(BOB).await;
    assert_eq!(bob.get("/app/token-usage").await.status, 403);
    assert_eq!(bob.get("/app/check-up").await.status, 403);
}

/// Notes of two users come in any order: when a client was used last never goes back.
#[tokio::test]
async fn a_client_was_used_last_when_the_latest_of_its_users_was() {
    let site = Site::new().await;
    let client = ClientId::from(site.add_client(json!({ "app_name": "Tea Shop" })).await.id.as_str());
    let now = site.app.env.now();
    let noon = now - Seconds(now.0 % 86_400) + Seconds(43_200);
    for (user, at) in [("u-1", noon), ("u-2", noon - Seconds(60))] {
        let address = "192.0.2.1".parse().unwrap();
        UsageRecorder::start(&site.app.usage, &client, Some(&UserId::from(user)), address, at);
        site.app.catch_up().await;
    }
    let last = site
        .app
        .db
        .read(|db| db.number("SELECT last_used_at FROM oauth_client_usage", &[]));
    assert_eq!(last.unwrap(), noon.0);
}

#[tokio::test]
async fn the_check_up_finds_what_needs_care_and_its_buttons_mend_it() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "app_name": "Tea Shop" })).await;
    program(&site, BOB).await;
    site.tokens_of(BOB, &client, &[]).await;
    let has = |words: &str| titles(&site).iter().any(|title| title.contains(words));
    assert!(has("not served over https") && has("There is no backup") && has("redirect URI without https"));
    assert!(has("Only one person manages"));
    assert!(!has("days old") && !has("asleep") && !has("due for rotation") && !has("still works"));
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get(&format!("/app/oauth-client/{}", client.id)).await;
    alice.press(&page, "action-rotate-secret", &[]).await;
    assert!(has("An old secret of Tea Shop still works"));
    let check_up = alice.get("/app/check-up").await;
    assert!(check_up.text("main").contains("End the old secret"));
    let csrf = alice.csrf().await;
    let mended = alice
        .post(
            &format!("/app/oauth-client/{}/action/end-overlap", client.id),
            &[("csrf_token".to_owned(), csrf)],
        )
        .await;
    assert!(
        mended.text("[role=status]").contains("Only the newest"),
        "{}",
        mended.body
    );
    assert!(!has("still works"));
    site.pass(400 * 86_400);
    for words in [
        "The secret of Tea Shop is 400 days old",
        "Tea Shop is asleep",
        "The signing keys are due",
        "The API key of bob@example.com is asleep",
    ] {
        assert!(has(words), "{words} is not among {:?}", titles(&site));
    }
    site.change("User", BOB, json!({ "roles": ["System Manager"] })).await;
    assert!(!has("Only one person"));
}

/// An app's grants fall asleep when it fetches no more tokens.
#[tokio::test]
async fn grants_fall_asleep() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "scopes": "openid offline_access", "refresh_token_lifetime": 31_000_000 }))
        .await;
    site.tokens_of(BOB, &client, &[("scope", "openid offline_access")])
        .await;
    site.pass(91 * 86_400);
    assert!(
        titles(&site).iter().any(|title| title == "One grant is asleep"),
        "{:?}",
        titles(&site)
    );
}

/// The home counts sign-ins, failures and tokens by the day.
#[tokio::test]
async fn the_home_counts_by_the_day() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    site.tokens_of(BOB, &client, &[]).await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app").await;
    let charts = page.text(".charts");
    assert!(
        charts.contains("2 sign-ins") && charts.contains("1 issued token in"),
        "{charts}"
    );
    assert!(page.text("main").contains("Check-up") && page.text("main").contains("Recent refusals"));
    assert_eq!(page.body.matches("<rect").count(), 3 * 14);
}

/// The shape of every answer of REST is the one that the OpenAPI document tells.
#[tokio::test]
async fn openapi_tells_what_there_is() {
    let site = Site::new().await;
    let document = site.get("/api/openapi.json").await.json();
    assert_eq!(document["openapi"], "3.1.0");
    let alice = program(&site, ALICE).await;
    let paths = document["paths"].as_object().unwrap();
    for record_type in crate::support::registry().types() {
        let encoded = record_type.name.replace(' ', "%20");
        let one = format!("/api/resource/{encoded}/{{name}}");
        assert!(paths.contains_key(&one), "{one}");
        let schema = &document["components"]["schemas"][record_type.name.replace(' ', "")];
        let answer = match record_type.single {
            true => alice.get(&format!("/api/resource/{encoded}/{encoded}")).await.json()["data"].clone(),
            false => {
                let list = alice
                    .get(&format!("/api/resource/{encoded}?fields=[\"*\"]&limit=1"))
                    .await;
                assert_eq!(list.status, 200, "{}", list.body);
                list.json()["data"][0].clone()
            }
        };
        for (field, value) in answer.as_object().cloned().unwrap_or_default() {
            if ["docstatus", "idx"].contains(&field.as_str()) || value.is_null() {
                continue;
            }
            let told = &schema["properties"][&field];
            assert!(told.is_object(), "{}.{field} is not told", record_type.name);
            let kind = match value {
                Value::Number(_) => "integer",
                Value::Array(_) => "array",
                _ => "string",
            };
            assert_eq!(told["type"], kind, "{}.{field}", record_type.name);
        }
    }
    // Every path that is told answers, with its verb, and each reference leads somewhere.
    let mut surprises = Vec::new();
    for (path, operations) in paths {
        for verb in operations
            .as_object()
            .unwrap()
            .keys()
            .filter(|verb| *verb != "parameters")
        {
            let method = verb.to_uppercase();
            let answer = alice.call(&method, &path.replace("{name}", "nobody"), json!({})).await;
            let status = answer.status;
            // Nothing is sent, so nothing is made and no method is named; and nobody is there.
            let takes_nothing = path.ends_with("get_logged_user");
            let is_about_nobody = path.contains("{name}") && method != "POST";
            let expected = match (method.as_str(), path.rsplit('.').next().unwrap()) {
                ("POST", "generate_keys" | "/api/method/run_doc_method") => 404,
                ("POST", _) if !takes_nothing => 417,
                _ if is_about_nobody => 404,
                _ => 200,
            };
            if status != expected {
                surprises.push(format!("{method} {path} answers {status}, not {expected}"));
            }
        }
    }
    assert!(surprises.is_empty(), "{surprises:#?}");
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#/components/").skip(1) {
        let pointer = format!("/components/{}", reference.split('"').next().unwrap());
        assert!(document.pointer(&pointer).is_some(), "{pointer}");
    }
}
