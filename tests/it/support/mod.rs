//! What the tests stand on: a server per test, a clock they move, callers as types.

pub mod authenticator;
pub mod binary;
pub mod browser;
pub mod key;
pub mod mailbox;
pub mod process;
mod program;
pub mod rp;
pub mod rude;
pub mod screen;
pub mod upstream;

pub use browser::{Browser, Page};
pub use program::{Program, program};

use frontdesk::app::App;
use frontdesk::base::clock::{DAY, HOUR, MINUTE};
use frontdesk::base::env::Lifetimes;
use frontdesk::base::{Clock, Millis, Random, Seconds};
use frontdesk::cli::serve::serve_on;
use frontdesk::config::Config;
use frontdesk::oauth::keys;
use frontdesk::oauth::record_types::OAUTH_CLIENT;
use frontdesk::outbound::OutboundSettings;
use frontdesk::people::{self, NewUser};
use frontdesk::permissions::Actor;
use frontdesk::records::{Caller, RecordType, Registry};
use frontdesk::records::{Input, verbs};
use frontdesk::users::{self, password};
use frontdesk::web::listen::ConnectionLimits;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

pub const PASSWORD: &str = "Wonder-land-9-rabbit";
pub const ALICE: &str = "alice@example.com";
pub const BOB: &str = "bob@example.com";
pub const CALLBACK: &str = "http://127.0.0.1:9999/cb";
pub const VERIFIER: &str = "YIM4DeawbhETwjJc1tI4ER0CP5EodvLtcVlvXsgZ2DTD2cH1ishxxObfKjQU_InM";
pub const CHALLENGE: &str = "Ib6N72euB9jvu0R3hmUIXLaW58UCb2UEV2undC704uU";

/// A clock that tests move.
pub struct Hand(AtomicI64);

impl Clock for Hand {
    fn now_ms(&self) -> Millis {
        Millis(self.0.load(Ordering::SeqCst))
    }
}

/// Seeded randomness: a splitmix64 sequence, different in every test.
pub struct Seeded(Mutex<u64>);

impl Random for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for chunk in buffer.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A folder that goes with its owner.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Self {
        frontdesk::outbound::use_ring();
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let path = std::env::temp_dir().join(format!("frontdesk-test-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn real_now_ms() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

fn config(data: &Path, base_url: &str) -> Config {
    Config {
        tls: None,
        http: None,
        balancers: Vec::new(),
        listen: "127.0.0.1:0".parse().unwrap(),
        is_default_listen: false,
        data: data.to_owned(),
        base_url: base_url.to_owned(),
        trusted_proxies: Vec::new(),
        key: frontdesk::folder::KeySource::File,
        backups: data.join("backups"),
        metrics: None,
        connections: ConnectionLimits::default(),
        log_level: tracing::Level::INFO,
        log_json: false,
        texts: None,
        outbound: OutboundSettings::default(),
        lifetimes: Lifetimes {
            code: MINUTE,
            access_token: HOUR,
            refresh_token: DAY.times(30),
            session: Seconds(612_000),
            session_most: DAY.times(30),
            api_key: DAY.times(365),
        },
        mail_server: None,
        admin: None,
    }
}

/// A folder with an empty database whose keys are made: making RSA keys takes long.
fn prepared() -> &'static Path {
    static PREPARED: OnceLock<Scratch> = OnceLock::new();
    &PREPARED
        .get_or_init(|| {
            let scratch = Scratch::new();
            let path = scratch.0.clone();
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                let app = app_in(&path, "http://prepared.test", 7);
                runtime.block_on(async {
                    keys::ensure(&app.db, &app.env).await.unwrap();
                    app.db.checkpoint().await;
                });
            })
            .join()
            .unwrap();
            scratch
        })
        .0
}

/// The program's own record types.
pub fn registry() -> &'static Registry {
    frontdesk::registry::registry().unwrap()
}

/// The type of this name.
pub fn record_type(name: &str) -> &'static RecordType {
    registry().by_name(name).unwrap()
}

fn app_in(data: &Path, base_url: &str, seed: u64) -> App {
    let clock = Arc::new(Hand(AtomicI64::new(real_now_ms())));
    App::with(
        config(data, base_url),
        registry(),
        clock,
        Arc::new(Seeded(Mutex::new(seed))),
    )
    .unwrap()
}

/// A server of one test, in process, on a port of its own.
pub struct Site {
    pub app: Arc<App>,
    pub clock: Arc<Hand>,
    pub origin: String,
    pub http: reqwest::Client,
    pub data: Scratch,
}

/// A recorded client.
#[derive(Clone, Debug)]
pub struct TestClient {
    pub id: String,
    pub secret: String,
}

impl Site {
    /// A site with nobody on it.
    pub async fn empty() -> Site {
        Site::with(|_| {}).await
    }

    /// A site whose configuration a test changes; `base_url` is filled in if it is left empty.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Site {
        Site::with_types(registry(), |_| {}, change).await
    }

    /// A site with record types of the test's own; `prepare` makes their tables.
    pub async fn with_types(
        registry: &'static Registry,
        prepare: impl FnOnce(&Path),
        change: impl FnOnce(&mut Config),
    ) -> Site {
        let data = Scratch::new();
        for name in ["frontdesk.db", "frontdesk.key"] {
            std::fs::copy(prepared().join(name), data.0.join(name)).unwrap();
        }
        prepare(&data.0.join("frontdesk.db"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let mut config = config(&data.0, &origin);
        change(&mut config);
        let clock = Arc::new(Hand(AtomicI64::new(real_now_ms())));
        let seed = NEXT.fetch_add(1, Ordering::SeqCst) ^ (real_now_ms() as u64) << 20;
        let shared: Arc<dyn Clock> = clock.clone();
        let app = Arc::new(App::with(config, registry, shared, Arc::new(Seeded(Mutex::new(seed)))).unwrap());
        // What is done by the clock, a test does itself.
        let jobs = tokio::task::JoinSet::new();
        tokio::spawn(serve_on(
            listener.into(),
            Arc::clone(&app),
            jobs,
            std::future::pending(),
        ));
        app.keys.wait().await;
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Site {
            app,
            clock,
            origin,
            http,
            data,
        }
    }

    /// A site with Alice, who manages it, and Bob, who has an account.
    pub async fn new() -> Site {
        let site = Site::empty().await;
        site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
        site.add_user(BOB, "Bob", &[]).await;
        site
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Removes what has expired.
    pub async fn sweep(&self) {
        let env = self.app.env.clone();
        let swept = self.app.db.write(move |db| frontdesk::jobs::sweep(db, &env));
        swept.await.unwrap();
    }

    /// Moves the clock.
    pub fn pass(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    pub fn now(&self) -> Seconds {
        self.app.env.now()
    }

    pub async fn add_user(&self, email: &str, name: &str, roles: &[&str]) -> users::User {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash =
            HASH.get_or_init(|| password::hash_now(PASSWORD, &[3; 16], &mut password::Memory::default()).unwrap());
        let (first_name, last_name) = users::split_name(name);
        let new = NewUser {
            email: email.to_owned(),
            first_name,
            last_name,
            password_hash: Some(hash.clone()),
            roles: roles.iter().map(|role| role.to_string()).collect(),
            ..NewUser::default()
        };
        let caller = self.operator();
        self.app
            .db
            .write(move |db| people::create(&caller.writing(db), &new))
            .await
            .unwrap()
    }

    /// Changes the database file from outside, as no verb would.
    pub fn meddle(&self, sql: &str, parameters: &[&dyn rusqlite::ToSql]) {
        let file = rusqlite::Connection::open(self.data.0.join("frontdesk.db")).unwrap();
        file.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
        assert_eq!(file.execute(sql, parameters).unwrap(), 1, "{sql}");
    }

    /// The command line, as verbs take it.
    pub fn operator(&self) -> Caller {
        self.app.caller(&Actor::command_line())
    }

    pub fn user(&self, email: &str) -> users::User {
        self.app.db.read(|db| users::by_email(db, email)).unwrap().unwrap()
    }

    /// Records a client: the fields of the record type, over sensible ones.
    pub async fn add_client(&self, fields: Value) -> TestClient {
        let mut all = json!({
            "app_name": "Test App",
            "redirect_uris": CALLBACK,
            "token_endpoint_auth_method": "Client Secret Post",
            "scopes": "all openid",
            "frappe_openid": 1,
        });
        for (name, value) in fields.as_object().unwrap() {
            all[name] = value.clone();
        }
        let input = Input::from_json(&OAUTH_CLIENT, all.as_object().unwrap(), None).unwrap();
        let caller = self.operator();
        let (record, outcome) = self
            .app
            .db
            .write(move |db| verbs::insert(&caller.writing(db), &OAUTH_CLIENT, &input))
            .await
            .unwrap();
        let secret = outcome.shown.into_iter().find(|shown| shown.name == "client_secret");
        TestClient {
            id: record.name,
            secret: secret.map(|secret| secret.value).unwrap_or_default(),
        }
    }

    /// Makes a record as the command line would; its name.
    pub async fn add(&self, record_type: &str, fields: Value) -> String {
        self.try_add(record_type, fields).await.unwrap()
    }

    /// The same of one that may be refused.
    pub async fn try_add(&self, record_type: &str, fields: Value) -> frontdesk::base::Result<String> {
        let record_type = self.app.registry.by_name(record_type).unwrap();
        let input = Input::from_json(record_type, fields.as_object().unwrap(), None)?;
        let caller = self.operator();
        let insert = move |db: &frontdesk::db::Write| verbs::insert(&caller.writing(db), record_type, &input);
        Ok(self.app.db.write(insert).await?.0.name)
    }

    /// Changes a record as the command line would.
    pub async fn change(&self, record_type: &str, name: &str, fields: Value) {
        let record_type = self.app.registry.by_name(record_type).unwrap();
        let input = Input::from_json(record_type, fields.as_object().unwrap(), None).unwrap();
        let (caller, name) = (self.operator(), name.to_owned());
        self.app
            .db
            .write(move |db| verbs::update(&caller.writing(db), record_type, &name, &input, None))
            .await
            .unwrap();
    }

    /// Sets Skip Authorization to Force.
    pub async fn force(&self) {
        self.change(
            "OAuth Provider Settings",
            "OAuth Provider Settings",
            json!({ "skip_authorization": "Force" }),
        )
        .await;
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self)
    }

    /// A browser that is signed in.
    pub async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(email, PASSWORD).await;
        browser
    }

    /// POSTs a form without cookies.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(self.http.post(self.url(path)).form(form)).await
    }

    /// GETs without cookies.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(self.url(path))).await
    }

    /// GETs with a bearer token.
    pub async fn get_as(&self, token: &str, path: &str) -> Answer {
        self.send(self.http.get(self.url(path)).bearer_auth(token)).await
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.text().await.unwrap();
        Answer { status, headers, body }
    }
}

/// An answer, read.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON ({}): {}", self.status, self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map(|value| value.to_str().unwrap())
            .unwrap_or_default()
    }

    /// The code of an OAuth error.
    pub fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }
}

/// These values over those; null: without it.
pub fn over(mut under: Value, over: &Value) -> Value {
    for (name, value) in over.as_object().unwrap() {
        match value.is_null() {
            true => drop(under.as_object_mut().unwrap().remove(name)),
            false => under[name] = value.clone(),
        }
    }
    under
}

/// So many requests, under way at the same time.
pub async fn at_once<F: Future<Output = Answer>>(count: usize, make: impl Fn() -> F) -> Vec<Answer> {
    let mut running: Vec<_> = (0..count).map(|_| Box::pin(make())).collect();
    let mut answers: Vec<Option<Answer>> = (0..count).map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (future, answer) in running.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let std::task::Poll::Ready(done) = future.as_mut().poll(context)
            {
                *answer = Some(done);
            }
        }
        match answers.iter().all(Option::is_some) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    answers.into_iter().flatten().collect()
}

/// The parameters of an address.
pub fn query(address: &str) -> std::collections::HashMap<String, String> {
    url::Url::parse(address).unwrap().query_pairs().into_owned().collect()
}

/// The payload of a JWT, unverified.
pub fn payload(jwt: &str) -> Value {
    part(jwt, 1)
}

/// The header of a JWT.
pub fn jwt_header(jwt: &str) -> Value {
    part(jwt, 0)
}

fn part(jwt: &str, index: usize) -> Value {
    let bytes = frontdesk::base::secret::from_base64url(jwt.split('.').nth(index).unwrap()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}
