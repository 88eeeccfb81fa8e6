//! The texts in every language (Fluent, `assets/texts`), and the operator's own before them.

use super::language::Language;
use super::text::{Row, Text, Value};
use super::{embedded, numbers, own_words};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast;
use ring::digest;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fmt::Write;
use std::sync::{Mutex, OnceLock, PoisonError};

/// The texts of one language.
struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    /// What is said without values, by its English.
    plain: HashMap<String, String>,
}

/// A language's texts, with the operator's own.
fn catalogue(language: Language) -> &'static Catalogue {
    static CATALOGUES: [OnceLock<Catalogue>; Language::EVERY.len()] =
        [const { OnceLock::new() }; Language::EVERY.len()];
    CATALOGUES[language.place()].get_or_init(|| read(language))
}

/// Our own English: what programs and logs are told, and what stored words are known by.
fn english_bundle() -> &'static FluentBundle<FluentResource> {
    static ENGLISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    ENGLISH.get_or_init(|| bundle(Language::English))
}

/// What cannot be read of a file is left out; a test reads all of ours.
pub(super) fn resource(source: &str) -> FluentResource {
    FluentResource::try_new(source.to_owned()).unwrap_or_else(|(read, _)| read)
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
    // Marks around values, so that they keep their own direction.
    bundle.set_use_isolating(language.is_from_right());
    bundle.set_formatter(Some(numbers::formatter(language)));
    bundle.add_resource_overriding(resource(source(language)));
    bundle
}

fn read(language: Language) -> Catalogue {
    let mut bundle = bundle(language);
    for (_, own) in own_words::every().iter().filter(|(of, _)| *of == language) {
        bundle.add_resource_overriding(resource(own.source()));
    }
    let mut plain = HashMap::new();
    for entry in resource(source(Language::English)).entries() {
        let ast::Entry::Message(message) = entry else {
            continue;
        };
        // What names values is found by its name.
        let ours = formatted(english_bundle(), message.id.name, None);
        if let (Some(ours), Some(words)) = (ours, formatted(&bundle, message.id.name, None)) {
            plain.insert(ours, words);
        }
    }
    Catalogue { bundle, plain }
}

fn formatted(bundle: &FluentBundle<FluentResource>, id: &str, values: Option<&FluentArgs>) -> Option<String> {
    let pattern = bundle.get_message(id)?.value()?;
    let mut errors = Vec::new();
    let words = bundle.format_pattern(pattern, values, &mut errors).into_owned();
    errors.is_empty().then_some(words)
}

/// The words of a message without values.
pub fn translate(language: Language, english: &str) -> &str {
    if language == Language::English && own_words::every().is_empty() {
        return english;
    }
    known(language, english).unwrap_or_else(|| {
        missed(language, english);
        english
    })
}

/// Words that may be a message of ours, in a language.
pub fn known(language: Language, english: &str) -> Option<&'static str> {
    catalogue(language).plain.get(english).map(String::as_str)
}

/// What was asked for in another language and is in no file, while the program is built and tested.
static MISSED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn missed(language: Language, message: &str) {
    if cfg!(debug_assertions) && language != Language::English && has_words(message) {
        MISSED
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(message.to_owned());
    }
}

/// Whether a message says something beside what it names.
pub fn has_words(message: &str) -> bool {
    let parts = message.split("{ $");
    let said = parts.enumerate().map(|(index, part)| match index {
        0 => part,
        _ => part.split_once('}').map_or("", |(_, said)| said),
    });
    said.flat_map(str::chars).any(char::is_alphabetic)
}

/// What was asked for so far and is in no file; of a debug build only.
pub fn every_missed() -> BTreeSet<String> {
    MISSED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// A sentence in a language; what it lacks there is said in English.
pub fn format(language: Language, text: &Text) -> String {
    match (&text.message, text.values.as_slice()) {
        (Cow::Owned(words), _) => words.clone(),
        (Cow::Borrowed(message), []) => translate(language, message).to_owned(),
        (Cow::Borrowed(message), values) => {
            let values = said(values, language, &|text| format(language, text));
            let words = of_file(&catalogue(language).bundle, message, &values);
            words.unwrap_or_else(|| {
                missed(language, message);
                filled_in_english(message, &values)
            })
        }
    }
}

/// A sentence in our own English, whatever the operator says on pages.
pub fn english(text: &Text) -> String {
    match (&text.message, text.values.as_slice()) {
        (Cow::Owned(words), _) => words.clone(),
        (Cow::Borrowed(message), []) => (*message).to_owned(),
        (Cow::Borrowed(message), values) => filled_in_english(message, &said(values, Language::English, &english)),
    }
}

fn filled_in_english(message: &str, values: &[(&str, Said)]) -> String {
    of_file(english_bundle(), message, values).unwrap_or_else(|| filled_in(message, values))
}

/// A value as it stands in a sentence.
enum Said {
    Words(String),
    Number(i64),
}

/// The values of a sentence, each said once.
fn said<'a>(
    values: &'a [(&'static str, Value)],
    language: Language,
    say: &dyn Fn(&Text) -> String,
) -> Vec<(&'a str, Said)> {
    let one = |value: &Value| match value {
        Value::Words(words) => Said::Words(words.clone()),
        Value::Number(number) => Said::Number(*number),
        Value::Text(text) => Said::Words(say(text)),
        Value::Row(row, texts) => {
            let texts: Vec<String> = texts.iter().map(say).collect();
            Said::Words(texts.join(between(*row, language)))
        }
    };
    values.iter().map(|(name, value)| (*name, one(value))).collect()
}

/// What stands between messages in a row.
fn between(row: Row, language: Language) -> &'static str {
    match (row, language) {
        (Row::Lines, _) => "\n",
        (Row::Things, Language::Arabic) => "، ",
        (Row::Things, Language::Chinese) => "、",
        (Row::Things, _) => ", ",
        (Row::Sentences, Language::Chinese) => "",
        (Row::Sentences, _) => " ",
    }
}

/// The message of this name in a file, with its values.
fn of_file(bundle: &FluentBundle<FluentResource>, message: &str, values: &[(&str, Said)]) -> Option<String> {
    if !has_words(message) {
        return None;
    }
    let mut arguments = FluentArgs::new();
    for (name, value) in values {
        match value {
            Said::Words(words) => arguments.set(*name, words.as_str()),
            Said::Number(number) => arguments.set(*name, *number),
        }
    }
    formatted(bundle, &id(message), Some(&arguments))
}

/// A message that is in no file, for it has no words of its own: each value in its place.
fn filled_in(message: &str, values: &[(&str, Said)]) -> String {
    let mut parts = message.split("{ $");
    let mut words = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" }").unwrap_or((part, ""));
        match values.iter().find(|(own, _)| *own == name) {
            Some((_, Said::Words(value))) => words.push_str(value),
            Some((_, Said::Number(value))) => words.push_str(&value.to_string()),
            None => {}
        }
        words.push_str(rest);
    }
    words
}

/// The longest name of a message, in bytes; a longer one ends in what tells it from others alike.
const LONGEST: usize = 64;

/// The name of a message in the files: its English words, with `_` for a hyphen.
pub fn id(message: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let words = message.split(|c| !is_part(c)).map(|word| word.trim_matches('-'));
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(|word| word.replace('-', "_"))
        .collect();
    let mut id = words.join("-");
    if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        id.insert_str(0, "m-");
    }
    if id.len() > LONGEST {
        let sum = digest::digest(&digest::SHA256, message.as_bytes());
        id.truncate(LONGEST - 9);
        id.push('-');
        for byte in &sum.as_ref()[..4] {
            let _ = write!(id, "{byte:02x}");
        }
    }
    id
}

/// Our texts of a language, as they are written.
pub fn source(language: Language) -> &'static str {
    static SOURCES: [OnceLock<String>; Language::EVERY.len()] = [const { OnceLock::new() }; Language::EVERY.len()];
    let name = format!("texts/{}.ftl", language.tag());
    SOURCES[language.place()].get_or_init(|| embedded::text(&name).unwrap_or_default())
}
