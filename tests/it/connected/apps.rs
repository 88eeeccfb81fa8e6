//! The record: what it takes, what it refuses, what it forgets.

use super::{fields, held, mock, site};
use crate::support::rude::{Act, Rude, json as answer, with_status};
use crate::support::{ALICE, BOB, Browser, Site, program};
use serde_json::{Value, json};

async fn read(site: &Site, app: &str) -> Value {
    let alice = program(site, ALICE).await;
    alice.get(&format!("/api/resource/Connected%20App/{app}")).await.json()["data"].clone()
}

/// Contract 16: a name is enough; the redirect URI appears at once and stays.
#[tokio::test]
async fn the_redirect_uri_appears_at_once_in_frappes_form() {
    let site = site().await;
    let alice = program(&site, ALICE).await;
    let made = alice
        .call(
            "POST",
            "/api/resource/Connected%20App",
            json!({ "provider_name": "frappe", "scopes": [{ "scope": "all" }] }),
        )
        .await;
    assert_eq!(made.status, 200, "{}", made.body);
    let made = made.json()["data"].clone();
    let name = made["name"].as_str().unwrap();
    let expected = site.url(&super::callback(name));
    assert_eq!(made["redirect_uri"], expected);
    assert_eq!(made["scopes"][0]["scope"], "all");
    assert_eq!(made["scopes"][0]["doctype"], "OAuth Scope");
    let refused = alice
        .call(
            "PUT",
            &format!("/api/resource/Connected%20App/{name}"),
            json!({ "redirect_uri": "https://evil.test/" }),
        )
        .await;
    assert_eq!(refused.status, 417);
    let mut browser = site.signed_in(ALICE).await;
    let form = browser.get(&format!("/app/connected-app/{name}")).await;
    assert_eq!(form.text("#panel-redirect-uri"), expected);
    assert_eq!(form.text("#panel-origin"), site.origin);
    assert!(form.text("#panel-missing").contains("Client Id"));
}

/// The redirect URI never changes without saying so: a new base URL is told, and taken on demand.
#[tokio::test]
async fn another_base_url_is_told_before_the_redirect_uri_changes() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({})).await;
    let former =
        "https://former.example.com/api/method/frappe.integrations.doctype.connected_app.connected_app.callback/x";
    let sql = "UPDATE connected_apps SET redirect_uri = ?2 WHERE name = ?1";
    site.meddle(sql, &[&app, &former]);
    let mut browser = site.signed_in(ALICE).await;
    let form = browser.get(&format!("/app/connected-app/{app}")).await;
    assert_eq!(form.text("#panel-redirect-uri"), former);
    assert!(form.body.contains("address has changed"));
    assert!(browser.get("/app/check-up").await.body.contains("former address"));
    let done = browser.press(&form, "action-use-new-redirect-uri", &[]).await;
    assert_eq!(done.text("#panel-redirect-uri"), site.url(&super::callback(&app)));
}

/// A79: the secret is sealed, bound to its row, and read as a mask everywhere.
#[tokio::test]
async fn a79_the_client_secret_is_sealed_and_never_read_again() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({})).await;
    // Whoever sends back what they read changes nothing.
    let document = read(&site, &app).await;
    assert_eq!(document["client_secret"], "**********");
    let alice = program(&site, ALICE).await;
    let same = alice
        .call("PUT", &format!("/api/resource/Connected%20App/{app}"), document)
        .await;
    assert_eq!(same.status, 200, "{}", same.body);
    let env = site.app.env.clone();
    let secret = |name: &str| {
        let found = site.app.db.read(|db| frontdesk::connected::apps::get(db, &env, name));
        found.map(|app| app.client_secret.map(|secret| secret.reveal().to_owned()))
    };
    assert_eq!(secret(&app).unwrap().as_deref(), Some("mock-secret-1"));
    for path in [
        "/api/resource/Connected%20App?fields=[%22client_secret%22]".to_owned(),
        "/api/resource/Connected%20App?filters=[[%22client_secret%22,%22like%22,%22mock%25%22]]".to_owned(),
    ] {
        assert_eq!(alice.get(&path).await.status, 417, "{path}");
    }
    let mut browser = site.signed_in(ALICE).await;
    let form = browser.get(&format!("/app/connected-app/{app}?tab=settings")).await;
    assert!(!form.body.contains("mock-secret-1") && form.value("client_secret").is_empty());
    // An empty field keeps it.
    let saved = browser.press(&form, "save", &[("provider_name", "Mock 2")]).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(secret(&app).unwrap().as_deref(), Some("mock-secret-1"));
    let log = alice.get("/api/resource/Activity%20Log?fields=[%22*%22]&limit=0").await;
    assert!(!log.body.contains("mock-secret-1"));
    // In another row it does not open.
    let other = site
        .add("Connected App", fields("https://example.com", json!({})))
        .await;
    let connection = rusqlite::Connection::open(site.data.0.join("frontdesk.db")).unwrap();
    connection
        .execute(
            "UPDATE connected_apps SET client_secret_sealed =
                 (SELECT client_secret_sealed FROM connected_apps WHERE name = ?1) WHERE name = ?2",
            [&app, &other],
        )
        .unwrap();
    assert!(secret(&other).is_err());
    let bytes = std::fs::read(site.data.0.join("frontdesk.db")).unwrap();
    assert!(!bytes.windows(13).any(|window| window == b"mock-secret-1"));
}

/// T02: another host at any address that the secret or tokens are sent to: the secret is forgotten, and where tokens
/// are sent nobody is connected any more.
#[tokio::test]
async fn t02_another_host_forgets_the_secret_and_sees_no_token() {
    let site = site().await;
    for (field, takes_tokens) in [
        ("token_uri", true),
        ("revocation_uri", true),
        ("userinfo_uri", true),
        ("introspection_uri", true),
        ("api_base_url", true),
        ("authorization_uri", false),
        ("openid_configuration", false),
        ("issuer", false),
    ] {
        let (server, app) = mock(&site, json!({ "provider_name": field })).await;
        let former = format!("{}/former/", server.origin);
        if !matches!(field, "token_uri" | "userinfo_uri") {
            site.change("Connected App", &app, json!({ field: former })).await;
        }
        super::connect(&site, BOB, &app).await;
        site.change(
            "Connected App",
            &app,
            json!({ field: format!("{}/same/", server.origin) }),
        )
        .await;
        assert_eq!(read(&site, &app).await["client_secret"], "**********", "{field}");
        site.change("Connected App", &app, json!({ field: "https://b.example.com/same/" }))
            .await;
        assert_eq!(read(&site, &app).await.get("client_secret"), None, "{field}");
        let fares = held(&site, &app, Some(BOB)).status;
        let is_ended = fares == frontdesk::connected::tokens::Status::ConnectAgain;
        assert_eq!(is_ended, takes_tokens, "{field}");
        // A secret that comes along is of the new host.
        let own = json!({ field: "https://c.example.com/same/", "client_secret": "new-secret-9" });
        site.change("Connected App", &app, own).await;
        assert_eq!(read(&site, &app).await["client_secret"], "**********", "{field}");
    }
}

#[tokio::test]
async fn values_that_cannot_work_are_refused_at_their_field() {
    let site = site().await;
    let alice = program(&site, ALICE).await;
    for (changed, field, words) in [
        (
            json!({ "token_uri": "http://example.com/token" }),
            "token_uri",
            "only https",
        ),
        (json!({ "token_uri": "https://10.0.0.1/token" }), "token_uri", "private"),
        (json!({ "userinfo_uri": "ftp://example.com" }), "userinfo_uri", "ftp"),
        (
            json!({ "authorization_uri": "javascript:alert(1)" }),
            "authorization_uri",
            "javascript",
        ),
        (
            json!({ "token_uri": "https://login.example.com/{tenant}/token" }),
            "token_uri",
            "{tenant}",
        ),
        (
            json!({ "revocation_uri": "https://example.com/#x" }),
            "revocation_uri",
            "fragment",
        ),
        (
            json!({ "query_parameters": [{ "key": "state", "value": "x" }] }),
            "query_parameters",
            "state is sent",
        ),
        (
            json!({ "query_parameters": "no pair" }),
            "query_parameters",
            "key=value",
        ),
        (
            json!({ "success_origins": "https://erp.example.com/path" }),
            "success_origins",
            "not an origin",
        ),
        (json!({ "pass_through": 1 }), "api_base_url", "Name the API"),
        (
            json!({ "api_token_header": "Cookie" }),
            "api_token_header",
            "not the name",
        ),
        (
            json!({ "token_endpoint_auth_method": "None", "use_pkce": 0 }),
            "use_pkce",
            "switch it on",
        ),
        (
            json!({ "webhook_url": "http://hooks.example.com" }),
            "webhook_url",
            "only https",
        ),
    ] {
        let body = fields("https://a.example.com", changed);
        let refused = alice.call("POST", "/api/resource/Connected%20App", body).await;
        assert_eq!(refused.status, 417, "{field}: {}", refused.body);
        assert!(
            refused.body.contains(field) && refused.body.contains(words),
            "{words}: {}",
            refused.body
        );
    }
}

/// A70: whoever may manage apps still cannot lead other people's tokens to themselves.
#[tokio::test]
async fn a70_a_delegated_manager_leads_no_tokens_elsewhere() {
    let site = site().await;
    let (_server, app) = mock(&site, json!({})).await;
    site.add("Role", json!({ "role_name": "Integrator" })).await;
    for record_type in ["Connected App", "Token Cache"] {
        let mut permission = json!({ "role": "Integrator", "document_type": record_type, "read": 1 });
        if record_type == "Connected App" {
            permission["write"] = json!(1);
            permission["create"] = json!(1);
        }
        site.add("Role Permission", permission).await;
    }
    site.add_user("carol@example.com", "Carol", &["Integrator"]).await;
    let carol = program(&site, "carol@example.com").await;
    let path = format!("/api/resource/Connected%20App/{app}");
    for body in [
        json!({ "token_roles": [{ "role": "Integrator" }] }),
        json!({ "token_uri": "https://evil.example.com/token" }),
        json!({ "revocation_uri": "https://evil.example.com/revoke" }),
        json!({ "userinfo_uri": "https://evil.example.com/me" }),
        json!({ "authorization_uri": "https://evil.example.com/authorize" }),
        json!({ "token_endpoint_auth_method": "Private Key JWT" }),
    ] {
        let refused = carol.call("PUT", &path, body.clone()).await;
        assert_eq!(refused.status, 403, "{body}: {}", refused.body);
    }
    assert_eq!(
        carol.call("PUT", &path, json!({ "scopes": "openid" })).await.status,
        200
    );
    let own = fields(
        "https://a.example.com",
        json!({ "token_roles": [{ "role": "Integrator" }] }),
    );
    assert_eq!(
        carol.call("POST", "/api/resource/Connected%20App", own).await.status,
        403
    );
    // This site's own key vouches for nothing that she sets up.
    let own = fields(
        "https://a.example.com",
        json!({ "token_endpoint_auth_method": "Private Key JWT" }),
    );
    let refused = carol.call("POST", "/api/resource/Connected%20App", own).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    let own = fields("https://a.example.com", json!({}));
    assert_eq!(
        carol.call("POST", "/api/resource/Connected%20App", own).await.status,
        200
    );
    let bob = program(&site, BOB).await;
    assert_eq!(bob.get(&path).await.status, 403);
}

/// T01: an empty address of an app that holds a secret or a token leads as much as another one: neither a delegated
/// manager nor a narrow token of a System Manager sets it, by hand or by the OpenID Configuration.
#[tokio::test]
async fn t01_an_empty_address_of_a_live_app_is_set_by_system_managers_only() {
    let site = site().await;
    let empty = json!({ "revocation_uri": "", "userinfo_uri": "", "introspection_uri": "", "api_base_url": "" });
    let (server, app) = mock(&site, empty).await;
    site.add("Role", json!({ "role_name": "Integrator" })).await;
    let permission =
        json!({ "role": "Integrator", "document_type": "Connected App", "read": 1, "write": 1, "create": 1 });
    site.add("Role Permission", permission).await;
    site.add_user("carol@example.com", "Carol", &["Integrator"]).await;
    let carol = program(&site, "carol@example.com").await;
    let path = format!("/api/resource/Connected%20App/{app}");
    let scope = json!({ "scope": "apps", "description": "Apps", "write_types": ["Connected App"] });
    site.add("OAuth Scope", scope).await;
    let client = site.add_client(json!({ "scopes": "apps" })).await;
    let narrow = site.tokens_of(ALICE, &client, &[("scope", "apps")]).await;
    let narrow = site.bearer(&narrow.access);
    for field in [
        "revocation_uri",
        "userinfo_uri",
        "introspection_uri",
        "api_base_url",
        "openid_configuration",
        "issuer",
    ] {
        let body = json!({ field: "https://evil.example.com/x" });
        let refused = carol.call("PUT", &path, body.clone()).await;
        assert_eq!(refused.status, 403, "{field}: {}", refused.body);
        assert!(refused.body.contains(field), "{}", refused.body);
        let refused = narrow.call("PUT", &path, body).await;
        assert_eq!(refused.status, 403, "{field}: {}", refused.body);
    }
    // Where nothing is held yet, whoever sets the app up also says where it leads.
    let own = fields(&server.origin, json!({ "client_secret": null, "userinfo_uri": "" }));
    let made = carol.call("POST", "/api/resource/Connected%20App", own).await;
    let own = format!(
        "/api/resource/Connected%20App/{}",
        made.json()["data"]["name"].as_str().unwrap()
    );
    let set = json!({ "userinfo_uri": format!("{}/userinfo", server.origin) });
    let set = carol.call("PUT", &own, set).await;
    assert_eq!(set.status, 200, "{}", set.body);
}

/// What was connected at the former host never reaches the new one, whatever anybody presses.
#[tokio::test]
async fn tokens_of_the_former_host_never_reach_the_new_one() {
    let site = site().await;
    let (_former, app) = mock(&site, json!({})).await;
    let mut bob = super::connect(&site, BOB, &app).await;
    let new = Rude::start(|_| with_status(500, json!({}))).await;
    let moved = json!({
        "token_uri": format!("{}/token", new.origin), "revocation_uri": format!("{}/revoke", new.origin),
        "userinfo_uri": format!("{}/userinfo", new.origin), "client_secret": "of-the-new-host",
    });
    site.change("Connected App", &app, moved).await;
    let page = bob.get("/me/connections").await;
    assert!(page.body.contains("must be connected again"), "{}", page.body);
    let csrf = bob.csrf_of_home().await;
    let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let form = [text("csrf_token", &csrf), text("connected_app", &app)];
    bob.post("/me/connections/refresh", &form).await;
    frontdesk::connected::refresh::refresh_due(&site.app.world())
        .await
        .unwrap();
    site.pass(3600);
    frontdesk::connected::refresh::refresh_due(&site.app.world())
        .await
        .unwrap();
    bob.post("/me/connections/disconnect", &form).await;
    frontdesk::jobs::send_due(&site.app).await.unwrap();
    assert_eq!(new.connections(), 0, "{:?}", new.seen());
}

/// Names of apps may hold a hyphen: two that are written alike stay two.
#[tokio::test]
async fn connections_whose_names_are_written_alike_stay_apart() {
    let site = site().await;
    let (server, _) = mock(&site, json!({})).await;
    for name in ["google", "google-drive"] {
        let input = frontdesk::records::Input::from_json(
            &frontdesk::connected::record_types::CONNECTED_APP,
            fields(&server.origin, json!({})).as_object().unwrap(),
            None,
        );
        let (caller, input) = (site.operator(), input.unwrap());
        let record_type = &frontdesk::connected::record_types::CONNECTED_APP;
        site.app
            .db
            .write(move |db| {
                frontdesk::records::verbs::insert_as(&caller.writing(db), record_type, &input, Some(name)).map(drop)
            })
            .await
            .unwrap();
    }
    let twin = format!("drive-{BOB}");
    site.add_user(&twin, "Mallory", &[]).await;
    super::connect(&site, &twin, "google").await;
    super::connect(&site, BOB, "google-drive").await;
    let (first, second) = (
        held(&site, "google", Some(&twin)),
        held(&site, "google-drive", Some(BOB)),
    );
    assert_eq!(
        (first.access_token.reveal(), second.access_token.reveal()),
        ("access-1", "access-2")
    );
    assert_ne!(first.name, second.name);
}

/// Get OpenID Configuration fills everything in, and says why when it cannot.
#[tokio::test]
async fn the_openid_configuration_is_taken_over() {
    let site = site().await;
    let server = Rude::start(|_| Act::HangUp).await;
    let origin = server.origin.clone();
    let document = json!({
        "issuer": origin, "authorization_endpoint": format!("{origin}/auth"), "token_endpoint": format!("{origin}/tok"),
        "userinfo_endpoint": format!("{origin}/me"), "revocation_endpoint": format!("{origin}/rev"),
        "introspection_endpoint": format!("{origin}/intro"), "code_challenge_methods_supported": ["plain", "S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "none"],
    });
    let app = site
        .add(
            "Connected App",
            json!({ "provider_name": "Found", "openid_configuration": origin, "client_secret": "kept-secret" }),
        )
        .await;
    let mut alice = site.signed_in(ALICE).await;
    let press = async |alice: &mut Browser| {
        let form = alice.get(&format!("/app/connected-app/{app}")).await;
        alice.press(&form, "action-take-over-openid-configuration", &[]).await
    };
    for (script, words) in [
        (with_status(404, json!({})), "status 404"),
        (
            Act::Answer(200, vec![("content-type", "text/html".into())], b"<html>".to_vec()),
            "a web page",
        ),
        (
            Act::Answer(
                302,
                vec![("location", "http://169.254.169.254/x?secret=1".into())],
                vec![],
            ),
            "redirects are not followed",
        ),
        (
            Act::Answer(200, vec![("content-encoding", "gzip".into())], vec![0; 100]),
            "packed its answer",
        ),
        (answer(json!([1])), "no JSON object"),
        (
            answer(json!({ "issuer": "https://other.example.com" })),
            "it says that it is of https://other.example.com",
        ),
        (
            answer(json!({ "issuer": origin, "authorization_endpoint": "x" })),
            "no token_endpoint",
        ),
        (Act::HangUp, "broke the connection off"),
    ] {
        let mut script = Some(script);
        server.becomes(move |_| script.take().unwrap_or(Act::HangUp));
        let page = press(&mut alice).await;
        assert_eq!(page.status, 502, "{words}");
        let told = page.text("#form-mistakes");
        assert!(told.contains(words) && told.contains(&origin), "{words}: {told}");
        assert!(!told.contains("secret=1"));
    }
    let found = document.clone();
    // Frappe has it at a path of its own, and says so.
    server.becomes(move |seen| match seen.path() {
        "/.well-known/openid-configuration" => Act::Answer(301, vec![("location", "/api/method/doc".into())], vec![]),
        _ => answer(found.clone()),
    });
    let page = press(&mut alice).await;
    assert_eq!(server.count("/api/method/doc"), 1);
    assert!(
        page.body.contains("OpenID Configuration fetched successfully"),
        "{}",
        page.body
    );
    let record = read(&site, &app).await;
    for (field, path) in [
        ("authorization_uri", "/auth"),
        ("token_uri", "/tok"),
        ("userinfo_uri", "/me"),
        ("revocation_uri", "/rev"),
        ("introspection_uri", "/intro"),
        ("issuer", ""),
        ("openid_configuration", "/.well-known/openid-configuration"),
    ] {
        assert_eq!(record[field], format!("{origin}{path}"), "{field}");
    }
    assert_eq!(record["use_pkce"], 1);
    assert_eq!(record["token_endpoint_auth_method"], "Client Secret Post");
    assert_eq!(record["client_secret"], "**********");
    // The issuer is pinned: another one is not believed any more.
    let mut changed = document;
    changed["issuer"] = json!("https://changed.example.com");
    server.becomes(move |_| answer(changed.clone()));
    site.change(
        "Connected App",
        &app,
        json!({ "openid_configuration": format!("{origin}/x/.well-known/openid_configuration") }),
    )
    .await;
    let page = press(&mut alice).await;
    assert!(
        page.text("#form-mistakes")
            .contains("is now https://changed.example.com"),
        "{}",
        page.body
    );
}

/// Every preset fills in a form that can be saved as it is.
#[tokio::test]
async fn every_preset_begins_a_form_that_can_be_saved() {
    let site = site().await;
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app/connected-app/new").await;
    for preset in frontdesk::connected::apps::presets::all() {
        let link = format!("/app/connected-app/new?preset={}", preset.key);
        assert!(page.body.contains(&format!("href=\"{link}\"")), "{}", preset.key);
        let begun = alice.get(&link).await;
        if let Some(ask) = preset.asks.first() {
            // Without an answer the blank is named.
            assert!(begun.has(&format!("ask-{}", ask.name)));
            let refused = alice.press(&begun, "save", &[]).await;
            assert_eq!(refused.status, 422, "{}", preset.key);
            assert!(refused.body.contains("Put your own value"), "{}", refused.body);
        }
        let answers: Vec<(&str, &str)> = preset
            .asks
            .iter()
            .map(|ask| (ask.name.as_str(), ask.example.as_str()))
            .collect();
        let filled = alice
            .get(&frontdesk::web::params::with_query(&link, &answers).replace("??", "?"))
            .await;
        let saved = alice.press(&filled, "save", &[]).await;
        assert_eq!(saved.status, 200, "{}: {}", preset.key, saved.text("#form-mistakes"));
        assert!(
            saved
                .body
                .contains(preset.register_how.split(['\'', '"', '&']).next().unwrap()),
            "{}",
            preset.key
        );
        let name = saved
            .address
            .rsplit('/')
            .next()
            .unwrap()
            .split('?')
            .next()
            .unwrap()
            .to_owned();
        let record = read(&site, &name).await;
        assert_eq!(record["preset"], preset.key.as_str());
        assert_eq!(record["use_pkce"], i64::from(preset.use_pkce));
        let keys: Vec<&str> = preset.query_parameters.keys().map(String::as_str).collect();
        let rows = record["query_parameters"].as_array().unwrap();
        assert_eq!(
            rows.iter().map(|row| row["key"].as_str().unwrap()).collect::<Vec<_>>(),
            keys
        );
        assert!(rows.iter().all(|row| row["doctype"] == "Query Parameters"));
    }
}

/// An export holds no tokens, and the secrets only under the passphrase; an import brings the app back.
#[tokio::test]
async fn an_app_moves_with_its_secret_and_without_tokens() {
    use frontdesk::transfer::{export, file, plan, secrets};
    let old = site().await;
    let (_server, app) = mock(
        &old,
        json!({ "query_parameters": [{ "key": "access_type", "value": "offline" }] }),
    )
    .await;
    super::connect(&old, BOB, &app).await;
    let env = old.app.env.clone();
    let (sealed, document) = old
        .app
        .db
        .read(|db| {
            let sealed = secrets::seal(&env, &secrets::collect(db, &env)?, "a long passphrase")?;
            Ok((
                sealed.clone(),
                export::document(&old.operator().reading(db), Some(sealed))?,
            ))
        })
        .unwrap();
    let text = document.to_string();
    assert!(!text.contains("mock-secret-1") && !text.contains("access-1") && !text.contains("refresh-1"));
    let new = site().await;
    let node = file::read(&text, false).unwrap();
    let opened = secrets::open(&sealed, "a long passphrase").unwrap();
    let caller = new.operator();
    let report = new
        .app
        .db
        .write(move |db| {
            let report = plan::run(&caller.writing(db), &node, &Default::default(), None)?;
            secrets::restore(db, &caller.env, &opened)?;
            Ok(report)
        })
        .await
        .unwrap();
    assert!(report.mistakes.is_empty(), "{:?}", report.mistakes);
    let env = new.app.env.clone();
    let moved = new
        .app
        .db
        .read(|db| frontdesk::connected::apps::get(db, &env, &app))
        .unwrap();
    assert_eq!(moved.client_secret.unwrap().reveal(), "mock-secret-1");
    assert_eq!(
        moved.query_parameters,
        [("access_type".to_owned(), "offline".to_owned())]
    );
}
