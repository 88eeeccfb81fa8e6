//! The list of a type: reads the address, asks the engine, shows what it found.

use super::form::{self, may};
use crate::base::{Error, Result};
use crate::records::query::Query;
use crate::records::verbs::Page;
use crate::records::views::{self, Filter, List, Titles};
use crate::records::{Reading, RecordType, verbs};
use crate::server::{App, Visitor, framed_page};
use crate::web::params::with_query;
use crate::web::{Call, Params, answer};
use poem::Response;
use serde_json::Value as Json;

/// What in the address is no filter.
const OWN: &[&str] = &[
    "q",
    "start",
    "length",
    "order",
    "done",
    "count",
    "filter_field",
    "filter_operator",
    "filter_value",
];

/// What the address asks for.
pub fn asked(record_type: &RecordType, params: &Params) -> Result<Query> {
    read(record_type, params, &filters(params), order(record_type, params))
}

/// The list as a page.
pub async fn show(app: &App, call: &Call, visitor: &Visitor, record_type: &'static RecordType) -> Result<Response> {
    show_with(app, call, visitor, record_type, None).await
}

/// The list with what went wrong with many at once.
pub async fn show_with(
    app: &App,
    call: &Call,
    visitor: &Visitor,
    record_type: &'static RecordType,
    said: Option<String>,
) -> Result<Response> {
    if let Some(address) = with_new_filter(record_type, &call.query) {
        return Ok(answer::see_other(&address));
    }
    let filters = filters(&call.query);
    let order = order(record_type, &call.query);
    // A question that cannot be asked finds nothing, and says what was wrong with it.
    let (query, mistake) = match read(record_type, &call.query, &filters, order) {
        Ok(query) => (query, None),
        Err(Error::Invalid(errors)) => (Query::of(record_type), Some(Error::Invalid(errors).to_string())),
        Err(error) => return Err(error),
    };
    let (asked, caller) = (query.clone(), app.caller(&visitor.actor));
    let found: Page = match &mistake {
        // Nobody should act on records that they did not ask for.
        Some(_) => Page::default(),
        None => {
            app.db
                .scan(move |db| verbs::list(&caller.reading(db), record_type, &asked))
                .await?
        }
    };
    let titles = app.look(&visitor.actor, |cx| titles(cx, record_type, &found))?;
    let mistake = mistake.or(said);
    let how_many = match call.query.get("count").and_then(|count| count.parse::<u32>().ok()) {
        None | Some(1) => "The record was".to_owned(),
        Some(count) => format!("{count} records were"),
    };
    let message = match call.query.get("done") {
        Some("removed") => Some(format!("{how_many} {}.", record_type.removal.done)),
        Some("changed") => Some(format!("{how_many} changed.")),
        _ => None,
    };
    let body = views::list(&List {
        record_type,
        page: &found,
        query: &query,
        filters: &filters,
        order,
        may: may(visitor, record_type, None),
        csrf: &visitor.csrf,
        mistake: mistake.as_deref(),
        message: message.as_deref(),
        titles: &titles,
    });
    let status = if mistake.is_some() { 400 } else { 200 };
    framed_page(
        app,
        visitor,
        status,
        record_type.plural,
        &views::list_address(record_type),
        body,
    )
}

/// What people know linked records by, where their names say little.
fn titles(cx: &Reading, record_type: &RecordType, page: &Page) -> Result<Titles> {
    let mut titles = Titles::new();
    for field in record_type.list.iter().filter_map(|name| record_type.field(name)) {
        for record in &page.records {
            form::add_title(cx, field, record, &mut titles)?;
        }
    }
    Ok(titles)
}

/// The address with the filter that was filled in, in the form that addresses have.
fn with_new_filter(record_type: &RecordType, query: &Params) -> Option<String> {
    let field = query.get("filter_field")?.to_owned();
    let mut pairs: Vec<(String, String)> = filters(query).iter().map(Filter::pair).collect();
    let value = query.text("filter_value").trim().to_owned();
    let operator = query.get("filter_operator").unwrap_or("=").to_owned();
    let value = if operator == "is" && value.is_empty() {
        "set".to_owned()
    } else {
        value
    };
    if !value.is_empty() {
        let value = if operator == "like" {
            format!("%{value}%")
        } else {
            value
        };
        pairs.push(Filter { field, operator, value }.pair());
    }
    for kept in ["q", "order", "length"] {
        if let Some(value) = query.get(kept) {
            pairs.push((kept.into(), value.to_owned()));
        }
    }
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    Some(with_query(&views::list_address(record_type), &pairs))
}

/// Every filter of the address: `field=value`, or `field=["operator","value"]` as Frappe's desk has it.
fn filters(query: &Params) -> Vec<Filter> {
    let filters = query.0.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    filters
        .map(
            |(field, value)| match serde_json::from_str::<Vec<String>>(value).as_deref() {
                Ok([operator, value]) => Filter {
                    field: field.clone(),
                    operator: operator.clone(),
                    value: value.clone(),
                },
                _ => Filter {
                    field: field.clone(),
                    operator: "=".into(),
                    value: value.clone(),
                },
            },
        )
        .collect()
}

fn order<'a>(record_type: &RecordType, query: &'a Params) -> (&'a str, bool) {
    match query
        .get("order")
        .map(|order| order.split_once(' ').unwrap_or((order, "asc")))
    {
        Some((field, direction)) => (field, direction == "desc"),
        None => record_type.order,
    }
}

fn read(record_type: &RecordType, params: &Params, filters: &[Filter], order: (&str, bool)) -> Result<Query> {
    let mut query = Query::of(record_type);
    query.look_for(params.text("q"));
    for filter in filters {
        let value = Json::from(filter.value.as_str());
        query.add(record_type, &filter.field, &filter.operator, &value)?;
    }
    let (field, descending) = order;
    query.set_order(
        record_type,
        &format!("{field} {}", if descending { "desc" } else { "asc" }),
    )?;
    let start = match params.get("start") {
        None => 0,
        Some(start) => start
            .parse()
            .map_err(|_| Error::invalid("start", "The start of a page is a number."))?,
    };
    let length = match params.get("length") {
        None => views::LENGTHS[0],
        Some(length) => length
            .parse()
            .ok()
            .filter(|length| views::LENGTHS.contains(length))
            .ok_or_else(|| Error::invalid("length", "A page has 20, 50, 100 or 500 records."))?,
    };
    query.set_page(start, length)?;
    Ok(query)
}
