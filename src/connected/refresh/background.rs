//! Connections in use are renewed ahead of their end.

use super::renew::{When, renew};
use crate::base::{Result, Seconds};
use crate::connected::tokens;
use crate::world::World;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many connections are renewed at once.
const MAX_CONCURRENT: usize = 64;
/// How many are looked at in one round, and of one app renewed in it: one that hangs delays nobody.
const BATCH_SIZE: i64 = 2000;
const MAX_OF_ONE_APP: usize = 16;

/// Renews every connection in use that is due.
pub async fn refresh_due(world: &World) -> Result<()> {
    let now = world.env.now();
    let due = world.db.scan(move |db| tokens::due(db, now, BATCH_SIZE)).await?;
    let permits = Arc::new(Semaphore::new(MAX_CONCURRENT));
    let mut of_app: HashMap<String, usize> = HashMap::new();
    let mut renewing = tokio::task::JoinSet::new();
    for (app, name) in due {
        let count = of_app.entry(app).or_default();
        *count += 1;
        if *count > MAX_OF_ONE_APP {
            continue;
        }
        let (world, permits) = (world.clone(), Arc::clone(&permits));
        renewing.spawn(async move {
            let Ok(_permit) = permits.acquire().await else {
                return;
            };
            renew(&world, &name, When::BelowMargin(Seconds(i64::MAX))).await;
        });
    }
    while renewing.join_next().await.is_some() {}
    Ok(())
}
