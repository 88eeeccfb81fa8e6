//! All SQL on API keys, beside the record engine's.

use crate::base::{Result, Seconds, UserId};
use crate::db::{FromRow, Read, Write, params, row};

/// The user's key, if there is one.
pub fn of_user(db: &Read, user_id: &UserId) -> Result<Option<String>> {
    let sql = "SELECT api_key FROM api_keys WHERE user_id = ?1";
    db.first_with(sql, params![user_id], |row| row.get("api_key"))
}

/// The user id and the secret's hash of a key, unless it has ended.
pub fn by_key(db: &Read, api_key: &str, now: Seconds) -> Result<Option<(UserId, String)>> {
    let sql = "SELECT user_id, secret_hash FROM api_keys WHERE api_key = ?1 AND expires_at > ?2";
    db.first_with(sql, params![api_key, now], |row| {
        Ok((row.get("user_id")?, row.get("secret_hash")?))
    })
}

/// Stores a key, or the new secret of the one that the user has.
pub fn put(db: &Write, api_key: &str, user_id: &UserId, hash: &str, now: Seconds, expires_at: Seconds) -> Result<()> {
    db.execute(
        "INSERT INTO api_keys (api_key, user_id, secret_hash, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (user_id) DO UPDATE SET secret_hash = ?3, created_at = ?4, expires_at = ?5, last_used_at = NULL",
        params![api_key, user_id, hash, now, expires_at],
    )
    .map(drop)
}

/// Takes the user's key away.
pub fn remove(db: &Write, user_id: &UserId) -> Result<usize> {
    db.execute("DELETE FROM api_keys WHERE user_id = ?1", params![user_id])
}

/// Takes the user's key away, if its secret was made since then.
pub fn remove_since(db: &Write, user_id: &UserId, since: Seconds) -> Result<usize> {
    let sql = "DELETE FROM api_keys WHERE user_id = ?1 AND created_at >= ?2";
    db.execute(sql, params![user_id, since])
}

/// Keys that were neither made nor used since then, each with its user's email.
pub fn asleep(db: &Read, before: Seconds) -> Result<Vec<(String, String)>> {
    let sql = "SELECT name, user_name FROM api_key_records
               WHERE COALESCE(last_used_at, created_at) < ?1 ORDER BY user_name LIMIT 50";
    db.all_with(sql, params![before], |row| {
        Ok((row.get("name")?, row.get("user_name")?))
    })
}

row! {
    /// When a key was made and last used, and when it ends.
    #[derive(Clone, Copy)]
    pub struct Times in "api_keys" {
        pub created_at: Seconds,
        pub last_used_at: Option<Seconds>,
        pub expires_at: Seconds,
    }
}

/// When the user's key was made and last used, and when it ends.
pub fn times(db: &Read, user_id: &UserId) -> Result<Option<Times>> {
    let sql = format!("SELECT {} FROM api_keys WHERE user_id = ?1", Times::COLUMNS);
    db.first(&sql, params![user_id])
}

/// Keys that were used lately and end before then, each with its user's email and its end.
pub fn ending(db: &Read, used_since: Seconds, before: Seconds) -> Result<Vec<(String, String, Seconds)>> {
    let sql = "SELECT name, user_name, expires_at FROM api_key_records
               WHERE last_used_at >= ?1 AND expires_at < ?2 ORDER BY expires_at LIMIT 50";
    db.all_with(sql, params![used_since, before], |row| {
        Ok((row.get("name")?, row.get("user_name")?, row.get("expires_at")?))
    })
}

/// Removes keys that ended before then.
pub fn sweep(db: &Write, before: Seconds) -> Result<usize> {
    db.remove_some(("api_keys", "api_key"), "expires_at < ?1", params![before])
}

row! {
    /// An API key as an export keeps it.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct KeyRow {
        pub email: String = "name",
        pub api_key: String,
        pub secret_hash: String,
        pub created_at: Seconds,
        #[serde(default)]
        pub expires_at: Option<Seconds>,
    }
}

/// Every API key, for an export.
pub fn rows(db: &Read) -> Result<Vec<KeyRow>> {
    let sql = "SELECT name, api_key, secret_hash, created_at, expires_at FROM api_keys JOIN users ON users.id = user_id ORDER BY name";
    db.all(sql, &[])
}

/// Stores an API key of an export, if its user is there; says how many.
pub fn restore(db: &Write, row: &KeyRow, lifetime: Seconds) -> Result<usize> {
    let expires_at = row.expires_at.unwrap_or(row.created_at + lifetime);
    db.execute(
        "INSERT INTO api_keys (api_key, user_id, secret_hash, created_at, expires_at)
         SELECT ?2, id, ?3, ?4, ?5 FROM users WHERE name = ?1
         ON CONFLICT (user_id) DO UPDATE SET api_key = ?2, secret_hash = ?3, created_at = ?4, expires_at = ?5",
        params![row.email, row.api_key, row.secret_hash, row.created_at, expires_at],
    )
}

/// Notes the last use of an API key.
pub fn used(db: &Write, key: &str, at: Seconds) -> Result<()> {
    let sql = "UPDATE api_keys SET last_used_at = ?2 WHERE api_key = ?1";
    db.execute(sql, params![key, at]).map(drop)
}
