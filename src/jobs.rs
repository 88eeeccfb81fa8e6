//! Sweeps: what has expired is removed. Nothing depends on them: whatever has expired is refused
//! at the second of its expiry (A28).

use crate::app::App;
use crate::base::clock::DAY;
use crate::base::{Env, Result};
use crate::db::Write;
use crate::{activity, diagnostics, oauth, sessions, system};
use std::sync::Arc;
use std::time::Duration;

/// How often the sweeps run.
const EVERY: Duration = Duration::from_secs(600);
/// What one sweep removes at the most, of each kind.
const PORTION: usize = 500;
/// How long ended grants and secrets are kept, so that a replay is still recognised and the desk
/// can show what ended.
const KEPT: i64 = 30 * DAY;

/// How often what was noted in memory is stored.
const NOTES: Duration = Duration::from_secs(5);
/// How long the counts of days are kept, in days.
const COUNTS: i64 = 400;

/// Removes what has expired.
pub fn sweep(db: &Write, env: &Env) -> Result<usize> {
    let now = env.now();
    let settings = system::store::settings(db)?;
    Ok(
        activity::store::sweep(db, (now - settings.activity_log) * 1000, PORTION)?
            + diagnostics::store::sweep(db, now - settings.refusals, diagnostics::KEPT)?
            + oauth::usage::store::sweep(db, oauth::usage::day(now) - COUNTS)?
            + oauth::trial::store::sweep(db, now)?
            + sessions::store::sweep(db, now)?
            + oauth::tickets::store::sweep(db, now)?
            + oauth::grants::store::sweep(db, now - KEPT)?
            + oauth::clients::store::sweep_secrets(db, now - KEPT)?,
    )
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
                Ok(removed) if removed >= PORTION => tokio::task::yield_now().await,
                Ok(_) => break,
                Err(error) => {
                    tracing::warn!(%error, "sweeping failed");
                    break;
                }
            }
        }
    }
}
