//! Whom a provider's person is here: by its id, never by an email alone (A57: no account takeover by linking;
//! A58: nobody verifies their own email; Frappe contract 21–26: existing accounts and sign-ups).

use super::{causes, come_back, like_bob, mock, set_off, sign_in, site, who};
use crate::support::rude::json as answer;
use crate::support::{ALICE, BOB, PASSWORD, Site, program};
use frontdesk::social::logins;
use serde_json::{Value, json};

fn logins_of(site: &Site, email: &str) -> usize {
    site.app.db.read(|db| logins::of_user(db, email)).unwrap().len()
}

/// A57: whatever email a provider tells, it opens no account that is here already, unless the
/// administrator trusts it with the domain and it says true that the email is verified.
#[tokio::test]
async fn a57_an_email_alone_opens_no_account() {
    let site = site().await;
    let domain = BOB.split_once('@').unwrap().1;
    let idp = mock(&site, json!({})).await;
    let mut browser = site.browser();
    for trusted in ["", domain] {
        site.change("Social Login Key", "mock", json!({ "trusted_domains": trusted }))
            .await;
        let mut stories: Vec<Value> = [json!(false), json!("true"), json!(1), json!(null), json!("false")]
            .into_iter()
            .map(|verified| json!({ "email": BOB, "email_verified": verified }))
            .collect();
        stories.extend(like_bob().map(|email| json!({ "email": email, "email_verified": true })));
        // A unicode twin, two at signs, a list, a name before it, a line end.
        for email in [
            BOB.replacen('o', "\u{43e}", 1),
            format!("{BOB}@evil.test"),
            format!("evil@x.test,{BOB}"),
            format!("Bob <{BOB}>"),
            format!("{BOB}\n"),
            BOB.replace('@', "\u{ff20}"),
        ] {
            stories.push(json!({ "email": email, "email_verified": true }));
        }
        if trusted.is_empty() {
            stories.push(json!({ "email": BOB, "email_verified": true }));
        }
        for (number, story) in stories.into_iter().enumerate() {
            let mut claims = story;
            claims["sub"] = json!(format!("mallory-{trusted}-{number}"));
            sign_in(&mut browser, &idp, claims.clone()).await;
            assert_ne!(who(&mut browser).await, BOB, "{trusted} {claims}");
            assert_eq!(logins_of(&site, BOB), 0, "{trusted} {claims}");
            browser = site.browser();
        }
    }
    let page = sign_in(
        &mut browser,
        &idp,
        json!({ "sub": "bob-1", "email": BOB, "email_verified": true }),
    )
    .await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(who(&mut browser).await, BOB);
    // From now on the id decides, whatever the email says.
    let mut again = site.browser();
    sign_in(
        &mut again,
        &idp,
        json!({ "sub": "bob-1", "email": ALICE, "email_verified": true }),
    )
    .await;
    assert_eq!(who(&mut again).await, BOB);
    assert_eq!(logins_of(&site, BOB), 1);
}

/// Contract 25, 26: sign-ups denied or allowed, and the site's own word.
#[tokio::test]
async fn sign_ups_are_allowed_denied_or_as_the_site_says() {
    let site = site().await;
    let idp = mock(&site, json!({ "sign_ups": "Deny" })).await;
    let settings = |allow: i64| ("System Settings", "System Settings", json!({ "allow_sign_ups": allow }));
    let mut number = 0;
    for (sign_ups, site_allows, lets_in) in [
        ("Deny", 0, false),
        ("Deny", 1, false),
        ("", 0, false),
        ("", 1, true),
        ("Allow", 0, true),
    ] {
        number += 1;
        site.change("Social Login Key", "mock", json!({ "sign_ups": sign_ups }))
            .await;
        let (record_type, name, fields) = settings(site_allows);
        site.change(record_type, name, fields).await;
        let mut browser = site.browser();
        let email = format!("new-{number}@example.com");
        let claims = json!({ "sub": format!("new-{number}"), "email": email });
        let page = sign_in(&mut browser, &idp, claims).await;
        let expected = if lets_in { email.as_str() } else { "nobody" };
        assert_eq!(who(&mut browser).await, expected, "{sign_ups} {site_allows}");
        if !lets_in {
            assert_eq!(page.status, 403);
            assert!(page.body.contains("Signup is Disabled"));
        }
    }
}

#[tokio::test]
async fn each_refusal_has_its_words_and_its_cause() {
    let site = site().await;
    let idp = mock(&site, json!({ "allowed_domains": "example.com\nexample.org" })).await;
    let mut browser = site.browser();
    for (claims, words, code) in [
        (
            json!({ "email_verified": false }),
            "Email not verified with Mock",
            "email_unverified",
        ),
        (
            json!({ "email_verified": "true" }),
            "Email not verified with Mock",
            "email_unverified",
        ),
        (
            json!({ "email": "eve@evil.test" }),
            "Only email addresses of certain domains",
            "domain_not_allowed",
        ),
        (
            json!({ "email": "eve@evil.test@example.com" }),
            "Only email addresses of certain domains",
            "domain_not_allowed",
        ),
        (
            json!({ "email": null }),
            "Only email addresses of certain domains",
            "domain_not_allowed",
        ),
    ] {
        let page = sign_in(&mut browser, &idp, claims).await;
        assert_eq!(page.status, 403);
        assert!(page.body.contains(words), "{}", page.body);
        assert_eq!(causes(&site).await[0].0, code);
        site.pass(1);
        assert_eq!(who(&mut browser).await, "nobody");
    }
    site.change("Social Login Key", "mock", json!({ "allowed_domains": "" }))
        .await;
    let page = sign_in(&mut browser, &idp, json!({ "email": null })).await;
    assert!(page.body.contains("did not tell an email address"), "{}", page.body);
    // Known, and switched off since.
    assert_eq!(sign_in(&mut browser, &idp, json!({})).await.status, 200);
    site.change("User", "carol@example.com", json!({ "enabled": 0 })).await;
    let mut browser = site.browser();
    let page = sign_in(&mut browser, &idp, json!({})).await;
    assert!(page.body.contains("switched off"), "{}", page.body);
    assert_eq!(who(&mut browser).await, "nobody");
}

/// A number that becomes a text is somebody else.
#[tokio::test]
async fn an_id_that_changes_its_type_is_not_the_same() {
    let site = site().await;
    let idp = mock(&site, json!({ "user_id_property": "id" })).await;
    assert_eq!(
        sign_in(&mut site.browser(), &idp, json!({ "id": 42 })).await.status,
        200
    );
    assert_eq!(
        sign_in(&mut site.browser(), &idp, json!({ "id": 42 })).await.status,
        200
    );
    let page = sign_in(&mut site.browser(), &idp, json!({ "id": "42" })).await;
    assert_eq!(page.status, 403);
    assert_eq!(causes(&site).await[0].0, "changed_id");
    for bad in [json!(null), json!(""), json!(4.5), json!(-1), json!({})] {
        assert_eq!(
            sign_in(&mut site.browser(), &idp, json!({ "id": bad })).await.status,
            502
        );
    }
}

#[tokio::test]
async fn groups_give_and_take_their_roles_at_each_sign_in() {
    let site = site().await;
    site.add("Role", json!({ "role_name": "Sales", "desk_access": 1 }))
        .await;
    site.add("Role", json!({ "role_name": "Stock", "desk_access": 1 }))
        .await;
    site.add("Role", json!({ "role_name": "Own", "desk_access": 1 })).await;
    let idp = mock(
        &site,
        json!({
            "roles_claim": "realm.groups", "role_map": [{ "group": "sales", "role": "Sales" }, { "group": "stock", "role": "Stock" }],
            "default_role": "Own", "name_claim": "who.name", "image_claim": "pictures.big",
        }),
    )
    .await;
    let sign = async |groups: Value| {
        let claims = json!({ "realm": { "groups": groups }, "who": { "name": "Carol Ann" }, "pictures": { "big": "https://x.test/c.png" } });
        assert_eq!(sign_in(&mut site.browser(), &idp, claims).await.status, 200);
        let mut roles = site.user("carol@example.com").roles;
        roles.retain(|role| ["Sales", "Stock", "Own", "System Manager"].contains(&role.as_str()));
        roles.sort();
        roles
    };
    assert_eq!(sign(json!(["sales", "else"])).await, ["Own", "Sales"]);
    assert_eq!(sign(json!(["stock"])).await, ["Own", "Stock"]);
    assert_eq!(sign(json!([])).await, ["Own"]);
    assert_eq!(sign(json!("sales")).await, ["Own", "Sales"]);
    assert_eq!(sign(json!({ "sales": true })).await, ["Own"]);
    let user = site.user("carol@example.com");
    assert_eq!(user.full_name, "Carol Ann");
    assert_eq!(user.user_image.as_deref(), Some("https://x.test/c.png"));
    // What the mapping did is in the Activity Log.
    let alice = program(&site, ALICE).await;
    let log = alice
        .get("/api/resource/Activity%20Log?fields=[%22operation%22,%22subject%22]&limit=100")
        .await
        .body;
    assert!(log.contains("\"Link\"") && log.contains("signed in with Mock"), "{log}");
}

/// A57: an administrator who vouches for a provider's emails and trusts it with a domain opens the accounts there; a
/// System Manager's opens for nobody who has not linked it.
#[tokio::test]
async fn a57_emails_that_are_vouched_for_open_accounts_but_no_managers() {
    let site = site().await;
    let domain = BOB.split_once('@').unwrap().1;
    let idp = mock(&site, json!({ "emails_verified": 1, "trusted_domains": domain })).await;
    for (sub, email, expected) in [("bob-1", BOB, BOB), ("alice-1", ALICE, "nobody")] {
        let mut browser = site.browser();
        let page = sign_in(
            &mut browser,
            &idp,
            json!({ "sub": sub, "email": email, "email_verified": null }),
        )
        .await;
        assert_eq!(who(&mut browser).await, expected, "{}", page.body);
    }
    assert_eq!(causes(&site).await[0].0, "account_exists");
    // What the provider says of an email counts, whoever vouches; and a role with power is not opened by an email.
    site.add_user("carol@example.com", "Carol", &[]).await;
    site.add_user("dave@example.com", "Dave", &["User Manager"]).await;
    for (email, claim) in [
        ("carol@example.com", json!(false)),
        ("dave@example.com", json!(true)),
        ("new@example.com", json!(false)),
    ] {
        let mut browser = site.browser();
        sign_in(
            &mut browser,
            &idp,
            json!({ "sub": email, "email": email, "email_verified": claim }),
        )
        .await;
        assert_eq!(who(&mut browser).await, "nobody", "{email}");
    }
    site.change("Social Login Key", "mock", json!({ "emails_verified": 0 }))
        .await;
    let mut browser = site.browser();
    sign_in(
        &mut browser,
        &idp,
        json!({ "sub": "carol-1", "email": "carol@example.com", "email_verified": false }),
    )
    .await;
    assert_eq!(who(&mut browser).await, "nobody");
}

/// Frappe sends no state along with a no; and people paste the Redirect URL with a slash at its end.
#[tokio::test]
async fn a_no_without_state_has_its_page_and_a_slash_makes_no_difference() {
    let site = site().await;
    let slash = format!("{}custom/mock/", super::CALLBACK);
    let idp = mock(&site, json!({ "redirect_url": slash })).await;
    let mut browser = site.browser();
    let page = browser
        .get(&format!("{}custom/mock?error=access_denied", super::CALLBACK))
        .await;
    assert_eq!(page.status, 403);
    assert!(page.text("main").contains("You said no"), "{}", page.body);
    let asked = super::set_off(&mut browser, "/login/with/mock").await;
    assert!(
        asked["redirect_uri"].ends_with("custom/mock/"),
        "as it was registered there"
    );
    idp.tells(&asked["nonce"], json!({ "sub": "new-1", "email": "new@example.com" }));
    browser.get(&super::back(&asked, "custom/mock/")).await;
    assert_eq!(who(&mut browser).await, "new@example.com");
}

/// The last System Manager stays one, whatever the provider's groups say.
#[tokio::test]
async fn groups_do_not_take_the_last_system_manager_away() {
    let site = site().await;
    let map = json!([{ "group": "admins", "role": "System Manager" }]);
    let idp = mock(&site, json!({ "roles_claim": "groups", "role_map": map })).await;
    let login = json!({ "user": ALICE, "provider": "mock", "userid": "alice-1" });
    site.add("User Social Login", login).await;
    let mut browser = site.browser();
    let claims = json!({ "sub": "alice-1", "email": ALICE, "groups": [] });
    sign_in(&mut browser, &idp, claims).await;
    assert_eq!(who(&mut browser).await, ALICE);
    assert!(site.user(ALICE).roles.iter().any(|role| role == "System Manager"));
}

/// Contract 22–24: GitHub's shape: a form-encoded token, no ID token, emails apart.
#[tokio::test]
async fn github_tells_emails_apart() {
    let site = site().await;
    let idp = mock(
        &site,
        json!({
            "social_login_provider": "GitHub", "user_id_property": "id", "api_endpoint": "user", "issuer": "", "jwks_uri": "",
            "auth_url_data": "{\"scope\": \"user:email\"}",
        }),
    )
    .await;
    let script = |profile: Value, emails: Value| {
        idp.server.becomes(move |seen| match seen.path() {
            "/token" => crate::support::rude::Act::Answer(
                200,
                vec![("content-type", "application/x-www-form-urlencoded".into())],
                b"access_token=gho_1&scope=user%3Aemail&token_type=bearer".to_vec(),
            ),
            "/user/emails" => answer(emails.clone()),
            _ => answer(profile.clone()),
        });
    };
    let list = |verified: bool| {
        json!([{ "email": "other@example.com", "primary": false, "verified": true },
               { "email": "hub@example.com", "primary": true, "verified": verified }])
    };
    let mut browser = site.browser();
    let asked = set_off(&mut browser, "/login/with/mock").await;
    assert!(!asked.contains_key("nonce"));
    script(json!({ "id": 7, "login": "hub", "email": null }), list(false));
    let page = browser.get(&super::back(&asked, "login_via_github")).await;
    assert_eq!(page.status, 403, "an email that is not verified: {}", page.body);
    let asked = set_off(&mut browser, "/login/with/mock").await;
    script(json!({ "id": 7, "login": "hub", "email": null }), list(true));
    let page = browser.get(&super::back(&asked, "login_via_github")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(who(&mut browser).await, "hub@example.com");
    // The public email of the profile is nobody's word.
    let mut browser = site.browser();
    let asked = set_off(&mut browser, "/login/with/mock").await;
    script(
        json!({ "id": 8, "login": "eve", "email": BOB, "email_verified": true }),
        json!({ "message": "no" }),
    );
    browser.get(&super::back(&asked, "login_via_github")).await;
    assert_eq!(who(&mut browser).await, "nobody");
}

/// Somebody whose account is here already proves it, then links; and unlinks, never the last way in.
#[tokio::test]
async fn who_has_an_account_signs_in_first_and_links() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    let claims = json!({ "sub": "bob-1", "email": BOB });
    let page = sign_in(&mut site.browser(), &idp, claims.clone()).await;
    assert!(page.body.contains("Sign in here first"), "{}", page.body);
    let mut bob = site.signed_in(BOB).await;
    let page = bob.get("/me/sign-ins").await;
    let (action, form) = page.form_at("/me/sign-ins/link");
    site.pass(601);
    let asked = bob.post(&action, &form).await;
    let wrong = bob.press(&asked, "again-submit", &[("password", "not it")]).await;
    assert_eq!(wrong.status, 422);
    let page = bob.press(&asked, "again-submit", &[("password", PASSWORD)]).await;
    assert_eq!(page.address, site.url("/me/sign-ins"));
    let page = bob.post(&action, &form).await;
    let asked = crate::support::query(&page.href("go-on"));
    let page = come_back(&mut bob, &idp, &asked, claims.clone()).await;
    assert_eq!(page.address, site.url("/me/sign-ins"), "{}", page.body);
    let mut browser = site.browser();
    sign_in(&mut browser, &idp, claims.clone()).await;
    assert_eq!(who(&mut browser).await, BOB);
    // Nobody else links the same account.
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/me/sign-ins").await;
    let (action, form) = page.form_at("/me/sign-ins/link");
    let page = alice.post(&action, &form).await;
    let asked = crate::support::query(&page.href("go-on"));
    let page = come_back(&mut alice, &idp, &asked, claims).await;
    assert_eq!(page.status, 409, "{}", page.body);
    assert_eq!(logins_of(&site, ALICE), 0);
    // He unlinks: his password is left.
    let page = bob.get("/me/sign-ins").await;
    let (action, form) = page.form_at("/me/sign-ins/unlink");
    let page = bob.post(&action, &form).await;
    assert!(page.body.contains("The account is unlinked"), "{}", page.body);
    // Carol has no password: her only way in stays.
    let mut carol = site.browser();
    sign_in(&mut carol, &idp, json!({})).await;
    let page = carol.get("/me/sign-ins").await;
    let (action, form) = page.form_at("/me/sign-ins/unlink");
    let page = carol.post(&action, &form).await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("last way"), "{}", page.body);
    assert_eq!(logins_of(&site, "carol@example.com"), 1);
}

/// Who has no password signed in another way: what outlives the session needs a fresh sign-in.
#[tokio::test]
async fn without_a_password_a_fresh_sign_in_is_the_proof() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    let mut carol = site.browser();
    sign_in(&mut carol, &idp, json!({})).await;
    let page = carol.get("/me/keys").await;
    assert!(!page.has("current_password"), "{}", page.body);
    let made = carol.press(&page, "key-submit", &[]).await;
    assert_eq!(made.status, 200, "{}", made.body);
    assert!(made.body.contains("API Secret"), "{}", made.body);
    site.pass(601);
    for path in ["/me/keys", "/me/password", "/me/sign-ins/link"] {
        let csrf = carol.csrf_of_home().await;
        let form = [
            ("csrf_token", csrf.as_str()),
            ("new_password", "a long new password"),
            ("provider", "mock"),
        ];
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let page = carol.post(path, &form).await;
        assert!(page.has("again-elsewhere"), "{path} {}", page.body);
        let page = carol.get(&page.href("again-elsewhere")).await;
        let way = page
            .attributes("href")
            .into_iter()
            .find(|href| href.contains("/login/with/mock"));
        let asked = carol.get(&way.expect("the way that she knows")).await;
        assert!(asked.is_outside, "she goes there, signed in or not: {}", asked.body);
    }
}

/// Rows of a Frappe site keep their ids: whoever has it there is that user here.
#[tokio::test]
async fn links_made_by_hand_or_imported_are_known() {
    let site = site().await;
    let idp = mock(&site, json!({ "user_id_property": "id" })).await;
    let alice = program(&site, ALICE).await;
    let path = "/api/resource/User%20Social%20Login";
    let row = json!({ "user": BOB, "provider": "mock", "userid": "42", "username": "bob" });
    let bob = program(&site, BOB).await;
    assert_eq!(bob.call("POST", path, row.clone()).await.status, 403);
    assert_eq!(alice.call("POST", path, row.clone()).await.status, 200);
    let twice = alice.call("POST", path, row).await;
    assert_eq!(twice.status, 417, "{}", twice.body);
    let mut browser = site.browser();
    sign_in(&mut browser, &idp, json!({ "id": 42, "email": "other@example.com" })).await;
    assert_eq!(who(&mut browser).await, BOB);
    // From now on it is a number.
    let page = sign_in(&mut site.browser(), &idp, json!({ "id": "42" })).await;
    assert_eq!(page.status, 403);
}

/// A65: who has an account here is told to nobody who may have made the email up.
#[tokio::test]
async fn a65_an_unverified_email_says_nothing_of_who_is_here() {
    let site = site().await;
    let idp = mock(&site, json!({})).await;
    for (sign_ups, trusted) in [("Allow", ""), ("Deny", ""), ("Deny", "example.com")] {
        site.change(
            "Social Login Key",
            "mock",
            json!({ "sign_ups": sign_ups, "trusted_domains": trusted }),
        )
        .await;
        let mut pages = Vec::new();
        for email in [BOB, "nobody@example.com"] {
            let claims = json!({ "sub": "mallory", "email": email, "email_verified": false });
            let page = sign_in(&mut site.browser(), &idp, claims).await;
            let words = page.body.replace(&page.text("#reference"), "");
            // The way back begins a new sign-in; nothing else differs.
            pages.push((page.status, words));
        }
        assert_eq!(pages[0], pages[1], "{sign_ups} {trusted}");
        assert_eq!(pages[0].0, 403);
    }
}
