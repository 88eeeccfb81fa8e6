//! Metadata of protected resources (RFC 9728): of our own API, and of those that are recorded here.

use super::{client_call, cors};
use crate::base::{Error, Result};
use crate::oauth::dpop;
use crate::oauth::resources::{self, Resource};
use crate::oauth::scopes;
use crate::server::App;
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// GET `/.well-known/oauth-protected-resource`: our own API.
#[handler]
pub fn own(app: Data<&Arc<App>>, call: Call) -> Response {
    let told = app.db.read(|db| {
        let mut document = common(&app, &app.env.base_url);
        document["scopes_supported"] = json!(scopes::names(db)?);
        document["resource_name"] = json!(crate::system::brand(db)?.app_name);
        Ok(document)
    });
    respond(&app, &call, told)
}

/// GET `/.well-known/oauth-protected-resource/record/:name`: an OAuth Resource.
#[handler]
pub fn recorded(app: Data<&Arc<App>>, call: Call) -> Response {
    let told = app.db.read(|db| {
        let resource = resources::named(db, call.part("name"))?;
        let resource = resource.ok_or_else(|| Error::NotFound("There is no such resource here.".into()))?;
        Ok(document(&app, &resource))
    });
    respond(&app, &call, told)
}

fn respond(app: &App, call: &Call, told: Result<Json>) -> Response {
    let response = match told {
        Ok(document) => answer::json(200, &document),
        Err(Error::NotFound(why)) => client_call::not_found(&why),
        Err(error) => client_call::reject(app, call, &error.into()),
    };
    cors::allow_everybody(call, response)
}

fn common(app: &App, resource: &str) -> Json {
    json!({
        "resource": resource,
        "authorization_servers": [&*app.env.base_url],
        "bearer_methods_supported": ["header"],
        "dpop_signing_alg_values_supported": dpop::ALGORITHMS.map(|algorithm| algorithm.name()),
    })
}

fn document(app: &App, resource: &Resource) -> Json {
    let mut document = common(app, &resource.uri);
    document["resource_name"] = json!(resource.title);
    let scopes: Vec<&str> = resource.scopes.iter().collect();
    if !scopes.is_empty() {
        document["scopes_supported"] = json!(scopes);
    }
    if let Some(documentation) = &resource.documentation {
        document["resource_documentation"] = json!(documentation);
    }
    document
}
