//! The Token Cache: what we hold for one user (or for the site itself) at one Connected App.
//!
//! Owns the table `token_caches`. Tokens are sealed, each bound to its row. How a connection fares
//! is told here: renewed, failing, to be made again; whoever has to know hears of it in the same
//! transaction (the activity log, the webhook).

pub mod record;
pub mod store;
mod views;

use super::apps::ConnectedApp;
use super::deliveries;
use super::token_answer::{TokenAnswer, Trouble};
use super::token_request;
use crate::activity::{self, Event};
use crate::base::secret::Secret;
use crate::base::{Env, Origin, Result, Scopes, Seconds, random};
use crate::db::{Read, Write};
use crate::outbound::Why;

/// How a connection fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The last thing that was asked of the other side went well.
    Connected,
    /// Renewing fails; it is tried again.
    Failing,
    /// Only a new consent can help.
    ConnectAgain,
}

impl Status {
    /// The record's words.
    pub const OPTIONS: &[&str] = &["Connected", "Failing", "Connect Again"];

    /// The record's word.
    pub fn word(self) -> &'static str {
        match self {
            Status::Connected => "Connected",
            Status::Failing => "Failing",
            Status::ConnectAgain => "Connect Again",
        }
    }

    fn from_word(word: &str) -> Self {
        match word {
            "Connected" => Status::Connected,
            "Failing" => Status::Failing,
            _ => Status::ConnectAgain,
        }
    }
}

/// What we hold. It does not print its tokens.
#[derive(Clone, Debug)]
pub struct Held {
    /// `<app>-<user>`, as Frappe names it; without a user for the site itself.
    pub name: String,
    pub connected_app: String,
    pub provider_name: String,
    pub user: Option<String>,
    pub access_token: Secret,
    pub refresh_token: Option<Secret>,
    pub scopes: Scopes,
    /// `None`: the other side does not say.
    pub expires_at: Option<Seconds>,
    pub connected_as: Option<String>,
    pub status: Status,
    pub refreshing_at: Option<Seconds>,
    pub failing_since: Option<Seconds>,
    pub failure: Option<String>,
    pub failures: i64,
    pub next_attempt_at: Option<Seconds>,
    /// When the other side was asked last to renew it.
    pub last_attempt_at: Option<Seconds>,
    pub connected_at: Seconds,
    pub last_refreshed_at: Option<Seconds>,
    pub last_used_at: Option<Seconds>,
}

impl Held {
    /// Whether the access token is good for at least so many seconds. One from the future (the clock
    /// was set back) is good for nothing that can be told.
    pub fn is_good_for(&self, margin: Seconds, now: Seconds) -> bool {
        let fetched_at = self.last_refreshed_at.unwrap_or(self.connected_at);
        self.status != Status::ConnectAgain
            && self
                .expires_at
                .is_none_or(|at| at - now >= margin && fetched_at - now <= AHEAD)
    }

    /// Whether it is too early to try again after a failure. A moment that lies further ahead than we
    /// ever wait is of a clock that was set back.
    pub fn is_waiting(&self, now: Seconds) -> bool {
        self.next_attempt_at
            .is_some_and(|at| at > now && at - now <= LONGEST_WAIT)
    }

    /// Whether the other side was asked just now: it is not asked again at once.
    pub fn was_asked_just_now(&self, now: Seconds) -> bool {
        self.last_attempt_at
            .is_some_and(|at| (0..JUST_NOW).contains(&(now - at)))
    }

    /// Whether it is the site's own.
    pub fn is_service(&self) -> bool {
        self.user.is_none()
    }
}

/// The name of a Token Cache.
pub fn name_of(app: &str, user: Option<&str>) -> String {
    format!("{app}-{}", user.unwrap_or_default())
}

/// Times that follow from an answer: how long the token lives, when it ends, and when it is renewed
/// ahead of that. The moment has a little chance in it, so that connections that were made together
/// are not renewed together.
struct Times {
    expires_in: Option<Seconds>,
    expires_at: Option<Seconds>,
    refresh_at: Option<Seconds>,
}

/// How long before its end a token is renewed, at the most.
const AHEAD: Seconds = 300;
/// A connection is not renewed more often than this.
const JUST_NOW: Seconds = 30;
/// Longer than we ever wait after a failure.
pub const LONGEST_WAIT: Seconds = 4600;

fn times(env: &Env, app: &ConnectedApp, answer: &TokenAnswer) -> Times {
    let assumed = Some(app.default_expires_in).filter(|seconds| *seconds > 0);
    let expires_in = answer.expires_in.or(assumed);
    let [chance] = random::bytes::<1>(&*env.random);
    let renew_in = expires_in.map(|seconds| {
        let ahead = (seconds / 5).min(AHEAD);
        (seconds - ahead - ahead * i64::from(chance) / 512).max(2 * JUST_NOW)
    });
    Times {
        expires_in,
        expires_at: expires_in.map(|seconds| env.now() + seconds),
        refresh_at: renew_in.map(|seconds| env.now() + seconds),
    }
}

/// Keeps the tokens of a new consent (or the site's own), in the place of those that were there.
pub fn connect(db: &Write, env: &Env, origin: &Origin, app: &ConnectedApp, made: &NewConnection) -> Result<String> {
    let before = store::of_user(db, env, &app.name, made.user)?;
    let name = match &before {
        Some(before) => before.name.clone(),
        None => free_name(db, env, app, made)?,
    };
    let kept = before.as_ref().and_then(|before| kept_refresh_token(before, made));
    if let Some(before) = &before
        && is_other_account(before, made)
    {
        deliveries::revocation(db, env, app, before)?;
    }
    store::put(db, env, app, &name, made, kept, &times(env, app, made.answer))?;
    if before.is_some_and(|before| before.status != Status::Connected) {
        tell(db, env, app, &name, "connection.recovered")?;
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
    Ok(match store::get(db, env, &name)? {
        None => name,
        Some(_) => format!("{name}-{}", random::name(&*env.random, 10)),
    })
}

/// The former refresh token, if the new answer has none: many services give one at the first
/// consent only.
fn kept_refresh_token<'a>(before: &'a Held, made: &NewConnection) -> Option<&'a Secret> {
    let is_gone = before.status == Status::ConnectAgain || is_other_account(before, made);
    before
        .refresh_token
        .as_ref()
        .filter(|_| !is_gone && made.answer.refresh_token.is_none())
}

/// Whether the former connection was surely another account's there. Of the same account nothing is
/// revoked: at many services that would end the new consent, too.
fn is_other_account(before: &Held, made: &NewConnection) -> bool {
    match (before.connected_as.as_deref(), made.connected_as) {
        (Some(before), Some(now)) => before != now,
        _ => false,
    }
}

/// A connection that was just made.
pub struct NewConnection<'a> {
    pub user: Option<&'a str>,
    pub answer: &'a TokenAnswer,
    pub connected_as: Option<&'a str>,
    pub success_uri: Option<&'a str>,
}

/// Keeps renewed tokens. The refresh token stays if the answer has none (RFC 6749 §6).
pub fn renewed(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, answer: &TokenAnswer) -> Result<()> {
    let scopes = answer.scopes.clone().unwrap_or_else(|| held.scopes.clone());
    store::renew(db, env, held, answer, &scopes, &times(env, app, answer))?;
    if held.status != Status::Connected {
        log(
            db,
            env,
            held,
            false,
            format!("The connection {} works again", held.name),
        )?;
        tell(db, env, app, &held.name, "connection.recovered")?;
    }
    Ok(())
}

/// Notes that renewing failed: it is tried again, ever later, or has to be connected again.
pub fn failed(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, trouble: &Trouble) -> Result<()> {
    // Only a new consent leads out of that.
    if held.status == Status::ConnectAgain {
        return store::end_attempt(db, &held.name, env.now());
    }
    if matches!(trouble, Trouble::Failed(failure) if failure.why == Why::Crowded) {
        // Nobody was asked.
        return store::end_attempt(db, &held.name, env.now() + 10);
    }
    let words = match &held.failure {
        Some(before) if before.starts_with(INTERRUPTED) && trouble.is_final() => {
            format!("{INTERRUPTED} {}", trouble.words())
        }
        _ => trouble.words(),
    };
    match trouble.is_final() && !held.is_service() {
        true => ended(db, env, app, held, &words),
        false => failing(
            db,
            env,
            app,
            held,
            &words,
            backoff(env, held.failures, trouble.retry_after()),
        ),
    }
}

/// Notes that only a new consent can help.
pub fn ended(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, words: &str) -> Result<()> {
    store::fail(db, &held.name, Status::ConnectAgain, words, env.now(), None)?;
    if held.status != Status::ConnectAgain {
        log(
            db,
            env,
            held,
            true,
            format!("The connection {} must be made again: {words}", held.name),
        )?;
        tell(db, env, app, &held.name, "connection.connect_again")?;
    }
    Ok(())
}

fn failing(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, words: &str, wait: Seconds) -> Result<()> {
    let next = env.now() + wait;
    store::fail(db, &held.name, Status::Failing, words, env.now(), Some(next))?;
    if held.status == Status::Connected {
        log(
            db,
            env,
            held,
            true,
            format!("The connection {} is failing: {words}", held.name),
        )?;
        tell(db, env, app, &held.name, "connection.failing")?;
    }
    Ok(())
}

/// How long to wait after so many failures: half a minute, doubled each time, at most an hour;
/// longer if the other side says so. A little chance keeps them from coming all at once.
fn backoff(env: &Env, failures: i64, asked: Option<Seconds>) -> Seconds {
    const FIRST: Seconds = 30;
    const LONGEST: Seconds = 3600;
    let wait = (FIRST << failures.clamp(0, 7)).min(LONGEST);
    let [chance] = random::bytes::<1>(&*env.random);
    let wait = wait + wait * i64::from(chance) / 1024;
    wait.max(asked.unwrap_or(0).clamp(0, LONGEST))
}

/// What stands in a connection that the server was renewing when it was stopped.
const INTERRUPTED: &str = "The server was stopped while this connection was being renewed, so the answer may be lost.";

/// At a start: says what happened to connections that were being renewed when the server was
/// stopped. The old refresh token is tried once more at once; if it was used up, the account has to be
/// connected again.
pub fn note_interrupted(db: &Write, env: &Env) -> Result<usize> {
    let interrupted = store::refreshing(db, env)?;
    for held in &interrupted {
        tracing::warn!(connection = held.name, "{INTERRUPTED}");
        if let Some(app) = super::apps::store::get(db, env, &held.connected_app)? {
            failing(db, env, &app, held, INTERRUPTED, 0)?;
        }
    }
    Ok(interrupted.len())
}

/// Has tokens revoked that came too late to be kept.
pub fn give_back(db: &Write, env: &Env, app: &ConnectedApp, user: Option<&str>, answer: &TokenAnswer) -> Result<()> {
    let late = Held {
        name: String::new(),
        connected_app: app.name.clone(),
        provider_name: app.provider_name.clone(),
        user: user.map(str::to_owned),
        access_token: answer.access_token.clone(),
        refresh_token: answer.refresh_token.clone(),
        scopes: app.scopes.clone(),
        expires_at: None,
        connected_as: None,
        status: Status::ConnectAgain,
        refreshing_at: None,
        failing_since: None,
        failure: None,
        failures: 0,
        next_attempt_at: None,
        last_attempt_at: None,
        connected_at: env.now(),
        last_refreshed_at: None,
        last_used_at: None,
    };
    deliveries::revocation(db, env, app, &late)
}

/// Ends a connection: what we hold is removed, and the other side is asked to revoke it.
pub fn disconnect(db: &Write, env: &Env, app: &ConnectedApp, held: &Held) -> Result<()> {
    deliveries::revocation(db, env, app, held)?;
    store::delete(db, &held.name)
}

/// Ends every connection of an app, or of a user, that is about to go.
pub fn disconnect_all(db: &Write, env: &Env, app: Option<&str>, user: Option<&str>) -> Result<usize> {
    let all = store::all_of(db, env, app, user)?;
    for held in &all {
        if let Some(app) = super::apps::store::get(db, env, &held.connected_app)? {
            disconnect(db, env, &app, held)?;
        }
    }
    Ok(all.len())
}

/// The tokens of these connections were given for another server than the one that is asked from now
/// on: it never sees them.
pub fn lead_elsewhere(db: &Write, env: &Env, app: &ConnectedApp) -> Result<usize> {
    let words = "The Connected App now leads to another host: what was connected at the former one is not shown to it.";
    let all = store::all_of(db, env, Some(&app.name), None)?;
    for held in &all {
        ended(db, env, app, held, words)?;
        store::forget_tokens(db, env, &held.name)?;
    }
    Ok(all.len())
}

fn tell(db: &Write, env: &Env, app: &ConnectedApp, name: &str, event: &'static str) -> Result<()> {
    match store::get(db, env, name)? {
        Some(held) => deliveries::webhook(db, env, app, &held, event),
        None => Ok(()),
    }
}

fn log(db: &Write, env: &Env, held: &Held, failed: bool, subject: String) -> Result<()> {
    let event = Event {
        operation: "Connect",
        failed,
        subject,
        user: held.user.as_deref(),
        record: Some(("Token Cache", &held.name)),
        ..Event::default()
    };
    activity::log(db, env, &Origin::default(), &event)
}

/// The scopes of a new connection.
fn granted(app: &ConnectedApp, answer: &TokenAnswer) -> Scopes {
    token_request::granted(app, answer)
}
