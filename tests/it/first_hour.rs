//! The first minutes: from the start of the binary to an app that signs an ordinary person in, by only what our pages
//! say, with a stopwatch.

use crate::libraries::{free_port, printed};
use crate::support::binary::Program;
use crate::support::screen::Screen;
use crate::support::{ALICE, BOB, PASSWORD, Scratch};
use std::time::Instant;

/// How long it may take, with everything that is installed on the way.
const MOST_SECONDS: u64 = 120;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_the_start_of_the_binary_to_a_signed_in_app() {
    let (folder, app_folder) = (Scratch::new(), Scratch::new());
    let screen = Screen::open().await;
    screen.look(1280, false).await;
    let watch = Instant::now();
    let mut laps = Vec::new();
    let mut lap = |what: &str| laps.push(format!("{:>5.1} s  {what}", watch.elapsed().as_secs_f64()));

    let program = Program::start(&folder.0);
    screen.goto(&program.next).await;
    screen.type_into("#site_name", "Tea House").await;
    screen.type_into("#name", "Alice Liddell").await;
    screen.type_into("#email", ALICE).await;
    screen.type_into("#password", PASSWORD).await;
    screen.press("#setup-submit").await;
    screen.read("h1", "Hello, Alice").await;
    lap("set up");

    screen.press("nav a[href='/app/user']").await;
    screen.press("#new-record").await;
    screen.type_into("#email", BOB).await;
    screen.type_into("#first_name", "Bob").await;
    screen.type_into("#new_password", PASSWORD).await;
    screen.press("#save").await;
    screen.read("[role=status]", "created").await;
    lap("a person without any role");

    let port = free_port();
    let app = format!("http://localhost:{port}");
    screen.press("nav a[href='/app/oauth-client']").await;
    screen.press("#new-record").await;
    screen.type_into("#app_name", "Shop").await;
    screen.type_into("#redirect_uris", &format!("{app}/callback")).await;
    screen.press("#save").await;
    screen.press("#taking").await;
    screen.press("button[value=node-openid-client]").await;
    screen.read("#steps h2", "Node.js: openid-client").await;
    screen.picture("settings-to-copy").await;
    let page = screen.run("return document.documentElement.outerHTML").await;
    lap("the app is recorded, its settings are on the screen");

    let _app = printed(page.as_str().unwrap()).start(&app_folder.0, port);
    lap("the example is installed and runs");

    let person = Screen::open().await;
    person.goto(&app).await;
    person.press("a[href='/login']").await;
    person.type_into("#email", BOB).await;
    person.type_into("#password", PASSWORD).await;
    person.press("#login-submit").await;
    person.press("#consent-allow").await;
    person.read("p", BOB).await;
    lap("an ordinary person is signed in to it");
    let seconds = watch.elapsed().as_secs();
    let report = format!("{}/target/first-hour.txt", env!("CARGO_MANIFEST_DIR"));
    std::fs::write(report, laps.join("\n") + "\n").unwrap();
    assert!(seconds < MOST_SECONDS, "{laps:#?}");
}
