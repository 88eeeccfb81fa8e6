//! Connecting an account: the page that sends people to the other side's consent, and the address
//! that they come back to. Both are for whoever is signed in.

use super::apps::{self, ConnectedApp};
use super::attempts::{self, Traveller};
use super::token_answer::{Refusal, clean};
use super::token_request::{self, Grant};
use super::tokens::{self, NewConnection, store};
use super::views;
use crate::app::App;
use crate::base::secret::Secret;
use crate::base::{Error, Origin, Result};
use crate::desk::{self, Visitor};
use crate::diagnostics::refusal;
use crate::frappe::shape;
use crate::login::{ReturnTo, caller};
use crate::outbound::Question;
use crate::records::{Verb, access};
use crate::users::{self, Actor};
use crate::web::params::with_query;
use crate::web::{Call, answer};
use crate::world::World;
use poem::web::Data;
use poem::{Response, handler};
use serde_json::Value as Json;
use std::sync::Arc;

/// GET `/connect/<app>`: what is about to happen, and the way there. `success_uri` is where to go
/// afterwards; `user` is whom the link was made for.
#[handler]
pub async fn connect_page(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match visitor(&app, &call).await {
        Ok(Ok(visitor)) => match show(&app, &call, &visitor).await {
            Err(error) => refused(&app, &call, &visitor, &error, call.query.get("success_uri")),
            done => done,
        },
        Ok(Err(redirect)) => Ok(redirect),
        Err(error) => Err(error),
    };
    outcome.unwrap_or_else(|error| desk::error_page(&app, &call, &error))
}

/// GET `…connected_app.callback/<app>`: back from the other side (RFC 6749 §4.1.2).
#[handler]
pub async fn callback(app: Data<&Arc<App>>, call: Call) -> Response {
    let outcome = match visitor(&app, &call).await {
        Ok(Ok(visitor)) => {
            let mut onward = None;
            match finish(&app, &call, &visitor, &mut onward).await {
                Err(error) if shape::wants_page(&call) => refused(&app, &call, &visitor, &error, onward.as_deref()),
                done => done,
            }
        }
        Ok(Err(redirect)) => Ok(redirect),
        Err(error) => Err(error),
    };
    outcome.unwrap_or_else(|error| shape::error(&app, &call, &error))
}

/// The visitor, or the way to the login page and from there to the page that connects.
async fn visitor(app: &App, call: &Call) -> Result<std::result::Result<Visitor, Response>> {
    let outcome = desk::visitor(app, call).await?;
    Ok(outcome.map_err(|_| {
        let back = match ReturnTo::from_path(&format!("/connect/{}", call.part("name"))) {
            ReturnTo::Connect(name, _) => ReturnTo::connect(&name, &call.query),
            elsewhere => elsewhere,
        };
        answer::see_other(&back.login_page())
    }))
}

/// The app, if this visitor may connect to it.
fn admitted(app: &App, call: &Call, visitor: &Visitor) -> Result<ConnectedApp> {
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
        false => Err(Error::Forbidden(format!(
            "Your account may not connect to {}: an administrator decides that by the roles on the Connected App.",
            app.provider_name
        ))),
    }
}

async fn show(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let connected = admitted(app, call, visitor)?;
    let user = &visitor.signed_in.user;
    if call.query.get("user").is_some_and(|meant| meant != user.email) {
        return Err(Error::Forbidden(format!(
            "This link is for {}, and you are signed in as {}. Sign out and open it again.",
            call.query.text("user"),
            user.email
        )));
    }
    let onward = call.query.get("success_uri");
    let onward = onward
        .map(|uri| connected.check_success_uri(&app.env, uri))
        .transpose()?;
    let (address, cookie) = begin(app, call, &connected, &user.id, onward.as_deref()).await?;
    let held = app
        .db
        .read(|db| store::of_user(db, &app.env, &connected.name, Some(&user.email)))?;
    let body = views::connect(
        &connected,
        held.as_ref(),
        &app.site_name()?,
        &address,
        onward.as_deref(),
    );
    let mut response = desk::page(app, visitor, 200, "Connect an account", "/me/profile", body)?;
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
    user_id: &str,
    success_uri: Option<&str>,
) -> Result<(String, Option<String>)> {
    if connected.authorization_uri.is_empty() {
        return Err(Error::invalid(
            "",
            format!(
                "{} is not set up yet: the Authorization URI is missing on its form.",
                connected.provider_name
            ),
        ));
    }
    let (browser, cookie) = caller::browser(app, call);
    let (env, connected, user_id) = (app.env.clone(), connected.clone(), user_id.to_owned());
    let success_uri = success_uri.map(str::to_owned);
    let begun = app.db.write(move |db| {
        let who = Traveller {
            user_id: &user_id,
            browser: &browser,
        };
        attempts::begin(db, &env, &connected, &who, success_uri.as_deref())
    });
    Ok((begun.await?, cookie))
}

/// `onward` is where the attempt leads to, once it is known.
async fn finish(app: &App, call: &Call, visitor: &Visitor, onward: &mut Option<String>) -> Result<Response> {
    let connected = admitted(app, call, visitor)?;
    let user = visitor.signed_in.user.clone();
    let (state, code) = (call.query.text("state").to_owned(), call.query.text("code").to_owned());
    if let Some(name) = call.query.duplicate(&["state", "code", "error", "iss"]) {
        return Err(Error::invalid("", format!("The other side sent {name} twice.")));
    }
    let (env, name, user_id) = (app.env.clone(), connected.name.clone(), user.id.clone());
    let (browser, _) = caller::browser(app, call);
    let attempt = app.db.write(move |db| {
        let who = Traveller {
            user_id: &user_id,
            browser: &browser,
        };
        attempts::take(db, &env, &name, &who, &state)
    });
    // Frappe's words, and what they mean.
    let attempt = attempt.await?.ok_or_else(|| {
        Error::invalid(
            "",
            "Invalid token state! Check if the token has been created by the OAuth user. A consent is good for ten minutes and once, in the browser and for the person who began it.",
        )
    })?;
    onward.clone_from(&attempt.success_uri);
    check_answer(call, &connected)?;
    if code.is_empty() {
        return Err(Error::invalid("", "The other side sent people back without a code."));
    }
    let work = exchange(app.world(), call.from(), connected.clone(), user.email, code, attempt);
    // A flight of its own: a code is good once, so its tokens are stored also when the browser goes
    // away or the server is being stopped.
    let key = format!("exchange {}", call.origin.reference);
    let flown = app.outbound.flights.once(&key, work).await;
    flown.ok_or_else(|| Error::Internal("an exchange did not end".into()))??;
    let own_form = format!("/app/connected-app/{}?done=connected", connected.name);
    let reads = access::may(&visitor.actor, &apps::record::CONNECTED_APP, Verb::Read, None);
    Ok(answer::see_other(&match (onward, reads) {
        (Some(onward), _) => onward.clone(),
        (None, true) => own_form,
        (None, false) => "/me/connections?done=connected".to_owned(),
    }))
}

/// Refuses an answer of another issuer (RFC 9207), and one that says no.
fn check_answer(call: &Call, app: &ConnectedApp) -> Result<()> {
    let same = |a: &str, b: &str| a.trim_end_matches('/') == b.trim_end_matches('/');
    if let (Some(issuer), Some(iss)) = (&app.issuer, call.query.get("iss"))
        && !issuer.is_empty()
        && !same(issuer, iss)
    {
        return Err(Error::invalid(
            "",
            format!(
                "The answer is of {}, not of {issuer}: it is not used.",
                clean(iss, &[], 200)
            ),
        ));
    }
    let Some(code) = call.query.get("error") else {
        return Ok(());
    };
    let refusal = Refusal {
        code: clean(code, &[], 60),
        description: clean(call.query.text("error_description"), &[], 300),
        retry_after: None,
    };
    Err(Error::invalid("", refusal.words()))
}

/// Fetches the tokens for a code and keeps them.
async fn exchange(
    world: World,
    origin: Origin,
    app: ConnectedApp,
    user: String,
    code: String,
    attempt: attempts::Attempt,
) -> Result<()> {
    let grant = Grant::Code {
        code: &code,
        verifier: attempt.verifier.as_ref(),
    };
    let answer = token_request::ask(&world, &app, grant).await?;
    let answer = answer.map_err(|trouble| Error::Upstream(trouble.words()))?;
    let connected_as = whose(&world, &app, &answer.access_token).await;
    let env = world.env.clone();
    world
        .db
        .write(move |db| {
            let now = apps::store::get(db, &env, &app.name)?;
            let is_there = users::store::by_email(db, &user)?.is_some_and(|user| user.enabled);
            let now = now.filter(|now| is_there && now.enabled && now.token_uri == app.token_uri);
            let Some(now) = now else {
                // The app or the user changed in the meantime: the tokens are for nobody.
                tokens::give_back(db, &env, &app, Some(&user), &answer)?;
                return Ok(false);
            };
            let made = NewConnection {
                user: Some(&user),
                answer: &answer,
                connected_as: connected_as.as_deref(),
                success_uri: attempt.success_uri.as_deref(),
            };
            tokens::connect(db, &env, &origin, &now, &made)?;
            Ok(true)
        })
        .await?
        .then_some(())
        .ok_or_else(|| {
            Error::Stale("The Connected App was changed in the meantime. Nothing was connected: try again.".into())
        })
}

/// Whose account it is, as far as the other side says.
async fn whose(world: &World, app: &ConnectedApp, token: &Secret) -> Option<String> {
    const NAMES: &[&str] = &[
        "email",
        "Email",
        "mail",
        "userPrincipalName",
        "preferred_username",
        "login",
        "username",
        "name",
        "display_name",
        "displayName",
        "user",
        "sub",
        "id",
    ];
    let address = app.userinfo_uri.as_deref().filter(|address| !address.is_empty())?;
    let question = Question::get(address).header("authorization", format!("Bearer {}", token.reveal()));
    let answer = match world.outbound.ask(question).await {
        Ok(answer) => answer,
        Err(failure) => {
            tracing::info!(app = app.name, %failure, "whose account it is could not be asked");
            return None;
        }
    };
    let claims = answer.json().filter(|_| answer.is_success())?;
    let told = NAMES.iter().find_map(|name| match claims.get(*name)? {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    });
    told.map(|told| clean(&told, &[token.reveal()], 140))
}

/// The page of a refusal: what was wrong, and the way to try again.
fn refused(app: &App, call: &Call, visitor: &Visitor, error: &Error, onward: Option<&str>) -> Result<Response> {
    let status = match error {
        Error::NotFound(_) => 404,
        Error::Forbidden(_) => 403,
        Error::Upstream(_) => 502,
        Error::Invalid(_) => 400,
        Error::Stale(_) => 409,
        _ => return desk::framed_error(app, call, visitor, error),
    };
    shape::log(call, error);
    app.refused(refusal::of_error(app, call, "Connection", error, status));
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
        &error.to_string(),
        again.as_deref(),
        onward.as_deref(),
        &call.origin.reference,
    );
    desk::page(app, visitor, status, "Not connected", "/me/profile", body)
}
