//! What gives power or ends safety asks for a proof of the last ten minutes: each deed, through each door.

use crate::factors::App;
use crate::support::rp::authorize_path;
use crate::support::{ALICE, BOB, Browser, PASSWORD, Site, program, registry};
use frontdesk::permissions::Verb;
use serde_json::{Value, json};

const LATE: i64 = 601;

/// A call over REST with a browser's session.
async fn with_session(site: &Site, browser: &mut Browser, method: &str, path: &str, body: &Value) -> (u16, String) {
    let csrf = browser.csrf_of_home().await;
    let request = site.http.request(method.parse().unwrap(), site.url(path)).json(body);
    let answer = browser.raw(request.header("x-frappe-csrf-token", csrf)).await;
    (answer.status, answer.body)
}

/// Deeds over REST: method, path, body.
fn deeds() -> Vec<(&'static str, String, Value)> {
    let mut deeds = Vec::new();
    for held in registry().types().filter(|held| held.gives_power) {
        if held.single {
            let path = format!("/api/resource/{0}/{0}", held.name);
            // What stays as it is gives nothing.
            let change = match held.name {
                "System Settings" => json!({ "app_name": "Tea House" }),
                _ => json!({ "skip_authorization": "Force" }),
            };
            deeds.push(("PUT", path, change));
        } else if held.verbs.contains(&Verb::Create) {
            deeds.push(("POST", format!("/api/resource/{}", held.name), json!({})));
        } else {
            panic!("{}: how is that changed?", held.name);
        }
    }
    let bob = format!("/api/resource/User/{BOB}");
    for change in [
        json!({ "roles": ["System Manager"] }),
        json!({ "new_password": "Looking-glass-7-clock" }),
        json!({ "enabled": 0 }),
        json!({ "username": "robert" }),
        json!({ "email_verified": 0 }),
    ] {
        deeds.push(("PUT", bob.clone(), change));
    }
    deeds.push(("DELETE", bob, json!({})));
    let with_power = json!({ "email": "eve@example.com", "first_name": "Eve", "roles": ["System Manager"] });
    deeds.push(("POST", "/api/resource/User".into(), with_power));
    for action in ["invite", "sign-in-link", "api-key", "sign-out", "remove-factors"] {
        let args = if action == "remove-factors" {
            json!({ "reason": "lost" })
        } else {
            json!({})
        };
        let call = json!({ "dt": "User", "dn": BOB, "method": action, "args": args });
        deeds.push(("POST", "/api/method/run_doc_method".into(), call));
    }
    deeds
}

/// Bob is there again for the next deed, where one removed him.
async fn bring_back_bob(site: &Site) {
    let bob = site.app.db.read(|db| frontdesk::users::by_email(db, BOB)).unwrap();
    if bob.is_none() {
        site.add_user(BOB, "Bob", &[]).await;
    }
}

/// Over REST with a session: refused when the proof is old, not when it is new; a key proves itself with each call.
#[tokio::test]
async fn powerful_deeds_over_rest() {
    let site = Site::new().await;
    let deeds = deeds();
    assert!(deeds.len() > 20, "{}", deeds.len());
    let mut alice = site.signed_in(ALICE).await;
    site.pass(LATE);
    for (method, path, body) in &deeds {
        let (status, answer) = with_session(&site, &mut alice, method, path, body).await;
        assert_eq!(status, 403, "{method} {path} {body}: {answer}");
        assert!(
            answer.contains("prove again who you are"),
            "{method} {path} {body}: {answer}"
        );
    }
    let harmless = json!({ "first_name": "Robert" });
    let (status, answer) = with_session(
        &site,
        &mut alice,
        "PUT",
        &format!("/api/resource/User/{BOB}"),
        &harmless,
    )
    .await;
    assert_eq!(status, 200, "{answer}");
    let key = program(&site, ALICE).await;
    for (method, path, body) in &deeds {
        let answer = key.call(method, path, body.clone()).await;
        assert!(
            !answer.body.contains("prove again"),
            "{method} {path} {body}: {}",
            answer.body
        );
        bring_back_bob(&site).await;
    }
    let mut alice = site.signed_in(ALICE).await;
    for (method, path, body) in &deeds {
        let (_, answer) = with_session(&site, &mut alice, method, path, body).await;
        assert!(!answer.contains("prove again"), "{method} {path} {body}: {answer}");
        bring_back_bob(&site).await;
    }
}

/// On the desk: the same, and what was typed waits.
#[tokio::test]
async fn powerful_deeds_on_the_desk() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app/role/new").await;
    site.pass(LATE);
    let typed = [("role_name", "Bookkeeper"), ("description", "Keeps the books")];
    let asked = alice.press(&page, "save", &typed).await;
    assert!(asked.has("again-submit"), "{}", asked.body);
    let wrong = alice.press(&asked, "again-submit", &[("password", "wrong")]).await;
    assert_eq!(wrong.status, 422);
    let back = alice.press(&asked, "again-submit", &[("password", PASSWORD)]).await;
    assert_eq!(back.value("role_name"), "Bookkeeper", "{}", back.body);
    let saved = alice.press(&back, "save", &[]).await;
    assert_eq!(saved.status, 200);
    assert!(saved.body.contains("Keeps the books"), "{}", saved.body);
    for (page, button) in [
        ("/me/keys", "key-submit"),
        ("/me/security", "set-up-app"),
        ("/app/system-settings", "save"),
        ("/app/user/bob%40example.com", "action-sign-in-link"),
        ("/app/user/alice%40example.com", "action-api-key"),
    ] {
        let mut alice = site.signed_in(ALICE).await;
        let form = alice.get(page).await;
        let typed: &[(&str, &str)] = if button == "save" {
            &[("app_name", "Tea House")]
        } else {
            &[]
        };
        site.pass(LATE);
        let asked = alice.press(&form, button, typed).await;
        assert!(asked.has("again-submit"), "{page} {button}: {}", asked.body);
        let back = alice.press(&asked, "again-submit", &[("password", PASSWORD)]).await;
        assert!(back.address.ends_with(page), "{page}: {}", back.address);
        let form = alice.get(page).await;
        let done = alice.press(&form, button, &[]).await;
        assert!(!done.has("again-submit"), "{page} {button}: {}", done.body);
    }
}

/// Whoever has a second factor gives that, and a stranger's page cannot do it for them; guesses count.
#[tokio::test]
async fn the_proof_is_the_second_factor_where_there_is_one() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let app = App::of(&site, &mut alice).await;
    site.pass(LATE);
    let page = alice.get("/app/system-settings").await;
    let asked = alice.press(&page, "save", &[("app_name", "Tea House")]).await;
    assert!(!asked.has("password"), "{}", asked.body);
    let (action, mut form) = asked.form_of("again-submit", &[]);
    form.retain(|(name, _)| name != "csrf_token");
    assert_eq!(alice.post(&action, &form).await.status, 403);
    let (action, mut form) = asked.form_of("again-submit", &[]);
    form.push(("password".into(), PASSWORD.into()));
    assert_eq!(
        alice.post(&action, &form).await.status,
        422,
        "the password alone is not enough"
    );
    let back = alice.press(&asked, "again-submit", &[("code", &app.code(&site))]).await;
    assert_eq!(back.value("app_name"), "Tea House");
    let page = alice.get("/login/again?redirect-to=https://evil.test/").await;
    let home = alice.press(&page, "again-submit", &[("code", &app.code(&site))]).await;
    assert!(home.address.starts_with(&site.origin), "{}", home.address);
    let mut refused = 0;
    for guess in 0..15 {
        let page = alice.get("/login/again").await;
        refused = alice
            .press(&page, "again-submit", &[("code", &format!("{guess:06}"))])
            .await
            .status;
    }
    assert_eq!(refused, 429);
}

/// A list as a file, and a token that may do what its user may do, ask as well: what is waited for goes on afterwards.
#[tokio::test]
async fn exports_and_tokens_that_reach_far() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let csv = "/app/user.csv?q=bob";
    assert_eq!(
        alice.get(csv).await.answer.header("content-type"),
        "text/csv; charset=utf-8"
    );
    let client = site.add_client(json!({ "scopes": "openid all" })).await;
    let mut bob = site.signed_in(BOB).await;
    site.pass(LATE);
    let asked = alice.get(csv).await;
    assert!(asked.has("again-submit"), "{}", asked.body);
    let question = alice.get(&authorize_path(&client, &[("scope", "openid all")])).await;
    let asked = alice.press(&question, "consent-allow", &[]).await;
    assert!(asked.has("again-submit"), "{}", asked.body);
    let question = alice.press(&asked, "again-submit", &[("password", PASSWORD)]).await;
    let back = alice.press(&question, "consent-allow", &[]).await;
    assert!(
        back.is_outside && back.address.contains("code="),
        "{} {}",
        back.address,
        back.body
    );
    // Who is only signed in, and an app that only wants to know who it is, are not asked.
    let back = bob.allow(&client, &[("scope", "openid all")]).await;
    assert!(
        back.is_outside && back.address.contains("code="),
        "{} {}",
        back.address,
        back.body
    );
    let knows = site.add_client(json!({ "scopes": "openid" })).await;
    site.pass(LATE);
    let back = alice.allow(&knows, &[("scope", "openid")]).await;
    assert!(
        back.is_outside && back.address.contains("code="),
        "{} {}",
        back.address,
        back.body
    );
}

/// Where there is a second factor, the old password is no proof for a new one.
#[tokio::test]
async fn a_new_password_does_not_go_round_the_second_factor() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let app = App::of(&site, &mut bob).await;
    let page = bob.get("/me/password").await;
    site.pass(LATE);
    let typed = [
        ("current_password", PASSWORD),
        ("new_password", "Looking-glass-7-clock"),
    ];
    let asked = bob.press(&page, "password-submit", &typed).await;
    assert!(asked.has("again-submit") && !asked.has("password"), "{}", asked.body);
    let page = bob.press(&asked, "again-submit", &[("code", &app.code(&site))]).await;
    let done = bob.press(&page, "password-submit", &typed).await;
    assert!(done.body.contains("Your password was changed"), "{}", done.body);
}
