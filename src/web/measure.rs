//! What is counted of every request: its route (never its path: names stand in that), its status, how long it took.

use poem::http::Method;
use poem::{Endpoint, IntoResponse, Middleware, Request, Response, Result};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use std::time::Duration;

/// Requests by route and status.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: Arc<str>,
    status: u16,
}

/// Latencies by route.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Of {
    route: Arc<str>,
}

/// What was counted since the start.
#[derive(Clone)]
pub struct Requests {
    answered: Family<Answered, Counter>,
    seconds: Family<Of, Histogram, fn() -> Histogram>,
    elsewhere: Arc<str>,
}

impl Default for Requests {
    fn default() -> Self {
        Requests {
            answered: Family::default(),
            seconds: Family::new_with_constructor(buckets),
            elsewhere: "none".into(),
        }
    }
}

/// In seconds: what is quick is counted finely.
fn buckets() -> Histogram {
    Histogram::new([
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
    ])
}

impl Requests {
    /// Puts what is counted among the metrics.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("requests", "Requests that were answered", self.answered.clone());
        registry.register("request_seconds", "How long answers took", self.seconds.clone());
    }

    /// Counts an answer.
    pub(super) fn count(&self, method: &Method, route: Option<&Route>, status: u16, took: Duration) {
        let route = route.map_or_else(|| Arc::clone(&self.elsewhere), |route| Arc::clone(&route.0));
        let seconds = self.seconds.get_or_create_owned(&Of {
            route: Arc::clone(&route),
        });
        seconds.observe(took.as_secs_f64());
        let answered = Answered {
            method: name(method),
            route,
            status,
        };
        self.answered.get_or_create_owned(&answered).inc();
    }
}

/// Verbs that are ours; what else somebody may think of is one.
fn name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// The route that answered, as the table of routes writes it.
#[derive(Clone, Debug)]
pub struct Route(Arc<str>);

impl Route {
    /// Of this pattern.
    pub fn of(pattern: &str) -> Self {
        Route(pattern.into())
    }
}

/// Says with the answer, or with the error, which route it came from.
impl<E: Endpoint> Middleware<E> for Route {
    type Output = Routed<E>;

    fn transform(&self, inner: E) -> Routed<E> {
        Routed {
            route: self.clone(),
            inner,
        }
    }
}

/// An endpoint that says which route it is.
pub struct Routed<E> {
    route: Route,
    inner: E,
}

impl<E: Endpoint> Endpoint for Routed<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        match self.inner.call(request).await {
            Ok(response) => {
                let mut response = response.into_response();
                response.extensions_mut().insert(self.route.clone());
                Ok(response)
            }
            Err(mut error) => {
                error.set_data(self.route.clone());
                Err(error)
            }
        }
    }
}
