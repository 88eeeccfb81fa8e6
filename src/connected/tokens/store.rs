//! All SQL on the Token Cache, beside the record engine's.

use super::{Held, NewConnection, Status, Times};
use crate::base::clock::DAY;
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, Scopes, Seconds, vault};
use crate::connected::apps::ConnectedApp;
use crate::connected::token_request::granted;
use crate::db::{Column, FromColumn, FromRow, Read, Row, Write, params};
use crate::upstream::token_response::TokenResponse;

const TABLE: &str = "token_caches";
const ACCESS: &str = "access_token_sealed";
const REFRESH: &str = "refresh_token_sealed";

fn seal(env: &Env, name: &str, column: &str, token: &Secret) -> String {
    let place = vault::place(TABLE, name, column);
    env.vault.seal_text(&*env.random, &place, token.reveal())
}

impl FromColumn for Status {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(Status::from_word)
    }
}

/// What is held as its row has it, with its tokens opened.
fn read(env: &Env, row: &Row) -> Result<Held> {
    let held = Held::from_row(row)?;
    let open = |column: &str| {
        let sealed: Option<String> = row.get(column)?;
        let open = |sealed: String| env.vault.open_text(&vault::place(TABLE, &held.name, column), &sealed);
        let opened = sealed.map(open).transpose()?;
        Ok::<_, Error>(opened.map(|token| Secret::of(&token)))
    };
    Ok(Held {
        access_token: open(ACCESS)?.unwrap_or_else(|| Secret::of("")),
        refresh_token: open(REFRESH)?,
        ..held
    })
}

/// What is held under a name.
pub fn get(db: &Read, env: &Env, name: &str) -> Result<Option<Held>> {
    let sql = "SELECT * FROM token_caches WHERE name = ?1";
    db.first_with(sql, params![name], |row| read(env, row))
}

/// What is held for one user at one app; without a user, for the site itself.
pub fn of_user(db: &Read, env: &Env, app: &str, user: Option<&str>) -> Result<Option<Held>> {
    let sql = "SELECT * FROM token_caches WHERE connected_app = ?1
               AND ((user_name IS NULL AND ?2 IS NULL) OR user_name = ?2)";
    db.first_with(sql, params![app, user], |row| read(env, row))
}

/// Everything that is held at an app, or for a user.
pub fn all_of(db: &Read, env: &Env, app: Option<&str>, user: Option<&str>) -> Result<Vec<Held>> {
    let sql = "SELECT * FROM token_caches
               WHERE (?1 IS NULL OR connected_app = ?1) AND (?2 IS NULL OR user_name = ?2) ORDER BY name";
    db.all_with(sql, params![app, user], |row| read(env, row))
}

/// How many connections an app has: all of them, and those that do not fare well.
pub fn counts(db: &Read, app: &str) -> Result<(i64, i64)> {
    let all = "SELECT count(*) FROM token_caches WHERE connected_app = ?1";
    let bad = "SELECT count(*) FROM token_caches WHERE connected_app = ?1 AND status <> 'Connected'";
    Ok((db.number(all, params![app])?, db.number(bad, params![app])?))
}

/// Connections that do not fare well, as the check-up tells of them.
pub fn failing(db: &Read, env: &Env, most: i64) -> Result<Vec<Held>> {
    let sql = "SELECT * FROM token_caches WHERE status <> 'Connected' ORDER BY failing_since, name LIMIT ?1";
    db.all_with(sql, params![most], |row| read(env, row))
}

/// Connections that were being renewed when the server was stopped.
pub fn refreshing(db: &Read, env: &Env) -> Result<Vec<Held>> {
    let sql = "SELECT * FROM token_caches WHERE refreshing_at IS NOT NULL ORDER BY name";
    db.all_with(sql, params![], |row| read(env, row))
}

/// Connections in use that are due to be renewed ahead of their end: app and name. Moments that lie
/// further ahead than they can are of a clock that was set back.
pub fn due(db: &Read, now: Seconds, most: i64) -> Result<Vec<(String, String)>> {
    /// In use: within so long.
    const IN_USE: Seconds = DAY.times(14);
    let sql = "SELECT connected_app, token_caches.name FROM token_caches
               JOIN connected_apps ON connected_apps.name = token_caches.connected_app AND connected_apps.enabled = 1
               LEFT JOIN users ON users.name = token_caches.user_name
               WHERE status <> 'Connect Again'
                 AND (token_caches.user_name IS NULL OR users.enabled = 1)
                 AND (refresh_token_sealed IS NOT NULL OR token_caches.user_name IS NULL)
                 AND (refresh_at <= ?1 OR (status = 'Failing' AND next_attempt_at IS NOT NULL)
                      OR coalesce(last_refreshed_at, connected_at) > ?1 + 300)
                 AND (next_attempt_at IS NULL OR next_attempt_at <= ?1 OR next_attempt_at > ?1 + ?4)
                 AND (connected_at > ?2 OR last_used_at > ?2)
               ORDER BY coalesce(next_attempt_at, refresh_at), token_caches.name LIMIT ?3";
    db.all_with(sql, params![now, now - IN_USE, most, super::MAX_WAIT], |row| {
        Ok((row.get("connected_app")?, row.get("name")?))
    })
}

/// Keeps a new connection.
pub fn put(
    db: &Write,
    env: &Env,
    app: &ConnectedApp,
    name: &str,
    made: &NewConnection,
    kept: Option<&Secret>,
    times: &Times,
) -> Result<()> {
    let response = made.response;
    let refresh = response
        .refresh_token
        .as_ref()
        .or(kept)
        .map(|token| seal(env, name, REFRESH, token));
    db.execute(
        "INSERT INTO token_caches (name, connected_app, user_name, provider_name, access_token_sealed,
                                   refresh_token_sealed, token_type, scopes, expires_in, expires_at, refresh_at,
                                   connected_as, success_uri, connected_at, owner, modified_by, creation_at, modified_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'Bearer', ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?14, ?15, ?15)
         ON CONFLICT (name) DO UPDATE SET
             provider_name = excluded.provider_name, access_token_sealed = excluded.access_token_sealed,
             refresh_token_sealed = excluded.refresh_token_sealed, scopes = excluded.scopes,
             expires_in = excluded.expires_in, expires_at = excluded.expires_at, refresh_at = excluded.refresh_at,
             connected_as = excluded.connected_as, success_uri = excluded.success_uri, status = 'Connected',
             refreshing_at = NULL, failing_since = NULL, failure = NULL, failures = 0, next_attempt_at = NULL, wait_until = NULL,
             last_attempt_at = NULL, last_refreshed_at = NULL, connected_at = excluded.connected_at, modified_by = excluded.modified_by,
             modified_at = excluded.modified_at",
        params![
            name,
            app.name,
            made.user,
            app.provider_name,
            seal(env, name, ACCESS, &response.access_token),
            refresh,
            granted(app, response).iter().collect::<Vec<_>>().join("\n"),
            times.expires_in,
            times.expires_at,
            times.refresh_at,
            made.connected_as,
            made.success_uri,
            env.now(),
            made.user.unwrap_or(crate::users::ADMINISTRATOR),
            env.now_ms()
        ],
    )
    .map(drop)
}

/// Keeps renewed tokens; the refresh token stays if there is no new one.
pub fn renew(
    db: &Write,
    env: &Env,
    held: &Held,
    response: &TokenResponse,
    scopes: &Scopes,
    times: &Times,
) -> Result<()> {
    let name = &held.name;
    let refresh = response
        .refresh_token
        .as_ref()
        .map(|token| seal(env, name, REFRESH, token));
    db.execute(
        "UPDATE token_caches SET access_token_sealed = ?2, refresh_token_sealed = coalesce(?3, refresh_token_sealed),
             scopes = ?4, expires_in = ?5, expires_at = ?6, refresh_at = ?7, status = 'Connected',
             refreshing_at = NULL, failing_since = NULL, failure = NULL, failures = 0, next_attempt_at = NULL,
             wait_until = NULL, last_refreshed_at = ?8, modified_at = ?9
         WHERE name = ?1",
        params![
            name,
            seal(env, name, ACCESS, &response.access_token),
            refresh,
            scopes.iter().collect::<Vec<_>>().join("\n"),
            times.expires_in,
            times.expires_at,
            times.refresh_at,
            env.now(),
            env.now_ms()
        ],
    )
    .map(drop)
}

/// Marks a connection as being renewed, before the other side is asked.
pub fn begin_refresh(db: &Write, name: &str, now: Seconds) -> Result<bool> {
    let sql = "UPDATE token_caches SET refreshing_at = ?2, last_attempt_at = ?2 WHERE name = ?1";
    Ok(db.execute(sql, params![name, now])? == 1)
}

/// Notes a failure. What is to be tried again at once may be.
pub fn fail(
    db: &Write,
    name: &str,
    status: Status,
    words: &str,
    now: Seconds,
    next_attempt_at: Option<Seconds>,
    wait_until: Option<Seconds>,
) -> Result<()> {
    db.execute(
        "UPDATE token_caches SET status = ?2, failure = ?3, failing_since = coalesce(failing_since, ?4),
             failures = failures + 1, next_attempt_at = ?5, refreshing_at = NULL, wait_until = ?6,
             last_attempt_at = CASE WHEN ?5 <= ?4 THEN NULL ELSE last_attempt_at END
         WHERE name = ?1",
        params![name, status.word(), words, now, next_attempt_at, wait_until],
    )
    .map(drop)
}

/// Ends an attempt that came to nothing and says nothing.
pub fn end_attempt(db: &Write, name: &str, next_attempt_at: Seconds) -> Result<()> {
    let sql = "UPDATE token_caches SET refreshing_at = NULL, next_attempt_at = ?2 WHERE name = ?1";
    db.execute(sql, params![name, next_attempt_at]).map(drop)
}

/// Forgets the tokens of a connection.
pub fn forget_tokens(db: &Write, env: &Env, name: &str) -> Result<()> {
    let nothing = seal(env, name, ACCESS, &Secret::of(""));
    let sql = "UPDATE token_caches SET access_token_sealed = ?2, refresh_token_sealed = NULL WHERE name = ?1";
    db.execute(sql, params![name, nothing]).map(drop)
}

/// Notes that a token was used, at most once a minute.
pub fn used(db: &Write, name: &str, now: Seconds) -> Result<()> {
    let sql = "UPDATE token_caches SET last_used_at = ?2
               WHERE name = ?1 AND (last_used_at IS NULL OR last_used_at < ?2 - 60)";
    db.execute(sql, params![name, now]).map(drop)
}

/// Removes what is held.
pub fn delete(db: &Write, name: &str) -> Result<()> {
    db.execute("DELETE FROM token_caches WHERE name = ?1", params![name])
        .map(drop)
}
