//! All SQL on the outbox of deliveries, beside the record engine's.

use super::{Delivery, DeliveryKind};
use crate::base::secret::Secret;
use crate::base::{Env, Result, Seconds, random, vault};
use crate::connected::apps::ConnectedApp;
use crate::connected::tokens::Held;
use crate::db::{Column, FromColumn, FromRow, Read, Write, params};

impl FromColumn for DeliveryKind {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(DeliveryKind::from_word)
    }
}

fn place(name: &str) -> String {
    vault::place("deliveries", name, "content_sealed")
}

/// Puts a message into the outbox: its kind, its event and where it goes, and what it says.
pub(super) fn enqueue(
    db: &Write,
    env: &Env,
    app: &ConnectedApp,
    held: &Held,
    (kind, event, url): (DeliveryKind, &str, &str),
    content: &str,
) -> Result<()> {
    let name = random::name(&*env.random, 12);
    let sealed = env.vault.seal_text(&*env.random, &place(&name), content);
    db.execute(
        "INSERT INTO deliveries (name, kind, event, connected_app, provider_name, user_name, url, content_sealed,
                                 next_attempt_at, created_at, owner, modified_by, creation_at, modified_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10, ?10, ?11, ?11)",
        params![
            name,
            kind.word(),
            event,
            app.name,
            app.provider_name,
            held.user,
            url,
            sealed,
            env.now(),
            crate::users::ADMINISTRATOR,
            env.now_ms()
        ],
    )
    .map(drop)
}

/// What is due, opened.
pub(super) fn due(db: &Read, env: &Env, now: Seconds, most: i64) -> Result<Vec<Delivery>> {
    let sql = "SELECT * FROM deliveries WHERE status = 'Waiting' AND next_attempt_at <= ?1
               ORDER BY next_attempt_at, name LIMIT ?2";
    db.all_with(sql, params![now, most], |row| {
        let delivery = Delivery::from_row(row)?;
        let sealed: Option<String> = row.get("content_sealed")?;
        let content = env
            .vault
            .open_text(&place(&delivery.name), &sealed.unwrap_or_default())?;
        Ok(Delivery {
            content: Secret::of(&content),
            ..delivery
        })
    })
}

/// The body of a webhook.
pub fn body(db: &Read, env: &Env, name: &str) -> Result<Option<String>> {
    let sql = "SELECT content_sealed FROM deliveries WHERE name = ?1 AND kind = 'Webhook'";
    let sealed: Option<Option<String>> = db.first_with(sql, params![name], |row| row.get("content_sealed"))?;
    let open = |sealed: String| env.vault.open_text(&place(name), &sealed);
    sealed.flatten().map(open).transpose()
}

/// It was taken. A token that was given back is forgotten.
pub(super) fn delivered(db: &Write, name: &str, answer: &str, now: Seconds) -> Result<()> {
    let sql = "UPDATE deliveries SET status = 'Delivered', attempts = attempts + 1, answer = ?2, ended_at = ?3,
                   next_attempt_at = NULL,
                   content_sealed = CASE kind WHEN 'Revocation' THEN NULL ELSE content_sealed END
               WHERE name = ?1";
    db.execute(sql, params![name, answer, now]).map(drop)
}

/// It was not taken: it is sent again at `next`, or given up. A token that cannot be given back is
/// forgotten, too.
pub(super) fn failed(db: &Write, name: &str, answer: &str, now: Seconds, next: Option<Seconds>) -> Result<()> {
    let sql = "UPDATE deliveries SET attempts = attempts + 1, answer = ?2, next_attempt_at = ?4,
                   status = CASE WHEN ?4 IS NULL THEN 'Failed' ELSE 'Waiting' END,
                   ended_at = CASE WHEN ?4 IS NULL THEN ?3 ELSE NULL END,
                   content_sealed = CASE WHEN ?4 IS NULL AND kind = 'Revocation' THEN NULL ELSE content_sealed END
               WHERE name = ?1";
    db.execute(sql, params![name, answer, now, next]).map(drop)
}

/// Sends a webhook once more.
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
