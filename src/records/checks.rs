//! What is asked of the values of every record, before its type's own rules are.

use super::declare::RecordType;
use super::field::{Field, FieldKind as Kind};
use super::rules::Reading;
use super::store;
use super::value::{Record, empty, is_nothing, names_in};
use crate::base::{FieldErrors, Result, Text, text};
use serde_json::Value as Json;

/// Completes and checks the values, first as the declaration says and then as the rules do.
pub(super) fn validate(cx: &Reading, record_type: &RecordType, old: Option<&Record>, new: &mut Record) -> Result<()> {
    let mut errors = FieldErrors::default();
    for field in record_type.fields() {
        // Lists are stored as text, also when they are empty.
        if new.values.get(field.name).is_some_and(Json::is_null) && empty(field) == "" {
            new.put(field, "");
        }
        let value = new.values.get(field.name).unwrap_or(&Json::Null);
        if field.required && is_nothing(value) {
            errors.add(
                field.name,
                text!("{ $label } is needed.", label = Text::from(field.label)),
            );
        }
        // What the program itself wrote may name what is not there any more.
        if !field.read_only {
            check_links(cx, &field.kind, field.name, value, &mut errors)?;
        }
        let is_changed = old.is_none_or(|old| old.values.get(field.name) != Some(value));
        if is_changed {
            check_choice(cx, field, value, &mut errors);
        }
    }
    record_type.rules.validate(cx, old, new, &mut errors)?;
    errors.into_result()
}

/// What a link names must be there.
fn check_links(cx: &Reading, kind: &Kind, field: &str, value: &Json, errors: &mut FieldErrors) -> Result<()> {
    let to = match kind {
        Kind::Link(to) => to,
        Kind::Links(links) => links.to,
        _ => return Ok(()),
    };
    let linked = cx.registry.by_name(to)?;
    for name in names_in(value) {
        if store::get(cx.db, linked, name)?.is_none() {
            errors.add(
                field,
                text!("There is no { $type } { $name }.", type = Text::from(linked.name), name = format!("{name:?}")),
            );
        }
    }
    Ok(())
}

/// What was chosen must be on offer.
fn check_choice(cx: &Reading, field: &Field, value: &Json, errors: &mut FieldErrors) {
    let text = value.as_str().unwrap_or_default();
    match field.kind {
        Kind::Type if !text.is_empty() && cx.registry.by_name(text).is_err() => {
            errors.add(
                field.name,
                text!("There is no record type { $text }.", text = format!("{text:?}")),
            );
        }
        Kind::Many(options) => {
            let options = cx.registry.options(options);
            if let Some(name) = text.lines().find(|name| !options.contains(name)) {
                let known = options.join(", ");
                errors.add(
                    field.name,
                    text!(
                        "{ $label } has no { $name }: { $known }.",
                        label = Text::from(field.label),
                        name = format!("{name:?}"),
                        known = &known
                    ),
                );
            }
        }
        _ => {}
    }
}

/// Refuses what the permissions allow but this actor must not do, or not without proving again who they are. `old` and
/// `new` are as in [`Rules::authorize`](super::Rules::authorize).
pub fn authorize(cx: &Reading, record_type: &RecordType, old: Option<&Record>, new: Option<&Record>) -> Result<()> {
    record_type.rules.authorize(cx, old, new)?;
    prove(cx, record_type, old, new)
}

/// The same for a change: where nothing is another, nothing has to be proven.
pub fn authorize_change(cx: &Reading, record_type: &RecordType, old: &Record, new: &Record) -> Result<()> {
    record_type.rules.authorize(cx, Some(old), Some(new))?;
    match old.values == new.values {
        true => Ok(()),
        false => prove(cx, record_type, Some(old), Some(new)),
    }
}

fn prove(cx: &Reading, record_type: &RecordType, old: Option<&Record>, new: Option<&Record>) -> Result<()> {
    match record_type.gives_power || record_type.rules.gives_power(old, new) {
        true => cx.actor.check_fresh(cx.env.now()),
        false => Ok(()),
    }
}
