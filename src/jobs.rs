//! Sweeps: what has expired is removed. Nothing depends on them: whatever has expired is refused at the second of its
//! expiry (A28: expiry does not wait for clean-up).

use crate::acme::Keeper;
use crate::base::clock::DAY;
use crate::base::{Env, Result, Seconds};
use crate::config::Tls;
use crate::db::{Depth, PORTION, Write};
use crate::outbox::{Delivery, Kind, Sent};
use crate::server::App;
use crate::web::listen::tls::Certificates;
use crate::web::problem;
use crate::{
    acme, activity, backups, connected, diagnostics, factors, mail, oauth, outbox, people, sessions, social, system,
    users,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// How long after a start they run first.
const FIRST: Duration = Duration::from_secs(60);
/// How often the sweeps run.
const EVERY: Duration = Duration::from_secs(600);
/// How long the others go first after each portion.
const PAUSE: Duration = Duration::from_millis(10);
/// How long ended grants and secrets are kept, so that the desk can show what ended.
const KEPT: Seconds = DAY.times(30);
/// How long ended tokens are kept. A replay of a used one is recognised until it would have ended.
const KEPT_OF_TOKENS: Seconds = DAY;
/// How long ended grants of clients that act by themselves are kept.
const KEPT_OF_MACHINES: Seconds = DAY;

/// How often what was noted in memory is stored.
const NOTES: Duration = Duration::from_secs(5);
/// How long the counts of days are kept, in days.
const COUNTS: i64 = 400;

/// Removes a portion of what has expired; says how much.
type Sweep = fn(&Write, &Env) -> Result<usize>;

static SWEEPS: &[Sweep] = &[
    |db, env| activity::sweep(db, (env.now() - system::settings(db)?.activity_log).millis()),
    |db, env| diagnostics::sweep(db, env.now() - system::settings(db)?.refusals, diagnostics::KEPT),
    |db, env| oauth::usage::sweep(db, oauth::usage::day(env.now()) - COUNTS),
    |db, env| oauth::trial::sweep(db, env.now()),
    |db, env| sessions::sweep(db, env.now()),
    |db, env| oauth::tickets::sweep(db, env.now()),
    |db, env| oauth::assertions::sweep(db, env.now()),
    |db, env| oauth::registration::sweep(db, env),
    |db, env| oauth::initial_tokens::sweep(db, env.now()),
    |db, env| oauth::devices::sweep(db, env.now() - KEPT_OF_TOKENS),
    |db, env| connected::attempts::sweep(db, env.now()),
    |db, env| social::attempts::sweep(db, env.now()),
    |db, env| people::links::sweep(db, env.now()),
    |db, env| factors::sweep(db, env.now()),
    people::end_accounts,
    |db, env| outbox::sweep(db, env.now() - KEPT),
    |db, env| oauth::grants::sweep_tokens(db, env.now() - KEPT_OF_TOKENS),
    |db, env| oauth::grants::sweep_grants(db, env.now() - KEPT, env.now() - KEPT_OF_MACHINES),
    |db, env| oauth::clients::sweep_secrets(db, env.now() - KEPT),
    |db, env| users::api_keys::sweep(db, env.now() - KEPT),
];

/// Removes what has expired, a portion of each kind.
pub fn sweep(db: &Write, env: &Env) -> Result<usize> {
    SWEEPS.iter().map(|sweep| sweep(db, env)).sum()
}

/// Removes all that has expired, in portions of their own, so that nobody waits long for the writer.
pub async fn sweep_all(app: &App) -> Result<()> {
    for owners in app.db.read(sessions::owners)?.chunks(PORTION) {
        let (env, owners) = (app.env.clone(), owners.to_vec());
        app.db.write(move |db| sessions::shorten(db, &env, &owners)).await?;
        tokio::time::sleep(PAUSE).await;
    }
    for sweep in SWEEPS {
        loop {
            let env = app.env.clone();
            if app.db.write(move |db| sweep(db, &env)).await? < PORTION {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(())
}

/// Begins everything that is done while the server runs.
pub fn begin(app: &Arc<App>) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(run(Arc::clone(app)));
    jobs.spawn(keep_notes(Arc::clone(app)));
    jobs.spawn(keep_connections(Arc::clone(app)));
    jobs.spawn(deliver(Arc::clone(app)));
    match (&app.config.tls, app.certificates.clone()) {
        (Some(Tls::Acme(acme)), Some(certificates)) => {
            jobs.spawn(acme::keep(Keeper::new(app.world(), acme.clone(), certificates)));
        }
        (Some(Tls::Files(_)), Some(certificates)) => {
            jobs.spawn(keep_certificate(certificates));
        }
        _ => {}
    }
    jobs
}

/// How often it is looked whether there is another certificate.
const CERTIFICATE: Duration = Duration::from_secs(10);

/// Takes a new certificate when there is one, for as long as the server runs.
async fn keep_certificate(certificates: Arc<Certificates>) {
    loop {
        tokio::time::sleep(CERTIFICATE).await;
        certificates.renew();
    }
}

/// How often connections are looked at that are due to be renewed.
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
    outbox::keep_sending(&app.world(), |delivery| send(Arc::clone(&app), delivery)).await;
}

/// Sends everything that is to be told others now.
pub async fn send_due(app: &Arc<App>) -> Result<()> {
    outbox::send_due(&app.world(), |delivery| send(Arc::clone(app), delivery)).await
}

/// Sends a message of the outbox once, as its kind is sent.
async fn send(app: Arc<App>, delivery: Delivery) -> Result<Sent> {
    let world = app.world();
    match delivery.kind {
        Kind::Webhook => connected::webhook::send(&world, &delivery).await,
        Kind::Revocation => connected::revocation::send(&world, &delivery).await,
        Kind::Logout => oauth::logout::send(&world, &app.keys, &delivery).await,
        Kind::Mail => {
            let sender = world.db.read(|db| system::sender(db, &world.env))?;
            mail::send(&world, sender, &delivery).await
        }
    }
}

/// Stores notes every few seconds, and forgets what nobody asks for, for as long as the server runs.
pub async fn keep_notes(app: Arc<App>) {
    loop {
        tokio::time::sleep(NOTES).await;
        app.catch_up().await;
        app.db.forget_unused();
    }
}

/// Sweeps from time to time, and sees to the signing keys, for as long as the server runs.
pub async fn run(app: Arc<App>) {
    tokio::time::sleep(FIRST).await;
    loop {
        app.limits.sweep();
        if let Err(error) = sweep_all(&app).await {
            tracing::warn!(%error, "sweeping failed");
        }
        if let Err(error) = follow_keys(&app).await {
            tracing::error!(%error, "the signing keys that should follow cannot be made");
        }
        let made = back_up(&app).await;
        if let Err(error) = &made {
            tracing::error!(%error, "the backup that is due cannot be made");
        }
        // A copy that could not be made may be the first to meet damage.
        if made.is_err() || !app.readiness.is_looked_through() {
            app.look_for_damage(Depth::Whole).await;
        }
        app.readiness.set_backup(made.err());
        tokio::time::sleep(EVERY).await;
    }
}

/// Lets new signing keys follow those that are old enough.
pub async fn follow_keys(app: &App) -> Result<()> {
    let age = app.db.read(system::settings)?.signing_key;
    if oauth::keys::follow(&app.db, &app.env, age).await? {
        tracing::info!("new signing keys are published; they sign in a day");
    }
    Ok(())
}

/// Makes the backup that is due, and removes those that are one too many. The error is for whoever runs the site.
pub async fn back_up(app: &Arc<App>) -> std::result::Result<(), String> {
    let now = app.env.now();
    let env = app.env.clone();
    let words = |error: crate::base::Error| problem::cause(&error);
    let settings = app.db.read(system::settings).map_err(words)?;
    if settings.backup_every == Seconds(0) {
        return Ok(());
    }
    let mark = app.db.write(move |db| system::mark(db, &env)).await.map_err(words)?;
    let (into, prefix) = (app.config.backups.clone(), backups::scheduled(&mark));
    let newest = backups::listed(&into, &prefix, now).first().map(|(_, at)| *at);
    let is_recent = newest.is_some_and(|at| at <= now && now - at < settings.backup_every);
    if !is_recent {
        let (worker, into, prefix) = (Arc::clone(app), into.clone(), prefix.clone());
        let made =
            tokio::task::spawn_blocking(move || backups::make(&worker.db, worker.data(), &into, &prefix, now)).await;
        let made = made.map_err(|error| error.to_string())??;
        let noted = app.db.write(move |db| system::backed_up(db, now)).await;
        noted.map_err(words)?;
        tracing::info!(backup = %made.display(), "a backup was made");
    }
    let kept = usize::try_from(settings.backups_kept).unwrap_or(1);
    backups::keep(&into, &prefix, kept, now)
}
