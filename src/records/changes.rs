//! What a change changed, for the activity log.

use super::declare::RecordType;
use super::field::FieldKind as Kind;
use super::value::{Change, Input, Record, is_nothing};
use serde_json::{Value as Json, json};

/// Which fields were changed, secrets masked.
pub fn changes(record_type: &RecordType, old: Option<&Record>, new: &Record, input: &Input) -> Vec<Change> {
    let mut changes = Vec::new();
    for field in record_type.fields() {
        let value = |record: Option<&Record>| record.and_then(|record| record.values.get(field.name)).cloned();
        let (before, after) = (value(old).unwrap_or(Json::Null), value(Some(new)).unwrap_or(Json::Null));
        if matches!(field.kind, Kind::Image(_)) {
            let is_changed = before != after;
            changes.extend(is_changed.then(|| change(field.name, picture(&before), picture(&after))));
        } else if matches!(field.kind, Kind::Password | Kind::Secret) && input.text(field).is_some() {
            changes.push(change(field.name, json!("***"), json!("***")));
        } else if before != after && !(old.is_none() && is_nothing(&after)) {
            changes.push(change(field.name, before, after));
        }
    }
    changes
}

/// A picture is too long for a line of a log.
fn picture(value: &Json) -> Json {
    if is_nothing(value) {
        Json::Null
    } else {
        json!("a picture")
    }
}

fn change(field: &str, old: Json, new: Json) -> Change {
    Change {
        field: field.to_owned(),
        old,
        new,
    }
}
