//! The page on which somebody confirms that it is them.

use crate::base::{FieldErrors, Text};
use crate::factors::passkeys::Asked;
use crate::ui::form::{Line, form, hidden, line};
use crate::ui::passkey::{PasskeyForm, passkey_form};
use crate::ui::text::{t, tm};
use crate::ui::{self, SignedOutFrame, Site, door};
use crate::web::params::with_query;
use maud::{Markup, html};

/// What it shows.
pub struct Again<'a> {
    pub site: &'a Site,
    pub email: &'a str,
    /// What the browser is asked for a passkey.
    pub passkey: Option<&'a Asked>,
    /// Whether they have a second factor: then that is asked for.
    pub has_factors: bool,
    pub has_password: bool,
    /// Where they were.
    pub place: &'a str,
    /// The same as the form says it: name and value.
    pub onward: Option<(&'a str, &'a str)>,
    /// Whether what they typed waits for them.
    pub is_kept: bool,
    pub errors: &'a FieldErrors,
    pub mistake: Option<&'a Text>,
    pub csrf: &'a str,
}

const HERE: &str = "/login/again";

/// The page.
pub fn again(again: &Again) -> Markup {
    let frame = SignedOutFrame {
        site: again.site,
        title: "Confirm that it is you".into(),
        id: "again",
    };
    let onward = || html! { @if let Some((name, value)) = again.onward { (hidden(name, value)) } };
    let said: Vec<(&str, &str)> = [("again", "1")].into_iter().chain(again.onward).collect();
    let elsewhere = with_query("/login", &said);
    door(
        &frame,
        html! {
            p { (tm!("You are signed in as { $email }, since a while. What you are about to do gives power or ends safety.", email = html! { strong { (again.email) } })) }
            @if again.is_kept { p { (t("What you typed is kept: do it once more afterwards.")) } }
            @if let Some(mistake) = again.mistake { (ui::wrong(mistake)) }
            @if let Some(mistake) = again.errors.at("passkey") { (ui::wrong(mistake)) }
            @if let Some(asked) = again.passkey {
                (passkey_form(&PasskeyForm {
                    action: HERE, csrf: again.csrf, id: "again-passkey", label: "Use a passkey", makes: false,
                    is_offered: false, is_primary: true, options: &asked.options, state: &asked.state,
                }, onward()))
                p.or { span { (t("or")) } }
            }
            @if again.has_factors {
                (form(HERE, again.csrf, html! {
                    (onward())
                    (line(&Line { name: "code", label: "Code", kind: "text", value: "", autocomplete: "one-time-code",
                        help: "The six digits that your authenticator app shows. Or one of your recovery codes, if it is not at hand.",
                        mistake: again.errors.at("code"), autofocus: again.passkey.is_none() }))
                    button.primary[again.passkey.is_none()] type="submit" id="again-submit" { (t("Go on")) }
                }))
            } @else if again.has_password {
                (form(HERE, again.csrf, html! {
                    (onward())
                    input type="text" name="username" value=(again.email) autocomplete="username" hidden;
                    (line(&Line { name: "password", label: "Password", kind: "password", value: "", autocomplete: "current-password",
                        help: "", mistake: again.errors.at("password"), autofocus: true }))
                    button.primary type="submit" id="again-submit" { (t("Go on")) }
                }))
                p { a href=(elsewhere) id="again-elsewhere" { (t("Sign in another way")) } }
            } @else {
                a.button.primary href=(elsewhere) id="again-elsewhere" { (t("Sign in again")) }
            }
            p { a href=(again.place) { (t("Back without doing it")) } }
        },
    )
}
