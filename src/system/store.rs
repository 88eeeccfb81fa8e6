//! All SQL on the settings and on the site (its set-up link, its last backup), beside the record engine's.

use super::SystemSettings;
use super::mail_server::StoredServer;
use crate::base::secret::Hash;
use crate::base::{Env, Error, Millis, Result, Seconds, random};
use crate::db::{FromRow, Read, Write, names, params, row};

row! {
    /// The brand as it is stored.
    pub(super) struct StoredBrand in "system_settings" {
        pub app_name: String,
        pub app_logo: Option<String>,
        pub favicon: Option<String>,
        pub brand_color: Option<String>,
        pub login_message: Option<String>,
        pub contact: Option<String>,
        pub landing_page: String,
        pub language: Option<String>,
    }
}

/// The settings.
pub fn settings(db: &Read) -> Result<SystemSettings> {
    the_row(db)
}

/// What the site and these roles ask of passwords: the length, and the name of a strength.
pub(super) fn asked_of_passwords(db: &Read, roles: &[String]) -> Result<Vec<(i64, String)>> {
    let sql = "SELECT password_length AS length, password_strength AS strength FROM system_settings
               UNION ALL SELECT 0, password_strength FROM roles
               WHERE disabled = 0 AND name IN (SELECT value FROM json_each(?1))";
    db.all_with(sql, params![names(roles)], |row| {
        Ok((row.get("length")?, row.get("strength")?))
    })
}

/// How the site shows itself.
pub(super) fn stored_brand(db: &Read) -> Result<StoredBrand> {
    the_row(db)
}

/// The mail server, as it is entered.
pub(super) fn stored_server(db: &Read) -> Result<StoredServer> {
    the_row(db)
}

fn the_row<T: FromRow>(db: &Read) -> Result<T> {
    let found = db.first("SELECT * FROM system_settings", &[])?;
    found.ok_or_else(|| Error::Internal("the row of the system settings is missing".into()))
}

/// Sets the sealed password of the mail server, if it is this one.
pub(super) fn set_mail_password(db: &Write, host: &str, sealed: &str) -> Result<()> {
    let sql = "UPDATE system_settings SET smtp_password_sealed = ?2 WHERE smtp_host = ?1";
    db.execute(sql, params![host, sealed]).map(drop)
}

/// Lets people sign in with their password again.
pub fn allow_passwords(db: &Write, now_ms: Millis) -> Result<()> {
    let sql = "UPDATE system_settings SET disable_user_pass_login = 0, modified_at = ?1";
    db.execute(sql, params![now_ms]).map(drop)
}

/// Names the site, at its set-up.
pub fn set_app_name(db: &Write, name: &str, by: &str, now_ms: Millis) -> Result<()> {
    let sql = "UPDATE system_settings SET app_name = ?1, modified_by = ?2, modified_at = ?3";
    db.execute(sql, params![name, by, now_ms]).map(drop)
}

/// Opens a set-up link in place of an earlier one.
pub fn open_setup(db: &Write, link: &Hash) -> Result<()> {
    db.execute("UPDATE site SET setup_hash = ?1 WHERE id = 1", params![link.0])
        .map(drop)
}

/// Whether this set-up link is open.
pub fn is_setup_open(db: &Read, link: &Hash) -> Result<bool> {
    let open: Option<Option<String>> = db.first_with("SELECT setup_hash FROM site WHERE id = 1", &[], |row| {
        row.get("setup_hash")
    })?;
    Ok(open.flatten().is_some_and(|stored| link.matches(&stored)))
}

/// Uses the set-up link up; `false` if it was not open.
pub fn use_setup(db: &Write, link: &Hash) -> Result<bool> {
    let sql = "UPDATE site SET setup_hash = NULL WHERE id = 1 AND setup_hash = ?1";
    Ok(db.execute(sql, params![link.0])? == 1)
}

/// Closes the set-up link: there is an administrator.
pub fn close_setup(db: &Write) -> Result<()> {
    db.execute("UPDATE site SET setup_hash = NULL WHERE id = 1", &[])
        .map(drop)
}

/// When the last backup was made by us.
pub fn last_backup(db: &Read) -> Result<Option<Seconds>> {
    let at: Option<Option<Seconds>> = db.first_with("SELECT last_backup_at FROM site WHERE id = 1", &[], |row| {
        row.get("last_backup_at")
    })?;
    Ok(at.flatten())
}

/// Writes that there was a write: whether writing works is seen by writing.
pub fn beat(db: &Write, now: Seconds) -> Result<()> {
    let sql = "UPDATE site SET heartbeat_at = ?1 WHERE id = 1";
    db.execute(sql, params![now]).map(drop)
}

/// The mark of the site: a word made by chance, at its first use.
pub fn mark(db: &Write, env: &Env) -> Result<String> {
    let made = random::name(&*env.random, 8).to_lowercase();
    db.execute("UPDATE site SET mark = ?1 WHERE id = 1 AND mark IS NULL", params![made])?;
    let mark = db.first_with("SELECT mark FROM site WHERE id = 1", &[], |row| row.get("mark"))?;
    mark.ok_or_else(|| Error::Internal("the row of the site is missing".into()))
}

/// The mark, if it was made.
pub fn known_mark(db: &Read) -> Result<Option<String>> {
    let mark: Option<Option<String>> =
        db.first_with("SELECT mark FROM site WHERE id = 1", &[], |row| row.get("mark"))?;
    Ok(mark.flatten())
}

/// Notes that a backup was made.
pub fn backed_up(db: &Write, now: Seconds) -> Result<()> {
    db.execute("UPDATE site SET last_backup_at = ?1 WHERE id = 1", params![now])
        .map(drop)
}
