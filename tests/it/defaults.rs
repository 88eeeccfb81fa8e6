//! What a new client is, and that it fits the apps that people have: how it proves who it is, who may sign in, what it
//! is granted, what silent renewal and browser apps may do.

use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, BOB, Site, TestClient, payload, program, query};
use serde_json::{Value, json};

const CALLBACK: &str = "http://127.0.0.1:9999/cb";

/// A client of which only the name and the address were said.
async fn plain(site: &Site, more: Value) -> TestClient {
    let alice = program(site, ALICE).await;
    let mut fields = json!({ "app_name": "Shop", "redirect_uris": CALLBACK, "allowed_roles": ["All"], "scopes": "openid profile email groups offline_access" });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    let made = alice.call("POST", "/api/resource/OAuth%20Client", fields).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let made = &made.json()["data"];
    TestClient {
        id: made["name"].as_str().unwrap().to_owned(),
        secret: made["client_secret"].as_str().unwrap_or_default().to_owned(),
    }
}

async fn code(site: &Site, client: &TestClient) -> String {
    let mut bob = site.signed_in(BOB).await;
    bob.code(client, &[("scope", "openid email")]).await
}

/// The secret comes by Basic or by Post; one request uses one of them, and strict methods stay strict.
#[tokio::test]
async fn c62_r30_a_new_client_sends_its_secret_by_basic_or_post() {
    let site = Site::new().await;
    let either = plain(&site, json!({})).await;
    let strict = plain(&site, json!({ "token_endpoint_auth_method": "Client Secret Basic" })).await;
    let ask = async |client: &TestClient, code: &str, basic: bool, post: bool| {
        let verifier = crate::support::VERIFIER;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", verifier),
        ];
        if post {
            form.extend([
                ("client_id", client.id.as_str()),
                ("client_secret", client.secret.as_str()),
            ]);
        }
        let request = site.http.post(site.url("/oauth2/token")).form(&form);
        let request = match basic {
            true => request.basic_auth(&client.id, Some(&client.secret)),
            false => request,
        };
        site.send(request).await.status
    };
    for (client, basic, post, status) in [
        (&either, true, false, 200),
        (&either, false, true, 200),
        (&either, true, true, 400),
        (&strict, true, false, 200),
        (&strict, false, true, 401),
    ] {
        let code = code(&site, client).await;
        assert_eq!(
            ask(client, &code, basic, post).await,
            status,
            "basic {basic}, post {post}"
        );
    }
}

/// A public client that sends Basic with an empty secret is taken for what it is; one with a secret never is.
#[tokio::test]
async fn a_public_client_may_send_an_empty_secret() {
    let site = Site::new().await;
    let public = plain(&site, json!({ "token_endpoint_auth_method": "None" })).await;
    let secret = plain(&site, json!({})).await;
    for (client, status) in [(&public, 200), (&secret, 401)] {
        let code = code(&site, client).await;
        let verifier = crate::support::VERIFIER;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", CALLBACK),
            ("code_verifier", verifier),
        ];
        let request = site
            .http
            .post(site.url("/oauth2/token"))
            .basic_auth(&client.id, Some(""))
            .form(&form);
        assert_eq!(site.send(request).await.status, status);
    }
}

/// What the client may not have is left out: the consent does not show it, the answer says what was granted, Diagnostics
/// tells it once somebody has signed in. The button that mends it gives nothing that reaches far.
#[tokio::test]
async fn scopes_that_are_not_the_clients_are_left_out() {
    let site = Site::new().await;
    let client = plain(&site, json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let asked = [("scope", "openid phone all nope")];
    let page = bob.get(&authorize_path(&client, &asked)).await;
    assert!(
        !page.text("main").contains("phone") && !page.text("main").contains("everything"),
        "{}",
        page.body
    );
    let refused = async || {
        let alice = program(&site, ALICE).await;
        let list =
            "/api/resource/Refused%20Request?fields=[\"name\",\"scopes\"]&filters={\"error\":\"scope_left_out\"}";
        alice.get(list).await.json()["data"].clone()
    };
    assert_eq!(
        refused().await,
        json!([]),
        "whoever sends a request without signing in says nothing"
    );
    let back = bob.press(&page, "consent-allow", &[]).await;
    let tokens = Tokens::of(&site.exchange(&client, &query(&back.address)["code"], &[]).await);
    assert_eq!(tokens.scope, "openid");
    let found = refused().await;
    assert_eq!(found[0]["scopes"], "phone all nope", "{found}");
    let alice = program(&site, ALICE).await;
    let action = format!(
        "/api/resource/Refused%20Request/{}?run_method=add_scopes",
        found[0]["name"].as_str().unwrap()
    );
    assert_eq!(alice.call("POST", &action, json!({})).await.status, 200);
    let scopes = alice
        .get(&format!("/api/resource/OAuth%20Client/{}", client.id))
        .await
        .json()["data"]["scopes"]
        .clone();
    assert_eq!(scopes, "openid profile email groups offline_access phone");
    let none = bob.get(&authorize_path(&client, &[("scope", "nope")])).await;
    assert!(none.address.contains("error=invalid_scope"), "{}", none.address);
}

/// ID tokens say who somebody is, by what was granted.
#[tokio::test]
async fn the_id_token_of_a_new_client_says_what_was_granted() {
    let site = Site::new().await;
    let client = plain(&site, json!({ "frappe_openid": 0 })).await;
    let tokens = site
        .tokens_of(BOB, &client, &[("scope", "openid profile email groups")])
        .await;
    let claims = payload(&tokens.id);
    assert_eq!(
        (
            &claims["email"],
            &claims["email_verified"],
            &claims["preferred_username"],
            &claims["groups"]
        ),
        (&json!(BOB), &json!(true), &json!("bob"), &json!(null))
    );
    let tokens = site.tokens_of(BOB, &client, &[("scope", "openid")]).await;
    assert_eq!(payload(&tokens.id).get("email"), None);
}

/// The pages that a public client sends people back to may call from the browser; those of others may not.
#[tokio::test]
async fn r16_pages_of_a_public_client_may_call() {
    let site = Site::new().await;
    let uris = "https://spa.example/cb com.example.spa:/cb";
    let public = plain(
        &site,
        json!({ "token_endpoint_auth_method": "None", "redirect_uris": uris }),
    )
    .await;
    plain(&site, json!({ "redirect_uris": "https://server.example/cb" })).await;
    let preflight = async |path: &str, origin: &str| {
        let request = site
            .http
            .request(reqwest::Method::OPTIONS, site.url(path))
            .header("origin", origin);
        site.send(request)
            .await
            .header("access-control-allow-origin")
            .to_owned()
    };
    for path in ["/oauth2/token", "/oauth2/userinfo", "/oauth2/revoke"] {
        assert_eq!(
            preflight(path, "https://spa.example").await,
            "https://spa.example",
            "{path}"
        );
        for other in [
            "https://server.example",
            "https://evil.example",
            "null",
            "com.example.spa://",
        ] {
            assert_eq!(preflight(path, other).await, "", "{path} {other}");
        }
    }
    for path in ["/.well-known/openid-configuration", "/oauth2/jwks"] {
        assert_eq!(preflight(path, "https://anybody.example").await, "*", "{path}");
    }
    assert_eq!(preflight("/oauth2/authorize", "https://spa.example").await, "");
    site.change("OAuth Client", &public.id, json!({ "enabled": 0 })).await;
    assert_eq!(
        preflight("/oauth2/token", "https://spa.example").await,
        "",
        "switched off"
    );
}

/// `prompt=none` goes on with what was allowed, for every redirect URI of the client, even where Force asks at each sign-in.
#[tokio::test]
async fn c42_silent_renewal_works_for_what_was_allowed() {
    let site = Site::new().await;
    let uris = "https://app.example/cb https://app.example/silent.html";
    let client = plain(&site, json!({ "redirect_uris": uris })).await;
    let mut bob = site.signed_in(BOB).await;
    let to = |uri: &'static str, prompt: &'static str| {
        [("redirect_uri", uri), ("prompt", prompt), ("scope", "openid email")]
    };
    let silent = to("https://app.example/silent.html", "none");
    let before = bob.get(&authorize_path(&client, &silent)).await;
    assert!(before.address.contains("error=consent_required"), "{}", before.address);
    bob.code(&client, &to("https://app.example/cb", "")).await;
    let after = bob.get(&authorize_path(&client, &silent)).await;
    assert!(query(&after.address).contains_key("code"), "{}", after.address);
    let more = [
        ("redirect_uri", "https://app.example/silent.html"),
        ("prompt", "none"),
        ("scope", "openid groups"),
    ];
    let more = bob.get(&authorize_path(&client, &more)).await;
    assert!(
        more.address.contains("error=consent_required"),
        "more than was allowed: {}",
        more.address
    );
    let again = bob
        .get(&authorize_path(&client, &to("https://app.example/cb", "")))
        .await;
    assert!(query(&again.address).contains_key("code"), "Auto, as installed");
    site.force().await;
    let after = bob.get(&authorize_path(&client, &silent)).await;
    assert!(query(&after.address).contains_key("code"), "{}", after.address);
    let asked = bob
        .get(&authorize_path(&client, &to("https://app.example/cb", "")))
        .await;
    assert!(
        asked.has("consent-allow"),
        "a sign-in that is not silent is asked about: Force"
    );
    let mut alice = site.signed_in(ALICE).await;
    let other = alice.get(&authorize_path(&client, &silent)).await;
    assert!(
        other.address.contains("error=consent_required"),
        "somebody else: {}",
        other.address
    );
}

/// A page that is being developed on localhost renews itself in a frame only.
#[tokio::test]
async fn r26_a_loopback_page_renews_in_a_frame_only() {
    let site = Site::new().await;
    let page = "http://localhost:5173/cb";
    let client = plain(
        &site,
        json!({ "redirect_uris": page, "token_endpoint_auth_method": "None" }),
    )
    .await;
    let mut bob = site.signed_in(BOB).await;
    bob.code(&client, &[("redirect_uri", page), ("scope", "openid")]).await;
    let silent = authorize_path(
        &client,
        &[("redirect_uri", page), ("scope", "openid"), ("prompt", "none")],
    );
    let top = bob.get(&silent).await;
    assert!(top.address.contains("error=consent_required"), "{}", top.address);
    let framed = site.http.get(site.url(&silent)).header("sec-fetch-dest", "iframe");
    let framed = bob.raw(framed).await;
    assert!(
        query(framed.header("location")).contains_key("code"),
        "{}",
        framed.header("location")
    );
}

/// Who may sign in is the first question; what the choice comes to is told while one chooses.
#[tokio::test]
async fn who_may_sign_in_is_chosen_with_a_count() {
    let site = Site::new().await;
    site.add("Role", json!({ "role_name": "Cook", "desk_access": 0 })).await;
    site.change("User", BOB, json!({ "roles": ["Cook"] })).await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get("/app/oauth-client/new").await;
    assert_eq!(form.text("#allowed_roles-come-to"), "Open to 2 of 2 people.");
    let told = async |alice: &mut crate::support::Browser, chosen: &str| {
        alice
            .get(&format!("/come-to/OAuth%20Client/allowed_roles?{chosen}"))
            .await
            .body
    };
    assert_eq!(
        told(&mut alice, "allowed_roles=&allowed_roles=Cook").await,
        "Open to 1 of 2 people."
    );
    assert_eq!(
        told(&mut alice, "allowed_roles=Desk%20User").await,
        "Open to 1 of 2 people."
    );
    assert_eq!(told(&mut alice, "allowed_roles=All").await, "Open to 2 of 2 people.");
    let typed = [("app_name", "Shop"), ("redirect_uris", "https://shop.example/cb")];
    let made = alice.press(&form, "save", &typed).await;
    let id = made.value("client_id");
    let record = program(&site, ALICE)
        .await
        .get(&format!("/api/resource/OAuth%20Client/{id}"))
        .await
        .json();
    assert_eq!(record["data"]["allowed_roles"][0]["role"], "All");
    assert_eq!(record["data"]["post_logout_redirect_uris"], "https://shop.example/");
    assert_eq!(record["data"]["scopes"], "openid profile email groups offline_access");
    // With the secret that was just made, the settings are filled in.
    let secret = made.value("client_secret");
    let settings = alice.press(&made, "taking", &[("with", "curl")]).await;
    assert!(settings.text("ol.howto").contains(&secret), "{}", settings.body);
}

/// The buttons that let somebody in: everybody, or this person by a role that lets nobody do anything here.
#[tokio::test]
async fn a70_the_buttons_that_admit_somebody_give_no_power() {
    let site = Site::new().await;
    let refused = async |allowed: Value| {
        let client = plain(&site, json!({ "allowed_roles": allowed })).await;
        let mut bob = site.signed_in(BOB).await;
        let page = bob.get(&authorize_path(&client, &[("scope", "openid")])).await;
        assert_eq!(page.status, 403);
        (client, page.text("#reference"))
    };
    let press = async |reference: &str, action: &str, body: Value| {
        let path = format!("/api/resource/Refused%20Request/{reference}?run_method={action}");
        program(&site, ALICE).await.call("POST", &path, body).await
    };
    let (_, reference) = refused(json!(["System Manager"])).await;
    let answer = press(&reference, "give_role", json!({})).await;
    assert_eq!(answer.status, 417, "{}", answer.body);
    assert!(!site.user(BOB).roles.contains(&"System Manager".to_owned()));
    let mut desk = site.signed_in(ALICE).await;
    let check_up = desk.get("/app/check-up").await;
    assert!(
        check_up.text("main").contains("may not sign in to Shop"),
        "{}",
        check_up.body
    );
    assert!(!check_up.text("main").contains("the role System Manager"));
    let (client, reference) = refused(json!(["Desk User"])).await;
    assert!(
        desk.get("/app/check-up")
            .await
            .text("main")
            .contains("Give bob@example.com the role Employee")
    );
    assert_eq!(press(&reference, "give_role", json!({})).await.status, 200);
    assert!(site.user(BOB).roles.contains(&"Employee".to_owned()));
    let mut bob = site.signed_in(BOB).await;
    assert!(
        bob.get(&authorize_path(&client, &[("scope", "openid")]))
            .await
            .has("consent-allow")
    );
    site.change("User", BOB, json!({ "roles": [] })).await;
    assert_eq!(press(&reference, "admit_everybody", json!({})).await.status, 200);
    assert!(
        bob.get(&authorize_path(&client, &[("scope", "openid")]))
            .await
            .has("consent-allow")
    );
}

/// What is printed into commands and code holds nothing that a shell or a program would take for its own.
#[tokio::test]
async fn nothing_foreign_stands_in_commands() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    for bad in [
        "https://x.test/cb?`id`",
        "https://x.test/$(id)",
        "https://x.test/cb?'.system(1).'",
        "https://x.test/cb?\"x",
        "https://a&{touch,x}&b/cb",
        "https://x.test/a|b",
        "https://a;b/cb",
    ] {
        let fields = json!({ "app_name": "X", "redirect_uris": [bad] });
        let answer = alice.call("POST", "/api/resource/OAuth%20Client", fields).await;
        assert_eq!(answer.status, 417, "{bad}: {}", answer.body);
    }
    // One that is older than this rule is not printed.
    let client = plain(&site, json!({})).await;
    let uri = "https://x.test/cb?(id)!x";
    site.change(
        "OAuth Client",
        &client.id,
        json!({ "redirect_uris": uri, "default_redirect_uri": uri }),
    )
    .await;
    let mut desk = site.signed_in(ALICE).await;
    for slug in ["curl", "php", "frappe", "oidc-agent", "python-flask-authlib"] {
        let page = desk
            .get(&format!("/app/oauth-client/{}/connect?with={slug}", client.id))
            .await;
        assert!(!page.text("ol.howto").contains("(id)"), "{slug}");
        assert!(page.text("#steps .note").contains("percent-encoding"), "{slug}");
    }
}

/// Usernames are one person's; what apps call accounts of their own is nobody's by chance.
#[tokio::test]
async fn usernames_are_unique_and_not_an_apps_own() {
    let site = Site::new().await;
    site.add_user("bob@example.org", "Other Bob", &[]).await;
    site.add_user("admin@example.org", "Ada", &[]).await;
    assert_eq!(
        (site.user(BOB).username, site.user("bob@example.org").username),
        ("bob".into(), "bob2".into())
    );
    assert_eq!(site.user("admin@example.org").username, "admin2");
    let alice = program(&site, ALICE).await;
    let path = format!("/api/resource/User/{BOB}");
    for (username, status) in [
        ("bob2", 417),
        ("BOB2", 417),
        ("a b", 417),
        ("a@b", 417),
        ("Robert", 200),
    ] {
        let answer = alice.call("PUT", &path, json!({ "username": username })).await;
        assert_eq!(answer.status, status, "{username}: {}", answer.body);
    }
    assert_eq!(site.user(BOB).username, "robert");
    site.change("User", BOB, json!({ "roles": ["User Manager"] })).await;
    let bob = program(&site, BOB).await;
    let answer = bob.call("PUT", &path, json!({ "username": "root" })).await;
    assert_eq!(answer.status, 417, "{}", answer.body);
}

/// The protocol's endpoints keep to the body by whatever door: `cmd` at `/` opens no other way to a secret.
#[tokio::test]
async fn r20_cmd_takes_no_client_secret_from_the_address() {
    let site = Site::new().await;
    let client = plain(&site, json!({})).await;
    let cmd = "frappe.integrations.oauth2.introspect_token";
    let address = format!(
        "/?cmd={cmd}&client_id={}&client_secret={}&token=x",
        client.id, client.secret
    );
    let answer = site.send(site.http.post(site.url(&address))).await;
    assert_eq!(
        (answer.status, answer.error().as_str()),
        (400, "invalid_request"),
        "{}",
        answer.body
    );
    for cmd in ["../../login", "a/b", ""] {
        let answer = site.send(site.http.get(site.url(&format!("/?cmd={cmd}")))).await;
        assert_eq!(answer.status, 303, "{cmd}: no method is called so");
    }
    let logged = site
        .http
        .post(site.url("/"))
        .form(&[("cmd", "login"), ("usr", ALICE), ("pwd", "wrong")]);
    assert_eq!(site.send(logged).await.status, 401);
}

/// Another name for a role or a person: what names it follows, and power stays where it was.
#[tokio::test]
async fn a70_what_is_renamed_keeps_what_it_has() {
    let site = Site::new().await;
    site.add("Role", json!({ "role_name": "Cook" })).await;
    site.change("User", BOB, json!({ "roles": ["Cook", "User Manager"] }))
        .await;
    let client = plain(&site, json!({ "allowed_roles": ["Cook"] })).await;
    let alice = program(&site, ALICE).await;
    let sub = site.user(BOB).id;
    let rename = async |by: &crate::support::Program<'_>, of: &str, old: &str, new: &str| {
        let body = json!({ "doctype": of, "old_name": old, "new_name": new });
        by.call("POST", "/api/method/frappe.client.rename_doc", body).await
    };
    assert_eq!(rename(&alice, "Role", "Cook", "Chef").await.json()["message"], "Chef");
    assert!(site.user(BOB).roles.contains(&"Chef".to_owned()));
    let record = alice
        .get(&format!("/api/resource/OAuth%20Client/{}", client.id))
        .await
        .json();
    assert_eq!(record["data"]["allowed_roles"][0]["role"], "Chef");
    for (of, old, new, status) in [
        ("Role", "System Manager", "Boss", 417),
        ("Role", "Chef", "System Manager", 409),
        ("OAuth Client", client.id.as_str(), "chosen", 417),
        ("User", BOB, ALICE, 409),
        ("User", BOB, "no email", 417),
    ] {
        assert_eq!(rename(&alice, of, old, new).await.status, status, "{of} {new}");
    }
    let bob = program(&site, BOB).await;
    assert_eq!(
        rename(&bob, "User", BOB, "boss@example.com").await.status,
        403,
        "only System Managers rename people"
    );
    assert_eq!(rename(&bob, "Role", "Chef", "Cook").await.status, 403);
    assert_eq!(
        rename(&alice, "User", BOB, "Robert@example.com").await.json()["message"],
        "robert@example.com"
    );
    assert_eq!(site.user("robert@example.com").id, sub, "apps know him by the same sub");
}

/// One record is the same record whichever door made it; what Frappe's REST means when it says nothing is on the form.
#[tokio::test]
async fn one_record_is_the_same_whichever_door_made_it() {
    let site = Site::new().await;
    let said = json!({ "app_name": "Shop", "redirect_uris": "https://shop.example/cb" });
    let by_operator = site.add("OAuth Client", said.clone()).await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice.get("/app/oauth-client/new").await;
    let typed = [("app_name", "Shop"), ("redirect_uris", "https://shop.example/cb")];
    let by_desk = alice.press(&form, "save", &typed).await.value("client_id");
    let program = program(&site, ALICE).await;
    let made = program.call("POST", "/api/resource/OAuth%20Client", said).await.json();
    let by_rest = made["data"]["name"].as_str().unwrap().to_owned();
    let read = async |name: &str| {
        let mut record = program
            .get(&format!("/api/resource/OAuth%20Client/{name}"))
            .await
            .json()["data"]
            .clone();
        for own in ["name", "client_id", "owner", "creation", "modified", "modified_by"] {
            record.as_object_mut().unwrap().shift_remove(own);
        }
        let roles = record["allowed_roles"].as_array().unwrap();
        record["allowed_roles"] = roles.iter().map(|row| row["role"].clone()).collect();
        record
    };
    let (operator, desk, mut rest) = (read(&by_operator).await, read(&by_desk).await, read(&by_rest).await);
    assert_eq!(operator, desk);
    assert_eq!(
        (&rest["allowed_roles"], &rest["scopes"]),
        (&json!(["Desk User"]), &json!("all openid"))
    );
    rest["allowed_roles"] = desk["allowed_roles"].clone();
    rest["scopes"] = desk["scopes"].clone();
    // A client made through Frappe's REST means by openid what Frappe does.
    assert_eq!((&rest["frappe_openid"], &desk["frappe_openid"]), (&json!(1), &json!(0)));
    rest["frappe_openid"] = json!(0);
    assert_eq!(rest, desk);
    assert_eq!(desk["token_endpoint_auth_method"], "Client Secret (Basic or Post)");
    assert_eq!(desk["id_token_profile"], 1);
}

/// What Frappe's documents call something leads to where it is here; a User Permission offers the records of its type.
#[tokio::test]
async fn words_and_names_are_found() {
    let site = Site::new().await;
    let client = plain(&site, json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    for (words, place) in [
        ("grant type", "/app/oauth-client"),
        ("Response Type", "/app/oauth-client"),
        ("Integrations", "/app/connected-app"),
        ("Frappe Server URL", "/app/social-login-key"),
        ("redirect uri", "/app/oauth-client"),
    ] {
        let page = alice.get(&format!("/search?q={}", words.replace(' ', "%20"))).await;
        assert!(
            page.attributes("href").contains(&place.to_owned()),
            "{words}: {}",
            page.body
        );
    }
    let mut bob = site.signed_in(BOB).await;
    let nothing = bob.get("/search?q=grant%20type").await;
    assert!(
        !nothing.body.contains("/app/oauth-client"),
        "only what one may open is found"
    );
    let offered = async |by: &mut crate::support::Browser, of: &str, words: &str| {
        let path = format!("/choices/by?type_in=allow&words_in=for_value&allow={of}&for_value={words}");
        by.get(&path).await.attributes("value")
    };
    assert_eq!(
        offered(&mut alice, "OAuth%20Client", "shop").await,
        [client.id.as_str()]
    );
    assert_eq!(offered(&mut alice, "User", "bob").await, [BOB]);
    assert!(offered(&mut alice, "", "bob").await.is_empty());
    assert!(offered(&mut bob, "OAuth%20Client", "shop").await.is_empty());
}

/// A System Manager who only adds an address has not looked at the others; one who takes some away has.
#[tokio::test]
async fn a70_an_address_that_is_added_vouches_for_no_other() {
    let site = Site::new().await;
    site.change("User", BOB, json!({ "roles": ["App Manager"] })).await;
    let client = plain(&site, json!({ "redirect_uris": "https://good.test/cb" })).await;
    let mut alice = site.signed_in(ALICE).await;
    alice
        .code(
            &client,
            &[("redirect_uri", "https://good.test/cb"), ("scope", "openid")],
        )
        .await;
    let path = format!("/api/resource/OAuth%20Client/{}", client.id);
    let set = async |who: &str, uris: &str| {
        let changed = program(&site, who)
            .await
            .call("PUT", &path, json!({ "redirect_uris": uris }))
            .await;
        assert_eq!(changed.status, 200, "{}", changed.body);
    };
    let silent = async |alice: &mut crate::support::Browser, uri: &str| {
        let asked = [("redirect_uri", uri), ("prompt", "none"), ("scope", "openid")];
        let page = alice.get(&authorize_path(&client, &asked)).await;
        query(&page.address).contains_key("code")
    };
    set(BOB, "https://good.test/cb https://evil.test/cb").await;
    assert!(!silent(&mut alice, "https://evil.test/cb").await);
    assert!(
        silent(&mut alice, "https://good.test/cb").await,
        "where the answer went before"
    );
    assert!(
        !silent(&mut alice, "https://evil.test/cb").await,
        "a silent grant is for its own address"
    );
    set(
        ALICE,
        "https://good.test/cb https://evil.test/cb https://good.test/callback",
    )
    .await;
    assert!(!silent(&mut alice, "https://evil.test/cb").await, "she only added one");
    let exported = frontdesk::transfer::export::document;
    let operator = site.operator();
    let file = site.app.db.read(|db| exported(&operator.reading(db), None)).unwrap();
    assert!(
        file.to_string().contains("redirect_uris_unseen"),
        "it goes along with an export"
    );
    set(ALICE, "https://good.test/cb https://good.test/callback").await;
    assert!(
        silent(&mut alice, "https://good.test/callback").await,
        "she looked at them"
    );
}
