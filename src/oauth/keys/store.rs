//! All SQL on signing keys.

use super::SigningKey;
use crate::base::{Result, Seconds};
use crate::db::{Column, FromColumn, Read, Write, params};
use crate::jose::{Algorithm, Jwk};

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

/// The key that signs.
pub fn active(db: &Read, algorithm: Algorithm) -> Result<Option<SigningKey>> {
    let sql = "SELECT * FROM oauth_signing_keys WHERE alg = ?1 AND retired_until IS NULL
               ORDER BY created_at DESC LIMIT 1";
    db.first(sql, params![algorithm.name()])
}

/// Every key that is published now, the active ones first.
pub fn published(db: &Read, now: Seconds) -> Result<Vec<SigningKey>> {
    let sql = "SELECT * FROM oauth_signing_keys WHERE retired_until IS NULL OR retired_until > ?1
               ORDER BY retired_until IS NOT NULL, alg DESC, created_at DESC";
    db.all(sql, params![now])
}

/// The key of this name, published or not.
pub fn by_kid(db: &Read, kid: &str) -> Result<Option<SigningKey>> {
    db.first("SELECT * FROM oauth_signing_keys WHERE kid = ?1", params![kid])
}

/// Adds a key.
pub fn insert(db: &Write, key: &SigningKey) -> Result<()> {
    db.execute(
        "INSERT INTO oauth_signing_keys (kid, alg, public_jwk, key_sealed, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            key.kid,
            key.algorithm.name(),
            serde_json::json!(key.public_jwk).to_string(),
            key.key_sealed,
            key.created_at
        ],
    )
    .map(drop)
}

/// Retires the active keys of an algorithm.
pub fn retire(db: &Write, algorithm: Algorithm, until: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_signing_keys SET retired_until = ?2 WHERE alg = ?1 AND retired_until IS NULL";
    db.execute(sql, params![algorithm.name(), until]).map(drop)
}
