//! What came of renewing a connection: renewed, failing, or to be made again.

use super::notices::{log, tell};
use crate::base::{Env, Result, Seconds, random};
use crate::connected::apps::{self, ConnectedApp};
use crate::connected::tokens::{self, Held, Status, times};
use crate::db::Write;
use crate::outbound::FailureKind;
use crate::upstream::token_request::TokenError;
use crate::upstream::token_response::TokenResponse;

/// Keeps renewed tokens. The refresh token stays if the response has none (RFC 6749 §6).
pub fn renewed(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, response: &TokenResponse) -> Result<()> {
    let scopes = response.scopes.clone().unwrap_or_else(|| held.scopes.clone());
    tokens::renew(db, env, held, response, &scopes, &times(env, app, response))?;
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
pub fn failed(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, error: &TokenError) -> Result<()> {
    // Only a new consent leads out of that.
    if held.status == Status::ConnectAgain {
        return tokens::end_attempt(db, &held.name, env.now());
    }
    if matches!(error, TokenError::Failed(failure) if failure.kind == FailureKind::Busy) {
        // Nobody was asked.
        return tokens::end_attempt(db, &held.name, env.now() + Seconds(10));
    }
    let words = match &held.failure {
        Some(before) if before.starts_with(INTERRUPTED) && error.is_final() => {
            format!("{INTERRUPTED} {}", error.words())
        }
        _ => error.words().english(),
    };
    match error.is_final() && !held.is_service() {
        true => ended(db, env, app, held, &words),
        false => failing(db, env, app, held, &words, &Wait::after(env, held, error)),
    }
}

/// Notes that only a new consent can help.
pub fn ended(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, words: &str) -> Result<()> {
    tokens::fail(db, &held.name, Status::ConnectAgain, words, env.now(), None, None)?;
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

fn failing(db: &Write, env: &Env, app: &ConnectedApp, held: &Held, words: &str, wait: &Wait) -> Result<()> {
    let (now, next) = (env.now(), env.now() + wait.seconds);
    let asked = wait.is_asked.then_some(next);
    tokens::fail(db, &held.name, Status::Failing, words, now, Some(next), asked)?;
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

/// How long the other side is left alone.
struct Wait {
    seconds: Seconds,
    /// It said so itself: then nobody asks it sooner.
    is_asked: bool,
}

impl Wait {
    /// As long as the other side says (RFC 9110 §10.2.3), at most a day. When it says nothing: half a minute, doubled
    /// with each failure, at most an hour; a little chance keeps them from coming all at once.
    fn after(env: &Env, held: &Held, error: &TokenError) -> Self {
        const FIRST: Seconds = Seconds(30);
        const MAX_BACKOFF: Seconds = Seconds(3600);
        if let Some(asked) = error.retry_after() {
            return Wait {
                seconds: asked.clamp(Seconds(1), tokens::MAX_WAIT),
                is_asked: true,
            };
        }
        let wait = FIRST.times(1 << held.failures.clamp(0, 7)).min(MAX_BACKOFF);
        let [chance] = random::bytes::<1>(&*env.random);
        Wait {
            seconds: wait + wait.part(i64::from(chance), 1024),
            is_asked: false,
        }
    }

    const NONE: Wait = Wait {
        seconds: Seconds::ZERO,
        is_asked: false,
    };
}

/// What stands in a connection that the server was renewing when it was stopped.
const INTERRUPTED: &str = "The server was stopped while this connection was being renewed, so the answer may be lost.";

/// At a start: says what happened to connections that were being renewed when the server was
/// stopped. The old refresh token is tried once more at once; if it was used up, the account has to be
/// connected again.
pub fn note_interrupted(db: &Write, env: &Env) -> Result<usize> {
    let interrupted = tokens::refreshing(db, env)?;
    for held in &interrupted {
        tracing::warn!(connection = held.name, "{INTERRUPTED}");
        if let Some(app) = apps::find(db, env, &held.connected_app)? {
            failing(db, env, &app, held, INTERRUPTED, &Wait::NONE)?;
        }
    }
    Ok(interrupted.len())
}
