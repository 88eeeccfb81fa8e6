//! Mails by a mail server that is not ours (aiosmtpd of PyPI): taken, refused, put off, cut off, and over TLS with
//! certificates that are good and that are not.

use crate::libraries::output_of;
use crate::support::process::Process;
use crate::support::{ALICE, Site, program};
use frontdesk::config::smtp_url;
use frontdesk::jobs::send_due;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Where Python, the server and the certificates are: made once.
fn folder() -> PathBuf {
    static MADE: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("smtp");
        std::fs::create_dir_all(&folder).unwrap();
        let install =
            "[ -x .venv/bin/python ] || python3 -m venv .venv; .venv/bin/pip install -q aiosmtpd==1.4.6 atpublic==7.0.0 attrs==25.4.0";
        output_of(Command::new("bash").args(["-ec", install]).current_dir(&folder));
        // A CA of ours, and what it signs: for this server, for another one, and for a time that is over; and one that nobody
        // knows.
        let certificates = r#"
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=Test -keyout ca.key -out ca.pem
            rm -rf ca && mkdir -p ca && : >ca/index && echo 01 >ca/serial
            printf '[ca]\ndefault_ca=own\n[own]\ndatabase=ca/index\nserial=ca/serial\nnew_certs_dir=ca\ncertificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha256\ndefault_days=1\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n' >ca.cnf
            make() {
              openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=mail -keyout $1.key -out $1.csr
              printf 'subjectAltName=%s\nbasicConstraints=CA:FALSE\n' "$2" >$1.ext
              openssl ca -batch -notext -config ca.cnf -in $1.csr -out $1.pem -extfile $1.ext "${@:3}"
            }
            make good DNS:localhost
            make other DNS:mail.example.org
            make late DNS:localhost -startdate 20200101000000Z -enddate 20200201000000Z
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
              -addext subjectAltName=DNS:localhost -keyout own.key -out own.pem"#;
        output_of(Command::new("bash").args(["-ec", certificates]).current_dir(&folder));
        folder
    });
    made.clone()
}

struct MailServer {
    process: Process,
    port: String,
}

impl MailServer {
    fn start(arguments: &[&str]) -> Self {
        let folder = folder();
        let mut command = Command::new(folder.join(".venv/bin/python"));
        let server = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/smtp/server.py");
        command
            .args(["-W", "ignore"])
            .arg(server)
            .args(arguments)
            .stdin(Stdio::piped())
            // It speaks of what the tests do to it.
            .stderr(Stdio::null())
            .current_dir(&folder);
        let process = Process::start(&mut command).unwrap();
        let port = process.line().expect("the port of the mail server");
        MailServer { process, port }
    }

    /// With this certificate.
    fn with_certificate(mode: &str, name: &str, more: &[&str]) -> Self {
        let (certificate, key) = (format!("{name}.pem"), format!("{name}.key"));
        let arguments = ["takes", mode, "--certificate", &certificate, "--key", &key];
        MailServer::start(&[&arguments, more].concat())
    }

    fn taken(&self) -> Value {
        serde_json::from_str(&self.process.line().expect("a message")).unwrap()
    }

    /// A site that hands its mails over here, and Alice, who tells it to.
    async fn site(&self, scheme: &str, login: &str, tls: &str) -> Site {
        let url = format!("{scheme}://{login}localhost:{}?from=desk@example.com{tls}", self.port);
        let server = smtp_url(&url).unwrap();
        let ca = folder().join("ca.pem");
        let site = Site::with(|config| {
            config.mail_server = Some(server);
            config.outbound.extra_ca = Some(ca);
        })
        .await;
        site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
        site
    }

    async fn plain_site(&self) -> Site {
        self.site("smtp", "", "&tls=none").await
    }
}

/// What the test message says that the server answered.
async fn test_message(site: &Site) -> String {
    let alice = program(site, ALICE).await;
    let call = json!({ "dt": "System Settings", "dn": "System Settings", "method": "test-message", "args": {} });
    alice.call("POST", "/api/method/run_doc_method", call).await.body
}

/// An invitation on its way; what stands in Deliveries after one attempt.
async fn delivered(site: &Site) -> (String, String) {
    let alice = program(site, ALICE).await;
    let people = json!({ "people": "carol@example.com" });
    let invited = alice.call("POST", "/api/method/frontdesk.user.invite", people).await;
    assert_eq!(invited.status, 200, "{}", invited.body);
    send_due(&site.app).await.unwrap();
    let fields = r#"/api/resource/Delivery?fields=["status","answer"]&filters=[["receiver","=","carol@example.com"]]"#;
    let rows = alice.get(fields).await.json();
    let row = rows["data"].as_array().unwrap().last().expect("a delivery").clone();
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    (text("status"), text("answer"))
}

#[tokio::test]
async fn a_mail_is_taken() {
    let server = MailServer::start(&["takes"]);
    let site = server.plain_site().await;
    assert!(test_message(&site).await.contains("queued as 42"));
    assert_eq!(server.taken()["to"], json!([ALICE]));
    let (status, answer) = delivered(&site).await;
    assert_eq!(
        (status.as_str(), answer.contains("queued as 42")),
        ("Delivered", true),
        "{answer}"
    );
    let taken = server.taken();
    assert!(
        taken["text"].as_str().unwrap().contains("multipart/alternative"),
        "{taken}"
    );
}

/// What the server says is said, and the mail waits for the next attempt, unless there is nobody to take it.
#[tokio::test]
async fn a_mail_that_is_not_taken_waits() {
    for (manner, said, status) in [
        ("refuses-sender", "Sender address rejected", "Waiting"),
        ("refuses-receiver", "Relaying denied", "Waiting"),
        ("refuses-nobody", "No such user here", "Failed"),
        ("refuses-later", "Greylisted", "Waiting"),
        ("refuses-message", "Looks like spam", "Waiting"),
        ("drops-at-once", "", "Waiting"),
        ("drops-after-data", "", "Waiting"),
    ] {
        let server = MailServer::start(&[manner]);
        let site = server.plain_site().await;
        let told = test_message(&site).await;
        assert!(
            told.contains("did not take it") && told.contains(said),
            "{manner}: {told}"
        );
        let (now, answer) = delivered(&site).await;
        assert_eq!(now, status, "{manner}: {answer}");
        assert!(answer.contains(said), "{manner}: {answer}");
    }
}

/// A server that never answers holds up no page and no other mail: the attempt ends, and the mail waits.
#[tokio::test]
async fn a_server_that_never_answers_is_given_up() {
    let slow = MailServer::start(&["slow"]);
    assert!(test_message(&slow.plain_site().await).await.contains("queued as 42"));
    let server = MailServer::start(&["never-answers"]);
    let site = server.plain_site().await;
    let (status, answer) = delivered(&site).await;
    assert_eq!(status, "Waiting", "{answer}");
    assert!(answer.contains("did not take it"), "{answer}");
}

#[tokio::test]
async fn mails_go_over_tls_alone() {
    for (mode, scheme) in [("--starttls", "smtp"), ("--tls", "smtps")] {
        let server = MailServer::with_certificate(mode, "good", &["--login", "desk:Looking-glass-7"]);
        let told = test_message(&server.site(scheme, "desk:Looking-glass-7@", "").await).await;
        assert!(told.contains("queued as 42"), "{mode}: {told}");
        let taken = server.taken();
        assert_eq!(
            (&taken["tls"], &taken["login"]),
            (&json!(true), &json!("desk")),
            "{mode}"
        );
        let told = test_message(&server.site(scheme, "desk:wrong@", "").await).await;
        assert!(
            told.contains("did not take it") && told.contains("535"),
            "{mode}: {told}"
        );
        // A certificate that is for another server, over, or by nobody who is known ends it before anything is said.
        for name in ["other", "late", "own"] {
            let server = MailServer::with_certificate(mode, name, &["--login", "desk:Looking-glass-7"]);
            let told = test_message(&server.site(scheme, "desk:Looking-glass-7@", "").await).await;
            assert!(
                told.contains("did not take it") && told.to_lowercase().contains("certificate"),
                "{mode} {name}: {told}"
            );
        }
    }
    // One that offers no TLS is told nothing.
    let server = MailServer::start(&["takes"]);
    for scheme in ["smtp", "smtps"] {
        let told = test_message(&server.site(scheme, "", "").await).await;
        assert!(told.contains("did not take it"), "{scheme}: {told}");
    }
}
