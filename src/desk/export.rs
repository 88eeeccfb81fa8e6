//! A list as a file for spreadsheets (RFC 4180), narrowed and ordered as the list is.

use super::listing;
use crate::activity::{self, Event};
use crate::base::clock::{date_of, frappe_datetime};
use crate::base::{Error, Result};
use crate::frappe::document::wire;
use crate::records::{Field, FieldKind as Kind, Record, RecordType, verbs};
use crate::server::{App, Visitor};
use crate::web::{Call, answer};
use poem::Response;
use serde_json::Value as Json;

/// How many records one file holds at the most.
const MOST: usize = 100_000;
/// How many are read at once.
const PORTION: i64 = 1000;

/// GET `/app/<type>.csv`
pub async fn csv(app: &App, call: &Call, visitor: &Visitor, record_type: &'static RecordType) -> Result<Response> {
    visitor.check_fresh(app)?;
    let mut query = listing::asked(record_type, &call.query)?;
    query.set_page(0, PORTION)?;
    let mut file = File::of(record_type)?;
    loop {
        let (asked, caller) = (query.clone(), app.caller(&visitor.actor));
        let some = app
            .db
            .scan(move |db| verbs::whole_rows(&caller.reading(db), record_type, &asked));
        let some = some.await?;
        for record in &some {
            file.add(record)?;
        }
        if (some.len() as i64) < PORTION {
            break;
        }
        if file.length >= MOST {
            return Err(Error::invalid(
                "filters",
                "These are more than 100,000 records. Narrow the list with filters, or take all of them with frontdesk export.",
            ));
        }
        query.start += PORTION;
    }
    note(app, call, visitor, record_type, file.length).await?;
    let name = format!("{}-{}.csv", record_type.slug, date_of(app.env.now()));
    let mut response = answer::content("text/csv; charset=utf-8", file.bytes()?);
    answer::set(
        &mut response,
        "content-disposition",
        &format!("attachment; filename=\"{name}\""),
    );
    Ok(response)
}

/// Who took data out of the site is remembered.
async fn note(app: &App, call: &Call, visitor: &Visitor, record_type: &RecordType, count: usize) -> Result<()> {
    let (env, origin, email) = (app.env.clone(), call.from(), visitor.signed_in.user.email.clone());
    let subject = format!("The list {} was exported as CSV: {count} records", record_type.plural);
    app.db
        .write(move |db| {
            let event = Event {
                operation: "Export",
                subject,
                user: Some(&email),
                ..Event::default()
            };
            activity::log(db, &env, &origin, &event)
        })
        .await
}

/// The file on its way.
struct File {
    fields: Vec<&'static Field>,
    lines: csv::Writer<Vec<u8>>,
    length: usize,
}

impl File {
    fn of(record_type: &'static RecordType) -> Result<Self> {
        let fields: Vec<&Field> = record_type.fields().filter(|field| field.is_readable()).collect();
        let mut lines = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::new());
        let names = fields.iter().map(|field| field.name);
        let heads = std::iter::once("name").chain(names).chain(["creation", "modified"]);
        lines.write_record(heads).map_err(internal)?;
        Ok(File {
            fields,
            lines,
            length: 0,
        })
    }

    fn add(&mut self, record: &Record) -> Result<()> {
        let mut cells = vec![harmless(&record.name)];
        cells.extend(self.fields.iter().map(|field| cell(field, record)));
        cells.extend([record.creation_at, record.modified_at].map(frappe_datetime));
        self.length += 1;
        self.lines.write_record(cells).map_err(internal)
    }

    fn bytes(self) -> Result<Vec<u8>> {
        self.lines.into_inner().map_err(internal)
    }
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("the file cannot be written: {error}"))
}

/// A value as Frappe's exports have it: 0 and 1, moments in UTC, lists one a line.
fn cell(field: &Field, record: &Record) -> String {
    let value = record.values.get(field.name).unwrap_or(&Json::Null);
    match field.kind {
        Kind::List | Kind::Links(_) => harmless(&record.entries(field).join("\n")),
        _ => match wire(&field.kind, value) {
            Json::Null => String::new(),
            Json::String(text) => harmless(&text),
            other => other.to_string(),
        },
    }
}

/// A spreadsheet takes what begins like this for a formula, and runs it (OWASP, CSV injection): an apostrophe in front
/// makes it a text.
fn harmless(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for (text, wanted) in [
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("+49 30", "'+49 30"),
            ("@x", "'@x"),
            ("Alice", "Alice"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), wanted);
        }
    }
}
