//! What can be done with records. Every verb takes the actor and asks [`access`](super::access);
//! every change is logged.

use super::access;
use super::action::Outcome;
use super::audit::AuditEvent;
use super::changes::changes;
use super::checks;
use super::declare::{Naming, RecordType};
use super::field::{Field, FieldKind as Kind};
use super::parse::with_defaults;
use super::query::Query;
use super::rules::{Reading, Writing};
use super::store;
use super::value::{Change, Input, MASK, Record, default};
use crate::base::secret::Secret;
use crate::base::{Env, Error, Millis, Result, Text, random, text, vault};
use crate::permissions::{Actor, Reach, Verb};

pub use super::listing::{Page, count, count_some, list, rows, whole_rows};
use serde_json::Value as Json;

/// One record. To somebody who may not see it, a record that is not there looks like one that is.
pub fn get(cx: &Reading, record_type: &RecordType, name: &str) -> Result<Record> {
    let mut record = access::admit(cx, record_type, Verb::Read, name)?;
    if let Some(fields) = access::readable_fields(cx.actor, record_type) {
        record.values.retain(|field, _| fields.contains(&field.as_str()));
    }
    Ok(record)
}

/// The record of this name if it is there, for verbs that have asked already.
pub fn find(cx: &Reading, record_type: &RecordType, name: &str) -> Result<Option<Record>> {
    store::get(cx.db, record_type, name)
}

/// What a query finds, child tables left out, for verbs that have asked already.
pub fn find_all(cx: &Reading, record_type: &RecordType, query: &Query) -> Result<Vec<Record>> {
    store::list(cx.db, record_type, query)
}

/// A record, for verbs that have asked already.
pub fn load(cx: &Reading, record_type: &RecordType, name: &str) -> Result<Record> {
    let found = store::get(cx.db, record_type, name)?;
    found.ok_or_else(|| access::missing(record_type, name))
}

/// Makes a record.
pub fn insert(cx: &Writing, record_type: &'static RecordType, input: &Input) -> Result<(Record, Outcome)> {
    insert_as(cx, record_type, input, None)
}

/// The same with a name that is given, for types whose names are made by chance.
pub fn insert_as(
    cx: &Writing,
    record_type: &'static RecordType,
    input: &Input,
    name: Option<&str>,
) -> Result<(Record, Outcome)> {
    let (env, actor) = (cx.env, cx.actor);
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
    checks::authorize(cx, record_type, None, Some(&record))?;
    checks::validate(cx, record_type, None, &mut record)?;
    record.name = match (&record_type.naming, name) {
        (Naming::Random, Some(name)) => check_name(record_type, name)?,
        _ => name_of(env, record_type, &record),
    };
    if !access::is_within(actor, record_type, reach, &record) {
        return Err(access::forbidden(actor, record_type, Verb::Create));
    }
    if store::get(cx.db, record_type, &record.name)?.is_some() {
        return Err(Error::Duplicate(text!(
            "{ $type } { $name } already exists",
            type = Text::from(record_type.name),
            name = &record.name
        )));
    }
    seal_secrets(env, record_type, &mut record);
    store::insert(cx.db, record_type, &record, record_type.rules.hidden_columns(env))?;
    let mut outcome = Outcome::said(text!("{ $type } was created.", type = Text::from(record_type.name)));
    record_type.rules.after_save(cx, None, &record, &mut outcome)?;
    let record = load(cx, record_type, &record.name)?;
    let subject = format!("{} {} was created", record_type.name, record_type.title_of(&record));
    let changes = changes(record_type, None, &record, input);
    note(cx, "Create", record_type, &record.name, subject, changes)?;
    Ok((record, outcome))
}

/// A secret that is stored, for verbs that have asked already.
pub fn secret(cx: &Reading, record_type: &RecordType, name: &str, field: &Field) -> Result<Option<Secret>> {
    let Some(sealed) = store::sealed(cx.db, record_type, name, field)? else {
        return Ok(None);
    };
    let place = vault::place(record_type.table, name, field.column);
    let opened = cx.env.vault.open_text(&place, &sealed)?;
    Ok(Some(Secret::of(&opened)))
}

/// Seals the secrets that were given; those that were not stay as they are stored.
fn seal_secrets(env: &Env, record_type: &RecordType, record: &mut Record) {
    for field in record_type.fields().filter(|field| matches!(field.kind, Kind::Secret)) {
        match record.values.get(field.name).and_then(Json::as_str) {
            Some(MASK) => drop(record.values.remove(field.name)),
            Some(secret) => {
                let place = vault::place(record_type.table, &record.name, field.column);
                let sealed = env.vault.seal_text(&*env.random, &place, secret);
                record.put(field, sealed);
            }
            None => {}
        }
    }
}

/// The name of a new record: what its type's naming makes of it.
fn name_of(env: &Env, record_type: &RecordType, record: &Record) -> String {
    let text = |name: &str| {
        record_type
            .field(name)
            .map(|field| record.text(field))
            .unwrap_or_default()
    };
    match record_type.naming {
        Naming::Random => random::name(&*env.random, 10),
        Naming::Field(field) => text(field).to_owned(),
        Naming::Scrubbed(field) => scrub(text(field)),
        Naming::Joined(first, second) => format!("{}-{}", text(first), text(second)),
        Naming::Fixed => record_type.name.to_owned(),
    }
}

/// Frappe's `scrub`.
pub fn scrub(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '-'], "_")
}

fn check_name(record_type: &RecordType, name: &str) -> Result<String> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_plain = !name.is_empty() && name.len() <= 140 && name.chars().all(legal);
    let is_address = record_type.has_addresses && name.starts_with("https://") && name.len() <= 1000;
    match is_plain || (is_address && name.chars().all(|c| c.is_ascii_graphic())) {
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
    cx: &Writing,
    record_type: &'static RecordType,
    name: &str,
    input: &Input,
    seen: Option<Millis>,
) -> Result<(Record, Outcome)> {
    let (env, actor) = (cx.env, cx.actor);
    let old = access::admit(cx, record_type, Verb::Write, name)?;
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
                default(field, env)
            }
            _ => value.clone(),
        };
        new.values.insert(name.clone(), value);
    }
    checks::authorize_change(cx, record_type, &old, &new)?;
    checks::validate(cx, record_type, Some(&old), &mut new)?;
    if !access::is_within(actor, record_type, reach, &new) {
        return Err(access::forbidden(actor, record_type, Verb::Write));
    }
    new.modified_by = actor.name().to_owned();
    new.modified_at = env.now_ms().max(Millis(old.modified_at.0 + 1));
    seal_secrets(env, record_type, &mut new);
    store::update(cx.db, record_type, &new)?;
    let mut outcome = Outcome::default();
    record_type.rules.after_save(cx, Some(&old), &new, &mut outcome)?;
    let new = load(cx, record_type, name)?;
    let changes = changes(record_type, Some(&old), &new, input);
    if !changes.is_empty() {
        let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
        let subject = format!(
            "{} {} was changed: {}",
            record_type.name,
            record_type.title_of(&new),
            fields.join(", ")
        );
        note(cx, "Update", record_type, name, subject, changes)?;
    }
    Ok((new, outcome))
}

/// The record was changed since the caller saw it.
pub fn stale(record_type: &RecordType, record: &Record) -> Error {
    Error::Stale(text!(
        "{ $type } { $name } was changed by { $modified_by } in the meantime. Nothing was saved: load it again and repeat your change.",
        type = Text::from(record_type.name),
        name = &record.name,
        modified_by = &record.modified_by
    ))
}

/// Removes a record and what belongs to it.
pub fn delete(cx: &Writing, record_type: &'static RecordType, name: &str) -> Result<()> {
    let record = access::admit(cx, record_type, Verb::Delete, name)?;
    let rules = record_type.rules;
    checks::authorize(cx, record_type, Some(&record), None)?;
    rules.before_delete(cx, &record)?;
    if !rules.remove(cx, &record)? {
        store::delete(cx.db, record_type, name)?;
    }
    let (title, done) = (record_type.title_of(&record), record_type.removal.done);
    let subject = format!("{} {title} was {done}", record_type.name);
    note(cx, "Delete", record_type, name, subject, Vec::new())
}

/// Notes a change in the audit log; for rules that change more than the record.
pub fn note(
    cx: &Writing,
    operation: &'static str,
    record_type: &'static RecordType,
    name: &str,
    subject: String,
    changes: Vec<Change>,
) -> Result<()> {
    let event = AuditEvent {
        operation,
        record_type: record_type.name,
        name,
        subject,
        changes,
    };
    cx.registry.audit.note(cx.db, cx.env, cx.actor, event)
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
            Err(Error::Forbidden(text!(
                "{ $refused } The field { $name } is for those who manage them.",
                refused = &refused,
                name = &name
            )))
        }
        _ => Ok(()),
    }
}
