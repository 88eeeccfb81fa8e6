//! T17: a whole site in the release binary, started as the image starts it: nothing around it but itself
//! and a folder for its data. What it would take from elsewhere (SQLite's temporary files, a device, a
//! time zone) is missed here and nowhere else. `./tests/run` builds the binary and names the root.

use crate::support::binary::{Program, json_of, said};
use crate::support::rp::{Tokens, authorize_path, code_form};
use crate::support::{ALICE, Answer, Browser, CALLBACK, PASSWORD, Scratch, TestClient, query};
use serde_json::json;
use std::path::Path;
use std::process::{Command, Output};

/// How many tokens are issued, by how many at once.
const TOKENS: usize = 2000;
const AT_ONCE: usize = 16;

/// `tests/image`, which starts the binary in the root that `TEST_IMAGE_ROOT` names.
fn image() -> Command {
    Command::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/image"))
}

fn run(arguments: &[&str]) -> Output {
    image().args(arguments).output().unwrap()
}

/// An app at the token endpoint.
#[derive(Clone)]
struct App {
    http: reqwest::Client,
    endpoint: String,
    client: TestClient,
}

impl App {
    async fn token(&self, form: &[(&str, &str)]) -> Answer {
        let credentials = [
            ("client_id", self.client.id.as_str()),
            ("client_secret", &self.client.secret),
        ];
        let request = self.http.post(&self.endpoint).form(&[form, &credentials].concat());
        let response = request.send().await.unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }

    /// Has so many tokens made, many at once.
    async fn collect(&self) {
        let mut running = tokio::task::JoinSet::new();
        for _ in 0..AT_ONCE {
            let app = self.clone();
            running.spawn(async move {
                for _ in 0..TOKENS / AT_ONCE {
                    let answer = app.token(&[("grant_type", "client_credentials")]).await;
                    assert_eq!(answer.status, 200, "{}", answer.body);
                }
            });
        }
        while let Some(done) = running.join_next().await {
            done.unwrap();
        }
    }
}

/// Follows the printed link: the first administrator, who then signs in by the password.
async fn set_up(program: &Program) -> Browser {
    let mut alice = Browser::at(&program.origin);
    let page = alice.get(&program.next).await;
    let typed = [
        ("site_name", "Wonderland"),
        ("name", "Alice Liddell"),
        ("email", ALICE),
        ("password", PASSWORD),
    ];
    let home = alice.press(&page, "setup-submit", &typed).await;
    assert!(home.text("h1").contains("Hello, Alice"), "{}", home.body);
    let goodbye = alice.press(&home, "logout-submit", &[]).await;
    assert!(goodbye.has("signed-out"), "{}", goodbye.body);
    let home = alice.sign_in(ALICE, PASSWORD).await;
    assert!(home.text("h1").contains("Hello, Alice"), "{}", home.body);
    alice
}

/// Records many scopes from a file, and by the desk's form an app with all of them: each of its tokens
/// is a large row.
async fn make_client(alice: &mut Browser) -> TestClient {
    let scopes: Vec<String> = (0..100)
        .map(|number| format!("a-long-name-for-a-scope-{number}"))
        .collect();
    let records: Vec<_> = scopes
        .iter()
        .map(|name| json!({ "scope": name, "description": "To sort" }))
        .collect();
    let file = Path::new(&std::env::var("TEST_IMAGE_ROOT").unwrap()).join("data/scopes.json");
    std::fs::write(file, json!({ "OAuth Scope": records }).to_string()).unwrap();
    let applied = run(&["apply", "data/scopes.json"]);
    assert!(applied.status.success(), "{}", said(&applied));
    let scopes = format!("all openid {}", scopes.join(" "));
    let new = alice.get("/app/oauth-client/new").await;
    let typed = [
        ("app_name", "Tea Shop"),
        ("redirect_uris", CALLBACK),
        ("scopes", &scopes),
        ("token_endpoint_auth_method", "Client Secret Post"),
        ("client_credentials", "1"),
        ("acts_as", ALICE),
    ];
    let made = alice.press(&new, "save", &typed).await;
    assert_eq!(made.status, 200, "{}", made.body);
    TestClient {
        id: made.value("client_id"),
        secret: made.value("client_secret"),
    }
}

/// Authorize, consent, code, tokens, and new ones for the refresh token.
async fn sign_in_to(app: &App, alice: &mut Browser) {
    let page = alice.get(&authorize_path(&app.client, &[])).await;
    let back = alice.press(&page, "consent-allow", &[]).await;
    assert!(back.is_outside, "{}", back.body);
    let code = query(&back.address).remove("code").unwrap();
    let tokens = Tokens::of(&app.token(&code_form(&code)).await);
    assert!(!tokens.id.is_empty());
    let form = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.refresh.as_str()),
    ];
    let renewed = Tokens::of(&app.token(&form).await);
    assert!(
        renewed.refresh != tokens.refresh && renewed.access != tokens.access,
        "both are new"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the release binary in an empty root: ./tests/run"]
async fn a_whole_site_where_nothing_is_but_the_binary() {
    frontdesk::outbound::use_ring();
    assert!(
        !run(&["backup", "copies"]).status.success(),
        "only the data folder can be written to"
    );
    let mut program = Program::greet(image().args(["--log-level", "warn"]));
    let data = Path::new(&std::env::var("TEST_IMAGE_ROOT").unwrap()).join("data");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(data).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o700, "nobody else looks into a new volume");
    let mut alice = set_up(&program).await;
    let app = App {
        http: reqwest::Client::new(),
        endpoint: format!("{}/oauth2/token", program.origin),
        client: make_client(&mut alice).await,
    };
    // Until its first keys are made it says that it is starting; nothing else may be wrong.
    let health = || run(&["--listen", program.address(), "health"]);
    let mut answer = health();
    while !answer.status.success() {
        assert!(said(&answer).contains("starting"), "{}", said(&answer));
        answer = health();
    }
    sign_in_to(&app, &mut alice).await;
    app.collect().await;
    // Ordered by what no index holds: more than SQLite sorts in its cache. A page is a thousand at most.
    let sorted = "fields=[\"*\"]&order_by=scopes%20desc,prefix%20asc&limit_page_length=0";
    let mut listed = 0;
    for start in [0, 1000] {
        let path = format!("/api/resource/OAuth%20Bearer%20Token?{sorted}&limit_start={start}");
        let page = alice.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        listed += page.answer.json()["data"].as_array().unwrap().len();
    }
    assert_eq!(listed, TOKENS);
    let copied = run(&["backup", "data/copies"]);
    assert!(copied.status.success(), "{}", said(&copied));
    assert_eq!(json_of(&run(&["export"]))["records"]["User"][0]["email"], json!(ALICE));
    assert!(said(&health()).contains("\"status\":\"ok\""));
    assert_eq!(program.signal("TERM").code(), Some(0));
}

/// A volume that is somebody else's is refused, with whose it is and what to do.
#[test]
#[ignore = "needs the release binary in an empty root: ./tests/run"]
fn another_users_volume_is_explained() {
    use std::os::unix::fs::MetadataExt;
    let (root, other) = (std::env::var("TEST_IMAGE_ROOT").unwrap(), Scratch::new());
    let root = Path::new(&root);
    if std::fs::metadata(root).unwrap().uid() != 0 {
        return;
    }
    std::fs::copy(root.join("frontdesk"), other.0.join("frontdesk")).unwrap();
    std::fs::create_dir(other.0.join("data")).unwrap();
    let mut command = image();
    command.env("TEST_IMAGE_ROOT", &other.0);
    let output = command.args(["--listen", "127.0.0.1:0"]).output().unwrap();
    let told = said(&output);
    assert!(!output.status.success(), "{told}");
    assert!(
        told.contains("user 65532") && told.contains("user 0") && told.contains("chown -R 65532:65532 /data"),
        "{told}"
    );
}
