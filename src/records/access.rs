//! The one permission function. What an actor may do is the least of three: what their roles
//! allow (Role Permission), which records they are limited to (User Permission), and what the
//! scopes of their token name (OAuth Scope).

use super::declare::RecordType;
use super::field::FieldKind as Kind;
use super::group::Group;
use super::query::Query;
use super::rules::Reading;
use super::store;
use super::value::Record;
use crate::base::{Error, Result, Text, scope, text};
use crate::permissions::{Actor, Reach, TokenScope, Verb};

/// How far the actor may go with a verb on a type, or why not at all.
pub fn reach(actor: &Actor, record_type: &RecordType, verb: Verb) -> Result<Reach> {
    if actor.is_guest() {
        return Err(Error::Unauthenticated("Sign in to use this.".into()));
    }
    if !record_type.verbs.contains(&verb) {
        return Err(Error::Forbidden(text!(
            "Nobody can { $verb } { $records }.",
            verb = Text::from(verb.word()),
            records = Text::from(record_type.plural)
        )));
    }
    if verb != Verb::Read && !record_type.is_delegable && actor.is_bounded() {
        return Err(Error::InsufficientScope {
            needs: scope::ALL,
            text: text!(
                "{ $records } decide who may do what: a token needs the scope all to { $verb } them.",
                records = Text::from(record_type.plural),
                verb = Text::from(verb.word())
            ),
        });
    }
    let by_role = actor.rights.by_role(record_type.name, verb);
    let (by_scope, scope) = by_scope(actor, record_type, verb)?;
    let reach = match (by_role, by_scope) {
        (Some(Reach::Every), Reach::Every) => Reach::Every,
        (Some(_), _) => Reach::Own,
        (None, _) => return Err(forbidden(actor, record_type, verb)),
    };
    if let Some(scope) = scope {
        actor.exercise(&scope.name);
    }
    Ok(reach)
}

/// The record, if the actor may do this with it. To somebody who may not see it, a record that
/// is not there looks like one that is.
pub fn admit(cx: &Reading, record_type: &RecordType, verb: Verb, name: &str) -> Result<Record> {
    let actor = cx.actor;
    let reach = reach(actor, record_type, verb)?;
    match store::get(cx.db, record_type, name)? {
        Some(record) if is_within(actor, record_type, reach, &record) => Ok(record),
        None if reach == Reach::Every && !actor.rights.is_limited(record_type.name) => Err(missing(record_type, name)),
        _ => Err(forbidden(actor, record_type, verb)),
    }
}

/// Whether the actor may do this, with this record or with any.
pub fn may(actor: &Actor, record_type: &RecordType, verb: Verb, record: Option<&Record>) -> bool {
    match (reach(actor, record_type, verb), record) {
        (Ok(reach), Some(record)) => is_within(actor, record_type, reach, record),
        (Ok(_), None) => true,
        (Err(_), _) => false,
    }
}

/// Whether the actor may look at every record of a type: what panels show of other types is not
/// narrowed, so who is limited to some records does not see it.
pub fn sees(actor: &Actor, record_type: &RecordType) -> bool {
    !actor.rights.has_limits() && matches!(reach(actor, record_type, Verb::Read), Ok(Reach::Every))
}

/// Limits a question to the records that the actor may see.
pub fn narrow(actor: &Actor, record_type: &RecordType, reach: Reach, query: &mut Query) {
    if reach == Reach::Own {
        query.only(record_type, record_type.own, vec![actor.name().to_owned()]);
    }
    for (limited, names) in actor.rights.limits() {
        if limited == record_type.name {
            query.only(record_type, "name", names.to_vec());
        }
        let mut linking = record_type
            .fields()
            .filter(|field| matches!(field.kind, Kind::Link(to) if to == limited))
            .peekable();
        // What is watched names records in its words, too: only what is surely about these is seen.
        if is_strict(record_type) && limited != record_type.name && linking.peek().is_none() {
            query.only(record_type, "name", Vec::new());
        }
        for field in linking {
            match is_strict(record_type) {
                true => query.only(record_type, field.name, names.to_vec()),
                false => query.only_or_none(record_type, field.name, names.to_vec()),
            }
        }
        if tells_of_records(record_type) {
            query.only_or_none(record_type, REFERENCE.0, vec![limited.to_owned()]);
            query.only_or_none(record_type, REFERENCE.1, names.to_vec());
        }
    }
}

/// The type and the name of the record that another one tells of.
const REFERENCE: (&str, &str) = ("reference_doctype", "reference_name");

fn tells_of_records(record_type: &RecordType) -> bool {
    record_type.field(REFERENCE.0).is_some()
}

/// Type and name of the record that this one tells of; empty if it tells of none.
fn told_of<'a>(record_type: &RecordType, record: &'a Record) -> (&'a str, &'a str) {
    let text = |name| {
        record_type
            .field(name)
            .map(|field| record.text(field))
            .unwrap_or_default()
    };
    (text(REFERENCE.0), text(REFERENCE.1))
}

fn is_strict(record_type: &RecordType) -> bool {
    record_type.place.is_some_and(|place| place.group == Group::Watch)
}

/// Whether a record is among those that [`narrow`] leaves.
pub fn is_within(actor: &Actor, record_type: &RecordType, reach: Reach, record: &Record) -> bool {
    let is_own = || actor.user.is_some() && record_type.whose(record) == actor.name();
    if reach == Reach::Own && !is_own() {
        return false;
    }
    actor.rights.limits().all(|(limited, names)| {
        let is_named = |name: &str| names.iter().any(|own| own == name);
        let links = record_type
            .fields()
            .filter(|field| matches!(field.kind, Kind::Link(to) if to == limited));
        let linked: Vec<&str> = links.map(|field| record.text(field)).collect();
        if limited == record_type.name {
            return is_named(&record.name);
        }
        let told = told_of(record_type, record);
        if told != ("", "") && !(told.0 == limited && is_named(told.1)) {
            return false;
        }
        match is_strict(record_type) {
            true => !linked.is_empty() && linked.iter().all(|name| is_named(name)),
            false => linked.iter().all(|name| name.is_empty() || is_named(name)),
        }
    })
}

/// The fields that a token may read; `None` is all of them. A token whose scopes do not name
/// the type itself reads of its user what their claims release.
pub fn readable_fields(actor: &Actor, record_type: &RecordType) -> Option<Vec<&'static str>> {
    let scopes = actor.scopes()?;
    if scopes.iter().any(|scope| scope.names(record_type.name, Verb::Read)) {
        return None;
    }
    Some(
        scopes
            .iter()
            .flat_map(|scope| scope.own_fields.iter().copied())
            .collect(),
    )
}

/// How far the token's scopes reach, and which of them: the narrowest that is enough.
fn by_scope<'a>(actor: &'a Actor, record_type: &RecordType, verb: Verb) -> Result<(Reach, Option<&'a TokenScope>)> {
    let Some(scopes) = actor.scopes() else {
        return Ok((Reach::Every, None));
    };
    let mut naming = scopes.iter().filter(|scope| scope.names(record_type.name, verb));
    let narrow = naming.clone().find(|scope| scope.name != scope::ALL);
    if let Some(scope) = narrow.or_else(|| naming.next()) {
        return Ok((Reach::Every, Some(scope)));
    }
    let own = scopes.iter().find(|scope| scope.own_type == Some(record_type.name));
    if own.is_some() && verb == Verb::Read {
        return Ok((Reach::Own, own));
    }
    let held: Vec<&str> = scopes.iter().map(|scope| scope.name.as_str()).collect();
    Err(Error::InsufficientScope {
        needs: scope::ALL,
        text: text!(
            "The token's scopes ({ $held }) do not let it { $verb } { $records }. It needs the scope all, or one that names { $type }.",
            held = held.join(" "),
            verb = Text::from(verb.word()),
            records = Text::from(record_type.plural),
            type = Text::from(record_type.name)
        ),
    })
}

/// There is no such record.
pub fn missing(record_type: &RecordType, name: &str) -> Error {
    Error::NotFound(text!(
        "{ $type } { $name } not found",
        type = Text::from(record_type.name),
        name = &name
    ))
}

/// The actor may not do this.
pub fn forbidden(actor: &Actor, record_type: &RecordType, verb: Verb) -> Error {
    let (verb, records) = (Text::from(verb.word()), Text::from(record_type.plural));
    Error::Forbidden(match &actor.user {
        Some(user) => text!(
            "User { $user } does not have permission to { $verb } { $records }.",
            user = &user.email,
            verb = verb,
            records = records
        ),
        None => text!(
            "You do not have permission to { $verb } { $records }.",
            verb = verb,
            records = records
        ),
    })
}
