//! Methods for programs: a token that is good for a while, whether somebody is connected, and
//! Frappe's ways to begin a connection.

use super::apps::{self, ConnectedApp, discovery};
use super::connect::{begin, check_admits};
use super::refresh;
use super::tokens::record::TOKEN_CACHE;
use super::tokens::{Held, store};
use crate::activity::{self, Event};
use crate::app::App;
use crate::base::clock;
use crate::base::{Error, Result, Seconds};
use crate::frappe::resource::changing_actor;
use crate::frappe::{document, shape};
use crate::login::caller;
use crate::records::access::Reach;
use crate::records::{self, Verb, access, verbs};
use crate::users::{Actor, Door};
use crate::web::params::with_query;
use crate::web::{Call, Params, answer};
use poem::web::Data;
use poem::{Response, handler};
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// How long a token that is handed out is good for, at least, unless the caller says otherwise.
pub const MARGIN: Seconds = 60;
/// The longest margin that can be asked for.
const LONGEST_MARGIN: Seconds = 3600;

fn respond(app: &App, call: &Call, outcome: Result<Json>) -> Response {
    match outcome {
        Ok(message) => answer::json(200, &json!({ "message": message })),
        Err(error) => shape::error(app, call, &error),
    }
}

/// GET and POST `frontdesk.connected_app.get_active_token`: `connected_app`, `user`, `service`, `margin`;
/// `refused=1` says that the service did not take the last one
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

async fn run_active_token(app: &App, call: &Call) -> Result<Json> {
    let params = call.merged()?;
    let actor = caller::actor(app, call).await?;
    access::reach(&actor, &TOKEN_CACHE, Verb::Read)?;
    let name = params
        .get("connected_app")
        .ok_or_else(|| Error::invalid("connected_app", "The argument connected_app is missing."))?;
    let margin = match params.get("margin").map(str::parse::<Seconds>) {
        None => MARGIN,
        Some(Ok(margin)) if (0..=LONGEST_MARGIN).contains(&margin) => margin,
        Some(_) => {
            return Err(Error::invalid(
                "margin",
                format!("margin is a number of seconds from 0 to {LONGEST_MARGIN}."),
            ));
        }
    };
    let is_service = matches!(params.get("service"), Some("1" | "true"));
    let (connected, whose) = usable(app, &actor, name, Whose::asked(&actor, params.get("user"), is_service)?)?;
    let mut held = refresh::active(&app.world(), &connected, whose.user(), margin).await?;
    if matches!(params.get("refused"), Some("1" | "true")) {
        held = refresh::refused(&app.world(), &held).await.unwrap_or(held);
    }
    handed_out(app, &actor, &held, "handed to").await?;
    Ok(describe(&held, app.env.now()))
}

/// Whose token is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Whose {
    /// A user's.
    User(String),
    /// The site's own.
    Service,
}

impl Whose {
    /// What a caller asks for: a user's token, by default their own; the site's own for a caller
    /// who is no user.
    pub fn asked(actor: &Actor, user: Option<&str>, is_service: bool) -> Result<Self> {
        match (user, is_service, &actor.user) {
            (Some(_), true, _) => Err(Error::invalid("service", "Name a user or service, not both.")),
            (Some(user), false, _) => Ok(Whose::User(user.trim().to_lowercase())),
            (None, false, Some(own)) => Ok(Whose::User(own.email.clone())),
            (None, true, _) | (None, false, None) => Ok(Whose::Service),
        }
    }

    /// The user, if it is one's.
    pub fn user(&self) -> Option<&str> {
        match self {
            Whose::User(user) => Some(user),
            Whose::Service => None,
        }
    }
}

/// The app, if the actor may use this token of it: their own as a rule, that of others and of the
/// site itself with a role that the Connected App names.
pub fn usable(app: &App, actor: &Actor, name: &str, whose: Whose) -> Result<(ConnectedApp, Whose)> {
    // The scopes of a token and the roles of its user allow it at all.
    let reach = access::reach(actor, &TOKEN_CACHE, Verb::Read)?;
    let is_own = actor.user.is_some() && whose.user() == Some(actor.name());
    let forbidden = || {
        Error::Forbidden(format!(
            "{} may use their own tokens only. Who may use those of others, and the site's own, is decided by Roles That May Use All Tokens on the Connected App.",
            actor.name()
        ))
    };
    let (connected, record) = app.db.read(|db| {
        let connected = apps::store::get(db, &app.env, name)?;
        let record = match store::of_user(db, &app.env, name, whose.user())? {
            Some(held) => records::store::get(db, &TOKEN_CACHE, &held.name)?,
            None => None,
        };
        Ok((connected, record))
    })?;
    let connected = match connected {
        Some(connected) if is_own || connected.trusts(actor) => connected,
        None if is_own => return Err(Error::NotFound(format!("Connected App {name} not found"))),
        _ => return Err(forbidden()),
    };
    // User Permissions limit what one sees, and so what one uses.
    let reach = if is_own { reach } else { Reach::Every };
    let is_within = record.is_none_or(|record| access::is_within(actor, &TOKEN_CACHE, reach, &record));
    if !is_within || (!is_own && actor.rights.has_limits()) {
        return Err(forbidden());
    }
    if let Some(user) = whose.user() {
        refresh::check_user(&app.world(), user)?;
    }
    Ok((connected, whose))
}

/// Logs that a token was handed out, or used for a program; without the entry it is not.
pub async fn handed_out(app: &App, actor: &Actor, held: &Held, how: &'static str) -> Result<()> {
    let (env, actor, held) = (app.env.clone(), actor.clone(), held.clone());
    app.db
        .write(move |db| {
            store::used(db, &held.name, env.now())?;
            let whose = held.user.as_deref().unwrap_or("the site itself");
            let event = Event {
                operation: "Token",
                subject: format!(
                    "The token of {whose} at {} was {how} {}",
                    held.provider_name,
                    actor.name()
                ),
                user: Some(actor.name()),
                client_id: actor.client_id(),
                record: Some(("Token Cache", &held.name)),
                ..Event::default()
            };
            activity::log(db, &env, &actor.origin, &event)
        })
        .await
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
            apps::store::get(db, &app.env, name)?,
            store::of_user(db, &app.env, name, Some(&user))?,
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
    let actor = changing_actor(app, call).await?;
    if actor.is_guest() {
        return Err(Error::Unauthenticated("Sign in to use this.".into()));
    }
    let (value, cookie) = match method.contains("openid") {
        true => (configuration(app, &actor, name).await?, None),
        false => initiate(app, call, &actor, name, arguments).await?,
    };
    let record = app
        .db
        .read(|db| verbs::get(db, &actor, &apps::record::CONNECTED_APP, name));
    Ok(Answered {
        value,
        document: record
            .ok()
            .map(|record| document::readable(&actor, &apps::record::CONNECTED_APP, &record)),
        cookie,
    })
}

/// The other side's OpenID Configuration, fetched by us.
async fn configuration(app: &App, actor: &Actor, name: &str) -> Result<Json> {
    let record_type = &apps::record::CONNECTED_APP;
    let record = app
        .db
        .read(|db| access::admit(db, actor, record_type, Verb::Write, name))?;
    discovery::fetch(
        &app.outbound,
        record.text("openid_configuration"),
        record.text("issuer"),
    )
    .await
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
