//! All SQL on how administrators get in without a password.

use crate::base::Result;
use crate::db::{Read, params, row};

row! {
    /// A way in for an administrator.
    pub struct WayIn {
        pub key: String,
        pub login: String,
        pub user: String,
    }
}

/// The linked accounts of enabled System Managers at enabled keys that one of them has signed in with.
pub fn ways_of_managers(db: &Read) -> Result<Vec<WayIn>> {
    let sql = "SELECT social_login_keys.name AS key, social_logins.name AS login, users.name AS user
               FROM social_login_keys
               JOIN social_logins ON provider = social_login_keys.name
               JOIN users ON users.name = user_name AND users.enabled = 1
               JOIN user_roles ON parent = users.name AND value = 'System Manager'
               WHERE enable_social_login = 1 AND proven_at IS NOT NULL";
    db.all(sql, params![])
}

/// The enabled System Managers who have signed in with a passkey alone, while passkeys are taken.
pub fn managers_with_passkeys(db: &Read) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT users.name AS user FROM passkeys
               JOIN users ON users.id = user_id AND users.enabled = 1
               JOIN user_roles ON parent = users.name AND value = 'System Manager'
               JOIN system_settings ON allow_passkeys = 1
               WHERE was_alone = 1";
    db.all_with(sql, &[], |row| row.get("user"))
}

/// Whether nobody signs in with a password.
pub fn is_password_login_off(db: &Read) -> Result<bool> {
    let sql = "SELECT count(*) FROM system_settings WHERE disable_user_pass_login = 1";
    Ok(db.number(sql, &[])? > 0)
}

/// The emails of the enabled System Managers, and whether they have a password.
pub fn managers(db: &Read) -> Result<Vec<(String, bool)>> {
    let sql = "SELECT users.name AS user, password_hash IS NOT NULL AS has_hash
               FROM users JOIN user_roles ON parent = users.name AND value = 'System Manager' WHERE enabled = 1";
    db.all_with(sql, &[], |row| Ok((row.get("user")?, row.get("has_hash")?)))
}

/// The ways to sign in that the roles of a System Manager refuse, automatic ones included, one on each line.
pub fn refused_to(db: &Read, email: &str) -> Result<Vec<String>> {
    let sql = "SELECT refused_methods FROM roles
               WHERE disabled = 0 AND (name IN ('All', 'Guest', 'Desk User')
                                       OR name IN (SELECT value FROM user_roles WHERE parent = ?1))";
    db.all_with(sql, params![email], |row| row.get("refused_methods"))
}
