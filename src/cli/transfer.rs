//! `frontdesk export`, `import` and `apply`

use super::common::{explain, open_existing, open_or_make, operator, read_line};
use super::out::{aside, say};
use super::report::{describe, tell};
use crate::activity::{self, Event};
use crate::app::App;
use crate::base::{Error, random};
use crate::config::Config;
use crate::system;
use crate::transfer::entry::{self, Passwords};
use crate::transfer::export as exporting;
use crate::transfer::file::{self, Mistake, Node};
use crate::transfer::plan::{self, Report};
use crate::transfer::secrets::{self, Secrets};
use crate::users::{self, ADMINISTRATOR, Actor, password};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What to export.
#[derive(Args, Debug)]
pub struct Export {
    /// Write to this file, readable for its owner only [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Add passwords, API keys, client secrets and signing keys, sealed under a passphrase
    #[arg(long)]
    secrets: bool,
    /// Read the passphrase from standard input; without it the terminal is asked
    #[arg(long)]
    passphrase_stdin: bool,
}

/// What to import.
#[derive(Args, Debug)]
pub struct Import {
    /// A file that `frontdesk export` wrote
    file: PathBuf,
    /// Do it; without it only what would change is shown
    #[arg(long)]
    yes: bool,
    /// Read the passphrase of sealed secrets from standard input; without it the terminal is asked
    #[arg(long)]
    passphrase_stdin: bool,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// What a file looks like.
const EXAMPLE: &str = "A file names what there should be; what it does not name stays as it is:

  [[\"System Settings\"]]
  app_name = \"Tea House\"

  [[User]]
  email = \"alice@example.com\"
  first_name = \"Alice\"
  roles = [\"System Manager\"]
  new_password = \"…\"

  [[\"OAuth Client\"]]
  client_id = \"shop\"
  app_name = \"Shop\"
  client_secret = \"at least 32 characters, made by chance\"
  redirect_uris = [\"https://shop.example.com/callback\"]

Types: OAuth Provider Settings, Role, OAuth Scope, User, OAuth Client, Connected App,
Social Login Key, User Social Login, Role Permission, User Permission, System Settings. Their fields are those of the desk; `frontdesk export` shows
them all. JSON is the same: { \"User\": [ { … } ] }.";

/// What to apply.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLE)]
pub struct Apply {
    /// A .toml or .json file
    file: PathBuf,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// Runs `export`.
pub fn export(config: Config, export: &Export) -> Result<(), String> {
    let app = open_existing(config)?;
    let sealed = match export.secrets {
        true => {
            let passphrase = passphrase(export.passphrase_stdin)?;
            let secrets = app.db.read(|db| secrets::collect(db, &app.env)).map_err(explain)?;
            Some(secrets::seal(&app.env, &secrets, &passphrase).map_err(explain)?)
        }
        false => None,
    };
    let operator = operator(&app);
    let document = app
        .db
        .read(|db| exporting::document(&operator.reading(db), sealed))
        .map_err(explain)?;
    let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    match &export.out {
        Some(path) => write_private(path, &text)?,
        None => say!("{text}"),
    }
    let what = if export.secrets {
        "with sealed secrets"
    } else {
        "without secrets"
    };
    note(&app, "Export", format!("All records were exported, {what}"))
}

fn note(app: &App, operation: &'static str, subject: String) -> Result<(), String> {
    let env = app.env.clone();
    app.db
        .write_blocking(move |db| {
            let event = Event {
                operation,
                subject,
                user: Some(ADMINISTRATOR),
                ..Event::default()
            };
            activity::log(db, &env, &Actor::command_line().origin, &event)
        })
        .map_err(explain)
}

fn write_private(path: &Path, text: &str) -> Result<(), String> {
    let describe = |error: std::io::Error| format!("{} cannot be written: {error}", path.display());
    let mut file = crate::folder::private_file(path).map_err(describe)?;
    file.write_all(text.as_bytes()).map_err(describe)?;
    file.write_all(b"\n").map_err(describe)
}

fn passphrase(from_stdin: bool) -> Result<String, String> {
    match from_stdin {
        true => read_line(),
        false => rpassword::prompt_password("Passphrase of the sealed secrets: ")
            .map_err(|error| format!("the terminal cannot be asked: {error}. Use --passphrase-stdin.")),
    }
}

/// Runs `import`.
pub fn import(config: Config, import: &Import) -> Result<(), String> {
    let file = read(&import.file)?;
    let app = open_for(config, &file)?;
    let secrets = match file.get("sealed").and_then(Node::text) {
        Some(sealed) => Some(secrets::open(sealed, &passphrase(import.passphrase_stdin)?).map_err(explain)?),
        None => None,
    };
    let (report, restored) = run(&app, &import.file, file, secrets, !import.yes)?;
    tell(&report, import.json, !import.yes, restored.as_deref());
    if !import.yes {
        aside(format_args!("Nothing was changed. Add --yes to do it."));
        return Ok(());
    }
    note(&app, "Import", format!("{} was imported", import.file.display()))
}

/// Runs `apply`.
pub fn apply(config: Config, apply: &Apply) -> Result<(), String> {
    let file = read(&apply.file)?;
    let app = open_for(config, &file)?;
    let (report, _) = run(&app, &apply.file, file, None, apply.dry_run)?;
    tell(&report, apply.json, apply.dry_run, None);
    Ok(())
}

/// A file that names an administrator may set a new site up; any other one needs a site that is there.
fn open_for(config: Config, file: &Node) -> Result<App, String> {
    let records = file.get("records").unwrap_or(file);
    let users = records.get("User").map(Node::list).unwrap_or_default();
    let manages = |user: &Node| {
        let roles = user.get("roles").map(Node::list).unwrap_or_default();
        roles
            .iter()
            .any(|role| role.text().or_else(|| role.get("role")?.text()) == Some(users::SYSTEM_MANAGER))
    };
    match users.iter().any(manages) {
        true => open_or_make(config),
        false => open_existing(config),
    }
}

fn read(path: &Path) -> Result<Node, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    let is_toml = path.extension().is_some_and(|extension| extension == "toml");
    file::read(&text, is_toml).map_err(|mistake| format!("{}, {mistake}", path.display()))
}

/// Does what the file says and keeps it, or rolls it back: for a dry run, or because of a mistake.
fn run(
    app: &App,
    path: &Path,
    file: Node,
    secrets: Option<Secrets>,
    is_dry: bool,
) -> Result<(Report, Option<String>), String> {
    let passwords = hash_passwords(app, path, &file)?;
    let caller = operator(app);
    let kept: Arc<Mutex<(Report, Option<String>)>> = Arc::default();
    let report = Arc::clone(&kept);
    let outcome = app.db.write_blocking(move |db| {
        let mut done = plan::run(&caller.writing(db), &file, &passwords, secrets.as_ref())?;
        if let Some(secrets) = &secrets {
            done.forget_secrets_of(secrets.client_secrets.iter().map(|secret| secret.client_id.as_str()));
        }
        let restored = match (&secrets, done.mistakes.is_empty()) {
            (Some(secrets), true) => Some(secrets::restore(db, &caller.env, secrets)?),
            _ => None,
        };
        if users::managers(db)? > 0 {
            crate::system::close_setup(db)?;
        }
        let goes_back = is_dry || !done.mistakes.is_empty();
        *report.lock().unwrap_or_else(PoisonError::into_inner) = (done, restored);
        match goes_back {
            true => Err(Error::Busy("rolled back".into())),
            false => Ok(()),
        }
    });
    let (report, restored) = std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner));
    if !report.mistakes.is_empty() {
        return Err(describe(path, &report.mistakes));
    }
    match outcome {
        Err(Error::Busy(_)) if is_dry => Ok((report, restored)),
        Err(error) => Err(explain(error)),
        Ok(()) => Ok((report, restored)),
    }
}

/// Hashes the passwords that are not their user's already, so that a repeated file changes nothing.
fn hash_passwords(app: &App, path: &Path, file: &Node) -> Result<Passwords, String> {
    let mut hashes = Passwords::new();
    let mut mistakes = Vec::new();
    let mut memory = password::Memory::default();
    for (email, typed, line) in entry::passwords(app.registry, file) {
        let stored = app.db.read(|db| users::by_email(db, &email)).map_err(explain)?;
        let roles = stored.as_ref().map(|user| user.roles.clone()).unwrap_or_default();
        let stored = stored.and_then(|user| user.password_hash);
        if stored.is_some_and(|hash| password::verify_in_place(&typed, &hash, &mut memory)) {
            continue;
        }
        let rules = app.db.read(|db| system::password_rules(db, &roles)).map_err(explain)?;
        if let Err(error) = password::check(&typed, &[&email], rules) {
            mistakes.push(Mistake {
                line,
                text: format!("User {email}, {error}"),
            });
            continue;
        }
        let hash = password::hash_now(&typed, &random::bytes(&*app.env.random), &mut memory);
        hashes.insert(email, hash.map_err(explain)?);
    }
    match mistakes.is_empty() {
        true => Ok(hashes),
        false => Err(describe(path, &mistakes)),
    }
}
