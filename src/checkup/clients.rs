//! What needs care about clients: their secrets, addresses, scopes and use.

use super::{Finding, Level};
use crate::base::clock::{self, DAY};
use crate::base::{ClientId, Env, Result, Scopes, Seconds, Text, scope, text};
use crate::db::Read;
use crate::oauth::clients::{self, Brief, ClientSecret};
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::oauth::resources;
use crate::oauth::scopes;
use crate::oauth::usage::{self, ClientUse};
use crate::records::views;
use crate::system::SystemSettings;
use std::collections::HashMap;

/// Scopes that are never what allows a request: they change how a sign-in goes.
const NOT_EXERCISED: &[&str] = &[scope::OFFLINE_ACCESS, scope::OPENID];

/// How old a client is before it is said what it does not use.
const OBSERVED: Seconds = DAY.times(7);

/// What there is to know of a client.
struct Known<'a> {
    client: &'a Brief,
    /// Long enough to say what it does not use.
    is_observed: bool,
    /// The scopes that do something here; others are for the apps' own APIs.
    acting: &'a [String],
    /// Whether an API trusts it: then it may work without any token of its own.
    is_trusted: bool,
    secrets: Vec<&'a ClientSecret>,
    /// What it did lately, if it did anything.
    used: Option<&'a ClientUse>,
}

impl Known<'_> {
    /// What it used lately: the scopes that it exercised. Nothing where it did nothing.
    fn exercised(&self) -> Option<Scopes> {
        let used = self.used.filter(|used| used.used > 0)?;
        Some(used.exercised())
    }
}

pub(super) fn findings(db: &Read, env: &Env, settings: &SystemSettings) -> Result<Vec<Finding>> {
    let clients = clients::enabled(db)?;
    let secrets = clients::every_secret(db)?;
    let since = usage::day(env.now() - settings.idle);
    let used = usage::of_clients(db, since)?;
    let acting = scopes::acting(db)?;
    let trusted = resources::trusted(db)?;
    let secrets = by_client(&secrets, |secret| &secret.client_id);
    let mut findings: Vec<Finding> = waiting(db)?.into_iter().collect();
    for client in &clients {
        let known = Known {
            client,
            is_observed: env.now() - client.made_at > OBSERVED,
            acting: &acting,
            is_trusted: trusted.contains(&client.id),
            secrets: secrets.get(&client.id).cloned().unwrap_or_default(),
            used: used.get(&client.id),
        };
        let checks = [
            old_secret(&known, env, settings),
            open_overlap(&known, env),
            http_redirects(&known),
            shared_signature(&known),
            unused_all(&known),
            unused_scopes(&known),
            asleep(&known, env, settings),
        ];
        findings.extend(checks.into_iter().flatten());
    }
    Ok(findings)
}

fn waiting(db: &Read) -> Result<Option<Finding>> {
    let finding = || {
        Finding::new(
            Level::Note,
            "Apps that recorded themselves wait for approval",
            "Nobody can sign in through them before that. Look at each, and choose Approve under Actions, or delete it.",
        )
        .go("To the apps", views::filtered(&OAUTH_CLIENT, "awaits_approval", "1"))
    };
    Ok(clients::is_any_waiting(db)?.then(finding))
}

/// What belongs to each client, in its order.
fn by_client<T>(all: &[T], client_id: impl Fn(&T) -> &ClientId) -> HashMap<&ClientId, Vec<&T>> {
    let mut found: HashMap<&ClientId, Vec<&T>> = HashMap::new();
    for one in all {
        found.entry(client_id(one)).or_default().push(one);
    }
    found
}

fn finding(known: &Known, level: Level, title: Text, why: Text) -> Finding {
    Finding::new(level, title, why).about(&OAUTH_CLIENT, &known.client.app_name, known.client.id.as_str())
}

fn field(known: &Known, field: &str) -> String {
    views::field_address(&OAUTH_CLIENT, known.client.id.as_str(), field)
}

fn old_secret(known: &Known, env: &Env, settings: &SystemSettings) -> Option<Finding> {
    let current = known.secrets.iter().find(|secret| secret.expires_at.is_none())?;
    let days = (env.now() - current.created_at).days();
    (env.now() - current.created_at > settings.client_secret).then(|| {
        finding(
            known,
            Level::Care,
            text!("The secret of { $app } is { $days } days old", app = &known.client.app_name, days = &days),
            "The longer a secret lives, the more places it has been copied to. Rotate it: the old one works for as long as you choose, so that the app can be changed over.".into(),
        )
        .go("Rotate the secret", views::action_address(&OAUTH_CLIENT, known.client.id.as_str(), "rotate-secret"))
    })
}

fn open_overlap(known: &Known, env: &Env) -> Option<Finding> {
    let ends = known.secrets.iter().filter_map(|secret| secret.expires_at).max()?;
    (ends > env.now()).then(|| {
        finding(
            known,
            Level::Note,
            text!("An old secret of { $app } still works", app = &known.client.app_name),
            text!(
                "Until { $ends }. If the app has been changed over to the new one, end the old one now.",
                ends = clock::moment(ends)
            ),
        )
        .press(
            "End the old secret",
            &OAUTH_CLIENT,
            known.client.id.as_str(),
            "end-overlap",
        )
    })
}

fn http_redirects(known: &Known) -> Option<Finding> {
    let http = known
        .client
        .redirect_uris
        .iter()
        .find(|uri| uri.starts_with("http://"))?;
    Some(
        finding(
            known,
            Level::Care,
            text!(
                "{ $app } has a redirect URI without https",
                app = &known.client.app_name
            ),
            text!(
                "{ $http } is good for development on one machine only. Take it away before real people sign in.",
                http = &http
            ),
        )
        .go("To the redirect URIs", field(known, "redirect_uris")),
    )
}

fn shared_signature(known: &Known) -> Option<Finding> {
    known.client.id_token_hs256.then(|| {
        finding(
            known,
            Level::Care,
            text!("The ID tokens of { $app } are signed with its secret", app = &known.client.app_name),
            "Whoever has the secret can make such tokens, too (HS256). Switch that off if the app understands RS256 or ES256.".into(),
        )
        .go("To the setting", field(known, "id_token_hs256"))
    })
}

fn unused_all(known: &Known) -> Option<Finding> {
    let exercised = known.exercised()?;
    let has_all = known.client.scopes.contains(scope::ALL);
    (has_all && known.is_observed && !exercised.contains(scope::ALL)).then(|| {
        finding(
            known,
            Level::Care,
            text!("{ $app } may do everything but never does", app = &known.client.app_name),
            text!("It has the scope all, with which a lost token is as good as its user. What it used: { $exercised }. Take all away.", exercised = exercised.to_string()),
        )
        .go("To the scopes", field(known, "scopes"))
    })
}

fn unused_scopes(known: &Known) -> Option<Finding> {
    let exercised = known.exercised()?;
    let scopes = known.client.scopes.without(&exercised);
    let unused: Vec<&str> = scopes
        .iter()
        .filter(|name| *name != scope::ALL && !NOT_EXERCISED.contains(name))
        .filter(|name| known.acting.iter().any(|own| own == name))
        .collect();
    (known.is_observed && !unused.is_empty()).then(|| {
        finding(
            known,
            Level::Note,
            text!("{ $app } has scopes that it never used", app = &known.client.app_name),
            text!(
                "Never exercised: { $unused }. People are asked for less if the app may ask for less.",
                unused = unused.join(" ")
            ),
        )
        .go("To the scopes", field(known, "scopes"))
    })
}

fn asleep(known: &Known, env: &Env, settings: &SystemSettings) -> Option<Finding> {
    let is_old = env.now() - known.client.made_at > settings.idle;
    (is_old && !known.is_trusted && known.used.is_none_or(|used| used.used == 0 && used.issued == 0)).then(|| {
        finding(
            known,
            Level::Note,
            text!("{ $app } is asleep", app = &known.client.app_name),
            text!("No token was issued or used for { $days } days. Switch it off if nobody needs it; it can be enabled again.", days = settings.idle.days()),
        )
        .press("Switch it off", &OAUTH_CLIENT, known.client.id.as_str(), "switch-off")
    })
}
