//! What is done with many records at once. All of it happens, or none.

use super::form::may;
use super::listing;
use crate::base::{Error, Result, Text, text};
use crate::records::views;
use crate::records::{Input, RecordType, Verb, access, verbs};
use crate::server::{App, Visitor, framed_page};
use crate::web::Form;
use poem::Response;
use poem::http::StatusCode;
use serde_json::json;

/// The most records of one go.
const MAX_RECORDS: usize = 500;

/// POST `/app/<type>`: what to do, and the names.
pub async fn run(app: &App, visitor: &Visitor, record_type: &'static RecordType, form: &Form) -> Result<Response> {
    match run_with(app, visitor, record_type, form).await {
        Ok(response) => Ok(response),
        // What was wrong is said above the list.
        Err(error @ (Error::Invalid(_) | Error::Forbidden(_) | Error::NotFound(_))) => {
            let asked = listing::asked_back(record_type, form);
            let mut response = listing::show_with(app, &asked, visitor, record_type, Some(error.words())).await?;
            let status = if matches!(error, Error::Forbidden(_)) { 403 } else { 400 };
            response.set_status(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST));
            Ok(response)
        }
        Err(error) => Err(error),
    }
}

async fn run_with(app: &App, visitor: &Visitor, record_type: &'static RecordType, form: &Form) -> Result<Response> {
    let names = chosen(app, visitor, record_type, form).await?;
    let (back, count) = (listing::back(record_type, form), names.len());
    if names.is_empty() || names.len() > MAX_RECORDS {
        return Err(Error::invalid(
            "",
            text!(
                "Choose 1 to { $most } records in the list first, or narrow it.",
                most = MAX_RECORDS
            ),
        ));
    }
    match form.text("do") {
        "enable" => switch(app, visitor, record_type, names, true).await?,
        "disable" => switch(app, visitor, record_type, names, false).await?,
        what @ ("give" | "take") => {
            let done = give(app, visitor, record_type, names, form.text("value"), what == "give").await?;
            return Ok(visitor.go(app, &back, done));
        }
        "remove" => return ask(app, visitor, record_type, &names, &back),
        "remove-now" => {
            remove(app, visitor, record_type, names).await?;
            return Ok(visitor.go(app, &back, record_type.removal.said_of_many(count)));
        }
        other => {
            return Err(Error::invalid(
                "do",
                text!("{ $other } cannot be done with many.", other = format!("{other:?}")),
            ));
        }
    }
    Ok(visitor.go(app, &back, changed(count)))
}

/// The records that are chosen: those that are ticked, or all that the list was narrowed to.
async fn chosen(app: &App, visitor: &Visitor, record_type: &'static RecordType, form: &Form) -> Result<Vec<String>> {
    if !form.has("all") {
        let ticked = form.0.iter().filter(|(name, _)| name == "name");
        return Ok(ticked.map(|(_, value)| value.clone()).collect());
    }
    let mut asked = listing::asked(record_type, &listing::asked_back(record_type, form))?;
    asked.set_page(0, MAX_RECORDS as i64 + 1)?;
    let caller = app.caller(&visitor.actor);
    let found = app
        .db
        .scan(move |db| verbs::rows(&caller.reading(db), record_type, &asked));
    Ok(found.await?.into_iter().map(|record| record.name).collect())
}

/// Gives the records a name, such as a role, or takes it away from them. Says what came of it.
async fn give(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    names: Vec<String>,
    value: &str,
    gives: bool,
) -> Result<Text> {
    let field = record_type.bulk.and_then(|name| record_type.field(name));
    let field = field.ok_or_else(|| {
        Error::invalid(
            "",
            text!(
                "{ $records } have nothing of the kind.",
                records = Text::from(record_type.plural)
            ),
        )
    })?;
    if value.is_empty() {
        return Err(Error::invalid(
            "",
            text!("Choose one of { $label } first.", label = Text::from(field.label)),
        ));
    }
    if !may(visitor, record_type, None).manage {
        return Err(access::forbidden(&visitor.actor, record_type, Verb::Write));
    }
    let (caller, value) = (app.caller(&visitor.actor), value.to_owned());
    app.db
        .write(move |db| {
            let cx = caller.writing(db);
            let (mut count, mut messages) = (0, Vec::new());
            for name in &names {
                let record = access::admit(&cx, record_type, Verb::Write, name)?;
                let mut has = record.links(field);
                if has.contains(&value.as_str()) == gives {
                    continue;
                }
                has.retain(|own| *own != value);
                if gives {
                    has.push(&value);
                }
                let input = Input([(field.name.to_owned(), json!(has))].into_iter().collect());
                let changed = verbs::update(&cx, record_type, name, &input, None);
                let (_, outcome) = changed.map_err(|error| about(record_type, name, error))?;
                if !outcome.message.is_empty() && !messages.contains(&outcome.message) {
                    messages.push(outcome.message);
                }
                count += 1;
            }
            Ok(messages.into_iter().fold(changed(count), Text::and))
        })
        .await
}

fn changed(count: usize) -> Text {
    text!("{ $count } records were changed.", count = count)
}

async fn switch(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    names: Vec<String>,
    on: bool,
) -> Result<()> {
    let (field, when) = record_type.switch.ok_or_else(|| {
        Error::invalid(
            "",
            text!(
                "{ $records } cannot be switched off.",
                records = Text::from(record_type.plural)
            ),
        )
    })?;
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

fn ask(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    names: &[String],
    back: &str,
) -> Result<Response> {
    let records = app.look(&visitor.actor, |cx| {
        let mut records = Vec::new();
        for name in names {
            let record = access::admit(cx, record_type, Verb::Delete, name)?;
            let takes = record_type.rules.deletion_takes(cx, &record)?;
            records.push((record, takes));
        }
        Ok(records)
    })?;
    let body = views::confirm_many(record_type, &records, back, &visitor.csrf);
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
        Error::Invalid(_) => Error::invalid(
            "",
            text!(
                "Nothing was changed. { $type } { $name }: { $error }",
                type = Text::from(record_type.name),
                name = &name,
                error = &error
            ),
        ),
        other => other,
    }
}
