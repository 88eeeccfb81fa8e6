//! A69: every route × caller, made from the route table: a new route without a row here fails, and a
//! row without a route. R27: every change that a signed-in browser could be led to by another site's page.

mod csrf;

use crate::support::{ALICE, Answer, BOB, Browser, Site, program};
use frontdesk::routes;
use serde_json::json;
use std::collections::BTreeSet;

const CAROL: &str = "carol@example.com";

/// What each caller is answered with, in the order of [`CALLERS`]. The record that is asked about
/// is the user Carol (or her type). Sessions send their CSRF token; bodies are empty.
const MATRIX: &str = include_str!("routes/matrix.txt");

const CALLERS: [&str; 7] = [
    "anonymous",
    "Bob's session",
    "Alice's session",
    "Bob's key",
    "Alice's key",
    "Alice's token with openid",
    "Alice's token with all",
];

/// The paths of the routes with their parameters filled in.
fn fill(path: &str) -> String {
    let record_type = if path.starts_with("/api/") { "User" } else { "user" };
    let record_type = if path.starts_with("/choices") {
        "User"
    } else {
        record_type
    };
    let name = if path.starts_with("/assets") { "desk.css" } else { CAROL };
    path.replace(":type", record_type)
        .replace(":name", name)
        .replace("*name", name)
        .replace(":action", "sign-out")
        .replace(":method", "no.such.method")
}

struct Callers {
    site: Site,
    headers: Vec<Option<String>>,
}

impl Callers {
    async fn gather() -> Self {
        let site = Site::new().await;
        let client = site
            .add_client(json!({ "scopes": "all openid", "access_token_lifetime": 86_400 }))
            .await;
        let mut headers = vec![None; 5];
        for scope in ["openid", "all"] {
            let tokens = site.tokens_of(ALICE, &client, &[("scope", scope)]).await;
            headers.push(Some(format!("Bearer {}", tokens.access)));
        }
        Callers { site, headers }
    }

    async fn ask(&self, caller: usize, method: &str, path: &str) -> Answer {
        // Whatever a caller does to her, the next one finds Carol as she was.
        if self
            .site
            .app
            .db
            .read(|db| frontdesk::users::by_email(db, CAROL))
            .unwrap()
            .is_none()
        {
            self.site.add_user(CAROL, "Carol", &[]).await;
        }
        // Limits on failures are another test's.
        self.site.pass(50);
        let mut arguments = json!({
            "doctype": "User", "name": CAROL, "fieldname": "last_name", "value": "X", "user": CAROL,
            "doc": { "doctype": "User", "name": CAROL, "email": CAROL, "first_name": "Carol" },
            "docname": CAROL,
            "old_name": CAROL, "new_name": "CAROL@example.com", "field": "app_name",
            "dt": "User", "dn": CAROL, "method": "sign-out", "run_method": "sign-out",
        });
        if path.contains("_many") || path.contains("bulk") {
            arguments["docs"] = json!([{ "doctype": "User", "docname": CAROL, "last_name": "Y" }]);
        }
        let takes_arguments = path.starts_with("/api/method/frappe.c") || path.starts_with("/api/method/run_doc");
        let path = match method {
            "GET" | "DELETE" if takes_arguments => {
                format!("{path}?doctype=User&name={CAROL}&docname={CAROL}&fieldname=last_name")
            }
            "POST" if path.starts_with("/api/resource/User/") => format!("{path}?run_method=sign-out"),
            _ => path.to_owned(),
        };
        let request = self.site.http.request(method.parse().unwrap(), self.site.url(&path));
        let request = match (
            method,
            path.starts_with("/api/resource") || path.starts_with("/api/method"),
        ) {
            ("GET" | "DELETE" | "OPTIONS", _) => request,
            ("POST" | "PUT", true) if takes_arguments => request.json(&arguments),
            (_, true) if !path.contains("oauth2") => request.json(&json!({})),
            _ => request.form(&[("", "")]),
        };
        if let 3 | 4 = caller {
            // Whoever revoked it: a new one.
            let header = program(&self.site, if caller == 3 { BOB } else { ALICE })
                .await
                .authorization;
            return self.site.send(request.header("authorization", header)).await;
        }
        if let Some(header) = &self.headers[caller] {
            return self.site.send(request.header("authorization", header)).await;
        }
        let mut browser: Browser = match caller {
            0 => self.site.browser(),
            1 => self.site.signed_in(BOB).await,
            _ => self.site.signed_in(ALICE).await,
        };
        let request = match caller {
            0 => request,
            _ => request.header("x-frappe-csrf-token", browser.csrf_of_home().await),
        };
        browser.raw(request).await
    }
}

#[tokio::test]
async fn a69_every_route_answers_every_caller_as_written() {
    let callers = Callers::gather().await;
    let mut found = String::new();
    let table = routes::table();
    let mut seen = BTreeSet::new();
    for (method, path) in &table.listed {
        // The same handlers under both: once is enough, that they are the same is checked below.
        if path.starts_with("/api/v1/") {
            continue;
        }
        assert!(
            seen.insert(format!("{method} {path}")),
            "{method} {path} stands there twice"
        );
        let filled = fill(path);
        let mut row = Vec::new();
        for caller in 0..CALLERS.len() {
            row.push(callers.ask(caller, method.as_str(), &filled).await.status.to_string());
        }
        found.push_str(&format!("{} | {method} {path}\n", row.join(" ")));
    }
    let written: Vec<&str> = rows(MATRIX).collect();
    let found: Vec<&str> = found.lines().collect();
    let differing = differences(&found, &written);
    assert!(differing.is_empty(), "callers: {CALLERS:?}\n{}", differing.join("\n"));
}

fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What a row says, and of which route: `POST /login`.
fn split(row: &str) -> (&str, &str) {
    row.split_once(" | ").unwrap_or_else(|| panic!("{row}"))
}

/// What stands in only one of the two.
fn differences(found: &[&str], written: &[&str]) -> Vec<String> {
    let only = |what: &str, these: &[&str], those: &[&str]| -> Vec<String> {
        let rest = these.iter().filter(|line| !those.contains(line));
        rest.map(|line| format!("{what} {line}")).collect()
    };
    [only("found  ", found, written), only("written", written, found)].concat()
}

/// The routes of the table, once each: those under `/api/v1` are those under `/api`.
fn listed() -> Vec<String> {
    let table = routes::table();
    let own = table.listed.iter().filter(|(_, path)| !path.starts_with("/api/v1/"));
    own.map(|(method, path)| format!("{method} {path}")).collect()
}

/// The matrix is the table: nothing is added, lost or told twice.
#[test]
fn every_verb_and_path_stands_in_the_matrix_once() {
    let listed = listed();
    let found: Vec<&str> = listed.iter().map(String::as_str).collect();
    let written: Vec<&str> = rows(MATRIX).map(|row| split(row).1).collect();
    assert_eq!(differences(&found, &written), Vec::<String>::new());
    assert_eq!(found.len(), written.len());
    assert_eq!(written.iter().collect::<BTreeSet<_>>().len(), written.len());
}

/// The server is the table: a path answers to the verbs that are listed for it, and to no other.
#[tokio::test]
async fn every_path_takes_its_verbs_and_no_others() {
    let site = Site::new().await;
    let listed: BTreeSet<String> = listed().into_iter().collect();
    let paths: BTreeSet<&str> = listed.iter().map(|route| route.split_once(' ').unwrap().1).collect();
    let mut taken = 0;
    for path in paths {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
            // What is passed on to a service is passed on with any verb, and proxies ask about any.
            let is_any = path.starts_with("/api/connect/") || path.starts_with("/auth/forward/envoy");
            if is_any && method == "OPTIONS" {
                continue;
            }
            site.pass(60);
            let request = site.http.request(method.parse().unwrap(), site.url(&fill(path)));
            let is_taken = site.send(request).await.status != 405;
            assert_eq!(
                is_taken,
                listed.contains(&format!("{method} {path}")),
                "{method} {path}"
            );
            taken += usize::from(is_taken);
        }
    }
    assert_eq!(taken, listed.len());
}

/// `/api/v1` is `/api`.
#[test]
fn every_route_of_the_api_stands_under_both_names() {
    let table = routes::table();
    let under = |base: &str| -> BTreeSet<String> {
        let of = table.listed.iter().filter(|(_, path)| path.starts_with(base));
        of.filter(|(_, path)| base == "/api/v1/" || !path.starts_with("/api/v1/"))
            .map(|(method, path)| format!("{method} {}", &path[base.len()..]))
            .collect()
    };
    assert_eq!(under("/api/"), under("/api/v1/"));
    assert!(under("/api/").len() > 30);
}
