//! Under a list: which part of it is shown, how to get to the others, and all of it as a file.

use super::list::List;
use super::list_address;
use crate::base::text;
use crate::ui::text::t;
use maud::{Markup, html};

/// How many records a page may show; the first is what it shows unless asked.
pub const LENGTHS: &[i64] = &[20, 50, 100, 500];

/// Under a list.
pub(super) fn pages(list: &List) -> Markup {
    let (query, page) = (list.query, list.page);
    let shown = page.records.len() as i64;
    let to = |start: i64| list.to(list.filters, list.order, start.max(0));
    let file = list.at(
        &format!("{}.csv", list_address(list.record_type)),
        list.filters,
        list.order,
        (0, LENGTHS[0]),
    );
    html! {
        div.pages {
            span.muted { (text!("{ $first } to { $last } of { $count }", first = query.start + 1, last = query.start + shown, count = page.how_many())) }
            (lengths(list))
            span.actions {
                a href=(file) download hx-boost="false" { (t("Export as CSV")) }
                @if query.start > 0 {
                    a.button href=(to(0)) { (t("First")) }
                    a.button href=(to(query.start - query.limit)) { (t("Previous")) }
                }
                @if page.goes_on {
                    a.button href=(to(query.start + query.limit)) { (t("Next")) }
                    @if let Some(last) = page.last(query) { a.button href=(to(last)) { (t("Last")) } }
                }
            }
        }
    }
}

/// How many records a page shows, to choose from; a list that fits on the shortest page has nothing to choose.
fn lengths(list: &List) -> Markup {
    let current = list.query.limit;
    let to = |length| list.at(&list_address(list.record_type), list.filters, list.order, (0, length));
    html! {
        @if list.page.total > LENGTHS[0] {
            nav.lengths aria-label=(t("Records a page")) {
                @for length in LENGTHS {
                    @if *length == current { strong aria-current="true" { (length) } }
                    @else { a href=(to(*length)) { (length) } }
                    " "
                }
                span.muted { (t("a page")) }
            }
        }
    }
}
