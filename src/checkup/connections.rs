//! What needs care about Connected Apps: connections in trouble, apps that are not as safe as they
//! could be, and what could not be told others.

use super::{Finding, Level};
use crate::base::clock::DAY;
use crate::base::{Env, Result, Text, text};
use crate::connected::apps::{self, ConnectedApp};
use crate::connected::record_types::{CONNECTED_APP, TOKEN_CACHE};
use crate::connected::tokens::{self, Held, Status};
use crate::db::Read;
use crate::outbox::{self, record::DELIVERY};
use crate::records::views::{address, filtered};

/// The most connections that are named one by one.
const MAX_LISTED: i64 = 20;

pub(super) fn findings(db: &Read, env: &Env) -> Result<Vec<Finding>> {
    let mut findings: Vec<Finding> = tokens::failing(db, env, MAX_LISTED)?.iter().map(failing).collect();
    for name in apps::names(db)? {
        findings.extend(app(&apps::get(db, env, &name)?, env));
    }
    let given_up = outbox::given_up(db, env.now() - DAY.times(7))?;
    if given_up > 0 {
        findings.push(
            Finding::new(
                Level::Care,
                text!("{ $given_up } deliveries were given up", given_up = &given_up),
                "What this site tells others (webhooks, revocations, sign-outs, mails) was refused again and again in the last week. The list says what the receiver answered.",
            )
            .go(
                "To the deliveries",
                filtered(&DELIVERY, "status", "Failed"),
            ),
        );
    }
    Ok(findings)
}

fn failing(held: &Held) -> Finding {
    let whose = held.user.as_deref().map_or("the site itself".into(), Text::verbatim);
    let label = match &held.user {
        Some(user) => format!("{} · {user}", held.provider_name),
        None => held.provider_name.clone(),
    };
    let why = Text::verbatim(held.failure.clone().unwrap_or_default());
    let (level, title) = match held.status {
        Status::ConnectAgain => (
            Level::Serious,
            text!(
                "{ $whose } must connect to { $provider } again",
                whose = &whose,
                provider = &held.provider_name
            ),
        ),
        _ => (
            Level::Care,
            text!(
                "The connection of { $whose } to { $provider } is failing",
                whose = &whose,
                provider = &held.provider_name
            ),
        ),
    };
    Finding::new(level, title, why)
        .about(&TOKEN_CACHE, &label, &held.name)
        .go("To the connection", address(&TOKEN_CACHE, &held.name))
}

fn app(app: &ConnectedApp, env: &Env) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |level, title: Text, why: &'static str| {
        findings.push(
            Finding::new(level, title, why)
                .about(&CONNECTED_APP, &app.provider_name, &app.name)
                .go("To the Connected App", address(&CONNECTED_APP, &app.name)),
        );
    };
    if !app.redirect_uri.starts_with(&format!("{}/", env.base_url)) {
        add(
            Level::Serious,
            text!(
                "{ $provider } still leads people back to this site's former address",
                provider = &app.provider_name
            ),
            "Its Redirect URI was made under another base URL. Register the present one at the other side, then choose Use this site's present address under Actions of the Connected App.",
        );
    }
    if !app.use_pkce && app.enabled {
        add(
            Level::Note,
            text!("{ $provider } is connected without PKCE", provider = &app.provider_name),
            "PKCE keeps a stolen code from being used. Switch it on, unless the service refuses it.",
        );
    }
    if app.webhook_url.as_deref().is_some_and(|url| !url.is_empty()) && app.webhook_secret.is_none() {
        add(
            Level::Care,
            text!(
                "The webhooks of { $provider } are not signed",
                provider = &app.provider_name
            ),
            "Whoever receives them cannot tell them from anybody else's. Choose Make webhook secret under Actions of the Connected App, and give the secret to the receiver.",
        );
    }
    findings
}
