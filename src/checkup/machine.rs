//! What needs care about the disk and the file on it.

use super::{Finding, Level, Machine};
use crate::base::clock::DAY;
use crate::base::{Env, Seconds, clock, text};
use crate::folder::enough_room;
use crate::web::arrivals::Oddity;

pub(super) fn findings(env: &Env, machine: &Machine) -> Vec<Finding> {
    [
        damage(machine),
        backup(machine),
        room(machine),
        certificate(env, machine),
    ]
    .into_iter()
    .flatten()
    .chain(machine.odd.iter().map(|(oddity, what)| arrival(env, *oddity, what)))
    .collect()
}

/// What stands in front of this site does not say what it must, or says something else than the settings do.
fn arrival(env: &Env, oddity: Oddity, what: &str) -> Finding {
    let base_url = &*env.base_url;
    let (level, title, why) = match oddity {
        Oddity::OtherHost => (
            Level::Care,
            "People come by another address",
            text!(
                "Most requests name { $host }; the site's address is { $base_url }, and every link and the issuer say that. Set FRONTDESK_BASE_URL to the address that people use, or let the proxy pass the Host header on.",
                host = what,
                base_url = base_url
            ),
        ),
        Oddity::UntrustedProxy => (
            Level::Care,
            "A proxy is not trusted",
            text!(
                "Requests come from { $proxy } with X-Forwarded-For, which is not believed: everybody counts as that address in limits and logs. Name it in FRONTDESK_TRUSTED_PROXIES.",
                proxy = what
            ),
        ),
        Oddity::NoProtocol => (
            Level::Care,
            "The proxy does not say how people come",
            text!(
                "The site's address is { $base_url }, but the proxy sends no X-Forwarded-Proto: whether people come by https is not seen here. frontdesk proxy-config prints the lines that it needs.",
                base_url = base_url
            ),
        ),
        Oddity::Clear => (
            Level::Serious,
            "People come by http",
            text!(
                "The site's address is { $base_url }, but the proxy says that most requests come by http: passwords and tokens travel in the clear on the way to it. Let it lead people to https.",
                base_url = base_url
            ),
        ),
        Oddity::Https => (
            Level::Serious,
            "The site's address is http, but people come by https",
            text!(
                "Set FRONTDESK_BASE_URL to the https address ({ $host }): until then cookies are not marked as secure, and links lead to http.",
                host = what
            ),
        ),
    };
    Finding::new(level, title, why)
}

fn damage(machine: &Machine) -> Option<Finding> {
    let first = machine.damage.first()?;
    Some(Finding::new(
        Level::Serious,
        "The database is damaged",
        text!(
            "A look through its pages found: { $first }. What is on them may be wrong or missing. Stop the server, copy its data folder away, and restore the latest backup with frontdesk restore. Then find out what became of the disk.",
            first = &first
        ),
    ))
}

fn backup(machine: &Machine) -> Option<Finding> {
    let why = machine.backup.as_ref()?;
    Some(Finding::new(
        Level::Serious,
        "The last backup came to nothing",
        text!("{ $why } It is tried again every ten minutes.", why = &why),
    ))
}

fn room(machine: &Machine) -> Option<Finding> {
    let free = machine.free.filter(|free| *free < enough_room(machine.size))?;
    Some(Finding::new(
        Level::Care,
        text!("{ $free } MB are free on the disk", free = &free >> 20),
        "When there are none left nobody can sign in any more, though nothing is lost. Make room, or move the data folder to a larger disk; backups on the same disk take room, too.",
    ))
}

/// How long before its end a certificate is spoken of, at the most: whoever renews it does so with a third of its life left.
const AHEAD: Seconds = DAY.times(14);

fn certificate(env: &Env, machine: &Machine) -> Option<Finding> {
    let state = machine.certificate.as_ref()?;
    let Some(shown) = state.shown else {
        return Some(Finding::new(
            Level::Serious,
            "There is no certificate yet",
            match &state.failure {
                Some(why) => text!(
                    "{ $why }. It is tried again by itself, and at once when the server is started anew.",
                    why = why
                ),
                None => "It is being asked for.".into(),
            },
        ));
    };
    if let Some(why) = &state.failure {
        let until = clock::moment(shown.until);
        return Some(match state.by_acme {
            true => Finding::new(
                if shown.until - env.now() > AHEAD {
                    Level::Care
                } else {
                    Level::Serious
                },
                "The certificate could not be renewed",
                text!(
                    "{ $why }. It is tried again by itself. The one before goes on until { $until }.",
                    why = why,
                    until = until
                ),
            ),
            false => Finding::new(
                Level::Serious,
                "The new certificate is not taken",
                text!(
                    "{ $why }. The one before goes on until { $until }.",
                    why = why,
                    until = until
                ),
            ),
        });
    }
    if state.by_acme {
        // Failures are told above; it is asked for anew by itself.
        return None;
    }
    if !shown.fits {
        return Some(Finding::new(
            Level::Serious,
            "The certificate is for another host",
            text!(
                "Browsers and apps refuse it at { $base_url }. Put one there that names this host (FRONTDESK_TLS_CERT); it is taken within ten seconds.",
                base_url = &*env.base_url
            ),
        ));
    }
    let (left, quarter) = (shown.until - env.now(), Seconds((shown.until - shown.from).0 / 4));
    (left < AHEAD.min(quarter)).then(|| {
        Finding::new(
            if left > DAY.min(Seconds(quarter.0 / 2)) { Level::Care } else { Level::Serious },
            text!("The certificate is good until { $until }", until = clock::moment(shown.until)),
            "Nobody gets in after that. Whatever renews it should have done so by now; a new one is taken within ten seconds of being put in its place (FRONTDESK_TLS_CERT, FRONTDESK_TLS_KEY).",
        )
    })
}
