//! The site's own token (client credentials, RFC 6749 §4.4), fetched for the first time.

use crate::base::{Origin, Result};
use crate::connected::apps::ConnectedApp;
use crate::connected::connections;
use crate::connected::token_request;
use crate::connected::tokens::{self, NewConnection};
use crate::upstream::token_request::TokenGrant;
use crate::world::World;

/// Fetches the site's own token for the first time.
pub async fn fetch(world: &World, app: &ConnectedApp) -> Result<()> {
    let key = format!("token {}", tokens::name_of(&app.name, None));
    if let Some(error) = world.outbound.recent_failures.get(&key, world.env.now()) {
        return Err(error);
    }
    let (own, app, noted) = (world.clone(), app.clone(), key.clone());
    let fetching = async move {
        let outcome = run(&own, &app).await;
        if let Err(error) = &outcome {
            own.outbound.recent_failures.note(&noted, own.env.now(), error);
        }
        outcome
    };
    match world.outbound.single_flight.run(&key, fetching).await {
        Some(outcome) => outcome,
        None => world
            .outbound
            .recent_failures
            .get(&key, world.env.now())
            .map_or(Ok(()), Err),
    }
}

async fn run(world: &World, app: &ConnectedApp) -> Result<()> {
    let grant = TokenGrant::ClientCredentials { scope: app.scope() };
    let response = token_request::ask(world, app, grant).await?;
    let (env, app) = (world.env.clone(), app.clone());
    world
        .db
        .write(move |db| {
            let made = NewConnection {
                user: None,
                response: &response,
                connected_as: None,
                success_uri: None,
            };
            connections::connect(db, &env, &Origin::default(), &app, &made).map(drop)
        })
        .await
}
