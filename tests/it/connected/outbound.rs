//! A47, A49, A50: whatever address stands in a record, nothing private is ever connected to.

use super::{callback, fields};
use crate::support::rude::{Act, Rude};
use crate::support::{ALICE, BOB, Site, program, query};
use serde_json::json;
use std::time::Duration;

/// Every way of writing the listener's address, and others that are not public.
fn targets(port: &str) -> Vec<String> {
    let hosts = [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "0x7f.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "127.0.0.1.",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "169.254.169.254",
        "169.254.170.2",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[fc00::1]",
        "[fec0::1]",
        "[ff02::1]",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "metadata.google.internal",
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
    ];
    let mut targets: Vec<String> = Vec::new();
    for scheme in ["https", "http"] {
        targets.extend(hosts.iter().map(|host| format!("{scheme}://{host}:{port}/x")));
    }
    targets.extend(
        [
            "file:///etc/passwd",
            "gopher://127.0.0.1/x",
            "unix:/run/x.sock",
            "ftp://127.0.0.1/x",
            "data:,x",
            "//127.0.0.1/x",
            "https://example.com@127.0.0.1/x",
            "https:127.0.0.1/x",
        ]
        .map(str::to_owned),
    );
    targets
}

const FIELDS: &[&str] = &[
    "openid_configuration",
    "token_uri",
    "revocation_uri",
    "userinfo_uri",
    "introspection_uri",
    "api_base_url",
    "webhook_url",
];

/// At the form: none of them can be saved in any field that this server calls.
#[tokio::test]
async fn a47_a50_private_addresses_cannot_be_saved() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let listener = Rude::start(|_| Act::HangUp).await;
    let port = listener.origin.rsplit(':').next().unwrap().to_owned();
    for target in targets(&port) {
        for field in FIELDS {
            let mut body = fields("https://a.example.com", json!({}));
            body[*field] = json!(target);
            let refused = alice.call("POST", "/api/resource/Connected%20App", body).await;
            assert_eq!(refused.status, 417, "{field} {target}: {}", refused.body);
        }
    }
    assert_eq!(listener.connections(), 0);
}

/// The same of OAuth Clients: where their keys are, and where they hear of sign-outs.
#[tokio::test]
async fn a47_a50_private_addresses_of_clients_are_not_called() {
    let site = Site::with(|config| config.outbound.time_limit = Duration::from_secs(2)).await;
    site.add_user(ALICE, "Alice", &["System Manager"]).await;
    let alice = program(&site, ALICE).await;
    let listener = Rude::start(|_| Act::HangUp).await;
    let port = listener.origin.rsplit(':').next().unwrap().to_owned();
    // Documents of any host are welcome.
    let settings = "OAuth Provider Settings";
    site.change(settings, settings, json!({ "enable_client_id_metadata_documents": 1 }))
        .await;
    let method = json!({ "token_endpoint_auth_method": "Private Key JWT", "jwks_uri": "https://a.example.com/keys" });
    let client = site.add_client(method.clone()).await;
    let key = crate::support::key::Key::new();
    let mut browser = site.signed_in(ALICE).await;
    let hearing = site
        .add_client(json!({ "backchannel_logout_uri": "https://a.example.com/out" }))
        .await;
    browser.code(&hearing, &[]).await;
    for target in targets(&port) {
        for field in ["jwks_uri", "backchannel_logout_uri"] {
            let mut body = method.clone();
            body["app_name"] = json!("Sly");
            body["redirect_uris"] = json!("https://a.example.com/cb");
            body[field] = json!(target);
            let refused = alice.call("POST", "/api/resource/OAuth%20Client", body).await;
            assert_eq!(refused.status, 417, "{field} {target}: {}", refused.body);
        }
        let document = crate::support::TestClient {
            id: target.clone(),
            secret: String::new(),
        };
        let path = crate::support::rp::authorize_path(&document, &[]);
        let refused = browser.get(&path).await;
        assert!(refused.status >= 400, "{target}: {}", refused.body);
        // Also what stands in the database already.
        let sql = "UPDATE oauth_clients SET jwks_uri = ?1 WHERE name = ?2";
        site.meddle(sql, &[&target, &client.id]);
        let statement = crate::signed::assertion(&site, &client, &key, json!({}));
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", crate::signed::ASSERTION),
            ("client_assertion", &statement),
        ];
        let refused = site.post("/oauth2/token", &form).await;
        assert_eq!(refused.status, 401, "{target}: {}", refused.body);
        let sql = "UPDATE oauth_clients SET backchannel_logout_uri = ?1 WHERE name = ?2";
        site.meddle(sql, &[&target, &hearing.id]);
        let mut leaving = site.signed_in(ALICE).await;
        leaving.code(&hearing, &[]).await;
        let page = leaving.get("/logout").await;
        let (action, form) = page.form_at("/logout");
        leaving.post(&action, &form).await;
        frontdesk::jobs::send_due(&site.app).await.unwrap();
    }
    assert_eq!(listener.connections(), 0);
}

/// Behind the form: also an address that stands in the database is not connected to, whatever uses it.
#[tokio::test]
async fn a47_a49_a50_private_addresses_are_not_connected_to() {
    let site = Site::with(|config| config.outbound.time_limit = Duration::from_secs(2)).await;
    site.add_user(ALICE, "Alice", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    let listener = Rude::start(|_| Act::HangUp).await;
    let port = listener.origin.rsplit(':').next().unwrap().to_owned();
    let app = site
        .add(
            "Connected App",
            fields(
                "https://a.example.com",
                json!({ "pass_through": 1, "api_base_url": "https://a.example.com/" }),
            ),
        )
        .await;
    let mut bob = site.signed_in(BOB).await;
    let bob_program = program(&site, BOB).await;
    let alice = program(&site, ALICE).await;
    let connection = rusqlite::Connection::open(site.data.0.join("frontdesk.db")).unwrap();
    for target in targets(&port) {
        for column in FIELDS {
            connection
                .execute(
                    &format!("UPDATE connected_apps SET {column} = ?1 WHERE name = ?2"),
                    [&target, &app],
                )
                .unwrap();
        }
        let page = bob.get(&format!("/connect/{app}")).await;
        let state = query(&page.href("connect-go"))["state"].clone();
        let page = bob.get(&format!("{}?code=c&state={state}", callback(&app))).await;
        assert_eq!(page.status, 502, "{target}: {}", page.body);
        let path = format!("/api/resource/Connected%20App/{app}?run_method=take_over_openid_configuration");
        assert_eq!(alice.call("POST", &path, json!({})).await.status, 502, "{target}");
        let passed = bob_program.get(&format!("/api/connect/{app}/x")).await;
        assert!(passed.status >= 400, "{target}");
    }
    assert_eq!(listener.connections(), 0);
}

/// An operator's own authority is believed, and no other.
#[tokio::test]
async fn an_extra_authority_is_believed_and_a_bad_file_is_told() {
    use frontdesk::outbound::{Outbound, OutboundSettings};
    let folder = crate::support::Scratch::new();
    for (content, words) in [
        ("", "no certificate"),
        (
            "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n",
            "ca.pem",
        ),
    ] {
        let path = folder.0.join("ca.pem");
        std::fs::write(&path, content).unwrap();
        let settings = OutboundSettings {
            extra_ca: Some(path),
            ..OutboundSettings::default()
        };
        let refused = Outbound::new(&settings).err().unwrap();
        assert!(
            refused.starts_with("FRONTDESK_EXTRA_CA") && refused.contains(words),
            "{refused}"
        );
    }
    let missing = OutboundSettings {
        extra_ca: Some(folder.0.join("nothing.pem")),
        ..OutboundSettings::default()
    };
    assert!(Outbound::new(&missing).is_err());
}
