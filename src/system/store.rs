//! All SQL on the settings, beside the record engine's.

use super::{Settings, days};
use crate::base::{Error, Result};
use crate::db::{FromRow, Read, Row, Write, params};

impl FromRow for Settings {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Settings {
            app_name: row.get("app_name")?,
            disable_user_pass_login: row.get("disable_user_pass_login")?,
            allow_sign_ups: row.get("allow_sign_ups")?,
            activity_log: days(row.get("activity_log_days")?),
            refusals: days(row.get("refusal_days")?),
            client_secret: days(row.get("client_secret_days")?),
            signing_key: days(row.get("signing_key_days")?),
            idle: days(row.get("idle_days")?),
            backup: days(row.get("backup_days")?),
        })
    }
}

/// The settings.
pub fn settings(db: &Read) -> Result<Settings> {
    let found = db.first("SELECT * FROM system_settings", &[])?;
    found.ok_or_else(|| Error::Internal("the row of the system settings is missing".into()))
}

/// The name of the site.
pub fn app_name(db: &Read) -> Result<String> {
    let name = db.first_with("SELECT app_name FROM system_settings", &[], |row| row.get("app_name"))?;
    name.ok_or_else(|| Error::Internal("the row of the system settings is missing".into()))
}

/// Lets people sign in with their password again.
pub fn allow_passwords(db: &Write, now_ms: i64) -> Result<()> {
    let sql = "UPDATE system_settings SET disable_user_pass_login = 0, modified_at = ?1";
    db.execute(sql, params![now_ms]).map(drop)
}

/// Names the site, at its set-up.
pub fn set_app_name(db: &Write, name: &str, by: &str, now_ms: i64) -> Result<()> {
    let sql = "UPDATE system_settings SET app_name = ?1, modified_by = ?2, modified_at = ?3";
    db.execute(sql, params![name, by, now_ms]).map(drop)
}
