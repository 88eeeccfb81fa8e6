//! Forms and fields. Labels, help and mistakes are tied to their field for everybody.

use super::text::t;
use crate::base::Text;
use maud::{Markup, html};

/// A form that posts, with its CSRF token.
pub fn form(action: &str, csrf: &str, body: Markup) -> Markup {
    html! {
        form.stack method="post" action=(action) {
            (hidden("csrf_token", csrf))
            (body)
        }
    }
}

/// A value that travels along.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

/// One field around its control. `control` gets the attributes' values: the id, and the ids
/// of what describes it.
pub fn field(
    id: &str,
    label: &str,
    needed: bool,
    help: &str,
    mistake: Option<&Text>,
    control: impl FnOnce(&str) -> Markup,
) -> Markup {
    html! {
        div.field.wrong[mistake.is_some()] {
            label for=(id) { (t(label)) @if needed { " " span.needed { (t("(needed)")) } } }
            (control(&described_by(id, help, mistake)))
            (notes(id, help, mistake))
        }
    }
}

/// The ids of a field's help and mistake.
pub fn described_by(id: &str, help: &str, mistake: Option<&Text>) -> String {
    let mut ids = Vec::new();
    if mistake.is_some() {
        ids.push(format!("{id}-mistake"));
    }
    if !help.is_empty() {
        ids.push(format!("{id}-help"));
    }
    ids.join(" ")
}

/// A field's help and mistake.
pub fn notes(id: &str, help: &str, mistake: Option<&Text>) -> Markup {
    html! {
        @if let Some(mistake) = mistake { p.mistake id={ (id) "-mistake" } { (mistake) } }
        @if !help.is_empty() { p.help id={ (id) "-help" } { (t(help)) } }
    }
}

/// A box for each of these words, with a sentence on what it is for in the reader's language, or none.
pub fn boxes<'a>(
    name: &str,
    offered: impl IntoIterator<Item = (&'a str, String)>,
    is_chosen: impl Fn(&str) -> bool,
    locked: bool,
) -> Markup {
    html! {
        div.choices {
            @for (word, sentence) in offered {
                label {
                    input type="checkbox" name=(name) value=(word) checked[is_chosen(word)] disabled[locked];
                    span { (word) @if !sentence.is_empty() { br; span.help { (sentence) } } }
                }
            }
        }
    }
}

/// One line of text.
pub struct Line<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub kind: &'a str,
    pub value: &'a str,
    pub autocomplete: &'a str,
    pub help: &'a str,
    pub mistake: Option<&'a Text>,
    pub autofocus: bool,
}

/// A needed line of text with its label, as the pages at the door use it.
pub fn line(line: &Line) -> Markup {
    field(line.name, line.label, false, line.help, line.mistake, |described| {
        html! {
            input id=(line.name) name=(line.name) type=(line.kind) value=(line.value) required
                autocomplete=(line.autocomplete) autofocus[line.autofocus]
                aria-describedby=[(!described.is_empty()).then_some(described)]
                aria-invalid=[line.mistake.map(|_| "true")];
        }
    })
}
