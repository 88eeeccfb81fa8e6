//! All SQL on API keys, beside the record engine's.

use crate::base::secret::Hash;
use crate::base::{Result, Scopes, Seconds, UserId, scope};
use crate::db::{FromRow, Read, Write, params, row};

row! {
    /// A key, without its secret.
    #[derive(Clone, Debug)]
    pub struct Key in "api_keys" {
        pub api_key: String,
        /// What its user calls it; empty: the one of Frappe's `generate_keys`.
        pub label: String,
        pub scopes: Scopes,
        pub created_at: Seconds,
        pub last_used_at: Option<Seconds>,
        pub expires_at: Seconds,
    }
}

row! {
    /// What a key's secret is held against, and what it opens.
    pub struct StoredKey in "api_keys" {
        pub user_id: UserId,
        pub label: String,
        pub scopes: Scopes,
        pub secret_hash: String,
    }
}

/// Every key of a user, the newest first.
pub fn every_of(db: &Read, user_id: &UserId) -> Result<Vec<Key>> {
    let sql = format!(
        "SELECT {} FROM api_keys WHERE user_id = ?1 ORDER BY created_at DESC, api_key",
        Key::COLUMNS
    );
    db.all(&sql, params![user_id])
}

/// A key, unless it has ended.
pub fn by_key(db: &Read, api_key: &str, now: Seconds) -> Result<Option<StoredKey>> {
    let sql = format!(
        "SELECT {} FROM api_keys WHERE api_key = ?1 AND expires_at > ?2",
        StoredKey::COLUMNS
    );
    db.first(&sql, params![api_key, now])
}

/// Stores a key, or the new secret of the one that the user has by that label.
pub fn put(db: &Write, user_id: &UserId, key: &Key, secret: &Hash) -> Result<()> {
    db.execute(
        "INSERT INTO api_keys (api_key, user_id, label, scopes, secret_hash, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (user_id, label) DO UPDATE SET secret_hash = ?5, created_at = ?6, expires_at = ?7, last_used_at = NULL",
        params![
            key.api_key,
            user_id,
            key.label,
            key.scopes.to_string(),
            secret.0,
            key.created_at,
            key.expires_at
        ],
    )
    .map(drop)
}

/// How many keys are for a scope.
pub fn with_scope(db: &Read, scope: &str) -> Result<usize> {
    let lists: Vec<Scopes> = db.all_with("SELECT scopes FROM api_keys", &[], |row| row.get("scopes"))?;
    Ok(lists.iter().filter(|scopes| scopes.contains(scope)).count())
}

/// Takes every key of a user away.
pub fn remove(db: &Write, user_id: &UserId) -> Result<usize> {
    db.execute("DELETE FROM api_keys WHERE user_id = ?1", params![user_id])
}

/// Takes one key of a user away; `false`: there is no such key.
pub fn remove_one(db: &Write, user_id: &UserId, api_key: &str) -> Result<bool> {
    let sql = "DELETE FROM api_keys WHERE user_id = ?1 AND api_key = ?2";
    Ok(db.execute(sql, params![user_id, api_key])? == 1)
}

/// Takes the keys of a user away whose secrets were made since then.
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

/// Keys that were used lately and end so soon, or with the last third of a short life, each with its user's email and its
/// end.
pub fn ending(db: &Read, used_since: Seconds, now: Seconds, ahead: Seconds) -> Result<Vec<(String, String, Seconds)>> {
    let sql = "SELECT name, user_name, expires_at FROM api_key_records
               WHERE last_used_at >= ?1 AND expires_at - ?2 < ?3 AND expires_at - ?2 < (expires_at - created_at) / 3
               ORDER BY expires_at LIMIT 50";
    db.all_with(sql, params![used_since, now, ahead], |row| {
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
        #[serde(default)]
        pub label: String,
        /// Separated by spaces; a file of before there were any says nothing.
        #[serde(default = "all")]
        pub scopes: String,
    }
}

fn all() -> String {
    scope::ALL.to_owned()
}

/// Every API key, for an export.
pub fn rows(db: &Read) -> Result<Vec<KeyRow>> {
    let sql = "SELECT name, api_key, secret_hash, created_at, expires_at, label, scopes
               FROM api_keys JOIN users ON users.id = user_id ORDER BY name, label";
    db.all(sql, &[])
}

/// Stores an API key of an export, if its user is there; says how many.
pub fn restore(db: &Write, row: &KeyRow, lifetime: Seconds) -> Result<usize> {
    let expires_at = row.expires_at.unwrap_or(row.created_at + lifetime);
    db.execute(
        "INSERT INTO api_keys (api_key, user_id, secret_hash, created_at, expires_at, label, scopes)
         SELECT ?2, id, ?3, ?4, ?5, ?6, ?7 FROM users WHERE name = ?1
         ON CONFLICT (user_id, label) DO UPDATE SET api_key = ?2, secret_hash = ?3, created_at = ?4, expires_at = ?5,
                                                    scopes = ?7",
        params![
            row.email,
            row.api_key,
            row.secret_hash,
            row.created_at,
            expires_at,
            row.label,
            row.scopes
        ],
    )
}

/// Notes the last use of an API key.
pub fn used(db: &Write, key: &str, at: Seconds) -> Result<()> {
    let sql = "UPDATE api_keys SET last_used_at = ?2 WHERE api_key = ?1";
    db.execute(sql, params![key, at]).map(drop)
}
