//! "Confirm that it is you": whoever is signed in proves again who they are, before what gives power or ends safety.

use super::{again_views as views, explained};
use crate::activity::{self, Event};
use crate::base::{Error, FieldErrors, Result, Text};
use crate::factors::{self, passkeys, pending};
use crate::people::factors::Own;
use crate::server::{App, ReturnTo, caller, error_page, kept, session};
use crate::sessions::{self, SignedIn};
use crate::system;
use crate::web::limits::Limited;
use crate::web::{Call, Form, Guarded, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login/again`
#[handler]
pub async fn show(app: Data<&Arc<App>>, call: Call) -> Response {
    let page = open(&app, &call).await;
    page.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// POST `/login/again`
#[handler]
pub async fn submit(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = take(&app, &call).await;
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Its form is checked by [`caller::session_form`].
impl Guarded for submit {}

async fn open(app: &App, call: &Call) -> Result<Response> {
    let place = ReturnTo::from_params(app.registry, &call.query);
    match caller::signed_in(app, call).await? {
        Some(signed_in) => page(app, call, &signed_in, &place, &FieldErrors::default(), None, 200),
        None => Ok(answer::see_other(&place.login_page())),
    }
}

async fn take(app: &App, call: &Call) -> Result<Response> {
    let Some(signed_in) = caller::signed_in(app, call).await? else {
        return Ok(answer::see_other(&ReturnTo::Home.login_page()));
    };
    let form = caller::session_form(app, call, &signed_in.session.id)?;
    let place = ReturnTo::from_params(app.registry, &form);
    match prove(app, call, &signed_in, &form).await {
        Ok(()) => Ok(answer::see_other(&app.onward(&place))),
        Err(Error::Invalid(errors)) => page(app, call, &signed_in, &place, &errors, None, 422),
        Err(error) => explained(error, |mistake, status| {
            let errors = FieldErrors::default();
            page(app, call, &signed_in, &place, &errors, Some(mistake), status)
        }),
    }
}

/// Takes the proof: what they have beside their password, if they have that; else the password.
async fn prove(app: &App, call: &Call, signed_in: &SignedIn, form: &Form) -> Result<()> {
    let user = &signed_in.user;
    let (has, settings) = app
        .db
        .read(|db| Ok((factors::of_user(db, &user.id)?, system::settings(db)?)))?;
    let kind = match has.any() {
        true => Limited::KnownFactor,
        false => Limited::KnownDevice,
    };
    let attempt = app.limits.attempt(kind, call.origin.address, &user.email)?;
    if !has.any() {
        let hash = user
            .password_hash
            .as_deref()
            .filter(|_| !settings.disable_user_pass_login);
        if !app.hasher.verify(form.text("password"), hash).await? {
            session::failed(app, call, &user.email, "wrong password").await?;
            return Err(Error::invalid("password", "This is not your password."));
        }
    }
    let (env, origin, signed_in) = (app.env.clone(), call.from(), signed_in.clone());
    let email = user.email.clone();
    let given = (
        form.text("code").to_owned(),
        form.text("state").to_owned(),
        form.text("answer").to_owned(),
    );
    let done = app.db.write(move |db| {
        let SignedIn { session, user } = &signed_in;
        let (code, state, shown) = &given;
        let amr = match (has.any(), shown.is_empty()) {
            (false, _) => session.amr.clone(),
            (true, false) => pending::with(&session.amr, passkeys::finish_second(db, &env, &user.id, state, shown)?),
            (true, true) => {
                let own = Own {
                    db,
                    env: &env,
                    origin: &origin,
                    user,
                };
                pending::with(&session.amr, own.code(code)?)
            }
        };
        let event = Event {
            operation: "Login",
            subject: format!("{} confirmed that it is them", user.full_name),
            user: Some(&user.email),
            ..Event::default()
        };
        activity::log(db, &env, &origin, &event)?;
        sessions::prove(db, &session.id, env.now(), &amr)
    });
    let done = done.await;
    match &done {
        Ok(()) => attempt.succeeded(),
        Err(Error::Invalid(_)) => session::failed(app, call, &email, "wrong second factor").await?,
        Err(_) => {}
    }
    done
}

fn page(
    app: &App,
    call: &Call,
    signed_in: &SignedIn,
    place: &ReturnTo,
    errors: &FieldErrors,
    mistake: Option<&Text>,
    status: u16,
) -> Result<Response> {
    let user = &signed_in.user;
    let (has, settings) = app
        .db
        .read(|db| Ok((factors::of_user(db, &user.id)?, system::settings(db)?)))?;
    let passkey = match has.passkeys > 0 && passkeys::are_possible(&app.env) {
        true => Some(app.db.read(|db| passkeys::begin_second(db, &app.env, &user.id))?),
        false => None,
    };
    let onward = place.field();
    let again = views::Again {
        site: &app.site()?,
        email: &user.email,
        passkey: passkey.as_ref(),
        has_factors: has.any(),
        has_password: user.password_hash.is_some() && !settings.disable_user_pass_login,
        place: &place.path(),
        onward: onward.as_ref().map(|(name, value)| (*name, value.as_str())),
        is_kept: kept::waits(app, call),
        errors,
        mistake,
        csrf: &caller::session_csrf(app, &signed_in.session),
    };
    Ok(answer::page(status, views::again(&again)))
}
