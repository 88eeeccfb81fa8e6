//! Export, import, apply and backup, as a person at the terminal meets them.

mod whole;

use crate::support::binary::{Program, command, json_of};
use crate::support::{ALICE, BOB, Browser, PASSWORD, Scratch};
use serde_json::{Value, json};
use std::path::Path;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const SITE: &str = r#"
[["System Settings"]]
app_name = "Tea House"

[[Role]]
role_name = "Warehouse"

[["OAuth Scope"]]
scope = "stock.read"
description = "See what is in stock"
roles = ["Warehouse"]

[[User]]
email = "alice@example.com"
first_name = "Alice"
roles = ["System Manager"]
new_password = "Wonder-land-9-rabbit"

[[User]]
email = "dan@example.com"
first_name = "Dan"
roles = ["Warehouse"]

[["OAuth Client"]]
client_id = "shop"
app_name = "Shop"
client_secret = "0123456789abcdef0123456789abcdef"
scopes = ["openid", "stock.read"]
redirect_uris = ["https://shop.example/cb"]
allowed_roles = ["Warehouse"]

[["Role Permission"]]
role = "Warehouse"
document_type = "OAuth Client"
read = true
"#;

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn apply_sets_up_a_site_and_repeats_without_change() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    let file = write(folder, "site.toml", SITE);
    let dry = command(folder, &["apply", &file, "--dry-run"], "");
    assert!(
        text(&dry.stdout).contains("+ User Dan") && text(&dry.stdout).contains("to change"),
        "{}",
        text(&dry.stderr)
    );
    assert_eq!(
        json_of(&command(folder, &["user", "list", "--json"], "")),
        json!([]),
        "a dry run changes nothing"
    );
    let done = command(folder, &["apply", &file], "");
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(
        !text(&done.stdout).contains("0123456789abcdef"),
        "a secret of the file is not shown again"
    );
    let again = json_of(&command(folder, &["apply", &file, "--json"], ""));
    let changes: Vec<&str> = again["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["change"].as_str().unwrap())
        .collect();
    assert_eq!(changes, vec!["none"; 7], "{again}");
    let users = json_of(&command(folder, &["user", "list", "--json"], ""));
    assert_eq!(users[1]["roles"], json!(["Warehouse", "All", "Guest", "Desk User"]));
    let client = json_of(&command(folder, &["client", "list", "--json"], ""));
    assert_eq!(client[0]["client_id"], "shop");
    // A change of one line changes one field; JSON means the same.
    let changed = json!({ "User": [{ "email": "dan@example.com", "last_name": "Druff" }], "System Settings": { "app_name": "Tea House" } });
    let file = write(folder, "site.json", &changed.to_string());
    let told = json_of(&command(folder, &["apply", &file, "--json"], ""));
    assert_eq!(
        told["records"][0],
        json!({ "type": "User", "name": "Dan Druff", "change": "update", "fields": ["last_name"] })
    );
    let logged = command(folder, &["export"], "");
    assert!(text(&logged.stdout).contains("Druff"));
}

#[test]
fn bad_files_name_line_and_field_and_change_nothing() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    let refused = command(folder, &["apply", &write(folder, "r.json", "{\"Role\": []}")], "");
    assert!(
        text(&refused.stderr).contains("There is no Frontdesk database in"),
        "nobody manages a site made of this"
    );
    let manager = ["user", "add", BOB, "--role", "System Manager", "--password-stdin"];
    assert!(command(folder, &manager, PASSWORD).status.success());
    for (name, content, expected) in [
        (
            "a.toml",
            "[[User]]\nemail = \"a@e.com\"\nfirst_name = \n",
            vec!["line 3"],
        ),
        (
            "b.toml",
            "[[User]]\nemail = \"a@e.com\"\nfirst_name = \"A\"\nis_admin = true\n",
            vec!["line 4", "is_admin"],
        ),
        (
            "c.toml",
            "[[User]]\nemail = \"not an email\"\nfirst_name = \"A\"\n[[Role]]\nrole_name = \"R\"\ndesk_access = \"maybe\"\n",
            vec!["line 2", "line 6", "desk_access"],
        ),
        (
            "d.toml",
            "[[User]]\nemail = \"a@e.com\"\nfirst_name = \"A\"\nnew_password = \"12345678\"\n",
            vec!["line 4", "a@e.com"],
        ),
        ("e.toml", "[[Grant]]\nname = \"x\"\n", vec!["line 1", "Grant"]),
        (
            "f.json",
            "{\n \"Role\": [\n  { \"role_name\": \"R\",\n    \"nonsense\": 1 } ] }",
            vec!["line 4", "nonsense"],
        ),
        ("g.json", "{\n \"Role\": [,] }", vec!["line 2"]),
        (
            "h.toml",
            "[[\"OAuth Client\"]]\napp_name = \"X\"\nredirect_uris = [\"http://x.test/cb\"]\n",
            vec!["line 3", "only https"],
        ),
        (
            "i.toml",
            "[[\"OAuth Client\"]]\napp_name = \"X\"\nredirect_uris = [\"https://x.test/cb\"]\nclient_secret = \"short\"\n",
            vec!["line 4", "at least 32"],
        ),
        (
            "j.toml",
            "[[Role]]\nrole_name = \"R\"\n[[User]]\nemail = \"a@e.com\"\n",
            vec!["line 3", "First Name is needed"],
        ),
    ] {
        let file = write(folder, name, content);
        let refused = command(folder, &["apply", &file], "");
        let error = text(&refused.stderr);
        assert!(!refused.status.success(), "{name}");
        for words in expected {
            assert!(error.contains(words), "{name}: {words} is not in {error}");
        }
    }
    let export: Value = serde_json::from_slice(&command(folder, &["export"], "").stdout).unwrap();
    assert_eq!(export["records"]["User"].as_array().map(Vec::len), Some(1));
    assert!(!export.to_string().contains("\"R\""));
}

/// A site moves to another machine: records by the file, secrets under the passphrase.
#[tokio::test]
async fn a_site_moves_with_export_and_import() {
    let (old, new) = (Scratch::new(), Scratch::new());
    let site = write(&old.0, "site.toml", SITE);
    assert!(command(&old.0, &["apply", &site], "").status.success());
    let http = reqwest::Client::new();
    let get = async |url: String| http.get(url).send().await.unwrap().text().await.unwrap();
    let keys = |program: &Program| format!("{}/oauth2/jwks", program.origin);
    let program = Program::start(&old.0);
    // Answers once the first keys are made.
    get(keys(&program)).await;
    drop(program);
    let key = json_of(&command(&old.0, &["user", "api-key", ALICE, "--json"], ""));
    let plain = text(&command(&old.0, &["export"], "").stdout);
    assert!(
        !plain.contains("argon2") && !plain.contains("sealed") && !plain.contains("0123456789abcdef"),
        "no secrets"
    );
    let file = old.0.join("export.json").to_string_lossy().into_owned();
    let short = command(
        &old.0,
        &["export", "--secrets", "--passphrase-stdin", "--out", &file],
        "short\n",
    );
    assert!(text(&short.stderr).contains("shorter than 12"));
    let phrase = "correct horse battery staple\n";
    let done = command(
        &old.0,
        &["export", "--secrets", "--passphrase-stdin", "--out", &file],
        phrase,
    );
    assert!(done.status.success(), "{}", text(&done.stderr));
    let sealed = std::fs::read_to_string(&file).unwrap();
    assert!(!sealed.contains("argon2") && !sealed.contains(key["api_secret"].as_str().unwrap()));
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let wrong = command(&new.0, &["import", &file, "--passphrase-stdin"], "wrong passphrase\n");
    assert!(
        text(&wrong.stderr).contains("passphrase is wrong"),
        "{}",
        text(&wrong.stderr)
    );
    let dry = command(&new.0, &["import", &file, "--passphrase-stdin"], phrase);
    assert!(text(&dry.stdout).contains("+ OAuth Client Shop") && text(&dry.stderr).contains("Nothing was changed"));
    assert_eq!(json_of(&command(&new.0, &["user", "list", "--json"], "")), json!([]));
    let done = command(&new.0, &["import", &file, "--passphrase-stdin", "--yes"], phrase);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let subs = |folder: &Path| {
        let users = json_of(&command(folder, &["user", "list", "--json"], ""));
        users
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["sub"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(subs(&old.0), subs(&new.0), "apps know people again");
    let (before, after) = (Program::start(&old.0), Program::start(&new.0));
    let kid = |jwks: &str| serde_json::from_str::<Value>(jwks).unwrap()["keys"][0]["kid"].clone();
    assert_eq!(
        kid(&get(keys(&before)).await),
        kid(&get(keys(&after)).await),
        "ID tokens still verify"
    );
    let mut alice = Browser::at(&after.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    let whoami = http
        .get(format!("{}/api/method/frappe.auth.get_logged_user", after.origin))
        .header(
            "authorization",
            format!(
                "token {}:{}",
                key["api_key"].as_str().unwrap(),
                key["api_secret"].as_str().unwrap()
            ),
        );
    assert_eq!(whoami.send().await.unwrap().status(), 200);
    let token = http
        .post(format!("{}/oauth2/introspect", after.origin))
        .basic_auth("shop", Some("0123456789abcdef0123456789abcdef"));
    assert_eq!(
        token.form(&[("token", "x")]).send().await.unwrap().status(),
        200,
        "the client's secret works"
    );
    let again = command(&new.0, &["import", &file, "--passphrase-stdin", "--yes"], phrase);
    assert!(text(&again.stdout).contains("0 changed"), "{}", text(&again.stdout));
}

/// A backup is a data folder: a server starts on it.
#[tokio::test]
async fn a_backup_is_a_folder_to_start_on() {
    let (site, copies) = (Scratch::new(), Scratch::new());
    let file = write(&site.0, "site.toml", SITE);
    assert!(command(&site.0, &["apply", &file], "").status.success());
    let running = Program::start(&site.0);
    let done = command(&site.0, &["backup", &copies.0.to_string_lossy()], "");
    assert!(done.status.success(), "{}", text(&done.stderr));
    drop(running);
    let copy = std::fs::read_dir(&copies.0).unwrap().next().unwrap().unwrap().path();
    let restored = Scratch::new();
    std::fs::rename(copy, restored.0.join("data")).unwrap();
    let program = Program::start(&restored.0);
    let mut alice = Browser::at(&program.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    let mut home = Browser::at(&program.origin);
    home.sign_in(ALICE, PASSWORD).await;
    // The site that was copied knows when.
    let first = Program::start(&site.0);
    let mut alice = Browser::at(&first.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    assert!(
        !alice
            .get("/app/check-up")
            .await
            .text("main")
            .contains("There is no backup")
    );
}
