//! The record type Role Permission.

use crate::base::{Error, FieldErrors, Result, Text, text};
use crate::permissions::{AUDITOR, GUEST, SYSTEM_MANAGER};
use crate::records::{
    Group, Handle, Naming, Of, Permission, Reading, RecordType, Rules, Transfer, Verb, Writing, fields, kinds,
};

fields! { RolePermissions:
    section "Whom and what", "" {
        ROLE = link("role", "Role", "Role").required().set_once();
        DOCUMENT_TYPE = record_type("document_type", "Document Type").required().set_once();
    }
    section "May", "" {
        READ = check("read", "Read").column("can_read").on();
        WRITE = check("write", "Write").column("can_write");
        CREATE = check("create", "Create").column("can_create");
        DELETE = check("delete", "Delete").column("can_delete");
        IF_OWNER = check("if_owner", "Only If Owner")
            .help("Only records that are the user's own: their account, sessions, grants and keys, and what they made.");
        IS_STANDARD = check("is_standard", "Is Standard").read_only()
            .help("Comes with the program. It can be changed, not deleted.");
    }
}

/// What roles may do with records.
pub static ROLE_PERMISSION: RecordType = RecordType {
    name: "Role Permission",
    slug: "role-permission",
    plural: "Role Permissions",
    about: "Who may read, change, create and delete which records here. A token never gets beyond its user's permissions.",
    table: "role_permissions",
    naming: Naming::Joined("document_type", "role"),
    sections: SECTIONS,
    list: &["document_type", "role", "read", "write", "create", "delete", "if_owner"],
    search: &["role", "document_type"],
    order: ("document_type", false),
    is_delegable: false,
    gives_power: true,
    place: Group::People.rarely("lock"),
    guide: "people",
    transfer: Some(Transfer::named(9)),
    permissions: &[Permission::full(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    rules: &RolePermissions,
    ..RecordType::BASE
};

/// The record type Role Permission.
pub struct RolePermissions;

static CHECKS: [(&Handle<RolePermissions, kinds::check>, Verb); 4] = [
    (&READ, Verb::Read),
    (&WRITE, Verb::Write),
    (&CREATE, Verb::Create),
    (&DELETE, Verb::Delete),
];

impl Rules for RolePermissions {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let role = new.get(&ROLE).to_owned();
        let Ok(record_type) = cx.registry.by_name(new.get(&DOCUMENT_TYPE)) else {
            return Ok(());
        };
        if old.is_some() && role == SYSTEM_MANAGER {
            errors.add("", "System Managers may always do everything: this cannot be changed.");
        }
        if role == GUEST {
            errors.add(&ROLE, "Whoever is not signed in sees no records.");
        }
        if !new.get(&READ) && CHECKS[1..].iter().any(|(check, _)| new.get(check)) {
            errors.add(&READ, "Whoever may change records reads them, too: tick Read.");
        }
        for (field, verb) in CHECKS {
            if !new.get(field) {
                continue;
            }
            if !record_type.verbs.contains(&verb) {
                let why = text!(
                    "Nobody can { $verb } { $records }.",
                    verb = Text::from(verb.word()),
                    records = Text::from(record_type.plural)
                );
                errors.add(field, why);
            } else if verb != Verb::Read && !record_type.is_delegable && role != SYSTEM_MANAGER {
                let why = text!(
                    "{ $records } decide who may do what: only System Managers { $verb } them.",
                    records = Text::from(record_type.plural),
                    verb = Text::from(verb.word())
                );
                errors.add(field, why);
            }
        }
        Ok(())
    }

    fn before_delete(&self, _cx: &Writing, record: &Of<Self>) -> Result<()> {
        match record.get(&IS_STANDARD) {
            true => Err(Error::invalid(
                "",
                "This permission comes with the program. Take its checks away instead.",
            )),
            false => Ok(()),
        }
    }
}
