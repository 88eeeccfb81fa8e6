//! What can be done with a record beside saving it: a menu at the top, and the question that each asks.

use super::controls::{input, with_unit};
use super::form::Form;
use super::{address, at_tab, crumbs, form_title, tab_address};
use crate::records::{AnyAction, Record, Verb};
use crate::ui;
use crate::ui::text::t;
use maud::{Markup, html};

/// Where an action is done, and where it is asked for: the part of the form that one comes from leads back.
fn place(form: &Form, record: &Record, name: &str) -> String {
    let place = super::action_address(form.record_type, &record.name, name);
    at_tab(form.record_type, place, form.tab)
}

/// The menu; nothing where there is nothing to do.
pub(super) fn menu(form: &Form, record: &Record) -> Markup {
    let record_type = form.record_type;
    let deletes = form.may.delete && !record_type.single && record_type.verbs.contains(&Verb::Delete);
    let delete = |class: &str| {
        html! { a class=(class) href={ (address(record_type, &record.name)) "/delete" } id="delete-record" { (t(record_type.removal.verb)) "…" } }
    };
    html! {
        @if !form.actions.is_empty() {
            details.dropdown {
                summary.button { (t("Actions")) }
                ul.menu {
                    @for action in form.actions { li { (entry(form, record, *action)) } }
                    @if deletes { li { (delete("danger")) } }
                }
            }
        } @else if deletes {
            div.actions { (delete("button danger")) }
        }
    }
}

fn entry(form: &Form, record: &Record, action: &dyn AnyAction) -> Markup {
    let button = action.button();
    let place = place(form, record, button.name);
    html! {
        @if button.at_once {
            (ui::form(&place, form.csrf, html! { button type="submit" id={ "action-" (button.name) } title=(t(button.about)) { (t(button.label)) } }))
        } @else {
            a href=(place) id={ "do-" (button.name) } { (t(button.label)) "…" }
        }
    }
}

/// The question of an action: what it does, what it needs to know.
pub fn ask(form: &Form, record: &Record, action: &dyn AnyAction, values: &[(&'static str, String)]) -> Markup {
    let (button, record_type) = (action.button(), form.record_type);
    html! {
        (crumbs(record_type))
        div.head { h1 { (t(button.label)) ": " (form_title(record_type, form.record)) } }
        div.form-page.narrow-page {
            p { (t(button.about)) }
            @if !form.errors.0.is_empty() { div id="form-mistakes" { @for (_, mistake) in &form.errors.0 { (ui::wrong(mistake)) } } }
            (ui::form(&place(form, record, button.name), form.csrf, html! {
                @for field in button.inputs {
                    @let value = values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.as_str());
                    @let mistake = form.errors.at(field.name);
                    (ui::field(field.name, field.label, false, field.help, mistake, |described| {
                        with_unit(field, input(form, field, value.unwrap_or_default(), described, mistake))
                    }))
                }
                div.actions {
                    button.primary type="submit" id={ "action-" (button.name) } { (t(button.label)) }
                    a href=(tab_address(record_type, &record.name, form.tab)) { (t("Leave it as it is")) }
                }
            }))
        }
    }
}
