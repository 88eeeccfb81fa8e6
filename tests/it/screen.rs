//! The product in a real browser: the whole way of a person, and every page wide and narrow,
//! light and dark.

use crate::flow::Library;
use crate::support::screen::Screen;
use crate::support::{ALICE, BOB, PASSWORD, Site, TestClient};
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
    screen.press("#logout-submit").await;
    screen.see("#signed-out").await;
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
    let library = Library::discover(&site, &client, &callback).await;
    let screen = Screen::open().await;
    screen
        .devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }))
        .await;
    let (address, way) = library.begin();
    screen.goto(&address).await;
    screen.type_into("#email", BOB).await;
    screen.type_into("#password", PASSWORD).await;
    screen.press("#login-submit").await;
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

/// Every page, wide and narrow, light and dark: nothing in the console, nothing beyond the edge.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_wide_and_narrow_light_and_dark() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "app_name": "Tea Shop", "tos_uri": "https://tea.example/terms" }))
        .await;
    site.add_client(json!({ "app_name": "A shop with a remarkably long name that goes on for a while" }))
        .await;
    let closed = site.add_client(json!({ "allowed_roles": ["Desk User"] })).await;
    let screen = Screen::open().await;
    let authorize = |client: &TestClient| crate::support::rp::authorize_path(client, &[]);
    let guest = [
        ("login", "/login".to_owned()),
        ("login-for-app", authorize(&client)),
        ("error", "/oauth2/authorize".to_owned()),
    ];
    let alice = [
        ("home", "/app".to_owned()),
        ("clients", "/app/oauth-client".to_owned()),
        ("client-new", "/app/oauth-client/new".to_owned()),
        ("client", format!("/app/oauth-client/{}", client.id)),
        ("client-delete", format!("/app/oauth-client/{}/delete", client.id)),
        ("settings", "/app/oauth-provider-settings".to_owned()),
        ("users", "/app/user".to_owned()),
        ("user", format!("/app/user/{BOB}")),
        ("roles", "/app/role".to_owned()),
        ("role-new", "/app/role/new".to_owned()),
        ("users-filtered", "/app/user?enabled=1&order=full_name%20asc".to_owned()),
        ("client-try", format!("/app/oauth-client/{}/try", client.id)),
        ("client-connect", format!("/app/oauth-client/{}/connect", client.id)),
        ("scopes", "/app/oauth-scope".to_owned()),
        ("scope", "/app/oauth-scope/openid".to_owned()),
        ("grants", "/app/grant".to_owned()),
        ("sessions", "/app/session".to_owned()),
        ("role-permissions", "/app/role-permission".to_owned()),
        ("role-permission", "/app/role-permission/User-All".to_owned()),
        ("user-permission-new", "/app/user-permission/new".to_owned()),
        ("api-keys", "/app/api-key".to_owned()),
        ("diagnostics", "/app/refused-request".to_owned()),
        ("activity-log", "/app/activity-log".to_owned()),
        ("check-up", "/app/check-up".to_owned()),
        ("token-usage", "/app/token-usage".to_owned()),
        ("system-settings", "/app/system-settings".to_owned()),
        ("search", "/search?q=tea".to_owned()),
        ("profile", "/me/profile".to_owned()),
        ("password", "/me/password".to_owned()),
        ("my-sessions", "/me/sessions".to_owned()),
        ("my-apps", "/me/apps".to_owned()),
        ("my-key", "/me/keys".to_owned()),
        ("consent-page", authorize(&client)),
        ("sign-out", "/logout".to_owned()),
        ("nothing", "/app/user/nobody@example.com".to_owned()),
    ];
    let bob = [("home-of-bob", "/app".to_owned()), ("not-admitted", authorize(&closed))];
    for (who, pages) in [("", &guest[..]), (ALICE, &alice), (BOB, &bob)] {
        screen.client.delete_all_cookies().await.unwrap();
        if !who.is_empty() {
            screen.goto(&site.url("/login")).await;
            screen.type_into("#email", who).await;
            screen.type_into("#password", PASSWORD).await;
            screen.press("#login-submit").await;
            screen.see("#logout-submit").await;
        }
        for (name, path) in pages {
            for (width, dark) in [(1280, false), (1280, true), (360, false), (360, true)] {
                screen.look(width, dark).await;
                screen.goto(&site.url(path)).await;
                screen.see("h1").await;
                let look = format!("{name}-{width}-{}", if dark { "dark" } else { "light" });
                screen.picture(&look).await;
                assert!(!screen.overflows().await, "{look} is wider than the window");
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
    screen.type_into("#email", BOB).await;
    screen.type_into("#password", PASSWORD).await;
    screen.press("#login-submit").await;
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
