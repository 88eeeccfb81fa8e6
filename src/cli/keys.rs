//! `frontdesk keys`

use super::common::{check_there, explain, log, open_existing, print};
use super::out::say;
use crate::base::Random;
use crate::base::random::SystemRandomness;
use crate::base::vault::Vault;
use crate::config::Config;
use crate::db::{self, Db};
use crate::folder::{Folder, Key, KeySource};
use crate::oauth::keys;
use crate::resealing::{self, Keys};
use clap::Subcommand;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to do with the signing keys.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Publish new keys; they sign in an hour, and the old ones stay published for a day after
    Rotate {
        /// Sign with the new keys at once and withdraw the old ones: for keys that somebody else may have
        #[arg(long)]
        now: bool,
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Seal every secret in the database under a new key; the server must be stopped. Broken off, it goes on when it is run
    /// again. The new key is kept as the settings say: in the key file, under FRONTDESK_KEY_PASSPHRASE, or FRONTDESK_KEY
    Reseal {
        /// A file with the key until now in hexadecimal or base64, where that was given by FRONTDESK_KEY
        #[arg(long, value_name = "FILE")]
        old_key_file: Option<PathBuf>,
        /// A file with the passphrase of the key file until now, where that is to change or to end
        #[arg(long, value_name = "FILE", conflicts_with = "old_key_file")]
        old_passphrase_file: Option<PathBuf>,
    },
}

/// Runs the command.
pub fn run(config: Config, command: Command) -> Result<(), String> {
    match command {
        Command::Rotate { now, json } => rotate(config, now, json),
        Command::Reseal {
            old_key_file,
            old_passphrase_file,
        } => reseal(&config, old_key_file.as_deref(), old_passphrase_file.as_deref()),
    }
}

fn rotate(config: Config, at_once: bool, json: bool) -> Result<(), String> {
    let app = open_existing(config)?;
    let new = keys::make_all(&app.env).map_err(explain)?;
    let keys: Vec<Json> = new
        .iter()
        .map(|key| json!({ "alg": key.algorithm.name(), "kid": key.kid }))
        .collect();
    let names: Vec<String> = new
        .iter()
        .map(|key| format!("{} {}", key.algorithm.name(), key.kid))
        .collect();
    let env = app.env.clone();
    app.db
        .write_blocking(move |db| {
            let settings = ("OAuth Provider Settings", "OAuth Provider Settings");
            log(db, &env, "Action", settings, "got new signing keys")?;
            match at_once {
                true => keys::replace(db, &env, &new),
                false => keys::rotate(db, &env, &new, keys::AHEAD),
            }
        })
        .map_err(explain)?;
    let when = match at_once {
        true => "They sign from now on, and the old ones are withdrawn: apps that keep the key set fetch it anew.",
        false => "They are published, and sign in an hour. The old ones stay published for a day after that.",
    };
    print(json, &json!({ "keys": keys }), || {
        format!("{}\n{when}", names.join("\n"))
    });
    Ok(())
}

fn reseal(config: &Config, old_key: Option<&Path>, old_passphrase: Option<&Path>) -> Result<(), String> {
    check_there(config)?;
    let folder = Folder::open(&config.data)?;
    folder.refuse_a_missing_database()?;
    let _lock = folder.lock("frontdesk keys reseal")?;
    let random: Arc<dyn Random> = Arc::new(SystemRandomness::new());
    let database = Db::open(&folder.database(), |_| Ok(())).map_err(|error| error.to_string())?;
    let is_moving = old_key.is_some() || old_passphrase.is_some();
    if is_moving && folder.refuse_two_keys().is_ok() && is_there_already(config, &folder, &database)? {
        say!("Everything is sealed under the key that the settings name: there is nothing to do.");
        return Ok(());
    }
    let old = old_key_of(config, &folder, old_key, old_passphrase).map_err(|error| {
        format!("{error} Where the key was until now is named with --old-key-file or --old-passphrase-file.")
    })?;
    if matches!(&config.key, KeySource::Given(new) if *new == old) {
        return Err("The key is the same as before: give the new one in FRONTDESK_KEY, and the one until now with --old-key-file or --old-passphrase-file.".into());
    }
    let new = folder.key_to_come(&*random, &config.key)?;
    let keys = Arc::new(Keys {
        old: Vault::new(&old),
        new: Vault::new(&new),
    });
    database.read(|db| resealing::check(db, &keys)).map_err(explain)?;
    folder.begin_new_key(&*random, &config.key, &new)?;
    let count = resealing::run(&database, &keys, &random, None).map_err(explain)?;
    let seen = database.read(|db| resealing::look(db, &keys.new)).map_err(explain)?;
    if seen.other > 0 {
        return Err(format!(
            "{} values were written meanwhile by another program: run this again.",
            seen.other
        ));
    }
    folder.take_new_key()?;
    db::rewrite(&folder.database()).map_err(explain)?;
    let place = match config.key {
        KeySource::File => format!("It is in {}.", folder.key_file().display()),
        KeySource::Passphrase(_) => format!("It is in {}, under the passphrase.", folder.key_file().display()),
        KeySource::Given(_) => "It is the one that FRONTDESK_KEY gives.".to_owned(),
    };
    say!(
        "All {} secrets are sealed under the new key ({count} of them just now). {place} Backups, and the copies frontdesk.before-….db that upgrades leave, open under the key until now: it is in the backups that hold one; remove what should not be opened any more.",
        seen.good
    );
    Ok(())
}

/// Whether everything opens under the key that the settings name: this was done before.
fn is_there_already(config: &Config, folder: &Folder, database: &Db) -> Result<bool, String> {
    let Ok(key) = folder.existing_key(&config.key) else {
        return Ok(false);
    };
    let looked = database
        .read(|db| resealing::look(db, &Vault::new(&key)))
        .map_err(explain)?;
    Ok(looked.other == 0)
}

/// The key until now.
fn old_key_of(
    config: &Config,
    folder: &Folder,
    old_key: Option<&Path>,
    old_passphrase: Option<&Path>,
) -> Result<Key, String> {
    let source = match (old_key, old_passphrase) {
        (Some(file), _) => {
            let content =
                std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))?;
            KeySource::from_file(&content).map_err(|error| format!("{} {error}.", file.display()))?
        }
        (None, Some(file)) => KeySource::Passphrase(read(file)?),
        (None, None) => folder.source_of_file(&config.key),
    };
    folder.existing_key(&source)
}

fn read(file: &Path) -> Result<String, String> {
    let content =
        std::fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    Ok(content.trim_end_matches(['\r', '\n']).to_owned())
}
