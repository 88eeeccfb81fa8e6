//! F20: hours of work leave memory, files and the write-ahead log as small as before.

use super::{Cast, figure, memory_of, refresh_token, setting, token, until_ready};
use crate::support::binary::Program;
use crate::support::{ALICE, Browser, PASSWORD, Scratch};
use std::fs;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// What a process holds: resident memory in kB, descriptors, bytes of the write-ahead log.
#[derive(Clone, Copy, Debug)]
struct Held {
    memory: u64,
    descriptors: usize,
    log: u64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f20_work_leaves_nothing_behind() {
    soak(Duration::from_secs(8)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes hours: ./tests/run --long"]
async fn long_f20_work_leaves_nothing_behind() {
    soak(Duration::from_secs(60 * setting("TEST_SOAK_MINUTES", 120))).await;
}

async fn soak(length: Duration) {
    let scratch = Scratch::new();
    let cast = Cast::prepare(&scratch.0);
    let http = reqwest::Client::new();
    let program = Program::start(&scratch.0);
    until_ready(&http, &program.origin).await;
    let held = || Held {
        memory: memory_of(program.id()),
        descriptors: fs::read_dir(format!("/proc/{}/fd", program.id())).unwrap().count(),
        log: fs::metadata(scratch.0.join("data/frontdesk.db-wal")).map_or(0, |file| file.len()),
    };
    let mut alice = Browser::at(&program.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    let mut chain = refresh_token(&program, &mut alice, &http, &cast.app).await;
    let until = Instant::now() + length;
    let mut working = JoinSet::new();
    for _ in 0..4 {
        let (http, origin, machine) = (http.clone(), program.origin.clone(), cast.machine.clone());
        working.spawn(async move {
            let mut count = 0_u64;
            while Instant::now() < until {
                let (status, body) = token(&http, &origin, &machine, &[("grant_type", "client_credentials")])
                    .await
                    .unwrap();
                assert_eq!(status, 200, "{body}");
                let bearer = body["access_token"].as_str().unwrap();
                for path in [
                    "/oauth2/userinfo",
                    "/api/method/frappe.auth.get_logged_user",
                    "/oauth2/jwks",
                    "/login",
                    "/nowhere",
                ] {
                    let answer = http
                        .get(format!("{origin}{path}"))
                        .bearer_auth(bearer)
                        .send()
                        .await
                        .unwrap();
                    assert!(answer.status().as_u16() < 500, "{path}");
                    let _ = answer.bytes().await.unwrap();
                    count += 1;
                }
                // Somebody who knows nothing.
                let guess = [
                    ("grant_type", "authorization_code"),
                    ("client_id", "nobody"),
                    ("code", "guess"),
                ];
                let answer = http
                    .post(format!("{origin}/oauth2/token"))
                    .form(&guess)
                    .send()
                    .await
                    .unwrap();
                assert!(answer.status().is_client_error());
                count += 2;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            count
        });
    }
    let mut samples = Vec::new();
    let mut requests = 0;
    while Instant::now() < until {
        let form = [("grant_type", "refresh_token"), ("refresh_token", chain.as_str())];
        let (status, body) = token(&http, &program.origin, &cast.app, &form).await.unwrap();
        assert_eq!(status, 200, "{body}");
        chain = body["refresh_token"].as_str().unwrap().to_owned();
        for path in ["/app/oauth-bearer-token", "/app/user", "/me"] {
            assert_eq!(alice.get(path).await.status, 200, "{path}");
        }
        requests += 4;
        samples.push(held());
        tokio::time::sleep(length / 400).await;
    }
    while let Some(count) = working.join_next().await {
        requests += count.unwrap();
    }
    // The first tenth is getting warm.
    let warm = &samples[samples.len() / 10..];
    let (begin, end) = warm.split_at(warm.len() / 2);
    let memory = |samples: &[Held]| samples.iter().map(|held| held.memory).max().unwrap();
    let (first, last) = (memory(begin), memory(end));
    assert!(
        last < first + first / 4 + 24_000,
        "memory grows: {first} kB, then {last} kB"
    );
    let descriptors = warm.iter().map(|held| held.descriptors).max().unwrap();
    assert!(descriptors < 120, "{descriptors} descriptors");
    let log = warm.iter().map(|held| held.log).max().unwrap();
    assert!(log < 64 << 20, "the write-ahead log has {log} bytes");
    figure(
        "soak",
        &format!(
            "{} s, {requests} requests: memory at most {} MB in the first half and {} MB in the second, {descriptors} descriptors, log {} MB",
            length.as_secs(),
            first / 1024,
            last / 1024,
            log >> 20
        ),
    );
}
