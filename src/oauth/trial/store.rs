//! All SQL on trials.

use super::Trial;
use crate::base::{Result, Seconds};
use crate::db::{Read, Write, params};

/// Stores a new trial.
pub fn insert(db: &Write, trial: &Trial, now: Seconds, expires_at: Seconds) -> Result<()> {
    db.execute(
        "INSERT INTO oauth_trials (id, client_id, session_id, code_verifier, nonce, scopes, secret_fits, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            trial.id,
            trial.client_id,
            trial.session_id,
            trial.code_verifier,
            trial.nonce,
            trial.scopes,
            trial.secret_fits,
            now,
            expires_at
        ],
    )
    .map(drop)
}

/// The trial, unless it has expired.
pub fn get(db: &Read, id: &str, now: Seconds) -> Result<Option<Trial>> {
    let sql = "SELECT * FROM oauth_trials WHERE id = ?1 AND expires_at > ?2";
    db.first(sql, params![id, now])
}

/// Uses a trial up; `false` if it was used before.
pub fn take(db: &Write, id: &str) -> Result<bool> {
    Ok(db.execute("DELETE FROM oauth_trials WHERE id = ?1", params![id])? == 1)
}

/// Removes what has expired.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(("oauth_trials", "id"), "expires_at <= ?1", params![now])
}
