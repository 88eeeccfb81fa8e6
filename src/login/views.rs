//! The login, set-up and signed-out pages. Their ids and field names are stable.

use crate::base::FieldErrors;
use crate::ui::form::{Line, form, hidden, line, notes};
use crate::ui::text::t;
use crate::ui::{self, Door, door, door_with};
use maud::{Markup, html};

/// What the login page shows.
pub struct Login<'a> {
    pub site: &'a str,
    /// The app that sign-in is for.
    pub app_name: Option<&'a str>,
    pub email: &'a str,
    pub mistake: Option<&'a str>,
    pub csrf: &'a str,
    /// Hidden fields that lead on: name and value.
    pub onward: Option<(&'a str, &'a str)>,
}

/// The login page.
pub fn login(login: &Login) -> Markup {
    let frame = Door {
        site: login.site,
        title: "Sign in",
        id: "login",
    };
    door(
        &frame,
        html! {
            @if let Some(app_name) = login.app_name { p.muted { (t("to continue to ")) strong { (app_name) } } }
            @if let Some(mistake) = login.mistake { div id="login-mistake" { (ui::wrong(mistake)) } }
            (form("/login", login.csrf, html! {
                @if let Some((name, value)) = login.onward { (hidden(name, value)) }
                (line(&Line { name: "email", label: "Email", kind: "email", value: login.email,
                    autocomplete: "username", help: "", mistake: None, autofocus: login.email.is_empty() }))
                (line(&Line { name: "password", label: "Password", kind: "password", value: "",
                    autocomplete: "current-password", help: "", mistake: None, autofocus: !login.email.is_empty() }))
                button.primary type="submit" id="login-submit" { (t("Sign in")) }
            }))
            p.help { (t("Forgot your password? The administrator of this site can set a new one.")) }
        },
    )
}

/// The login page of a site that nobody has set up yet.
pub fn not_set_up(site: &str) -> Markup {
    let frame = Door {
        site,
        title: "Not set up yet",
        id: "not-set-up",
    };
    door(
        &frame,
        html! {
            p { (t("Open the set-up link: it was printed where the server was started, and a fresh one is each time it starts.")) }
            p.help { (t("In a container: ")) code { (t("docker logs")) } (t(". Or make the first administrator with ")) code { (t("frontdesk user add")) } "." }
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
    let frame = Door {
        site: "Frontdesk",
        title: "Set up this site",
        id: "setup",
    };
    let at = |field: &str| setup.errors.at(field);
    door_with(
        &frame,
        true,
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
                div id="strength" aria-live="polite" { (notes("password", "At least 8 characters. A few unrelated words are best.", at("password"))) }
            }
            button.primary type="submit" id="setup-submit" { (t("Set up")) }
        }))
        },
    )
}

/// What is thought of a password while it is typed.
pub fn strength(verdict: Result<(), String>) -> Markup {
    html! {
        @match verdict {
            Ok(()) => p.help { (t("Good: hard to guess.")) },
            Err(reason) => p.mistake { (reason) },
        }
    }
}

/// The question before signing out, for a request that did not come from our own pages.
pub fn confirm_sign_out(site: &str, user: &str, csrf: &str, onward: &[(String, String)]) -> Markup {
    let frame = Door {
        site,
        title: "Sign out?",
        id: "logout",
    };
    door(
        &frame,
        html! {
            p { (t("You are signed in as ")) strong { (user) } "." }
            (form("/logout", csrf, html! {
                @for (name, value) in onward { (hidden(name, value)) }
                button.primary type="submit" id="logout-submit" { (t("Sign out")) }
            }))
            a href="/app" { (t("Stay signed in")) }
        },
    )
}

/// The page after signing out.
pub fn signed_out(site: &str) -> Markup {
    let frame = Door {
        site,
        title: "You are signed out",
        id: "signed-out",
    };
    door(
        &frame,
        html! { a.button.primary href="/login" { (t("Sign in again")) } },
    )
}

/// An error page. Every one has the id `oauth-error`, a sentence, and a reference.
pub fn error(site: &str, title: &str, message: &str, reference: &str, more: Markup) -> Markup {
    let frame = Door {
        site,
        title,
        id: "oauth-error",
    };
    door(
        &frame,
        html! {
            p { (message) }
            (more)
            @if !reference.is_empty() {
                p.help { (t("If you ask for help, give this reference: ")) code id="reference" { (reference) } }
            }
        },
    )
}
