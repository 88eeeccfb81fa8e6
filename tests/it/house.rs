//! The house rules, checked on the source.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Each source file with its path below `src`, without its tests.
fn program() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
            (name, code)
        })
        .collect()
}

fn offenders(words: &[&str], allowed: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (name, code) in program() {
        for (number, line) in code.lines().enumerate() {
            if !allowed(&name) && !line.trim_start().starts_with("//") && words.iter().any(|word| line.contains(word)) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

#[test]
fn sql_stands_in_stores_and_in_db_only() {
    let words = ["\"SELECT ", "\"INSERT INTO", "\"UPDATE ", "\"DELETE FROM", "rusqlite::"];
    let found = offenders(&words, |name| name.ends_with("store.rs") || name.starts_with("db/"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_clock_and_randomness_are_asked_in_base_only() {
    let words = [
        "SystemTime::now",
        "Utc::now",
        "Instant::now",
        "SystemRandom::new",
        "thread_rng",
        "OsRng",
    ];
    // ring takes its randomness for signatures from the operating system only.
    let found = offenders(&words, |name| name.starts_with("base/") || name == "jose/signer.rs");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn markup_is_never_inserted_unescaped_and_nothing_is_left_undone() {
    let found = offenders(
        &["PreEscaped", "todo!(", "unimplemented!(", "dbg!(", "unsafe {"],
        |_| false,
    );
    assert!(found.is_empty(), "{found:#?}");
}

/// Who may import whom.
#[test]
fn nobody_looks_up() {
    let rules: &[(&str, &[&str])] = &[
        (
            "base/",
            &[
                "crate::db",
                "crate::web",
                "crate::ui",
                "crate::users",
                "crate::oauth",
                "crate::app",
                "crate::records",
            ],
        ),
        (
            "db/",
            &[
                "crate::web",
                "crate::ui",
                "crate::users",
                "crate::oauth",
                "crate::app",
                "crate::records",
                "poem::",
            ],
        ),
        (
            "jose/",
            &[
                "crate::app",
                "crate::db",
                "crate::oauth",
                "crate::social",
                "crate::connected",
                "crate::web",
                "poem::",
            ],
        ),
        (
            "web/",
            &[
                "crate::users",
                "crate::oauth",
                "crate::app",
                "crate::records",
                "crate::login",
                "crate::db",
            ],
        ),
        (
            "ui/",
            &[
                "crate::users",
                "crate::oauth",
                "crate::app",
                "crate::records",
                "crate::login",
                "crate::db",
            ],
        ),
        ("records/", &["crate::app", "crate::desk", "crate::frappe", "poem::"]),
        // What `connected` and `social` share stands below both, and neither knows the other.
        (
            "upstream/",
            &[
                "crate::connected",
                "crate::social",
                "crate::oauth",
                "crate::users",
                "crate::login",
            ],
        ),
        ("connected/", &["crate::social"]),
        ("social/", &["crate::connected"]),
        (
            "users/",
            &["crate::app", "crate::desk", "crate::frappe", "poem::", "crate::web"],
        ),
        (
            "roles/",
            &["crate::app", "crate::desk", "crate::frappe", "poem::", "crate::web"],
        ),
        (
            "sessions/",
            &["crate::app", "crate::desk", "crate::frappe", "poem::", "crate::web"],
        ),
        (
            "oauth/grants/",
            &["crate::app", "crate::desk", "crate::frappe", "poem::", "crate::web"],
        ),
        (
            "oauth/clients/",
            &["crate::app", "crate::desk", "crate::frappe", "poem::", "crate::web"],
        ),
        (
            "oauth/tickets/",
            &["crate::app", "crate::desk", "crate::frappe", "poem::", "crate::web"],
        ),
        (
            "oauth/keys/",
            &["crate::app", "crate::desk", "crate::frappe", "poem::", "crate::web"],
        ),
        (
            "oauth/flow/",
            &["crate::app", "crate::desk", "crate::frappe", "poem::", "crate::web"],
        ),
    ];
    // Every other core knows as little of HTTP and of who calls it.
    let cores = [
        "activity/",
        "checkup/",
        "permissions/",
        "system/",
        "transfer/",
        "oauth/scopes/",
        "oauth/usage/",
        "oauth/trial/",
        "connected/apps/",
        "connected/tokens/",
        "connected/attempts/",
        "connected/deliveries/",
        "connected/token_request.rs",
        "connected/refresh/",
        "outbound/",
        "upstream/",
        "social/keys/",
        "social/logins/",
        "social/attempts/",
        "social/upstreams/",
        "social/admit.rs",
        "social/ask.rs",
        "social/id_token.rs",
        "social/jwks.rs",
        "social/person.rs",
    ];
    let foreign = [
        "crate::app",
        "crate::desk",
        "crate::frappe",
        "crate::login::caller",
        "poem::",
    ];
    let mut found = Vec::new();
    for place in cores {
        found.extend(offenders(&foreign, |name| !name.starts_with(place)));
    }
    for (place, words) in rules {
        found.extend(offenders(words, |name| !name.starts_with(place)));
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Frappe's wire names stay in `frappe/`, at the routes, and in discovery.
#[test]
fn frappes_paths_stand_where_they_belong() {
    let allowed = |name: &str| {
        name.starts_with("frappe/")
            || matches!(
                name,
                "routes.rs" | "oauth/discovery.rs" | "connected/mod.rs" | "social/mod.rs"
            )
    };
    let found = offenders(&["/api/method", "exc_type", "_server_messages"], allowed);
    assert!(found.is_empty(), "{found:#?}");
}

/// oxide-auth stays behind its seams.
#[test]
fn oxide_auth_stays_in_its_place() {
    let found = offenders(&["oxide_auth::"], |name| name.starts_with("oauth/flow"));
    assert!(found.is_empty(), "{found:#?}");
}
