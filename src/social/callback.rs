//! Back from the provider (RFC 6749 §4.1.2): the attempt is used up, the provider is asked who it was,
//! and then they are signed in, linked, or shown to the administrator who tests.

use super::admit::{self, Refused};
use super::ask::{self, Told};
use super::attempts::{self, Attempt, Purpose};
use super::keys::{self, Key};
use super::upstreams;
use super::views;
use crate::app::App;
use crate::base::{Error, Result, Seconds};
use crate::connected::token_answer::{Refusal as TheirRefusal, clean};
use crate::desk::{self, Visitor, error_page};
use crate::diagnostics::{Refusal, refusal};
use crate::login::{self, How, ReturnTo, caller};
use crate::oauth::{hub, tickets};
use crate::users;
use crate::web::cookie::{self, Name};
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// How far the provider's clock may be off, in seconds.
const SKEW: Seconds = 60;

/// GET `…oauth2_logins.custom/<key>` and the presets' own addresses beside it.
#[handler]
pub async fn callback(app: Data<&Arc<App>>, call: Call) -> Response {
    run(&app, &call)
        .await
        .unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Why it came to nothing: words for the person, and the cause for the administrator.
struct No {
    title: &'static str,
    words: String,
    code: &'static str,
    cause: String,
    status: u16,
}

impl No {
    fn new(title: &'static str, words: impl Into<String>, code: &'static str, status: u16) -> Self {
        let words = words.into();
        No {
            title,
            cause: words.clone(),
            words,
            code,
            status,
        }
    }
}

/// An attempt that came back, with its key.
struct Back {
    attempt: Attempt,
    key: Key,
    place: ReturnTo,
}

async fn run(app: &App, call: &Call) -> Result<Response> {
    let back = match begun(app, call).await? {
        Ok(back) => back,
        Err(no) => return refused(app, call, None, no),
    };
    match told(app, call, &back).await? {
        Ok(told) => match back.attempt.purpose.clone() {
            Purpose::SignIn => sign_in(app, call, &back, told).await,
            Purpose::Link(user_id) => link(app, call, &back, told, &user_id).await,
            Purpose::Test(user_id) => test(app, call, &back, Ok(told), &user_id).await,
        },
        Err(no) => match back.attempt.purpose.clone() {
            Purpose::Test(user_id) => test(app, call, &back, Err(no.cause), &user_id).await,
            _ => refused(app, call, Some(&back), no),
        },
    }
}

/// The attempt that this answer is of. It is used up, whatever comes next (A53, A54).
async fn begun(app: &App, call: &Call) -> Result<std::result::Result<Back, No>> {
    if let Some(name) = call.query.duplicate(&["state", "code", "error", "iss"]) {
        let words = format!("The provider sent {name} twice: its answer is not used. Try again.");
        return Ok(Err(No::new("Not signed in", words, "invalid_request", 400)));
    }
    let lost = || {
        Ok(Err(No::new(
            "This sign-in is over",
            "It was not begun in this browser, took longer than ten minutes, or was used already. Begin it again.",
            "invalid_state",
            400,
        )))
    };
    let (browser, _) = caller::browser(app, call);
    let (env, state) = (app.env.clone(), call.query.text("state").to_owned());
    let attempt = app
        .db
        .write(move |db| attempts::take(db, &env, &browser, &state))
        .await?;
    let Some(attempt) = attempt else { return lost() };
    let key = app.db.read(|db| keys::store::get(db, &app.env, &attempt.provider))?;
    let Some(key) = key else { return lost() };
    // Each provider sends people to its own address: another's answer is not taken (A55).
    let came_to = app.env.url(&call.path.replacen("/api/v1/", "/api/", 1));
    if came_to != key.redirect_uri(&app.env) {
        return lost();
    }
    let place = ReturnTo::from_login_page(&attempt.return_to);
    Ok(Ok(Back { attempt, key, place }))
}

/// What the provider tells, or why it is not asked or believed.
async fn told(app: &App, call: &Call, back: &Back) -> Result<std::result::Result<Told, No>> {
    let Back { attempt, key, place } = back;
    if !key.enabled && !matches!(attempt.purpose, Purpose::Test(_)) {
        let words = format!(
            "Signing in with {} was switched off in the meantime.",
            key.provider_name
        );
        return Ok(Err(No::new("Not signed in", words, "disabled", 403)));
    }
    if let Some(iss) = call.query.get("iss")
        && !key.issuer.is_empty()
        && iss != key.issuer
    {
        let words = format!(
            "The answer is of {}, not of {}: it is not used.",
            clean(iss, &[], 200),
            key.issuer
        );
        return Ok(Err(No::new("Not signed in", words, "wrong_issuer", 400)));
    }
    if let Some(code) = call.query.get("error") {
        let theirs = TheirRefusal {
            code: clean(code, &[], 60),
            description: clean(call.query.text("error_description"), &[], 300),
            retry_after: None,
        };
        return Ok(Err(No::new("Not signed in", theirs.words(), "refused_there", 403)));
    }
    let code = call.query.text("code");
    if code.is_empty() {
        let words = "The provider sent you back without a code.";
        return Ok(Err(No::new("Not signed in", words, "no_code", 400)));
    }
    let told = match ask::who(&app.world(), &app.jwks, key, attempt, code).await {
        Ok(told) => told,
        Err(Error::Upstream(cause)) => {
            let words = format!(
                "{} could not tell who you are. Try again in a moment, or sign in another way; the administrator finds the cause under the reference below.",
                key.provider_name
            );
            return Ok(Err(No {
                cause,
                ..No::new("Not signed in", words, "upstream", 502)
            }));
        }
        Err(error) => return Err(error),
    };
    match is_too_old(app, call, place, &told)? {
        true => {
            let words = format!(
                "The app wants you to prove again who you are, but {} did not ask for it.",
                key.provider_name
            );
            Ok(Err(No::new("Not signed in", words, "login_required", 403)))
        }
        false => Ok(Ok(told)),
    }
}

/// Since when the password must have been given, if the app that waits cares.
fn fresh_since(app: &App, call: &Call, place: &ReturnTo) -> Result<Option<Seconds>> {
    let ReturnTo::Ticket(id) = place else {
        return Ok(None);
    };
    let browser = cookie::read(&call.headers, &app.env, Name::Browser);
    let ticket = app.db.read(|db| tickets::find(db, &app.env, browser.as_deref(), id))?;
    Ok(hub::wants_login(&ticket.request).then_some(ticket.request.asked_at))
}

/// Whether the provider let somebody in whose password was to be asked for, or does not say when it was.
fn is_too_old(app: &App, call: &Call, place: &ReturnTo, told: &Told) -> Result<bool> {
    let since = fresh_since(app, call, place)?;
    Ok(since.is_some_and(|since| told.auth_time.is_none_or(|at| at < since - SKEW)))
}

fn is_fresh(app: &App, call: &Call, place: &ReturnTo) -> Result<bool> {
    Ok(fresh_since(app, call, place)?.is_some())
}

async fn sign_in(app: &App, call: &Call, back: &Back, told: Told) -> Result<Response> {
    let (env, origin, asked, person) = (app.env.clone(), call.from(), back.key.clone(), told.person.clone());
    let outcome = app
        .db
        .write(move |db| {
            let key = keys::unchanged(db, &env, &asked)?;
            admit::admit(db, &env, &origin, &key, &person)
        })
        .await;
    let user = match outcome {
        Ok(Ok(user)) => user,
        Ok(Err(why)) => return turned_away(app, call, back, &told, &why),
        // Such as a name that no user may have.
        Err(Error::Invalid(errors)) => {
            let words = format!("An account could not be made: {}", Error::Invalid(errors));
            return refused(app, call, Some(back), No::new("Not signed in", words, "invalid", 422));
        }
        Err(error) => return Err(error),
    };
    let mut response = answer::see_other(&back.place.path());
    // Asked to, the provider has just proven it: that was checked. Else it is as long ago as it says.
    let now = app.env.now();
    let proven_at = match is_fresh(app, call, &back.place)? {
        true => now,
        false => told.auth_time.map_or(0, |at| at.clamp(0, now)),
    };
    let how = How::With(&back.key.provider_name, proven_at);
    let session = login::sign_in(app, call, &user, how, &mut response).await?;
    let (env, name) = (app.env.clone(), back.key.name.clone());
    app.db
        .write(move |db| upstreams::remember(db, &env, &session.id, &name, told.id_token.as_ref()))
        .await?;
    Ok(response)
}

fn turned_away(app: &App, call: &Call, back: &Back, told: &Told, why: &Refused) -> Result<Response> {
    let no = No {
        title: why.title(),
        words: why.words(&back.key.provider_name),
        code: why.code(),
        cause: why.cause(&back.key, &told.person),
        status: 403,
    };
    refused(app, call, Some(back), no)
}

/// The one who began it, if they are still signed in here.
async fn traveller(app: &App, call: &Call, user_id: &str) -> Result<std::result::Result<Visitor, Response>> {
    let visitor = desk::visitor(app, call).await?;
    match visitor {
        Ok(visitor) if visitor.signed_in.user.id != user_id => Err(Error::Forbidden(
            "Somebody else has signed in here in the meantime. Nothing was changed.".into(),
        )),
        visitor => Ok(visitor),
    }
}

async fn link(app: &App, call: &Call, back: &Back, told: Told, user_id: &str) -> Result<Response> {
    let visitor = match traveller(app, call, user_id).await? {
        Ok(visitor) => visitor,
        Err(redirect) => return Ok(redirect),
    };
    let (env, origin, user) = (app.env.clone(), call.from(), visitor.signed_in.user);
    let (asked, person) = (back.key.clone(), told.person);
    let linked = app
        .db
        .write(move |db| {
            // Also when they were switched off a moment ago.
            let user = users::store::by_id(db, &user.id)?.filter(|user| user.enabled);
            let user = user.ok_or_else(|| Error::Forbidden("Your account is switched off.".into()))?;
            let key = keys::unchanged(db, &env, &asked)?;
            admit::link_own(db, &env, &origin, &key, &person, &user)
        })
        .await?;
    match linked {
        true => Ok(answer::see_other("/me/sign-ins?done=linked")),
        false => {
            let words = format!(
                "This account of {} belongs to somebody else here already. Nothing was changed.",
                back.key.provider_name
            );
            refused(app, call, Some(back), No::new("Not linked", words, "duplicate", 409))
        }
    }
}

async fn test(
    app: &App,
    call: &Call,
    back: &Back,
    told: std::result::Result<Told, String>,
    user_id: &str,
) -> Result<Response> {
    let visitor = match traveller(app, call, user_id).await? {
        Ok(visitor) => visitor,
        Err(redirect) => return Ok(redirect),
    };
    if !visitor.actor.decides() {
        return Err(Error::Forbidden("Only System Managers test a sign-in.".into()));
    }
    let body = match &told {
        Ok(told) => {
            let verdict = app.db.read(|db| admit::decide(db, &back.key, &told.person))?;
            views::tested(&back.key, &told.person, &verdict)
        }
        Err(cause) => views::test_failed(&back.key, cause),
    };
    desk::page(app, &visitor, 200, "Test sign-in", "/app/social-login-key", body)
}

/// The page of a refusal, and its line in diagnostics.
fn refused(app: &App, call: &Call, back: Option<&Back>, no: No) -> Result<Response> {
    tracing::info!(
        reference = call.origin.reference,
        code = no.code,
        "nobody was signed in"
    );
    app.refused(Refusal {
        kind: "Sign-in",
        error: no.code.into(),
        cause: no.cause,
        status: no.status,
        ..refusal::of(app, call)
    });
    let (again, other) = match back {
        Some(back) if matches!(back.attempt.purpose, Purpose::SignIn) => (
            Some(views::Way::of(&back.key, &back.place)),
            back.place.login_page_to_choose(),
        ),
        Some(_) => (None, "/me/sign-ins".to_owned()),
        None => (None, ReturnTo::Home.login_page_to_choose()),
    };
    let page = views::refused(&views::Refusal {
        site: &app.site_name()?,
        title: no.title,
        words: &no.words,
        again: again.as_ref(),
        other: &other,
        reference: &call.origin.reference,
    });
    Ok(answer::page(no.status, page))
}
