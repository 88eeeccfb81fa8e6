//! All SQL on the settings of the provider, beside the record engine's.

use crate::base::{Error, Result};
use crate::db::Read;

/// What Skip Authorization says.
pub fn skip_authorization(db: &Read) -> Result<String> {
    let sql = "SELECT skip_authorization FROM oauth_provider_settings";
    let found = db.first_with(sql, &[], |row| row.get("skip_authorization"))?;
    found.ok_or_else(|| Error::Internal("the row of the provider settings is missing".into()))
}
