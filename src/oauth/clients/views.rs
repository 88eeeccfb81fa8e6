//! What the form of a client shows beside its fields.

use super::ClientSecret;
use crate::base::{Env, Seconds};
use crate::records::Record;
use crate::ui;
use maud::{Markup, html};

/// Secrets with age and last use, sign-ins, and what to enter at the app.
pub fn panel(env: &Env, record: &Record, secrets: &[ClientSecret], sign_ins: i64, now: Seconds) -> Markup {
    let is_public = record.text("token_endpoint_auth_method") == "None";
    html! {
        section.panel {
            h2 { "What to enter at the app" }
            dl.facts {
                dt { "Issuer" } dd { code { (env.base_url) } }
                dt { "Discovery" } dd { code { (env.url("/.well-known/openid-configuration")) } }
                dt { "Client ID" } dd { code id="panel-client-id" { (record.name) } }
                dt { "For a Frappe site" } dd { "Social Login Key of the type Frappe, Base URL " code { (env.base_url) } }
            }
        }
        section.panel {
            h2 { "Secrets" }
            @if is_public {
                p { "A public client has no secret. It must use PKCE." }
            } @else {
                div.scroll { table {
                    thead { tr { th { "Begins with" } th { "Made" } th { "Last used" } th { "State" } } }
                    tbody { @for secret in secrets { (row(secret, now)) } }
                } }
            }
            p.help { "People signed in through this app now: " (sign_ins) }
        }
    }
}

fn row(secret: &ClientSecret, now: Seconds) -> Markup {
    html! {
        tr {
            td { code { (secret.prefix) "…" } }
            td { (ui::moment(Some(secret.created_at))) }
            td { (ui::moment(secret.last_used_at)) }
            td {
                @match secret.expires_at {
                    None => { span.tag.good { "works" } }
                    Some(at) if at > now => { "works until " (ui::moment(Some(at))) }
                    Some(_) => { span.tag { "ended" } }
                }
            }
        }
    }
}
