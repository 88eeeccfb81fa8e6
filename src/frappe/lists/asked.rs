//! The fields of a list that were asked for: more than names of fields, as Frappe's programs write them.

use super::super::arguments;
use super::zero::ZERO;
use crate::base::{Error, Result, text};
use crate::records::query;
use crate::records::{Field, FieldKind, RecordType, access};
use crate::users::Actor;
use crate::web::Params;
use serde_json::json;

/// One field of the answer: what it is called there, and what stands in it.
pub(super) struct Asked {
    pub(super) key: String,
    pub(super) what: What,
}

pub(super) enum What {
    /// A field of the record.
    Own(String),
    /// Always 0.
    Zero,
    /// The names in a child table: a row of the answer for each.
    Child(String),
    /// A field of the record that this link leads to.
    Linked { link: String, field: String },
    /// How many records there are in the group.
    Count,
}

/// The field of a link, and the type that it leads to.
pub(super) fn link_of(record_type: &RecordType, name: &str) -> Option<(&'static Field, &'static str)> {
    let field = record_type.field(name)?;
    match field.kind {
        FieldKind::Link(to) => Some((field, to)),
        _ => None,
    }
}

/// The fields that were asked for. A token that reads only some fields is told these only.
pub(super) fn asked(record_type: &RecordType, params: &Params, actor: &Actor) -> Result<Vec<Asked>> {
    let mut asked = Vec::new();
    for name in arguments::names_asked(params)? {
        match read(record_type, &name, actor)? {
            Some(special) => asked.push(special),
            None => {
                let alone = Params(vec![("fields".into(), json!([name]).to_string())]);
                for name in arguments::asked_fields(record_type, &alone, actor)? {
                    asked.push(Asked {
                        key: name.clone(),
                        what: What::Own(name),
                    });
                }
                if name == "*" && access::readable_fields(actor, record_type).is_none() {
                    asked.extend(ZERO.iter().map(|zero| Asked {
                        key: (*zero).to_owned(),
                        what: What::Zero,
                    }));
                }
            }
        }
    }
    Ok(asked)
}

/// A field that is more than a name.
fn read(record_type: &RecordType, text: &str, actor: &Actor) -> Result<Option<Asked>> {
    let plain = text.replace('`', "");
    let (expression, key) = match plain.split_once(" as ") {
        Some((expression, key)) => (expression.trim().to_owned(), Some(key.trim().to_owned())),
        None => (plain.trim().to_owned(), None),
    };
    let legal =
        |key: &str| !key.is_empty() && key.len() <= 60 && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if key.as_deref().is_some_and(|key| !legal(key)) {
        return Err(Error::invalid(
            "fields",
            text!("{ $text } has no plain name after as.", text = format!("{text:?}")),
        ));
    }
    let named = |what, own: &str| {
        Ok(Some(Asked {
            key: key.clone().unwrap_or_else(|| own.to_owned()),
            what,
        }))
    };
    let lower = expression.to_ascii_lowercase();
    if lower.starts_with("count(") && lower.ends_with(')') {
        let counted = expression[6..expression.len() - 1].trim();
        return match counted == "*" || query::column(record_type, counted).is_some() {
            true => named(What::Count, &expression),
            false => Ok(None),
        };
    }
    let (of, field) = match expression.split_once('.') {
        Some((of, field)) => (of.strip_prefix("tab").unwrap_or(of).to_owned(), field.to_owned()),
        None => (record_type.name.to_owned(), expression.clone()),
    };
    let readable = access::readable_fields(actor, record_type);
    let may_read = |name: &str| readable.as_ref().is_none_or(|fields| fields.contains(&name));
    if of == record_type.name {
        return match ZERO.contains(&field.as_str()) {
            true => named(What::Zero, &field),
            false if key.is_some() || expression != text => {
                let alone = Params(vec![("fields".into(), json!([field]).to_string())]);
                arguments::asked_fields(record_type, &alone, actor)?;
                named(What::Own(field.clone()), &field)
            }
            false => Ok(None),
        };
    }
    for own in record_type.fields().filter(|own| may_read(own.name)) {
        if let FieldKind::Links(links) = own.kind
            && (own.name == of || links.child == of)
            && links.field == field
        {
            return named(What::Child(own.name.to_owned()), &field);
        }
    }
    if link_of(record_type, &of).is_some() && may_read(&of) {
        return named(
            What::Linked {
                link: of,
                field: field.clone(),
            },
            &field,
        );
    }
    Ok(None)
}
