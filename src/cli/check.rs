//! `frontdesk check`: looks a data folder through, offline or beside the running server. It changes nothing.

use super::common::print;
use super::health;
use crate::backups;
use crate::base::clock::{Clock, SystemClock};
use crate::base::vault::Vault;
use crate::base::{Error, clock};
use crate::config::{Config, Tls};
use crate::db::{self, Depth};
use crate::folder::{self, DATABASE, Folder, KEY};
use crate::web::listen::tls::{Certificates, Validity};
use crate::{acme, resealing, system};
use clap::Args;
use serde_json::{Value as Json, json};
use std::path::Path;

/// How to answer.
#[derive(Args, Debug)]
pub struct Check {
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// What was looked at, and what was found.
struct Looked {
    what: &'static str,
    found: Result<String, String>,
}

/// Looks at everything; an error if anything is not as it should be.
pub fn run(config: &Config, check: &Check) -> Result<(), String> {
    let looked = look(config);
    let bad = looked.iter().filter(|looked| looked.found.is_err()).count();
    let rows: Vec<Json> = looked
        .iter()
        .map(|looked| match &looked.found {
            Ok(words) => json!({ "check": looked.what, "ok": true, "found": words }),
            Err(words) => json!({ "check": looked.what, "ok": false, "found": words }),
        })
        .collect();
    print(check.json, &json!({ "ok": bad == 0, "checks": rows }), || {
        let lines = looked.iter().map(|looked| match &looked.found {
            Ok(words) => format!("ok    {}: {words}", looked.what),
            Err(words) => format!("BAD   {}: {words}", looked.what),
        });
        lines.collect::<Vec<_>>().join("\n")
    });
    match bad {
        0 => Ok(()),
        1 => Err("One thing is not as it should be.".into()),
        bad => Err(format!("{bad} things are not as they should be.")),
    }
}

fn look(config: &Config) -> Vec<Looked> {
    let data = &config.data;
    let database = data.join(DATABASE);
    let mut looked = Vec::new();
    let mut note = |what, found| looked.push(Looked { what, found });
    if !data.is_dir() {
        note("Data folder", Err(format!("{} is not there", data.display())));
        return looked;
    }
    let folder = match Folder::open(data).and_then(|folder| {
        folder.refuse_a_missing_database()?;
        folder.refuse_two_keys()?;
        Ok(folder)
    }) {
        Ok(folder) => folder,
        Err(error) => {
            note("Data folder", Err(error));
            return looked;
        }
    };
    note("Data folder", private(data));
    if !database.exists() {
        note("Database", Err(format!("there is none in {}", data.display())));
        return looked;
    }
    note("Schema", schema(&database));
    note("Pages", pages(&database));
    note("Key", key(config, &folder));
    note("Disk", room(data, &database));
    note("Backups", newest_backup(config));
    if let Some(tls) = &config.tls {
        note("Certificate", certificate(config, &folder, tls));
    }
    note("Server", server(config, &folder));
    looked
}

/// That only their owner can read what holds secrets.
fn private(data: &Path) -> Result<String, String> {
    let open: Vec<String> = [None, Some(DATABASE), Some(KEY)]
        .into_iter()
        .map(|name| name.map_or_else(|| data.to_owned(), |name| data.join(name)))
        .filter(|path| folder::is_open_to_others(path))
        .map(|path| path.display().to_string())
        .collect();
    match open.is_empty() {
        true => Ok(format!("{}, for its owner only", data.display())),
        false => Err(format!("others may read {}: chmod go-rwx", open.join(", "))),
    }
}

fn schema(database: &Path) -> Result<String, String> {
    let version = db::version(database).map_err(|error| error.to_string())?;
    match version.cmp(&db::SCHEMA_VERSION) {
        std::cmp::Ordering::Equal => Ok(version.to_string()),
        std::cmp::Ordering::Less => Ok(format!("{version}; the next start brings it to {}", db::SCHEMA_VERSION)),
        std::cmp::Ordering::Greater => Err(format!(
            "{version}: it was written by a newer Frontdesk, this one knows {}",
            db::SCHEMA_VERSION
        )),
    }
}

fn pages(database: &Path) -> Result<String, String> {
    let found = db::problems(database, Depth::Whole).map_err(|error| error.to_string())?;
    match found.is_empty() {
        true => Ok("whole".into()),
        false => Err(format!(
            "damaged: {}. Stop the server, copy the folder away, and restore a backup",
            found.join("; ")
        )),
    }
}

/// That everything that is sealed opens.
fn key(config: &Config, folder: &Folder) -> Result<String, String> {
    let key = folder.existing_key(&config.key)?;
    let opened = db::reading(&folder.database(), |db| resealing::look(db, &Vault::new(&key))).map_err(words)?;
    match opened.other {
        0 => Ok(format!("opens all {} secrets", opened.good)),
        other => Err(format!(
            "{other} of {} secrets do not open under it: it is another key, or they are damaged",
            opened.good + other
        )),
    }
}

fn room(data: &Path, database: &Path) -> Result<String, String> {
    let size = std::fs::metadata(database).map_or(0, |file| file.len());
    match folder::free_bytes(data) {
        None => Ok("not known".into()),
        Some(free) if free < folder::enough_room(size) => Err(format!(
            "{} MB are free; the database has {} MB, and there should be at least {} MB",
            free >> 20,
            size >> 20,
            folder::enough_room(size) >> 20
        )),
        Some(free) => Ok(format!("{} MB are free", free >> 20)),
    }
}

fn newest_backup(config: &Config) -> Result<String, String> {
    let settings = db::reading(&config.data.join(DATABASE), |db| {
        Ok((system::settings(db)?, system::last_backup(db)?, system::known_mark(db)?))
    });
    let (settings, last, mark) = settings.map_err(words)?;
    let now = SystemClock.now_ms().seconds();
    let copies = mark.map(|mark| backups::listed(&config.backups, &backups::scheduled(&mark), now));
    let newest = copies.unwrap_or_default().into_iter().next();
    if let Some((newest, _)) = &newest {
        backups::look_through(&newest.join(DATABASE)).map_err(|error| format!("{}: {error}", newest.display()))?;
    }
    let told = match (last, &newest) {
        (None, _) => {
            return Err("there is none; a running server makes the first a minute after its start, frontdesk backup FOLDER at once".into());
        }
        (Some(at), Some((newest, made))) if *made == at => {
            format!("the last one, looked through, is {}", newest.display())
        }
        (Some(at), _) => format!(
            "the last one was made by hand, {}; where it is now is not known here",
            clock::readable(at)
        ),
    };
    match last.is_some_and(|at| now - at > settings.backup) {
        true => Err(format!("too old: {told}")),
        false => Ok(told),
    }
}

/// That https can be spoken, and until when.
fn certificate(config: &Config, folder: &Folder, tls: &Tls) -> Result<String, String> {
    let host = config.host();
    let (shown, failure) = match tls {
        Tls::Files(files) => (Certificates::open(files.clone(), &host)?.state().shown, None),
        Tls::Acme(_) => {
            let vault = Vault::new(&folder.existing_key(&config.key)?);
            let stored = db::reading(&folder.database(), |db| acme::stored(db, &vault, &host)).map_err(words)?;
            (
                stored.certificate.map(|certificate| certificate.validity),
                stored.failure,
            )
        }
    };
    if let Some(failure) = failure {
        return Err(failure);
    }
    let Some(Validity { until, fits, .. }) = shown else {
        return Err("there is none yet: a running server asks for it".into());
    };
    let is_good = until > SystemClock.now();
    let until = clock::moment(until);
    match (fits, is_good) {
        (true, true) => Ok(format!("for {}, until {until}", config.host())),
        (true, false) => Err(format!("it was good until {until}")),
        (false, _) => Err(format!("it is not for {}", config.host())),
    }
}

/// What a running server says of itself.
fn server(config: &Config, folder: &Folder) -> Result<String, String> {
    match folder.holder() {
        None => Ok("none runs on this folder".into()),
        Some(holder) => match health::ask_server(config, health::address_of(&holder).unwrap_or(config.listen)) {
            Ok(_) => Ok(format!("ready ({holder})")),
            Err(error) => Err(error),
        },
    }
}

fn words(error: Error) -> String {
    super::common::explain(error)
}
