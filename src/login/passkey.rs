//! Signing in with a passkey alone: nothing is typed.

use super::sign_in;
use crate::base::{Error, Result};
use crate::factors::passkeys;
use crate::server::arrival::{self, How};
use crate::server::{App, ReturnTo, caller, error_page};
use crate::system;
use crate::web::limits::Limited;
use crate::web::{Call, Guarded};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// POST `/login/passkey`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    match take(&app, &call).await {
        Ok(response) => response,
        Err(error) => error_page(&app, &call, &error),
    }
}

/// Its form is checked by [`caller::browser_form`].
impl Guarded for submit {}

async fn take(app: &App, call: &Call) -> Result<Response> {
    let form = caller::browser_form(app, call)?;
    let place = ReturnTo::from_params(app.registry, &form);
    let (env, state, shown) = (
        app.env.clone(),
        form.text("state").to_owned(),
        form.text("answer").to_owned(),
    );
    let attempt = app.limits.attempt(Limited::Grant, call.origin.address, "")?;
    let taken = app.db.write(move |db| {
        if !system::settings(db)?.allow_passkeys {
            return Err(Error::Forbidden("This site takes no passkeys.".into()));
        }
        passkeys::finish_sign_in(db, &env, &state, &shown)
    });
    match taken.await {
        Ok((user, method)) => {
            attempt.succeeded();
            let how = How::now(&app.env, method);
            arrival::arrive(app, call, &user, how, &place).await
        }
        Err(Error::Invalid(errors)) => sign_in::page(app, call, &place, None, errors.at("passkey"), 422),
        Err(error) => Err(error),
    }
}
