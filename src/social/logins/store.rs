//! All SQL on User Social Logins, beside the record engine's.

use super::{Login, Subject};
use crate::base::{Env, Result, Seconds, random};
use crate::db::{Read, Write, params};

/// Who has this id at a provider.
pub fn find(db: &Read, provider: &str, userid: &str) -> Result<Option<Login>> {
    let sql = "SELECT * FROM social_logins WHERE provider = ?1 AND userid = ?2";
    db.first(sql, params![provider, userid])
}

/// The linked accounts of a user.
pub fn of_user(db: &Read, user: &str) -> Result<Vec<Login>> {
    let sql = "SELECT * FROM social_logins WHERE user_name = ?1 ORDER BY provider, userid";
    db.all(sql, params![user])
}

/// Those that a user can sign in with: their keys are enabled.
pub fn usable_by(db: &Read, user: &str) -> Result<Vec<Login>> {
    let sql = "SELECT social_logins.* FROM social_logins
               JOIN social_login_keys ON social_login_keys.name = provider AND enable_social_login = 1
               WHERE user_name = ?1";
    db.all(sql, params![user])
}

/// Unlinks what was linked to a user since then.
pub fn remove_since(db: &Write, user: &str, since: Seconds) -> Result<usize> {
    let sql = "DELETE FROM social_logins WHERE user_name = ?1 AND creation_at >= ?2 * 1000";
    db.execute(sql, params![user, since])
}

/// How many people sign in with a provider.
pub fn count(db: &Read, provider: &str) -> Result<i64> {
    db.number(
        "SELECT count(*) FROM social_logins WHERE provider = ?1",
        params![provider],
    )
}

/// Links an account.
pub fn insert(
    db: &Write,
    env: &Env,
    provider: &str,
    subject: &Subject,
    user: &str,
    username: Option<&str>,
) -> Result<()> {
    db.execute(
        "INSERT INTO social_logins (name, provider, userid, is_number, user_name, username, last_used_at,
                                    owner, modified_by, creation_at, modified_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?5, ?5, ?8, ?8)",
        params![
            random::name(&*env.random, 10),
            provider,
            subject.id,
            subject.is_number,
            user,
            username,
            env.now(),
            env.now_ms()
        ],
    )
    .map(drop)
}

/// Notes a sign-in, and how the provider gives the id.
pub fn used(db: &Write, name: &str, is_number: bool, now: Seconds) -> Result<()> {
    let sql = "UPDATE social_logins SET last_used_at = ?2, is_number = ?3 WHERE name = ?1";
    db.execute(sql, params![name, now, is_number]).map(drop)
}
