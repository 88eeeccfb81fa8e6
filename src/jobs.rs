//! Sweeps: what has expired is removed. Nothing depends on them: whatever has expired is refused at the second of its
//! expiry (A28: expiry does not wait for clean-up).

use crate::base::clock::DAY;
use crate::base::{Env, Result, Seconds};
use crate::db::Write;
use crate::server::App;
use crate::{activity, connected, diagnostics, oauth, people, sessions, social, system};
use std::sync::Arc;
use std::time::Duration;

/// How often the sweeps run.
const EVERY: Duration = Duration::from_secs(600);
/// What one sweep removes at the most, of each kind.
const BATCH_SIZE: usize = 500;
/// How long ended grants and secrets are kept, so that a replay is still recognised and the desk
/// can show what ended.
const KEPT: Seconds = DAY.times(30);

/// How often what was noted in memory is stored.
const NOTES: Duration = Duration::from_secs(5);
/// How long the counts of days are kept, in days.
const COUNTS: i64 = 400;

/// Removes what has expired.
pub fn sweep(db: &Write, env: &Env) -> Result<usize> {
    let now = env.now();
    let settings = system::settings(db)?;
    Ok(activity::sweep(db, (now - settings.activity_log).millis(), BATCH_SIZE)?
        + diagnostics::sweep(db, now - settings.refusals, diagnostics::KEPT)?
        + oauth::usage::sweep(db, oauth::usage::day(now) - COUNTS)?
        + oauth::trial::sweep(db, now)?
        + sessions::sweep(db, now)?
        + oauth::tickets::sweep(db, now)?
        + connected::attempts::sweep(db, now)?
        + social::attempts::sweep(db, now)?
        + people::links::sweep(db, now)?
        + connected::outbox::sweep(db, now - KEPT)?
        + oauth::grants::sweep(db, now - KEPT)?
        + oauth::clients::sweep_secrets(db, now - KEPT)?)
}

/// How often connections are looked at that are due to be renewed, and deliveries that are due.
const CONNECTIONS: Duration = Duration::from_secs(10);

/// Says what happened to connections that were being renewed when the server was stopped; then
/// renews those in use ahead of their end, for as long as the server runs.
pub async fn keep_connections(app: Arc<App>) {
    let world = app.world();
    let env = app.env.clone();
    if let Err(error) = app
        .db
        .write(move |db| connected::connections::note_interrupted(db, &env))
        .await
    {
        tracing::error!(%error, "interrupted connections could not be looked at");
    }
    loop {
        if let Err(error) = connected::refresh::refresh_due(&world).await {
            tracing::warn!(%error, "connections could not be renewed");
        }
        tokio::time::sleep(CONNECTIONS).await;
    }
}

/// Sends what is to be told others, for as long as the server runs.
pub async fn deliver(app: Arc<App>) {
    let world = app.world();
    loop {
        if let Err(error) = connected::outbox::send_due(&world).await {
            tracing::warn!(%error, "deliveries could not be sent");
        }
        tokio::time::sleep(CONNECTIONS).await;
    }
}

/// Stores notes every few seconds, for as long as the server runs.
pub async fn keep_notes(app: Arc<App>) {
    loop {
        tokio::time::sleep(NOTES).await;
        app.catch_up().await;
    }
}

/// Sweeps from time to time, for as long as the server runs.
pub async fn run(app: Arc<App>) {
    loop {
        tokio::time::sleep(EVERY).await;
        app.limits.sweep();
        // In small portions, so that nobody waits long for the writer.
        loop {
            let env = app.env.clone();
            match app.db.write(move |db| sweep(db, &env)).await {
                Ok(removed) if removed >= BATCH_SIZE => tokio::task::yield_now().await,
                Ok(_) => break,
                Err(error) => {
                    tracing::warn!(%error, "sweeping failed");
                    break;
                }
            }
        }
    }
}
