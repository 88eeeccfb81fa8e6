//! The pages of links that people get by mail, and of asking for one. Their ids and field names are stable.

use crate::base::FieldErrors;
use crate::ui::form::{Line, form, hidden, line};
use crate::ui::text::{t, tm};
use crate::ui::{SignedOutFrame, Site, door};
use maud::{Markup, html};

/// The page of a one-time link.
pub fn sign_in_link(site: &Site, token: &str, csrf: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Sign in with a link".into(),
        id: "sign-in-link",
    };
    door(
        &frame,
        html! {
            p { (t("This link signs you in, once.")) }
            (form("/login/link", csrf, html! {
                (hidden("token", token))
                button.primary type="submit" id="link-submit" { (t("Sign in")) }
            }))
        },
    )
}

/// Where somebody says that it was not them.
pub fn not_me(site: &Site, token: &str, email: &str, csrf: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Was that not you?".into(),
        id: "not-me",
    };
    door(
        &frame,
        html! {
            p { (tm!("This signs { $email } out everywhere, takes back what was allowed to apps, and lets you set a new password.", email = html! { strong { (email) } })) }
            (form("/login/not-me", csrf, html! {
                (hidden("token", token))
                button.danger type="submit" id="not-me-submit" { (t("It was not me")) }
            }))
            p { a href="/login" { (t("It was me")) } }
        },
    )
}

/// Where whoever forgot their password says who they are.
pub fn forgot(site: &Site, csrf: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Forgot your password?".into(),
        id: "forgot",
    };
    door(
        &frame,
        html! {
            p { (t("Enter the email that you sign in with. If there is an account, a link comes to it by which you set a new password.")) }
            (form("/login/forgot", csrf, html! {
                (line(&Line { name: "email", label: "Email", kind: "email", value: "",
                    autocomplete: "username", help: "", mistake: None, autofocus: true }))
                button.primary type="submit" id="forgot-submit" { (t("Send the link")) }
            }))
            p { a href="/login" { (t("Back to sign-in")) } }
        },
    )
}

/// What everybody is told who asked for a link.
pub fn link_sent(site: &Site, email: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Look into your mail".into(),
        id: "link-sent",
    };
    door(
        &frame,
        html! {
            p { (tm!("If there is an account for { $email }, a link is on its way to it. It works for an hour.", email = html! { strong { (email) } })) }
            p.help { (t("Nothing there after some minutes? Look among unwanted mails, and whether the address is the one that you sign in with.")) }
            (site.whom_to_ask())
            p { a href="/login" { (t("Back to sign-in")) } }
        },
    )
}

/// Where somebody sets a password who holds a link.
pub fn new_password(site: &Site, token: &str, email: &str, errors: &FieldErrors, csrf: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Set your password".into(),
        id: "new-password",
    };
    door(
        &frame,
        html! {
            p { (tm!("For { $email }. You are signed in with it, and signed out everywhere else.", email = html! { strong { (email) } })) }
            (form("/login/new-password", csrf, html! {
                (hidden("token", token))
                input type="hidden" name="email" value=(email) autocomplete="username";
                (line(&Line { name: "password", label: "Password", kind: "password", value: "",
                    autocomplete: "new-password", help: "At least 8 characters. A few unrelated words are best.",
                    mistake: errors.at("password"), autofocus: true }))
                button.small.show-password type="button" data-show="password" aria-pressed="false" hidden { (t("Show password")) }
                button.primary type="submit" id="new-password-submit" { (t("Set the password")) }
            }))
        },
    )
}
