//! The table of routes: what the program answers to.

use crate::endpoints::oauth::cors;
use crate::web::{Guarded, measure};
use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem::{EndpointExt, IntoEndpoint, Route, RouteMethod};
use std::collections::BTreeMap;

/// Routes as they are added: by path, with the verbs that each takes.
#[derive(Default)]
pub struct Table {
    by_path: BTreeMap<String, RouteMethod>,
    /// What takes any verb.
    any: Vec<(String, BoxEndpoint<'static>)>,
    /// Every verb and path.
    pub listed: Vec<(Method, String)>,
}

impl Table {
    fn add(mut self, verb: Method, path: impl Into<String>, with: impl FnOnce(RouteMethod) -> RouteMethod) -> Self {
        let path = path.into();
        let known = self.by_path.remove(&path).unwrap_or_default();
        self.by_path.insert(path.clone(), with(known));
        self.listed.push((verb, path));
        self
    }

    pub(super) fn get(self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static>) -> Self {
        self.add(Method::GET, path, |methods| methods.get(endpoint))
    }

    pub(super) fn post(
        self,
        path: impl Into<String>,
        endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded,
    ) -> Self {
        self.add(Method::POST, path, |methods| methods.post(endpoint))
    }

    pub(super) fn put(self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded) -> Self {
        self.add(Method::PUT, path, |methods| methods.put(endpoint))
    }

    pub(super) fn delete(
        self,
        path: impl Into<String>,
        endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded,
    ) -> Self {
        self.add(Method::DELETE, path, |methods| methods.delete(endpoint))
    }

    /// What apps call, maybe from a page of theirs: POST, and the browser's question before it.
    pub(super) fn client_post(
        self,
        path: impl Into<String>,
        endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded,
    ) -> Self {
        let path = path.into();
        self.post(&path, endpoint)
            .add(Method::OPTIONS, path, |methods| methods.options(cors::preflight))
    }

    /// What every page may read, and the browser's question before it.
    pub(super) fn public_get(self, path: impl Into<String>, endpoint: impl IntoEndpoint<Endpoint: 'static>) -> Self {
        let path = path.into();
        self.get(&path, endpoint)
            .add(Method::OPTIONS, path, |methods| methods.options(cors::public_preflight))
    }

    /// The browser's question before a page calls what is public.
    pub(super) fn public_options(self, path: impl Into<String>) -> Self {
        self.add(Method::OPTIONS, path, |methods| methods.options(cors::public_preflight))
    }

    /// What is passed on with whatever verb it came.
    pub(super) fn any(
        mut self,
        path: impl Into<String>,
        endpoint: impl IntoEndpoint<Endpoint: 'static> + Guarded,
    ) -> Self {
        let path = path.into();
        let endpoint = endpoint.into_endpoint().map_to_response().boxed();
        self.any.push((path.clone(), endpoint));
        for verb in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            self.listed.push((verb, path.clone()));
        }
        self
    }

    pub(super) fn into_route(self) -> Route {
        let add = |route: Route, (path, methods): (String, RouteMethod)| {
            let named = measure::Route::of(&path);
            route.at(path, methods.with(named))
        };
        let route = self.by_path.into_iter().fold(Route::new(), add);
        let add = |route: Route, (path, endpoint): (String, BoxEndpoint<'static>)| {
            let named = measure::Route::of(&path);
            route.at(path, endpoint.with(named))
        };
        self.any.into_iter().fold(route, add)
    }
}
