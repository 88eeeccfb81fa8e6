//! All SQL on sessions.

use super::{Origin, Session};
use crate::base::secret::Hash;
use crate::base::{Result, Seconds};
use crate::db::{FromRow, Read, Row, Write, params};

impl FromRow for Session {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Session {
            id: row.get("id")?,
            user_id: row.get("user_id")?,
            auth_at: row.get("auth_at")?,
            last_seen_at: row.get("last_seen_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// Stores a new session.
pub fn insert(db: &Write, session: &Session, secret: &Hash, origin: &Origin) -> Result<()> {
    db.execute(
        "INSERT INTO sessions (id, secret_hash, user_id, auth_at, last_seen_at, expires_at, address, user_agent)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            session.id,
            secret.0,
            session.user_id,
            session.auth_at,
            session.last_seen_at,
            session.expires_at,
            origin.address,
            origin.user_agent
        ],
    )
    .map(drop)
}

/// The session with this secret, unless it has expired.
pub fn by_secret(db: &Read, secret: &Hash, now: Seconds) -> Result<Option<Session>> {
    let sql = "SELECT id, user_id, auth_at, last_seen_at, expires_at FROM sessions
               WHERE secret_hash = ?1 AND expires_at > ?2";
    db.first(sql, params![secret.0, now])
}

/// Whether the session of this public id is live.
pub fn is_live(db: &Read, id: &str, now: Seconds) -> Result<bool> {
    let sql = "SELECT count(*) FROM sessions WHERE id = ?1 AND expires_at > ?2";
    Ok(db.number(sql, params![id, now])? > 0)
}

/// Notes a use and the new end.
pub fn touch(db: &Write, id: &str, now: Seconds, expires_at: Seconds) -> Result<()> {
    let sql = "UPDATE sessions SET last_seen_at = ?2, expires_at = ?3 WHERE id = ?1";
    db.execute(sql, params![id, now, expires_at]).map(drop)
}

/// Ends a session.
pub fn delete(db: &Write, id: &str) -> Result<()> {
    db.execute("DELETE FROM sessions WHERE id = ?1", params![id]).map(drop)
}

/// Ends every session of a user.
pub fn delete_all(db: &Write, user_id: &str) -> Result<()> {
    db.execute("DELETE FROM sessions WHERE user_id = ?1", params![user_id])
        .map(drop)
}

/// Removes what has expired.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.execute("DELETE FROM sessions WHERE expires_at <= ?1", params![now])
}
