//! All SQL on the site: the set-up link, and when it was backed up.

use crate::base::secret::Hash;
use crate::base::{Result, Seconds};
use crate::db::{Read, Write, params};

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

/// Adds a one-time link that signs a user in.
pub fn add_link(db: &Write, link: &Hash, user_id: &str, expires_at: Seconds) -> Result<()> {
    let sql = "INSERT INTO sign_in_links (hash, user_id, expires_at) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![link.0, user_id, expires_at]).map(drop)
}

/// Whose link this is, if it is open.
pub fn link_user(db: &Read, link: &Hash, now: Seconds) -> Result<Option<String>> {
    let sql = "SELECT user_id FROM sign_in_links WHERE hash = ?1 AND expires_at > ?2";
    db.first_with(sql, params![link.0, now], |row| row.get("user_id"))
}

/// Uses a link up: the id of its user, if it was open.
pub fn use_link(db: &Write, link: &Hash, now: Seconds) -> Result<Option<String>> {
    let sql = "DELETE FROM sign_in_links WHERE hash = ?1 AND expires_at > ?2 RETURNING user_id";
    db.first_with(sql, params![link.0, now], |row| row.get("user_id"))
}

/// Removes the links of a user.
pub fn remove_links(db: &Write, user_id: &str) -> Result<()> {
    db.execute("DELETE FROM sign_in_links WHERE user_id = ?1", params![user_id])
        .map(drop)
}

/// Removes links that have expired.
pub fn sweep_links(db: &Write, now: Seconds) -> Result<usize> {
    db.execute("DELETE FROM sign_in_links WHERE expires_at <= ?1", params![now])
}

/// When the last backup was made by us.
pub fn last_backup(db: &Read) -> Result<Option<Seconds>> {
    let at: Option<Option<Seconds>> = db.first_with("SELECT last_backup_at FROM site WHERE id = 1", &[], |row| {
        row.get("last_backup_at")
    })?;
    Ok(at.flatten())
}

/// Notes that a backup was made.
pub fn backed_up(db: &Write, now: Seconds) -> Result<()> {
    db.execute("UPDATE site SET last_backup_at = ?1 WHERE id = 1", params![now])
        .map(drop)
}
