//! Back from the provider (RFC 6749 §4.1.2): the attempt is used up, the provider is asked who it was,
//! and then they are signed in, linked, or shown to the administrator who tests.

use super::refusal::{SignInRefusal, Stop};
use super::views;
use crate::base::{Error, Result, Seconds, Text, UserId, text};
use crate::factors::Method;
use crate::oauth::hub;
use crate::people::letters;
use crate::permissions::Actor;
use crate::server::App;
use crate::server::arrival::{self, How};
use crate::server::page::to_login;
use crate::server::ticket;
use crate::server::{ReturnTo, caller};
use crate::server::{Visitor, error_page, framed_page};
use crate::social::admit::{self, Admission};
use crate::social::ask::{self, ProviderIdentity};
use crate::social::attempts::{self, Attempt, Purpose};
use crate::social::keys::{self, Key};
use crate::upstream::authorization::{self, NoCode};
use crate::users;
use crate::web::Call;
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// How far the provider's clock may be off, in seconds.
const SKEW: Seconds = Seconds(60);

/// GET `…oauth2_logins.custom/<key>` and the presets' own addresses beside it.
#[handler]
pub async fn callback(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match begun(&app, &call).await {
        Ok(back) => match finish(&app, &call, &back).await {
            Err(stop) => stop.response(&app, &call, Some(&back)),
            Ok(response) => Ok(response),
        },
        Err(stop) => stop.response(&app, &call, None),
    };
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// An attempt that came back, with its key.
pub(super) struct Back {
    pub attempt: Attempt,
    pub key: Key,
    pub place: ReturnTo,
}

/// The attempt that this answer is of. It is used up, whatever comes next (A53: no confused deputy; A54: no check can
/// be dropped).
async fn begun(app: &App, call: &Call) -> Result<Back, Stop> {
    if let Some(name) = authorization::duplicate(&call.query) {
        let words = text!(
            "The provider sent { $name } twice: its answer is not used. Try again.",
            name = &name
        );
        return Err(SignInRefusal::not_signed_in(words, "invalid_request", 400).into());
    }
    if authorization::is_denial_without_state(&call.query) {
        return Err(SignInRefusal::denied().into());
    }
    let (browser, _) = caller::browser(app, call);
    let (env, state) = (app.env.clone(), call.query.text("state").to_owned());
    let attempt = app
        .db
        .write(move |db| attempts::take(db, &env, &browser, &state))
        .await?;
    let attempt = attempt.ok_or_else(SignInRefusal::lost)?;
    let key = app.db.read(|db| keys::find(db, &app.env, &attempt.provider))?;
    let key = key.ok_or_else(SignInRefusal::lost)?;
    // Each provider sends people to its own address: another's answer is not taken (A55: no provider mix-up).
    let came_to = app.env.url(&call.path.replacen("/api/v1/", "/api/", 1));
    if came_to.trim_end_matches('/') != key.redirect_uri(&app.env).trim_end_matches('/') {
        return Err(SignInRefusal::lost().into());
    }
    let place = ReturnTo::from_login_page(app.registry, &attempt.return_to);
    Ok(Back { attempt, key, place })
}

async fn finish(app: &App, call: &Call, back: &Back) -> Result<Response, Stop> {
    let told = told(app, call, back).await;
    match &back.attempt.purpose {
        Purpose::SignIn => sign_in(app, call, back, told?).await,
        Purpose::Link(user_id) => link(app, call, back, told?, user_id).await,
        // Whoever tests sees why it came to nothing.
        Purpose::Test(user_id) => match told {
            Ok(told) => test(app, call, back, Ok(told), user_id).await,
            Err(Stop::Refused(refusal)) => test(app, call, back, Err(refusal.cause), user_id).await,
            Err(stop) => Err(stop),
        },
    }
}

/// What the provider tells, or why it is not asked or believed.
async fn told(app: &App, call: &Call, back: &Back) -> Result<ProviderIdentity, Stop> {
    let Back { attempt, key, place } = back;
    let provider = &key.provider_name;
    let refused = |words: Text, code, status| Stop::Refused(SignInRefusal::not_signed_in(words, code, status));
    if !key.enabled && !matches!(attempt.purpose, Purpose::Test(_)) {
        let words = text!(
            "Signing in with { $provider } was switched off in the meantime.",
            provider = &provider
        );
        return Err(refused(words, "disabled", 403));
    }
    let is_issuer = |issuer: &str| key.issuer.is_empty() || issuer == key.issuer;
    let code = authorization::code(&call.query, is_issuer).map_err(|why| match why {
        NoCode::OtherIssuer(other) => {
            let words = text!(
                "The answer is of { $other }, not of { $issuer }: it is not used.",
                other = &other,
                issuer = &key.issuer
            );
            refused(words, "wrong_issuer", 400)
        }
        NoCode::Refused(theirs) => refused(theirs.words(), "refused_there", 403),
        NoCode::Missing => refused("The provider sent you back without a code.".into(), "no_code", 400),
    })?;
    let told = ask::who(&app.world(), &app.jwks, key, attempt, code).await;
    let told = told.map_err(|error| match error {
        Error::Upstream(cause) => {
            let words = text!("{ $provider } could not tell who you are. Try again in a moment, or sign in another way; the administrator finds the cause under the reference below.", provider = &provider);
            Stop::Refused(SignInRefusal {
                cause,
                ..SignInRefusal::not_signed_in(words, "upstream", 502)
            })
        }
        error => Stop::Failed(error),
    })?;
    match is_too_old(app, call, place, &told)? {
        true => {
            let words = text!(
                "The app wants you to prove again who you are, but { $provider } did not ask for it.",
                provider = &provider
            );
            Err(refused(words, "login_required", 403))
        }
        false => Ok(told),
    }
}

/// Since when the password must have been given, if the app that waits cares.
fn fresh_since(app: &App, call: &Call, place: &ReturnTo) -> Result<Option<Seconds>> {
    let ReturnTo::Ticket(id) = place else {
        return Ok(None);
    };
    let ticket = app.db.read(|db| ticket::find(db, app, call, id))?;
    Ok(hub::wants_login(&ticket.request).then_some(ticket.request.asked_at))
}

/// Whether the provider let somebody in whose password was to be asked for, or does not say when it was.
fn is_too_old(app: &App, call: &Call, place: &ReturnTo, told: &ProviderIdentity) -> Result<bool> {
    let since = fresh_since(app, call, place)?;
    Ok(since.is_some_and(|since| told.auth_time.is_none_or(|at| at < since - SKEW)))
}

fn is_fresh(app: &App, call: &Call, place: &ReturnTo) -> Result<bool> {
    Ok(fresh_since(app, call, place)?.is_some())
}

async fn sign_in(app: &App, call: &Call, back: &Back, told: ProviderIdentity) -> Result<Response, Stop> {
    let caller = app.caller(&Actor::program(call.from()));
    let (asked, person) = (back.key.clone(), told.person.clone());
    let admission = app.db.write(move |db| {
        let key = keys::unchanged(db, &caller.env, &asked)?;
        admit::admit(&caller.writing(db), &key, &person)
    });
    let user = match admission.await {
        Ok(Admission::Admitted(user)) => user,
        Ok(Admission::Refused(why)) => return Err(SignInRefusal::turned_away(back, &told, &why).into()),
        // Such as a name that no user may have.
        Err(Error::Invalid(errors)) => {
            let words = text!(
                "An account could not be made: { $errors }",
                errors = &Error::Invalid(errors)
            );
            return Err(SignInRefusal::not_signed_in(words, "invalid", 422).into());
        }
        Err(error) => return Err(error.into()),
    };
    // Asked to, the provider has just proven it: that was checked. Else it is as long ago as it says.
    let now = app.env.now();
    let proven_at = match is_fresh(app, call, &back.place)? {
        true => now,
        false => told.auth_time.unwrap_or_default().clamp(Seconds::ZERO, now),
    };
    let how = How {
        method: Method::Elsewhere {
            counts_as_two: back.key.counts_as_two,
        },
        proven_at,
        said: format!(" with {}", back.key.provider_name),
        is_programs: false,
        is_news: true,
        upstream: Some((&back.key.name, told.id_token.as_ref())),
    };
    Ok(arrival::arrive(app, call, &user, how, &back.place).await?)
}

/// The one who began it, if they are still signed in here.
async fn owner(app: &App, call: &Call, user_id: &UserId) -> Result<Visitor, Stop> {
    let visitor = crate::server::page::visitor(app, call).await?;
    let visitor = visitor.ok_or_else(|| Stop::Elsewhere(to_login(app, call)))?;
    match visitor.signed_in.user.id == *user_id {
        true => Ok(visitor),
        false => Err(Stop::Failed(Error::Forbidden(
            "Somebody else has signed in here in the meantime. Nothing was changed.".into(),
        ))),
    }
}

async fn link(app: &App, call: &Call, back: &Back, told: ProviderIdentity, user_id: &UserId) -> Result<Response, Stop> {
    let visitor = owner(app, call, user_id).await?;
    let (caller, user) = (app.caller(&visitor.actor), visitor.signed_in.user.clone());
    let (asked, person) = (back.key.clone(), told.person);
    let linked = app
        .db
        .write(move |db| {
            // Also when they were switched off a moment ago.
            let user = users::by_id(db, &user.id)?.filter(|user| user.enabled);
            let user = user.ok_or_else(|| Error::Forbidden("Your account is switched off.".into()))?;
            let key = keys::unchanged(db, &caller.env, &asked)?;
            let is_linked = admit::link_own(&caller.writing(db), &key, &person, &user)?;
            if is_linked {
                letters::account_linked(db, &caller.env, &user, &key.provider_name)?;
            }
            Ok(is_linked)
        })
        .await?;
    match linked {
        true => Ok(visitor.go(app, "/me/sign-ins", "The account is linked: you can sign in with it.")),
        false => {
            let words = text!(
                "This account of { $provider } belongs to somebody else here already. Nothing was changed.",
                provider = &back.key.provider_name
            );
            Err(SignInRefusal::new("Not linked", words, "duplicate", 409).into())
        }
    }
}

async fn test(
    app: &App,
    call: &Call,
    back: &Back,
    told: Result<ProviderIdentity, Text>,
    user_id: &UserId,
) -> Result<Response, Stop> {
    let visitor = owner(app, call, user_id).await?;
    if !visitor.actor.decides() {
        return Err(Error::Forbidden("Only System Managers test a sign-in.".into()).into());
    }
    let body = match &told {
        Ok(told) => {
            let verdict = app.db.read(|db| admit::decide(db, &back.key, &told.person))?;
            views::tested(&back.key, &told.person, &verdict)
        }
        Err(cause) => views::test_failed(&back.key, cause),
    };
    let page = framed_page(app, &visitor, 200, "Test sign-in", "/app/social-login-key", body);
    Ok(page?)
}
