//! The record type API Key.

use crate::base::Result;
use crate::permissions::{ALL, AUDITOR, SYSTEM_MANAGER};
use crate::records::{Group, Of, Permission, Reading, RecordType, Removal, Rules, Verb, fields};

fields! { ApiKeys:
    section "API Key", "" {
        KEY = text("api_key", "API Key").read_only().column("name");
        LABEL = text("label", "Label").read_only().help("What its user calls it; empty: the one that Frappe's generate_keys makes.");
        USER = link("user", "User", "User").read_only().column("user_name");
        SCOPES = text("scopes", "Scopes").read_only().help("What it is for, however much its user may do; all: whatever they may do.");
        CREATED = moment("created", "Secret Made").read_only().column("created_at");
        LAST_USED = moment("last_used", "Last Used").read_only().column("last_used_at");
        EXPIRES = moment("expires", "Works Until").read_only().column("expires_at")
            .help("A new secret begins anew.");
    }
}

/// Keys of programs.
pub static API_KEY: RecordType = RecordType {
    name: "API Key",
    slug: "api-key",
    plural: "API Keys",
    about: "Keys of programs that call the API as a user. Make one with New API key under Actions of the user, or your own in My account; its secret is shown once.",
    table: "api_key_records",
    rows: Some(("api_keys", "api_key")),
    title: "api_key",
    sections: SECTIONS,
    list: &["api_key", "user", "label", "scopes", "last_used", "expires"],
    search: &["name", "user_name", "label"],
    order: ("created", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    is_buffered: true,
    place: Group::People.rarely("key"),
    guide: "endpoints",
    removal: Removal::REVOKE,
    permissions: &[
        Permission::read_and_delete(SYSTEM_MANAGER),
        Permission::read(AUDITOR),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    rules: &ApiKeys,
    ..RecordType::BASE
};

/// The record type API Key.
pub struct ApiKeys;

impl Rules for ApiKeys {
    fn authorize(&self, cx: &Reading, old: Option<&Of<Self>>, _new: Option<&Of<Self>>) -> Result<()> {
        let user = old.map(|record| record.get(&USER)).unwrap_or_default();
        crate::users::check_may_manage(cx.db, cx.actor, user)
    }
}
