//! What is secret, and so no flag: it comes from variables, or from the files that they name.

use super::{Settings, note};
use crate::base::mail_server::MailServer;
use crate::folder::KeySource;

/// Email and password of the first administrator.
pub(super) fn admin(
    settings: &Settings,
    environment: &[(String, String)],
    mistakes: &mut Vec<String>,
) -> Option<(String, String)> {
    let password = settings
        .admin_password
        .clone()
        .or_else(|| secret(environment, "FRONTDESK_ADMIN_PASSWORD", mistakes));
    match (&settings.admin_email, password) {
        (Some(email), Some(password)) => Some((email.clone(), password)),
        (None, Some(_)) => {
            mistakes.push("FRONTDESK_ADMIN_PASSWORD is set without FRONTDESK_ADMIN_EMAIL".into());
            None
        }
        (Some(_), None) => {
            mistakes.push("FRONTDESK_ADMIN_EMAIL is set without FRONTDESK_ADMIN_PASSWORD".into());
            None
        }
        (None, None) => None,
    }
}

/// The mail server, with its password.
pub(super) fn mail_server(environment: &[(String, String)], mistakes: &mut Vec<String>) -> Option<MailServer> {
    let address = secret(environment, "FRONTDESK_SMTP_URL", mistakes)?;
    match super::smtp_url(&address) {
        Ok(server) => Some(server),
        Err(why) => {
            mistakes.push(format!(
                "FRONTDESK_SMTP_URL: {why}. It is as smtp://user:password@mail.example.com:587?from=login@example.com"
            ));
            None
        }
    }
}

/// A secret from a variable, or from the file that the variable with `_FILE` behind its name names.
pub(super) fn secret(environment: &[(String, String)], name: &str, mistakes: &mut Vec<String>) -> Option<String> {
    let file = format!("{name}_FILE");
    let variable = |name: &str| environment.iter().find(|(own, _)| own == name).map(|(_, value)| value);
    match (variable(name), variable(&file)) {
        (Some(_), Some(_)) => {
            mistakes.push(format!("{name} and {file} are both set: set one"));
            None
        }
        (None, Some(path)) => match std::fs::read_to_string(path) {
            Ok(content) => Some(content.trim_end_matches(['\r', '\n']).to_owned()),
            Err(error) => {
                mistakes.push(format!("{file}: {path} cannot be read: {error}"));
                None
            }
        },
        (value, None) => value.cloned(),
    }
}

/// Where the key of the site is.
pub(super) fn key_source(environment: &[(String, String)], mistakes: &mut Vec<String>) -> KeySource {
    let key = given_key(environment, mistakes);
    let passphrase = secret(environment, "FRONTDESK_KEY_PASSPHRASE", mistakes);
    match (key, passphrase) {
        (Some(_), Some(_)) => {
            mistakes.push("FRONTDESK_KEY and FRONTDESK_KEY_PASSPHRASE are both set: set one".into());
            KeySource::File
        }
        (Some(key), None) => key,
        (None, Some(passphrase)) if passphrase.chars().count() < 12 => {
            mistakes.push("FRONTDESK_KEY_PASSPHRASE: it is shorter than 12 characters".into());
            KeySource::File
        }
        (None, Some(passphrase)) => KeySource::Passphrase(passphrase),
        (None, None) => KeySource::File,
    }
}

/// The key from `FRONTDESK_KEY`, or from the file that `FRONTDESK_KEY_FILE` names, which may hold it as a key file does.
fn given_key(environment: &[(String, String)], mistakes: &mut Vec<String>) -> Option<KeySource> {
    let is_file = environment.iter().find(|(name, _)| name == "FRONTDESK_KEY_FILE");
    if let Some((name, path)) = is_file
        && let Ok(content) = std::fs::read(path)
        && !environment.iter().any(|(name, _)| name == "FRONTDESK_KEY")
    {
        return Some(note(KeySource::from_file(&content), name, mistakes));
    }
    let key = secret(environment, "FRONTDESK_KEY", mistakes)?;
    Some(note(KeySource::given(&key), "FRONTDESK_KEY", mistakes))
}
