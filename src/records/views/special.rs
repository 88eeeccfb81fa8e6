//! The controls that are more than an input: a name of another record, a picture.

use crate::base::{Text, secret};
use crate::records::{Field, NO_PICTURE};
use crate::ui;
use crate::ui::text::t;
use crate::web::params::encode;
use maud::{Markup, html};

/// What a link may choose from.
#[derive(Default)]
pub struct Choice {
    pub names: Vec<String>,
    /// There are more: one types to find them.
    pub has_more: bool,
}

/// The names that begin a choice, for the box below a field.
pub fn choices(names: &[String]) -> Markup {
    html! { @for name in names { option value=(name) {} } }
}

/// A name of another type: one chooses, or types to find it.
pub(super) fn picker(
    choice: Option<&Choice>,
    field: &Field,
    to: &str,
    value: &str,
    (described, mistake, focus): (Option<&str>, Option<&Text>, bool),
) -> Markup {
    let id = field.name;
    let asks = choice.is_none_or(|choice| choice.has_more);
    html! {
        input id=(id) name=(id) type="text" value=(value) autocomplete="off" spellcheck="false" list={ (id) "-choices" }
            placeholder=(t("None: type to choose")) autofocus[focus]
            aria-describedby=[described] aria-invalid=[mistake.map(|_| "true")]
            hx-get=[asks.then(|| format!("/choices/{}", encode(to)))] hx-trigger=[asks.then_some("input changed delay:200ms")]
            hx-target={ "#" (id) "-choices" } hx-swap="innerHTML" hx-push-url="false" hx-sync="this:replace";
        datalist id={ (id) "-choices" } { @if let Some(choice) = choice { (choices(&choice.names)) } }
    }
}

/// A picture: what there is, another one, none.
pub(super) fn image(
    field: &Field,
    (address, stored): (&str, &str),
    removes: bool,
    mistake: Option<&Text>,
    locked: bool,
) -> Markup {
    let is_there = stored.starts_with("data:");
    ui::field(
        field.name,
        field.label,
        field.required,
        field.help,
        mistake,
        |described| {
            html! {
                div.picture {
                    @if is_there { img src={ (address) "?" (tag(stored)) } alt=""; }
                    @if !locked {
                        input id=(field.name) name=(field.name) type="file" accept="image/png,image/jpeg,image/webp,image/svg+xml,image/x-icon"
                            aria-describedby=[(!described.is_empty()).then_some(described)] aria-invalid=[mistake.map(|_| "true")];
                        @if is_there { label.check { input type="checkbox" name=(field.name) value=(NO_PICTURE) checked[removes]; span { (t("Remove it")) } } }
                    }
                }
            }
        },
    )
}

/// What changes with a value, for its address.
pub fn tag(value: &str) -> String {
    secret::to_hex(&secret::sha256(value.as_bytes())[..6])
}
