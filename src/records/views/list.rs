//! The list of a type.

use super::{May, address, list_address, plain};
use crate::records::declare::{Field, Kind, RecordType};
use crate::records::query::Query;
use crate::records::value::Record;
use crate::records::verbs::Page;
use crate::ui;
use crate::web::params::encode;
use maud::{Markup, html};
use serde_json::Value as Json;

/// The list of a type.
pub fn list(record_type: &RecordType, page: &Page, query: &Query, may: May) -> Markup {
    let search = query.search.as_deref().unwrap_or_default();
    let new = format!("{}/new", list_address(record_type));
    html! {
        div.head {
            div { h1 { (record_type.plural) } p.muted { (record_type.about) } }
            @if may.create { a.button.primary href=(new) id="new-record" { "New " (record_type.name) } }
        }
        @if page.total == 0 && search.is_empty() {
            div.empty {
                h2 { "There is no " (record_type.name) " yet" }
                p { (record_type.about) }
                @if may.create { a.button.primary href=(new) { "Make the first one" } }
            }
        } @else {
            form.search method="get" action=(list_address(record_type)) role="search" {
                label.visually-hidden for="q" { "Search " (record_type.plural) }
                input id="q" name="q" type="search" value=(search) placeholder={ "Search " (record_type.plural) };
                button type="submit" { "Search" }
            }
            @if page.total == 0 {
                p { "Nothing matches " strong { (search) } ". " a href=(list_address(record_type)) { "Show all" } }
            } @else {
                (table(record_type, page))
                (pages(record_type, page, query, search))
            }
        }
    }
}

fn table(record_type: &RecordType, page: &Page) -> Markup {
    let columns: Vec<&Field> = record_type
        .list
        .iter()
        .filter_map(|name| record_type.field(name))
        .collect();
    html! {
        div.list.scroll { table {
            thead { tr { @for field in &columns { th { (field.label) } } } }
            tbody {
                @for record in &page.records {
                    tr {
                        @for (index, field) in columns.iter().enumerate() {
                            td {
                                @if index == 0 {
                                    a href=(address(record_type, &record.name)) { (cell(field, record)) }
                                } @else { (cell(field, record)) }
                            }
                        }
                    }
                }
            }
        } }
    }
}

fn cell(field: &Field, record: &Record) -> Markup {
    let value = record.values.get(field.name).unwrap_or(&Json::Null);
    match field.kind {
        Kind::Check => ui::yes_no(value.as_i64() == Some(1)),
        Kind::Moment => ui::moment(value.as_i64()),
        Kind::List => html! { (record.entries(field.name).join(" ")) },
        _ => html! { (plain(value)) },
    }
}

fn pages(record_type: &RecordType, page: &Page, query: &Query, search: &str) -> Markup {
    let shown = page.records.len() as i64;
    let to = |start: i64| format!("{}?start={start}&q={}", list_address(record_type), encode(search));
    html! {
        div.pages {
            span.muted { (query.start + 1) " to " (query.start + shown) " of " (page.total) }
            span.actions {
                @if query.start > 0 { a.button href=(to((query.start - query.limit).max(0))) { "Previous" } }
                @if query.start + shown < page.total { a.button href=(to(query.start + query.limit)) { "Next" } }
            }
        }
    }
}
