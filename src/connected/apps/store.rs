//! All SQL on Connected Apps, beside the record engine's.

use super::ConnectedApp;
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, vault};
use crate::db::{FromRow, Read, Row, Write, params};

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

/// An app as its row has it, with its secrets opened.
fn read(env: &Env, row: &Row) -> Result<ConnectedApp> {
    let app = ConnectedApp::from_row(row)?;
    let open = |column: &str| {
        let sealed: Option<String> = row.get(column)?;
        let open = |sealed: String| env.vault.open_text(&vault::place(TABLE, &app.name, column), &sealed);
        let opened = sealed.map(open).transpose()?;
        Ok::<_, Error>(opened.map(|secret| Secret::of(&secret)))
    };
    Ok(ConnectedApp {
        client_secret: open("client_secret_sealed")?,
        webhook_secret: open("webhook_secret_sealed")?,
        ..app
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
