//! One's own API keys.

use crate::base::{FieldErrors, text};
use crate::oauth::scopes::Scope;
use crate::ui::form::{Line, boxes, line, notes};
use crate::ui::text::{t, tm};
use crate::ui::{self, form, hidden};
use crate::users::api_keys::Key;
use crate::web::Form;
use maud::{Markup, html};

/// For how many days a key can be made to work, where the site lets it.
const SPANS: &[i64] = &[7, 30, 90, 365];

/// What there is, and what a new one can be.
pub struct Keys<'a> {
    pub keys: &'a [Key],
    /// What a key can be for.
    pub offered: &'a [Scope],
    /// The longest that one may work, in days.
    pub most: i64,
    /// What was typed, where something of it was wrong.
    pub typed: Option<&'a Form>,
    pub errors: &'a FieldErrors,
    pub csrf: &'a str,
}

/// The page.
pub fn keys(page: &Keys) -> Markup {
    let unnamed = page.keys.iter().any(|key| key.label.is_empty());
    html! {
        div.form-page {
            p { (t("For programs of yours that call this site as you. Give each its own key, for no more than it needs: whoever has key and secret may do that, until you revoke it.")) }
            @if let Some(mistake) = page.errors.at("") { (ui::wrong(mistake)) }
            @if !page.keys.is_empty() {
                ul.rows { @for key in page.keys { li { (one(key, page.csrf)) } } }
            }
            section.panel {
                h2 { (t("New key")) }
                (new(page))
            }
            section.panel {
                h2 { (t("The key without a name")) }
                p { (t("The one key that an account has in the Frappe Framework, for programs that know no other. It may do whatever you may do.")) }
                (form("/me/keys", page.csrf, html! {
                    (hidden("deed", "unnamed"))
                    @if unnamed { p.help { (t("The old secret stops working at once.")) } }
                    div.actions { button type="submit" id="key-submit" { @if unnamed { (t("Make a new secret")) } @else { (t("Make it")) } } }
                }))
            }
        }
    }
}

fn one(key: &Key, csrf: &str) -> Markup {
    html! {
        div {
            strong { @if key.label.is_empty() { (t("The key without a name")) } @else { (key.label) } }
            " " @for scope in key.scopes.iter() { span.tag { (scope) } " " }
            p { (ui::copyable(&format!("api-key-{}", key.api_key), &key.api_key)) }
            p.help { (tm!("Made { $begin }, last used { $last }, works until { $end }", begin = ui::moment(Some(key.created_at)),
                last = ui::moment(key.last_used_at), end = ui::moment(Some(key.expires_at)))) }
        }
        (form("/me/keys/revoke", csrf, html! {
            (hidden("key", &key.api_key))
            button.danger type="submit" id={ "revoke-" (key.api_key) } { (t("Revoke")) span.visually-hidden { " " (key.api_key) } }
        }))
    }
}

fn new(page: &Keys) -> Markup {
    let typed = |name| page.typed.map_or("", |form| form.text(name));
    let was = |scope: &str| {
        page.typed
            .is_some_and(|form| form.0.iter().any(|(name, value)| name == "scopes" && value == scope))
    };
    let mistake = page.errors.at("scopes");
    let spans: Vec<i64> = SPANS
        .iter()
        .copied()
        .filter(|days| *days < page.most)
        .chain([page.most])
        .collect();
    let chosen = typed("days").parse().unwrap_or(90.min(page.most));
    form(
        "/me/keys",
        page.csrf,
        html! {
            (hidden("deed", "named"))
            (line(&Line { name: "label", label: "Name", kind: "text", value: typed("label"), autocomplete: "off",
                help: "What the key is for, such as: Nightly backup.", mistake: page.errors.at("label"), autofocus: false }))
            fieldset.field.wrong[mistake.is_some()] id="scopes" {
                legend { (t("What it is for")) }
                (boxes("scopes", page.offered.iter().map(|scope| (scope.name.as_str(), scope.words())), was, false))
                (notes("scopes", "However much you may do, the key does only this. all is everything.", mistake))
            }
            (ui::field("days", "Works for", false, "", page.errors.at("days"), |_| html! {
                select id="days" name="days" { @for days in spans { option value=(days) selected[days == chosen] { (text!("{ $count } days", count = days)) } } }
            }))
            div.actions { button.primary type="submit" id="new-key-submit" { (t("Make a key")) } }
        },
    )
}
