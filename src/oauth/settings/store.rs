//! All SQL on the settings of the provider, beside the record engine's.

use super::Registration;
use crate::base::{Error, Result};
use crate::db::{FromRow, Read};

/// What Skip Authorization says.
pub fn skip_authorization(db: &Read) -> Result<String> {
    let sql = "SELECT skip_authorization FROM oauth_provider_settings";
    let found = db.first_with(sql, &[], |row| row.get("skip_authorization"))?;
    found.ok_or_else(|| Error::Internal("the row of the provider settings is missing".into()))
}

/// Whether a switch of the settings is on.
pub fn is_on(db: &Read, switch: &'static str) -> Result<bool> {
    let sql = format!("SELECT {switch} AS is_on FROM oauth_provider_settings");
    Ok(db.first_with(&sql, &[], |row| row.get("is_on"))?.unwrap_or_default())
}

/// What apps that record themselves may.
pub fn registration(db: &Read) -> Result<Registration> {
    let sql = format!("SELECT {} FROM oauth_provider_settings", Registration::COLUMNS);
    let found = db.first(&sql, &[])?;
    found.ok_or_else(|| Error::Internal("the row of the provider settings is missing".into()))
}
