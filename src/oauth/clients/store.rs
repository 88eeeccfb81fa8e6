//! All SQL on clients and their secrets, beside the record engine's.

use super::{AuthMethod, Client, ClientSecret};
use crate::base::secret::Secret;
use crate::base::vault::place;
use crate::base::{ClientId, Env, Millis, Result, Scopes, Seconds, counted, redirect_uri};
use crate::db::{Column, FromColumn, FromRow, Read, Write, params, row};
use crate::web::params::with_query;
use std::collections::BTreeMap;
use std::sync::Arc;

impl FromColumn for AuthMethod {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(AuthMethod::from_option)
    }
}

/// The client with this id, enabled or not.
pub fn get(db: &Read, client_id: &ClientId) -> Result<Option<Arc<Client>>> {
    db.kept_if_any(client_id.as_str(), || find(db, client_id))
}

fn find(db: &Read, client_id: &ClientId) -> Result<Option<Client>> {
    let client = db.first::<Client>("SELECT * FROM oauth_clients WHERE name = ?1", params![client_id])?;
    let Some(mut client) = client else {
        return Ok(None);
    };
    let sql = "SELECT value FROM oauth_client_roles WHERE parent = ?1 ORDER BY idx";
    client.allowed_roles = db.all_with(sql, params![client_id], |row| row.get("value"))?;
    Ok(Some(client))
}

/// Every client, by name of the app.
pub fn all(db: &Read) -> Result<Vec<Client>> {
    db.all("SELECT * FROM oauth_clients ORDER BY app_name, name", &[])
}

/// Whether this client (or where none is named, any) lets pages of this origin call us: it names the origin, or is a
/// public client that people are sent back to there.
pub fn allows_origin(db: &Read, client_id: Option<&ClientId>, origin: &str) -> Result<bool> {
    let sql = "SELECT allowed_cors_origins, CASE token_endpoint_auth_method WHEN 'None' THEN redirect_uris ELSE '' END AS pages
               FROM oauth_clients
               WHERE enabled = 1 AND (?1 IS NULL OR name = ?1)
                 AND (allowed_cors_origins <> '' OR token_endpoint_auth_method = 'None')";
    let lists: Vec<(Vec<String>, Vec<String>)> = db.all_with(sql, params![client_id], |row| {
        Ok((row.get("allowed_cors_origins")?, row.get("pages")?))
    })?;
    let is_page = |uri: &String| redirect_uri::origin(uri).is_some_and(|own| own == origin);
    let allows = |(origins, pages): &(Vec<String>, Vec<String>)| {
        origins.iter().any(|own| own == origin) || pages.iter().any(is_page)
    };
    Ok(lists.iter().any(allows))
}

/// Every secret, the newest first.
pub fn secrets(db: &Read, client_id: &ClientId) -> Result<Vec<ClientSecret>> {
    let sql = "SELECT * FROM oauth_client_secrets WHERE client_id = ?1 ORDER BY created_at DESC, id";
    db.all(sql, params![client_id])
}

/// The secrets of every client.
pub fn every_secret(db: &Read) -> Result<Vec<ClientSecret>> {
    db.all("SELECT * FROM oauth_client_secrets ORDER BY created_at DESC, id", &[])
}

row! {
    /// An enabled client as the check-up looks at it.
    #[derive(Clone, Debug)]
    pub struct Brief in "oauth_clients" {
        pub id: ClientId = "name",
        pub app_name: String,
        pub scopes: Scopes,
        pub redirect_uris: Vec<String>,
        pub id_token_hs256: bool,
        pub made_at: Seconds = "creation_at" via(Millis::seconds),
    }
}

/// Every enabled client, by name of the app.
pub fn enabled(db: &Read) -> Result<Vec<Brief>> {
    let sql = format!(
        "SELECT {} FROM oauth_clients WHERE enabled = 1 ORDER BY app_name, name",
        Brief::COLUMNS
    );
    db.all(&sql, &[])
}

/// Whether any app that recorded itself waits for approval.
pub fn is_any_waiting(db: &Read) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM oauth_clients WHERE awaits_approval = 1)";
    Ok(db.number(sql, &[])? > 0)
}

row! {
    /// An app that somebody may sign in to, as they see it.
    pub struct OpenApp in "oauth_clients" {
        pub name: String,
        pub app_name: String,
        pub client_uri: Option<String>,
        pub initiate_login_uri: Option<String>,
        pub logo_uri: Option<String>,
        pub redirect_uris: Vec<String>,
    }
}

impl OpenApp {
    /// Where it is: where its sign-in begins (OpenID Connect Core §4), else what its record says, else where it lets people
    /// come back to.
    pub fn address(&self, env: &Env) -> Option<String> {
        if let Some(begins) = self.initiate_login_uri.as_ref().filter(|uri| !uri.is_empty()) {
            return Some(with_query(begins, &[("iss", &env.base_url)]));
        }
        let own = self.client_uri.clone().filter(|uri| !uri.is_empty());
        own.or_else(|| redirect_uri::origin(self.redirect_uris.first()?))
    }
}

/// The first of the enabled clients that somebody with these roles may sign in through, by name of
/// the app; with words, those that have them in their name.
pub fn admitting(db: &Read, roles: &[String], words: &str, most: usize) -> Result<Vec<OpenApp>> {
    let sql = "SELECT name, app_name, client_uri, initiate_login_uri, logo_uri, redirect_uris FROM oauth_clients
               WHERE enabled = 1 AND authorization_code = 1 AND registered IS NULL
                 AND name IN (SELECT parent FROM oauth_client_roles WHERE value = ?1)
                 AND instr(lower(app_name), ?2) > 0
               ORDER BY app_name, name LIMIT ?3";
    let mut found = BTreeMap::new();
    for role in roles {
        for app in db.all::<OpenApp>(sql, params![role, words, most as i64])? {
            found.insert((app.app_name.clone(), app.name.clone()), app);
        }
    }
    Ok(found.into_values().take(most).collect())
}

/// Every secret as it is kept, the newest first. When one was used last is not known of it.
pub fn kept_secrets(db: &Read, client_id: &ClientId) -> Result<Arc<Vec<ClientSecret>>> {
    db.kept(client_id.as_str(), || secrets(db, client_id))
}

/// Adds a secret.
pub fn insert_secret(
    db: &Write,
    id: &str,
    client_id: &ClientId,
    secret: &Secret,
    sealed: Option<&str>,
    now: Seconds,
) -> Result<()> {
    db.execute(
        "INSERT INTO oauth_client_secrets (id, client_id, secret_hash, prefix, created_at, secret_sealed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, client_id, secret.hash().0, secret.prefix(), now, sealed],
    )
    .map(drop)
}

/// Whether the secret of a client is used, not only compared: it signs, or is signed with.
pub fn uses_its_secret(db: &Read, client_id: &ClientId) -> Result<bool> {
    let sql = "SELECT count(*) FROM oauth_clients
               WHERE name = ?1 AND (token_endpoint_auth_method = 'Client Secret JWT' OR id_token_hs256 = 1)";
    Ok(db.number(sql, params![client_id])? > 0)
}

/// The live secrets that are kept sealed, by their ids, the newest first.
pub fn sealed_secrets(db: &Read, client_id: &ClientId, now: Seconds) -> Result<Vec<(String, String)>> {
    let sql = "SELECT id, secret_sealed FROM oauth_client_secrets
               WHERE client_id = ?1 AND secret_sealed IS NOT NULL AND (expires_at IS NULL OR expires_at > ?2)
               ORDER BY expires_at IS NOT NULL, created_at DESC, id";
    db.all_with(sql, params![client_id, now], |row| {
        Ok((row.get("id")?, row.get("secret_sealed")?))
    })
}

/// Lets the secrets of a client work until then, and no longer.
pub fn end_secrets(db: &Write, client_id: &ClientId, until: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_client_secrets SET expires_at = ?2
               WHERE client_id = ?1 AND (expires_at IS NULL OR expires_at > ?2)";
    db.execute(sql, params![client_id, until]).map(drop)
}

/// Ends at once the secrets that only work for a while still.
pub fn end_older_secrets(db: &Write, client_id: &ClientId, now: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_client_secrets SET expires_at = ?2 WHERE client_id = ?1 AND expires_at > ?2";
    db.execute(sql, params![client_id, now]).map(drop)
}

/// Notes how a client came here that recorded itself, by a file's word.
pub fn came(db: &Write, id: &ClientId, how: &str) -> Result<()> {
    let sql = "UPDATE oauth_clients SET registered = ?2 WHERE name = ?1 AND ?2 IN ('Dynamic', 'Metadata Document')";
    db.execute(sql, params![id, how]).map(drop)
}

/// Notes that an administrator has approved a client that recorded itself.
pub fn approved(db: &Write, id: &ClientId) -> Result<()> {
    let sql = "UPDATE oauth_clients SET awaits_approval = 0 WHERE name = ?1";
    db.execute(sql, params![id]).map(drop)
}

/// Notes when a delegated manager gave a client a redirect URI: what people allowed at another is not for it. `None`: a
/// System Manager saw to all of them.
pub fn addresses_added(db: &Write, client_id: &ClientId, at: Option<Seconds>) -> Result<()> {
    let sql = "UPDATE oauth_clients SET addresses_at = ?2 WHERE name = ?1";
    db.execute(sql, params![client_id, at]).map(drop)
}

/// Whether the redirect URIs were last set by somebody who is no System Manager.
pub fn has_unseen_addresses(db: &Read, client_id: &ClientId) -> Result<bool> {
    let sql = "SELECT count(*) FROM oauth_clients WHERE name = ?1 AND addresses_at IS NOT NULL";
    Ok(db.number(sql, params![client_id])? > 0)
}

/// Removes every secret of a client that became public.
pub fn delete_secrets(db: &Write, client_id: &ClientId) -> Result<()> {
    let sql = "DELETE FROM oauth_client_secrets WHERE client_id = ?1";
    db.execute(sql, params![client_id]).map(drop)
}

/// Notes when a secret was used.
pub fn secret_used(db: &Write, id: &str, at: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_client_secrets SET last_used_at = ?2 WHERE id = ?1";
    db.execute(sql, params![id, at]).map(drop)
}

row! {
    /// A secret as an export keeps it.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub struct SecretRow in "oauth_client_secrets" {
        pub id: String,
        pub client_id: ClientId,
        pub secret_hash: String,
        pub prefix: String,
        pub created_at: Seconds,
        pub expires_at: Option<Seconds>,
        /// Sealed as it is stored; in an export the secret itself, where it is used and not only compared.
        #[serde(default)]
        pub secret: Option<String> = "secret_sealed",
    }
}

/// Every secret, for an export.
pub fn secret_rows(db: &Read, env: &Env) -> Result<Vec<SecretRow>> {
    let sql = format!(
        "SELECT {} FROM oauth_client_secrets ORDER BY created_at DESC, id",
        SecretRow::COLUMNS
    );
    let mut rows: Vec<SecretRow> = db.all(&sql, &[])?;
    for row in &mut rows {
        if let Some(sealed) = &row.secret {
            let place = place("oauth_client_secrets", &row.id, "secret_sealed");
            row.secret = Some(env.vault.open_text(&place, sealed)?);
        }
    }
    Ok(rows)
}

/// Removes the secrets of the clients that these belong to: those of the export take their place.
pub fn clear_secrets_of(db: &Write, rows: &[SecretRow]) -> Result<()> {
    for row in rows {
        delete_secrets(db, &row.client_id)?;
    }
    Ok(())
}

/// Stores a secret of an export, if its client is there; says how many.
pub fn restore_secret(db: &Write, env: &Env, row: &SecretRow) -> Result<usize> {
    let place = place("oauth_client_secrets", &row.id, "secret_sealed");
    let sealed = row
        .secret
        .as_ref()
        .map(|secret| env.vault.seal_text(&*env.random, &place, secret));
    db.execute(
        "INSERT INTO oauth_client_secrets (id, client_id, secret_hash, prefix, created_at, expires_at, secret_sealed)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 FROM oauth_clients WHERE name = ?2 ON CONFLICT DO NOTHING",
        params![
            row.id,
            row.client_id,
            row.secret_hash,
            row.prefix,
            row.created_at,
            row.expires_at,
            sealed
        ],
    )
}

/// Removes secrets that ended a while ago.
pub fn sweep_secrets(db: &Write, before: Seconds) -> Result<usize> {
    let ended = "expires_at IS NOT NULL AND expires_at < ?1";
    db.remove_some(("oauth_client_secrets", "id"), ended, params![before])
}

/// How many live grants a client has, up to one more than [`counted::MOST`].
pub fn live_grants(db: &Read, client_id: &ClientId, now: Seconds) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT id FROM oauth_grants
                                     WHERE client_id = ?1 AND revoked_at IS NULL AND expires_at > ?2 LIMIT ?3) AS some";
    db.number(sql, params![client_id, now, counted::MOST + 1])
}
