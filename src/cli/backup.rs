//! `frontdesk backup` and `frontdesk restore`

use super::common::{explain, open_existing};
use super::out::say;
use crate::app::App;
use crate::backups;
use crate::config::Config;
use crate::folder::KeySource;
use crate::system;
use clap::Args;
use std::path::PathBuf;

/// Where to.
#[derive(Args, Debug)]
pub struct Backup {
    /// The folder that the copy is made in: a new folder named for the time
    folder: PathBuf,
}

/// What from.
#[derive(Args, Debug)]
pub struct Restore {
    /// The copy: a folder that `frontdesk backup` or the schedule made
    copy: PathBuf,
}

/// Copies database and key file. The copy is a data folder.
pub fn run(config: Config, backup: &Backup) -> Result<(), String> {
    let source = config.key.clone();
    let app = open_existing(config)?;
    let now = app.env.now();
    let target = backups::make(&app.db, app.data(), &backup.folder, backups::BY_HAND, now)?;
    app.db
        .write_blocking(move |db| system::backed_up(db, now))
        .map_err(explain)?;
    let key = match source {
        KeySource::File => "It holds the key of the site: keep it as safe as the site itself.",
        KeySource::Passphrase(_) => "Its key is under the passphrase, which is not in it: keep that, too.",
        KeySource::Given(_) => "The key of the site (FRONTDESK_KEY) is not in it: keep that, too.",
    };
    say!("Copied to {}, and looked through. {key}", target.display());
    Ok(())
}

/// Puts a copy into the data folder, which must be new, and opens it as a server would.
pub fn restore(config: Config, restore: &Restore) -> Result<(), String> {
    let data = config.data.clone();
    backups::restore(&restore.copy, &data, &config.key)?;
    App::open(config).map_err(|error| format!("The copy was put into {}, but: {error}", data.display()))?;
    say!(
        "Restored into {}. Tokens, sessions and passwords are those of the copy's time: what was revoked or changed since then is as it was. Start it with: frontdesk --data {} serve",
        data.display(),
        data.display()
    );
    Ok(())
}
