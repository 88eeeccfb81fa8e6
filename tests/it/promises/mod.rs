//! What the README promises, in figures. Each promise has a quick form, which runs with all tests, and a long one, which
//! `./tests/run --long` runs. Both write their figure where the script collects it.

mod fuzz;
mod kills;
mod power;
mod slow;
mod soak;

use crate::support::binary::{Program, add_alice, add_client};
use crate::support::rp::{authorize_path, code_form};
use crate::support::{ALICE, Browser, CALLBACK, TestClient, query};
use serde_json::Value;
use std::path::Path;

/// Writes down what was seen of a promise.
fn figure(promise: &str, words: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/promises");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{promise}.txt")), format!("{words}\n")).unwrap();
    println!("{promise}: {words}");
}

/// A number that an operator of the tests may set, such as how long.
fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// Alice, a machine that gets tokens for itself, and an app that she signs in to.
struct Cast {
    machine: TestClient,
    app: TestClient,
}

impl Cast {
    fn prepare(folder: &Path) -> Self {
        add_alice(folder);
        let app = [
            "App",
            "--redirect-uri",
            CALLBACK,
            "--scope",
            "openid offline_access",
            "--skip-authorization",
        ];
        Cast {
            machine: add_client(
                folder,
                &["Machine", "--grant", "client_credentials", "--acts-as", ALICE],
            ),
            app: add_client(folder, &app),
        }
    }
}

/// The resident memory of a process, in kB.
fn memory_of(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

/// Chance that is the same every time.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }
}

/// An app at the token endpoint of a server; nothing, once the server is gone.
async fn token(
    http: &reqwest::Client,
    origin: &str,
    client: &TestClient,
    form: &[(&str, &str)],
) -> Option<(u16, Value)> {
    let credentials = [("client_id", client.id.as_str()), ("client_secret", &client.secret)];
    let form = [form, &credentials].concat();
    let answer = http
        .post(format!("{origin}/oauth2/token"))
        .form(&form)
        .send()
        .await
        .ok()?;
    Some((answer.status().as_u16(), answer.json().await.ok()?))
}

/// The refresh token of a sign-in by Alice.
async fn refresh_token(program: &Program, alice: &mut Browser, http: &reqwest::Client, app: &TestClient) -> String {
    let back = alice
        .get(&authorize_path(app, &[("scope", "openid offline_access")]))
        .await;
    let back = match back.is_outside {
        true => back,
        false => alice.press(&back, "consent-allow", &[]).await,
    };
    let code = query(&back.address).remove("code").unwrap();
    let (status, body) = token(http, &program.origin, app, &code_form(&code)).await.unwrap();
    assert_eq!(status, 200, "{body}");
    body["refresh_token"].as_str().unwrap().to_owned()
}

/// Asks until the server is ready.
async fn until_ready(http: &reqwest::Client, origin: &str) {
    for _ in 0..300 {
        let answer = http.get(format!("{origin}/health/ready")).send().await;
        if answer.is_ok_and(|answer| answer.status() == 200) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("never ready");
}
