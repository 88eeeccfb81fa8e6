//! Words of the operator's own in the place of ours (`FRONTDESK_TEXTS`).

use super::catalogue::resource;
use super::language::Language;
use fluent_bundle::FluentResource;
use fluent_syntax::ast;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Words of the operator's own, by language: they go before ours.
static OWN: OnceLock<Vec<(Language, Words)>> = OnceLock::new();

/// All of them.
pub(super) fn every() -> &'static [(Language, Words)] {
    OWN.get().map(Vec::as_slice).unwrap_or_default()
}

/// Words of the operator's own, as they stand in a file (Fluent).
pub struct Words(String);

impl Words {
    pub(super) fn source(&self) -> &str {
        &self.0
    }

    /// They must be Fluent, and name messages of ours. The error says what is wrong.
    pub fn read(source: &str) -> Result<Self, String> {
        let (read, errors) = match FluentResource::try_new(source.to_owned()) {
            Ok(read) => (read, Vec::new()),
            Err((read, errors)) => (read, errors),
        };
        if let Some(error) = errors.first() {
            return Err(format!("it is not Fluent: {error}"));
        }
        for entry in read.entries() {
            let ast::Entry::Message(message) = entry else {
                continue;
            };
            let name = message.id.name;
            let Some(ours) = names_in(super::catalogue::source(Language::English), name) else {
                return Err(format!("there is no text {name:?}: see `frontdesk texts`"));
            };
            let mut own = BTreeSet::new();
            message.value.iter().for_each(|pattern| names(pattern, &mut own));
            if let Some(unknown) = own.difference(&ours).next() {
                return Err(format!("the text {name:?} has no ${unknown}: it has {ours:?}"));
            }
        }
        Ok(Words(source.to_owned()))
    }
}

/// What a message of a file names; `None` if there is none of this name.
fn names_in(file: &str, id: &str) -> Option<BTreeSet<String>> {
    let read = resource(file);
    let of = |entry: &ast::Entry<&str>| match entry {
        ast::Entry::Message(message) if message.id.name == id => {
            let mut found = BTreeSet::new();
            message.value.iter().for_each(|pattern| names(pattern, &mut found));
            Some(found)
        }
        _ => None,
    };
    read.entries().find_map(of)
}

fn names(pattern: &ast::Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let ast::PatternElement::Placeable { expression } = element else {
            continue;
        };
        let (inline, variants) = match expression {
            ast::Expression::Inline(inline) => (inline, &[][..]),
            ast::Expression::Select { selector, variants } => (selector, variants.as_slice()),
        };
        if let ast::InlineExpression::VariableReference { id } = inline {
            found.insert(id.name.to_owned());
        }
        for variant in variants {
            names(&variant.value, found);
        }
    }
}

/// Sets words of the operator's own before ours, once for the program.
pub fn set_own(words: Vec<(Language, Words)>) {
    // A second start in one process (tests) keeps the first words.
    let _ = OWN.set(words);
}
