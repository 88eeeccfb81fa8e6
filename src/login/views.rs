//! The login, set-up and signed-out pages. Their ids and field names are stable.

use crate::base::{FieldErrors, Text, text};
use crate::factors::passkeys::Asked;
use crate::ui::form::{Line, form, hidden, line, notes};
use crate::ui::passkey::{PasskeyForm, passkey_form};
use crate::ui::text::{t, tm};
use crate::ui::{self, SignedOutFrame, Site, door, door_with_htmx};
use maud::{Markup, html};

/// What the login page shows.
pub struct LoginPage<'a> {
    pub site: &'a Site,
    /// The app that sign-in is for.
    pub app_name: Option<&'a str>,
    pub email: &'a str,
    pub mistake: Option<&'a Text>,
    pub csrf: &'a str,
    /// Hidden fields that lead on: name and value.
    pub onward: Option<(&'a str, &'a str)>,
    /// The buttons of the other ways to sign in.
    pub ways: &'a [Markup],
    /// Whether passwords are taken.
    pub has_password: bool,
    /// Whether something that was typed waits for whoever signs in.
    pub is_waited_for: bool,
    /// Whether whoever forgot their password gets a link by mail.
    pub can_mail: bool,
    /// Where a code can be asked for.
    pub code_page: Option<&'a str>,
    /// What the browser is asked for a passkey.
    pub passkey: Option<&'a Asked>,
}

/// The login page.
pub fn login(login: &LoginPage) -> Markup {
    let frame = SignedOutFrame {
        site: login.site,
        title: "Sign in".into(),
        id: "login",
    };
    door(
        &frame,
        html! {
            @if let Some(app_name) = login.app_name { p.muted { (tm!("to continue to { $app }", app = html! { strong { (app_name) } })) } }
            @if !login.site.sentence.is_empty() && login.app_name.is_none() { p.sentence { (login.site.sentence) } }
            @if login.is_waited_for { div.note { p { (t("Your session has ended. What you typed is kept: sign in again and go on.")) } } }
            @if let Some(mistake) = login.mistake { div id="login-mistake" { (ui::wrong(mistake)) } }
            @if login.has_password { (password_form(login)) }
            @if login.has_password && (!login.ways.is_empty() || login.passkey.is_some() || login.code_page.is_some()) { p.or { span { (t("or")) } } }
            @if let Some(asked) = login.passkey { (passkey(login, asked)) }
            @if let Some(address) = login.code_page { a.button href=(address) id="login-code" { (t("Get a code by email")) } }
            @if !login.ways.is_empty() {
                div.ways id="ways" { @for way in login.ways { (way) } }
            } @else if !login.has_password && login.passkey.is_none() && login.code_page.is_none() {
                p { (t("Nobody can sign in at the moment: passwords are switched off, and no other way fits. The administrator can make a one-time link on the machine itself: frontdesk user sign-in-link.")) }
            }
            @if login.has_password {
                @if login.can_mail { p { a href="/login/forgot" id="forgot" { (t("Forgot your password?")) } } }
                @else { p.help { (t("Forgot your password? The administrator of this site can set a new one.")) } }
            }
            (login.site.whom_to_ask())
        },
    )
}

fn password_form(login: &LoginPage) -> Markup {
    form(
        "/login",
        login.csrf,
        html! {
            @if let Some((name, value)) = login.onward { (hidden(name, value)) }
            (line(&Line { name: "email", label: "Email", kind: "email", value: login.email,
                autocomplete: if login.passkey.is_some() { "username webauthn" } else { "username" }, help: "", mistake: None, autofocus: login.email.is_empty() }))
            (line(&Line { name: "password", label: "Password", kind: "password", value: "",
                autocomplete: "current-password", help: "", mistake: None, autofocus: !login.email.is_empty() }))
            button.small.show-password type="button" data-show="password" aria-pressed="false" hidden { (t("Show password")) }
            button.primary type="submit" id="login-submit" { (t("Sign in")) }
        },
    )
}

fn passkey(login: &LoginPage, asked: &Asked) -> Markup {
    let form = PasskeyForm {
        action: "/login/passkey",
        csrf: login.csrf,
        id: "login-passkey",
        label: "Sign in with a passkey",
        makes: false,
        is_offered: login.has_password,
        is_primary: !login.has_password,
        options: &asked.options,
        state: &asked.state,
    };
    passkey_form(
        &form,
        html! { @if let Some((name, value)) = login.onward { (hidden(name, value)) } },
    )
}

/// The login page of a site that nobody has set up yet.
pub fn not_set_up(site: &Site) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Not set up yet".into(),
        id: "not-set-up",
    };
    door(
        &frame,
        html! {
            p { (t("Open the set-up link: it was printed where the server was started, and a fresh one is each time it starts.")) }
            p.help { (tm!("In a container: { $logs }. Or make the first administrator with { $command }.", logs = html! { code { "docker logs" } }, command = html! { code { "frontdesk user add" } })) }
        },
    )
}

/// What the set-up page shows: what was typed, and mistakes.
pub struct Setup<'a> {
    pub token: &'a str,
    pub csrf: &'a str,
    pub site_name: &'a str,
    pub email: &'a str,
    pub name: &'a str,
    pub errors: &'a FieldErrors,
}

/// The set-up page.
pub fn setup(setup: &Setup) -> Markup {
    let frame = SignedOutFrame {
        site: &Site::default(),
        title: "Set up this site".into(),
        id: "setup",
    };
    let at = |field: &str| setup.errors.at(field);
    door_with_htmx(
        &frame,
        html! {
        p.muted { (t("Name the site and make its first administrator. This page works once.")) }
        (form("/setup", setup.csrf, html! {
            (hidden("token", setup.token))
            (line(&Line { name: "site_name", label: "Name of the site", kind: "text", value: setup.site_name,
                autocomplete: "organization", help: "People see it when they sign in: the name of your business, say.",
                mistake: at("site_name"), autofocus: true }))
            (line(&Line { name: "name", label: "Your name", kind: "text", value: setup.name, autocomplete: "name",
                help: "", mistake: at("name"), autofocus: false }))
            (line(&Line { name: "email", label: "Your email", kind: "email", value: setup.email, autocomplete: "username",
                help: "You sign in with it.", mistake: at("email"), autofocus: false }))
            div.field.wrong[at("password").is_some()] {
                label for="password" { (t("Password")) }
                input id="password" name="password" type="password" required autocomplete="new-password"
                    hx-post="/setup/strength" hx-trigger="input changed delay:300ms" hx-target="#strength"
                    hx-include="closest form" aria-describedby="strength";
                button.small.show-password type="button" data-show="password" aria-pressed="false" hidden { (t("Show password")) }
                div id="strength" aria-live="polite" { (notes("password", "At least 8 characters. A few unrelated words are best.", at("password"))) }
            }
            button.primary type="submit" id="setup-submit" { (t("Set up")) }
        }))
        },
    )
}

/// What is thought of a password while it is typed.
pub fn strength(verdict: Result<(), Text>) -> Markup {
    html! {
        @match verdict {
            Ok(()) => p.help { (t("Good: hard to guess.")) },
            Err(reason) => p.mistake { (reason) },
        }
    }
}

/// The question before signing out, for a request that did not come from our own pages.
pub fn confirm_sign_out(site: &Site, user: &str, csrf: &str, onward: &[(String, String)]) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Do you want to sign out?".into(),
        id: "logout",
    };
    door(
        &frame,
        html! {
            p { (tm!("You are signed in as { $user }.", user = html! { strong { (user) } })) }
            (form("/logout", csrf, html! {
                @for (name, value) in onward { (hidden(name, value)) }
                button.primary type="submit" id="logout-submit" { (t("Sign out")) }
            }))
            a href="/app" { (t("Stay signed in")) }
        },
    )
}

/// The page after signing out. `there` is the provider that the session came from, and where to sign
/// out there.
pub fn signed_out(site: &Site, there: Option<(&str, &str)>) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "You are signed out".into(),
        id: "signed-out",
    };
    door(
        &frame,
        html! {
            @if let Some((provider, address)) = there {
                p { (text!("You are still signed in at { $provider }: at a computer that others use, sign out there, too.", provider = provider)) }
                a.button.primary href=(address) id="sign-out-there" { (text!("Sign out at { $provider }", provider = provider)) }
            }
            a.button.primary[there.is_none()] href="/login?choose=1" { (t("Sign in again")) }
        },
    )
}
