//! All records as one readable document.

use super::types;
use crate::base::{Error, Result, clock};
use crate::db::SCHEMA_VERSION;
use crate::records::query::Query;
use crate::records::{Field, FieldKind, Reading, Record, RecordType, verbs};
use serde_json::{Map, Value as Json, json};

/// Every record without its secrets, and the secrets if they were sealed.
pub fn document(cx: &Reading, sealed: Option<String>) -> Result<Json> {
    let mut all = Map::new();
    for (record_type, _) in types(cx.registry) {
        let mut documents = Vec::new();
        for record in every(cx, record_type)? {
            documents.push(describe(cx, record_type, &record)?);
        }
        all.insert(record_type.name.to_owned(), Json::Array(documents));
    }
    let mut document = json!({
        "frontdesk": {
            "version": env!("CARGO_PKG_VERSION"),
            "schema": SCHEMA_VERSION,
            "exported_at": clock::rfc3339(cx.env.now()),
        },
        "records": all,
    });
    if let Some(sealed) = sealed {
        document["sealed"] = json!(sealed);
    }
    Ok(document)
}

/// Every record of a type, by name, with its child tables.
fn every(cx: &Reading, record_type: &RecordType) -> Result<Vec<Record>> {
    const BATCH_SIZE: i64 = 1000;
    let mut query = Query::of(record_type);
    query.set_order(record_type, "name asc")?;
    let mut all = Vec::new();
    loop {
        query.set_page(all.len() as i64, BATCH_SIZE)?;
        let page = verbs::find_all(cx, record_type, &query)?;
        let is_last = (page.len() as i64) < BATCH_SIZE;
        for record in page {
            // A list leaves the child tables out.
            let whole = verbs::find(cx, record_type, &record.name)?;
            all.push(whole.ok_or_else(|| Error::Internal("a record vanished during the export".into()))?);
        }
        if is_last {
            return Ok(all);
        }
    }
}

fn describe(cx: &Reading, record_type: &RecordType, record: &Record) -> Result<Json> {
    let mut fields = Map::new();
    if !record_type.single {
        fields.insert("name".into(), json!(record.name));
    }
    for field in record_type
        .fields()
        .filter(|field| field.is_readable() && !field.read_only)
    {
        let value = record.values.get(field.name).unwrap_or(&Json::Null);
        if !value.is_null() {
            fields.insert(field.name.to_owned(), value_of(field, record, value));
        }
    }
    for (name, value) in record_type.rules.exported(cx, record)? {
        fields.insert(name.to_owned(), value);
    }
    Ok(Json::Object(fields))
}

fn value_of(field: &Field, record: &Record, value: &Json) -> Json {
    match field.kind {
        FieldKind::List => json!(record.entries(field)),
        FieldKind::Rows { columns: [_], .. } => json!(record.entries(field)),
        FieldKind::Many(_) | FieldKind::Rows { .. } => json!(record.text(field).lines().collect::<Vec<_>>()),
        FieldKind::Check => json!(value.as_i64() == Some(1)),
        _ => value.clone(),
    }
}
