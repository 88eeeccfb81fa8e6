//! The texts in every language (Fluent, `assets/texts`), and the operator's own before them.

use super::language::Language;
use super::text::{Text, Value};
use super::{embedded, numbers};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
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

/// Words of the operator's own, by language: they go before ours.
static OWN: OnceLock<Vec<(Language, Words)>> = OnceLock::new();

fn catalogue(language: Language) -> &'static Catalogue {
    static CATALOGUES: [OnceLock<Catalogue>; 8] = [const { OnceLock::new() }; 8];
    let place = Language::EVERY
        .iter()
        .position(|own| *own == language)
        .unwrap_or_default();
    CATALOGUES[place].get_or_init(|| read(language))
}

/// What cannot be read of a file is left out; a test reads all of ours.
fn resource(source: &str) -> FluentResource {
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
    for (_, own) in OWN.get().into_iter().flatten().filter(|(of, _)| *of == language) {
        bundle.add_resource_overriding(resource(&own.0));
    }
    let mut plain = HashMap::new();
    let english = self::bundle(Language::English);
    for entry in resource(source(Language::English)).entries() {
        let fluent_syntax::ast::Entry::Message(message) = entry else {
            continue;
        };
        // What names values is found by its name.
        let ours = formatted(&english, message.id.name, None);
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
    if language == Language::English && OWN.get().is_none() {
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
    let message = match &text.message {
        Cow::Owned(words) => return words.clone(),
        Cow::Borrowed(message) if text.values.is_empty() => return translate(language, message).to_owned(),
        Cow::Borrowed(message) => message,
    };
    let mut values = FluentArgs::new();
    for (name, value) in &text.values {
        values.set(
            *name,
            match value {
                Value::Words(words) => FluentValue::from(words.clone()),
                Value::Number(number) => FluentValue::from(*number),
                Value::Text(text) => FluentValue::from(format(language, text)),
            },
        );
    }
    let id = id(message);
    let said = |language| formatted(&catalogue(language).bundle, &id, Some(&values));
    let said = said(language).or_else(|| said(Language::English));
    said.unwrap_or_else(|| {
        missed(language, message);
        filled_in(language, text)
    })
}

/// A message that is in no file, for it has no words of its own: each value in its place.
fn filled_in(language: Language, text: &Text) -> String {
    text.values
        .iter()
        .fold(text.message.clone().into_owned(), |words, (name, value)| {
            let value = match value {
                Value::Words(words) => words.clone(),
                Value::Number(number) => number.to_string(),
                Value::Text(text) => format(language, text),
            };
            words.replace(&format!("{{ ${name} }}"), &value)
        })
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

/// Words of the operator's own, as they stand in a file (Fluent).
pub struct Words(String);

impl Words {
    /// They must be Fluent, and name messages of ours. The error says what is wrong.
    pub fn read(source: &str) -> Result<Self, String> {
        let (read, errors) = match FluentResource::try_new(source.to_owned()) {
            Ok(read) => (read, Vec::new()),
            Err((read, errors)) => (read, errors),
        };
        if let Some(error) = errors.first() {
            return Err(format!("it is not Fluent: {error}"));
        }
        let ours = bundle(Language::English);
        for entry in read.entries() {
            let fluent_syntax::ast::Entry::Message(message) = entry else {
                continue;
            };
            if !ours.has_message(message.id.name) {
                return Err(format!("there is no text {:?}: see `frontdesk texts`", message.id.name));
            }
        }
        Ok(Words(source.to_owned()))
    }
}

/// Sets words of the operator's own before ours, once for the program.
pub fn set_own(words: Vec<(Language, Words)>) {
    // A second start in one process (tests) keeps the first words.
    let _ = OWN.set(words);
}

/// Our texts of a language, as they are written.
pub fn source(language: Language) -> &'static str {
    static SOURCES: [OnceLock<String>; 8] = [const { OnceLock::new() }; 8];
    let name = format!("texts/{}.ftl", language.tag());
    SOURCES[language.place()].get_or_init(|| embedded::text(&name).unwrap_or_default())
}
