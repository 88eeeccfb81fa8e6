//! Who may do what: role permissions, user permissions, scopes; and that nobody raises themselves.

use crate::support::rp::{Tokens, authorize_path};
use crate::support::{ALICE, BOB, Site, program, registry};
use frontdesk::records::{self, RecordType, Verb};
use serde_json::{Value, json};

const CAROL: &str = "carol@example.com";

/// Carol, with a role of her own that may do this with records of these types.
async fn carol_with(site: &Site, role: &str, permissions: &[(&str, Value)]) {
    site.add("Role", json!({ "role_name": role })).await;
    for (document_type, may) in permissions {
        let mut fields = may.clone();
        fields["role"] = json!(role);
        fields["document_type"] = json!(document_type);
        site.add("Role Permission", fields).await;
    }
    site.add_user(CAROL, "Carol", &[role]).await;
}

fn everything() -> Value {
    json!({ "read": 1, "write": 1, "create": 1, "delete": 1 })
}

/// The address of a type, or of one of its records, over REST.
fn address(record_type: &str, name: &str) -> String {
    let encode = |text: &str| text.replace(' ', "%20");
    match name {
        "" => format!("/api/resource/{}", encode(record_type)),
        name => format!("/api/resource/{}/{}", encode(record_type), encode(name)),
    }
}

/// A70: whoever manages users and clients finds no way to become System Manager.
#[tokio::test]
async fn a70_delegated_managers_do_not_raise_themselves() {
    let site = Site::new().await;
    let may = [
        ("User", everything()),
        ("OAuth Client", everything()),
        ("API Key", everything_but_make()),
    ];
    carol_with(&site, "Helper", &may).await;
    let strong = site
        .add_client(json!({ "client_credentials": 1, "acts_as": ALICE }))
        .await;
    let silent = site.add_client(json!({ "skip_authorization": 1 })).await;
    let key_of_alice = program(&site, ALICE).await.authorization;
    let key_of_alice = key_of_alice
        .strip_prefix("token ")
        .unwrap()
        .split(':')
        .next()
        .unwrap()
        .to_owned();
    let carol = program(&site, CAROL).await;
    let client = |fields: Value| {
        let mut all = json!({ "app_name": "X", "redirect_uris": "https://x.test/cb" });
        for (name, value) in fields.as_object().unwrap() {
            all[name] = value.clone();
        }
        all
    };
    let manager = json!([{ "role": "System Manager" }]);
    let new = |roles: &Value| json!({ "email": "new@example.com", "first_name": "New", "roles": roles });
    let strong = address("OAuth Client", &strong.id);
    let refused = [
        (
            "POST",
            address("OAuth Client", ""),
            client(json!({ "client_credentials": 1, "acts_as_role": "Helper" })),
        ),
        (
            "POST",
            address("OAuth Client", ""),
            client(json!({ "client_credentials": 1, "acts_as": BOB })),
        ),
        ("PUT", address("User", CAROL), json!({ "roles": manager })),
        ("PUT", address("User", BOB), json!({ "roles": manager })),
        ("POST", address("User", ""), new(&manager)),
        (
            "PUT",
            address("User", ALICE),
            json!({ "new_password": "Other-purple-lamp-8" }),
        ),
        ("PUT", address("User", ALICE), json!({ "enabled": 0 })),
        ("PUT", address("User", ALICE), json!({ "first_name": "Mallory" })),
        ("DELETE", address("User", ALICE), Value::Null),
        (
            "POST",
            format!("{}?run_method=api-key", address("User", ALICE)),
            json!({}),
        ),
        (
            "POST",
            format!("{}?run_method=sign-out", address("User", ALICE)),
            json!({}),
        ),
        (
            "POST",
            "/api/method/frappe.core.doctype.user.user.generate_keys".into(),
            json!({ "user": ALICE }),
        ),
        (
            "POST",
            "/api/method/frappe.client.set_value".into(),
            json!({ "doctype": "User", "name": ALICE, "fieldname": "enabled", "value": 0 }),
        ),
        (
            "POST",
            "/api/method/frappe.client.insert".into(),
            json!({ "doc": { "doctype": "User", "email": "n@e.com", "first_name": "N", "roles": manager } }),
        ),
        ("DELETE", address("API Key", &key_of_alice), Value::Null),
        ("POST", address("Role", ""), json!({ "role_name": "Mine" })),
        (
            "POST",
            address("Role Permission", ""),
            json!({ "role": "Helper", "document_type": "System Settings", "write": 1 }),
        ),
        ("PUT", address("Role Permission", "User-All"), json!({ "delete": 1 })),
        (
            "POST",
            address("OAuth Scope", ""),
            json!({ "scope": "x", "description": "X" }),
        ),
        (
            "PUT",
            address("System Settings", "System Settings"),
            json!({ "app_name": "X" }),
        ),
        (
            "PUT",
            address("OAuth Provider Settings", "OAuth Provider Settings"),
            json!({ "skip_authorization": "Auto" }),
        ),
        (
            "POST",
            address("OAuth Client", ""),
            client(json!({ "client_credentials": 1, "acts_as": ALICE })),
        ),
        (
            "POST",
            address("OAuth Client", ""),
            client(json!({ "client_credentials": 1, "acts_as_role": "System Manager" })),
        ),
        (
            "POST",
            address("OAuth Client", ""),
            client(json!({ "skip_authorization": 1 })),
        ),
        (
            "PUT",
            strong.clone(),
            json!({ "redirect_uris": "https://evil.test/cb" }),
        ),
        ("PUT", strong.clone(), json!({ "acts_as": CAROL })),
        (
            "POST",
            format!("{strong}?run_method=rotate-secret"),
            json!({ "overlap_until": "2026-12-01T00:00" }),
        ),
        ("DELETE", strong, Value::Null),
        (
            "PUT",
            address("OAuth Client", &silent.id),
            json!({ "redirect_uris": "https://evil.test/cb" }),
        ),
    ];
    for (method, path, body) in refused {
        let answer = carol.call(method, &path, body.clone()).await;
        assert_eq!(answer.status, 403, "{method} {path} {body}: {}", answer.body);
    }
    for role in ["System Manager", "Administrator"] {
        assert!(!site.user(CAROL).roles.iter().any(|own| own == role));
        assert!(!site.user(BOB).roles.iter().any(|own| own == role));
    }
    // What she may do, she can.
    let allowed = [
        (
            "PUT",
            address("User", BOB),
            json!({ "roles": [{ "role": "Helper" }], "last_name": "Builder" }),
        ),
        ("POST", address("User", ""), new(&json!([{ "role": "Helper" }]))),
        (
            "POST",
            address("OAuth Client", ""),
            client(json!({ "client_credentials": 0 })),
        ),
        (
            "POST",
            format!("{}?run_method=api-key", address("User", "new@example.com")),
            json!({}),
        ),
    ];
    for (method, path, body) in allowed {
        let answer = carol.call(method, &path, body).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.body);
    }
    // Nor can an administrator give this away by mistake.
    let alice = program(&site, ALICE).await;
    for document_type in [
        "Role",
        "Role Permission",
        "User Permission",
        "OAuth Scope",
        "System Settings",
    ] {
        let fields = json!({ "role": "Helper", "document_type": document_type, "write": 1 });
        let answer = alice.call("POST", &address("Role Permission", ""), fields).await;
        assert_eq!(answer.status, 417, "{document_type}: {}", answer.body);
        assert!(answer.body.contains("only System Managers"));
    }
}

fn everything_but_make() -> Value {
    json!({ "read": 1, "delete": 1 })
}

/// Whether a token lets this through.
fn is_allowed(record_type: &RecordType, verb: Verb, scope: &str, is_manager: bool) -> bool {
    let (kind, of) = scope.split_once('.').unwrap_or((scope, ""));
    let by_scope = match kind {
        "all" => true,
        "openid" => record_type.name == "User" && verb == Verb::Read,
        "read" => of == record_type.slug && verb == Verb::Read,
        _ => of == record_type.slug && (record_type.is_delegable || verb == Verb::Read),
    };
    // Somebody without a role: their own user, grants, sessions, keys and connections.
    let is_own = [
        "User",
        "Grant",
        "Session",
        "API Key",
        "Token Cache",
        "User Social Login",
    ]
    .contains(&record_type.name)
        && verb == Verb::Read;
    record_type.verbs.contains(&verb) && by_scope && (is_manager || is_own)
}

/// Nobody, however privileged, gets through a token what its scopes do not name: record types ×
/// verbs × scopes × roles.
#[tokio::test]
async fn a69_no_token_does_more_than_its_scopes_name() {
    let site = Site::new().await;
    let mut scopes = vec!["all".to_owned(), "openid".to_owned()];
    for record_type in registry().types() {
        for (kind, field) in [("read", "read_types"), ("write", "write_types")] {
            // What decides who may do what is changed with the scope all only.
            if kind == "write"
                && !registry()
                    .options(records::Options::DelegableTypes)
                    .contains(&record_type.name)
            {
                continue;
            }
            let scope = format!("{kind}.{}", record_type.slug);
            site.add(
                "OAuth Scope",
                json!({ "scope": scope, "description": scope, field: [record_type.name] }),
            )
            .await;
            scopes.push(scope);
        }
    }
    let client = site
        .add_client(json!({ "scopes": scopes, "skip_authorization": 1 }))
        .await;
    let mut surprises = Vec::new();
    let mut checked = 0;
    for (email, is_manager) in [(ALICE, true), (BOB, false)] {
        let mut browser = site.signed_in(email).await;
        for scope in &scopes {
            let code = browser.code(&client, &[("scope", scope)]).await;
            let tokens = Tokens::of(&site.exchange(&client, &code, &[]).await);
            let token = site.bearer(&tokens.access);
            for record_type in registry().types() {
                let (list, one) = (address(record_type.name, ""), address(record_type.name, "nobody"));
                for (verb, method, path) in [
                    (Verb::Read, "GET", &list),
                    (Verb::Create, "POST", &list),
                    (Verb::Write, "PUT", &one),
                    (Verb::Delete, "DELETE", &one),
                ] {
                    let body = if verb == Verb::Read || verb == Verb::Delete {
                        Value::Null
                    } else {
                        json!({})
                    };
                    let status = token.call(method, path, body).await.status;
                    // Nothing is sent to create one of, and nobody is not there to be changed.
                    let expected = match (is_allowed(record_type, verb, scope, is_manager), verb) {
                        (false, _) => 403,
                        (true, Verb::Read) => 200,
                        (true, Verb::Create) => 417,
                        (true, Verb::Write | Verb::Delete) => 404,
                    };
                    if status != expected {
                        surprises.push(format!(
                            "{email} with {scope}: {method} {path} answers {status}, not {expected}"
                        ));
                    }
                    checked += 1;
                }
            }
        }
    }
    assert!(surprises.is_empty(), "{surprises:#?}");
    assert!(checked > 15 * 4 * 20 * 2, "{checked}");
}

/// A58: people change their own name, picture and contact, and nothing else of themselves.
#[tokio::test]
async fn a58_people_change_their_own_profile_only() {
    let site = Site::new().await;
    let bob = program(&site, BOB).await;
    let own = address("User", BOB);
    let changed = bob
        .call("PUT", &own, json!({ "first_name": "Robert", "location": "Nunthorpe" }))
        .await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    for (field, value, status) in [
        ("enabled", json!(0), 403),
        ("roles", json!([{ "role": "System Manager" }]), 403),
        ("new_password", json!("Other-purple-lamp-8"), 403),
        ("email", json!("b@example.com"), 417),
        ("user_type", json!("System User"), 417),
        ("email_verified", json!(false), 403),
        ("username", json!("alice"), 403),
        ("id", json!("x"), 417),
    ] {
        let answer = bob.call("PUT", &own, json!({ field: value })).await;
        assert_eq!(answer.status, status, "{field}: {}", answer.body);
        assert!(
            answer.body.contains(field) || answer.body.contains("cannot be set"),
            "{field}: {}",
            answer.body
        );
    }
    assert_eq!(
        bob.call("PUT", &address("User", ALICE), json!({ "first_name": "X" }))
            .await
            .status,
        403
    );
    assert_eq!(
        bob.call("POST", &format!("{own}?run_method=api-key"), json!({}))
            .await
            .status,
        403
    );
    let mut browser = site.signed_in(BOB).await;
    let page = browser.get("/me/profile").await;
    for field in ["enabled", "roles", "email", "nonsense"] {
        let refused = browser.press(&page, "save", &[(field, "1")]).await;
        assert_eq!(refused.status, 400, "{field}");
        assert!(refused.body.contains(field));
    }
    assert!(site.user(BOB).enabled && site.user(BOB).first_name == "Robert");
}

/// A user permission holds at every door, and reaches what is linked.
#[tokio::test]
async fn user_permissions_limit_to_some_records() {
    let site = Site::new().await;
    let may = [
        ("OAuth Client", everything()),
        ("Grant", json!({ "read": 1, "delete": 1 })),
        ("Activity Log", json!({ "read": 1 })),
    ];
    carol_with(&site, "Helper", &may).await;
    let mine = site.add_client(json!({ "app_name": "Mine" })).await;
    let other = site.add_client(json!({ "app_name": "Other" })).await;
    for client in [&mine, &other] {
        site.tokens_of(BOB, client, &[]).await;
    }
    let carol = program(&site, CAROL).await;
    let clients = address("OAuth Client", "");
    assert_eq!(carol.get(&clients).await.json()["data"].as_array().unwrap().len(), 2);
    let limit = site
        .add(
            "User Permission",
            json!({ "user": CAROL, "allow": "OAuth Client", "for_value": mine.id }),
        )
        .await;
    let only = json!({ "data": [{ "name": mine.id }] });
    assert_eq!(carol.get(&clients).await.json(), only);
    for trick in [
        format!("or_filters=[[\"name\",\"=\",\"{}\"]]", other.id),
        format!("filters=[[\"name\",\"=\",\"{}\"]]", other.id),
        "filters=[[\"name\",\"!=\",\"\"]]&or_filters=[[\"name\",\"is\",\"set\"]]".into(),
    ] {
        let answer = carol.get(&format!("{clients}?{trick}")).await;
        assert!(!answer.body.contains(&other.id), "{trick}: {}", answer.body);
    }
    let count = carol
        .get("/api/method/frappe.client.get_count?doctype=OAuth%20Client")
        .await;
    assert_eq!(count.json(), json!({ "message": 1 }));
    for (method, body) in [
        ("GET", Value::Null),
        ("PUT", json!({ "app_name": "X" })),
        ("DELETE", Value::Null),
    ] {
        let answer = carol.call(method, &address("OAuth Client", &other.id), body).await;
        assert_eq!(answer.status, 403, "{method}: {}", answer.body);
    }
    let action = format!("{}?run_method=revoke-tokens", address("OAuth Client", &other.id));
    assert_eq!(carol.call("POST", &action, json!({})).await.status, 403);
    assert_eq!(
        carol
            .call("PUT", &address("OAuth Client", &mine.id), json!({ "app_name": "Y" }))
            .await
            .status,
        200
    );
    let new = json!({ "app_name": "Third", "redirect_uris": "https://x.test/cb" });
    assert_eq!(
        carol.call("POST", &clients, new).await.status,
        403,
        "a new one is not among them"
    );
    let grants = carol
        .get(&format!("{}?fields=[\"client\"]", address("Grant", "")))
        .await
        .json();
    assert_eq!(grants, json!({ "data": [{ "client": mine.id }] }));
    let log = carol
        .get(&format!("{}?fields=[\"client\"]&limit=0", address("Activity Log", "")))
        .await;
    assert!(log.body.contains(&mine.id) && !log.body.contains(&other.id));
    let mut browser = site.signed_in(CAROL).await;
    assert!(!browser.get("/search?q=other").await.body.contains(&other.id));
    assert!(!browser.get("/choices/OAuth%20Client?q=").await.body.contains(&other.id));
    assert!(!browser.get("/app/oauth-client").await.body.contains(&other.id));
    site.app
        .db
        .write({
            let caller = site.operator();
            move |db| {
                let permission = registry().by_name("User Permission")?;
                records::verbs::delete(&caller.writing(db), permission, &limit)
            }
        })
        .await
        .unwrap();
    assert_eq!(carol.get(&clients).await.json()["data"].as_array().unwrap().len(), 2);
    let alice = program(&site, ALICE).await;
    let of_alice = json!({ "user": ALICE, "allow": "OAuth Client", "for_value": mine.id });
    assert_eq!(
        alice
            .call("POST", &address("User Permission", ""), of_alice)
            .await
            .status,
        417
    );
}

/// "Only own": one sees and changes what one made.
#[tokio::test]
async fn only_own_records() {
    let site = Site::new().await;
    let mut own = everything();
    own["if_owner"] = json!(1);
    carol_with(&site, "Maker", &[("OAuth Client", own)]).await;
    let other = site.add_client(json!({})).await;
    let carol = program(&site, CAROL).await;
    let new = json!({ "app_name": "Mine", "redirect_uris": "https://x.test/cb" });
    let made = carol.call("POST", &address("OAuth Client", ""), new).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let name = made.json()["data"]["name"].as_str().unwrap().to_owned();
    let list = carol.get(&address("OAuth Client", "")).await.json();
    assert_eq!(list, json!({ "data": [{ "name": name }] }));
    assert_eq!(
        carol
            .call("PUT", &address("OAuth Client", &name), json!({ "app_name": "Y" }))
            .await
            .status,
        200
    );
    assert_eq!(carol.get(&address("OAuth Client", &other.id)).await.status, 403);
    // Looking the same, whether it is there or not.
    assert_eq!(carol.get(&address("OAuth Client", "nobody")).await.status, 403);
    assert_eq!(
        carol
            .call("DELETE", &address("OAuth Client", &name), Value::Null)
            .await
            .status,
        202
    );
}

/// Role permissions are the truth: what is taken away there is gone at once.
#[tokio::test]
async fn role_permissions_decide() {
    let site = Site::new().await;
    carol_with(&site, "Clerk", &[]).await;
    let carol = program(&site, CAROL).await;
    let roles = address("Role", "");
    assert_eq!(carol.get(&roles).await.status, 200, "Desk Users may read roles");
    site.change("Role Permission", "Role-Desk User", json!({ "read": 0 }))
        .await;
    assert_eq!(carol.get(&roles).await.status, 403);
    let own = address("User", CAROL);
    assert_eq!(carol.get(&own).await.status, 200);
    site.change("Role Permission", "User-All", json!({ "write": 0 })).await;
    assert_eq!(carol.call("PUT", &own, json!({ "first_name": "C" })).await.status, 403);
    let alice = program(&site, ALICE).await;
    let locked = alice
        .call(
            "PUT",
            &address("Role Permission", "User-System%20Manager"),
            json!({ "write": 0 }),
        )
        .await;
    assert_eq!(locked.status, 417, "{}", locked.body);
    let standard = alice
        .call("DELETE", &address("Role Permission", "User-All"), Value::Null)
        .await;
    assert_eq!(standard.status, 417);
    let impossible = json!({ "role": "Clerk", "document_type": "Activity Log", "delete": 1 });
    let refused = alice.call("POST", &address("Role Permission", ""), impossible).await;
    assert!(
        refused.status == 417 && refused.body.contains("Nobody can delete"),
        "{}",
        refused.body
    );
}

/// A scope that only some roles may be granted: others sign in without it, and are told so.
#[tokio::test]
async fn scopes_are_for_the_roles_that_they_name() {
    let site = Site::new().await;
    site.add("Role", json!({ "role_name": "HR" })).await;
    site.add(
        "OAuth Scope",
        json!({ "scope": "payroll", "description": "See salaries", "roles": ["HR"] }),
    )
    .await;
    let client = site.add_client(json!({ "scopes": "openid payroll" })).await;
    let mut bob = site.signed_in(BOB).await;
    let asked = bob.get(&authorize_path(&client, &[("scope", "openid payroll")])).await;
    assert!(
        !asked.text(".scopes").contains("See salaries") && asked.text("main").contains("may not be granted: payroll")
    );
    let tokens = site.tokens_of(BOB, &client, &[("scope", "openid payroll")]).await;
    assert_eq!(tokens.scope, "openid");
    let page = bob.get(&authorize_path(&client, &[("scope", "payroll")])).await;
    assert!(
        page.is_outside && page.address.contains("error=access_denied"),
        "{}",
        page.address
    );
    site.change("User", BOB, json!({ "roles": ["HR"] })).await;
    let tokens = site.tokens_of(BOB, &client, &[("scope", "openid payroll")]).await;
    assert_eq!(tokens.scope, "openid payroll");
    assert_eq!(
        site.introspect(&client, &tokens.access).await["scope"],
        "openid payroll"
    );
    site.change("User", BOB, json!({ "roles": [] })).await;
    assert_eq!(site.introspect(&client, &tokens.access).await["scope"], "openid");
}

/// What userinfo says is what the scopes of the token release, as their records say.
#[tokio::test]
async fn scopes_release_the_claims_that_they_name() {
    let site = Site::new().await;
    site.change(
        "User",
        BOB,
        json!({ "mobile_no": "+44 1642 1", "location": "Nunthorpe" }),
    )
    .await;
    // Guest and All, which everybody has, are told to nobody.
    site.add("Role", json!({ "role_name": "Cook", "desk_access": 0 })).await;
    site.change("User", BOB, json!({ "roles": ["Cook"] })).await;
    let client = site
        .add_client(json!({ "scopes": "openid email phone address roles groups", "frappe_openid": 0 }))
        .await;
    for (scope, expected) in [
        ("openid", json!({})),
        ("openid email", json!({ "email": BOB, "email_verified": true })),
        (
            "openid phone address",
            json!({
                "phone_number": "+44 1642 1", "phone_number_verified": false, "address": { "formatted": "Nunthorpe" }
            }),
        ),
        ("openid roles groups", json!({ "roles": ["Cook"], "groups": ["Cook"] })),
    ] {
        let tokens = site.tokens_of(BOB, &client, &[("scope", scope)]).await;
        let mut told = site.get_as(&tokens.access, "/oauth2/userinfo").await.json();
        for always in ["sub", "iss"] {
            assert!(told.as_object_mut().unwrap().remove(always).is_some());
        }
        assert_eq!(told, expected, "{scope}");
    }
}

/// A narrow token of a System Manager makes neither itself nor another credential more powerful.
#[tokio::test]
async fn a70_a_narrow_token_does_not_widen_itself() {
    let site = Site::new().await;
    for (scope, types) in [("users", json!(["User", "API Key"])), ("apps", json!(["OAuth Client"]))] {
        site.add(
            "OAuth Scope",
            json!({ "scope": scope, "description": scope, "write_types": types }),
        )
        .await;
    }
    let alice = program(&site, ALICE).await;
    let decisive = json!({ "scope": "x", "description": "X", "write_types": ["OAuth Scope"] });
    assert_eq!(
        alice.call("POST", &address("OAuth Scope", ""), decisive).await.status,
        417
    );
    let client = site.add_client(json!({ "scopes": "users apps all" })).await;
    let token = site.tokens_of(ALICE, &client, &[("scope", "users apps")]).await;
    let token = site.bearer(&token.access);
    let manager = json!([{ "role": "System Manager" }]);
    let app =
        json!({ "app_name": "X", "redirect_uris": "https://x.test/cb", "client_credentials": 1, "acts_as": ALICE });
    for (method, path, body) in [
        (
            "POST",
            format!("{}?run_method=api-key", address("User", ALICE)),
            json!({}),
        ),
        (
            "POST",
            "/api/method/frappe.core.doctype.user.user.generate_keys".into(),
            json!({ "user": ALICE }),
        ),
        ("PUT", address("User", BOB), json!({ "roles": manager })),
        (
            "PUT",
            address("User", BOB),
            json!({ "new_password": "Other-purple-lamp-8" }),
        ),
        ("PUT", address("User", BOB), json!({ "enabled": 0 })),
        (
            "POST",
            address("User", ""),
            json!({ "email": "n@e.com", "first_name": "N", "roles": manager }),
        ),
        ("DELETE", address("User", BOB), Value::Null),
        ("POST", address("OAuth Client", ""), app),
        (
            "PUT",
            address("OAuth Client", &client.id),
            json!({ "skip_authorization": 1 }),
        ),
        ("PUT", address("OAuth Scope", "users"), json!({ "description": "y" })),
        ("PUT", address("Role Permission", "User-All"), json!({ "write": 0 })),
        (
            "PUT",
            address("System Settings", "System Settings"),
            json!({ "app_name": "y" }),
        ),
    ] {
        let answer = token.call(method, &path, body.clone()).await;
        assert_eq!(answer.status, 403, "{method} {path} {body}: {}", answer.body);
    }
    assert_eq!(
        token
            .call("PUT", &address("User", BOB), json!({ "last_name": "B" }))
            .await
            .status,
        200
    );
    let whole = site.tokens_of(ALICE, &client, &[("scope", "all")]).await;
    let whole = site.bearer(&whole.access);
    assert_eq!(
        whole
            .call("PUT", &address("User", BOB), json!({ "roles": manager }))
            .await
            .status,
        200
    );
}

/// What was allowed is remembered for every redirect URI of the client, but for one that a delegated manager gave it
/// since: it was not the client's when people said yes.
#[tokio::test]
async fn a70_remembered_consent_is_for_the_addresses_that_the_client_had() {
    let site = Site::new().await;
    let client = site
        .add_client(json!({ "redirect_uris": "https://shop.test/cb https://shop.test/other" }))
        .await;
    let mut alice = site.signed_in(ALICE).await;
    let to = |uri: &'static str| [("redirect_uri", uri)];
    alice.code(&client, &to("https://shop.test/cb")).await;
    for known in ["https://shop.test/cb", "https://shop.test/other"] {
        let again = alice.get(&authorize_path(&client, &to(known))).await;
        assert!(again.is_outside, "{known}: not asked");
    }
    carol_with(&site, "Client Helper", &[("OAuth Client", everything())]).await;
    let carol = program(&site, CAROL).await;
    let uris = "https://shop.test/cb https://shop.test/other https://carol.test/cb";
    let path = address("OAuth Client", &client.id);
    let changed = carol.call("PUT", &path, json!({ "redirect_uris": uris })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let added = alice.get(&authorize_path(&client, &to("https://carol.test/cb"))).await;
    assert!(added.has("consent-allow"), "an address that Carol added: asked");
    let silent = [("redirect_uri", "https://carol.test/cb"), ("prompt", "none")];
    let silent = alice.get(&authorize_path(&client, &silent)).await;
    assert!(silent.address.contains("error=consent_required"), "{}", silent.address);
    let known = alice.get(&authorize_path(&client, &to("https://shop.test/cb"))).await;
    assert!(known.is_outside, "where the answer went before: not asked");
}

/// A user who becomes a manager does so without the key, the sessions and the tokens that
/// somebody may hold.
#[tokio::test]
async fn a70_a_new_manager_has_no_old_access() {
    let site = Site::new().await;
    let old = program(&site, BOB).await;
    let mut planted = site.signed_in(BOB).await;
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens_of(BOB, &client, &[]).await;
    assert_eq!(planted.get("/me").await.text("h1"), "Hello, Bob");
    site.change("User", BOB, json!({ "roles": ["System Manager"] })).await;
    assert_eq!(old.get(&address("User", "")).await.status, 401);
    assert_eq!(planted.get("/me").await.text("h1"), "Sign in");
    let refused = site.refresh(&client, &tokens.refresh, &[]).await;
    assert_eq!((refused.status, refused.error().as_str()), (400, "invalid_grant"));
}

/// Whoever is limited to one user sees what is about that user: not what that user did with
/// others, and not who else is named in a panel.
#[tokio::test]
async fn limits_hold_in_the_log_and_in_panels() {
    const DAVE: &str = "dave@example.com";
    let site = Site::new().await;
    let read = || json!({ "read": 1 });
    carol_with(
        &site,
        "Onlooker",
        &[("User", read()), ("Role", read()), ("Activity Log", read())],
    )
    .await;
    site.add("Role", json!({ "role_name": "Helper" })).await;
    let mut may = everything();
    may["role"] = json!("Helper");
    may["document_type"] = json!("User");
    site.add("Role Permission", may).await;
    site.change("User", BOB, json!({ "roles": ["Helper"] })).await;
    site.add_user(DAVE, "Dave", &["Helper"]).await;
    site.add(
        "User Permission",
        json!({ "user": CAROL, "allow": "User", "for_value": BOB }),
    )
    .await;
    let bob = program(&site, BOB).await;
    for (whom, number) in [(DAVE, "+49555"), (BOB, "+49777")] {
        let changed = bob
            .call("PUT", &address("User", whom), json!({ "mobile_no": number }))
            .await;
        assert_eq!(changed.status, 200, "{}", changed.body);
    }
    let carol = program(&site, CAROL).await;
    let log = address("Activity Log", "");
    let seen = carol.get(&format!("{log}?fields=[\"*\"]&limit=0")).await;
    assert!(seen.body.contains("+49777") && !seen.body.contains("+49555") && !seen.body.contains(DAVE));
    let alice = program(&site, ALICE).await;
    let about_dave = alice
        .get(&format!(
            "{log}?filters=[[\"reference_name\",\"=\",\"{DAVE}\"],[\"user\",\"=\",\"{BOB}\"]]"
        ))
        .await;
    let entry = about_dave.json()["data"][0]["name"].as_str().unwrap().to_owned();
    assert_eq!(carol.get(&address("Activity Log", &entry)).await.status, 403);
    let mut browser = site.signed_in(CAROL).await;
    let role = browser.get("/app/role/Helper").await;
    assert!(role.status == 200 && !role.body.contains(DAVE) && !role.body.contains(BOB));
}

/// What is compared with is short, whatever it is compared with.
#[tokio::test]
async fn long_filters_are_refused() {
    let site = Site::new().await;
    let bob = program(&site, BOB).await;
    let long = "%a".repeat(30_000);
    for field in ["enabled", "first_name", "creation"] {
        let body = json!({ "doctype": "User", "filters": [[field, "like", long]] });
        let answer = bob.call("POST", "/api/method/frappe.client.get_list", body).await;
        assert!(
            answer.status == 417 && answer.body.len() < 1000,
            "{field}: {}",
            answer.status
        );
    }
}

/// Whoever is limited to some records does not reach the others through somebody else.
#[tokio::test]
async fn a70_limits_are_not_escaped_through_others() {
    let site = Site::new().await;
    carol_with(
        &site,
        "Helper",
        &[("User", everything()), ("OAuth Client", everything())],
    )
    .await;
    let mine = site.add_client(json!({})).await;
    let limit = json!({ "user": CAROL, "allow": "OAuth Client", "for_value": mine.id });
    site.add("User Permission", limit).await;
    let carol = program(&site, CAROL).await;
    let new = json!({ "email": "n@e.com", "first_name": "N", "roles": [{ "role": "Helper" }] });
    for (method, path, body) in [
        ("POST", address("User", ""), new),
        (
            "PUT",
            address("User", BOB),
            json!({ "new_password": "Other-purple-lamp-8" }),
        ),
        (
            "POST",
            format!("{}?run_method=api-key", address("User", BOB)),
            json!({}),
        ),
        (
            "PUT",
            address("OAuth Client", &mine.id),
            json!({ "client_credentials": 1, "acts_as_role": "Helper" }),
        ),
    ] {
        let answer = carol.call(method, &path, body).await;
        assert_eq!(answer.status, 403, "{method} {path}: {}", answer.body);
    }
}

/// A token that reads some fields only does not find out the others by asking for them.
#[tokio::test]
async fn an_openid_token_asks_by_what_it_may_read_only() {
    let site = Site::new().await;
    site.change("User", BOB, json!({ "mobile_no": "+4912345" })).await;
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens_of(BOB, &client, &[("scope", "openid")]).await;
    let bob = site.bearer(&tokens.access);
    for query in [
        "filters=[[\"mobile_no\",\"like\",\"%254%25\"]]",
        "or_filters=[[\"location\",\"is\",\"set\"]]",
        "filters=[[\"enabled\",\"=\",1]]",
        "order_by=last_login",
        "fields=[\"mobile_no\"]",
    ] {
        for path in [
            format!("/api/resource/User?{query}"),
            format!("/api/method/frappe.client.get_count?doctype=User&{query}"),
        ] {
            if path.contains("get_count") && query.starts_with("fields") {
                continue;
            }
            assert_eq!(bob.get(&path).await.status, 417, "{path}");
        }
    }
    let found = bob
        .get("/api/resource/User?filters=[[\"first_name\",\"=\",\"Bob\"]]")
        .await;
    assert_eq!(found.json(), json!({ "data": [{ "name": BOB }] }));
    let own = bob.get(&address("User", BOB)).await.json();
    for hidden in ["modified_by", "owner", "mobile_no", "enabled", "last_login"] {
        assert!(own["data"].get(hidden).is_none(), "{hidden}: {own}");
    }
}

/// Who lost the role for a scope loses it in refreshed tokens, too.
#[tokio::test]
async fn refreshed_tokens_hold_no_scope_that_was_lost() {
    let site = Site::new().await;
    site.add("Role", json!({ "role_name": "HR" })).await;
    site.add(
        "OAuth Scope",
        json!({ "scope": "hr", "description": "HR", "claims": ["phone_number"], "roles": ["HR"] }),
    )
    .await;
    site.change("User", BOB, json!({ "roles": ["HR"], "mobile_no": "+49" }))
        .await;
    let client = site
        .add_client(json!({ "scopes": "openid hr", "id_token_profile": 1 }))
        .await;
    let tokens = site.tokens_of(BOB, &client, &[("scope", "openid hr")]).await;
    assert_eq!(crate::support::payload(&tokens.id)["phone_number"], "+49");
    site.change("User", BOB, json!({ "roles": [] })).await;
    let renewed = Tokens::of(&site.refresh(&client, &tokens.refresh, &[]).await);
    assert_eq!(renewed.scope, "openid");
    assert!(crate::support::payload(&renewed.id).get("phone_number").is_none());
}

/// Panels show what their reader may see elsewhere.
#[tokio::test]
async fn panels_show_no_more_than_the_records() {
    let site = Site::new().await;
    carol_with(
        &site,
        "Reader",
        &[("User", json!({ "read": 1 })), ("OAuth Client", json!({ "read": 1 }))],
    )
    .await;
    let client = site.add_client(json!({})).await;
    let mut carol = site.signed_in(CAROL).await;
    let user = carol.get(&format!("/app/user/{ALICE}?tab=activity")).await;
    assert!(user.status == 200 && !user.text("main").contains("last seen") && !user.text("main").contains("Sessions"));
    let page = carol.get(&format!("/app/oauth-client/{}", client.id)).await;
    assert!(page.status == 200 && !page.has("try-it") && !page.has("save"));
    let mut alice = site.signed_in(ALICE).await;
    assert!(
        alice
            .get(&format!("/app/user/{BOB}?tab=activity"))
            .await
            .text("main")
            .contains("Sessions")
    );
}
