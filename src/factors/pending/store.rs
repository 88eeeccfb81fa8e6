//! All SQL on sign-ins under way.

use super::Pending;
use crate::base::Result;
use crate::base::Seconds;
use crate::base::secret::Hash;
use crate::db::{FromRow, Read, Write, params};

/// Stores a sign-in that is under way.
pub fn add_pending(db: &Write, secret: &Hash, pending: &Pending, id_token_sealed: Option<&str>) -> Result<()> {
    let sql = "INSERT INTO pending_sign_ins (secret_hash, user_id, proven_at, amr, said, is_programs, place, needs,
                                             provider, id_token_sealed, expires_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    db.execute(
        sql,
        params![
            secret.0,
            pending.user_id,
            pending.proven_at,
            pending.amr.to_string(),
            pending.said,
            pending.is_programs,
            pending.place,
            pending.needs,
            pending.provider,
            id_token_sealed,
            pending.expires_at
        ],
    )
    .map(drop)
}

/// The sign-in of a cookie, if it is still under way.
pub fn pending(db: &Read, secret: &Hash, now: Seconds) -> Result<Option<Pending>> {
    let sql = format!(
        "SELECT {} FROM pending_sign_ins WHERE secret_hash = ?1 AND expires_at > ?2",
        Pending::COLUMNS
    );
    db.first(&sql, params![secret.0, now])
}

/// Keeps the secret that is being set up during a sign-in.
pub fn set_pending_totp(db: &Write, secret: &Hash, sealed: &str) -> Result<()> {
    let sql = "UPDATE pending_sign_ins SET totp_sealed = ?2 WHERE secret_hash = ?1";
    db.execute(sql, params![secret.0, sealed]).map(drop)
}

/// Notes the methods so far.
pub fn set_pending_amr(db: &Write, secret: &Hash, amr: &str) -> Result<()> {
    let sql = "UPDATE pending_sign_ins SET amr = ?2 WHERE secret_hash = ?1";
    db.execute(sql, params![secret.0, amr]).map(drop)
}

/// Ends a sign-in that was under way; `false`: it was over.
pub fn remove_pending(db: &Write, secret: &Hash) -> Result<bool> {
    let sql = "DELETE FROM pending_sign_ins WHERE secret_hash = ?1";
    Ok(db.execute(sql, params![secret.0])? == 1)
}
