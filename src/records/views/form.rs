//! The form of a record, new or stored: a stored one in its parts.

use super::controls::control;
use super::special::Choice;
use super::{May, Titles, actions, address, form_title, list_address, tab_address};
use crate::base::{FieldErrors, Millis, Text};
use crate::records::{AnyAction, Field, FieldKind as Kind, Record, RecordType, Registry, Section, Tab, Verb};
use crate::ui;
use crate::ui::text::{t, tm};
use maud::{Markup, html};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};

/// What the form is filled with.
pub struct Form<'a> {
    pub registry: &'static Registry,
    pub record_type: &'a RecordType,
    /// `None`: a new record.
    pub record: Option<&'a Record>,
    /// The part that is shown; `None`: all of it.
    pub tab: Option<&'static Tab>,
    pub values: &'a Map<String, Json>,
    /// What was typed for fields that could not be read.
    pub typed: &'a [(String, String)],
    pub errors: &'a FieldErrors,
    /// What was typed waited until its sender had signed in again; whether something of it is lacking.
    pub kept: Option<bool>,
    /// The names to choose from, by linked type, and whether they are all.
    pub choices: &'a BTreeMap<&'static str, Choice>,
    pub may: May,
    pub csrf: &'a str,
    pub titles: &'a Titles,
    /// The linked records that whoever looks may open, by type and name.
    pub opens: &'a BTreeSet<(&'static str, String)>,
    /// What names to choose from are for, by type and name.
    pub sentences: &'a Titles,
    /// What the names that are chosen come to, by field.
    pub come_to: &'a BTreeMap<&'static str, Text>,
    pub panel: Option<Markup>,
    /// What happened to the record, and where all of it stands.
    pub history: Option<Markup>,
    /// The actions that fit the record and that the actor may do.
    pub actions: &'a [&'static dyn AnyAction],
}

impl Form<'_> {
    /// The field that one begins at: the first mistake, or the first field of a new record.
    pub(super) fn focus(&self) -> Option<&'static str> {
        let mut shown = self.fields();
        match self.errors.0.is_empty() {
            false => shown
                .find(|field| self.errors.at(field.name).is_some())
                .map(|field| field.name),
            true if self.record.is_none() && self.panel.is_none() => shown.map(|field| field.name).next(),
            true => None,
        }
    }

    fn fields(&self) -> impl Iterator<Item = &'static Field> {
        let fields = self.record_type.fields_of(self.tab);
        fields.filter(|field| is_shown(self, field))
    }
}

/// The form of a record, new or stored.
pub fn form(form: &Form) -> Markup {
    let record_type = form.record_type;
    let action = match form.record {
        Some(record) => address(record_type, &record.name),
        None => format!("{}/new", list_address(record_type)),
    };
    let has_files = form.fields().any(|field| matches!(field.kind, Kind::Image(_)));
    html! {
        (super::crumbs(record_type))
        div.head {
            div {
                h1 { (form_title(record_type, form.record)) (state(form)) }
                @if record_type.single || form.record.is_none() { p.muted { (t(record_type.about)) } }
            }
            @if let Some(record) = form.record { (actions::menu(form, record)) }
        }
        @if let Some(record) = form.record { (tabs(form, record)) }
        (mistakes(form))
        @if let Some(lacks) = form.kept { (ui::kept(lacks)) }
        div.form-page {
            @if let Some(panel) = &form.panel { (panel) }
            @if form.may.write && form.fields().next().is_some() {
                form.stack method="post" action=(action) enctype=[has_files.then_some("multipart/form-data")] hx-boost=[has_files.then_some("false")] data-guarded=(t(super::controls::LEAVE)) {
                    (ui::hidden("csrf_token", form.csrf))
                    @if let Some(tab) = form.tab { (ui::hidden("tab", tab.name)) }
                    @if let Some(record) = form.record { (ui::hidden("modified", &seen(form, record))) }
                    @if form.record.is_none() { (carried(form)) }
                    (whose_password(form))
                    (sections(form))
                    div.actions.bar {
                        button.primary type="submit" id="save" aria-keyshortcuts="Control+S" { (t("Save")) }
                        @if !record_type.single { a href=(list_address(record_type)) data-list=(record_type.slug) { (t("Back to the list")) } }
                        span.unsaved.muted hidden { (t("Not saved yet")) }
                    }
                }
            } @else {
                (sections(form))
            }
            @if let Some(history) = &form.history { (history) }
            @if let Some(record) = form.record { (footer(form, record)) }
        }
    }
}

/// Password managers look for a name beside a password.
fn whose_password(form: &Form) -> Markup {
    let has = |is: fn(&Kind) -> bool| form.fields().any(|field| is(&field.kind));
    let needed = has(|kind| matches!(kind, Kind::Password)) && !has(|kind| matches!(kind, Kind::Email));
    html! {
        @if let (Some(record), true) = (form.record, needed) { input type="text" autocomplete="username" value=(record.name) hidden; }
    }
}

/// Whether a record that can be switched off is on.
fn state(form: &Form) -> Markup {
    let Some(((field, when), record)) = form.record_type.switch.zip(form.record) else {
        return html! {};
    };
    let is_on = record.values.get(field).and_then(Json::as_i64) == Some(i64::from(when));
    html! { " " @if is_on { span.tag.good { (t("On")) } } @else { span.tag.warn { (t("Off")) } } }
}

fn tabs(form: &Form, record: &Record) -> Markup {
    let Some(current) = form.tab else {
        return html! {};
    };
    let is_empty = |tab: &'static Tab| {
        let mut fields = form.record_type.fields_of(Some(tab));
        !tab.sections.is_empty() && !fields.any(|field| is_shown(form, field))
    };
    html! {
        nav.tabs aria-label=(t("Parts of this record")) {
            ul { @for tab in form.record_type.tabs.iter().filter(|tab| !is_empty(tab)) {
                li { a href=(tab_address(form.record_type, &record.name, Some(tab))) aria-current=[(tab.name == current.name).then_some("page")] { (t(tab.label)) } }
            } }
        }
    }
}

/// What is wrong, each with the way to its field.
fn mistakes(form: &Form) -> Markup {
    let (errors, record_type) = (&form.errors.0, form.record_type);
    let field_of = |name: &str| record_type.field(name).filter(|field| !field.hidden);
    html! {
        @if !errors.is_empty() {
            div.note.bad role="alert" id="form-mistakes" {
                p {
                    @if errors.iter().all(|(name, _)| name.is_empty()) { (t("This could not be done:")) }
                    @else { (t("Nothing was saved. Please correct this:")) }
                }
                ul.plain {
                    @for (name, message) in errors {
                        @match field_of(name) {
                            Some(field) => { li { a href=(place_of(form, field)) { (t(field.label)) } ": " (message) } }
                            None => { li { (message) } }
                        }
                    }
                }
            }
        }
    }
}

/// The way to a field: on this page, or on another part.
fn place_of(form: &Form, field: &Field) -> String {
    let tab = form.record_type.tab_of(field.name);
    match (form.record, tab) {
        (Some(record), Some(tab)) if form.tab.is_some_and(|own| own.name != tab.name) => {
            super::field_address(form.record_type, &record.name, field.name)
        }
        _ => format!("#{}", field.name),
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

fn sections(form: &Form) -> Markup {
    html! { @for part in form.record_type.sections_of(form.tab) { (section(form, part)) } }
}

fn section(form: &Form, section: &Section) -> Markup {
    let shown = section.fields.iter().copied().filter(|field| is_shown(form, field));
    let shown: Vec<&Field> = shown.collect();
    if shown.is_empty() {
        return html! {};
    }
    let fields = html! { div.fields { @for field in &shown { (control(form, field)) } } };
    let has_mistake = shown.iter().any(|field| form.errors.at(field.name).is_some());
    if form.tab.is_none() && form.record_type.folded.contains(&section.title) {
        return html! {
            details.section open[has_mistake] {
                summary { h2 { (t(section.title)) } @if !section.about.is_empty() { span.help { (t(section.about)) } } }
                (fields)
            }
        };
    }
    html! {
        section.section {
            header { h2 { (t(section.title)) } @if !section.about.is_empty() { p.help { (t(section.about)) } } }
            (fields)
        }
    }
}

fn footer(form: &Form, record: &Record) -> Markup {
    html! {
        p.help {
            @if record.modified_at == Millis::default() { (t("As it was built in: nobody has changed it yet.")) }
            @else if form.record_type.verbs.contains(&Verb::Write) {
                (tm!("Last changed by { $user }, { $moment }", user = record.modified_by, moment = ui::moment_ms(Some(record.modified_at))))
            }
        }
    }
}
