//! The record type Delivery.

use super::{Kind as DeliveryKind, store};
use crate::base::{Env, Result};
use crate::db::Read;
use crate::records::{
    Acting, Action, Field, Group, Kind, Outcome, Permission, Prepared, Record, RecordType, Rules, Section, Verb,
};
use crate::ui::text::t;
use crate::users::{Actor, SYSTEM_MANAGER};
use maud::{Markup, html};

const fn shown(field: Field) -> Field {
    Field {
        read_only: true,
        ..field
    }
}

const fn moment(name: &'static str, label: &'static str, column: &'static str) -> Field {
    Field {
        column: Some(column),
        ..shown(Field::new(name, label, Kind::Moment))
    }
}

/// What was told others.
pub static DELIVERY: RecordType = RecordType {
    name: "Delivery",
    slug: "delivery",
    plural: "Deliveries",
    about: "What Connected Apps had this site tell others: webhooks on how connections fare, and tokens that the other side was asked to revoke. What is not taken is sent again, ever later, for about a day and a half.",
    table: "deliveries",
    title: "event",
    sections: &[Section {
        title: "Delivery",
        about: "",
        fields: &[
            shown(Field::new("kind", "Kind", Kind::Select(DeliveryKind::OPTIONS))),
            shown(Field::new("event", "Event", Kind::Text)),
            shown(Field::new(
                "connected_app",
                "Connected App",
                Kind::Link("Connected App"),
            )),
            shown(Field::new("provider_name", "Provider Name", Kind::Text)),
            Field {
                column: Some("user_name"),
                ..shown(Field::new("user", "User", Kind::Link("User")))
            },
            shown(Field::new("url", "URL", Kind::Text)),
            shown(Field::new(
                "status",
                "Status",
                Kind::Select(&["Waiting", "Delivered", "Failed"]),
            )),
            shown(Field::new(
                "attempts",
                "Attempts",
                Kind::Number {
                    min: 0,
                    max: 1000,
                    unit: "",
                },
            )),
            Field {
                help: "What the receiver said, or why it could not be reached.",
                ..shown(Field::new("answer", "Answer", Kind::Paragraph))
            },
            moment("made", "Made", "created_at"),
            moment("next_attempt", "Next Try", "next_attempt_at"),
            moment("ended", "Ended", "ended_at"),
        ],
    }],
    list: &["made", "event", "provider_name", "user", "status", "attempts", "answer"],
    search: &["event", "provider_name", "user_name", "status", "answer"],
    order: ("made", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    group: Some(Group::Services),
    permissions: &[Permission::read_and_delete(SYSTEM_MANAGER)],
    actions: &[Action {
        verb: Verb::Delete,
        fits: |_, record| record.text("kind") == "Webhook" && record.text("status") != "Waiting",
        ..Action::new(
            "send-again",
            "Send again",
            "Sends the same webhook once more, with the same webhook-id.",
            send_again,
        )
    }],
    rules: &DeliveryRules,
    ..RecordType::BASE
};

fn send_again(acting: &Acting, _: Prepared) -> Result<Outcome> {
    store::again(acting.db, &acting.record.name, acting.env.now())?;
    Ok(Outcome {
        message: "It is sent again within seconds.".into(),
        ..Outcome::default()
    })
}

struct DeliveryRules;

impl Rules for DeliveryRules {
    fn panel(&self, db: &Read, env: &Env, _actor: &Actor, record: &Record) -> Result<Option<Markup>> {
        let body = store::body(db, env, &record.name)?;
        Ok(body.map(|body| {
            html! { section.panel { h2 { (t("What is sent")) } pre tabindex="0" { code { (body) } } } }
        }))
    }
}
