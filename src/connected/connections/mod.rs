//! Connections are made and ended; [`renewal`] is what came of renewing one. Whoever has to know how
//! a connection fares hears of it in the same transaction: the Activity Log and the webhook.

mod notices;
mod renewal;

pub use renewal::{ended, failed, note_interrupted, renewed};

use super::apps::{self, ConnectedApp};
use super::revocation;
use super::tokens::{self, Held, NewConnection, Status, name_of, times};
use crate::activity::{self, Event};
use crate::base::secret::Secret;
use crate::base::{Env, Origin, Result, random};
use crate::db::{Read, Write};
use crate::upstream::token_response::TokenResponse;

/// Keeps the tokens of a new consent (or the site's own), in the place of those that were there.
pub fn connect(db: &Write, env: &Env, origin: &Origin, app: &ConnectedApp, made: &NewConnection) -> Result<String> {
    let before = tokens::of_user(db, env, &app.name, made.user)?;
    let name = match &before {
        Some(before) => before.name.clone(),
        None => free_name(db, env, app, made)?,
    };
    let kept = before.as_ref().and_then(|before| kept_refresh_token(before, made));
    if let Some(before) = &before
        && is_other_account(before, made)
    {
        revocation::enqueue(db, env, app, before)?;
    }
    tokens::put(db, env, app, &name, made, kept, &times(env, app, made.response))?;
    if before.is_some_and(|before| before.status != Status::Connected) {
        notices::tell(db, env, app, &name, "connection.recovered")?;
    }
    let whose = made.user.unwrap_or("the site itself");
    let event = Event {
        operation: "Connect",
        subject: format!("{whose} was connected to {}", app.provider_name),
        user: made.user,
        record: Some(("Token Cache", &name)),
        ..Event::default()
    };
    activity::log(db, env, origin, &event)?;
    Ok(name)
}

/// The name of a new connection. Names of apps may hold a hyphen: what is taken gets another end.
fn free_name(db: &Read, env: &Env, app: &ConnectedApp, made: &NewConnection) -> Result<String> {
    let name = name_of(&app.name, made.user);
    Ok(match tokens::get(db, env, &name)? {
        None => name,
        Some(_) => format!("{name}-{}", random::name(&*env.random, 10)),
    })
}

/// The former refresh token, if the new response has none: many services give one at the first
/// consent only.
fn kept_refresh_token<'a>(before: &'a Held, made: &NewConnection) -> Option<&'a Secret> {
    let is_gone = before.status == Status::ConnectAgain || is_other_account(before, made);
    before
        .refresh_token
        .as_ref()
        .filter(|_| !is_gone && made.response.refresh_token.is_none())
}

/// Whether the former connection was surely another account's there. Of the same account nothing is
/// revoked: at many services that would end the new consent, too.
fn is_other_account(before: &Held, made: &NewConnection) -> bool {
    match (before.connected_as.as_deref(), made.connected_as) {
        (Some(before), Some(now)) => before != now,
        _ => false,
    }
}

/// Has tokens revoked that came too late to be kept.
pub fn revoke_late(
    db: &Write,
    env: &Env,
    app: &ConnectedApp,
    user: Option<&str>,
    response: &TokenResponse,
) -> Result<()> {
    let late = Held {
        name: String::new(),
        connected_app: app.name.clone(),
        provider_name: app.provider_name.clone(),
        user: user.map(str::to_owned),
        access_token: response.access_token.clone(),
        refresh_token: response.refresh_token.clone(),
        scopes: app.scopes.clone(),
        expires_at: None,
        connected_as: None,
        status: Status::ConnectAgain,
        refreshing_at: None,
        failing_since: None,
        failure: None,
        failures: 0,
        next_attempt_at: None,
        wait_until: None,
        last_attempt_at: None,
        connected_at: env.now(),
        last_refreshed_at: None,
        last_used_at: None,
    };
    revocation::enqueue(db, env, app, &late)
}

/// Ends a connection: what we hold is removed, and the other side is asked to revoke it.
pub fn disconnect(db: &Write, env: &Env, app: &ConnectedApp, held: &Held) -> Result<()> {
    revocation::enqueue(db, env, app, held)?;
    tokens::delete(db, &held.name)
}

/// Ends every connection of an app, or of a user, that is about to go.
pub fn disconnect_all(db: &Write, env: &Env, app: Option<&str>, user: Option<&str>) -> Result<usize> {
    let all = tokens::all_of(db, env, app, user)?;
    for held in &all {
        if let Some(app) = apps::find(db, env, &held.connected_app)? {
            disconnect(db, env, &app, held)?;
        }
    }
    Ok(all.len())
}

/// The tokens of these connections were given for another server than the one that is asked from now
/// on: it never sees them.
pub fn endpoint_moved(db: &Write, env: &Env, app: &ConnectedApp) -> Result<usize> {
    let words = "The Connected App now leads to another host: what was connected at the former one is not shown to it.";
    let all = tokens::all_of(db, env, Some(&app.name), None)?;
    for held in &all {
        ended(db, env, app, held, words)?;
        tokens::forget_tokens(db, env, &held.name)?;
    }
    Ok(all.len())
}
