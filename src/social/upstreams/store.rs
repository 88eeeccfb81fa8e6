//! All SQL on where sessions came from.

use crate::base::{Result, SessionId};
use crate::db::{Read, Write, params};

/// Remembers the provider of a session.
pub fn insert(db: &Write, session_id: &SessionId, provider: &str, id_token_sealed: Option<&str>) -> Result<()> {
    let sql = "INSERT INTO session_upstreams (session_id, provider, id_token_sealed) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![session_id, provider, id_token_sealed])
        .map(drop)
}

/// The provider of a session, and its sealed ID token.
pub fn get(db: &Read, session_id: &SessionId) -> Result<Option<(String, Option<String>)>> {
    let sql = "SELECT provider, id_token_sealed FROM session_upstreams WHERE session_id = ?1";
    db.first_with(sql, params![session_id], |row| {
        Ok((row.get("provider")?, row.get("id_token_sealed")?))
    })
}
