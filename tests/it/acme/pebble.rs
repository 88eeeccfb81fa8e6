//! Pebble, Let's Encrypt's own ACME server for tests, in Go.

use crate::libraries::{free_port, output_of};
use crate::support::Scratch;
use crate::support::process::Process;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

const VERSION: &str = "v2.10.1";

/// Where it is, with a certificate of its own and whoever vouches for that: made once.
fn folder() -> PathBuf {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pebble");
        std::fs::create_dir_all(&folder).unwrap();
        if !folder.join(VERSION).join("pebble").exists() {
            let module = format!("github.com/letsencrypt/pebble/v2/cmd/pebble@{VERSION}");
            let mut go = Command::new("go");
            output_of(go.args(["install", &module]).env("GOBIN", folder.join(VERSION)));
        }
        let certificates = r#"
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=Test -keyout ca.key -out ca.pem
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=pebble -keyout own.key -out own.csr
            printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' >own.ext
            openssl x509 -req -in own.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile own.ext -out own.pem"#;
        output_of(Command::new("bash").args(["-ec", certificates]).current_dir(&folder));
        folder
    });
    made.clone()
}

/// A running one.
pub struct Pebble {
    _process: Process,
    _folder: Scratch,
    ports: [u16; 2],
}

/// What it is like, and where it looks whose a host is.
pub struct Settings {
    pub ports: [u16; 2],
    /// The ports of `tls-alpn-01` and of `http-01`.
    pub looks_at: [u16; 2],
    pub more: Value,
}

impl Settings {
    /// It looks at one port in both ways.
    pub fn looking_at(port: u16) -> Self {
        // It is made first: that takes a while, and ports that are free now would not be so afterwards.
        folder();
        Settings {
            ports: [free_port(), free_port()],
            looks_at: [port, port],
            more: json!({}),
        }
    }
}

impl Pebble {
    /// Starts it, and waits until it answers.
    pub async fn start(settings: Settings) -> Self {
        let (made, folder) = (folder(), Scratch::new());
        let [port, management] = settings.ports;
        let mut own = json!({
            "listenAddress": format!("127.0.0.1:{port}"),
            "managementListenAddress": format!("127.0.0.1:{management}"),
            "certificate": made.join("own.pem"),
            "privateKey": made.join("own.key"),
            "tlsPort": settings.looks_at[0],
            "httpPort": settings.looks_at[1],
            "profiles": { "default": { "description": "Three months", "validityPeriod": 7_776_000 } },
            "keyAlgorithm": "ecdsa",
        });
        for (name, value) in settings.more.as_object().unwrap() {
            own[name] = value.clone();
        }
        let config = folder.0.join("pebble.json");
        std::fs::write(&config, json!({ "pebble": own }).to_string()).unwrap();
        let mut command = Command::new(made.join(VERSION).join("pebble"));
        command
            .arg("-config")
            .arg(&config)
            // It refuses a nonce now and then, as directories may at any time.
            .envs([("PEBBLE_VA_NOSLEEP", "1"), ("PEBBLE_WFE_NONCEREJECT", "3")])
            .stderr(Stdio::null());
        let process = Process::start(&mut command).unwrap();
        let pebble = Pebble {
            _process: process,
            _folder: folder,
            ports: settings.ports,
        };
        let client = pebble.client();
        let waited = std::time::Instant::now();
        while client.get(pebble.directory()).send().await.is_err() {
            assert!(waited.elapsed().as_secs() < 30, "pebble does not answer");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        pebble
    }

    pub fn directory(&self) -> String {
        format!("https://localhost:{}/dir", self.ports[0])
    }

    /// Who vouches for it.
    pub fn ca() -> PathBuf {
        folder().join("ca.pem")
    }

    fn client(&self) -> reqwest::Client {
        let ca = reqwest::Certificate::from_pem(&std::fs::read(Self::ca()).unwrap()).unwrap();
        reqwest::Client::builder().tls_certs_only([ca]).build().unwrap()
    }

    /// A client that trusts what it issues.
    pub async fn trusting(&self) -> reqwest::Client {
        let address = format!("https://localhost:{}/roots/0", self.ports[1]);
        let root = self.client().get(address).send().await.unwrap().bytes().await.unwrap();
        reqwest::Client::builder()
            .tls_certs_only([reqwest::Certificate::from_pem(&root).unwrap()])
            .redirect(reqwest::redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .build()
            .unwrap()
    }
}
