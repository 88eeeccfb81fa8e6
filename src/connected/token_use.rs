//! Who may use a token that we hold, and the log of it.

use super::apps::{self, ConnectedApp};
use super::record_types::TOKEN_CACHE;
use super::refresh;
use super::tokens::{self, Held};
use crate::activity::{self, Event};
use crate::base::{Error, Result, Seconds, text};
use crate::permissions::{Actor, Reach, Verb};
use crate::records::{Caller, access, verbs};
use crate::world::World;

/// How long a token that is handed out is good for, at least, unless the caller says otherwise.
pub const MARGIN: Seconds = Seconds(60);

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

/// The app, if the caller may use this token of it: their own as a rule, that of others and of the
/// site itself with a role that the Connected App names.
pub fn usable(world: &World, caller: &Caller, name: &str, whose: &Whose) -> Result<ConnectedApp> {
    let actor = &caller.actor;
    // The scopes of a token and the roles of its user allow it at all.
    let reach = access::reach(actor, &TOKEN_CACHE, Verb::Read)?;
    let is_own = actor.user.is_some() && whose.user() == Some(actor.name());
    let forbidden = || {
        Error::Forbidden(text!(
            "{ $name } may use their own tokens only. Who may use those of others, and the site's own, is decided by Roles That May Use All Tokens on the Connected App.",
            name = actor.name()
        ))
    };
    let (connected, record) = world.db.read(|db| {
        let connected = apps::find(db, &world.env, name)?;
        let record = match tokens::of_user(db, &world.env, name, whose.user())? {
            Some(held) => verbs::find(&caller.reading(db), &TOKEN_CACHE, &held.name)?,
            None => None,
        };
        Ok((connected, record))
    })?;
    let connected = match connected {
        Some(connected) if is_own || connected.trusts(actor) => connected,
        None if is_own => {
            return Err(Error::NotFound(text!(
                "Connected App { $name } not found",
                name = &name
            )));
        }
        _ => return Err(forbidden()),
    };
    // User Permissions limit what one sees, and so what one uses.
    let reach = if is_own { reach } else { Reach::Every };
    let is_within = record.is_none_or(|record| access::is_within(actor, &TOKEN_CACHE, reach, &record));
    if !is_within || (!is_own && actor.rights.has_limits()) {
        return Err(forbidden());
    }
    if let Some(user) = whose.user() {
        refresh::check_user(world, user)?;
    }
    Ok(connected)
}

/// Logs that a token was handed out, or used for a program; without the entry it is not.
pub async fn handed_out(world: &World, actor: &Actor, held: &Held, how: &'static str) -> Result<()> {
    let (env, actor, held) = (world.env.clone(), actor.clone(), held.clone());
    world
        .db
        .write(move |db| {
            tokens::used(db, &held.name, env.now())?;
            let whose = held.user.as_deref().unwrap_or("the site itself");
            let (provider, user) = (&held.provider_name, actor.name());
            let event = Event {
                operation: "Token",
                subject: format!("The token of {whose} at {provider} was {how} {user}"),
                user: Some(user),
                client_id: actor.client_id(),
                record: Some(("Token Cache", &held.name)),
                ..Event::default()
            };
            activity::log(db, &env, &actor.origin, &event)
        })
        .await
}
