//! System Settings: the name of the site, and for how long what is kept.
//!
//! Owns the tables `system_settings` and `site` (the set-up link, the last backup).

mod brand;
mod mail_server;
pub mod record;
mod store;

pub use brand::{Brand, brand};
pub use mail_server::{mail_password, sender, sends_mails, set_mail_password};
pub use store::{
    allow_passwords, backed_up, beat, close_setup, is_setup_open, known_mark, last_backup, mark, open_setup,
    set_app_name, settings, use_setup,
};

use crate::base::clock::{DAY, HOUR};
use crate::base::{Error, Language, Result, Seconds};
use crate::db::{Read, row};
use crate::users::password::Rules;

row! {
    /// The settings as the program needs them. Ages are seconds.
    #[derive(Clone, Debug)]
    pub struct SystemSettings in "system_settings" {
        pub app_name: String,
        /// Nobody signs in with a password.
        pub disable_user_pass_login: bool,
        /// Whoever signs in with a Social Login Key that follows the site gets an account.
        pub allow_sign_ups: bool,
        /// How long the activity log is kept.
        pub activity_log: Seconds = "activity_log_days" via(days),
        /// How long refused requests are kept.
        pub refusals: Seconds = "refusal_days" via(days),
        /// From which age a client secret is to be rotated.
        pub client_secret: Seconds = "client_secret_days" via(days),
        /// From which age a signing key is to be rotated.
        pub signing_key: Seconds = "signing_key_days" via(days),
        /// From when on a client or grant without use is asleep.
        pub idle: Seconds = "idle_days" via(days),
        /// From which age a backup is too old.
        pub backup: Seconds = "backup_days" via(days),
        /// How often a backup is made; 0 for never.
        pub backup_every: Seconds = "backup_hours" via(hours),
        /// How many of those are kept.
        pub backups_kept: i64,
        /// Whoever must have a second factor may leave it for so long.
        pub factor_grace: Seconds = "second_factor_grace_days" via(days),
        /// How long a browser in which a second factor was given is not asked again; 0: it always is.
        pub device_trust: Seconds = "trusted_device_days" via(days),
        /// Whether people sign in with passkeys.
        pub allow_passkeys: bool,
        /// Whether people sign in with a code that is sent to their email.
        pub allow_email_codes: bool,
    }
}

/// Refuses where nobody signs in with a password.
pub fn check_passwords(db: &Read) -> Result<()> {
    match settings(db)?.disable_user_pass_login {
        false => Ok(()),
        true => Err(Error::Forbidden(
            "Nobody signs in with a password here. Sign in with one of the other ways.".into(),
        )),
    }
}

/// What new passwords need of somebody with these roles.
pub fn password_rules(db: &Read, roles: &[String]) -> Result<Rules> {
    let asked = store::asked_of_passwords(db, roles)?;
    let score = asked.iter().map(|(_, strength)| match strength.as_str() {
        "Very Strong" => 4,
        "Strong" => 3,
        _ => Rules::default().score,
    });
    Ok(Rules {
        length: asked.iter().map(|(length, _)| *length).max().unwrap_or_default(),
        score: score.max().unwrap_or_default(),
    })
}

/// The language of the site, for whoever says nothing of theirs.
pub fn language(db: &Read) -> Result<Language> {
    Ok(brand(db)?.language)
}

fn hours(hours: i64) -> Seconds {
    HOUR.times(hours)
}

fn days(days: i64) -> Seconds {
    DAY.times(days)
}
