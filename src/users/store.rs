//! All SQL on users, their roles and their API keys.

use super::{ALL, DESK_USER, GUEST, SYSTEM_MANAGER, User};
use crate::base::{Millis, Result, Seconds, Text, UserId, text};
use crate::db::{FromRow, Read, Write, names, params, row};
use std::sync::Arc;

/// The user with this email (in lower case).
pub fn by_email(db: &Read, email: &str) -> Result<Option<User>> {
    let sql = format!("SELECT {} FROM users WHERE name = ?1", User::COLUMNS);
    with_roles(db, db.first(&sql, params![email])?)
}

/// The user with this `sub`.
pub fn by_id(db: &Read, id: &UserId) -> Result<Option<User>> {
    let sql = format!("SELECT {} FROM users WHERE id = ?1", User::COLUMNS);
    with_roles(db, db.first(&sql, params![id])?)
}

/// The user with this `sub`, as it is kept.
pub fn kept(db: &Read, id: &UserId) -> Result<Option<Arc<User>>> {
    db.kept_if_any(id.as_str(), || by_id(db, id))
}

/// The user with this email, as it is kept.
pub fn kept_by_email(db: &Read, email: &str) -> Result<Option<Arc<User>>> {
    db.kept_if_any(email, || by_email(db, email))
}

/// The email of whoever has this username.
pub fn by_username(db: &Read, username: &str) -> Result<Option<String>> {
    db.first_with("SELECT name FROM users WHERE username = ?1", params![username], |row| {
        row.get("name")
    })
}

/// How many of the enabled users have one of these roles, automatic ones included, and how many there are.
pub fn how_many_have(db: &Read, roles: &[&str]) -> Result<(i64, i64)> {
    let all = db.number("SELECT count(*) FROM users WHERE enabled = 1", &[])?;
    if roles.contains(&ALL) || roles.contains(&GUEST) {
        return Ok((all, all));
    }
    let sql = "SELECT count(*) FROM users WHERE enabled = 1 AND (
                   (?2 AND user_type = 'System User')
                   OR EXISTS (SELECT 1 FROM user_roles JOIN roles ON roles.name = value
                              WHERE parent = users.name AND roles.disabled = 0
                                AND value IN (SELECT value FROM json_each(?1))))";
    Ok((db.number(sql, params![names(roles), roles.contains(&DESK_USER)])?, all))
}

/// Every user, by email.
pub fn all(db: &Read) -> Result<Vec<User>> {
    let sql = format!("SELECT {} FROM users ORDER BY name", User::COLUMNS);
    let users: Vec<User> = db.all(&sql, &[])?;
    users
        .into_iter()
        .filter_map(|user| with_roles(db, Some(user)).transpose())
        .collect()
}

fn with_roles(db: &Read, user: Option<User>) -> Result<Option<User>> {
    let Some(mut user) = user else {
        return Ok(None);
    };
    let sql = "SELECT value FROM user_roles JOIN roles ON roles.name = value
               WHERE parent = ?1 AND roles.disabled = 0 ORDER BY idx";
    user.roles = db.all_with(sql, params![user.email], |row| row.get("value"))?;
    let automatic = [ALL, GUEST, DESK_USER];
    let count = if user.is_system_user() { 3 } else { 2 };
    for role in &automatic[..count] {
        if !user.roles.iter().any(|own| own == role) {
            user.roles.push((*role).to_owned());
        }
    }
    Ok(Some(user))
}

/// The enabled users whose account ends on this day, or did before.
pub fn ending(db: &Read, day: &str) -> Result<Vec<User>> {
    let sql = format!(
        "SELECT {} FROM users WHERE enabled = 1 AND ends_on <> '' AND ends_on <= ?1 ORDER BY name LIMIT 100",
        User::COLUMNS
    );
    db.all(&sql, params![day])
}

/// Switches a user off.
pub fn switch_off(db: &Write, id: &UserId, now_ms: Millis) -> Result<()> {
    let sql = "UPDATE users SET enabled = 0, modified_at = ?2 WHERE id = ?1";
    db.execute(sql, params![id, now_ms]).map(drop)
}

/// How many users there are.
pub fn count(db: &Read) -> Result<i64> {
    db.number("SELECT count(*) FROM users", &[])
}

/// How many enabled System Managers there are.
pub fn managers(db: &Read) -> Result<i64> {
    other_enabled_managers(db, "")
}

/// First and last name together.
pub fn full_name(first: &str, last: Option<&str>) -> String {
    [Some(first), last]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Stores a password's hash.
pub fn set_password(db: &Write, id: &UserId, hash: &str, now: Seconds) -> Result<()> {
    let sql = "UPDATE users SET password_hash = ?2, password_changed_at = ?3, must_set_password = 0 WHERE id = ?1";
    db.execute(sql, params![id, hash, now]).map(drop)
}

/// Whether somebody ever signed in.
pub fn has_signed_in(db: &Read, id: &UserId) -> Result<bool> {
    let sql = "SELECT count(*) FROM users WHERE id = ?1 AND last_login_at IS NOT NULL";
    Ok(db.number(sql, params![id])? > 0)
}

/// Notes that somebody's email is theirs, and who says so: an administrator, a link that was sent there, or a provider.
pub fn verified_by(db: &Write, email: &str, by: &str) -> Result<()> {
    let sql = "UPDATE users SET email_verified = 1, email_verified_by = ?2 WHERE name = ?1";
    db.execute(sql, params![email, by]).map(drop)
}

/// Takes the password away: nobody signs in with it any more.
pub fn clear_password(db: &Write, id: &UserId, now: Seconds) -> Result<()> {
    let sql = "UPDATE users SET password_hash = NULL, password_changed_at = ?2 WHERE id = ?1";
    db.execute(sql, params![id, now]).map(drop)
}

/// When the password was set last, or taken away.
pub fn password_changed_at(db: &Read, id: &UserId) -> Result<Option<Seconds>> {
    let sql = "SELECT password_changed_at FROM users WHERE id = ?1";
    let at: Option<Option<Seconds>> = db.first_with(sql, params![id], |row| row.get("password_changed_at"))?;
    Ok(at.flatten())
}

/// Notes a sign-in.
pub fn signed_in(db: &Write, id: &UserId, now: Seconds) -> Result<()> {
    let sql = "UPDATE users SET last_login_at = ?2, last_active_at = ?2 WHERE id = ?1";
    db.execute(sql, params![id, now]).map(drop)
}

/// Recomputes `user_type` from the roles.
pub fn refresh_user_type(db: &Write, email: &str) -> Result<()> {
    db.execute(
        "UPDATE users SET user_type = CASE WHEN EXISTS (
             SELECT 1 FROM user_roles JOIN roles ON roles.name = user_roles.value
             WHERE user_roles.parent = users.name AND roles.desk_access = 1 AND roles.disabled = 0
         ) THEN 'System User' ELSE 'Website User' END WHERE name = ?1",
        params![email],
    )
    .map(drop)
}

/// The users who have a role.
pub fn with_role(db: &Read, role: &str) -> Result<Vec<String>> {
    let sql = "SELECT parent FROM user_roles WHERE value = ?1";
    db.all_with(sql, params![role], |row| row.get("parent"))
}

row! {
    /// A password's hash as an export keeps it.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct PasswordRow in "users" {
        pub email: String = "name",
        pub hash: String = "password_hash",
    }
}

/// Every password's hash, for an export.
pub fn password_rows(db: &Read) -> Result<Vec<PasswordRow>> {
    let sql = "SELECT name, password_hash FROM users WHERE password_hash IS NOT NULL ORDER BY name";
    db.all(sql, &[])
}

/// Stores a password's hash of an export, if its user is there; says how many.
pub fn restore_password(db: &Write, row: &PasswordRow, now: Seconds) -> Result<usize> {
    let sql = "UPDATE users SET password_hash = ?2, password_changed_at = ?3 WHERE name = ?1";
    db.execute(sql, params![row.email, row.hash, now])
}

/// Gives a user the id that they had elsewhere.
pub fn set_id(db: &Write, email: &str, id: &UserId) -> Result<()> {
    db.execute("UPDATE users SET id = ?2 WHERE name = ?1", params![email, id])
        .map(drop)
}

/// Whether this user has the role System Manager.
pub fn is_manager(db: &Read, email: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM user_roles WHERE value = ?1 AND parent = ?2";
    Ok(db.number(sql, params![SYSTEM_MANAGER, email])? > 0)
}

/// Every role that a user was given, disabled ones included.
pub fn every_role(db: &Read, email: &str) -> Result<Vec<String>> {
    let sql = "SELECT value FROM user_roles WHERE parent = ?1 ORDER BY idx";
    db.all_with(sql, params![email], |row| row.get("value"))
}

/// What goes with a user, in words.
pub fn belongings(db: &Read, email: &str) -> Result<Text> {
    let count = |sql: &str| db.number(sql, params![email]);
    let sessions = count("SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE name = ?1")?;
    let keys = count("SELECT count(*) FROM api_keys JOIN users ON users.id = user_id WHERE name = ?1")?;
    let grants = count("SELECT count(*) FROM oauth_grants JOIN users ON users.id = user_id WHERE name = ?1")?;
    let limits = count("SELECT count(*) FROM user_permissions WHERE user_name = ?1")?;
    let connections = count("SELECT count(*) FROM token_caches WHERE user_name = ?1")?;
    let logins = count("SELECT count(*) FROM social_logins WHERE user_name = ?1")?;
    let clients = count("SELECT count(*) FROM oauth_clients WHERE acts_as = ?1")?;
    let parts = [
        (sessions, text!("{ $count } sessions", count = sessions)),
        (keys, text!("{ $count } API keys", count = keys)),
        (
            grants,
            text!("{ $count } grants to apps with their tokens", count = grants),
        ),
        (limits, text!("{ $count } user permissions", count = limits)),
        (
            connections,
            text!("{ $count } connections to Connected Apps", count = connections),
        ),
        (logins, text!("{ $count } linked sign-ins", count = logins)),
        (
            clients,
            text!(
                "{ $count } clients that act as the user: they get no tokens any more",
                count = clients
            ),
        ),
    ];
    let there = parts.into_iter().filter(|(count, _)| *count > 0);
    Ok(Text::listed(there.map(|(_, words)| words)))
}

/// Notes that a user was here.
pub fn seen(db: &Write, id: &UserId, now: Seconds) -> Result<()> {
    let sql = "UPDATE users SET last_active_at = ?2 WHERE id = ?1";
    db.execute(sql, params![id, now]).map(drop)
}

/// Whether this user is an enabled System Manager.
pub fn is_enabled_manager(db: &Read, email: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM users JOIN user_roles ON parent = name
               WHERE value = ?1 AND enabled = 1 AND name = ?2";
    Ok(db.number(sql, params![SYSTEM_MANAGER, email])? > 0)
}

/// How many enabled System Managers there are beside this user.
pub fn other_enabled_managers(db: &Read, email: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM users JOIN user_roles ON parent = name
               WHERE value = ?1 AND enabled = 1 AND name <> ?2";
    db.number(sql, params![SYSTEM_MANAGER, email])
}

/// Notes when a password was set that the record engine stored.
pub fn password_set_at(db: &Write, id: &UserId, now: Seconds) -> Result<()> {
    let sql = "UPDATE users SET password_changed_at = ?2 WHERE id = ?1";
    db.execute(sql, params![id, now]).map(drop)
}
