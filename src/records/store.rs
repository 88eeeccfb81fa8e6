//! The SQL of the record engine. Identifiers come from declarations, values are bound.

use super::conditions::condition;
use super::declare::RecordType;
use super::field::{Field, FieldKind as Kind};
use super::links::Links;
use super::query::Query;
use super::value::{MASK, Record};
use crate::base::{Millis, Result, counted};
use crate::db::{Read, Row, Value, Write, params};
use rusqlite::types::ToSql;
use serde_json::{Map, Value as Json, json};

const COMMON: &[&str] = &["name", "owner", "modified_by", "creation_at", "modified_at"];

/// The record of this name.
pub fn get(db: &Read, record_type: &RecordType, name: &str) -> Result<Option<Record>> {
    let sql = format!(
        "SELECT {} FROM {} WHERE name = ?1",
        columns(record_type),
        record_type.table
    );
    let record = db.first_with(&sql, params![name], |row| read(record_type, row))?;
    match record {
        Some(mut record) => {
            read_links(db, record_type, &mut record)?;
            Ok(Some(record))
        }
        None => Ok(None),
    }
}

/// A page of records, without their child tables. Which ones is found out by their names alone, which an index has where
/// there are many.
pub fn list(db: &Read, record_type: &RecordType, query: &Query) -> Result<Vec<Record>> {
    let (condition, values) = condition(record_type, query);
    let (columns, table) = (columns(record_type), record_type.table);
    let order = order(record_type, query);
    let sql = format!(
        "SELECT {columns}
         FROM (SELECT name AS picked FROM {table} WHERE {condition} ORDER BY {order} LIMIT {} OFFSET {}) AS page
              CROSS JOIN {table}
         WHERE name = picked ORDER BY {order}",
        query.limit, query.start
    );
    db.all_with(&sql, &bound(&values), |row| read(record_type, row))
}

/// The order, in which names tell records apart that are alike. Where there are very many they run the way of what they
/// follow, as the index does.
fn order(record_type: &RecordType, query: &Query) -> String {
    let direction = |descending| if descending { "DESC" } else { "ASC" };
    let mut order: Vec<(&str, bool)> = query.order.clone();
    let runs_back = order.last().is_some_and(|(_, descending)| *descending);
    order.push(("name", runs_back && record_type.is_vast()));
    let order = order
        .iter()
        .map(|(column, descending)| format!("{column} {}", direction(*descending)));
    order.collect::<Vec<_>>().join(", ")
}

/// The same as [`count`], up to one more than [`counted::MOST`].
pub fn count_some(db: &Read, record_type: &RecordType, query: &Query) -> Result<i64> {
    let (condition, values) = condition(record_type, query);
    let sql = format!(
        "SELECT count(*) FROM (SELECT name FROM {} WHERE {condition} LIMIT {}) AS some",
        record_type.table,
        counted::MOST + 1
    );
    db.number(&sql, &bound(&values))
}

/// How many records the query finds.
pub fn count(db: &Read, record_type: &RecordType, query: &Query) -> Result<i64> {
    let (condition, values) = condition(record_type, query);
    let sql = format!("SELECT count(*) FROM {} WHERE {condition}", record_type.table);
    db.number(&sql, &bound(&values))
}

/// The values of a column, each with how many of the records have it.
pub fn groups(db: &Read, record_type: &RecordType, query: &Query, column: &str) -> Result<Vec<(Json, i64)>> {
    let (condition, values) = condition(record_type, query);
    let sql = format!(
        "SELECT {column} AS value, count(*) AS number FROM {} WHERE {condition} GROUP BY {column} ORDER BY {column} LIMIT {} OFFSET {}",
        record_type.table, query.limit, query.start
    );
    db.all_with(&sql, &bound(&values), |row| {
        let value = match row.get::<Value>("value")? {
            Value::Integer(number) => json!(number),
            Value::Text(text) => json!(text),
            _ => Json::Null,
        };
        Ok((value, row.get("number")?))
    })
}

/// A secret of a record as it is stored, if there is one.
pub fn sealed(db: &Read, record_type: &RecordType, name: &str, field: &Field) -> Result<Option<String>> {
    let sql = format!(
        "SELECT {} AS sealed FROM {} WHERE name = ?1",
        field.column, record_type.table
    );
    let found: Option<Option<String>> = db.first_with(&sql, params![name], |row| row.get("sealed"))?;
    Ok(found.flatten())
}

/// Adds a row and its child rows.
pub fn insert(db: &Write, record_type: &RecordType, record: &Record, hidden: Vec<(&'static str, Value)>) -> Result<()> {
    let mut columns: Vec<&str> = COMMON.to_vec();
    let mut values = common(record);
    for field in stored_fields(record_type) {
        if is_written(field, record) {
            columns.push(field.column);
            values.push(to_sql(record.values.get(field.name)));
        }
    }
    for (column, value) in hidden {
        columns.push(column);
        values.push(value);
    }
    let marks: Vec<String> = (1..=values.len()).map(|index| format!("?{index}")).collect();
    let sql = format!(
        "INSERT INTO {} ({}) VALUES ({})",
        record_type.table,
        columns.join(", "),
        marks.join(", ")
    );
    db.execute(&sql, &bound(&values))?;
    write_links(db, record_type, record)
}

/// Changes a row and its child rows.
pub fn update(db: &Write, record_type: &RecordType, record: &Record) -> Result<()> {
    let mut sets = vec!["modified_by = ?2".to_owned(), "modified_at = ?3".to_owned()];
    let mut values = vec![
        Value::Text(record.name.clone()),
        Value::Text(record.modified_by.clone()),
        Value::Integer(record.modified_at.0),
    ];
    for field in stored_fields(record_type) {
        if is_written(field, record) {
            values.push(to_sql(record.values.get(field.name)));
            sets.push(format!("{} = ?{}", field.column, values.len()));
        }
    }
    let sql = format!("UPDATE {} SET {} WHERE name = ?1", record_type.table, sets.join(", "));
    db.execute(&sql, &bound(&values))?;
    write_links(db, record_type, record)
}

/// Gives a row another name, and every row that names it.
pub fn rename(db: &Write, record_type: &RecordType, old: &str, new: &str, by: &str, at: Millis) -> Result<()> {
    let table = record_type.table;
    // Until the end of the transaction a row may name what is not there.
    db.execute("PRAGMA defer_foreign_keys = ON", &[])?;
    let sql = format!("UPDATE {table} SET name = ?2, modified_by = ?3, modified_at = ?4 WHERE name = ?1");
    db.execute(&sql, params![old, new, by, at])?;
    let sql = "SELECT tables.name AS holder, keys.\"from\" AS key
               FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS keys
               WHERE tables.type = 'table' AND keys.\"table\" = ?1 AND keys.\"to\" = 'name'";
    let holders: Vec<(String, String)> =
        db.all_with(sql, params![table], |row| Ok((row.get("holder")?, row.get("key")?)))?;
    for (holder, key) in holders {
        db.execute(
            &format!("UPDATE {holder} SET {key} = ?2 WHERE {key} = ?1"),
            params![old, new],
        )?;
    }
    Ok(())
}

/// Gives the rows that somebody owns or has changed last their new name.
pub fn hand_over(db: &Write, record_type: &RecordType, old: &str, new: &str) -> Result<()> {
    for column in ["owner", "modified_by"] {
        let sql = format!("UPDATE {} SET {column} = ?2 WHERE {column} = ?1", record_type.table);
        db.execute(&sql, params![old, new])?;
    }
    Ok(())
}

/// Removes a row; what belongs to it goes with it.
pub fn delete(db: &Write, record_type: &RecordType, name: &str) -> Result<()> {
    let (table, key) = record_type.rows.unwrap_or((record_type.table, "name"));
    let sql = format!("DELETE FROM {table} WHERE {key} = ?1");
    db.execute(&sql, params![name]).map(drop)
}

/// A password or secret that was not given leaves its column alone.
fn is_written(field: &Field, record: &Record) -> bool {
    match (&field.kind, record.values.get(field.name)) {
        (Kind::Password, value) => value.is_some_and(Json::is_string),
        (Kind::Secret, value) => value.is_some(),
        _ => true,
    }
}

fn stored_fields(record_type: &RecordType) -> impl Iterator<Item = &'static Field> {
    record_type
        .fields()
        .filter(|field| field.is_column() && !COMMON.contains(&field.column))
}

fn columns(record_type: &RecordType) -> String {
    let own = stored_fields(record_type).filter(|field| !matches!(field.kind, Kind::Password));
    let columns: Vec<&str> = COMMON.iter().copied().chain(own.map(|field| field.column)).collect();
    columns.join(", ")
}

fn common(record: &Record) -> Vec<Value> {
    vec![
        Value::Text(record.name.clone()),
        Value::Text(record.owner.clone()),
        Value::Text(record.modified_by.clone()),
        Value::Integer(record.creation_at.0),
        Value::Integer(record.modified_at.0),
    ]
}

fn read(record_type: &RecordType, row: &Row) -> Result<Record> {
    let name: String = row.get("name")?;
    let mut values = Map::new();
    for field in record_type.fields() {
        let value = match field.kind {
            Kind::Links(_) | Kind::Password => continue,
            Kind::Secret => match row.get::<Value>(field.column)? {
                Value::Null => Json::Null,
                _ => json!(MASK),
            },
            _ => match row.get::<Value>(field.column)? {
                Value::Integer(number) => json!(number),
                Value::Text(text) => json!(text),
                _ => Json::Null,
            },
        };
        values.insert(field.name.to_owned(), value);
    }
    Ok(Record {
        name,
        owner: row.get("owner")?,
        modified_by: row.get("modified_by")?,
        creation_at: row.get("creation_at")?,
        modified_at: row.get("modified_at")?,
        values,
    })
}

/// Reads a record's child tables.
pub fn read_links(db: &Read, record_type: &RecordType, record: &mut Record) -> Result<()> {
    for field in record_type.fields() {
        if let Kind::Links(Links { table, .. }) = field.kind {
            let sql = format!("SELECT value FROM {table} WHERE parent = ?1 ORDER BY idx");
            let names: Vec<String> = db.all_with(&sql, params![record.name], |row| row.get("value"))?;
            record.put(field, names);
        }
    }
    Ok(())
}

fn write_links(db: &Write, record_type: &RecordType, record: &Record) -> Result<()> {
    for field in record_type.fields() {
        if let Kind::Links(Links { table, .. }) = field.kind {
            db.execute(&format!("DELETE FROM {table} WHERE parent = ?1"), params![record.name])?;
            let sql = format!("INSERT INTO {table} (parent, value, idx) VALUES (?1, ?2, ?3)");
            for (index, name) in record.entries(field).into_iter().enumerate() {
                db.execute(&sql, params![record.name, name, index as i64 + 1])?;
            }
        }
    }
    Ok(())
}

fn to_sql(value: Option<&Json>) -> Value {
    match value {
        Some(Json::String(text)) => Value::Text(text.clone()),
        Some(Json::Number(number)) => number.as_i64().map_or(Value::Null, Value::Integer),
        Some(Json::Bool(yes)) => Value::Integer(i64::from(*yes)),
        _ => Value::Null,
    }
}

fn bound(values: &[Value]) -> Vec<&dyn ToSql> {
    values.iter().map(|value| value as &dyn ToSql).collect()
}
