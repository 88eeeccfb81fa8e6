//! `frontdesk serve`

use super::descriptors;
use super::supervisor::{self, HandedOver};
use crate::app::App;
use crate::config::Config;
use crate::db::Depth;
use crate::folder::Folder;
use crate::login::setup;
use crate::oauth::keys;
use crate::routes::routes;
use crate::web::listen::{self, Answers, ConnectionLimits, Manner};
use crate::{backups, db, jobs, log, metrics};
use std::future::Future;
use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// How long after a failure the signing keys are tried again.
const AGAIN: Duration = Duration::from_secs(5);
/// How long threads may take that are still at work when everything was answered.
const LAST: Duration = Duration::from_secs(2);
/// How long what goes on by itself may take to finish when the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// Runs the server until it is told to stop.
pub fn run(config: Config) -> Result<(), String> {
    log::start(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the runtime cannot be started: {error}"))?;
    let served = runtime.block_on(serve(config));
    // A look through the database that is still going on, say, is no reason to stay.
    runtime.shutdown_timeout(LAST);
    log::flush();
    served
}

async fn serve(mut config: Config) -> Result<(), String> {
    if let Some(path) = &config.texts {
        super::texts::load(path).map_err(|error| format!("FRONTDESK_TEXTS: {error}"))?;
    }
    let folder = Folder::open(&config.data)?;
    folder.refuse_anothers()?;
    backups::make_folder(&config.backups).map_err(|error| format!("FRONTDESK_BACKUPS: {error}"))?;
    let mut lock = folder.lock(&config.listen.to_string())?;
    if let Some(warning) = config.warning() {
        tracing::warn!("{warning}");
    }
    let mut handed = HandedOver::take(&config)?;
    let first = handed.next()?;
    let is_handed = first.is_some();
    let main = match first {
        Some(listener) => listener,
        None => bind(config.listen, "FRONTDESK_LISTEN").await?,
    };
    let plain = match (handed.next()?, config.http) {
        (Some(listener), _) => Some(listener),
        (None, Some(address)) if !is_handed || !config.is_default_listen => {
            Some(bind(address, "FRONTDESK_HTTP_LISTEN").await?)
        }
        // Whoever holds the sockets says which there are.
        (None, _) => None,
    };
    let metrics = match config.metrics {
        None => None,
        Some(address) => Some(bind(address, "FRONTDESK_METRICS").await?),
    };
    let bound = main.local_addr().map_err(|error| error.to_string())?;
    if let Some(origin) = config.base_url.strip_suffix(":0") {
        // Whichever port was free.
        config.base_url = format!("{origin}:{}", bound.port());
    }
    config.listen = bound;
    lock.tell(&bound.to_string())?;
    config.connections.total = config.connections.total.min(descriptors::room());
    let app = Arc::new(App::open(config)?);
    app.look_for_damage(Depth::Quick).await;
    let link = setup::begin(&app).await.map_err(super::common::explain)?;
    let stop = stop_signal()?;
    let measuring = metrics.map(|listener| measure(listener, &app));
    greet(&app, link.as_deref());
    supervisor::ready();
    let served = tokio::select! {
        () = serve_on(Listeners { main, plain }, Arc::clone(&app), jobs::begin(&app), stop) => Ok(()),
        // What is answered must be stored.
        () = app.db.writer_gone() => Err("The thread that writes to the database has ended, so the server stops. Nothing that was answered is lost: start it again, and report what the log says.".into()),
    };
    if let Some(measuring) = measuring {
        measuring.abort();
    }
    served
}

/// Where requests come from.
pub struct Listeners {
    pub main: TcpListener,
    /// Where plain http is led to https.
    pub plain: Option<TcpListener>,
}

impl From<TcpListener> for Listeners {
    fn from(main: TcpListener) -> Self {
        Listeners { main, plain: None }
    }
}

async fn bind(address: SocketAddr, name: &str) -> Result<TcpListener, String> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|error| {
        let hint = match error.kind() {
            ErrorKind::PermissionDenied => {
                " Ports below 1024 are root's: let systemd hold them (frontdesk install), or lead them to another one."
            }
            _ => "",
        };
        format!("Nothing can listen on {address}: {error}. Name another address with {name}.{hint}")
    })
}

/// Answers what is measured, for as long as the server runs.
fn measure(listener: TcpListener, app: &Arc<App>) -> JoinHandle<()> {
    if let Ok(address) = listener.local_addr() {
        tracing::info!("metrics at http://{address}/metrics");
    }
    let endpoint = metrics::endpoint(app);
    let limits = ConnectionLimits {
        total: 32,
        ..ConnectionLimits::default()
    };
    let manner = Manner {
        limits,
        ..Manner::default()
    };
    tokio::spawn(listen::serve(
        listener,
        Answers::by(endpoint),
        manner,
        std::future::pending(),
    ))
}

/// Serves on these listeners until the signal, beside these jobs; then finishes what is in flight.
pub async fn serve_on(listeners: Listeners, app: Arc<App>, mut jobs: JoinSet<()>, signal: impl Future<Output = ()>) {
    jobs.spawn(make_keys(Arc::clone(&app)));
    let answers = Answers::by(routes(&app));
    let mut limits = app.config.connections.clone();
    let aside = match &listeners.plain {
        Some(_) => limits.total / 8,
        None => 0,
    };
    limits.total -= aside;
    let manner = Manner {
        limits,
        trusted_proxies: app.config.trusted_proxies.clone(),
        balancers: app.config.balancers.clone(),
        tls: app.certificates.as_ref().map(|certificates| certificates.acceptor()),
    };
    if let Some(listener) = listeners.plain {
        let plain = Manner {
            limits: ConnectionLimits {
                total: aside,
                per_address: 16,
                requests_per_address: 16,
                ..manner.limits.clone()
            },
            tls: None,
            ..manner.clone()
        };
        // It stops with the jobs: redirects are in flight on it, and questions whether the server is well.
        jobs.spawn(listen::serve(listener, answers.clone(), plain, std::future::pending()));
    }
    listen::serve(listeners.main, answers, manner, signal).await;
    jobs.shutdown().await;
    // What the other side has answered already is stored before we go.
    if tokio::time::timeout(GRACE, app.outbound.single_flight.wait_until_idle())
        .await
        .is_err()
    {
        tracing::warn!("a connection was still being renewed; the next start looks after it");
    }
    app.catch_up().await;
    app.db.checkpoint().await;
}

async fn make_keys(app: Arc<App>) {
    loop {
        let made = keys::ensure(&app.db, &app.env).await;
        app.keys.made(&made);
        match made {
            Ok(()) => return,
            Err(error) => tracing::error!(%error, "the signing keys cannot be made; they are tried again"),
        }
        tokio::time::sleep(AGAIN).await;
    }
}

fn greet(app: &App, link: Option<&str>) {
    let next = match link {
        Some(link) => format!("Set it up (this link works once): {link}"),
        None => format!("Sign in: {}", app.env.url("/login")),
    };
    // Whoever started it may not be listening; that is no reason to stop.
    let _ = writeln!(
        std::io::stdout(),
        "Frontdesk {} on {}\nData: {} (schema {})\n{next}",
        env!("CARGO_PKG_VERSION"),
        app.config.listen,
        std::path::absolute(app.data())
            .unwrap_or_else(|_| app.data().to_owned())
            .display(),
        db::SCHEMA_VERSION
    );
}

/// Ends with Ctrl-C or SIGTERM; SIGHUP ends nothing. They are listened for from the moment this returns.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|error| format!("signals cannot be listened for: {error}"));
    let (mut interrupted, mut terminated) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    let mut hung_up = listen(SignalKind::hangup())?;
    Ok(async move {
        loop {
            tokio::select! {
                _ = interrupted.recv() => break,
                _ = terminated.recv() => break,
                // The terminal is gone, or somebody rotates logs: there is no file to open anew.
                _ = hung_up.recv() => tracing::info!("SIGHUP changes nothing: settings are read at the start"),
            }
        }
        tracing::info!("stopping");
        supervisor::stopping();
    })
}

/// Ends with Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>, String> {
    Ok(async {
        // Without the handler the process ends by the signal itself.
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("stopping");
    })
}
