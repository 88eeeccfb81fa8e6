//! `frontdesk keys`

use super::{explain, open};
use crate::config::Config;
use crate::oauth::keys;
use clap::Subcommand;

/// What to do with the signing keys.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Sign with new keys from now on; the old ones stay published for a day
    Rotate,
}

/// Runs the command.
pub fn run(config: Config, command: Command) -> Result<(), String> {
    let app = open(config)?;
    match command {
        Command::Rotate => {
            let new = keys::make_all(&app.env).map_err(explain)?;
            let names: Vec<String> = new
                .iter()
                .map(|key| format!("{} {}", key.algorithm.name(), key.kid))
                .collect();
            let env = app.env.clone();
            app.db
                .write_blocking(move |db| keys::rotate(db, &env, &new))
                .map_err(explain)?;
            println!("{}", names.join("\n"));
            Ok(())
        }
    }
}
