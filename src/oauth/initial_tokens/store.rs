//! All SQL on initial access tokens.

use crate::base::secret::Hash;
use crate::base::{Result, Seconds};
use crate::db::{Read, Write, params};

/// Stores an initial access token.
pub fn insert(db: &Write, hash: &Hash, now: Seconds, until: Seconds) -> Result<()> {
    let sql = "INSERT INTO oauth_initial_tokens (token_hash, created_at, expires_at) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![hash.0, now, until]).map(drop)
}

/// Whether this is one that lives.
pub fn is_one(db: &Read, hash: &Hash, now: Seconds) -> Result<bool> {
    let sql = "SELECT count(*) FROM oauth_initial_tokens WHERE token_hash = ?1 AND expires_at > ?2";
    Ok(db.number(sql, params![hash.0, now])? > 0)
}

/// Removes those that have expired.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(("oauth_initial_tokens", "token_hash"), "expires_at < ?1", params![now])
}

/// Removes all of them.
pub fn delete_all(db: &Write) -> Result<()> {
    db.execute("DELETE FROM oauth_initial_tokens", &[]).map(drop)
}
