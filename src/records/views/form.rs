//! The form of a record, new or stored.

use super::{May, Titles, address, list_address, plain};
use crate::base::{FieldErrors, clock};
use crate::records;
use crate::records::Verb;
use crate::records::declare::{Action, Field, Kind, RecordType, Section};
use crate::records::value::Record;
use crate::records::verbs::title;
use crate::ui;
use crate::web::params::{encode, with_query};
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
    /// The names to choose from, by linked type; `None`: too many to show, one types.
    pub choices: &'a BTreeMap<&'static str, Option<Vec<String>>>,
    pub may: May,
    pub csrf: &'a str,
    /// A sentence on what was done just now.
    pub message: Option<&'a str>,
    pub titles: &'a Titles,
    /// Whether the actor may see what happened to the record.
    pub sees_history: bool,
    pub panel: Option<Markup>,
    /// The actions that fit the record and that the actor may do.
    pub actions: &'a [&'static Action],
    /// First values of the actions' inputs.
    pub action_values: &'a [(&'static str, String)],
}

/// The form of a record, new or stored.
pub fn form(form: &Form) -> Markup {
    let record_type = form.record_type;
    let title = match form.record {
        Some(_) if record_type.single => record_type.name.to_owned(),
        Some(record) => title(record_type, record),
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
        div.head {
            div { h1 { (title) } @if record_type.single || form.record.is_none() { p.muted { (record_type.about) } } }
            @if form.record.is_some() && !form.actions.is_empty() {
                nav.jumps aria-label="What can be done" {
                    @for action in form.actions { a href={ "#do-" (action.name) } { (action.label) } }
                    @if form.may.delete && !record_type.single { a href="#delete" { (record_type.removal) } }
                }
            }
        }
        @if let Some(message) = form.message { (ui::done(message)) }
        @if !form.errors.0.is_empty() {
            div.note.bad role="alert" id="form-mistakes" {
                p { "Nothing was saved. Please mend this:" }
                ul.plain {
                    @for (name, message) in &form.errors.0 {
                        @match record_type.field(name).filter(|field| !field.hidden) {
                            Some(field) => { li { a href={ "#" (field.name) } { (field.label) } ": " (message) } }
                            None => { li { (message) } }
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
                    @for part in record_type.sections { (section(form, part)) }
                    div.actions.bar {
                        button.primary type="submit" id="save" { "Save" }
                        @if !record_type.single { a href=(list_address(record_type)) { "Back to the list" } }
                    }
                }
            } @else {
                @for part in record_type.sections { (section(form, part)) }
            }
            @if let Some(record) = form.record {
                @for action in form.actions { (action_form(form, record, action)) }
                (footer(form, record))
            }
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
    let shown = section.fields.iter().filter(|field| is_shown(form, field));
    let shown: Vec<&Field> = shown.collect();
    if shown.is_empty() {
        return html! {};
    }
    let has_mistake = shown.iter().any(|field| form.errors.at(field.name).is_some());
    if form.record_type.folded.contains(&section.title) {
        return html! {
            details.section open[has_mistake] {
                summary { h2 { (section.title) } @if !section.about.is_empty() { span.help { (section.about) } } }
                @for field in shown { (control(form, field)) }
            }
        };
    }
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
                a.button.danger href={ (address(form.record_type, &record.name)) "/delete" } id="delete" { (form.record_type.removal) "…" }
            }
            span.help {
                @if record.modified_at == 0 { "As it was built in: nobody has changed it yet." }
                @else if form.record_type.verbs.contains(&Verb::Write) {
                    "Last changed by " (record.modified_by) ", " (ui::moment_ms(Some(record.modified_at)))
                    @if form.sees_history { " · " a href=(history(form.record_type, record)) { "History" } }
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

fn control(form: &Form, field: &Field) -> Markup {
    let locked = field.read_only
        || !form.may.write
        || (field.managed && !form.may.manage)
        || (field.set_once && form.record.is_some());
    let typed = form.typed.iter().find(|(name, _)| name == field.name);
    let value = match (typed, form.values.get(field.name)) {
        // A form says nothing of a box that is not ticked.
        (None, _) if !form.typed.is_empty() && matches!(field.kind, Kind::Check) && !locked => String::new(),
        (Some((_, typed)), _) if !matches!(field.kind, Kind::Password) => typed.clone(),
        (_, Some(value)) => text(field, value),
        (_, None) => String::new(),
    };
    let mistake = form.errors.all_at(field.name);
    let mistake = mistake.as_deref();
    match &field.kind {
        Kind::Check => check(field, mistake, &value, locked),
        Kind::Links { to, except, .. } => {
            let offered = form.choices.get(to).and_then(Option::as_ref).into_iter().flatten();
            let offered: Vec<&str> = offered
                .map(String::as_str)
                .filter(|name| !except.contains(name))
                .collect();
            boxes(form, field, &offered, mistake, locked)
        }
        Kind::Many(options) => boxes(form, field, &options(), mistake, locked),
        _ if locked => shown(form, field, &value, mistake),
        _ => ui::field(
            field.name,
            field.label,
            field.required,
            field.help,
            mistake,
            |described| with_unit(field, input(form, field, &value, described, mistake)),
        ),
    }
}

/// A value that cannot be changed here.
fn shown(form: &Form, field: &Field, value: &str, mistake: Option<&str>) -> Markup {
    let number = form.values.get(field.name).and_then(Json::as_i64);
    html! {
        div.field.shown {
            span.label id={ (field.name) "-label" } { (field.label) }
            @match &field.kind {
                Kind::Moment => { span id=(field.name) { (ui::moment(number)) } }
                Kind::MomentMs => { span id=(field.name) { (ui::moment_ms(number)) } }
                Kind::Link(to) if !value.is_empty() => {
                    a id=(field.name) href=(link(to, value)) { (form.titles.get(&(*to, value.to_owned())).map_or(value, String::as_str)) }
                }
                // Password managers look for it beside a password.
                Kind::Email => { input id=(field.name) value=(value) readonly aria-labelledby={ (field.name) "-label" } autocomplete="username"; }
                _ if value.is_empty() => { span.muted id=(field.name) { "none" } }
                _ if field.column() == "name" => { (ui::copyable(field.name, value)) }
                _ => { span.lines id=(field.name) { (value) } }
            }
            (ui::form::notes(field.name, field.help, mistake))
        }
    }
}

fn link(to: &str, name: &str) -> String {
    records::by_name(to).map_or_else(|_| "/app".to_owned(), |record_type| address(record_type, name))
}

/// The names that begin a choice, for the box below a field.
pub fn choices(names: &[String]) -> Markup {
    html! { @for name in names { option value=(name) {} } }
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
        Kind::Type => html! {
            select id=(id) name=(id) aria-describedby=[described] aria-invalid=[invalid] {
                option value="" { "Choose" }
                @for name in records::type_names() { option value=(name) selected[name == value] { (name) } }
            }
        },
        Kind::Link(to) => match form.choices.get(to).and_then(Option::as_ref) {
            Some(names) => html! {
                select id=(id) name=(id) aria-describedby=[described] aria-invalid=[invalid] {
                    option value="" { "None" }
                    @for name in names { option value=(name) selected[name == value] { (name) } }
                }
            },
            None => html! {
                input id=(id) name=(id) type="text" value=(value) autocomplete="off" spellcheck="false" list={ (id) "-choices" }
                    aria-describedby=[described] aria-invalid=[invalid]
                    hx-get={ "/choices/" (encode(to)) } hx-trigger="input changed delay:200ms"
                    hx-target={ "#" (id) "-choices" } hx-swap="innerHTML" hx-push-url="false" hx-sync="this:replace";
                datalist id={ (id) "-choices" } {}
            },
        },
        Kind::List | Kind::Paragraph => html! {
            textarea id=(id) name=(id) rows="3" spellcheck="false" aria-describedby=[described] aria-invalid=[invalid] { (value) }
        },
        _ => html! {
            input id=(id) name=(id) type=(kind) value=(value) autocomplete=[autocomplete(field)]
                aria-describedby=[described] aria-invalid=[invalid];
        },
    }
}

/// A number with its unit.
fn with_unit(field: &Field, input: Markup) -> Markup {
    match field.kind {
        Kind::Number { unit, .. } => html! { span.unit { (input) span.muted { (unit) } } },
        _ => input,
    }
}

/// What password managers are told of a field.
fn autocomplete(field: &Field) -> Option<&'static str> {
    match field.kind {
        Kind::Password => Some("new-password"),
        Kind::Email => Some("username"),
        // These forms are about others than whoever fills them in.
        Kind::Text => Some("off"),
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

/// A box for each of these.
fn boxes(form: &Form, field: &Field, offered: &[&str], mistake: Option<&str>, locked: bool) -> Markup {
    let stored = form.values.get(field.name);
    let chosen = |name: &str| match form.typed.is_empty() || locked {
        true => match stored {
            Some(Json::Array(names)) => names.iter().any(|own| own == name),
            Some(Json::String(lines)) => lines.lines().any(|own| own == name),
            _ => false,
        },
        false => form.typed.iter().any(|(own, typed)| own == field.name && typed == name),
    };
    html! {
        fieldset.field.wrong[mistake.is_some()] id=(field.name) {
            legend { (field.label) }
            div.choices {
                @for &name in offered {
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
        section.panel id={ "do-" (action.name) } {
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
