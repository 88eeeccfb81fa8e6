//! The record engine, as somebody meets it who adds a record type: a type that only this test knows
//! walks desk, REST, permissions, audit, export and import.

use crate::support::{ALICE, BOB, Browser, PASSWORD, Scratch, Site, binary, program};
use frontdesk::base::{FieldErrors, Result};
use frontdesk::permissions::SYSTEM_MANAGER;
use frontdesk::records::{
    Action, Group, Naming, Of, Outcome, Permission, Reading, RecordType, Registry, Rules, Transfer, fields,
};
use frontdesk::transfer::{export, file, plan};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::OnceLock;

const TABLE: &str = "CREATE TABLE tea_rooms (
    name        TEXT PRIMARY KEY,
    floor       INTEGER NOT NULL,
    is_free     INTEGER NOT NULL,
    host        TEXT,
    door_code   TEXT,
    owner       TEXT NOT NULL,
    modified_by TEXT NOT NULL,
    creation_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT";

fields! { TeaRooms:
    section "Room", "" {
        TITLE = text("title", "Title").required().set_once().column("name");
        FLOOR = number("floor", "Floor", 0, 9, "");
        IS_FREE = check("is_free", "Is Free").on();
        HOST = link("host", "Host", "User");
        DOOR_CODE = secret("door_code", "Door Code");
    }
}

static TEA_ROOM: RecordType = RecordType {
    name: "Tea Room",
    slug: "tea-room",
    plural: "Tea Rooms",
    about: "Where tea is taken.",
    table: "tea_rooms",
    title: "title",
    naming: Naming::Field("title"),
    sections: SECTIONS,
    list: &["title", "floor", "is_free"],
    place: Group::Apps.at("app"),
    transfer: Some(Transfer::named(9)),
    permissions: &[Permission::full(SYSTEM_MANAGER)],
    actions: &[
        &Action::new("close", "Close", "Nobody takes tea there any more.", |acting, _| {
            Ok(Outcome::said(frontdesk::base::Text::verbatim(format!(
                "{} is closed.",
                acting.record.get(&TITLE)
            ))))
        })
        .fits(|_, room| room.get(&IS_FREE)),
    ],
    rules: &TeaRooms,
    ..RecordType::BASE
};

struct TeaRooms;

impl Rules for TeaRooms {
    fn validate(&self, _: &Reading, _: Option<&Of<Self>>, new: &mut Of<Self>, errors: &mut FieldErrors) -> Result<()> {
        if new.get(&FLOOR) == 4 {
            errors.add(&FLOOR, "There is no fourth floor.");
        }
        Ok(())
    }
}

async fn tea_house() -> Site {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    let registry = REGISTRY.get_or_init(|| frontdesk::registry::with(&[&TEA_ROOM]).unwrap());
    let make_table = |file: &Path| rusqlite::Connection::open(file).unwrap().execute_batch(TABLE).unwrap();
    let site = Site::with_types(registry, make_table, |_| {}).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    site
}

/// List, form, mistake, save, search, action and deletion, in the desk.
#[tokio::test]
async fn a_type_added_in_a_test_walks_the_desk() {
    let site = tea_house().await;
    let mut alice = site.signed_in(ALICE).await;
    let home = alice.get("/app").await;
    assert!(home.body.contains("/app/tea-room"), "it is in the navigation");
    let list = alice.get("/app/tea-room").await;
    assert!(list.body.contains("Where tea is taken."), "{}", list.body);
    let new = alice.get("/app/tea-room/new").await;
    let typed = [
        ("title", "Rose Room"),
        ("floor", "4"),
        ("host", BOB),
        ("door_code", "1234"),
    ];
    let wrong = alice.press(&new, "save", &typed).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("There is no fourth floor.") && wrong.value("title") == "Rose Room");
    let made = alice.press(&wrong, "save", &[("floor", "2")]).await;
    assert!(made.text("h1").contains("Rose Room"), "{}", made.body);
    assert!(!made.body.contains("1234"), "a secret is never shown again");
    let changed = alice.press(&made, "save", &[("floor", "3")]).await;
    assert_eq!(changed.value("floor"), "3");
    let found = alice.get("/search?q=Rose").await;
    assert!(found.body.contains("/app/tea-room/Rose%20Room"), "{}", found.body);
    let closed = alice.press(&changed, "action-close", &[]).await;
    assert!(
        closed.text("[role=status]").contains("Rose Room is closed."),
        "{}",
        closed.body
    );
    let log = alice.get("/app/activity-log?q=Tea%20Room").await;
    assert!(log.body.contains("Tea Room Rose Room was created"), "{}", log.body);
    let mut bob = site.signed_in(BOB).await;
    assert_eq!(bob.get("/app/tea-room").await.status, 403);
    assert_eq!(bob.get("/app/tea-room/Rose%20Room").await.status, 403);
}

/// Create, read, list, change, refuse and delete, over REST; and the description of it all.
#[tokio::test]
async fn a_type_added_in_a_test_walks_rest() {
    let site = tea_house().await;
    let alice = program(&site, ALICE).await;
    let room = json!({ "title": "Rose Room", "floor": 2, "host": BOB, "door_code": "1234" });
    let made = alice.call("POST", "/api/resource/Tea%20Room", room.clone()).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let made = made.json()["data"].clone();
    assert_eq!(
        (&made["doctype"], &made["name"], &made["is_free"]),
        (&json!("Tea Room"), &json!("Rose Room"), &json!(1))
    );
    let twice = alice.call("POST", "/api/resource/Tea%20Room", room).await;
    assert_eq!(twice.status, 409);
    let path = "/api/resource/Tea%20Room/Rose%20Room";
    let wrong = alice.call("PUT", path, json!({ "floor": 4 })).await;
    assert!(
        wrong.status == 417 && wrong.body.contains("no fourth floor"),
        "{}",
        wrong.body
    );
    let nobody = alice.call("PUT", path, json!({ "host": "nobody@example.com" })).await;
    assert_eq!(nobody.status, 417, "a link leads somewhere: {}", nobody.body);
    let changed = alice
        .call("PUT", path, json!({ "floor": 3, "is_free": 0 }))
        .await
        .json();
    assert_eq!(
        (&changed["data"]["floor"], &changed["data"]["is_free"]),
        (&json!(3), &json!(0))
    );
    let list = alice
        .get("/api/resource/Tea%20Room?filters=[[\"floor\",\">\",2]]&fields=[\"name\",\"floor\"]")
        .await;
    assert_eq!(list.json()["data"], json!([{ "name": "Rose Room", "floor": 3 }]));
    let described = alice.get("/api/openapi.json").await.json();
    assert!(
        described["paths"]["/api/resource/Tea%20Room"].is_object(),
        "{}",
        described["paths"]
    );
    let bob = program(&site, BOB).await;
    for method in ["GET", "PUT", "DELETE"] {
        assert_eq!(bob.call(method, path, Value::Null).await.status, 403, "{method}");
    }
    assert_eq!(alice.call("DELETE", path, Value::Null).await.status, 202);
    assert_eq!(alice.get(path).await.status, 404);
}

/// An export of one site makes the same records on another, once.
#[tokio::test]
async fn a_type_added_in_a_test_walks_export_and_import() {
    let site = tea_house().await;
    site.add(
        "Tea Room",
        json!({ "title": "Rose Room", "floor": 2, "is_free": 0, "host": BOB, "door_code": "1234" }),
    )
    .await;
    let caller = site.operator();
    let exported = site
        .app
        .db
        .read(|db| export::document(&caller.reading(db), None))
        .unwrap();
    assert_eq!(
        exported["records"]["Tea Room"],
        json!([{ "name": "Rose Room", "title": "Rose Room", "floor": 2, "is_free": false, "host": BOB }]),
        "without its secret"
    );
    let other = tea_house().await;
    for (pass, expected) in [("first", plan::Effect::Create), ("second", plan::Effect::None)] {
        let (caller, text) = (other.operator(), exported.to_string());
        let report = other
            .app
            .db
            .write(move |db| {
                plan::run(
                    &caller.writing(db),
                    &file::read(&text, false).unwrap(),
                    &Default::default(),
                    None,
                )
            })
            .await
            .unwrap();
        assert!(report.mistakes.is_empty(), "{pass}: {:?}", report.mistakes);
        let room = report.lines.iter().find(|line| line.record_type == "Tea Room").unwrap();
        assert_eq!(room.change, expected, "{pass}");
    }
    let alice = program(&other, ALICE).await;
    let room = alice.get("/api/resource/Tea%20Room/Rose%20Room").await.json();
    assert_eq!(
        (&room["data"]["floor"], &room["data"]["host"]),
        (&json!(2), &json!(BOB))
    );
}

/// A declaration that cannot work is found when the program starts, not when somebody opens the form.
#[test]
fn a_declaration_with_a_mistake_stops_the_start() {
    static NO_SUCH_COLUMN: RecordType = RecordType {
        list: &["colour"],
        ..tea_room_again()
    };
    static NO_SUCH_TITLE: RecordType = RecordType {
        title: "colour",
        ..tea_room_again()
    };
    static TWICE: RecordType = RecordType {
        name: "Role",
        ..tea_room_again()
    };
    for (wrong, word) in [
        (&NO_SUCH_COLUMN, "colour"),
        (&NO_SUCH_TITLE, "colour"),
        (&TWICE, "Role"),
    ] {
        let mistake = frontdesk::registry::with(&[wrong]).err().expect(word);
        assert!(mistake.contains(word), "{mistake}");
    }
}

const fn tea_room_again() -> RecordType {
    RecordType {
        name: "Tea Room",
        slug: "tea-room",
        table: "tea_rooms",
        title: "title",
        sections: SECTIONS,
        rules: &TeaRooms,
        ..RecordType::BASE
    }
}

/// One way to make a user, a client, a role: what one door refuses, no door lets in.
#[tokio::test]
async fn every_door_makes_records_under_the_same_rules() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    let server = binary::Program::start(folder);
    let long = "a".repeat(20_000);
    let bell = "Ring\u{7}";
    let mut browser = Browser::at(&server.origin);
    let setup = browser.get(&server.next).await;
    for wrong in [long.as_str(), bell] {
        let typed = [
            ("name", wrong),
            ("email", ALICE),
            ("password", PASSWORD),
            ("site_name", "Tea House"),
        ];
        let refused = browser.press(&setup, "setup-submit", &typed).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
    }
    let said = |arguments: &[&str]| {
        let output = binary::command(folder, arguments, PASSWORD);
        assert!(!output.status.success(), "{arguments:.60?}");
        String::from_utf8(output.stderr).unwrap()
    };
    let user = ["user", "add", BOB, "--password-stdin"];
    assert!(said(&[user.as_slice(), &["--name", &long]].concat()).contains("longer than"));
    assert!(said(&[user.as_slice(), &["--name", bell]].concat()).contains("one line"));
    for automatic in ["Guest", "All", "Desk User", "Administrator"] {
        let refused = said(&[user.as_slice(), &["--role", automatic]].concat());
        assert!(refused.contains(automatic), "{refused}");
    }
    for wrong in [long.as_str(), bell] {
        said(&["client", "add", wrong, "--redirect-uri", "https://app.example/cb"]);
        let file = json!({ "Role": [{ "role_name": wrong }] }).to_string();
        std::fs::write(folder.join("role.json"), file).unwrap();
        said(&["apply", "role.json"]);
    }
    let users = binary::json_of(&binary::command(folder, &["user", "list", "--json"], ""));
    assert_eq!(users, json!([]), "nobody came in");
}

/// Who was made at one door can be let go at another, and what a site exports another site takes.
#[tokio::test]
async fn what_one_door_makes_the_others_take() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    let run = |folder: &Path, arguments: &[&str]| {
        let output = binary::command(folder, arguments, PASSWORD);
        assert!(
            output.status.success(),
            "{arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    let manager = ["--role", "System Manager", "--password-stdin"];
    run(folder, &[["user", "add", ALICE].as_slice(), &manager].concat());
    run(
        folder,
        &["user", "add", BOB, "--name", "Bob Ünïcode", "--password-stdin"],
    );
    run(
        folder,
        &["client", "add", "Shop", "--redirect-uri", "https://app.example/cb"],
    );
    run(folder, &["user", "disable", BOB]);
    run(folder, &["export", "--out", "site.json"]);
    let other = Scratch::new();
    std::fs::copy(folder.join("site.json"), other.0.join("site.json")).unwrap();
    run(&other.0, &["import", "site.json", "--yes"]);
    let list = |folder: &Path, what: &str| binary::json_of(&binary::command(folder, &[what, "list", "--json"], ""));
    let names = |users: Value| -> Vec<(Value, Value, Value)> {
        let each = users.as_array().unwrap().iter();
        each.map(|user| {
            (
                user["email"].clone(),
                user["full_name"].clone(),
                user["enabled"].clone(),
            )
        })
        .collect()
    };
    assert_eq!(names(list(folder, "user")), names(list(&other.0, "user")));
    assert_eq!(
        list(folder, "client")[0]["client_id"],
        list(&other.0, "client")[0]["client_id"]
    );
}
