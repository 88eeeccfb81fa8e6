//! The desk's list and form, made from the declaration. Pure: what they show is handed in.

mod actions;
pub mod controls;
mod form;
mod list;
mod narrowing;
mod paging;
mod special;

pub use actions::ask;
pub use controls::typed_again;
pub use form::{Form, form};
pub use list::{List, list};
pub use narrowing::{Filter, OPERATORS, TYPED};
pub use paging::LENGTHS;
pub use special::{Choice, choices, tag};

use super::{Outcome, Record, RecordType, Tab};
use crate::base::{Text, text};
use crate::ui;
use crate::ui::icon::icon;
use crate::ui::text::t;
use crate::web::params::{encode, with_query};
use maud::{Markup, html};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What people know linked records by: type and name, and the words.
pub type Titles = BTreeMap<(&'static str, String), String>;

/// The address of a type's list.
pub fn list_address(record_type: &RecordType) -> String {
    format!("/app/{}", record_type.slug)
}

/// The address of a record.
pub fn address(record_type: &RecordType, name: &str) -> String {
    match record_type.single {
        true => list_address(record_type),
        false => format!("/app/{}/{}", record_type.slug, encode(name)),
    }
}

/// The address of a part of a record's form; of the record where its form is one page.
pub fn tab_address(record_type: &RecordType, name: &str, tab: Option<&Tab>) -> String {
    at_tab(record_type, address(record_type, name), tab)
}

/// An address below a record, with the part of its form that one comes from. The first one goes without saying.
fn at_tab(record_type: &RecordType, address: String, tab: Option<&Tab>) -> String {
    match tab.filter(|tab| !record_type.is_first(tab)) {
        Some(tab) => with_query(&address, &[("tab", tab.name)]),
        None => address,
    }
}

/// The way to a field of a record.
pub fn field_address(record_type: &RecordType, name: &str, field: &str) -> String {
    let page = tab_address(record_type, name, record_type.tab_of(field));
    format!("{page}#{field}")
}

/// Where an action on a record is asked for, and done.
pub fn action_address(record_type: &RecordType, name: &str, action: &str) -> String {
    format!("{}/action/{action}", address(record_type, name))
}

/// The way back to the list; with scripts as it was seen last.
fn crumbs(record_type: &RecordType) -> Markup {
    html! {
        nav.crumbs aria-label=(t("Where this is")) {
            @if !record_type.single { a href=(list_address(record_type)) data-list=(record_type.slug) { (t(record_type.plural)) } }
            (help(record_type))
        }
    }
}

/// The way to the guide.
fn help(record_type: &RecordType) -> Markup {
    html! {
        @if !record_type.guide.is_empty() {
            a.to-guide href={ "/guide/" (record_type.guide) } { (icon("book")) (t("Help")) span.visually-hidden { ": " (t(record_type.plural)) } }
        }
    }
}

/// The address of a type's list, narrowed to one value of a field.
pub fn filtered(record_type: &RecordType, field: &str, value: &str) -> String {
    with_query(&list_address(record_type), &[(field, value)])
}

/// What the actor may do here.
#[derive(Clone, Copy, Default)]
pub struct May {
    pub write: bool,
    /// Every record of the type, with the fields that are for those who manage them.
    pub manage: bool,
    pub create: bool,
    pub delete: bool,
}

/// What a form is of: a record, or a new one.
pub fn form_title(record_type: &RecordType, record: Option<&Record>) -> Text {
    match record {
        Some(_) if record_type.single => record_type.name.into(),
        Some(record) => Text::verbatim(record_type.title_of(record)),
        None => text!("New { $type }", type = Text::from(record_type.name)),
    }
}

/// Secrets, shown once.
pub fn shown_once(title: &str, outcome: &Outcome, onward: &str, csrf: &str) -> Markup {
    let Outcome {
        message,
        shown,
        onward: taking,
    } = outcome;
    html! {
        div.head { h1 { (t(title)) } }
        div.note.warn { p { (t("Copy what is below now: a secret is shown this once and cannot be read again.")) } }
        div.form-page {
            @if !message.is_empty() { p { (message) } }
            @for secret in shown {
                div.secret {
                    label for=(secret.name) { strong { (t(secret.label)) } }
                    div.row {
                        input.mono id=(secret.name) value=(secret.value) readonly;
                        (ui::copy(secret.name, t("Copy")))
                    }
                }
            }
            @if let Some(taking) = taking {
                form.actions method="post" action=(taking.address) {
                    (ui::hidden("csrf_token", csrf))
                    @for secret in shown { (ui::hidden(secret.name, &secret.value)) }
                    button.primary type="submit" id="taking" { (t(taking.label)) }
                    a.button href=(onward) id="onward" { (t("I have copied it")) }
                }
            } @else {
                div.actions { a.button.primary href=(onward) id="onward" { (t("I have copied it")) } }
            }
        }
    }
}

/// What people know a record by.
pub fn title(record_type: &RecordType, record: &Record) -> String {
    match plain(record.values.get(record_type.title).unwrap_or(&Json::Null)) {
        title if title.is_empty() => record.name.clone(),
        title => title,
    }
}

/// The question before many are removed at once: each with what it takes along.
pub fn confirm_many(record_type: &RecordType, records: &[(Record, Text)], back: &str, csrf: &str) -> Markup {
    let (verb, count) = (record_type.removal.verb, records.len());
    html! {
        (crumbs(record_type))
        div.head { h1 { (text!("{ $verb }: { $count } { $records }", verb = Text::from(verb), count = count, records = Text::from(record_type.plural))) } }
        div.form-page {
            ul.takes {
                @for (record, takes) in records {
                    @let known_by = title(record_type, record);
                    li { strong { (known_by) } @if known_by != record.name { " " span.muted { (record.name) } } @if !takes.is_empty() { br; (takes) } }
                }
            }
            p { (t("This cannot be undone. Either all of them go, or none.")) }
            (ui::form(&list_address(record_type), csrf, html! {
                @for (record, _) in records { (ui::hidden("name", &record.name)) }
                (ui::hidden("do", "remove-now"))
                (ui::hidden("back", back))
                div.actions {
                    button.danger type="submit" id="delete-submit" { (text!("{ $verb } all { $count }", verb = Text::from(verb), count = count)) }
                    a href=(list_address(record_type)) data-list=(record_type.slug) { (t("Keep them")) }
                }
            }))
        }
    }
}

/// The question before a deletion.
pub fn confirm_delete(record_type: &RecordType, record: &Record, takes: &Text, csrf: &str) -> Markup {
    let title = title(record_type, record);
    let here = address(record_type, &record.name);
    html! {
        (crumbs(record_type))
        div.head { h1 { (text!("{ $verb }: { $record }", verb = Text::from(record_type.removal.verb), record = &title)) } }
        div.form-page {
            @if !takes.is_empty() { p { (takes) } }
            p { (t("This cannot be undone.")) }
            (ui::form(&format!("{here}/delete"), csrf, html! {
                input type="hidden" name="back" value=(list_address(record_type)) data-list=(record_type.slug);
                div.actions {
                    button.danger type="submit" id="delete-submit" { (text!("{ $verb } this { $type }", verb = Text::from(record_type.removal.verb), type = Text::from(record_type.name))) }
                    a href=(here) { (t("Keep it")) }
                }
            }))
        }
    }
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
