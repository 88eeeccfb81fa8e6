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
        app_name: String,
        smtp_host: Option<String>,
        smtp_port: i64,
        smtp_security: Protection,
        smtp_user: Option<String>,
        smtp_password_sealed: Option<String>,
        mail_from: Option<String>,
    }
}

impl StoredServer {
    /// Host and sender, without which there is none.
    fn named(&self) -> Option<(&str, &str)> {
        let (host, from) = (self.smtp_host.as_deref()?, self.mail_from.as_deref()?);
        (!host.is_empty() && !from.is_empty()).then_some((host, from))
    }
}

/// Whether this site sends mails.
pub fn sends_mails(db: &Read, env: &Env) -> Result<bool> {
    Ok(env.mail_server.is_some() || store::stored_server(db)?.named().is_some())
}

/// Whom mails are from, and where they are handed over; none: this site sends none.
pub fn sender(db: &Read, env: &Env) -> Result<Option<Sender>> {
    let stored = store::stored_server(db)?;
    let server = match &env.mail_server {
        Some(server) => Some(MailServer::clone(server)),
        None => server(env, &stored)?,
    };
    Ok(server.map(|server| Sender {
        server,
        site: stored.app_name,
    }))
}

fn server(env: &Env, stored: &StoredServer) -> Result<Option<MailServer>> {
    let Some((host, from)) = stored.named() else {
        return Ok(None);
    };
    let user = stored.smtp_user.clone().filter(|user| !user.is_empty());
    Ok(Some(MailServer {
        host: host.to_owned(),
        port: u16::try_from(stored.smtp_port).unwrap_or(587),
        protection: stored.smtp_security,
        login: user.zip(stored_password(env, stored)?),
        from: from.to_owned(),
        is_operators: false,
    }))
}

/// Where the password is, for its seal.
fn place() -> String {
    vault::place("system_settings", "System Settings", "smtp_password_sealed")
}

fn stored_password(env: &Env, stored: &StoredServer) -> Result<Option<Secret>> {
    let open = |sealed: &String| env.vault.open_text(&place(), sealed);
    let password = stored.smtp_password_sealed.as_ref().map(open).transpose()?;
    Ok(password.map(|password| Secret::of(&password)))
}

/// What the mail server of System Settings knows us by, with its host.
pub fn mail_password(db: &Read, env: &Env) -> Result<Option<(String, String)>> {
    let stored = store::stored_server(db)?;
    let password = stored_password(env, &stored)?;
    Ok(stored
        .smtp_host
        .zip(password.map(|password| password.reveal().to_owned())))
}

/// Sets it, as a file gives it, if that is the server (T02: nothing sealed reaches a new host).
pub fn set_mail_password(db: &Write, env: &Env, host: &str, password: &str) -> Result<()> {
    let sealed = env.vault.seal_text(&*env.random, &place(), password);
    store::set_mail_password(db, host, &sealed)
}
