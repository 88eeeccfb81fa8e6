//! All SQL on attempts to connect.

use crate::base::{Result, Seconds, UserId};
use crate::db::{Write, params};
use crate::upstream::attempt::{Presented, Stored};

/// The most attempts of one user that wait at once; the oldest make room.
const MAX_ATTEMPTS: i64 = 20;

/// Adds an attempt of a user at an app.
pub fn insert(db: &Write, attempt: &Stored, app: &str, user_id: &UserId, success_uri: Option<&str>) -> Result<()> {
    let sql = "DELETE FROM connection_attempts WHERE user_id = ?1 AND state_hash NOT IN
               (SELECT state_hash FROM connection_attempts WHERE user_id = ?1 ORDER BY created_at DESC LIMIT ?2)";
    db.execute(sql, params![user_id, MAX_ATTEMPTS - 1])?;
    db.execute(
        "INSERT INTO connection_attempts
             (state_hash, connected_app, user_id, browser_hash, verifier_sealed, success_uri, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            attempt.state_hash,
            app,
            user_id,
            attempt.browser_hash,
            attempt.verifier_sealed,
            success_uri,
            attempt.created_at,
            attempt.expires_at
        ],
    )
    .map(drop)
}

/// The sealed verifier and the success URI of a live attempt.
type Taken = (Option<String>, Option<String>);

/// Uses an attempt up, if it is this one's.
pub fn take(db: &Write, presented: &Presented, app: &str, user_id: &UserId, now: Seconds) -> Result<Option<Taken>> {
    let sql = "DELETE FROM connection_attempts
               WHERE state_hash = ?1 AND connected_app = ?2 AND user_id = ?3 AND browser_hash = ?4 AND expires_at > ?5
               RETURNING verifier_sealed, success_uri";
    let of = params![presented.state_hash, app, user_id, presented.browser_hash, now];
    db.first_with(sql, of, |row| {
        Ok((row.get("verifier_sealed")?, row.get("success_uri")?))
    })
}

/// Removes attempts that came to nothing.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(("connection_attempts", "rowid"), "expires_at <= ?1", params![now])
}
