//! The record type User Permission.

use crate::base::{FieldErrors, Result, Text, text};
use crate::permissions::{self, AUDITOR, SYSTEM_MANAGER};
use crate::records::{Group, Of, Permission, Reading, RecordType, Rules, Transfer, fields, verbs};
use crate::users;

fields! { UserPermissions:
    section "Limit", "" {
        USER = link("user", "User", "User").required().set_once().column("user_name");
        ALLOW = record_type("allow", "Allow").required().set_once()
            .help("The type that is limited, such as OAuth Client.");
        FOR_VALUE = text("for_value", "For Value").required().set_once().picks_by("allow")
            .help("A record that the user may see; one User Permission for each. Names are offered once the type is chosen.");
    }
}

/// What users are limited to.
pub static USER_PERMISSION: RecordType = RecordType {
    name: "User Permission",
    slug: "user-permission",
    plural: "User Permissions",
    about: "Limits a user to some records: of the type that is named they see only these, and of other types only what belongs to these.",
    table: "user_permissions",
    title: "for_value",
    sections: SECTIONS,
    list: &["user", "allow", "for_value"],
    search: &["user_name", "for_value"],
    own: "user",
    is_delegable: false,
    gives_power: true,
    frappe_ignored: &["is_default", "hide_descendants"],
    place: Group::People.rarely("lock"),
    guide: "people",
    transfer: Some(Transfer {
        alike: &["user", "allow", "for_value"],
        is_alike_whatever_named: true,
        keeps_name: true,
        ..Transfer::named(10)
    }),
    permissions: &[Permission::full(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    rules: &UserPermissions,
    ..RecordType::BASE
};

/// The record type User Permission.
pub struct UserPermissions;

impl Rules for UserPermissions {
    fn validate(
        &self,
        cx: &Reading,
        old: Option<&Of<Self>>,
        new: &mut Of<Self>,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let (user, value) = (new.get(&USER), new.get(&FOR_VALUE));
        if let Ok(record_type) = cx.registry.by_name(new.get(&ALLOW))
            && !value.is_empty()
            && verbs::find(cx, record_type, value)?.is_none()
        {
            errors.add(
                &FOR_VALUE,
                text!(
                    "There is no { $type } { $value }.",
                    type = Text::from(record_type.name),
                    value = format!("{value:?}")
                ),
            );
        }
        if users::is_manager(cx.db, user)? {
            errors.add(
                &USER,
                "System Managers see everything. Take that role from the user first.",
            );
        }
        let is_there = permissions::limits_of(cx.db, user)?
            .iter()
            .any(|(allow, name)| allow == new.get(&ALLOW) && name == value);
        if old.is_none() && is_there {
            errors.add(&FOR_VALUE, "This user has that permission already.");
        }
        Ok(())
    }
}
