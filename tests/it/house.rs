//! The house is what its map says: floors, privacy and places, read from the source itself.
//! `cargo test house -- --nocapture` prints it.

mod circles;
mod imports;
mod modules;
mod plan;
mod proofs;
mod source;

use imports::IMPORTS;
use modules::is_public;
use source::{PROGRAM, Source, Token};
use std::collections::BTreeSet;
use std::path::Path;

/// The most lines that a file has without its tests.
const MOST_LINES: usize = 300;

/// Whether a file stands on the ground floor up to the last capability: no HTTP, no caller.
fn is_core(path: &str) -> bool {
    plan::height(&plan::folder(path)) < plan::height("server")
}

/// Words of code in files where they do not belong.
fn words(wrong: impl Fn(&Source, usize, &Token) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in PROGRAM.iter() {
        for (index, token) in source.tokens.iter().enumerate() {
            if wrong(source, index, token) {
                found.push(format!("{}:{}: {}", source.path, token.line, token.text));
            }
        }
    }
    found
}

/// String literals in files where they do not belong.
fn literals(wrong: impl Fn(&Source, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in PROGRAM.iter() {
        for (line, literal) in &source.literals {
            if wrong(source, literal) {
                found.push(format!(
                    "{}:{line}: {}",
                    source.path,
                    literal.lines().next().unwrap_or_default()
                ));
            }
        }
    }
    found
}

#[test]
fn the_drawing_of_the_house() {
    let drawing = plan::drawing(&PROGRAM, &IMPORTS);
    println!("{drawing}");
    assert!(drawing.contains("composition"));
}

#[test]
fn every_folder_stands_on_a_floor_and_every_name_is_a_folder() {
    let stated: BTreeSet<String> = plan::folders().iter().map(ToString::to_string).collect();
    let built: BTreeSet<String> = PROGRAM.iter().map(|source| plan::folder(&source.path)).collect();
    assert_eq!(stated.len(), plan::folders().len(), "a folder stands on two floors");
    assert_eq!(built, stated, "src and the list in house/plan.rs differ");
}

#[test]
fn no_import_goes_up() {
    let found: Vec<String> = plan::upward(&IMPORTS).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{} go up: {found:#?}", found.len());
}

#[test]
fn there_is_no_circle_between_folders() {
    let found = plan::folder_circles(&PROGRAM, &IMPORTS);
    assert!(found.is_empty(), "{} circles:\n{}", found.len(), found.join("\n"));
}

#[test]
fn there_is_no_circle_of_more_than_three_files() {
    let found = plan::file_circles(&IMPORTS, 3);
    assert!(found.is_empty(), "{} circles:\n{}", found.len(), found.join("\n"));
}

/// A re-export by name is the capability's to give; the module is not.
#[test]
fn stores_are_private_to_their_folder() {
    let is_open = |source: &Source, index: usize| {
        let before = index
            .checked_sub(1)
            .map_or("", |before| source.tokens[before].text.as_str());
        // `pub(super)` and `pub(in …)` are fine, `pub` and `pub(crate)` are not.
        before == "pub"
            || (is_public(source, index) && source.says(index - 2, &["crate"]) && source.says(index - 3, &["("]))
    };
    let found = words(|source, index, _| source.says(index, &["mod", "store"]) && is_open(source, index));
    assert!(found.is_empty(), "{found:#?}");
}

fn is_store(path: &str) -> bool {
    path.ends_with("/store.rs") || path.starts_with("db/")
}

#[test]
fn sql_stands_in_stores_and_in_db_only() {
    let statements = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CREATE", "PRAGMA", "REPLACE", "ALTER", "DROP",
    ];
    let mut found = words(|source, _, token| !is_store(&source.path) && token.text == "rusqlite");
    found.extend(literals(|source, literal| {
        let is_statement = literal
            .trim_start()
            .split_once([' ', '\n'])
            .is_some_and(|(word, _)| statements.contains(&word));
        !is_store(&source.path) && is_statement
    }));
    assert!(found.is_empty(), "{found:#?}");
}

/// HTTP is spoken by `web` and `ui`, and from `server` on.
#[test]
fn no_core_knows_poem() {
    let speaks = |path: &str| matches!(plan::folder(path).as_str(), "web" | "ui") || !is_core(path);
    let found = words(|source, _, token| token.text == "poem" && !speaks(&source.path));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn oxide_auth_stays_behind_its_seams() {
    let found = words(|source, _, token| token.text == "oxide_auth" && !source.path.starts_with("oauth/flow/"));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn frappes_wire_names_stand_where_they_belong() {
    let names = ["/api/method", "exc_type", "_server_messages"];
    let allowed = [
        // The shape of an answer is chosen by the door that was asked.
        "server/api.rs",
        // Frappe's paths and the short ones are the same handlers.
        "routes/frappe.rs",
        "routes/mod.rs",
        // Discovery tells Frappe's apps the paths that they know.
        "endpoints/oauth/discovery.rs",
        // The Social Login Key to make at a Frappe site.
        "oauth/clients/for_frappe.rs",
        // Redirect URIs that people registered elsewhere hold these paths.
        "connected/mod.rs",
        "social/mod.rs",
        // An upstream that is a Frappe site says no in Frappe's shape.
        "upstream/token_response.rs",
    ];
    let found = literals(|source, literal| {
        let belongs = source.path.starts_with("frappe/") || allowed.contains(&source.path.as_str());
        !belongs && names.iter().any(|name| literal.contains(name))
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn markup_is_never_inserted_unescaped_and_nothing_is_left_undone() {
    let mut found = words(|source, _, token| token.text == "PreEscaped" && !source.path.starts_with("ui/"));
    let macros = ["todo", "unimplemented", "dbg"];
    found.extend(words(|source, index, token| {
        token.text == "unsafe" || (macros.contains(&token.text.as_str()) && source.says(index + 1, &["!"]))
    }));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn files_are_short() {
    let found: Vec<String> = PROGRAM
        .iter()
        .filter(|source| source.lines > MOST_LINES)
        .map(|source| format!("{}: {} lines, {MOST_LINES} at most", source.path, source.lines))
        .collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Every rule that a test, a comment or an assertion names stands in tests/RULES.md.
#[test]
fn every_rule_that_is_named_is_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = std::fs::read_to_string(root.join("tests/RULES.md")).unwrap();
    let is_rule = |word: &str| {
        let number = word
            .strip_prefix(|letter: char| "CRAFTcraft".contains(letter))
            .unwrap_or_default();
        number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()) && !matches!(word, "f32" | "f64")
    };
    let mut unknown = Vec::new();
    for path in [source::files(&root.join("src")), source::files(&root.join("tests"))].concat() {
        // There, what looks like a rule is an exchange that was recorded with Frappe.
        if path.ends_with("wire.rs") || path.to_string_lossy().contains("frappe_wire") {
            continue;
        }
        for (line, text) in std::fs::read_to_string(&path).unwrap().lines().enumerate() {
            for word in text
                .split(|letter: char| !letter.is_ascii_alphanumeric())
                .filter(|word| is_rule(word))
            {
                if !rules.contains(&format!("| {} |", word.to_uppercase())) {
                    unknown.push(format!("{}:{}: {word}", path.display(), line + 1));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}
