//! All SQL on roles.

use crate::base::Result;
use crate::db::{Read, params};

/// Whether there is such a role.
pub fn exists(db: &Read, role: &str) -> Result<bool> {
    Ok(db.number("SELECT count(*) FROM roles WHERE name = ?1", params![role])? > 0)
}

/// Whether a role is there and not disabled.
pub fn is_enabled(db: &Read, role: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM roles WHERE name = ?1 AND disabled = 0";
    Ok(db.number(sql, params![role])? > 0)
}

/// How many users and clients name a role.
pub fn uses(db: &Read, role: &str) -> Result<i64> {
    db.number(
        "SELECT (SELECT count(*) FROM user_roles WHERE value = ?1)
              + (SELECT count(*) FROM oauth_client_roles WHERE value = ?1)",
        params![role],
    )
}
