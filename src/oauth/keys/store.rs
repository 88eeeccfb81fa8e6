//! All SQL on signing keys.

use super::SigningKey;
use crate::base::{Result, Seconds};
use crate::db::{Column, FromColumn, Read, Write, params};
use crate::jose::{Algorithm, Jwk};
use std::sync::Arc;

impl FromColumn for Algorithm {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(Algorithm::from_name)
    }
}

impl FromColumn for Jwk {
    fn from_column(column: &Column) -> Result<Self> {
        column.json()
    }
}

/// Every key as it is kept, published or not, the active ones first.
pub fn every(db: &Read) -> Result<Arc<Vec<SigningKey>>> {
    let sql = "SELECT * FROM oauth_signing_keys ORDER BY retired_until IS NOT NULL, alg DESC, created_at DESC";
    db.kept("every", || db.all(sql, &[]))
}

/// The key of this name, published or not.
pub fn by_kid(db: &Read, kid: &str) -> Result<Option<SigningKey>> {
    db.first("SELECT * FROM oauth_signing_keys WHERE kid = ?1", params![kid])
}

/// Adds a key.
pub fn insert(db: &Write, key: &SigningKey) -> Result<()> {
    db.execute(
        "INSERT INTO oauth_signing_keys (kid, alg, public_jwk, key_sealed, created_at, signs_from)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            key.kid,
            key.algorithm.name(),
            serde_json::json!(key.public_jwk).to_string(),
            key.key_sealed,
            key.created_at,
            key.signs_from
        ],
    )
    .map(drop)
}

/// Retires the keys of an algorithm that nothing follows yet. One that was to sign later never will: nobody has seen
/// its signature.
pub fn retire(db: &Write, algorithm: Algorithm, now: Seconds, until: Seconds) -> Result<()> {
    let pending = "DELETE FROM oauth_signing_keys WHERE alg = ?1 AND signs_from > ?2";
    db.execute(pending, params![algorithm.name(), now])?;
    let sql = "UPDATE oauth_signing_keys SET retired_until = ?2 WHERE alg = ?1 AND retired_until IS NULL";
    db.execute(sql, params![algorithm.name(), until]).map(drop)
}

/// Takes every key of an algorithm out of use at once.
pub fn withdraw(db: &Write, algorithm: Algorithm, now: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_signing_keys SET retired_until = ?2
               WHERE alg = ?1 AND (retired_until IS NULL OR retired_until > ?2)";
    db.execute(sql, params![algorithm.name(), now]).map(drop)
}
