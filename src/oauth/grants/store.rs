//! All SQL on grants, codes and tokens.

use super::{Code, Grant, NewToken, Token, TokenKind};
use crate::base::secret::{Hash, Secret};
use crate::base::{ClientId, GrantId, Millis, Result, Scopes, Seconds, SessionId, UserId};
use crate::db::{Column, FromColumn, FromRow, Read, Write, params};
use crate::oauth::resources::TokenFormat;
use serde_json::{Map, Value as Json};

impl FromColumn for TokenKind {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(TokenKind::from_name)
    }
}

/// The `claims` parameter of a request (OpenID Connect Core §5.5).
impl FromColumn for Map<String, Json> {
    fn from_column(column: &Column) -> Result<Self> {
        column.json()
    }
}

/// Stores a new grant.
pub fn insert_grant(db: &Write, grant: &Grant, now: Seconds, expires_at: Seconds) -> Result<()> {
    let claims = serde_json::Value::Object(grant.claims.clone()).to_string();
    db.execute(
        "INSERT INTO oauth_grants (id, client_id, user_id, role, session_id, scopes, claims, claim_scopes,
                                   auth_at, created_at, expires_at, resources, sid, amr)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            grant.id,
            grant.client_id,
            grant.user_id,
            grant.role,
            grant.session_id,
            grant.scopes.to_string(),
            claims,
            grant.claim_scopes.to_string(),
            grant.auth_at,
            now,
            expires_at,
            grant.resources.join("\n"),
            grant.sid,
            grant.amr.to_string()
        ],
    )
    .map(drop)
}

/// The grant of this id, revoked or not.
pub fn grant(db: &Read, id: &GrantId) -> Result<Option<Grant>> {
    let sql = format!("SELECT {} FROM oauth_grants WHERE id = ?1", Grant::COLUMNS);
    db.first(&sql, params![id])
}

/// Why a grant was revoked.
pub fn revoked_reason(db: &Read, id: &GrantId) -> Result<Option<String>> {
    let sql = "SELECT revoked_reason FROM oauth_grants WHERE id = ?1 AND revoked_reason IS NOT NULL";
    db.first_with(sql, params![id], |row| row.get("revoked_reason"))
}

/// The grants born in a session that are not revoked.
pub fn grants_of_session(db: &Read, session_id: &SessionId) -> Result<Vec<Grant>> {
    let sql = format!(
        "SELECT {} FROM oauth_grants WHERE session_id = ?1 AND revoked_at IS NULL",
        Grant::COLUMNS
    );
    db.all(&sql, params![session_id])
}

/// Hands the grants of a session over to the one that took its place.
pub fn move_grants(db: &Write, from_session: &SessionId, to_session: &SessionId) -> Result<()> {
    let sql = "UPDATE oauth_grants SET session_id = ?2 WHERE session_id = ?1";
    db.execute(sql, params![from_session, to_session]).map(drop)
}

/// The scopes, and the resources, of each live grant that a user gave a client: at this redirect URI, or at any other where a System Manager
/// saw to all of them.
pub fn live_consents(
    db: &Read,
    user_id: &UserId,
    client_id: &ClientId,
    redirect_uri: &str,
    now: Seconds,
) -> Result<Vec<(Scopes, Vec<String>)>> {
    let sql = "SELECT scopes, claim_scopes, resources FROM oauth_grants
               WHERE user_id = ?1 AND client_id = ?2 AND session_id IS NOT NULL AND revoked_at IS NULL AND expires_at > ?3
                 AND ((SELECT addresses_at FROM oauth_clients WHERE name = client_id) IS NULL
                      OR EXISTS (SELECT 1 FROM oauth_codes WHERE grant_id = oauth_grants.id AND redirect_uri = ?4))";
    db.all_with(sql, params![user_id, client_id, now, redirect_uri], |row| {
        let scopes: Scopes = row.get("scopes")?;
        let claims: Scopes = row.get("claim_scopes")?;
        Ok((scopes.with(&claims), row.get("resources")?))
    })
}

/// Moves the end of a grant, never nearer: where it has to be later, as much later as there is room for the next times.
pub fn extend_grant(db: &Write, id: &GrantId, expires_at: Seconds, room: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_grants SET expires_at = ?2 + ?3 WHERE id = ?1 AND expires_at < ?2";
    db.execute(sql, params![id, expires_at, room]).map(drop)
}

/// The grant that a client acts under by itself as this user or with this role, if it has one for these scopes already.
pub fn machine_grant(
    db: &Read,
    client_id: &ClientId,
    user_id: Option<&UserId>,
    role: Option<&str>,
    scopes: &Scopes,
) -> Result<Option<Grant>> {
    let sql = "SELECT * FROM oauth_grants
               WHERE client_id = ?1 AND session_id IS NULL AND user_id IS NOT DISTINCT FROM ?2
                 AND role IS NOT DISTINCT FROM ?3 AND scopes = ?4 AND revoked_at IS NULL
               LIMIT 1";
    db.first(sql, params![client_id, user_id, role, scopes.to_string()])
}

/// Revokes a grant, once; 0 if it was revoked before.
pub fn revoke_grant(db: &Write, id: &GrantId, now: Seconds, reason: &str) -> Result<usize> {
    let sql = "UPDATE oauth_grants SET revoked_at = ?2, revoked_reason = ?3 WHERE id = ?1 AND revoked_at IS NULL";
    db.execute(sql, params![id, now, reason])
}

/// Revokes every grant of a user; says how many.
pub fn revoke_of_user(db: &Write, user_id: &UserId, now: Seconds, reason: &str) -> Result<usize> {
    let sql = "UPDATE oauth_grants SET revoked_at = ?2, revoked_reason = ?3 WHERE user_id = ?1 AND revoked_at IS NULL";
    db.execute(sql, params![user_id, now, reason])
}

/// Revokes every grant of a client.
pub fn revoke_of_client(db: &Write, client_id: &ClientId, now: Seconds, reason: &str) -> Result<usize> {
    let sql = "UPDATE oauth_grants SET revoked_at = ?2, revoked_reason = ?3
               WHERE client_id = ?1 AND revoked_at IS NULL AND expires_at > ?2";
    db.execute(sql, params![client_id, now, reason])
}

/// Stores a code.
pub fn insert_code(db: &Write, secret: &Secret, code: &Code, now: Seconds) -> Result<()> {
    db.execute(
        "INSERT INTO oauth_codes (code_hash, grant_id, client_id, redirect_uri, redirect_given, code_challenge,
                                  nonce, created_at, expires_at, dpop_jkt)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            Hash::dated(secret.reveal()).0,
            code.grant_id,
            code.client_id,
            code.redirect_uri,
            code.redirect_given,
            code.code_challenge,
            code.nonce,
            now,
            code.expires_at,
            code.dpop_jkt
        ],
    )
    .map(drop)
}

/// The code, used or not, and its grant.
pub fn code(db: &Read, code: &Hash) -> Result<Option<(Code, Grant)>> {
    let sql =
        "SELECT grant_id, redirect_uri, redirect_given, code_challenge, nonce, dpop_jkt, oauth_codes.expires_at AS expires_at,
                      used_at, oauth_grants.id AS id, oauth_grants.client_id AS client_id, user_id, role, session_id,
                      sid, amr, scopes, claims, claim_scopes, resources, auth_at, revoked_at
               FROM oauth_codes JOIN oauth_grants ON oauth_grants.id = grant_id
               WHERE code_hash = ?1";
    db.first_with(sql, params![code.0], |row| {
        Ok((Code::from_row(row)?, Grant::from_row(row)?))
    })
}

/// Uses a code up; `false` if it is not this client's, has expired or was used before.
pub fn use_code(db: &Write, code: &Hash, client_id: &ClientId, now: Seconds) -> Result<bool> {
    let sql = "UPDATE oauth_codes SET used_at = ?3
               WHERE code_hash = ?1 AND client_id = ?2 AND used_at IS NULL AND expires_at > ?3";
    Ok(db.execute(sql, params![code.0, client_id, now])? == 1)
}

/// Stores a token.
pub fn insert_token(db: &Write, secret: &Secret, kind: TokenKind, new: &NewToken, now: Seconds) -> Result<()> {
    let (actors, parent) = match &new.exchanged {
        Some((actors, parent)) => (*actors, Some(parent)),
        None => (&[][..], None),
    };
    db.execute(
        "INSERT INTO oauth_tokens (token_hash, kind, prefix, grant_id, scopes, created_at, expires_at, dpop_jkt,
                                   resource, is_jwt, actors, parent_hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            Hash::dated(secret.reveal()).0,
            kind.name(),
            secret.prefix(),
            new.grant_id,
            new.scopes.to_string(),
            now,
            now + new.lifetime,
            new.key,
            new.target.map(|target| target.uri.as_str()),
            new.target.is_some_and(|target| target.token_format == TokenFormat::Jwt),
            actors.iter().map(ClientId::as_str).collect::<Vec<_>>().join("\n"),
            parent.map(|parent| &parent.0)
        ],
    )
    .map(drop)
}

/// The token of this kind, dead or alive, and its grant.
pub fn token(db: &Read, token: &Hash, kind: TokenKind) -> Result<Option<(Token, Grant)>> {
    let sql = "SELECT oauth_tokens.scopes AS token_scopes, oauth_tokens.created_at AS token_created_at,
                      oauth_tokens.expires_at AS token_expires_at, used_at, followed_at, dpop_jkt, resource, is_jwt, actors, parent_hash,
                      oauth_grants.*
               FROM oauth_tokens JOIN oauth_grants ON oauth_grants.id = grant_id
               WHERE token_hash = ?1 AND kind = ?2";
    db.first_with(sql, params![token.0, kind.name()], |row| {
        Ok((Token::from_row(row)?, Grant::from_row(row)?))
    })
}

/// Revokes what a user allowed a client.
pub fn revoke_of_user_and_client(
    db: &Write,
    user_id: &UserId,
    client_id: &ClientId,
    now: Seconds,
    reason: &str,
) -> Result<usize> {
    let sql = "UPDATE oauth_grants SET revoked_at = ?3, revoked_reason = ?4
               WHERE user_id = ?1 AND client_id = ?2 AND session_id IS NOT NULL AND revoked_at IS NULL";
    db.execute(sql, params![user_id, client_id, now, reason])
}

/// Uses a refresh token up for the one that follows, which says that moment; `false` if it has expired, or was used before.
pub fn use_refresh_token(db: &Write, token: &Hash, now: Millis) -> Result<bool> {
    let sql = "UPDATE oauth_tokens SET used_at = ?2, followed_at = ?3
               WHERE token_hash = ?1 AND kind = 'refresh' AND used_at IS NULL AND expires_at > ?2";
    Ok(db.execute(sql, params![token.0, now.seconds(), now])? == 1)
}

/// Lets a refresh token that stays as it is end later; `false` if it has expired, or was used up.
pub fn prolong_refresh_token(db: &Write, token: &Hash, now: Seconds, expires_at: Seconds) -> Result<bool> {
    let sql = "UPDATE oauth_tokens SET expires_at = ?3
               WHERE token_hash = ?1 AND kind = 'refresh' AND used_at IS NULL AND expires_at > ?2";
    Ok(db.execute(sql, params![token.0, now, expires_at])? == 1)
}

/// Ends an access token by itself; 0 if it had ended before.
pub fn end_token(db: &Write, token: &Hash, now: Seconds) -> Result<usize> {
    let sql = "UPDATE oauth_tokens SET used_at = ?2 WHERE token_hash = ?1 AND kind = 'access' AND used_at IS NULL";
    db.execute(sql, params![token.0, now])
}

/// Removes tokens that ended before then, used or not: a replay is recognised as long as it could do harm.
pub fn sweep_tokens(db: &Write, before: Seconds) -> Result<usize> {
    // Each kind by itself is a piece of the index.
    let ended = "kind IN ('access', 'refresh') AND expires_at < ?1";
    db.remove_some(("oauth_tokens", "token_hash"), ended, params![before])
}

/// Removes grants that ended before then, by themselves or revoked: the end of a grant is no earlier than its tokens'.
/// Those of clients that act by themselves go once they ended before that other moment.
pub fn sweep_grants(db: &Write, before: Seconds, machines_before: Seconds) -> Result<usize> {
    // As long as the session lives, each of its apps is to hear of its end: the last grant of each stays.
    let over = "expires_at < ?1
                AND (session_id IS NULL OR session_id NOT IN (SELECT id FROM sessions)
                     OR EXISTS (SELECT 1 FROM oauth_grants AS later
                                WHERE later.session_id = oauth_grants.session_id
                                  AND later.client_id = oauth_grants.client_id AND later.id > oauth_grants.id))";
    let ended = db.remove_some(("oauth_grants", "id"), over, params![before])?;
    let machines = "session_id IS NULL AND expires_at < ?1";
    Ok(ended.max(db.remove_some(("oauth_grants", "id"), machines, params![machines_before])?))
}
