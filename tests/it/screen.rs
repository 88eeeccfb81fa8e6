//! The product in a real browser: the whole way of a person, and every page wide and narrow,
//! light and dark.

use crate::flow::Library;
use crate::support::mailbox::Mailbox;
use crate::support::screen::Screen;
use crate::support::{ALICE, BOB, PASSWORD, Site, TestClient, program};
use frontdesk::config::smtp_url;
use frontdesk::jobs::send_due;
use poem::listener::TcpAcceptor;
use poem::{Route, Server, get, handler};
use serde_json::json;

#[handler]
fn welcome() -> poem::web::Html<&'static str> {
    poem::web::Html(
        "<!doctype html><title>App</title><link rel=icon href=data:,><h1 id=welcome>Welcome to the app</h1>",
    )
}

/// A page of the app that posts the request that stands in its own address.
#[handler]
fn start(request: &poem::Request) -> poem::web::Html<String> {
    let address = request.uri().query().unwrap();
    let address = url::form_urlencoded::parse(address.as_bytes())
        .next()
        .unwrap()
        .1
        .into_owned();
    let address = url::Url::parse(&address).unwrap();
    let fields = address
        .query_pairs()
        .map(|(name, value)| format!("<input name=\"{name}\" value=\"{value}\">"));
    let fields: String = fields.collect();
    let action = address.as_str().split('?').next().unwrap();
    poem::web::Html(format!(
        "<!doctype html><title>App</title><link rel=icon href=data:,><form method=post action=\"{action}\">{fields}<button id=go>Go</button></form>"
    ))
}

/// The app's own server, which people come back to.
async fn app() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/cb", listener.local_addr().unwrap());
    let acceptor = TcpAcceptor::from_tokio(listener).unwrap();
    tokio::spawn(
        Server::new_with_acceptor(acceptor).run(
            Route::new()
                .at("/cb", get(welcome).post(welcome))
                .at("/start", get(start)),
        ),
    );
    address
}

/// Setup link, client made in the desk, sign-in by a real library, consent, tokens, userinfo,
/// refresh, introspection, revocation, sign-out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_way_through_a_real_browser() {
    let site = Site::empty().await;
    let callback = app().await;
    let link = frontdesk::login::setup::begin(&site.app).await.unwrap().unwrap();
    let screen = Screen::open().await;
    screen.look(1280, false).await;

    screen.goto(&site.origin).await;
    screen.read("h1", "Not set up yet").await;
    screen.picture("not-set-up").await;
    screen.goto(&link).await;
    screen.type_into("#site_name", "Wonderland Trading").await;
    screen.type_into("#name", "Alice Liddell").await;
    screen.type_into("#email", ALICE).await;
    screen.type_into("#password", "password").await;
    screen.read("#strength", "guess").await;
    screen.picture("setup").await;
    screen.type_into("#password", PASSWORD).await;
    screen.read("#strength", "Good").await;
    screen.press("#setup-submit").await;
    screen.read("h1", "Hello, Alice").await;

    screen.press("nav a[href='/app/oauth-client']").await;
    screen.press("#new-record").await;
    screen.type_into("#app_name", "Tea Shop").await;
    screen.type_into("#redirect_uris", "http://shop.example/cb").await;
    screen.press("#save").await;
    screen.read("#redirect_uris-mistake", "only https is safe").await;
    screen.type_into("#redirect_uris", &callback).await;
    screen.press("#save").await;
    let value = async |css: &str| screen.see(css).await.prop("value").await.unwrap().unwrap();
    let client = TestClient {
        id: value("#client_id").await,
        secret: value("#client_secret").await,
    };
    screen.picture("secret").await;
    assert_eq!(screen.violations().await, Vec::<String>::new());
    screen.press("#onward").await;
    screen.read("h1", "Tea Shop").await;
    screen.read("[role=status]", "created").await;

    let library = Library::discover(&site, &client, &callback).await;
    let (address, way) = library.begin();
    screen.goto(&address).await;
    screen.read("h1", "Allow Tea Shop?").await;
    screen.picture("consent").await;
    screen.press("#consent-allow").await;
    screen.see("#welcome").await;
    let back = screen.client.current_url().await.unwrap().to_string();
    let tokens = library.finish(&site, &back, &way).await;
    let renewed = library.refresh(&site, &tokens).await;

    // The client made in the desk proves itself by Basic.
    let call = async |path: &str, token: &str| {
        let request = site
            .http
            .post(site.url(path))
            .basic_auth(&client.id, Some(&client.secret))
            .form(&[("token", token)]);
        site.send(request).await
    };
    assert_eq!(call("/oauth2/introspect", &renewed.access).await.json()["email"], ALICE);
    assert_eq!(call("/oauth2/revoke", &renewed.refresh).await.status, 200);
    assert_eq!(
        call("/oauth2/introspect", &renewed.access).await.json(),
        json!({ "active": false })
    );

    screen.goto(&site.url("/app")).await;
    screen.sign_out().await;
    screen.goto(&library.begin().0).await;
    screen.type_into("#email", ALICE).await;
    screen.type_into("#password", PASSWORD).await;
    screen.picture("login").await;
    screen.press("#login-submit").await;
    screen.press("#consent-deny").await;
    screen.see("#welcome").await;
    let denied = screen.client.current_url().await.unwrap();
    assert!(denied.query().unwrap().contains("error=access_denied"));
    // A refused form is a 422 by design; Chromium notes it as a failed load.
    let complaints: Vec<String> = screen
        .complaints()
        .await
        .into_iter()
        .filter(|text| !text.contains("status of 422"))
        .collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// The same pages with scripts switched off, and form_post with them on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_flow_works_without_scripts_and_form_post_with_them() {
    let site = Site::new().await;
    let callback = app().await;
    let client = site
        .add_client(json!({ "redirect_uris": callback, "token_endpoint_auth_method": "Client Secret Basic" }))
        .await;
    site.force().await;
    let library = Library::discover(&site, &client, &callback).await;
    let screen = Screen::open().await;
    screen
        .devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }))
        .await;
    let (address, way) = library.begin();
    screen.goto(&address).await;
    screen.enter(BOB).await;
    screen.press("#consent-allow").await;
    screen.see("#welcome").await;
    library
        .finish(&site, screen.client.current_url().await.unwrap().as_str(), &way)
        .await;
    screen
        .goto(&format!("{}&response_mode=form_post", library.begin().0))
        .await;
    screen.press("#consent-allow").await;
    screen.press("#form-post-submit").await;
    screen.see("#welcome").await;
    screen
        .devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false }))
        .await;
    screen
        .goto(&format!("{}&response_mode=form_post", library.begin().0))
        .await;
    screen.press("#consent-allow").await;
    screen.see("#welcome").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new());
}

/// A site on which something has happened, so that every page has something to show.
pub async fn lively() -> (Site, TestClient, TestClient) {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "app_name": "Tea Shop", "tos_uri": "https://tea.example/terms", "client_uri": "https://tea.example" }))
        .await;
    site.add_client(json!({ "app_name": "A shop with a remarkably long name that goes on for a while" }))
        .await;
    let closed = site.add_client(json!({ "allowed_roles": ["Desk User"] })).await;
    site.add(
        "User Permission",
        json!({ "user": BOB, "allow": "OAuth Client", "for_value": client.id }),
    )
    .await;
    crate::support::program(&site, ALICE).await;
    for email in [ALICE, BOB] {
        let tokens = site.tokens_of(email, &client, &[]).await;
        site.get_as(&tokens.access, "/oauth2/userinfo").await;
    }
    let mut bob = site.signed_in(BOB).await;
    let wrong = [("redirect_uri", "http://127.0.0.1:9999/CB/")];
    bob.get(&crate::support::rp::authorize_path(&client, &wrong)).await;
    site.change("User", BOB, json!({ "last_name": "Builder" })).await;
    site.app.catch_up().await;
    (site, client, closed)
}

/// The name of the first record of a type.
fn first(site: &Site, record_type: &str) -> String {
    let record_type = crate::support::record_type(record_type);
    let query = frontdesk::records::query::Query::of(record_type);
    let found = site
        .app
        .db
        .read(|db| frontdesk::records::verbs::find_all(&site.operator().reading(db), record_type, &query));
    found.unwrap().remove(0).name
}

/// Looks at pages as each of these visitors (without an address: as a guest), wide and narrow, light
/// and dark: nothing in the console, nothing beyond the edge, nothing that axe finds serious.
pub async fn look_at(site: &Site, visits: &[(&str, &[(&str, String)])]) {
    let screen = Screen::open().await;
    for (who, pages) in visits {
        screen.client.delete_all_cookies().await.unwrap();
        if !who.is_empty() {
            screen.goto(&site.url("/login")).await;
            screen.enter(who).await;
            screen.see("#logout-submit").await;
        }
        for (name, path) in *pages {
            for (width, dark) in [(1280, false), (1920, true), (360, false)] {
                let look = format!("{name}-{width}-{}", if dark { "dark" } else { "light" });
                screen.look(width, dark).await;
                look_once(&screen, &site.url(path), &look).await;
            }
        }
    }
    // Pages that are refused by design: Chromium notes their status as a failed load.
    let by_design = ["status of 400", "status of 403", "status of 404"];
    let complaints = screen.complaints().await;
    let complaints: Vec<_> = complaints
        .iter()
        .filter(|text| !by_design.iter().any(|known| text.contains(known)))
        .collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

async fn look_once(screen: &Screen, address: &str, look: &str) {
    screen.goto(address).await;
    look_here(screen, look).await;
}

/// At the page that is there.
async fn look_here(screen: &Screen, look: &str) {
    screen.see("h1").await;
    screen.picture(look).await;
    assert!(!screen.overflows().await, "{look} is wider than the window");
    let violations = screen.violations().await;
    assert!(violations.is_empty(), "{look}: {violations:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_at_the_door_and_of_the_account() {
    let (site, client, closed) = lively().await;
    site.force().await;
    let authorize = |client: &TestClient| crate::support::rp::authorize_path(client, &[]);
    let guest = [
        ("login", "/login".to_owned()),
        ("login-for-app", authorize(&client)),
        ("error", "/oauth2/authorize".to_owned()),
    ];
    let bob = [
        ("home-of-bob", "/app".to_owned()),
        ("not-admitted", authorize(&closed)),
        ("consent-page", authorize(&client)),
        ("profile", "/me/profile".to_owned()),
        ("password", "/me/password".to_owned()),
        ("my-security", "/me/security".to_owned()),
        ("my-email", "/me/email".to_owned()),
        ("confirm", "/login/again".to_owned()),
        ("my-sessions", "/me/sessions".to_owned()),
        ("my-apps", "/me/apps".to_owned()),
        ("my-key", "/me/keys".to_owned()),
        ("sign-out", "/logout".to_owned()),
    ];
    look_at(&site, &[("", &guest), (BOB, &bob)]).await;
}

/// Where links and codes from mails lead, and the pages that ask for them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_a_mail() {
    let mailbox = Mailbox::start().await;
    let server = smtp_url(&mailbox.url()).unwrap();
    let site = Site::with(|config| config.mail_server = Some(server)).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    site.change("System Settings", "System Settings", json!({ "allow_email_codes": 1 }))
        .await;
    // An invitation, a notice, and another email: each with its link.
    let alice = program(&site, ALICE).await;
    let people = json!({ "people": "carol@example.com" });
    assert_eq!(
        alice
            .call("POST", "/api/method/frontdesk.user.invite", people)
            .await
            .status,
        200
    );
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/email").await;
    bob.press(&page, "email-submit", &[("email", "robert@example.com")])
        .await;
    send_due(&site.app).await.unwrap();
    let taken = mailbox.taken();
    let link = |to: &str, said: &str| {
        let mail = taken.iter().find(|mail| mail.to == to && mail.text().contains(said));
        let link = mail.unwrap_or_else(|| panic!("no mail to {to} with {said}")).link();
        link.strip_prefix(&site.origin).unwrap().to_owned()
    };
    let pages = [
        ("forgot", "/login/forgot".to_owned()),
        ("ask-code", "/login/code".to_owned()),
        ("new-password", link("carol@example.com", "an account at")),
        ("new-email", link("robert@example.com", "Confirm")),
        ("not-me", link(BOB, "This was not me")),
        ("link-closed", "/login/new-password?token=nothing".to_owned()),
    ];
    look_at(&site, &[("", &pages)]).await;
    let screen = Screen::open().await;
    for (width, dark) in [(1280, false), (360, true)] {
        screen.look(width, dark).await;
        screen.goto(&site.url("/login/code")).await;
        screen.type_into("#email", BOB).await;
        screen.press("#ask-code-submit").await;
        screen.see("#type-code-submit").await;
        look_here(&screen, &format!("type-code-{width}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_the_desk() {
    let (site, client, _) = lively().await;
    let of = |slug: &str, record_type: &str| format!("/app/{slug}/{}", first(&site, record_type));
    let mut alice = vec![
        ("home", "/app".to_owned()),
        ("client-new", "/app/oauth-client/new".to_owned()),
        ("client", format!("/app/oauth-client/{}", client.id)),
        (
            "client-settings",
            format!("/app/oauth-client/{}?tab=settings", client.id),
        ),
        (
            "client-security",
            format!("/app/oauth-client/{}?tab=security", client.id),
        ),
        (
            "client-activity",
            format!("/app/oauth-client/{}?tab=activity", client.id),
        ),
        (
            "client-rotate",
            format!("/app/oauth-client/{}/action/rotate-secret", client.id),
        ),
        ("client-delete", format!("/app/oauth-client/{}/delete", client.id)),
        ("client-try", format!("/app/oauth-client/{}/try", client.id)),
        ("client-connect", format!("/app/oauth-client/{}/connect", client.id)),
        (
            "client-connect-code",
            format!("/app/oauth-client/{}/connect?with=node-openid-client", client.id),
        ),
        (
            "client-connect-frappe",
            format!("/app/oauth-client/{}/connect?with=frappe", client.id),
        ),
        (
            "client-new-for",
            "/app/oauth-client/new?for=grafana&at=https://grafana.example.com".to_owned(),
        ),
        ("user-new", "/app/user/new".to_owned()),
        ("invite", "/app/invite".to_owned()),
        ("user-key", format!("/app/user/{BOB}/action/new-api-key")),
        ("users-filtered", "/app/user?enabled=1&order=full_name%20asc".to_owned()),
        ("user", format!("/app/user/{BOB}")),
        ("user-access", format!("/app/user/{BOB}?tab=access")),
        ("user-activity", format!("/app/user/{BOB}?tab=activity")),
        ("role-new", "/app/role/new".to_owned()),
        ("scope", "/app/oauth-scope/openid".to_owned()),
        ("role-permission", "/app/role-permission/User-All".to_owned()),
        ("user-permission-new", "/app/user-permission/new".to_owned()),
        ("grant", of("grant", "Grant")),
        ("token", of("oauth-bearer-token", "OAuth Bearer Token")),
        ("session", of("session", "Session")),
        ("api-key", of("api-key", "API Key")),
        ("refusal", of("refused-request", "Refused Request")),
        ("activity", of("activity-log", "Activity Log")),
        ("check-up", "/app/check-up".to_owned()),
        ("token-usage", "/app/token-usage".to_owned()),
        ("search", "/search?q=tea".to_owned()),
        ("nothing", "/app/user/nobody@example.com".to_owned()),
    ];
    for record_type in crate::support::registry().types() {
        alice.push((record_type.slug, format!("/app/{}", record_type.slug)));
    }
    look_at(&site, &[(ALICE, &alice)]).await;
}

/// Each page is light: with stylesheet, scripts and mark under 60 kB over the wire at the first load.
#[tokio::test]
async fn every_page_is_under_60_kb() {
    let (site, client, _) = lively().await;
    let mut alice = site.signed_in(ALICE).await;
    let mut weights = std::collections::BTreeMap::new();
    let mut pages = vec![
        "/app".to_owned(),
        "/app/check-up".into(),
        "/app/token-usage".into(),
        "/me/profile".into(),
        format!("/app/oauth-client/{}", client.id),
        format!("/app/oauth-client/{}/connect", client.id),
        format!("/app/user/{BOB}"),
    ];
    pages.extend(
        crate::support::registry()
            .types()
            .map(|own| format!("/app/{}", own.slug)),
    );
    for path in pages {
        let page = alice.get(&path).await;
        let asked = site.http.get(site.url(&path)).header("accept-encoding", "gzip");
        let folded = alice.raw_bytes(asked).await;
        assert!(folded.len() < page.body.len() / 2, "{path} is compressed");
        let mut weight = folded.len();
        let mut assets = page.attributes("src");
        assets.extend(
            page.attributes("href")
                .into_iter()
                .filter(|href| href.starts_with("/assets/")),
        );
        assets.sort();
        assets.dedup();
        for asset in assets {
            let weight_of = match weights.get(&asset) {
                Some(known) => *known,
                None => {
                    let request = site.http.get(site.url(&asset)).header("accept-encoding", "gzip");
                    let own = request.send().await.unwrap().bytes().await.unwrap().len();
                    weights.insert(asset, own);
                    own
                }
            };
            weight += weight_of;
        }
        assert!(weight < 45_000, "{path}: {weight} bytes");
    }
}

/// What scripts make better: no reloads, the finder by keyboard, the reader's own time zone, a
/// warning before changes are lost, choices while typing, copying.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_with_scripts() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "app_name": "Tea Shop" })).await;
    for number in 0..70 {
        let email = format!("u{number:02}@example.com");
        site.add("User", json!({ "email": email, "first_name": "User" })).await;
    }
    let screen = Screen::open().await;
    screen
        .devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Tokyo" }))
        .await;
    screen.goto(&site.url("/login")).await;
    screen.enter(ALICE).await;
    screen.read("h1", "Hello, Alice").await;
    screen.run("window.kept = 1").await;
    screen.press("nav a[href='/app/oauth-client']").await;
    screen.read("h1", "OAuth Clients").await;
    assert_eq!(
        screen.run("return window.kept").await,
        1,
        "the page was swapped, not loaded"
    );

    // The finder.
    screen.run("document.activeElement.blur()").await;
    screen.keys("/").await;
    screen.keys("tea").await;
    screen.read("#found", "Tea Shop").await;
    screen.picture("finder-1280-light").await;
    screen.keys("\u{e015}").await;
    screen.keys("\u{e007}").await;
    screen.read("h1", "Tea Shop").await;

    // Times.
    let told = screen.see("time[data-local]").await;
    let exact = told.attr("datetime").await.unwrap().unwrap();
    let hour: u32 = exact[11..13].parse().unwrap();
    let local = (hour + 9) % 24;
    let shown = told.text().await.unwrap();
    let twelve = (local + 11) % 12 + 1;
    assert!(
        shown.contains(&format!("{local:02}:")) || shown.contains(&format!(", {twelve}:")),
        "{shown} is {exact} in Tokyo"
    );
    assert!(told.attr("title").await.unwrap().unwrap().ends_with('Z'));

    // Choices while typing: there are too many users to show.
    screen.press("nav.tabs a[href$='tab=security']").await;
    screen.type_into("#acts_as", "u07").await;
    screen.see("#acts_as-choices option[value='u07@example.com']").await;
    screen
        .goto(&site.url(&format!("/app/oauth-client/{}?tab=settings", client.id)))
        .await;

    // Changes are not lost by a slip.
    screen.type_into("#app_name", "Changed").await;
    screen.press("nav a[href='/app/user']").await;
    let question = screen.client.get_alert_text().await.unwrap();
    assert!(question.contains("without saving"), "{question}");
    screen.client.dismiss_alert().await.unwrap();
    assert_eq!(
        screen.see("#app_name").await.prop("value").await.unwrap().unwrap(),
        "Changed"
    );
    screen.press("nav a[href='/app/user']").await;
    screen.client.accept_alert().await.unwrap();
    screen.read("h1", "Users").await;

    // Choose all, and what is asked before many are removed.
    screen.press("[data-all]").await;
    assert_eq!(
        screen
            .run("return document.querySelectorAll('input[name=name]:checked').length")
            .await,
        20
    );
    screen.press("#bulk-remove").await;
    screen.read("h1", "Delete: 20").await;

    // A trial, from the form to its last step.
    screen
        .goto(&site.url(&format!("/app/oauth-client/{}", client.id)))
        .await;
    screen.press("#try-it").await;
    screen.type_into("#client_secret", &client.secret).await;
    screen.press("#try-submit").await;
    screen.press("#consent-allow").await;
    screen.read("[role=status]", "every step went as it should").await;
    screen.picture("trial-1280-light").await;
    assert_eq!(screen.violations().await, Vec::<String>::new());
    assert_eq!(screen.complaints().await, Vec::<String>::new());
}

/// C21: an app on another site posts the request. Chromium sends none of our cookies along with
/// it, but does with the GET that it leads to: whoever is signed in stays so.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c21_a_post_from_another_site_finds_the_session() {
    let site = Site::new().await;
    let callback = app().await;
    let client = site
        .add_client(json!({
            "redirect_uris": callback, "token_endpoint_auth_method": "Client Secret Basic", "skip_authorization": 1,
        }))
        .await;
    let library = Library::discover(&site, &client, &callback).await;
    let screen = Screen::open().await;
    screen.goto(&site.url("/login")).await;
    screen.enter(BOB).await;
    screen.see("#logout-submit").await;
    let (address, way) = library.begin();
    // localhost is another site than 127.0.0.1.
    let elsewhere = callback.replace("127.0.0.1", "localhost").replace("/cb", "/start");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("to", &address)
        .finish();
    screen.goto(&format!("{elsewhere}?{query}")).await;
    screen.press("#go").await;
    screen.see("#welcome").await;
    library
        .finish(&site, screen.client.current_url().await.unwrap().as_str(), &way)
        .await;
}
