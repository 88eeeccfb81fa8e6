//! All SQL on authenticator apps, recovery codes and trusted devices, and on everything that somebody has.

use crate::base::secret::Hash;
use crate::base::{Origin, Result, Seconds, UserId};
use crate::db::{FromRow, Read, Write, names, params, row};

row! {
    /// What somebody has.
    #[derive(Clone, Copy, Debug, Default)]
    pub struct Factors {
        pub has_totp: bool,
        pub passkeys: i64,
        pub codes: i64,
        /// Passkeys that are two factors in one.
        pub verifying: i64,
    }
}

impl Factors {
    /// Whether there is a second factor.
    pub fn any(&self) -> bool {
        self.has_totp || self.passkeys > 0
    }
}

/// What somebody has.
pub fn of_user(db: &Read, user_id: &UserId) -> Result<Factors> {
    let sql = "SELECT EXISTS (SELECT 1 FROM totp_secrets WHERE user_id = ?1) AS has_totp,
                      (SELECT count(*) FROM passkeys WHERE user_id = ?1) AS passkeys,
                      (SELECT count(*) FROM recovery_codes WHERE user_id = ?1) AS codes,
                      (SELECT count(*) FROM passkeys WHERE user_id = ?1 AND verifies = 1) AS verifying";
    Ok(db.first(sql, params![user_id])?.unwrap_or_default())
}

/// The enabled System Managers who have a password and no second factor, the first of them.
pub fn managers_without(db: &Read) -> Result<Vec<String>> {
    let sql = "SELECT users.name AS user FROM users JOIN user_roles ON parent = users.name AND value = 'System Manager'
               WHERE enabled = 1 AND password_hash IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM passkeys WHERE user_id = users.id)
                 AND NOT EXISTS (SELECT 1 FROM totp_secrets WHERE user_id = users.id) ORDER BY users.name LIMIT 20";
    db.all_with(sql, &[], |row| row.get("user"))
}

/// Keeps the secret of somebody's authenticator app, in place of an earlier one.
pub fn put_totp(db: &Write, user_id: &UserId, sealed: &str, step: i64, now: Seconds) -> Result<()> {
    let sql = "INSERT INTO totp_secrets (user_id, secret_sealed, last_step, created_at) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT (user_id) DO UPDATE SET secret_sealed = ?2, last_step = ?3, created_at = ?4, last_used_at = NULL";
    db.execute(sql, params![user_id, sealed, step, now]).map(drop)
}

/// The sealed secret of somebody's app, and the step of the last code that was taken.
pub fn totp(db: &Read, user_id: &UserId) -> Result<Option<(String, i64)>> {
    let sql = "SELECT secret_sealed, last_step FROM totp_secrets WHERE user_id = ?1";
    db.first_with(sql, params![user_id], |row| {
        Ok((row.get("secret_sealed")?, row.get("last_step")?))
    })
}

/// Notes that a code was taken.
pub fn use_totp(db: &Write, user_id: &UserId, step: i64, now: Seconds) -> Result<()> {
    let sql = "UPDATE totp_secrets SET last_step = ?2, last_used_at = ?3 WHERE user_id = ?1";
    db.execute(sql, params![user_id, step, now]).map(drop)
}

/// Takes somebody's app away; `false`: there is none.
pub fn remove_totp(db: &Write, user_id: &UserId) -> Result<bool> {
    Ok(db.execute("DELETE FROM totp_secrets WHERE user_id = ?1", params![user_id])? == 1)
}

/// Adds a recovery code.
pub fn add_code(db: &Write, user_id: &UserId, code: &Hash) -> Result<()> {
    let sql = "INSERT INTO recovery_codes (code_hash, user_id) VALUES (?1, ?2)";
    db.execute(sql, params![code.0, user_id]).map(drop)
}

/// Uses a recovery code up; `false`: it is none.
pub fn use_code(db: &Write, user_id: &UserId, code: &Hash) -> Result<bool> {
    let sql = "DELETE FROM recovery_codes WHERE code_hash = ?1 AND user_id = ?2";
    Ok(db.execute(sql, params![code.0, user_id])? == 1)
}

/// Removes somebody's recovery codes.
pub fn remove_codes(db: &Write, user_id: &UserId) -> Result<()> {
    db.execute("DELETE FROM recovery_codes WHERE user_id = ?1", params![user_id])
        .map(drop)
}

row! {
    /// A browser that is not asked for the second factor.
    pub struct Device in "trusted_devices" {
        pub id: String,
        pub address: String,
        pub user_agent: String,
        pub created_at: Seconds,
        pub expires_at: Seconds,
    }
}

/// Adds a trusted device.
pub fn add_device(
    db: &Write,
    id: &str,
    secret: &Hash,
    user_id: &UserId,
    origin: &Origin,
    now: Seconds,
    expires_at: Seconds,
) -> Result<()> {
    let sql = "INSERT INTO trusted_devices (id, secret_hash, user_id, address, user_agent, created_at, expires_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    db.execute(
        sql,
        params![
            id,
            secret.0,
            user_id,
            origin.address,
            origin.user_agent,
            now,
            expires_at
        ],
    )
    .map(drop)
}

/// Whether a device is trusted for somebody, since then.
pub fn is_trusted(db: &Read, user_id: &UserId, secret: &Hash, now: Seconds, since: Seconds) -> Result<bool> {
    let sql = "SELECT count(*) FROM trusted_devices
               WHERE secret_hash = ?1 AND user_id = ?2 AND expires_at > ?3 AND created_at > ?4";
    Ok(db.number(sql, params![secret.0, user_id, now, since])? > 0)
}

/// Those of somebody.
pub fn devices(db: &Read, user_id: &UserId, now: Seconds) -> Result<Vec<Device>> {
    let sql = format!(
        "SELECT {} FROM trusted_devices WHERE user_id = ?1 AND expires_at > ?2 ORDER BY created_at DESC, id LIMIT 100",
        Device::COLUMNS
    );
    db.all(&sql, params![user_id, now])
}

/// Trusts one of somebody's no more, or none.
pub fn remove_devices(db: &Write, user_id: &UserId, id: Option<&str>) -> Result<()> {
    let sql = "DELETE FROM trusted_devices WHERE user_id = ?1 AND (?2 IS NULL OR id = ?2)";
    db.execute(sql, params![user_id, id]).map(drop)
}

/// Until when somebody may still sign in without a second factor, if that was said.
pub fn due_at(db: &Read, user_id: &UserId) -> Result<Option<Seconds>> {
    let due: Option<Option<Seconds>> = db.first_with(
        "SELECT factor_due_at FROM users WHERE id = ?1",
        params![user_id],
        |row| row.get("factor_due_at"),
    )?;
    Ok(due.flatten())
}

/// Says it.
pub fn set_due_at(db: &Write, user_id: &UserId, due_at: Seconds) -> Result<()> {
    let sql = "UPDATE users SET factor_due_at = ?2 WHERE id = ?1";
    db.execute(sql, params![user_id, due_at]).map(drop)
}

/// Forgets it.
pub fn clear_due_at(db: &Write, user_id: &UserId) -> Result<()> {
    let sql = "UPDATE users SET factor_due_at = NULL WHERE id = ?1 AND factor_due_at IS NOT NULL";
    db.execute(sql, params![user_id]).map(drop)
}

/// What the site asks of everybody, and what roles of these ask.
pub fn asked_of(db: &Read, roles: &[String]) -> Result<Vec<String>> {
    let sql = "SELECT second_factor FROM system_settings
               UNION ALL SELECT second_factor FROM roles WHERE disabled = 0 AND name IN (SELECT value FROM json_each(?1))";
    db.all_with(sql, params![names(roles)], |row| row.get("second_factor"))
}

/// Removes everything that somebody has.
pub fn remove_all(db: &Write, user_id: &UserId) -> Result<()> {
    for table in ["passkeys", "totp_secrets", "recovery_codes", "trusted_devices"] {
        db.execute(&format!("DELETE FROM {table} WHERE user_id = ?1"), params![user_id])?;
    }
    db.execute("UPDATE users SET factor_due_at = NULL WHERE id = ?1", params![user_id])?;
    forget(db, user_id)
}

/// Removes what was set up since then.
pub fn remove_since(db: &Write, user_id: &UserId, since: Seconds) -> Result<()> {
    for table in ["passkeys", "totp_secrets"] {
        let sql = format!("DELETE FROM {table} WHERE user_id = ?1 AND created_at >= ?2");
        db.execute(&sql, params![user_id, since])?;
    }
    remove_codes(db, user_id)
}

/// Ends what is under way for somebody, and forgets where they are trusted.
pub fn forget(db: &Write, user_id: &UserId) -> Result<()> {
    db.execute("DELETE FROM pending_sign_ins WHERE user_id = ?1", params![user_id])?;
    remove_devices(db, user_id, None)
}

/// Removes what has expired.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    let mut swept = 0;
    for (table, key) in [
        ("pending_sign_ins", "secret_hash"),
        ("trusted_devices", "id"),
        ("answered_challenges", "challenge_hash"),
    ] {
        swept += db.remove_some((table, key), "expires_at <= ?1", params![now])?;
    }
    Ok(swept)
}

/// Everybody who has a passkey or an app.
pub fn owners(db: &Read) -> Result<Vec<(UserId, String)>> {
    let sql = "SELECT id, name FROM users WHERE EXISTS (SELECT 1 FROM passkeys WHERE user_id = users.id)
                   OR EXISTS (SELECT 1 FROM totp_secrets WHERE user_id = users.id) ORDER BY name";
    db.all_with(sql, &[], |row| Ok((row.get("id")?, row.get("name")?)))
}

/// The hashes of somebody's recovery codes.
pub fn codes(db: &Read, user_id: &UserId) -> Result<Vec<String>> {
    let sql = "SELECT code_hash FROM recovery_codes WHERE user_id = ?1 ORDER BY code_hash";
    db.all_with(sql, params![user_id], |row| row.get("code_hash"))
}
