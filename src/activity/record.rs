//! The record type Activity Log.

use super::OPERATIONS;
use crate::base::{Env, Result};
use crate::db::Read;
use crate::records::{self, Field, Group, Kind, Permission, Record, RecordType, Rules, Section, Verb};
use crate::ui::text::t;
use crate::users::{Actor, SYSTEM_MANAGER};
use maud::{Markup, html};
use serde_json::Value as Json;

/// Who did what, when, from where.
pub static ACTIVITY_LOG: RecordType = RecordType {
    name: "Activity Log",
    slug: "activity-log",
    plural: "Activity Log",
    about: "Who did what, when and from where. Nothing here can be changed; System Settings say how long it is kept.",
    table: "activity_log",
    title: "subject",
    sections: &[
        Section {
            title: "What",
            about: "",
            fields: &[
                read_only(Field::new("subject", "Subject", Kind::Text)),
                read_only(Field::new("operation", "Operation", Kind::Select(OPERATIONS))),
                read_only(Field::new("status", "Status", Kind::Select(&["Success", "Failed"]))),
                Field {
                    column: Some("creation_at"),
                    ..read_only(Field::new("communication_date", "Date", Kind::MomentMs))
                },
            ],
        },
        Section {
            title: "Who",
            about: "",
            fields: &[
                Field {
                    column: Some("user_name"),
                    ..read_only(Field::new("user", "User", Kind::Link("User")))
                },
                Field {
                    column: Some("client_id"),
                    ..read_only(Field::new("client", "Client", Kind::Link("OAuth Client")))
                },
                Field {
                    column: Some("address"),
                    ..read_only(Field::new("ip_address", "IP Address", Kind::Text))
                },
                read_only(Field::new("user_agent", "Browser", Kind::Text)),
                Field {
                    column: Some("request"),
                    help: "The reference code of the request, as in the log.",
                    ..read_only(Field::new("reference", "Reference", Kind::Text))
                },
            ],
        },
        Section {
            title: "Record",
            about: "",
            fields: &[
                Field {
                    column: Some("reference_type"),
                    ..read_only(Field::new("reference_doctype", "Reference Document Type", Kind::Text))
                },
                read_only(Field::new("reference_name", "Reference Name", Kind::Text)),
                Field {
                    hidden: true,
                    ..read_only(Field::new("content", "Changes", Kind::Paragraph))
                },
            ],
        },
    ],
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
    group: Some(Group::Watch),
    permissions: &[Permission::read(SYSTEM_MANAGER)],
    rules: &ActivityRules,
    ..RecordType::BASE
};

const fn read_only(field: Field) -> Field {
    Field {
        read_only: true,
        ..field
    }
}

struct ActivityRules;

impl Rules for ActivityRules {
    fn panel(&self, _db: &Read, _env: &Env, _actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let changes = serde_json::from_str::<Vec<Json>>(record.text("content")).unwrap_or_default();
        let about = records::by_name(record.text("reference_doctype")).ok();
        let text = |value: &Json| match value {
            Json::Null => "empty".to_owned(),
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        Ok(Some(html! {
            @if let Some(record_type) = about {
                p { a href=(records::views::address(record_type, record.text("reference_name"))) id="to-record" { (t("To the ")) (t(record_type.name)) } }
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
