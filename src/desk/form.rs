//! The form of a record as a page: with what is stored, with what was done, or with what is wrong.

use super::choices::{Offered, add_title, asks_for_everybody, choices, chosen_now, chosen_only, opened};
use super::history;
use crate::base::{Error, FieldErrors, Result, Text, text};
use crate::records::views::{self, Form, May, Titles};
use crate::records::{AnyAction, Input, Reach, Record, RecordType, Start, Tab, Verb, access, with_defaults};
use crate::server::{App, Visitor, framed_page};
use crate::web::{Params, problem};
use maud::Markup;
use poem::Response;
use std::collections::BTreeSet;

/// What the form shows beside what is stored.
#[derive(Default)]
pub struct FormView<'a> {
    /// The part of it.
    pub tab: &'a str,
    pub typed: &'a [(String, String)],
    pub errors: FieldErrors,
    /// What was typed before somebody had to sign in again, and whether something of it is lacking.
    pub kept: Option<bool>,
    /// What a new record begins with.
    pub start: Option<Start>,
    /// It is the question of an action, which shows nothing of the record but its name.
    pub is_question: bool,
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
    let (errors, status) = mistakes(error)?;
    let shown = FormView {
        tab: form.text("tab"),
        typed: &form.0,
        errors,
        ..FormView::default()
    };
    show_form(app, visitor, record_type, record, shown, status)
}

/// What was wrong, to be said where one can mend it, and its status; other errors go their way.
pub fn mistakes(error: Error) -> Result<(FieldErrors, u16)> {
    match error {
        Error::Invalid(errors) => Ok((errors, 422)),
        Error::Forbidden(_)
        | Error::ConnectAgain { .. }
        | Error::Upstream(_)
        | Error::Duplicate(_)
        | Error::Stale(_) => {
            let status = problem::of(&error).page_status;
            Ok((FieldErrors(vec![(String::new(), error.words())]), status))
        }
        other => Err(other),
    }
}

/// The form.
pub fn show_form(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    record: Option<&Record>,
    shown: FormView,
    status: u16,
) -> Result<Response> {
    let own = views::form_title(record_type, record);
    let title = match record.filter(|_| !record_type.single) {
        Some(_) => text!(
            "{ $own } · { $records }",
            own = own,
            records = Text::from(record_type.plural)
        ),
        None => own,
    };
    let body = with_form(app, visitor, record_type, record, shown, views::form)?;
    let current = views::list_address(record_type);
    framed_page(app, visitor, status, title, &current, body)
}

/// The question of an action, with what was typed into it.
pub fn show_action(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    record: &Record,
    action: &dyn AnyAction,
    shown: FormView,
    status: u16,
) -> Result<Response> {
    let values = action.button().inputs.iter().filter_map(|field| {
        let typed = shown.typed.iter().find(|(name, _)| name == field.name)?;
        Some((field.name, views::typed_again(field, &typed.1)))
    });
    let mut values: Vec<_> = values.collect();
    values.extend((action.button().defaults)(&app.env));
    let shown = FormView {
        is_question: true,
        ..shown
    };
    let body = with_form(app, visitor, record_type, Some(record), shown, |form| {
        views::ask(form, record, action, &values)
    })?;
    let current = views::list_address(record_type);
    framed_page(app, visitor, status, action.button().label, &current, body)
}

/// Fills a form in.
fn with_form(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    record: Option<&Record>,
    mut shown: FormView,
    view: impl FnOnce(&Form) -> Markup,
) -> Result<Markup> {
    let may = may(visitor, record_type, record);
    let tab = record.and_then(|_| record_type.tab(shown.tab));
    if record.is_none() && shown.start.is_none() {
        // After a mistake the form still says what it began from.
        shown.start = record_type.rules.start(shown.typed);
    }
    let values = match record {
        Some(record) => record.values.clone(),
        None => {
            let mut values = with_defaults(record_type, &app.env, &Input::default());
            for (name, value) in shown.start.iter().flat_map(|start| &start.values) {
                values.insert((*name).to_owned(), value.clone().into());
            }
            values
        }
    };
    // A question shows none of these.
    let (choices, panel, history, titles, opens) = match shown.is_question {
        true => Default::default(),
        false => app.look(&visitor.actor, |cx| {
            let name = tab.map_or("", |tab| tab.name);
            let panel = match record {
                Some(record) => record_type.rules.panel(cx, record, name)?,
                None => shown.start.as_ref().map(|start| start.panel.clone()),
            };
            let history = match record.filter(|_| tab.is_none_or(|tab| tab.name == Tab::ACTIVITY.name)) {
                Some(record) => history::of(cx, record_type, record)?,
                None => None,
            };
            let (mut titles, mut opens) = (Titles::new(), BTreeSet::new());
            let fields: Vec<_> = record_type.fields_of(tab).collect();
            for (field, record) in fields.iter().zip(record.into_iter().cycle()) {
                add_title(cx, field, record, &mut titles)?;
                opens.extend(opened(cx, field, record)?);
            }
            let mut offered = match may.write {
                true => choices(cx, &fields, record)?,
                false => Offered {
                    names: chosen_only(&fields, record),
                    ..Offered::default()
                },
            };
            for field in fields.iter().filter(|field| asks_for_everybody(field)) {
                let sentence = record_type
                    .rules
                    .comes_to(cx, field.name, &chosen_now(&values, shown.typed, field))?;
                offered.come_to.insert(field.name, sentence);
            }
            Ok((offered, panel, history, titles, opens))
        })?,
    };
    Ok(view(&Form {
        registry: app.registry,
        record_type,
        record,
        tab,
        values: &values,
        typed: shown.typed,
        kept: shown.kept,
        errors: &shown.errors,
        choices: &choices.names,
        sentences: &choices.sentences,
        come_to: &choices.come_to,
        may,
        csrf: &visitor.csrf,
        titles: &titles,
        opens: &opens,
        panel,
        history,
        actions: &fitting(app, visitor, record_type, record),
    }))
}

/// The actions that the visitor may do with a record as it is.
pub fn fitting(
    app: &App,
    visitor: &Visitor,
    record_type: &RecordType,
    record: Option<&Record>,
) -> Vec<&'static dyn AnyAction> {
    let may = |action: &&'static dyn AnyAction| {
        let button = action.button();
        let reach = access::reach(&visitor.actor, record_type, button.verb);
        let may = matches!(reach, Ok(Reach::Every)) || (reach.is_ok() && button.for_owner);
        may && record.is_some_and(|record| action.fits(&app.env, record))
    };
    record_type.actions.iter().copied().filter(may).collect()
}

/// What the visitor may do with a record, or with a new one.
pub fn may(visitor: &Visitor, record_type: &RecordType, record: Option<&Record>) -> May {
    let actor = &visitor.actor;
    let can = |verb: Verb| access::may(actor, record_type, verb, record);
    let changing = if record.is_some() { Verb::Write } else { Verb::Create };
    May {
        write: can(changing),
        manage: matches!(access::reach(actor, record_type, changing), Ok(Reach::Every))
            || matches!(access::reach(actor, record_type, Verb::Write), Ok(Reach::Every)),
        create: access::may(actor, record_type, Verb::Create, None),
        delete: can(Verb::Delete),
    }
}
