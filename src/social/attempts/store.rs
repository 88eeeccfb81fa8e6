//! All SQL on attempts to sign in at a provider.

use crate::base::{Result, Seconds};
use crate::db::{Write, params};

/// A new attempt. Hashes are of state, nonce and the browser's cookie.
pub struct Row<'a> {
    pub state: String,
    pub provider: String,
    pub browser: String,
    pub purpose: &'static str,
    pub user_id: Option<&'a str>,
    pub nonce: String,
    pub verifier: Option<String>,
    pub return_to: &'a str,
    pub now: Seconds,
    pub expires_at: Seconds,
}

/// An attempt that was taken.
pub struct Taken {
    pub provider: String,
    pub purpose: String,
    pub user_id: Option<String>,
    pub nonce: String,
    pub verifier: Option<String>,
    pub return_to: String,
}

/// Adds an attempt; of one browser the last twenty are kept.
pub fn insert(db: &Write, row: &Row) -> Result<()> {
    let sql = "DELETE FROM social_attempts WHERE browser_hash = ?1 AND state_hash NOT IN
               (SELECT state_hash FROM social_attempts WHERE browser_hash = ?1 ORDER BY created_at DESC LIMIT 19)";
    db.execute(sql, params![row.browser])?;
    db.execute(
        "INSERT INTO social_attempts (state_hash, provider, browser_hash, purpose, user_id, nonce_hash,
                                      verifier_sealed, return_to, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            row.state,
            row.provider,
            row.browser,
            row.purpose,
            row.user_id,
            row.nonce,
            row.verifier,
            row.return_to,
            row.now,
            row.expires_at
        ],
    )
    .map(drop)
}

/// Uses an attempt up, if it is this browser's.
pub fn take(db: &Write, state: &str, browser: &str, now: Seconds) -> Result<Option<Taken>> {
    let sql = "DELETE FROM social_attempts WHERE state_hash = ?1 AND browser_hash = ?2 AND expires_at > ?3
               RETURNING provider, purpose, user_id, nonce_hash, verifier_sealed, return_to";
    db.first_with(sql, params![state, browser, now], |row| {
        Ok(Taken {
            provider: row.get("provider")?,
            purpose: row.get("purpose")?,
            user_id: row.get("user_id")?,
            nonce: row.get("nonce_hash")?,
            verifier: row.get("verifier_sealed")?,
            return_to: row.get("return_to")?,
        })
    })
}

/// Removes attempts that came to nothing.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.execute("DELETE FROM social_attempts WHERE expires_at <= ?1", params![now])
}
