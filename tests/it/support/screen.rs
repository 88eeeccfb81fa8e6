//! A real Chromium, driven over WebDriver. Its console must stay empty.

use super::Scratch;
use super::process::Process;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Dropped in this order: the driver and its browser, then the profile.
pub struct Screen {
    _driver: Process,
    address: String,
    pub client: Client,
    _profile: Scratch,
}

impl Screen {
    /// Starts chromedriver on a port that is free, and a headless Chromium.
    pub async fn open() -> Self {
        let profile = Scratch::new();
        let (driver, address) = start_driver();
        let capabilities = json!({
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": { "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                format!("--user-data-dir={}", profile.0.display()),
            ] },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&address)
            .await
            .expect("Chromium starts");
        Screen {
            _driver: driver,
            address,
            client,
            _profile: profile,
        }
    }

    pub async fn goto(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// Waits for an element. A page that is just leaving answers with an error, which is waited out as well.
    pub async fn see(&self, css: &str) -> Element {
        let mut last = None;
        for _ in 0..400 {
            match self.client.find(Locator::Css(css)).await {
                Ok(element) => return element,
                Err(error) => last = Some(error),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{css} is not there: {last:?}\n{}", self.client.source().await.unwrap())
    }

    pub async fn type_into(&self, css: &str, text: &str) {
        let field = self.see(css).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    pub async fn press(&self, css: &str) {
        self.see(css).await.click().await.unwrap();
    }

    /// Enters email and password where the login page is shown, and presses its button.
    pub async fn enter(&self, email: &str) {
        self.type_into("#email", email).await;
        self.type_into("#password", super::PASSWORD).await;
        self.press("#login-submit").await;
    }

    /// Signs out, by one's own menu.
    pub async fn sign_out(&self) {
        self.press("#account-button").await;
        self.say_sign_out().await;
    }

    /// Presses the button of `/logout`, and waits until that is done: an address opened meanwhile would lose to it.
    pub async fn say_sign_out(&self) {
        self.press("#logout-submit").await;
        self.see("#signed-out").await;
    }

    /// Does an action of the record that is shown, after its question if it has one.
    pub async fn act(&self, action: &str) {
        self.press("details.dropdown > summary").await;
        if let Ok(entry) = self.client.find(Locator::Css(&format!("#do-{action}"))).await {
            entry.click().await.unwrap();
        }
        self.press(&format!("#action-{action}")).await;
    }

    /// Waits until an element's text holds these words.
    pub async fn read(&self, css: &str, words: &str) {
        for _ in 0..200 {
            if let Ok(element) = self.client.find(Locator::Css(css)).await
                && element.text().await.is_ok_and(|text| text.contains(words))
            {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{css} never says {words:?}:\n{}", self.client.source().await.unwrap());
    }

    /// A virtual authenticator of the browser, which knows who uses it (WebAuthn §11).
    pub async fn add_authenticator(&self) -> String {
        let device = json!({
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true, "hasUserVerification": true,
            "isUserVerified": true,
        });
        let id = self.ask("webauthn/authenticator", device).await;
        id.as_str().expect("an authenticator").to_owned()
    }

    /// Whether the authenticator finds that it is its owner who uses it.
    pub async fn verify(&self, device: &str, is_owner: bool) {
        self.ask(
            &format!("webauthn/authenticator/{device}/uv"),
            json!({ "isUserVerified": is_owner }),
        )
        .await;
    }

    async fn ask(&self, path: &str, body: Value) -> Value {
        let session = self.client.session_id().await.unwrap().unwrap();
        let url = format!("{}/session/{session}/{path}", self.address);
        let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["value"].clone()
    }

    /// What the console says: errors, violations of the policy, failures to load.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.ask("se/log", json!({ "type": "browser" })).await;
        let entries = entries.as_array().cloned().unwrap_or_default();
        entries
            .iter()
            .map(|entry| entry["message"].as_str().unwrap_or_default().to_owned())
            .collect()
    }

    pub async fn devtools(&self, command: &str, parameters: Value) {
        self.ask("goog/cdp/execute", json!({ "cmd": command, "params": parameters }))
            .await;
    }

    /// Sets width and colours.
    pub async fn look(&self, width: u32, dark: bool) {
        let metrics = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        let value = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// Keeps a picture of the page under `target/screens`.
    pub async fn picture(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screens");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), self.whole_page().await).unwrap();
    }

    async fn whole_page(&self) -> Vec<u8> {
        let metrics = self
            .ask(
                "goog/cdp/execute",
                json!({ "cmd": "Page.getLayoutMetrics", "params": {} }),
            )
            .await;
        let size = &metrics["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        // Chromium shifts what it takes beyond the window where pages go from right to left.
        let is_from_right = self.run("return document.documentElement.dir").await == "rtl";
        let parameters = json!({ "captureBeyondViewport": !is_from_right, "clip": clip });
        let picture = self
            .ask(
                "goog/cdp/execute",
                json!({ "cmd": "Page.captureScreenshot", "params": parameters }),
            )
            .await;
        STANDARD.decode(picture["data"].as_str().unwrap()).unwrap()
    }

    /// What axe-core (in `tests/it/axe`) finds on the page, of any level.
    pub async fn violations(&self) -> Vec<String> {
        let source = include_str!("../axe/axe.min.js");
        self.client.execute(source, Vec::new()).await.unwrap();
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(result => done(result.violations
                .map(one => one.id + ': ' + one.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | '))));";
        let found = self.client.execute_async(script, Vec::new()).await.unwrap();
        serde_json::from_value(found).unwrap()
    }

    /// Runs a script of the test's.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Presses keys where the focus is.
    pub async fn keys(&self, keys: &str) {
        self.client
            .active_element()
            .await
            .unwrap()
            .send_keys(keys)
            .await
            .unwrap();
    }

    /// Whether something on the page is wider than the window.
    pub async fn overflows(&self) -> bool {
        let script = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        self.client
            .execute(script, Vec::new())
            .await
            .unwrap()
            .as_bool()
            .unwrap()
    }
}

/// chromedriver takes a free port for IPv4 and then wants the same for IPv6, which another process
/// may hold: then it gives up, and the next one is tried.
fn start_driver() -> (Process, String) {
    for _ in 0..10 {
        let mut command = Command::new("chromedriver");
        let started = Process::start(command.arg("--port=0").stderr(Stdio::null()));
        let driver = started.expect("chromedriver is needed: ./tests/run installs it");
        while let Some(line) = driver.line() {
            if let (Some((_, port)), true) = (line.split_once("on port "), line.contains("successfully")) {
                let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
                return (driver, address);
            }
        }
    }
    panic!("chromedriver does not start");
}
