//! The record type Session.

use crate::base::{Result, SessionId};
use crate::permissions::{ALL, AUDITOR, SYSTEM_MANAGER};
use crate::records::{Group, Of, Permission, RecordType, Removal, Rules, Verb, Writing, fields};

fields! { Sessions:
    section "Session", "" {
        USER = link("user", "User", "User").read_only().column("user_name");
        IP_ADDRESS = text("ip_address", "IP Address").read_only().column("address");
        USER_AGENT = text("user_agent", "Browser").read_only();
        SIGNED_IN = moment("signed_in", "Signed In").read_only().column("auth_at");
        LAST_SEEN = moment("last_seen", "Last Seen").read_only().column("last_seen_at");
        AMR = text("amr", "Methods").read_only().help("How the user proved who they are, by the names of RFC 8176: pwd is a password, otp a code, hwk or swk a passkey, mfa two factors.");
        EXPIRES = moment("expires", "Expires").read_only().column("expires_at");
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
    sections: SECTIONS,
    list: &["user", "ip_address", "user_agent", "signed_in", "last_seen"],
    search: &["user_name", "address", "user_agent"],
    order: ("last_seen", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    place: Group::People.rarely("clock"),
    guide: "people",
    removal: Removal {
        verb: "End",
        done: "ended",
        one: "{ $record } was ended.",
        many: "{ $count } records were ended.",
    },
    permissions: &[
        Permission::read_and_delete(SYSTEM_MANAGER),
        Permission::read(AUDITOR),
        Permission::read_and_delete(ALL).if_owner(),
    ],
    rules: &Sessions,
    ..RecordType::BASE
};

/// The record type Session.
pub struct Sessions;

impl Rules for Sessions {
    fn remove(&self, cx: &Writing, record: &Of<Self>) -> Result<bool> {
        super::sessions::end(cx.db, cx.env, &SessionId::from(&record.name))?;
        Ok(true)
    }
}
