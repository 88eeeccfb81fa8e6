//! Permissions: who is calling ([`Actor`]), what their roles allow (Role Permission) and what they
//! are limited to (User Permission). The record engine asks [`Rights`], which are read once per
//! request; whoever knows users makes the [`Actor`].
//!
//! Owns the tables `role_permissions` and `user_permissions`; their record types are in `roles`.

mod actor;
mod store;
mod verb;

pub use actor::{Actor, Door, FRESH, Identity, ScopeMeter, TokenScope};
pub use verb::{Allowance, Reach, Verb};

use crate::base::Result;
use crate::db::Read;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use store::{allows_anything, insert_standard, is_limited, limits_of, renamed};

/// The role that may do everything in the desk.
pub const SYSTEM_MANAGER: &str = "System Manager";
/// The automatic role of everybody who is signed in.
pub const ALL: &str = "All";
/// The automatic role of everybody.
pub const GUEST: &str = "Guest";
/// The roles that are everybody's: they tell an app nothing, and a group of that name may mean much there.
pub const EVERYBODYS: &[&str] = &[GUEST, ALL];
/// The operator's name and role: whoever holds the machine.
pub const ADMINISTRATOR: &str = "Administrator";
/// The automatic role of System Users.
pub const DESK_USER: &str = "Desk User";
/// The role that looks after people's accounts.
pub const USER_MANAGER: &str = "User Manager";
/// The role that records the apps.
pub const APP_MANAGER: &str = "App Manager";
/// The role of whoever works here: it makes a Desk User, and lets nobody change anything.
pub const EMPLOYEE: &str = "Employee";
/// The role that looks at everything and changes nothing.
pub const AUDITOR: &str = "Auditor";

/// What somebody's roles allow, and what they are limited to.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    everything: bool,
    allowed: Vec<Allowance>,
    limits: BTreeMap<String, Vec<String>>,
}

impl Rights {
    /// The operator's at the machine.
    pub fn everything() -> Self {
        Rights {
            everything: true,
            ..Rights::default()
        }
    }

    /// What these roles allow, limited to what this user is limited to. System Managers are not
    /// limited: they could lift every limit anyway.
    pub fn load(db: &Read, roles: &[String], user: Option<&str>) -> Result<Arc<Self>> {
        let key = format!("{}\n{}", user.unwrap_or_default(), roles.join("\n"));
        db.kept(&key, || Self::find(db, roles, user))
    }

    fn find(db: &Read, roles: &[String], user: Option<&str>) -> Result<Self> {
        let mut rights = Rights::default();
        for role in roles {
            rights.allowed.extend(store::of_role(db, role)?);
        }
        if let Some(user) = user.filter(|_| !roles.iter().any(|role| role == SYSTEM_MANAGER)) {
            for (document_type, name) in store::limits_of(db, user)? {
                rights.limits.entry(document_type).or_default().push(name);
            }
        }
        Ok(rights)
    }

    /// How far the roles let one go with a verb on a type.
    pub fn by_role(&self, document_type: &str, verb: Verb) -> Option<Reach> {
        if self.everything {
            return Some(Reach::Every);
        }
        let allowed = |allowed: &&Allowance| allowed.document_type == document_type && allowed.verbs.contains(&verb);
        let mut found = self.allowed.iter().filter(allowed).map(|allowed| allowed.if_owner);
        let first = found.next()?;
        Some(if first && found.all(|if_owner| if_owner) {
            Reach::Own
        } else {
            Reach::Every
        })
    }

    /// The types that one is limited in, with the names that one may see.
    pub fn limits(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.limits.iter().map(|(own, names)| (own.as_str(), names.as_slice()))
    }

    /// Whether one is limited in anything.
    pub fn has_limits(&self) -> bool {
        !self.limits.is_empty()
    }

    /// Whether one sees only some records of a type.
    pub fn is_limited(&self, document_type: &str) -> bool {
        self.limits.contains_key(document_type)
    }
}
