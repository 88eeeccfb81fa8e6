//! All SQL on API keys, beside the record engine's.

use crate::base::{Result, Seconds, UserId};
use crate::db::{Read, Write, params, row};

/// The user's key, if there is one.
pub fn of_user(db: &Read, user_id: &UserId) -> Result<Option<String>> {
    let sql = "SELECT api_key FROM api_keys WHERE user_id = ?1";
    db.first_with(sql, params![user_id], |row| row.get("api_key"))
}

/// The user id and the secret's hash of a key.
pub fn by_key(db: &Read, api_key: &str) -> Result<Option<(UserId, String)>> {
    let sql = "SELECT user_id, secret_hash FROM api_keys WHERE api_key = ?1";
    db.first_with(sql, params![api_key], |row| {
        Ok((row.get("user_id")?, row.get("secret_hash")?))
    })
}

/// Stores a key, or the new secret of the one that the user has.
pub fn put(db: &Write, api_key: &str, user_id: &UserId, hash: &str, now: Seconds) -> Result<()> {
    db.execute(
        "INSERT INTO api_keys (api_key, user_id, secret_hash, created_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (user_id) DO UPDATE SET secret_hash = ?3, created_at = ?4, last_used_at = NULL",
        params![api_key, user_id, hash, now],
    )
    .map(drop)
}

/// Takes the user's key away.
pub fn remove(db: &Write, user_id: &UserId) -> Result<usize> {
    db.execute("DELETE FROM api_keys WHERE user_id = ?1", params![user_id])
}

/// Keys that were neither made nor used since then, each with its user's email.
pub fn asleep(db: &Read, before: Seconds) -> Result<Vec<(String, String)>> {
    let sql = "SELECT name, user_name FROM api_key_records
               WHERE COALESCE(last_used_at, created_at) < ?1 ORDER BY user_name LIMIT 50";
    db.all_with(sql, params![before], |row| {
        Ok((row.get("name")?, row.get("user_name")?))
    })
}

/// When the user's key was made and last used.
pub fn times(db: &Read, user_id: &UserId) -> Result<Option<(Seconds, Option<Seconds>)>> {
    let sql = "SELECT created_at, last_used_at FROM api_keys WHERE user_id = ?1";
    db.first_with(sql, params![user_id], |row| {
        Ok((row.get("created_at")?, row.get("last_used_at")?))
    })
}

row! {
    /// An API key as an export keeps it.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct KeyRow {
        pub email: String = "name",
        pub api_key: String,
        pub secret_hash: String,
        pub created_at: Seconds,
    }
}

/// Every API key, for an export.
pub fn rows(db: &Read) -> Result<Vec<KeyRow>> {
    let sql =
        "SELECT name, api_key, secret_hash, created_at FROM api_keys JOIN users ON users.id = user_id ORDER BY name";
    db.all(sql, &[])
}

/// Stores an API key of an export, if its user is there; says how many.
pub fn restore(db: &Write, row: &KeyRow) -> Result<usize> {
    db.execute(
        "INSERT INTO api_keys (api_key, user_id, secret_hash, created_at)
         SELECT ?2, id, ?3, ?4 FROM users WHERE name = ?1
         ON CONFLICT (user_id) DO UPDATE SET api_key = ?2, secret_hash = ?3, created_at = ?4",
        params![row.email, row.api_key, row.secret_hash, row.created_at],
    )
}

/// Notes the last use of an API key.
pub fn used(db: &Write, key: &str, at: Seconds) -> Result<()> {
    let sql = "UPDATE api_keys SET last_used_at = ?2 WHERE api_key = ?1";
    db.execute(sql, params![key, at]).map(drop)
}
