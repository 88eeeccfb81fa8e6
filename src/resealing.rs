//! Sealing everything under another key (A79): in portions, each of which opens and seals a few values. It can be broken
//! off at any moment and goes on where it stopped: until the end each value opens under one key or the other.

use crate::base::vault::Vault;
use crate::base::{Error, Random, Result};
use crate::db::{Db, Read, SealedColumn, SealedValue, sealed_columns};
use std::sync::Arc;

/// The key that was, and the one to come.
pub struct Keys {
    pub old: Vault,
    pub new: Vault,
}

/// How the values of a site open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Under the key that was given.
    pub good: usize,
    /// Not under that key.
    pub other: usize,
}

/// How many of all sealed values open under a key.
pub fn look(db: &Read, vault: &Vault) -> Result<Opened> {
    let mut opened = Opened::default();
    for_each(db, |column, value| {
        match vault.open(&column.place(value), &value.sealed) {
            Ok(_) => opened.good += 1,
            Err(_) => opened.other += 1,
        }
        Ok(())
    })?;
    Ok(opened)
}

/// Whether a key is the site's: of each kind of secret the first opens. The error names the place that does not.
pub fn fits(db: &Read, vault: &Vault) -> Result<()> {
    for column in sealed_columns(db)? {
        if let Some(first) = column.first(db)? {
            vault.open(&column.place(&first), &first.sealed)?;
        }
    }
    Ok(())
}

/// Whether nothing is sealed yet.
pub fn is_unused(db: &Read) -> Result<bool> {
    for column in sealed_columns(db)? {
        if column.first(db)?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn for_each(db: &Read, mut see: impl FnMut(&SealedColumn, &SealedValue) -> Result<()>) -> Result<()> {
    for column in sealed_columns(db)? {
        let mut last: Option<String> = None;
        loop {
            let values = column.values_after(db, last.as_deref())?;
            let Some(end) = values.last() else { break };
            last = Some(end.row.clone());
            for value in &values {
                see(&column, value)?;
            }
        }
    }
    Ok(())
}

/// Refuses values that open under neither key: they are to be found first, or they would be lost.
pub fn check(db: &Read, keys: &Keys) -> Result<()> {
    for_each(db, |column, value| {
        let place = column.place(value);
        match open(keys, &place, &value.sealed) {
            Some(_) => Ok(()),
            None => Err(Error::Internal(format!(
                "{place} opens under neither key. Nothing was changed."
            ))),
        }
    })
}

/// What a value holds, and whether it is sealed under the new key already.
fn open(keys: &Keys, place: &str, sealed: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (new, old) = (keys.new.open(place, sealed), keys.old.open(place, sealed));
    new.map(|plain| (plain, true)).or(old.map(|plain| (plain, false))).ok()
}

/// Seals everything that is not yet under the new key; answers how many values there were to seal. `most` is where it is
/// broken off, for tests.
pub fn run(db: &Db, keys: &Arc<Keys>, random: &Arc<dyn Random>, most: Option<usize>) -> Result<usize> {
    let mut sealed = 0;
    for column in db.read(sealed_columns)? {
        let mut last: Option<String> = None;
        loop {
            if most.is_some_and(|most| sealed >= most) {
                return Ok(sealed);
            }
            let (own, keys, random, after) = (column.clone(), Arc::clone(keys), Arc::clone(random), last.clone());
            let (end, count) = db.write_blocking(move |db| {
                let values = own.values_after(db, after.as_deref())?;
                let mut count = 0;
                for value in &values {
                    let place = own.place(value);
                    match open(&keys, &place, &value.sealed) {
                        Some((_, true)) => {}
                        Some((plain, false)) => {
                            own.replace(db, value, &keys.new.seal(&*random, &place, &plain))?;
                            count += 1;
                        }
                        None => return Err(Error::Internal(format!("{place} opens under neither key"))),
                    }
                }
                Ok((values.last().map(|value| value.row.clone()), count))
            })?;
            sealed += count;
            if end.is_none() {
                break;
            }
            last = end;
        }
    }
    Ok(sealed)
}
