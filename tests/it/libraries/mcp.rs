//! AI assistants: the client of the MCP SDK, and MCP's conformance suite, find their way from a protected MCP server to
//! tokens for it.

use super::node::{installed, run};
use super::person::at_browser;
use super::{free_port, output_of, source};
use crate::support::process::Process;
use crate::support::{BOB, Scratch, Site, payload};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

const SETTINGS: &str = "OAuth Provider Settings";

/// An app's document, on https, with a certificate of its own.
struct Document {
    id: String,
    _process: Process,
}

impl Document {
    fn serve(folder: &Scratch) -> Self {
        let (key, cert) = (folder.0.join("key.pem"), folder.0.join("cert.pem"));
        let mut openssl = Command::new("openssl");
        openssl.args(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1".split(' '),
        );
        openssl.args([
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-addext",
            "basicConstraints=critical,CA:FALSE",
        ]);
        output_of(openssl.arg("-keyout").arg(&key).arg("-out").arg(&cert));
        let document = json!({
            "client_name": "Assistant of a document", "redirect_uris": ["http://127.0.0.1:33418/callback"],
            "token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"],
        });
        let node = installed().join("node_modules/node/bin/node");
        let mut command = Command::new(node);
        let command = command
            .arg(source("node/document.mjs"))
            .args([&key, &cert])
            .arg(document.to_string());
        let process = Process::start(command.stdin(Stdio::piped())).unwrap();
        let id = process.line().unwrap();
        Document { id, _process: process }
    }
}

/// R65, R66, R69 and what MCP asks for (authorization, 2025-11-25): from 401 to metadata, registration or a document,
/// PKCE with a resource, a token for that audience, a renewal.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r57_r65_r66_r69_the_mcp_sdk_signs_in_to_a_server_of_tools() {
    let folder = Scratch::new();
    let document = Document::serve(&folder);
    let site = Site::with(|config| {
        config.outbound.allow = vec!["127.0.0.0/8".parse().unwrap()];
        config.outbound.extra_ca = Some(folder.0.join("cert.pem"));
    })
    .await;
    site.add_user(BOB, "Bob", &[]).await;
    site.add(
        "OAuth Scope",
        json!({ "scope": "tools", "description": "Use the ERP's tools" }),
    )
    .await;
    let settings = json!({
        "enable_dynamic_client_registration": 1, "registration_needs_token": 0,
        "enable_client_id_metadata_documents": 1, "registration_scopes": "tools offline_access",
    });
    site.change(SETTINGS, SETTINGS, settings).await;
    let person = at_browser(&site, BOB).await;
    for sdk in ["v1", "v2"] {
        for id in [None, Some(&document.id)] {
            let port = free_port();
            let resource = format!("http://127.0.0.1:{port}/mcp");
            let fields =
                json!({ "resource_name": "Tools", "resource": resource, "scopes": "tools", "token_format": "JWT" });
            site.add("OAuth Resource", fields).await;
            let asked = json!({
                "issuer": site.origin, "sdk": sdk, "port": port, "scopes": "tools", "document": id, "approve": person,
            });
            let got = run("mcp.mjs", &[&asked.to_string()]).await;
            for tokens in [&got["tokens"], &got["renewed"]] {
                let claims = payload(tokens["access_token"].as_str().unwrap());
                assert_eq!(
                    (&claims["aud"], &claims["scope"]),
                    (&json!(resource), &json!("tools")),
                    "{got}"
                );
            }
            let registers = got["seen"].to_string().contains("POST /oauth2/register 201");
            assert_eq!(registers, id.is_none(), "{sdk}: {got}");
            if let Some(id) = id {
                assert_eq!(got["client"]["client_id"], id.as_str(), "{got}");
                let bob = site.signed_in(BOB).await.get("/me/apps").await;
                assert!(
                    bob.text("main").contains("Assistant of a document"),
                    "{}",
                    bob.text("main")
                );
            }
        }
    }
}

/// The package `@modelcontextprotocol/conformance`: every check is a success, no warning.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mcp_conformance_of_authorization_servers() {
    let site = Site::new().await;
    let settings = json!({ "enable_client_id_metadata_documents": 1 });
    site.change(SETTINGS, SETTINGS, settings).await;
    let (port, resource) = (free_port(), "http://127.0.0.1:9/mcp");
    site.add(
        "OAuth Resource",
        json!({ "resource_name": "Tools", "resource": resource }),
    )
    .await;
    let client = site
        .add_client(json!({
            "token_endpoint_auth_method": "None", "scopes": "openid offline_access",
            "redirect_uris": format!("http://127.0.0.1:{port}/callback"),
        }))
        .await;
    let asked = json!({
        "issuer": site.origin, "client_id": client.id, "port": port, "resource": resource,
        "approve": at_browser(&site, BOB).await,
    });
    let got = run("conformance.mjs", &[&asked.to_string()]).await;
    assert_eq!(got["status"], 0, "{got}");
    let checks: Vec<&Value> = got["checks"].as_array().unwrap().iter().collect();
    assert!(
        checks.len() >= 3 && checks.iter().all(|check| check["status"] == "SUCCESS"),
        "{got}"
    );
}
