//! How a new record begins from a service that is known beforehand.

use super::About;
use crate::records::RecordType;
use crate::records::views::list_address;
use crate::ui;
use crate::ui::text::t;
use maud::{Markup, html};

/// Before the form of a new record: the services that are known beforehand, key and name of each, or what the
/// chosen one has to be told.
pub fn start<'a>(
    record_type: &RecordType,
    chosen_one: Option<About>,
    services: impl Iterator<Item = (&'a str, &'a str)>,
    query: &[(String, String)],
) -> Markup {
    let here = format!("{}/new", list_address(record_type));
    match chosen_one {
        Some(about) => chosen(&about, &here, query),
        None => choose(&here, services),
    }
}

/// The services to choose from.
fn choose<'a>(here: &str, services: impl Iterator<Item = (&'a str, &'a str)>) -> Markup {
    html! {
        section.panel {
            h2 { (t("Start from a service")) }
            ul.presets { @for (key, name) in services { li { a.button href={ (here) "?preset=" (key) } { (name) } } } }
            p.help { (t("Or fill in the form by hand. With an OpenID Configuration you need not type the endpoints: save, then choose Get OpenID Configuration under Actions.")) }
        }
    }
}

/// What the chosen service has to be told, and where it registers its clients.
fn chosen(about: &About, here: &str, query: &[(String, String)]) -> Markup {
    html! {
        section.panel {
            h2 { (about.name) }
            (register(about))
            p.help { (t("The Redirect URI to enter there is shown once this form is saved; Client Id and Client Secret can come later.")) }
            @if !about.asks.is_empty() { (questions(about, here, query)) }
            p { a href=(here) { (t("Another service")) } }
        }
    }
}

/// Where a service registers its clients.
pub fn register(about: &About) -> Markup {
    html! {
        @if super::blank(about.register_at).is_some() { p { (about.register_how) } }
        @else { p { a href=(about.register_at) rel="noreferrer noopener" { (about.register_at) } ": " (about.register_how) } }
        @if !about.notes.is_empty() { ul.plain.help { @for note in about.notes { li { (note) } } } }
    }
}

fn questions(about: &About, here: &str, query: &[(String, String)]) -> Markup {
    html! {
        form.stack method="get" action=(here) {
            (ui::hidden("preset", about.key))
            @for ask in about.asks {
                @let given = query.iter().find(|(name, _)| *name == ask.name).map(|(_, value)| value.as_str());
                (ui::field(&format!("ask-{}", ask.name), &ask.label, true, &ask.help, None, |described| html! {
                    input id={ "ask-" (ask.name) } name=(ask.name) value=[given] placeholder=(ask.example) required autocomplete="off" spellcheck="false" aria-describedby=(described);
                }))
            }
            div.actions { button type="submit" id="fill-in" { (t("Fill in")) } }
        }
    }
}
