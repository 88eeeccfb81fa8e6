//! A token that is good for a while. It is renewed where needed: once for all who ask, ahead of its
//! end for connections in use, and ever later while the other side refuses.
//!
//! - [`renew`]: renewing one connection, so that nothing is lost on the way.
//! - [`service`]: the site's own token, which no consent is needed for.
//! - [`background`]: connections in use are renewed ahead of their end.

mod background;
mod renew;
mod service;

pub use background::refresh_due;
pub use service::fetch as fetch_service_token;

use super::apps::ConnectedApp;
use super::tokens::{self, Held, Status};
use crate::base::{Env, Error, Result, Seconds, text};
use crate::users;
use crate::world::World;
use renew::{When, renew};

/// A token of the user (or, without one, of the site itself) that is good for at least `margin`
/// seconds.
pub async fn active(world: &World, app: &ConnectedApp, user: Option<&str>, margin: Seconds) -> Result<Held> {
    app.check_ready()?;
    let env = &world.env;
    let find = || world.db.read(|db| tokens::of_user(db, env, &app.name, user));
    match find()? {
        Some(held) if held.is_good_for(margin, env.now()) => return Ok(held),
        // Whoever waited for somebody else's renewal may need a longer life than that one asked for.
        Some(held) if renew(world, &held.name, When::BelowMargin(margin)).await => {}
        Some(held) => drop(renew(world, &held.name, When::BelowMargin(margin)).await),
        None if user.is_none() => service::fetch(world, app).await?,
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
        Some(user) => Error::NotFound(text!(
            "{ $user } is not connected to { $provider }. They can connect in My account, or at /connect/{ $name } here.",
            user = &user,
            provider = &app.provider_name,
            name = &app.name
        )),
        None => Error::NotFound(text!(
            "The site itself is not connected to { $provider }.",
            provider = &app.provider_name
        )),
    }
}

/// Why there is no token that is good enough.
pub fn not_good(env: &Env, held: &Held, margin: Seconds) -> Error {
    let why = held.failure.as_deref().unwrap_or_default();
    match held.status {
        Status::ConnectAgain => Error::ConnectAgain {
            text: text!(
                "The connection to { $provider } must be made again. { $why }",
                provider = &held.provider_name,
                why = &why
            ),
            url: env.url(&format!("/connect/{}", held.connected_app)),
        },
        Status::Failing => {
            let why = text!(
                "{ $provider } gives no new token. { $why }",
                provider = &held.provider_name,
                why = why
            );
            let left_alone = |at: Seconds| (at - env.now()).max(Seconds::ZERO);
            Error::Upstream(match held.wait_until {
                Some(at) => why.and(text!(
                    "It asks to be left alone for { $seconds } seconds.",
                    seconds = left_alone(at)
                )),
                None => why,
            })
        }
        Status::Connected => Error::Upstream(text!(
            "{ $provider } gives no token that is good for { $margin } seconds: its tokens live shorter than that.",
            provider = &held.provider_name,
            margin = margin
        )),
    }
}

/// Renews a connection at once, however good its token is.
pub async fn renew_now(world: &World, name: &str) {
    renew(world, name, When::Now).await;
}

/// A newer token than one that the service does not take any more, if it can be had.
pub async fn refused(world: &World, held: &Held) -> Option<Held> {
    if !held.is_renewable() {
        return None;
    }
    let find = || {
        world
            .db
            .read(|db| tokens::get(db, &world.env, &held.name))
            .ok()
            .flatten()
    };
    // Somebody else may have renewed it in the meantime.
    if find()?.access_token == held.access_token {
        renew_now(world, &held.name).await;
    }
    find().filter(|now| now.access_token != held.access_token && now.status == Status::Connected)
}

/// Why there is no other token than the one that the service does not take: that one is not handed out again.
pub fn still_refused(world: &World, held: &Held) -> Error {
    let now = world
        .db
        .read(|db| tokens::get(db, &world.env, &held.name))
        .ok()
        .flatten();
    let now = now.as_ref().unwrap_or(held);
    let connect_again = Error::ConnectAgain {
        text: text!(
            "{ $provider } does not take the token any more, and there is nothing to renew it with: the account must be connected again.",
            provider = &held.provider_name
        ),
        url: world.env.url(&format!("/connect/{}", held.connected_app)),
    };
    match now.status {
        Status::Connected if !now.is_renewable() => connect_again,
        Status::Connected => Error::Upstream(text!(
            "The token at { $provider } was renewed just now, and is not renewed again so soon. If it was an older one that the service refused, ask without refused; if it is this one, ask again in half a minute.",
            provider = &held.provider_name
        )),
        _ => not_good(&world.env, now, Seconds::ZERO),
    }
}

/// Refuses to use a connection of a user who is gone or switched off.
pub fn check_user(world: &World, user: &str) -> Result<()> {
    let found = world.db.read(|db| users::by_email(db, user))?;
    match found {
        Some(found) if found.enabled => Ok(()),
        _ => Err(Error::NotFound(text!(
            "There is no enabled user { $user }.",
            user = &user
        ))),
    }
}
