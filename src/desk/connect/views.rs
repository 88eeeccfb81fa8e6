//! The page of a client's settings to copy.

use crate::base::{Env, text};
use crate::oauth::clients::Client;
use crate::oauth::examples::{Example, Facts, GROUPS, Step, every};
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::records::views::address;
use crate::ui;
use crate::ui::text::{noted, t};
use maud::{Markup, html};

/// What the page is made of.
pub struct Settings<'a> {
    pub env: &'a Env,
    pub client: &'a Client,
    /// The secret, if it was just made: it is on this page only.
    pub secret: Option<&'a str>,
    /// The example that was chosen.
    pub chosen: Option<&'static Example>,
    pub csrf: &'a str,
    /// Whether the visitor may change the client.
    pub may_change: bool,
}

/// Settings to copy: what any OpenID Connect app asks for, and step by step for the one that is chosen.
pub fn page(settings: &Settings) -> Markup {
    let Settings {
        client,
        secret,
        chosen,
        env,
        ..
    } = settings;
    let here = address(&OAUTH_CLIENT, client.id.as_str());
    html! {
        p.crumbs { a href="/app/oauth-client" { (t(OAUTH_CLIENT.plural)) } " / " a href=(here) { (client.app_name) } }
        div.head { div {
            h1 { (text!("Settings for { $app }", app = &client.app_name)) }
            @if secret.is_some() { p.muted { (t("The secret is filled in below. It is shown this once: leave the page when you have copied it.")) } }
            @else if !client.is_public() { p.muted { (t("Where a client secret belongs, put the one that was shown when the client was made, or rotate it: it is filled in then.")) } }
        } }
        (offered(settings, &format!("{here}/connect")))
        @match chosen {
            Some(example) => { (steps(settings, example, &Facts::of(env, client, *secret))) }
            None => { (openid(settings)) }
        }
        div.actions { a.button href=(here) id="to-client" { (t("To the client")) } a href={ (here) "/try" } { (t("Try it")) } }
    }
}

/// What there are settings for. A secret travels along in the form: it is nowhere else.
fn offered(settings: &Settings, here: &str) -> Markup {
    let chosen = settings.chosen.map(|example| example.slug.as_str());
    let choice = |slug: &str, title: &str| {
        html! {
            button.plain type="submit" name="with" value=(slug) aria-current=[(chosen.unwrap_or("any") == slug).then_some("true")] { (title) }
        }
    };
    html! {
        form.offered action=(here) method=(if settings.secret.is_some() { "post" } else { "get" }) {
            @if let Some(secret) = settings.secret {
                (ui::hidden("csrf_token", settings.csrf))
                (ui::hidden("client_secret", secret))
            }
            div { strong { (t("Anything")) } div.choices-inline { (choice("any", t("Any OpenID Connect app"))) } }
            @for group in GROUPS {
                div { strong { (t(group)) } div.choices-inline {
                    @for example in every().iter().filter(|example| example.group == *group) { (choice(&example.slug, &example.title)) }
                } }
            }
        }
    }
}

/// What any OpenID Connect app asks for.
fn openid(settings: &Settings) -> Markup {
    let Settings {
        env, client, secret, ..
    } = settings;
    let url = |path: &str| env.url(path);
    let mut lines = vec![
        ("Issuer", env.base_url.to_string()),
        ("Client ID", client.id.to_string()),
    ];
    lines.extend(secret.map(|secret| ("Client secret", secret.to_owned())));
    lines.extend([
        ("Discovery URL", url("/.well-known/openid-configuration")),
        ("Client authentication", client.auth_method.wanted().to_owned()),
        ("Redirect URI", client.redirect_uris.join(" ")),
        ("Scopes", client.scopes.to_string()),
        ("Authorization endpoint", url("/oauth2/authorize")),
        ("Token endpoint", url("/oauth2/token")),
        ("Userinfo endpoint", url("/oauth2/userinfo")),
        ("JWKS URI", url("/oauth2/jwks")),
        ("End session endpoint", url("/logout")),
        (noted("PKCE"), "S256".to_owned()),
    ]);
    html! {
        section.panel id="steps" {
            h2 { (t("Any OpenID Connect app")) }
            p { (t("Most apps need the issuer, the client ID and the client secret, and find the rest at the Discovery URL.")) }
            dl.facts { @for (index, (name, value)) in lines.iter().enumerate() {
                dt { (t(name)) } dd { (ui::copyable(&format!("openid-{index}"), value)) }
            } }
        }
    }
}

/// A button that gives the client the addresses that the app needs, and keeps the secret on the page.
fn register(settings: &Settings, example: &Example) -> Markup {
    let here = format!("{}/connect", address(&OAUTH_CLIENT, settings.client.id.as_str()));
    html! {
        form.actions method="post" action=(here) {
            (ui::hidden("csrf_token", settings.csrf))
            (ui::hidden("with", &example.slug))
            (ui::hidden("register", "1"))
            @if let Some(secret) = settings.secret { (ui::hidden("client_secret", secret)) }
            button type="submit" id="register" { (t("Register these addresses")) }
        }
    }
}

fn steps(settings: &Settings, example: &Example, facts: &Facts) -> Markup {
    let client = settings.client;
    let missing = example.missing(client, facts);
    html! {
        section.panel id="steps" {
            h2 { (example.title) }
            p { (example.about) " " a href=(example.docs) rel="noreferrer noopener" target="_blank" { (t("Its documentation")) } }
            @if !missing.is_empty() {
                div.note.warn {
                    p { (t("Do this first:")) } ul.plain { @for line in &missing { li { (line) } } }
                    @if !example.addresses(client, facts).is_empty() && settings.may_change { (register(settings, example)) }
                }
            }
            ol.howto { @for (index, step) in example.steps(facts).iter().enumerate() { (one(index, step)) } }
        }
    }
}

fn one(index: usize, step: &Step) -> Markup {
    let id = format!("step-{index}");
    html! {
        li {
            p { (marked(&step.text)) }
            @if let Some(code) = &step.code {
                div.code {
                    div { (ui::copy(&id, t("Copy"))) }
                    pre tabindex="0" { code id=(id) data-file=[step.file.as_deref()] { (code) } }
                }
            }
            @if !step.settings.is_empty() {
                dl.facts { @for (line, (label, value)) in step.settings.iter().enumerate() {
                    dt { (label) } dd {
                        // What is chosen or switched on is not copied.
                        @if value.len() > 6 { (ui::copyable(&format!("{id}-{line}"), value)) } @else { (value) }
                    }
                } }
            }
        }
    }
}

/// A text with its marks: `*…*` is what a screen says, `` `…` `` what is typed.
fn marked(text: &str) -> Markup {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '`']) {
        let mark = rest.as_bytes()[at] as char;
        let Some(length) = rest[at + 1..].find(mark) else { break };
        parts.push((' ', &rest[..at]));
        parts.push((mark, &rest[at + 1..at + 1 + length]));
        rest = &rest[at + length + 2..];
    }
    parts.push((' ', rest));
    html! {
        @for (mark, part) in parts {
            @match mark { '*' => { em { (part) } } '`' => { code { (part) } } _ => { (part) } }
        }
    }
}
