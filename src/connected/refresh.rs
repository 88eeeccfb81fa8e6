//! A token that is good for a while. It is renewed where needed: once for all who ask, ahead of its
//! end for connections in use, and ever later while the other side refuses.
//!
//! Nothing is lost on the way: that a refresh began is stored before the other side is asked, and
//! what it answers is stored before anybody is told. The flight goes on when who asked for it is gone.

use super::apps::{self, ConnectedApp};
use super::token_answer::{TokenAnswer, Trouble};
use super::token_request::{self, Grant};
use super::tokens::{self, Held, NewConnection, Status, store};
use crate::base::{Env, Error, Origin, Result, Seconds};
use crate::outbound::{Failure, Why};
use crate::records::{Asked, Asking};
use crate::users;
use crate::world::World;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How many connections are renewed at once in the background.
const AT_ONCE: usize = 64;
/// How many are looked at in one round, and of one app renewed in it: one that hangs delays nobody.
const ROUND: i64 = 2000;
const OF_ONE: usize = 16;

/// A token of the user (or, without one, of the site itself) that is good for at least `margin`
/// seconds.
pub async fn active(world: &World, app: &ConnectedApp, user: Option<&str>, margin: Seconds) -> Result<Held> {
    app.check_ready()?;
    let env = &world.env;
    let find = || world.db.read(|db| store::of_user(db, env, &app.name, user));
    match find()? {
        Some(held) if held.is_good_for(margin, env.now()) => return Ok(held),
        // Whoever waited for somebody else's flight may need a longer life than that one asked for.
        Some(held) if renew(world, &held.name, When::BelowMargin(margin)).await => {}
        Some(held) => drop(renew(world, &held.name, When::BelowMargin(margin)).await),
        None if user.is_none() => fetch_service(world, app).await?,
        None => return Err(not_connected(app, user)),
    }
    let held = find()?.ok_or_else(|| not_connected(app, user))?;
    match held.is_good_for(margin, env.now()) {
        true => Ok(held),
        false => Err(not_good(env, &held, margin)),
    }
}

fn not_connected(app: &ConnectedApp, user: Option<&str>) -> Error {
    match user {
        Some(user) => Error::NotFound(format!(
            "{user} is not connected to {}. They can connect in My account, or at /connect/{} here.",
            app.provider_name, app.name
        )),
        None => Error::NotFound(format!("The site itself is not connected to {}.", app.provider_name)),
    }
}

/// Why there is no token that is good enough.
fn not_good(env: &Env, held: &Held, margin: Seconds) -> Error {
    let why = held.failure.as_deref().unwrap_or_default();
    match held.status {
        Status::ConnectAgain => Error::ConnectAgain {
            text: format!("The connection to {} must be made again. {why}", held.provider_name),
            url: env.url(&format!("/connect/{}", held.connected_app)),
        },
        Status::Failing => Error::Upstream(format!("{} gives no new token. {why}", held.provider_name)),
        Status::Connected => Error::Upstream(format!(
            "{} gives no token that is good for {margin} seconds: its tokens live shorter than that.",
            held.provider_name
        )),
    }
}

/// When a token is renewed.
#[derive(Clone, Copy)]
enum When {
    /// If it is not good for so many seconds any more, and it is not too early to try again.
    BelowMargin(Seconds),
    /// In any case: somebody asked for it, or the service does not take the old one any more.
    Now,
}

/// Renews what is held under a name, unless somebody else just did: then `false`.
async fn renew(world: &World, name: &str, when: When) -> bool {
    let (flying, name) = (world.clone(), name.to_owned());
    let key = format!("token {name}");
    let flight = async move {
        if let Err(error) = fly(&flying, &name, when).await {
            tracing::error!(connection = name, %error, "a token could not be renewed");
        }
    };
    world.outbound.flights.once(&key, flight).await.is_some()
}

async fn fly(world: &World, name: &str, when: When) -> Result<()> {
    let env = &world.env;
    let found = world.db.read(|db| {
        let Some(held) = store::get(db, env, name)? else {
            return Ok(None);
        };
        Ok(Some((apps::get(db, env, &held.connected_app)?, held)))
    })?;
    let Some((app, held)) = found else {
        return Ok(());
    };
    let is_settled = held.status == Status::ConnectAgain || held.was_asked_just_now(env.now());
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
    let grant = match grant(&held) {
        Some(grant) => grant,
        None if held.is_good_for(1, env.now()) => return Ok(()),
        None => return end(world, &app, &held).await,
    };
    let (id, now) = (name.to_owned(), env.now());
    world.db.write(move |db| store::begin_refresh(db, &id, now)).await?;
    let outcome = match token_request::ask(world, &app, grant).await {
        Ok(outcome) => outcome,
        // A failure of ours, before anything was sent.
        Err(error) => Err(Trouble::Failed(Failure::new(Why::Refused, error.to_string()))),
    };
    keep(world, &app, &held, outcome).await
}

/// What the tokens are renewed with, if there is anything.
fn grant(held: &Held) -> Option<Grant<'_>> {
    match (&held.refresh_token, held.is_service()) {
        (_, true) => Some(Grant::Service),
        (Some(token), false) => Some(Grant::Refresh(token)),
        (None, false) => None,
    }
}

/// Without a refresh token, an end is an end.
async fn end(world: &World, app: &ConnectedApp, held: &Held) -> Result<()> {
    let (env, app, held) = (world.env.clone(), app.clone(), held.clone());
    let words = "The token has expired, and the other side gave no refresh token to renew it with.";
    world
        .db
        .write(move |db| tokens::ended(db, &env, &app, &held, words))
        .await
}

/// Stores what came of a refresh, however long the disk takes: a refresh token that is used up is
/// only as good as the new one that was stored.
async fn keep(
    world: &World,
    app: &ConnectedApp,
    asked: &Held,
    outcome: std::result::Result<TokenAnswer, Trouble>,
) -> Result<()> {
    const TRIES: u32 = 30;
    const PAUSE: Duration = Duration::from_secs(2);
    let outcome = Arc::new(outcome);
    for attempt in 1.. {
        let name = asked.name.clone();
        let (env, app, asked, outcome) = (world.env.clone(), app.clone(), asked.clone(), Arc::clone(&outcome));
        let stored = world.db.write(move |db| {
            let held = store::get(db, &env, &asked.name)?;
            match (held, &*outcome) {
                // Connected anew in the meantime, or led elsewhere: this answer is for nobody.
                (Some(held), _) if held.access_token != asked.access_token => Ok(()),
                (Some(held), _) if held.status == Status::ConnectAgain && asked.status != held.status => Ok(()),
                (Some(held), Ok(answer)) => tokens::renewed(db, &env, &app, &held, answer),
                (Some(held), Err(trouble)) => tokens::failed(db, &env, &app, &held, trouble),
                // Disconnected in the meantime: the new tokens are given back, too.
                (None, Ok(answer)) => tokens::give_back(db, &env, &app, asked.user.as_deref(), answer),
                (None, Err(_)) => Ok(()),
            }
        });
        match stored.await {
            Err(Error::Storage(cause)) if attempt < TRIES => {
                tracing::error!(connection = name, %cause, "a renewed token cannot be stored yet");
                tokio::time::sleep(PAUSE).await;
            }
            done => return done,
        }
    }
    Ok(())
}

/// Fetches the site's own token for the first time.
async fn fetch_service(world: &World, app: &ConnectedApp) -> Result<()> {
    let key = format!("token {}", tokens::name_of(&app.name, None));
    if let Some(error) = world.outbound.troubles.recent(&key, world.env.now()) {
        return Err(error);
    }
    let (flying, app, noted) = (world.clone(), app.clone(), key.clone());
    let flight = async move {
        let outcome = fly_service(&flying, &app).await;
        if let Err(error) = &outcome {
            flying.outbound.troubles.note(&noted, flying.env.now(), error);
        }
        outcome
    };
    match world.outbound.flights.once(&key, flight).await {
        Some(outcome) => outcome,
        None => world
            .outbound
            .troubles
            .recent(&key, world.env.now())
            .map_or(Ok(()), Err),
    }
}

async fn fly_service(world: &World, app: &ConnectedApp) -> Result<()> {
    let answer = token_request::ask(world, app, Grant::Service).await?;
    let answer = answer.map_err(|trouble| Error::Upstream(trouble.words()))?;
    let (env, app) = (world.env.clone(), app.clone());
    world
        .db
        .write(move |db| {
            let made = NewConnection {
                user: None,
                answer: &answer,
                connected_as: None,
                success_uri: None,
            };
            tokens::connect(db, &env, &Origin::default(), &app, &made).map(drop)
        })
        .await
}

/// The action Connect the site itself.
pub fn connect_service(asking: Asking) -> Asked {
    Box::pin(async move {
        let world = asking.world;
        let app = world.db.read(|db| apps::get(db, &world.env, &asking.record.name))?;
        app.check_ready()?;
        fetch_service(&world, &app).await?;
        Ok(None)
    })
}

/// The action Refresh now.
pub fn refresh_now(asking: Asking) -> Asked {
    Box::pin(async move {
        let (world, name) = (asking.world, asking.record.name);
        let before = world.db.read(|db| store::get(db, &world.env, &name))?;
        let now = world.env.now();
        match before {
            Some(held) if held.status == Status::ConnectAgain => return Err(not_good(&world.env, &held, 0)),
            Some(held) if grant(&held).is_none() => {
                return Err(Error::invalid(
                    "",
                    "The other side gave no refresh token: connect again to get a new token.",
                ));
            }
            Some(held) if held.was_asked_just_now(now) && held.status == Status::Failing => {
                return Err(Error::invalid(
                    "",
                    "The other side was asked just now: try again in half a minute.",
                ));
            }
            _ => {}
        }
        renew(&world, &name, When::Now).await;
        let held = world.db.read(|db| store::get(db, &world.env, &name))?;
        match held {
            Some(held) if held.status == Status::Connected => Ok(None),
            Some(held) => Err(not_good(&world.env, &held, 0)),
            None => Err(Error::NotFound("This connection is over.".into())),
        }
    })
}

/// A newer token than one that the service does not take any more, if it can be had.
pub async fn refused(world: &World, held: &Held) -> Option<Held> {
    grant(held)?;
    let find = || {
        world
            .db
            .read(|db| store::get(db, &world.env, &held.name))
            .ok()
            .flatten()
    };
    // Somebody else may have renewed it in the meantime.
    if find()?.access_token == held.access_token {
        renew(world, &held.name, When::Now).await;
    }
    find().filter(|now| now.access_token != held.access_token && now.status == Status::Connected)
}

/// Renews every connection in use that is due.
pub async fn refresh_due(world: &World) -> Result<()> {
    let now = world.env.now();
    let due = world.db.scan(move |db| store::due(db, now, ROUND)).await?;
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut of_app: HashMap<String, usize> = HashMap::new();
    let mut flights = tokio::task::JoinSet::new();
    for (app, name) in due {
        let count = of_app.entry(app).or_default();
        *count += 1;
        if *count > OF_ONE {
            continue;
        }
        let (world, turns) = (world.clone(), Arc::clone(&turns));
        flights.spawn(async move {
            let Ok(_turn) = turns.acquire().await else {
                return;
            };
            renew(&world, &name, When::BelowMargin(Seconds::MAX)).await;
        });
    }
    while flights.join_next().await.is_some() {}
    Ok(())
}

/// Refuses to use a connection of a user who is gone or switched off.
pub fn check_user(world: &World, user: &str) -> Result<()> {
    let found = world.db.read(|db| users::store::by_email(db, user))?;
    match found {
        Some(found) if found.enabled => Ok(()),
        _ => Err(Error::NotFound(format!("There is no enabled user {user}."))),
    }
}
