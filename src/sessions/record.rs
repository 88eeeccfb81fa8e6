//! The record type Session.

use crate::base::{Env, Result};
use crate::db::Write;
use crate::records::{Field, Group, Kind, Permission, Record, RecordType, Rules, Section, Verb};
use crate::users::{ALL, SYSTEM_MANAGER};

const fn shown(field: Field) -> Field {
    Field {
        read_only: true,
        ..field
    }
}

/// Signed-in browsers.
pub static SESSION: RecordType = RecordType {
    name: "Session",
    slug: "session",
    plural: "Sessions",
    about: "Browsers that are signed in here. Ending one signs it out at once.",
    table: "session_records",
    rows: Some(("sessions", "id")),
    title: "user",
    sections: &[Section {
        title: "Session",
        about: "",
        fields: &[
            Field {
                column: Some("user_name"),
                ..shown(Field::new("user", "User", Kind::Link("User")))
            },
            Field {
                column: Some("address"),
                ..shown(Field::new("ip_address", "IP Address", Kind::Text))
            },
            shown(Field::new("user_agent", "Browser", Kind::Text)),
            Field {
                column: Some("auth_at"),
                ..shown(Field::new("signed_in", "Signed In", Kind::Moment))
            },
            Field {
                column: Some("last_seen_at"),
                ..shown(Field::new("last_seen", "Last Seen", Kind::Moment))
            },
            Field {
                column: Some("expires_at"),
                ..shown(Field::new("expires", "Expires", Kind::Moment))
            },
        ],
    }],
    list: &["user", "ip_address", "user_agent", "signed_in", "last_seen"],
    search: &["user_name", "address", "user_agent"],
    order: ("last_seen", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    group: Some(Group::People),
    removal: "End",
    permissions: &[
        Permission::read_and_delete(SYSTEM_MANAGER),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    rules: &SessionRules,
    ..RecordType::BASE
};

struct SessionRules;

impl Rules for SessionRules {
    fn remove(&self, db: &Write, env: &Env, record: &Record) -> Result<bool> {
        super::end(db, env, &record.name)?;
        Ok(true)
    }
}
