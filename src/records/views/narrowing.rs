//! What narrows a list: the search, and a filter for each column, of the column's own kind.

use super::list::{List, order_text};
use super::list_address;
use super::paging::LENGTHS;
use crate::base::{Text, text};
use crate::records::{Field, FieldKind as Kind, RecordType};
use crate::ui;
use crate::ui::text::{noted, say, stored, t};
use crate::web::params::encode;
use maud::{Markup, html};
use serde_json::Value as Json;

/// One filter of the address.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    pub field: String,
    pub operator: String,
    pub value: String,
}

/// The operators, with their words.
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

/// In front of the names of the typed filters' controls: `filter.<field>.<operator>`.
pub const TYPED: &str = "filter.";

/// The fields that have a filter of their own kind: the columns, and what the declaration adds.
fn typed_fields(record_type: &RecordType) -> impl Iterator<Item = &'static Field> {
    let names = record_type.list.iter().chain(record_type.filters);
    names
        .filter_map(|name| record_type.field(name))
        .filter(|field| is_filtered(field))
}

/// The operators that a field's own filter takes.
fn operators(field: &Field) -> &'static [&'static str] {
    match field.kind {
        Kind::Check | Kind::Select(_) | Kind::Link(_) | Kind::Links(_) | Kind::Type => &["="],
        Kind::Moment | Kind::MomentMs | Kind::Number { .. } => &[">=", "<="],
        _ => &["like"],
    }
}

/// Search and filters.
pub(super) fn narrowing(list: &List) -> Markup {
    let record_type = list.record_type;
    let search = list.query.search.as_deref().unwrap_or_default();
    let search_words = say(&text!("Search { $records }", records = Text::from(record_type.plural)));
    html! {
        div.narrow {
            form.search method="get" action=(list_address(record_type)) role="search" aria-label=(t("This list")) {
                label.visually-hidden for="q" { (search_words) }
                input id="q" name="q" type="search" value=(search) placeholder=(search_words);
                (kept(list, list.filters))
                button type="submit" { (t("Search")) }
            }
            details.filter {
                summary { (t("Filter")) @if !list.filters.is_empty() { " " span.tag { (list.filters.len()) } } }
                (typed(list, search))
                details.any-field {
                    summary { (t("Any other field")) }
                    (any_field(list, search))
                }
            }
        }
        @if !list.filters.is_empty() {
            ul.chips aria-label=(t("Filters")) {
                @for (index, filter) in list.filters.iter().enumerate() {
                    @let rest: Vec<Filter> = list.filters.iter().enumerate().filter(|(own, _)| *own != index).map(|(_, filter)| filter.clone()).collect();
                    li { (words(record_type, filter)) " " a href=(list.to(&rest, list.order, 0)) { (t("Remove")) span.visually-hidden { " " (text!("the filter { $filter }", filter = words(record_type, filter))) } } }
                }
                li { a href=(list.to(&[], list.order, 0)) { (t("Remove all")) } }
            }
        }
    }
}

/// A control for each column, filled in with what the list is narrowed to.
fn typed(list: &List, search: &str) -> Markup {
    let fields: Vec<&Field> = typed_fields(list.record_type).collect();
    let is_shown = |filter: &Filter| fields.iter().any(|field| shows(field, filter));
    let is_first = |at: usize, filter: &Filter| {
        let alike = |own: &Filter| own.field == filter.field && own.operator == filter.operator;
        !list.filters[..at].iter().any(alike)
    };
    // What no control can say goes along as it is.
    let others = list.filters.iter().enumerate();
    let others: Vec<Filter> = others
        .filter(|(at, filter)| !(is_shown(filter) && is_first(*at, filter)))
        .map(|(_, filter)| filter.clone())
        .collect();
    html! {
        form.stack method="get" action=(list_address(list.record_type)) {
            (kept(list, &others))
            @if !search.is_empty() { (ui::hidden("q", search)) }
            (ui::hidden("filtered", "1"))
            div.fields { @for field in &fields { (of_field(list, field)) } }
            div.actions { button.primary type="submit" id="filter-typed" { (t("Show")) } }
        }
    }
}

/// Whether a field's own control can say this filter, and says the same again.
fn shows(field: &Field, filter: &Filter) -> bool {
    let value = filter.value.as_str();
    field.name == filter.field
        && operators(field).contains(&filter.operator.as_str())
        && match field.kind {
            Kind::Check => matches!(value, "0" | "1"),
            Kind::Select(options) => options.contains(&value),
            Kind::Moment | Kind::MomentMs => value.len() == 10,
            Kind::Number { .. } => value.parse::<i64>().is_ok(),
            Kind::Link(_) | Kind::Links(_) | Kind::Type => true,
            _ => {
                value.len() > 2
                    && value.starts_with('%')
                    && value.ends_with('%')
                    && !value[1..value.len() - 1].contains('%')
            }
        }
}

fn of_field(list: &List, field: &Field) -> Markup {
    let value = |operator: &str| {
        let own = |filter: &&Filter| filter.operator == operator && shows(field, filter);
        let found = list.filters.iter().find(own);
        found.map_or("", |filter| filter.value.trim_matches('%'))
    };
    let name = |operator: &str| format!("{TYPED}{}.{operator}", field.name);
    let choices: Vec<(&str, &str)> = match field.kind {
        Kind::Check => vec![("1", t("Yes")), ("0", t("No"))],
        Kind::Select(options) => {
            let named = options.iter().filter(|option| !option.is_empty());
            named.map(|option| (*option, t(option))).collect()
        }
        _ => Vec::new(),
    };
    let id = |operator: &str| match operator {
        "<=" => format!("filter-{}-until", field.name),
        _ => format!("filter-{}", field.name),
    };
    let line = |operator: &'static str, label: Markup, kind: &str| {
        html! {
            div.field {
                label for=(id(operator)) { (label) }
                @match field.kind {
                    Kind::Link(to) | Kind::Links(crate::records::Links { to, .. }) => {
                        input id=(id(operator)) name=(name(operator)) value=(value(operator)) autocomplete="off" list={ (id(operator)) "-choices" }
                            hx-get={ "/choices/" (encode(to)) } hx-trigger="focus once, input changed delay:200ms"
                            hx-target={ "#" (id(operator)) "-choices" } hx-swap="innerHTML" hx-push-url="false" hx-sync="this:replace";
                        datalist id={ (id(operator)) "-choices" } {}
                    }
                    _ => { input id=(id(operator)) name=(name(operator)) type=(kind) value=(value(operator)) autocomplete="off"; }
                }
            }
        }
    };
    html! {
        @if !choices.is_empty() {
            div.field {
                label for=(id("=")) { (t(field.label)) }
                select id=(id("=")) name=(name("=")) {
                    option value="" { (t("Any")) }
                    @for (own, words) in &choices { option value=(own) selected[value("=") == *own] { (words) } }
                }
            }
        } @else if let [from, until] = operators(field) {
            @let kind = if matches!(field.kind, Kind::Number { .. }) { "number" } else { "date" };
            div.range {
                (line(from, html! { (t(field.label)) ", " (t("from")) }, kind))
                (line(until, html! { (t("until")) span.visually-hidden { ": " (t(field.label)) } }, kind))
            }
        } @else {
            (line(operators(field)[0], html! { (t(field.label)) }, "text"))
        }
    }
}

/// Any field, any comparison.
fn any_field(list: &List, search: &str) -> Markup {
    let record_type = list.record_type;
    html! {
        form.row method="get" action=(list_address(record_type)) {
            (kept(list, list.filters))
            @if !search.is_empty() { (ui::hidden("q", search)) }
            (ui::field("filter_field", noted("Field"), false, "", None, |_| html! {
                select id="filter_field" name="filter_field" {
                    @for field in record_type.fields().filter(|field| is_filtered(field)) { option value=(field.name) { (t(field.label)) } }
                    option value="creation" { (t("Created")) }
                    option value="modified" { (t("Last changed")) }
                }
            }))
            (ui::field("filter_operator", noted("Comparison"), false, "", None, |_| html! {
                select id="filter_operator" name="filter_operator" {
                    @for (operator, words) in OPERATORS { option value=(operator) { (t(words)) } }
                }
            }))
            (ui::field("filter_value", noted("Value"), false, "", None, |_| html! { input id="filter_value" name="filter_value" placeholder="yes, no, 2026-11-21, …"; }))
            button type="submit" id="filter-submit" { (t("Add filter")) }
        }
    }
}

/// What a search or a new filter keeps: these filters, the order and the length of a page.
fn kept(list: &List, filters: &[Filter]) -> Markup {
    let (field, descending) = list.order;
    html! {
        @for filter in filters { @let (name, value) = filter.pair(); (ui::hidden(&name, &value)) }
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
    let value = match (
        record_type.field(&filter.field).map(|field| field.kind),
        filter.value.as_str(),
    ) {
        (Some(Kind::Check), "1") => t("Yes"),
        (Some(Kind::Check), "0") => t("No"),
        (_, value) => value.trim_matches('%'),
    };
    let value = match record_type.field(&filter.field).map(|field| field.kind) {
        Some(Kind::Select(_) | Kind::Type) => stored(value),
        _ => value,
    };
    say(&text!(
        "{ $field } { $comparison } { $value }",
        field = t(label),
        comparison = t(operator),
        value = value
    ))
}
