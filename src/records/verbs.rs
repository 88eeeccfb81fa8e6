//! What can be done with records. Every verb takes the actor and asks [`access`](super::access);
//! every change is logged.

use super::access::{self, Reach, Verb};
use super::changes::changes;
use super::query::Query;
use super::value::{Input, MASK, Record, names_in, with_defaults};
use super::{Kind, Naming, Outcome};
use super::{RecordType, store};
use crate::activity;
use crate::base::{Env, Error, FieldErrors, Result, random};
use crate::db::{Read, Write};
use crate::users::Actor;
use serde_json::{Value as Json, json};

/// One page of a list.
#[derive(Default)]
pub struct Page {
    pub records: Vec<Record>,
    /// How many there are altogether.
    pub total: i64,
}

/// The records that the actor may see and the query asks for.
pub fn list(db: &Read, actor: &Actor, record_type: &RecordType, query: &Query) -> Result<Page> {
    let query = narrowed(actor, record_type, query)?;
    Ok(Page {
        total: store::count(db, record_type, &query)?,
        records: store::list(db, record_type, &query)?,
    })
}

/// The same without counting them all.
pub fn rows(db: &Read, actor: &Actor, record_type: &RecordType, query: &Query) -> Result<Vec<Record>> {
    store::list(db, record_type, &narrowed(actor, record_type, query)?)
}

/// How many records the actor may see and the query asks for.
pub fn count(db: &Read, actor: &Actor, record_type: &RecordType, query: &Query) -> Result<i64> {
    store::count(db, record_type, &narrowed(actor, record_type, query)?)
}

fn narrowed(actor: &Actor, record_type: &RecordType, query: &Query) -> Result<Query> {
    let mut query = query.clone();
    let reach = access::reach(actor, record_type, Verb::Read)?;
    access::narrow(actor, record_type, reach, &mut query);
    Ok(query)
}

/// One record. To somebody who may not see it, a record that is not there looks like one that is.
pub fn get(db: &Read, actor: &Actor, record_type: &RecordType, name: &str) -> Result<Record> {
    let mut record = access::admit(db, actor, record_type, Verb::Read, name)?;
    if let Some(fields) = access::readable_fields(actor, record_type) {
        record.values.retain(|field, _| fields.contains(&field.as_str()));
    }
    Ok(record)
}

/// A record, for verbs that have asked already.
pub fn load(db: &Read, record_type: &RecordType, name: &str) -> Result<Record> {
    let found = store::get(db, record_type, name)?;
    found.ok_or_else(|| access::missing(record_type, name))
}

/// Makes a record.
pub fn insert(
    db: &Write,
    env: &Env,
    actor: &Actor,
    record_type: &'static RecordType,
    input: &Input,
) -> Result<(Record, Outcome)> {
    insert_as(db, env, actor, record_type, input, None)
}

/// The same with a name that is given, for types whose names are made by chance.
pub fn insert_as(
    db: &Write,
    env: &Env,
    actor: &Actor,
    record_type: &'static RecordType,
    input: &Input,
    name: Option<&str>,
) -> Result<(Record, Outcome)> {
    let reach = access::reach(actor, record_type, Verb::Create)?;
    let now = env.now_ms();
    let mut record = Record {
        name: String::new(),
        owner: actor.name().to_owned(),
        modified_by: actor.name().to_owned(),
        creation_at: now,
        modified_at: now,
        values: with_defaults(record_type, env, input),
    };
    check_managed(actor, record_type, input.0.keys())?;
    record_type.rules.authorize(db, actor, None, Some(&record))?;
    validate(db, env, record_type, None, &mut record)?;
    record.name = match (&record_type.naming, name) {
        (Naming::Random, Some(name)) => check_name(name)?,
        _ => name_of(env, record_type, &record),
    };
    if !access::is_within(actor, record_type, reach, &record) {
        return Err(access::forbidden(actor, record_type, Verb::Create));
    }
    if store::get(db, record_type, &record.name)?.is_some() {
        return Err(Error::Duplicate(format!(
            "{} {} already exists",
            record_type.name, record.name
        )));
    }
    seal_secrets(env, record_type, &mut record);
    store::insert(db, record_type, &record, record_type.rules.hidden_columns(env))?;
    let mut outcome = Outcome {
        message: format!("{} was created.", record_type.name),
        ..Outcome::default()
    };
    record_type.rules.after_save(db, env, None, &record, &mut outcome)?;
    let record = load(db, record_type, &record.name)?;
    let subject = format!("{} {} was created", record_type.name, title(record_type, &record));
    let changes = changes(record_type, None, &record, input);
    activity::log_change(
        db,
        env,
        actor,
        "Create",
        (record_type.name, &record.name),
        subject,
        changes,
    )?;
    Ok((record, outcome))
}

/// Where a secret of a record is sealed for: elsewhere it does not open (A79).
pub fn secret_place(record_type: &RecordType, name: &str, column: &str) -> String {
    format!("{}/{name}/{column}", record_type.table)
}

/// Seals the secrets that were given; those that were not stay as they are stored.
fn seal_secrets(env: &Env, record_type: &RecordType, record: &mut Record) {
    for field in record_type.fields().filter(|field| matches!(field.kind, Kind::Secret)) {
        match record.values.get(field.name).and_then(Json::as_str) {
            Some(MASK) => drop(record.values.remove(field.name)),
            Some(secret) => {
                let place = secret_place(record_type, &record.name, field.column());
                let sealed = env.vault.seal_text(&*env.random, &place, secret);
                record.set(field.name, sealed);
            }
            None => {}
        }
    }
}

/// The name of a new record: the one it was given, or a new one.
fn name_of(env: &Env, record_type: &RecordType, record: &Record) -> String {
    match record_type.naming {
        Naming::Random => random::name(&*env.random, 10),
        Naming::Field(field) => record.text(field).to_owned(),
        Naming::Scrubbed(field) => scrub(record.text(field)),
        Naming::Joined(first, second) => format!("{}-{}", record.text(first), record.text(second)),
        Naming::Fixed => record_type.name.to_owned(),
    }
}

/// Frappe's `scrub`.
pub fn scrub(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-'], "_")
}

fn check_name(name: &str) -> Result<String> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match !name.is_empty() && name.len() <= 140 && name.chars().all(legal) {
        true => Ok(name.to_owned()),
        false => Err(Error::invalid(
            "name",
            "A name is up to 140 letters, digits, hyphens, underscores and dots.",
        )),
    }
}

/// Changes a record. `seen` is the change that the caller has seen last, in milliseconds;
/// when somebody else changed the record since, nothing is overwritten.
pub fn update(
    db: &Write,
    env: &Env,
    actor: &Actor,
    record_type: &'static RecordType,
    name: &str,
    input: &Input,
    seen: Option<i64>,
) -> Result<(Record, Outcome)> {
    let old = access::admit(db, actor, record_type, Verb::Write, name)?;
    let reach = access::reach(actor, record_type, Verb::Write)?;
    check_managed(actor, record_type, input.0.keys())?;
    if seen.is_some_and(|seen| seen != old.modified_at) {
        return Err(stale(record_type, &old));
    }
    let mut new = old.clone();
    for (name, value) in &input.0 {
        // What was emptied and cannot be empty goes back to its default.
        let value = match record_type.field(name) {
            Some(field) if value.is_null() && matches!(field.kind, Kind::Number { .. } | Kind::Select(_)) => {
                super::value::default(field, env)
            }
            _ => value.clone(),
        };
        new.values.insert(name.clone(), value);
    }
    record_type.rules.authorize(db, actor, Some(&old), Some(&new))?;
    validate(db, env, record_type, Some(&old), &mut new)?;
    if !access::is_within(actor, record_type, reach, &new) {
        return Err(access::forbidden(actor, record_type, Verb::Write));
    }
    new.modified_by = actor.name().to_owned();
    new.modified_at = env.now_ms().max(old.modified_at + 1);
    seal_secrets(env, record_type, &mut new);
    store::update(db, record_type, &new)?;
    let mut outcome = Outcome {
        message: "Saved.".into(),
        ..Outcome::default()
    };
    record_type.rules.after_save(db, env, Some(&old), &new, &mut outcome)?;
    let new = load(db, record_type, name)?;
    let changes = changes(record_type, Some(&old), &new, input);
    if !changes.is_empty() {
        let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
        let subject = format!(
            "{} {} was changed: {}",
            record_type.name,
            title(record_type, &new),
            fields.join(", ")
        );
        activity::log_change(db, env, actor, "Update", (record_type.name, name), subject, changes)?;
    }
    Ok((new, outcome))
}

/// The record was changed since the caller saw it.
pub fn stale(record_type: &RecordType, record: &Record) -> Error {
    Error::Stale(format!(
        "{} {} was changed by {} in the meantime. Nothing was saved: load it again and repeat your change.",
        record_type.name, record.name, record.modified_by
    ))
}

/// Removes a record and what belongs to it.
pub fn delete(db: &Write, env: &Env, actor: &Actor, record_type: &'static RecordType, name: &str) -> Result<()> {
    let record = access::admit(db, actor, record_type, Verb::Delete, name)?;
    let rules = record_type.rules;
    rules.authorize(db, actor, Some(&record), None)?;
    rules.before_delete(db, env, &record)?;
    if !rules.remove(db, env, &record)? {
        store::delete(db, record_type, name)?;
    }
    let verb = match record_type.removal {
        "Delete" => "deleted",
        "End" => "ended",
        "Disconnect" => "disconnected",
        "Unlink" => "unlinked",
        _ => "revoked",
    };
    let subject = format!("{} {} was {verb}", record_type.name, title(record_type, &record));
    activity::log_change(db, env, actor, "Delete", (record_type.name, name), subject, Vec::new())
}

/// What people know a record by.
pub fn title(record_type: &RecordType, record: &Record) -> String {
    match record.text(record_type.title) {
        "" => record.name.clone(),
        title => title.to_owned(),
    }
}

/// Refuses fields that take more than one's own record to change.
pub fn check_managed<'a>(
    actor: &Actor,
    record_type: &RecordType,
    mut names: impl Iterator<Item = &'a String>,
) -> Result<()> {
    let managed = |name: &&String| record_type.field(name).is_some_and(|field| field.managed);
    let manages = |verb| matches!(access::reach(actor, record_type, verb), Ok(Reach::Every));
    match names.find(managed) {
        Some(name) if !manages(Verb::Write) && !manages(Verb::Create) => {
            let refused = access::forbidden(actor, record_type, Verb::Write);
            Err(Error::Forbidden(format!(
                "{refused} The field {name} is for those who manage them."
            )))
        }
        _ => Ok(()),
    }
}

/// Whether a value is no value.
pub(super) fn is_nothing(value: &Json) -> bool {
    value.is_null() || *value == json!("") || *value == json!([])
}

fn validate(db: &Read, env: &Env, record_type: &RecordType, old: Option<&Record>, new: &mut Record) -> Result<()> {
    let mut errors = FieldErrors::default();
    for field in record_type.fields() {
        let value = new.values.get(field.name).unwrap_or(&Json::Null);
        if field.required && is_nothing(value) {
            errors.add(field.name, format!("{} is needed.", field.label));
        }
        // What the program itself wrote may name what is not there any more.
        if !field.read_only {
            check_links(db, &field.kind, field.name, value, &mut errors)?;
        }
    }
    record_type.rules.validate(db, env, old, new, &mut errors)?;
    errors.into_result()
}

/// What a link names must be there.
fn check_links(db: &Read, kind: &Kind, field: &str, value: &Json, errors: &mut FieldErrors) -> Result<()> {
    let to = match kind {
        Kind::Link(to) | Kind::Links { to, .. } => to,
        _ => return Ok(()),
    };
    let linked = super::by_name(to)?;
    for name in names_in(value) {
        if store::get(db, linked, name)?.is_none() {
            errors.add(field, format!("There is no {to} {name:?}."));
        }
    }
    Ok(())
}
