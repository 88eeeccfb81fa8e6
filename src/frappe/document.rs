//! Records as Frappe's documents.

use crate::base::clock::frappe_datetime;
use crate::base::{Millis, Seconds};
use crate::records::{FieldKind, Record, RecordType, access};
use crate::users::Actor;
use serde_json::{Map, Value as Json, json};

/// A whole document: the common fields, the values (nulls left out), the child rows.
pub fn whole(record_type: &RecordType, record: &Record) -> Json {
    let mut document = Map::new();
    common(record, &mut document);
    for field in record_type.fields() {
        match record.values.get(field.name) {
            None | Some(Json::Null) => {}
            Some(_) if matches!(field.kind, FieldKind::Links(_) | FieldKind::Rows { .. }) => {}
            Some(value) => drop(document.insert(field.name.to_owned(), wire(&field.kind, value))),
        }
    }
    document.insert("doctype".into(), json!(record_type.name));
    for field in record_type.fields() {
        let (child, cells) = match field.kind {
            FieldKind::Links(links) => (links.child, one_column(links.field, record.entries(field))),
            FieldKind::Rows {
                child,
                columns: [column],
            } => (child, one_column(column, record.entries(field))),
            FieldKind::Rows {
                child,
                columns: [key, value, ..],
            } => {
                let pairs = record.pairs(field).into_iter();
                (child, pairs.map(|(k, v)| vec![(*key, k), (*value, v)]).collect())
            }
            _ => continue,
        };
        if record.values.contains_key(field.name) {
            document.insert(
                field.name.to_owned(),
                rows(record_type, record, field.name, child, &cells),
            );
        }
    }
    Json::Object(document)
}

/// A whole document for whoever may read all of it; a token that reads only some fields is not
/// told who made and changed the record either.
pub fn readable(actor: &Actor, record_type: &RecordType, record: &Record) -> Json {
    let mut document = whole(record_type, record);
    if access::readable_fields(actor, record_type).is_some()
        && let Some(document) = document.as_object_mut()
    {
        for field in ["owner", "modified_by", "creation", "modified"] {
            document.shift_remove(field);
        }
    }
    document
}

/// The fields of a list that were asked for.
pub fn fields(record_type: &RecordType, record: &Record, names: &[String]) -> Json {
    let mut all = Map::new();
    common(record, &mut all);
    for field in record_type.fields() {
        let value = record.values.get(field.name).unwrap_or(&Json::Null);
        all.insert(field.name.to_owned(), wire(&field.kind, value));
    }
    let pick = |name: &String| (name.clone(), all.get(name).cloned().unwrap_or(Json::Null));
    Json::Object(names.iter().map(pick).collect())
}

fn common(record: &Record, document: &mut Map<String, Json>) {
    document.insert("name".into(), json!(record.name));
    document.insert("owner".into(), json!(record.owner));
    document.insert("creation".into(), json!(frappe_datetime(record.creation_at)));
    document.insert("modified".into(), json!(frappe_datetime(record.modified_at)));
    document.insert("modified_by".into(), json!(record.modified_by));
    document.insert("docstatus".into(), json!(0));
    document.insert("idx".into(), json!(0));
}

/// A value as Frappe writes it.
pub fn wire(kind: &FieldKind, value: &Json) -> Json {
    match (kind, value) {
        (FieldKind::Moment, Json::Number(at)) => json!(frappe_datetime(Seconds(at.as_i64().unwrap_or(0)).millis())),
        (FieldKind::MomentMs, Json::Number(at)) => json!(frappe_datetime(Millis(at.as_i64().unwrap_or(0)))),
        // Frappe separates lists by a space.
        (FieldKind::List, Json::String(lines)) => json!(lines.replace('\n', " ")),
        _ => value.clone(),
    }
}

type Cells<'a> = Vec<(&'static str, &'a str)>;

fn one_column<'a>(column: &'static str, entries: Vec<&'a str>) -> Vec<Cells<'a>> {
    entries.into_iter().map(|entry| vec![(column, entry)]).collect()
}

fn rows(record_type: &RecordType, record: &Record, field: &str, child: &str, cells: &[Cells]) -> Json {
    let rows = cells.iter().enumerate().map(|(index, cells)| {
        let mut row = json!({
            "name": format!("{}-{}-{}", record.name, field, index + 1),
            "owner": record.owner,
            "creation": frappe_datetime(record.creation_at),
            "modified": frappe_datetime(record.modified_at),
            "modified_by": record.modified_by,
            "docstatus": 0,
            "idx": index + 1,
        });
        for (column, value) in cells {
            row[*column] = json!(value);
        }
        for (name, value) in [
            ("parent", record.name.as_str()),
            ("parentfield", field),
            ("parenttype", record_type.name),
            ("doctype", child),
        ] {
            row[name] = json!(value);
        }
        row
    });
    Json::Array(rows.collect())
}
