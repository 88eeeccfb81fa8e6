//! Each in their language: chosen by the app that sends people, their profile, their browser, the site.

use crate::support::rp::authorize_path;
use crate::support::{ALICE, BOB, Page, Site};
use frontdesk::base::{Language, Seconds, Text, clock, language};
use serde_json::json;

/// The language of a page, as it says itself.
fn language_of(page: &Page) -> &str {
    let begin = page.body.find("<html lang=\"").unwrap() + "<html lang=\"".len();
    page.body[begin..].split('"').next().unwrap()
}

async fn title(site: &Site, languages: &str) -> (String, String) {
    let page = site.browser().speaking(languages).get("/login").await;
    (page.text("h1"), language_of(&page).to_owned())
}

#[tokio::test]
async fn the_browser_chooses_among_our_languages() {
    let site = Site::new().await;
    for (asked, said, language) in [
        ("de-AT,de;q=0.9,en;q=0.8", "Anmelden", "de"),
        ("it, pt-BR;q=0.7, en;q=0.3", "Entrar", "pt"),
        ("zh-Hans-CN", "登录", "zh"),
        ("it,ja", "Sign in", "en"),
        ("", "Sign in", "en"),
        ("not a language; q=x", "Sign in", "en"),
    ] {
        assert_eq!(title(&site, asked).await, (said.into(), language.into()), "{asked}");
    }
}

/// Whose language is none of ours gets the site's; a program that asks for none is answered in English.
#[tokio::test]
async fn the_site_has_a_language_for_everybody_else() {
    let site = Site::new().await;
    let mut browser = site.signed_in(ALICE).await;
    let page = browser.get("/app/system-settings").await;
    let saved = browser.press(&page, "save", &[("language", "fr")]).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(title(&site, "it").await.1, "fr");
    assert_eq!(title(&site, "es").await.1, "es");
}

/// What one chose for oneself goes before what the browser asks for.
#[tokio::test]
async fn a_person_chooses_their_own() {
    let site = Site::new().await;
    let mut browser = site.signed_in(BOB).await.speaking("de");
    let page = browser.get("/me/profile").await;
    assert_eq!((language_of(&page), page.text("h1")), ("de", "Mein Konto".into()));
    let saved = browser.press(&page, "save", &[("language", "ar")]).await;
    assert_eq!(language_of(&saved), "ar");
    assert!(saved.body.contains("dir=\"rtl\""));
    let refused = browser.press(&saved, "save", &[("language", "no language")]).await;
    assert_eq!((refused.status, language_of(&refused)), (422, "ar"));
}

/// Mistakes are told in the reader's language; programs are told in English, whatever they ask for.
#[tokio::test]
async fn mistakes_speak_too() {
    let site = Site::new().await;
    let mut browser = site.signed_in(ALICE).await.speaking("de");
    let page = browser.get("/app/user/new").await;
    let refused = browser
        .press(&page, "save", &[("email", "a@b@c"), ("first_name", "A")])
        .await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.text("#form-mistakes").contains("genau ein @"),
        "{}",
        refused.text("#form-mistakes")
    );
    let csrf = browser.csrf().await;
    let asked = site
        .http
        .post(site.url("/api/resource/User"))
        .header("x-frappe-csrf-token", csrf);
    let asked = asked
        .header("accept-language", "de")
        .json(&json!({ "email": "a@b@c", "first_name": "A" }));
    let answer = browser.raw(asked).await;
    assert!(answer.body.contains("exactly one @"), "{}", answer.body);
}

/// What an app wishes for goes before what one chose for oneself.
#[tokio::test]
async fn an_app_sends_people_with_a_wish() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    site.change("User", BOB, json!({ "language": "de" })).await;
    let mut browser = site.signed_in(BOB).await.speaking("es");
    let consent = browser
        .get(&authorize_path(&client, &[("ui_locales", "ja fr-CA en")]))
        .await;
    assert!(consent.has("consent-allow"), "{}", consent.body);
    assert_eq!(language_of(&consent), "fr");
    let consent = browser.get(&authorize_path(&client, &[("ui_locales", "ja")])).await;
    assert_eq!(language_of(&consent), "de");
    let found = site.get("/.well-known/openid-configuration").await.json();
    assert_eq!(
        found["ui_locales_supported"],
        json!(["en", "de", "fr", "es", "pt", "ar", "hi", "zh"])
    );
}

/// However many mistakes there are, they are told in no time, and no more of them than anybody reads.
#[tokio::test]
async fn thousands_of_mistakes_are_told_at_once() {
    let site = Site::new().await;
    let mut browser = site.signed_in(BOB).await;
    let csrf = browser.csrf().await;
    let wrong: serde_json::Map<String, serde_json::Value> = (0..10_000)
        .map(|number| (format!("{{ $type }}{number}"), json!(1)))
        .collect();
    let asked = site.http.put(site.url(&format!("/api/resource/User/{BOB}")));
    let watch = clock::Stopwatch::start();
    let answer = browser
        .raw(asked.header("x-frappe-csrf-token", csrf).json(&wrong))
        .await;
    assert_eq!(answer.status, 417, "{}", answer.body);
    let told = answer.body.matches("has no field { $type }").count();
    assert!((50..=200).contains(&told) && answer.body.len() < 40_000, "{told}");
    assert!(watch.elapsed_ms() < 2000, "{} ms", watch.elapsed_ms());
}

fn said(language: Language, text: &Text) -> String {
    text.in_language(language)
}

/// One and many, dates and large numbers, as each language writes them.
#[test]
fn forms_numbers_and_dates() {
    let users = |count: i64| Text {
        message: "{ $count } users".into(),
        values: vec![("count", count.into())],
    };
    assert_eq!(said(Language::English, &users(1)), "One user");
    assert_eq!(said(Language::English, &users(9999)), "9999 users");
    assert_eq!(said(Language::English, &users(1_234_567)), "1,234,567 users");
    assert!(said(Language::German, &users(12_345)).contains("12.345"));
    assert!(said(Language::Hindi, &users(1_234_567)).contains("12,34,567"));
    let arabic = [1, 2, 3, 11, 100].map(|count| said(Language::Arabic, &users(count)));
    let distinct: std::collections::BTreeSet<String> = arabic
        .iter()
        .map(|words| words.chars().filter(|c| !c.is_ascii_digit()).collect())
        .collect();
    assert!(distinct.len() >= 4, "{arabic:?}");
    let moment = clock::moment(Seconds(1_795_271_400));
    assert_eq!(said(Language::English, &moment), "21 Nov 2026, 14:30 UTC");
    assert!(
        said(Language::Chinese, &moment).contains("2026年11月21日"),
        "{}",
        said(Language::Chinese, &moment)
    );
    assert!(
        said(Language::German, &moment).starts_with("21."),
        "{}",
        said(Language::German, &moment)
    );
}

#[test]
fn tags_of_languages() {
    assert_eq!(Language::preferred("de-AT fr"), Some(Language::German));
    assert_eq!(Language::preferred("it fr-CA en"), Some(Language::French));
    assert_eq!(Language::preferred("it ja"), None);
    assert_eq!(Language::preferred("\" <script>"), None);
    assert_eq!(Language::accepted("en;q=0.2, ar;q=0.9"), Some(Language::Arabic));
    assert_eq!(Language::accepted("it, de ; Q=0.7 , en;q=0.1"), Some(Language::German));
    assert_eq!(Language::accepted("fr;q=0, *"), None);
    assert_eq!(language::tag("pt_br").as_deref(), Some("pt-BR"));
    assert_eq!(language::tag("no language"), None);
}
