//! All SQL on the usage of tokens.

use super::{Count, Note};
use crate::base::{ClientId, Result, Seconds, UserId};
use crate::db::{Read, Write, params, row};
use std::collections::BTreeSet;

row! {
    /// Usage of a client, by a user or altogether, over some days.
    #[derive(Clone, Debug)]
    pub struct UsageRow {
        pub client_id: ClientId,
        pub app_name: String,
        /// `None`: the client alone.
        pub user: Option<String> = "user_name",
        pub issued: i64,
        pub used: i64,
        pub last_used_at: Option<Seconds>,
        pub address: String,
        pub scopes: BTreeSet<String> = via(words),
    }
}

fn words(text: String) -> BTreeSet<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Adds a note. Clients that were removed in the meantime are left out.
pub fn add(db: &Write, client_id: &ClientId, user_id: Option<&UserId>, day: i64, note: &Note) -> Result<()> {
    // A client that acts alone has a row of nobody's.
    let user_id = user_id.map(UserId::as_str).unwrap_or_default();
    let sql = "SELECT scopes FROM oauth_usage WHERE client_id = ?1 AND user_id = ?2 AND day = ?3";
    let known = db.first_with(sql, params![client_id, user_id, day], |row| row.get("scopes"))?;
    let mut scopes = words(known.unwrap_or_default());
    scopes.extend(note.scopes.iter().cloned());
    let scopes = scopes.into_iter().collect::<Vec<_>>().join(" ");
    db.execute(
        "INSERT INTO oauth_usage (client_id, user_id, day, issued, used, last_used_at, address, scopes)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM oauth_clients WHERE name = ?1
         ON CONFLICT (client_id, user_id, day) DO UPDATE SET
             issued = oauth_usage.issued + excluded.issued, used = oauth_usage.used + excluded.used,
             last_used_at = COALESCE(excluded.last_used_at, oauth_usage.last_used_at),
             address = CASE WHEN excluded.last_used_at IS NULL THEN oauth_usage.address ELSE excluded.address END,
             scopes = excluded.scopes",
        params![
            client_id,
            user_id,
            day,
            note.issued,
            note.used,
            note.last_used_at,
            note.address.map(|address| address.to_string()).unwrap_or_default(),
            scopes
        ],
    )
    .map(drop)
}

/// Adds to a count of a day.
pub fn add_count(db: &Write, day: i64, count: Count, number: i64) -> Result<()> {
    db.execute(
        "INSERT INTO daily_counts (day, kind, number) VALUES (?1, ?2, ?3)
         ON CONFLICT (day, kind) DO UPDATE SET number = daily_counts.number + excluded.number",
        params![day, count.name(), number],
    )
    .map(drop)
}

/// How often something happened, day by day from the first to the last.
pub fn counts(db: &Read, count: Count, first: i64, last: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT day, number FROM daily_counts WHERE kind = ?1 AND day >= ?2 AND day <= ?3";
    let found = db.all_with(sql, params![count.name(), first, last], |row| {
        Ok((row.get::<i64>("day")?, row.get::<i64>("number")?))
    })?;
    let of = |day| {
        found
            .iter()
            .find(|(own, _)| *own == day)
            .map_or(0, |(_, number)| *number)
    };
    Ok((first..=last).map(|day| (day, of(day))).collect())
}

/// Tokens issued to a client (or to all), day by day.
pub fn issued_by_day(db: &Read, client_id: &ClientId, first: i64, last: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT day, sum(issued) AS number FROM oauth_usage
               WHERE client_id = ?1 AND day >= ?2 AND day <= ?3 GROUP BY day";
    let found = db.all_with(sql, params![client_id, first, last], |row| {
        Ok((row.get::<i64>("day")?, row.get::<i64>("number")?))
    })?;
    let of = |day| {
        found
            .iter()
            .find(|(own, _)| *own == day)
            .map_or(0, |(_, number)| *number)
    };
    Ok((first..=last).map(|day| (day, of(day))).collect())
}

const LINES: &str =
    "SELECT client_id, app_name, users.name AS user_name, issued, used, oauth_usage.last_used_at AS last_used_at,
                            address, oauth_usage.scopes AS scopes
                     FROM oauth_usage JOIN oauth_clients ON oauth_clients.name = client_id
                                      LEFT JOIN users ON users.id = user_id";

/// Usage since a day, summed by client and user; the latest first.
pub fn by_client_and_user(
    db: &Read,
    since: i64,
    client_id: Option<&ClientId>,
    user_id: Option<&UserId>,
) -> Result<Vec<UsageRow>> {
    let sql = format!(
        "{LINES} WHERE day >= ?1 AND (?2 IS NULL OR client_id = ?2) AND (?3 IS NULL OR user_id = ?3)
         ORDER BY day DESC LIMIT 20000"
    );
    let days: Vec<UsageRow> = db.all(&sql, params![since, client_id, user_id])?;
    let mut lines: Vec<UsageRow> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for day in days {
        let key = (day.client_id.clone(), day.user.clone());
        match places.get(&key) {
            None => {
                places.insert(key, lines.len());
                lines.push(day);
            }
            Some(&place) => merge(&mut lines[place], day),
        }
    }
    Ok(lines)
}

/// Adds an earlier day.
fn merge(line: &mut UsageRow, earlier: UsageRow) {
    line.issued += earlier.issued;
    line.used += earlier.used;
    if line.last_used_at.is_none() {
        line.last_used_at = earlier.last_used_at;
        line.address = earlier.address;
    }
    line.scopes.extend(earlier.scopes);
}

/// Removes what is older.
pub fn sweep(db: &Write, before: i64) -> Result<usize> {
    let usage = db.remove_some(("oauth_usage", "rowid"), "day < ?1", params![before])?;
    Ok(usage.max(db.execute("DELETE FROM daily_counts WHERE day < ?1", params![before])?))
}
