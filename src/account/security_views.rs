//! The page of one's own passkeys and second factors.

use crate::base::secret::Secret;
use crate::base::{FieldErrors, text};
use crate::factors::Factors;
use crate::factors::devices::Device;
use crate::factors::passkeys::{Asked, Passkey};
use crate::login::{recovery_codes, totp_app};
use crate::sessions::describe;
use crate::ui::form::{Line, line};
use crate::ui::passkey::{PasskeyForm, passkey_form};
use crate::ui::text::{t, tm};
use crate::ui::{self, form, hidden};
use maud::{Markup, html};

/// What there is, and what can be added.
pub struct Security {
    pub has: Factors,
    pub passkeys: Vec<Passkey>,
    pub devices: Vec<Device>,
    pub new_passkey: Option<Asked>,
    /// The name of this browser.
    pub here: String,
    /// What the QR code says.
    pub address: String,
    /// The secret of the app, as the page brings it back.
    pub sealed: String,
}

const HERE: &str = "/me/security";

/// A form that does one thing.
fn deed(csrf: &str, deed: &str, body: Markup) -> Markup {
    form(HERE, csrf, html! { (hidden("deed", deed)) (body) })
}

/// The page.
pub fn security(security: &Security, secret: &Secret, errors: &FieldErrors, csrf: &str) -> Markup {
    html! {
        div.form-page {
            @for field in ["", "passkey", "label"] { @if let Some(mistake) = errors.at(field) { (ui::wrong(mistake)) } }
            section.panel {
                h2 { (t("Passkeys")) }
                p { (t("You sign in with your device or your password manager instead of a password: by a finger, your face or a PIN. Nobody can trick you into giving it away.")) }
                (passkeys(security, csrf))
                @match &security.new_passkey {
                    Some(asked) => (passkey_form(&PasskeyForm {
                        action: HERE, csrf, id: "add-passkey", label: "Add a passkey", makes: true, is_offered: false,
                        is_primary: true, options: &asked.options, state: &asked.state,
                    }, html! {
                        (hidden("deed", "add-passkey"))
                        (line(&Line { name: "label", label: "Name", kind: "text", value: &security.here, autocomplete: "off",
                            help: "By which you know it again: Phone, Work computer.", mistake: None, autofocus: false }))
                                })),
                    None => { p.help { (t("This site takes no passkeys: they need an address with a name and https.")) } }
                }
            }
            section.panel {
                h2 { (t("Authenticator app")) }
                @if security.has.has_totp {
                    p { (t("Set up. After your password you are asked for the code that it shows.")) }
                    (deed(csrf, "remove-app", html! { div.actions { button.danger type="submit" id="remove-app" { (t("Remove it")) } } }))
                } @else {
                    details open[errors.at("code").is_some()] {
                        summary id="app-summary" { (t("Set one up")) }
                        (deed(csrf, "set-up-app", html! {
                            (hidden("setup", &security.sealed))
                            (totp_app(secret, &security.address))
                            (line(&Line { name: "code", label: "Code", kind: "text", value: "", autocomplete: "one-time-code",
                                help: "The six digits that the app shows now.", mistake: errors.at("code"), autofocus: false }))
                                            div.actions { button.primary type="submit" id="set-up-app" { (t("Set it up")) } }
                        }))
                    }
                }
            }
            @if security.has.any() {
                section.panel {
                    h2 { (t("Recovery codes")) }
                    p { (text!("For when nothing else is at hand. You have { $count } left.", count = security.has.codes)) }
                    (deed(csrf, "new-codes", html! { div.actions { button type="submit" id="new-codes" { (t("Make new ones")) } } }))
                }
                section.panel {
                    h2 { (t("Trusted devices")) }
                    (devices(security, csrf))
                }
            }
        }
    }
}

fn passkeys(security: &Security, csrf: &str) -> Markup {
    html! {
        @if !security.passkeys.is_empty() {
            ul.rows id="passkeys" {
                @for passkey in &security.passkeys {
                    li {
                        div {
                            strong { (passkey.label) } " "
                            @if !passkey.verifies { span.tag { (t("second factor only")) } }
                            p.help { (tm!("Added { $begin }, last used { $last }", begin = ui::moment(Some(passkey.created_at)), last = ui::moment(passkey.last_used_at))) }
                        }
                        details.dropdown {
                            summary.button { (t("Change")) }
                            div.menu {
                                (deed(csrf, "rename-passkey", html! {
                                    (hidden("id", &passkey.id))
                                    label for={ "label-" (passkey.id) } { (t("Name")) }
                                    input id={ "label-" (passkey.id) } name="label" value=(passkey.label) maxlength="60" required;
                                    button type="submit" { (t("Rename")) }
                                }))
                                (deed(csrf, "remove-passkey", html! {
                                    (hidden("id", &passkey.id))
                                    button.danger type="submit" { (t("Remove")) }
                                }))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn devices(security: &Security, csrf: &str) -> Markup {
    html! {
        @if security.devices.is_empty() {
            p.help { (t("None: you are asked for your second factor in every browser.")) }
        } @else {
            p { (t("Browsers in which you are not asked for your second factor.")) }
            ul.rows {
                @for device in &security.devices {
                    li {
                        div {
                            strong { (describe(&device.user_agent)) }
                            p.help { (tm!("From { $address }, since { $begin }, until { $end }", address = device.address, begin = ui::moment(Some(device.created_at)), end = ui::moment(Some(device.expires_at)))) }
                        }
                        (deed(csrf, "forget-device", html! { (hidden("id", &device.id)) button type="submit" { (t("Ask there again")) } }))
                    }
                }
            }
        }
    }
}

/// Recovery codes, shown once.
pub fn codes(codes: &[String]) -> Markup {
    html! {
        div.form-page {
            section.panel {
                h2 { (t("Your recovery codes")) }
                (recovery_codes(codes))
                div.actions { a.button.primary href=(HERE) id="onward" { (t("I have kept them")) } }
            }
        }
    }
}
