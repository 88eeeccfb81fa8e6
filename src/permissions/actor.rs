//! Who is calling, as the record engine needs it: name, rights, scopes, and the door they came
//! through. Who that is among the users is known above.

use super::{ADMINISTRATOR, GUEST, Rights, SYSTEM_MANAGER, Verb};
use crate::base::clock::MINUTE;
use crate::base::{ClientId, Error, Origin, Result, Seconds, SessionId, UserId, scope};
use std::fmt;
use std::sync::Arc;

/// Who is calling. Every verb on records takes one.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Nobody is signed in: `None`. A client acting as a role has no user either.
    pub user: Option<Identity>,
    pub roles: Vec<String>,
    /// What the roles allow.
    pub rights: Arc<Rights>,
    /// How they came in.
    pub door: Door,
    /// Where they call from.
    pub origin: Origin,
    /// Who comes with a session: when they last proved who they are, in seconds. Others prove it with each call.
    pub proven_at: Option<Seconds>,
    /// Counts what a token is used for.
    pub meter: Option<Arc<dyn ScopeMeter>>,
}

/// The user behind a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    /// The OpenID Connect `sub`.
    pub id: UserId,
    /// The name of the User record.
    pub email: String,
    /// Whether a role of theirs has desk access.
    pub is_system_user: bool,
}

/// How a caller came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Door {
    /// Not signed in.
    Guest,
    /// A browser with a session; the session's public id.
    Session(SessionId),
    /// `Authorization: Bearer`: an access token, which can do no more than its scopes name.
    Bearer {
        client_id: ClientId,
        scopes: Vec<TokenScope>,
    },
    /// `Authorization: token key:secret`: an API key, which can do no more than its scopes name.
    ApiKey { key: String, scopes: Vec<TokenScope> },
    /// The command line on the machine itself.
    CommandLine,
}

/// What a scope of a token allows, as type and verb.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenScope {
    pub name: String,
    /// Record types that it lets a token read.
    pub read_types: Vec<String>,
    /// Record types that it lets a token read, change, create and delete.
    pub write_types: Vec<String>,
    /// The type of which it lets a token read the user's own record.
    pub own_type: Option<&'static str>,
    /// The fields of that record that it releases.
    pub own_fields: Vec<&'static str>,
}

impl TokenScope {
    /// Whether it lets a token do this with records of a type.
    pub fn names(&self, record_type: &str, verb: Verb) -> bool {
        let listed = |types: &[String]| types.iter().any(|own| own == record_type);
        self.name == scope::ALL || listed(&self.write_types) || (verb == Verb::Read && listed(&self.read_types))
    }
}

/// Counts which scopes of a token were what allowed something.
pub trait ScopeMeter: fmt::Debug + Send + Sync {
    /// Notes that these scopes were what allowed something.
    fn exercise(&self, scopes: &[String]);
}

/// For how long a proof of who somebody is counts as given just now.
pub const FRESH: Seconds = MINUTE.times(10);

impl Actor {
    /// Nobody.
    pub fn guest() -> Self {
        Actor {
            user: None,
            roles: vec![GUEST.to_owned()],
            rights: Arc::default(),
            door: Door::Guest,
            origin: Origin::default(),
            proven_at: None,
            meter: None,
        }
    }

    /// The operator at the machine, who holds the database file anyway.
    pub fn command_line() -> Self {
        Actor {
            roles: vec![SYSTEM_MANAGER.to_owned(), ADMINISTRATOR.to_owned()],
            rights: Arc::new(Rights::everything()),
            door: Door::CommandLine,
            origin: Origin {
                address: "the machine itself".into(),
                ..Origin::default()
            },
            ..Self::guest()
        }
    }

    /// The program itself, on behalf of whoever calls from there: a sign-up, the set-up.
    pub fn program(origin: Origin) -> Self {
        Self::command_line().from(origin)
    }

    /// The same, calling from there.
    pub fn from(self, origin: Origin) -> Self {
        Actor { origin, ..self }
    }

    /// The same, with a session in which they proved who they are at this moment, in seconds.
    pub fn proven(self, at: Seconds) -> Self {
        Actor {
            proven_at: Some(at),
            ..self
        }
    }

    /// Refuses what gives power or ends safety, unless they proved who they are just now.
    pub fn check_fresh(&self, now: Seconds) -> Result<()> {
        let is_fresh = self.proven_at.is_some_and(|at| now - at <= FRESH);
        match is_fresh || !matches!(self.door, Door::Session(_)) {
            true => Ok(()),
            false => Err(Error::ProveAgain),
        }
    }

    /// The name that is written into `owner` and `modified_by`.
    pub fn name(&self) -> &str {
        match (&self.user, &self.door) {
            (Some(user), _) => &user.email,
            (None, Door::Bearer { client_id, .. }) => client_id.as_str(),
            (None, Door::CommandLine) => ADMINISTRATOR,
            _ => GUEST,
        }
    }

    /// Whether the actor has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// Whether the actor manages the site.
    pub fn is_manager(&self) -> bool {
        self.has_role(SYSTEM_MANAGER)
    }

    /// The scopes that the actor's token or API key was given; without either, what they do is not narrowed.
    pub fn scopes(&self) -> Option<&[TokenScope]> {
        match &self.door {
            Door::Bearer { scopes, .. } | Door::ApiKey { scopes, .. } => Some(scopes),
            Door::Guest | Door::Session(_) | Door::CommandLine => None,
        }
    }

    /// Whether the actor came with a token or key that names only some of what its user may do: such a
    /// one must not make itself, or another credential, more powerful.
    pub fn is_bounded(&self) -> bool {
        let is_all = |held: &TokenScope| held.name == scope::ALL;
        self.scopes().is_some_and(|scopes| !scopes.iter().any(is_all))
    }

    /// Whether the actor may decide who may do what: a System Manager, and not by a narrow token.
    pub fn decides(&self) -> bool {
        self.is_manager() && !self.is_bounded()
    }

    /// Whether nobody is signed in.
    pub fn is_guest(&self) -> bool {
        self.door == Door::Guest
    }

    /// The client whose token this is.
    pub fn client_id(&self) -> Option<&ClientId> {
        match &self.door {
            Door::Bearer { client_id, .. } => Some(client_id),
            _ => None,
        }
    }

    /// Notes that a scope of the token was what allowed something.
    pub fn exercise(&self, scope: &str) {
        if let Some(meter) = &self.meter {
            meter.exercise(&[scope.to_owned()]);
        }
    }
}
