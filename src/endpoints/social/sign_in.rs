//! The way to a provider: from the login page, and for a test.

use super::views;
use crate::base::{Env, Error, Result, text};
use crate::db::Read;
use crate::oauth::hub;
use crate::server::App;
use crate::server::error_page;
use crate::server::page::to_login;
use crate::server::ticket;
use crate::server::{ReturnTo, caller};
use crate::social::attempts::{self, Begin, Purpose};
use crate::social::keys::{self, Key};
use crate::web::limits::Limited;
use crate::web::{Call, answer};
use poem::web::Data;
use poem::{Response, handler};
use std::sync::Arc;

/// GET `/login/with/<key>`: `ticket` or `redirect-to` say where to go afterwards, `test` that an
/// administrator wants to see what comes back.
#[handler]
pub async fn login_with(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match call.query.has("test") {
        true => test(&app, &call).await,
        false => begin_sign_in(&app, &call).await,
    };
    outcome.unwrap_or_else(|error| error_page(&app, &call, &error))
}

async fn begin_sign_in(app: &App, call: &Call) -> Result<Response> {
    let place = ReturnTo::from_params(app.registry, &call.query);
    let is_ticket = matches!(place, ReturnTo::Ticket(_));
    // Whoever is to prove again who they are goes there, signed in or not.
    let proves = call.query.has("again");
    if !is_ticket && !proves && caller::signed_in(app, call).await?.is_some() {
        return Ok(answer::see_other(&app.onward(&place)));
    }
    let (key, is_fresh) = app.db.read(|db| {
        let key = keys::get(db, &app.env, call.part("name"))?;
        let is_fresh = wants_fresh(db, app, call, &place)? || (proves && key.is_openid());
        Ok((key, is_fresh))
    })?;
    if !key.enabled || !key.is_ready() {
        return Err(Error::NotFound("There is no such way to sign in.".into()));
    }
    if is_fresh && !key.is_openid() {
        return Err(Error::Forbidden(text!(
            "The app wants you to prove again who you are, and { $provider } cannot be asked for that. Sign in another way.",
            provider = &key.provider_name
        )));
    }
    app.limits.failed(Limited::Begin, call.origin.address, "")?;
    go(app, call, &key, Purpose::SignIn, &place, is_fresh).await
}

async fn test(app: &App, call: &Call) -> Result<Response> {
    let visitor = match crate::server::page::visitor(app, call).await? {
        Some(visitor) => visitor,
        None => return Ok(to_login(app, call)),
    };
    if !visitor.actor.decides() {
        return Err(Error::Forbidden("Only System Managers test a sign-in.".into()));
    }
    let key = app.db.read(|db| keys::get(db, &app.env, call.part("name")))?;
    let purpose = Purpose::Test(visitor.signed_in.user.id);
    go(app, call, &key, purpose, &ReturnTo::Home, false).await
}

/// Whether the app behind a ticket wants the password to be given again.
pub fn wants_fresh(db: &Read, app: &App, call: &Call, place: &ReturnTo) -> Result<bool> {
    let ReturnTo::Ticket(id) = place else {
        return Ok(false);
    };
    let ticket = ticket::find(db, app, call, id)?;
    Ok(hub::wants_login(&ticket.request))
}

/// Off to the provider.
async fn go(app: &App, call: &Call, key: &Key, purpose: Purpose, place: &ReturnTo, is_fresh: bool) -> Result<Response> {
    let (address, cookie) = begin(app, call, key, purpose, place, is_fresh).await?;
    let mut response = answer::see_other(&address);
    if let Some(cookie) = cookie {
        answer::add_cookie(&mut response, &cookie);
    }
    Ok(response)
}

/// Begins an attempt in this browser: the provider's address, and the cookie that the browser needs
/// if it had none.
pub async fn begin(
    app: &App,
    call: &Call,
    key: &Key,
    purpose: Purpose,
    place: &ReturnTo,
    is_fresh: bool,
) -> Result<(String, Option<String>)> {
    let (browser, cookie) = caller::browser(app, call);
    let (env, key, return_to): (Env, Key, String) = (app.env.clone(), key.clone(), place.login_page());
    let begun = app.db.write(move |db| {
        let begin = Begin {
            key: &key,
            browser: &browser,
            purpose: &purpose,
            return_to: &return_to,
            is_fresh,
        };
        attempts::begin(db, &env, &begin)
    });
    Ok((begun.await?, cookie))
}

/// The ways to sign in that the login page offers, in their order.
pub fn ways(db: &Read, app: &App, call: &Call, place: &ReturnTo) -> Result<Vec<views::Way>> {
    let is_fresh = wants_fresh(db, app, call, place)?;
    let keys = keys::enabled(db, &app.env)?;
    let open = keys
        .into_iter()
        .filter(|key| key.is_ready() && (!is_fresh || key.is_openid()));
    let proves = call.query.has("again");
    let way = |key| {
        let way = views::Way::of(&key, place);
        let joint = if way.address.contains('?') { '&' } else { '?' };
        match proves {
            true => views::Way {
                address: format!("{}{joint}again=1", way.address),
                ..way
            },
            false => way,
        }
    };
    Ok(open.map(way).collect())
}
