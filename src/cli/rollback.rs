//! `frontdesk rollback`: back to the database as it was before a newer program brought it up to date.

use super::common::explain;
use super::out::say;
use crate::base::clock::{self, Millis};
use crate::base::vault::Vault;
use crate::config::Config;
use crate::db::{self, Depth};
use crate::folder::{DATABASE, Folder};
use crate::resealing;
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Whether to do it.
#[derive(Args, Debug)]
pub struct Rollback {
    /// Do it; without, only say what would be done
    #[arg(long)]
    yes: bool,
}

/// A copy that was made before an upgrade.
struct Before {
    path: PathBuf,
    /// The schema that was upgraded to.
    to: i64,
}

/// Puts the copy of before the last upgrade in the database's place, and keeps what was there.
pub fn run(config: &Config, rollback: &Rollback) -> Result<(), String> {
    let folder = Folder::open(&config.data)?;
    let Some(before) = newest(&config.data) else {
        return Err(format!(
            "There is nothing to go back to in {}: no copy was kept there by an upgrade.",
            config.data.display()
        ));
    };
    let version_of = |path: &Path| db::version(path).map_err(|error| error.to_string());
    let (version, database) = (version_of(&before.path)?, config.data.join(DATABASE));
    if database.exists() && version_of(&database)? != before.to {
        return Err(format!(
            "{} was kept by the upgrade to schema {}, and the database has schema {}: it is not the one of before.",
            before.path.display(),
            before.to,
            version_of(&database)?
        ));
    }
    check(config, &folder, &before)?;
    let after = config.data.join(format!("frontdesk.after-{}.db", before.to));
    if after.exists() && database.exists() {
        return Err(format!(
            "{} is there from an earlier time: move it away first, for what is stored now is kept under that name.",
            after.display()
        ));
    }
    say!(
        "The database of schema {version} takes the place of the one of schema {}, as it was {}. What was stored since then is not in it; it is kept in {}.",
        before.to,
        made(&before.path),
        after.display()
    );
    if !rollback.yes {
        say!(
            "Nothing was changed: do it with --yes, while the server is stopped (systemctl stop frontdesk.socket frontdesk.service: a connection would start it)."
        );
        return Ok(());
    }
    let _lock = folder.lock("a rollback")?;
    swap(&config.data, &before.path, &after)?;
    say!("Done. Start the version of Frontdesk that it is of; this one would bring it up to date again.");
    Ok(())
}

/// The last one: each upgrade keeps one.
fn newest(data: &Path) -> Option<Before> {
    let entries = std::fs::read_dir(data).ok()?.filter_map(Result::ok);
    let copies = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let to = name
            .strip_prefix("frontdesk.before-")?
            .strip_suffix(".db")?
            .parse()
            .ok()?;
        Some(Before { path: entry.path(), to })
    });
    copies.max_by_key(|copy| copy.to)
}

/// That it is whole, and opens under the key.
fn check(config: &Config, folder: &Folder, before: &Before) -> Result<(), String> {
    let name = before.path.display();
    let problems = db::problems(&before.path, Depth::Whole).map_err(|error| error.to_string())?;
    if let Some(problem) = problems.first() {
        return Err(format!("{name} is damaged: {problem}. Nothing was changed."));
    }
    let key = folder.existing_key(&config.key)?;
    let opened = db::reading(&before.path, |db| resealing::look(db, &Vault::new(&key))).map_err(explain)?;
    match opened.other {
        0 => Ok(()),
        other => Err(format!(
            "{other} secrets in {name} do not open under the key of this site: it was another one then. Nothing was changed."
        )),
    }
}

/// Broken off, it goes on when it is run again.
fn swap(data: &Path, before: &Path, after: &Path) -> Result<(), String> {
    let log = |path: &Path| PathBuf::from(format!("{}-wal", path.display()));
    let database = data.join(DATABASE);
    let moved = [(database.clone(), after.to_owned()), (log(&database), log(after))];
    for (from, to) in moved.iter().filter(|(from, _)| from.exists()) {
        std::fs::rename(from, to).map_err(|error| format!("{} cannot be moved: {error}", from.display()))?;
    }
    // What looking at them left.
    for (path, kind) in [
        (&database, "shm"),
        (&before.to_owned(), "shm"),
        (&before.to_owned(), "wal"),
    ] {
        let _ = std::fs::remove_file(format!("{}-{kind}", path.display()));
    }
    std::fs::rename(before, &database).map_err(|error| format!("{} cannot be moved: {error}", before.display()))?;
    crate::folder::sync(data).map_err(|error| error.to_string())
}

/// When a file was written.
fn made(path: &Path) -> String {
    let at = std::fs::metadata(path).and_then(|file| file.modified()).ok();
    let since = at.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let at = Millis(i64::try_from(since.as_millis()).unwrap_or_default());
    clock::readable(at.seconds())
}
