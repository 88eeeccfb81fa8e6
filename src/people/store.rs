//! All SQL on one-time links that sign somebody in.

use crate::base::secret::Hash;
use crate::base::{Result, Seconds, UserId};
use crate::db::{Read, Write, params};

/// Adds a one-time link that signs a user in.
pub fn add_link(db: &Write, link: &Hash, user_id: &UserId, expires_at: Seconds) -> Result<()> {
    let sql = "INSERT INTO sign_in_links (hash, user_id, expires_at) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![link.0, user_id, expires_at]).map(drop)
}

/// Whose link this is, if it is open.
pub fn link_user(db: &Read, link: &Hash, now: Seconds) -> Result<Option<UserId>> {
    let sql = "SELECT user_id FROM sign_in_links WHERE hash = ?1 AND expires_at > ?2";
    db.first_with(sql, params![link.0, now], |row| row.get("user_id"))
}

/// Uses a link up: the id of its user, if it was open.
pub fn use_link(db: &Write, link: &Hash, now: Seconds) -> Result<Option<UserId>> {
    let sql = "DELETE FROM sign_in_links WHERE hash = ?1 AND expires_at > ?2 RETURNING user_id";
    db.first_with(sql, params![link.0, now], |row| row.get("user_id"))
}

/// Removes the links of a user.
pub fn remove_links(db: &Write, user_id: &UserId) -> Result<()> {
    db.execute("DELETE FROM sign_in_links WHERE user_id = ?1", params![user_id])
        .map(drop)
}

/// Removes links that have expired.
pub fn sweep_links(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(("sign_in_links", "rowid"), "expires_at <= ?1", params![now])
}
