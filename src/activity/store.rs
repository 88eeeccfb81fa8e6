//! All SQL on the activity log, beside the record engine's.

use super::Event;
use crate::base::{Millis, Origin, Result};
use crate::db::{Read, Write, params};

/// Adds an entry.
pub fn insert(db: &Write, name: &str, now_ms: Millis, origin: &Origin, event: &Event, content: &str) -> Result<()> {
    db.execute(
        "INSERT INTO activity_log (name, operation, status, subject, user_name, client_id, reference_type,
                                   reference_name, address, user_agent, request, content,
                                   owner, modified_by, creation_at, modified_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?13, ?14, ?14)",
        params![
            name,
            event.operation,
            if event.failed { "Failed" } else { "Success" },
            event.subject,
            event.user,
            event.client_id,
            event.record.map(|(record_type, _)| record_type),
            event.record.map(|(_, name)| name),
            origin.address,
            origin.user_agent,
            origin.reference,
            content,
            event.user.unwrap_or("Guest"),
            now_ms
        ],
    )
    .map(drop)
}

/// Removes a portion of what is older.
pub fn sweep(db: &Write, before: Millis) -> Result<usize> {
    db.remove_some(
        ("activity_log", "name"),
        "creation_at < ?1 ORDER BY creation_at",
        params![before],
    )
}

/// Whether a user has signed in from this address before, as far back as the log goes.
pub fn has_signed_in_from(db: &Read, user: &str, address: &str) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM activity_log
                              WHERE user_name = ?1 AND operation = 'Login' AND status = 'Success' AND address = ?2)";
    Ok(db.number(sql, params![user, address])? > 0)
}
