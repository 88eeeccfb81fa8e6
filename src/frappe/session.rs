//! Frappe's login and logout: answers and cookies as Frappe gives them.

use crate::base::secret::Secret;
use crate::base::{Error, Result, Seconds};
use crate::factors;
use crate::factors::policy::Missing;
use crate::server::arrival::{self, Answer, Arrived, Cookies, How};
use crate::server::{App, ReturnTo, api, caller, session};
use crate::sessions::Session;
use crate::users::User;
use crate::web::limits::Limited;
use crate::web::{Call, Guarded, answer, cookie, csrf};
use poem::http::Method;
use poem::web::Data;
use poem::{Response, handler};
use serde_json::json;
use std::sync::Arc;

/// The cookies beside the session's own; scripts may read them.
const READABLE: &[&str] = &["system_user", "full_name", "user_id", "user_image"];

/// POST `login`: `usr` and `pwd`, as a form or JSON.
#[handler]
pub async fn log_in(app: Data<&Arc<App>>, call: Call) -> Response {
    match sign_in(&app, &call).await {
        Ok(response) => response,
        Err(error) => api::error(&app, &call, &error),
    }
}

/// GET and POST `logout`
#[handler]
pub async fn log_out(app: Data<&Arc<App>>, call: Call) -> Response {
    match end(&app, &call).await {
        Ok(response) => response,
        Err(error) => api::error(&app, &call, &error),
    }
}

/// A session needs its CSRF token.
impl Guarded for log_out {}

/// It looks where the browser says the request was made, and takes a password.
impl Guarded for log_in {}

async fn sign_in(app: &App, call: &Call) -> Result<Response> {
    if csrf::is_cross_site(&app.env, &call.headers) || csrf::hides_its_origin(&call.headers) {
        return Err(Error::Csrf);
    }
    // Passwords travel in the body only: addresses end up in logs.
    let mut params = call.form();
    for (name, value) in call.json()? {
        // A code may come as a number.
        let number = || value.as_number().map(ToString::to_string);
        let text = value.as_str().map(str::to_owned).or_else(number).unwrap_or_default();
        params.0.push((name, text));
    }
    if let (Some(id), Some(code)) = (params.get("tmp_id"), params.get("otp")) {
        return second(app, call, id, code).await;
    }
    let (Some(usr), Some(pwd)) = (params.get("usr"), params.get("pwd")) else {
        return Ok(refused("Incomplete login details"));
    };
    if pwd.chars().count() > crate::users::password::MAX_LENGTH {
        return Ok(refused("Password size exceeded the maximum allowed size"));
    }
    let Some(user) = session::authenticate(app, call, usr, pwd).await? else {
        return Ok(refused("Invalid login credentials"));
    };
    let how = How {
        is_programs: csrf::is_program(&call.headers),
        ..How::now(&app.env, factors::Method::Password)
    };
    let (arrived, cookies) = arrival::begin(app, call, &user, how, &ReturnTo::Home).await?;
    match arrived {
        Arrived::In(session) => Ok(logged_in(app, &user, &session, cookies)),
        Arrived::Underway(secret, missing) => asked_for_more(&secret, missing),
    }
}

/// As Frappe asks for the code of an authenticator app: `tmp_id` comes back with it, as `otp`.
fn asked_for_more(secret: &Secret, missing: Missing) -> Result<Response> {
    match missing {
        Missing::Factor { only_passkey: false } => {}
        _ => {
            return Err(Error::Forbidden(
                "This account needs a second factor that is set up and given in a browser. Sign in there, and give programs an API key.".into(),
            ));
        }
    }
    let verification = json!({ "token_delivery": true, "prompt": false, "method": "OTP App", "setup": true });
    let answer = json!({ "verification": verification, "tmp_id": secret.reveal() });
    Ok(answer::json(200, &answer))
}

/// The second step, with what [`asked_for_more`] gave.
async fn second(app: &App, call: &Call, id: &str, code: &str) -> Result<Response> {
    let Some(underway) = arrival::of_cookie(app, call, id.to_owned()).await? else {
        app.limits.failed(Limited::Setup, call.origin.address, "")?;
        return Ok(refused("Login session expired, refresh page to retry"));
    };
    match arrival::answer(app, call, &underway, Answer::Code(code.to_owned()), false).await {
        Ok(onward) => match onward.arrived {
            Arrived::In(session) => Ok(logged_in(app, &underway.user, &session, onward.cookies)),
            Arrived::Underway(secret, missing) => asked_for_more(&secret, missing),
        },
        Err(Error::Invalid(_)) => Ok(refused("Incorrect Verification code")),
        Err(error) => Err(error),
    }
}

fn logged_in(app: &App, user: &User, session: &Session, cookies: Cookies) -> Response {
    let (message, home_page) = match user.is_system_user() {
        true => ("Logged In", "/app"),
        false => ("No App", "/me"),
    };
    let answer = json!({ "message": message, "home_page": home_page, "full_name": user.full_name });
    let mut response = arrival::with_cookies(answer::json(200, &answer), cookies);
    set_cookies(app, user, &mut response);
    // A page that signs in needs it for every change it makes with this session.
    answer::set(
        &mut response,
        "x-frappe-csrf-token",
        &caller::session_csrf(app, session),
    );
    response
}

fn refused(message: &'static str) -> Response {
    let mut body = api::body(&Error::Unauthenticated(message.into()));
    body["message"] = json!(message);
    answer::json(401, &body)
}

fn set_cookies(app: &App, user: &User, response: &mut Response) {
    let is_system_user = if user.is_system_user() { "yes" } else { "no" };
    let image = user.user_image.as_deref().unwrap_or_default();
    let values = [is_system_user, &user.full_name, &user.email, image];
    for (name, value) in READABLE.iter().zip(values) {
        let cookie = cookie::set_readable(&app.env, name, value, app.env.lifetimes.session);
        answer::add_cookie(response, &cookie);
    }
}

async fn end(app: &App, call: &Call) -> Result<Response> {
    let signed_in = caller::signed_in(app, call).await?;
    let mut response = answer::json(
        200,
        &json!({ "message": "No App", "home_page": "/login", "full_name": "Guest" }),
    );
    let Some(signed_in) = signed_in else {
        return Ok(response);
    };
    // A GET is taken from programs and from our own pages, never from another site's.
    if csrf::is_cross_site(&app.env, &call.headers) {
        return Err(Error::Csrf);
    }
    if call.method == Method::POST {
        caller::check_change(app, call, &signed_in.session.id)?;
    }
    session::end_session(app, call, &signed_in).await?;
    session::clear_cookies(&app.env, &mut response);
    for name in READABLE {
        answer::add_cookie(&mut response, &cookie::set_readable(&app.env, name, "", Seconds::ZERO));
    }
    Ok(response)
}
