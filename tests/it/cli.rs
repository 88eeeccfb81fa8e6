//! The program as a person at the terminal meets it.

use crate::support::binary::{Program, add_alice, command, json_of, said};
use crate::support::{ALICE, BOB, Browser, PASSWORD, Scratch, TestClient, VERIFIER, payload};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A start in an empty folder, a second server, Ctrl-C and SIGTERM.
#[tokio::test]
async fn f17_f18_start_in_an_empty_folder_and_stop() {
    let scratch = Scratch::new();
    let mut program = Program::start(&scratch.0);
    let mode = |name: &str| std::fs::metadata(scratch.0.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("data"), 0o700, "A79");
    for name in ["data/frontdesk.db", "data/frontdesk.key", "data/frontdesk.db-wal"] {
        assert_eq!(mode(name), 0o600, "A79 {name}");
    }
    let second = command(&scratch.0, &["--listen", "127.0.0.1:0"], "");
    let error = text(&second.stderr);
    assert!(
        !second.status.success() && error.contains("Another Frontdesk") && error.contains("process"),
        "F17: {error}"
    );
    let address = program.address().to_owned();
    let health = async || {
        for _ in 0..100 {
            let output = command(&scratch.0, &["--listen", &address, "health"], "");
            if output.status.success() {
                return text(&output.stdout);
            }
            assert!(text(&output.stderr).contains("starting"), "{}", text(&output.stderr));
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the keys are never made");
    };
    assert!(health().await.contains("\"status\":\"ok\""));
    assert!(program.signal("TERM").success(), "F18");
    let gone = command(&scratch.0, &["--listen", &address, "health"], "");
    assert!(!gone.status.success());
    let mut program = Program::start(&scratch.0);
    assert!(program.signal("INT").success(), "F18");
    let mut program = Program::start(&scratch.0);
    program.signal("KILL");
    drop(Program::start(&scratch.0));
    std::fs::remove_file(scratch.0.join("data/frontdesk.key")).unwrap();
    let without_key = command(&scratch.0, &["user", "list"], "");
    assert!(
        text(&without_key.stderr).contains("frontdesk.key is missing"),
        "A79: no silent new key"
    );
}

/// Users and clients beside a running server.
#[tokio::test]
async fn commands_work_beside_a_running_server() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    let program = Program::start(folder);
    let http = reqwest::Client::new();
    let add = [
        "user",
        "add",
        ALICE,
        "--name",
        "Alice Liddell",
        "--role",
        "System Manager",
        "--password-stdin",
        "--json",
    ];
    let alice = json_of(&command(folder, &add, &format!("{PASSWORD}\n")));
    assert_eq!(
        (&alice["email"], &alice["full_name"]),
        (&json!(ALICE), &json!("Alice Liddell"))
    );
    assert!(text(&command(folder, &add, PASSWORD).stderr).contains("already exists"));
    let weak = command(folder, &["user", "add", BOB, "--password-stdin"], "password");
    assert!(text(&weak.stderr).contains("guess"));
    let odd = command(
        folder,
        &["user", "add", BOB, "--password-stdin", "--role", "Nobody"],
        PASSWORD,
    );
    assert!(text(&odd.stderr).contains("Nobody"));
    assert_eq!(
        json_of(&command(folder, &["user", "list", "--json"], ""))
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let key = json_of(&command(folder, &["user", "api-key", ALICE, "--json"], ""));
    let authorization = format!(
        "token {}:{}",
        key["api_key"].as_str().unwrap(),
        key["api_secret"].as_str().unwrap()
    );
    let whoami = async || {
        let url = format!("{}/api/method/frappe.auth.get_logged_user", program.origin);
        let answer = http
            .get(url)
            .header("authorization", &authorization)
            .send()
            .await
            .unwrap();
        (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap()["message"].clone(),
        )
    };
    assert_eq!(whoami().await, (200, json!(ALICE)));
    let last = command(folder, &["user", "disable", ALICE], "");
    assert!(text(&last.stderr).contains("last enabled System Manager"));
    let another = ["user", "add", BOB, "--role", "System Manager", "--password-stdin"];
    assert!(command(folder, &another, PASSWORD).status.success());
    assert!(command(folder, &["user", "disable", ALICE], "").status.success());
    assert_eq!(whoami().await.0, 401, "at once");
    assert!(command(folder, &["user", "enable", ALICE], "").status.success());
    assert_eq!(whoami().await.0, 200);
    assert!(
        command(
            folder,
            &["user", "set-password", ALICE, "--password-stdin"],
            "Tidy-blue-harbour-4"
        )
        .status
        .success()
    );

    let add = [
        "client",
        "add",
        "Shop",
        "--redirect-uri",
        "https://shop.example/cb",
        "--scope",
        "openid",
        "--scope",
        "email",
        "--json",
    ];
    let client = json_of(&command(folder, &add, ""));
    assert_eq!(
        (&client["scope"], &client["token_endpoint_auth_method"]),
        (&json!("openid email"), &json!("client_secret_basic"))
    );
    let id = client["client_id"].as_str().unwrap();
    let renewed = json_of(&command(folder, &["client", "rotate-secret", id, "--json"], ""));
    assert_ne!(renewed["client_secret"], client["client_secret"]);
    let refused = command(
        folder,
        &["client", "add", "Bad", "--redirect-uri", "http://shop.example/cb"],
        "",
    );
    assert!(text(&refused.stderr).contains("https"));
    let public = json_of(&command(
        folder,
        &[
            "client",
            "add",
            "Phone",
            "--public",
            "--redirect-uri",
            "com.example.app:/cb",
            "--json",
        ],
        "",
    ));
    assert!(public.get("client_secret").is_none());
    let confused = command(
        folder,
        &[
            "client",
            "add",
            "X",
            "--public",
            "--auth-method",
            "client_secret_post",
            "--redirect-uri",
            "https://a.test/",
        ],
        "",
    );
    assert!(!confused.status.success());
    assert!(command(folder, &["client", "disable", id], "").status.success());
    assert!(text(&command(folder, &["client", "list"], "").stdout).contains("(disabled)"));
    assert!(text(&command(folder, &["client", "disable", "nope"], "").stderr).contains("not found"));

    let jwks = async || {
        let answer = http
            .get(format!("{}/oauth2/jwks", program.origin))
            .send()
            .await
            .unwrap();
        answer.json::<Value>().await.unwrap()["keys"].as_array().unwrap().len()
    };
    assert_eq!(jwks().await, 3);
    assert!(command(folder, &["keys", "rotate"], "").status.success());
    assert_eq!(jwks().await, 7, "the running server publishes them at once");
    assert!(text(&command(folder, &["version"], "").stdout).starts_with("frontdesk "));
}

/// Configuration: mistakes are told all at once; the first administrator comes from the environment.
#[tokio::test]
async fn configuration_from_the_environment() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    let secret = folder.join("password");
    std::fs::write(&secret, format!("{PASSWORD}\n")).unwrap();
    let variables = [
        ("FRONTDESK_ADMIN_EMAIL", ALICE),
        ("FRONTDESK_ADMIN_PASSWORD_FILE", secret.to_str().unwrap()),
    ];
    let program = Program::start_with(folder, &variables);
    let http = reqwest::Client::new();
    let login = http
        .post(format!("{}/api/method/login", program.origin))
        .form(&[("usr", ALICE), ("pwd", PASSWORD)]);
    assert_eq!(
        login.send().await.unwrap().json::<Value>().await.unwrap()["message"],
        "Logged In"
    );
    let output = std::process::Command::new(crate::support::binary::BINARY)
        .current_dir(folder)
        .args(["user", "list"])
        .envs([
            ("FRONTDESK_LISTN", "x"),
            ("FRONTDESK_BASE_URL", "nonsense"),
            ("FRONTDESK_LOG_FORMAT", "xml"),
        ])
        .output()
        .unwrap();
    let mistakes = text(&output.stderr);
    for name in ["FRONTDESK_LISTN", "FRONTDESK_BASE_URL", "FRONTDESK_LOG_FORMAT"] {
        assert!(mistakes.contains(name), "{mistakes}");
    }
    let help = text(&command(folder, &["--help"], "").stdout);
    for name in ["FRONTDESK_LISTEN", "FRONTDESK_DATA", "serve", "client", "health"] {
        assert!(help.contains(name), "{name}");
    }
    for arguments in [vec!["client", "add", "--help"], vec!["user", "--help"]] {
        assert!(command(folder, &arguments, "").status.success());
    }
}

/// A first administrator who cannot be made: the variable is named, and nothing starts.
#[tokio::test]
async fn a_bad_first_administrator_names_the_variable() {
    for (email, password, variable) in [
        (ALICE, "password", "FRONTDESK_ADMIN_PASSWORD: Too easy"),
        ("nobody", PASSWORD, "FRONTDESK_ADMIN_EMAIL: An email address"),
    ] {
        let scratch = Scratch::new();
        let output = std::process::Command::new(crate::support::binary::BINARY)
            .current_dir(&scratch.0)
            .args(["--listen", "127.0.0.1:0"])
            .envs([("FRONTDESK_ADMIN_EMAIL", email), ("FRONTDESK_ADMIN_PASSWORD", password)])
            .output()
            .unwrap();
        assert!(!output.status.success());
        assert!(text(&output.stderr).contains(variable), "{}", text(&output.stderr));
    }
}

/// A command in the wrong folder says so and makes nothing.
#[tokio::test]
async fn commands_in_the_wrong_folder_say_so() {
    let scratch = Scratch::new();
    for arguments in [
        ["user", "list"],
        ["client", "list"],
        ["client", "add"],
        ["keys", "rotate"],
        ["user", "--help"],
    ] {
        let mut arguments = arguments.to_vec();
        if arguments[1] == "add" {
            arguments.push("Shop");
        }
        let output = command(&scratch.0, &arguments, "");
        let is_help = arguments[1] == "--help";
        assert_eq!(output.status.success(), is_help);
        assert!(is_help || text(&output.stderr).contains("There is no Frontdesk database in"));
    }
    assert!(!scratch.0.join("data").exists());
}

/// A damaged database is refused and left as it is.
#[tokio::test]
async fn f05_a_damaged_database_is_left_alone() {
    let scratch = Scratch::new();
    std::fs::create_dir(scratch.0.join("data")).unwrap();
    let path = scratch.0.join("data/frontdesk.db");
    std::fs::write(&path, "not a database, only some words that stand here").unwrap();
    let output = command(&scratch.0, &["user", "list"], "");
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("damaged"));
    assert!(std::fs::read(&path).unwrap().starts_with(b"not a database"));
}

/// A77, C34: nothing that was handed out stands in the log, at its most talkative; and a session
/// survives a restart.
#[tokio::test]
async fn a77_the_log_holds_no_secrets_and_sessions_survive_a_restart() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    let log = folder.join("log");
    let variables = [("FRONTDESK_LOG_LEVEL", "trace"), ("FRONTDESK_LOG_FORMAT", "json")];
    let added = command(
        folder,
        &["user", "add", ALICE, "--role", "System Manager", "--password-stdin"],
        PASSWORD,
    );
    assert!(added.status.success());
    let add = [
        "client",
        "add",
        "App",
        "--redirect-uri",
        "http://127.0.0.1:9999/cb",
        "--skip-authorization",
        "--auth-method",
        "client_secret_post",
        "--json",
    ];
    let made = json_of(&command(folder, &add, ""));
    let text_of = |name: &str| made[name].as_str().unwrap().to_owned();
    let client = TestClient {
        id: text_of("client_id"),
        secret: text_of("client_secret"),
    };
    let mut program = Program::start_logged(folder, &variables, &log);
    let mut browser = Browser::at(&program.origin);
    browser.sign_in(ALICE, PASSWORD).await;
    let nonce = "n".repeat(64) + "ce";
    let code = browser
        .code(&client, &[("nonce", &nonce), ("state", "a-secret-state")])
        .await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", "http://127.0.0.1:9999/cb"),
        ("code_verifier", VERIFIER),
        ("client_id", &client.id),
        ("client_secret", &client.secret),
    ];
    let http = reqwest::Client::new();
    let answer = http
        .post(format!("{}/oauth2/token", program.origin))
        .form(&form)
        .send()
        .await
        .unwrap();
    let tokens = answer.json::<Value>().await.unwrap();
    assert_eq!(payload(tokens["id_token"].as_str().unwrap())["nonce"], nonce, "C34");
    let session = browser.cookies["sid"].clone();
    assert!(program.signal("TERM").success());
    let program = Program::start(folder);
    browser.origin = program.origin.clone();
    assert!(
        browser.get("/app").await.text("h1").contains("Hello"),
        "the session survives"
    );
    let log = std::fs::read_to_string(log).unwrap();
    assert!(
        log.contains("/oauth2/token") && log.contains("\"reference\""),
        "the log tells what happened: {log}"
    );
    let access = tokens["access_token"].as_str().unwrap();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    for secret in [
        PASSWORD,
        &client.secret,
        &code,
        access,
        refresh,
        &session,
        &browser.cookies["browser"],
        "a-secret-state",
        VERIFIER,
    ] {
        assert!(!log.contains(secret), "{secret} stands in the log");
    }
}

/// What packages install beside the binary, and what it says of itself.
#[test]
fn manuals_completions_and_version() {
    let folder = Scratch::new();
    for (shell, part) in [
        ("bash", "_frontdesk()"),
        ("zsh", "#compdef frontdesk"),
        ("fish", "complete -c frontdesk"),
        ("elvish", "edit:completion"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let script = command(&folder.0, &["completions", shell], "");
        let text = String::from_utf8(script.stdout).unwrap();
        assert!(text.contains(part) && text.contains("sign-in-link"), "{shell}: {text}");
    }
    let bash = command(&folder.0, &["completions", "bash"], "");
    std::fs::write(folder.0.join("completion.bash"), &bash.stdout).unwrap();
    let mut shell = std::process::Command::new("bash");
    let script = "source completion.bash; COMP_WORDS=(frontdesk user inv); COMP_CWORD=2; _frontdesk frontdesk inv user; echo \"${COMPREPLY[@]}\"";
    let completed = shell.args(["-c", script]).current_dir(&folder.0).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&completed.stdout).trim(), "invite");
    let page = command(&folder.0, &["man"], "");
    assert!(String::from_utf8_lossy(&page.stdout).contains(".TH frontdesk 1"));
    assert!(command(&folder.0, &["man", "pages"], "").status.success());
    for page in ["frontdesk.1", "frontdesk-user-invite.1", "frontdesk-check.1"] {
        let text = std::fs::read_to_string(folder.0.join("pages").join(page)).unwrap();
        assert!(text.contains(".SH NAME"), "{page}");
    }
    let version = json_of(&command(&folder.0, &["version", "--json"], ""));
    assert_eq!(
        (&version["version"], &version["schema"]),
        (&json!(env!("CARGO_PKG_VERSION")), &json!(frontdesk::db::SCHEMA_VERSION))
    );
}

/// Back to before an upgrade: shown first, done with --yes while no server runs, and what was there is kept.
#[test]
fn an_upgrade_is_taken_back() {
    let folder = Scratch::new();
    add_alice(&folder.0);
    let data = folder.0.join("data");
    let none = command(&folder.0, &["rollback"], "");
    assert!(
        !none.status.success() && said(&none).contains("nothing to go back to"),
        "{}",
        said(&none)
    );
    let before = data.join("frontdesk.before-12.db");
    // The server makes its signing keys, which are sealed.
    let mut program = Program::start(&folder.0);
    let file = rusqlite::Connection::open(data.join("frontdesk.db")).unwrap();
    let keys = "SELECT count(*) FROM oauth_signing_keys";
    while file.query_row(keys, [], |row| row.get::<_, i64>(0)).unwrap() == 0 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(program.signal("TERM").success());
    file.execute("VACUUM INTO ?1", [before.to_str().unwrap()]).unwrap();
    let file = rusqlite::Connection::open(&before).unwrap();
    file.execute_batch("PRAGMA user_version = 11").unwrap();
    drop(file);
    let bob = ["user", "add", BOB, "--password-stdin"];
    assert!(command(&folder.0, &bob, PASSWORD).status.success());
    let users = |name: &str| -> Vec<String> {
        let file = rusqlite::Connection::open(data.join(name)).unwrap();
        let mut users = file
            .prepare("SELECT name FROM users WHERE name LIKE '%@%' ORDER BY name")
            .unwrap();
        let found = users.query_map([], |row| row.get(0)).unwrap();
        found.map(Result::unwrap).collect()
    };
    let shown = command(&folder.0, &["rollback"], "");
    assert!(shown.status.success() && said(&shown).contains("schema 11") && said(&shown).contains("--yes"));
    assert_eq!(users("frontdesk.db").len(), 2);
    // Not under a running server, and not to what another key sealed.
    let program = Program::start(&folder.0);
    let refused = command(&folder.0, &["rollback", "--yes"], "");
    assert!(!refused.status.success(), "{}", said(&refused));
    drop(program);
    let key = std::fs::read(data.join("frontdesk.key")).unwrap();
    std::fs::write(data.join("frontdesk.key"), [7; 32]).unwrap();
    let refused = command(&folder.0, &["rollback", "--yes"], "");
    assert!(said(&refused).contains("do not open"), "{}", said(&refused));
    std::fs::write(data.join("frontdesk.key"), key).unwrap();
    let done = command(&folder.0, &["rollback", "--yes"], "");
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(
        (users("frontdesk.db").len(), users("frontdesk.after-12.db").len()),
        (1, 2)
    );
    assert!(!before.exists());
    let again = command(&folder.0, &["rollback", "--yes"], "");
    assert!(said(&again).contains("nothing to go back to"));
}
