//! `frontdesk keys`

use super::common::{explain, log, open_existing, print};
use crate::config::Config;
use crate::oauth::keys;
use clap::Subcommand;
use serde_json::{Value as Json, json};

/// What to do with the signing keys.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Sign with new keys from now on; the old ones stay published for a day
    Rotate {
        /// Answer as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command.
pub fn run(config: Config, command: Command) -> Result<(), String> {
    let app = open_existing(config)?;
    match command {
        Command::Rotate { json } => {
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
                    keys::rotate(db, &env, &new)
                })
                .map_err(explain)?;
            print(json, &json!({ "keys": keys }), || names.join("\n"));
            Ok(())
        }
    }
}
