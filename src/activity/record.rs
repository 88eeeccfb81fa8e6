//! The record type Activity Log.

use super::OPERATIONS;
use crate::base::{Result, Text, text};
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{self, Group, Of, Permission, Reading, RecordType, Rules, Verb, fields};
use crate::ui::text::t;
use maud::{Markup, html};
use serde_json::Value as Json;

fields! { Entries:
    section "What", "" {
        SUBJECT = text("subject", "Subject").read_only();
        OPERATION = select("operation", "Operation", OPERATIONS).read_only();
        STATUS = select("status", "Status", &["Success", "Failed"]).read_only();
        COMMUNICATION_DATE = moment_ms("communication_date", "Date").read_only().column("creation_at");
    }
    section "Who", "" {
        USER = link("user", "User", "User").read_only().column("user_name");
        CLIENT = link("client", "Client", "OAuth Client").read_only().column("client_id");
        IP_ADDRESS = text("ip_address", "IP Address").read_only().column("address");
        USER_AGENT = text("user_agent", "Browser").read_only();
        REFERENCE = text("reference", "Reference").read_only().column("request")
            .help("The reference code of the request, as in the log.");
    }
    section "Record", "" {
        REFERENCE_DOCTYPE = text("reference_doctype", "Reference Document Type").read_only().column("reference_type");
        REFERENCE_NAME = text("reference_name", "Reference Name").read_only();
        CONTENT = paragraph("content", "Changes").read_only().hidden();
    }
}

/// Who did what, when, from where.
pub static ACTIVITY_LOG: RecordType = RecordType {
    name: "Activity Log",
    slug: "activity-log",
    plural: "Activity Log",
    about: "Who did what, when and from where. Nothing here can be changed; System Settings say how long it is kept.",
    table: "activity_log",
    title: "subject",
    sections: SECTIONS,
    list: &[
        "communication_date",
        "subject",
        "user",
        "operation",
        "status",
        "ip_address",
    ],
    search: &["subject", "user_name", "address", "reference_name", "request"],
    order: ("communication_date", true),
    own: "user",
    verbs: Verb::READ,
    place: Group::Watch.at("list"),
    guide: "watching",
    permissions: &[Permission::read(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    rules: &Entries,
    ..RecordType::BASE
};

/// The record type Activity Log.
pub struct Entries;

impl Rules for Entries {
    fn panel(&self, cx: &Reading, record: &Of<Self>, _tab: &str) -> Result<Option<Markup>> {
        let changes = serde_json::from_str::<Vec<Json>>(record.get(&CONTENT)).unwrap_or_default();
        let about = cx.registry.by_name(record.get(&REFERENCE_DOCTYPE)).ok();
        let text = |value: &Json| match value {
            Json::Null => "empty".to_owned(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        Ok(Some(html! {
            @if let Some(record_type) = about {
                p { a href=(records::views::address(record_type, record.get(&REFERENCE_NAME))) id="to-record" { (text!("To the { $type }", type = Text::from(record_type.name))) } }
            }
            @if !changes.is_empty() {
                section.panel {
                    h2 { (t("What changed")) }
                    div.scroll tabindex="0" { table {
                        thead { tr { th { (t("Field")) } th { (t("Before")) } th { (t("After")) } } }
                        tbody { @for change in &changes {
                            tr { td { (change["field"].as_str().unwrap_or_default()) } td.lines { (text(&change["old"])) } td.lines { (text(&change["new"])) } }
                        } }
                    } }
                }
            }
        }))
    }
}
