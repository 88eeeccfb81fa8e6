//! My account: one's own password, sessions, apps and API key.

use crate::support::{BOB, PASSWORD, Site};
use serde_json::json;

const NEW: &str = "Other-purple-lamp-8";

#[tokio::test]
async fn people_change_their_password_with_the_old_one() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "scopes": "openid all" })).await;
    let tokens = site.tokens_of(BOB, &client, &[]).await;
    let mut elsewhere = site.signed_in(BOB).await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/password").await;
    for (current, new, field) in [
        ("wrong", NEW, "current_password"),
        (PASSWORD, "12345678", "new_password"),
        (PASSWORD, "", "new_password"),
    ] {
        let typed = [("current_password", current), ("new_password", new)];
        let refused = bob.press(&page, "password-submit", &typed).await;
        assert_eq!(refused.status, 422);
        assert!(refused.has(&format!("{field}-mistake")), "{current} {new}");
    }
    let before = bob.cookies["sid"].clone();
    let typed = [("current_password", PASSWORD), ("new_password", NEW)];
    let done = bob.press(&page, "password-submit", &typed).await;
    assert!(done.text("[role=status]").contains("was changed"), "{}", done.body);
    assert_ne!(before, bob.cookies["sid"], "a new session");
    assert!(
        elsewhere.get("/me/profile").await.address.contains("/login"),
        "signed out elsewhere"
    );
    assert!(!site.is_active(&client, &tokens.access).await);
    site.browser().sign_in(BOB, NEW).await;
}

#[tokio::test]
async fn people_end_their_sessions() {
    let site = Site::new().await;
    let mut phone = site.signed_in(BOB).await;
    let mut office = site.signed_in(BOB).await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/sessions").await;
    assert_eq!(page.body.matches("Sign out there").count(), 2);
    let csrf = bob.csrf().await;
    let end = async |browser: &mut crate::support::Browser, which: &str| {
        let form = [
            ("csrf_token".to_owned(), csrf.clone()),
            ("session".to_owned(), which.to_owned()),
        ];
        browser.post("/me/sessions/end", &form).await.status
    };
    // Nobody else's.
    let alice = site.signed_in(crate::support::ALICE).await;
    drop(alice);
    let other = {
        let alice = site.user(crate::support::ALICE).id;
        site.app.db.read(|db| frontdesk::sessions::ids_of(db, &alice)).unwrap()
    };
    assert_eq!(end(&mut bob, other[0].as_str()).await, 404);
    assert_eq!(end(&mut bob, "others").await, 200);
    for browser in [&mut phone, &mut office] {
        assert!(browser.get("/me").await.address.contains("/login"));
    }
    assert_eq!(bob.get("/me/sessions").await.body.matches("Sign out there").count(), 0);
}

#[tokio::test]
async fn people_take_back_what_they_allowed() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "app_name": "Tea Shop", "client_uri": "https://tea.example" }))
        .await;
    let mut bob = site.signed_in(BOB).await;
    assert!(bob.get("/app").await.text("main").contains("Tea Shop"), "their apps");
    let tokens = site.tokens_of(BOB, &client, &[]).await;
    site.get_as(&tokens.access, "/oauth2/userinfo").await;
    let page = bob.get("/me/apps").await;
    assert!(page.text("main").contains("Tea Shop") && page.text("main").contains("full name"));
    let csrf = bob.csrf().await;
    let form = [
        ("csrf_token".to_owned(), csrf),
        ("client".to_owned(), client.id.clone()),
    ];
    let done = bob.post("/me/apps/revoke", &form).await;
    assert!(done.text("main").contains("allowed nothing"), "{}", done.text("main"));
    assert!(!site.is_active(&client, &tokens.access).await);
}

#[tokio::test]
async fn people_make_an_api_key_with_their_password() {
    let site = Site::new().await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/keys").await;
    site.pass(601);
    let asked = bob.press(&page, "key-submit", &[]).await;
    let refused = bob.press(&asked, "again-submit", &[("password", "wrong")]).await;
    assert_eq!(refused.status, 422);
    let page = bob.press(&asked, "again-submit", &[("password", PASSWORD)]).await;
    let made = bob.press(&page, "key-submit", &[]).await;
    let (key, secret) = (made.value("api_key"), made.value("api_secret"));
    let who = async || {
        let request = site.http.get(site.url("/api/method/frappe.auth.get_logged_user"));
        site.send(request.header("authorization", format!("token {key}:{secret}")))
            .await
    };
    assert_eq!(who().await.json(), json!({ "message": BOB }));
    let page = bob.get("/me/keys").await;
    assert!(!page.body.contains(&secret) && page.body.contains(&key));
    assert!(!page.text("main").contains("last used never"), "the use was noted");
    bob.press(&page, &format!("revoke-{key}"), &[]).await;
    assert_eq!(who().await.status, 401);
}

/// A PNG of one pixel, with a comment in it.
pub const PICTURE: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAD3RFWHRDb21tZW50AGF0IGhvbWUjp62GAAAADUlEQVR4nGOoYpD8DwADHgGTw+G5EgAAAABJRU5ErkJggg==";

/// Uploaded, seen by apps under an address that nobody guesses, changed, taken away; without what a camera wrote into it.
#[tokio::test]
async fn a_picture_is_uploaded_and_served() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "scopes": "openid profile" })).await;
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/profile").await;
    for (picture, said) in [
        ("", "JPEG, PNG or WebP"),
        ("data:image/svg+xml;base64,PHN2Zy8+", "JPEG, PNG or WebP"),
        ("data:image/png;base64,R0lGODlh", "JPEG, PNG or WebP"),
    ] {
        let refused = bob.press(&page, "set-picture", &[("picture", picture)]).await;
        assert!(
            refused.status == 422 && refused.text("main").contains(said),
            "{picture}: {}",
            refused.body
        );
    }
    let page = bob.press(&page, "set-picture", &[("picture", PICTURE)]).await;
    let address = page.attr("img.portrait", "src");
    let shown = site.get(&address).await;
    assert_eq!(shown.status, 200);
    for (header, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ] {
        assert_eq!(shown.header(header), value);
    }
    assert!(!shown.body.contains("at home"));
    let told = site.tokens_of(BOB, &client, &[("scope", "openid profile")]).await;
    let claims = site.get_as(&told.access, "/oauth2/userinfo").await.json();
    assert_eq!(claims["picture"], format!("{}{address}", site.origin));
    let again = bob.press(&page, "set-picture", &[("picture", PICTURE)]).await;
    let second = again.attr("img.portrait", "src");
    assert_ne!(second, address);
    assert_eq!(
        [site.get(&address).await.status, site.get(&second).await.status],
        [404, 200]
    );
    // Another picture by REST, or none: the former one is forgotten.
    site.change(
        "User",
        BOB,
        json!({ "user_image": "https://pictures.example.com/bob.png" }),
    )
    .await;
    assert_eq!(site.get(&second).await.status, 404);
    let page = bob.get("/me/profile").await;
    let page = bob.press(&page, "remove-picture", &[("remove", "1")]).await;
    assert!(
        !page.has("remove-picture") && site.user(BOB).user_image.is_none_or(|image| image.is_empty()),
        "{}",
        page.body
    );
}
