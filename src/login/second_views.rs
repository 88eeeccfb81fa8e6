//! The pages of the second step of a sign-in.

use super::password_views::{NewPassword, new_password};
use crate::base::secret::Secret;
use crate::base::{FieldErrors, Seconds, Text, clock, text};
use crate::factors::passkeys::Asked;
use crate::factors::qr;
use crate::ui::form::{Line, field, form, hidden, line};
use crate::ui::passkey::{PasskeyForm, passkey_form};
use crate::ui::text::{noted, t, tm};
use crate::ui::{self, SignedOutFrame, Site, door};
use maud::{Markup, html};

/// What can be done.
pub enum Choice {
    /// Nothing is asked any more.
    Nothing,
    /// A new password is set.
    NewPassword {
        /// How many characters it has at least.
        least: i64,
    },
    /// Something that they have is given.
    Give {
        passkey: Option<Asked>,
        has_app: bool,
        only_passkey: bool,
        /// How long this browser can be trusted.
        trust: Option<Seconds>,
    },
    /// Something is set up.
    SetUp {
        passkey: Option<Asked>,
        secret: Secret,
        address: String,
        only_passkey: bool,
        /// Until when it can wait.
        until: Option<Seconds>,
    },
}

const HERE: &str = "/login/second";

/// The page.
pub fn second(
    site: &Site,
    email: &str,
    choice: &Choice,
    errors: &FieldErrors,
    mistake: Option<&Text>,
    csrf: &str,
    elsewhere: &str,
) -> Markup {
    let title = match choice {
        Choice::SetUp { .. } => "Set up a second factor",
        Choice::NewPassword { .. } => "Set a new password",
        _ => "One more step",
    };
    let frame = SignedOutFrame {
        site,
        title: title.into(),
        id: "second",
    };
    door(
        &frame,
        html! {
            p.muted { (tm!("Signing in as { $email }", email = html! { strong { (email) } })) }
            @if let Some(mistake) = mistake { (ui::wrong(mistake)) }
            @if let Some(mistake) = errors.at("passkey").or(errors.at("")) { (ui::wrong(mistake)) }
            @match choice {
                Choice::Nothing => (form(HERE, csrf, html! { button.primary type="submit" id="go-on" { (t("Go on")) } })),
                Choice::NewPassword { least } => {
                    p { (t("Your password was set by somebody else, or is to be another one. Choose one that only you know.")) }
                    (new_password(&NewPassword { action: HERE, along: ("way", "new-password"), email, least: *least, errors, csrf }))
                },
                Choice::Give { .. } => (give(choice, errors, csrf)),
                Choice::SetUp { .. } => (set_up(choice, errors, csrf)),
            }
            p { a href=(elsewhere) { (t("Sign in as somebody else")) } }
            (site.whom_to_ask())
        },
    )
}

fn give(choice: &Choice, errors: &FieldErrors, csrf: &str) -> Markup {
    let Choice::Give {
        passkey,
        has_app,
        only_passkey,
        trust,
    } = choice
    else {
        return html! {};
    };
    let trust = html! {
        @if let Some(lifetime) = trust {
            label.check { input type="checkbox" name="trust" value="1"; " " (text!("Do not ask again in this browser for { $days } days", days = lifetime.0 / clock::DAY.0)) }
        }
    };
    html! {
        @if let Some(asked) = passkey {
            (passkey_form(&PasskeyForm {
                action: HERE, csrf, id: "second-passkey", label: "Use a passkey", makes: false, is_offered: false,
                is_primary: true, options: &asked.options, state: &asked.state,
            }, html! { (hidden("way", "passkey")) }))
        } @else if *only_passkey {
            p { (t("This app asks for a passkey, and browsers use none at this address. Ask whoever looks after this site.")) }
        }
        @if !only_passkey {
            @if passkey.is_some() { p.or { span { (t("or")) } } }
            (form(HERE, csrf, html! {
                (line(&Line { name: "code", label: if *has_app { "Code" } else { "Recovery code" }, kind: "text", value: "", autocomplete: "one-time-code",
                    help: if *has_app { "The six digits that your authenticator app shows. Or one of your recovery codes, if it is not at hand." } else { "One of the codes that you were shown when you made your passkey." },
                    mistake: errors.at("code"), autofocus: passkey.is_none() }))
                (trust)
                button.primary[passkey.is_none()] type="submit" id="second-submit" { (t("Go on")) }
            }))
        }
    }
}

fn set_up(choice: &Choice, errors: &FieldErrors, csrf: &str) -> Markup {
    let Choice::SetUp {
        passkey,
        secret,
        address,
        only_passkey,
        until,
    } = choice
    else {
        return html! {};
    };
    html! {
        @if *only_passkey { p { (t("A passkey is asked for here: you prove who you are with your device, by a finger, your face or its PIN.")) } }
        @else { p { (t("A password alone is not enough here. Set up something that only you have.")) } }
        @if let Some(asked) = passkey {
            section {
                h2 { (t("A passkey")) }
                p.help { (t("Your device or your password manager keeps it; you unlock it with a finger, your face or a PIN.")) }
                (passkey_form(&PasskeyForm {
                    action: HERE, csrf, id: "new-passkey", label: "Make a passkey", makes: true, is_offered: false,
                    is_primary: *only_passkey, options: &asked.options, state: &asked.state,
                }, html! { (hidden("way", "new-passkey")) }))
            }
        } @else if *only_passkey {
            p { (t("This site takes no passkeys at the moment. Ask whoever looks after it.")) }
        }
        @if !only_passkey {
            section {
                h2 { (t("An authenticator app")) }
                (form(HERE, csrf, html! {
                    (hidden("way", "new-app"))
                    (app(secret, address))
                    (line(&Line { name: "code", label: "Code", kind: "text", value: "", autocomplete: "one-time-code",
                        help: "The six digits that the app shows now.", mistake: errors.at("code"), autofocus: false }))
                    button.primary type="submit" id="new-app" { (t("Set it up")) }
                }))
            }
        }
        @if let Some(until) = until {
            (form(HERE, csrf, html! {
                (hidden("way", "later"))
                button type="submit" id="later" { (t("Not now")) }
                p.help { (tm!("From { $moment } on you cannot sign in without.", moment = ui::moment(Some(*until)))) }
            }))
        }
    }
}

/// What an authenticator app is shown.
pub fn app(secret: &Secret, address: &str) -> Markup {
    let groups: Vec<&str> = secret
        .reveal()
        .as_bytes()
        .chunks(4)
        .filter_map(|four| std::str::from_utf8(four).ok())
        .collect();
    html! {
        p.help { (t("Scan this with the app on your telephone, such as Aegis, Google Authenticator or your password manager; or type the key in.")) }
        (qr::draw(address))
        (field("totp-key", noted("Key"), false, "", None, |_| html! { code.totp-key id="totp-key" { (groups.join(" ")) } }))
    }
}

/// The recovery codes, shown once.
pub fn codes(site: &Site, codes: &[String], onward: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Your recovery codes".into(),
        id: "codes",
    };
    door(
        &frame,
        html! {
            (list(codes))
            a.button.primary href=(onward) id="onward" { (t("I have kept them")) }
        },
    )
}

/// The codes, and what they are for.
pub fn list(codes: &[String]) -> Markup {
    html! {
        p { (t("Each signs you in once, if your app or passkey is not at hand. Print them, or keep them in a safe place: they are shown this once.")) }
        ol.codes id="recovery-codes" { @for code in codes { li { code { (code) } } } }
    }
}
