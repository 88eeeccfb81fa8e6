//! What needs care about the site itself, its users and its grants.

use super::{Finding, Level};
use crate::base::clock;
use crate::base::{Env, Result, Seconds, counted, text};
use crate::db::Read;
use crate::factors;
use crate::oauth::keys;
use crate::oauth::settings::OAUTH_PROVIDER_SETTINGS;
use crate::permissions::SYSTEM_MANAGER;
use crate::records::views::address;
use crate::roles::record::ROLE;
use crate::system::SystemSettings;
use crate::users;

pub(super) fn findings(db: &Read, env: &Env, settings: &SystemSettings) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    findings.extend(https(env));
    findings.extend(backup(db, env, settings)?);
    findings.extend(signing_keys(db, env, settings)?);
    findings.extend(managers(db)?);
    if !settings.disable_user_pass_login {
        findings.extend(managers_without_factor(db)?);
    }
    findings.extend(grants(db, env, settings)?);
    findings.extend(api_keys(db, env, settings)?);
    Ok(findings)
}

fn https(env: &Env) -> Option<Finding> {
    (!env.is_https()).then(|| {
        Finding::new(
            Level::Serious,
            "The site is not served over https",
            text!("Its address is { $base_url }. Passwords and tokens travel in the clear, except on this machine. Give it a certificate (FRONTDESK_ACME, FRONTDESK_TLS_CERT), or put a TLS proxy in front, and set FRONTDESK_BASE_URL to the https address.", base_url = &*env.base_url),
        )
    })
}

fn backup(db: &Read, env: &Env, settings: &SystemSettings) -> Result<Option<Finding>> {
    let title = match crate::system::last_backup(db)? {
        None => "There is no backup".into(),
        Some(at) if env.now() - at > settings.backup => {
            text!("The last backup is from { $at }", at = clock::moment(at))
        }
        Some(_) => return Ok(None),
    };
    Ok(Some(Finding::new(
        Level::Care,
        title,
        "Without one, a lost disk takes every user, client and key with it. They are made by themselves as System Settings say (Upkeep, Backup Every; 0 makes none); the command frontdesk backup FOLDER makes one at once.",
    )))
}

fn signing_keys(db: &Read, env: &Env, settings: &SystemSettings) -> Result<Option<Finding>> {
    let keys = keys::published(db, Seconds(i64::MAX))?;
    let oldest = keys.iter().map(|key| key.created_at).min();
    Ok(oldest
        // They follow by themselves: it takes a failure to come here.
        .filter(|made| env.now() - *made > settings.signing_key + clock::DAY.times(3))
        .map(|made| {
            Finding::new(
                Level::Care,
                "The signing keys are due for rotation",
                text!("They are from { $made }, and the new ones that should follow by themselves could not be made. New ones sign in an hour; the old ones stay published for a day after, so no app notices.", made = clock::moment(made)),
            )
            .about(&OAUTH_PROVIDER_SETTINGS, "OAuth Provider Settings", OAUTH_PROVIDER_SETTINGS.name)
            .press("Rotate the signing keys", &OAUTH_PROVIDER_SETTINGS, OAUTH_PROVIDER_SETTINGS.name, "rotate-keys")
        }))
}

fn managers(db: &Read) -> Result<Option<Finding>> {
    Ok((users::managers(db)? == 1).then(|| {
        Finding::new(
            Level::Note,
            "Only one person manages the site",
            "If they are away or forget their password, nobody can help the others. Make a second person System Manager.",
        )
        .go("To the users", "/app/user".into())
    }))
}

fn managers_without_factor(db: &Read) -> Result<Option<Finding>> {
    let names = factors::managers_without(db)?;
    Ok((!names.is_empty()).then(|| {
        Finding::new(
            Level::Note,
            text!("System Managers without a second factor: { $names }", names = names.join(", ")),
            "Whoever learns their password has the whole site. They set one up in My account, under Passkeys and codes; their role can ask for it (Second Factor).",
        )
        .go("To the role", address(&ROLE, SYSTEM_MANAGER))
    }))
}

fn grants(db: &Read, env: &Env, settings: &SystemSettings) -> Result<Option<Finding>> {
    let before = env.now() - settings.idle;
    let asleep = crate::oauth::grants::asleep(db, before, env.now())?;
    Ok((asleep > 0).then(|| {
        let day = clock::date_of(before);
        Finding::new(
            Level::Note,
            text!("{ $count } grants are asleep", count = counted::value(asleep)),
            text!("Nobody fetched a token for them for { $days } days, yet their tokens would still be renewed. Revoke those that nobody needs: people are asked again when they come back.", days = settings.idle.days()),
        )
        .go(
            "To the old grants",
            crate::web::params::with_query(
                "/app/grant",
                &[("status", "Active"), ("granted", &format!("[\"<=\",\"{day}\"]"))],
            ),
        )
    }))
}

fn api_keys(db: &Read, env: &Env, settings: &SystemSettings) -> Result<Vec<Finding>> {
    let ending = ending_keys(db, env, settings)?;
    let asleep = users::api_keys::asleep(db, env.now() - settings.idle)?;
    let days = settings.idle.days();
    let finding = |(key, email): (String, String)| {
        Finding::new(
            Level::Note,
            text!("The API key of { $email } is asleep", email = &email),
            text!(
                "It was not used for { $days } days. A key that nobody needs is one that somebody may find.",
                days = &days
            ),
        )
        .about(&crate::users::api_keys::record::API_KEY, &key, &key)
        .go(
            "To the key",
            crate::records::views::address(&crate::users::api_keys::record::API_KEY, &key),
        )
    };
    Ok(ending.into_iter().chain(asleep.into_iter().map(finding)).collect())
}

/// How long before its end a key that is used is spoken of.
const AHEAD: Seconds = clock::DAY.times(30);

fn ending_keys(db: &Read, env: &Env, settings: &SystemSettings) -> Result<Vec<Finding>> {
    let now = env.now();
    let ending = users::api_keys::ending(db, now - settings.idle, now, AHEAD)?;
    let finding = |(key, email, at): (String, String, Seconds)| {
        Finding::new(
            Level::Care,
            text!(
                "The API secret of { $email } works until { $at }",
                email = &email,
                at = clock::moment(at)
            ),
            "A program uses it. Make a new secret and give it to the program before then.",
        )
        .about(&crate::users::api_keys::record::API_KEY, &key, &key)
        .go(
            "To the user",
            crate::web::params::with_query("/app/user", &[("email", &email)]),
        )
    };
    Ok(ending.into_iter().map(finding).collect())
}
