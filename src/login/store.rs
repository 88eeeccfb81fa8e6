//! All SQL on the site: its name and the set-up link.

use crate::base::secret::Hash;
use crate::base::{Error, Result};
use crate::db::{Read, Write, params};

/// The name of the site.
pub fn site_name(db: &Read) -> Result<String> {
    let name = db.first_with("SELECT site_name FROM site WHERE id = 1", &[], |row| {
        row.get("site_name")
    })?;
    name.ok_or_else(|| Error::Internal("the site's row is missing".into()))
}

/// Names the site.
pub fn set_site_name(db: &Write, name: &str) -> Result<()> {
    db.execute("UPDATE site SET site_name = ?1 WHERE id = 1", params![name])
        .map(drop)
}

/// Opens a set-up link in place of an earlier one.
pub fn open_setup(db: &Write, link: &Hash) -> Result<()> {
    db.execute("UPDATE site SET setup_hash = ?1 WHERE id = 1", params![link.0])
        .map(drop)
}

/// Whether this set-up link is open.
pub fn is_setup_open(db: &Read, link: &Hash) -> Result<bool> {
    let open: Option<Option<String>> = db.first_with("SELECT setup_hash FROM site WHERE id = 1", &[], |row| {
        row.get("setup_hash")
    })?;
    Ok(open.flatten().is_some_and(|stored| link.matches(&stored)))
}

/// Uses the set-up link up; `false` if it was not open.
pub fn use_setup(db: &Write, link: &Hash) -> Result<bool> {
    let sql = "UPDATE site SET setup_hash = NULL WHERE id = 1 AND setup_hash = ?1";
    Ok(db.execute(sql, params![link.0])? == 1)
}

/// Closes the set-up link: there is an administrator.
pub fn close_setup(db: &Write) -> Result<()> {
    db.execute("UPDATE site SET setup_hash = NULL WHERE id = 1", &[])
        .map(drop)
}
