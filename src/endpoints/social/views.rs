//! The pages of signing in with a provider: its buttons, refusals, what a test showed.

use crate::base::{Text, text};
use crate::server::ReturnTo;
use crate::social::admit::Verdict;
use crate::social::keys::Key;
use crate::social::person::Person;
use crate::ui;
use crate::ui::provider_icon;
use crate::ui::text::t;
use crate::web::params::encode;
use maud::{Markup, html};
use serde_json::Value as Json;

/// A way to sign in.
pub struct Way {
    pub name: String,
    pub provider_name: String,
    pub icon: String,
    /// The preset that it was made from.
    pub provider: String,
    pub address: String,
    /// The login page takes it without asking.
    pub go_at_once: bool,
}

impl Way {
    /// The way with a key that leads to a place.
    pub fn of(key: &Key, place: &ReturnTo) -> Self {
        Way {
            name: key.name.clone(),
            provider_name: key.provider_name.clone(),
            icon: key.icon.clone(),
            provider: key.provider.clone(),
            address: place.login_with(&key.name),
            go_at_once: key.go_at_once,
        }
    }
}

/// The button of a way.
pub fn button(way: &Way) -> Markup {
    html! {
        a.button.way href=(way.address) id={ "login-with-" (way.name) } {
            (provider_icon::provider_icon(&way.icon, &way.provider))
            span { (text!("Sign in with { $provider }", provider = &way.provider_name)) }
        }
    }
}

/// What a refusal says.
pub struct RefusalPage<'a> {
    pub site: &'a ui::Site,
    pub title: &'static str,
    pub words: &'a Text,
    pub again: Option<&'a Way>,
    /// Where the other ways to sign in are.
    pub other: &'a str,
    pub reference: &'a str,
}

/// The page of a refusal.
pub fn refused(refusal: &RefusalPage) -> Markup {
    let more = html! {
        div.ways {
            @if let Some(way) = refusal.again { a.button.primary.way href=(way.address) id="try-again" { (t("Try again")) } }
            a.button.way href=(refusal.other) id="other-ways" { (t("Other ways to sign in")) }
        }
    };
    ui::error_page(refusal.site, refusal.title, refusal.words, refusal.reference, more)
}

/// The page before somebody goes to a provider to link an account there.
pub fn go_on(provider: &str, address: &str) -> Markup {
    html! {
        div.head { h1 { (text!("Link an account of { $provider }", provider = provider)) } }
        p { (t("Sign in there with the account that you want to sign in here with, too. Then you come back.")) }
        div.actions {
            a.button.primary href=(address) id="go-on" hx-boost="false" { (text!("Go on to { $place }", place = provider)) }
            a.button href="/me/sign-ins" { (t("Cancel")) }
        }
    }
}

/// What came back at a test, and who it would be here.
pub fn tested(key: &Key, person: &Person, verdict: &Verdict) -> Markup {
    let wanted = [
        (!key.email_claim.is_empty() || person.email.is_some(), "email"),
        (person.claims.contains_key("email_verified"), "email_verified"),
        (person.claims.contains_key("name") || !key.name_claim.is_empty(), "name"),
    ];
    let missing: Vec<&str> = wanted
        .iter()
        .filter(|(is_there, _)| !is_there)
        .map(|(_, name)| *name)
        .collect();
    html! {
        (back(key))
        section.panel {
            h2 { (t("Who it would be here")) }
            @match verdict {
                Verdict::Known(user, _) => { p id="verdict" { (user.email) ": " (t("their account there is linked already.")) } }
                Verdict::Trusted(user) => { p id="verdict" { (user.email) ": " (t("the email is verified there and its domain is trusted, so the account there would be linked.")) } }
                Verdict::New => { p id="verdict" { (t("A new user:")) " " (person.kept_email().unwrap_or_default()) } }
                Verdict::Refused(why) => {
                    p id="verdict" { strong { (t(why.title())) } ". " (why.words(&key.provider_name)) }
                    p.help { (why.cause(key, person)) }
                }
            }
            p.help { (t("Nobody was signed in, and nothing was changed.")) }
        }
        section.panel {
            h2 { (t("What came back")) }
            dl.facts {
                dt { (t("User ID")) } dd { code { (person.subject.id) } }
                dt { (t("Email")) } dd { (person.email.as_deref().unwrap_or("–")) " " @if person.is_email_verified { (t("(verified)")) } @else { (t("(not verified)")) } }
                dt { (t("First Name")) } dd { (person.first_name) }
                @if let Some(last) = &person.last_name { dt { (t("Last Name")) } dd { (last) } }
                @if !key.roles_claim.is_empty() { dt { (t("Groups")) } dd { (person.groups.join(", ")) } }
            }
            @if !missing.is_empty() { p id="missing-claims" { (text!("Missing claims: { $claims }.", claims = missing.join(", "))) } }
        }
        section.panel {
            h2 { (t("Every claim")) }
            table {
                thead { tr { th { (t("Claim")) } th { (t("Value")) } } }
                tbody { @for (name, value) in &person.claims { tr { td { code { (name) } } td { (shown(value)) } } } }
            }
        }
    }
}

fn shown(value: &Json) -> String {
    let text = match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.chars().take(300).collect()
}

/// Why a test came to nothing.
pub fn test_failed(key: &Key, cause: &Text) -> Markup {
    html! {
        (back(key))
        div id="verdict" { (ui::wrong(cause)) }
        p.help { (t("Nobody was signed in, and nothing was changed.")) }
    }
}

fn back(key: &Key) -> Markup {
    let form = format!("/app/social-login-key/{}", encode(&key.name));
    html! {
        p { a href=(form) { (text!("Back to { $place }", place = &key.provider_name)) } }
        div.head { h1 { (t("Test sign-in")) } }
    }
}
