//! What can be done with records. Every verb takes the actor and asks [`access`](super::access).

use super::access::{self, Reach, Verb};
use super::declare::{Kind, Naming, Outcome};
use super::query::Query;
use super::value::{Input, Record, names_in, with_defaults};
use super::{RecordType, store};
use crate::base::{Env, Error, FieldErrors, Result, random};
use crate::db::{Db, Read, Write};
use crate::users::Actor;
use serde_json::{Value as Json, json};

/// One page of a list.
pub struct Page {
    pub records: Vec<Record>,
    /// How many there are altogether.
    pub total: i64,
}

/// The records that the actor may see and the query asks for.
pub fn list(db: &Read, actor: &Actor, record_type: &RecordType, query: &Query) -> Result<Page> {
    let mut query = query.clone();
    if access::reach(actor, record_type, Verb::Read)? == Reach::Own {
        let own = actor.user.as_ref().map(|user| user.email.clone());
        query.only_named(own.unwrap_or_default());
    }
    Ok(Page {
        total: store::count(db, record_type, &query)?,
        records: store::list(db, record_type, &query)?,
    })
}

/// One record. To somebody who may not see it, a record that is not there looks like one that is.
pub fn get(db: &Read, actor: &Actor, record_type: &RecordType, name: &str) -> Result<Record> {
    access::check(actor, record_type, Verb::Read, name)?;
    let mut record = load(db, record_type, name)?;
    if let Some(fields) = access::readable_fields(actor) {
        record.values.retain(|field, _| fields.contains(&field.as_str()));
    }
    Ok(record)
}

/// A record, for verbs that have asked already.
pub fn load(db: &Read, record_type: &RecordType, name: &str) -> Result<Record> {
    let found = store::get(db, record_type, name)?;
    found.ok_or_else(|| Error::NotFound(format!("{} {name} not found", record_type.name)))
}

/// Makes a record.
pub fn insert(
    db: &Write,
    env: &Env,
    actor: &Actor,
    record_type: &RecordType,
    input: &Input,
) -> Result<(Record, Outcome)> {
    access::reach(actor, record_type, Verb::Create)?;
    if record_type.single {
        return Err(Error::Duplicate(format!("There is one {} already.", record_type.name)));
    }
    let now = env.now_ms();
    let mut record = Record {
        name: String::new(),
        owner: actor.name().to_owned(),
        modified_by: actor.name().to_owned(),
        creation_at: now,
        modified_at: now,
        values: with_defaults(record_type, env, input),
    };
    validate(db, env, record_type, None, &mut record)?;
    record.name = match record_type.naming {
        Naming::Random => random::name(&*env.random, 10),
        Naming::Field(field) => record.text(field).to_owned(),
        Naming::Fixed => record_type.name.to_owned(),
    };
    if store::get(db, record_type, &record.name)?.is_some() {
        return Err(Error::Duplicate(format!(
            "{} {} already exists",
            record_type.name, record.name
        )));
    }
    store::insert(db, record_type, &record, record_type.rules.hidden_columns(env))?;
    let mut outcome = Outcome {
        message: format!("{} was created.", record_type.name),
        ..Outcome::default()
    };
    record_type.rules.after_save(db, env, None, &record, &mut outcome)?;
    Ok((load(db, record_type, &record.name)?, outcome))
}

/// Changes a record. `seen` is the change that the caller has seen last, in milliseconds;
/// when somebody else changed the record since, nothing is overwritten.
pub fn update(
    db: &Write,
    env: &Env,
    actor: &Actor,
    record_type: &RecordType,
    name: &str,
    input: &Input,
    seen: Option<i64>,
) -> Result<(Record, Outcome)> {
    access::check(actor, record_type, Verb::Write, name)?;
    let old = load(db, record_type, name)?;
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
    validate(db, env, record_type, Some(&old), &mut new)?;
    new.modified_by = actor.name().to_owned();
    new.modified_at = env.now_ms().max(old.modified_at + 1);
    store::update(db, record_type, &new)?;
    let mut outcome = Outcome {
        message: "Saved.".into(),
        ..Outcome::default()
    };
    record_type.rules.after_save(db, env, Some(&old), &new, &mut outcome)?;
    Ok((load(db, record_type, name)?, outcome))
}

/// The record was changed since the caller saw it.
pub fn stale(record_type: &RecordType, record: &Record) -> Error {
    Error::Stale(format!(
        "{} {} was changed by {} in the meantime. Nothing was saved: load it again and repeat your change.",
        record_type.name, record.name, record.modified_by
    ))
}

/// Removes a record and what belongs to it.
pub fn delete(db: &Write, env: &Env, actor: &Actor, record_type: &RecordType, name: &str) -> Result<()> {
    access::check(actor, record_type, Verb::Delete, name)?;
    if record_type.single {
        return Err(Error::Forbidden(format!("{} cannot be deleted.", record_type.name)));
    }
    let record = load(db, record_type, name)?;
    record_type.rules.before_delete(db, env, &record)?;
    store::delete(db, record_type, name)
}

/// An action that was asked for.
pub struct ActionCall {
    pub record_type: &'static RecordType,
    pub name: String,
    pub action: String,
    pub form: Vec<(String, String)>,
}

/// Runs an action on a record that the actor may write.
pub async fn act(db: &Db, env: &Env, actor: &Actor, call: ActionCall) -> Result<Outcome> {
    let ActionCall {
        record_type,
        name,
        action,
        form,
    } = call;
    access::check(actor, record_type, Verb::Write, &name)?;
    let found = record_type.actions.iter().find(|known| known.name == action);
    let action = found.ok_or_else(|| Error::NotFound(format!("There is no action {action:?}")))?;
    let input = Input::from_fields(action.inputs.iter(), &form)?;
    let prepared = match action.prepare {
        Some(prepare) => {
            let env = env.clone();
            let task = tokio::task::spawn_blocking(move || prepare(&env));
            task.await
                .map_err(|error| Error::Internal(format!("an action panicked: {error}")))??
        }
        None => None,
    };
    let env = env.clone();
    db.write(move |db| {
        let record = load(db, record_type, &name)?;
        (action.run)(db, &env, &record, &input, prepared)
    })
    .await
}

fn validate(db: &Read, env: &Env, record_type: &RecordType, old: Option<&Record>, new: &mut Record) -> Result<()> {
    let mut errors = FieldErrors::default();
    for field in record_type.fields() {
        let value = new.values.get(field.name).unwrap_or(&Json::Null);
        let is_empty = value.is_null() || *value == json!("") || *value == json!([]);
        if field.required && is_empty {
            errors.add(field.name, format!("{} is needed.", field.label));
        }
        check_links(db, &field.kind, field.name, value, &mut errors)?;
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
