//! All SQL on refused requests, beside the record engine's.

use super::Refusal;
use crate::base::{ClientId, Result, Seconds};
use crate::db::{FromRow, Read, Write, params, row};

row! {
    /// A stored refusal, as lists show it.
    #[derive(Clone, Debug)]
    pub struct RefusalRow in "refusals" {
        pub reference: String,
        pub kind: String,
        pub cause: String,
        pub client_id: Option<ClientId>,
        pub at: Seconds = "created_at",
    }
}

/// Stores a refusal. What stood in the place of a client's id and is none may be a secret: it is
/// not kept.
pub fn insert(db: &Write, refusal: &Refusal) -> Result<()> {
    db.execute(
        "INSERT INTO refusals (reference, kind, error, cause, status, client_id, user_name, redirect_uri, scopes,
                               method, path, address, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, (SELECT name FROM oauth_clients WHERE name = ?6), ?7, ?8, ?9, ?10, ?11, ?12, ?13)
         ON CONFLICT DO NOTHING",
        params![
            refusal.origin.reference,
            refusal.kind,
            refusal.error,
            refusal.cause,
            refusal.status,
            refusal.client_id,
            refusal.user,
            refusal.redirect_uri,
            refusal.scopes,
            refusal.method,
            refusal.path,
            refusal.origin.address,
            refusal.at
        ],
    )
    .map(drop)
}

/// The latest refusals, of one client or of all.
pub fn latest(db: &Read, client_id: Option<&ClientId>, count: i64) -> Result<Vec<RefusalRow>> {
    let (condition, client_id) = match client_id {
        Some(id) => ("client_id = ?1", id.as_str()),
        // What people are refused on their own pages is no trouble of an app's.
        None => ("?1 = '' AND kind <> 'Page'", ""),
    };
    let sql = format!(
        "SELECT {} FROM refusals WHERE {condition} ORDER BY created_at DESC, reference LIMIT {count}",
        RefusalRow::COLUMNS
    );
    db.all(&sql, params![client_id])
}

/// Removes what is older, and whatever is beyond the most that are kept.
pub fn sweep(db: &Write, before: Seconds, most: i64) -> Result<usize> {
    let old = db.execute("DELETE FROM refusals WHERE created_at < ?1", params![before])?;
    let sql = "DELETE FROM refusals WHERE reference IN
               (SELECT reference FROM refusals ORDER BY created_at DESC, reference LIMIT 1000 OFFSET ?1)";
    Ok(old + db.execute(sql, params![most])?)
}
