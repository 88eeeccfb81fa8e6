//! What a file would change, and doing it: all or nothing, in one transaction.

use super::file::{Mistake, Node, Tree};
use super::transferred;
use crate::activity;
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result};
use crate::connected::apps;
use crate::db::{Read, Write};
use crate::oauth::clients;
use crate::records::query::Query;
use crate::records::{Input, Outcome, Record, RecordType, store, verbs};
use crate::social::keys;
use crate::users::{self, Actor};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// One record of a file and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub line: usize,
    pub record_type: &'static str,
    pub name: String,
    pub change: Change,
    /// Secrets that were made with it: name and value.
    pub shown: Vec<(&'static str, String)>,
}

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Create,
    /// These fields get other values.
    Update(Vec<String>),
    None,
}

/// What a file does, or what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub lines: Vec<Line>,
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

/// A record in a file.
struct Entry<'a> {
    record_type: &'static RecordType,
    node: &'a Node,
}

/// New password hashes by email: made before the transaction, for hashing takes long.
pub type Passwords = BTreeMap<String, String>;

/// Keys of a file that are no fields.
const SPECIAL: &[&str] = &["name", "sub", "client_id", "client_secret", "new_password"];

/// Whether a key of a record in a file is no field of it.
fn is_special(record_type: &RecordType, name: &str) -> bool {
    match record_type.name {
        // Its client id and secret are what somebody else gave us.
        "Connected App" => name == "name",
        _ => SPECIAL.contains(&name),
    }
}

/// The passwords in a file that are not their user's already: email and password, with the line.
pub fn passwords(file: &Node) -> Vec<(String, String, usize)> {
    let (entries, _) = entries(file);
    let of_users = entries.iter().filter(|entry| entry.record_type.name == "User");
    of_users
        .filter_map(|entry| {
            let password = entry.node.get("new_password")?;
            let email = entry.node.get("email").or(entry.node.get("name"))?.text()?;
            Some((email.trim().to_lowercase(), password.text()?.to_owned(), password.line))
        })
        .collect()
}

/// Does what a file says. With mistakes, nothing is to be committed.
pub fn run(db: &Write, env: &Env, actor: &Actor, file: &Node, passwords: &Passwords) -> Result<Report> {
    let (entries, mistakes) = entries(file);
    let mut report = Report {
        lines: Vec::new(),
        mistakes,
    };
    for entry in &entries {
        match run_entry(db, env, actor, entry, passwords) {
            Ok(line) => report.lines.push(line),
            Err(Error::Storage(cause)) => return Err(Error::Storage(cause)),
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            Err(error) => report.mistakes.extend(mistakes_of(entry, &error)),
        }
    }
    report.mistakes.sort_by_key(|mistake| mistake.line);
    Ok(report)
}

/// The records of a file in the order in which they can be made.
fn entries(file: &Node) -> (Vec<Entry<'_>>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut found: Vec<Entry> = Vec::new();
    // An export holds the records beside what it says of itself.
    let types = file.get("records").unwrap_or(file);
    let refused = |line, text: String| Mistake { line, text };
    let Some(table) = types.table() else {
        return (
            found,
            vec![refused(file.line, "The file is not a table of record types.".into())],
        );
    };
    for (name, node) in table {
        let Some(record_type) = transferred(name) else {
            let known = super::TYPES.join(", ");
            mistakes.push(refused(
                node.line,
                format!("There is no {name:?} to set up. There are: {known}."),
            ));
            continue;
        };
        let nodes = match &node.tree {
            Tree::List(nodes) => nodes.iter().collect(),
            _ => vec![node],
        };
        for node in nodes {
            match node.table() {
                Some(_) => found.push(Entry { record_type, node }),
                None => mistakes.push(refused(node.line, format!("A {name} is a table of fields."))),
            }
        }
    }
    let place = |entry: &Entry| super::TYPES.iter().position(|name| *name == entry.record_type.name);
    found.sort_by_key(|entry| (place(entry), entry.node.line));
    (found, mistakes)
}

/// The mistakes of a record, each at the line of its field.
fn mistakes_of(entry: &Entry, error: &Error) -> Vec<Mistake> {
    let about = entry.record_type.name;
    match error {
        Error::Invalid(errors) => errors
            .0
            .iter()
            .map(|(field, text)| Mistake {
                line: entry.node.get(field).map_or(entry.node.line, |node| node.line),
                text: match field.as_str() {
                    "" => format!("{about}: {text}"),
                    field => format!("{about}, {field}: {text}"),
                },
            })
            .collect(),
        other => vec![Mistake {
            line: entry.node.line,
            text: format!("{about}: {other}"),
        }],
    }
}

fn run_entry(db: &Write, env: &Env, actor: &Actor, entry: &Entry, passwords: &Passwords) -> Result<Line> {
    let record_type = entry.record_type;
    let mut fields = Map::new();
    for (name, node) in entry.node.table().unwrap_or_default() {
        if !is_special(record_type, name) {
            fields.insert(name.clone(), node.json());
        }
    }
    let stored = find(db, entry)?;
    let (record, change, outcome) = match stored {
        Some(stored) => update(db, env, actor, entry, &fields, &stored, passwords)?,
        None => create(db, env, actor, entry, &fields, passwords)?,
    };
    let mut line = Line {
        line: entry.node.line,
        record_type: record_type.name,
        name: verbs::title(record_type, &record),
        change,
        shown: outcome
            .shown
            .into_iter()
            .map(|shown| (shown.name, shown.value))
            .collect(),
    };
    set_client_secret(db, env, entry, &record, &mut line)?;
    Ok(line)
}

/// The stored record that an entry means: by its name; a client also by its app's name.
fn find(db: &Read, entry: &Entry) -> Result<Option<Record>> {
    let record_type = entry.record_type;
    let text = |name: &str| entry.node.get(name).and_then(Node::text);
    if record_type.single {
        return store::get(db, record_type, record_type.name);
    }
    let name = match record_type.name {
        "OAuth Client" => text("client_id").or(text("name")).map(str::to_owned),
        "User" => text("email").or(text("name")).map(|email| email.trim().to_lowercase()),
        "Role Permission" => match (text("document_type"), text("role")) {
            (Some(document_type), Some(role)) => Some(format!("{document_type}-{role}")),
            _ => text("name").map(str::to_owned),
        },
        "Role" => text("role_name").or(text("name")).map(str::to_owned),
        "OAuth Scope" => text("scope").or(text("name")).map(str::to_owned),
        _ => text("name").map(str::to_owned),
    };
    if let Some(name) = &name
        && let Some(record) = store::get(db, record_type, name)?
    {
        return Ok(Some(record));
    }
    let alike: &[&str] = match record_type.name {
        "OAuth Client" if name.is_none() => &["app_name"],
        "Connected App" if name.is_none() => &["provider_name"],
        "User Permission" => &["user", "allow", "for_value"],
        _ => return Ok(None),
    };
    let mut query = Query::of(record_type);
    for field in alike {
        let Some(value) = text(field) else {
            return Ok(None);
        };
        query.only(record_type, field, vec![value.to_owned()]);
    }
    let mut found = store::list(db, record_type, &query)?;
    match found.len() {
        0 => Ok(None),
        1 => store::get(db, record_type, &found.remove(0).name),
        _ => Err(Error::invalid(
            alike[0],
            "Several have this name: say which one by its client_id, or its name in addresses.",
        )),
    }
}

fn password<'a>(entry: &Entry, passwords: &'a Passwords) -> Option<&'a String> {
    let email = entry.node.get("email").or(entry.node.get("name"))?.text()?;
    entry.node.get("new_password")?;
    passwords.get(&email.trim().to_lowercase())
}

fn update(
    db: &Write,
    env: &Env,
    actor: &Actor,
    entry: &Entry,
    fields: &Map<String, Json>,
    stored: &Record,
    passwords: &Passwords,
) -> Result<(Record, Change, Outcome)> {
    let record_type = entry.record_type;
    // What names the record may be written as it is stored.
    let mut known = stored.values.clone();
    if let Some(email) = fields.get("email").and_then(Json::as_str) {
        known.insert("email".into(), Json::from(email));
    }
    let mut input = Input::from_json(record_type, fields, Some(&known))?;
    let is_same = |field: &String, value: &Json| {
        let stored = stored.values.get(field).unwrap_or(&Json::Null);
        stored == value || (nothing(stored) && nothing(value))
    };
    let secret = match record_type.name {
        "Connected App" => apps::get(db, env, &stored.name)?.client_secret,
        "Social Login Key" => keys::get(db, env, &stored.name)?.client_secret,
        _ => None,
    };
    let is_same_secret = |field: &String, value: &Json| {
        field == "client_secret" && secret.is_some() && secret.as_ref().map(Secret::reveal) == value.as_str()
    };
    input
        .0
        .retain(|field, value| !is_same(field, value) && !is_same_secret(field, value));
    if let Some(hash) = password(entry, passwords) {
        input.0.insert("new_password".into(), Json::from(hash.as_str()));
    }
    if input.0.is_empty() {
        return Ok((stored.clone(), Change::None, Outcome::default()));
    }
    let changed = input.0.keys().cloned().collect();
    let (record, outcome) = verbs::update(db, env, actor, record_type, &stored.name, &input, None)?;
    Ok((record, Change::Update(changed), outcome))
}

fn nothing(value: &Json) -> bool {
    value.is_null() || value == "" || *value == Json::Array(Vec::new())
}

fn create(
    db: &Write,
    env: &Env,
    actor: &Actor,
    entry: &Entry,
    fields: &Map<String, Json>,
    passwords: &Passwords,
) -> Result<(Record, Change, Outcome)> {
    let record_type = entry.record_type;
    let text = |name: &str| entry.node.get(name).and_then(Node::text);
    let mut input = Input::from_json(record_type, fields, None)?;
    if let Some(hash) = password(entry, passwords) {
        input.0.insert("new_password".into(), Json::from(hash.as_str()));
    }
    let name = match record_type.name {
        "OAuth Client" => text("client_id").or(text("name")),
        "User Permission" | "Connected App" => text("name"),
        _ => None,
    };
    let (record, outcome) = verbs::insert_as(db, env, actor, record_type, &input, name)?;
    if let Some(sub) = text("sub").filter(|_| record_type.name == "User") {
        users::take_over_id(db, &record.name, sub).map_err(|error| error.at("sub"))?;
    }
    Ok((record, Change::Create, outcome))
}

/// Sets the secret that a file gives a client, unless it is the client's already.
fn set_client_secret(db: &Write, env: &Env, entry: &Entry, client: &Record, line: &mut Line) -> Result<()> {
    let Some(secret) = entry
        .node
        .get("client_secret")
        .filter(|_| entry.record_type.name == "OAuth Client")
    else {
        return Ok(());
    };
    let secret = secret
        .text()
        .ok_or_else(|| Error::invalid("client_secret", "A secret is a text."))?;
    // Whoever wrote the file knows it: it is not shown again.
    line.shown.retain(|(name, _)| *name != "client_secret");
    if clients::find_secret(db, &client.name, secret, env.now())?.is_some() {
        return Ok(());
    }
    clients::set_secret(db, env, &client.name, secret)?;
    let subject = format!("OAuth Client {} got the secret of a file", line.name);
    let record = (entry.record_type.name, client.name.as_str());
    activity::log_change(db, env, &Actor::command_line(), "Action", record, subject, Vec::new())?;
    line.change = match std::mem::replace(&mut line.change, Change::None) {
        Change::Create => Change::Create,
        Change::None => Change::Update(vec!["client_secret".into()]),
        Change::Update(mut fields) => {
            fields.push("client_secret".into());
            Change::Update(fields)
        }
    };
    Ok(())
}
