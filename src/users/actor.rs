//! Who is calling: the user, the roles, what they may do, and the door they came through.

use super::{GUEST, User};
use crate::base::{Origin, Result, scope};
use crate::db::Read;
use crate::oauth::scopes::Scope;
use crate::oauth::usage::Meter;
use crate::permissions::Rights;

/// Who is calling. Every verb on records takes one.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Nobody is signed in: `None`. A client acting as a role has no user either.
    pub user: Option<User>,
    pub roles: Vec<String>,
    /// What the roles allow.
    pub rights: Rights,
    /// How they came in.
    pub door: Door,
    /// Where they call from.
    pub origin: Origin,
    /// Counts what a token is used for.
    pub meter: Option<Meter>,
}

/// How a caller came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Door {
    /// Not signed in.
    Guest,
    /// A browser with a session; the session's public id.
    Session(String),
    /// `Authorization: Bearer`: an access token, which can do no more than its scopes name.
    Bearer { client_id: String, scopes: Vec<Scope> },
    /// `Authorization: token key:secret`; the key.
    ApiKey(String),
    /// The command line on the machine itself.
    CommandLine,
}

impl Actor {
    /// Nobody.
    pub fn guest() -> Self {
        Actor {
            user: None,
            roles: vec![GUEST.to_owned()],
            rights: Rights::default(),
            door: Door::Guest,
            origin: Origin::default(),
            meter: None,
        }
    }

    /// The operator at the machine, who holds the database file anyway.
    pub fn command_line() -> Self {
        Actor {
            roles: vec![super::SYSTEM_MANAGER.to_owned(), super::ADMINISTRATOR.to_owned()],
            rights: Rights::everything(),
            door: Door::CommandLine,
            origin: Origin {
                address: "the machine itself".into(),
                ..Origin::default()
            },
            ..Self::guest()
        }
    }

    /// A signed-in user.
    pub fn user(db: &Read, user: User, door: Door) -> Result<Self> {
        Ok(Actor {
            rights: Rights::load(db, &user.roles, Some(&user.email))?,
            roles: user.roles.clone(),
            user: Some(user),
            door,
            ..Self::guest()
        })
    }

    /// A client that acts with a role, without a user.
    pub fn role(db: &Read, role: Option<&String>, door: Door) -> Result<Self> {
        let roles: Vec<String> = role.into_iter().cloned().collect();
        Ok(Actor {
            rights: Rights::load(db, &roles, None)?,
            roles,
            door,
            ..Self::guest()
        })
    }

    /// The same, calling from there.
    pub fn from(self, origin: Origin) -> Self {
        Actor { origin, ..self }
    }

    /// The name that is written into `owner` and `modified_by`.
    pub fn name(&self) -> &str {
        match (&self.user, &self.door) {
            (Some(user), _) => &user.email,
            (None, Door::Bearer { client_id, .. }) => client_id,
            (None, Door::CommandLine) => super::ADMINISTRATOR,
            _ => GUEST,
        }
    }

    /// Whether the actor has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// Whether the actor manages the site.
    pub fn is_manager(&self) -> bool {
        self.has_role(super::SYSTEM_MANAGER)
    }

    /// Whether the actor came with a token that names only some of what its user may do: such a
    /// token must not make itself, or another credential, more powerful.
    pub fn is_bounded(&self) -> bool {
        match &self.door {
            Door::Bearer { scopes, .. } => !scopes.iter().any(|held| held.name == scope::ALL),
            _ => false,
        }
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
    pub fn client_id(&self) -> Option<&str> {
        match &self.door {
            Door::Bearer { client_id, .. } => Some(client_id),
            _ => None,
        }
    }

    /// Notes that a scope of the token was what allowed something.
    pub fn exercise(&self, scope: &str) {
        if let Some(meter) = &self.meter {
            meter.exercise(scope);
        }
    }
}
