//! Who is calling: the user, the roles, and the door they came through.

use super::{GUEST, User};
use crate::base::Scopes;

/// Who is calling. Every verb on records takes one.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Nobody is signed in: `None`. A client acting as a role has no user either.
    pub user: Option<User>,
    /// What the permissions look at.
    pub roles: Vec<String>,
    /// How they came in.
    pub door: Door,
}

/// How a caller came in.
#[derive(Clone, Debug, PartialEq)]
pub enum Door {
    /// Not signed in.
    Guest,
    /// A browser with a session; the session's public id.
    Session(String),
    /// `Authorization: Bearer`: an access token, which can do no more than its scopes name.
    Bearer { client_id: String, scopes: Scopes },
    /// `Authorization: token key:secret`.
    ApiKey,
    /// The command line on the machine itself.
    CommandLine,
}

impl Actor {
    /// Nobody.
    pub fn guest() -> Self {
        Actor {
            user: None,
            roles: vec![GUEST.to_owned()],
            door: Door::Guest,
        }
    }

    /// The operator at the machine, who holds the database file anyway.
    pub fn command_line() -> Self {
        Actor {
            user: None,
            roles: vec![super::SYSTEM_MANAGER.to_owned()],
            door: Door::CommandLine,
        }
    }

    /// A signed-in user.
    pub fn user(user: User, door: Door) -> Self {
        Actor {
            roles: user.roles.clone(),
            user: Some(user),
            door,
        }
    }

    /// The name that is written into `owner` and `modified_by`.
    pub fn name(&self) -> &str {
        match (&self.user, &self.door) {
            (Some(user), _) => &user.email,
            (None, Door::Bearer { client_id, .. }) => client_id,
            (None, Door::CommandLine) => "Administrator",
            _ => GUEST,
        }
    }

    /// Whether the actor has a role.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// Whether nobody is signed in.
    pub fn is_guest(&self) -> bool {
        self.door == Door::Guest
    }
}
