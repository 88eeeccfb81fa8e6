//! What a file would change, and doing it: all or nothing, in one transaction.

use super::entry::{Entry, Passwords, entries, mistakes_of, password_field};
use super::file::{Mistake, Node};
use super::secrets::Secrets;
use crate::base::secret::Secret;
use crate::base::{Error, Result};
use crate::records::query::Query;
use crate::records::value::is_nothing;
use crate::records::{FieldKind, Input, Outcome, Reading, Record, RecordType, Writing, verbs};
use serde_json::{Map, Value as Json};

/// One record of a file and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    pub line: usize,
    pub record_type: &'static str,
    pub name: String,
    pub change: Effect,
    /// Secrets that were made with it: name and value.
    pub shown: Vec<(&'static str, String)>,
}

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Create,
    /// These fields get other values.
    Update(Vec<String>),
    None,
}

/// What a file does, or what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub lines: Vec<Planned>,
    pub mistakes: Vec<Mistake>,
}

impl Report {
    /// Leaves out the secrets that were made for these clients: others take their place.
    pub fn forget_secrets_of<'a>(&mut self, client_ids: impl Iterator<Item = &'a str>) {
        let client_ids: Vec<&str> = client_ids.collect();
        for line in &mut self.lines {
            let is_one = |(name, value): &(&str, String)| *name == "client_id" && client_ids.contains(&value.as_str());
            if line.shown.iter().any(is_one) {
                line.shown.retain(|(name, _)| *name != "client_secret");
            }
        }
    }
}

/// Does what a file says. With mistakes, nothing is to be committed.
pub fn run(cx: &Writing, file: &Node, passwords: &Passwords, secrets: Option<&Secrets>) -> Result<Report> {
    let (entries, mistakes) = entries(cx.registry, file);
    let mut report = Report {
        lines: Vec::new(),
        mistakes,
    };
    for entry in &entries {
        match run_entry(cx, entry, passwords, secrets) {
            Ok(line) => report.lines.push(line),
            Err(Error::Storage(cause)) => return Err(Error::Storage(cause)),
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            Err(error) => report.mistakes.extend(mistakes_of(entry, &error)),
        }
    }
    report.mistakes.sort_by_key(|mistake| mistake.line);
    Ok(report)
}

fn run_entry(cx: &Writing, entry: &Entry, passwords: &Passwords, secrets: Option<&Secrets>) -> Result<Planned> {
    let record_type = entry.record_type;
    let mut fields = Map::new();
    for (name, node) in entry.node.table().unwrap_or_default() {
        if !entry.is_special(name) {
            fields.insert(name.clone(), node.json());
        }
    }
    let name = entry.name().unwrap_or_default();
    if let Some((field, secret)) = secrets.and_then(|secrets| secrets.values_of(record_type, &name)) {
        fields.entry(field).or_insert_with(|| Json::from(secret));
    }
    let (record, mut change, outcome) = match find(cx, entry)? {
        Some(stored) => update(cx, entry, &fields, &stored, passwords)?,
        None => create(cx, entry, &fields, passwords)?,
    };
    let extras = entry.extras();
    let is_new = change == Effect::Create;
    let taken = record_type.rules.imported(cx, &record, is_new, &extras)?;
    if !is_new && !taken.is_empty() {
        let mut changed: Vec<String> = taken.into_iter().map(str::to_owned).collect();
        if let Effect::Update(fields) = &mut change {
            changed.splice(0..0, std::mem::take(fields));
        }
        change = Effect::Update(changed);
    }
    // Whoever wrote the file knows what it says: it is not shown again.
    let is_told = |name: &str| extras.iter().any(|(extra, _)| *extra == name);
    let shown = outcome.shown.into_iter().filter(|shown| !is_told(shown.name));
    Ok(Planned {
        line: entry.node.line,
        record_type: record_type.name,
        name: record_type.title_of(&record),
        change,
        shown: shown.map(|shown| (shown.name, shown.value)).collect(),
    })
}

/// The stored record that an entry means: by its name, or by what tells it from others.
fn find(cx: &Reading, entry: &Entry) -> Result<Option<Record>> {
    let record_type = entry.record_type;
    if record_type.single {
        return verbs::find(cx, record_type, record_type.name);
    }
    let name = entry.name();
    if let Some(name) = &name
        && let Some(record) = verbs::find(cx, record_type, name)?
    {
        return Ok(Some(record));
    }
    let alike = entry.transfer.alike;
    if alike.is_empty() || (name.is_some() && !entry.transfer.is_alike_whatever_named) {
        return Ok(None);
    }
    let mut query = Query::of(record_type);
    for field in alike {
        let Some(value) = entry.text(field) else {
            return Ok(None);
        };
        query.only(record_type, field, vec![value.to_owned()]);
    }
    let mut found = verbs::find_all(cx, record_type, &query)?;
    match found.len() {
        0 => Ok(None),
        1 => verbs::find(cx, record_type, &found.remove(0).name),
        _ => Err(Error::invalid(
            alike[0],
            "Several have this name: say which one by its client_id, or its name in addresses.",
        )),
    }
}

/// Adds the hash of a new password to the values.
fn add_password(entry: &Entry, passwords: &Passwords, input: &mut Input) {
    let Some(field) = password_field(entry.record_type).filter(|field| entry.node.get(field.name).is_some()) else {
        return;
    };
    if let Some(hash) = entry.name().and_then(|name| passwords.get(&name)) {
        input.0.insert(field.name.to_owned(), Json::from(hash.as_str()));
    }
}

fn update(
    cx: &Writing,
    entry: &Entry,
    fields: &Map<String, Json>,
    stored: &Record,
    passwords: &Passwords,
) -> Result<(Record, Effect, Outcome)> {
    let record_type = entry.record_type;
    // What names the record may be written as it is stored, in upper or lower case.
    let mut known = stored.values.clone();
    if let Some(field) = record_type.name_field()
        && let Some(written) = fields.get(field.name)
    {
        known.insert(field.name.to_owned(), written.clone());
    }
    let mut input = Input::from_json(record_type, fields, Some(&known))?;
    let mut same = Vec::new();
    for (name, value) in &input.0 {
        let before = stored.values.get(name).unwrap_or(&Json::Null);
        if before == value
            || (is_nothing(before) && is_nothing(value))
            || is_same_secret(cx, record_type, stored, name, value)?
        {
            same.push(name.clone());
        }
    }
    input.0.retain(|name, _| !same.contains(name));
    add_password(entry, passwords, &mut input);
    if input.0.is_empty() {
        return Ok((stored.clone(), Effect::None, Outcome::default()));
    }
    let changed = input.0.keys().cloned().collect();
    let (record, outcome) = verbs::update(cx, record_type, &stored.name, &input, None)?;
    Ok((record, Effect::Update(changed), outcome))
}

fn is_same_secret(cx: &Reading, record_type: &RecordType, stored: &Record, name: &str, value: &Json) -> Result<bool> {
    let field = record_type.field(name);
    let Some(field) = field.filter(|field| matches!(field.kind, FieldKind::Secret)) else {
        return Ok(false);
    };
    let secret = verbs::secret(cx, record_type, &stored.name, field)?;
    Ok(secret.is_some() && secret.as_ref().map(Secret::reveal) == value.as_str())
}

fn create(
    cx: &Writing,
    entry: &Entry,
    fields: &Map<String, Json>,
    passwords: &Passwords,
) -> Result<(Record, Effect, Outcome)> {
    let mut input = Input::from_json(entry.record_type, fields, None)?;
    add_password(entry, passwords, &mut input);
    let name = entry.name().filter(|_| entry.transfer.keeps_name);
    let (record, outcome) = verbs::insert_as(cx, entry.record_type, &input, name.as_deref())?;
    Ok((record, Effect::Create, outcome))
}
