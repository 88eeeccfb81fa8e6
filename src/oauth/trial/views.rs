//! The pages of a trial: what to try, and each step of it.

use crate::base::{Text, text};
use crate::oauth::clients::Client;
use crate::oauth::record_types::OAUTH_CLIENT;
use crate::records::views::address;
use crate::ui;
use crate::ui::text::{noted, t};
use maud::{Markup, html};

/// One step: what was sent, what came back, and what it means.
pub struct TrialStep {
    pub title: &'static str,
    pub about: Text,
    /// A heading with its text, such as a request or a decoded token.
    pub shown: Vec<(&'static str, String)>,
    /// Something is not as it should be.
    pub mistake: Option<Text>,
}

fn crumbs(client: &Client) -> Markup {
    html! {
        p.crumbs {
            a href="/app/oauth-client" { (t(OAUTH_CLIENT.plural)) } " / "
            a href=(address(&OAUTH_CLIENT, client.id.as_str())) { (client.app_name) }
        }
    }
}

/// The page that begins a trial.
pub fn begin(client: &Client, csrf: &str, mistake: Option<&Text>) -> Markup {
    let here = format!("{}/try", address(&OAUTH_CLIENT, client.id.as_str()));
    html! {
        (crumbs(client))
        div.head { div {
            h1 { (text!("Try { $app }", app = &client.app_name)) }
            p.muted { (t("Signs you in through this client, in this browser, as the app would, and shows each request and answer. The tokens are revoked as soon as they have been shown.")) }
        } }
        div.form-page {
            @if let Some(mistake) = mistake { (ui::wrong(mistake)) }
            form.stack method="post" action=(here) hx-boost="false" {
                (ui::hidden("csrf_token", csrf))
                (ui::field("scope", noted("Scopes"), false, "What to ask for.", None, |described| html! {
                    input id="scope" name="scope" value=(client.scopes) spellcheck="false" aria-describedby=(described);
                }))
                @if !client.is_public() {
                    (ui::field("client_secret", "Client Secret", false, "Only if you want to know whether it is right: we cannot read it back. It is not kept.", None, |described| html! {
                        input id="client_secret" name="client_secret" type="password" autocomplete="off" aria-describedby=(described);
                    }))
                }
                div.actions { button.primary type="submit" id="try-submit" { (t("Begin")) } a href=(address(&OAUTH_CLIENT, client.id.as_str())) { (t("Back to the client")) } }
            }
        }
    }
}

/// What a trial showed.
pub fn steps(client: &Client, steps: &[TrialStep]) -> Markup {
    let mistakes = steps.iter().filter(|step| step.mistake.is_some()).count();
    html! {
        (crumbs(client))
        div.head { div { h1 { (text!("Tried { $app }", app = &client.app_name)) } } div.actions { a.button href={ (address(&OAUTH_CLIENT, client.id.as_str())) "/try" } { (t("Try again")) } a.button href=(address(&OAUTH_CLIENT, client.id.as_str())) { (t("Back to the client")) } } }
        @if mistakes == 0 { (ui::done("It works: every step went as it should.")) }
        @else { (ui::wrong("Something did not go as it should: see below.")) }
        ol.trial {
            @for step in steps {
                li.panel {
                    h2 { (t(step.title)) }
                    p { (step.about) }
                    @if let Some(mistake) = &step.mistake { (ui::wrong(mistake)) }
                    @for (heading, text) in &step.shown {
                        h3 { (t(heading)) }
                        pre tabindex="0" { code { (text) } }
                    }
                }
            }
        }
    }
}
