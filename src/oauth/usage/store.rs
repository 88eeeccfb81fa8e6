//! All SQL on the usage of tokens.

use super::{Count, Note};
use crate::base::{ClientId, Result, Scopes, Seconds, UserId};
use crate::db::{FromRow, Read, ToSql, Write, params, row};
use std::collections::{BTreeSet, HashMap, HashSet};

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
            with(known, note)
        ],
    )
    .map(drop)
}

/// Adds a note to what a client does altogether.
pub fn add_of_client(db: &Write, client_id: &ClientId, day: i64, note: &Note) -> Result<()> {
    let sql = "SELECT scopes FROM oauth_client_usage WHERE client_id = ?1 AND day = ?2";
    let known = db.first_with(sql, params![client_id, day], |row| row.get("scopes"))?;
    db.execute(
        "INSERT INTO oauth_client_usage (client_id, day, issued, used, last_used_at, scopes)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6 FROM oauth_clients WHERE name = ?1
         ON CONFLICT (client_id, day) DO UPDATE SET
             issued = oauth_client_usage.issued + excluded.issued, used = oauth_client_usage.used + excluded.used,
             last_used_at = CASE WHEN oauth_client_usage.last_used_at > excluded.last_used_at
                                 THEN oauth_client_usage.last_used_at
                                 ELSE COALESCE(excluded.last_used_at, oauth_client_usage.last_used_at) END,
             scopes = excluded.scopes",
        params![
            client_id,
            day,
            note.issued,
            note.used,
            note.last_used_at,
            with(known, note)
        ],
    )
    .map(drop)
}

/// The scopes that are known already, and those of a note.
fn with(known: Option<String>, note: &Note) -> String {
    let mut scopes = words(known.unwrap_or_default());
    scopes.extend(note.scopes.iter().cloned());
    scopes.into_iter().collect::<Vec<_>>().join(" ")
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
    day_by_day(db, sql, count.name(), first, last)
}

/// Tokens issued to a client, day by day.
pub fn issued_by_day(db: &Read, client_id: &ClientId, first: i64, last: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT day, issued AS number FROM oauth_client_usage WHERE client_id = ?1 AND day >= ?2 AND day <= ?3";
    day_by_day(db, sql, client_id.as_str(), first, last)
}

/// The number of each day from the first to the last; 0 where a day has none.
fn day_by_day(db: &Read, sql: &str, of: &str, first: i64, last: i64) -> Result<Vec<(i64, i64)>> {
    let found: HashMap<i64, i64> = db
        .all_with(sql, params![of, first, last], |row| {
            Ok((row.get("day")?, row.get("number")?))
        })?
        .into_iter()
        .collect();
    Ok((first..=last)
        .map(|day| (day, found.get(&day).copied().unwrap_or_default()))
        .collect())
}

row! {
    /// What a client did on one day, or on some days together.
    #[derive(Clone, Debug)]
    pub struct ClientUse in "oauth_client_usage" {
        pub client_id: ClientId,
        pub issued: i64,
        pub used: i64,
        pub last_used_at: Option<Seconds>,
        pub scopes: BTreeSet<String> = via(words),
    }
}

impl ClientUse {
    fn of(client_id: &ClientId) -> Self {
        ClientUse {
            client_id: client_id.clone(),
            issued: 0,
            used: 0,
            last_used_at: None,
            scopes: BTreeSet::new(),
        }
    }

    /// The scopes that it exercised.
    pub fn exercised(&self) -> Scopes {
        Scopes::of(self.scopes.iter().map(String::as_str))
    }

    fn add(&mut self, other: ClientUse) {
        self.issued += other.issued;
        self.used += other.used;
        self.last_used_at = self.last_used_at.max(other.last_used_at);
        self.scopes.extend(other.scopes);
    }
}

/// What a client did since a day.
pub fn of_client(db: &Read, client_id: &ClientId, since: i64) -> Result<ClientUse> {
    let sql = format!(
        "SELECT {} FROM oauth_client_usage WHERE client_id = ?1 AND day >= ?2",
        ClientUse::COLUMNS
    );
    let mut found = ClientUse::of(client_id);
    for day in db.all(&sql, params![client_id, since])? {
        found.add(day);
    }
    Ok(found)
}

/// What every client did since a day; those that did nothing are left out.
pub fn of_clients(db: &Read, since: i64) -> Result<HashMap<ClientId, ClientUse>> {
    let sql = format!("SELECT {} FROM oauth_client_usage WHERE day >= ?1", ClientUse::COLUMNS);
    let mut found: HashMap<ClientId, ClientUse> = HashMap::new();
    for day in db.all::<ClientUse>(&sql, params![since])? {
        let known = found.entry(day.client_id.clone());
        known.or_insert_with(|| ClientUse::of(&day.client_id)).add(day);
    }
    Ok(found)
}

const LINES: &str =
    "SELECT client_id, app_name, users.name AS user_name, issued, used, oauth_usage.last_used_at AS last_used_at,
                            address, oauth_usage.scopes AS scopes
                     FROM oauth_usage JOIN oauth_clients ON oauth_clients.name = client_id
                                      LEFT JOIN users ON users.id = user_id";

/// Usage since a day, summed by client and user: so many of them at the most, the latest first.
pub fn by_client_and_user(
    db: &Read,
    since: i64,
    client_id: Option<&ClientId>,
    user_id: Option<&UserId>,
    most: usize,
) -> Result<Vec<UsageRow>> {
    let mut lines = Vec::new();
    for (client_id, user_id) in latest(db, since, client_id, user_id, most)? {
        let sql = format!("{LINES} WHERE client_id = ?1 AND user_id = ?2 AND day >= ?3 ORDER BY day DESC");
        let days: Vec<UsageRow> = db.all(&sql, params![client_id, user_id, since])?;
        lines.extend(days.into_iter().reduce(merge));
    }
    Ok(lines)
}

/// Who used what lately: client and user, each pair once.
fn latest(
    db: &Read,
    since: i64,
    client_id: Option<&ClientId>,
    user_id: Option<&UserId>,
    most: usize,
) -> Result<Vec<(ClientId, String)>> {
    let mut sql = String::from("SELECT client_id, user_id FROM oauth_usage WHERE day >= ?1");
    let mut by: Vec<&dyn ToSql> = vec![&since];
    if let Some(client_id) = &client_id {
        by.push(client_id);
        sql += &format!(" AND client_id = ?{}", by.len());
    }
    if let Some(user_id) = &user_id {
        by.push(user_id);
        sql += &format!(" AND user_id = ?{}", by.len());
    }
    sql += " ORDER BY day DESC";
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    db.some_with(&sql, &by, |row| {
        let pair: (ClientId, String) = (row.get("client_id")?, row.get("user_id")?);
        if seen.insert(pair.clone()) {
            found.push(pair);
        }
        Ok(found.len() < most)
    })?;
    Ok(found)
}

/// Adds an earlier day.
fn merge(mut line: UsageRow, earlier: UsageRow) -> UsageRow {
    line.issued += earlier.issued;
    line.used += earlier.used;
    if line.last_used_at.is_none() {
        line.last_used_at = earlier.last_used_at;
        line.address = earlier.address;
    }
    line.scopes.extend(earlier.scopes);
    line
}

/// Removes what is older.
pub fn sweep(db: &Write, before: i64) -> Result<usize> {
    let usage = db.remove_some(("oauth_usage", "rowid"), "day < ?1", params![before])?;
    let usage = usage.max(db.remove_some(("oauth_client_usage", "rowid"), "day < ?1", params![before])?);
    Ok(usage.max(db.execute("DELETE FROM daily_counts WHERE day < ?1", params![before])?))
}
