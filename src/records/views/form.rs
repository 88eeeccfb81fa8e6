//! The form of a record, new or stored.

use super::{May, address, list_address, plain};
use crate::base::{FieldErrors, clock};
use crate::records::declare::{Action, Field, Kind, RecordType, Section};
use crate::records::value::Record;
use crate::ui;
use maud::{Markup, html};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What the form is filled with.
pub struct Form<'a> {
    pub record_type: &'a RecordType,
    /// `None`: a new record.
    pub record: Option<&'a Record>,
    pub values: &'a Map<String, Json>,
    /// What was typed for fields that could not be read.
    pub typed: &'a [(String, String)],
    pub errors: &'a FieldErrors,
    /// The names to choose from, by linked type.
    pub choices: &'a BTreeMap<&'static str, Vec<String>>,
    pub may: May,
    pub csrf: &'a str,
    /// A sentence on what was done just now.
    pub message: Option<&'a str>,
    pub panel: Option<Markup>,
    /// First values of the actions' inputs.
    pub action_values: &'a [(&'static str, String)],
}

/// The form of a record, new or stored.
pub fn form(form: &Form) -> Markup {
    let record_type = form.record_type;
    let title = match form.record {
        Some(_) if record_type.single => record_type.name.to_owned(),
        Some(record) => plain(record.values.get(record_type.title).unwrap_or(&Json::Null)),
        None => format!("New {}", record_type.name),
    };
    let action = match form.record {
        Some(record) => address(record_type, &record.name),
        None => format!("{}/new", list_address(record_type)),
    };
    html! {
        @if !record_type.single {
            p.crumbs { a href=(list_address(record_type)) { (record_type.plural) } }
        }
        div.head { div { h1 { (title) } @if record_type.single || form.record.is_none() { p.muted { (record_type.about) } } } }
        @if let Some(message) = form.message { (ui::done(message)) }
        @if !form.errors.0.is_empty() {
            div.note.bad role="alert" id="form-mistakes" {
                p { "Nothing was saved. Please mend what is marked below." }
                @for (field, message) in &form.errors.0 {
                    @if record_type.field(field).is_none() { p { (message) } }
                }
            }
        }
        div.form-page {
            @if let Some(panel) = &form.panel { (panel) }
            (ui::form(&action, form.csrf, html! {
                @if let Some(record) = form.record { (ui::hidden("modified", &seen(form, record))) }
                @for part in record_type.sections { (section(form, part)) }
                @if form.may.write {
                    div.actions {
                        button.primary type="submit" id="save" { "Save" }
                        @if !record_type.single { a href=(list_address(record_type)) { "Back to the list" } }
                    }
                }
            }))
            @if let Some(record) = form.record {
                @if form.may.write { @for action in record_type.actions { (action_form(form, record, action)) } }
                (footer(form, record))
            }
        }
    }
}

/// A new record shows no field that we fill in; who may not save is not asked for a password.
fn is_shown(form: &Form, field: &Field) -> bool {
    match field.kind {
        Kind::Password => form.may.write,
        _ => form.record.is_some() || !field.read_only,
    }
}

/// The state that the editor saw: after a refusal still the one that they began with.
fn seen(form: &Form, record: &Record) -> String {
    let sent = form.typed.iter().find(|(name, _)| name == "modified");
    sent.map_or_else(|| record.modified_at.to_string(), |(_, seen)| seen.clone())
}

fn section(form: &Form, section: &Section) -> Markup {
    let shown = section.fields.iter().filter(|field| is_shown(form, field));
    html! {
        section.section {
            header { h2 { (section.title) } @if !section.about.is_empty() { p.help { (section.about) } } }
            @for field in shown { (control(form, field)) }
        }
    }
}

fn footer(form: &Form, record: &Record) -> Markup {
    html! {
        div.actions {
            @if form.may.delete && !form.record_type.single {
                a.button.danger href={ (address(form.record_type, &record.name)) "/delete" } id="delete" { "Delete…" }
            }
            span.help {
                @if record.modified_at == 0 { "As it was built in: nobody has changed it yet." }
                @else { "Last changed by " (record.modified_by) ", " (ui::moment(Some(record.modified_at / 1000))) }
            }
        }
    }
}

fn control(form: &Form, field: &Field) -> Markup {
    let locked = field.read_only || !form.may.write || (field.set_once && form.record.is_some());
    let typed = form.typed.iter().find(|(name, _)| name == field.name);
    let value = match (typed, form.values.get(field.name)) {
        // A form says nothing of a box that is not ticked.
        (None, _) if !form.typed.is_empty() && matches!(field.kind, Kind::Check) && !locked => String::new(),
        (Some((_, typed)), _) if !matches!(field.kind, Kind::Password) => typed.clone(),
        (_, Some(value)) => text(field, value),
        (_, None) => String::new(),
    };
    let mistake = form.errors.at(field.name);
    match &field.kind {
        Kind::Check => check(field, mistake, &value, locked),
        Kind::Links { to, except, .. } => links(form, field, to, except, mistake, locked),
        _ if locked => ui::field(field.name, field.label, false, field.help, mistake, |_| {
            match &field.kind {
                Kind::Moment => {
                    html! { span id=(field.name) { (ui::moment(form.values.get(field.name).and_then(Json::as_i64))) } }
                }
                _ => html! { input id=(field.name) value=(value) readonly autocomplete=[autocomplete(field)]; },
            }
        }),
        _ => ui::field(
            field.name,
            field.label,
            field.required,
            field.help,
            mistake,
            |described| input(form, field, &value, described, mistake),
        ),
    }
}

fn input(form: &Form, field: &Field, value: &str, described: &str, mistake: Option<&str>) -> Markup {
    let described = (!described.is_empty()).then_some(described);
    let invalid = mistake.map(|_| "true");
    let id = field.name;
    let kind = match &field.kind {
        Kind::Email => "email",
        Kind::Url => "url",
        Kind::Password => "password",
        Kind::Moment => "datetime-local",
        Kind::Number { .. } => "number",
        _ => "text",
    };
    match &field.kind {
        Kind::Select(options) => html! {
            select id=(id) name=(id) aria-describedby=[described] aria-invalid=[invalid] {
                @for option in *options { option value=(option) selected[*option == value] { (option) } }
            }
        },
        Kind::Link(to) => html! {
            select id=(id) name=(id) aria-describedby=[described] aria-invalid=[invalid] {
                option value="" { "None" }
                @for name in form.choices.get(to).into_iter().flatten() {
                    option value=(name) selected[name == value] { (name) }
                }
            }
        },
        Kind::List => html! {
            textarea id=(id) name=(id) rows="3" spellcheck="false" aria-describedby=[described] aria-invalid=[invalid] { (value) }
        },
        _ => html! {
            input id=(id) name=(id) type=(kind) value=(value) autocomplete=[autocomplete(field)]
                aria-describedby=[described] aria-invalid=[invalid];
        },
    }
}

/// What password managers are told of a field.
fn autocomplete(field: &Field) -> Option<&'static str> {
    match field.kind {
        Kind::Password => Some("new-password"),
        Kind::Email => Some("username"),
        _ => None,
    }
}

fn check(field: &Field, mistake: Option<&str>, value: &str, locked: bool) -> Markup {
    let described = ui::form::described_by(field.name, field.help, mistake);
    html! {
        div.check {
            input type="checkbox" id=(field.name) name=(field.name) value="1" checked[value == "1"] disabled[locked]
                aria-describedby=[(!described.is_empty()).then_some(described)];
            div { label for=(field.name) { (field.label) } (ui::form::notes(field.name, field.help, mistake)) }
        }
    }
}

fn links(form: &Form, field: &Field, to: &str, except: &[&str], mistake: Option<&str>, locked: bool) -> Markup {
    let offered = form
        .choices
        .get(to)
        .into_iter()
        .flatten()
        .filter(|name| !except.contains(&name.as_str()));
    let chosen = |name: &str| match form.typed.is_empty() {
        true => matches!(form.values.get(field.name), Some(Json::Array(names)) if names.iter().any(|own| own == name)),
        false => form.typed.iter().any(|(own, typed)| own == field.name && typed == name),
    };
    html! {
        fieldset.field.wrong[mistake.is_some()] {
            legend { (field.label) }
            div.choices {
                @for name in offered {
                    label {
                        input type="checkbox" name=(field.name) value=(name) checked[chosen(name)] disabled[locked];
                        (name)
                    }
                }
            }
            (ui::form::notes(field.name, field.help, mistake))
        }
    }
}

fn action_form(form: &Form, record: &Record, action: &Action) -> Markup {
    let target = format!("{}/action/{}", address(form.record_type, &record.name), action.name);
    html! {
        section.panel {
            h2 { (action.label) }
            p.help { (action.about) }
            (ui::form(&target, form.csrf, html! {
                div.row {
                    @for field in action.inputs {
                        @let value = form.action_values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.as_str());
                        (ui::field(field.name, field.label, false, field.help, form.errors.at(field.name), |described| {
                            input(form, field, value.unwrap_or_default(), described, form.errors.at(field.name))
                        }))
                    }
                    button type="submit" id={ "action-" (action.name) } { (action.label) }
                }
            }))
        }
    }
}

/// A value as one types it.
fn text(field: &Field, value: &Json) -> String {
    match (&field.kind, value.as_i64()) {
        (Kind::Moment, Some(at)) => clock::datetime_local(at),
        (Kind::Password, _) => String::new(),
        _ => plain(value),
    }
}
