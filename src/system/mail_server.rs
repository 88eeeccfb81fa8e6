//! The mail server: the one that whoever runs the site named, else the one of System Settings.

use super::store;
use crate::base::mail_server::{MailServer, Protection};
use crate::base::secret::Secret;
use crate::base::{Env, Result, vault};
use crate::db::{Column, FromColumn, Read, Write, row};
use crate::mail::Sender;

impl FromColumn for Protection {
    fn from_column(column: &Column) -> Result<Self> {
        column.one_of(Protection::from_option)
    }
}

row! {
    /// The server as it is stored.
    pub(super) struct StoredServer in "system_settings" {
        smtp_host: Option<String>,
        smtp_port: i64,
        smtp_security: Protection,
        smtp_user: Option<String>,
        smtp_password_sealed: Option<String>,
        mail_from: Option<String>,
    }
}

/// Whom mails are from, and where they are handed over; none: this site sends none.
pub fn sender(db: &Read, env: &Env) -> Result<Option<Sender>> {
    let server = server(db, env)?;
    let site = super::settings(db)?.app_name;
    Ok(server.map(|server| Sender { server, site }))
}

fn server(db: &Read, env: &Env) -> Result<Option<MailServer>> {
    if let Some(server) = &env.mail_server {
        return Ok(Some(MailServer::clone(server)));
    }
    let stored = store::stored_server(db)?;
    let named = |text: Option<String>| text.filter(|text| !text.is_empty());
    let (Some(host), Some(from)) = (named(stored.smtp_host), named(stored.mail_from)) else {
        return Ok(None);
    };
    let place = vault::place("system_settings", "System Settings", "smtp_password_sealed");
    let password = stored
        .smtp_password_sealed
        .map(|sealed| env.vault.open_text(&place, &sealed));
    let login = match (named(stored.smtp_user), password) {
        (Some(user), Some(password)) => Some((user, Secret::of(&password?))),
        _ => None,
    };
    Ok(Some(MailServer {
        host,
        port: u16::try_from(stored.smtp_port).unwrap_or(587),
        protection: stored.smtp_security,
        login,
        from,
        is_operators: false,
    }))
}

/// Where the password is, for its seal.
fn place() -> String {
    vault::place("system_settings", "System Settings", "smtp_password_sealed")
}

fn stored_password(env: &Env, sealed: Option<String>) -> Result<Option<Secret>> {
    let open = |sealed: String| env.vault.open_text(&place(), &sealed);
    Ok(sealed.map(open).transpose()?.map(|password| Secret::of(&password)))
}

/// What the mail server of System Settings knows us by, with its host.
pub fn mail_password(db: &Read, env: &Env) -> Result<Option<(String, String)>> {
    let stored = store::stored_server(db)?;
    let password = stored_password(env, stored.smtp_password_sealed)?;
    let password = password.map(|password| password.reveal().to_owned());
    Ok(stored.smtp_host.zip(password))
}

/// Sets it, as a file gives it, if that is the server (T02: nothing sealed reaches a new host).
pub fn set_mail_password(db: &Write, env: &Env, host: &str, password: &str) -> Result<()> {
    let sealed = env.vault.seal_text(&*env.random, &place(), password);
    store::set_mail_password(db, host, &sealed)
}
