//! The public keys (RFC 7517).

use super::{client_call, cors};
use crate::oauth::keys;
use crate::server::App;
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/oauth2/jwks`
#[handler]
pub async fn jwks(app: Data<&Arc<App>>, call: Call) -> Response {
    app.keys.wait().await;
    let response = match app.db.read(|db| keys::jwks(db, app.env.now())) {
        Ok(keys) => {
            let mut response = answer::json(200, &keys);
            let max_age = format!("public, max-age={}", keys::MAX_AGE);
            answer::set(&mut response, "cache-control", &max_age);
            response
        }
        Err(error) => client_call::reject(&app, &call, &error.into()),
    };
    cors::allow_everybody(&call, response)
}
