//! All records as one readable document.

use super::TYPES;
use crate::base::{Env, Error, Result, clock};
use crate::db::{Read, SCHEMA_VERSION};
use crate::records::query::Query;
use crate::records::{self, Field, Kind, Record, RecordType, store};
use crate::users;
use serde_json::{Map, Value as Json, json};

/// Every record without its secrets, and the secrets if they were sealed.
pub fn document(db: &Read, env: &Env, sealed: Option<String>) -> Result<Json> {
    let mut all = Map::new();
    for name in TYPES {
        let record_type = records::by_name(name)?;
        let records = every(db, record_type)?;
        let mut documents = Vec::new();
        for record in records {
            documents.push(describe(db, record_type, &record)?);
        }
        all.insert((*name).to_owned(), Json::Array(documents));
    }
    let mut document = json!({
        "frontdesk": {
            "version": env!("CARGO_PKG_VERSION"),
            "schema": SCHEMA_VERSION,
            "exported_at": clock::rfc3339(env.now()),
        },
        "records": all,
    });
    if let Some(sealed) = sealed {
        document["sealed"] = json!(sealed);
    }
    Ok(document)
}

/// Every record of a type, by name, with its child tables.
fn every(db: &Read, record_type: &RecordType) -> Result<Vec<Record>> {
    const PORTION: i64 = 1000;
    let mut query = Query::of(record_type);
    query.set_order(record_type, "name asc")?;
    let mut all = Vec::new();
    loop {
        query.set_page(all.len() as i64, PORTION)?;
        let page = store::list(db, record_type, &query)?;
        let is_last = (page.len() as i64) < PORTION;
        for record in page {
            // A list leaves the child tables out.
            let whole = store::get(db, record_type, &record.name)?;
            all.push(whole.ok_or_else(|| Error::Internal("a record vanished during the export".into()))?);
        }
        if is_last {
            return Ok(all);
        }
    }
}

fn describe(db: &Read, record_type: &RecordType, record: &Record) -> Result<Json> {
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
    // Apps know people by it: it goes along.
    if record_type.name == "User"
        && let Some(user) = users::store::by_email(db, &record.name)?
    {
        fields.insert("sub".into(), json!(user.id));
    }
    Ok(Json::Object(fields))
}

fn value_of(field: &Field, record: &Record, value: &Json) -> Json {
    match field.kind {
        Kind::List => json!(record.entries(field.name)),
        Kind::Rows { columns: [_], .. } => json!(record.entries(field.name)),
        Kind::Many(_) | Kind::Rows { .. } => json!(record.text(field.name).lines().collect::<Vec<_>>()),
        Kind::Check => json!(value.as_i64() == Some(1)),
        _ => value.clone(),
    }
}
