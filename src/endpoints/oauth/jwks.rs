//! The public keys (RFC 7517).

use super::{client_call, cors};
use crate::oauth::keys;
use crate::server::App;
use crate::web::Call;
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/oauth2/jwks`
#[handler]
pub async fn jwks(app: Data<&Arc<App>>, call: Call) -> Response {
    app.keys.wait().await;
    let response = match app.db.read(|db| keys::jwks(db, app.env.now())) {
        Ok(keys) => keys.answer(&call, keys::MAX_AGE),
        Err(error) => client_call::reject(&app, &call, &error.into()),
    };
    cors::allow_everybody(&call, response)
}
