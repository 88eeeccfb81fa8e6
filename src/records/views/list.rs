//! The list of a type: search, filters, sorting, paging, and what can be done with many at once.

use super::paging::{LENGTHS, pages};
use super::{May, Titles, address, list_address, plain};
use crate::base::{Millis, Seconds};
use crate::records::query::Query;
use crate::records::verbs::Page;
use crate::records::{Field, FieldKind as Kind, Record, RecordType};
use crate::ui;
use crate::ui::text::t;
use crate::web::params::with_query;
use maud::{Markup, html};
use serde_json::Value as Json;

/// What the list shows, and how it was asked for.
pub struct List<'a> {
    pub record_type: &'a RecordType,
    pub page: &'a Page,
    pub query: &'a Query,
    /// Field, operator and value of each filter, as they stand in the address.
    pub filters: &'a [Filter],
    /// The order as it stands in the address: a field and whether it descends.
    pub order: (&'a str, bool),
    pub may: May,
    pub csrf: &'a str,
    /// What was wrong with how it was asked for.
    pub mistake: Option<&'a str>,
    pub message: Option<&'a str>,
    pub titles: &'a Titles,
}

/// One filter of the address.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    pub field: String,
    pub operator: String,
    pub value: String,
}

/// The operators that the filter form offers, with their words.
pub const OPERATORS: &[(&str, &str)] = &[
    ("=", "is"),
    ("!=", "is not"),
    ("like", "contains"),
    (">=", "from"),
    ("<=", "until"),
    ("is", "is set / not set"),
];

impl Filter {
    /// The pair in the address: `field=value`, or `field=["operator","value"]`.
    pub fn pair(&self) -> (String, String) {
        let value = match self.operator.as_str() {
            "=" => self.value.clone(),
            operator => Json::from(vec![operator, &self.value]).to_string(),
        };
        (self.field.clone(), value)
    }
}

impl List<'_> {
    /// The address of this list with another order, start or set of filters.
    pub(super) fn to(&self, filters: &[Filter], order: (&str, bool), start: i64) -> String {
        self.at(
            &list_address(self.record_type),
            filters,
            order,
            (start, self.query.limit),
        )
    }

    /// An address with what the list was asked for, and the start and length of a page.
    pub(super) fn at(
        &self,
        address: &str,
        filters: &[Filter],
        (field, descending): (&str, bool),
        (start, length): (i64, i64),
    ) -> String {
        let mut parameters: Vec<(String, String)> = filters.iter().map(Filter::pair).collect();
        if let Some(search) = &self.query.search {
            parameters.push(("q".into(), search.clone()));
        }
        if (field, descending) != self.record_type.order {
            parameters.push(("order".into(), order_text(field, descending)));
        }
        if start > 0 {
            parameters.push(("start".into(), start.to_string()));
        }
        if length != LENGTHS[0] {
            parameters.push(("length".into(), length.to_string()));
        }
        let pairs: Vec<(&str, &str)> = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        with_query(address, &pairs)
    }

    fn is_narrowed(&self) -> bool {
        self.query.search.is_some() || !self.filters.is_empty()
    }
}

fn order_text(field: &str, descending: bool) -> String {
    format!("{field} {}", if descending { "desc" } else { "asc" })
}

/// The list of a type.
pub fn list(list: &List) -> Markup {
    let record_type = list.record_type;
    let new = format!("{}/new", list_address(record_type));
    html! {
        div.head {
            div { h1 { (t(record_type.plural)) } p.muted { (t(record_type.about)) } }
            @if list.may.create { a.button.primary href=(new) id="new-record" { (t("New ")) (t(record_type.name)) } }
        }
        @if let Some(message) = list.message { (ui::done(message)) }
        @if let Some(mistake) = list.mistake { (ui::wrong(mistake)) }
        @if list.page.total == 0 && !list.is_narrowed() && list.mistake.is_none() {
            div.empty {
                h2 { @if list.may.create { (t("There is no ")) (t(record_type.name)) (t(" yet")) } @else { (t("There is nothing here yet")) } }
                p { (t(record_type.about)) }
                @if list.may.create { a.button.primary href=(new) { (t("Make the first one")) } }
            }
        } @else {
            (narrowing(list))
            @if list.page.total == 0 {
                p { (t("Nothing matches. ")) a href=(list_address(record_type)) { (t("Show all")) } }
            } @else {
                (table(list))
                (pages(list))
            }
        }
    }
}

/// Search and filters.
fn narrowing(list: &List) -> Markup {
    let record_type = list.record_type;
    let search = list.query.search.as_deref().unwrap_or_default();
    html! {
        div.narrow {
            form.search method="get" action=(list_address(record_type)) role="search" {
                label.visually-hidden for="q" { (t("Search ")) (record_type.plural) }
                input id="q" name="q" type="search" value=(search) placeholder={ "Search " (record_type.plural) };
                (kept(list))
                button type="submit" { (t("Search")) }
            }
            details.filter {
                summary { (t("Filter")) }
                form.row method="get" action=(list_address(record_type)) {
                    (kept(list))
                    @if !search.is_empty() { (ui::hidden("q", search)) }
                    (ui::field("filter_field", "Field", false, "", None, |_| html! {
                        select id="filter_field" name="filter_field" {
                            @for field in record_type.fields().filter(|field| is_filtered(field)) { option value=(field.name) { (t(field.label)) } }
                            option value="creation" { (t("Created")) }
                            option value="modified" { (t("Last changed")) }
                        }
                    }))
                    (ui::field("filter_operator", "Comparison", false, "", None, |_| html! {
                        select id="filter_operator" name="filter_operator" {
                            @for (operator, words) in OPERATORS { option value=(operator) { (t(words)) } }
                        }
                    }))
                    (ui::field("filter_value", "Value", false, "", None, |_| html! { input id="filter_value" name="filter_value" placeholder=(t("Yes, No, 2026-11-21, a word…")); }))
                    button type="submit" id="filter-submit" { (t("Add filter")) }
                }
            }
        }
        @if !list.filters.is_empty() {
            ul.chips aria-label=(t("Filters")) {
                @for (index, filter) in list.filters.iter().enumerate() {
                    @let rest: Vec<Filter> = list.filters.iter().enumerate().filter(|(own, _)| *own != index).map(|(_, filter)| filter.clone()).collect();
                    li { (words(record_type, filter)) " " a href=(list.to(&rest, list.order, 0)) { (t("Remove")) span.visually-hidden { (t(" the filter ")) (words(record_type, filter)) } } }
                }
            }
        }
    }
}

/// What a search or a new filter keeps: the other filters and the order.
fn kept(list: &List) -> Markup {
    let (field, descending) = list.order;
    html! {
        @for filter in list.filters { @let (name, value) = filter.pair(); (ui::hidden(&name, &value)) }
        @if list.order != list.record_type.order { (ui::hidden("order", &order_text(field, descending))) }
        @if list.query.limit != LENGTHS[0] { (ui::hidden("length", &list.query.limit.to_string())) }
    }
}

fn is_filtered(field: &Field) -> bool {
    field.is_readable() && !field.hidden
}

fn words(record_type: &RecordType, filter: &Filter) -> String {
    let label = match (record_type.field(&filter.field), filter.field.as_str()) {
        (Some(field), _) => field.label,
        (None, "creation") => "Created",
        (None, "modified") => "Last changed",
        (None, other) => other,
    };
    let operator = OPERATORS.iter().find(|(own, _)| *own == filter.operator);
    let operator = match filter.operator.as_str() {
        "is" => "is",
        other => operator.map_or(other, |(_, words)| words),
    };
    format!("{label} {operator} {}", filter.value.trim_matches('%'))
}

fn table(list: &List) -> Markup {
    let record_type = list.record_type;
    let columns: Vec<&Field> = record_type
        .list
        .iter()
        .filter_map(|name| record_type.field(name))
        .collect();
    let can_act = list.may.delete || (list.may.write && record_type.switch.is_some());
    let rows = html! {
        div.list.scroll tabindex="0" role="region" aria-label=(record_type.plural) { table {
            thead { tr {
                @if can_act { th.box { input type="checkbox" data-all aria-label=(t("Choose all")) hidden; } }
                @for field in &columns { (heading(list, field)) }
            } }
            tbody { @for record in &list.page.records { (row(list, &columns, record, can_act)) } }
        } }
    };
    html! {
        @if can_act {
            form.stack method="post" action=(list_address(record_type)) {
                (ui::hidden("csrf_token", list.csrf))
                (rows)
                div.actions {
                    span.muted { (t("With the chosen:")) }
                    @if list.may.write && record_type.switch.is_some() {
                        button type="submit" name="do" value="enable" id="bulk-enable" { (t("Enable")) }
                        button type="submit" name="do" value="disable" id="bulk-disable" { (t("Disable")) }
                    }
                    @if list.may.delete { button.danger type="submit" name="do" value="remove" id="bulk-remove" { (t(record_type.removal.verb)) "…" } }
                }
            }
        } @else { (rows) }
    }
}

/// A column's heading; a press sorts by it, the next one turns it round.
fn heading(list: &List, field: &Field) -> Markup {
    let (by, descending) = list.order;
    let is_current = by == field.name;
    let sorted = if descending { "descending" } else { "ascending" };
    let turned = match is_current {
        true => !descending,
        false => matches!(field.kind, Kind::Moment | Kind::MomentMs),
    };
    html! {
        th aria-sort=[is_current.then_some(sorted)] {
            a href=(list.to(list.filters, (field.name, turned), 0)) {
                (t(field.label)) @if is_current { span aria-hidden="true" { @if descending { " ↓" } @else { " ↑" } } }
            }
        }
    }
}

fn row(list: &List, columns: &[&Field], record: &Record, can_act: bool) -> Markup {
    html! {
        tr {
            @if can_act {
                td.box { input type="checkbox" name="name" value=(record.name) aria-label={ "Choose " (record.name) }; }
            }
            @for (index, field) in columns.iter().enumerate() {
                td data-label=(t(field.label)) {
                    @if index == 0 {
                        a href=(address(list.record_type, &record.name)) { (cell(list, field, record)) }
                    } @else { (cell(list, field, record)) }
                }
            }
        }
    }
}

fn cell(list: &List, field: &Field, record: &Record) -> Markup {
    let value = record.values.get(field.name).unwrap_or(&Json::Null);
    let is_empty = value.is_null() || value == "";
    match field.kind {
        Kind::Check => ui::yes_no(value.as_i64() == Some(1)),
        Kind::Moment => ui::moment(value.as_i64().map(Seconds)),
        Kind::MomentMs => ui::moment_ms(value.as_i64().map(Millis)),
        Kind::List | Kind::Rows { .. } => html! { (record.entries(field).join(" ")) },
        _ if is_empty => html! { span.muted { (t("none")) } },
        Kind::Link(to) => html! { (list.titles.get(&(to, plain(value))).cloned().unwrap_or_else(|| plain(value))) },
        _ if matches!(plain(value).as_str(), "Failed" | "Revoked") => html! { span.tag.bad { (plain(value)) } },
        _ => html! { (plain(value)) },
    }
}
