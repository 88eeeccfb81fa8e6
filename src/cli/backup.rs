//! `frontdesk backup`

use super::common::{explain, open_existing};
use crate::base::clock;
use crate::config::Config;
use crate::folder;
use crate::system;
use clap::Args;
use std::path::PathBuf;

/// Where to.
#[derive(Args, Debug)]
pub struct Backup {
    /// The folder that the copy is made in: a new folder named for the time
    folder: PathBuf,
}

/// Copies database and key file. The copy is a data folder: start a server on it to restore.
pub fn run(config: Config, backup: &Backup) -> Result<(), String> {
    let app = open_existing(config)?;
    let now = app.env.now();
    let name = format!("frontdesk-{}", clock::rfc3339(now).replace(':', ""));
    let target = backup.folder.join(name);
    if target.exists() {
        return Err(format!("{} is there already.", target.display()));
    }
    let copy = folder::Folder::open(&target)?;
    app.db.copy_to(&copy.database()).map_err(explain)?;
    copy.protect_database()?;
    copy.copy_key_from(app.data())?;
    app.db
        .write_blocking(move |db| system::backed_up(db, now))
        .map_err(explain)?;
    println!(
        "Copied to {}. It holds the key of the site: keep it as safe as the site itself.",
        target.display()
    );
    Ok(())
}
