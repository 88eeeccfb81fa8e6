//! What is kept in memory: it is forgotten with the commit that changes it, whichever process makes that; and how few
//! statements that leaves to each path.

use crate::support::binary::{command, said};
use crate::support::{ALICE, BOB, Site, TestClient};
use frontdesk::db::Read;
use frontdesk::{roles, users};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// The command line on a site's folder, in a process of its own.
fn by_command(site: &Site, arguments: &[&str]) {
    let data = site.data.0.to_str().unwrap();
    let output = command(&site.data.0, &[&["--data", data], arguments].concat(), "");
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
}

/// A change of the file by somebody who is not the server.
fn by_another(site: &Site, sql: &str) {
    let file = Connection::open(site.data.0.join("frontdesk.db")).unwrap();
    file.execute_batch("PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;")
        .unwrap();
    file.execute_batch(sql).unwrap();
}

async fn asker(site: &Site) -> TestClient {
    site.add_client(json!({ "app_name": "Asker", "resource_server": 1 }))
        .await
}

/// What is said of a token: by introspection, and by userinfo.
async fn told(site: &Site, asker: &TestClient, token: &str) -> (Value, Value) {
    let introspection = site.introspect(asker, token).await;
    (introspection, site.get_as(token, "/oauth2/userinfo").await.json())
}

/// A19, A20: what was taken away by another process is not served once more.
#[tokio::test]
async fn what_another_process_takes_away_is_gone_at_once() {
    let site = Site::new().await;
    let asker = asker(&site).await;
    site.add_user("carol@example.com", "Carol", &["Employee"]).await;
    let app = site
        .add_client(json!({
            "scopes": "openid email profile", "allowed_roles": [{ "role": "Employee" }, { "role": "System Manager" }],
        }))
        .await;
    let id = app.id.as_str();
    type Change<'a> = Box<dyn Fn() + 'a>;
    let run = |arguments: Vec<String>| {
        let site = &site;
        Box::new(move || {
            by_command(site, &arguments.iter().map(String::as_str).collect::<Vec<_>>());
        }) as Change
    };
    let write = |text: String| {
        let site = &site;
        Box::new(move || by_another(site, &text)) as Change
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    let carol = "carol@example.com";
    let ways: Vec<(&str, (Change, Change))> = vec![
        (
            "the user is disabled",
            (
                run(words(&["user", "disable", carol])),
                run(words(&["user", "enable", carol])),
            ),
        ),
        (
            "the client is disabled",
            (
                run(words(&["client", "disable", id])),
                run(words(&["client", "enable", id])),
            ),
        ),
        (
            "the user loses the role",
            (
                write(format!("DELETE FROM user_roles WHERE parent = '{carol}'")),
                write(format!("INSERT INTO user_roles VALUES ('{carol}', 'Employee', 1)")),
            ),
        ),
        (
            "the role is disabled",
            (
                write("UPDATE roles SET disabled = 1 WHERE name = 'Employee'".into()),
                write("UPDATE roles SET disabled = 0 WHERE name = 'Employee'".into()),
            ),
        ),
        (
            "the client may have the scopes no more",
            (
                write(format!(
                    "UPDATE oauth_clients SET scopes = 'profile' WHERE name = '{id}'"
                )),
                write(format!(
                    "UPDATE oauth_clients SET scopes = 'openid email profile' WHERE name = '{id}'"
                )),
            ),
        ),
        (
            "the grant is revoked",
            (
                write("UPDATE oauth_grants SET revoked_at = 1".into()),
                write("UPDATE oauth_grants SET revoked_at = NULL".into()),
            ),
        ),
        (
            "the token is gone",
            (write("DELETE FROM oauth_tokens".into()), Box::new(|| ())),
        ),
    ];
    for (way, (take, give)) in ways {
        let token = site
            .tokens_of(carol, &app, &[("scope", "openid email profile")])
            .await
            .access;
        for _ in 0..3 {
            let (introspection, userinfo) = told(&site, &asker, &token).await;
            assert_eq!(introspection["active"], true, "before {way}");
            assert_eq!(userinfo["email"], carol, "before {way}");
        }
        take();
        let (introspection, userinfo) = told(&site, &asker, &token).await;
        assert_eq!(introspection, json!({ "active": false }), "{way}");
        assert_eq!(userinfo["exc_type"], "AuthenticationError", "{way}");
        give();
    }
}

/// A change of what is told is told at once: a name, a scope that is for others now, a client's secret, the keys.
#[tokio::test]
async fn what_another_process_changes_is_told_at_once() {
    let site = Site::new().await;
    let asker = asker(&site).await;
    let app = site.add_client(json!({ "scopes": "openid email profile" })).await;
    let tokens = site.tokens_of(BOB, &app, &[("scope", "openid email profile")]).await;
    assert_eq!(told(&site, &asker, &tokens.access).await.1["name"], "Bob");
    by_another(
        &site,
        "UPDATE users SET full_name = 'Robert' WHERE name = 'bob@example.com'",
    );
    let (introspection, userinfo) = told(&site, &asker, &tokens.access).await;
    assert_eq!(
        (&introspection["name"], &userinfo["name"]),
        (&json!("Robert"), &json!("Robert"))
    );
    by_another(
        &site,
        "INSERT INTO oauth_scope_roles VALUES ('profile', 'System Manager', 1)",
    );
    assert_eq!(told(&site, &asker, &tokens.access).await.0["scope"], "openid email");
    let discovered = async || site.get("/.well-known/openid-configuration").await.json()["scopes_supported"].clone();
    assert!(!discovered().await.as_array().unwrap().contains(&json!("new")));
    by_another(
        &site,
        "INSERT INTO oauth_scopes (name, description, owner, modified_by, creation_at, modified_at)
         VALUES ('new', 'New', 'Administrator', 'Administrator', 0, 0)",
    );
    assert!(discovered().await.as_array().unwrap().contains(&json!("new")));
    let kids = async || {
        let keys = site.get("/oauth2/jwks").await.json()["keys"].clone();
        keys.as_array()
            .unwrap()
            .iter()
            .map(|key| key["kid"].clone())
            .collect::<Vec<_>>()
    };
    let before = kids().await;
    by_command(&site, &["keys", "rotate", "--now"]);
    // The command has the machine's clock, which is a little ahead of the site's.
    site.pass(60);
    let after = kids().await;
    assert!(before.iter().all(|kid| !after.contains(kid)), "{before:?} {after:?}");
    by_another(&site, "UPDATE oauth_client_secrets SET expires_at = 1");
    let refused = site.refresh(&app, &tokens.refresh, &[]).await;
    assert_eq!(refused.error(), "invalid_client");
}

/// A look that began before a change keeps nothing that the change has made wrong.
#[tokio::test]
async fn an_older_look_leaves_nothing_old_behind() {
    let site = Site::new().await;
    let bob = site.app.db.read(|db| users::by_email(db, BOB)).unwrap().unwrap();
    let name = |db: &Read| Ok(users::kept(db, &bob.id)?.unwrap().full_name.clone());
    let older = site.app.db.read(|db| {
        db.number("SELECT count(*) FROM users", &[])?;
        by_another(
            &site,
            "UPDATE users SET full_name = 'Robert' WHERE name = 'bob@example.com'",
        );
        // Somebody else finds out meanwhile of which generation the database is now.
        std::thread::scope(|scope| {
            let other = scope.spawn(|| site.app.db.read(|db| roles::is_enabled(db, "Employee")));
            assert_eq!(other.join().unwrap(), Ok(true));
        });
        name(db)
    });
    assert_eq!(older, Ok("Bob".into()));
    assert_eq!(site.app.db.read(name), Ok("Robert".into()));
}

/// Under load, too: no answer to a question that was asked after a revocation was acknowledged says that the token works.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_revocation_under_load_is_seen_by_every_later_question() {
    let site = Arc::new(Site::new().await);
    let asker = asker(&site).await;
    let app = site.add_client(json!({ "scopes": "openid" })).await;
    for by_the_command_line in [false, true] {
        let token = site.tokens_of(BOB, &app, &[("scope", "openid")]).await.access;
        let is_over = Arc::new(AtomicBool::new(false));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut asking = Vec::new();
        for _ in 0..4 {
            let (site, asker, token) = (Arc::clone(&site), asker.clone(), token.clone());
            let (is_over, seen) = (Arc::clone(&is_over), Arc::clone(&seen));
            asking.push(tokio::spawn(async move {
                while !is_over.load(Ordering::SeqCst) {
                    let asked = Instant::now();
                    // Places of guesses come back with time: here as soon as they are taken.
                    site.pass(1);
                    let active = site.introspect(&asker, &token).await["active"] == true;
                    seen.lock().unwrap().push((asked, active));
                }
            }));
        }
        while seen.lock().unwrap().iter().filter(|(_, active)| *active).count() < 50 {
            tokio::task::yield_now().await;
        }
        match by_the_command_line {
            true => {
                let site = Arc::clone(&site);
                tokio::task::spawn_blocking(move || by_command(&site, &["user", "disable", BOB]))
                    .await
                    .unwrap();
            }
            false => {
                let form = [
                    ("token", token.as_str()),
                    ("client_id", &app.id),
                    ("client_secret", &app.secret),
                ];
                assert_eq!(site.post("/oauth2/revoke", &form).await.status, 200);
            }
        }
        let acknowledged = Instant::now();
        let later = |seen: &Vec<(Instant, bool)>| seen.iter().filter(|(asked, _)| *asked > acknowledged).count();
        while later(&seen.lock().unwrap()) < 50 {
            tokio::task::yield_now().await;
        }
        is_over.store(true, Ordering::SeqCst);
        for task in asking {
            task.await.unwrap();
        }
        let seen = seen.lock().unwrap();
        let wrong = seen
            .iter()
            .filter(|(asked, active)| *asked > acknowledged && *active)
            .count();
        assert_eq!(wrong, 0, "of {} questions after it", later(&seen));
    }
}

/// How many statements a request takes at the least of a few times: what goes on beside it has some of its own.
async fn statements<F: Future<Output = ()>>(site: &Site, mut request: impl FnMut() -> F) -> u64 {
    let mut least = u64::MAX;
    for _ in 0..4 {
        let before = site.app.db.statements();
        request().await;
        least = least.min(site.app.db.statements() - before);
    }
    least
}

/// The statements of each path, once what decides is known: beginnings and ends of transactions are not counted.
#[tokio::test]
async fn each_path_takes_a_handful_of_statements() {
    let site = Site::new().await;
    let asker = asker(&site).await;
    let app = site
        .add_client(json!({ "scopes": "openid email offline_access" }))
        .await;
    let machine = site
        .add_client(json!({ "client_credentials": 1, "acts_as": ALICE, "scopes": "all" }))
        .await;
    let scope = [("scope", "openid email offline_access")];
    let hot = site.tokens_of(BOB, &app, &scope).await.access;
    let mut refresh = Vec::new();
    let mut cold = Vec::new();
    for _ in 0..5 {
        let tokens = site.tokens_of(BOB, &app, &scope).await;
        refresh.push(tokens.refresh);
        cold.push(tokens.access);
    }
    let mut bob = site.signed_in(BOB).await;
    let mut codes = Vec::new();
    for _ in 0..5 {
        codes.push(bob.code(&app, &scope).await);
    }
    told(&site, &asker, &hot).await;
    let mut table = Vec::new();
    let mut line = |path: &'static str, most: u64, number: u64| {
        println!("{path}: {number} statements, {most} at most");
        table.push((path, number, most));
    };
    line(
        "jwks",
        0,
        statements(&site, || async { drop(site.get("/oauth2/jwks").await) }).await,
    );
    let discovery = || async { drop(site.get("/.well-known/openid-configuration").await) };
    line("discovery", 0, statements(&site, discovery).await);
    line(
        "introspection of a token that was asked about",
        0,
        statements(&site, || async { drop(site.introspect(&asker, &hot).await) }).await,
    );
    line(
        "userinfo of a token that was asked about",
        0,
        statements(&site, || async { drop(site.get_as(&hot, "/oauth2/userinfo").await) }).await,
    );
    let logged = || async { drop(site.get_as(&hot, "/api/method/frappe.auth.get_logged_user").await) };
    line("bearer check", 0, statements(&site, logged).await);
    let cold = Mutex::new(cold);
    let other = || async {
        let token = cold.lock().unwrap().pop().unwrap();
        assert_eq!(site.introspect(&asker, &token).await["active"], true);
    };
    line("introspection of another token", 1, statements(&site, other).await);
    let token = || async {
        let form = vec![("grant_type", "client_credentials")];
        assert_eq!(site.token(&machine, form, &[]).await.status, 200);
    };
    line("client_credentials", 6, statements(&site, token).await);
    let refresh = Mutex::new(refresh);
    let renew = || async {
        let token = refresh.lock().unwrap().pop().unwrap();
        assert_eq!(site.refresh(&app, &token, &[]).await.status, 200);
    };
    line("refresh", 8, statements(&site, renew).await);
    let codes = Mutex::new(codes);
    let exchange = || async {
        let code = codes.lock().unwrap().pop().unwrap();
        assert_eq!(site.exchange(&app, &code, &[]).await.status, 200);
    };
    line("code exchange", 8, statements(&site, exchange).await);
    let over: Vec<_> = table.iter().filter(|(_, number, most)| number > most).collect();
    assert!(over.is_empty(), "{over:?}");
}
