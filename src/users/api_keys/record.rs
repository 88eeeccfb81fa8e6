//! The record type API Key.

use crate::base::Result;
use crate::db::Read;
use crate::records::{Field, Group, Kind, Permission, Record, RecordType, Rules, Section, Verb};
use crate::users::{ALL, Actor, SYSTEM_MANAGER};

/// Keys of programs.
pub static API_KEY: RecordType = RecordType {
    name: "API Key",
    slug: "api-key",
    plural: "API Keys",
    about: "Keys of programs that call the API as a user. Make one on the form of the user, or in My account; its secret is shown once.",
    table: "api_key_records",
    rows: Some(("api_keys", "api_key")),
    title: "api_key",
    sections: &[Section {
        title: "API Key",
        about: "",
        fields: &[
            Field {
                read_only: true,
                column: Some("name"),
                ..Field::new("api_key", "API Key", Kind::Text)
            },
            Field {
                read_only: true,
                column: Some("user_name"),
                ..Field::new("user", "User", Kind::Link("User"))
            },
            Field {
                read_only: true,
                column: Some("created_at"),
                ..Field::new("created", "Secret Made", Kind::Moment)
            },
            Field {
                read_only: true,
                column: Some("last_used_at"),
                ..Field::new("last_used", "Last Used", Kind::Moment)
            },
        ],
    }],
    list: &["api_key", "user", "created", "last_used"],
    search: &["name", "user_name"],
    order: ("created", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    group: Some(Group::People),
    removal: "Revoke",
    permissions: &[
        Permission::read_and_delete(SYSTEM_MANAGER),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    rules: &ApiKeyRules,
    ..RecordType::BASE
};

struct ApiKeyRules;

impl Rules for ApiKeyRules {
    fn authorize(&self, db: &Read, actor: &Actor, old: Option<&Record>, _new: Option<&Record>) -> Result<()> {
        let user = old.map(|record| record.text("user")).unwrap_or_default();
        crate::users::check_may_manage(db, actor, user)
    }
}
