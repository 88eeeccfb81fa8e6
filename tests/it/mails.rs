//! Mails: invitations, links for a new password, and what becomes of them on their way.

use crate::support::mailbox::{Mailbox, Manner};
use crate::support::{ALICE, BOB, Browser, PASSWORD, Site, program};
use frontdesk::config::smtp_url;
use frontdesk::jobs::send_due;
use serde_json::{Value, json};

const NEW: &str = "Looking-glass-7-clock";

/// A site that sends mails, with Alice and Bob.
async fn site() -> (Site, Mailbox) {
    let mailbox = Mailbox::start().await;
    let server = smtp_url(&mailbox.url()).unwrap();
    let site = Site::with(|config| config.mail_server = Some(server)).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    (site, mailbox)
}

fn path_of(site: &Site, link: &str) -> String {
    link.strip_prefix(&site.origin).unwrap().to_owned()
}

/// Asks for a link as somebody who forgot their password.
async fn forget(site: &Site, email: &str) -> String {
    let mut browser = site.browser();
    let page = browser.get("/login").await;
    let page = browser.get(&page.href("forgot")).await;
    let told = browser.press(&page, "forgot-submit", &[("email", email)]).await;
    assert_eq!(told.status, 200, "{}", told.body);
    told.text("main").replace(email, "EMAIL")
}

/// What is asked for is stored after the answer.
async fn stored(site: &Site, count: i64) {
    for _ in 0..1000 {
        let sql = "SELECT count(*) FROM deliveries";
        if site.app.db.read(|db| db.number(sql, &[])).unwrap() >= count {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!(
        "no mail was stored: {}",
        site.app
            .db
            .read(|db| db.number("SELECT count(*) FROM deliveries", &[]))
            .unwrap()
    );
}

async fn set_password(browser: &mut Browser, path: &str, password: &str) -> crate::support::Page {
    let page = browser.get(path).await;
    assert!(page.has("new-password-submit"), "{}", page.body);
    browser
        .press(&page, "new-password-submit", &[("password", password)])
        .await
}

/// Somebody is invited in the desk, gets a mail in their language, sets a password and is in.
#[tokio::test]
async fn an_invitation_leads_in() {
    let (site, mailbox) = site().await;
    let mut alice = site.signed_in(ALICE).await;
    let rest = program(&site, ALICE).await;
    let carol = json!({ "email": "carol@example.com", "first_name": "Carol", "language": "de" });
    assert_eq!(rest.call("POST", "/api/resource/User", carol).await.status, 200);
    let form = alice.get("/app/user/carol%40example.com").await;
    let said = alice.press(&form, "action-invite", &[]).await;
    assert!(said.body.contains("on its way"), "{}", said.body);
    assert!(said.values("#link").is_empty(), "a link that goes by mail is not shown");
    send_due(&site.app).await.unwrap();
    let mail = &mailbox.taken()[0];
    assert_eq!(mail.to, "carol@example.com");
    for expected in [
        "From: \"Tea House\" <desk@example.com>",
        "Auto-Submitted: auto-generated",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "Passwort",
    ] {
        assert!(mail.text().contains(expected), "{expected}: {}", mail.text());
    }
    let path = path_of(&site, &mail.link());
    let mut carol = site.browser();
    for _ in 0..2 {
        assert_eq!(
            carol.get(&path).await.status,
            200,
            "a scanner that looks uses nothing up"
        );
    }
    let weak = set_password(&mut carol, &path, "password").await;
    assert_eq!(weak.status, 422);
    let page = set_password(&mut carol, &path, NEW).await;
    assert!(
        page.status == 200 && carol.get("/me").await.body.contains("Carol"),
        "{}",
        page.body
    );
    assert_eq!(site.browser().get(&path).await.status, 403, "A60: once");
    let mut again = site.browser();
    again.sign_in("carol@example.com", NEW).await;
    assert_eq!(again.get("/me").await.status, 200);
}

/// A65: who has an account is not told; A60: a link works once, for an hour.
#[tokio::test]
async fn a60_a65_a_forgotten_password_is_set_anew() {
    let (site, mailbox) = site().await;
    let known = forget(&site, BOB).await;
    assert_eq!(known, forget(&site, "nobody@example.com").await, "A65");
    stored(&site, 1).await;
    send_due(&site.app).await.unwrap();
    assert_eq!(mailbox.taken().len(), 1, "A65: nobody else gets one");
    let first = path_of(&site, &mailbox.taken()[0].link());
    // Asked for again at once, there is no second mail; later there is, and the first link ends.
    forget(&site, BOB).await;
    site.pass(180);
    forget(&site, BOB).await;
    stored(&site, 2).await;
    send_due(&site.app).await.unwrap();
    assert_eq!(mailbox.taken().len(), 2);
    assert_eq!(
        site.browser().get(&first).await.status,
        200,
        "A64: who asks again ends nothing"
    );
    let second = path_of(&site, &mailbox.taken()[1].link());
    let mut signed_in = site.signed_in(BOB).await;
    let mut bob = site.browser();
    let page = set_password(&mut bob, &second, NEW).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(bob.get("/me").await.body.contains("Bob"));
    assert!(
        signed_in.get("/me").await.has("login-submit"),
        "who was signed in is out"
    );
    let mut old = site.browser();
    let login = old.get("/login").await;
    let wrong = old
        .press(&login, "login-submit", &[("email", BOB), ("password", PASSWORD)])
        .await;
    assert_eq!(wrong.status, 422);
    send_due(&site.app).await.unwrap();
    assert!(mailbox.taken()[2].text().contains("was just changed"), "they are told");
    site.pass(180);
    forget(&site, BOB).await;
    stored(&site, 4).await;
    send_due(&site.app).await.unwrap();
    let third = path_of(&site, &mailbox.taken()[3].link());
    site.pass(3601);
    assert_eq!(site.browser().get(&third).await.status, 403, "A28");
}

/// A link ends with what it was sent to; nobody's mailbox is filled, and who changes a password is told of it.
#[tokio::test]
async fn a60_a64_links_end_and_mails_have_an_end() {
    let (site, mailbox) = site().await;
    forget(&site, BOB).await;
    stored(&site, 1).await;
    send_due(&site.app).await.unwrap();
    let link = path_of(&site, &mailbox.taken()[0].link());
    assert_eq!(site.browser().get(&link).await.status, 200);
    let alice = program(&site, ALICE).await;
    let rename = json!({ "doctype": "User", "old_name": BOB, "new_name": "robert@example.com" });
    let renamed = alice.call("POST", "/api/method/frappe.client.rename_doc", rename).await;
    assert_eq!(renamed.status, 200, "{}", renamed.body);
    assert_eq!(
        site.browser().get(&link).await.status,
        403,
        "it went to the former address"
    );
    // Six in a row, from wherever they are asked for; then one in half an hour, and nobody is told that.
    for number in 2..=7 {
        site.pass(150);
        forget(&site, "robert@example.com").await;
        stored(&site, number).await;
    }
    site.pass(150);
    let told = forget(&site, "robert@example.com").await;
    assert_eq!(told, forget(&site, "nobody@example.com").await);
    send_due(&site.app).await.unwrap();
    let count = mailbox.taken().len();
    assert_eq!(count, 7, "A64");
    site.change("User", "robert@example.com", json!({ "new_password": NEW }))
        .await;
    send_due(&site.app).await.unwrap();
    assert!(mailbox.taken()[count].text().contains("was just changed"));
}

/// A70: a link that was made for a small account does not lead into a large one, nor past what the site decided.
#[tokio::test]
async fn a70_a60_links_end_where_the_account_changes() {
    let site = Site::new().await;
    let invite = async || {
        let (env, user) = (site.app.env.clone(), site.user(BOB));
        let invited = site
            .app
            .db
            .write(move |db| frontdesk::people::letters::invite(db, &env, &user));
        path_of(&site, &invited.await.unwrap().link)
    };
    for changes in [
        vec![json!({ "roles": ["System Manager"] })],
        vec![json!({ "enabled": 0 }), json!({ "enabled": 1 })],
        vec![json!({ "new_password": NEW })],
    ] {
        let link = invite().await;
        assert_eq!(site.browser().get(&link).await.status, 200);
        for change in &changes {
            site.change("User", BOB, change.clone()).await;
        }
        assert_eq!(site.browser().get(&link).await.status, 403, "{changes:?}");
    }
    let link = invite().await;
    site.meddle("UPDATE system_settings SET disable_user_pass_login = 1", &[]);
    let page = site.browser().get(&link).await;
    assert!(page.status == 403 && page.body.contains("other ways"), "{}", page.body);
}

/// Refused for good, for now, or broken off: it is seen, and what was in it is forgotten at the end.
#[tokio::test]
async fn what_becomes_of_a_mail_is_seen() {
    let (site, mailbox) = site().await;
    let alice = program(&site, ALICE).await;
    let invite = "/api/resource/User/bob@example.com?run_method=invite";
    let state = async || {
        let listed = alice
            .get("/api/resource/Delivery?fields=[%22kind%22,%22status%22,%22attempts%22,%22answer%22]&order_by=made%20desc&limit=1")
            .await;
        listed.json()["data"][0].clone()
    };
    mailbox.becomes(Manner::Refuses("550 5.1.1 no such person"));
    assert_eq!(alice.call("POST", invite, json!({})).await.status, 200);
    send_due(&site.app).await.unwrap();
    let seen = state().await;
    assert_eq!(
        (&seen["kind"], &seen["status"], &seen["attempts"]),
        (&json!("Mail"), &json!("Failed"), &json!(1)),
        "{seen}"
    );
    assert!(seen["answer"].as_str().unwrap().contains("no such person"), "{seen}");
    site.pass(1);
    mailbox.becomes(Manner::Refuses("451 later"));
    alice.call("POST", invite, json!({})).await;
    send_due(&site.app).await.unwrap();
    assert_eq!(state().await["status"], "Waiting");
    site.pass(10);
    mailbox.becomes(Manner::HangsUp);
    send_due(&site.app).await.unwrap();
    assert_eq!(state().await["attempts"], 2);
    site.pass(60);
    mailbox.becomes(Manner::Takes);
    send_due(&site.app).await.unwrap();
    let seen = state().await;
    assert_eq!(
        (&seen["status"], &seen["answer"]),
        (&json!("Delivered"), &json!("250 kept as number one"))
    );
    let sql = "SELECT count(*) FROM deliveries WHERE content_sealed IS NOT NULL";
    assert_eq!(
        site.app.db.read(|db| db.number(sql, &[])).unwrap(),
        0,
        "a link does not stay"
    );
}

/// Without a mail server: what would be sent is shown, or it is said whom to ask.
#[tokio::test]
async fn without_a_mail_server_links_are_handed_over() {
    let site = Site::new().await;
    let mut nobody = site.browser();
    assert!(!nobody.get("/login").await.has("forgot"));
    assert_eq!(nobody.get("/login/forgot").await.status, 403);
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get("/app/user/bob%40example.com").await;
    let link = alice.press(&form, "action-invite", &[]).await.value("link");
    let page = set_password(&mut nobody, &path_of(&site, &link), NEW).await;
    assert_eq!(page.status, 200);
    assert!(nobody.get("/me").await.body.contains("Bob"));
}

/// The settings: what is needed, what another server makes forgotten, and what the server answers; no private one (A47).
#[tokio::test]
async fn t02_a47_the_mail_server_of_the_settings() {
    let mailbox = Mailbox::start().await;
    let site = Site::with(|config| config.outbound.allow = vec!["localhost".parse().unwrap()]).await;
    site.add_user(ALICE, "Alice", &["System Manager"]).await;
    let alice = program(&site, ALICE).await;
    let path = "/api/resource/System%20Settings/System%20Settings";
    for (wrong, words) in [
        (json!({ "smtp_host": "mail.example.com" }), "needs a sender"),
        (
            json!({ "smtp_host": "smtp://mail.example.com", "mail_from": "a@b" }),
            "Only the host name",
        ),
        (
            json!({ "smtp_host": "mail.example.com", "mail_from": "a@b", "smtp_security": "None" }),
            "on this machine",
        ),
    ] {
        let refused = alice.call("PUT", path, wrong).await;
        assert!(
            refused.status == 417 && refused.body.contains(words),
            "{}",
            refused.body
        );
    }
    let local = json!({
        "smtp_host": "localhost", "smtp_port": mailbox.port, "smtp_security": "None", "mail_from": "desk@example.com",
        "smtp_password": "sea-turtle-9",
    });
    assert_eq!(alice.call("PUT", path, local).await.status, 200);
    let test = format!("{path}?run_method=test-message");
    let taken = alice.call("POST", &test, json!({})).await;
    assert!(
        taken.status == 200 && taken.body.contains("kept as number one"),
        "{}",
        taken.body
    );
    let sealed = "SELECT smtp_password_sealed IS NOT NULL FROM system_settings";
    let is_kept = |site: &Site| site.app.db.read(|db| db.number(sealed, &[])).unwrap();
    assert_eq!(is_kept(&site), 1);
    alice
        .call("PUT", path, json!({ "mail_from": "other@example.com" }))
        .await;
    assert_eq!(is_kept(&site), 1);
    let moved = json!({ "smtp_host": "mail.example.com", "smtp_security": "TLS" });
    assert_eq!(alice.call("PUT", path, moved).await.status, 200);
    assert_eq!(is_kept(&site), 0, "T02");
    assert!(!Value::to_string(&alice.get(path).await.json()).contains("sea-turtle"));
}

/// A test message says what the server answered.
#[tokio::test]
async fn a_test_message_says_what_the_server_answered() {
    let (site, mailbox) = site().await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get("/app/system-settings?tab=email").await;
    let said = alice.press(&form, "action-test-message", &[]).await;
    assert!(said.body.contains("kept as number one"), "{}", said.body);
    assert_eq!(mailbox.taken()[0].to, ALICE);
    mailbox.becomes(Manner::Refuses("554 your address is blocked"));
    let said = alice.press(&form, "action-test-message", &[]).await;
    assert!(said.body.contains("your address is blocked"), "{}", said.body);
}

/// Somebody changes their own email: the new address proves itself, the old one is told and can undo it.
#[tokio::test]
async fn ones_own_email_is_changed_and_got_back() {
    let (site, mailbox) = site().await;
    let mut bob = site.signed_in(BOB).await;
    let form = bob.get("/me/email").await;
    for (typed, status) in [("no address", 422), (BOB, 422)] {
        assert_eq!(
            bob.press(&form, "email-submit", &[("email", typed)]).await.status,
            status,
            "{typed}"
        );
    }
    // Who has it already is not told to who asks, but to whoever has it.
    let said = bob
        .press(&form, "email-submit", &[("email", ALICE)])
        .await
        .text("[role=status]");
    let same = bob
        .press(&form, "email-submit", &[("email", "Robert@Example.com ")])
        .await
        .text("[role=status]");
    assert_eq!(said, same);
    send_due(&site.app).await.unwrap();
    let mails = mailbox.taken();
    let to = |address: &str, words: &str| {
        let found = mails
            .iter()
            .find(|mail| mail.to == address && mail.text().contains(words));
        found
            .unwrap_or_else(|| panic!("{address}: {words}: {mails:#?}"))
            .clone()
    };
    to(ALICE, "stays that");
    to(BOB, "robert@example.com");
    let link = path_of(&site, &to("robert@example.com", "Confirm").link());
    let mut other = site.browser();
    let page = other.get(&link).await;
    assert!(page.has("email-submit"), "{}", page.body);
    assert!(
        other.get("/me/email").await.has("login-submit"),
        "to look at it does nothing"
    );
    assert_eq!(other.press(&page, "email-submit", &[]).await.status, 200);
    assert_eq!(other.press(&page, "email-submit", &[]).await.status, 403, "once");
    let robert = site.user("robert@example.com");
    assert!(robert.email_verified);
    let shown = program(&site, ALICE)
        .await
        .get("/api/resource/User/robert@example.com")
        .await
        .json();
    assert_eq!(shown["data"]["email_verified_by"], "Link");
    assert!(
        bob.get("/me/profile").await.body.contains("robert@example.com"),
        "he stays signed in"
    );
    // Whoever did it goes on to a third address; the first one still gets the account back.
    let form = bob.get("/me/email").await;
    bob.press(&form, "email-submit", &[("email", "thief@example.com")])
        .await;
    send_due(&site.app).await.unwrap();
    let mails = mailbox.taken();
    let third = mails.iter().find(|mail| mail.to == "thief@example.com").unwrap().link();
    let page = other.get(&path_of(&site, &third)).await;
    other.press(&page, "email-submit", &[]).await;
    // The thief says that it was not them, at the address that they have: that ends nothing of Bob's.
    let news = mails
        .iter()
        .find(|mail| mail.to == "robert@example.com" && mail.text().contains("thief@example.com"));
    let page = other.get(&path_of(&site, &news.unwrap().link())).await;
    assert!(
        other
            .press(&page, "not-me-submit", &[])
            .await
            .has("new-password-submit")
    );
    let undo = mails
        .iter()
        .find(|mail| mail.to == BOB && mail.text().contains("is robert@example.com now"));
    let page = other.get(&path_of(&site, &undo.unwrap().link())).await;
    let form = other.press(&page, "email-submit", &[]).await;
    assert!(form.has("new-password-submit"), "{}", form.body);
    assert!(bob.get("/me/profile").await.has("login-submit"), "everybody is out");
    let mut thief = site.browser();
    let login = thief.get("/login").await;
    let typed = [("email", BOB), ("password", PASSWORD)];
    assert_eq!(
        thief.press(&login, "login-submit", &typed).await.status,
        422,
        "the old password is good no more"
    );
    let home = other.press(&form, "new-password-submit", &[("password", NEW)]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    assert_eq!(site.user(BOB).id, robert.id, "apps know the same person");
}

/// A code by mail signs in, in the browser that asked, once, for ten minutes; guesses are limited, and nobody learns who is
/// there.
#[tokio::test]
async fn a60_a65_r25_a_code_by_mail() {
    let (site, mailbox) = site().await;
    assert!(!site.browser().get("/login").await.has("login-code"));
    site.change("System Settings", "System Settings", json!({ "allow_email_codes": 1 }))
        .await;
    let ask = async |browser: &mut Browser, email: &str| {
        let page = browser.get("/login").await;
        let page = browser.get(&page.href("login-code")).await;
        browser.press(&page, "ask-code-submit", &[("email", email)]).await
    };
    let mut bob = site.browser();
    let page = ask(&mut bob, BOB).await;
    let nobody = ask(&mut site.browser(), "nobody@example.com").await;
    assert_eq!(
        page.text("main").replace(BOB, "X"),
        nobody.text("main").replace("nobody@example.com", "X")
    );
    stored(&site, 1).await;
    send_due(&site.app).await.unwrap();
    let text = mailbox.taken()[0].text();
    let code: String = text.split("sign in is ").nth(1).unwrap().chars().take(6).collect();
    assert!(code.chars().all(|c| c.is_ascii_digit()), "{text}");
    let mut thief = site.browser();
    let theirs = ask(&mut thief, BOB).await;
    let refused = thief.press(&theirs, "type-code-submit", &[("code", &code)]).await;
    assert_eq!(refused.status, 422, "another browser");
    let home = bob.press(&page, "type-code-submit", &[("code", &code)]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    let mut again = site.browser();
    again.cookies.clone_from(&bob.cookies);
    again.cookies.remove("sid");
    assert_eq!(
        again.press(&page, "type-code-submit", &[("code", &code)]).await.status,
        422,
        "once"
    );
    let mut statuses = Vec::new();
    for guess in 0..8 {
        let typed = format!("{guess:06}");
        statuses.push(
            thief
                .press(&theirs, "type-code-submit", &[("code", &typed)])
                .await
                .status,
        );
    }
    assert!(statuses.contains(&429), "{statuses:?}");
}
