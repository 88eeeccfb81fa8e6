//! Copies of the data folder: made beside a running server, looked through before they count, and put back.
//!
//! A copy comes into being under a name that ends with `.part`: the key first, then the database, which is looked
//! through; then it gets its name. Whatever interrupts that, no half copy is ever taken for a whole one.

use crate::base::Seconds;
use crate::base::clock;
use crate::base::vault::Vault;
use crate::db::{self, Db, Depth};
use crate::folder::{self, DATABASE, Folder, KEY, KeySource, PART};
use crate::resealing;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How the names of copies begin that a person makes.
pub const BY_HAND: &str = "frontdesk-";
/// How the names of copies begin that are made by themselves; the mark of the site follows, for several sites may have one
/// place for their copies.
const SCHEDULED: &str = "scheduled-";
/// What has to be free beside the size of the database, in bytes.
const ROOM: u64 = 16 << 20;
/// A copy that was begun this long ago and has not come to its end never will.
const GIVEN_UP: Seconds = clock::DAY;

/// How the names of the copies begin that a site with this mark makes by itself.
pub fn scheduled(mark: &str) -> String {
    format!("{SCHEDULED}{mark}-")
}

/// Makes a copy of the database and, where it has one, of the key file of the data folder. Answers where it is.
pub fn make(db: &Db, data: &Path, into: &Path, prefix: &str, now: Seconds) -> Result<PathBuf, String> {
    let target = into.join(format!("{prefix}{}", clock::rfc3339(now).replace(':', "")));
    if target.exists() {
        return Err(format!("{} is there already.", target.display()));
    }
    make_folder(into)?;
    remove_given_up(into, now);
    refuse_without_room(data, into)?;
    // A name of its own: another backup may be made in the same second.
    let part = part_of(&into.join(format!("{}.{}", file_name(&target), std::process::id())));
    let made = copy(db, data, &part).and_then(|()| put(&part, &target));
    if made.is_err() {
        // Only what was begun here.
        let _ = fs::remove_dir_all(&part);
    }
    made.map(|()| target)
}

fn copy(db: &Db, data: &Path, part: &Path) -> Result<(), String> {
    fs::create_dir(part).map_err(|error| cannot(part, &error))?;
    folder::restrict(part, 0o700).map_err(|error| cannot(part, &error))?;
    copy_key(&data.join(KEY), &part.join(KEY))?;
    let file = part.join(format!("{DATABASE}{PART}"));
    db.copy_to(&file)
        .map_err(|error| format!("{} cannot be written: {}", file.display(), words(&error)))?;
    look_through(&file)?;
    put(&file, &part.join(DATABASE))
}

/// Gives a file or folder its name, once it is on the disk.
fn put(part: &Path, target: &Path) -> Result<(), String> {
    let parent = target.parent().unwrap_or(target);
    folder::sync(part)
        .and_then(|()| fs::rename(part, target))
        .and_then(|()| folder::sync(parent))
        .map_err(|error| cannot(target, &error))
}

/// A copy that cannot be read is none. The error says what is wrong.
pub fn look_through(file: &Path) -> Result<(), String> {
    let found = db::problems(file, Depth::Whole).map_err(|error| error.to_string())?;
    match found.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "The copy was not kept, for the database is damaged: {}. Keep the backups that there are; frontdesk check says more.",
            found.join("; ")
        )),
    }
}

fn refuse_without_room(data: &Path, into: &Path) -> Result<(), String> {
    let needed = fs::metadata(data.join(DATABASE)).map_or(0, |file| file.len()) + ROOM;
    match folder::free_bytes(into) {
        Some(free) if free < needed => Err(format!(
            "{} has room for {} MB, and a copy needs {} MB. Nothing was written. Make room, or name another place.",
            into.display(),
            free >> 20,
            needed.div_ceil(1 << 20)
        )),
        _ => Ok(()),
    }
}

fn remove_given_up(into: &Path, now: Seconds) {
    for (name, at) in named(into, PART) {
        if now - at > GIVEN_UP {
            let _ = fs::remove_dir_all(into.join(name));
        }
    }
}

/// The copies of this prefix, the newest first, with their times. One from the future is of a clock that was wrong: it
/// counts as the oldest.
pub fn listed(into: &Path, prefix: &str, now: Seconds) -> Vec<(PathBuf, Seconds)> {
    let mut found: Vec<_> = named(into, "")
        .filter(|(name, _)| name.starts_with(prefix))
        .map(|(name, at)| (into.join(name), at))
        .collect();
    found.sort_by_key(|(_, at)| (*at > now, std::cmp::Reverse(*at)));
    found
}

/// Removes those of this prefix beyond the newest so many.
pub fn keep(into: &Path, prefix: &str, kept: usize, now: Seconds) -> Result<(), String> {
    for (old, _) in listed(into, prefix, now).into_iter().skip(kept.max(1)) {
        // First its name: a copy that is half removed is none.
        let part = part_of(&old);
        fs::rename(&old, &part)
            .and_then(|()| fs::remove_dir_all(&part))
            .map_err(|error| format!("the old backup {} cannot be removed: {error}", old.display()))?;
    }
    Ok(())
}

/// Names of copies in a folder, with the times that they bear.
fn named(into: &Path, end: &'static str) -> impl Iterator<Item = (String, Seconds)> {
    let entries = fs::read_dir(into).into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let name = entry.file_name().into_string().ok()?;
        let middle = name.strip_suffix(end)?;
        let middle = middle.split('.').next().unwrap_or(middle);
        let by_itself = || middle.strip_prefix(SCHEDULED)?.split_once('-').map(|(_, time)| time);
        let at = time_of(middle.strip_prefix(BY_HAND).or_else(by_itself)?)?;
        Some((name, at))
    })
}

/// The time in a name: `2026-11-21T093000Z`.
fn time_of(text: &str) -> Option<Seconds> {
    let (day, time) = text.split_once('T')?;
    let is_time = time.len() == 7 && time.is_ascii();
    let (hours, rest) = is_time.then(|| time.split_at(2))?;
    let (minutes, seconds) = rest.split_at(2);
    let at = clock::parse(&format!("{day}T{hours}:{minutes}:{seconds}"), false)?;
    Some(at.seconds())
}

/// Puts a copy into a data folder, which must be new, or without its database. Nothing there is overwritten, and nothing is
/// written unless the copy opens with its key.
pub fn restore(copy: &Path, data: &Path, source: &KeySource) -> Result<(), String> {
    let database = copy.join(DATABASE);
    if copy.to_string_lossy().trim_end_matches('/').ends_with(PART) {
        return Err(format!(
            "{} is a backup that never came to its end. Take another one.",
            copy.display()
        ));
    }
    if !database.is_file() {
        return Err(format!(
            "{} is no backup: there is no {DATABASE} in it. Name the folder that frontdesk backup made.",
            copy.display()
        ));
    }
    look_through(&database)?;
    if matches!(db::version(&database), Ok(0)) {
        return Err(format!("{} holds nothing: it is no backup.", database.display()));
    }
    let key = Folder::open(copy)?.existing_key(source);
    let opens = key.and_then(|key| {
        let fits = db::reading(&database, |db| resealing::fits(db, &Vault::new(&key)));
        fits.map_err(|_| "It is sealed under another key than the one that is given.".to_owned())
    });
    opens.map_err(|error| format!("The backup does not open, and nothing was restored. {error}"))?;
    let folder = Folder::open(data)?;
    let _lock = folder.lock("a restore")?;
    if folder.database().exists() {
        return Err(format!(
            "{} is there already. A backup is put into a new folder: name one with --data, or move this one away.",
            folder.database().display()
        ));
    }
    folder.refuse_a_log_without_database()?;
    let key = copy.join(KEY);
    match (fs::read(&key).ok(), fs::read(folder.key_file()).ok()) {
        (_, None) => copy_key(&key, &folder.key_file())?,
        (theirs, Some(ours)) if theirs.is_none() || theirs.as_ref() == Some(&ours) => {}
        _ => {
            return Err(format!(
                "{} is another key than the backup's. Move it away first, and keep it.",
                folder.key_file().display()
            ));
        }
    }
    let part = data.join(format!("{DATABASE}{PART}"));
    let _ = fs::remove_file(&part);
    db::copy(&database, &part).map_err(|error| format!("{} cannot be written: {}", part.display(), words(&error)))?;
    put(&part, &folder.database())
}

fn copy_key(from: &Path, to: &Path) -> Result<(), String> {
    let key = match fs::read(from) {
        Ok(key) => key,
        // It is given from outside.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot(from, &error)),
    };
    let mut file = folder::private_file(to).map_err(|error| cannot(to, &error))?;
    file.write_all(&key)
        .and_then(|()| file.sync_all())
        .map_err(|error| cannot(to, &error))
}

/// Makes the place of backups, for its owner only.
pub fn make_folder(into: &Path) -> Result<(), String> {
    if into.exists() {
        return Ok(());
    }
    fs::create_dir_all(into)
        .and_then(|()| folder::restrict(into, 0o700))
        .map_err(|error| cannot(into, &error))
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn part_of(path: &Path) -> PathBuf {
    let mut part = path.as_os_str().to_owned();
    part.push(PART);
    part.into()
}

fn cannot(path: &Path, error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::StorageFull => format!("{} cannot be written: the disk is full", path.display()),
        _ => format!("{} cannot be used: {error}", path.display()),
    }
}

fn words(error: &crate::base::Error) -> String {
    match error {
        crate::base::Error::Storage(cause) if cause.contains("full") => "the disk is full".into(),
        crate::base::Error::Storage(cause) => cause.clone(),
        other => other.to_string(),
    }
}
