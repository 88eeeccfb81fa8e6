//! What is fuzzed: a whole program in memory, and what reads what strangers write. Nothing may panic, and no answer may be
//! a 5xx. Used by cargo-fuzz (`targets`) and, with a little chance of its own, by the tests (`tests/it/promises/fuzz.rs`).

use clap::Parser;
use frontdesk::app::App;
use frontdesk::base::redirect_uri;
use frontdesk::cli::Program;
use frontdesk::jose;
use frontdesk::people::{self, NewUser};
use frontdesk::permissions::Actor;
use frontdesk::routes::routes;
use frontdesk::transfer::file;
use frontdesk::users::api_keys;
use frontdesk::web::listen::{self, Answers, ConnectionLimits, Manner};
use poem::endpoint::{DynEndpoint, ToDynEndpoint};
use poem::http::{Method, Uri};
use poem::{Endpoint, Request, Response};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::runtime::Runtime;

/// What is fuzzed: its name, its entry, and examples of what it takes.
pub type Target = (&'static str, fn(&[u8]), &'static [&'static [u8]]);

/// Everything that is fuzzed.
pub const TARGETS: &[Target] = &[
    ("forms", forms, FORMS),
    ("redirect_uris", redirect_uris, URIS),
    ("jwts", jwts, JWTS),
    ("filters", filters, FILTERS),
    ("imports", imports, IMPORTS),
    ("sockets", sockets, SOCKETS),
];

const FORMS: &[&[u8]] = &[
    b"\x00grant_type=authorization_code&code=a&redirect_uri=https%3A%2F%2Fa.test&client_id=b&client_secret=c&code_verifier=d",
    b"\x01email=a%40b.test&password=p&csrf=x",
    b"\x02token=a&token_type_hint=refresh_token&client_id=b&client_secret=c",
    b"\x03client_id=a&redirect_uri=https%3A%2F%2Fa.test&response_type=code&scope=openid&state=s&prompt=none&claims=%7B%7D",
    b"\x04usr=a&pwd=b&cmd=login",
];
const URIS: &[&[u8]] = &[
    b"https://a.test/cb?x=1\nhttps://a.test/cb?x=1",
    b"http://127.0.0.1/cb\nhttp://127.0.0.1:4711/cb",
    b"com.example.app:/cb\ncom.example.app:/cb",
    b"https://a.test:443/%2e%2e/cb\nhttps://A.test/cb",
];
const JWTS: &[&[u8]] = &[
    b"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    b"eyJhbGciOiJub25lIn0.e30.",
    br#"{"alg":"ES256","crit":["x"]}"#,
];
const FILTERS: &[&[u8]] = &[
    br#"[["name","=","a"],["enabled","in",[1,2]],["creation","between",["2020-01-01","2021-01-01"]]]"#,
    br#"{"name":["like","%a%"],"roles.role":["is","set"]}"#,
    br#"["name","full_name as x","count(name)"]"#,
];
const IMPORTS: &[&[u8]] = &[
    b"[[\"User\"]]\nemail = \"a@b.test\"\nroles = [\"System Manager\"]\n",
    br#"{"User":[{"email":"a@b.test","roles":["x"]}],"OAuth Client":[{"redirect_uris":["https://a.test"]}]}"#,
];
const SOCKETS: &[&[u8]] = &[
    b"GET /login HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    b"POST /login HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
];

/// A program in memory.
struct Fuzzed {
    runtime: Runtime,
    app: Arc<App>,
    endpoint: Arc<dyn DynEndpoint<Output = Response>>,
    authorization: String,
    address: SocketAddr,
}

/// The folder of its database; it is left for the system to remove.
fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("frontdesk-fuzz-{}", std::process::id()))
}

fn fuzzed() -> &'static Fuzzed {
    static FUZZED: OnceLock<Fuzzed> = OnceLock::new();
    FUZZED.get_or_init(|| {
        let runtime = Runtime::new().expect("a runtime");
        let _inside = runtime.enter();
        let _ = std::fs::remove_dir_all(folder());
        let data = folder();
        let arguments = ["frontdesk", "--data", data.to_str().expect("a plain path")];
        let config = Program::parse_from(arguments).settings.check(&[]).expect("settings");
        let app = Arc::new(App::open(config).expect("an app"));
        let new = NewUser {
            email: "alice@example.com".into(),
            first_name: "Alice".into(),
            roles: vec!["System Manager".into()],
            ..NewUser::default()
        };
        let (caller, env) = (app.caller(&Actor::command_line()), app.env.clone());
        let key = app.db.write_blocking(move |db| {
            let user = people::create(&caller.writing(db), &new)?;
            api_keys::generate(db, &env, &user)
        });
        let key = key.expect("a key");
        let authorization = format!("token {}:{}", key.api_key, key.api_secret.reveal());
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let limits = ConnectionLimits {
            head: Duration::from_millis(300),
            idle: Duration::from_millis(300),
            stall: Duration::from_millis(300),
            ..ConnectionLimits::default()
        };
        runtime.spawn(listen::serve(
            listener,
            Answers::by(routes(&app)),
            Manner {
                limits,
                ..Manner::default()
            },
            std::future::pending(),
        ));
        let endpoint: Arc<dyn DynEndpoint<Output = Response>> = Arc::new(ToDynEndpoint(routes(&app)));
        drop(_inside);
        Fuzzed {
            runtime,
            app,
            endpoint,
            authorization,
            address,
        }
    })
}

impl Fuzzed {
    /// Has a request answered.
    fn ask(&self, method: Method, path: &str, is_signed_in: bool, body: Vec<u8>) {
        let Ok(uri) = path.parse::<Uri>() else { return };
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .header("host", "localhost:8000")
            .content_type("application/x-www-form-urlencoded");
        if is_signed_in {
            request = request.header("authorization", &self.authorization);
        }
        let response = self.runtime.block_on(self.endpoint.get_response(request.body(body)));
        let status = response.status().as_u16();
        // 501 and 502 speak of others; a limit may be reached.
        assert!(status < 500 || status == 503, "{path} answers {status}");
    }
}

/// A form at one of the doors that strangers knock at.
pub fn forms(data: &[u8]) {
    let Some((door, form)) = data.split_first() else { return };
    let doors = [
        "/oauth2/token",
        "/login",
        "/oauth2/revoke",
        "/oauth2/authorize",
        "/api/method/login",
        "/oauth2/introspect",
        "/oauth2/consent",
        "/setup",
    ];
    let path = doors[usize::from(*door) % doors.len()];
    fuzzed().ask(Method::POST, path, false, form.to_vec());
    if let Ok(query) = std::str::from_utf8(form) {
        fuzzed().ask(Method::GET, &format!("{path}?{query}"), false, Vec::new());
    }
}

/// A registered redirect URI and a presented one, on two lines.
pub fn redirect_uris(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (registered, presented) = text.split_once('\n').unwrap_or((text, text));
    if redirect_uri::check(registered).is_ok() {
        assert!(redirect_uri::matches(registered, registered), "{registered} is itself");
        assert!(
            !registered.chars().any(|c| c.is_control() || c.is_whitespace()),
            "{registered:?} is one word"
        );
        let source = redirect_uri::csp_source(registered);
        assert!(!source.contains([';', ',', ' ', '\n']), "{source:?} is one source");
        let _ = (
            redirect_uri::display_host(registered),
            redirect_uri::csp_sources_onward(registered),
        );
        if redirect_uri::matches(registered, presented) {
            // What matches leads to the same host, on this machine to any port.
            let host = |uri: &str| {
                url::Url::parse(uri)
                    .ok()
                    .and_then(|url| url.host_str().map(str::to_owned))
            };
            assert_eq!(host(registered), host(presented));
        }
    }
}

/// A token that says it is a JWT.
pub fn jwts(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(jws) = jose::Jws::split(text) {
        let _ = (jws.header.algorithm().is_ok(), jws.unverified().len());
        assert!(jws.verify(&[]).is_err(), "no key verifies nothing");
    }
    if let Ok(jws) = jose::Jws::split(text) {
        assert!(jws.verify_with_secret(b"a secret that nobody knows").is_err());
    }
}

/// Filters, fields and an order as programs write them.
pub fn filters(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = frontdesk::web::params::encode(text);
    for parameter in ["filters", "or_filters", "fields", "order_by", "group_by"] {
        for record_type in ["User", "OAuth%20Client", "Activity%20Log"] {
            let path = format!("/api/resource/{record_type}?{parameter}={text}");
            fuzzed().ask(Method::GET, &path, true, Vec::new());
        }
    }
}

/// A file to import, looked at and not applied.
pub fn imports(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for is_toml in [true, false] {
        if let Ok(node) = file::read(text, is_toml) {
            let _ = node.json();
            let app = &fuzzed().app;
            let caller = app.caller(&Actor::command_line());
            let planned = app.db.write_blocking(move |db| {
                let report = frontdesk::transfer::plan::run(&caller.writing(db), &node, &BTreeMap::new(), None);
                // Looked at only: nothing of it stays.
                drop(report);
                Err::<(), _>(frontdesk::base::Error::NotFound("enough".into()))
            });
            assert!(planned.is_err());
        }
    }
}

/// Bytes on a connection.
pub fn sockets(data: &[u8]) {
    let fuzzed = fuzzed();
    fuzzed.runtime.block_on(async {
        let Ok(mut stream) = tokio::net::TcpStream::connect(fuzzed.address).await else {
            return;
        };
        let _ = stream.write_all(data).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        assert!(read.is_ok(), "the server ends the connection");
        let text = String::from_utf8_lossy(&answer);
        assert!(!text.starts_with("HTTP/1.1 500"), "{text}");
    });
}
