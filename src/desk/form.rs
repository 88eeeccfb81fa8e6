//! The form of a record as a page: with what is stored, with what was done, or with what is wrong.

use super::{Visitor, page};
use crate::app::App;
use crate::base::{Error, FieldErrors, Result};
use crate::records::views::{self, Form, May};
use crate::records::{self, Input, Kind, Record, RecordType, Verb, access, store, value};
use crate::web::Params;
use poem::Response;
use std::collections::BTreeMap;

/// What the form shows beside what is stored.
#[derive(Default)]
pub struct Shown<'a> {
    pub typed: &'a [(String, String)],
    pub errors: FieldErrors,
    pub message: Option<String>,
}

/// The form again with what was typed and what is wrong with it; other errors go their way.
pub fn show_mistakes(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    record: Option<&Record>,
    form: &Params,
    error: Error,
) -> Result<Response> {
    let (errors, status) = match error {
        Error::Invalid(errors) => (errors, 422),
        Error::Duplicate(message) | Error::Stale(message) => (FieldErrors(vec![(String::new(), message)]), 409),
        other => return Err(other),
    };
    let shown = Shown {
        typed: &form.0,
        errors,
        message: None,
    };
    show_form(app, visitor, record_type, record, shown, status)
}

/// The form.
pub fn show_form(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    record: Option<&Record>,
    shown: Shown,
    status: u16,
) -> Result<Response> {
    let (choices, panel) = app.db.read(|db| {
        let mut choices = BTreeMap::new();
        for field in record_type.fields() {
            if let Kind::Link(to) | Kind::Links { to, .. } = field.kind {
                if !choices.contains_key(to) {
                    choices.insert(to, store::names(db, records::by_name(to)?)?);
                }
                // However many there are, those that are chosen stay on the form.
                let names = choices.entry(to).or_default();
                for name in record.map(|record| record.links(field.name)).unwrap_or_default() {
                    if !names.iter().any(|own| own == name) {
                        names.push(name.to_owned());
                    }
                }
            }
        }
        let panel = match record {
            Some(record) => record_type.rules.panel(db, &app.env, record)?,
            None => None,
        };
        Ok((choices, panel))
    })?;
    let values = match record {
        Some(record) => record.values.clone(),
        None => value::with_defaults(record_type, &app.env, &Input::default()),
    };
    let action_values: Vec<_> = record_type
        .actions
        .iter()
        .flat_map(|action| (action.defaults)(&app.env))
        .collect();
    let body = views::form(&Form {
        record_type,
        record,
        values: &values,
        typed: shown.typed,
        errors: &shown.errors,
        choices: &choices,
        may: may(visitor, record_type, record.map(|record| record.name.as_str())),
        csrf: &visitor.csrf,
        message: shown.message.as_deref(),
        panel,
        action_values: &action_values,
    });
    page(
        app,
        visitor,
        status,
        record_type.name,
        &views::list_address(record_type),
        body,
    )
}

/// What the visitor may do with a record, or with a new one.
pub fn may(visitor: &Visitor, record_type: &RecordType, name: Option<&str>) -> May {
    let can = |verb: Verb| match name {
        Some(name) => access::check(&visitor.actor, record_type, verb, name).is_ok(),
        None => access::reach(&visitor.actor, record_type, verb).is_ok(),
    };
    May {
        write: can(if name.is_some() { Verb::Write } else { Verb::Create }),
        create: access::reach(&visitor.actor, record_type, Verb::Create).is_ok(),
        delete: can(Verb::Delete),
    }
}
