//! All SQL on Connected Apps, beside the record engine's.

use super::ConnectedApp;
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, Scopes, list, vault};
use crate::db::{Read, Row, Write, params};
use crate::upstream::client_auth::TokenAuth;

const TABLE: &str = "connected_apps";

/// The app of this name, with its secrets opened.
pub fn get(db: &Read, env: &Env, name: &str) -> Result<Option<ConnectedApp>> {
    let sql = "SELECT * FROM connected_apps WHERE name = ?1";
    let found = db.first_with(sql, params![name], |row| read(env, row))?;
    let Some(mut app) = found else {
        return Ok(None);
    };
    let roles = |table: &str| {
        let sql = format!("SELECT value FROM {table} WHERE parent = ?1 ORDER BY idx");
        db.all_with(&sql, params![name], |row| row.get("value"))
    };
    app.allowed_roles = roles("connected_app_roles")?;
    app.token_roles = roles("connected_app_token_roles")?;
    Ok(Some(app))
}

fn read(env: &Env, row: &Row) -> Result<ConnectedApp> {
    let name: String = row.get("name")?;
    let secret = |column: &str| match row.get::<Option<String>>(column)? {
        Some(sealed) => {
            let place = vault::place(TABLE, &name, column);
            env.vault
                .open_text(&place, &sealed)
                .map(|secret| Some(Secret::of(&secret)))
        }
        None => Ok(None),
    };
    let text = |column: &str| Ok::<_, Error>(row.get::<Option<String>>(column)?.unwrap_or_default());
    let pairs: String = row.get("query_parameters")?;
    Ok(ConnectedApp {
        provider_name: row.get("provider_name")?,
        enabled: row.get("enabled")?,
        issuer: row.get("issuer")?,
        client_id: text("client_id")?,
        client_secret: secret("client_secret_sealed")?,
        redirect_uri: text("redirect_uri")?,
        authorization_uri: text("authorization_uri")?,
        token_uri: text("token_uri")?,
        revocation_uri: row.get("revocation_uri")?,
        userinfo_uri: row.get("userinfo_uri")?,
        scopes: Scopes::parse(&row.get::<String>("scopes")?),
        query_parameters: pairs
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect(),
        has_comma_scopes: row.get::<String>("scope_separator")? == "Comma",
        auth: TokenAuth::from_option(&row.get::<String>("token_endpoint_auth_method")?),
        use_pkce: row.get("use_pkce")?,
        default_expires_in: row.get("default_expires_in")?,
        success_origins: list::split(&row.get::<String>("success_origins")?)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        pass_through: row.get("pass_through")?,
        api_base_url: row.get("api_base_url")?,
        api_token_header: row.get("api_token_header")?,
        webhook_url: row.get("webhook_url")?,
        webhook_secret: secret("webhook_secret_sealed")?,
        allowed_roles: Vec::new(),
        token_roles: Vec::new(),
        name,
    })
}

/// The names of all apps, by name of the provider.
pub fn names(db: &Read) -> Result<Vec<String>> {
    let sql = "SELECT name FROM connected_apps ORDER BY lower(provider_name), name";
    db.all_with(sql, params![], |row| row.get("name"))
}

/// Keeps the redirect URI that is to be registered at the other side.
pub fn set_redirect_uri(db: &Write, name: &str, uri: &str) -> Result<()> {
    let sql = "UPDATE connected_apps SET redirect_uri = ?2 WHERE name = ?1";
    db.execute(sql, params![name, uri]).map(drop)
}

/// Keeps the secret that webhooks are signed with, sealed.
pub fn set_webhook_secret(db: &Write, env: &Env, name: &str, secret: &Secret) -> Result<()> {
    let place = vault::place(TABLE, name, "webhook_secret_sealed");
    let sealed = env.vault.seal_text(&*env.random, &place, secret.reveal());
    let sql = "UPDATE connected_apps SET webhook_secret_sealed = ?2 WHERE name = ?1";
    db.execute(sql, params![name, sealed]).map(drop)
}

/// The client secret as an export keeps it, under the passphrase of the export.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct SecretRow {
    pub connected_app: String,
    pub client_secret: Option<String>,
    pub webhook_secret: Option<String>,
}

/// Every secret, for an export.
pub fn secret_rows(db: &Read, env: &Env) -> Result<Vec<SecretRow>> {
    let mut rows = Vec::new();
    for name in names(db)? {
        let Some(app) = get(db, env, &name)? else { continue };
        let revealed = |secret: Option<Secret>| secret.map(|secret| secret.reveal().to_owned());
        rows.push(SecretRow {
            connected_app: name,
            client_secret: revealed(app.client_secret),
            webhook_secret: revealed(app.webhook_secret),
        });
    }
    Ok(rows)
}

/// Stores the secrets of an export, if their app is there; says how many apps that was.
pub fn restore_secrets(db: &Write, env: &Env, row: &SecretRow) -> Result<usize> {
    let name = &row.connected_app;
    let seal = |column: &str, secret: &Option<String>| {
        let place = vault::place(TABLE, name, column);
        secret
            .as_ref()
            .map(|secret| env.vault.seal_text(&*env.random, &place, secret))
    };
    let sql = "UPDATE connected_apps SET client_secret_sealed = coalesce(?2, client_secret_sealed),
                   webhook_secret_sealed = coalesce(?3, webhook_secret_sealed) WHERE name = ?1";
    db.execute(
        sql,
        params![
            name,
            seal("client_secret_sealed", &row.client_secret),
            seal("webhook_secret_sealed", &row.webhook_secret)
        ],
    )
}
