//! Back from the other side's consent (RFC 6749 §4.1.2): the attempt is used up, the code becomes tokens,
//! and they are kept.

use super::connect::{admitted, refused, visitor};
use crate::base::secret::Secret;
use crate::base::{Error, Origin, Result, text};
use crate::connected::apps::{self, ConnectedApp};
use crate::connected::attempts::{self, Attempt, AttemptOwner};
use crate::connected::connections;
use crate::connected::record_types::CONNECTED_APP;
use crate::connected::token_request;
use crate::connected::tokens::NewConnection;
use crate::outbound::Request;
use crate::records::{Verb, access};
use crate::server::App;
use crate::server::Visitor;
use crate::server::api;
use crate::server::caller;
use crate::upstream::authorization::{self, NoCode};
use crate::upstream::discovery::is_same_issuer;
use crate::upstream::refusal::clean;
use crate::upstream::token_request::TokenGrant;
use crate::users;
use crate::web::{Call, answer};
use crate::world::World;
use poem::web::Data;
use poem::{Response, handler};
use serde_json::Value as Json;
use std::sync::Arc;

/// GET `…connected_app.callback/<app>`: back from the other side.
#[handler]
pub async fn callback(app: Data<&Arc<App>>, call: Call) -> Response {
    let visitor = match visitor(&app, &call).await {
        Ok(visitor) => visitor,
        Err(stop) => return stop.or_else(|error| api::error(&app, &call, &error)),
    };
    let mut onward = None;
    let finished = match finish(&app, &call, &visitor, &mut onward).await {
        Err(error) if api::wants_page(&call) => refused(&app, &call, &visitor, &error, onward.as_deref()),
        done => done,
    };
    finished.unwrap_or_else(|error| api::error(&app, &call, &error))
}

/// `onward` is where the attempt leads to, once it is known.
async fn finish(app: &App, call: &Call, visitor: &Visitor, onward: &mut Option<String>) -> Result<Response> {
    let connected = admitted(app, call, visitor)?;
    if let Some(name) = authorization::duplicate(&call.query) {
        return Err(Error::invalid(
            "",
            text!("The other side sent { $name } twice.", name = &name),
        ));
    }
    let attempt = begun(app, call, visitor, &connected).await?;
    onward.clone_from(&attempt.success_uri);
    let code = code(call, &connected)?.to_owned();
    let email = visitor.signed_in.user.email.clone();
    let exchange = exchange(app.world(), call.from(), connected.clone(), email, code, attempt);
    // Work of its own: a code is good once, so its tokens are stored also when the browser goes away or
    // the server is being stopped.
    let key = format!("exchange {}", call.origin.reference);
    let done = app.outbound.single_flight.run(&key, exchange).await;
    done.ok_or_else(|| Error::Internal("an exchange did not end".into()))??;
    let own_form = format!("/app/connected-app/{}", connected.name);
    let reads = access::may(&visitor.actor, &CONNECTED_APP, Verb::Read, None);
    let connected = |address: &str| visitor.go(app, address, "Your account is connected.");
    Ok(match (onward, reads) {
        (Some(onward), _) => answer::see_other(onward),
        (None, true) => connected(&own_form),
        (None, false) => connected("/me/connections"),
    })
}

/// The attempt that this answer is of. It is used up, whatever comes next (A53: a state is good once).
async fn begun(app: &App, call: &Call, visitor: &Visitor, connected: &ConnectedApp) -> Result<Attempt> {
    if authorization::is_denial_without_state(&call.query) {
        return Err(Error::Forbidden(text!(
            "{ $provider } says that you did not allow the connection. Nothing was changed. Begin again in My account, under Connected services, if that was not what you meant.",
            provider = &connected.provider_name
        )));
    }
    let (env, name, user_id) = (
        app.env.clone(),
        connected.name.clone(),
        visitor.signed_in.user.id.clone(),
    );
    let (browser, _) = caller::browser(app, call);
    let state = call.query.text("state").to_owned();
    let taken = app.db.write(move |db| {
        let who = AttemptOwner {
            user_id: &user_id,
            browser: &browser,
        };
        attempts::take(db, &env, &name, &who, &state)
    });
    // Frappe's words, and what they mean.
    taken.await?.ok_or_else(|| {
        Error::invalid(
            "",
            "Invalid token state! Check if the token has been created by the OAuth user. A consent is good for ten minutes and once, in the browser and for the person who began it.",
        )
    })
}

/// The code that came along, of the right issuer.
fn code<'a>(call: &'a Call, app: &ConnectedApp) -> Result<&'a str> {
    let issuer = app.issuer.as_deref().unwrap_or_default();
    let is_issuer = |told: &str| issuer.is_empty() || is_same_issuer(issuer, told);
    authorization::code(&call.query, is_issuer).map_err(|why| {
        let words = match why {
            NoCode::OtherIssuer(other) => text!(
                "The answer is of { $other }, not of { $issuer }: it is not used.",
                other = &other,
                issuer = &issuer
            ),
            NoCode::Refused(refusal) => refusal.words(),
            NoCode::Missing => "The other side sent people back without a code.".into(),
        };
        Error::invalid("", words)
    })
}

/// Fetches the tokens for a code and keeps them.
async fn exchange(
    world: World,
    origin: Origin,
    app: ConnectedApp,
    user: String,
    code: String,
    attempt: Attempt,
) -> Result<()> {
    let grant = TokenGrant::Code {
        code: &code,
        redirect_uri: &app.redirect_uri,
        verifier: attempt.verifier.as_ref(),
    };
    let response = token_request::ask(&world, &app, grant).await?;
    let connected_as = whose(&world, &app, &response.access_token).await;
    let env = world.env.clone();
    world
        .db
        .write(move |db| {
            let now = apps::find(db, &env, &app.name)?;
            let is_there = users::by_email(db, &user)?.is_some_and(|user| user.enabled);
            let now = now.filter(|now| is_there && now.enabled && now.token_uri == app.token_uri);
            let Some(now) = now else {
                // The app or the user changed in the meantime: the tokens are for nobody.
                connections::revoke_late(db, &env, &app, Some(&user), &response)?;
                return Ok(false);
            };
            let made = NewConnection {
                user: Some(&user),
                response: &response,
                connected_as: connected_as.as_deref(),
                success_uri: attempt.success_uri.as_deref(),
            };
            connections::connect(db, &env, &origin, &now, &made)?;
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
    let response = match world.outbound.send(Request::get(address).bearer(token)).await {
        Ok(response) => response,
        Err(failure) => {
            tracing::info!(app = app.name, %failure, "whose account it is could not be asked");
            return None;
        }
    };
    let claims = response.json().filter(|_| response.is_success())?;
    let told = NAMES.iter().find_map(|name| match claims.get(*name)? {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    });
    told.map(|told| clean(&told, &[token.reveal()], 140))
}
