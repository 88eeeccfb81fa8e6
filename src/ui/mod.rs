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
pub mod provider_icon;
pub mod reader;
mod site;
pub mod text;

pub use error::error_page;
pub use form::{field, form, hidden};
pub use frame::{SignedOutFrame, desk, door, door_with_htmx};
pub use site::Site;

use crate::base::{Millis, Seconds, clock};
use maud::{Markup, html};
use text::t;

/// A moment for people, with the exact time on hover.
pub fn moment(at: Option<Seconds>) -> Markup {
    match at {
        Some(at) => html! { time datetime=(clock::rfc3339(at)) title=(clock::rfc3339(at)) { (clock::readable(at)) } },
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
            button.small type="button" data-copy=(id) hidden { (t("Copy")) }
        }
    }
}

/// Yes or no, as a tag.
pub fn yes_no(yes: bool) -> Markup {
    html! { @if yes { span.tag.good { (t("Yes")) } } @else { span.tag { (t("No")) } } }
}

/// A sentence that something was done.
pub fn done(message: &str) -> Markup {
    html! { div.note.good role="status" { p { (t(message)) } } }
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

/// A sentence that something went wrong.
pub fn wrong(message: &str) -> Markup {
    html! { div.note.bad role="alert" { p { (t(message)) } } }
}
