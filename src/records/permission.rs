//! What a declaration lets roles do; each becomes a standard Role Permission.

use crate::base::{Millis, Result};
use crate::db::Write;
use crate::permissions::{self, Allowance, Verb};

/// What a role may do with records of a type.
pub struct Permission {
    pub role: &'static str,
    pub read: bool,
    pub write: bool,
    pub create: bool,
    pub delete: bool,
    /// Only records that are the actor's own.
    pub only_own: bool,
}

impl Permission {
    /// A role that may do everything.
    pub const fn full(role: &'static str) -> Self {
        Permission {
            role,
            read: true,
            write: true,
            create: true,
            delete: true,
            only_own: false,
        }
    }

    /// A role that may look only.
    pub const fn read(role: &'static str) -> Self {
        Permission {
            write: false,
            create: false,
            delete: false,
            ..Self::full(role)
        }
    }

    /// A role that may look and remove.
    pub const fn read_and_delete(role: &'static str) -> Self {
        Permission {
            write: false,
            create: false,
            ..Self::full(role)
        }
    }

    /// A role that may look and change.
    pub const fn read_and_write(role: &'static str) -> Self {
        Permission {
            create: false,
            delete: false,
            ..Self::full(role)
        }
    }

    /// The same for one's own records only.
    pub const fn if_owner(self) -> Self {
        Permission { only_own: true, ..self }
    }

    /// Stores it as a standard Role Permission, where none is stored yet.
    pub(super) fn ensure(&self, db: &Write, document_type: &str, now_ms: Millis) -> Result<()> {
        let allowance = Allowance {
            document_type: document_type.to_owned(),
            verbs: Verb::EVERY.iter().copied().filter(|verb| self.allows(*verb)).collect(),
            if_owner: self.only_own,
        };
        permissions::insert_standard(db, self.role, &allowance, now_ms)
    }

    /// Whether it allows a verb.
    pub fn allows(&self, verb: Verb) -> bool {
        match verb {
            Verb::Read => self.read,
            Verb::Write => self.write,
            Verb::Create => self.create,
            Verb::Delete => self.delete,
        }
    }
}
