//! What an operator does: backups by hand and by themselves, putting one back, looking everything through, another key,
//! metrics.

use crate::support::binary::{BINARY, Program, command, json_of, said};
use crate::support::{ALICE, Browser, PASSWORD, Scratch, Site};
use frontdesk::folder::{Folder, KeySource};
use frontdesk::resealing::{self, Keys};
use frontdesk::{backups, jobs};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

const DAY: i64 = 86_400;

/// A site with everything that is sealed: an app that we connect to, signing keys.
fn make(folder: &Path, variables: &[(&str, &str)]) {
    let records = json!({
        "User": [{ "email": ALICE, "first_name": "Alice", "roles": ["System Manager"], "new_password": PASSWORD }],
        "Connected App": [{
            "provider_name": "Mail", "client_id": "us", "client_secret": "sealed-secret-of-mail",
            "authorization_uri": "https://mail.example/authorize", "token_uri": "https://mail.example/token",
        }],
    });
    fs::write(folder.join("site.json"), records.to_string()).unwrap();
    let applied = run(folder, &["apply", "site.json"], variables);
    assert!(applied.status.success(), "{}", said(&applied));
}

fn run(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> std::process::Output {
    let mut command = Command::new(BINARY);
    let command = command
        .args(arguments)
        .current_dir(folder)
        .envs(variables.iter().copied());
    command.stdin(Stdio::null()).output().unwrap()
}

fn entries(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn only(folder: &Path) -> PathBuf {
    let names = entries(folder);
    assert_eq!(names.len(), 1, "{names:?}");
    folder.join(&names[0])
}

/// What `frontdesk check` found, by name.
fn checked(folder: &Path, variables: &[(&str, &str)]) -> Value {
    let output = run(folder, &["check", "--json"], variables);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    assert_eq!(told["ok"] == true, output.status.success());
    let rows = told["checks"].as_array().unwrap().iter();
    rows.map(|row| (row["check"].as_str().unwrap().to_owned(), row.clone()))
        .collect()
}

/// F13: a copy is put into a new folder, and nothing there is ever overwritten.
#[tokio::test]
async fn f13_a_backup_is_put_back_and_overwrites_nothing() {
    let scratch = Scratch::new();
    make(&scratch.0, &[]);
    let program = Program::start(&scratch.0);
    let copied = run(&scratch.0, &["backup", "copies"], &[]);
    assert!(
        copied.status.success() && said(&copied).contains("looked through"),
        "{}",
        said(&copied)
    );
    drop(program);
    let copy = only(&scratch.0.join("copies"));
    assert_eq!(entries(&copy), ["frontdesk.db", "frontdesk.key"]);
    let copy = copy.to_str().unwrap();
    // Into the place of a living site: refused.
    let refused = run(&scratch.0, &["restore", copy], &[]);
    assert!(
        !refused.status.success() && said(&refused).contains("is there already"),
        "{}",
        said(&refused)
    );
    let restored = run(&scratch.0, &["--data", "new", "restore", copy], &[]);
    assert!(restored.status.success(), "{}", said(&restored));
    let program = Program::start_with(&scratch.0, &[("FRONTDESK_DATA", "new")]);
    Browser::at(&program.origin).sign_in(ALICE, PASSWORD).await;
    drop(program);
    // The database of a site is lost and its key is there: the backup is put beside it, and not beside a log of another.
    let lose = || {
        for name in ["frontdesk.db", "frontdesk.db-wal", "frontdesk.db-shm"] {
            let _ = fs::remove_file(scratch.0.join("new").join(name));
        }
    };
    lose();
    fs::write(scratch.0.join("new/frontdesk.db-wal"), "of another").unwrap();
    let refused = run(&scratch.0, &["--data", "new", "restore", copy], &[]);
    assert!(said(&refused).contains("without its database"), "{}", said(&refused));
    lose();
    let again = run(&scratch.0, &["--data", "new", "restore", copy], &[]);
    assert!(again.status.success(), "{}", said(&again));
    lose();
    fs::write(scratch.0.join("new/frontdesk.key"), [1; 32]).unwrap();
    let other = run(&scratch.0, &["--data", "new", "restore", copy], &[]);
    assert!(
        !other.status.success() && said(&other).contains("another key"),
        "{}",
        said(&other)
    );
    let nothing = run(&scratch.0, &["--data", "else", "restore", "copies"], &[]);
    assert!(
        !nothing.status.success() && said(&nothing).contains("is no backup"),
        "{}",
        said(&nothing)
    );
}

/// T12, F14: a backup that is killed at any moment leaves what nobody takes for a site.
#[test]
fn t12_f14_a_killed_backup_is_no_site() {
    let scratch = Scratch::new();
    make(&scratch.0, &[]);
    // What a killed one leaves, at each of its steps.
    let part = scratch.0.join("copies/frontdesk-2026-11-21T093000Z.part");
    for step in 0..3 {
        fs::create_dir_all(&part).unwrap();
        if step > 0 {
            fs::copy(scratch.0.join("data/frontdesk.key"), part.join("frontdesk.key")).unwrap();
        }
        if step > 1 {
            fs::write(part.join("frontdesk.db.part"), "SQLite format 3").unwrap();
        }
        let started = run(
            &scratch.0,
            &["--data", part.to_str().unwrap(), "--listen", "127.0.0.1:0"],
            &[],
        );
        assert!(
            !started.status.success() && said(&started).contains("never came to its end"),
            "{step}"
        );
        let moved = scratch.0.join(format!("moved-{step}"));
        fs::rename(&part, &moved).unwrap();
        if step > 0 {
            let started = run(
                &scratch.0,
                &["--data", moved.to_str().unwrap(), "--listen", "127.0.0.1:0"],
                &[],
            );
            assert!(
                !started.status.success() && said(&started).contains("an old site"),
                "{step}"
            );
        }
    }
    // A real kill, right away: what is there afterwards is a whole copy or a part.
    for _ in 0..10 {
        let mut child = Command::new(BINARY)
            .args(["backup", "killed"])
            .current_dir(&scratch.0)
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::yield_now();
        let _ = child.kill();
        let _ = child.wait();
    }
    for name in entries(&scratch.0.join("killed")) {
        let folder = scratch.0.join("killed").join(&name);
        let is_whole = backups::look_through(&folder.join("frontdesk.db")).is_ok();
        assert!(is_whole || name.ends_with(".part"), "{name}");
    }
}

/// Backups are made by themselves when they are due, so many are kept, and those of a person stay.
#[tokio::test]
async fn backups_are_made_by_themselves_and_so_many_are_kept() {
    let site = Site::new().await;
    site.change(
        "System Settings",
        "System Settings",
        json!({ "backup_hours": 24, "backups_kept": 2 }),
    )
    .await;
    let into = site.app.config.backups.clone();
    let by_hand = backups::make(&site.app.db, site.app.data(), &into, backups::BY_HAND, site.now()).unwrap();
    // Those of another site, and one from the future: a clock was wrong.
    let other = into.join("scheduled-other-2020-01-01T000000Z");
    fs::create_dir_all(&other).unwrap();
    let copies = || {
        let names = entries(&into).into_iter();
        names
            .filter(|name| name.starts_with("scheduled-") && !name.contains("other"))
            .collect::<Vec<_>>()
    };
    for day in 0..4 {
        jobs::back_up(&site.app).await.unwrap();
        jobs::back_up(&site.app).await.unwrap();
        assert_eq!(copies().len(), (day + 1).min(2), "day {day}");
        site.pass(DAY);
    }
    assert!(by_hand.join("frontdesk.db").exists());
    // Its age stands where one looks.
    let health = site.get("/health").await.json();
    assert_eq!(health["backup_age"], DAY);
    for copy in copies() {
        backups::look_through(&into.join(copy).join("frontdesk.db")).unwrap();
    }
    let future = copies()[0].replace("2026", "2999").replace("2027", "2999");
    fs::create_dir_all(into.join(&future)).unwrap();
    jobs::back_up(&site.app).await.unwrap();
    assert!(copies().len() == 2 && !copies().contains(&future), "{:?}", copies());
    assert!(other.exists(), "that of another site stays");
    site.change("System Settings", "System Settings", json!({ "backup_hours": 0 }))
        .await;
    site.pass(30 * DAY);
    jobs::back_up(&site.app).await.unwrap();
    assert_eq!(copies().len(), 2, "switched off");
    // What cannot be made is told.
    site.change("System Settings", "System Settings", json!({ "backup_hours": 24 }))
        .await;
    fs::remove_dir_all(&into).unwrap();
    fs::write(&into, "a file in its place").unwrap();
    let why = jobs::back_up(&site.app).await.unwrap_err();
    site.app.readiness.set_backup(Some(why));
    let check_up = site.signed_in(ALICE).await.get("/app/check-up").await;
    assert!(
        check_up.body.contains("The last backup came to nothing"),
        "{}",
        check_up.body
    );
}

/// `frontdesk check` finds what is wrong, offline and beside a server, and changes nothing.
#[test]
fn a_check_finds_what_is_wrong() {
    let scratch = Scratch::new();
    make(&scratch.0, &[]);
    let found = checked(&scratch.0, &[]);
    assert_eq!(found["Backups"]["ok"], false, "there is none");
    for name in ["Data folder", "Schema", "Pages", "Key", "Disk", "Server"] {
        assert_eq!(found[name]["ok"], true, "{name}: {found}");
    }
    assert!(run(&scratch.0, &["backup", "copies"], &[]).status.success());
    assert_eq!(checked(&scratch.0, &[])["Backups"]["ok"], true);
    let program = Program::start(&scratch.0);
    let mut server = Value::Null;
    for _ in 0..100 {
        server = checked(&scratch.0, &[])["Server"].clone();
        if server["ok"] == true {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(
        server["found"].as_str().unwrap().contains(program.address()),
        "{server}"
    );
    drop(program);
    let key = scratch.0.join("data/frontdesk.key");
    let mode = |mode: u32| fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    mode(0o644);
    assert_eq!(
        checked(&scratch.0, &[])["Data folder"]["ok"],
        false,
        "others may read the key"
    );
    mode(0o600);
    fs::write(&key, [3; 32]).unwrap();
    let wrong = checked(&scratch.0, &[])["Key"].clone();
    assert!(
        wrong["ok"] == false && wrong["found"].as_str().unwrap().contains("do not open"),
        "{wrong}"
    );
}

/// What the desk would send to Mail, if it were asked: the secret as it opens now.
fn secret_opens(folder: &Path, variables: &[(&str, &str)]) {
    let found = checked(folder, variables);
    assert_eq!(found["Key"]["ok"], true, "{found}");
    let count = found["Key"]["found"].as_str().unwrap().to_owned();
    assert!(count.contains("opens all"), "{count}");
}

/// A79: everything is sealed under another key: in the file, under a passphrase, given from outside, and back.
#[test]
fn a79_everything_is_sealed_under_another_key() {
    let scratch = Scratch::new();
    make(&scratch.0, &[]);
    // The signing keys are made at the first start.
    drop(Program::start(&scratch.0));
    let key = scratch.0.join("data/frontdesk.key");
    let before = fs::read(&key).unwrap();
    let reseal = |arguments: &[&str], variables: &[(&str, &str)]| {
        let done = run(&scratch.0, &[&["keys", "reseal"], arguments].concat(), variables);
        assert!(done.status.success(), "{}", said(&done));
        said(&done)
    };
    reseal(&[], &[]);
    assert_ne!(fs::read(&key).unwrap(), before);
    secret_opens(&scratch.0, &[]);
    // Under a passphrase: without it nothing starts.
    let passphrase = [("FRONTDESK_KEY_PASSPHRASE", "correct horse battery staple")];
    let early = run(&scratch.0, &["user", "list"], &passphrase);
    assert!(said(&early).contains("keys reseal"), "{}", said(&early));
    reseal(&[], &passphrase);
    secret_opens(&scratch.0, &passphrase);
    let without = run(&scratch.0, &["user", "list"], &[]);
    assert!(said(&without).contains("under a passphrase"), "{}", said(&without));
    // Given from outside: nothing of it lies in the folder.
    let hex = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    fs::write(scratch.0.join("old.txt"), "correct horse battery staple\n").unwrap();
    let given = [("FRONTDESK_KEY", hex)];
    reseal(&["--old-passphrase-file", "old.txt"], &given);
    assert!(fs::read_to_string(&key).unwrap().starts_with("frontdesk-key-given"));
    // Once more is no harm, and says so; without the key it says what is missing.
    assert!(reseal(&["--old-passphrase-file", "old.txt"], &given).contains("nothing to do"));
    let without = run(&scratch.0, &["user", "list"], &[]);
    assert!(said(&without).contains("set FRONTDESK_KEY"), "{}", said(&without));
    // A wrong key changes nothing: the site starts as before.
    fs::write(scratch.0.join("wrong.txt"), "ee".repeat(32)).unwrap();
    let wrong = run(&scratch.0, &["keys", "reseal", "--old-key-file", "wrong.txt"], &[]);
    assert!(
        !wrong.status.success() && said(&wrong).contains("under neither key"),
        "{}",
        said(&wrong)
    );
    assert!(!scratch.0.join("data/frontdesk.key.new").exists());
    // T11: with such a key, too, a lost database is no new site.
    fs::rename(scratch.0.join("data/frontdesk.db"), scratch.0.join("aside.db")).unwrap();
    let lost = run(&scratch.0, &["--listen", "127.0.0.1:0"], &given);
    assert!(
        !lost.status.success() && said(&lost).contains("an old site"),
        "{}",
        said(&lost)
    );
    fs::rename(scratch.0.join("aside.db"), scratch.0.join("data/frontdesk.db")).unwrap();
    secret_opens(&scratch.0, &given);
    let wrong = [(
        "FRONTDESK_KEY",
        "ff112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    )];
    let refused = run(&scratch.0, &["user", "list"], &wrong);
    assert!(said(&refused).contains("does not fit"), "{}", said(&refused));
    // And back into a file.
    fs::write(scratch.0.join("old.txt"), hex).unwrap();
    reseal(&["--old-key-file", "old.txt"], &[]);
    secret_opens(&scratch.0, &[]);
    // Beside a server: refused.
    let program = Program::start(&scratch.0);
    let refused = run(&scratch.0, &["keys", "reseal"], &[]);
    assert!(
        !refused.status.success() && said(&refused).contains("Another Frontdesk"),
        "{}",
        said(&refused)
    );
    drop(program);
}

/// A79: broken off, nothing starts on two keys, and the next run goes on where it stopped.
#[tokio::test]
async fn a79_a_resealing_that_was_broken_off_goes_on() {
    let scratch = Scratch::new();
    make(&scratch.0, &[]);
    drop(Program::start(&scratch.0));
    let data = scratch.0.join("data");
    let old = fs::read(data.join("frontdesk.key")).unwrap();
    let random: Arc<dyn frontdesk::base::Random> = Arc::new(frontdesk::base::random::SystemRandomness::new());
    let broken_off = {
        let (data, random, old) = (data.clone(), Arc::clone(&random), old.clone());
        tokio::task::spawn_blocking(move || {
            let folder = Folder::open(&data).unwrap();
            let new = folder.key_to_come(&*random, &KeySource::File).unwrap();
            folder.begin_new_key(&*random, &KeySource::File, &new).unwrap();
            let keys = Arc::new(Keys {
                old: frontdesk::base::vault::Vault::new(&old.try_into().unwrap()),
                new: frontdesk::base::vault::Vault::new(&new),
            });
            let db = frontdesk::db::Db::open(&folder.database(), |_| Ok(())).unwrap();
            resealing::run(&db, &keys, &random, Some(1)).unwrap()
        })
    };
    assert!(broken_off.await.unwrap() >= 1);
    for arguments in [["serve", "--listen", "127.0.0.1:0"].as_slice(), &["user", "list"]] {
        let refused = run(&scratch.0, arguments, &[]);
        assert!(
            !refused.status.success() && said(&refused).contains("keys reseal again"),
            "{}",
            said(&refused)
        );
    }
    let done = run(&scratch.0, &["keys", "reseal"], &[]);
    assert!(
        done.status.success() && said(&done).contains("are sealed under the new key"),
        "{}",
        said(&done)
    );
    assert!(!data.join("frontdesk.key.new").exists());
    assert_ne!(fs::read(data.join("frontdesk.key")).unwrap(), old);
    secret_opens(&scratch.0, &[]);
    let program = Program::start(&scratch.0);
    Browser::at(&program.origin).sign_in(ALICE, PASSWORD).await;
}

/// Every column of sealed values is found by its name and bound to its row: another key opens all that there is.
#[tokio::test]
async fn a79_no_sealed_value_is_forgotten() {
    let site = Site::new().await;
    let columns = site.app.db.read(frontdesk::db::sealed_columns).unwrap();
    let found: Vec<String> = columns
        .iter()
        .map(|column| format!("{}.{}", column.table, column.column))
        .collect();
    let schema = include_str!("../../schema.sql");
    let mut stated = Vec::new();
    let mut table = "";
    for line in schema.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            table = rest.split(' ').next().unwrap();
        }
        let column = line.split_whitespace().next().unwrap_or_default();
        if column.ends_with("_sealed") {
            stated.push(format!("{table}.{column}"));
        }
    }
    stated.sort();
    assert_eq!(found, stated);
    let looked = site.app.db.read(|db| resealing::look(db, &site.app.env.vault)).unwrap();
    assert!(looked.good > 0 && looked.other == 0, "{looked:?}");
}

/// What is measured is told on a listener of its own, without anybody's name.
#[tokio::test]
async fn metrics_are_told_without_names() {
    let scratch = Scratch::new();
    make(&scratch.0, &[]);
    let log = scratch.0.join("log.txt");
    let program = Program::start_logged(&scratch.0, &[("FRONTDESK_METRICS", "127.0.0.1:0")], &log);
    let mut alice = Browser::at(&program.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    alice.get("/app/user/alice@example.com").await;
    let http = reqwest::Client::new();
    let token = http.post(format!("{}/oauth2/token", program.origin));
    let refused = token
        .form(&[("grant_type", "authorization_code"), ("client_id", "nobody")])
        .send()
        .await
        .unwrap();
    assert!(refused.status().is_client_error());
    let said = fs::read_to_string(&log).unwrap();
    let address = said
        .split("metrics at ")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap();
    let answer = http.get(address).send().await.unwrap();
    assert!(
        answer.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("application/openmetrics-text")
    );
    let told = answer.text().await.unwrap();
    let value = |name: &str| {
        let line = told
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap_or_else(|| panic!("{name}: {told}"));
        line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()
    };
    assert_eq!(value("frontdesk_sign_ins_total"), 1.0);
    assert_eq!(
        value("frontdesk_requests_total{method=\"GET\",route=\"/app/:type/:name\",status=\"200\"}"),
        1.0
    );
    assert_eq!(
        value("frontdesk_refused_total{kind=\"Token\",cause=\"invalid_client\"}"),
        1.0
    );
    assert!(value("frontdesk_commits_total") > 0.0 && value("frontdesk_database_bytes") > 0.0);
    assert!(value("frontdesk_disk_free_bytes") > 0.0);
    assert_eq!(value("frontdesk_damaged"), 0.0);
    assert!(told.contains("frontdesk_request_seconds_bucket{") && told.ends_with("# EOF\n"));
    for name in [ALICE, "alice", "nobody", "Mail"] {
        assert!(!told.contains(name), "{name} stands in the metrics");
    }
    let elsewhere = http.get(address.replace("/metrics", "/")).send().await.unwrap();
    assert_eq!(elsewhere.status(), 404);
    let here = http.get(format!("{}/metrics", program.origin)).send().await.unwrap();
    assert_eq!(here.status(), 404, "not where strangers come");
    let _ = json_of(&command(&scratch.0, &["version", "--json"], ""));
}
