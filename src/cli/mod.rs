//! The command line: one file per command. Without a command it serves.
//!
//! The commands open the same database as a running server; SQLite keeps them apart.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "commands talk to whoever runs them"
)]

mod backup;
mod client;
mod health;
mod keys;
pub mod serve;
mod transfer;
mod user;

use crate::activity;
use crate::base::Env;
use crate::config::{Config, Settings};
use crate::db::Write;
use crate::permissions::Actor;
use crate::records::{AuditEvent, AuditLog, Caller, Input, RecordType, verbs};
use crate::server::App;
use crate::web::problem;
use clap::{Parser, Subcommand};
use serde_json::{Value as Json, json};

/// The login server for small businesses: OAuth 2.0 / OpenID Connect provider, admin desk and
/// database in one binary.
#[derive(Parser, Debug)]
#[command(name = "frontdesk", version, about, max_term_width = 100)]
pub struct Program {
    #[command(flatten)]
    pub settings: Settings,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Run the server (also without any command)
    Serve,
    /// Users: add, list, disable, enable, set-password, api-key
    #[command(subcommand)]
    User(user::Command),
    /// OAuth Clients: add, list, rotate-secret, disable, enable
    #[command(subcommand)]
    Client(client::Command),
    /// Signing keys: rotate
    #[command(subcommand)]
    Keys(keys::Command),
    /// Write all records as readable JSON
    Export(transfer::Export),
    /// Show what an exported file would change; with --yes do it, all or nothing
    Import(transfer::Import),
    /// Set up users, roles, clients and settings as a file says; repeatable
    Apply(transfer::Apply),
    /// Print every text of the pages, for other words or another language
    Texts,
    /// Copy database and key file into a folder, beside the running server
    Backup(backup::Backup),
    /// Ask the running server whether it is well; the exit code says so
    Health,
    /// Print the version
    Version {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs a command. The error is for the person at the terminal.
pub fn run(program: Program, environment: &[(String, String)]) -> Result<(), String> {
    let config = program.settings.check(environment)?;
    match program.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(config),
        Command::User(command) => user::run(config, command),
        Command::Client(command) => client::run(config, command),
        Command::Keys(command) => keys::run(config, command),
        Command::Export(export) => transfer::export(config, &export),
        Command::Import(import) => transfer::import(config, &import),
        Command::Apply(apply) => transfer::apply(config, &apply),
        Command::Texts => {
            println!("{}", crate::ui::text::catalogue().trim_end());
            Ok(())
        }
        Command::Backup(backup) => backup::run(config, &backup),
        Command::Health => health::run(&config),
        Command::Version { json } => {
            let version = env!("CARGO_PKG_VERSION");
            print(json, &json!({ "version": version }), || format!("frontdesk {version}"));
            Ok(())
        }
    }
}

/// The app on a database that may be new.
fn open(config: Config) -> Result<App, String> {
    App::open(config)
}

/// The app on a database that must be there: a command in the wrong folder says so.
fn open_existing(config: Config) -> Result<App, String> {
    if !config.data.join("frontdesk.db").exists() {
        return Err(format!(
            "There is no Frontdesk database in {}. Name its folder with --data or FRONTDESK_DATA.",
            config.data.display()
        ));
    }
    App::open(config)
}

fn print(json: bool, value: &Json, text: impl FnOnce() -> String) {
    match json {
        true => println!("{value}"),
        false => println!("{}", text()),
    }
}

fn explain(error: crate::base::Error) -> String {
    match problem::is_failure(&error) {
        true => problem::cause(&error),
        false => error.to_string(),
    }
}

/// Logs what a command did to a record.
fn log(
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
fn operator(app: &App) -> Caller {
    app.caller(&Actor::command_line())
}

/// Switches a record on or off.
fn switch(app: &App, record_type: &'static RecordType, name: &str, enabled: bool) -> Result<(), String> {
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
    println!("{} {name} is {state}.", record_type.name);
    Ok(())
}

/// A secret from standard input: one line, without its end.
fn read_line() -> Result<String, String> {
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    read.map_err(|error| format!("standard input cannot be read: {error}"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
