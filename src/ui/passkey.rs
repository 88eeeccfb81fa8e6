//! A form that asks the browser for a passkey (`assets/passkeys.js`).

use super::form::hidden;
use super::text::t;
use maud::{Markup, html};

/// What is asked, and where the answer goes.
pub struct PasskeyForm<'a> {
    pub action: &'a str,
    pub csrf: &'a str,
    /// Of the button.
    pub id: &'a str,
    pub label: &'a str,
    /// Whether a new one is made.
    pub makes: bool,
    /// Whether the browser offers passkeys by itself where the email is typed.
    pub is_offered: bool,
    /// Whether it is the one thing to do.
    pub is_primary: bool,
    /// WebAuthn's options, as JSON.
    pub options: &'a str,
    /// What comes back with the answer.
    pub state: &'a str,
}

/// The form, with more fields.
pub fn passkey_form(form: &PasskeyForm, fields: Markup) -> Markup {
    let kind = if form.makes { "create" } else { "get" };
    html! {
        form.stack method="post" action=(form.action) hx-boost="false" data-passkey=(kind) data-options=(form.options)
            data-offered[form.is_offered]
            data-failed=(t("The browser did not use a passkey. Try again, or go another way."))
            data-known=(t("This device has a passkey for this account already.")) {
            (hidden("csrf_token", form.csrf))
            (hidden("state", form.state))
            (hidden("answer", ""))
            (fields)
            p.mistake data-passkey-says role="status" {}
            div.actions { button.primary[form.is_primary] type="submit" id=(form.id) { (t(form.label)) } }
            noscript { p.help { (t("Passkeys need JavaScript. The other ways work without.")) } }
        }
    }
}
