//! All SQL on one-time links.

use super::links::Purpose;
use crate::base::secret::Hash;
use crate::base::{Result, Seconds, UserId};
use crate::db::{Read, Write, params};

/// Adds a link.
pub fn add_link(
    db: &Write,
    link: &Hash,
    user_id: &UserId,
    purpose: Purpose,
    expires_at: Seconds,
    email: Option<&str>,
) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO sign_in_links (hash, user_id, expires_at, purpose, email)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    db.execute(sql, params![link.0, user_id, expires_at, purpose.word(), email])
        .map(drop)
}

/// Which address a link was sent to, or is about.
pub fn email_of(db: &Read, link: &Hash) -> Result<Option<String>> {
    let sql = "SELECT email FROM sign_in_links WHERE hash = ?1";
    let email: Option<Option<String>> = db.first_with(sql, params![link.0], |row| row.get("email"))?;
    Ok(email.flatten())
}

/// Whose link this is, if it is open for this.
pub fn link_user(db: &Read, link: &Hash, purpose: Purpose, now: Seconds) -> Result<Option<UserId>> {
    let sql = "SELECT user_id FROM sign_in_links WHERE hash = ?1 AND purpose = ?2 AND expires_at > ?3";
    db.first_with(sql, params![link.0, purpose.word(), now], |row| row.get("user_id"))
}

/// Until when the newest link of a user for this is open.
pub fn link_end(db: &Read, user_id: &UserId, purpose: Purpose) -> Result<Option<Seconds>> {
    let sql = "SELECT expires_at FROM sign_in_links WHERE user_id = ?1 AND purpose = ?2
               ORDER BY expires_at DESC LIMIT 1";
    db.first_with(sql, params![user_id, purpose.word()], |row| row.get("expires_at"))
}

/// Until when the first of a user's links for this is open.
pub fn first_end(db: &Read, user_id: &UserId, purpose: Purpose) -> Result<Option<Seconds>> {
    let sql = "SELECT min(expires_at) AS ends FROM sign_in_links WHERE user_id = ?1 AND purpose = ?2";
    let ends: Option<Option<Seconds>> = db.first_with(sql, params![user_id, purpose.word()], |row| row.get("ends"))?;
    Ok(ends.flatten())
}

/// Uses a link up; `false` if it was not open.
pub fn use_link(db: &Write, link: &Hash, now: Seconds) -> Result<bool> {
    let sql = "DELETE FROM sign_in_links WHERE hash = ?1 AND expires_at > ?2";
    Ok(db.execute(sql, params![link.0, now])? == 1)
}

/// Removes the links of a user for this.
pub fn remove_links_for(db: &Write, user_id: &UserId, purpose: Purpose) -> Result<()> {
    let sql = "DELETE FROM sign_in_links WHERE user_id = ?1 AND purpose = ?2";
    db.execute(sql, params![user_id, purpose.word()]).map(drop)
}

/// Removes every link of a user.
pub fn remove_links(db: &Write, user_id: &UserId) -> Result<()> {
    db.execute("DELETE FROM sign_in_links WHERE user_id = ?1", params![user_id])
        .map(drop)
}

/// Removes every link of a user but those that bring an address back and are older than this: whoever changed it after
/// that ends none of them.
pub fn remove_links_but_older(db: &Write, user_id: &UserId, ends: Seconds) -> Result<()> {
    let sql = "DELETE FROM sign_in_links WHERE user_id = ?1 AND (purpose <> 'Old Email' OR expires_at >= ?2)";
    db.execute(sql, params![user_id, ends]).map(drop)
}

/// Whether a link for this address is open.
pub fn has_link_for(db: &Read, user_id: &UserId, purpose: Purpose, email: &str, now: Seconds) -> Result<bool> {
    let sql = "SELECT count(*) FROM sign_in_links
               WHERE user_id = ?1 AND purpose = ?2 AND email = ?3 AND expires_at > ?4";
    Ok(db.number(sql, params![user_id, purpose.word(), email, now])? > 0)
}

/// Until when a link is open.
pub fn end_of(db: &Read, link: &Hash) -> Result<Option<Seconds>> {
    let sql = "SELECT expires_at FROM sign_in_links WHERE hash = ?1";
    db.first_with(sql, params![link.0], |row| row.get("expires_at"))
}

/// Removes every link of a user but those by which they get their account back.
pub fn remove_most_links(db: &Write, user_id: &UserId) -> Result<()> {
    let sql = "DELETE FROM sign_in_links WHERE user_id = ?1 AND purpose NOT IN ('Not Me', 'Old Email')";
    db.execute(sql, params![user_id]).map(drop)
}

/// Removes links that have expired.
pub fn sweep_links(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(("sign_in_links", "rowid"), "expires_at <= ?1", params![now])
}
