//! What goes wrong around the program: a log that cannot be written, a disk that is full, a database that is locked,
//! damaged, moved away or replaced. It is seen from outside, with the program as it is installed.

use crate::support::binary::{BINARY, Program, add_alice, command, said};
use crate::support::{ALICE, Browser, PASSWORD, Scratch};
use rusqlite::Connection;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What the server says of its readiness: the status, the reasons, and when to ask again.
async fn ready(program: &Program) -> (u16, String, Option<String>) {
    let answer = reqwest::get(format!("{}/health/ready", program.origin)).await.unwrap();
    let (status, again) = (answer.status().as_u16(), answer.headers().get("retry-after").cloned());
    let again = again.map(|again| again.to_str().unwrap().to_owned());
    (status, answer.text().await.unwrap(), again)
}

/// Asks until the server is ready, or is not.
async fn becomes(program: &Program, status: u16) -> String {
    let mut said = String::new();
    for _ in 0..150 {
        let (found, words, again) = ready(program).await;
        assert_eq!(again.is_some(), found == 503, "503 always says when to ask again");
        if found == status {
            return words;
        }
        said = words;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("never {status}: {said}");
}

/// A change, by an administrator who is signed in: its status.
async fn change(alice: &mut Browser, text: &str) -> u16 {
    let page = alice.get("/me/profile").await;
    let (address, form) = match page.status {
        200 => page.form_of("save", &[("location", text)]),
        status => return status,
    };
    alice.post(&address, &form).await.status
}

/// T09: the reader of the log is gone, the log's disk is full, nobody reads the log: nobody waits and nothing is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t09_a_log_that_cannot_be_written_holds_nobody_up() {
    for kind in ["reader gone", "disk full", "nobody reads"] {
        let scratch = Scratch::new();
        add_alice(&scratch.0);
        let mut server = Command::new(BINARY);
        server.current_dir(&scratch.0).env("FRONTDESK_LOG_LEVEL", "debug");
        let mut kept = None;
        match kind {
            "disk full" => drop(server.stderr(File::options().write(true).open("/dev/full").unwrap())),
            _ => {
                let (reader, writer) = std::io::pipe().unwrap();
                server.stderr(writer);
                // Kept open and never read, or closed at once.
                kept = Some(reader).filter(|_| kind == "nobody reads");
            }
        }
        let mut program = Program::greet(&mut server);
        drop(server);
        becomes(&program, 200).await;
        let mut alice = Browser::at(&program.origin);
        alice.sign_in(ALICE, PASSWORD).await;
        // More lines than a pipe and the queue hold.
        let http = reqwest::Client::new();
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let (http, address) = (http.clone(), format!("{}/login?{}", program.origin, "x".repeat(2000)));
            asking.spawn(async move {
                for _ in 0..400 {
                    assert_eq!(http.get(&address).send().await.unwrap().status(), 200);
                }
            });
        }
        while let Some(done) = asking.join_next().await {
            done.unwrap();
        }
        assert_eq!(change(&mut alice, "Wonderland").await, 200, "{kind}");
        assert_eq!(ready(&program).await.0, 200, "{kind}");
        assert!(program.signal("TERM").success(), "{kind}: it ends, and in time");
        drop(kept);
    }
}

/// F18: SIGHUP ends nothing.
#[tokio::test]
async fn f18_a_hang_up_ends_nothing() {
    let scratch = Scratch::new();
    let mut program = Program::start(&scratch.0);
    becomes(&program, 200).await;
    for _ in 0..3 {
        program.tell("HUP");
        assert_eq!(ready(&program).await.0, 200);
    }
    assert!(program.signal("TERM").success());
}

/// T10: what is written to a file that nobody finds any more is not acknowledged, and everybody can see why.
#[tokio::test]
async fn t10_a_database_that_is_moved_away_or_replaced_takes_nothing_more() {
    for kind in ["was moved away or deleted", "was replaced"] {
        let scratch = Scratch::new();
        add_alice(&scratch.0);
        let program = Program::start(&scratch.0);
        becomes(&program, 200).await;
        let mut alice = Browser::at(&program.origin);
        alice.sign_in(ALICE, PASSWORD).await;
        assert_eq!(change(&mut alice, "before").await, 200);
        let (database, aside) = (scratch.0.join("data/frontdesk.db"), scratch.0.join("aside.db"));
        fs::rename(&database, &aside).unwrap();
        if kind == "was replaced" {
            fs::copy(&aside, &database).unwrap();
        }
        assert_eq!(change(&mut alice, "lost").await, 503, "{kind}");
        let words = becomes(&program, 503).await;
        assert!(words.contains("moved away, deleted or replaced"), "{kind}: {words}");
        let health = command(&scratch.0, &["--listen", program.address(), "health"], "");
        assert!(
            !health.status.success() && said(&health).contains("put it back"),
            "{}",
            said(&health)
        );
        let live = reqwest::get(format!("{}/health/live", program.origin)).await.unwrap();
        assert_eq!(live.status(), 200, "the process itself is well");
        // Put back, it goes on: it is the file that is open.
        fs::rename(&aside, &database).unwrap();
        becomes(&program, 200).await;
        assert_eq!(change(&mut alice, "after").await, 200);
    }
}

/// T10: another program holds the database. Nobody waits for ever, and when it lets go everything goes on.
#[tokio::test]
async fn t10_a_locked_database_is_told_in_time() {
    let scratch = Scratch::new();
    let program = Program::start(&scratch.0);
    becomes(&program, 200).await;
    let other = Connection::open(scratch.0.join("data/frontdesk.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = std::time::Instant::now();
    let words = becomes(&program, 503).await;
    assert!(
        words.contains("another program") || words.contains("Another program"),
        "{words}"
    );
    assert!(begun.elapsed() < Duration::from_secs(10));
    other.execute_batch("ROLLBACK").unwrap();
    becomes(&program, 200).await;
}

/// T10: the key file is as needed as the database: when it is gone, one can still put it back.
#[tokio::test]
async fn t10_a_lost_key_is_told_while_it_can_be_put_back() {
    let scratch = Scratch::new();
    let program = Program::start(&scratch.0);
    becomes(&program, 200).await;
    let (key, aside) = (scratch.0.join("data/frontdesk.key"), scratch.0.join("aside.key"));
    fs::rename(&key, &aside).unwrap();
    assert!(becomes(&program, 503).await.contains("key file is gone"));
    fs::write(&key, [7; 32]).unwrap();
    assert!(becomes(&program, 503).await.contains("is another one"));
    fs::rename(&aside, &key).unwrap();
    becomes(&program, 200).await;
}

/// F03, T10: the disk is full (here: a file may not grow). Nothing that was answered is lost, 503 says why, and with room it
/// goes on by itself.
#[tokio::test]
async fn f03_t10_a_full_disk_is_told_and_goes_by() {
    let scratch = Scratch::new();
    add_alice(&scratch.0);
    let mut server = Command::new("bash");
    server.args(["-c", "trap '' XFSZ; ulimit -S -f 1500; exec \"$0\" \"$@\"", BINARY]);
    let program = Program::greet(server.current_dir(&scratch.0).stderr(Stdio::null()));
    becomes(&program, 200).await;
    let mut alice = Browser::at(&program.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    // Until nothing fits any more; the last that was answered is what is there.
    let mut last = String::new();
    let mut status = 200;
    for number in 0..400 {
        let words = format!("{number}{}", "x".repeat(100));
        status = change(&mut alice, &words).await;
        match status {
            200 => last = words,
            _ => break,
        }
    }
    assert_eq!(status, 503);
    assert_eq!(alice.get("/me/profile").await.value("location"), last);
    becomes(&program, 503).await;
    let more = Command::new("prlimit")
        .args(["--pid", &program.id().to_string(), "--fsize=unlimited"])
        .status();
    assert!(more.unwrap().success());
    becomes(&program, 200).await;
    assert_eq!(change(&mut alice, "room").await, 200);
}

/// T11: a key, or a log, without its database is an old site: no new one takes its place.
#[test]
fn t11_no_new_site_takes_the_place_of_a_lost_one() {
    for lost in ["deleted", "emptied", "key lost, too"] {
        let scratch = Scratch::new();
        add_alice(&scratch.0);
        let file = |name: &str| scratch.0.join("data").join(name);
        match lost {
            "emptied" => fs::write(file("frontdesk.db"), "").unwrap(),
            _ => fs::remove_file(file("frontdesk.db")).unwrap(),
        }
        if lost == "key lost, too" {
            fs::remove_file(file("frontdesk.key")).unwrap();
            fs::write(file("frontdesk.db-wal"), "what was written last").unwrap();
        }
        for arguments in [
            ["serve", "--listen", "127.0.0.1:0"].as_slice(),
            &["user", "list"],
            &["check"],
        ] {
            let refused = command(&scratch.0, arguments, "");
            assert!(!refused.status.success(), "{lost}: {arguments:?}");
            let words = said(&refused);
            assert!(
                words.contains("an old site without its database") || words.contains("no Frontdesk database"),
                "{lost}: {arguments:?}: {words}"
            );
        }
        let size = fs::metadata(file("frontdesk.db")).map_or(0, |file| file.len());
        assert_eq!(size, 0, "{lost}: nothing was made");
    }
}

/// T10: damaged pages are found, told wherever one looks, and copied into no backup.
#[tokio::test]
async fn t10_damaged_pages_are_found_and_told() {
    let scratch = Scratch::new();
    add_alice(&scratch.0);
    let path = scratch.0.join("data/frontdesk.db");
    let root: i64 = Connection::open(&path)
        .unwrap()
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'social_attempts'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let mut file = File::options().read(true).write(true).open(&path).unwrap();
    let mut page = [0; 4096];
    file.seek(SeekFrom::Start((root as u64 - 1) * 4096)).unwrap();
    file.read_exact(&mut page).unwrap();
    page[3..12].fill(0xAA);
    file.seek(SeekFrom::Start((root as u64 - 1) * 4096)).unwrap();
    file.write_all(&page).unwrap();
    drop(file);
    let check = command(&scratch.0, &["check", "--json"], "");
    assert!(!check.status.success());
    let found: Value = serde_json::from_slice(&check.stdout).unwrap();
    let pages = found["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["check"] == "Pages")
        .unwrap();
    assert!(
        pages["ok"] == false && pages["found"].as_str().unwrap().contains("damaged"),
        "{found}"
    );
    let backup = command(&scratch.0, &["backup", "copies"], "");
    assert!(!backup.status.success());
    assert_eq!(
        fs::read_dir(scratch.0.join("copies")).unwrap().count(),
        0,
        "no copy of damage"
    );
    let program = Program::start(&scratch.0);
    assert!(becomes(&program, 503).await.contains("damaged"));
    let mut alice = Browser::at(&program.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    let check_up = alice.get("/app/check-up").await;
    assert!(check_up.body.contains("The database is damaged"), "{}", check_up.body);
}

/// T13: a command of a newer program does not bring the database up to date under a server.
#[test]
fn t13_no_command_upgrades_the_database_under_a_server() {
    let scratch = Scratch::new();
    add_alice(&scratch.0);
    let path = scratch.0.join("data/frontdesk.db");
    let version = |wanted: i64| {
        let file = Connection::open(&path).unwrap();
        file.pragma_update(None, "user_version", wanted).unwrap();
    };
    let now: i64 = Connection::open(&path)
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    version(now - 1);
    // Whoever serves holds this lock.
    let lock = File::options().write(true).open(scratch.0.join("data/frontdesk.lock"));
    let lock = lock
        .or_else(|_| File::create(scratch.0.join("data/frontdesk.lock")))
        .unwrap();
    lock.lock().unwrap();
    let refused = command(&scratch.0, &["user", "list"], "");
    assert!(
        !refused.status.success() && said(&refused).contains("under the server that runs on it"),
        "{}",
        said(&refused)
    );
    version(now);
    let listed = command(&scratch.0, &["user", "list"], "");
    assert!(listed.status.success(), "{}", said(&listed));
}

/// Who has seen enough ends a command quietly.
#[test]
fn a_closed_pipe_ends_a_command_quietly() {
    let scratch = Scratch::new();
    add_alice(&scratch.0);
    for arguments in ["export", "texts", "user list"] {
        let script = format!("\"$0\" {arguments} 2>errors.txt | true; echo ${{PIPESTATUS[0]}}");
        let run = Command::new("bash")
            .args(["-c", &script, BINARY])
            .current_dir(&scratch.0)
            .output()
            .unwrap();
        assert_eq!(text(&run.stdout).trim(), "0", "{arguments}");
        let errors = fs::read_to_string(scratch.0.join("errors.txt")).unwrap();
        assert!(!errors.contains("panicked"), "{arguments}: {errors}");
    }
    let full = Command::new(BINARY)
        .arg("export")
        .current_dir(&scratch.0)
        .stdout(File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    assert!(!full.status.success() && text(&full.stderr).contains("could not be written"));
}
