//! The form of a new password, wherever somebody at the door sets one.

use crate::base::{FieldErrors, text};
use crate::ui::form::{described_by, notes};
use crate::ui::text::t;
use crate::ui::{form, hidden};
use maud::{Markup, html};

/// A form for a new password.
pub struct NewPassword<'a> {
    pub action: &'a str,
    /// What travels along.
    pub along: (&'a str, &'a str),
    /// Whose it is: password managers look for it.
    pub email: &'a str,
    /// How many characters it has at least.
    pub least: i64,
    pub errors: &'a FieldErrors,
    pub csrf: &'a str,
}

/// The form.
pub fn new_password(new: &NewPassword) -> Markup {
    let mistake = new.errors.at("password");
    form(
        new.action,
        new.csrf,
        html! {
            (hidden(new.along.0, new.along.1))
            input type="text" name="email" value=(new.email) autocomplete="username" hidden;
            div.field.wrong[mistake.is_some()] {
                label for="password" { (t("New password")) }
                input id="password" name="password" type="password" required autofocus autocomplete="new-password"
                    aria-describedby=(described_by("password", "help", mistake)) aria-invalid=[mistake.map(|_| "true")];
                (notes("password", "", mistake))
                p.help id="password-help" { (text!("At least { $least } characters. A few unrelated words are best.", least = new.least)) }
            }
            button.small.show-password type="button" data-show="password" aria-pressed="false" hidden { (t("Show password")) }
            button.primary type="submit" id="new-password-submit" { (t("Set the password")) }
        },
    )
}
