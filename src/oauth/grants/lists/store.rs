//! The SQL of what people see of grants.

use crate::base::{ClientId, GrantId, Result, Scopes, Seconds, SessionId, UserId, counted, scope};
use crate::db::{FromRow, Read, params, row};
use crate::oauth::grants::TokenKind;

row! {
    /// A grant as people see it.
    #[derive(Clone, Debug)]
    pub struct GrantLine {
        pub id: GrantId,
        pub client_id: ClientId,
        pub app_name: String,
        pub scopes: Scopes,
        pub created_at: Seconds,
        /// When the last token of it was issued.
        pub renewed_at: Option<Seconds>,
    }
}

/// What a user allows now, the latest first.
pub fn of_user(db: &Read, user_id: &UserId, now: Seconds) -> Result<Vec<GrantLine>> {
    let sql = "SELECT oauth_grants.id AS id, client_id, app_name, oauth_grants.scopes AS scopes,
                      oauth_grants.created_at AS created_at,
                      (SELECT max(created_at) FROM oauth_tokens WHERE grant_id = oauth_grants.id) AS renewed_at
               FROM oauth_grants JOIN oauth_clients ON name = client_id
               WHERE user_id = ?1 AND session_id IS NOT NULL AND revoked_at IS NULL AND expires_at > ?2
               ORDER BY created_at DESC, id LIMIT 200";
    db.all(sql, params![user_id, now])
}

/// How many live grants of people got no token since then, up to one more than [`counted::MOST`].
pub fn asleep(db: &Read, before: Seconds, now: Seconds) -> Result<i64> {
    // The plus leaves the old ones to their index: the living are nearly all.
    let sql = "SELECT count(*) FROM (
                   SELECT id FROM oauth_grants
                   WHERE created_at < ?1 AND +expires_at > ?2 AND revoked_at IS NULL AND session_id IS NOT NULL
                     AND NOT EXISTS (SELECT 1 FROM oauth_tokens WHERE grant_id = oauth_grants.id AND created_at >= ?1)
                   LIMIT ?3) AS some";
    db.number(sql, params![before, now, counted::MOST + 1])
}

/// Names of grants by who gave them and to which client.
pub fn found_grants(like: &dyn Fn(&[&str]) -> String, most: i64) -> String {
    let (people, apps) = (like(&["name", "full_name"]), like(&["name", "app_name"]));
    format!(
        "SELECT name FROM (SELECT oauth_grants.id AS name
                           FROM (SELECT id AS linked FROM users WHERE {people}) AS people CROSS JOIN oauth_grants
                           WHERE user_id = linked LIMIT {most}) AS of_people
         UNION
         SELECT name FROM (SELECT oauth_grants.id AS name
                           FROM (SELECT name AS linked FROM oauth_clients WHERE {apps}) AS apps CROSS JOIN oauth_grants
                           WHERE client_id = linked LIMIT {most}) AS of_apps"
    )
}

/// Names of access tokens, by their grants.
pub fn found_tokens(like: &dyn Fn(&[&str]) -> String, most: i64) -> String {
    let grants = found_grants(like, most);
    format!(
        "SELECT token_hash FROM ({grants}) AS found CROSS JOIN oauth_tokens WHERE grant_id = found.name AND kind = 'access'"
    )
}

/// Names of codes, by their grants.
pub fn found_codes(like: &dyn Fn(&[&str]) -> String, most: i64) -> String {
    let grants = found_grants(like, most);
    format!("SELECT code_hash FROM ({grants}) AS found CROSS JOIN oauth_codes WHERE grant_id = found.name")
}

row! {
    /// A token as the desk lists it.
    #[derive(Clone, Debug)]
    pub struct TokenLine in "oauth_tokens" {
        pub kind: TokenKind,
        pub prefix: String,
        pub created_at: Seconds,
        pub expires_at: Seconds,
        pub used_at: Option<Seconds>,
    }
}

/// The tokens of a grant, the newest first.
pub fn tokens_of(db: &Read, grant_id: &GrantId) -> Result<Vec<TokenLine>> {
    let sql = format!(
        "SELECT {} FROM oauth_tokens WHERE grant_id = ?1 ORDER BY created_at DESC, kind LIMIT 100",
        TokenLine::COLUMNS
    );
    db.all(&sql, params![grant_id])
}

row! {
    /// An app that somebody is signed in to.
    #[derive(Clone, Debug)]
    pub struct SignedIn {
        pub client_id: ClientId,
        pub sub: UserId,
        /// The session as the app knows it.
        pub sid: SessionId,
        scopes: Scopes,
    }
}

/// The apps that a session signed in to, whatever became of it there.
pub fn signed_in(db: &Read, session_id: &SessionId) -> Result<Vec<SignedIn>> {
    let sql = "SELECT DISTINCT client_id, user_id AS sub, sid, scopes FROM oauth_grants
               WHERE session_id = ?1 AND user_id IS NOT NULL AND sid IS NOT NULL ORDER BY client_id, sid";
    Ok(told(db.all(sql, params![session_id])?))
}

/// The apps that a user is signed in to, in whichever session: those that live, and those that ran out here and left the app
/// what it has.
pub fn signed_in_of_user(db: &Read, user_id: &UserId) -> Result<Vec<SignedIn>> {
    let sql = "SELECT DISTINCT client_id, user_id AS sub, sid, scopes FROM oauth_grants
               WHERE user_id = ?1 AND sid IS NOT NULL
                 AND (revoked_at IS NULL OR session_id IN (SELECT id FROM sessions WHERE user_id = ?1))
               ORDER BY client_id, sid";
    Ok(told(db.all(sql, params![user_id])?))
}

/// Those that were told who signed in, each once.
fn told(mut found: Vec<SignedIn>) -> Vec<SignedIn> {
    found.retain(|signed_in| signed_in.scopes.contains(scope::OPENID));
    found.dedup_by(|a, b| a.client_id == b.client_id && a.sid == b.sid);
    found
}
