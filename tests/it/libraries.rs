//! Other people's libraries as they come from their registries: each example of Settings to copy runs exactly as it is
//! printed, with a client that was made by one command; and Frappe's own clients walk through our records.

mod crates;
mod mcp;
mod node;
mod person;

use crate::support::binary::{Program, command, json_of};
use crate::support::process::Process;
use crate::support::screen::Screen;
use crate::support::{ALICE, Browser, PASSWORD, Page, Scratch};
use scraper::{Html, Selector};
use serde_json::Value;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// How long an app may take to be installed and to start.
const PATIENCE: Duration = Duration::from_secs(240);

/// A file of these tests.
fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/libraries")
        .join(name)
}

/// A folder that stays: what was installed there is there the next time.
fn kept(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/libraries")
        .join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A port that is free now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub fn output_of(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "{command:?}\n{}\n{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    output
}

/// A site that was begun in an empty folder, with one administrator.
struct Begun {
    folder: Scratch,
    program: Program,
}

impl Begun {
    fn new() -> Self {
        let folder = Scratch::new();
        let manager = [
            "user",
            "add",
            ALICE,
            "--name",
            "Alice Liddell",
            "--role",
            "System Manager",
            "--password-stdin",
        ];
        let added = command(&folder.0, &manager, PASSWORD);
        assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
        let program = Program::start(&folder.0);
        Begun { folder, program }
    }

    /// A client as one command makes it.
    fn client(&self, arguments: &[&str]) -> Value {
        let all = [["client", "add", "Shop"].as_slice(), arguments, &["--json"]].concat();
        json_of(&command(&self.folder.0, &all, ""))
    }

    /// The page with the steps of an example, with the secret filled in.
    async fn page_of(&self, client: &Value, slug: &str) -> Page {
        let id = client["client_id"].as_str().unwrap();
        let mut browser = Browser::at(&self.program.origin);
        browser.sign_in(ALICE, PASSWORD).await;
        let form = [
            ("csrf_token", browser.csrf().await),
            (
                "client_secret",
                client["client_secret"].as_str().unwrap_or_default().to_owned(),
            ),
            ("with", slug.to_owned()),
        ];
        let form: Vec<(String, String)> = form.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let page = browser.post(&format!("/app/oauth-client/{id}/connect"), &form).await;
        assert_eq!(page.status, 200, "{}", page.body);
        page
    }
}

/// What a page says to do: files to save, and commands.
pub struct Printed {
    files: Vec<(String, String)>,
    pub commands: Vec<String>,
}

/// Reads the steps of a page.
pub fn printed(body: &str) -> Printed {
    let page = Html::parse_document(body);
    let select = |css: &str| Selector::parse(css).unwrap();
    assert!(
        page.select(&select("#steps .note")).next().is_none(),
        "something is missing at the client:\n{body}"
    );
    let mut printed = Printed {
        files: Vec::new(),
        commands: Vec::new(),
    };
    for code in page.select(&select("ol.howto pre code")) {
        let text: String = code.text().collect();
        match code.value().attr("data-file") {
            Some(file) => printed.files.push((file.to_owned(), text)),
            None => printed.commands.push(text),
        }
    }
    assert!(!printed.commands.is_empty(), "{body}");
    printed
}

impl Printed {
    /// Saves the files, as the page says.
    pub fn save(&self, folder: &Path) {
        for (name, text) in &self.files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }

    /// Runs the commands in one shell, the last of which is the app, until it listens.
    pub fn start(&self, folder: &Path, port: u16) -> Process {
        self.save(folder);
        let log = std::fs::File::create(folder.join("log.txt")).unwrap();
        let mut shell = Command::new("bash");
        let shell = shell
            .args(["-ec", &self.commands.join("\n")])
            .current_dir(folder)
            .stderr(log);
        let app = Process::start(shell.env("npm_config_fund", "false").env("npm_config_audit", "false")).unwrap();
        let begun = Instant::now();
        while TcpStream::connect(("localhost", port)).is_err() {
            let said = || std::fs::read_to_string(folder.join("log.txt")).unwrap_or_default();
            assert!(begun.elapsed() < PATIENCE, "the app does not start: {}", said());
            std::thread::sleep(Duration::from_millis(50));
        }
        app
    }
}

/// Somebody signs in and out by this example, as it is printed.
async fn signs_in(slug: &str, callback: &str) {
    let site = Begun::new();
    let port = free_port();
    let app = format!("http://localhost:{port}");
    let client = site.client(&["--redirect-uri", &format!("{app}{callback}")]);
    let printed = printed(&site.page_of(&client, slug).await.body);
    let folder = kept(slug);
    let mut walk = Command::new("python3");
    walk.arg(source("walk.py"))
        .args([&app, &site.program.origin, ALICE, PASSWORD])
        .args(["--see", "System Manager"]);
    if slug == "curl" {
        printed.save(&folder);
        output_of(
            walk.current_dir(&folder)
                .args(["--paste", &printed.commands.join("\n")]),
        );
        return;
    }
    let _app = printed.start(&folder, port);
    output_of(&mut walk);
}

macro_rules! examples {
    ($($(#[$attribute:meta])* $test:ident: $slug:literal $callback:literal;)*) => {
        $($(#[$attribute])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            signs_in($slug, $callback).await;
        })*
    };
}

examples! {
    by_hand_with_curl: "curl" "/callback";
    node_openid_client: "node-openid-client" "/callback";
    node_authjs: "node-authjs" "/auth/callback/frontdesk";
    node_express_openid_connect: "node-express-openid-connect" "/callback";
    node_passport: "node-passport" "/callback";
    python_flask_authlib: "python-flask-authlib" "/callback";
    python_django: "python-django" "/callback";
    #[ignore = "needs a Go toolchain: ./tests/run --long"]
    long_go: "go" "/callback";
    #[ignore = "needs Java and Maven: ./tests/run --long"]
    long_java_spring_boot: "java-spring-boot" "/callback";
    #[ignore = "needs PHP: ./tests/run --long"]
    long_php: "php" "/callback";
}

/// A page without a server: a public client, whose pages may call us without a further setting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browser_oidc_client_ts() {
    let site = Begun::new();
    let port = free_port();
    let app = format!("http://localhost:{port}");
    let client = site.client(&["--redirect-uri", &format!("{app}/callback"), "--public"]);
    assert_eq!(client.get("client_secret"), None);
    let printed = printed(&site.page_of(&client, "browser-oidc-client-ts").await.body);
    let _app = printed.start(&kept("browser-oidc-client-ts"), port);
    let screen = Screen::open().await;
    screen.goto(&app).await;
    screen.press("#sign-in").await;
    screen.enter(ALICE).await;
    screen.press("#consent-allow").await;
    screen.read("#who", "Alice Liddell, alice@example.com").await;
    screen.press("#sign-out").await;
    screen.see("#sign-in").await;
    assert_eq!(screen.complaints().await, Vec::<String>::new());
}

/// Runs a walk of one of Frappe's clients.
fn walk_as_frappe(command: &mut Command) {
    let site = Begun::new();
    let key = json_of(&crate::support::binary::command(
        &site.folder.0,
        &["user", "api-key", ALICE, "--json"],
        "",
    ));
    let variables = [
        ("BASE_URL", site.program.origin.as_str()),
        ("EMAIL", ALICE),
        ("PASSWORD", PASSWORD),
        ("API_KEY", key["api_key"].as_str().unwrap()),
        ("API_SECRET", key["api_secret"].as_str().unwrap()),
    ];
    let output = command.envs(variables).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let failed: Vec<&str> = said.lines().filter(|line| line.starts_with("FAIL")).collect();
    assert!(
        output.status.success(),
        "{failed:#?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        said.lines().filter(|line| line.starts_with("ok ")).count() > 60,
        "{said}"
    );
}

#[test]
fn frappe_client_of_pypi() {
    let folder = kept("frappe-client");
    let install = "[ -x .venv/bin/python ] || python3 -m venv .venv; .venv/bin/pip install -q frappe-client==0.1.0.dev0 requests==2.34.2";
    output_of(Command::new("bash").args(["-ec", install]).current_dir(&folder));
    walk_as_frappe(Command::new(folder.join(".venv/bin/python")).arg(source("frappe_client.py")));
}

#[test]
fn frappe_js_sdk_of_npm() {
    let folder = kept("frappe-js-sdk");
    std::fs::copy(source("package.json"), folder.join("package.json")).unwrap();
    let install = ["install", "--no-audit", "--no-fund", "--silent"];
    output_of(Command::new("npm").args(install).current_dir(&folder));
    walk_as_frappe(
        Command::new("node")
            .arg(source("frappe-js-sdk.mjs"))
            .current_dir(&folder),
    );
}
