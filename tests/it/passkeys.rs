//! Passkeys: with an authenticator in software that also lies, and in a real browser with its virtual one.

use crate::factors::App;
use crate::support::authenticator::Authenticator;
use crate::support::screen::Screen;
use crate::support::{ALICE, BOB, Browser, PASSWORD, Page, Site};
use serde_json::json;

/// A site with a name: browsers keep no passkeys for numbers.
async fn site() -> Site {
    let mut origin = String::new();
    let mut site = Site::with(|config| {
        config.base_url = config.base_url.replace("127.0.0.1", "localhost");
        origin.clone_from(&config.base_url);
    })
    .await;
    site.origin = origin;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    site
}

/// What the form of a button asks the browser.
fn options(page: &Page, button: &str) -> String {
    let html = scraper::Html::parse_document(&page.body);
    let forms = scraper::Selector::parse("form[data-passkey]").unwrap();
    let inside = scraper::Selector::parse(&format!("#{button}")).unwrap();
    let form = html.select(&forms).find(|form| form.select(&inside).next().is_some());
    form.unwrap_or_else(|| panic!("{button} is not there: {}", page.body))
        .attr("data-options")
        .unwrap()
        .to_owned()
}

/// Adds a passkey in My account.
async fn add(browser: &mut Browser, key: &mut Authenticator, label: &str) -> Page {
    let page = browser.get("/me/security").await;
    let made = key.make(&options(&page, "add-passkey"));
    browser
        .press(&page, "add-passkey", &[("answer", &made), ("label", label)])
        .await
}

/// Signs in with a passkey alone.
async fn sign_in(browser: &mut Browser, key: &mut Authenticator) -> Page {
    let page = browser.get("/login").await;
    let shown = key.show(&options(&page, "login-passkey"));
    browser.press(&page, "login-passkey", &[("answer", &shown)]).await
}

/// Added, named, renamed, used, removed.
#[tokio::test]
async fn a_passkey_lives() {
    let site = site().await;
    let mut bob = site.signed_in(BOB).await;
    let mut key = Authenticator::new(&site.origin);
    let codes = add(&mut bob, &mut key, "Telephone").await;
    assert_eq!(codes.texts("#recovery-codes code").len(), 10, "{}", codes.body);
    let twice = add(&mut bob, &mut key, "Again").await;
    assert_eq!(twice.status, 422, "{}", twice.body);
    let mut other = site.browser();
    let home = sign_in(&mut other, &mut key).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    let page = bob.get("/me/security").await;
    assert!(page.text("#passkeys").contains("Telephone"), "{}", page.body);
    let id = page.values("#passkeys [name=id]")[0].clone();
    let (_, form) = page.form_of("add-passkey", &[]);
    let token = form.into_iter().find(|(name, _)| name == "csrf_token").unwrap();
    let deed = |deed: &str, label: &str| {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        vec![token.clone(), pair("deed", deed), pair("id", &id), pair("label", label)]
    };
    assert_eq!(bob.post("/me/security", &deed("rename-passkey", "")).await.status, 422);
    let renamed = bob.post("/me/security", &deed("rename-passkey", "Old telephone")).await;
    assert!(renamed.text("#passkeys").contains("Old telephone"), "{}", renamed.body);
    let mut alice = site.signed_in(ALICE).await;
    let theirs = alice.get("/me/security").await;
    let (_, form) = theirs.form_of("add-passkey", &[]);
    let mut stolen = deed("remove-passkey", "");
    stolen[0] = form.into_iter().find(|(name, _)| name == "csrf_token").unwrap();
    assert_eq!(alice.post("/me/security", &stolen).await.status, 404, "it is Bob's");
    let gone = bob.post("/me/security", &deed("remove-passkey", "")).await;
    assert!(!gone.has("passkeys"), "{}", gone.body);
    let refused = sign_in(&mut site.browser(), &mut key).await;
    assert!(refused.body.contains("not known here"), "{}", refused.body);
}

/// What an authenticator, or whoever has got hold of an answer, could try: nothing of it lets anybody in.
#[tokio::test]
async fn lies_let_nobody_in() {
    let site = site().await;
    let mut bob = site.signed_in(BOB).await;
    let mut key = Authenticator::new(&site.origin);
    add(&mut bob, &mut key, "Telephone").await;
    let refused = async |page: Page, why: &str| {
        assert_eq!(page.status, 422, "{why}: {}", page.body);
        assert!(page.has("login-submit"), "{why}");
    };
    let mut browser = site.browser();
    let page = browser.get("/login").await;
    let (action, form) = page.form_of("login-passkey", &[]);
    let send = async |browser: &mut Browser, answer: &str| {
        let mut form = form.clone();
        form.retain(|(name, _)| name != "answer");
        form.push(("answer".into(), answer.into()));
        browser.post(&action, &form).await
    };
    let asked = options(&page, "login-passkey");
    for (why, origin, host) in [
        ("another site's page", "http://localhost.evil.test", "localhost"),
        ("another port", "http://localhost:1", "localhost"),
        ("another site's key", site.origin.as_str(), "evil.test"),
    ] {
        (key.origin, key.host) = (origin.to_owned(), host.to_owned());
        refused(send(&mut browser, &key.show(&asked)).await, why).await;
    }
    (key.origin, key.host) = (site.origin.clone(), "localhost".into());
    key.verifies = false;
    refused(
        send(&mut browser, &key.show(&asked)).await,
        "nobody was asked who uses it",
    )
    .await;
    key.verifies = true;
    let other = site.browser().get("/login").await;
    let elsewhere = key.show(&options(&other, "login-passkey"));
    refused(send(&mut browser, &elsewhere).await, "the answer to another question").await;
    let right = key.show(&asked);
    for (why, answer) in [
        ("nothing", String::new()),
        ("no JSON", "{".into()),
        (
            "a signature that was changed",
            right.replacen("\"signature\":\"M", "\"signature\":\"N", 1),
        ),
        ("a key that nobody has", Authenticator::new(&site.origin).show(&asked)),
        (
            "another's handle",
            right.replace("\"userHandle\":\"", "\"userHandle\":\"AA"),
        ),
    ] {
        refused(send(&mut browser, &answer).await, why).await;
    }
    let in_now = send(&mut browser, &right).await;
    assert!(in_now.text("h1").contains("Bob"), "{}", in_now.body);
    let mut thief = site.browser();
    thief.cookies.clone_from(&browser.cookies);
    thief.cookies.remove("sid");
    refused(send(&mut thief, &right).await, "an answer that was used").await;
    site.change("User", BOB, json!({ "enabled": 0 })).await;
    let off = sign_in(&mut site.browser(), &mut key).await;
    assert_eq!(off.status, 422, "{}", off.body);
}

/// Two have a key where one should: its counter runs backwards (WebAuthn §6.1.1).
#[tokio::test]
async fn a_copied_passkey_is_refused() {
    let site = site().await;
    let mut bob = site.signed_in(BOB).await;
    let mut key = Authenticator::new(&site.origin);
    key.counter = 7;
    add(&mut bob, &mut key, "Stick").await;
    assert!(sign_in(&mut site.browser(), &mut key).await.text("h1").contains("Bob"));
    key.counter = 3;
    let refused = sign_in(&mut site.browser(), &mut key).await;
    assert!(refused.body.contains("copied"), "{}", refused.body);
    key.counter = 20;
    assert!(sign_in(&mut site.browser(), &mut key).await.text("h1").contains("Bob"));
}

/// After the password: one's own passkey, also one that does not ask who uses it; nobody else's.
#[tokio::test]
async fn a_passkey_as_the_second_factor() {
    let site = site().await;
    let mut bob = site.signed_in(BOB).await;
    let mut stick = Authenticator::new(&site.origin);
    stick.verifies = false;
    add(&mut bob, &mut stick, "Stick").await;
    assert!(
        bob.get("/me/security")
            .await
            .text("#passkeys")
            .contains("second factor only")
    );
    let mut alice = site.signed_in(ALICE).await;
    let mut hers = Authenticator::new(&site.origin);
    add(&mut alice, &mut hers, "Hers").await;
    let mut browser = site.browser();
    let login = browser.get("/login").await;
    let typed = [("email", BOB), ("password", PASSWORD)];
    let step = browser.press(&login, "login-submit", &typed).await;
    let asked = options(&step, "second-passkey");
    let answer = hers.show(&asked);
    let refused = browser.press(&step, "second-passkey", &[("answer", &answer)]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let answer = stick.show(&asked);
    let home = browser.press(&step, "second-passkey", &[("answer", &answer)]).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
    let alone = sign_in(&mut site.browser(), &mut stick).await;
    assert!(alone.body.contains("second factor"), "{}", alone.body);
}

/// Passkeys are an administrator's way in, where passwords are switched off: the last one stays.
#[tokio::test]
async fn a_site_without_passwords() {
    let site = site().await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app/system-settings?tab=sign-in").await;
    let off = [("disable_user_pass_login", "1")];
    assert_eq!(
        alice.press(&page, "save", &off).await.status,
        422,
        "she has no other way"
    );
    let mut key = Authenticator::new(&site.origin);
    add(&mut alice, &mut key, "Telephone").await;
    assert_eq!(
        alice.press(&page, "save", &off).await.status,
        422,
        "it is not proven yet"
    );
    assert!(
        sign_in(&mut site.browser(), &mut key)
            .await
            .text("h1")
            .contains("Alice")
    );
    let saved = alice.press(&page, "save", &off).await;
    assert_eq!(saved.status, 200, "{:?}", saved.text("main"));
    let mut other = site.browser();
    assert!(!other.get("/login").await.has("password"));
    assert!(sign_in(&mut other, &mut key).await.text("h1").contains("Alice"));
    let page = alice.get("/me/security").await;
    let id = page.values("#passkeys [name=id]")[0].clone();
    let (action, form) = page.form_of("add-passkey", &[]);
    let mut remove: Vec<(String, String)> = form.into_iter().filter(|(name, _)| name == "csrf_token").collect();
    remove.extend([("deed".into(), "remove-passkey".into()), ("id".into(), id)]);
    let refused = alice.post(&action, &remove).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let page = alice.get("/app/system-settings?tab=sign-in").await;
    assert_eq!(alice.press(&page, "save", &[("allow_passkeys", "")]).await.status, 422);
}

/// An app that asks for a passkey gets one: it is set up on the way, after the second factor that is there already.
#[tokio::test]
async fn an_app_that_asks_for_a_passkey() {
    let site = site().await;
    let client = site
        .add_client(json!({ "scopes": "openid", "skip_authorization": 1, "required_strength": "Passkey" }))
        .await;
    let mut bob = site.signed_in(BOB).await;
    let app = App::of(&site, &mut bob).await;
    let mut browser = site.browser();
    let login = browser
        .allow(&client, &[("scope", "openid"), ("acr_values", "phr")])
        .await;
    let typed = [("email", BOB), ("password", PASSWORD)];
    let step = browser.press(&login, "login-submit", &typed).await;
    assert!(step.has("second-submit"), "what he has comes first: {}", step.body);
    let set_up = browser
        .press(&step, "second-submit", &[("code", &app.code(&site))])
        .await;
    assert!(set_up.has("new-passkey") && !set_up.has("new-app"), "{}", set_up.body);
    let mut key = Authenticator::new(&site.origin);
    let made = key.make(&options(&set_up, "new-passkey"));
    let back = browser.press(&set_up, "new-passkey", &[("answer", &made)]).await;
    assert!(
        back.is_outside && back.address.contains("code="),
        "{} {}",
        back.address,
        back.body
    );
    let mut again = site.browser();
    let login = again
        .allow(&client, &[("scope", "openid"), ("acr_values", "phr")])
        .await;
    let shown = key.show(&options(&login, "login-passkey"));
    let back = again.press(&login, "login-passkey", &[("answer", &shown)]).await;
    assert!(back.is_outside && back.address.contains("code="), "{}", back.body);
}

/// A site at a number has none, and says so.
#[tokio::test]
async fn a_site_without_a_name_has_no_passkeys() {
    let site = Site::new().await;
    assert!(!site.browser().get("/login").await.has("login-passkey"));
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/security").await;
    assert!(
        !page.has("add-passkey") && page.body.contains("a name and https"),
        "{}",
        page.body
    );
}

/// Wide and narrow, light and dark: nothing beyond the edge, nothing that axe finds.
async fn every_look(screen: &Screen, name: &str) {
    for (width, dark) in [(1280, false), (390, true), (320, false)] {
        screen.look(width, dark).await;
        assert!(!screen.overflows().await, "{name} at {width}");
        let violations = screen.violations().await;
        assert!(violations.is_empty(), "{name} at {width}: {violations:#?}");
        screen.picture(&format!("{name}-{width}")).await;
    }
    screen.look(1280, false).await;
}

/// In Chromium, with its virtual authenticator: registered, offered where the email is typed, by the button, as the second
/// factor, refused where the finger is wrong, and gone where it was removed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_real_browser() {
    let site = site().await;
    let screen = Screen::open().await;
    screen.look(1280, false).await;
    screen.goto(&site.url("/login")).await;
    screen.enter(ALICE).await;
    screen.read("h1", "Alice").await;
    let device = screen.add_authenticator().await;
    screen.goto(&site.url("/me/security")).await;
    screen.picture("security-empty").await;
    screen.type_into("#label", "Laptop").await;
    screen.press("#add-passkey").await;
    screen.read("#recovery-codes", "-").await;
    screen.picture("recovery-codes").await;
    screen.press("#onward").await;
    screen.read("#passkeys", "Laptop").await;
    screen.picture("security").await;
    screen.press("#add-passkey").await;
    screen
        .read("[data-passkey-says]", "has a passkey for this account already")
        .await;
    // Wrong finger: the browser gives up, and the page says so.
    screen.verify(&device, false).await;
    screen.goto(&site.url("/logout")).await;
    screen.say_sign_out().await;
    screen.goto(&site.url("/login")).await;
    screen.press("#login-passkey").await;
    screen.read("[data-passkey-says]", "did not use a passkey").await;
    screen.picture("login-passkey-failed").await;
    // It is offered by the browser itself: nothing is typed, nothing is pressed.
    screen.verify(&device, true).await;
    screen.goto(&site.url("/login")).await;
    screen.read("h1", "Alice").await;
    // As the second factor.
    screen.verify(&device, false).await;
    screen.goto(&site.url("/logout")).await;
    screen.say_sign_out().await;
    screen.goto(&site.url("/login")).await;
    screen.enter(ALICE).await;
    screen.see("#second-passkey").await;
    every_look(&screen, "second-step").await;
    screen.verify(&device, true).await;
    screen.press("#second-passkey").await;
    screen.read("h1", "Alice").await;
    // Whoever must have one and has none is led to it.
    let asked = json!({ "second_factor": "Required", "second_factor_grace_days": 3 });
    site.change("System Settings", "System Settings", asked).await;
    screen.goto(&site.url("/logout")).await;
    screen.say_sign_out().await;
    screen.verify(&device, false).await;
    screen.goto(&site.url("/login")).await;
    screen.enter(BOB).await;
    screen.see("#later").await;
    every_look(&screen, "second-factor-set-up").await;
    screen.verify(&device, true).await;
    screen.press("#new-passkey").await;
    screen.read("#recovery-codes", "-").await;
    every_look(&screen, "recovery-codes-at-the-door").await;
    screen.press("#onward").await;
    screen.read("h1", "Bob").await;
    let complaints = screen.complaints().await;
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// Passkeys Only: whoever has none is led to one, can leave it for later for a while, and then cannot; who has one gives it,
/// and a code of an app is not enough.
#[tokio::test]
async fn passkeys_only_leads_to_a_passkey() {
    let site = site().await;
    let strict = json!({ "second_factor": "Passkeys Only", "second_factor_grace_days": 3 });
    site.change("System Settings", "System Settings", strict).await;
    let with_password = async || {
        let mut browser = site.browser();
        let login = browser.get("/login").await;
        let page = browser
            .press(&login, "login-submit", &[("email", BOB), ("password", PASSWORD)])
            .await;
        (browser, page)
    };
    let (mut bob, page) = with_password().await;
    assert!(
        page.has("new-passkey") && page.has("later") && !page.has("new-app"),
        "{}",
        page.body
    );
    bob.press(&page, "later", &[]).await;
    assert!(bob.get("/me").await.body.contains("Bob"));
    site.pass(3 * 86_400 + 1);
    let (mut bob, page) = with_password().await;
    assert!(page.has("new-passkey") && !page.has("later"), "{}", page.body);
    let mut key = Authenticator::new(&site.origin);
    let made = key.make(&options(&page, "new-passkey"));
    let codes = bob
        .press(&page, "new-passkey", &[("answer", &made), ("label", "Phone")])
        .await;
    assert_eq!(codes.texts("#recovery-codes code").len(), 10, "{}", codes.body);
    App::of(&site, &mut bob).await;
    let (mut again, page) = with_password().await;
    assert!(page.has("second-passkey"), "{}", page.body);
    assert!(!page.has("second-submit"), "no code is taken: {}", page.body);
    let shown = key.show(&options(&page, "second-passkey"));
    again.press(&page, "second-passkey", &[("answer", &shown)]).await;
    assert!(again.get("/me").await.body.contains("Bob"));
    // The last passkey stays.
    let page = again.get("/me/security").await;
    let id = page.values("#passkeys [name=id]")[0].clone();
    let (_, form) = page.form_of("add-passkey", &[]);
    let token = form.into_iter().find(|(name, _)| name == "csrf_token").unwrap();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let refused = again
        .post(
            "/me/security",
            &[token, pair("deed", "remove-passkey"), pair("id", &id)],
        )
        .await;
    assert!(
        refused.status == 422 && refused.body.contains("add another one first"),
        "{}",
        refused.body
    );
    // With the passkey alone they are in, too.
    let mut alone = site.browser();
    let home = sign_in(&mut alone, &mut key).await;
    assert!(home.text("h1").contains("Bob"), "{}", home.body);
}
