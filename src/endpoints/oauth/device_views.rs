//! The pages where a device's code is typed in and decided.

use crate::base::{Text, text};
use crate::oauth::clients::Client;
use crate::oauth::devices::Device;
use crate::oauth::scopes::Scope;
use crate::ui::form::{form, hidden};
use crate::ui::text::{say, t, tm};
use crate::ui::{self, SignedOutFrame, Site, door, icon};
use crate::users::User;
use maud::{Markup, html};

/// Where the code is typed in.
pub fn enter(site: &Site, csrf: &str, typed: &str, mistake: Option<&Text>) -> Markup {
    let described = mistake.map(|_| "device-code-mistake");
    let invalid = mistake.map(|_| "true");
    door(
        &SignedOutFrame {
            site,
            title: "Sign a device in".into(),
            id: "device",
        },
        form(
            "/device",
            csrf,
            html! {
                p { (t("A television, a printer or a command line shows a code. Type it in here.")) }
                div.field {
                    label for="device-code" { (t("The code")) }
                    input id="device-code" name="user_code" value=(typed) required autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus maxlength="20" aria-describedby=[described] aria-invalid=[invalid];
                    @if let Some(mistake) = mistake { p.mistake id="device-code-mistake" { (say(mistake)) } }
                }
                button.primary type="submit" id="device-look" { (t("Continue")) }
            },
        ),
    )
}

/// What the user is asked.
pub struct Asked<'a> {
    pub client: &'a Client,
    pub device: &'a Device,
    pub user: &'a User,
    pub code: &'a str,
    pub scopes: &'a [Scope],
}

/// The question: the app, when and from where the device asked, and what it will get.
pub fn ask(site: &Site, csrf: &str, asked: &Asked) -> Markup {
    let Asked {
        client,
        device,
        user,
        code,
        scopes,
    } = asked;
    let decide = |decision: &str, button: Markup| {
        form(
            "/device",
            csrf,
            html! {
                (hidden("user_code", code))
                (hidden("decision", decision))
                (button)
            },
        )
    };
    door(
        &SignedOutFrame {
            site,
            title: text!("Allow { $app }?", app = &client.app_name),
            id: "device-consent",
        },
        html! {
            div.account { span { (tm!("Signed in as { $user }", user = html! { strong { (user.email) } })) } }
            p.note { (t("A device wants to sign in as you. Go on only if you have just begun this yourself, and the device shows this code.")) }
            dl.facts {
                dt { (t("The code")) } dd { strong id="shown-code" { (code) } }
                dt { (t("Begun")) } dd { (ui::moment(Some(device.created_at))) }
                dt { (t("From")) } dd { (device.address) }
            }
            div {
                p { (tm!("{ $app } will get:", app = html! { strong { (client.app_name) } })) }
                ul.scopes { @for scope in *scopes { li { (icon::icon(&scope.icon)) span { (scope.words()) } } } }
                @for resource in &device.resources {
                    p { (tm!("For use at { $resource }.", resource = html! { strong { (resource) } })) }
                }
            }
            div.actions {
                (decide("deny", html! { button type="submit" id="device-deny" { (t("Deny")) } }))
                (decide("allow", html! { button.primary type="submit" id="device-allow" { (t("Allow")) } }))
            }
        },
    )
}

/// What is said in the end.
pub fn done(site: &Site, client: &Client, is_allowed: bool) -> Markup {
    let title = match is_allowed {
        true => "The device is signed in",
        false => "The device was refused",
    };
    door(
        &SignedOutFrame {
            site,
            title: title.into(),
            id: "device-done",
        },
        html! {
            @if is_allowed { p { (text!("Go back to it: { $app } goes on by itself in a moment. You can close this page.", app = &client.app_name)) } }
            @else { p { (t("It gets nothing. You can close this page.")) } }
        },
    )
}
