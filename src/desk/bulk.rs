//! What is done with many records at once. All of it happens, or none.

use super::form::may;
use super::listing;
use crate::base::{Error, Result};
use crate::records::views;
use crate::records::{Input, RecordType, Verb, access, verbs};
use crate::server::{App, Visitor, framed_page};
use crate::web::{Call, Form, answer};
use poem::Response;
use poem::http::StatusCode;
use serde_json::json;

/// The most records of one go.
const MAX_RECORDS: usize = 100;

/// POST `/app/<type>`: what to do, and the names.
pub async fn run(
    app: &App,
    call: &Call,
    visitor: &Visitor,
    record_type: &'static RecordType,
    form: &Form,
) -> Result<Response> {
    let names: Vec<String> = form
        .0
        .iter()
        .filter(|(name, _)| name == "name")
        .map(|(_, value)| value.clone())
        .collect();
    match run_with(app, visitor, record_type, form.text("do"), names).await {
        Ok(response) => Ok(response),
        // What was wrong is said above the list.
        Err(error @ (Error::Invalid(_) | Error::Forbidden(_) | Error::NotFound(_))) => {
            let mut response = listing::show_with(app, call, visitor, record_type, Some(error.to_string())).await?;
            let status = if matches!(error, Error::Forbidden(_)) { 403 } else { 400 };
            response.set_status(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST));
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

async fn run_with(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    what: &str,
    names: Vec<String>,
) -> Result<Response> {
    let (list, count) = (views::list_address(record_type), names.len());
    if names.is_empty() || names.len() > MAX_RECORDS {
        return Err(Error::invalid(
            "",
            format!("Choose 1 to {MAX_RECORDS} records in the list first."),
        ));
    }
    match what {
        "enable" => switch(app, visitor, record_type, names, true).await?,
        "disable" => switch(app, visitor, record_type, names, false).await?,
        "remove" => return ask(app, visitor, record_type, &names),
        "remove-now" => {
            remove(app, visitor, record_type, names).await?;
            return Ok(answer::see_other(&format!("{list}?done=removed&count={count}")));
        }
        other => return Err(Error::invalid("do", format!("{other:?} cannot be done with many."))),
    }
    Ok(answer::see_other(&format!("{list}?done=changed&count={count}")))
}

async fn switch(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    names: Vec<String>,
    on: bool,
) -> Result<()> {
    let (field, when) = record_type
        .switch
        .ok_or_else(|| Error::invalid("", format!("{} cannot be switched off.", record_type.plural)))?;
    if !may(visitor, record_type, None).manage {
        return Err(access::forbidden(&visitor.actor, record_type, Verb::Write));
    }
    let input = Input([(field.to_owned(), json!(i64::from(on == when)))].into_iter().collect());
    let caller = app.caller(&visitor.actor);
    app.db
        .write(move |db| {
            for name in &names {
                verbs::update(&caller.writing(db), record_type, name, &input, None)
                    .map_err(|error| about(record_type, name, error))?;
            }
            Ok(())
        })
        .await
}

fn ask(app: &App, visitor: &Visitor, record_type: &'static RecordType, names: &[String]) -> Result<Response> {
    let records = app.look(&visitor.actor, |cx| {
        let mut records = Vec::new();
        for name in names {
            let record = access::admit(cx, record_type, Verb::Delete, name)?;
            let takes = record_type.rules.deletion_takes(cx, &record)?;
            records.push((record, takes));
        }
        Ok(records)
    })?;
    let body = views::confirm_many(record_type, &records, &visitor.csrf);
    framed_page(
        app,
        visitor,
        200,
        record_type.removal.verb,
        &views::list_address(record_type),
        body,
    )
}

async fn remove(app: &App, visitor: &Visitor, record_type: &'static RecordType, names: Vec<String>) -> Result<()> {
    let caller = app.caller(&visitor.actor);
    app.db
        .write(move |db| {
            for name in &names {
                verbs::delete(&caller.writing(db), record_type, name)
                    .map_err(|error| about(record_type, name, error))?;
            }
            Ok(())
        })
        .await
}

/// Says which of the records it was.
fn about(record_type: &RecordType, name: &str, error: Error) -> Error {
    match error {
        Error::Invalid(_) => Error::invalid("", format!("Nothing was changed. {} {name}: {error}", record_type.name)),
        other => other,
    }
}
