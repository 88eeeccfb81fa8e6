//! Libraries of npm that know all of OAuth and OpenID Connect, as they are, with the Node.js that they need.

use super::person::at_browser;
use super::{kept, source};
use crate::support::key::encode;
use crate::support::{ALICE, BOB, CALLBACK, Site, over};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// APIs beside the site.
const RESOURCES: [&str; 2] = ["https://erp.example.com/api", "https://shop.example.com/api"];

/// The folder where they are installed, once for all tests.
pub fn installed() -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let install = || {
        let folder = kept("node");
        let lock = std::fs::read(source("node/package-lock.json")).unwrap();
        let done = folder.join("installed.json");
        if std::fs::read(&done).is_ok_and(|known| known == lock) {
            return folder;
        }
        for name in ["package.json", "package-lock.json"] {
            std::fs::copy(source("node").join(name), folder.join(name)).unwrap();
        }
        let install = ["ci", "--no-audit", "--no-fund", "--silent"];
        super::output_of(Command::new("npm").args(install).current_dir(&folder));
        std::fs::write(done, lock).unwrap();
        folder
    };
    FOLDER.get_or_init(install).clone()
}

/// Runs a script there; what it printed.
pub async fn run(script: &str, arguments: &[&str]) -> Value {
    let folder = installed();
    let mut command = Command::new(folder.join("node_modules/node/bin/node"));
    command
        .arg(source("node").join(script))
        .args(arguments)
        .current_dir(&folder);
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{arguments:?}\n{}", text(&output.stderr));
    let printed = text(&output.stdout);
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
}

/// An ES256 key with its private part, which ring keeps to itself, from its PKCS#8; and the set with its public part.
fn key_pair() -> (Value, Value) {
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    let bytes = pkcs8.as_ref();
    // RFC 5958 around RFC 5915: 32 octets of the private key, and at the end the point: 4, x, y.
    let private = bytes.windows(2).position(|pair| pair == [0x04, 0x20]).unwrap() + 2;
    let point = &bytes[bytes.len() - 64..];
    let public = json!({
        "kty": "EC", "crv": "P-256", "x": encode(&point[..32]), "y": encode(&point[32..]), "kid": "one", "alg": "ES256",
    });
    let mut whole = public.clone();
    whole["d"] = json!(encode(&bytes[private..private + 32]));
    (whole, json!({ "keys": [public] }))
}

/// openid-client goes through its walks; each with a client that is recorded as it has to be.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn openid_client_of_npm() {
    let site = Site::new().await;
    let person = at_browser(&site, BOB).await;
    let (jwk, set) = key_pair();
    let scopes = "openid profile email offline_access";
    let post = json!({ "token_endpoint_auth_method": "Client Secret Post" });
    let keys = json!({ "token_endpoint_auth_method": "Private Key JWT", "jwks": set.to_string() });
    let both = |more: Value| over(keys.clone(), &more);
    for uri in RESOURCES {
        let fields = json!({ "resource_name": uri, "resource": uri, "token_format": "JWT" });
        site.add("OAuth Resource", fields).await;
    }
    let name = "OAuth Provider Settings";
    let open = json!({ "enable_dynamic_client_registration": 1, "registration_needs_token": 0 });
    site.change(name, name, open).await;
    for (walk, fields) in [
        ("public", json!({ "token_endpoint_auth_method": "None" })),
        ("basic", json!({ "token_endpoint_auth_method": "Client Secret Basic" })),
        ("post", post.clone()),
        ("private_key_jwt", both(json!({ "id_token_signing_alg": "ES256" }))),
        (
            "client_secret_jwt",
            json!({ "token_endpoint_auth_method": "Client Secret JWT" }),
        ),
        (
            "dpop",
            json!({ "token_endpoint_auth_method": "None", "id_token_signing_alg": "EdDSA" }),
        ),
        ("par", post.clone()),
        ("jar", over(post.clone(), &json!({ "jwks": set.to_string() }))),
        (
            "par_jar_dpop",
            both(json!({ "fapi2": 1, "id_token_signing_alg": "PS256", "require_signed_request_object": 1 })),
        ),
        ("userinfo", over(post.clone(), &json!({ "signed_userinfo": 1 }))),
        ("form_post", post.clone()),
        (
            "client_credentials",
            json!({ "client_credentials": 1, "acts_as": ALICE, "scopes": "openid profile" }),
        ),
        ("refresh", post.clone()),
        ("device", over(post.clone(), &json!({ "device_code": 1 }))),
        ("resource", post.clone()),
        ("dynamic_registration", post.clone()),
        ("revoke_introspect", post.clone()),
        (
            "logout",
            json!({ "post_logout_redirect_uris": "https://app.example/bye" }),
        ),
    ] {
        let usual =
            json!({ "scopes": scopes, "frappe_openid": 0, "redirect_uris": [CALLBACK, "https://app.example/cb"] });
        let client = site.add_client(over(usual, &fields)).await;
        let secret = Some(client.secret).filter(|secret| !secret.is_empty());
        let scope = if walk == "client_credentials" {
            "profile"
        } else {
            scopes
        };
        let mut asked = json!({
            "issuer": site.origin, "walk": walk, "approve": person,
            "client": {
                "client_id": client.id, "client_secret": secret, "redirect_uri": "https://app.example/cb", "jwk": jwk,
                "scope": scope,  "post_logout_redirect_uri": "https://app.example/bye",
            },
        });
        if walk == "resource" {
            asked["client"]["resource"] = json!(RESOURCES);
        }
        let got = run("openid-client.mjs", &[&asked.to_string()]).await;
        let bound = matches!(walk, "dpop" | "par_jar_dpop");
        assert_eq!(
            got["token_type"].as_str().unwrap_or("bearer"),
            if bound { "dpop" } else { "bearer" },
            "{got}"
        );
        match walk {
            "client_credentials" => assert_eq!(got["scope"], "profile"),
            "revoke_introspect" => {
                assert_eq!(got["before"]["refresh_token"]["active"], true, "{got}");
                assert_eq!(got["after"]["refresh_token"]["active"], false, "{got}");
            }
            "logout" => assert_eq!(got["state_came_back"], true, "{got}"),
            "resource" => {
                assert_eq!(got["access_token_claims"]["aud"], RESOURCES[0], "{got}");
                assert_eq!(got["refreshed"]["access_token_claims"]["aud"], RESOURCES[1], "{got}");
            }
            _ => assert_eq!(got["userinfo"]["email"], BOB, "{got}"),
        }
        if bound {
            assert_eq!(got["refreshed"]["token_type"], "dpop", "{got}");
            let seen = got["seen"].to_string();
            assert!(
                seen.contains("POST /oauth2/token 400") && seen.contains("GET /oauth2/userinfo 401"),
                "{seen}"
            );
        }
    }
}
