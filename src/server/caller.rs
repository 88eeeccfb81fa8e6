//! Who is calling: the session of a browser, a bearer token, an API key, or nobody.

use super::App;
use super::presented::{self, Scheme};
use crate::base::secret::Secret;
use crate::base::{Error, Language, Result, Scopes, SessionId, scope};
use crate::oauth::usage::UsageRecorder;
use crate::oauth::{grants, scopes};
use crate::permissions::{Actor, Door};
use crate::sessions::{self, Session, SignedIn};
use crate::ui::reader::speak;
use crate::users::{self, api_keys};
use crate::web::cookie::{self, Name};
use crate::web::limits::Limited;
use crate::web::{Call, Form, csrf};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::sync::Arc;

/// The session of the browser, if it has a live one.
pub async fn signed_in(app: &App, call: &Call) -> Result<Option<SignedIn>> {
    let Some(cookie) = cookie::read(&call.headers, &app.env, Name::Session) else {
        return Ok(None);
    };
    let found = app.db.read(|db| sessions::find(db, &app.env, &cookie))?;
    let Some((session, user)) = found else {
        return Ok(None);
    };
    let _ = call.known.set((Some(user.email.clone()), None));
    if let Some(language) = user.language.as_deref().and_then(Language::of) {
        speak(language);
    }
    let signed_in = SignedIn { session, user };
    note_use(app, &signed_in).await;
    Ok(Some(signed_in))
}

/// Notes from time to time that a session is used.
pub async fn note_use(app: &App, SignedIn { session, user }: &SignedIn) {
    if !sessions::is_due(session, app.env.now()) {
        return;
    }
    let (env, used, by) = (app.env.clone(), session.clone(), user.clone());
    // Bookkeeping: when it fails, the session is as good as before.
    if let Err(error) = app.db.write(move |db| sessions::touch(db, &env, &used, &by)).await {
        tracing::warn!(%error, "the use of a session was not noted");
    }
}

/// Who is calling an API: the `Authorization` header goes before the cookie, and a bad one is
/// never overlooked.
pub async fn actor(app: &App, call: &Call) -> Result<Actor> {
    let actor = find_actor(app, call).await?;
    let user = actor.user.as_ref().map(|user| user.email.clone());
    // The first to ask is as good as any: the caller stays the same.
    let _ = call.known.set((user, actor.client_id().cloned()));
    Ok(actor)
}

async fn find_actor(app: &App, call: &Call) -> Result<Actor> {
    match call.header("authorization") {
        Some(header) => by_header(app, call, header),
        None => Ok(match signed_in(app, call).await? {
            Some(SignedIn { session, user }) => app
                .db
                .read(|db| users::actor(db, &user, Door::Session(session.id.clone())))?
                .proven(session.last_proof())
                .from(call.from()),
            None => Actor::guest().from(call.from()),
        }),
    }
}

/// Counts the use of a token.
pub fn meter(app: &App, call: &Call, live: &grants::Live) -> UsageRecorder {
    let (client_id, user_id) = (&live.client.id, live.user_id());
    UsageRecorder::start(&app.usage, client_id, user_id, call.origin.address, app.env.now())
}

fn by_header(app: &App, call: &Call, header: &str) -> Result<Actor> {
    let refused = || Error::Unauthenticated("The credentials in the Authorization header are not valid.".into());
    let (scheme, credentials) = header.split_once(' ').ok_or_else(refused)?;
    if let Some(scheme) = Scheme::of(scheme) {
        let live = presented::live(app, call, scheme, credentials)?;
        let actor = app.db.read(|db| live.actor(db))?.from(call.from());
        return Ok(Actor {
            meter: Some(Arc::new(meter(app, call, &live))),
            ..actor
        });
    }
    let pair = if scheme.eq_ignore_ascii_case("token") {
        credentials.to_owned()
    } else if scheme.eq_ignore_ascii_case("basic") {
        let decoded = STANDARD.decode(credentials).map_err(|_| refused())?;
        String::from_utf8(decoded).map_err(|_| refused())?
    } else {
        return Err(refused());
    };
    let (api_key, api_secret) = pair.split_once(':').ok_or_else(refused)?;
    match app.db.read(|db| api_keys::verify(db, &app.env, api_key, api_secret))? {
        Some((user, scopes)) => {
            app.usage.api_key(api_key, app.env.now());
            let actor = app.db.read(|db| {
                // Scopes that the user may not be granted any more do nothing.
                let scopes = match &scopes {
                    Some(named) => scopes::grantable(db, named, &user.roles)?,
                    None => Scopes::of([scope::ALL]),
                };
                let door = Door::ApiKey {
                    key: api_key.to_owned(),
                    scopes: scopes::for_token(db, &scopes, false)?,
                };
                users::actor(db, &user, door)
            })?;
            Ok(actor.from(call.from()))
        }
        None => {
            app.limits.failed(Limited::Secret, call.origin.address, api_key)?;
            Err(refused())
        }
    }
}

/// The browser's own cookie, and the `Set-Cookie` that gives it one if it had none.
pub fn browser(app: &App, call: &Call) -> (String, Option<String>) {
    match cookie::read(&call.headers, &app.env, Name::Browser) {
        Some(browser) => (browser, None),
        None => {
            let browser = Secret::generate(&*app.env.random);
            let set = cookie::set(
                &app.env,
                Name::Browser,
                browser.reveal(),
                crate::base::clock::DAY.times(365),
            );
            (browser.reveal().to_owned(), Some(set))
        }
    }
}

/// The CSRF token of a session's pages.
pub fn session_csrf(app: &App, session: &Session) -> String {
    csrf::token(&app.env.vault, &format!("session {}", session.id))
}

/// The CSRF token of a page that is shown before sign-in.
pub fn browser_csrf(app: &App, browser: &str) -> String {
    csrf::token(&app.env.vault, &format!("browser {browser}"))
}

/// The form of a session's request, once its CSRF token was found right.
pub fn session_form(app: &App, call: &Call, session_id: &SessionId) -> Result<Form> {
    csrf::check(&app.env, call, Some(&format!("session {session_id}")))
}

/// The form of a request from before sign-in, once the browser's CSRF token was found right.
pub fn browser_form(app: &App, call: &Call) -> Result<Form> {
    let browser = cookie::read(&call.headers, &app.env, Name::Browser).map(|browser| format!("browser {browser}"));
    csrf::check(&app.env, call, browser.as_deref())
}

/// The caller of a change over REST; one with a browser's session needs its CSRF token.
pub async fn changing_actor(app: &App, call: &Call) -> Result<Actor> {
    let actor = actor(app, call).await?;
    if let Door::Session(id) = &actor.door {
        check_change(app, call, id)?;
    }
    Ok(actor)
}

/// Refuses a change with a browser's session without its CSRF token. A program that began its session itself has no
/// page to find one in, and no page of another site to be led by: it needs none (as at Frappe).
pub fn check_change(app: &App, call: &Call, session_id: &SessionId) -> Result<()> {
    let cookie = cookie::read(&call.headers, &app.env, Name::Session).unwrap_or_default();
    match cookie.starts_with(sessions::PROGRAM) && csrf::is_program(&call.headers) {
        true => Ok(()),
        false => session_form(app, call, session_id).map(drop),
    }
}
