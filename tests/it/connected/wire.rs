//! The recorded exchanges of a real Frappe 15.55 with its Connected Apps (sections O and P),
//! against ours: shapes are Frappe's; what differs is said.

use super::{callback, connect, held, mock, site};
use crate::support::rude::{json as answer, with_status};
use crate::support::{ALICE, BOB, program, query};
use serde_json::{Value, json};

/// O1, O2, O3: the document of an app.
#[tokio::test]
async fn o1_o2_o3_the_document_of_a_connected_app() {
    let site = site().await;
    let alice = program(&site, ALICE).await;
    let made = alice
        .call(
            "POST",
            "/api/resource/Connected%20App",
            json!({
                "provider_name": "Mock", "client_id": "mock-client", "client_secret": "mock-secret",
                "authorization_uri": "http://127.0.0.1:9999/authorize?tenant=1", "token_uri": "http://127.0.0.1:9999/token",
                "scopes": [{ "scope": "openid" }, { "scope": "email" }],
                "query_parameters": [{ "key": "access_type", "value": "offline" }],
            }),
        )
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    let data = made.json()["data"].clone();
    assert_eq!(data["doctype"], "Connected App");
    assert_eq!(data["name"].as_str().unwrap().len(), 10);
    // Frappe's mask tells the length of the secret; ours does not.
    assert_eq!(data["client_secret"], "**********");
    let row = &data["query_parameters"][0];
    for (field, value) in [
        ("key", "access_type"),
        ("value", "offline"),
        ("parentfield", "query_parameters"),
        ("parenttype", "Connected App"),
        ("doctype", "Query Parameters"),
    ] {
        assert_eq!(row[field], value);
    }
    assert_eq!(data["scopes"][1]["scope"], "email");
    let path = format!("/api/resource/Connected%20App/{}", data["name"].as_str().unwrap());
    let changed = alice
        .call(
            "PUT",
            &path,
            json!({ "client_id": "psopdjnql0", "client_secret": "99f0981589" }),
        )
        .await;
    assert_eq!(changed.json()["data"]["client_id"], "psopdjnql0");
    assert_eq!(changed.json()["data"]["scopes"][1]["scope"], "email");
}

/// O4b, O5, O15, O16: `run_method` answers with the other side's address, which keeps its own query;
/// the way back leads to `success_uri`, or to the form.
#[tokio::test]
async fn o4_o5_o15_o16_a_flow_begun_by_run_method() {
    let site = site().await;
    let (server, app) = mock(
        &site,
        json!({ "query_parameters": [{ "key": "access_type", "value": "offline" }] }),
    )
    .await;
    site.change(
        "Connected App",
        &app,
        json!({ "authorization_uri": format!("{}/authorize?tenant=1", server.origin), "token_endpoint_auth_method": "Client Secret Post" }),
    )
    .await;
    let mut alice = site.signed_in(ALICE).await;
    let csrf = alice.csrf().await;
    let path = site.url(&format!("/api/resource/Connected%20App/{app}"));
    let asked = site.http.post(&path).header("x-frappe-csrf-token", &csrf);
    let begun = alice
        .raw(asked.form(&[("run_method", "initiate_web_application_flow")]))
        .await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    let address = begun.json()["data"].as_str().unwrap().to_owned();
    let expected = format!(
        "{}/authorize?tenant=1&response_type=code&client_id=mock-client&redirect_uri={}&scope=openid+email&state=",
        server.origin,
        frontdesk::web::params::encode(&site.url(&callback(&app)))
    );
    assert!(address.starts_with(&expected), "{address}");
    assert!(address.contains("&access_type=offline&code_challenge="), "{address}");
    let state = query(&address)["state"].clone();
    let back = alice
        .raw(
            site.http
                .get(site.url(&format!("{}?code=mock-code&state={state}", callback(&app)))),
        )
        .await;
    // Frappe: 302. Ours is a 303: the browser goes on with GET.
    assert_eq!(
        (back.status, back.header("location")),
        (303, format!("/app/connected-app/{app}").as_str())
    );
    // What the other side is asked, as Frappe asks it; and the verifier.
    let sent = server.last("/token");
    for (field, value) in [
        ("grant_type", "authorization_code"),
        ("client_id", "mock-client"),
        ("client_secret", "mock-secret-1"),
        ("code", "mock-code"),
        ("redirect_uri", &site.url(&callback(&app))),
        ("access_type", "offline"),
    ] {
        assert_eq!(sent.form(field), value, "{field}");
    }
    assert_eq!(sent.header("accept"), "application/json");
    let challenge =
        frontdesk::base::secret::base64url(&frontdesk::base::secret::sha256(sent.form("code_verifier").as_bytes()));
    assert_eq!(challenge, query(&address)["code_challenge"]);
    // O5: with a success_uri, in the body.
    let asked = site.http.post(&path).header("x-frappe-csrf-token", &csrf);
    let begun = alice
        .raw(asked.form(&[
            ("run_method", "initiate_web_application_flow"),
            ("success_uri", "/app/user"),
        ]))
        .await;
    let state = query(begun.json()["data"].as_str().unwrap())["state"].clone();
    let back = alice
        .raw(
            site.http
                .get(site.url(&format!("{}?code=mock-code&state={state}", callback(&app)))),
        )
        .await;
    assert_eq!(back.header("location"), site.url("/app/user"));
    // Without the session's CSRF token nothing begins.
    let asked = site
        .http
        .post(&path)
        .form(&[("run_method", "initiate_web_application_flow")]);
    assert_eq!(alice.raw(asked).await.status, 400);
}

/// `run_doc_method`: the address as `message`, and the document for who may read it.
#[tokio::test]
async fn a_flow_begun_by_run_doc_method() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    let csrf = alice.csrf().await;
    let asked = site.http.post(site.url("/api/method/run_doc_method")).header("x-frappe-csrf-token", &csrf).json(&json!({
        "dt": "Connected App", "dn": app, "method": "initiate_web_application_flow", "args": { "success_uri": "/me" },
    }));
    let begun = alice.raw(asked).await.json();
    assert!(
        begun["message"].as_str().unwrap().starts_with(&server.origin),
        "{begun}"
    );
    assert_eq!(begun["docs"][0]["client_secret"], "**********");
    let docs = json!({ "doctype": "Connected App", "name": app }).to_string();
    let asked = site
        .http
        .post(site.url("/api/method/run_doc_method"))
        .header("x-frappe-csrf-token", &csrf)
        .json(&json!({
            "docs": docs, "method": "get_openid_configuration",
        }));
    let told = alice.raw(asked).await;
    // Frappe 16's words.
    assert!(
        told.status == 417 && told.body.contains("Please enter OpenID Configuration URL"),
        "{}",
        told.body
    );
    // A program's user goes through a page of ours: we do not know their browser yet.
    let bob = program(&site, BOB).await;
    let asked = json!({ "run_method": "initiate_web_application_flow", "success_uri": "/me/apps" });
    let begun = bob
        .call("POST", &format!("/api/resource/Connected%20App/{app}"), asked)
        .await;
    let link = begun.json()["data"].as_str().unwrap().to_owned();
    assert!(
        link.starts_with(&site.url(&format!("/connect/{app}?user=bob%40example.com&success_uri="))),
        "{link}"
    );
    let mut browser = site.signed_in(BOB).await;
    assert!(browser.get(&link).await.href("connect-go").starts_with(&server.origin));
}

/// O8, O9, O10, O14, O17, O18: what is refused on the way back, in Frappe's shape for programs.
#[tokio::test]
async fn o8_to_o18_what_is_refused_on_the_way_back() {
    let site = site().await;
    let (server, app) = mock(&site, json!({})).await;
    let way = |query: &str| site.url(&format!("{}?{query}", callback(&app)));
    let guest = site.get(&format!("{}?code=x&state=y", callback(&app))).await;
    assert!(
        guest.status == 303 && guest.header("location").starts_with("/login"),
        "O8"
    );
    let mut bob = site.signed_in(BOB).await;
    for (query, words) in [("code=x&state=wrong", "O9"), ("code=x", "O10")] {
        let refused = bob.raw(site.http.get(way(query))).await;
        assert_eq!(
            (refused.status, refused.json()["exc_type"].as_str()),
            (417, Some("ValidationError")),
            "{words}"
        );
        assert!(
            refused
                .body
                .contains("Invalid token state! Check if the token has been created by the OAuth user.")
        );
    }
    let state = async |bob: &mut crate::support::Browser| query(&super::consent(bob, &app, "").await)["state"].clone();
    // O17: Frappe answers 500 with a traceback.
    server.becomes(|_| with_status(400, json!({ "error": "invalid_grant", "error_description": "no" })));
    let one = state(&mut bob).await;
    let refused = bob.raw(site.http.get(way(&format!("code=bad&state={one}")))).await;
    assert!(
        refused.status == 502 && refused.body.contains("no (invalid_grant)"),
        "O17 {}",
        refused.body
    );
    // O14: the state is used up, although nothing came of it.
    let again = bob.raw(site.http.get(way(&format!("code=bad&state={one}")))).await;
    assert_eq!(again.status, 417, "O14");
    // O18: Frappe answers 500 here, too.
    let one = state(&mut bob).await;
    let refused = bob
        .raw(site.http.get(way(&format!("error=access_denied&state={one}"))))
        .await;
    assert!(
        refused.status == 417 && refused.body.contains("access_denied"),
        "O18 {}",
        refused.body
    );
    // No such app.
    let none = bob
        .raw(
            site.http
                .get(site.url(&format!("{}?code=x&state=y", callback("nothing")))),
        )
        .await;
    assert_eq!(none.status, 404);
}

/// O12, O13: the Token Cache without its tokens, and `has_token` about oneself.
#[tokio::test]
async fn o12_o13_the_token_cache_shows_no_token_and_has_token_is_about_oneself() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({})).await;
    let (alice, bob) = (program(&site, ALICE).await, program(&site, BOB).await);
    let has =
        format!("/api/method/frappe.integrations.doctype.connected_app.connected_app.has_token?connected_app={app}");
    assert_eq!(bob.get(&has).await.json(), json!({ "message": false }));
    connect(&site, BOB, &app).await;
    assert_eq!(bob.get(&has).await.json(), json!({ "message": true }));
    assert_eq!(
        alice.get(&format!("{has}&connected_user={BOB}")).await.json(),
        json!({ "message": true })
    );
    // Frappe: anybody may ask about anybody.
    assert_eq!(bob.get(&format!("{has}&connected_user={ALICE}")).await.status, 403);
    assert_eq!(site.get(&has).await.status, 401);
    let cache = bob
        .get(&format!("/api/resource/Token%20Cache/{app}-bob%40example.com"))
        .await;
    let data = cache.json()["data"].clone();
    for (field, value) in [
        ("name", json!(format!("{app}-bob@example.com"))),
        ("user", json!(BOB)),
        ("connected_app", json!(app)),
        ("provider_name", json!("Mock")),
        ("access_token", json!("**********")),
        ("refresh_token", json!("**********")),
        ("expires_in", json!(3600)),
        ("token_type", json!("Bearer")),
        ("doctype", json!("Token Cache")),
    ] {
        assert_eq!(data[field], value, "{field}");
    }
    assert_eq!(data["scopes"][0]["scope"], "openid");
    assert!(data.get("state").is_none(), "no state stands around in clear");
    for (method, body) in [
        ("POST", json!({ "user": BOB })),
        ("PUT", json!({ "access_token": "mine" })),
    ] {
        let path = match method {
            "POST" => "/api/resource/Token%20Cache".to_owned(),
            _ => format!("/api/resource/Token%20Cache/{app}-bob%40example.com"),
        };
        assert_eq!(
            alice.call(method, &path, body).await.status,
            403,
            "nobody writes tokens"
        );
    }
    let deleted = bob
        .call(
            "DELETE",
            &format!("/api/resource/Token%20Cache/{app}-bob%40example.com"),
            Value::Null,
        )
        .await;
    assert_eq!((deleted.status, deleted.json()), (202, json!({ "data": "ok" })));
}

/// P2: what a refresh asks. Ours asks for no scope: what was granted may be less.
#[tokio::test]
async fn p2_a_refresh_sends_the_refresh_token_and_no_scope() {
    let site = site().await;
    let (server, app) = mock(&site, json!({ "token_endpoint_auth_method": "Client Secret Post" })).await;
    connect(&site, BOB, &app).await;
    let bob = program(&site, BOB).await;
    let path = format!("/api/method/frontdesk.connected_app.get_active_token?connected_app={app}");
    // P1: an unexpired token asks nothing.
    assert_eq!(bob.get(&path).await.json()["message"]["access_token"], "access-1");
    assert_eq!(server.count("/token"), 1);
    site.pass(3601);
    assert_eq!(bob.get(&path).await.json()["message"]["access_token"], "access-2");
    let sent = server.last("/token");
    for (field, value) in [
        ("grant_type", "refresh_token"),
        ("refresh_token", "refresh-1"),
        ("client_id", "mock-client"),
        ("client_secret", "mock-secret-1"),
        ("scope", ""),
    ] {
        assert_eq!(sent.form(field), value, "{field}");
    }
}

/// P3: the site's own token, by HTTP Basic, with its own Token Cache.
#[tokio::test]
async fn p3_the_sites_own_token() {
    let site = site().await;
    let (server, app) = mock(&site, json!({ "token_roles": [{ "role": "System Manager" }] })).await;
    let alice = program(&site, ALICE).await;
    let path = format!("/api/method/frontdesk.connected_app.get_active_token?connected_app={app}&service=1");
    assert_eq!(alice.get(&path).await.json()["message"]["access_token"], "access-1");
    let sent = server.last("/token");
    assert_eq!(sent.body, "grant_type=client_credentials&scope=openid+email");
    assert_eq!(
        sent.header("authorization"),
        "Basic bW9jay1jbGllbnQ6bW9jay1zZWNyZXQtMQ=="
    );
    assert_eq!(held(&site, &app, None).name, format!("{app}-"));
    // A second one is the same; an hour later it is a new one, by client credentials again.
    assert_eq!(alice.get(&path).await.json()["message"]["access_token"], "access-1");
    site.pass(3601);
    assert_eq!(alice.get(&path).await.json()["message"]["access_token"], "access-2");
    assert_eq!(server.last("/token").form("grant_type"), "client_credentials");
    // What was refused is told.
    site.pass(3601);
    server.becomes(|_| answer(json!({ "error": "unauthorized_client" })));
    let refused = alice.get(&path).await;
    assert!(
        refused.status == 502 && refused.body.contains("unauthorized_client"),
        "{}",
        refused.body
    );
}
