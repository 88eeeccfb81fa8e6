//! The form of a record, new or stored.

use super::controls::{control, input};
use super::{May, Titles, address, list_address};
use crate::base::{FieldErrors, Millis};
use crate::records::{AnyAction, Field, FieldKind as Kind, Record, RecordType, Registry, Section, Verb};
use crate::ui;
use crate::ui::text::t;
use crate::web::params::with_query;
use maud::{Markup, html};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What the form is filled with.
pub struct Form<'a> {
    pub registry: &'static Registry,
    pub record_type: &'a RecordType,
    /// `None`: a new record.
    pub record: Option<&'a Record>,
    pub values: &'a Map<String, Json>,
    /// What was typed for fields that could not be read.
    pub typed: &'a [(String, String)],
    pub errors: &'a FieldErrors,
    /// The names to choose from, by linked type; `None`: too many to show, one types.
    pub choices: &'a BTreeMap<&'static str, Option<Vec<String>>>,
    pub may: May,
    pub csrf: &'a str,
    /// A sentence on what was done just now.
    pub message: Option<&'a str>,
    pub titles: &'a Titles,
    /// What names to choose from are for, by type and name.
    pub sentences: &'a Titles,
    /// What the names that are chosen come to, by field.
    pub come_to: &'a BTreeMap<&'static str, String>,
    /// Whether the actor may see what happened to the record.
    pub sees_history: bool,
    pub panel: Option<Markup>,
    /// The actions that fit the record and that the actor may do.
    pub actions: &'a [&'static dyn AnyAction],
    /// First values of the actions' inputs.
    pub action_values: &'a [(&'static str, String)],
}

/// The form of a record, new or stored.
pub fn form(form: &Form) -> Markup {
    let record_type = form.record_type;
    let title = match form.record {
        Some(_) if record_type.single => t(record_type.name).to_owned(),
        Some(record) => record_type.title_of(record),
        None => format!("{}{}", t("New "), t(record_type.name)),
    };
    let action = match form.record {
        Some(record) => address(record_type, &record.name),
        None => format!("{}/new", list_address(record_type)),
    };
    html! {
        @if !record_type.single {
            p.crumbs { a href=(list_address(record_type)) { (t(record_type.plural)) } }
        }
        div.head {
            div { h1 { (title) } @if record_type.single || form.record.is_none() { p.muted { (t(record_type.about)) } } }
            @if form.record.is_some() && !form.actions.is_empty() {
                nav.jumps aria-label=(t("What can be done")) {
                    @for action in form.actions { @let button = action.button(); a href={ "#do-" (button.name) } { (t(button.label)) } }
                    @if form.may.delete && !record_type.single { a href="#delete" { (t(record_type.removal.verb)) } }
                }
            }
        }
        @if let Some(message) = form.message { (ui::done(message)) }
        @if !form.errors.0.is_empty() {
            div.note.bad role="alert" id="form-mistakes" {
                p {
                    @if form.errors.0.iter().all(|(name, _)| name.is_empty()) { (t("This did not work:")) }
                    @else { (t("Nothing was saved. Please correct this:")) }
                }
                ul.plain {
                    @for (name, message) in &form.errors.0 {
                        @match record_type.field(name).filter(|field| !field.hidden) {
                            Some(field) => { li { a href={ "#" (field.name) } { (t(field.label)) } ": " (t(message)) } }
                            None => { li { (t(message)) } }
                        }
                    }
                }
            }
        }
        div.form-page {
            @if let Some(panel) = &form.panel { (panel) }
            @if form.may.write {
                form.stack method="post" action=(action) data-guarded {
                    (ui::hidden("csrf_token", form.csrf))
                    @if let Some(record) = form.record { (ui::hidden("modified", &seen(form, record))) }
                    @if form.record.is_none() { (carried(form)) }
                    @for part in record_type.sections { (section(form, part)) }
                    div.actions.bar {
                        button.primary type="submit" id="save" { (t("Save")) }
                        @if !record_type.single { a href=(list_address(record_type)) { (t("Back to the list")) } }
                    }
                }
            } @else {
                @for part in record_type.sections { (section(form, part)) }
            }
            @if let Some(record) = form.record {
                @for action in form.actions { (action_form(form, record, *action)) }
                (footer(form, record))
            }
        }
    }
}

/// What a new record was begun with and is not asked for.
fn carried(form: &Form) -> Markup {
    let fields = form.record_type.fields().filter(|field| field.hidden && field.set_once);
    html! {
        @for field in fields {
            @let typed = form.typed.iter().find(|(name, _)| name == field.name).map(|(_, typed)| typed.as_str());
            @let value = typed.or(form.values.get(field.name).and_then(Json::as_str)).unwrap_or_default();
            @if !value.is_empty() { (ui::hidden(field.name, value)) }
        }
    }
}

/// A new record shows no field that we fill in; who may not save is not asked for a password.
fn is_shown(form: &Form, field: &Field) -> bool {
    match field.kind {
        _ if field.hidden => false,
        Kind::Password => form.may.manage,
        _ => form.record.is_some() || !field.read_only,
    }
}

/// The state that the editor saw: after a refusal still the one that they began with.
fn seen(form: &Form, record: &Record) -> String {
    let sent = form.typed.iter().find(|(name, _)| name == "modified");
    sent.map_or_else(|| record.modified_at.to_string(), |(_, seen)| seen.clone())
}

fn section(form: &Form, section: &Section) -> Markup {
    let shown = section.fields.iter().copied().filter(|field| is_shown(form, field));
    let shown: Vec<&Field> = shown.collect();
    if shown.is_empty() {
        return html! {};
    }
    let has_mistake = shown.iter().any(|field| form.errors.at(field.name).is_some());
    if form.record_type.folded.contains(&section.title) {
        return html! {
            details.section open[has_mistake] {
                summary { h2 { (t(section.title)) } @if !section.about.is_empty() { span.help { (t(section.about)) } } }
                @for field in shown { (control(form, field)) }
            }
        };
    }
    html! {
        section.section {
            header { h2 { (t(section.title)) } @if !section.about.is_empty() { p.help { (t(section.about)) } } }
            @for field in shown { (control(form, field)) }
        }
    }
}

fn footer(form: &Form, record: &Record) -> Markup {
    html! {
        div.actions {
            @if form.may.delete && !form.record_type.single {
                a.button.danger href={ (address(form.record_type, &record.name)) "/delete" } id="delete" { (t(form.record_type.removal.verb)) "…" }
            }
            span.help {
                @if record.modified_at == Millis::default() { (t("As it was built in: nobody has changed it yet.")) }
                @else if form.record_type.verbs.contains(&Verb::Write) {
                    (t("Last changed by ")) (record.modified_by) ", " (ui::moment_ms(Some(record.modified_at)))
                    @if form.sees_history { " · " a href=(history(form.record_type, record)) { (t("History")) } }
                }
            }
        }
    }
}

/// What happened to a record.
fn history(record_type: &RecordType, record: &Record) -> String {
    let about = [
        ("reference_doctype", record_type.name),
        ("reference_name", record.name.as_str()),
    ];
    with_query("/app/activity-log", &about)
}

fn action_form(form: &Form, record: &Record, action: &dyn AnyAction) -> Markup {
    let action = action.button();
    let target = format!("{}/action/{}", address(form.record_type, &record.name), action.name);
    html! {
        section.panel id={ "do-" (action.name) } {
            h2 { (t(action.label)) }
            p.help { (t(action.about)) }
            (ui::form(&target, form.csrf, html! {
                div.row {
                    @for field in action.inputs {
                        @let value = form.action_values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.as_str());
                        (ui::field(field.name, field.label, false, field.help, form.errors.at(field.name), |described| {
                            input(form, field, value.unwrap_or_default(), described, form.errors.at(field.name))
                        }))
                    }
                    button type="submit" id={ "action-" (action.name) } { (t(action.label)) }
                }
            }))
        }
    }
}
