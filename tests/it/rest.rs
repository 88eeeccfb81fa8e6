//! Records over REST.

use crate::support::{ALICE, Answer, BOB, PASSWORD, Program, Site, program};
use serde_json::{Value, json};

/// Create, read, change, list, delete, in Frappe's shapes and statuses.
#[tokio::test]
async fn a_record_lives_through_rest() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let fields = json!({
        "app_name": "Test App", "scopes": "all openid", "redirect_uris": "http://127.0.0.1:9999/cb http://127.0.0.1:9999/cb2",
        "default_redirect_uri": "http://127.0.0.1:9999/cb", "grant_type": "Authorization Code", "response_type": "Code",
    });
    let made = alice.call("POST", "/api/resource/OAuth%20Client", fields).await.json();
    let name = made["data"]["name"].as_str().unwrap().to_owned();
    assert_eq!((name.len(), &made["data"]["client_id"]), (10, &json!(name)));
    assert_eq!(
        made["data"]["client_secret"].as_str().unwrap().len(),
        43,
        "shown this once"
    );
    assert_eq!(
        made["data"]["redirect_uris"],
        "http://127.0.0.1:9999/cb http://127.0.0.1:9999/cb2"
    );
    assert_eq!(made["data"]["allowed_roles"][0]["role"], "Desk User");
    assert_eq!(
        made["data"]["id_token_profile"], 1,
        "a client of the Frappe shape gets Frappe's ID tokens"
    );
    let path = format!("/api/resource/OAuth%20Client/{name}");
    let read = alice.call("GET", &path, Value::Null).await;
    assert!(
        read.json()["data"].get("client_secret").is_none(),
        "A71: and never again"
    );
    let changed = alice
        .call("PUT", &path, json!({ "skip_authorization": 1 }))
        .await
        .json();
    assert_eq!(changed["data"]["skip_authorization"], 1);
    let mut whole = changed["data"].clone();
    whole["app_name"] = json!("Renamed");
    let saved = alice.call("PUT", &path, whole.clone()).await;
    assert_eq!(
        saved.json()["data"]["app_name"],
        "Renamed",
        "what was read may be sent back whole: {}",
        saved.body
    );
    let stale = alice.call("PUT", &path, whole).await;
    assert_eq!(
        (stale.status, &stale.json()["exc_type"]),
        (417, &json!("TimestampMismatchError"))
    );
    let list = alice
        .call(
            "GET",
            "/api/resource/OAuth%20Client?fields=[\"name\",\"app_name\"]",
            Value::Null,
        )
        .await;
    assert_eq!(
        list.json(),
        json!({ "data": [{ "name": name, "app_name": "Renamed" }] })
    );
    assert_eq!(
        alice
            .call("GET", "/api/v1/resource/OAuth%20Client", Value::Null)
            .await
            .json(),
        json!({ "data": [{ "name": name }] })
    );
    let gone = alice.call("DELETE", &path, Value::Null).await;
    assert_eq!((gone.status, gone.json()), (202, json!({ "data": "ok" })));
    let missing = alice.call("GET", &path, Value::Null).await;
    assert_eq!(
        (missing.status, &missing.json()["exc_type"]),
        (404, &json!("DoesNotExistError"))
    );
}

/// Filters, order and paging; identifiers come from the declaration (A74) and numbers are checked (A61).
#[tokio::test]
async fn a61_a74_lists_take_no_foreign_words() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let get = async |query: &str| {
        alice
            .call("GET", &format!("/api/resource/User?{query}"), Value::Null)
            .await
    };
    let names = |answer: &Answer| -> Vec<String> {
        let rows = answer.json()["data"]
            .as_array()
            .unwrap_or_else(|| panic!("{}", answer.body))
            .clone();
        rows.iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(names(&get("order_by=name%20desc").await), [BOB, ALICE]);
    assert_eq!(
        names(&get("order_by=name&limit_page_length=1&limit_start=1").await),
        [BOB]
    );
    assert_eq!(names(&get("filters=[[\"first_name\",\"=\",\"Bob\"]]").await), [BOB]);
    assert_eq!(
        names(&get("filters=[[\"User\",\"full_name\",\"like\",\"%25Lidd%25\"]]").await),
        [ALICE]
    );
    assert_eq!(
        names(&get("filters={\"enabled\":1,\"name\":[\"in\",[\"bob@example.com\",\"x\"]]}").await),
        [BOB]
    );
    assert_eq!(
        names(&get("filters={\"name\":[\"not in\",[\"bob@example.com\"]]}").await),
        [ALICE]
    );
    for bad in [
        "order_by=name;drop table users",
        "order_by=(select 1)",
        "order_by=password_hash",
        "order_by=name asc, 1",
        "fields=[\"password_hash\"]",
        "fields=[\"new_password\"]",
        "fields=[\"count(*)\"]",
        "fields=[\"*,1\"]",
        "fields=name",
        "filters=[[\"id\",\"=\",\"1\"]]",
        "filters=[[\"name\",\"; --\",\"1\"]]",
        "filters=[[\"1=1) --\",\"=\",\"1\"]]",
        "filters=x",
        "filters=[1]",
        "filters=[[\"name\"]]",
        "filters={\"name\":[\"=\"]}",
        "filters={\"name\":{\"a\":1}}",
        "filters=[[\"enabled\",\"=\",1.5]]",
        "limit=-1",
        "limit=NaN",
        "limit_start=-1",
        "limit_page_length=99999999999999999999",
        "limit=1e3",
    ] {
        let answer = get(&bad.replace(' ', "%20").replace(';', "%3B")).await;
        assert_eq!(
            (answer.status, &answer.json()["exc_type"]),
            (417, &json!("ValidationError")),
            "{bad}: {}",
            answer.body
        );
        let body = answer.body.to_lowercase();
        assert!(
            !body.contains("sqlite") && !body.contains("syntax") && !body.contains("no such column"),
            "{bad}: {body}"
        );
    }
    for odd in [
        "limit=0",
        "limit=9223372036854775807",
        "limit_start=9223372036854775807",
        "limit_page_length=2147483648",
    ] {
        assert_eq!(get(odd).await.status, 200, "{odd}");
    }
}

/// A45, A58: unknown and read-only fields are refused by name, and nothing is saved.
#[tokio::test]
async fn a45_a58_no_mass_assignment() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let path = format!("/api/resource/User/{BOB}");
    for (field, value) in [
        ("is_admin", json!(1)),
        ("id", json!("x")),
        ("password_hash", json!("x")),
        ("user_type", json!("System User")),
        ("email", json!("other@example.com")),
        ("owner", json!("x")),
        ("email_verified", json!(true)),
        ("full_name", json!("X")),
        ("enabled", json!("maybe")),
        ("roles", json!(["Nobody"])),
        ("roles", json!(["All"])),
        ("roles", json!("System Manager")),
        ("first_name", json!({ "a": 1 })),
        ("first_name", json!("")),
        ("new_password", json!("short")),
    ] {
        let answer = alice
            .call("PUT", &path, json!({ "last_name": "Changed", field: value }))
            .await;
        assert_eq!(answer.status, 417, "{field}: {}", answer.body);
        assert!(answer.body.contains(field), "{field} is named: {}", answer.body);
        assert_eq!(site.user(BOB).last_name, None, "{field}: nothing was saved");
    }
    let answer = alice
        .call(
            "POST",
            "/api/resource/OAuth%20Client",
            json!({ "app_name": "X", "redirect_uris": "https://a.test/", "name": "chosen" }),
        )
        .await;
    assert_eq!(answer.status, 417, "R21: nobody chooses a client id");
    for body in ["[]", "{", "\"x\""] {
        let request = site
            .http
            .put(site.url(&path))
            .header("authorization", &alice.authorization)
            .header("content-type", "application/json")
            .body(body);
        assert_eq!(site.send(request).await.status, 417, "{body}");
    }
}

/// Who may do what: the manager everything, a user their own record, nobody nothing.
#[tokio::test]
async fn a69_a70_each_caller_gets_what_is_theirs() {
    let site = Site::new().await;
    let bob = program(&site, BOB).await;
    let client = site.add_client(json!({})).await;
    let nobody = Program {
        site: &site,
        authorization: String::new(),
    };
    for (method, path, own) in [
        ("GET", "/api/resource/User".to_owned(), 200),
        ("GET", format!("/api/resource/User/{BOB}"), 200),
        ("GET", format!("/api/resource/User/{ALICE}"), 403),
        ("GET", "/api/resource/User/nobody@example.com".to_owned(), 403),
        ("PUT", format!("/api/resource/User/{BOB}"), 403),
        ("PUT", format!("/api/resource/User/{ALICE}"), 403),
        ("POST", "/api/resource/User".to_owned(), 403),
        ("DELETE", format!("/api/resource/User/{BOB}"), 403),
        ("GET", "/api/resource/Role".to_owned(), 403),
        ("GET", "/api/resource/OAuth%20Client".to_owned(), 403),
        ("GET", format!("/api/resource/OAuth%20Client/{}", client.id), 403),
        ("PUT", format!("/api/resource/OAuth%20Client/{}", client.id), 403),
        ("DELETE", format!("/api/resource/OAuth%20Client/{}", client.id), 403),
        (
            "GET",
            "/api/resource/OAuth%20Provider%20Settings/OAuth%20Provider%20Settings".to_owned(),
            403,
        ),
        (
            "PUT",
            "/api/resource/OAuth%20Provider%20Settings/OAuth%20Provider%20Settings".to_owned(),
            403,
        ),
        (
            "POST",
            "/api/method/frappe.core.doctype.user.user.generate_keys".to_owned(),
            403,
        ),
        ("GET", "/api/resource/Nope".to_owned(), 404),
        ("GET", "/api/method/nope.nope".to_owned(), 417),
    ] {
        let body = if method == "GET" {
            Value::Null
        } else {
            json!({ "roles": ["System Manager"] })
        };
        assert_eq!(
            bob.call(method, &path, body.clone()).await.status,
            own,
            "Bob {method} {path}"
        );
        let request = site.http.request(method.parse().unwrap(), site.url(&path)).json(&body);
        let expected = if own == 403 || own == 200 { 401 } else { own };
        assert_eq!(site.send(request).await.status, expected, "nobody {method} {path}");
    }
    assert_eq!(
        nobody.call("GET", "/api/method/ping", Value::Null).await.status,
        401,
        "an empty header is no credential"
    );
    let list = bob.call("GET", "/api/resource/User", Value::Null).await;
    assert_eq!(list.json(), json!({ "data": [{ "name": BOB }] }), "a list of one's own");
    assert!(!site.user(BOB).roles.contains(&"System Manager".to_owned()), "A70");
}

/// A72: the last System Manager stays, also when two go at once.
#[tokio::test]
async fn a72_the_last_manager_stays() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let path = format!("/api/resource/User/{ALICE}");
    for body in [json!({ "enabled": 0 }), json!({ "roles": [] })] {
        assert_eq!(alice.call("PUT", &path, body).await.status, 417);
    }
    assert_eq!(alice.call("DELETE", &path, Value::Null).await.status, 417);
    site.add_user("carol@example.com", "Carol", &["System Manager"]).await;
    let carol = program(&site, "carol@example.com").await;
    let carols = "/api/resource/User/carol@example.com";
    let (a, b) = tokio::join!(
        alice.call("PUT", carols, json!({ "roles": [] })),
        carol.call("PUT", &path, json!({ "enabled": 0 })),
    );
    let succeeded = [a.status, b.status].iter().filter(|status| **status == 200).count();
    assert_eq!(succeeded, 1, "{} {}", a.body, b.body);
}

/// API keys: `token key:secret`, Basic, and what does not pass for them.
#[tokio::test]
async fn api_keys_in_both_forms() {
    let site = Site::new().await;
    let mut browser = site.signed_in(ALICE).await;
    let csrf = browser.csrf().await;
    let request = site
        .http
        .post(site.url("/api/method/frappe.core.doctype.user.user.generate_keys"))
        .header("x-frappe-csrf-token", csrf)
        .form(&[("user", BOB)]);
    let secret = browser.raw(request).await.json()["message"]["api_secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let id = site.user(BOB).id;
    let key = site
        .app
        .db
        .read(|db| frontdesk::users::store::api_key_of(db, &id))
        .unwrap()
        .unwrap();
    let whoami = async |header: String| {
        let request = site
            .http
            .get(site.url("/api/method/frappe.auth.get_logged_user"))
            .header("authorization", header);
        site.send(request).await
    };
    use base64::Engine;
    let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{key}:{secret}"));
    for header in [format!("token {key}:{secret}"), format!("Basic {encoded}")] {
        assert_eq!(whoami(header).await.json()["message"], BOB);
    }
    for header in [
        format!("token {key}:wrong"),
        format!("token {key}"),
        format!("Basic {key}:{secret}"),
        format!("token x:{secret}"),
    ] {
        assert_eq!(whoami(header.clone()).await.status, 401, "{header}");
    }
    let password = base64::engine::general_purpose::STANDARD.encode(format!("{BOB}:{PASSWORD}"));
    assert_eq!(
        whoami(format!("Basic {password}")).await.status,
        401,
        "a password is no API secret"
    );
    site.change("User", BOB, json!({ "enabled": 0 })).await;
    assert_eq!(whoami(format!("token {key}:{secret}")).await.status, 401);
}
