//! All SQL on clients and their secrets, beside the record engine's.

use super::{AuthMethod, Client, ClientSecret};
use crate::base::secret::Secret;
use crate::base::{Result, Scopes, Seconds, list};
use crate::db::{FromRow, Read, Row, Write, params};
use crate::jose::Algorithm;
use std::collections::BTreeMap;

const TABLE: &str = "oauth_clients";

fn lines(text: String) -> Vec<String> {
    list::split(&text).into_iter().map(str::to_owned).collect()
}

impl FromRow for Client {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Client {
            id: row.get("name")?,
            app_name: row.get("app_name")?,
            enabled: row.get("enabled")?,
            skip_authorization: row.get("skip_authorization")?,
            scopes: Scopes::parse(&row.get::<String>("scopes")?),
            redirect_uris: lines(row.get("redirect_uris")?),
            default_redirect_uri: row.get("default_redirect_uri")?,
            post_logout_redirect_uris: lines(row.get("post_logout_redirect_uris")?),
            authorization_code: row.get("authorization_code")?,
            auth_method: row.one_of(TABLE, "token_endpoint_auth_method", AuthMethod::from_option)?,
            require_pkce: row.get("require_pkce")?,
            client_credentials: row.get("client_credentials")?,
            acts_as: row.get("acts_as")?,
            acts_as_role: row.get("acts_as_role")?,
            resource_server: row.get("resource_server")?,
            allowed_cors_origins: lines(row.get("allowed_cors_origins")?),
            id_token_signing_alg: row.one_of(TABLE, "id_token_signing_alg", Algorithm::from_name)?,
            id_token_profile: row.get("id_token_profile")?,
            code_lifetime: row.get("code_lifetime")?,
            access_token_lifetime: row.get("access_token_lifetime")?,
            refresh_token_lifetime: row.get("refresh_token_lifetime")?,
            client_uri: row.get("client_uri")?,
            logo_uri: row.get("logo_uri")?,
            tos_uri: row.get("tos_uri")?,
            policy_uri: row.get("policy_uri")?,
            allowed_roles: Vec::new(),
        })
    }
}

impl FromRow for ClientSecret {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(ClientSecret {
            id: row.get("id")?,
            client_id: row.get("client_id")?,
            secret_hash: row.get("secret_hash")?,
            prefix: row.get("prefix")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            last_used_at: row.get("last_used_at")?,
        })
    }
}

/// The client with this id, enabled or not.
pub fn get(db: &Read, client_id: &str) -> Result<Option<Client>> {
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

/// Whether this client (or where none is named, any) lets pages of this origin call us.
pub fn allows_origin(db: &Read, client_id: Option<&str>, origin: &str) -> Result<bool> {
    let sql = "SELECT allowed_cors_origins FROM oauth_clients
               WHERE enabled = 1 AND allowed_cors_origins <> '' AND (?1 IS NULL OR name = ?1)";
    let lists: Vec<String> = db.all_with(sql, params![client_id], |row| row.get("allowed_cors_origins"))?;
    Ok(lists.iter().any(|origins| list::split(origins).contains(&origin)))
}

/// Every secret, the newest first.
pub fn secrets(db: &Read, client_id: &str) -> Result<Vec<ClientSecret>> {
    let sql = "SELECT * FROM oauth_client_secrets WHERE client_id = ?1 ORDER BY created_at DESC, id";
    db.all(sql, params![client_id])
}

/// The secrets of every client.
pub fn every_secret(db: &Read) -> Result<Vec<ClientSecret>> {
    db.all("SELECT * FROM oauth_client_secrets ORDER BY created_at DESC, id", &[])
}

/// An enabled client as the check-up looks at it.
#[derive(Clone, Debug)]
pub struct Brief {
    pub id: String,
    pub app_name: String,
    pub scopes: Scopes,
    pub redirect_uris: Vec<String>,
    pub made_at: Seconds,
}

impl FromRow for Brief {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Brief {
            id: row.get("name")?,
            app_name: row.get("app_name")?,
            scopes: Scopes::parse(&row.get::<String>("scopes")?),
            redirect_uris: lines(row.get("redirect_uris")?),
            made_at: row.get::<i64>("creation_at")? / 1000,
        })
    }
}

/// Every enabled client, by name of the app.
pub fn enabled(db: &Read) -> Result<Vec<Brief>> {
    let sql = "SELECT name, app_name, scopes, redirect_uris, creation_at FROM oauth_clients
               WHERE enabled = 1 ORDER BY app_name, name";
    db.all(sql, &[])
}

/// The first of the enabled clients that somebody with these roles may sign in through, by name of
/// the app: its name, and where it is.
pub fn admitting(db: &Read, roles: &[String], most: usize) -> Result<Vec<(String, Option<String>)>> {
    let sql = "SELECT name, app_name, client_uri FROM oauth_clients
               WHERE enabled = 1 AND authorization_code = 1
                 AND name IN (SELECT parent FROM oauth_client_roles WHERE value = ?1)
               ORDER BY app_name, name LIMIT ?2";
    let mut found = BTreeMap::new();
    for role in roles {
        let apps = db.all_with(sql, params![role, most as i64], |row| {
            let key: (String, String) = (row.get("app_name")?, row.get("name")?);
            Ok((key, row.get("client_uri")?))
        })?;
        found.extend(apps);
    }
    let apps = found.into_iter().map(|((app_name, _), uri)| (app_name, uri));
    Ok(apps.take(most).collect())
}

/// The secrets that work now.
pub fn live_secrets(db: &Read, client_id: &str, now: Seconds) -> Result<Vec<ClientSecret>> {
    let sql = "SELECT * FROM oauth_client_secrets
               WHERE client_id = ?1 AND (expires_at IS NULL OR expires_at > ?2)";
    db.all(sql, params![client_id, now])
}

/// Adds a secret.
pub fn insert_secret(db: &Write, id: &str, client_id: &str, secret: &Secret, now: Seconds) -> Result<()> {
    db.execute(
        "INSERT INTO oauth_client_secrets (id, client_id, secret_hash, prefix, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, client_id, secret.hash().0, secret.prefix(), now],
    )
    .map(drop)
}

/// Lets the secrets of a client work until then, and no longer.
pub fn end_secrets(db: &Write, client_id: &str, until: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_client_secrets SET expires_at = ?2
               WHERE client_id = ?1 AND (expires_at IS NULL OR expires_at > ?2)";
    db.execute(sql, params![client_id, until]).map(drop)
}

/// Ends at once the secrets that only work for a while still.
pub fn end_older_secrets(db: &Write, client_id: &str, now: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_client_secrets SET expires_at = ?2 WHERE client_id = ?1 AND expires_at > ?2";
    db.execute(sql, params![client_id, now]).map(drop)
}

/// Removes every secret of a client that became public.
pub fn delete_secrets(db: &Write, client_id: &str) -> Result<()> {
    let sql = "DELETE FROM oauth_client_secrets WHERE client_id = ?1";
    db.execute(sql, params![client_id]).map(drop)
}

/// Notes a use, at most once a minute.
pub fn secret_used(db: &Write, id: &str, now: Seconds) -> Result<()> {
    let sql = "UPDATE oauth_client_secrets SET last_used_at = ?2
               WHERE id = ?1 AND (last_used_at IS NULL OR last_used_at < ?2 - 60)";
    db.execute(sql, params![id, now]).map(drop)
}

/// A secret as an export keeps it.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct SecretRow {
    pub id: String,
    pub client_id: String,
    pub secret_hash: String,
    pub prefix: String,
    pub created_at: Seconds,
    pub expires_at: Option<Seconds>,
}

/// Every secret, for an export.
pub fn secret_rows(db: &Read) -> Result<Vec<SecretRow>> {
    let rows = every_secret(db)?.into_iter().map(|secret| SecretRow {
        id: secret.id,
        client_id: secret.client_id,
        secret_hash: secret.secret_hash,
        prefix: secret.prefix,
        created_at: secret.created_at,
        expires_at: secret.expires_at,
    });
    Ok(rows.collect())
}

/// Removes the secrets of the clients that these belong to: those of the export take their place.
pub fn clear_secrets_of(db: &Write, rows: &[SecretRow]) -> Result<()> {
    for row in rows {
        delete_secrets(db, &row.client_id)?;
    }
    Ok(())
}

/// Stores a secret of an export, if its client is there; says how many.
pub fn restore_secret(db: &Write, row: &SecretRow) -> Result<usize> {
    db.execute(
        "INSERT INTO oauth_client_secrets (id, client_id, secret_hash, prefix, created_at, expires_at)
         SELECT ?1, ?2, ?3, ?4, ?5, ?6 FROM oauth_clients WHERE name = ?2 ON CONFLICT DO NOTHING",
        params![
            row.id,
            row.client_id,
            row.secret_hash,
            row.prefix,
            row.created_at,
            row.expires_at
        ],
    )
}

/// Removes secrets that ended a while ago.
pub fn sweep_secrets(db: &Write, before: Seconds) -> Result<usize> {
    let sql = "DELETE FROM oauth_client_secrets WHERE expires_at IS NOT NULL AND expires_at < ?1";
    db.execute(sql, params![before])
}

/// How many live grants a client has.
pub fn live_grants(db: &Read, client_id: &str, now: Seconds) -> Result<i64> {
    let sql = "SELECT count(*) FROM oauth_grants WHERE client_id = ?1 AND revoked_at IS NULL AND expires_at > ?2";
    db.number(sql, params![client_id, now])
}

/// Whether a use within the last minute is noted already.
pub fn is_use_noted(db: &Read, id: &str, now: Seconds) -> Result<bool> {
    let sql = "SELECT count(*) FROM oauth_client_secrets WHERE id = ?1 AND last_used_at >= ?2 - 60";
    Ok(db.number(sql, params![id, now])? > 0)
}
