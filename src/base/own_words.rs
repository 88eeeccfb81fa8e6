//! Words of the operator's own in the place of ours (`FRONTDESK_TEXTS`).

use super::catalogue::{resource, source as source_of};
use super::language::Language;
use fluent_bundle::FluentResource;
use fluent_syntax::ast;
use std::collections::{BTreeMap, BTreeSet};
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
        let of_ours = resource(source_of(Language::English));
        let of_ours = names_by_message(&of_ours);
        for (name, own) in names_by_message(&read) {
            let Some(ours) = of_ours.get(name) else {
                return Err(format!("there is no text {name:?}: see `frontdesk texts`"));
            };
            if let Some(unknown) = own.difference(ours).next() {
                return Err(format!("the text {name:?} has no ${unknown}: it has {ours:?}"));
            }
        }
        Ok(Words(source.to_owned()))
    }
}

/// What each message of a file names.
fn names_by_message(file: &FluentResource) -> BTreeMap<&str, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for entry in file.entries() {
        if let ast::Entry::Message(message) = entry {
            let own: &mut BTreeSet<String> = found.entry(message.id.name).or_default();
            message.value.iter().for_each(|pattern| names(pattern, own));
        }
    }
    found
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
