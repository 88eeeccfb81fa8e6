//! The texts of pages stand in one place, and other words take their place.

use crate::support::binary::{Program, command};
use crate::support::{Browser, Scratch};
use frontdesk::records;
use std::collections::BTreeSet;
use std::path::Path;

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The literal that begins at a quote.
fn literal(text: &str) -> Option<String> {
    let mut found = String::new();
    let mut characters = text.strip_prefix('"')?.chars();
    loop {
        match characters.next()? {
            '"' => return Some(found),
            '\\' => found.push(characters.next()?),
            other => found.push(other),
        }
    }
}

/// The literals that follow a mark in the source, as many as the mark has texts.
fn after(source: &str, mark: &str, texts: usize, found: &mut BTreeSet<String>) {
    for (at, _) in source.match_indices(mark) {
        let mut rest = &source[at + mark.len()..];
        for _ in 0..texts {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            let Some(text) = literal(rest) else {
                break;
            };
            rest = &rest[text.len() + 2..];
            if text.chars().any(char::is_alphabetic) && !text.contains('{') {
                found.insert(text);
            }
        }
    }
}

fn expected() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut all = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    for source in &all {
        let source = source.split("#[cfg(test)]\nmod tests").next().unwrap();
        for mark in ["(t(", " t(", "title: ", "label: ", "help: ", "about: ", ".go("] {
            after(source, mark, 1, &mut found);
        }
        for mark in ["Level::Note,", "Level::Care,", "Level::Serious,", "chart::bars("] {
            after(source, mark, 2, &mut found);
        }
    }
    for record_type in crate::support::registry().types() {
        found.extend(
            [
                record_type.name,
                record_type.plural,
                record_type.about,
                record_type.removal.verb,
            ]
            .map(str::to_owned),
        );
        for action in record_type.actions {
            let button = action.button();
            found.extend([button.label, button.about].map(str::to_owned));
            for input in button.inputs {
                found.extend([input.label, input.help].map(str::to_owned));
            }
        }
        for section in record_type.sections {
            found.extend([section.title, section.about].map(str::to_owned));
            for field in section.fields {
                found.extend([field.label, field.help].map(str::to_owned));
                if let records::FieldKind::Number { unit, .. } = field.kind {
                    found.insert(unit.to_owned());
                }
                if let records::FieldKind::Select(options) = field.kind {
                    found.extend(options.iter().map(|option| (*option).to_owned()));
                }
            }
        }
    }
    found.extend(records::Group::EVERY.map(|group| group.label().to_owned()));
    found.extend(records::views::OPERATORS.iter().map(|(_, words)| (*words).to_owned()));
    found.remove("");
    found
}

/// `assets/texts.json` holds every text; after a change the new one stands in `target/texts.json`.
#[test]
fn every_text_is_in_the_catalogue() {
    let expected: serde_json::Map<String, serde_json::Value> =
        expected().into_iter().map(|text| (text.clone(), text.into())).collect();
    let expected = serde_json::to_string_pretty(&expected).unwrap() + "\n";
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = std::fs::read_to_string(root.join("assets/texts.json")).unwrap_or_default();
    if kept != expected {
        std::fs::write(root.join("target/texts.json"), &expected).unwrap();
        panic!("the texts changed: cp target/texts.json assets/texts.json");
    }
}

/// Another language is a file: what it names is shown, the rest stays English.
#[tokio::test]
async fn other_words_take_the_place_of_the_english_ones() {
    let scratch = Scratch::new();
    let catalogue = command(&scratch.0, &["texts"], "");
    let all: serde_json::Value = serde_json::from_slice(&catalogue.stdout).unwrap();
    assert!(all.as_object().unwrap().len() > 400 && all["Sign in"] == "Sign in");
    let file = scratch.0.join("de.json");
    std::fs::write(&file, r#"{ "Sign in": "Anmelden", "en": "de" }"#).unwrap();
    let setting = [("FRONTDESK_TEXTS", file.to_str().unwrap())];
    let program = Program::start_with(&scratch.0, &setting);
    let mut browser = Browser::at(&program.origin);
    let add = ["user", "add", "a@e.com", "--password-stdin"];
    assert!(command(&scratch.0, &add, "Wonder-land-9-rabbit\n").status.success());
    let page = browser.get("/login").await;
    assert!(page.text("h1") == "Anmelden" && page.body.contains("lang=\"de\"") && page.body.contains("Password"));
    std::fs::write(&file, r#"{ "Sing in": "Anmelden" }"#).unwrap();
    let refused = command(
        &scratch.0,
        &["--texts", file.to_str().unwrap(), "--listen", "127.0.0.1:0"],
        "",
    );
    assert!(String::from_utf8_lossy(&refused.stderr).contains("Sing in"));
}
