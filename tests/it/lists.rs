//! The desk's lists: search, filters, sorting, paging, and many at once.

use crate::support::{ALICE, BOB, Site};
use serde_json::json;

#[tokio::test]
async fn lists_are_sorted_filtered_and_paged() {
    let site = Site::new().await;
    for number in 0..45 {
        let enabled = i64::from(number % 3 != 0);
        let (email, name) = (format!("u{number:02}@example.com"), format!("User {:02}", 44 - number));
        site.add(
            "User",
            json!({ "email": email, "first_name": name, "enabled": enabled }),
        )
        .await;
    }
    let mut alice = site.signed_in(ALICE).await;
    let page = alice.get("/app/user?order=full_name%20asc").await;
    assert!(page.text("tbody tr:first-child").contains("Alice") && page.text(".pages").contains("1 to 20 of 47"));
    assert_eq!(page.text("th[aria-sort=ascending]").trim(), "Full Name ↑");
    let turned = alice.get("/app/user?order=full_name%20desc").await;
    assert!(turned.text("tbody tr:first-child").contains("User 44"));
    let last = alice.get("/app/user?order=full_name%20asc&start=40").await;
    assert!(
        last.text(".pages").contains("41 to 47 of 47")
            && last.body.contains("Previous")
            && !last.body.contains(">Next<")
    );

    // The last page is one press away from the first, and the address says how long pages are.
    let first = alice.get("/app/user?order=full_name%20asc").await;
    assert!(first.body.contains("start=40\">Last<") && !first.body.contains(">First<"));
    assert!(last.body.contains(">First<") && !last.body.contains(">Last<"));
    let long = alice.get("/app/user?length=50&enabled=1").await;
    assert!(long.text(".pages").contains("1 to 32 of 32") && long.text(".lengths strong") == "50");
    assert!(long.body.contains("name=\"length\" value=\"50\""), "a search keeps it");

    let worded = alice.get("/app/user?enabled=No").await;
    assert!(worded.text(".pages").contains("of 15"), "as the column says it");
    let added = alice
        .get("/app/user?filter_field=enabled&filter_operator=%3D&filter_value=0")
        .await;
    assert!(added.address.ends_with("/app/user?enabled=0"), "{}", added.address);
    assert!(added.text(".pages").contains("of 15") && added.text(".chips").contains("Enabled is No"));
    let both = alice
        .get("/app/user?enabled=0&filter_field=full_name&filter_operator=like&filter_value=user%201")
        .await;
    assert!(
        both.text(".chips").contains("Full Name contains user 1"),
        "{}",
        both.text(".chips")
    );
    assert!(both.text("tbody").contains("User 11") && !both.text("tbody").contains("User 12"));
    let role = alice.get("/app/user?roles=System%20Manager").await;
    assert!(role.text("tbody").contains(ALICE) && !role.text("tbody").contains(BOB));
    let since = alice
        .get("/app/user?creation=%5B%22%3C%3D%22%2C%222000-01-01%22%5D")
        .await;
    assert!(since.text("main").contains("Nothing matches"));

    for bad in [
        "nonsense=1",
        "order=nonsense",
        "creation=%5B%22%3C%3D%22%2C%22noon%22%5D",
        "start=x",
        "start=-1",
        "length=7",
        "enabled=%5B%22~%22%2C%221%22%5D",
    ] {
        let page = alice.get(&format!("/app/user?{bad}")).await;
        assert_eq!(page.status, 400, "{bad}");
        assert!(!page.text("[role=alert]").is_empty(), "{bad}");
        assert!(page.text("main").contains("Users"), "{bad}: the list is still there");
    }
}

/// What is exported is what the list shows, whole; no cell of it is a formula, and it is remembered who took it.
#[tokio::test]
async fn a_list_is_exported_as_it_is_narrowed() {
    let site = Site::new().await;
    let made = [
        ("=cmd()", "First, \"quoted\"", 1),
        ("Last", "Second", 1),
        ("Gone", "Third", 0),
    ];
    for (number, (first, last, enabled)) in made.into_iter().enumerate() {
        site.add(
            "User",
            json!({ "email": format!("csv{number}@example.com"), "first_name": first, "last_name": last,
                    "enabled": enabled, "roles": ["System Manager", "Employee"] }),
        )
        .await;
    }
    let mut alice = site.signed_in(ALICE).await;
    let list = alice.get("/app/user?q=csv&enabled=1&order=name%20asc&length=50").await;
    let links = list
        .body
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let link = links
        .into_iter()
        .find(|link| link.contains(".csv"))
        .unwrap()
        .replace("&amp;", "&");
    let file = alice.get(&link).await;
    assert_eq!(file.answer.header("content-type"), "text/csv; charset=utf-8");
    let disposition = file.answer.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"user-20") && disposition.ends_with(".csv\""));
    let mut lines = csv::Reader::from_reader(file.body.as_bytes());
    let heads = lines.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| &rows[row][heads.iter().position(|head| head == name).unwrap()];
    assert_eq!(rows.len(), 2, "{}", file.body);
    assert_eq!(cell(0, "name"), "csv0@example.com");
    assert_eq!(
        (cell(0, "first_name"), cell(0, "last_name")),
        ("'=cmd()", "First, \"quoted\"")
    );
    assert_eq!((cell(1, "first_name"), cell(1, "enabled")), ("Last", "1"));
    assert!(
        cell(1, "roles").contains("System Manager\nEmployee") || cell(1, "roles").contains("Employee\nSystem Manager")
    );
    assert!(
        !heads
            .iter()
            .any(|head| head.contains("password") && head != "must_set_password"),
        "{heads:?}"
    );
    let log = alice.get("/app/activity-log?operation=Export").await;
    assert!(
        log.text("tbody")
            .contains("The list Users was exported as CSV: 2 records"),
        "{}",
        log.text("main")
    );

    assert_eq!(alice.get("/app/user.csv?nonsense=1").await.status, 400);
    assert_eq!(alice.get("/app/system-settings.csv").await.status, 404);
    assert_eq!(alice.get("/app/nothing.csv").await.status, 404);
    let mut bob = site.signed_in(BOB).await;
    assert_eq!(bob.get("/app/oauth-client.csv").await.status, 403);
}

#[tokio::test]
async fn many_are_switched_and_removed_at_once_or_none() {
    let site = Site::new().await;
    let mut names = Vec::new();
    for name in ["a", "b", "c"] {
        names.push(
            site.add(
                "User",
                json!({ "email": format!("{name}@example.com"), "first_name": name }),
            )
            .await,
        );
    }
    let mut alice = site.signed_in(ALICE).await;
    let csrf = alice.csrf().await;
    let form = |what: &str, names: &[&str]| {
        let mut form = vec![
            ("csrf_token".to_owned(), csrf.clone()),
            ("do".to_owned(), what.to_owned()),
        ];
        form.extend(names.iter().map(|name| ("name".to_owned(), (*name).to_owned())));
        form
    };
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let done = alice.post("/app/user", &form("disable", &all)).await;
    assert!(done.text("[role=status]").contains("were changed"), "{}", done.body);
    assert!(all.iter().all(|name| !site.user(name).enabled));
    alice.post("/app/user", &form("enable", &all[..1])).await;
    assert!(site.user("a@example.com").enabled);
    // The last administrator among them: nothing happens to the others either.
    let refused = alice
        .post("/app/user", &form("disable", &["a@example.com", ALICE]))
        .await;
    assert_eq!(refused.status, 400);
    assert!(refused.text("main").contains(ALICE) && refused.text("main").contains("last enabled System Manager"));
    assert!(site.user("a@example.com").enabled);
    let ask = alice.post("/app/user", &form("remove", &all)).await;
    assert!(ask.text("h1").contains("Delete: 3 Users") && ask.text(".takes").contains("a@example.com"));
    assert!(
        site.app
            .db
            .read(|db| frontdesk::users::by_email(db, "b@example.com"))
            .unwrap()
            .is_some()
    );
    let refused = alice
        .post("/app/user", &form("remove-now", &["b@example.com", ALICE]))
        .await;
    assert_eq!(refused.status, 400);
    let gone = alice.press(&ask, "delete-submit", &[]).await;
    assert_eq!(gone.status, 200);
    let left = alice.get("/app/user").await;
    // The page's form holds one name only for the test's browser, which keeps the last of alike fields.
    assert!(!left.text("tbody").contains("c@example.com"));
    let mut without = form("disable", &all);
    without.remove(0);
    assert_eq!(
        alice.post("/app/user", &without).await.status,
        403,
        "R27: not without the CSRF token"
    );
    let mut bob = site.signed_in(BOB).await;
    let mut of_bob = form("disable", &[ALICE]);
    of_bob[0].1 = bob.csrf().await;
    assert_eq!(bob.post("/app/user", &of_bob).await.status, 403);
    assert_eq!(alice.post("/app/user", &form("disable", &[])).await.status, 400);
    assert_eq!(
        alice
            .post("/app/user", &form("promote", &["a@example.com"]))
            .await
            .status,
        400
    );
}

/// The finder and the choices of a link.
#[tokio::test]
async fn the_finder_finds_records_and_pages() {
    let site = Site::new().await;
    let client = site.add_client(json!({ "app_name": "Tea Shop" })).await;
    let mut alice = site.signed_in(ALICE).await;
    let found = alice.get("/search?q=tea").await;
    assert!(found.address.ends_with(&client.id), "the only one: its page");
    assert!(
        alice
            .get("/search?q=diagn")
            .await
            .text(".found")
            .contains("Diagnostics")
    );
    assert!(
        alice
            .get(&format!("/search?q={}", client.id))
            .await
            .text("h1")
            .contains("Tea Shop")
    );
    assert!(
        alice
            .get("/search?q=zzz-nowhere")
            .await
            .text("main")
            .contains("Nothing is called")
    );
    let request = site.http.get(site.url("/search?q=tea")).header("hx-request", "true");
    let fragment = alice.raw(request).await;
    assert!(fragment.body.starts_with("<div class=\"found\">"), "{}", fragment.body);
    let choices = alice.get("/choices/User?acts_as=ali").await;
    assert_eq!(choices.body, format!("<option value=\"{ALICE}\"></option>"));
    let mut bob = site.signed_in(BOB).await;
    assert!(!bob.get("/search?q=tea").await.body.contains(&client.id));
    assert!(!bob.get("/choices/User?x=ali").await.body.contains(ALICE));
}
