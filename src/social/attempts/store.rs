//! All SQL on attempts to sign in at a provider.

use crate::base::{Result, Seconds, UserId};
use crate::db::{FromRow, Read, Write, params, row};
use crate::upstream::attempt::{Presented, Stored};

/// What an attempt is for, beside how it is kept safe.
pub struct Aim<'a> {
    pub provider: &'a str,
    pub purpose: &'static str,
    pub user_id: Option<&'a UserId>,
    pub return_to: &'a str,
}

row! {
    /// An attempt that was taken.
    pub struct Taken in "social_attempts" {
        pub provider: String,
        pub purpose: String,
        pub user_id: Option<UserId>,
        pub nonce_hash: String,
        pub verifier_sealed: Option<String>,
        pub return_to: String,
    }
}

/// Whether more strangers set off than come back (T04).
pub fn are_too_many(db: &Read) -> Result<bool> {
    const MOST: i64 = 20_000;
    let sql = "SELECT count(*) FROM (SELECT 1 FROM social_attempts LIMIT ?1)";
    Ok(db.number(sql, params![MOST])? >= MOST)
}

/// Adds an attempt; of one browser the last twenty are kept.
pub fn insert(db: &Write, attempt: &Stored, aim: &Aim) -> Result<()> {
    let sql = "DELETE FROM social_attempts WHERE browser_hash = ?1 AND state_hash NOT IN
               (SELECT state_hash FROM social_attempts WHERE browser_hash = ?1 ORDER BY created_at DESC LIMIT 19)";
    db.execute(sql, params![attempt.browser_hash])?;
    db.execute(
        "INSERT INTO social_attempts (state_hash, provider, browser_hash, purpose, user_id, nonce_hash,
                                      verifier_sealed, return_to, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            attempt.state_hash,
            aim.provider,
            attempt.browser_hash,
            aim.purpose,
            aim.user_id,
            // Without one, nothing is ever the nonce of this attempt.
            attempt.nonce_hash.as_deref().unwrap_or_default(),
            attempt.verifier_sealed,
            aim.return_to,
            attempt.created_at,
            attempt.expires_at
        ],
    )
    .map(drop)
}

/// Uses an attempt up, if it is this browser's.
pub fn take(db: &Write, presented: &Presented, now: Seconds) -> Result<Option<Taken>> {
    let sql = format!(
        "DELETE FROM social_attempts WHERE state_hash = ?1 AND browser_hash = ?2 AND expires_at > ?3 RETURNING {}",
        Taken::COLUMNS
    );
    db.first(&sql, params![presented.state_hash, presented.browser_hash, now])
}

/// Removes attempts that came to nothing.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(("social_attempts", "rowid"), "expires_at <= ?1", params![now])
}
