//! All SQL on Social Login Keys, beside the record engine's.

use super::Key;
use crate::base::secret::Secret;
use crate::base::{Env, Result, Seconds, vault};
use crate::db::{FromRow, Read, Row, Write, params};

/// A key as its row has it, with its secret opened.
fn read(env: &Env, row: &Row) -> Result<Key> {
    const SECRET: &str = "client_secret_sealed";
    let key = Key::from_row(row)?;
    let sealed: Option<String> = row.get(SECRET)?;
    let open = |sealed: String| {
        env.vault
            .open_text(&vault::place("social_login_keys", &key.name, SECRET), &sealed)
    };
    let opened = sealed.map(open).transpose()?;
    Ok(Key {
        client_secret: opened.map(|secret| Secret::of(&secret)),
        ..key
    })
}

/// The key of this name, with its secret opened.
pub fn get(db: &Read, env: &Env, name: &str) -> Result<Option<Key>> {
    let sql = "SELECT * FROM social_login_keys WHERE name = ?1";
    db.first_with(sql, params![name], |row| read(env, row))
}

/// The names of all keys.
pub fn names(db: &Read) -> Result<Vec<String>> {
    let sql = "SELECT name FROM social_login_keys ORDER BY name";
    db.all_with(sql, params![], |row| row.get("name"))
}

/// The enabled keys, in the order of the login page.
pub fn enabled(db: &Read, env: &Env) -> Result<Vec<Key>> {
    let sql = "SELECT * FROM social_login_keys WHERE enable_social_login = 1 ORDER BY sort_order, name";
    db.all_with(sql, params![], |row| read(env, row))
}

/// The Redirect URLs of the other keys.
pub fn other_redirect_urls(db: &Read, name: &str) -> Result<Vec<String>> {
    let sql = "SELECT redirect_url FROM social_login_keys WHERE name <> ?1 AND redirect_url IS NOT NULL";
    db.all_with(sql, params![name], |row| row.get("redirect_url"))
}

/// Notes that an administrator signed in with a key.
pub fn set_proven(db: &Write, name: &str, at: Option<Seconds>) -> Result<()> {
    let sql = "UPDATE social_login_keys SET proven_at = ?2 WHERE name = ?1";
    db.execute(sql, params![name, at]).map(drop)
}
