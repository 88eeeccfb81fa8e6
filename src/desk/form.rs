//! The form of a record as a page: with what is stored, with what was done, or with what is wrong.

use crate::activity::record::ACTIVITY_LOG;
use crate::base::{Error, FieldErrors, Result};
use crate::records::query::Query;
use crate::records::views::{self, Form, May, Titles};
use crate::records::{
    AnyAction, Field, FieldKind, Input, Links, Naming, Reach, Reading, Record, RecordType, Start, Verb, access,
    names_in, verbs, with_defaults,
};
use crate::server::{App, Visitor, framed_page};
use crate::web::{Params, problem};
use poem::Response;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What the form shows beside what is stored.
#[derive(Default)]
pub struct FormView<'a> {
    pub typed: &'a [(String, String)],
    pub errors: FieldErrors,
    pub message: Option<String>,
    /// What a new record begins with.
    pub start: Option<Start>,
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
        Error::Forbidden(_)
        | Error::ConnectAgain { .. }
        | Error::Upstream(_)
        | Error::Duplicate(_)
        | Error::Stale(_) => {
            let status = problem::of(&error).page_status;
            (FieldErrors(vec![(String::new(), error.to_string())]), status)
        }
        other => return Err(other),
    };
    let shown = FormView {
        typed: &form.0,
        errors,
        ..FormView::default()
    };
    show_form(app, visitor, record_type, record, shown, status)
}

/// The most names that a choice shows at once; beyond it one types.
const MAX_CHOICES: usize = 60;

/// The form.
pub fn show_form(
    app: &App,
    visitor: &Visitor,
    record_type: &'static RecordType,
    record: Option<&Record>,
    shown: FormView,
    status: u16,
) -> Result<Response> {
    let may = may(visitor, record_type, record);
    let mut shown = shown;
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
    let (choices, panel, titles) = app.look(&visitor.actor, |cx| {
        let panel = match record {
            Some(record) => record_type.rules.panel(cx, record)?,
            None => shown.start.as_ref().map(|start| start.panel.clone()),
        };
        let mut titles = Titles::new();
        for (field, record) in record_type.fields().zip(std::iter::repeat(record)) {
            if let Some(record) = record {
                add_title(cx, field, record, &mut titles)?;
            }
        }
        let mut offered = match may.write {
            true => choices(cx, record_type, record)?,
            false => Offered {
                names: chosen_only(record_type, record),
                ..Offered::default()
            },
        };
        for field in record_type.fields().filter(|field| asks_for_everybody(field)) {
            let sentence = record_type
                .rules
                .comes_to(cx, field.name, &chosen_now(&values, shown.typed, field))?;
            offered.come_to.insert(field.name, sentence);
        }
        Ok((offered, panel, titles))
    })?;
    let fitting: Vec<&'static dyn AnyAction> = record_type
        .actions
        .iter()
        .copied()
        .filter(|action| {
            let button = action.button();
            let reach = access::reach(&visitor.actor, record_type, button.verb);
            let may = matches!(reach, Ok(Reach::Every)) || (reach.is_ok() && button.for_owner);
            may && record.is_some_and(|record| action.fits(&app.env, record))
        })
        .collect();
    let action_values: Vec<_> = fitting
        .iter()
        .flat_map(|action| (action.button().defaults)(&app.env))
        .collect();
    let body = views::form(&Form {
        registry: app.registry,
        record_type,
        record,
        values: &values,
        typed: shown.typed,
        errors: &shown.errors,
        choices: &choices.names,
        sentences: &choices.sentences,
        come_to: &choices.come_to,
        may,
        csrf: &visitor.csrf,
        message: shown.message.as_deref(),
        titles: &titles,
        sees_history: access::sees(&visitor.actor, &ACTIVITY_LOG),
        panel,
        actions: &fitting,
        action_values: &action_values,
    });
    framed_page(
        app,
        visitor,
        status,
        record_type.name,
        &views::list_address(record_type),
        body,
    )
}

type Choices = BTreeMap<&'static str, Option<Vec<String>>>;

/// What the form offers to choose from.
#[derive(Default)]
struct Offered {
    names: Choices,
    /// What names are for.
    sentences: Titles,
    /// What the chosen ones come to, by field.
    come_to: BTreeMap<&'static str, String>,
}

fn asks_for_everybody(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Links(links) if links.everybody.is_some())
}

/// The names in a field as the form shows them: as they are stored, or as they were sent just now.
fn chosen_now<'a>(values: &'a Map<String, Json>, typed: &'a [(String, String)], field: &Field) -> Vec<&'a str> {
    let sent = typed.iter().filter(|(name, _)| name == field.name);
    match typed.is_empty() {
        true => values.get(field.name).map(names_in).unwrap_or_default(),
        false => sent
            .map(|(_, value)| value.as_str())
            .filter(|name| !name.is_empty())
            .collect(),
    }
}

/// The names to choose from, of each type that a field links to: those that the visitor may see.
fn choices(cx: &Reading, record_type: &RecordType, record: Option<&Record>) -> Result<Offered> {
    let mut choices = chosen_only(record_type, record);
    let mut sentences = Titles::new();
    for field in record_type.fields().filter(|field| !field.read_only) {
        let (to, is_many) = match field.kind {
            FieldKind::Link(to) => (to, false),
            FieldKind::Links(links) => (links.to, true),
            _ => continue,
        };
        let linked = cx.registry.by_name(to)?;
        let records = found(cx, linked, "", if is_many { 500 } else { MAX_CHOICES })?;
        for record in records.iter().filter(|_| !linked.sentence.is_empty()) {
            let sentence = linked
                .field(linked.sentence)
                .map(|field| record.text(field))
                .unwrap_or_default();
            sentences.insert((to, record.name.clone()), sentence.to_owned());
        }
        let mut found: Vec<String> = records.into_iter().map(|record| record.name).collect();
        if !is_many && found.len() >= MAX_CHOICES {
            choices.insert(to, None);
            continue;
        }
        // However many there are, those that are chosen stay on the form.
        let kept = choices.remove(to).flatten().unwrap_or_default();
        for name in kept {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        choices.insert(to, Some(found));
    }
    Ok(Offered {
        names: choices,
        sentences,
        ..Offered::default()
    })
}

/// The names that are chosen already.
fn chosen_only(record_type: &RecordType, record: Option<&Record>) -> Choices {
    let mut choices = Choices::new();
    for field in record_type.fields() {
        if let FieldKind::Link(to) | FieldKind::Links(Links { to, .. }) = field.kind {
            let names = choices.entry(to).or_insert_with(|| Some(Vec::new()));
            let chosen = record.map(|record| record.links(field)).unwrap_or_default();
            names
                .get_or_insert_default()
                .extend(chosen.into_iter().map(str::to_owned));
        }
    }
    choices
}

/// Names of records that the visitor may see, those that hold the words first.
pub fn names(cx: &Reading, record_type: &RecordType, words: &str, most: usize) -> Result<Vec<String>> {
    let records = found(cx, record_type, words, most)?;
    Ok(records.into_iter().map(|record| record.name).collect())
}

fn found(cx: &Reading, record_type: &RecordType, words: &str, most: usize) -> Result<Vec<Record>> {
    let mut query = Query::of(record_type);
    query.set_order(record_type, "name asc")?;
    query.set_page(0, most as i64)?;
    query.look_for(words);
    match verbs::rows(cx, record_type, &query) {
        Ok(records) => Ok(records),
        Err(Error::Forbidden(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Adds what people know a linked record by, where its name is made by chance.
pub fn add_title(cx: &Reading, field: &Field, record: &Record, titles: &mut Titles) -> Result<()> {
    let FieldKind::Link(to) = field.kind else {
        return Ok(());
    };
    let (name, linked) = (record.text(field), cx.registry.by_name(to)?);
    let is_telling = !matches!(linked.naming, Naming::Random) || linked.title == "name" || linked.rows.is_some();
    if name.is_empty() || is_telling || titles.contains_key(&(to, name.to_owned())) {
        return Ok(());
    }
    if let Some(found) = verbs::find(cx, linked, name)? {
        titles.insert((to, name.to_owned()), views::title(linked, &found));
    }
    Ok(())
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
