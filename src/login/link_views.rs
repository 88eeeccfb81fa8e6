//! The pages of links that people get by mail, and of asking for one. Their ids and field names are stable.

use super::password_views::{NewPassword, new_password};
use crate::base::FieldErrors;
use crate::server::ReturnTo;
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
pub fn set_password(site: &Site, new: &NewPassword) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Set your password".into(),
        id: "new-password",
    };
    door(
        &frame,
        html! {
            p { (tm!("For { $email }. You are signed in with it, and signed out everywhere else.", email = html! { strong { (new.email) } })) }
            (new_password(new))
        },
    )
}

/// Where an address becomes somebody's email, or stops being that.
pub fn email(site: &Site, token: &str, present: &str, wanted: &str, is_undone: bool, csrf: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: if is_undone {
            "Get your email back"
        } else {
            "Confirm your new email"
        }
        .into(),
        id: "email",
    };
    let (present, wanted) = (html! { strong { (present) } }, html! { strong { (wanted) } });
    door(
        &frame,
        html! {
            @if is_undone { p { (tm!("The account of { $present } gets { $wanted } back. Every sign-in ends, and you set a new password.", present = present, wanted = wanted)) } }
            @else { p { (tm!("You sign in with { $wanted } from now on, no longer with { $present }. Apps know you as the same person.", present = present, wanted = wanted)) } }
            (form("/login/email", csrf, html! {
                (hidden("token", token))
                button.primary type="submit" id="email-submit" { @if is_undone { (t("Undo the change")) } @else { (t("Confirm it")) } }
            }))
        },
    )
}

/// That it was done.
pub fn email_is(site: &Site, email: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Your email is confirmed".into(),
        id: "email-is",
    };
    door(
        &frame,
        html! {
            p { (tm!("You sign in with { $email } from now on.", email = html! { strong { (email) } })) }
            a.button.primary href="/me/profile" { (t("Go on")) }
        },
    )
}

fn onward(place: &ReturnTo) -> Markup {
    html! { @if let Some((name, value)) = place.field() { (hidden(name, &value)) } }
}

/// Where a code is asked for.
pub fn ask_code(site: &Site, place: &ReturnTo, csrf: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Sign in with a code".into(),
        id: "ask-code",
    };
    door(
        &frame,
        html! {
            p { (t("Enter your email. If there is an account, a code comes to it with which you sign in here.")) }
            (form("/login/code", csrf, html! {
                (onward(place))
                (line(&Line { name: "email", label: "Email", kind: "email", value: "",
                    autocomplete: "username", help: "", mistake: None, autofocus: true }))
                button.primary type="submit" id="ask-code-submit" { (t("Send the code")) }
            }))
            p { a href=(place.login_page()) { (t("Back to sign-in")) } }
        },
    )
}

/// Where it is typed in.
pub fn type_code(site: &Site, place: &ReturnTo, email: &str, errors: &FieldErrors, csrf: &str) -> Markup {
    let frame = SignedOutFrame {
        site,
        title: "Look into your mail".into(),
        id: "type-code",
    };
    door(
        &frame,
        html! {
            p { (tm!("If there is an account for { $email }, a code is on its way to it. It works for ten minutes, in this browser.", email = html! { strong { (email) } })) }
            (form("/login/code", csrf, html! {
                (onward(place))
                (hidden("email", email))
                (line(&Line { name: "code", label: "Code", kind: "text", value: "", autocomplete: "one-time-code",
                    help: "Six digits.", mistake: errors.at("code"), autofocus: true }))
                button.primary type="submit" id="type-code-submit" { (t("Sign in")) }
            }))
            p.help { (t("Nothing there after some minutes? Look among unwanted mails, and whether the address is the one that you sign in with.")) }
            p { a href=(place.login_page()) { (t("Back to sign-in")) } }
        },
    )
}
