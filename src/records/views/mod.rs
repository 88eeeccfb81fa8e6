//! The desk's list and form, made from the declaration. Pure: what they show is handed in.

mod form;
mod list;

pub use form::{Form, form};
pub use list::list;

use super::declare::{RecordType, Shown};
use super::value::Record;
use crate::ui;
use crate::web::params::encode;
use maud::{Markup, html};
use serde_json::Value as Json;

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

/// What the actor may do here.
#[derive(Clone, Copy, Default)]
pub struct May {
    pub write: bool,
    pub create: bool,
    pub delete: bool,
}

/// Secrets, shown once.
pub fn shown_once(title: &str, message: &str, shown: &[Shown], onward: &str) -> Markup {
    html! {
        div.head { h1 { (title) } }
        div.note.warn { p { "Copy what is below now: a secret is shown this once and cannot be read again." } }
        div.form-page {
            @if !message.is_empty() { p { (message) } }
            @for secret in shown {
                div.secret {
                    label for=(secret.name) { strong { (secret.label) } }
                    input.mono id=(secret.name) value=(secret.value) readonly;
                }
            }
            div.actions { a.button.primary href=(onward) id="onward" { "I have copied it" } }
        }
    }
}

/// The question before a deletion.
pub fn confirm_delete(record_type: &RecordType, record: &Record, takes: &str, csrf: &str) -> Markup {
    let title = plain(record.values.get(record_type.title).unwrap_or(&Json::Null));
    let here = address(record_type, &record.name);
    html! {
        p.crumbs { a href=(list_address(record_type)) { (record_type.plural) } }
        div.head { h1 { "Delete " (title) "?" } }
        div.form-page {
            @if !takes.is_empty() { p { (takes) } }
            p { "This cannot be undone." }
            (ui::form(&format!("{here}/delete"), csrf, html! {
                div.actions {
                    button.danger type="submit" id="delete-submit" { "Delete " (record_type.name) }
                    a href=(here) { "Keep it" }
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
