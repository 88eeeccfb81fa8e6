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

/// Filters, order and paging; identifiers come from the declaration (A74: no SQL injection) and numbers are checked
/// (A61: odd input crashes nothing).
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
        "fields=[\"count(password_hash)\"]",
        "fields=[\"count(*) as a,b\"]",
        "fields=[\"name\",\"count(*)\"]",
        "fields=[\"max(name)\"]",
        "fields=[\"`tabUser`.`password_hash`\"]",
        "fields=[\"new_password as x\"]",
        "fields=[\"name as a b\"]",
        "fields=[\"roles.parent\"]",
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
        ("email_verified", json!("perhaps")),
        ("username", json!("a b")),
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
    assert_ne!(
        answer.json()["data"]["client_id"],
        "chosen",
        "R21: nobody chooses a client id"
    );
    assert!(
        answer.json()["_server_messages"].as_str().unwrap().contains("Left out"),
        "{}",
        answer.body
    );
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
    let bob = site.user(BOB);
    let key = site.app.db.read(|db| frontdesk::users::api_keys::of_user(db, &bob));
    let key = key.unwrap().unwrap().api_key;
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

/// What Frappe's lists can besides: or_filters, between, is, child tables, several orders, rows as lists.
#[tokio::test]
async fn lists_can_what_frappes_can() {
    let site = Site::new().await;
    for (email, name, enabled) in [("c@e.com", "Carol", 1), ("d@e.com", "Dan", 0), ("e@e.com", "Eve", 1)] {
        site.add("User", json!({ "email": email, "first_name": name, "enabled": enabled, "last_name": if enabled == 1 { "On" } else { "" } }))
            .await;
    }
    site.change("User", "c@e.com", json!({ "roles": ["System Manager"] }))
        .await;
    let alice = program(&site, ALICE).await;
    let names = async |query: &str| {
        let answer = alice
            .get(&format!(
                "/api/resource/User?order_by=name&{}",
                query.replace(' ', "%20")
            ))
            .await;
        let rows = answer.json()["data"]
            .as_array()
            .unwrap_or_else(|| panic!("{query}: {}", answer.body))
            .clone();
        rows.iter()
            .map(|row| row["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for (query, expected) in [
        (
            "or_filters=[[\"name\",\"=\",\"c@e.com\"],[\"first_name\",\"=\",\"Dan\"]]",
            vec!["c@e.com", "d@e.com"],
        ),
        (
            "filters=[[\"enabled\",\"=\",1]]&or_filters={\"name\":\"d@e.com\",\"first_name\":\"Eve\"}",
            vec!["e@e.com"],
        ),
        (
            "filters=[[\"name\",\"between\",[\"c\",\"e\"]]]",
            vec!["c@e.com", "d@e.com"],
        ),
        (
            "filters=[[\"last_name\",\"is\",\"set\"]]",
            vec![ALICE, "c@e.com", "e@e.com"],
        ),
        ("filters=[[\"last_name\",\"is\",\"not set\"]]", vec![BOB, "d@e.com"]),
        (
            "filters=[[\"Has Role\",\"role\",\"=\",\"System Manager\"]]",
            vec![ALICE, "c@e.com"],
        ),
        ("filters=[[\"User\",\"enabled\",\"=\",0,false]]", vec!["d@e.com"]),
        (
            "filters=[[\"creation\",\"between\",[\"2000-01-01\",\"2000-12-31\"]]]",
            vec![],
        ),
        (
            "filters=[[\"creation\",\">\",\"2000-01-01 00:00:00.000000\"]]&limit=1",
            vec![ALICE],
        ),
        (
            "filters=[[\"name\",\"in\",\"c@e.com, e@e.com\"]]",
            vec!["c@e.com", "e@e.com"],
        ),
        ("filters=[[\"name\",\"not like\",\"%25@e.com\"]]", vec![ALICE, BOB]),
    ] {
        assert_eq!(names(query).await, expected, "{query}");
    }
    let ordered = alice
        .get("/api/resource/User?order_by=`tabUser`.`enabled`%20asc,%20name%20desc&limit=2")
        .await;
    assert_eq!(
        ordered.json(),
        json!({ "data": [{ "name": "d@e.com" }, { "name": "e@e.com" }] })
    );
    let rows = alice
        .get("/api/resource/User?fields=[\"name\",\"enabled\"]&as_dict=0&order_by=name&limit=1")
        .await;
    assert_eq!(rows.json(), json!({ "data": [[ALICE, 1]] }));
    for bad in [
        "or_filters=x",
        "or_filters=[[\"id\",\"=\",1]]",
        "filters=[[\"name\",\"between\",[\"a\"]]]",
        "filters=[[\"name\",\"between\",\"a\"]]",
        "filters=[[\"name\",\"is\",\"null\"]]",
        "filters=[[\"creation\",\">\",\"yesterday\"]]",
        "filters=[[\"Has Role\",\"parent\",\"=\",\"x\"]]",
        "filters=[[\"Role\",\"name\",\"=\",\"x\"]]",
        "as_dict=maybe",
        "group_by=password_hash",
        "group_by=name&fields=[\"enabled\"]",
        "order_by=name,",
        "order_by=a,b,c,d,e,f",
    ] {
        let answer = alice
            .get(&format!("/api/resource/User?{}", bad.replace(' ', "%20")))
            .await;
        assert_eq!(answer.status, 417, "{bad}: {}", answer.body);
        assert!(!answer.body.to_lowercase().contains("sql"), "{bad}: {}", answer.body);
    }
}

/// A74: whatever is sent as an argument, no answer is an error of the database or a fall.
#[tokio::test]
async fn a74_a61_fuzzed_arguments_never_reach_the_database() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let words = [
        "'",
        "\"",
        "`",
        "--",
        ";",
        "(",
        ")",
        "1=1",
        "name",
        "name'--",
        "`name`",
        "name desc",
        "users.password_hash",
        "*",
        "count(*)",
        "\u{0}",
        "%",
        "%00",
        "\\",
        "NULL",
        "null",
        "0",
        "-1",
        "2147483648",
        "9223372036854775808",
        "NaN",
        "1e309",
        "[]",
        "{}",
        "[[]]",
        "[[[]]]",
        "{\"name\":[]}",
        "true",
        "[\"name\",\"=\",\"x\"]",
        "[[\"name\",\"like\",\"%'\"]]",
        "[[\"name\",\"in\",[]]]",
        "[[\"name\",\"not in\",[]]]",
        "[[\"name\",\"=\",null]]",
        "[[\"name\",\">\",[]]]",
        "[[\"enabled\",\"=\",\"x\"]]",
        "é",
        "🔔",
        "a b",
        "union select 1",
        "sqlite_schema",
    ];
    let long = "x".repeat(5000);
    for name in [
        "fields",
        "filters",
        "or_filters",
        "order_by",
        "group_by",
        "limit_start",
        "limit_page_length",
        "limit",
        "as_dict",
        "fieldname",
    ] {
        for word in words.iter().copied().chain([long.as_str()]) {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair(name, word)
                .finish();
            for path in [
                format!("/api/resource/User?{query}"),
                format!("/api/method/frappe.client.get_value?doctype=User&{query}"),
            ] {
                let answer = alice.get(&path).await;
                assert!(
                    [200, 400, 404, 417].contains(&answer.status),
                    "{name}={word}: {} {}",
                    answer.status,
                    answer.body
                );
                let body = answer.body.to_lowercase();
                for leak in ["sqlite", "syntax error", "no such", "rusqlite", "panicked"] {
                    assert!(!body.contains(leak) || word.contains(leak), "{name}={word}: {body}");
                }
            }
        }
    }
}

/// Frappe's own client library calls these.
#[tokio::test]
async fn frappe_client_methods() {
    let site = Site::new().await;
    let alice = program(&site, ALICE).await;
    let method = |name: &str| format!("/api/method/frappe.client.{name}");
    let made = alice
        .call(
            "POST",
            &method("insert"),
            json!({ "doc": { "doctype": "User", "email": "C@e.com", "first_name": "Carol" } }),
        )
        .await;
    assert_eq!(made.json()["message"]["name"], "c@e.com", "{}", made.body);
    let get = async |path: &str| alice.get(path).await.json()["message"].clone();
    assert_eq!(
        get(&format!("{}?doctype=User&name=c@e.com", method("get"))).await["first_name"],
        "Carol"
    );
    assert_eq!(
        get(&format!(
            "{}?doctype=User&filters={{\"first_name\":\"Carol\"}}",
            method("get")
        ))
        .await["name"],
        "c@e.com"
    );
    assert_eq!(
        get(&format!("{}?doctype=System%20Settings", method("get"))).await["app_name"],
        "Frontdesk"
    );
    assert_eq!(
        get(&format!(
            "{}?doctype=User&fieldname=first_name&filters=c@e.com",
            method("get_value")
        ))
        .await,
        json!({ "first_name": "Carol" })
    );
    assert_eq!(
        get(&format!(
            "{}?doctype=User&fieldname=[\"name\",\"enabled\"]&filters={{\"name\":\"c@e.com\"}}",
            method("get_value")
        ))
        .await,
        json!({ "name": "c@e.com", "enabled": 1 })
    );
    assert_eq!(
        get(&format!(
            "{}?doctype=User&fieldname=name&filters=x@e.com",
            method("get_value")
        ))
        .await,
        json!({})
    );
    assert_eq!(
        get(&format!(
            "{}?doctype=User&filters={{\"enabled\":1}}",
            method("get_count")
        ))
        .await,
        3
    );
    let list = alice
        .call("POST", &method("get_list"), json!({ "doctype": "User", "fields": ["name"], "filters": { "first_name": "Carol" }, "limit_page_length": 1 }))
        .await;
    assert_eq!(list.json(), json!({ "message": [{ "name": "c@e.com" }] }));
    let set = alice
        .call(
            "POST",
            &method("set_value"),
            json!({ "doctype": "User", "name": "c@e.com", "fieldname": "enabled", "value": 0 }),
        )
        .await;
    assert_eq!(set.json()["message"]["enabled"], 0, "{}", set.body);
    let several = json!({ "doctype": "User", "name": "c@e.com", "fieldname": { "enabled": 1, "last_name": "C" } });
    assert_eq!(
        alice.call("POST", &method("set_value"), several).await.json()["message"]["last_name"],
        "C"
    );
    let mut whole = get(&format!("{}?doctype=User&name=c@e.com", method("get"))).await;
    whole["first_name"] = json!("Caroline");
    let saved = alice
        .call("POST", &method("save"), json!({ "doc": whole.to_string() }))
        .await;
    assert_eq!(saved.json()["message"]["first_name"], "Caroline", "{}", saved.body);
    whole["first_name"] = json!("Carla");
    assert_eq!(
        alice
            .call("POST", &method("save"), json!({ "doc": whole }))
            .await
            .json()["exc_type"],
        "TimestampMismatchError"
    );
    let gone = alice
        .call(
            "POST",
            &method("delete"),
            json!({ "doctype": "User", "name": "c@e.com" }),
        )
        .await;
    assert_eq!((gone.status, gone.json()), (200, json!({})));
    for (name, body, status) in [
        ("get", json!({ "doctype": "User", "name": "c@e.com" }), 404),
        ("get", json!({ "name": "c@e.com" }), 417),
        ("get", json!({ "doctype": "Nothing", "name": "x" }), 404),
        ("insert", json!({ "doc": { "email": "x@e.com" } }), 417),
        (
            "insert",
            json!({ "doc": { "doctype": "User", "email": "x@e.com", "first_name": "X", "is_admin": 1 } }),
            417,
        ),
        ("save", json!({ "doc": { "doctype": "User" } }), 417),
        (
            "set_value",
            json!({ "doctype": "User", "name": BOB, "fieldname": "user_type", "value": "System User" }),
            417,
        ),
    ] {
        let answer = alice.call("POST", &method(name), body.clone()).await;
        assert_eq!(answer.status, status, "{name} {body}: {}", answer.body);
    }
    let client = site.add_client(json!({})).await;
    let rotated = alice
        .call("POST", "/api/method/run_doc_method", json!({ "dt": "OAuth Client", "dn": client.id, "method": "rotate_secret", "args": { "overlap_until": "2027-01-01T00:00" } }))
        .await;
    assert_eq!(
        rotated.json()["message"]["client_secret"].as_str().unwrap().len(),
        43,
        "{}",
        rotated.body
    );
    let foreign = json!({ "dt": "OAuth Client", "dn": client.id, "method": "revoke_tokens", "args": { "evil": 1 } });
    assert_eq!(
        alice.call("POST", "/api/method/run_doc_method", foreign).await.status,
        417
    );
    assert_eq!(
        alice
            .call(
                "POST",
                &format!("/api/resource/OAuth%20Client/{}?run_method=nothing", client.id),
                json!({})
            )
            .await
            .status,
        404
    );
    let mut bob = site.signed_in(BOB).await;
    let without = bob
        .raw(
            site.http
                .post(site.url(&method("set_value")))
                .json(&json!({ "doctype": "User", "name": BOB, "fieldname": "last_name", "value": "B" })),
        )
        .await;
    assert_eq!(
        (without.status, &without.json()["exc_type"]),
        (400, &json!("CSRFTokenError")),
        "R27"
    );
}

/// Frappe's view of tokens: everything but the tokens; removing one kills it.
#[tokio::test]
async fn bearer_tokens_over_rest_show_no_token() {
    let site = Site::new().await;
    let client = site.add_client(json!({})).await;
    let tokens = site.tokens_of(BOB, &client, &[("scope", "openid")]).await;
    let alice = program(&site, ALICE).await;
    let list = alice.get("/api/resource/OAuth%20Bearer%20Token?fields=[\"*\"]").await;
    let row = list.json()["data"][0].clone();
    assert_eq!(
        (
            &row["client"],
            &row["user"],
            &row["scopes"],
            &row["status"],
            &row["expires_in"]
        ),
        (
            &json!(client.id),
            &json!(BOB),
            &json!("openid"),
            &json!("Active"),
            &json!(3600)
        )
    );
    let codes = alice
        .get("/api/resource/OAuth%20Authorization%20Code?fields=[\"*\"]")
        .await;
    assert_eq!(codes.json()["data"][0]["validity"], "Invalid");
    for body in [&list.body, &codes.body] {
        assert!(!body.contains(&tokens.access) && !body.contains(&tokens.refresh));
    }
    let path = format!("/api/resource/OAuth%20Bearer%20Token/{}", row["name"].as_str().unwrap());
    assert_eq!(alice.call("DELETE", &path, Value::Null).await.status, 202);
    assert!(!site.is_active(&client, &tokens.access).await);
    assert_eq!(
        site.refresh(&client, &tokens.refresh, &[]).await.error(),
        "invalid_grant"
    );
}
