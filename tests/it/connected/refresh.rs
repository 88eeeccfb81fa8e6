//! Renewing tokens: once for all, ahead of time, ever later, and without losing any.

use super::{connect, fields, held, mock, polite, site};
use crate::support::rude::{Act, Rude, Seen, json as answer, with_status};
use crate::support::{ALICE, BOB, Site, program};
use frontdesk::base::Seconds;
use frontdesk::base::clock::{HOUR, MINUTE};
use frontdesk::connected::connections::note_interrupted;
use frontdesk::connected::refresh::{active, refresh_due};
use frontdesk::connected::tokens::Status;
use serde_json::json;

const PATH: &str = "/api/method/frontdesk.connected_app.get_active_token?connected_app=";

async fn app_of(site: &Site, name: &str) -> frontdesk::connected::apps::ConnectedApp {
    site.app
        .db
        .read(|db| frontdesk::connected::apps::get(db, &site.app.env, name))
        .unwrap()
}

/// F19: a hundred callers with an expired token: one refresh at the other side, and all get the new one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f19_a_hundred_callers_cause_one_refresh() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    site.pass(3601);
    server.becomes(|_| Act::Wait(json!({ "access_token": "fresh", "refresh_token": "next", "expires_in": 3600 })));
    let authorization = program(&site, BOB).await.authorization;
    let callers: Vec<_> = (0..100)
        .map(|_| {
            let request = site
                .http
                .get(site.url(&format!("{PATH}{app}")))
                .header("authorization", &authorization);
            tokio::spawn(async move { request.send().await.unwrap().json::<serde_json::Value>().await.unwrap() })
        })
        .collect();
    server.reached("/token", 2).await;
    server.let_go();
    for caller in callers {
        assert_eq!(caller.await.unwrap()["message"]["access_token"], "fresh");
    }
    assert_eq!(server.count("/token"), 2, "one for the code, one refresh");
}

/// Also a provider whose tokens have expired at once is asked once for all who wait.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_that_expire_at_once_cause_no_storm() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    site.pass(3601);
    server.becomes(|_| Act::Wait(json!({ "access_token": "stale", "refresh_token": "next", "expires_in": 0 })));
    let authorization = program(&site, BOB).await.authorization;
    let ask = || {
        let request = site
            .http
            .get(site.url(&format!("{PATH}{app}")))
            .header("authorization", &authorization);
        tokio::spawn(async move { request.send().await.unwrap().status().as_u16() })
    };
    let callers: Vec<_> = (0..20).map(|_| ask()).collect();
    server.reached("/token", 2).await;
    // Whoever has asked by now waits for the same flight.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    server.let_go();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), 502);
    }
    assert_eq!(server.count("/token"), 2);
}

/// RFC 6749 §6: without a new refresh token the old one stays.
#[tokio::test]
async fn without_a_new_refresh_token_the_old_one_stays() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    server.becomes(|_| answer(json!({ "access_token": "fresh", "expires_in": "3600" })));
    for _ in 0..2 {
        site.pass(3601);
        active(&site.app.world(), &app_of(&site, &app).await, Some(BOB), MINUTE)
            .await
            .unwrap();
        assert_eq!(server.last("/token").form("refresh_token"), "refresh-1");
    }
    assert_eq!(held(&site, &app, Some(BOB)).scopes.to_string(), "openid email");
}

/// Ahead of time for connections in use; not for those that nobody used for long.
#[tokio::test]
async fn connections_in_use_are_renewed_ahead_of_their_end() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    let world = site.app.world();
    site.pass(2800);
    refresh_due(&world).await.unwrap();
    assert_eq!(server.count("/token"), 1, "there is time yet");
    site.pass(600);
    refresh_due(&world).await.unwrap();
    assert_eq!(server.count("/token"), 2, "five minutes before its end at the latest");
    let renewed = held(&site, &app, Some(BOB));
    assert_eq!(renewed.access_token.reveal(), "access-2");
    assert_eq!(renewed.last_refreshed_at, Some(site.now()));
    refresh_due(&world).await.unwrap();
    assert_eq!(server.count("/token"), 2);
    // Nobody used it for weeks: it is renewed when somebody asks.
    site.pass(15 * 86_400);
    refresh_due(&world).await.unwrap();
    assert_eq!(server.count("/token"), 2);
    active(&world, &app_of(&site, &app).await, Some(BOB), MINUTE)
        .await
        .unwrap();
    assert_eq!(server.count("/token"), 3);
    // A switched off user or app is left alone.
    let alice = program(&site, ALICE).await;
    alice
        .call("PUT", &format!("/api/resource/User/{BOB}"), json!({ "enabled": 0 }))
        .await;
    site.pass(3500);
    refresh_due(&world).await.unwrap();
    assert_eq!(server.count("/token"), 3);
}

/// Failures back off, are told, and end.
#[tokio::test]
async fn failures_back_off_and_recover() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    let mut bob = connect(&site, BOB, &app).await;
    site.pass(3601);
    server.becomes(|_| with_status(500, json!({ "oops": 1 })));
    let program = program(&site, BOB).await;
    let path = format!("{PATH}{app}");
    let first = program.get(&path).await;
    assert!(
        first.status == 502 && first.body.contains("status 500"),
        "{}",
        first.body
    );
    // Until it is time again, nobody is asked.
    for _ in 0..5 {
        assert_eq!(program.get(&path).await.status, 502);
        refresh_due(&site.app.world()).await.unwrap();
    }
    assert_eq!(server.count("/token"), 2);
    let failing = held(&site, &app, Some(BOB));
    assert_eq!(
        (failing.status, failing.failing_since),
        (Status::Failing, Some(site.now()))
    );
    assert!(bob.get("/me").await.body.contains("is failing"));
    let mut waits = Vec::new();
    for _ in 0..8 {
        let at = held(&site, &app, Some(BOB)).next_attempt_at.unwrap();
        let wait = (at - site.now()).0;
        waits.push(wait);
        site.pass(wait);
        refresh_due(&site.app.world()).await.unwrap();
    }
    assert!(waits.windows(2).all(|pair| pair[0] <= pair[1] + 900), "{waits:?}");
    assert!(
        (30..=40).contains(&waits[0]) && (3600..=4600).contains(&waits[7]),
        "{waits:?}"
    );
    assert_eq!(server.count("/token"), 10);
    let mut alice = site.signed_in(ALICE).await;
    assert!(alice.get("/app/check-up").await.body.contains("is failing"));
    // Somebody who presses Refresh now does not wait, but for half a minute.
    server.becomes(polite());
    let page = bob.get("/me/connections").await;
    let (action, form) = page.form_at("/me/connections/refresh");
    let page = bob.post(&action, &form).await;
    assert!(page.body.contains("try again in half a minute"), "{}", page.body);
    site.pass(31);
    let page = bob.get("/me/connections").await;
    let (action, form) = page.form_at("/me/connections/refresh");
    let page = bob.post(&action, &form).await;
    assert!(page.body.contains("The token was renewed."), "{}", page.body);
    let fine = held(&site, &app, Some(BOB));
    assert_eq!((fine.status, fine.failure, fine.failures), (Status::Connected, None, 0));
    let log = program
        .site
        .add_user("carol@example.com", "Carol", &["System Manager"])
        .await;
    let carol = crate::support::program(&site, &log.email).await;
    let log = carol
        .get("/api/resource/Activity%20Log?filters=[[%22operation%22,%22=%22,%22Connect%22]]&fields=[%22subject%22]")
        .await;
    assert!(
        log.body.contains("is failing") && log.body.contains("works again"),
        "{}",
        log.body
    );
}

/// RFC 9110 §10.2.3: whoever says when to come back is left alone until then, in both ways to say it. A
/// date is read by the clock of whoever wrote it.
#[tokio::test]
async fn retry_after_is_heeded_as_a_number_and_as_a_date() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    site.pass(3601);
    let busy = |retry_after: &'static str| {
        let headers = [
            ("content-type", "application/json"),
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("retry-after", retry_after),
        ];
        let headers = headers.map(|(name, value)| (name, value.to_owned())).to_vec();
        move |_: &Seen| Act::Answer(429, headers.clone(), br#"{"error":"slow_down"}"#.to_vec())
    };
    let forms = [
        ("3000", 3000),
        ("Sun, 06 Nov 1994 09:19:37 GMT", 1800),
        ("7200", 7200),
        ("3", 3),
    ];
    for (asked_before, (retry_after, seconds)) in (1..).zip(forms) {
        server.becomes(busy(retry_after));
        refresh_due(&site.app.world()).await.unwrap();
        assert_eq!(server.count("/token"), asked_before + 1, "{retry_after}");
        let failing = held(&site, &app, Some(BOB));
        assert_eq!(
            failing.next_attempt_at,
            Some(site.now() + Seconds(seconds)),
            "{retry_after}"
        );
        site.pass(seconds - 1);
        refresh_due(&site.app.world()).await.unwrap();
        // Nor for anybody who wants it now: they are told how long.
        let wanted = bob.get(&format!("{PATH}{app}")).await;
        assert_eq!(wanted.status, 502, "{}", wanted.body);
        assert!(wanted.body.contains("left alone for a second"), "{}", wanted.body);
        bob.get(&format!("{PATH}{app}&refused=1")).await;
        assert_eq!(server.count("/token"), asked_before + 1, "{retry_after}: not yet");
        site.pass(1);
    }
    server.becomes(polite());
    refresh_due(&site.app.world()).await.unwrap();
    assert_eq!(held(&site, &app, Some(BOB)).status, Status::Connected);
}

/// `invalid_grant`: only a new consent can help, and everybody concerned is told.
#[tokio::test]
async fn invalid_grant_asks_for_a_new_consent() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    let mut bob = connect(&site, BOB, &app).await;
    site.pass(3601);
    server.becomes(|_| {
        with_status(
            400,
            json!({ "error": "invalid_grant", "error_description": "withdrawn refresh-1" }),
        )
    });
    let program = program(&site, BOB).await;
    let refused = program.get(&format!("{PATH}{app}")).await;
    assert!(
        refused.status == 409 && refused.json()["connect_url"] == site.url(&format!("/connect/{app}")),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("withdrawn ***") && !refused.body.contains("refresh-1"));
    assert_eq!(program.get(&format!("{PATH}{app}")).await.status, 409);
    refresh_due(&site.app.world()).await.unwrap();
    assert_eq!(server.count("/token"), 2, "it is not asked again");
    assert!(bob.get("/me").await.body.contains("must be made again"));
    let mut alice = site.signed_in(ALICE).await;
    assert!(
        alice
            .get("/app/check-up")
            .await
            .body
            .contains("bob@example.com must connect to Mock again")
    );
    server.becomes(polite());
    connect(&site, BOB, &app).await;
    assert_eq!(program.get(&format!("{PATH}{app}")).await.status, 200);
    assert!(!bob.get("/me").await.body.contains("must be made again"));
}

/// Stopped between the other side's answer and the store: the next start says so, tries the old
/// refresh token once, and asks to connect again at worst.
#[tokio::test]
async fn a_refresh_that_was_interrupted_is_told_at_the_next_start() {
    for survives in [true, false] {
        let site = site().await;
        let (server, app) = mock(&site, json!({})).await;
        connect(&site, BOB, &app).await;
        let name = held(&site, &app, Some(BOB)).name;
        let sql = "UPDATE token_caches SET refreshing_at = ?2, last_attempt_at = ?2 WHERE name = ?1";
        site.meddle(sql, &[&name, &site.now()]);
        let env = site.app.env.clone();
        let noted = site.app.db.write(move |db| note_interrupted(db, &env)).await.unwrap();
        assert_eq!(noted, 1);
        let told = held(&site, &app, Some(BOB));
        assert_eq!((told.status, told.refreshing_at), (Status::Failing, None));
        assert!(told.failure.unwrap().contains("The server was stopped while"));
        if !survives {
            server.becomes(|_| with_status(400, json!({ "error": "invalid_grant" })));
        }
        refresh_due(&site.app.world()).await.unwrap();
        let now = held(&site, &app, Some(BOB));
        match survives {
            true => assert_eq!((now.status, now.access_token.reveal()), (Status::Connected, "access-2")),
            false => {
                assert_eq!(now.status, Status::ConnectAgain);
                let why = now.failure.unwrap();
                assert!(
                    why.contains("The server was stopped while") && why.contains("invalid_grant"),
                    "{why}"
                );
            }
        }
    }
}

/// The real program, killed while the other side has answered and it has not stored: the next start
/// tells, and does not loop.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f19_a_kill_in_the_middle_of_a_refresh_is_told_and_not_repeated() {
    use crate::support::binary::{Program, command};
    let scratch = crate::support::Scratch::new();
    let server = Rude::start(polite()).await;
    let allow = [("FRONTDESK_OUTBOUND_ALLOW", "127.0.0.1")];
    let program = Program::start_with(&scratch.0, &allow);
    let made = command(
        &scratch.0,
        &["user", "add", BOB, "--name", "Bob", "--password-stdin"],
        crate::support::PASSWORD,
    );
    assert!(made.status.success());
    let mut file = json!({ "Connected App": [fields(&server.origin, json!({ "name": "mockapp001" }))] });
    file["Connected App"][0]["scopes"] = json!(["openid", "email"]);
    std::fs::write(scratch.0.join("set-up.json"), file.to_string()).unwrap();
    let applied = command_with(&scratch.0, &["apply", "set-up.json"], &allow);
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let mut bob = crate::support::Browser::at(&program.origin);
    bob.sign_in(BOB, crate::support::PASSWORD).await;
    let page = bob.get("/connect/mockapp001").await;
    let page = super::come_back(&mut bob, "mockapp001", &page.href("connect-go")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    // The answer is on its way for as long as the test likes.
    server.becomes(|_| Act::Hang);
    let (action, form) = bob.get("/me/connections").await.form_at("/me/connections/refresh");
    let pressed = tokio::spawn(async move {
        let http = reqwest::Client::new();
        let cookies: Vec<String> = bob
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = http
            .post(format!("{}{action}", bob.origin))
            .form(&form)
            .header("cookie", cookies.join("; "));
        let _ = request.send().await;
        bob
    });
    server.reached("/token", 2).await;
    let mut program = program;
    program.signal("KILL");
    let mut bob = pressed.await.unwrap();
    // The refresh token was used up there.
    server.becomes(|_| with_status(400, json!({ "error": "invalid_grant" })));
    let program = Program::start_with(&scratch.0, &allow);
    server.reached("/token", 3).await;
    bob.origin = program.origin.clone();
    for _ in 0..200 {
        let page = bob.get("/me/connections").await;
        if page.body.contains("must be connected again") {
            assert!(page.body.contains("The server was stopped while"), "{}", page.body);
            assert_eq!(server.count("/token"), 3);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("nobody says what happened");
}

fn command_with(folder: &std::path::Path, arguments: &[&str], variables: &[(&str, &str)]) -> std::process::Output {
    std::process::Command::new(crate::support::binary::BINARY)
        .args(arguments)
        .current_dir(folder)
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// Disconnected while a refresh is in the air: the new token is given back, too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_comes_too_late_is_given_back() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    let mut bob = connect(&site, BOB, &app).await;
    site.pass(3601);
    server.becomes(|seen| match seen.path() {
        "/token" => Act::Wait(json!({ "access_token": "late", "refresh_token": "late-refresh", "expires_in": 3600 })),
        _ => answer(json!({})),
    });
    let (world, connected) = (site.app.world(), app_of(&site, &app).await);
    let asking = tokio::spawn(async move { active(&world, &connected, Some(BOB), MINUTE).await });
    server.reached("/token", 2).await;
    let (action, form) = bob.get("/me/connections").await.form_at("/me/connections/disconnect");
    assert_eq!(bob.post(&action, &form).await.status, 200);
    server.let_go();
    assert!(asking.await.unwrap().is_err());
    frontdesk::jobs::send_due(&site.app).await.unwrap();
    let revoked: Vec<String> = server
        .seen()
        .iter()
        .filter(|seen| seen.path() == "/revoke")
        .map(|seen| seen.form("token"))
        .collect();
    assert!(
        revoked.contains(&"refresh-1".to_owned()) && revoked.contains(&"late-refresh".to_owned()),
        "{revoked:?}"
    );
}

/// A service that does not say how long its tokens live.
#[tokio::test]
async fn a_lifetime_can_be_assumed() {
    let site = site().await;
    let server = Rude::start(|seen| match seen.path() {
        "/token" => answer(json!({ "access_token": "a", "refresh_token": "r" })),
        _ => answer(json!({})),
    })
    .await;
    let app = site.add("Connected App", fields(&server.origin, json!({}))).await;
    connect(&site, BOB, &app).await;
    assert_eq!(held(&site, &app, Some(BOB)).expires_at, None);
    site.pass(86_400);
    active(&site.app.world(), &app_of(&site, &app).await, Some(BOB), MINUTE)
        .await
        .unwrap();
    assert_eq!(server.count("/token"), 1);
    site.change("Connected App", &app, json!({ "default_expires_in": 7200 }))
        .await;
    connect(&site, BOB, &app).await;
    assert_eq!(
        held(&site, &app, Some(BOB)).expires_at,
        Some(site.now() + HOUR.times(2))
    );
}

/// A margin beyond the lifetime of the tokens asks once, and says why it cannot be had.
#[tokio::test]
async fn a_margin_beyond_the_lifetime_asks_once() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    server.becomes(|seen| match seen.path() {
        "/token" => answer(json!({ "access_token": "short", "refresh_token": "r", "expires_in": 600 })),
        _ => answer(json!({})),
    });
    connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    for _ in 0..5 {
        let refused = bob.get(&format!("{PATH}{app}&margin=3600")).await;
        assert!(
            refused.status == 502 && refused.body.contains("live shorter than that"),
            "{}",
            refused.body
        );
    }
    assert_eq!(server.count("/token"), 2);
    assert_eq!(bob.get(&format!("{PATH}{app}")).await.status, 200);
}

/// A second consent that brings no refresh token keeps the first one's (Google gives it once).
#[tokio::test]
async fn a_second_consent_without_a_refresh_token_keeps_the_first() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    connect(&site, BOB, &app).await;
    server.becomes(|seen| match seen.path() {
        "/token" => answer(json!({ "access_token": "second", "expires_in": 3600 })),
        _ => answer(json!({ "email": "carol@example.com" })),
    });
    connect(&site, BOB, &app).await;
    let now = held(&site, &app, Some(BOB));
    assert_eq!(
        (now.access_token.reveal(), now.refresh_token.unwrap().reveal()),
        ("second", "refresh-1")
    );
}

/// A service that does not say how long its tokens live recovers from a failure, too.
#[tokio::test]
async fn a_token_without_an_end_recovers_from_a_failure() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    server.becomes(|seen| match seen.path() {
        "/token" => answer(json!({ "access_token": "endless", "refresh_token": "r" })),
        _ => answer(json!({})),
    });
    let mut bob = connect(&site, BOB, &app).await;
    server.becomes(|_| with_status(500, json!({})));
    let (action, form) = bob.get("/me/connections").await.form_at("/me/connections/refresh");
    bob.post(&action, &form).await;
    assert_eq!(held(&site, &app, Some(BOB)).status, Status::Failing);
    // It is as good as before meanwhile.
    let program = program(&site, BOB).await;
    assert_eq!(program.get(&format!("{PATH}{app}")).await.status, 200);
    server.becomes(polite());
    site.pass(60);
    refresh_due(&site.app.world()).await.unwrap();
    assert_eq!(held(&site, &app, Some(BOB)).status, Status::Connected);
}

/// F07: a clock that was set back freezes nothing and makes no expired token good.
#[tokio::test]
async fn f07_a_clock_that_was_set_back_freezes_nothing() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    site.pass(86_400);
    connect(&site, BOB, &app).await;
    site.pass(-86_400);
    refresh_due(&site.app.world()).await.unwrap();
    let now = held(&site, &app, Some(BOB));
    assert_eq!((now.last_refreshed_at, server.count("/token")), (Some(site.now()), 2));
    assert!(now.is_good_for(MINUTE, site.now()) && !now.is_good_for(MINUTE, site.now() + HOUR));
}
