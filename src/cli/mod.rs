//! The command line: one file per command. Without a command it serves.
//!
//! The commands open the same database as a running server; SQLite keeps them apart.

mod backup;
mod check;
mod client;
mod common;
mod descriptors;
mod health;
mod install;
mod invite;
mod keys;
mod manual;
mod new_client;
pub mod out;
mod proxy_config;
mod report;
mod rollback;
pub mod serve;
mod supervisor;
mod texts;
mod transfer;
mod user;

use crate::config::{Config, Settings};
use crate::db;
use clap::{Parser, Subcommand};
use clap_complete::Shell;
use common::print;
use serde_json::json;

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
    /// Users: add, list, disable, enable, set-password, api-key, sign-in-link
    #[command(subcommand)]
    User(user::Command),
    /// OAuth Clients: add, list, rotate-secret, disable, enable
    #[command(subcommand)]
    Client(client::Command),
    /// Signing keys: rotate; the key of the site: reseal
    #[command(subcommand)]
    Keys(keys::Command),
    /// Write all records as readable JSON
    Export(transfer::Export),
    /// Show what an exported file would change; with --yes do it, all or nothing
    Import(transfer::Import),
    /// Set up users, roles, clients and settings as a file says; repeatable
    Apply(transfer::Apply),
    /// Print the texts of the pages in a language, for other words in their place (FRONTDESK_TEXTS)
    Texts {
        /// Its tag: en, de, fr, es, pt, ar, hi or zh
        #[arg(default_value = "en")]
        language: String,
    },
    /// Copy database and key file into a folder, beside the running server
    Backup(backup::Backup),
    /// Put a copy that backup made into the folder of --data, which must be new
    Restore(backup::Restore),
    /// Go back to the database as it was before a newer program brought it up to date; without --yes it is only shown
    Rollback(rollback::Rollback),
    /// Look the data folder through, offline or beside the running server: pages, key, disk, backups; the exit code says
    Check(check::Check),
    /// Print the lines that a proxy in front needs: caddy, nginx, traefik or apache, for this site and for an application
    ProxyConfig(proxy_config::ProxyConfig),
    /// Ask the running server whether it is well; the exit code says so
    Health,
    /// Write a service of systemd with its sockets and settings, and put this program in its place
    Install(install::Install),
    /// Print what completes commands in a shell: bash, zsh, fish, elvish or powershell
    Completions { shell: Shell },
    /// Print the manual (troff, for man), or write a page for each command into a folder
    Man(manual::Man),
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
    perform(program.command.unwrap_or(Command::Serve), config)?;
    out::check()
}

fn perform(command: Command, config: Config) -> Result<(), String> {
    match command {
        Command::Serve => serve::run(config),
        Command::User(command) => user::run(config, command),
        Command::Client(command) => client::run(config, command),
        Command::Keys(command) => keys::run(config, command),
        Command::Export(export) => transfer::export(config, &export),
        Command::Import(import) => transfer::import(config, &import),
        Command::Apply(apply) => transfer::apply(config, &apply),
        Command::Texts { language } => texts::print(&language),
        Command::Backup(backup) => backup::run(config, &backup),
        Command::Restore(restore) => backup::restore(config, &restore),
        Command::Rollback(rollback) => rollback::run(&config, &rollback),
        Command::Check(check) => check::run(&config, &check),
        Command::Install(install) => install::run(&config, &install),
        Command::ProxyConfig(asked) => proxy_config::run(config, &asked),
        Command::Health => health::run(&config),
        Command::Completions { shell } => {
            manual::completions(shell);
            Ok(())
        }
        Command::Man(man) => manual::man(&man),
        Command::Version { json } => {
            let version = env!("CARGO_PKG_VERSION");
            // Whoever builds it says which state of the source it is.
            let commit = option_env!("FRONTDESK_COMMIT").unwrap_or("unknown");
            let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
            let schema = db::SCHEMA_VERSION;
            let answer =
                json!({ "version": version, "commit": commit, "schema": schema, "system": system, "machine": machine });
            print(json, &answer, || {
                format!("frontdesk {version}\ncommit {commit}, schema {schema}, {system} {machine}")
            });
            Ok(())
        }
    }
}
