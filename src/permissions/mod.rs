//! Permissions: what roles may do (Role Permission) and what a user is limited to (User
//! Permission). The record engine asks [`Rights`], which are read once per request.
//!
//! Owns the tables `role_permissions` and `user_permissions`. What a type's declaration allows
//! becomes a standard Role Permission at the start, so that there is one place to look.

pub mod role_permission;
pub mod store;
pub mod user_permission;

use crate::base::Result;
use crate::db::{Read, Write};
use crate::records::access::Reach;
use crate::records::{self, Verb};
use crate::users::SYSTEM_MANAGER;
use std::collections::BTreeMap;

/// What somebody's roles allow, and what they are limited to.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    everything: bool,
    allowed: Vec<Allowed>,
    limits: BTreeMap<String, Vec<String>>,
}

/// One Role Permission as it is asked.
#[derive(Clone, Debug)]
pub struct Allowed {
    pub document_type: String,
    pub verbs: Vec<Verb>,
    /// Only one's own records.
    pub if_owner: bool,
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
    pub fn load(db: &Read, roles: &[String], user: Option<&str>) -> Result<Self> {
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
        let allowed = |allowed: &&Allowed| allowed.document_type == document_type && allowed.verbs.contains(&verb);
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

/// Stores what the declarations allow, where nothing is stored yet.
pub fn ensure_standard(db: &Write, now_ms: i64) -> Result<()> {
    for record_type in records::TYPES {
        for permission in record_type.permissions {
            store::insert_standard(db, record_type.name, permission, now_ms)?;
        }
    }
    Ok(())
}
