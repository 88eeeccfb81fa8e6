//! The record type Role Permission.

use crate::base::{Env, Error, FieldErrors, Result};
use crate::db::{Read, Write};
use crate::records::{self, Default, Field, Group, Kind, Naming, Permission, Record, RecordType, Rules, Section, Verb};
use crate::users::{GUEST, SYSTEM_MANAGER};

/// What roles may do with records.
pub static ROLE_PERMISSION: RecordType = RecordType {
    name: "Role Permission",
    slug: "role-permission",
    plural: "Role Permissions",
    about: "Who may read, change, create and delete which records here. A token never gets beyond its user's permissions.",
    table: "role_permissions",
    naming: Naming::Joined("document_type", "role"),
    sections: &[
        Section {
            title: "Whom and what",
            about: "",
            fields: &[
                Field {
                    required: true,
                    set_once: true,
                    ..Field::new("role", "Role", Kind::Link("Role"))
                },
                Field {
                    required: true,
                    set_once: true,
                    ..Field::new("document_type", "Document Type", Kind::Type)
                },
            ],
        },
        Section {
            title: "May",
            about: "",
            fields: &[
                Field {
                    column: Some("can_read"),
                    default: Default::Number(1),
                    ..Field::new("read", "Read", Kind::Check)
                },
                Field {
                    column: Some("can_write"),
                    ..Field::new("write", "Write", Kind::Check)
                },
                Field {
                    column: Some("can_create"),
                    ..Field::new("create", "Create", Kind::Check)
                },
                Field {
                    column: Some("can_delete"),
                    ..Field::new("delete", "Delete", Kind::Check)
                },
                Field {
                    help: "Only records that are the user's own: their account, sessions, grants and keys, and what they made.",
                    ..Field::new("if_owner", "Only If Owner", Kind::Check)
                },
                Field {
                    read_only: true,
                    help: "Comes with the program. It can be changed, not deleted.",
                    ..Field::new("is_standard", "Is Standard", Kind::Check)
                },
            ],
        },
    ],
    list: &["document_type", "role", "read", "write", "create", "delete", "if_owner"],
    search: &["role", "document_type"],
    order: ("document_type", false),
    is_delegable: false,
    group: Some(Group::People),
    permissions: &[Permission::full(SYSTEM_MANAGER)],
    rules: &RolePermissionRules,
    ..RecordType::BASE
};

struct RolePermissionRules;

const FIELDS: [(&str, Verb); 4] = [
    ("read", Verb::Read),
    ("write", Verb::Write),
    ("create", Verb::Create),
    ("delete", Verb::Delete),
];

impl Rules for RolePermissionRules {
    fn validate(
        &self,
        _db: &Read,
        _env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let role = new.text("role").to_owned();
        let Ok(record_type) = records::by_name(new.text("document_type")) else {
            return Ok(());
        };
        if old.is_some() && role == SYSTEM_MANAGER {
            errors.add("", "System Managers may always do everything: this cannot be changed.");
        }
        if role == GUEST {
            errors.add("role", "Whoever is not signed in sees no records.");
        }
        if !new.is_checked("read") && FIELDS[1..].iter().any(|(field, _)| new.is_checked(field)) {
            errors.add("read", "Whoever may change records reads them, too: tick Read.");
        }
        for (field, verb) in FIELDS {
            if !new.is_checked(field) {
                continue;
            }
            if !record_type.verbs.contains(&verb) {
                let why = format!("Nobody can {} {}.", verb.word(), record_type.plural);
                errors.add(field, why);
            } else if verb != Verb::Read && !record_type.is_delegable && role != SYSTEM_MANAGER {
                let why = format!(
                    "{} decide who may do what: only System Managers {} them.",
                    record_type.plural,
                    verb.word()
                );
                errors.add(field, why);
            }
        }
        Ok(())
    }

    fn before_delete(&self, _db: &Write, _env: &Env, record: &Record) -> Result<()> {
        match record.is_checked("is_standard") {
            true => Err(Error::invalid(
                "",
                "This permission comes with the program. Take its checks away instead.",
            )),
            false => Ok(()),
        }
    }
}
