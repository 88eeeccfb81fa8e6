//! The list of a type: sorting, and what can be done with many at once.

use super::narrowing::{Filter, narrowing};
use super::paging::{LENGTHS, pages};
use super::{May, Titles, address, list_address, plain};
use crate::base::{Millis, Seconds, Text, text};
use crate::records::query::Query;
use crate::records::verbs::Page;
use crate::records::{Field, FieldKind as Kind, Record, RecordType};
use crate::ui;
use crate::ui::text::{stored, t};
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
    pub mistake: Option<&'a Text>,
    pub titles: &'a Titles,
    /// What many can be given at once.
    pub bulk_names: &'a [String],
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

pub(super) fn order_text(field: &str, descending: bool) -> String {
    format!("{field} {}", if descending { "desc" } else { "asc" })
}

/// The list of a type.
pub fn list(list: &List) -> Markup {
    let record_type = list.record_type;
    let new = format!("{}/new", list_address(record_type));
    html! {
        div.head {
            div { h1 { (t(record_type.plural)) } p.muted { (t(record_type.about)) " " (super::help(record_type)) } }
            @if let Some((label, page)) = record_type.also.filter(|_| list.may.create && list.may.manage) { a.button href=(page) id="also" { (t(label)) } }
            @if list.may.create { a.button.primary href=(new) id="new-record" { (text!("New { $type }", type = Text::from(record_type.name))) } }
        }
        @if let Some(mistake) = list.mistake { (ui::wrong(mistake)) }
        @if list.page.total == 0 && !list.is_narrowed() && list.mistake.is_none() {
            div.empty {
                h2 { @if list.may.create { (text!("There is no { $type } yet", type = Text::from(record_type.name))) } @else { (t("There is nothing here yet")) } }
                p { (t(record_type.about)) }
                @if list.may.create { a.button.primary href=(new) { (t("Make the first one")) } }
            }
        } @else {
            (narrowing(list))
            @if list.page.total == 0 {
                p { (t("Nothing matches.")) " " a href=(list_address(record_type)) { (t("Show all")) } }
            } @else {
                (table(list))
                (pages(list))
            }
        }
    }
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
        div.list { table aria-label=(t(record_type.plural)) {
            thead { tr {
                @if can_act { th.box { input type="checkbox" data-all aria-label=(t("Choose all")) hidden; } }
                @for field in &columns { (heading(list, field)) }
            } }
            tbody { @for record in &list.page.records { (row(list, &columns, record, can_act)) } }
        } }
    };
    html! {
        @if can_act {
            form.stack method="post" action=(list_address(record_type)) data-chosen {
                (ui::hidden("csrf_token", list.csrf))
                (ui::hidden("back", &list.to(list.filters, list.order, list.query.start)))
                (rows)
                (selection(list))
            }
        } @else { (rows) }
    }
}

/// What is done with those that are chosen.
fn selection(list: &List) -> Markup {
    let (record_type, page) = (list.record_type, list.page);
    let is_all_here = page.records.len() as i64 >= page.total;
    html! {
        div.bar.selection.actions role="group" aria-label=(t("With the chosen")) {
            span { strong.chosen {} " " (t("With the chosen")) }
            @if !is_all_here {
                label.check { input type="checkbox" name="all" value="1"; span { (text!("All that match: { $count }", count = page.how_many())) } }
            }
            @if list.may.write && record_type.switch.is_some() {
                button type="submit" name="do" value="enable" id="bulk-enable" { (t("Enable")) }
                button type="submit" name="do" value="disable" id="bulk-disable" { (t("Disable")) }
            }
            @if let Some(field) = record_type.bulk.filter(|_| list.may.manage).and_then(|name| record_type.field(name)) {
                span.give {
                    label.visually-hidden for="bulk-name" { (t(field.label)) }
                    select id="bulk-name" name="value" { option value="" { (t(field.label)) "…" } @for name in list.bulk_names { option value=(name) { (name) } } }
                    button type="submit" name="do" value="give" id="bulk-give" { (t("Give")) }
                    button type="submit" name="do" value="take" id="bulk-take" { (t("Take away")) }
                }
            }
            @if list.may.delete { button.danger type="submit" name="do" value="remove" id="bulk-remove" { (t(record_type.removal.verb)) "…" } }
        }
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
        th.yes-no[matches!(field.kind, Kind::Check)] aria-sort=[is_current.then_some(sorted)] {
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
                td.box { input type="checkbox" name="name" value=(record.name) aria-label={ (t("Choose")) " " (super::title(list.record_type, record)) }; }
            }
            @for (index, field) in columns.iter().enumerate() {
                td data-label=(t(field.label)) {
                    @if index == 0 {
                        a.cut href=(address(list.record_type, &record.name)) { (cell(list, field, record)) }
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
        Kind::List | Kind::Rows { .. } => cut(&record.entries(field).join(" ")),
        _ if is_empty => html! { span.muted { (t("none")) } },
        Kind::Link(to) => cut(&list
            .titles
            .get(&(to, plain(value)))
            .cloned()
            .unwrap_or_else(|| plain(value))),
        _ if matches!(plain(value).as_str(), "Failed" | "Revoked") => html! { span.tag.bad { (t(&plain(value))) } },
        Kind::Select(_) | Kind::Type => cut(t(&plain(value))),
        _ if field.name == list.record_type.sentence => cut(stored(&plain(value))),
        Kind::Language => cut(&super::controls::language_name(&plain(value))),
        _ => cut(&plain(value)),
    }
}

/// A text that is shortened where there is no room; whole on hover.
fn cut(text: &str) -> Markup {
    html! { span.cut dir="auto" title=[(text.chars().count() > 24).then_some(text)] { (text) } }
}
