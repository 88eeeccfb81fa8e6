//! Renewing one connection. Nothing is lost on the way: that a refresh began is stored before the other
//! side is asked, and what it answers is stored before anybody is told. The work goes on when who asked
//! for it is gone.

use crate::base::{Error, Result, Seconds};
use crate::connected::apps::{self, ConnectedApp};
use crate::connected::connections;
use crate::connected::token_request;
use crate::connected::tokens::{self, Held, Status};
use crate::upstream::token_request::{TokenError, TokenGrant};
use crate::upstream::token_response::TokenResponse;
use crate::world::World;
use std::sync::Arc;
use std::time::Duration;

/// When a token is renewed.
#[derive(Clone, Copy)]
pub(super) enum When {
    /// If it is not good for so many seconds any more, and it is not too early to try again.
    BelowMargin(Seconds),
    /// In any case: somebody asked for it, or the service does not take the old one any more.
    Now,
}

/// Renews what is held under a name, unless somebody else just did: then `false`.
pub(super) async fn renew(world: &World, name: &str, when: When) -> bool {
    let (own, name) = (world.clone(), name.to_owned());
    let key = format!("token {name}");
    let renewing = async move {
        if let Err(error) = run(&own, &name, when).await {
            tracing::error!(connection = name, %error, "a token could not be renewed");
        }
    };
    world.outbound.single_flight.run(&key, renewing).await.is_some()
}

async fn run(world: &World, name: &str, when: When) -> Result<()> {
    let env = &world.env;
    let found = world.db.read(|db| {
        let Some(held) = tokens::get(db, env, name)? else {
            return Ok(None);
        };
        Ok(Some((apps::get(db, env, &held.connected_app)?, held)))
    })?;
    let Some((app, held)) = found else {
        return Ok(());
    };
    let is_settled = held.status == Status::ConnectAgain || held.is_to_be_left_alone(env.now());
    let is_needless = match when {
        When::BelowMargin(margin) => {
            let is_good = held.status == Status::Connected && held.is_good_for(margin, env.now());
            is_good || held.is_waiting(env.now())
        }
        When::Now => false,
    };
    if is_settled || is_needless {
        return Ok(());
    }
    app.check_ready()?;
    let grant = match grant(&app, &held) {
        Some(grant) => grant,
        None if held.is_good_for(Seconds(1), env.now()) => return Ok(()),
        None => return end(world, &app, &held).await,
    };
    let (id, now) = (name.to_owned(), env.now());
    world.db.write(move |db| tokens::begin_refresh(db, &id, now)).await?;
    let outcome = token_request::ask(world, &app, grant).await;
    keep(world, &app, &held, outcome).await
}

/// What the tokens are renewed with, if there is anything.
fn grant<'a>(app: &ConnectedApp, held: &'a Held) -> Option<TokenGrant<'a>> {
    match (&held.refresh_token, held.is_service()) {
        (_, true) => Some(TokenGrant::ClientCredentials { scope: app.scope() }),
        (Some(token), false) => Some(TokenGrant::Refresh(token)),
        (None, false) => None,
    }
}

/// Without a refresh token, an end is an end.
async fn end(world: &World, app: &ConnectedApp, held: &Held) -> Result<()> {
    let (env, app, held) = (world.env.clone(), app.clone(), held.clone());
    let words = "The token has expired, and the other side gave no refresh token to renew it with.";
    world
        .db
        .write(move |db| connections::ended(db, &env, &app, &held, words))
        .await
}

/// Stores what came of a refresh, however long the disk takes: a refresh token that is used up is
/// only as good as the new one that was stored.
async fn keep(
    world: &World,
    app: &ConnectedApp,
    asked: &Held,
    outcome: Result<TokenResponse, TokenError>,
) -> Result<()> {
    const MAX_ATTEMPTS: u32 = 30;
    const RETRY_INTERVAL: Duration = Duration::from_secs(2);
    let outcome = Arc::new(outcome);
    for attempt in 1.. {
        let name = asked.name.clone();
        let (env, app, asked, outcome) = (world.env.clone(), app.clone(), asked.clone(), Arc::clone(&outcome));
        let stored = world.db.write(move |db| {
            let held = tokens::get(db, &env, &asked.name)?;
            match (held, &*outcome) {
                // Connected anew in the meantime, or led elsewhere: this response is for nobody.
                (Some(held), _) if held.access_token != asked.access_token => Ok(()),
                (Some(held), _) if held.status == Status::ConnectAgain && asked.status != held.status => Ok(()),
                (Some(held), Ok(response)) => connections::renewed(db, &env, &app, &held, response),
                (Some(held), Err(error)) => connections::failed(db, &env, &app, &held, error),
                // Disconnected in the meantime: the new tokens are given back, too.
                (None, Ok(response)) => connections::revoke_late(db, &env, &app, asked.user.as_deref(), response),
                (None, Err(_)) => Ok(()),
            }
        });
        match stored.await {
            Err(Error::Storage(cause)) if attempt < MAX_ATTEMPTS => {
                tracing::error!(connection = name, %cause, "a renewed token cannot be stored yet");
                tokio::time::sleep(RETRY_INTERVAL).await;
            }
            done => return done,
        }
    }
    Ok(())
}
