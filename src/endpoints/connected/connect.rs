//! Connecting an account: the page that sends people to the other side's consent, for whoever is signed
//! in. [`callback`](super::callback) is where they come back to.

use super::views;
use crate::base::{Error, Result, UserId, text};
use crate::connected::apps::{self, ConnectedApp};
use crate::connected::attempts::{self, AttemptOwner};
use crate::connected::tokens;
use crate::server::App;
use crate::server::refusal;
use crate::server::{ReturnTo, caller};
use crate::server::{Visitor, error_page, framed_error, framed_page};
use crate::users::Actor;
use crate::web::params::with_query;
use crate::web::{Call, answer, problem};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/connect/<app>`: what is about to happen, and the way there. `success_uri` is where to go
/// afterwards; `user` is whom the link was made for.
#[handler]
pub async fn connect_page(app: Data<&Arc<App>>, call: Call) -> Response {
    let visitor = match visitor(&app, &call).await {
        Ok(visitor) => visitor,
        Err(stop) => return stop.or_else(|error| error_page(&app, &call, &error)),
    };
    let shown = show(&app, &call, &visitor).await;
    let shown = shown.or_else(|error| refused(&app, &call, &visitor, &error, call.query.get("success_uri")));
    shown.unwrap_or_else(|error| error_page(&app, &call, &error))
}

/// Why nobody is let through to a page.
pub(super) enum Stop {
    /// They have to go elsewhere first: they are not signed in.
    Elsewhere(Response),
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Stop::Failed(error)
    }
}

impl Stop {
    /// The response; that to a failure is the caller's.
    pub(super) fn or_else(self, failed: impl FnOnce(Error) -> Response) -> Response {
        match self {
            Stop::Elsewhere(response) => response,
            Stop::Failed(error) => failed(error),
        }
    }
}

/// The visitor, or the way to the login page and from there to the page that connects.
pub(super) async fn visitor(app: &App, call: &Call) -> Result<Visitor, Stop> {
    let visitor = crate::server::page::visitor(app, call).await?;
    visitor.ok_or_else(|| {
        let back = match ReturnTo::from_path(app.registry, &format!("/connect/{}", call.part("name"))) {
            ReturnTo::Connect(name, _) => ReturnTo::connect(&name, &call.query),
            elsewhere => elsewhere,
        };
        Stop::Elsewhere(answer::see_other(&back.login_page()))
    })
}

/// The app, if this visitor may connect to it.
pub(super) fn admitted(app: &App, call: &Call, visitor: &Visitor) -> Result<ConnectedApp> {
    let connected = app.db.read(|db| apps::get(db, &app.env, call.part("name")))?;
    if connected.enabled {
        check_admits(&connected, &visitor.actor)?;
    }
    connected.check_ready()?;
    Ok(connected)
}

/// Refuses whoever may not connect to an app.
pub fn check_admits(app: &ConnectedApp, actor: &Actor) -> Result<()> {
    match app.admits(actor) {
        true => Ok(()),
        false => Err(Error::Forbidden(text!(
            "Your account may not connect to { $provider }: an administrator decides that by the roles on the Connected App.",
            provider = &app.provider_name
        ))),
    }
}

async fn show(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let connected = admitted(app, call, visitor)?;
    let user = &visitor.signed_in.user;
    if call.query.get("user").is_some_and(|meant| meant != user.email) {
        return Err(Error::Forbidden(text!(
            "This link is for { $text }, and you are signed in as { $email }. Sign out and open it again.",
            text = call.query.text("user"),
            email = &user.email
        )));
    }
    let onward = call.query.get("success_uri");
    let onward = onward
        .map(|uri| connected.check_success_uri(&app.env, uri))
        .transpose()?;
    let (address, cookie) = begin(app, call, &connected, &user.id, onward.as_deref()).await?;
    let held = app
        .db
        .read(|db| tokens::of_user(db, &app.env, &connected.name, Some(&user.email)))?;
    let body = views::connect(
        &connected,
        held.as_ref(),
        &app.site()?.name,
        &address,
        onward.as_deref(),
    );
    let mut response = framed_page(app, visitor, 200, "Connect an account", "/me/profile", body)?;
    if let Some(cookie) = cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

/// Begins an attempt in this browser: the other side's address, and the cookie that the browser
/// needs if it had none.
pub async fn begin(
    app: &App,
    call: &Call,
    connected: &ConnectedApp,
    user_id: &UserId,
    success_uri: Option<&str>,
) -> Result<(String, Option<String>)> {
    if connected.authorization_uri.is_empty() {
        return Err(Error::invalid(
            "",
            text!(
                "{ $provider } is not set up yet: the Authorization URI is missing on its form.",
                provider = &connected.provider_name
            ),
        ));
    }
    let (browser, cookie) = caller::browser(app, call);
    let (env, connected, user_id) = (app.env.clone(), connected.clone(), user_id.to_owned());
    let success_uri = success_uri.map(str::to_owned);
    let begun = app.db.write(move |db| {
        let who = AttemptOwner {
            user_id: &user_id,
            browser: &browser,
        };
        attempts::begin(db, &env, &connected, &who, success_uri.as_deref())
    });
    Ok((begun.await?, cookie))
}

/// The page of a refusal: what was wrong, and the way to try again.
pub(super) fn refused(
    app: &App,
    call: &Call,
    visitor: &Visitor,
    error: &Error,
    onward: Option<&str>,
) -> Result<Response> {
    let status = match error {
        Error::NotFound(_) | Error::Forbidden(_) | Error::Upstream(_) | Error::Invalid(_) | Error::Stale(_) => {
            problem::of(error).page_status
        }
        _ => return framed_error(app, call, visitor, error),
    };
    refusal::note(app, call, "Connection", error, status);
    // Where trying again cannot help, it is not offered; where the link leads to was checked.
    let connected = app.db.read(|db| apps::get(db, &app.env, call.part("name"))).ok();
    let connected = connected.filter(|connected| connected.check_ready().is_ok() && status != 403);
    let onward = onward.zip(connected.as_ref());
    let onward = onward.and_then(|(uri, connected)| connected.check_success_uri(&app.env, uri).ok());
    let again = connected.map(|connected| {
        let said: Vec<(&str, &str)> = onward.iter().map(|uri| ("success_uri", uri.as_str())).collect();
        with_query(&format!("/connect/{}", connected.name), &said)
    });
    let body = views::refused(
        &error.words(),
        again.as_deref(),
        onward.as_deref(),
        &call.origin.reference,
    );
    framed_page(app, visitor, status, "Not connected", "/me/profile", body)
}
