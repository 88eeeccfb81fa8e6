//! A browser signs in and out: the password is checked, the session with its cookies, and the log of it.

use super::App;
use crate::activity::{self, Event};
use crate::base::clock::DAY;
use crate::base::secret::Secret;
use crate::base::{Env, Error, Result, Seconds, secret};
use crate::oauth::usage::Count;
use crate::people::sessions::{self, Proof};
use crate::sessions::SignedIn;
use crate::system;
use crate::users::{self, User};
use crate::web::cookie::{self, Name};
use crate::web::limits::Limited;
use crate::web::{Call, answer};
use poem::Response;
use std::sync::Arc;

/// How long a browser is known for having signed an account in.
const DEVICE_LIFETIME: Seconds = DAY.times(365);
const DEVICE: &str = "device cookie";

/// Checks email and password under the limits. `Ok(None)`: they do not belong together; who exists and who is disabled
/// is not told (A65: no user enumeration).
pub async fn authenticate(app: &App, call: &Call, email: &str, password: &str) -> Result<Option<User>> {
    let email = email.trim().to_lowercase();
    let (user, settings) = app
        .db
        .read(|db| Ok((users::by_email(db, &email)?, system::settings(db)?)))?;
    if settings.disable_user_pass_login {
        // Frappe's words.
        return Err(Error::Forbidden(
            "Login with username and password is not allowed. Sign in with one of the other ways.".into(),
        ));
    }
    let kind = match &user {
        Some(user) if is_known_device(app, call, user)? => Limited::KnownDevice,
        _ => Limited::Login,
    };
    let attempt = app.limits.attempt(kind, call.origin.address, &email)?;
    let is_known = user.is_some();
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let (hasher, password) = (Arc::clone(&app.hasher), password.to_owned());
    // On its own, so that a failure counts also when the caller does not wait for the answer.
    let task = tokio::spawn(async move {
        let is_right = hasher.verify(&password, stored.as_deref()).await;
        // What was not tried was no guess.
        if !matches!(is_right, Ok(false)) {
            attempt.succeeded();
        }
        is_right
    });
    let is_right = task
        .await
        .map_err(|error| Error::Internal(format!("a sign-in panicked: {error}")))?;
    if is_right? {
        let user = user.filter(|user| user.enabled);
        tracing::info!(
            reference = call.origin.reference,
            enabled = user.is_some(),
            "the password was right"
        );
        if user.is_none() {
            failed(app, call, &email, "the account is disabled").await?;
        }
        return Ok(user);
    }
    tracing::info!(reference = call.origin.reference, "a sign-in failed");
    let why = if is_known { "wrong password" } else { "no such user" };
    failed(app, call, &email, why).await?;
    Ok(None)
}

/// Logs a failed sign-in.
pub async fn failed(app: &App, call: &Call, email: &str, why: &str) -> Result<()> {
    app.usage.count(Count::FailedSignIns, app.env.now());
    let (env, origin) = (app.env.clone(), call.from());
    let email = email.to_owned();
    let why = why.to_owned();
    app.db
        .write(move |db| {
            // What is nobody's email may be a password in the wrong field.
            let is_known = users::by_email(db, &email)?.is_some();
            let who = if is_known { email.as_str() } else { "somebody unknown" };
            let subject = format!("Sign-in as {who} failed: {why}");
            let event = Event {
                operation: "Login",
                failed: true,
                subject,
                user: is_known.then_some(email.as_str()),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)
        })
        .await
}

/// What a browser keeps that has signed somebody in: who, with which password.
fn device_mark(app: &App, user: &User) -> Result<String> {
    let since = app.db.read(|db| users::password_changed_at(db, &user.id))?;
    Ok(format!("{} {}", user.id, since.unwrap_or_default().0))
}

/// The cookie of a session: the server decides how long that lives; the cookie only has to outlive it.
pub(super) fn session_cookie(app: &App, secret: &Secret) -> String {
    cookie::set(&app.env, Name::Session, secret.reveal(), DEVICE_LIFETIME)
}

/// The cookie by which this browser is known for having signed somebody in.
pub(super) fn device_cookie(app: &App, user: &User) -> Result<String> {
    let mark = device_mark(app, user)?;
    let device = app.env.vault.seal(&*app.env.random, DEVICE, mark.as_bytes());
    Ok(cookie::set(
        &app.env,
        Name::Device,
        &secret::base64url(&device),
        DEVICE_LIFETIME,
    ))
}

/// Begins another session in place of the one that ended with the former password, as strong as that was.
pub async fn renew(app: &App, call: &Call, signed_in: &SignedIn, response: &mut Response) -> Result<()> {
    let (env, origin, old) = (app.env.clone(), call.from(), signed_in.clone());
    let (_, secret) = app
        .db
        .write(move |db| {
            let proof = Proof {
                at: env.now(),
                amr: old.session.amr.clone(),
                is_programs: false,
            };
            sessions::begin(db, &env, &old.user, &origin, &proof, None)
        })
        .await?;
    answer::add_cookie(response, &session_cookie(app, &secret));
    answer::add_cookie(response, &device_cookie(app, &signed_in.user)?);
    Ok(())
}

/// Whether this browser has signed this account in before, since its password is what it is.
pub fn is_known_device(app: &App, call: &Call, user: &User) -> Result<bool> {
    let sealed = cookie::read(&call.headers, &app.env, Name::Device);
    let Some(sealed) = sealed.and_then(|text| secret::from_base64url(&text)) else {
        return Ok(false);
    };
    let mark = device_mark(app, user)?;
    Ok(matches!(app.env.vault.open(DEVICE, &sealed), Ok(kept) if kept == mark.as_bytes()))
}

/// Ends a session.
pub async fn end_session(app: &App, call: &Call, signed_in: &SignedIn) -> Result<()> {
    let (env, origin, signed_in) = (app.env.clone(), call.from(), signed_in.clone());
    app.db
        .write(move |db| {
            let event = Event {
                operation: "Logout",
                subject: format!("{} signed out", signed_in.user.full_name),
                user: Some(&signed_in.user.email),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)?;
            sessions::end(db, &env, &signed_in.session.id)
        })
        .await
}

/// Removes the session's cookie.
pub fn clear_cookies(env: &Env, response: &mut Response) {
    answer::add_cookie(response, &cookie::clear(env, Name::Session));
}
