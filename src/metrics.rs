//! `/metrics` for Prometheus, on a listener of its own. No name of anybody or anything stands in a label: routes are
//! those of the table, causes are words of ours.

use crate::app::App;
use crate::base::Seconds;
use crate::oauth::usage::Count;
use crate::outbound::FailureKind;
use crate::system;
use crate::web::answer;
use crate::{db, log};
use poem::web::Data;
use poem::{Endpoint, EndpointExt, Response, Route, get, handler};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, text};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Registry;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// The form that is answered.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What answers on the listener.
pub fn endpoint(app: &Arc<App>) -> impl Endpoint<Output = Response> + 'static {
    let mut registry = Registry::with_prefix("frontdesk");
    app.requests.register(&mut registry);
    registry.register_collector(Box::new(Site(Arc::clone(app))));
    Route::new()
        .at("/metrics", get(metrics))
        .data(Arc::new(registry))
        .map_to_response()
        .after(|answered| async { Ok(answered.unwrap_or_else(|error: poem::Error| error.into_response())) })
}

/// GET `/metrics`
#[handler]
fn metrics(registry: Data<&Arc<Registry>>) -> Response {
    let mut body = String::new();
    match text::encode(&mut body, &registry) {
        Ok(()) => Response::builder().content_type(OPEN_METRICS).body(body),
        Err(fmt::Error) => answer::text(500, "The metrics cannot be written."),
    }
}

/// What is read at the moment of the question.
struct Site(Arc<App>);

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Site")
    }
}

impl Collector for Site {
    fn encode(&self, encoder: DescriptorEncoder) -> fmt::Result {
        let (app, mut out) = (&self.0, Out(encoder));
        let usage = |count| app.usage.total(count);
        out.counter("tokens_issued", "Answers with tokens", usage(Count::Tokens))?;
        out.counter("sign_ins", "Sign-ins", usage(Count::SignIns))?;
        out.counter("failed_sign_ins", "Sign-ins that failed", usage(Count::FailedSignIns))?;
        let refused = app.causes.all();
        let refused = refused
            .iter()
            .map(|((kind, cause), count)| (vec![("kind", *kind), ("cause", cause.as_str())], *count));
        out.counters("refused", "Requests that were refused, by cause", refused)?;
        let failed = FailureKind::ALL.map(|kind| (vec![("kind", kind.word())], app.outbound.failed(kind)));
        out.counters(
            "upstream_failures",
            "Requests to other servers that failed",
            failed.into_iter(),
        )?;
        let writer = app.db.stats();
        out.gauge(
            "writer_waiting",
            "Operations that wait for the writer",
            writer.waiting as i64,
        )?;
        out.counter("operations", "Operations that changed something", writer.operations)?;
        out.counter("commits", "Commits: several operations may share one", writer.commits)?;
        out.counter("failed_commits", "Commits that came to nothing", writer.failed)?;
        out.seconds(
            "writer_busy",
            "How long the writer was at work, in seconds",
            writer.busy.as_secs_f64(),
        )?;
        let database = app.database();
        out.gauge("database_bytes", "The database file", size(&database))?;
        out.gauge("wal_bytes", "Its write-ahead log", size(&db::log_of(&database)))?;
        if let Some(free) = crate::folder::free_bytes(app.data()) {
            out.gauge(
                "disk_free_bytes",
                "Free on its disk",
                i64::try_from(free).unwrap_or(i64::MAX),
            )?;
        }
        if let Ok(Some(at)) = app.db.read(system::last_backup) {
            out.gauge("backup_age_seconds", "Since the last backup", (app.env.now() - at).0)?;
        }
        if let Some(state) = app.certificates.as_ref().map(|certificates| certificates.state()) {
            let left = state.shown.map_or(Seconds::ZERO, |shown| shown.until - app.env.now());
            out.gauge("certificate_left_seconds", "Until the certificate ends", left.0)?;
            out.gauge(
                "certificate_failing",
                "Whether the newest certificate could not be had",
                i64::from(state.failure.is_some()),
            )?;
        }
        out.gauge(
            "damaged",
            "Whether damage was found in the database",
            i64::from(!app.readiness.damage().is_empty()),
        )?;
        out.counter("log_lines_dropped", "Lines of the log that were lost", log::dropped())
    }
}

fn size(path: &Path) -> i64 {
    std::fs::metadata(path).map_or(0, |file| i64::try_from(file.len()).unwrap_or(i64::MAX))
}

/// Writes one metric after the other.
struct Out<'a>(DescriptorEncoder<'a>);

impl Out<'_> {
    fn metric(&mut self, name: &str, help: &str, metric: &impl EncodeMetric) -> fmt::Result {
        metric.encode(self.0.encode_descriptor(name, help, None, metric.metric_type())?)
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) -> fmt::Result {
        self.metric(name, help, &ConstCounter::new(value))
    }

    fn seconds(&mut self, name: &str, help: &str, value: f64) -> fmt::Result {
        self.metric(name, help, &ConstCounter::new(value))
    }

    fn gauge(&mut self, name: &str, help: &str, value: i64) -> fmt::Result {
        self.metric(name, help, &ConstGauge::new(value))
    }

    fn counters<'l>(
        &mut self,
        name: &str,
        help: &str,
        values: impl Iterator<Item = (Vec<(&'l str, &'l str)>, u64)>,
    ) -> fmt::Result {
        let metric_type = ConstCounter::new(0_u64).metric_type();
        let mut family = self.0.encode_descriptor(name, help, None, metric_type)?;
        for (labels, value) in values {
            ConstCounter::new(value).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}
