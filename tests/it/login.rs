//! Signing in: the page, Frappe's method, sessions.

use crate::support::{ALICE, BOB, PASSWORD, Site};
use serde_json::json;

/// A65: who exists is not told.
#[tokio::test]
async fn a65_wrong_password_and_unknown_user_look_the_same() {
    let site = Site::new().await;
    let mut texts = Vec::new();
    site.change("User", BOB, json!({ "enabled": 0 })).await;
    for (email, password) in [
        (ALICE, "wrong"),
        ("nobody@example.com", "wrong"),
        (BOB, PASSWORD),
        (ALICE, &"x".repeat(100_000)),
    ] {
        let mut browser = site.browser();
        let login = browser.get("/login").await;
        let page = browser
            .press(&login, "login-submit", &[("email", email), ("password", password)])
            .await;
        assert_eq!(page.status, 422);
        assert_eq!(page.value("email"), email, "what was typed stays");
        assert_eq!(page.value("password"), "", "but not the password");
        assert!(!browser.cookies.contains_key("sid"));
        texts.push(page.text("#login-mistake"));
    }
    assert!(texts.iter().all(|text| *text == texts[0]));
}

/// A42, A44: a session is new at every sign-in, random, and nothing else opens it.
#[tokio::test]
async fn a42_a44_sessions_are_new_random_and_end() {
    let site = Site::new().await;
    let mut browser = site.browser();
    browser.cookies.insert("sid".into(), "planted".into());
    browser.sign_in(ALICE, PASSWORD).await;
    let first = browser.cookies["sid"].clone();
    assert_ne!(first, "planted", "A42");
    assert_eq!(first.len(), 43);
    let mut flipped = first.clone();
    flipped.replace_range(0..1, if first.starts_with('A') { "B" } else { "A" });
    browser.cookies.insert("sid".into(), flipped);
    assert!(browser.get("/app").await.has("login-submit"), "A44");
    browser.cookies.insert("sid".into(), first);
    assert!(browser.get("/app").await.text("h1").contains("Alice"));
    site.pass(600_000);
    assert!(
        browser.get("/app").await.text("h1").contains("Alice"),
        "use keeps it alive"
    );
    site.pass(600_000);
    assert!(browser.get("/app").await.text("h1").contains("Alice"));
    site.pass(612_001);
    assert!(browser.get("/app").await.has("login-submit"), "unused it ends");
}

/// A session ends when the user is disabled or the password changes; others' do not.
#[tokio::test]
async fn sessions_end_with_the_user_and_the_password() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let mut bob = site.signed_in(BOB).await;
    let form = alice.get(&format!("/app/user/{BOB}?tab=access")).await;
    let saved = alice
        .press(&form, "save", &[("new_password", "Correct-horse-battery-7")])
        .await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert!(bob.get("/app").await.has("login-submit"), "the password changed");
    bob.sign_in(BOB, "Correct-horse-battery-7").await;
    let form = alice.get(&format!("/app/user/{BOB}?tab=access")).await;
    let (action, mut fields) = form.form_of("save", &[]);
    fields.retain(|(name, _)| name != "enabled");
    assert_eq!(alice.post(&action, &fields).await.status, 200);
    assert!(bob.get("/app").await.has("login-submit"), "the user is disabled");
    site.change("User", BOB, json!({ "enabled": 1 })).await;
    assert!(bob.get("/app").await.has("login-submit"), "and stays signed out");
    assert!(alice.get("/app").await.text("h1").contains("Alice"));
}

/// R27: login and sign-out forms need their token; a link signs nobody out.
#[tokio::test]
async fn r27_a41_login_and_sign_out_need_the_csrf_token() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let login = browser.get("/login").await;
    let typed = [("email", ALICE), ("password", PASSWORD), ("csrf_token", "wrong")];
    let page = browser.press(&login, "login-submit", &typed).await;
    assert_eq!(page.status, 403);
    assert!(page.has("oauth-error") && !browser.cookies.contains_key("sid"));
    let mut without_cookie = site.browser();
    let page = without_cookie
        .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
        .await;
    assert_eq!(page.status, 403, "the token is bound to the browser");
    let mut alice = site.signed_in(ALICE).await;
    alice.post("/logout", &[]).await;
    assert!(alice.get("/app").await.text("h1").contains("Alice"));
    let cross = site
        .http
        .get(site.url("/api/method/logout"))
        .header("sec-fetch-site", "cross-site");
    assert_eq!(alice.raw(cross).await.status, 400, "A41");
    assert!(alice.get("/app").await.text("h1").contains("Alice"));
}

/// Frappe's login: answers, cookies, and a session that opens the API.
#[tokio::test]
async fn frappes_login_and_logout() {
    let site = Site::new().await;
    let mut program = site.browser();
    let request = site
        .http
        .post(site.url("/api/method/login"))
        .form(&[("usr", ALICE), ("pwd", PASSWORD)]);
    let answer = program.raw(request).await;
    assert_eq!(
        answer.json(),
        json!({ "message": "Logged In", "home_page": "/app", "full_name": "Alice Liddell" })
    );
    for name in ["sid", "system_user", "full_name", "user_id", "user_image"] {
        assert!(program.cookies.contains_key(name), "{name}");
    }
    assert_eq!(program.cookies["user_id"], "alice%40example.com");
    let csrf = answer.header("x-frappe-csrf-token").to_owned();
    let who = program
        .raw(site.http.get(site.url("/api/method/frappe.auth.get_logged_user")))
        .await;
    assert_eq!(who.json()["message"], ALICE);
    let body = json!({ "email": "carol@example.com", "first_name": "Carol" });
    // A page of whatever site cannot use the program's session; the program needs no token.
    let change = || site.http.post(site.url("/api/resource/User")).json(&body);
    for said in ["origin", "referer", "sec-fetch-site"] {
        let own = program.raw(change().header(said, &site.origin)).await;
        assert_eq!(
            (own.status, &own.json()["exc_type"]),
            (400, &json!("CSRFTokenError")),
            "{said}"
        );
    }
    let with = change()
        .header("origin", &site.origin)
        .header("X-Frappe-CSRF-Token", csrf);
    assert_eq!(program.raw(with).await.json()["data"]["name"], "carol@example.com");
    let without = site
        .http
        .put(site.url("/api/resource/User/carol@example.com"))
        .json(&json!({ "last_name": "X" }));
    assert_eq!(program.raw(without).await.status, 200);
    // A session of a browser needs it, from whatever program the request comes.
    let mut browser = site.signed_in(ALICE).await;
    let without = browser.raw(change()).await;
    assert_eq!(
        (without.status, &without.json()["exc_type"]),
        (400, &json!("CSRFTokenError")),
        "Frappe A2"
    );
    // A sign-in from a page is a browser's.
    let login = [("usr", ALICE), ("pwd", PASSWORD)];
    let login = site
        .http
        .post(site.url("/api/method/login"))
        .form(&login)
        .header("origin", &site.origin);
    let mut page = site.browser();
    assert_eq!(page.raw(login).await.status, 200);
    assert_eq!(page.raw(change()).await.status, 400);
    let out = program.raw(site.http.get(site.url("/api/method/logout"))).await;
    assert_eq!(
        out.json(),
        json!({ "message": "No App", "home_page": "/login", "full_name": "Guest" })
    );
    let who = program
        .raw(site.http.get(site.url("/api/method/frappe.auth.get_logged_user")))
        .await;
    assert_eq!(who.status, 401);
    let in_query = site.get(&format!("/api/method/login?usr={ALICE}&pwd={PASSWORD}")).await;
    assert_eq!(in_query.status, 405, "passwords do not travel in addresses");
}
