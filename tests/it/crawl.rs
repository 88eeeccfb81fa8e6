//! Every page that links lead to, as each kind of person; the desk by keyboard alone; texts that are longer than ours.

use crate::screen::{lively, look_at};
use crate::support::binary::{Program, command};
use crate::support::rp::authorize_path;
use crate::support::screen::Screen;
use crate::support::{ALICE, BOB, Browser, PASSWORD, Page, Scratch};
use frontdesk::base::catalogue;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

const CAROL: &str = "carol@example.com";

/// What of a link is another page of ours; links that say what they do by themselves are left alone.
fn page_of(link: &str) -> Option<String> {
    let path = link.split('#').next()?;
    let begins = ["/app", "/me", "/guide", "/search", "/login"]
        .iter()
        .any(|begin| path.starts_with(begin));
    let is_page = begins && !path.contains(".csv") && !path.starts_with("/login/with");
    is_page.then(|| path.to_owned())
}

/// Follows every link from these pages on, but for the pages of more than so many records of one kind.
async fn crawl(browser: &mut Browser, begin: &[&str]) -> BTreeMap<String, Page> {
    let mut waiting: Vec<String> = begin.iter().map(|path| (*path).to_owned()).collect();
    let mut seen = BTreeMap::new();
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(path) = waiting.pop() {
        if seen.contains_key(&path) {
            continue;
        }
        // The shape of an address: what of it names a record or a filter does not count.
        let bare = path.split('?').next().unwrap();
        let parts: Vec<&str> = bare
            .split('/')
            .enumerate()
            .filter(|(at, _)| *at != 3)
            .map(|(_, part)| part)
            .collect();
        let query = path
            .split_once('?')
            .map(|(_, query)| query.split('=').next().unwrap_or_default());
        let known = shapes.entry(format!("{} {query:?}", parts.join("/"))).or_default();
        *known += 1;
        if *known > 3 {
            continue;
        }
        let page = browser.get(&path).await;
        assert!(page.status < 500, "{path}: {}", page.status);
        assert!(!page.text("title").is_empty(), "{path} has a title");
        let mut ids = BTreeSet::new();
        for id in page.attributes("id") {
            assert!(ids.insert(id.clone()), "{path} has two elements called {id}");
        }
        waiting.extend(page.attributes("href").iter().filter_map(|link| page_of(link)));
        seen.insert(path, page);
    }
    seen
}

/// Whoever follows links meets no error: administrator, manager of apps, employee, guest.
#[tokio::test]
async fn every_link_leads_to_a_page() {
    let (site, ..) = lively().await;
    site.add_user(CAROL, "Carol", &["App Manager"]).await;
    for (who, least) in [(ALICE, 100), (CAROL, 30), (BOB, 15)] {
        let mut browser = site.signed_in(who).await;
        let seen = crawl(&mut browser, &["/app", "/me", "/guide"]).await;
        let wrong: Vec<_> = seen
            .iter()
            .filter(|(_, page)| page.status != 200)
            .map(|(path, _)| path)
            .collect();
        assert!(wrong.is_empty(), "{who}: {wrong:#?}");
        assert!(seen.len() >= least, "{who} saw {} pages: {:?}", seen.len(), seen.keys());
    }
    let seen = crawl(&mut site.browser(), &["/", "/login", "/app"]).await;
    assert!(seen.values().all(|page| page.status == 200), "{:?}", seen.keys());
}

/// In another language every text of every page has its words there.
#[tokio::test]
async fn nothing_is_said_that_the_files_do_not_have() {
    let (site, ..) = lively().await;
    for who in [ALICE, BOB] {
        let mut browser = site.signed_in(who).await.speaking("de");
        let seen = crawl(
            &mut browser,
            &["/app", "/me", "/app/oauth-client/new", "/app/connected-app/new"],
        )
        .await;
        assert!(seen.len() > 15, "{:?}", seen.keys());
    }
    crawl(&mut site.browser().speaking("ar"), &["/login"]).await;
    let missed = catalogue::every_missed();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Words of ours, each between marks, on a line of its own or in a form for one or many.
fn marked(file: &str) -> String {
    let line = |line: &str| match line.split_once(" = ").or_else(|| line.split_once("] ")) {
        Some((begin, words)) if !words.ends_with("->") && !line.contains("$month") => {
            let middle = if line.starts_with(' ') { "] " } else { " = " };
            format!("{begin}{middle}⟦{words}⟧\n")
        }
        _ => format!("{line}\n"),
    };
    file.lines().filter(|line| !line.starts_with('#')).map(line).collect()
}

/// The guide, services and programs are spoken of in English; whatever else stands on a page as a heading of a part, a label, a hint, a column, a tab or a button comes out of the files.
#[tokio::test]
async fn every_label_comes_out_of_the_files() {
    let scratch = Scratch::new();
    let texts = command(&scratch.0, &["texts", "de"], "");
    let file = scratch.0.join("de.ftl");
    std::fs::write(&file, marked(&String::from_utf8(texts.stdout).unwrap())).unwrap();
    let program = Program::start_with(&scratch.0, &[("FRONTDESK_TEXTS", file.to_str().unwrap())]);
    let add = ["user", "add", ALICE, "--password-stdin", "--role", "System Manager"];
    assert!(command(&scratch.0, &add, PASSWORD).status.success());
    let add = ["client", "add", "Tea Shop", "--redirect-uri", "https://tea.example/cb"];
    assert!(command(&scratch.0, &add, "").status.success());
    let mut browser = Browser::at(&program.origin).speaking("de");
    browser.sign_in(ALICE, PASSWORD).await;
    let pages = crawl(&mut browser, &["/app", "/me", "/app/oauth-client/new", "/app/user/new"]).await;
    let labels =
        "h2, div.field > label, th, .help, legend, summary, dt, nav.tabs a, .side a, .head button, .actions button";
    let mut unmarked = BTreeSet::new();
    for (path, page) in pages
        .iter()
        .filter(|(path, _)| !path.starts_with("/guide") && !path.ends_with("/connect") && !path.contains("preset="))
    {
        for text in page.texts(labels) {
            // The name of the app is its own.
            if text.chars().any(char::is_alphabetic) && !text.contains('⟦') && text != "Tea Shop" {
                unmarked.insert(format!("{path}: {text}"));
            }
        }
    }
    assert!(pages.len() > 60 && unmarked.is_empty(), "{} {unmarked:#?}", pages.len());
}

/// German is long, Arabic goes from right to left, Chinese is short: sign-in, consent, list and form stand as they should.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_in_other_languages() {
    let (site, client, _) = lively().await;
    site.force().await;
    for language in ["de", "ar", "zh"] {
        for who in [ALICE, BOB] {
            site.change("User", who, json!({ "language": language })).await;
        }
        let at = |name: &str| format!("{name}-{language}");
        let asked = authorize_path(&client, &[("ui_locales", language)]);
        let guest = [(at("login"), asked.clone())];
        let bob = [
            (at("consent"), asked),
            (at("my-apps"), "/me".to_owned()),
            (at("profile"), "/me/profile".to_owned()),
        ];
        let client_at = |tab: &str| format!("/app/oauth-client/{}?tab={tab}", client.id);
        let alice = [
            (at("home"), "/app".to_owned()),
            (at("clients"), "/app/oauth-client".to_owned()),
            (at("client"), client_at("overview")),
            (at("client-settings"), client_at("settings")),
            (at("check-up"), "/app/check-up".to_owned()),
        ];
        fn named(pages: &[(String, String)]) -> Vec<(&str, String)> {
            pages.iter().map(|(name, path)| (name.as_str(), path.clone())).collect()
        }
        look_at(
            &site,
            &[("", &named(&guest)), (BOB, &named(&bob)), (ALICE, &named(&alice))],
        )
        .await;
    }
}

/// The pages of somebody who manages apps and nothing else, of the guide, and what is shown at the narrowest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_of_a_limited_manager_and_of_the_guide() {
    let (site, client, _) = lively().await;
    site.add_user(CAROL, "Carol", &["App Manager"]).await;
    let pages = [
        ("limited-home", "/app".to_owned()),
        ("limited-clients", "/app/oauth-client".to_owned()),
        (
            "limited-client",
            format!("/app/oauth-client/{}?tab=settings", client.id),
        ),
        ("guide", "/guide".to_owned()),
        ("guide-apps", "/guide/apps".to_owned()),
        ("guide-operation", "/guide/operation".to_owned()),
        ("my-apps-home", "/me".to_owned()),
    ];
    look_at(&site, &[(CAROL, &pages)]).await;
    let screen = Screen::open().await;
    screen.goto(&site.url("/login")).await;
    screen.enter(ALICE).await;
    screen.see("#account-button").await;
    for width in [320, 390] {
        screen.look(width, false).await;
        for path in [
            "/app",
            "/app/user",
            "/app/oauth-client",
            "/app/oauth-client/new",
            "/app/system-settings",
            "/me",
            "/guide/endpoints",
        ] {
            screen.goto(&site.url(path)).await;
            assert!(!screen.overflows().await, "{path} is wider than {width}");
        }
    }
}

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";

/// Goes on by the tabulator until this element has the focus.
async fn tab_to(screen: &Screen, id: &str) {
    for _ in 0..120 {
        if screen.run("return document.activeElement.id").await == id {
            return;
        }
        screen.keys(TAB).await;
    }
    panic!("the tabulator never comes to {id}");
}

/// From the sign-in page to a saved client, without a mouse.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_is_made_by_keyboard_alone() {
    let (site, ..) = lively().await;
    let screen = Screen::open().await;
    screen.look(1280, false).await;
    screen.goto(&site.url("/login")).await;
    screen.see("#email:focus").await;
    screen.keys(ALICE).await;
    screen.keys(TAB).await;
    screen.keys(PASSWORD).await;
    screen.keys(ENTER).await;
    screen.read("h1", "Hello, Alice").await;
    screen.keys("/").await;
    screen.see("#find:focus").await;
    screen.keys("oauth clients").await;
    screen.read("#found", "OAuth Clients").await;
    screen.keys(DOWN).await;
    screen.keys(ENTER).await;
    screen.read("h1", "OAuth Clients").await;
    tab_to(&screen, "new-record").await;
    screen.keys(ENTER).await;
    screen.read("h1", "New OAuth Client").await;
    tab_to(&screen, "app_name").await;
    screen.keys("Keyboard Shop").await;
    screen.run("document.getElementById('app_name').form.dispatchEvent(new KeyboardEvent('keydown', { key: 's', ctrlKey: true, bubbles: true }))").await;
    // Nothing was saved yet, and one begins at the mistake.
    screen.see("#redirect_uris:focus").await;
    screen.keys("https://keyboard.example/cb").await;
    tab_to(&screen, "save").await;
    screen.keys(ENTER).await;
    screen.see("#client_secret").await;
    tab_to(&screen, "onward").await;
    screen.keys(ENTER).await;
    screen.read("h1", "Keyboard Shop").await;
    screen.read(".note[role=status]", "created").await;
}

/// Texts of another language are longer: nothing goes beyond the edge.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn longer_texts_break_nothing() {
    let scratch = Scratch::new();
    let texts = command(&scratch.0, &["texts"], "");
    let texts = String::from_utf8(texts.stdout).unwrap();
    // A text without values, on a line of its own.
    let plain = texts.lines().filter_map(|line| line.split_once(" = "));
    let longer = plain.filter(|(_, text)| !text.contains('{')).map(|(name, text)| {
        let more: String = text.chars().cycle().take(text.chars().count() * 2 / 5).collect();
        format!("{name} = {text}{more}\n")
    });
    let file = scratch.0.join("en.ftl");
    std::fs::write(&file, longer.collect::<String>()).unwrap();
    let program = Program::start_with(&scratch.0, &[("FRONTDESK_TEXTS", file.to_str().unwrap())]);
    let add = ["user", "add", ALICE, "--password-stdin", "--role", "System Manager"];
    assert!(command(&scratch.0, &add, PASSWORD).status.success());
    let add = [
        "client",
        "add",
        "Tea Shop",
        "--redirect-uri",
        "https://tea.example/cb",
        "--json",
    ];
    let made: serde_json::Value = serde_json::from_slice(&command(&scratch.0, &add, "").stdout).unwrap();
    let client = made["client_id"].as_str().unwrap();
    let screen = Screen::open().await;
    let at = |path: &str| format!("{}{path}", program.origin);
    screen.goto(&at("/login")).await;
    screen.enter(ALICE).await;
    screen.see("#account-button").await;
    let pages = [
        "/app".to_owned(),
        "/app/user".to_owned(),
        format!("/app/oauth-client/{client}"),
        format!("/app/oauth-client/{client}?tab=settings"),
        format!("/app/oauth-client/{client}?tab=security"),
        format!("/app/oauth-client/{client}/action/rotate-secret"),
        "/app/user/new".to_owned(),
        "/app/check-up".to_owned(),
        "/me".to_owned(),
        "/me/sessions".to_owned(),
        "/logout".to_owned(),
    ];
    for width in [320, 1280] {
        screen.look(width, false).await;
        for path in &pages {
            screen.goto(&at(path)).await;
            screen.see("h1").await;
            assert!(!screen.overflows().await, "{path} is wider than {width}");
        }
        screen.picture(&format!("longer-texts-{width}")).await;
    }
}
