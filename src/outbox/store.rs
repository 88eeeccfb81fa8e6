//! All SQL on the outbox, beside the record engine's.

use super::{Delivery, Kind, Message, place};
use crate::base::clock::MINUTE;
use crate::base::{Env, Result, Seconds, random};
use crate::db::{Column, FromColumn, FromRow, Read, Write, params};

/// For how long whoever takes a message has it: longer than any attempt. If nobody says what became of it, it is sent
/// again.
const TAKEN: Seconds = MINUTE.times(3);

impl FromColumn for Kind {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(Kind::from_word)
    }
}

/// Puts a message into the outbox, in the transaction of its cause.
pub fn enqueue(db: &Write, env: &Env, message: &Message) -> Result<()> {
    let name = random::name(&*env.random, 12);
    let sealed = env.vault.seal_text(&*env.random, &place(&name), &message.content);
    db.execute(
        "INSERT INTO deliveries (name, kind, event, connected_app, receiver, user_name, url, content_sealed,
                                 next_attempt_at, created_at, owner, modified_by, creation_at, modified_at, client_id)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?10, ?11, ?11, ?12)",
        params![
            name,
            message.kind.word(),
            message.event,
            message.connected_app,
            message.receiver,
            message.user,
            message.url,
            sealed,
            env.now(),
            crate::users::ADMINISTRATOR,
            env.now_ms(),
            message.client
        ],
    )
    .map(drop)
}

/// What is due, by name and address, the longest due first: no more than so many at an address.
pub(super) fn due(db: &Read, now: Seconds, at_address: usize) -> Result<Vec<(String, String)>> {
    let sql = "SELECT name, url FROM (
                   SELECT name, url, next_attempt_at,
                          row_number() OVER (PARTITION BY url ORDER BY next_attempt_at, name) AS place
                   FROM deliveries WHERE status = 'Waiting' AND next_attempt_at <= ?1) AS waiting
               WHERE place <= ?2 ORDER BY next_attempt_at, name";
    db.all_with(sql, params![now, at_address as i64], |row| {
        Ok((row.get("name")?, row.get("url")?))
    })
}

/// Takes messages that are due, which is an attempt: nobody else has them for a while.
pub(super) fn take(db: &Write, names: &[String], now: Seconds) -> Result<Vec<Delivery>> {
    let sql = format!(
        "UPDATE deliveries SET next_attempt_at = ?3, attempts = attempts + 1
         WHERE name = ?1 AND status = 'Waiting' AND next_attempt_at <= ?2 RETURNING {}",
        Delivery::COLUMNS
    );
    let mut taken = Vec::new();
    for name in names {
        taken.extend(db.first::<Delivery>(&sql, params![name, now, now + TAKEN])?);
    }
    Ok(taken)
}

/// What a webhook says.
pub fn body(db: &Read, env: &Env, name: &str) -> Result<Option<String>> {
    let sql = "SELECT content_sealed FROM deliveries WHERE name = ?1 AND kind = 'Webhook'";
    let sealed: Option<Option<String>> = db.first_with(sql, params![name], |row| row.get("content_sealed"))?;
    let open = |sealed: String| env.vault.open_text(&place(name), &sealed);
    sealed.flatten().map(open).transpose()
}

/// It was taken. A token that was given back, or a mail with its links, is forgotten.
pub(super) fn delivered(db: &Write, name: &str, answer: &str, now: Seconds) -> Result<()> {
    let sql = "UPDATE deliveries SET status = 'Delivered', answer = ?2, ended_at = ?3,
                   next_attempt_at = NULL,
                   content_sealed = CASE WHEN kind IN ('Revocation', 'Mail') THEN NULL ELSE content_sealed END
               WHERE name = ?1";
    db.execute(sql, params![name, answer, now]).map(drop)
}

/// It was not taken: it is sent again at `next`, or given up. What is secret in it is forgotten then, too.
pub(super) fn failed(db: &Write, name: &str, answer: &str, now: Seconds, next: Option<Seconds>) -> Result<()> {
    let sql = "UPDATE deliveries SET answer = ?2, next_attempt_at = ?4,
                   status = CASE WHEN ?4 IS NULL THEN 'Failed' ELSE 'Waiting' END,
                   ended_at = CASE WHEN ?4 IS NULL THEN ?3 ELSE NULL END,
                   content_sealed = CASE WHEN ?4 IS NULL AND kind IN ('Revocation', 'Mail') THEN NULL ELSE content_sealed END
               WHERE name = ?1";
    db.execute(sql, params![name, answer, now, next]).map(drop)
}

/// Sends a message once more.
pub fn again(db: &Write, name: &str, now: Seconds) -> Result<()> {
    let sql = "UPDATE deliveries SET status = 'Waiting', attempts = 0, next_attempt_at = ?2, ended_at = NULL
               WHERE name = ?1";
    db.execute(sql, params![name, now]).map(drop)
}

/// How many were given up lately.
pub fn given_up(db: &Read, since: Seconds) -> Result<i64> {
    let sql = "SELECT count(*) FROM deliveries WHERE status = 'Failed' AND ended_at >= ?1";
    db.number(sql, params![since])
}

/// Removes what ended long ago.
pub fn sweep(db: &Write, before: Seconds) -> Result<usize> {
    let ended = "status <> 'Waiting' AND created_at < ?1";
    db.remove_some(("deliveries", "rowid"), ended, params![before])
}
