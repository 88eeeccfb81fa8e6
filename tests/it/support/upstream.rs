//! A real provider that is not ours: `oidc-provider` from npm, in a process of its own.

use super::process::Process;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

pub struct Upstream {
    /// Its issuer and address.
    pub origin: String,
    _process: Process,
}

/// The folder with the provider and what it needs: made once, from the pinned versions.
fn installed() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let (source, folder) = (root.join("tests/it/oidc-provider"), root.join("target/oidc-provider"));
        std::fs::create_dir_all(&folder).unwrap();
        let lock = std::fs::read(source.join("package-lock.json")).unwrap();
        let is_there = std::fs::read(folder.join("installed")).is_ok_and(|installed| installed == lock);
        for name in ["package.json", "package-lock.json", "server.mjs"] {
            std::fs::copy(source.join(name), folder.join(name)).unwrap();
        }
        if !is_there {
            let npm = Command::new("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
                .current_dir(&folder)
                .output()
                .expect("npm is needed: ./tests/run installs it");
            assert!(npm.status.success(), "npm ci: {}", String::from_utf8_lossy(&npm.stderr));
            std::fs::write(folder.join("installed"), lock).unwrap();
        }
        folder
    })
}

impl Upstream {
    /// Starts a provider with these clients.
    pub fn start(settings: Value) -> Self {
        let mut command = Command::new("node");
        let command = command.arg("server.mjs").arg(settings.to_string());
        // It ends when its standard input does.
        let started = Process::start(command.current_dir(installed()).stdin(Stdio::piped()));
        let process = started.expect("node is needed: ./tests/run installs it");
        let line = process.line().expect("the provider starts");
        Upstream {
            origin: line.strip_prefix("listening ").unwrap().to_owned(),
            _process: process,
        }
    }

    /// A provider that knows one client of ours.
    pub fn with_client(client: Value, access_token_ttl: i64) -> Self {
        let mut all = json!({
            "client_id": "frontdesk",
            "client_secret": "an upstream secret",
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
        });
        for (name, value) in client.as_object().unwrap() {
            match value.is_null() {
                true => drop(all.as_object_mut().unwrap().remove(name)),
                false => all[name] = value.clone(),
            }
        }
        Upstream::start(json!({ "clients": [all], "rotate": true, "accessTokenTtl": access_token_ttl }))
    }

    async fn tell(&self, path: &str) -> Value {
        let answer = reqwest::get(format!("{}{path}", self.origin)).await.unwrap();
        answer.json().await.unwrap()
    }

    /// How many requests of a kind reached it.
    pub async fn count(&self, kind: &str) -> i64 {
        self.tell("/_counts").await[kind].as_i64().unwrap()
    }

    /// The last token request.
    pub async fn last(&self) -> Value {
        self.tell("/_last").await
    }
}
