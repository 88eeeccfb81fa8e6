//! F01, T14: `kill -9` at any moment loses nothing that was answered, and costs nobody their sign-in.

use super::{Cast, figure, refresh_token, setting, token, until_ready};
use crate::support::binary::Program;
use crate::support::{ALICE, Browser, PASSWORD, Scratch};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Machines that get tokens, and people whose app renews.
const MACHINES: usize = 6;
const PEOPLE: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f01_t14_kill_9_loses_nothing_that_was_answered() {
    kills(4).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes: ./tests/run --long"]
async fn long_f01_t14_kill_9_loses_nothing_that_was_answered() {
    kills(setting("TEST_KILLS", 300)).await;
}

async fn kills(rounds: u64) {
    let scratch = Scratch::new();
    let cast = Cast::prepare(&scratch.0);
    let http = reqwest::Client::new();
    let mut chains = Vec::new();
    let program = Program::start(&scratch.0);
    until_ready(&http, &program.origin).await;
    let mut alice = Browser::at(&program.origin);
    alice.sign_in(ALICE, PASSWORD).await;
    for _ in 0..PEOPLE {
        chains.push(refresh_token(&program, &mut alice, &http, &cast.app).await);
    }
    drop(program);
    let mut acknowledged: Vec<String> = Vec::new();
    let (mut renewed, mut lost) = (0, 0);
    for round in 0..rounds {
        let mut program = Program::start(&scratch.0);
        let (answered, mut answers) = mpsc::unbounded_channel::<String>();
        for _ in 0..MACHINES {
            let (http, origin, client) = (http.clone(), program.origin.clone(), cast.machine.clone());
            let answered = answered.clone();
            tokio::spawn(async move {
                while let Some((200, body)) =
                    token(&http, &origin, &client, &[("grant_type", "client_credentials")]).await
                {
                    let _ = answered.send(body["access_token"].as_str().unwrap().to_owned());
                }
            });
        }
        // Each renews with what it holds; when the answer is lost with the server, with the same once more.
        let mut renewing = JoinSet::new();
        for chain in std::mem::take(&mut chains) {
            let (http, origin, client) = (http.clone(), program.origin.clone(), cast.app.clone());
            renewing.spawn(async move {
                let (mut held, mut count, mut is_first) = (chain, 0_u64, true);
                loop {
                    let form = [("grant_type", "refresh_token"), ("refresh_token", held.as_str())];
                    match token(&http, &origin, &client, &form).await {
                        None => return (held, count),
                        // The keys that sign ID tokens are still being made at the first start.
                        Some((503, _)) if is_first => tokio::task::yield_now().await,
                        Some((status, body)) => {
                            assert_eq!(status, 200, "a sign-in is lost: {body}");
                            held = body["refresh_token"].as_str().unwrap().to_owned();
                            count += 1;
                            is_first = false;
                        }
                    }
                }
            });
        }
        drop(answered);
        // In the middle of the work, however fast the machine is.
        for _ in 0..20 + 7 * (round % 5) {
            acknowledged.push(answers.recv().await.expect("tokens are issued"));
        }
        program.signal("KILL");
        while let Some(token) = answers.recv().await {
            acknowledged.push(token);
        }
        while let Some(done) = renewing.join_next().await {
            let (held, count) = done.unwrap();
            renewed += count;
            lost += 1;
            chains.push(held);
        }
    }
    let program = Program::start(&scratch.0);
    until_ready(&http, &program.origin).await;
    let url = format!("{}/api/method/frappe.auth.get_logged_user", program.origin);
    for token in &acknowledged {
        let answer = http.get(&url).bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), 200, "an acknowledged token is gone");
    }
    for chain in &chains {
        let form = [("grant_type", "refresh_token"), ("refresh_token", chain.as_str())];
        let (status, body) = token(&http, &program.origin, &cast.app, &form).await.unwrap();
        assert_eq!(status, 200, "a sign-in is lost: {body}");
    }
    figure(
        "kill -9",
        &format!(
            "{rounds} kills, {} acknowledged tokens, {renewed} renewals, {lost} of them cut off: none lost",
            acknowledged.len()
        ),
    );
}
