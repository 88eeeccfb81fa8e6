//! What makes the desk pleasant: parts of a record, questions before what cannot be undone, many at once, what is said on
//! the next page, what is never lost, the look of the site.

use crate::support::{ALICE, BOB, Browser, PASSWORD, Site, query};
use serde_json::json;

const PNG: &[u8] = &[0x89, b'P', b'N', b'G', 13, 10, 26, 10, 7, 7];

/// A part of a record is saved by itself: nothing of the others is touched.
#[tokio::test]
async fn a_record_is_saved_part_by_part() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "app_name": "Tea Shop", "require_pkce": 1, "tos_uri": "https://tea.example/terms" }))
        .await;
    let mut alice = site.signed_in(ALICE).await;
    let here = format!("/app/oauth-client/{}", client.id);
    let overview = alice.get(&here).await;
    assert!(overview.text("title").starts_with("Tea Shop · OAuth Clients"));
    assert_eq!(overview.text(".tabs [aria-current]"), "Overview");
    assert!(!overview.has("save") && overview.has("try-it"));
    let settings = alice.get(&format!("{here}?tab=settings")).await;
    assert!(settings.has("app_name") && !settings.has("require_pkce"));
    let saved = alice.press(&settings, "save", &[("app_name", "Coffee Shop")]).await;
    assert_eq!(saved.text(".note[role=status]"), "Saved.");
    assert!(saved.address.ends_with("?tab=settings"), "one is back where one was");
    assert_eq!(
        alice.get(&saved.address).await.text(".note[role=status]"),
        "",
        "it is said once"
    );
    let security = alice.get(&format!("{here}?tab=security")).await;
    assert_eq!(security.values("#require_pkce[checked]").len(), 1);
    // What another part has is not taken along, and not taken.
    let (action, mut fields) = security.form_of("save", &[]);
    fields.push(("app_name".into(), "Smuggled".into()));
    assert_eq!(alice.post(&action, &fields).await.status, 422);
    let settings = alice.get(&format!("{here}?tab=settings")).await;
    let wrong = alice.press(&settings, "save", &[("redirect_uris", "nowhere")]).await;
    assert_eq!(wrong.status, 422);
    assert_eq!(wrong.text(".tabs [aria-current]"), "Settings");
    assert!(
        wrong.values("#redirect_uris[autofocus]").len() == 1,
        "one begins at the mistake"
    );
    let activity = alice.get(&format!("{here}?tab=activity")).await;
    assert!(
        activity.text(".lines-of").contains("was changed"),
        "{}",
        activity.text("main")
    );
}

/// What cannot be undone asks first; a refusal stands at its question.
#[tokio::test]
async fn actions_ask_first() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "app_name": "Tea Shop" })).await;
    let mut alice = site.signed_in(ALICE).await;
    let here = format!("/app/oauth-client/{}", client.id);
    let page = alice.get(&format!("{here}?tab=security")).await;
    let asked = alice.get(&page.href("do-revoke-tokens")).await;
    assert_eq!(asked.text("h1"), "Revoke all tokens: Tea Shop");
    let (action, form) = asked.form_of("action-revoke-tokens", &[]);
    let done = alice.post(&action, &form).await;
    assert!(done.address.ends_with("?tab=security") && done.has("account-button"));
    assert!(!done.text(".note[role=status]").is_empty());
    let question = alice.get(&format!("{here}/action/rotate-secret")).await;
    let wrong = alice
        .press(&question, "action-rotate-secret", &[("overlap_until", "tomorrow")])
        .await;
    assert!(wrong.status == 422 && wrong.value("overlap_until") == "tomorrow");
    assert_eq!(alice.get(&format!("{here}/action/admit-everybody")).await.status, 400);
    let mut bob = site.signed_in(BOB).await;
    assert_eq!(bob.get(&format!("{here}/action/revoke-tokens")).await.status, 403);
}

/// A moment is read in the zone that it is typed in.
#[tokio::test]
async fn a_moment_may_say_its_zone() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    let here = format!("/app/oauth-client/{}", client.id);
    let page = alice.get(&here).await;
    let until = frontdesk::base::clock::rfc3339(frontdesk::base::Seconds(site.now().0 + 7200));
    let zoned = until.replace('Z', "+00:00");
    alice
        .press(&page, "action-rotate-secret", &[("overlap_until", &zoned)])
        .await;
    let security = alice.get(&format!("{here}?tab=security")).await;
    let told = security.attributes("datetime");
    assert!(told.contains(&until), "{told:?}");
}

/// Filters of a column's own kind, and many at once: those that are ticked, or all that match.
#[tokio::test]
async fn many_are_changed_at_once() {
    let site = Site::new().await;
    for number in 0..25 {
        let email = format!("u{number:02}@example.com");
        site.add("User", json!({ "email": email, "first_name": "Cook" })).await;
    }
    let mut alice = site.signed_in(ALICE).await;
    let asked = "/app/user?filtered=1&filter.full_name.like=cook&filter.enabled.%3D=1&filter.last_login.%3E%3D=&order=full_name%20desc";
    let list = alice.get(asked).await;
    let narrowed = query(&list.address);
    assert_eq!(narrowed["full_name"], "[\"like\",\"%cook%\"]");
    assert_eq!(
        (narrowed["enabled"].as_str(), narrowed.contains_key("last_login")),
        ("1", false)
    );
    assert!(list.text(".pages").contains("of 25") && list.value("filter-full_name") == "cook");
    let give = [("all", "1"), ("value", "Employee"), ("do", "give")];
    let done = alice.press(&list, "bulk-give", &give).await;
    assert_eq!(done.text(".note[role=status]"), "25 records were changed.");
    assert_eq!(query(&done.address), narrowed, "one is back where one was");
    assert!(
        alice
            .get("/app/user?roles=Employee")
            .await
            .text(".pages")
            .contains("of 25")
    );
    let take = [("name", "u03@example.com"), ("value", "Employee"), ("do", "take")];
    alice.press(&done, "bulk-take", &take).await;
    assert!(
        alice
            .get("/app/user?roles=Employee")
            .await
            .text(".pages")
            .contains("of 24")
    );
    let nothing = alice.press(&done, "bulk-give", &[("all", "1"), ("do", "give")]).await;
    assert!(nothing.status == 400 && nothing.text("[role=alert]").contains("Choose one of Roles"));
    // The list that is shown with a mistake is still the one that was asked for.
    assert!(nothing.text(".pages").contains("of 25"), "{}", nothing.text(".pages"));
    let again = alice
        .press(
            &nothing,
            "bulk-give",
            &[("all", "1"), ("value", "Employee"), ("do", "give")],
        )
        .await;
    assert_eq!(
        again.text(".note[role=status]"),
        "The record was changed.",
        "the others had it"
    );
    let removing = alice
        .press(&done, "bulk-remove", &[("all", "1"), ("do", "remove")])
        .await;
    assert!(removing.text("h1").contains("Delete: 25") && removing.text(".takes").contains("u24@example.com"));
    let removed = alice.press(&removing, "delete-submit", &[]).await;
    assert_eq!(removed.text(".note[role=status]"), "25 records were deleted.");
    assert_eq!(query(&removed.address), narrowed);
}

/// Too many are refused, and nothing of them is done.
#[tokio::test]
async fn all_that_match_has_its_bounds() {
    let site = Site::new().await;
    let written = site.app.db.write(|db| {
        for number in 0..501 {
            let sql =
                "INSERT INTO roles (name, owner, modified_by, creation_at, modified_at) VALUES (?1, 'x', 'x', 0, 0)";
            db.execute(sql, frontdesk::db::params![format!("Many {number:03}")])?;
        }
        Ok(())
    });
    written.await.unwrap();
    let mut alice = site.signed_in(ALICE).await;
    let list = alice.get("/app/role?q=many").await;
    let refused = alice
        .press(&list, "bulk-remove", &[("all", "1"), ("do", "remove")])
        .await;
    assert!(refused.status == 400 && refused.text("[role=alert]").contains("1 to 500"));
}

/// A form that is sent after the session ended comes back filled in, to whoever sent it; secrets do not.
#[tokio::test]
async fn what_was_typed_waits_for_its_sender() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get("/app/user/new").await;
    let typed = [
        ("email", "carol@example.com"),
        ("first_name", "Carol"),
        ("new_password", "Wonder-land-77"),
    ];
    site.pass(400 * 86_400);
    let login = alice.press(&form, "save", &typed).await;
    assert!(login.has("login-submit") && login.text("main").contains("What you typed is kept"));
    assert!(alice.cookies["kept"].len() < 3500);
    // Somebody else at the same browser sees nothing of it.
    let mut other = site.browser();
    other.cookies.clone_from(&alice.cookies);
    site.add_user("dan@example.com", "Dan", &["System Manager"]).await;
    let form = other.get(&login.address).await;
    other
        .press(
            &form,
            "login-submit",
            &[("email", "dan@example.com"), ("password", PASSWORD)],
        )
        .await;
    let page = other.get("/app/user/new").await;
    assert!(page.value("first_name").is_empty() && !page.has("kept"));
    let page = alice
        .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
        .await;
    assert!(page.address.ends_with("/app/user/new"), "{}", page.address);
    assert_eq!(
        (page.value("email").as_str(), page.value("first_name").as_str()),
        ("carol@example.com", "Carol")
    );
    assert!(page.text("#kept").contains("Secrets") && !page.body.contains("Wonder-land-77"));
    let made = alice.press(&page, "save", &[]).await;
    assert_eq!(made.text(".note[role=status]"), "User was created.");
    assert!(
        alice.get("/app/user/new").await.value("first_name").is_empty(),
        "it was shown once"
    );
    // A form of before one signed in again in another tab, too.
    let client = site.add_client(json!({ "app_name": "Tea Shop" })).await;
    let old = alice
        .get(&format!("/app/oauth-client/{}?tab=settings", client.id))
        .await;
    alice.cookies.remove("sid");
    alice.sign_in(ALICE, PASSWORD).await;
    let again = alice.press(&old, "save", &[("app_name", "Coffee Shop")]).await;
    assert!(
        again.has("kept") && again.value("app_name") == "Coffee Shop",
        "{}",
        again.address
    );
    assert!(
        alice.get("/app/oauth-client").await.text("tbody").contains("Tea Shop"),
        "nothing was saved"
    );
    let mut bob = site.signed_in(BOB).await;
    let (action, form) = old.form_of("save", &[]);
    assert_eq!(bob.post(&action, &form).await.status, 403, "it is another one's form");
    // One's own profile, too.
    let profile = alice.get("/me/profile").await;
    site.pass(400 * 86_400);
    let login = alice.press(&profile, "save", &[("location", "Oxford")]).await;
    let page = alice
        .press(&login, "login-submit", &[("email", ALICE), ("password", PASSWORD)])
        .await;
    assert!(page.has("kept") && page.value("location") == "Oxford");
}

/// What is more than a browser keeps is shown once more, to be copied.
#[tokio::test]
async fn what_is_too_long_to_wait_is_shown() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get("/app/oauth-client/new").await;
    site.pass(400 * 86_400);
    let addresses: Vec<String> = (0..200u8)
        .map(|number| {
            format!(
                "https://{}.example.com/cb",
                frontdesk::base::secret::to_hex(&frontdesk::base::secret::sha256(&[number]))
            )
        })
        .collect();
    let addresses = addresses.join("\n");
    let typed = [("app_name", "Tea Shop"), ("redirect_uris", addresses.as_str())];
    let page = alice.press(&form, "save", &typed).await;
    assert_eq!((page.status, page.text("h1")), (401, "Your session has ended".into()));
    assert!(
        page.text("[data-field=redirect_uris]")
            .contains(addresses.lines().last().unwrap())
    );
    assert!(page.text("main").contains("App Name"));
    let again = page.href("sign-in-again");
    assert!(
        !alice.cookies.contains_key("kept") && again.starts_with("/login?"),
        "{again}"
    );
    // Nobody else's page makes us show what it sends.
    let (action, form) = form.form_of("save", &typed);
    let elsewhere = site
        .http
        .post(site.url(&action))
        .form(&form)
        .header("sec-fetch-site", "cross-site");
    assert_eq!(site.browser().raw(elsewhere).await.status, 303);
}

/// Light, dark, or the system's: on every page of this browser, without scripts.
#[tokio::test]
async fn the_theme_is_chosen() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/profile").await;
    assert!(!page.body.contains("data-theme"));
    let (action, mut form) = page.form_at("/me/theme");
    form.push(("theme".into(), "dark".into()));
    let dark = bob.post(&action, &form).await;
    assert!(dark.address.ends_with("/me/profile") && dark.body.contains("data-theme=\"dark\""));
    bob.cookies.retain(|name, _| name == "theme");
    assert!(bob.get("/login").await.body.contains("data-theme=\"dark\""));
    bob.cookies.insert("theme".into(), "\"><script>".into());
    assert!(!bob.get("/login").await.body.contains("data-theme"));
}

/// The site's own name, pictures, colour, sentence and contact.
#[tokio::test]
async fn the_site_shows_its_brand() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let send = async |alice: &mut Browser, typed: &[(&str, &str)], file: &'static [u8]| {
        let settings = alice.get("/app/system-settings").await;
        let (action, fields) = settings.form_of("save", &[]);
        let mut form = reqwest::multipart::Form::new();
        for (name, value) in fields
            .iter()
            .filter(|(name, _)| !typed.iter().any(|(own, _)| own == name))
        {
            form = form.text(name.clone(), value.clone());
        }
        for (name, value) in typed {
            form = form.text((*name).to_owned(), (*value).to_owned());
        }
        let part = reqwest::multipart::Part::bytes(file).file_name("logo.png");
        let request = site.http.post(site.url(&action)).multipart(form.part("app_logo", part));
        alice.raw(request).await
    };
    let light = send(&mut alice, &[("brand_color", "#ffcc00")], PNG).await;
    assert!(
        light.status == 422 && light.body.contains("too light"),
        "{}",
        light.body
    );
    let fake = send(&mut alice, &[], b"<html><script>alert(1)</script>").await;
    assert!(fake.status == 422 && fake.body.contains("is a picture"));
    let typed = [
        ("app_name", "Tea House"),
        ("brand_color", "#7a0019"),
        ("login_message", "Welcome to tea"),
        ("contact", "help@tea.example"),
        ("landing_page", "My apps"),
    ];
    let saved = send(&mut alice, &typed, PNG).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    // Without another file the picture stays.
    assert_eq!(send(&mut alice, &typed, b"").await.status, 303);
    let mut guest = site.browser();
    let login = guest.get("/login").await;
    assert!(login.text("main").contains("Tea House") && login.text("main").contains("Welcome to tea"));
    assert_eq!(login.text("#contact a"), "help@tea.example");
    let logo = login
        .attributes("src")
        .into_iter()
        .find(|src| src.starts_with("/brand/logo?"))
        .unwrap();
    let picture = site.get(&logo).await;
    assert_eq!((picture.status, picture.header("content-type")), (200, "image/png"));
    assert!(picture.header("content-security-policy").contains("sandbox"));
    let colour = login
        .attributes("href")
        .into_iter()
        .find(|href| href.starts_with("/brand/colour.css?"))
        .unwrap();
    assert!(site.get(&colour).await.body.contains("#7a0019"));
    let landed = guest.sign_in(ALICE, PASSWORD).await;
    assert!(landed.address.ends_with("/me"), "people land at their apps");
    assert!(guest.get("/app").await.text("title").contains("Tea House"));
    assert!(
        guest
            .get("/oauth2/authorize")
            .await
            .text("main")
            .contains("help@tea.example")
    );
    let other = site.get("/brand/logo?another").await;
    assert!(
        picture.header("cache-control").contains("immutable") && !other.header("cache-control").contains("immutable")
    );
    let log = alice.get("/app/activity-log?reference_name=System%20Settings").await;
    assert!(!log.body.contains("base64"));
    assert_eq!(send(&mut alice, &[("app_logo", "none")], b"").await.status, 303);
    assert_eq!(site.get("/brand/logo").await.status, 404);
}

/// My apps: tiles with a sign and the way there, and a search where there are many.
#[tokio::test]
async fn my_apps_are_tiles() {
    let site = Site::new().await;
    site.add_client(json!({ "app_name": "Tea Shop", "logo_uri": "https://tea.example/logo.png", "redirect_uris": "https://tea.example/cb" }))
        .await;
    let mut bob = site.signed_in(BOB).await;
    let home = bob.get("/me").await;
    assert_eq!(
        home.attributes("href")
            .iter()
            .filter(|href| *href == "https://tea.example")
            .count(),
        1
    );
    assert!(
        home.answer
            .header("content-security-policy")
            .contains("img-src 'self' https://tea.example;")
    );
    for number in 0..9 {
        site.add_client(json!({ "app_name": format!("App {number}") })).await;
    }
    let found = bob.get("/me?q=tea").await;
    assert!(found.text(".tiles").contains("Tea Shop") && !found.text(".tiles").contains("App 3"));
    assert!(bob.get("/me?q=nothing").await.text("main").contains("Nothing matches"));
}

/// A filter that no control can say is kept as it is when others are shown.
#[tokio::test]
async fn filters_that_no_control_says_go_along() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let asked = [
        ("roles", "System Manager"),
        ("roles", "All"),
        ("enabled", "Yes"),
        ("full_name", "[\"like\",\"A%\"]"),
        ("last_login", "[\">=\",\"2020-01-01 10:00:00\"]"),
    ];
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(asked)
        .finish();
    let list = alice.get(&format!("/app/user?{query}")).await;
    let (_, form) = list.form_with("filter-typed");
    let address = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let shown = alice.get(&format!("/app/user?{address}")).await;
    let sorted = |address: &str| {
        let url = url::Url::parse(address).unwrap();
        let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs.sort();
        pairs
    };
    assert_eq!(sorted(&shown.address), sorted(&list.address));
}

/// What one may not change of oneself is not changed by saving the rest.
#[tokio::test]
async fn saving_oneself_takes_nothing_away() {
    let site = Site::new().await;
    site.add("Role", json!({ "role_name": "Greeter", "desk_access": 1 }))
        .await;
    site.add(
        "Role Permission",
        json!({ "role": "Greeter", "document_type": "User", "read": 1, "create": 1 }),
    )
    .await;
    site.change("User", BOB, json!({ "roles": ["Greeter"] })).await;
    let mut bob = site.signed_in(BOB).await;
    for tab in ["person", "access"] {
        let form = bob.get(&format!("/app/user/{BOB}?tab={tab}")).await;
        if form.has("save") {
            let saved = bob.press(&form, "save", &[]).await;
            assert_eq!(saved.status, 200, "{}", saved.body);
        }
    }
    let mut alice = site.signed_in(ALICE).await;
    let stored = alice.get(&format!("/app/user/{BOB}?tab=access")).await;
    assert_eq!(stored.values("input[name=roles][checked]"), ["Greeter"]);
    assert_eq!(stored.values("#enabled[checked]").len(), 1);
}
