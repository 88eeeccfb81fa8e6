//! The list of a type: reads the address, asks the engine, shows what it found.

use super::choices;
use super::form::may;
use crate::base::{Error, Result, Text};
use crate::records::query::Query;
use crate::records::verbs::Page;
use crate::records::views::{self, Filter, List, Titles};
use crate::records::{FieldKind, Reading, RecordType, verbs};
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
    "filtered",
    "filter_field",
    "filter_operator",
    "filter_value",
];

/// The most names that many records can be given at once to choose from.
const MAX_NAMES: usize = 200;

/// What the address asks for.
pub fn asked(record_type: &RecordType, params: &Params) -> Result<Query> {
    read(record_type, params, &filters(params), order(record_type, params))
}

/// The list as it was seen when a form of it was sent: with its filters, order and page.
pub fn back(record_type: &RecordType, form: &Params) -> String {
    let list = views::list_address(record_type);
    let asked = form
        .text("back")
        .strip_prefix(&list)
        .filter(|rest| rest.starts_with('?'));
    format!("{list}{}", asked.unwrap_or_default())
}

/// What that list was asked for.
pub fn asked_back(record_type: &RecordType, form: &Params) -> Params {
    let back = back(record_type, form);
    let query = back.split_once('?').map(|(_, query)| query).unwrap_or_default();
    Params::parse(query.as_bytes())
}

/// The list as a page.
pub async fn show(app: &App, call: &Call, visitor: &Visitor, record_type: &'static RecordType) -> Result<Response> {
    show_with(app, &call.query, visitor, record_type, None).await
}

/// The list with what went wrong with many at once.
pub async fn show_with(
    app: &App,
    asked: &Params,
    visitor: &Visitor,
    record_type: &'static RecordType,
    said: Option<Text>,
) -> Result<Response> {
    if let Some(address) = with_new_filter(record_type, asked) {
        return Ok(answer::see_other(&address));
    }
    let filters = filters(asked);
    let order = order(record_type, asked);
    // A question that cannot be asked finds nothing, and says what was wrong with it.
    let (query, mistake) = match read(record_type, asked, &filters, order) {
        Ok(query) => (query, None),
        Err(Error::Invalid(errors)) => (Query::of(record_type), Some(Error::Invalid(errors).words())),
        Err(error) => return Err(error),
    };
    let (question, caller) = (query.clone(), app.caller(&visitor.actor));
    let found: Page = match &mistake {
        // Nobody should act on records that they did not ask for.
        Some(_) => Page::default(),
        None => {
            app.db
                .scan(move |db| verbs::list(&caller.reading(db), record_type, &question))
                .await?
        }
    };
    let (titles, bulk_names) = app.look(&visitor.actor, |cx| {
        Ok((titles(cx, record_type, &found)?, bulk_names(cx, record_type)?))
    })?;
    let mistake = mistake.or(said);
    let body = views::list(&List {
        record_type,
        page: &found,
        query: &query,
        filters: &filters,
        order,
        may: may(visitor, record_type, None),
        csrf: &visitor.csrf,
        mistake: mistake.as_ref(),
        titles: &titles,
        bulk_names: &bulk_names,
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
            choices::add_title(cx, field, record, &mut titles)?;
        }
    }
    Ok(titles)
}

/// The names that many records can be given at once.
fn bulk_names(cx: &Reading, record_type: &RecordType) -> Result<Vec<String>> {
    let field = record_type.bulk.and_then(|name| record_type.field(name));
    match field.map(|field| field.kind) {
        Some(FieldKind::Links(links)) => {
            let names = choices::names(cx, cx.registry.by_name(links.to)?, "", MAX_NAMES)?;
            Ok(names
                .into_iter()
                .filter(|name| !links.except.contains(&name.as_str()))
                .collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// The address with the filters that were filled in, in the form that addresses have.
fn with_new_filter(record_type: &RecordType, query: &Params) -> Option<String> {
    let is_typed = query.has("filtered");
    let field = query.get("filter_field").map(str::to_owned);
    if field.is_none() && !is_typed {
        return None;
    }
    let mut filters = filters(query);
    let operator = query.get("filter_operator").unwrap_or("=").to_owned();
    let mut value = query.text("filter_value").trim().to_owned();
    if operator == "is" && value.is_empty() {
        value = "set".to_owned();
    }
    filters.extend(field.map(|field| Filter { field, operator, value }));
    filters.extend(query.0.iter().filter_map(|(name, value)| {
        let (field, operator) = name.strip_prefix(views::TYPED)?.rsplit_once('.')?;
        Some(Filter {
            field: field.to_owned(),
            operator: operator.to_owned(),
            value: value.trim().to_owned(),
        })
    }));
    filters.retain(|filter| !filter.value.is_empty());
    for filter in filters
        .iter_mut()
        .filter(|filter| filter.operator == "like" && !filter.value.contains('%'))
    {
        filter.value = format!("%{}%", filter.value);
    }
    let mut pairs: Vec<(String, String)> = filters.iter().map(Filter::pair).collect();
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
    let is_filter = |name: &str| !OWN.contains(&name) && !name.starts_with(views::TYPED);
    let filters = query.0.iter().filter(|(name, _)| is_filter(name));
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
