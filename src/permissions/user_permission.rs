//! The record type User Permission.

use crate::base::{Env, FieldErrors, Result};
use crate::db::Read;
use crate::records::{self, Field, Group, Kind, Permission, Record, RecordType, Rules, Section, store};
use crate::users::{self, SYSTEM_MANAGER};

/// What users are limited to.
pub static USER_PERMISSION: RecordType = RecordType {
    name: "User Permission",
    slug: "user-permission",
    plural: "User Permissions",
    about: "Limits a user to some records: of the type that is named they see only these, and of other types only what belongs to these.",
    table: "user_permissions",
    title: "for_value",
    sections: &[Section {
        title: "Limit",
        about: "",
        fields: &[
            Field {
                required: true,
                set_once: true,
                column: Some("user_name"),
                ..Field::new("user", "User", Kind::Link("User"))
            },
            Field {
                required: true,
                set_once: true,
                help: "The type that is limited, such as OAuth Client.",
                ..Field::new("allow", "Allow", Kind::Type)
            },
            Field {
                required: true,
                set_once: true,
                help: "The name of a record that the user may see. One User Permission for each. The name is at the end of the record's address.",
                ..Field::new("for_value", "For Value", Kind::Text)
            },
        ],
    }],
    list: &["user", "allow", "for_value"],
    search: &["user_name", "for_value"],
    own: "user",
    is_delegable: false,
    group: Some(Group::People),
    permissions: &[Permission::full(SYSTEM_MANAGER)],
    rules: &UserPermissionRules,
    ..RecordType::BASE
};

struct UserPermissionRules;

impl Rules for UserPermissionRules {
    fn validate(
        &self,
        db: &Read,
        _env: &Env,
        old: Option<&Record>,
        new: &mut Record,
        errors: &mut FieldErrors,
    ) -> Result<()> {
        let (user, value) = (new.text("user"), new.text("for_value"));
        if let Ok(record_type) = records::by_name(new.text("allow"))
            && !value.is_empty()
            && store::get(db, record_type, value)?.is_none()
        {
            errors.add("for_value", format!("There is no {} {value:?}.", record_type.name));
        }
        if users::store::is_manager(db, user)? {
            errors.add(
                "user",
                "System Managers see everything. Take that role from the user first.",
            );
        }
        let is_there = super::store::limits_of(db, user)?
            .iter()
            .any(|(allow, name)| allow == new.text("allow") && name == value);
        if old.is_none() && is_there {
            errors.add("for_value", "This user has that permission already.");
        }
        Ok(())
    }
}
