//! The desk without JavaScript: lists, forms, conflicts, what each visitor sees.

use crate::support::{ALICE, BOB, Site};
use serde_json::json;

/// A visitor who is not signed in is led to the login page and back.
#[tokio::test]
async fn the_way_to_the_login_page_and_back() {
    let site = Site::new().await;
    let mut browser = site.browser();
    let login = browser.get("/app/user/bob%40example.com").await;
    let page = browser
        .press(
            &login,
            "login-submit",
            &[("email", ALICE), ("password", crate::support::PASSWORD)],
        )
        .await;
    assert!(
        page.address.ends_with("/app/user/bob%40example.com"),
        "{}",
        page.address
    );
    assert!(page.text("h1").contains("Bob"));
}

/// The record types, each through its list and form.
#[tokio::test]
async fn users_roles_and_settings_through_their_forms() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let new = alice.get("/app/role/new").await;
    let made = alice.press(&new, "save", &[("role_name", "Warehouse")]).await;
    assert!(made.text("[role=status]").contains("created") && made.text("h1").contains("Warehouse"));
    let twice = alice.press(&new, "save", &[("role_name", "Warehouse")]).await;
    assert_eq!(twice.status, 409);
    let new = alice.get("/app/user/new").await;
    let typed = [
        ("email", "Carol@Example.com"),
        ("first_name", "Carol"),
        ("roles", "Warehouse"),
        ("new_password", "Tidy-blue-harbour-4"),
    ];
    let made = alice.press(&new, "save", &typed).await;
    assert!(made.address.contains("carol%40example.com"), "{}", made.body);
    assert_eq!(
        site.user("carol@example.com").roles,
        ["Warehouse", "All", "Guest", "Desk User"]
    );
    let mut carol = site.browser();
    carol.sign_in("carol@example.com", "Tidy-blue-harbour-4").await;
    let delete = alice.get("/app/role/Warehouse/delete").await;
    assert_eq!(
        alice.press(&delete, "delete-submit", &[]).await.status,
        422,
        "a role in use stays"
    );
    let bad = alice.get("/app/user/new").await;
    let page = alice
        .press(&bad, "save", &[("email", "nobody"), ("new_password", "12345678")])
        .await;
    assert_eq!(page.status, 422);
    for id in ["email-mistake", "new_password-mistake"] {
        assert!(page.has(id) || page.has("new_password-mistake"), "{id}");
    }
    let settings = alice.get("/app/oauth-provider-settings").await;
    let saved = alice.press(&settings, "save", &[("skip_authorization", "Auto")]).await;
    assert!(saved.text("option[selected]").contains("Auto"));
    assert_eq!(
        alice
            .press(&settings, "save", &[("skip_authorization", "Maybe")])
            .await
            .status,
        422
    );
    let list = alice.get("/app/user?q=carol").await;
    assert!(list.text("tbody").contains("carol@example.com") && !list.text("tbody").contains(BOB));
    let none = alice.get("/app/user?q=%25").await;
    assert!(
        none.body.contains("Nothing matches"),
        "a percent sign is a percent sign"
    );
}

/// Two people edit one record: the second is told, and nothing is overwritten.
#[tokio::test]
async fn the_second_of_two_editors_is_told() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let first = alice.get(&format!("/app/user/{BOB}")).await;
    let second = first.clone();
    assert_eq!(alice.press(&first, "save", &[("last_name", "First")]).await.status, 200);
    let refused = alice.press(&second, "save", &[("last_name", "Second")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text("#form-mistakes").contains("in the meantime"));
    assert_eq!(refused.value("last_name"), "Second", "what was typed stays");
    assert_eq!(site.user(BOB).last_name.as_deref(), Some("First"));
}

/// Who does not manage the site sees a home and nothing of the records, in whatever way they ask.
#[tokio::test]
async fn a69_plain_users_see_their_home_only() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut bob = site.signed_in(BOB).await;
    let home = bob.get("/app").await;
    assert!(home.address.ends_with("/me") && home.body.contains(BOB) && !home.body.contains("/app/oauth-client"));
    assert_eq!(bob.get("/me/profile").await.status, 200);
    let csrf = bob.csrf().await;
    let form = vec![
        ("csrf_token".to_owned(), csrf),
        ("app_name".to_owned(), "Mine".to_owned()),
    ];
    for path in [
        "/app/oauth-client".to_owned(),
        "/app/oauth-client/new".to_owned(),
        format!("/app/oauth-client/{}", client.id),
        format!("/app/oauth-client/{}/delete", client.id),
        "/app/oauth-provider-settings".to_owned(),
        format!("/app/user/{ALICE}"),
        "/app/user/new".to_owned(),
        "/app/role".to_owned(),
    ] {
        assert_eq!(bob.get(&path).await.status, 403, "GET {path}");
        if path != "/app/oauth-client" && path != "/app/role" {
            assert_eq!(bob.post(&path, &form).await.status, 403, "POST {path}");
        }
    }
    for action in [
        "oauth-client/x/action/rotate-secret",
        "oauth-provider-settings/action/rotate-keys",
    ] {
        assert_eq!(bob.post(&format!("/app/{action}"), &form).await.status, 403, "{action}");
    }
}

/// R27: every form of the desk needs its token; without it nothing changes.
#[tokio::test]
async fn r27_the_desks_forms_need_the_csrf_token() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let mut alice = site.signed_in(ALICE).await;
    for (path, button) in [
        ("/app/user/new".to_owned(), "save"),
        (format!("/app/user/{BOB}"), "save"),
        (format!("/app/user/{BOB}/delete"), "delete-submit"),
        (format!("/app/user/{BOB}"), "action-api-key"),
        (format!("/app/oauth-client/{}", client.id), "action-rotate-secret"),
        ("/app/oauth-provider-settings".to_owned(), "save"),
        ("/app/oauth-provider-settings".to_owned(), "action-rotate-keys"),
    ] {
        let page = alice.get(&path).await;
        let refused = alice.press(&page, button, &[("csrf_token", "wrong")]).await;
        assert_eq!(refused.status, 403, "{path} {button}");
        assert!(refused.has("reference"));
    }
    assert!(site.user(BOB).enabled);
}

/// A38: whatever is typed is shown as text.
#[tokio::test]
async fn a38_what_is_typed_is_shown_as_text() {
    let site = Site::new().await;
    let nasty = "\"><img src=x onerror=alert(1)>{{7*7}}";
    let mut alice = site.signed_in(ALICE).await;
    let client = site
        .add_client(json!({ "app_name": nasty, "contacts": "\"><script>", "client_uri": "https://a.test/\"><b>" }))
        .await;
    site.change("User", BOB, json!({ "first_name": nasty })).await;
    for path in [
        "/app/oauth-client".to_owned(),
        format!("/app/oauth-client/{}", client.id),
        format!("/app/oauth-client/{}/delete", client.id),
        "/app/user".to_owned(),
        format!("/app/user/{BOB}"),
        "/app/user?q=%22%3E%3Cimg%20src=x%20onerror=1%3E".to_owned(),
        "/app/%22%3E%3Cimg%20src=x%20onerror=1%3E".to_owned(),
        "/nothing/%22%3E%3Cimg%20src=x%20onerror=1%3E".to_owned(),
    ] {
        let page = alice.get(&path).await;
        assert!(
            page.attributes("onerror").is_empty() && page.attributes("style").is_empty(),
            "{path}"
        );
        assert!(
            !page.body.contains("<img src=x") && !page.body.contains("\"><script>"),
            "{path}"
        );
        for source in page.attributes("src") {
            assert!(source.starts_with("/assets/"), "R19 {path}: {source}");
        }
    }
}

/// R18, R19: the headers of every page, also of errors.
#[tokio::test]
async fn r18_r19_every_page_forbids_framing_and_sends_no_referrer() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    for path in [
        "/login",
        "/app",
        "/app/user",
        "/app/nope",
        "/nope",
        "/setup?token=x",
        "/oauth2/authorize",
        "/logout",
        "/oauth2/consent",
    ] {
        for page in [site.browser().get(path).await, alice.get(path).await] {
            let header = |name: &str| page.answer.header(name).to_owned();
            let policy = header("content-security-policy");
            assert!(
                policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'"),
                "{path}"
            );
            assert!(
                policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"),
                "{path}"
            );
            assert!(!policy.contains("unsafe"), "{path}");
            assert_eq!(header("x-frame-options"), "DENY", "{path}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
            assert_eq!(header("cache-control"), "no-store", "{path}");
            assert_eq!(header("x-request-id").len(), 10, "{path}");
        }
    }
    let asset = site.get("/assets/desk.css").await;
    assert!(
        asset.header("content-type").starts_with("text/css") && asset.header("cache-control").contains("immutable")
    );
    assert_eq!(site.get("/assets/..%2fCargo.toml").await.status, 404);
}

/// What was emptied is refused or goes back to its default, and never opens a client wider.
#[tokio::test]
async fn emptied_fields_open_nothing() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "scopes": "openid", "allowed_roles": ["System Manager"] }))
        .await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice
        .get(&format!("/app/oauth-client/{}?tab=settings", client.id))
        .await;
    let page = alice.press(&form, "save", &[("scopes", "")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text("#scopes-mistake").contains("needed"));
    let (action, mut fields) = form.form_of("save", &[]);
    fields.retain(|(name, value)| (name != "allowed_roles" || value.is_empty()) && name != "enabled");
    let page = alice.post(&action, &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("Choose everybody, or at least one role"));
    let (_, again) = page.form_of("save", &[]);
    assert!(
        !again.iter().any(|(name, _)| name == "enabled"),
        "a box that was unticked stays so"
    );
    let security = alice
        .get(&format!("/app/oauth-client/{}?tab=security", client.id))
        .await;
    let saved = alice
        .press(
            &security,
            "save",
            &[("code_lifetime", ""), ("id_token_signing_alg", "")],
        )
        .await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(saved.value("code_lifetime"), "60");
    let settings = alice.get(&form.address).await;
    assert_eq!(settings.text("#scopes"), "openid");
    for (field, list) in [
        ("scopes", "openid,all"),
        ("redirect_uris", "https://a.test/cb, https://b.test/cb"),
    ] {
        let page = alice.press(&settings, "save", &[(field, list)]).await;
        assert!(page.text(&format!("#{field}-mistake")).contains("comma"), "{field}");
    }
}

/// A slash at the end makes no difference, and HEAD is GET without its body.
#[tokio::test]
async fn slashes_at_the_end_and_head() {
    let site = Site::new().await;
    for path in [
        "/login/",
        "/health/",
        "/api/method/ping/",
        "/.well-known/openid-configuration/",
        "/oauth2/jwks/",
    ] {
        assert_eq!(site.get(path).await.status, 200, "{path}");
        let head = site.send(site.http.head(site.url(path))).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""), "HEAD {path}");
    }
}

/// A name with a space is one name, and what is chosen is offered once.
#[tokio::test]
async fn names_with_spaces_are_one_choice() {
    let site = Site::new().await;
    let fields = json!({ "client_credentials": 1, "acts_as_role": "System Manager", "allowed_roles": ["System Manager", "All"] });
    let client = site.add_client(fields).await;
    let mut alice = site.signed_in(ALICE).await;
    let form = alice
        .get(&format!("/app/oauth-client/{}?tab=security", client.id))
        .await;
    let offered = form.values("#acts_as_role-choices option").join("\n");
    assert_eq!(offered.matches("System Manager").count(), 1, "{offered}");
    assert_eq!(
        offered.replace("System Manager", "").matches("System").count(),
        0,
        "{offered}"
    );
    let saved = alice.press(&form, "save", &[]).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    let (_, fields) = saved.form_of("save", &[]);
    assert!(fields.contains(&("acts_as_role".into(), "System Manager".into())));
}
