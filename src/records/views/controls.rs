//! The controls of a form: one for each kind of field.

use super::form::Form;
use super::special::{image, picker};
use super::{address, plain};
use crate::base::clock;
use crate::base::{Language, Millis, Seconds, Text};
use crate::records::{Default, Everybody, Field, FieldKind as Kind, NO_PICTURE, Options};
use crate::ui;
use crate::ui::text::{stored, t};
use crate::web::params::encode;
use maud::{Markup, html};
use serde_json::Value as Json;

/// A field with its control, or with its value where it cannot be changed here.
pub(super) fn control(form: &Form, field: &Field) -> Markup {
    let locked = field.read_only
        || !form.may.write
        || (field.managed && !form.may.manage)
        || (field.set_once && form.record.is_some());
    let typed = form.typed.iter().find(|(name, _)| name == field.name);
    let value = match (typed, form.values.get(field.name)) {
        // A form says nothing of a box that is not ticked.
        (None, _) if !form.typed.is_empty() && matches!(field.kind, Kind::Check) && !locked => String::new(),
        (Some((_, typed)), _) if !matches!(field.kind, Kind::Password | Kind::Secret) => typed_again(field, typed),
        (_, Some(value)) => text(field, value),
        (_, None) => String::new(),
    };
    let mistake = form.errors.lines_at(field.name);
    let mistake = mistake.as_ref();
    match &field.kind {
        Kind::Check => check(field, mistake, &value, locked),
        Kind::Links(links) => {
            let offered = form.choices.get(links.to).into_iter().flat_map(|choice| &choice.names);
            let offered: Vec<&str> = offered
                .map(String::as_str)
                .filter(|name| !links.except.contains(name))
                .collect();
            let sentence = |name: &str| {
                form.sentences
                    .get(&(links.to, name.to_owned()))
                    .map_or("", String::as_str)
            };
            let offered: Vec<Offered> = offered.into_iter().map(|name| (name, sentence(name))).collect();
            match links.everybody {
                Some(everybody) => one_or_boxes(form, field, &everybody, &offered, mistake, locked),
                None => boxes(form, field, &offered, mistake, locked),
            }
        }
        Kind::Many(options) => {
            let offered: Vec<Offered> = form
                .registry
                .options(*options)
                .into_iter()
                .map(|name| (name, ""))
                .collect();
            boxes(form, field, &offered, mistake, locked)
        }
        Kind::Image(address) => {
            let stored = form.values.get(field.name).and_then(Json::as_str).unwrap_or_default();
            image(field, (address, stored), value == NO_PICTURE, mistake, locked)
        }
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
fn shown(form: &Form, field: &Field, value: &str, mistake: Option<&Text>) -> Markup {
    let number = form.values.get(field.name).and_then(Json::as_i64);
    html! {
        div.field.shown {
            span.label id={ (field.name) "-label" } { (t(field.label)) }
            @match &field.kind {
                Kind::Moment => { span id=(field.name) { (ui::moment(number.map(Seconds))) } }
                Kind::MomentMs => { span id=(field.name) { (ui::moment_ms(number.map(Millis))) } }
                Kind::Link(to) if !value.is_empty() => {
                    @let words = form.titles.get(&(*to, value.to_owned())).map_or(value, String::as_str);
                    @let opens = form.opens.contains(&(*to, value.to_owned()));
                    @match form.registry.by_name(to).ok().filter(|_| opens) {
                        Some(linked) => { a id=(field.name) href=(address(linked, value)) { (words) } }
                        None => { span id=(field.name) { (words) } }
                    }
                }
                Kind::Secret => {
                    span.muted id=(field.name) { @if form.values.get(field.name).is_some_and(Json::is_string) { (t("kept sealed, never shown")) } @else { (t("none")) } }
                }
                // Password managers look for it beside a password.
                Kind::Email => { input id=(field.name) value=(value) readonly aria-labelledby={ (field.name) "-label" } autocomplete="username"; }
                _ if value.is_empty() => { span.muted id=(field.name) { (t("none")) } }
                _ if field.column == "name" => { (ui::copyable(field.name, value)) }
                Kind::Select(_) => { span id=(field.name) { (t(value)) } }
                Kind::Language => { span id=(field.name) { (language_name(value)) } }
                _ => { span.lines id=(field.name) { (value) } }
            }
            (ui::form::notes(field.name, field.help, mistake))
        }
    }
}

/// What is typed into.
pub(super) fn input(form: &Form, field: &Field, value: &str, described: &str, mistake: Option<&Text>) -> Markup {
    let described = (!described.is_empty()).then_some(described);
    let invalid = mistake.map(|_| "true");
    let id = field.name;
    let focus = form.focus() == Some(id);
    let kind = match &field.kind {
        Kind::Email => "email",
        Kind::Url => "url",
        Kind::Password | Kind::Secret => "password",
        Kind::Moment => "datetime-local",
        Kind::Number { .. } => "number",
        _ => "text",
    };
    match &field.kind {
        Kind::Select(options) => html! {
            select id=(id) name=(id) autofocus[focus] aria-describedby=[described] aria-invalid=[invalid] {
                @for option in *options { option value=(option) selected[*option == value] { (t(if option.is_empty() { "As System Settings say" } else { option })) } }
            }
        },
        Kind::Language => html! {
            select id=(id) name=(id) autofocus[focus] aria-describedby=[described] aria-invalid=[invalid] { (languages(value, matches!(field.default, Default::None))) }
        },
        Kind::Type => html! {
            select id=(id) name=(id) autofocus[focus] aria-describedby=[described] aria-invalid=[invalid] {
                option value="" { (t("Choose")) }
                @for name in form.registry.options(Options::Types) { option value=(name) selected[name == value] { (t(name)) } }
            }
        },
        Kind::Link(to) => picker(form.choices.get(to), field, to, value, (described, mistake, focus)),
        Kind::Text if field.picks_by.is_some() => {
            let by = field.picks_by.unwrap_or_default();
            let offered = format!("/choices/by?type_in={by}&words_in={id}");
            html! {
                input id=(id) name=(id) type="text" value=(value) autocomplete="off" spellcheck="false" list={ (id) "-choices" }
                    aria-describedby=[described] aria-invalid=[invalid]
                    hx-get=(offered) hx-include={ "#" (by) } hx-trigger="input changed delay:200ms, focus"
                    hx-target={ "#" (id) "-choices" } hx-swap="innerHTML" hx-push-url="false" hx-sync="this:replace";
                datalist id={ (id) "-choices" } {}
            }
        }
        Kind::List | Kind::Paragraph | Kind::Rows { .. } => html! {
            textarea id=(id) name=(id) rows="3" spellcheck="false" autofocus[focus] aria-describedby=[described] aria-invalid=[invalid] { (value) }
        },
        Kind::Secret => html! {
            input id=(id) name=(id) type="password" value="" autocomplete="off" spellcheck="false" autofocus[focus]
                placeholder=[form.values.get(id).is_some_and(Json::is_string).then_some(t("kept sealed; empty keeps it"))]
                aria-describedby=[described] aria-invalid=[invalid];
        },
        _ => html! {
            input id=(id) name=(id) type=(kind) value=(value) autocomplete=[autocomplete(field)] autofocus[focus]
                aria-describedby=[described] aria-invalid=[invalid];
        },
    }
}

/// A number with its unit, a moment with its zone.
pub(super) fn with_unit(field: &Field, input: Markup) -> Markup {
    match field.kind {
        Kind::Number { unit, .. } => html! { span.unit { (input) span.muted { (t(unit)) } } },
        Kind::Moment => html! { span.unit { (input) span.muted data-zone { (t("UTC")) } } },
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

fn check(field: &Field, mistake: Option<&Text>, value: &str, locked: bool) -> Markup {
    let described = ui::form::described_by(field.name, field.help, mistake);
    html! {
        div.check {
            input type="checkbox" id=(field.name) name=(field.name) value="1" checked[value == "1"] disabled[locked]
                aria-describedby=[(!described.is_empty()).then_some(described)];
            div { label for=(field.name) { (t(field.label)) } (ui::form::notes(field.name, field.help, mistake)) }
        }
    }
}

/// A name to choose, and what it is for.
type Offered<'a> = (&'a str, &'a str);

/// Whether a name is chosen: as it is stored, or as it was sent just now.
fn is_chosen(form: &Form, field: &Field, locked: bool, name: &str) -> bool {
    match form.typed.is_empty() || locked {
        true => match form.values.get(field.name) {
            Some(Json::Array(names)) => names.iter().any(|own| own == name),
            Some(Json::String(lines)) => lines.lines().any(|own| own == name),
            _ => false,
        },
        false => form.typed.iter().any(|(own, typed)| own == field.name && typed == name),
    }
}

/// A box for each of these.
fn boxes(form: &Form, field: &Field, offered: &[Offered], mistake: Option<&Text>, locked: bool) -> Markup {
    html! {
        fieldset.field.wrong[mistake.is_some()] id=(field.name) {
            legend { (t(field.label)) }
            (choices_of(form, field, offered, locked))
            (ui::form::notes(field.name, field.help, mistake))
        }
    }
}

fn choices_of(form: &Form, field: &Field, offered: &[Offered], locked: bool) -> Markup {
    let offered = offered
        .iter()
        .map(|(name, sentence)| (*name, stored(sentence).to_owned()));
    ui::form::boxes(field.name, offered, |name| is_chosen(form, field, locked, name), locked)
}

/// First whether it is everybody; only if not, a box for each of the others. What the choice comes to is told at once.
fn one_or_boxes(
    form: &Form,
    field: &Field,
    everybody: &Everybody,
    offered: &[Offered],
    mistake: Option<&Text>,
    locked: bool,
) -> Markup {
    let is_everybody = is_chosen(form, field, locked, everybody.name);
    let come_to = format!("/come-to/{}/{}", encode(form.record_type.name), field.name);
    html! {
        fieldset.field.one-or.wrong[mistake.is_some()] id=(field.name)
            hx-get=(come_to) hx-trigger="change" hx-include={ "#" (field.name) } hx-target={ "#" (field.name) "-come-to" }
            hx-swap="innerHTML" hx-push-url="false" hx-sync="this:replace" {
            legend { (t(field.label)) }
            label.one { input type="radio" name=(field.name) value=(everybody.name) checked[is_everybody] disabled[locked]; (t(everybody.words)) }
            label.one.others { input type="radio" name=(field.name) value="" checked[!is_everybody] disabled[locked]; (t(everybody.others)) }
            (choices_of(form, field, offered, locked))
            p.come-to id={ (field.name) "-come-to" } role="status" { @if let Some(sentence) = form.come_to.get(field.name) { (sentence) } }
            (ui::form::notes(field.name, field.help, mistake))
        }
    }
}

/// A value as one types it.
fn text(field: &Field, value: &Json) -> String {
    match (&field.kind, value.as_i64()) {
        (Kind::Moment, Some(at)) => clock::datetime_local(Seconds(at)),
        (Kind::Password | Kind::Secret, _) => String::new(),
        _ => plain(value),
    }
}

/// What was typed, as its control takes it: a moment may have come with its zone.
pub fn typed_again(field: &Field, typed: &str) -> String {
    let moment = clock::from_datetime_local(typed).filter(|_| matches!(field.kind, Kind::Moment));
    moment.map_or_else(|| typed.to_owned(), clock::datetime_local)
}

/// The question before a form is left that was changed.
pub const LEAVE: &str = "Leave without saving? What you changed on this page is lost.";

/// The languages that one may choose from, or none, where that is left open; one that is not ours stays.
pub fn languages(value: &str, may_be_open: bool) -> Markup {
    let is_ours = Language::EVERY.iter().any(|own| own.tag() == value);
    html! {
        @if may_be_open { option value="" selected[value.is_empty()] { (t("As the browser asks")) } }
        @for own in Language::EVERY { option value=(own.tag()) lang=(own.tag()) selected[own.tag() == value] { (own.own_name()) } }
        @if !is_ours && !value.is_empty() { option value=(value) selected { (value) } }
    }
}

/// What a language is called, by those who speak it.
pub(super) fn language_name(tag: &str) -> String {
    let own = Language::EVERY.into_iter().find(|own| own.tag() == tag);
    own.map_or(tag, |own| own.own_name()).to_owned()
}
