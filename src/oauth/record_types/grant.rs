//! The record type Grant.

use super::grant_views;
use crate::base::{Error, GrantId, Result, Text, text};
use crate::oauth::grants::{found_grants, revoke, tokens_of};
use crate::permissions::{ALL, AUDITOR, SYSTEM_MANAGER};
use crate::records::{Group, Of, Permission, Reading, RecordType, Removal, Rules, Verb, Writing, fields};
use maud::Markup;

fields! { Grants:
    section "Grant", "" {
        USER = link("user", "User", "User").read_only().column("user_name");
        CLIENT = link("client", "Client", "OAuth Client").read_only().column("client_id");
        ROLE = text("role", "Acts As Role").read_only();
        SCOPES = text("scopes", "Scopes").read_only();
        STATUS = select("status", "Status", &["Active", "Revoked"]).read_only();
        GRANTED = moment("granted", "Granted").read_only().column("created_at");
        EXPIRES = moment("expires", "Last Token Expires").read_only().column("expires_at");
        REVOKED = moment("revoked", "Revoked").read_only().column("revoked_at");
        REVOKED_REASON = text("revoked_reason", "Revoked Because").read_only();
    }
}

/// What users allowed clients.
pub static GRANT: RecordType = RecordType {
    name: "Grant",
    slug: "grant",
    plural: "Grants",
    about: "What people allowed apps, each with its tokens. Revoking one ends all of its tokens at once.",
    table: "oauth_grant_records",
    rows: Some(("oauth_grants", "id")),
    title: "user",
    sections: SECTIONS,
    list: &["user", "client", "scopes", "status", "granted", "expires"],
    search: &[],
    search_names: Some(found_grants),
    order: ("granted", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    place: Group::Apps.rarely("check"),
    guide: "apps",
    removal: Removal::REVOKE,
    permissions: &[
        Permission::read_and_delete(SYSTEM_MANAGER),
        Permission::read(AUDITOR),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    rules: &Grants,
    ..RecordType::BASE
};

/// The record type Grant.
pub struct Grants;

impl Rules for Grants {
    fn before_delete(&self, _: &Writing, record: &Of<Self>) -> Result<()> {
        match record.get(&STATUS) {
            "Revoked" => Err(Error::invalid("", "This grant was revoked already.")),
            _ => Ok(()),
        }
    }

    /// Kept as revoked, so that it can be seen what ended and a replay is recognised.
    fn remove(&self, cx: &Writing, record: &Of<Self>) -> Result<bool> {
        revoke(cx.db, cx.env, &GrantId::from(&record.name), "revoked in the desk")?;
        Ok(true)
    }

    fn deletion_takes(&self, cx: &Reading, record: &Of<Self>) -> Result<Text> {
        let tokens = tokens_of(cx.db, &GrantId::from(&record.name))?.len();
        Ok(text!(
            "Its { $count } tokens stop working at once. The app can ask again.",
            count = tokens
        ))
    }

    fn panel(&self, cx: &Reading, record: &Of<Self>, _tab: &str) -> Result<Option<Markup>> {
        let tokens = tokens_of(cx.db, &GrantId::from(&record.name))?;
        Ok(Some(grant_views::tokens(&tokens, cx.env.now())))
    }
}
