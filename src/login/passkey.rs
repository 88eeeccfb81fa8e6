//! Signing in with a passkey alone: nothing is typed.

use super::sign_in;
use crate::base::{Error, FieldErrors, Result, Text};
use crate::factors::passkeys;
use crate::server::arrival::{self, How};
use crate::server::{App, ReturnTo, caller, error_page, session};
use crate::system;
use crate::users;
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
        Err(Error::Invalid(errors)) => {
            note_refused(app, call, form.text("answer"), &errors).await?;
            sign_in::page(app, call, &place, None, errors.at("passkey"), 422)
        }
        Err(error) => Err(error),
    }
}

/// A passkey of ours that was not taken stands in the activity log: it may be a copy.
async fn note_refused(app: &App, call: &Call, answer: &str, errors: &FieldErrors) -> Result<()> {
    let user = app.db.read(|db| match passkeys::user_of(db, answer)? {
        Some(id) => users::by_id(db, &id),
        None => Ok(None),
    })?;
    let Some(user) = user else {
        return Ok(());
    };
    let why = errors.at("passkey").map(Text::english).unwrap_or_default();
    session::failed(app, call, &user.email, &why).await
}
