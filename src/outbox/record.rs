//! The record type Delivery.

use super::Kind;
use crate::base::Result;
use crate::permissions::{AUDITOR, SYSTEM_MANAGER};
use crate::records::{
    Acting, Action, Group, Of, Outcome, Permission, Prepared, Reading, RecordType, Rules, Verb, fields,
};
use crate::ui::text::t;
use maud::{Markup, html};

fields! { Deliveries:
    section "Delivery", "" {
        KIND = select("kind", "Kind", Kind::OPTIONS).read_only();
        EVENT = text("event", "Event").read_only();
        CONNECTED_APP = link("connected_app", "Connected App", "Connected App").read_only();
        CLIENT = link("client", "Client", "OAuth Client").read_only().column("client_id");
        RECEIVER = text("receiver", "Receiver").read_only();
        USER = link("user", "User", "User").read_only().column("user_name");
        URL = text("url", "URL").read_only();
        STATUS = select("status", "Status", &["Waiting", "Delivered", "Failed"]).read_only();
        ATTEMPTS = number("attempts", "Attempts", 0, 1000, "").read_only();
        ANSWER = paragraph("answer", "Answer").read_only()
            .help("What the receiver said, or why it could not be reached.");
        MADE = moment("made", "Made").read_only().column("created_at");
        NEXT_ATTEMPT = moment("next_attempt", "Next Try").read_only().column("next_attempt_at");
        ENDED = moment("ended", "Ended").read_only().column("ended_at");
    }
}

/// What was told others.
pub static DELIVERY: RecordType = RecordType {
    name: "Delivery",
    slug: "delivery",
    plural: "Deliveries",
    about: "What this site tells others by itself: webhooks on how connections fare, tokens that the other side is asked to revoke, apps whose users signed out here, and mails. What is not taken is sent again, ever later, for about a day and a half.",
    table: "deliveries",
    title: "event",
    sections: SECTIONS,
    list: &["made", "event", "receiver", "user", "status", "attempts", "answer"],
    search: &["event", "receiver", "user_name", "status", "answer"],
    order: ("made", true),
    own: "user",
    verbs: Verb::READ_DELETE,
    place: Group::Services.rarely("send"),
    guide: "connected-apps",
    permissions: &[Permission::read_and_delete(SYSTEM_MANAGER), Permission::read(AUDITOR)],
    actions: &[&Action::new(
        "send-again",
        "Send again",
        "Sends the same message once more.",
        send_again,
    )
    .needs(Verb::Delete)
    .at_once()
    .fits(|_, record| !matches!(record.get(&KIND), "Revocation" | "Mail") && record.get(&STATUS) != "Waiting")],
    rules: &Deliveries,
    ..RecordType::BASE
};

fn send_again(acting: &Acting<Deliveries>, _: Prepared) -> Result<Outcome> {
    super::again(acting.db, &acting.record.name, acting.env.now())?;
    Ok(Outcome::said("It is sent again within seconds."))
}

/// The record type Delivery.
pub struct Deliveries;

impl Rules for Deliveries {
    fn panel(&self, cx: &Reading, record: &Of<Self>, _tab: &str) -> Result<Option<Markup>> {
        let body = super::body(cx.db, cx.env, &record.name)?;
        Ok(body.map(|body| {
            html! { section.panel { h2 { (t("What is sent")) } pre tabindex="0" { code { (body) } } } }
        }))
    }
}
