//! What is done with many records at once. All of it happens, or none.

use super::form::may;
use super::{Visitor, checked_form, page};
use crate::app::App;
use crate::base::{Error, Result};
use crate::records::views;
use crate::records::{Input, RecordType, Verb, access, verbs};
use crate::web::{Call, answer};
use poem::Response;
use serde_json::json;

/// The most records of one go.
const MOST: usize = 100;

/// POST `/app/<type>`: what to do, and the names.
pub async fn run(app: &App, call: &Call, visitor: &Visitor, record_type: &'static RecordType) -> Result<Response> {
    let form = checked_form(app, call, visitor)?;
    let names: Vec<String> = form
        .0
        .iter()
        .filter(|(name, _)| name == "name")
        .map(|(_, value)| value.clone())
        .collect();
    let list = views::list_address(record_type);
    if names.is_empty() || names.len() > MOST {
        return Err(Error::invalid(
            "",
            format!("Choose 1 to {MOST} records in the list first."),
        ));
    }
    match form.text("do") {
        "enable" => switch(app, visitor, record_type, names, true).await?,
        "disable" => switch(app, visitor, record_type, names, false).await?,
        "remove" => return ask(app, visitor, record_type, &names),
        "remove-now" => {
            remove(app, visitor, record_type, names).await?;
            return Ok(answer::see_other(&format!("{list}?done=removed")));
        }
        other => return Err(Error::invalid("do", format!("{other:?} cannot be done with many."))),
    }
    Ok(answer::see_other(&format!("{list}?done=changed")))
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
    let (env, actor) = (app.env.clone(), visitor.actor.clone());
    app.db
        .write(move |db| {
            for name in &names {
                verbs::update(db, &env, &actor, record_type, name, &input, None)
                    .map_err(|error| about(record_type, name, error))?;
            }
            Ok(())
        })
        .await
}

fn ask(app: &App, visitor: &Visitor, record_type: &'static RecordType, names: &[String]) -> Result<Response> {
    let records = app.db.read(|db| {
        let mut records = Vec::new();
        for name in names {
            let record = access::admit(db, &visitor.actor, record_type, Verb::Delete, name)?;
            let takes = record_type.rules.deletion_takes(db, &record)?;
            records.push((record, takes));
        }
        Ok(records)
    })?;
    let body = views::confirm_many(record_type, &records, &visitor.csrf);
    page(
        app,
        visitor,
        200,
        record_type.removal,
        &views::list_address(record_type),
        body,
    )
}

async fn remove(app: &App, visitor: &Visitor, record_type: &'static RecordType, names: Vec<String>) -> Result<()> {
    let (env, actor) = (app.env.clone(), visitor.actor.clone());
    app.db
        .write(move |db| {
            for name in &names {
                verbs::delete(db, &env, &actor, record_type, name).map_err(|error| about(record_type, name, error))?;
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
