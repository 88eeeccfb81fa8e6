//! `frontdesk keys`

use super::common::{explain, log, open_existing, print};
use super::out::say;
use crate::base::Random;
use crate::base::random::SystemRandomness;
use crate::base::vault::Vault;
use crate::config::Config;
use crate::db::{self, Db};
use crate::folder::{Folder, KeySource};
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
    print(json, &json!({ "keys": keys }), || names.join("\n"));
    Ok(())
}

fn reseal(config: &Config, old_key: Option<&Path>, old_passphrase: Option<&Path>) -> Result<(), String> {
    let folder = Folder::open(&config.data)?;
    folder.refuse_a_missing_database()?;
    if !folder.database().exists() {
        return Err(format!("There is no Frontdesk database in {}.", config.data.display()));
    }
    let _lock = folder.lock("frontdesk keys reseal")?;
    let random: Arc<dyn Random> = Arc::new(SystemRandomness::new());
    let old = match (old_key, old_passphrase) {
        (Some(file), _) => KeySource::given(&read(file)?).map_err(|error| format!("{} {error}", file.display()))?,
        (None, Some(file)) => KeySource::Passphrase(read(file)?),
        (None, None) => folder.source_of_file(&config.key),
    };
    let old = folder.existing_key(&old)?;
    if matches!(&config.key, KeySource::Given(new) if *new == old) {
        return Err("The key is the same as before: give the new one in FRONTDESK_KEY.".into());
    }
    let database = Db::open(&folder.database(), |_| Ok(())).map_err(|error| error.to_string())?;
    let new = folder.key_to_come(&*random, &config.key)?;
    let keys = Arc::new(Keys {
        old: Vault::new(&old),
        new: Vault::new(&new),
    });
    database.read(|db| resealing::check(db, &keys)).map_err(explain)?;
    let count = resealing::run(&database, &keys, &random, None).map_err(explain)?;
    let seen = database.read(|db| resealing::look(db, &keys.new)).map_err(explain)?;
    if seen.other > 0 {
        return Err(format!(
            "{} values were written meanwhile by another program: run this again.",
            seen.other
        ));
    }
    folder.take_new_key(&config.key)?;
    db::rewrite(&folder.database()).map_err(explain)?;
    say!(
        "{count} of {} secrets were sealed under the new key; the others were already. Backups, and the copies frontdesk.before-….db that upgrades leave, still open under the old key: keep it with them, or remove them.",
        seen.good
    );
    Ok(())
}

fn read(file: &Path) -> Result<String, String> {
    let content =
        std::fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    Ok(content.trim_end_matches(['\r', '\n']).to_owned())
}
