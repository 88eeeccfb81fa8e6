//! R27: what a signed-in browser may be made to send by another site's page changes nothing.

use super::{CAROL, MATRIX, differences, fill, listed, rows, split};
use crate::support::{ALICE, Answer, BOB, Browser, Site};
use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use std::collections::BTreeMap;

/// What is answered to Alice's session without its CSRF token, and with that of Bob's session.
const WRITTEN: &str = include_str!("csrf.txt");

/// Every row of every table, but for what is noted of any request: refusals, counts and last uses.
fn everything(site: &Site) -> BTreeMap<String, Vec<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = Connection::open_with_flags(site.data.0.join("frontdesk.db"), flags).unwrap();
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('refusals', 'daily_counts')";
    let mut names = db.prepare(names).unwrap();
    let names = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap);
    let noted = [
        "sessions.last_seen_at",
        "sessions.expires_at",
        "users.last_active_at",
        "api_keys.last_used_at",
    ];
    let rows = |table: &String| {
        let mut all = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns: Vec<String> = all.column_names().map(str::to_owned).collect();
        let columns: Vec<usize> = (0..columns.len())
            .filter(|index| !noted.contains(&format!("{table}.{}", columns[*index]).as_str()))
            .collect();
        let row = |row: &rusqlite::Row| {
            let values = columns.iter().map(|index| row.get_ref(*index));
            Ok(format!("{:?}", values.collect::<Result<Vec<_>, _>>()?))
        };
        all.query_map([], row).unwrap().map(Result::unwrap).collect()
    };
    names.map(|name: String| (name.clone(), rows(&name))).collect()
}

/// A form, or for programs JSON, with this token in it and in the header.
async fn ask(site: &Site, browser: &mut Browser, route: &str, token: Option<&str>) -> Answer {
    site.pass(60);
    let (method, path) = route.split_once(' ').unwrap();
    let request = site.http.request(method.parse().unwrap(), site.url(&fill(path)));
    let request = match token {
        Some(token) => request.header("x-frappe-csrf-token", token),
        None => request,
    };
    let takes_json = path.starts_with("/api/") && !path.contains("oauth2");
    let request = match (takes_json, token) {
        (true, _) => request.json(&json!({})),
        (false, Some(token)) => request.form(&[("csrf_token", token)]),
        (false, None) => request.form(&[("", "")]),
    };
    browser.raw(request).await
}

/// Every route that is not a mere question has a row; each is asked both ways, and nothing changes.
#[tokio::test]
async fn r27_nothing_changes_without_the_csrf_token_of_the_session() {
    let site = Site::new().await;
    site.add_user(CAROL, "Carol", &[]).await;
    let mut alice = site.signed_in(ALICE).await;
    // Only a client can be tried, and has settings to copy.
    let client = site.add_client(json!({})).await.id;
    let foreign = site.signed_in(BOB).await.csrf_of_home().await;
    let anonymous = |route: &str| {
        let row = rows(MATRIX).map(split).find(|(_, own)| *own == route).unwrap();
        row.0.split(' ').next().unwrap().to_owned()
    };
    let before = everything(&site);
    let mut found = Vec::new();
    for route in listed() {
        if route.starts_with("GET ") || route.starts_with("OPTIONS ") {
            continue;
        }
        let asked = ["try", "connect"].iter().fold(route.clone(), |route, page| {
            route.replace(&format!(":type/:name/{page}"), &format!("oauth-client/{client}/{page}"))
        });
        let mut verdicts = Vec::new();
        for token in [None, Some(foreign.as_str())] {
            let answer = ask(&site, &mut alice, &asked, token).await;
            let is_refused = ["out of date", "was not sent from a page of this site", "CSRFTokenError"]
                .iter()
                .any(|words| answer.body.contains(words));
            let by_get = asked.replacen("POST ", "GET ", 1);
            verdicts.push(match answer.status {
                status if is_refused => status.to_string(),
                status if status.to_string() == anonymous(&route) => "as anonymous".to_owned(),
                status if status == ask(&site, &mut alice, &by_get, token).await.status => "as by GET".to_owned(),
                status => format!("{status}, but not for the token"),
            });
            for (table, rows) in everything(&site) {
                assert!(rows == before[&table], "{route} changed {table}");
            }
        }
        assert_eq!(verdicts[0], verdicts[1], "{route}");
        found.push(format!("{} | {route}", verdicts[0]));
    }
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    let written: Vec<&str> = rows(WRITTEN).collect();
    let differing = differences(&found, &written);
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert_eq!(alice.get("/me").await.status, 200, "she is still signed in");
}
