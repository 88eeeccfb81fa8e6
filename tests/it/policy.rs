//! What the site and roles ask: how long a session lasts, which ways to sign in are refused, passkeys alone, how strong
//! a password is.

use crate::support::mailbox::Mailbox;
use crate::support::{ALICE, BOB, Browser, PASSWORD, Page, Site, program};
use frontdesk::config::smtp_url;
use frontdesk::jobs::send_due;
use serde_json::json;

const SETTINGS: &str = "System Settings";

async fn with_password(browser: &mut Browser, email: &str) -> Page {
    let login = browser.get("/login").await;
    browser
        .press(&login, "login-submit", &[("email", email), ("password", PASSWORD)])
        .await
}

async fn is_in(browser: &mut Browser) -> bool {
    !browser.get("/me/profile").await.has("login-submit")
}

/// A session ends without use, and at the latest; what is set now holds for sessions that began before.
#[tokio::test]
async fn sessions_end_as_the_site_and_roles_say() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    site.pass(3600);
    assert!(is_in(&mut bob).await, "seven days as the server was started");
    site.change(SETTINGS, SETTINGS, json!({ "session_idle_minutes": 15 }))
        .await;
    site.pass(14 * 60);
    assert!(is_in(&mut bob).await);
    // Used all the time, it goes on: no use is too short ago to count.
    for _ in 0..20 {
        site.pass(5 * 60);
        assert!(is_in(&mut bob).await);
    }
    site.pass(15 * 60 + 1);
    assert!(!is_in(&mut bob).await, "fifteen minutes");
    site.change(
        SETTINGS,
        SETTINGS,
        json!({ "session_idle_minutes": 0, "session_most_hours": 8 }),
    )
    .await;
    let mut bob = site.signed_in(BOB).await;
    for _ in 0..15 {
        site.pass(30 * 60);
        assert!(is_in(&mut bob).await);
    }
    site.pass(30 * 60);
    assert!(!is_in(&mut bob).await, "eight hours");
    // A role asks for less; of several the shortest counts; one that asks for more gets nothing.
    let teller =
        json!({ "role_name": "Teller", "desk_access": 0, "session_idle_minutes": 5, "session_most_hours": 900 });
    site.add("Role", teller).await;
    site.add(
        "Role",
        json!({ "role_name": "Baker", "desk_access": 0, "session_most_hours": 1 }),
    )
    .await;
    let mut carol = site.signed_in(ALICE).await;
    let mut bob = site.signed_in(BOB).await;
    site.change("User", BOB, json!({ "roles": ["Teller", "Baker"] })).await;
    site.pass(4 * 60);
    assert!(is_in(&mut bob).await, "given while signed in");
    site.pass(5 * 60 + 1);
    assert!(!is_in(&mut bob).await && is_in(&mut carol).await);
    let mut bob = site.signed_in(BOB).await;
    for minutes in 1..=20 {
        site.pass(3 * 60);
        assert_eq!(is_in(&mut bob).await, minutes < 20, "{minutes}");
    }
}

/// A session that has had its time by a policy that came later renews nothing, and is written down as ended.
#[tokio::test]
async fn a_session_that_is_over_renews_nothing() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "scopes": "openid" })).await;
    let tokens = site.tokens_of(BOB, &client, &[("scope", "openid")]).await;
    site.change(SETTINGS, SETTINGS, json!({ "session_idle_minutes": 15 }))
        .await;
    site.pass(16 * 60);
    let refused = site.refresh(&client, &tokens.refresh, &[]).await;
    assert_eq!(refused.status, 400, "{}", refused.body);
    frontdesk::jobs::sweep_all(&site.app).await.unwrap();
    let live = "SELECT count(*) FROM sessions";
    assert_eq!(site.app.db.read(|db| db.number(live, &[])).unwrap(), 0);
}

/// A refused way says so to whoever has proven who they are, at every door; the others go on.
#[tokio::test]
async fn a_role_refuses_ways_to_sign_in() {
    let mailbox = Mailbox::start().await;
    let server = smtp_url(&mailbox.url()).unwrap();
    let site = Site::with(|config| config.mail_server = Some(server)).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    site.change(SETTINGS, SETTINGS, json!({ "allow_email_codes": 1 })).await;
    let role = json!({ "role_name": "Teller", "desk_access": 0, "refused_methods": "Password" });
    site.add("Role", role).await;
    site.change("User", BOB, json!({ "roles": ["Teller"] })).await;
    let mut bob = site.browser();
    let refused = with_password(&mut bob, BOB).await;
    assert_eq!(refused.status, 403);
    assert!(
        refused.body.contains("does not sign in here with a password"),
        "{}",
        refused.body
    );
    assert!(!is_in(&mut bob).await);
    let body = json!({ "usr": BOB, "pwd": PASSWORD });
    let refused = site
        .send(site.http.post(site.url("/api/method/login")).json(&body))
        .await;
    assert!(
        refused.status == 403 && refused.body.contains("does not sign in here"),
        "{}",
        refused.body
    );
    let wrong = json!({ "usr": BOB, "pwd": "Another-word-4" });
    let wrong = site
        .send(site.http.post(site.url("/api/method/login")).json(&wrong))
        .await;
    assert!(
        wrong.status == 401 && !wrong.body.contains("Teller"),
        "who knows no password hears no role"
    );
    // By an emailed code they are in, until that is refused, too.
    let code = async || {
        let mut browser = site.browser();
        let page = browser.get("/login/code").await;
        let page = browser.press(&page, "ask-code-submit", &[("email", BOB)]).await;
        let count = mailbox.taken().len();
        for _ in 0..1000 {
            send_due(&site.app).await.unwrap();
            if mailbox.taken().len() > count {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let text = mailbox.taken().last().expect("a mail").text();
        let digits = text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 6);
        let digits = digits.expect("a code").to_owned();
        let page = browser.press(&page, "type-code-submit", &[("code", &digits)]).await;
        (browser, page)
    };
    let (mut browser, page) = code().await;
    assert!(is_in(&mut browser).await, "{}", page.body);
    site.change("Role", "Teller", json!({ "refused_methods": "Emailed Code" }))
        .await;
    site.pass(1000);
    let (mut browser, page) = code().await;
    assert_eq!(page.status, 403, "{}", page.body);
    assert!(
        page.body.contains("emailed code") && !is_in(&mut browser).await,
        "{}",
        page.body
    );
    let mut bob = site.browser();
    with_password(&mut bob, BOB).await;
    assert!(is_in(&mut bob).await);
    // A link that sets another password is no way around it; what was refused stands in the log.
    site.change(
        "Role",
        "Teller",
        json!({ "refused_methods": ["Password", "Emailed Code"] }),
    )
    .await;
    let count = site
        .app
        .db
        .read(|db| db.number("SELECT count(*) FROM deliveries", &[]))
        .unwrap();
    let mut bob = site.browser();
    let page = bob.get("/login/forgot").await;
    bob.press(&page, "forgot-submit", &[("email", BOB)]).await;
    let alice = program(&site, ALICE).await;
    let logged = alice
        .get(r#"/api/resource/Activity Log?fields=["subject"]&filters=[["subject","like","%refused by a role%"]]"#)
        .await;
    assert!(
        logged.json()["data"].as_array().is_some_and(|all| all.len() >= 2),
        "{}",
        logged.body
    );
    assert_eq!(
        site.app
            .db
            .read(|db| db.number("SELECT count(*) FROM deliveries", &[]))
            .unwrap(),
        count
    );
    // Nobody shuts the last administrator out.
    for role in ["System Manager", "Desk User", "All", "Guest"] {
        let change = json!({ "refused_methods": "Password" });
        let refused = alice.call("PUT", &format!("/api/resource/Role/{role}"), change).await;
        assert!(
            refused.status == 417 && refused.body.contains("last way in"),
            "{role}: {}",
            refused.body
        );
    }
    let baker = json!({ "role_name": "Baker", "desk_access": 0, "refused_methods": ["Password"] });
    site.add("Role", baker).await;
    let given = json!({ "roles": ["System Manager", "Baker"] });
    let refused = alice.call("PUT", &format!("/api/resource/User/{ALICE}"), given).await;
    assert!(
        refused.status == 417 && refused.body.contains("last way in"),
        "{}",
        refused.body
    );
    let mut again = site.browser();
    with_password(&mut again, ALICE).await;
    assert!(is_in(&mut again).await);
}

/// Passkeys Only, where the address of the site has no name: there can be no passkeys, and any second factor will do. (With
/// one: `passkeys.rs`.)
#[tokio::test]
async fn passkeys_only_locks_nobody_out() {
    let site = Site::new().await;
    let strict = json!({ "second_factor": "Passkeys Only", "second_factor_grace_days": 3 });
    site.change(SETTINGS, SETTINGS, strict).await;
    let mut bob = site.browser();
    let page = with_password(&mut bob, BOB).await;
    assert!(page.has("later") && page.has("new-app"), "{}", page.body);
    let off = json!({ "allow_passkeys": 0 });
    let alice = program(&site, ALICE).await;
    let refused = alice
        .call("PUT", "/api/resource/System Settings/System Settings", off)
        .await;
    assert!(
        refused.status == 417 && refused.body.contains("have to be on"),
        "{}",
        refused.body
    );
}

/// Length and strength hold for new passwords, at every door; a role can ask for more.
#[tokio::test]
async fn passwords_are_as_long_and_strong_as_asked() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let set = async |password: &str| {
        let body = json!({ "new_password": password });
        let answer = alice.call("PUT", &format!("/api/resource/User/{BOB}"), body).await;
        (answer.status, answer.body)
    };
    assert_eq!(set("tea-cup-91").await.0, 200);
    site.change(SETTINGS, SETTINGS, json!({ "password_length": 14 })).await;
    let (status, body) = set("tea-cup-92").await;
    assert!(status == 417 && body.contains("14 characters"), "{body}");
    site.change(
        SETTINGS,
        SETTINGS,
        json!({ "password_length": 8, "password_strength": "Very Strong" }),
    )
    .await;
    assert_eq!(set("tea-cup-92").await.0, 417);
    assert_eq!(set("Looking-glass-7-clock-of-brass").await.0, 200);
    site.change(SETTINGS, SETTINGS, json!({ "password_strength": "Fair" }))
        .await;
    site.add(
        "Role",
        json!({ "role_name": "Vault", "desk_access": 0, "password_strength": "Very Strong" }),
    )
    .await;
    assert_eq!(set("tea-cup-93").await.0, 200);
    site.change("User", BOB, json!({ "roles": ["Vault"] })).await;
    assert_eq!(set("tea-cup-94").await.0, 417, "the roles that they have");
    let both = json!({ "new_password": "tea-cup-95", "roles": [] });
    let answer = alice.call("PUT", &format!("/api/resource/User/{BOB}"), both).await;
    assert_eq!(answer.status, 200, "the roles that they will have: {}", answer.body);
    site.change("User", BOB, json!({ "roles": ["Vault"] })).await;
    assert_eq!(set("Looking-glass-7-clock-of-brass").await.0, 200);
    let mut bob = site.browser();
    let login = bob.get("/login").await;
    let typed = [("email", BOB), ("password", "Looking-glass-7-clock-of-brass")];
    let home = bob.press(&login, "login-submit", &typed).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    let page = bob.get("/me/password").await;
    assert!(
        page.text("main").contains("at least 8 characters"),
        "{}",
        page.text("main")
    );
    let typed = [
        ("current_password", "Looking-glass-7-clock-of-brass"),
        ("new_password", "tea-cup-96"),
    ];
    let refused = bob.press(&page, "password-submit", &typed).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
}
