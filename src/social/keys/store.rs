//! All SQL on Social Login Keys, beside the record engine's.

use super::Key;
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, Seconds, list, vault};
use crate::db::{Read, Row, Write, params};
use crate::upstream::client_auth::TokenAuth;

fn read(env: &Env, row: &Row) -> Result<Key> {
    let name: String = row.get("name")?;
    let text = |column: &str| Ok::<_, Error>(row.get::<Option<String>>(column)?.unwrap_or_default());
    let entries = |column: &str| {
        let text: String = row.get(column)?;
        Ok::<_, Error>(list::split(&text).into_iter().map(str::to_lowercase).collect())
    };
    let secret = match row.get::<Option<String>>("client_secret_sealed")? {
        Some(sealed) => {
            let place = vault::place("social_login_keys", &name, "client_secret_sealed");
            Some(Secret::of(&env.vault.open_text(&place, &sealed)?))
        }
        None => None,
    };
    let role_map: String = row.get("role_map")?;
    Ok(Key {
        provider_name: row.get("provider_name")?,
        provider: row.get("social_login_provider")?,
        enabled: row.get("enable_social_login")?,
        client_id: text("client_id")?,
        client_secret: secret,
        icon: text("icon")?,
        base_url: text("base_url")?,
        authorize_url: text("authorize_url")?,
        access_token_url: text("access_token_url")?,
        redirect_url: text("redirect_url")?,
        api_endpoint: text("api_endpoint")?,
        api_endpoint_args: text("api_endpoint_args")?,
        auth_url_data: text("auth_url_data")?,
        user_id_property: text("user_id_property")?,
        sign_ups: row.get("sign_ups")?,
        issuer: text("issuer")?,
        jwks_uri: text("jwks_uri")?,
        end_session_endpoint: text("end_session_endpoint")?,
        auth: TokenAuth::from_option(&row.get::<String>("token_endpoint_auth_method")?),
        use_pkce: row.get("use_pkce")?,
        id_token_hs256: row.get("id_token_hs256")?,
        emails_verified: row.get("emails_verified")?,
        trusted_domains: entries("trusted_domains")?,
        allowed_domains: entries("allowed_domains")?,
        default_role: row.get("default_role")?,
        name_claim: text("name_claim")?,
        email_claim: text("email_claim")?,
        image_claim: text("image_claim")?,
        roles_claim: text("roles_claim")?,
        role_map: role_map
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(group, role)| (group.to_owned(), role.to_owned()))
            .collect(),
        go_at_once: row.get("go_at_once")?,
        sign_out_there: row.get("sign_out_there")?,
        proven_at: row.get("proven_at")?,
        modified_at: row.get("modified_at")?,
        name,
    })
}

/// The key of this name, with its secret opened.
pub fn get(db: &Read, env: &Env, name: &str) -> Result<Option<Key>> {
    let sql = "SELECT * FROM social_login_keys WHERE name = ?1";
    db.first_with(sql, params![name], |row| read(env, row))
}

/// The enabled keys, in the order of the login page.
pub fn enabled(db: &Read, env: &Env) -> Result<Vec<Key>> {
    let sql = "SELECT * FROM social_login_keys WHERE enable_social_login = 1 ORDER BY sort_order, name";
    db.all_with(sql, params![], |row| read(env, row))
}

/// The Redirect URLs of the other keys.
pub fn other_redirect_urls(db: &Read, name: &str) -> Result<Vec<String>> {
    let sql = "SELECT redirect_url FROM social_login_keys WHERE name <> ?1 AND redirect_url IS NOT NULL";
    db.all_with(sql, params![name], |row| row.get("redirect_url"))
}

/// Notes that an administrator signed in with a key.
pub fn set_proven(db: &Write, name: &str, at: Option<Seconds>) -> Result<()> {
    let sql = "UPDATE social_login_keys SET proven_at = ?2 WHERE name = ?1";
    db.execute(sql, params![name, at]).map(drop)
}
