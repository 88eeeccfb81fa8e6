//! Every text that people see stands in the files of texts, in every language, with the values that it names.

use crate::support::binary::{Program, command};
use crate::support::{Browser, Scratch};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use fluent_syntax::parser::parse;
use frontdesk::base::Language;
use frontdesk::base::catalogue::{has_words, id, source};
use frontdesk::records;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

/// What speaks to programs, operators and logs, in English: the protocol's answers, Frappe's REST, the command line.
const NOT_FOR_PEOPLE: &[&str] = &[
    "app.rs",
    "backups.rs",
    "base/network.rs",
    "base/vault.rs",
    "cli/",
    "config/",
    "db/",
    "endpoints/oauth/client_auth.rs",
    "endpoints/oauth/client_call.rs",
    "endpoints/oauth/cors.rs",
    "endpoints/oauth/introspect.rs",
    "endpoints/oauth/par.rs",
    "endpoints/oauth/proof.rs",
    "endpoints/oauth/protected_resource.rs",
    "endpoints/oauth/register.rs",
    "endpoints/oauth/revoke.rs",
    "endpoints/oauth/token.rs",
    "endpoints/oauth/unfold.rs",
    "endpoints/oauth/userinfo.rs",
    "folder/",
    "frappe/",
    "jobs.rs",
    "jose/algorithm.rs",
    "jose/jwk.rs",
    "jose/signer.rs",
    "lib.rs",
    "log.rs",
    "main.rs",
    "metrics.rs",
    "oauth/assertions/",
    "oauth/client_keys.rs",
    "oauth/dpop/",
    "oauth/error.rs",
    "oauth/examples/",
    "oauth/flow/",
    "oauth/grant_types.rs",
    "oauth/grants/",
    "oauth/hub.rs",
    "oauth/id_token.rs",
    "oauth/pushed.rs",
    "oauth/registration/document.rs",
    "oauth/registration/metadata.rs",
    "oauth/request/checks.rs",
    "oauth/request/claims.rs",
    "oauth/request/object.rs",
    "oauth/resources/mod.rs",
    "oauth/tickets/",
    "records/mistakes.rs",
    "resealing.rs",
    "server/presented.rs",
    "server/readiness.rs",
    "transfer/",
    "ui/icon.rs",
    "ui/provider_icon.rs",
    "web/listen/",
    "web/measure.rs",
];
/// What stands before a literal of such a place in other files: logs, SQL, the activity log, markup, JSON.
const NOT_SHOWN_AFTER: &[&str] = &[
    "tracing::",
    "format!",
    "write!",
    "writeln!",
    "Internal(",
    "panic!",
    "expect(",
    "reason =",
    "sql =",
    "db.execute(",
    "revoke(",
    "revoke_of_user(",
    "log(",
    "note(",
    "subject:",
    "Event {",
    "child:",
    "class=",
    "rel=",
    "json!",
    ".lost(",
    "content=",
    "cause =",
    "hx-trigger=",
    "concat!",
    "refuse(",
];
/// Words of SQL.
const SQL: &[&str] = &[
    "SELECT ",
    "WHERE ",
    "INSERT INTO",
    "DELETE FROM",
    " SET ",
    "ORDER BY",
    "IS NOT NULL",
    "IS NULL",
    "expires_at",
    "created_at",
    "creation_at",
];
/// Literals of two words that nobody reads.
const NOT_SHOWN: &[&str] = &include!("texts/not_shown.in");
/// After these a literal is a text, however short.
const MARKS: &[&str] = &[
    "noted(",
    "Text::from(",
    "t(",
    "text!(",
    "tm!(",
    "one:",
    "many:",
    "title:",
    "label:",
    "help:",
    "about:",
    ".help(",
];

fn sources(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, root, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
            if !name.ends_with("tests.rs") {
                found.push((name, text));
            }
        }
    }
}

/// The literals of a source, each with what stands before it.
fn literals(source: &str) -> Vec<(&str, String)> {
    let bytes = source.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'/') => at += source[at..].find('\n').unwrap_or(source.len() - at),
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => {
                at += 2 + source[at + 2..].find('\'').map_or(0, |end| end.max(1))
            }
            b'\'' if source[at + 1..].chars().nth(1) == Some('\'') => {
                at += 2 + source[at + 1..].chars().next().unwrap().len_utf8()
            }
            b'r' if source[at..].starts_with("r#\"") => at += 3 + source[at + 3..].find("\"#").unwrap(),
            b'"' => {
                let (begin, mut text) = (at, String::new());
                let mut characters = source[at + 1..].char_indices();
                while let Some((offset, character)) = characters.next() {
                    match character {
                        '"' => {
                            at += 1 + offset;
                            break;
                        }
                        '\\' => match characters.next().unwrap().1 {
                            'n' => text.push('\n'),
                            '\n' => {
                                let rest = characters.as_str();
                                for _ in 0..rest.len() - rest.trim_start().len() {
                                    characters.next();
                                }
                            }
                            other => text.push(other),
                        },
                        other => text.push(other),
                    }
                }
                found.push((&source[..begin], text));
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn is_sentence(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_word = |word: &str| {
        word.trim_end_matches([',', ';', ':', '.'])
            .ends_with(|c: char| c.is_ascii_alphabetic())
    };
    words
        .windows(2)
        .any(|pair| is_word(pair[0]) && pair[0].len() > 1 && pair[1].starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The title of a record type is one of its fields.
fn is_marked(before: &str, text: &str) -> bool {
    if before.ends_with("title: ") && !text.starts_with(char::is_uppercase) {
        return false;
    }
    let before = before.trim_end();
    MARKS.iter().any(|mark| {
        let boundary = |rest: &str| {
            mark.starts_with('.') || !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
        };
        before.strip_suffix(mark).is_some_and(boundary)
    })
}

fn is_shown(before: &str, text: &str) -> bool {
    let begin = before.len().saturating_sub(240);
    let near = &before[before.ceil_char_boundary(begin)..];
    let statement = near.rsplit([';', '{', '}']).next().unwrap();
    let event = near.rsplit(';').next().unwrap().contains("Event {");
    is_sentence(text)
        && !event
        && !SQL.iter().any(|word| text.contains(word))
        && !NOT_SHOWN_AFTER.iter().any(|context| statement.contains(context))
        && !NOT_SHOWN.contains(&text)
}

/// Every text, as the program has it: by its name in the files.
fn expected() -> &'static BTreeMap<String, String> {
    static EXPECTED: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    EXPECTED.get_or_init(|| {
        let mut found = BTreeSet::new();
        let mut all = Vec::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        sources(&root, &root, &mut all);
        for (name, source) in &all {
            let is_for_people = !NOT_FOR_PEOPLE.iter().any(|place| name.starts_with(place));
            let texts = literals(source).into_iter();
            found.extend(
                texts
                    .filter(|(before, text)| is_for_people && (is_marked(before, text) || is_shown(before, text)))
                    .map(|(_, text)| text),
            );
        }
        found.extend(of_records());
        let texts = found.into_iter().filter(|text| has_words(text));
        let (mut named, mut alike) = (BTreeMap::new(), Vec::new());
        for text in texts {
            if let Some(other) = named.insert(id(&text), text.clone()) {
                alike.push((other, text));
            }
        }
        assert!(alike.is_empty(), "the same words, written in two ways: {alike:#?}");
        named
    })
}

/// What the record types say of themselves.
fn of_records() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for record_type in crate::support::registry().types() {
        let own = [record_type.name, record_type.plural, record_type.about];
        found.extend(own.map(str::to_owned));
        found.insert(record_type.removal.verb.to_owned());
        for tab in record_type.tabs {
            found.insert(tab.label.to_owned());
        }
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
                match field.kind {
                    records::FieldKind::Number { unit, .. } => {
                        found.insert(unit.to_owned());
                    }
                    records::FieldKind::Select(options) => {
                        found.extend(options.iter().map(|option| (*option).to_owned()));
                    }
                    _ => {}
                }
            }
        }
    }
    found.extend(records::Group::EVERY.map(|group| group.label().to_owned()));
    found.extend(records::views::OPERATORS.iter().map(|(_, words)| (*words).to_owned()));
    found.extend(of_schema("oauth_scopes"));
    found.extend(of_schema("roles"));
    found.extend(of_presets());
    found.extend(
        frontdesk::oauth::examples::GROUPS
            .iter()
            .map(|group| (*group).to_owned()),
    );
    found.extend(
        frontdesk::permissions::Verb::EVERY
            .iter()
            .map(|verb| verb.word().to_owned()),
    );
    found
}

/// The descriptions of what comes with the program in this table.
fn of_schema(table: &str) -> BTreeSet<String> {
    let schema = include_str!("../../schema.sql");
    let rows = schema
        .split(&format!("INSERT INTO {table} "))
        .nth(1)
        .unwrap()
        .split(");")
        .next()
        .unwrap();
    let lines = rows.lines().filter_map(|line| line.trim_start().strip_prefix("('"));
    let second = |line: &str| {
        let rest = line.split_once("', '").unwrap().1;
        rest.split("',").next().unwrap().replace("''", "'")
    };
    let described: BTreeSet<String> = lines.map(second).collect();
    assert!(described.len() > 5, "{described:?}");
    described
}

/// What one is asked for the services that come with the program. What is said of them speaks of their own consoles, in
/// English as the guide.
fn of_presets() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in [
        include_str!("../../assets/social-login-keys.json"),
        include_str!("../../assets/connected-apps.json"),
    ] {
        let presets: Vec<serde_json::Value> = serde_json::from_str(file).unwrap();
        let asks = presets
            .iter()
            .flat_map(|preset| preset["asks"].as_array().into_iter().flatten());
        let texts = asks.flat_map(|ask| [&ask["label"], &ask["help"]]);
        found.extend(texts.map(|text| text.as_str().unwrap().to_owned()));
    }
    assert!(found.len() > 10, "{found:?}");
    found
}

/// A message as it is written, and what it names.
#[derive(Default)]
struct Written {
    words: String,
    names: BTreeSet<String>,
    has_forms: bool,
}

fn in_pattern(pattern: &Pattern<String>, written: &mut Written) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => written.words.push_str(value),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(inline) => in_place(inline, written),
                Expression::Select { selector, variants } => {
                    written.has_forms = true;
                    in_place(selector, written);
                    for variant in variants {
                        in_pattern(&variant.value, written);
                    }
                }
            },
        }
    }
}

fn in_place(inline: &InlineExpression<String>, written: &mut Written) {
    match inline {
        InlineExpression::VariableReference { id } => {
            written.names.insert(id.name.clone());
            written.words.push_str(&format!("{{ ${} }}", id.name));
        }
        InlineExpression::StringLiteral { value } => written.words.push_str(value),
        other => panic!("texts name values only: {other:?}"),
    }
}

fn read(language: Language) -> BTreeMap<String, Written> {
    let resource: Resource<String> = parse(source(language).to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{}.ftl is no Fluent: {errors:?}", language.tag()));
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        let Entry::Message(message) = entry else { continue };
        let mut written = Written::default();
        in_pattern(message.value.as_ref().unwrap(), &mut written);
        let name = message.id.name.clone();
        assert!(
            messages.insert(name.clone(), written).is_none(),
            "{}.ftl has {name} twice",
            language.tag()
        );
    }
    messages
}

/// A message as a file has it: braces of its own stand in quotes.
fn as_written(text: &str) -> String {
    let mut written = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        written.push_str(&rest[..at]);
        let named = rest[at..].starts_with("{ $").then(|| rest[at..].find('}').unwrap() + 1);
        match named {
            Some(length) => written.push_str(&rest[at..at + length]),
            None => written.push_str(&format!("{{\"{}\"}}", &rest[at..=at])),
        }
        rest = &rest[at + named.unwrap_or(1)..];
    }
    written + rest
}

/// What a file lacks and what nobody says any more; `target/texts/<language>.txt` has it to be worked through.
fn differences(language: Language) -> Vec<String> {
    let (written, english) = (read(language), read(Language::English));
    let mut found = Vec::new();
    for (name, text) in expected() {
        match written.get(name) {
            None => found.push(format!("{name} = {}", as_written(text))),
            Some(own) if language == Language::English && !own.has_forms && own.words != *text => {
                found.push(format!("# differs from the program\n{name} = {}", as_written(text)));
            }
            Some(own) if english.get(name).is_some_and(|english| english.names != own.names) => {
                found.push(format!(
                    "# names other values than the English one\n{name} = {}",
                    as_written(text)
                ));
            }
            Some(_) => {}
        }
    }
    let unsaid = written.keys().filter(|name| !expected().contains_key(*name));
    found.extend(unsaid.map(|name| format!("# nobody says it: {name}")));
    found
}

/// The files hold every text that people see, in every language, each with the values that it names.
#[test]
fn every_text_is_in_every_language() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/texts");
    std::fs::create_dir_all(&folder).unwrap();
    let mut lacking = Vec::new();
    for language in Language::EVERY {
        let found = differences(language);
        let file = folder.join(format!("{}.txt", language.tag()));
        std::fs::write(&file, found.join("\n") + "\n").unwrap();
        if !found.is_empty() {
            lacking.push(format!("{}: {} (see target/texts)", language.tag(), found.len()));
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

/// The operator's own words go before ours; what is no text of ours is refused by name.
#[tokio::test]
async fn other_words_take_the_place_of_ours() {
    let scratch = Scratch::new();
    let texts = command(&scratch.0, &["texts", "de"], "");
    assert!(String::from_utf8_lossy(&texts.stdout).contains("Sign-in = Anmelden"));
    let own = scratch.0.join("own");
    std::fs::create_dir(&own).unwrap();
    std::fs::write(own.join("de.ftl"), "Sign-in = Hereinspaziert\n").unwrap();
    std::fs::write(own.join("en.ftl"), "There-is-nothing-at-this-address = Nope.\n").unwrap();
    let setting = [("FRONTDESK_TEXTS", own.to_str().unwrap())];
    let program = Program::start_with(&scratch.0, &setting);
    let add = ["user", "add", "a@e.com", "--password-stdin"];
    assert!(command(&scratch.0, &add, "Wonder-land-9-rabbit\n").status.success());
    let mut browser = Browser::at(&program.origin).speaking("de-AT, en;q=0.5");
    let page = browser.get("/login").await;
    assert!(page.text("h1") == "Hereinspaziert" && page.body.contains("lang=\"de\"") && page.body.contains("Passwort"));
    // Programs are told in our words.
    let http = reqwest::Client::new();
    let nowhere = |accept: &'static str| {
        http.get(format!("{}/api/nowhere", program.origin))
            .header("accept", accept)
    };
    let page = nowhere("text/html").send().await.unwrap().text().await.unwrap();
    let told = nowhere("application/json").send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Nope."), "{page}");
    assert!(told.contains("There is nothing at this address."), "{told}");
    let file = scratch.0.join("de.ftl");
    for wrong in ["Sing-in = Anmelden\n", "count-users = { $cuont } Leute\n"] {
        std::fs::write(&file, wrong).unwrap();
        let asked = ["--texts", file.to_str().unwrap(), "--listen", "127.0.0.1:0"];
        let refused = command(&scratch.0, &asked, "");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(said.contains("Sing-in") || said.contains("cuont"), "{wrong}: {said}");
    }
}
