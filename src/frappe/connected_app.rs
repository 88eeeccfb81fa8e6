//! Methods for programs: a token that is good for a while, whether somebody is connected, and
//! Frappe's ways to begin a connection.

use super::document;
use crate::base::clock;
use crate::base::{Error, Result, Seconds, text};
use crate::connected::apps;
use crate::connected::record_types::connected_app::{ISSUER, OPENID_CONFIGURATION};
use crate::connected::record_types::{CONNECTED_APP, TOKEN_CACHE};
use crate::connected::refresh;
use crate::connected::token_use::{MARGIN, Whose, handed_out, usable};
use crate::connected::tokens::{self, Held};
use crate::endpoints::connected::connect::{begin, check_admits};
use crate::permissions::{Actor, Door, Verb};
use crate::records::{access, verbs};
use crate::server::{App, api, caller};
use crate::upstream::discovery;
use crate::web::params::with_query;
use crate::web::{Call, Guarded, Params, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// The longest margin that can be asked for.
const MAX_MARGIN: Seconds = Seconds(3600);

fn respond(app: &App, call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(message) => answer::json(200, &json!({ "message": message })),
        Err(error) => api::error(app, call, &error),
    }
}

/// GET and POST `frontdesk.connected_app.get_active_token`: `connected_app`, `user`, `service`, `margin`;
/// `refused` says that the service did not take a token: the token itself, or `1` for the last one
#[handler]
pub async fn get_active_token(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_active_token(&app, &call).await)
}

/// GET and POST `frappe.integrations.doctype.connected_app.connected_app.has_token`:
/// `connected_app`, `connected_user`
#[handler]
pub async fn has_token(app: Data<&Arc<App>>, call: Call) -> Response {
    respond(&app, &call, run_has_token(&app, &call).await)
}

/// They change nothing that another site could want, and their answer cannot be read from there.
impl Guarded for get_active_token {}
impl Guarded for has_token {}

async fn run_active_token(app: &App, call: &Call) -> Result<Json> {
    let params = call.merged()?;
    let actor = caller::actor(app, call).await?;
    access::reach(&actor, &TOKEN_CACHE, Verb::Read)?;
    let name = params
        .get("connected_app")
        .ok_or_else(|| Error::invalid("connected_app", "The argument connected_app is missing."))?;
    let margin = match params.get("margin").map(|margin| margin.parse().map(Seconds)) {
        None => MARGIN,
        Some(Ok(margin)) if (Seconds::ZERO..=MAX_MARGIN).contains(&margin) => margin,
        Some(_) => {
            return Err(Error::invalid(
                "margin",
                text!("margin is a number of seconds from 0 to { $most }.", most = MAX_MARGIN),
            ));
        }
    };
    let is_service = matches!(params.get("service"), Some("1" | "true"));
    let whose = Whose::asked(&actor, params.get("user"), is_service)?;
    let connected = usable(&app.world(), &app.caller(&actor), name, &whose)?;
    let mut held = refresh::active(&app.world(), &connected, whose.user(), margin).await?;
    let refused = params
        .get("refused")
        .filter(|refused| !matches!(*refused, "0" | "false" | ""));
    // Named itself, it may be an older one than what we hold by now.
    let is_held =
        refused.is_some_and(|refused| matches!(refused, "1" | "true") || refused == held.access_token.reveal());
    if is_held {
        let newer = refresh::refused(&app.world(), &held).await;
        held = newer.ok_or_else(|| refresh::still_refused(&app.world(), &held))?;
    }
    handed_out(&app.world(), &actor, &held, "handed to").await?;
    Ok(describe(&held, app.env.now()))
}

fn describe(held: &Held, now: Seconds) -> Json {
    json!({
        "access_token": held.access_token.reveal(),
        "token_type": "Bearer",
        "expires_in": held.expires_at.map(|at| at - now),
        "expires_at": held.expires_at.map(clock::rfc3339),
        "scope": held.scopes.to_string(),
        "user": held.user,
        "connected_as": held.connected_as,
        "connected_app": held.connected_app,
    })
}

async fn run_has_token(app: &App, call: &Call) -> Result<Json> {
    let params = call.merged()?;
    let actor = caller::actor(app, call).await?;
    access::reach(&actor, &TOKEN_CACHE, Verb::Read)?;
    let name = params
        .get("connected_app")
        .ok_or_else(|| Error::invalid("connected_app", "The argument connected_app is missing."))?;
    let user = params.get("connected_user").map(str::to_lowercase);
    let user = user.unwrap_or_else(|| actor.name().to_owned());
    let (connected, held) = app.db.read(|db| {
        Ok((
            apps::find(db, &app.env, name)?,
            tokens::of_user(db, &app.env, name, Some(&user))?,
        ))
    })?;
    let is_own = actor.user.is_some() && actor.name() == user;
    let may_ask = is_own || access::sees(&actor, &TOKEN_CACHE) || connected.is_some_and(|app| app.trusts(&actor));
    match may_ask {
        true => Ok(json!(held.is_some())),
        false => Err(Error::Forbidden("You may ask about your own connections only.".into())),
    }
}

/// Frappe's methods of a Connected App that answer with something of their own.
const DOC_METHODS: [&str; 2] = ["initiate_web_application_flow", "get_openid_configuration"];

/// Whether a method of a record is one of these.
pub fn is_doc_method(record_type: &str, method: &str) -> bool {
    record_type == "Connected App" && DOC_METHODS.contains(&method.replace('-', "_").as_str())
}

/// What such a method answers, the document of the record (for who may read it), and the cookie that
/// the browser needs.
pub struct Answered {
    pub value: Json,
    pub document: Option<Json>,
    pub cookie: Option<String>,
}

/// Runs one of Frappe's methods of a Connected App.
pub async fn run_doc_method(app: &App, call: &Call, name: &str, method: &str, arguments: &Params) -> Result<Answered> {
    let actor = caller::changing_actor(app, call).await?;
    if actor.is_guest() {
        return Err(Error::Unauthenticated("Sign in to use this.".into()));
    }
    let (value, cookie) = match method.contains("openid") {
        true => (configuration(app, &actor, name).await?, None),
        false => initiate(app, call, &actor, name, arguments).await?,
    };
    let record = app.look(&actor, |cx| verbs::get(cx, &CONNECTED_APP, name));
    Ok(Answered {
        value,
        document: record
            .ok()
            .map(|record| document::readable(&actor, &CONNECTED_APP, &record)),
        cookie,
    })
}

/// The other side's OpenID Configuration, fetched by us.
async fn configuration(app: &App, actor: &Actor, name: &str) -> Result<Json> {
    let record_type = &CONNECTED_APP;
    let record = app.look(actor, |cx| access::admit(cx, record_type, Verb::Write, name))?;
    let (configuration, issuer) = (OPENID_CONFIGURATION.field(), ISSUER.field());
    discovery::fetch(&app.outbound, record.text(configuration), record.text(issuer)).await
}

/// Where the user's browser is to go. A session's browser goes straight to the other side; a
/// program's user goes through a page of ours, for we do not know their browser yet.
async fn initiate(
    app: &App,
    call: &Call,
    actor: &Actor,
    name: &str,
    arguments: &Params,
) -> Result<(Json, Option<String>)> {
    let connected = app.db.read(|db| apps::get(db, &app.env, name));
    let connected = match connected {
        // Who may not connect is not told what there is.
        Ok(connected) if connected.admits(actor) || connected.trusts(actor) => connected,
        Ok(connected) => return Err(check_admits(&connected, actor).err().unwrap_or(Error::Csrf)),
        Err(error) => return Err(error),
    };
    connected.check_ready()?;
    let success_uri = arguments.get("success_uri");
    let checked = success_uri
        .map(|uri| connected.check_success_uri(&app.env, uri))
        .transpose()?;
    let user = arguments.get("user").map(str::to_lowercase);
    let is_own = user.as_deref().is_none_or(|user| user == actor.name());
    if let (Door::Session(_), Some(own), true) = (&actor.door, &actor.user, is_own) {
        check_admits(&connected, actor)?;
        let (address, cookie) = begin(app, call, &connected, &own.id, checked.as_deref()).await?;
        return Ok((json!(address), cookie));
    }
    let own = actor.user.as_ref().map(|own| own.email.as_str());
    let mut parameters = Vec::new();
    parameters.extend(user.as_deref().or(own).map(|user| ("user", user)));
    parameters.extend(checked.as_deref().map(|uri| ("success_uri", uri)));
    Ok((
        json!(app.env.url(&with_query(&format!("/connect/{name}"), &parameters))),
        None,
    ))
}
