//! What happened to a record: the latest lines of the activity log about it.

use crate::activity::record::{ACTIVITY_LOG, COMMUNICATION_DATE, SUBJECT, USER};
use crate::base::{Millis, Result};
use crate::records::query::Query;
use crate::records::{Reading, Record, RecordType, access, verbs, views};
use crate::ui;
use crate::ui::text::t;
use crate::web::params::with_query;
use maud::{Markup, html};
use serde_json::Value as Json;

/// How many lines are shown; the log has all of them.
const MOST: i64 = 10;

/// The latest lines, for whoever may see them.
pub fn of(cx: &Reading, record_type: &RecordType, record: &Record) -> Result<Option<Markup>> {
    if !access::sees(cx.actor, &ACTIVITY_LOG) || record_type.name == ACTIVITY_LOG.name {
        return Ok(None);
    }
    let about = [
        ("reference_doctype", record_type.name),
        ("reference_name", record.name.as_str()),
    ];
    let mut query = Query::of(&ACTIVITY_LOG);
    for (field, value) in about {
        query.only(&ACTIVITY_LOG, field, vec![value.to_owned()]);
    }
    query.set_page(0, MOST)?;
    let lines = verbs::rows(cx, &ACTIVITY_LOG, &query)?;
    Ok(Some(html! {
        section.panel {
            h2 { a href=(with_query(&views::list_address(&ACTIVITY_LOG), &about)) id="history" { (t("History")) } }
            @if lines.is_empty() { p.muted { (t("Nothing was noted yet.")) } }
            ul.lines-of { @for line in &lines {
                @let at = line.values.get(COMMUNICATION_DATE.name()).and_then(Json::as_i64);
                li {
                    (ui::moment_ms(at.map(Millis)))
                    a href=(views::address(&ACTIVITY_LOG, &line.name)) { (line.text(SUBJECT.field())) }
                    span.muted { (line.text(USER.field())) }
                }
            } }
        }
    }))
}
