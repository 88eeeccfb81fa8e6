//! Files of every older schema, opened by this version: they look like a new file, and hold what they
//! held. What a column may hold, the database itself knows.

use crate::support::{ALICE, Scratch, registry};
use frontdesk::db::{Db, SCHEMA_VERSION};
use frontdesk::diagnostics::KINDS;
use frontdesk::records::FieldKind;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Every older schema, as it was, and the rows that came with its tables.
const OLD: &[(&str, &str)] = &[
    (include_str!("schemas/1.sql"), include_str!("schemas/rows-1.sql")),
    (include_str!("schemas/2.sql"), include_str!("schemas/rows-2.sql")),
    (include_str!("schemas/3.sql"), include_str!("schemas/rows-3.sql")),
    (include_str!("schemas/4.sql"), include_str!("schemas/rows-4.sql")),
    (include_str!("schemas/5.sql"), include_str!("schemas/rows-5.sql")),
    (include_str!("schemas/6.sql"), include_str!("schemas/rows-6.sql")),
    (include_str!("schemas/7.sql"), include_str!("schemas/rows-7.sql")),
    (include_str!("schemas/8.sql"), include_str!("schemas/rows-8.sql")),
    (include_str!("schemas/9.sql"), include_str!("schemas/rows-9.sql")),
    (include_str!("schemas/10.sql"), include_str!("schemas/rows-10.sql")),
    (include_str!("schemas/11.sql"), include_str!("schemas/rows-11.sql")),
];

/// The steps from the fourth schema on.
const STEPS: &[&str] = &[
    include_str!("../../src/db/steps/5.sql"),
    include_str!("../../src/db/steps/6.sql"),
    include_str!("../../src/db/steps/7.sql"),
    include_str!("../../src/db/steps/8.sql"),
    include_str!("../../src/db/steps/9.sql"),
    include_str!("../../src/db/steps/10.sql"),
    include_str!("../../src/db/steps/11.sql"),
];

/// A new file.
fn new_file(folder: &Scratch) -> Connection {
    opened(folder.0.join("new.db"))
}

/// A file of an older version, with rows in every table that it had.
fn old_file(folder: &Scratch, version: usize) -> (PathBuf, Connection) {
    let path = folder.0.join(format!("{version}.db"));
    let file = Connection::open(&path).unwrap();
    let mark: i64 = one(&new_file(folder), "PRAGMA application_id");
    file.execute_batch(&format!(
        "PRAGMA foreign_keys = ON; PRAGMA application_id = {mark}; PRAGMA user_version = {version};"
    ))
    .unwrap();
    // Rows of before the fifth schema need the step that completes them.
    let (schema, later) = OLD.split_at(version.min(4));
    file.execute_batch(schema[schema.len() - 1].0).unwrap();
    for (_, rows) in schema {
        file.execute_batch(rows).unwrap();
    }
    for ((schema, rows), step) in later[..version - schema.len()].iter().zip(STEPS) {
        file.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;")
            .unwrap();
        file.execute_batch(step).unwrap();
        file.execute_batch("PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON;")
            .unwrap();
        let as_it_was = Connection::open_in_memory().unwrap();
        as_it_was.execute_batch(schema).unwrap();
        assert_eq!(shape(&file), shape(&as_it_was));
        file.execute_batch(rows).unwrap();
    }
    if version < 4 {
        file.execute_batch(include_str!("schemas/odd.sql")).unwrap();
    }
    (path, file)
}

/// A file as this version leaves it once it has opened it.
fn opened(path: PathBuf) -> Connection {
    drop(Db::open(&path, |_| Ok(())).unwrap());
    let file = Connection::open(path).unwrap();
    file.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    file
}

fn one<T: rusqlite::types::FromSql>(file: &Connection, sql: &str) -> T {
    file.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn lines(file: &Connection, sql: &str) -> Vec<String> {
    let mut statement = file.prepare(sql).unwrap();
    let found = statement.query_map([], |row| row.get(0)).unwrap();
    found.map(Result::unwrap).collect()
}

fn tables(file: &Connection) -> Vec<String> {
    lines(
        file,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    )
}

fn counts(file: &Connection) -> BTreeMap<String, i64> {
    let count = |table: String| {
        let number = one(file, &format!("SELECT count(*) FROM {table}"));
        (table, number)
    };
    tables(file).into_iter().map(count).collect()
}

/// SQL without what makes no difference: comments, line breaks, quotes around names.
fn plain(sql: &str) -> String {
    let code = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    let code = code.collect::<Vec<_>>().join(" ").replace('"', "");
    let mut text = code.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["(", ")", ","] {
        text = text
            .replace(&format!(" {mark}"), mark)
            .replace(&format!("{mark} "), mark);
    }
    text
}

/// Everything that makes a schema: tables with columns, indexes and references as SQLite sees them,
/// and each object's SQL, with every CHECK, view and trigger.
fn shape(file: &Connection) -> BTreeMap<String, Vec<String>> {
    let mut shape = BTreeMap::new();
    let named =
        "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'";
    for object in lines(file, named) {
        let (name, sql) = object.split_once(": ").unwrap();
        shape.insert(name.to_owned(), vec![plain(sql)]);
    }
    for table in tables(file) {
        let facts = [
            format!(
                "SELECT name || ' ' || type || ' ' || \"notnull\" || ' ' || coalesce(dflt_value, '') || ' ' || pk
                 FROM pragma_table_info('{table}')"
            ),
            format!("SELECT 'strict ' || strict || ', without rowid ' || wr FROM pragma_table_list('{table}')"),
            format!(
                "SELECT list.name || ' ' || list.\"unique\" || ' ' || origin || ' ' || partial || ' ' || seqno || ' '
                        || coalesce(info.name, 'expression') || ' ' || desc || ' ' || coll
                 FROM pragma_index_list('{table}') AS list, pragma_index_xinfo(list.name) AS info ORDER BY 1"
            ),
            format!(
                "SELECT \"from\" || ' ' || \"table\" || ' ' || \"to\" || ' ' || on_update || ' ' || on_delete
                 FROM pragma_foreign_key_list('{table}') ORDER BY 1"
            ),
        ];
        let found = facts.iter().flat_map(|sql| lines(file, sql)).collect();
        shape.insert(format!("facts of {table}"), found);
    }
    shape
}

#[test]
fn an_upgraded_file_has_the_shape_of_a_new_one() {
    let folder = Scratch::new();
    let new = shape(&new_file(&folder));
    assert!(new["table oauth_tickets"][0].contains("CHECK(state IN('Pending','Approved','Exchanged','Denied'))"));
    assert_eq!(OLD.len() as i64 + 1, SCHEMA_VERSION);
    for version in 1..=OLD.len() {
        let upgraded = shape(&opened(old_file(&folder, version).0));
        for (name, facts) in &new {
            assert_eq!(upgraded.get(name), Some(facts), "{name}, from schema {version}");
        }
        assert_eq!(upgraded.len(), new.len(), "from schema {version}");
    }
}

#[test]
fn an_upgraded_file_holds_every_row_that_it_held() {
    let folder = Scratch::new();
    for version in 1..=OLD.len() {
        let (path, old) = old_file(&folder, version);
        let mut before = counts(&old);
        assert!(before.values().all(|number| *number > 0), "{before:?}");
        drop(old);
        let file = opened(path);
        // The second schema brought the role Administrator, the fifth four more and the scope groups.
        if version < 5 {
            *before.get_mut("roles").unwrap() += if version == 1 { 5 } else { 4 };
            if let Some(scopes) = before.get_mut("oauth_scopes") {
                *scopes += 1;
            }
        }
        let after = counts(&file);
        for (table, number) in &before {
            assert_eq!(after[table], *number, "{table}, from schema {version}");
        }
        let broken: i64 = one(&file, "SELECT count(*) FROM pragma_foreign_key_check");
        assert_eq!(broken, 0);
        let text = |sql| one::<String>(&file, sql);
        assert_eq!(text("SELECT user_type FROM users WHERE id = 'u-alice'"), "System User");
        assert_eq!(text("SELECT state || user_id FROM oauth_tickets"), "Approvedu-alice");
        assert_eq!(text("SELECT acts_as FROM oauth_clients WHERE name = 'erp'"), ALICE);
        // What exists keeps how it was set.
        let erp = "SELECT token_endpoint_auth_method || id_token_profile FROM oauth_clients WHERE name = 'erp'";
        assert_eq!(text(erp), "Client Secret Post0");
        assert_eq!(
            text("SELECT username || email_verified FROM users WHERE id = 'u-alice'"),
            "alice1"
        );
        if version >= 4 {
            let second = "SELECT username FROM users WHERE id = 'u-alice-2'";
            assert_eq!(text(second), "alice-u-alice-");
        }
        assert_eq!(
            text("SELECT user_name FROM session_records WHERE name = 's-alice'"),
            ALICE
        );
        assert_eq!(one::<i64>(&file, "SELECT count(*) FROM oauth_token_records"), 2);
        if version >= 3 {
            assert_eq!(text("SELECT status FROM token_caches WHERE name = 't-1'"), "Failing");
            assert_eq!(text("SELECT user_name FROM social_logins WHERE userid = '42'"), ALICE);
            let unknown = "SELECT count(*) FROM social_logins WHERE is_number IS NULL";
            assert_eq!(one::<i64>(&file, unknown), 1);
        }
        // What belongs to a user still goes with the user.
        file.execute("DELETE FROM users WHERE id = 'u-alice'", []).unwrap();
        assert_eq!(one::<i64>(&file, "SELECT count(*) FROM sessions"), 1);
        assert_eq!(one::<i64>(&file, "SELECT count(*) FROM oauth_tokens"), 1);
    }
}

/// Nothing kept an older file from holding such values; no upgrade fails because of them.
#[test]
fn what_is_none_of_the_words_becomes_what_is_safe() {
    let folder = Scratch::new();
    let file = opened(old_file(&folder, 1).0);
    let bob: String = one(&file, "SELECT user_type || enabled FROM users WHERE id = 'u-bob'");
    assert_eq!(bob, "Website User1");
    let odd =
        "SELECT token_endpoint_auth_method || require_pkce || code_lifetime FROM oauth_clients WHERE name = 'odd'";
    assert_eq!(one::<String>(&file, odd), "Client Secret Basic10");
}

/// Columns of words that no form offers.
const WORDS: &[(&str, &str, &[&str])] = &[
    ("refusals", "kind", KINDS),
    ("users", "user_type", &["System User", "Website User"]),
    (
        "daily_counts",
        "kind",
        &["sign-ins", "failed sign-ins", "tokens", "refusals"],
    ),
    (
        "oauth_tickets",
        "state",
        &["Pending", "Approved", "Exchanged", "Denied"],
    ),
    ("oauth_tokens", "kind", &["access", "refresh"]),
    ("oauth_signing_keys", "alg", &["RS256", "ES256", "EdDSA"]),
    ("social_attempts", "purpose", &["Sign in", "Link", "Test"]),
];

/// Columns of numbers that no form offers: one that each takes, and one that it refuses.
const NUMBERS: &[(&str, &str, i64, i64)] = &[
    ("refusals", "status", 400, -1),
    ("oauth_codes", "redirect_given", 1, 2),
    ("oauth_trials", "secret_fits", 0, 2),
    ("social_logins", "is_number", 1, 2),
    ("daily_counts", "number", 0, -1),
    ("oauth_client_usage", "issued", 0, -1),
    ("oauth_client_usage", "used", 0, -1),
    ("oauth_usage", "issued", 0, -1),
    ("oauth_usage", "used", 0, -1),
    ("token_caches", "failures", 0, -1),
];

/// Columns whose words grow with the assets: pictures, and providers that are known beforehand.
const OPEN: &[(&str, &str)] = &[("oauth_scopes", "icon"), ("social_login_keys", "social_login_provider")];

/// Each column of few values: its table, its name, values that it takes, and one that it refuses.
fn closed_columns(file: &Connection) -> Vec<(&'static str, &'static str, Vec<String>, String)> {
    let quoted = |words: &[&str]| words.iter().map(|word| format!("'{word}'")).collect();
    let nonsense = || "'Nonsense'".to_owned();
    let words = WORDS
        .iter()
        .map(|(table, column, words)| (*table, *column, quoted(words), nonsense()));
    let numbers = NUMBERS
        .iter()
        .map(|(table, column, good, bad)| (*table, *column, vec![good.to_string()], bad.to_string()));
    let mut found: Vec<_> = words.chain(numbers).collect();
    let tables = tables(file);
    for record_type in registry().types() {
        let table = record_type.rows.map_or(record_type.table, |(table, _)| table);
        // What a view makes of other columns is no column of a table.
        let own = match tables.iter().any(|name| name == table) {
            true => lines(file, &format!("SELECT name FROM pragma_table_info('{table}')")),
            false => Vec::new(),
        };
        for field in record_type.fields() {
            let column = field.column;
            let (good, bad) = match &field.kind {
                FieldKind::Select(options) => (quoted(options), nonsense()),
                FieldKind::Check => (vec!["0".to_owned(), "1".to_owned()], "2".to_owned()),
                FieldKind::Number { max, .. } => (vec![max.to_string()], "-1".to_owned()),
                _ => continue,
            };
            if own.iter().any(|name| name == column) && !OPEN.contains(&(table, column)) {
                found.push((table, column, good, bad));
            }
        }
    }
    found
}

#[test]
fn every_column_of_few_words_refuses_another_one() {
    let folder = Scratch::new();
    let file = opened(old_file(&folder, OLD.len()).0);
    file.execute_batch("DROP TRIGGER activity_log_is_append_only").unwrap();
    file.execute_batch(
        "INSERT INTO oauth_resources (name, resource_name, resource, owner, modified_by, creation_at, modified_at)
         VALUES ('r', 'R', 'https://r.example', 'Administrator', 'Administrator', 0, 0);
         INSERT INTO protected_applications (name, application_name, hosts, owner, modified_by, creation_at, modified_at)
         VALUES ('p', 'P', 'p.example', 'Administrator', 'Administrator', 0, 0)",
    )
    .unwrap();
    let columns = closed_columns(&file);
    assert!(columns.len() > 60, "{columns:#?}");
    for (table, column, good, bad) in columns {
        for value in good {
            let sql = format!("UPDATE {table} SET {column} = {value}");
            let changed = file.execute(&sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"));
            assert!(changed > 0, "{sql} met no row");
        }
        let sql = format!("UPDATE {table} SET {column} = {bad}");
        let refused = file.execute(&sql, []).expect_err(&sql).to_string();
        assert!(refused.contains("CHECK constraint failed"), "{sql}: {refused}");
    }
}

/// From the seventh schema on, what a client does altogether stands beside what it does for each user.
#[test]
fn what_a_client_did_for_its_users_is_added_up() {
    let folder = Scratch::new();
    let (path, file) = old_file(&folder, 6);
    drop(file);
    let found = lines(
        &opened(path),
        "SELECT day || ': ' || issued || ' ' || used || ' ' || last_used_at || ' ' || scopes FROM oauth_client_usage
         WHERE day >= 30000 ORDER BY day",
    );
    let wanted = [
        "30000: 3 3 1728000100 openid email",
        "30001: 1 1 1728086500 openid groups",
    ];
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(
        found.iter().map(|line| words(line)).collect::<Vec<_>>(),
        wanted.map(words)
    );
}
