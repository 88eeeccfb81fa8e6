//! The only place where pages are put together: frames, forms, fields, notes.
//!
//! Pure maud: no look-ups, no decisions. Every form is made by [`form::form`], so none lacks
//! its CSRF token.

pub mod chart;
pub mod colour;
mod error;
pub mod form;
pub mod frame;
pub mod icon;
pub mod markdown;
pub mod navigation;
pub mod passkey;
pub mod provider_icon;
pub mod reader;
mod site;
pub mod text;

pub use error::error_page;
pub use form::{field, form, hidden};
pub use frame::{SignedOutFrame, desk, door, door_with_htmx};
pub use site::Site;

use crate::base::{Millis, Seconds, Text, clock};
use maud::{Markup, html};
use text::t;

/// A moment for people, with the exact time on hover.
pub fn moment(at: Option<Seconds>) -> Markup {
    match at {
        Some(at) => html! { time datetime=(clock::rfc3339(at)) title=(clock::rfc3339(at)) { (clock::moment(at)) } },
        None => html! { span.muted { (t("never")) } },
    }
}

/// A moment in milliseconds for people.
pub fn moment_ms(at: Option<Millis>) -> Markup {
    moment(at.map(Millis::seconds))
}

/// A text with a button that copies it, where scripts run.
pub fn copyable(id: &str, text: &str) -> Markup {
    html! {
        span.copyable {
            code id=(id) { (text) }
            (copy(id, t("Copy")))
        }
    }
}

/// A button that copies the text of the element with this id, where scripts run.
pub fn copy(id: &str, label: &str) -> Markup {
    html! { button.small type="button" data-copy=(id) data-copied=(t("Copied")) data-by-hand=(t("Press Ctrl+C")) hidden { (label) } }
}

/// Yes or no, as a tag.
pub fn yes_no(yes: bool) -> Markup {
    html! { @if yes { span.tag.good { (t("Yes")) } } @else { span.tag { (t("No")) } } }
}

/// A sentence that something was done.
pub fn done(message: impl Into<Text>) -> Markup {
    html! { div.note.good role="status" { p { (message.into()) } } }
}

/// What was typed is here again, after signing in anew.
pub fn kept(lacks: bool) -> Markup {
    html! {
        div.note.warn role="status" id="kept" {
            p {
                (t("You are signed in again, and what you typed is here. It is not saved yet: look it over, then save."))
                @if lacks { " " (t("Secrets and files were not kept: enter them once more.")) }
            }
        }
    }
}

/// What was typed into a field.
pub struct Typed<'a> {
    pub name: &'a str,
    /// In the reader's language.
    pub label: &'a str,
    pub words: &'a str,
}

/// What was typed and is too long to be kept, to be copied before one signs in again.
pub fn typed(site: &Site, title: &'static str, fields: &[Typed], lacks: bool, back: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: title.into(),
        id: "typed",
    };
    let body = html! {
        p { (t("What you typed is too long to be kept here, and nothing of it was saved. Copy it, sign in again, and enter it once more.")) }
        @if lacks { p { (t("Secrets and files were not kept: enter them once more.")) } }
        @for (index, field) in fields.iter().enumerate() {
            div.field {
                label for={ "typed-" (index) } { (field.label) }
                textarea id={ "typed-" (index) } data-field=(field.name) readonly rows=(field.words.lines().count().clamp(1, 12)) { (field.words) }
            }
        }
        p { a.button.primary href=(back) id="sign-in-again" { (t("Sign in")) } }
    };
    door(&frame, body)
}

/// A sentence that something went wrong.
pub fn wrong(message: impl Into<Text>) -> Markup {
    html! { div.note.bad role="alert" { p { (message.into()) } } }
}
