//! The arguments of Frappe's lists: fields, filters, order and paging.

use crate::base::{Error, Result, Text, scope, text};
use crate::records::query::{self, Query, Target};
use crate::records::{FieldKind, RecordType, Verb, access};
use crate::users::Actor;
use crate::web::Params;
use serde_json::Value as Json;

/// The most fields that one question names.
const MAX_FIELDS: usize = 100;

/// A check among the parameters.
pub fn flag(params: &Params, name: &str, default: bool) -> Result<bool> {
    match params.get(name).map(str::to_ascii_lowercase).as_deref() {
        None | Some("") => Ok(default),
        Some("1" | "true") => Ok(true),
        Some("0" | "false") => Ok(false),
        Some(_) => Err(Error::invalid(name, text!("{ $name } is 1 or 0.", name = &name))),
    }
}

/// Filters, order and page, of somebody who may read the type at all. A token that reads only some
/// fields asks by these only: what is found would tell the others.
pub fn question(actor: &Actor, record_type: &RecordType, params: &Params) -> Result<Query> {
    access::reach(actor, record_type, Verb::Read)?;
    let query = read_query(record_type, params)?;
    let Some(readable) = access::readable_fields(actor, record_type) else {
        return Ok(query);
    };
    let columns: Vec<Target> = record_type
        .fields()
        .filter(|field| readable.contains(&field.name))
        .map(|field| match field.kind {
            FieldKind::Links(links) => Target::Child(links.table),
            _ => Target::Column(field.column),
        })
        .collect();
    let may_ask = |target: &Target| *target == Target::Column("name") || columns.contains(target);
    let asked = query
        .conditions
        .iter()
        .chain(&query.any)
        .map(|condition| condition.target);
    let ordered = params
        .get("order_by")
        .is_some()
        .then_some(&query.order)
        .into_iter()
        .flatten();
    let mut asked = asked.chain(ordered.map(|(column, _)| Target::Column(column)));
    match asked.all(|target| may_ask(&target)) {
        true => Ok(query),
        false => Err(Error::invalid(
            "filters",
            "The token's scopes do not let it ask by these fields.",
        )),
    }
}

fn read_query(record_type: &RecordType, params: &Params) -> Result<Query> {
    let mut query = Query::of(record_type);
    let json = |name: &str, text: &str| {
        serde_json::from_str(text).map_err(|_| Error::invalid(name, text!("{ $name } is not JSON.", name = &name)))
    };
    if let Some(filters) = params.get("filters") {
        query.add_filters(record_type, &json("filters", filters)?)?;
    }
    if let Some(filters) = params.get("or_filters") {
        query.add_or_filters(record_type, &json("or_filters", filters)?)?;
    }
    if let Some(order) = params.get("order_by") {
        query.set_order(record_type, order)?;
    }
    let number = |name: &str| match params.get(name) {
        None => Ok(None),
        Some(text) => text
            .parse::<i64>()
            .map(Some)
            .map_err(|_| Error::invalid(name, text!("{ $name } is not a number.", name = &name))),
    };
    let limit = match number("limit_page_length")? {
        Some(limit) => Some(limit),
        None => number("limit")?,
    };
    query.set_page(number("limit_start")?.unwrap_or(0), limit.unwrap_or(20))?;
    Ok(query)
}

/// The names of the fields that were asked for: a JSON list, or one name.
pub fn names_asked(params: &Params) -> Result<Vec<String>> {
    let is_one_enough = params.get("fields").is_none_or(|fields| fields == "*");
    let refused = || Error::invalid("fields", "fields is a JSON list of names.");
    let names = match params.get("fields").or(params.get("fieldname")) {
        None => vec!["name".to_owned()],
        Some(fields) => match serde_json::from_str::<Json>(fields) {
            Ok(Json::Array(names)) if names.is_empty() => vec!["name".to_owned()],
            Ok(Json::Array(names)) => names
                .iter()
                .map(|name| name.as_str().map(str::to_owned))
                .collect::<Option<Vec<_>>>()
                .ok_or_else(refused)?,
            Ok(Json::String(name)) => vec![name],
            Ok(_) => return Err(refused()),
            Err(_) if is_one_enough => vec![fields.to_owned()],
            Err(_) => return Err(refused()),
        },
    };
    match names.len() > MAX_FIELDS {
        true => Err(Error::invalid(
            "fields",
            text!("At most { $most } fields.", most = MAX_FIELDS),
        )),
        false => Ok(names),
    }
}

/// The fields of the record that were asked for, `*` written out.
pub fn asked_fields(record_type: &RecordType, params: &Params, actor: &Actor) -> Result<Vec<String>> {
    let asked = names_asked(params)?;
    let readable = access::readable_fields(actor, record_type);
    let may_read = |name: &str| match &readable {
        Some(readable) => name == "name" || readable.contains(&name),
        None => true,
    };
    let mut names: Vec<String> = Vec::new();
    for name in asked {
        if name == "*" {
            let columns = record_type
                .fields()
                .filter(|field| field.is_column() && field.is_readable());
            let all = ["name", "owner", "creation", "modified", "modified_by"]
                .into_iter()
                .chain(columns.map(|field| field.name));
            names.extend(all.filter(|name| may_read(name)).map(str::to_owned));
        } else if query::column(record_type, &name).is_some() && may_read(&name) {
            names.push(name);
        } else {
            return Err(Error::invalid(
                "fields",
                text!(
                    "{ $type } has no field { $name } to ask for.",
                    type = Text::from(record_type.name),
                    name = format!("{name:?}")
                ),
            ));
        }
    }
    Ok(names)
}

/// Refuses a token whose scopes name nothing about its user.
pub fn knows_user(actor: &Actor) -> Result<()> {
    let Some(scopes) = actor.scopes() else {
        return Ok(());
    };
    let telling = scopes
        .iter()
        .find(|scope| scope.name == scope::OPENID)
        .or_else(|| scopes.iter().find(|scope| scope.name == scope::ALL));
    match telling {
        Some(scope) => {
            actor.exercise(&scope.name);
            Ok(())
        }
        None => Err(Error::InsufficientScope {
            needs: scope::OPENID,
            text: "The token's scopes do not tell who its user is: it needs openid or all.".into(),
        }),
    }
}
