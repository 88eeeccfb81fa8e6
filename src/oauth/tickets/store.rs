//! All SQL on tickets.

use super::{AuthorizationRequest, State, Ticket};
use crate::base::{Error, Result, Seconds, TicketId, UserId};
use crate::db::{Column, FromColumn, FromRow, Read, Write, params};

impl FromColumn for State {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(State::from_name)
    }
}

impl FromColumn for AuthorizationRequest {
    fn from_column(column: &Column) -> Result<Self> {
        column.json()
    }
}

/// Stores a ticket, unless it is stored already.
pub fn insert(db: &Write, ticket: &Ticket, asked_at: Seconds, expires_at: Seconds) -> Result<()> {
    let request = serde_json::to_string(&ticket.request)
        .map_err(|error| Error::Internal(format!("a ticket cannot be written: {error}")))?;
    db.execute(
        "INSERT INTO oauth_tickets (id, browser_hash, client_id, request, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO NOTHING",
        params![
            ticket.id,
            ticket.browser_hash,
            ticket.client_id,
            request,
            asked_at,
            expires_at
        ],
    )
    .map(drop)
}

/// How many wait for somebody to decide, counted no further than this.
pub fn waiting(db: &Read, most: i64) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT 1 FROM oauth_tickets WHERE state = 'Pending' LIMIT ?1)";
    db.number(sql, params![most])
}

/// The live ticket of this id and browser.
pub fn get(db: &Read, id: &TicketId, browser_hash: &str, now: Seconds) -> Result<Option<Ticket>> {
    let sql = format!(
        "SELECT {} FROM oauth_tickets WHERE id = ?1 AND browser_hash = ?2 AND expires_at > ?3",
        Ticket::COLUMNS
    );
    db.first(&sql, params![id, browser_hash, now])
}

/// Whether a ticket of this id was decided, in whatever browser.
pub fn is_decided(db: &Read, id: &TicketId) -> Result<bool> {
    let sql = "SELECT count(*) FROM oauth_tickets WHERE id = ?1 AND state <> 'Pending'";
    Ok(db.number(sql, params![id])? > 0)
}

/// Moves a ticket on, if it stands where it should.
pub fn advance(db: &Write, id: &TicketId, from: State, to: State, user_id: &UserId) -> Result<bool> {
    let sql = "UPDATE oauth_tickets SET state = ?3, user_id = ?4 WHERE id = ?1 AND state = ?2";
    Ok(db.execute(sql, params![id, from.name(), to.name(), user_id])? == 1)
}

/// Removes what has expired.
pub fn sweep(db: &Write, now: Seconds) -> Result<usize> {
    db.remove_some(("oauth_tickets", "id"), "expires_at <= ?1", params![now])
}
