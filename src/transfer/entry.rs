//! The records of a file, as they stand there.

use super::file::{Mistake, Node, Tree};
use crate::base::Error;
use crate::records::{Extra, Field, FieldKind, Naming, RecordType, Registry, Transfer, verbs};
use std::collections::BTreeMap;

/// A record in a file.
pub(super) struct Entry<'a> {
    pub record_type: &'static RecordType,
    pub transfer: &'static Transfer,
    pub node: &'a Node,
}

impl<'a> Entry<'a> {
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::text)
    }

    /// The name that the file gives the record: by the field that holds it, by what its type's naming
    /// makes it of, or by `name`.
    pub(super) fn name(&self) -> Option<String> {
        let by_field = self.record_type.name_field().and_then(|field| {
            let text = self.text(field.name)?;
            Some(match field.kind {
                FieldKind::Email => text.trim().to_lowercase(),
                _ => text.to_owned(),
            })
        });
        let made = match self.record_type.naming {
            Naming::Joined(first, second) => match (self.text(first), self.text(second)) {
                (Some(first), Some(second)) => Some(format!("{first}-{second}")),
                _ => None,
            },
            _ => None,
        };
        let named = by_field.or(made).or_else(|| self.text("name").map(str::to_owned));
        match (named, &self.record_type.naming) {
            (None, Naming::Scrubbed(field)) => self.text(field).map(verbs::scrub),
            (Some(name), _) if self.is_email_named() => Some(name.trim().to_lowercase()),
            (named, _) => named,
        }
    }

    pub(super) fn is_email_named(&self) -> bool {
        let field = self.record_type.name_field();
        field.is_some_and(|field| matches!(field.kind, FieldKind::Email))
    }

    /// Whether a key of the record is no value of a field to be written.
    pub(super) fn is_special(&self, key: &str) -> bool {
        let is_made_name = |field: &Field| field.name == key && field.read_only;
        key == "name"
            || self.transfer.extras.contains(&key)
            || self.record_type.name_field().is_some_and(is_made_name)
            || password_field(self.record_type).is_some_and(|field| field.name == key)
    }

    /// What the file says beside fields.
    pub(super) fn extras(&self) -> Vec<Extra> {
        let keys = self.transfer.extras.iter();
        keys.filter_map(|key| Some((*key, self.node.get(key)?.json())))
            .collect()
    }
}

pub(super) fn password_field(record_type: &RecordType) -> Option<&'static Field> {
    record_type
        .fields()
        .find(|field| matches!(field.kind, FieldKind::Password))
}

/// New password hashes by email: made before the transaction, for hashing takes long.
pub type Passwords = BTreeMap<String, String>;

/// The passwords in a file that are not their user's already: email and password, with the line.
pub fn passwords(registry: &Registry, file: &Node) -> Vec<(String, String, usize)> {
    let (entries, _) = entries(registry, file);
    let read = |entry: &Entry| {
        let password = entry.node.get(password_field(entry.record_type)?.name)?;
        Some((entry.name()?, password.text()?.to_owned(), password.line))
    };
    entries.iter().filter_map(read).collect()
}

/// The records of a file in the order in which they can be made.
pub(super) fn entries<'a>(registry: &Registry, file: &'a Node) -> (Vec<Entry<'a>>, Vec<Mistake>) {
    let held = super::types(registry);
    let mut mistakes = Vec::new();
    let mut found: Vec<Entry> = Vec::new();
    // An export holds the records beside what it says of itself.
    let types = file.get("records").unwrap_or(file);
    let refused = |line, text: String| Mistake { line, text };
    let Some(table) = types.table() else {
        return (
            found,
            vec![refused(file.line, "The file is not a table of record types.".into())],
        );
    };
    for (name, node) in table {
        let Some(&(record_type, transfer)) = held.iter().find(|(held, _)| held.name == name) else {
            let known = held.iter().map(|(held, _)| held.name).collect::<Vec<_>>().join(", ");
            mistakes.push(refused(
                node.line,
                format!("There is no {name:?} to set up. There are: {known}."),
            ));
            continue;
        };
        let nodes = match &node.tree {
            Tree::List(nodes) => nodes.iter().collect(),
            _ => vec![node],
        };
        for node in nodes {
            match node.table() {
                Some(_) => found.push(Entry {
                    record_type,
                    transfer,
                    node,
                }),
                None => mistakes.push(refused(node.line, format!("A {name} is a table of fields."))),
            }
        }
    }
    found.sort_by_key(|entry| (entry.transfer.order, entry.node.line));
    (found, mistakes)
}

/// The mistakes of a record, each at the line of its field.
pub(super) fn mistakes_of(entry: &Entry, error: &Error) -> Vec<Mistake> {
    let about = entry.record_type.name;
    match error {
        Error::Invalid(errors) => errors
            .0
            .iter()
            .map(|(field, text)| Mistake {
                line: entry.node.get(field).map_or(entry.node.line, |node| node.line),
                text: match field.as_str() {
                    "" => format!("{about}: {text}"),
                    field => format!("{about}, {field}: {text}"),
                },
            })
            .collect(),
        other => vec![Mistake {
            line: entry.node.line,
            text: format!("{about}: {other}"),
        }],
    }
}
