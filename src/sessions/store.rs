//! All SQL on sessions.

use super::Session;
use crate::base::secret::Hash;
use crate::base::{Origin, Result, Scopes, Seconds, SessionId, UserId};
use crate::db::{FromRow, Read, Write, names, params, row};

/// Stores a new session.
pub fn insert(db: &Write, session: &Session, secret: &Hash, origin: &Origin) -> Result<()> {
    db.execute(
        "INSERT INTO sessions (id, secret_hash, user_id, auth_at, last_seen_at, expires_at, address, user_agent,
                               proven_at, sid, amr)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            session.id,
            secret.0,
            session.user_id,
            session.auth_at,
            session.last_seen_at,
            session.expires_at,
            origin.address,
            origin.user_agent,
            session.proven_at,
            session.sid,
            session.amr.to_string()
        ],
    )
    .map(drop)
}

/// The session with this secret, unless it has expired.
pub fn by_secret(db: &Read, secret: &Hash, now: Seconds) -> Result<Option<Session>> {
    let sql = format!(
        "SELECT {} FROM sessions WHERE secret_hash = ?1 AND expires_at > ?2",
        Session::COLUMNS
    );
    db.first(&sql, params![secret.0, now])
}

/// The session of this public id, unless it has expired.
pub fn by_id(db: &Read, id: &SessionId, now: Seconds) -> Result<Option<Session>> {
    let sql = format!(
        "SELECT {} FROM sessions WHERE id = ?1 AND expires_at > ?2",
        Session::COLUMNS
    );
    db.first(&sql, params![id, now])
}

/// The users who have sessions; nobody, where neither the site nor a role asks anything of them.
pub fn owners(db: &Read) -> Result<Vec<UserId>> {
    let sql = "SELECT DISTINCT user_id FROM sessions
               WHERE EXISTS (SELECT 1 FROM system_settings WHERE session_idle_minutes > 0 OR session_most_hours > 0)
                  OR EXISTS (SELECT 1 FROM roles WHERE session_idle_minutes > 0 OR session_most_hours > 0)";
    db.all_with(sql, &[], |row| row.get("user_id"))
}

/// Ends a user's sessions no later than so long after their last use, and after their beginning; says how many it was.
pub fn shorten(db: &Write, user_id: &UserId, idle: Seconds, most: Seconds) -> Result<usize> {
    let sql = "UPDATE sessions SET expires_at = MIN(last_seen_at + ?2, auth_at + ?3)
               WHERE user_id = ?1 AND expires_at > MIN(last_seen_at + ?2, auth_at + ?3)";
    db.execute(sql, params![user_id, idle, most])
}

/// Notes that its user proved again who they are, and by which methods all in all.
pub fn prove(db: &Write, id: &SessionId, now: Seconds, amr: &Scopes) -> Result<()> {
    let sql = "UPDATE sessions SET proven_at = ?2, amr = ?3 WHERE id = ?1";
    db.execute(sql, params![id, now, amr.to_string()]).map(drop)
}

/// Notes a use and the new end; `false`: there is no such session any more.
pub fn touch(db: &Write, id: &SessionId, now: Seconds, expires_at: Seconds) -> Result<bool> {
    let sql = "UPDATE sessions SET last_seen_at = ?2, expires_at = ?3 WHERE id = ?1";
    Ok(db.execute(sql, params![id, now, expires_at])? == 1)
}

row! {
    /// What the site or a role asks of sessions; 0: nothing.
    pub struct AskedLifetime in "system_settings" {
        pub idle_minutes: i64 = "session_idle_minutes",
        pub most_hours: i64 = "session_most_hours",
    }
}

/// What the site and these roles ask.
pub fn asked_of(db: &Read, roles: &[String]) -> Result<Vec<AskedLifetime>> {
    let sql = "SELECT session_idle_minutes, session_most_hours FROM system_settings
               UNION ALL SELECT session_idle_minutes, session_most_hours FROM roles
               WHERE disabled = 0 AND name IN (SELECT value FROM json_each(?1))";
    db.all(sql, params![names(roles)])
}

/// Ends a session.
pub fn delete(db: &Write, id: &SessionId) -> Result<()> {
    db.execute("DELETE FROM sessions WHERE id = ?1", params![id]).map(drop)
}

/// Every session of a user.
pub fn ids_of(db: &Read, user_id: &UserId) -> Result<Vec<SessionId>> {
    let sql = "SELECT id FROM sessions WHERE user_id = ?1";
    db.all_with(sql, params![user_id], |row| row.get("id"))
}

row! {
    /// A session as people see it.
    #[derive(Clone, Debug)]
    pub struct SessionLine in "sessions" {
        pub id: SessionId,
        pub address: String,
        pub user_agent: String,
        pub auth_at: Seconds,
        pub last_seen_at: Seconds,
    }
}

/// The live sessions of a user, the latest first.
pub fn of_user(db: &Read, user_id: &UserId, now: Seconds) -> Result<Vec<SessionLine>> {
    let sql = format!(
        "SELECT {} FROM sessions WHERE user_id = ?1 AND expires_at > ?2 ORDER BY last_seen_at DESC, id LIMIT 100",
        SessionLine::COLUMNS
    );
    db.all(&sql, params![user_id, now])
}

/// Removes what has expired.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(("sessions", "id"), "expires_at <= ?1", params![now])
}
