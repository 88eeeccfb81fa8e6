//! Second factors: authenticator apps, recovery codes, trusted devices, what the site and apps ask for, and recovery.

use crate::support::authenticator::totp;
use crate::support::mailbox::Mailbox;
use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, BOB, Browser, PASSWORD, Page, Site, TestClient, payload, program, query};
use frontdesk::config::smtp_url;
use frontdesk::jobs::send_due;
use serde_json::{Value, json};

/// An authenticator app that was set up, and the recovery codes.
pub struct App {
    key: String,
    pub codes: Vec<String>,
}

impl App {
    /// Set up in My account.
    pub async fn of(site: &Site, browser: &mut Browser) -> App {
        let page = browser.get("/me/security").await;
        let key = page.text("#totp-key");
        let code = totp(&key, site.now().0);
        let done = browser.press(&page, "set-up-app", &[("code", &code)]).await;
        App {
            key,
            codes: done.texts("#recovery-codes code"),
        }
    }

    /// The code of the next moment: none is good twice.
    pub fn code(&self, site: &Site) -> String {
        site.pass(30);
        totp(&self.key, site.now().0)
    }
}

/// Signs in with the password, and stands at what comes next.
async fn with_password(browser: &mut Browser, email: &str) -> Page {
    let login = browser.get("/login").await;
    browser
        .press(&login, "login-submit", &[("email", email), ("password", PASSWORD)])
        .await
}

/// Somebody sets an app up, and is asked for its code from then on; each code and each recovery code is good once.
#[tokio::test]
async fn a_code_is_asked_for_and_good_once() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/security").await;
    let wrong = bob.press(&page, "set-up-app", &[("code", "000000")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.text("#totp-key"), page.text("#totp-key"), "the same key again");
    let app = App::of(&site, &mut bob).await;
    assert_eq!(app.codes.len(), 10);
    let mut other = site.browser();
    let step = with_password(&mut other, BOB).await;
    assert!(step.has("second-submit"), "{}", step.body);
    assert!(!other.cookies.contains_key("sid"), "nobody is signed in yet");
    assert!(other.get("/me/profile").await.has("login-submit"));
    let used = totp(&app.key, site.now().0);
    let again = other.press(&step, "second-submit", &[("code", &used)]).await;
    assert_eq!(again.status, 422, "the code that set it up");
    let code = app.code(&site);
    let home = other.press(&step, "second-submit", &[("code", &code)]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    let mut third = site.browser();
    let step = with_password(&mut third, BOB).await;
    assert_eq!(
        third.press(&step, "second-submit", &[("code", &code)]).await.status,
        422
    );
    let recovery = app.codes[3].to_uppercase().replace('-', " ");
    let home = third.press(&step, "second-submit", &[("code", &recovery)]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    let step = with_password(&mut site.browser(), BOB).await;
    let mut fourth = site.browser();
    drop(step);
    let step = with_password(&mut fourth, BOB).await;
    assert_eq!(
        fourth
            .press(&step, "second-submit", &[("code", &recovery)])
            .await
            .status,
        422
    );
    // What was under way ends with the password, and the page says so.
    site.change("User", BOB, json!({ "new_password": "Looking-glass-7-clock" }))
        .await;
    assert_eq!(
        fourth
            .press(&step, "second-submit", &[("code", &app.code(&site))])
            .await
            .status,
        403
    );
}

/// R25, A63: codes are guessed at no more than passwords are, and whoever was here before is not slowed by it.
#[tokio::test]
async fn r25_a63_a64_guessing_codes_is_limited_and_locks_nobody_out() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let app = App::of(&site, &mut bob).await;
    let mut thief = site.browser();
    let mut statuses = Vec::new();
    for guess in 0..8 {
        let step = with_password(&mut thief, BOB).await;
        let code = format!("{guess:06}");
        statuses.push(thief.press(&step, "second-submit", &[("code", &code)]).await.status);
    }
    assert_eq!(statuses[..5], [422; 5]);
    assert_eq!(statuses[5..], [429; 3]);
    // Every other door asks the same limit.
    let body = json!({ "usr": BOB, "pwd": PASSWORD });
    let asked = site
        .send(site.http.post(site.url("/api/method/login")).json(&body))
        .await
        .json();
    let body = json!({ "tmp_id": asked["tmp_id"], "otp": "123456" });
    let refused = site
        .send(site.http.post(site.url("/api/method/login")).json(&body))
        .await;
    assert_eq!(refused.status, 429, "{}", refused.body);
    // The browser that he signed in with is counted apart.
    let page = bob.get("/logout").await;
    let (action, form) = page.form_at("/logout");
    bob.post(&action, &form).await;
    let step = with_password(&mut bob, BOB).await;
    let home = bob.press(&step, "second-submit", &[("code", &app.code(&site))]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
}

/// A browser can be trusted for a while; that ends by hand, with time, with the password, and it is one account's.
#[tokio::test]
async fn a_trusted_device_is_not_asked() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let app = App::of(&site, &mut bob).await;
    let mut other = site.browser();
    let step = with_password(&mut other, BOB).await;
    let home = other
        .press(&step, "second-submit", &[("code", &app.code(&site)), ("trust", "1")])
        .await;
    assert!(home.text("h1").contains("Bob"));
    let trusted = other.cookies["trusted"].clone();
    let comes = async |trusted: &str, email: &str| {
        let mut browser = site.browser();
        browser.cookies.insert("trusted".into(), trusted.into());
        !with_password(&mut browser, email).await.has("second-submit")
    };
    assert!(comes(&trusted, BOB).await);
    assert!(!comes("AAAA", BOB).await);
    let mut alice = site.signed_in(ALICE).await;
    let apps = App::of(&site, &mut alice).await;
    assert!(!comes(&trusted, ALICE).await, "it is Bob's");
    assert_eq!(apps.codes.len(), 10);
    site.change(
        "System Settings",
        "System Settings",
        json!({ "second_factor": "Required" }),
    )
    .await;
    assert!(!comes(&trusted, BOB).await, "required at every sign-in");
    site.change(
        "System Settings",
        "System Settings",
        json!({ "second_factor": "On New Devices" }),
    )
    .await;
    assert!(comes(&trusted, BOB).await);
    let page = bob.get("/me/security").await;
    let (action, form) = page.form_at("/me/security");
    assert_eq!(action, "/me/security");
    let mut forget: Vec<(String, String)> = form.into_iter().filter(|(name, _)| name == "csrf_token").collect();
    forget.push(("deed".into(), "forget-device".into()));
    forget.push(("id".into(), "all".into()));
    assert_eq!(bob.post(&action, &forget).await.status, 200);
    assert!(!comes(&trusted, BOB).await, "forgotten by hand");
    let mut other = site.browser();
    let step = with_password(&mut other, BOB).await;
    other
        .press(&step, "second-submit", &[("code", &app.code(&site)), ("trust", "1")])
        .await;
    let trusted = other.cookies["trusted"].clone();
    assert!(comes(&trusted, BOB).await);
    site.pass(31 * 86_400);
    assert!(!comes(&trusted, BOB).await, "its time is over");
    site.sweep().await;
}

/// Whoever must have a second factor is led to one, can leave it for a while, and then not.
#[tokio::test]
async fn a_required_factor_is_set_up_while_signing_in() {
    let site = Site::new().await;
    site.add(
        "Role",
        json!({ "role_name": "Bookkeeper", "second_factor": "Required" }),
    )
    .await;
    site.change("User", BOB, json!({ "roles": ["Bookkeeper"] })).await;
    let mut bob = site.browser();
    let step = with_password(&mut bob, BOB).await;
    assert!(step.has("new-app") && step.has("later"), "{}", step.body);
    let home = bob.press(&step, "later", &[]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    assert!(
        !with_password(&mut site.browser(), ALICE).await.has("new-app"),
        "it is not asked of Alice"
    );
    site.pass(7 * 86_400 + 1);
    let mut bob = site.browser();
    let step = with_password(&mut bob, BOB).await;
    assert!(!step.has("later"), "{}", step.body);
    let later: Vec<(String, String)> = {
        let (_, mut form) = step.form_of("new-app", &[]);
        form.retain(|(name, _)| name != "way");
        form.push(("way".into(), "later".into()));
        form
    };
    assert_eq!(bob.post("/login/second", &later).await.status, 422);
    let key = step.text("#totp-key");
    assert_eq!(
        bob.get("/login/second").await.text("#totp-key"),
        key,
        "the same however often it is looked at"
    );
    let code = totp(&key, site.now().0);
    let done = bob.press(&step, "new-app", &[("code", &code)]).await;
    assert_eq!(done.texts("#recovery-codes code").len(), 10, "{}", done.body);
    assert!(bob.get(&done.href("onward")).await.text("h1").contains("Bob"));
    // It cannot be taken away again, while it is asked for.
    let page = bob.get("/me/security").await;
    let refused = bob.press(&page, "remove-app", &[]).await;
    assert_eq!(refused.status, 422);
    assert!(bob.get("/me/security").await.has("remove-app"));
    site.change("Role", "Bookkeeper", json!({ "second_factor": "As the Site" }))
        .await;
    let page = bob.get("/me/security").await;
    let gone = bob.press(&page, "remove-app", &[]).await;
    assert!(!gone.has("remove-app") && !gone.has("new-codes"), "{}", gone.body);
}

/// Frappe's login asks for the code as Frappe does; whoever has to set one up does that in a browser.
#[tokio::test]
async fn a_program_signs_in_as_at_frappe() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let app = App::of(&site, &mut bob).await;
    let login = async |body: Value| {
        site.send(site.http.post(site.url("/api/method/login")).json(&body))
            .await
    };
    let asked = login(json!({ "usr": BOB, "pwd": PASSWORD })).await;
    assert_eq!(asked.status, 200);
    assert_eq!(asked.json()["verification"]["method"], "OTP App");
    assert!(
        asked
            .headers
            .get_all("set-cookie")
            .iter()
            .all(|line| !line.to_str().unwrap().starts_with("sid="))
    );
    let id = asked.json()["tmp_id"].clone();
    let wrong = login(json!({ "tmp_id": id, "otp": "000000" })).await;
    assert_eq!(
        (wrong.status, &wrong.json()["message"]),
        (401, &json!("Incorrect Verification code"))
    );
    let right = login(json!({ "tmp_id": id, "otp": app.code(&site) })).await;
    assert_eq!(
        (right.status, &right.json()["message"]),
        (200, &json!("No App")),
        "{}",
        right.body
    );
    let over = login(json!({ "tmp_id": id, "otp": app.code(&site) })).await;
    assert_eq!(over.status, 401);
    site.change(
        "System Settings",
        "System Settings",
        json!({ "second_factor": "Required", "second_factor_grace_days": 0 }),
    )
    .await;
    let told = login(json!({ "usr": ALICE, "pwd": PASSWORD })).await;
    assert_eq!(told.status, 403);
    assert!(told.body.contains("in a browser"), "{}", told.body);
}

/// Signs in to an app: what its ID token says, or the page that it stands at.
async fn id_token(
    site: &Site,
    browser: &mut Browser,
    client: &TestClient,
    more: &[(&str, &str)],
) -> Result<Value, Page> {
    let page = browser.allow(client, more).await;
    match page.is_outside {
        true => {
            let code = query(&page.address)
                .remove("code")
                .unwrap_or_else(|| panic!("{}", page.address));
            Ok(payload(&Tokens::of(&site.exchange(client, &code, &[]).await).id))
        }
        false => Err(page),
    }
}

/// acr, amr and auth_time say how it was, and an app gets what it insists on, or nothing (OpenID Connect Core §5.5.1.1).
#[tokio::test]
async fn acr_and_amr_are_true_and_obeyed() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "scopes": "openid", "skip_authorization": 1 }))
        .await;
    let claims = r#"{"id_token":{"acr":null,"amr":null}}"#;
    let ask: &[(&str, &str)] = &[("scope", "openid"), ("claims", claims)];
    let mut bob = site.signed_in(BOB).await;
    let token = id_token(&site, &mut bob, &client, ask).await.unwrap();
    assert_eq!((&token["acr"], &token["amr"]), (&json!("1"), &json!(["pwd"])));
    // A wish is not forced on somebody who has nothing (acr_values).
    let wish: &[(&str, &str)] = &[("scope", "openid"), ("acr_values", "2 phr")];
    assert_eq!(id_token(&site, &mut bob, &client, wish).await.unwrap()["acr"], "1");
    let app = App::of(&site, &mut bob).await;
    let step = id_token(&site, &mut bob, &client, wish).await.unwrap_err();
    assert!(step.has("login-submit"), "he has it: so it is asked for. {}", step.body);
    let second = bob
        .press(&step, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    let back = bob.press(&second, "second-submit", &[("code", &app.code(&site))]).await;
    assert!(back.is_outside, "{}", back.body);
    let code = query(&back.address).remove("code").unwrap();
    let token = payload(&Tokens::of(&site.exchange(&client, &code, &[]).await).id);
    assert_eq!(token["acr"], "2");
    let token = id_token(&site, &mut bob, &client, ask).await.unwrap();
    assert_eq!(
        (&token["acr"], &token["amr"]),
        (&json!("2"), &json!(["pwd", "otp", "mfa"]))
    );
    let one = r#"{"id_token":{"acr":{"essential":true,"values":["1"]}}}"#;
    let token = id_token(&site, &mut bob, &client, &[("scope", "openid"), ("claims", one)])
        .await
        .unwrap();
    assert_eq!(token["acr"], "1", "one of those that were named, and it is met");
    let two = r#"{"id_token":{"acr":{"essential":true,"values":["2","unknown"]}}}"#;
    let mut alice = site.signed_in(ALICE).await;
    let silent = alice
        .get(&authorize_path(
            &client,
            &[("scope", "openid"), ("claims", two), ("prompt", "none")],
        ))
        .await;
    assert!(silent.address.contains("error=login_required"), "{}", silent.address);
    let login = id_token(&site, &mut alice, &client, &[("scope", "openid"), ("claims", two)])
        .await
        .unwrap_err();
    let set_up = alice
        .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
        .await;
    assert!(set_up.has("new-app") && !set_up.has("later"), "{}", set_up.body);
    let code = totp(&set_up.text("#totp-key"), site.now().0);
    let codes = alice.press(&set_up, "new-app", &[("code", &code)]).await;
    let back = alice.get(&codes.href("onward")).await;
    assert!(
        back.is_outside && back.address.contains("code="),
        "{} {}",
        back.address,
        back.body
    );
    let none = r#"{"id_token":{"acr":{"essential":true,"values":["urn:unknown"]}}}"#;
    let refused = bob
        .get(&authorize_path(&client, &[("scope", "openid"), ("claims", none)]))
        .await;
    assert!(
        refused.address.contains("unmet_authentication_requirements"),
        "{}",
        refused.address
    );
}

/// An app can be set to ask for two factors; a trusted device does not count there, and a silent request is refused.
#[tokio::test]
async fn a_client_asks_for_two_factors() {
    let site = Site::new().await;
    let fields = json!({ "scopes": "openid", "skip_authorization": 1, "required_strength": "Two Factors" });
    let client = site.add_client(fields).await;
    let mut bob = site.signed_in(BOB).await;
    let app = App::of(&site, &mut bob).await;
    let mut trusted = site.browser();
    let step = with_password(&mut trusted, BOB).await;
    trusted
        .press(&step, "second-submit", &[("code", &app.code(&site)), ("trust", "1")])
        .await;
    assert!(
        id_token(&site, &mut trusted, &client, &[("scope", "openid")])
            .await
            .is_ok()
    );
    let mut again = site.browser();
    again
        .cookies
        .insert("trusted".into(), trusted.cookies["trusted"].clone());
    assert!(
        with_password(&mut again, BOB).await.text("h1").contains("Bob"),
        "he is not asked"
    );
    let silent = again
        .get(&authorize_path(&client, &[("scope", "openid"), ("prompt", "none")]))
        .await;
    assert!(silent.address.contains("error=login_required"), "{}", silent.address);
    let login = id_token(&site, &mut again, &client, &[("scope", "openid")])
        .await
        .unwrap_err();
    let step = again
        .press(&login, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    assert!(
        step.has("second-submit") && !step.body.contains("name=\"trust\""),
        "{}",
        step.body
    );
    let back = again.press(&step, "second-submit", &[("code", &app.code(&site))]).await;
    assert!(back.is_outside && back.address.contains("code="), "{}", back.body);
}

/// An administrator removes what somebody has lost, says why, and they are told; a manager of users cannot do it to a
/// System Manager.
#[tokio::test]
async fn recovery_by_an_administrator() {
    let mailbox = Mailbox::start().await;
    let server = smtp_url(&mailbox.url()).unwrap();
    let site = Site::with(|config| config.mail_server = Some(server)).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    site.add_user("carol@example.com", "Carol", &["User Manager"]).await;
    let mut bob = site.signed_in(BOB).await;
    App::of(&site, &mut bob).await;
    let mut alice = site.signed_in(ALICE).await;
    App::of(&site, &mut alice).await;
    let run = async |email: &str, name: &str, args: Value| {
        let call = json!({ "dt": "User", "dn": name, "method": "remove_factors", "args": args });
        program(&site, email)
            .await
            .call("POST", "/api/method/run_doc_method", call)
            .await
    };
    let page = alice.get("/app/user/bob%40example.com").await;
    let unsaid = alice.press(&page, "action-remove-factors", &[("reason", "")]).await;
    assert_eq!(unsaid.status, 422, "{}", unsaid.body);
    let done = alice
        .press(
            &page,
            "action-remove-factors",
            &[("reason", "Telephone fell into the pond")],
        )
        .await;
    assert!(done.body.contains("was removed"), "{}", done.body);
    assert!(bob.get("/me/profile").await.has("login-submit"), "he is signed out");
    assert!(with_password(&mut bob, BOB).await.text("h1").contains("Bob"));
    send_due(&site.app).await.unwrap();
    let mails: Vec<String> = mailbox.taken().iter().map(|mail| mail.text()).collect();
    assert!(
        mails.iter().any(|mail| mail.contains("fell into the pond")),
        "{mails:#?}"
    );
    let refused = run("carol@example.com", ALICE, json!({ "reason": "I say so" })).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    let own = alice.get("/app/user/alice%40example.com").await;
    let refused = alice.press(&own, "action-remove-factors", &[("reason", "mine")]).await;
    assert_eq!(refused.status, 403);
    let log = program(&site, ALICE)
        .await
        .get("/api/resource/Activity%20Log?limit=50&fields=%5B%22subject%22%5D")
        .await;
    assert!(log.body.contains("fell into the pond"), "{}", log.body);
}

/// Whoever gets a notice and says that it was not them is signed out everywhere, loses what was set up since, and sets
/// another password; the link is good once.
#[tokio::test]
async fn this_was_not_me() {
    let mailbox = Mailbox::start().await;
    let server = smtp_url(&mailbox.url()).unwrap();
    let site = Site::with(|config| config.mail_server = Some(server)).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    let mut bob = site.signed_in(BOB).await;
    send_due(&site.app).await.unwrap();
    assert!(mailbox.taken().is_empty(), "the first sign-in is no news");
    site.pass(60);
    let mut thief = site.signed_in(BOB).await;
    let app = App::of(&site, &mut thief).await;
    send_due(&site.app).await.unwrap();
    let mails = mailbox.taken();
    assert_eq!(
        mails.len(),
        2,
        "{:#?}",
        mails.iter().map(|mail| mail.text()).collect::<Vec<_>>()
    );
    let news = mails
        .iter()
        .find(|mail| mail.text().contains("A new device signed in"))
        .unwrap();
    let link = news.link().strip_prefix(&site.origin).unwrap().to_owned();
    let mut owner = site.browser();
    let page = owner.get(&link).await;
    assert!(page.has("not-me-submit"), "{}", page.body);
    assert!(thief.get("/me/profile").await.has("save"), "to look at it does nothing");
    let form = owner.press(&page, "not-me-submit", &[]).await;
    assert!(form.has("new-password-submit"), "{}", form.body);
    for browser in [&mut thief, &mut bob] {
        assert!(browser.get("/me/profile").await.has("login-submit"));
    }
    let home = owner
        .press(&form, "new-password-submit", &[("password", "Looking-glass-7-clock")])
        .await;
    assert!(
        home.text("h1").contains("Bob"),
        "the thief's app is not asked for: {}",
        home.body
    );
    assert_eq!(app.codes.len(), 10);
    assert_eq!(site.browser().get(&link).await.status, 403, "once");
    // The same browser is no news.
    send_due(&site.app).await.unwrap();
    let before = mailbox.taken().len();
    let page = owner.get("/logout").await;
    let (action, out) = page.form_at("/logout");
    owner.post(&action, &out).await;
    owner.sign_in(BOB, "Looking-glass-7-clock").await;
    send_due(&site.app).await.unwrap();
    let mails = mailbox.taken();
    assert!(
        mails[before..].iter().all(|mail| !mail.text().contains("A new device")),
        "{}",
        mails.len()
    );
}

/// A sign-in link from the desk signs in once, and a second factor is asked for all the same.
#[tokio::test]
async fn a_sign_in_link_from_the_desk() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let app = App::of(&site, &mut bob).await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app/user/bob%40example.com").await;
    let made = alice.press(&page, "action-sign-in-link", &[]).await;
    let link = made.value("link").strip_prefix(&site.origin).unwrap().to_owned();
    let mut other = site.browser();
    let page = other.get(&link).await;
    let step = other.press(&page, "link-submit", &[]).await;
    let home = other.press(&step, "second-submit", &[("code", &app.code(&site))]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    assert_eq!(site.browser().get(&link).await.status, 403);
}

/// Whoever must set a new password does so before anything else, with their second factor first; a program is told.
#[tokio::test]
async fn a_new_password_is_set_at_the_next_sign_in() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let app = App::of(&site, &mut bob).await;
    site.change("User", BOB, json!({ "must_set_password": 1 })).await;
    let mut browser = site.browser();
    let step = with_password(&mut browser, BOB).await;
    assert!(step.has("second-submit"), "{}", step.body);
    let form = browser
        .press(&step, "second-submit", &[("code", &app.code(&site))])
        .await;
    assert!(form.has("new-password-submit"), "{}", form.body);
    assert!(!browser.cookies.contains_key("sid"));
    for (password, said) in [(PASSWORD, "that you have"), ("password1", "guess")] {
        let refused = browser
            .press(&form, "new-password-submit", &[("password", password)])
            .await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    let new = "Looking-glass-7-clock";
    let home = browser.press(&form, "new-password-submit", &[("password", new)]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    let mut again = site.browser();
    let login = again.get("/login").await;
    let step = again
        .press(&login, "login-submit", &[("email", BOB), ("password", new)])
        .await;
    let home = again.press(&step, "second-submit", &[("code", &app.code(&site))]).await;
    assert!(home.text("h1").contains("Bob"), "once: {}", home.body);
    site.change("User", ALICE, json!({ "must_set_password": 1 })).await;
    let body = json!({ "usr": ALICE, "pwd": PASSWORD });
    let told = site
        .send(site.http.post(site.url("/api/method/login")).json(&body))
        .await;
    assert_eq!(told.status, 403, "{}", told.body);
}

/// An account ends on its day: switched off, signed out, logged. The last administrator's does not.
#[tokio::test]
async fn an_account_ends_on_its_day() {
    let site = Site::new().await;
    let day = |days: i64| frontdesk::base::clock::date_of(frontdesk::base::Seconds(site.now().0 + days * 86_400));
    let alice = program(&site, ALICE).await;
    let set = async |email: &str, day: &str| {
        let path = format!("/api/resource/User/{email}");
        alice.call("PUT", &path, json!({ "ends_on": day })).await
    };
    assert_eq!(set(BOB, "soon").await.status, 417);
    assert_eq!(set(BOB, &day(0)).await.status, 417);
    assert_eq!(set(ALICE, &day(2)).await.status, 417, "the last administrator");
    assert_eq!(set(BOB, &day(2)).await.status, 200);
    let mut bob = site.signed_in(BOB).await;
    site.sweep().await;
    assert!(bob.get("/me/profile").await.has("save"));
    for _ in 0..200 {
        site.pass(900);
        bob.get("/me/profile").await;
    }
    site.sweep().await;
    assert!(bob.get("/me/profile").await.has("login-submit"));
    assert!(!site.user(BOB).enabled);
    let log = alice
        .get("/api/resource/Activity%20Log?limit=5&fields=%5B%22subject%22%5D")
        .await;
    assert!(log.body.contains("the account has ended"), "{}", log.body);
}
