//! All SQL on used client assertions.

use crate::base::secret::Hash;
use crate::base::{Result, Seconds};
use crate::db::{Write, params};

/// Notes that one was used; `false` if that was noted before.
pub fn insert(db: &Write, hash: &Hash, expires_at: Seconds) -> Result<bool> {
    let sql = "INSERT INTO oauth_used_assertions (assertion_hash, expires_at) VALUES (?1, ?2)
               ON CONFLICT (assertion_hash) DO NOTHING";
    Ok(db.execute(sql, params![hash.0, expires_at])? == 1)
}

/// Forgets those that have expired.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(
        ("oauth_used_assertions", "assertion_hash"),
        "expires_at < ?1",
        params![now],
    )
}
