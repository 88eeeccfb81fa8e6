//! What commands have in common: the database they open, how they answer, what they log.

use super::out::{aside, say};
use crate::activity;
use crate::base::{Env, Error};
use crate::config::Config;
use crate::db::{self, Write};
use crate::folder::{DATABASE, Folder, Lock};
use crate::permissions::Actor;
use crate::records::{AuditEvent, AuditLog, Caller, Input, RecordType, verbs};
use crate::server::App;
use crate::web::problem;
use serde_json::{Value as Json, json};
use std::path::PathBuf;

/// The app on a database that may be new: for what sets a site up. Says which folder that is.
pub(super) fn open_or_make(config: Config) -> Result<App, String> {
    aside(format_args!("Data folder: {}", folder(&config).display()));
    let _lock = alone_if_older(&config)?;
    App::open(config)
}

/// The app on a database that must be there: a command in the wrong folder says so, and makes nothing.
pub(super) fn open_existing(config: Config) -> Result<App, String> {
    check_there(&config)?;
    open_or_make(config)
}

/// Refuses a folder without a database: it is another one, or an old site that lost it.
pub(super) fn check_there(config: &Config) -> Result<(), String> {
    if config.data.join(DATABASE).exists() {
        return Ok(());
    }
    if config.data.is_dir() {
        Folder::open(&config.data)?.refuse_a_missing_database()?;
    }
    Err(format!(
        "There is no Frontdesk database in {}. Name its folder with --data or FRONTDESK_DATA, or begin a new site there with: frontdesk serve",
        folder(config).display()
    ))
}

/// What a command of a newer program must be before it brings a database up to date: alone. A server that runs on it is of
/// the older one (T13).
fn alone_if_older(config: &Config) -> Result<Option<Lock>, String> {
    let database = config.data.join(DATABASE);
    let is_older =
        database.exists() && db::version(&database).map_or(true, |version| (1..db::SCHEMA_VERSION).contains(&version));
    if !is_older {
        return Ok(None);
    }
    let lock = Folder::open(&config.data)?.lock("a command");
    lock.map(Some).map_err(|error| {
        format!("This program would bring the database up to date under the server that runs on it. {error} Nothing was changed.")
    })
}

/// The data folder in full, as far as that is known.
fn folder(config: &Config) -> PathBuf {
    std::path::absolute(&config.data).unwrap_or_else(|_| config.data.clone())
}

/// Answers: as JSON, or as text.
pub(super) fn print(json: bool, value: &Json, text: impl FnOnce() -> String) {
    match json {
        true => say!("{value}"),
        false => say!("{}", text()),
    }
}

/// What an error says to whoever runs the command: the cause too, when it is a failure of ours.
pub(super) fn explain(error: Error) -> String {
    match problem::is_failure(&error) {
        true => problem::cause(&error),
        false => error.to_string(),
    }
}

/// Logs what a command did to a record.
pub(super) fn log(
    db: &Write,
    env: &Env,
    operation: &'static str,
    (record_type, name): (&'static str, &str),
    what: &str,
) -> crate::base::Result<()> {
    let event = AuditEvent {
        operation,
        record_type,
        name,
        subject: format!("{record_type} {name} {what}"),
        changes: Vec::new(),
    };
    activity::Log.note(db, env, &Actor::command_line(), event)
}

/// The operator at the machine, with what verbs need.
pub(super) fn operator(app: &App) -> Caller {
    app.caller(&Actor::command_line())
}

/// Switches a record on or off.
pub(super) fn switch(app: &App, record_type: &'static RecordType, name: &str, enabled: bool) -> Result<(), String> {
    let Some((field, when_on)) = record_type.switch else {
        return Err(format!("{} cannot be switched off", record_type.plural));
    };
    let input = Input(
        [(field.to_owned(), json!(i64::from(enabled == when_on)))]
            .into_iter()
            .collect(),
    );
    let (caller, owned) = (operator(app), name.to_owned());
    app.db
        .write_blocking(move |db| verbs::update(&caller.writing(db), record_type, &owned, &input, None))
        .map_err(explain)?;
    let state = if enabled { "enabled" } else { "disabled" };
    say!("{} {name} is {state}.", record_type.name);
    Ok(())
}

/// A secret from standard input: one line, without its end.
pub(super) fn read_line() -> Result<String, String> {
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map_err(|error| format!("standard input cannot be read: {error}"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
