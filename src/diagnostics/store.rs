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
        // Where people were held up, or an app that is known. What people are refused on their own pages is no trouble of an
        // app's, and what programs try on their own is found in Diagnostics.
        None => (
            "?1 = '' AND (kind IN ('Authorization', 'Connection', 'Sign-in') OR (kind = 'Token' AND client_id IS NOT NULL))",
            "",
        ),
    };
    let sql = format!(
        "SELECT {} FROM refusals WHERE {condition} ORDER BY created_at DESC, reference LIMIT {count}",
        RefusalRow::COLUMNS
    );
    db.all(&sql, params![client_id])
}

row! {
    /// Refusals of one cause and one client since a while.
    #[derive(Clone, Debug)]
    pub struct Refused in "refusals" {
        pub client_id: ClientId,
        /// How many people, where people were refused.
        pub people: i64,
        /// The latest one.
        pub reference: String,
        pub user_name: Option<String>,
        pub scopes: Option<String>,
    }
}

/// The clients that had refusals with this error, each with its latest one.
pub fn by_client(db: &Read, error: &str, since: Seconds) -> Result<Vec<Refused>> {
    // SQLite takes the other columns from the row of the maximum.
    let sql = "SELECT client_id, count(DISTINCT user_name) AS people, reference, user_name, scopes, max(created_at)
               FROM refusals WHERE error = ?1 AND created_at >= ?2 AND client_id IS NOT NULL
               GROUP BY client_id ORDER BY client_id";
    db.all(sql, params![error, since])
}

/// Removes what is older, and whatever is beyond the most that are kept.
pub fn sweep(db: &Write, before: Seconds, most: i64) -> Result<usize> {
    let old = db.remove_some(("refusals", "reference"), "created_at < ?1", params![before])?;
    let sql = "DELETE FROM refusals WHERE reference IN
               (SELECT reference FROM refusals ORDER BY created_at DESC, reference LIMIT 1000 OFFSET ?1)";
    Ok(old.max(db.execute(sql, params![most])?))
}
