//! What the form of a client shows beside its fields.

use crate::base::{Env, Scopes, Seconds, Text, counted, text};
use crate::diagnostics::RefusalRow;
use crate::oauth::clients::ClientSecret;
use crate::oauth::examples;
use crate::oauth::usage::ClientUse;
use crate::permissions::ALL;
use crate::records::views::{address, filtered};
use crate::ui::text::{noted, say, stored, t, tm};
use crate::ui::{self, chart};
use maud::{Markup, html};

/// What there is to show.
pub struct Panel<'a> {
    pub env: &'a Env,
    /// The client's id, and the address of its form.
    pub id: &'a str,
    pub here: &'a str,
    /// Whether it has no secret.
    pub is_public: bool,
    pub allowed_roles: &'a [&'a str],
    /// The most that it may ask for.
    pub scopes: Scopes,
    /// How many people may sign in through it, in words.
    pub open_to: &'a Text,
    pub secrets: &'a [ClientSecret],
    /// How many people are signed in through it now.
    pub sign_ins: i64,
    /// Tokens issued, by day.
    pub issued: &'a [(i64, i64)],
    pub usage: &'a ClientUse,
    pub refusals: &'a [RefusalRow],
    /// The scopes that do something here.
    pub acting: &'a [String],
    /// Whether the actor manages the site, and may see how all tokens are used.
    pub is_manager: bool,
    /// Whether the actor may run a trial.
    pub may_try: bool,
    pub now: Seconds,
}

/// What to enter at the app; under Security its secrets with age and last use, under Activity how it uses its tokens.
pub fn panel(panel: &Panel, tab: &str) -> Markup {
    match tab {
        "security" => secrets(panel),
        "activity" => used(panel),
        "overview" => overview(panel),
        _ => html! {},
    }
}

fn overview(panel: &Panel) -> Markup {
    let Panel { env, id, here, .. } = panel;
    html! {
        section.panel {
            h2 { (t("What to enter at the app")) }
            dl.facts {
                dt { (t("Issuer")) } dd { (ui::copyable("panel-issuer", &env.base_url)) }
                dt { (t("Discovery")) } dd { (ui::copyable("panel-discovery", &env.url("/.well-known/openid-configuration"))) }
                dt { (t("Client ID")) } dd { (ui::copyable("panel-client-id", id)) }
                dt { (t("Who may sign in")) } dd { (who(panel.allowed_roles)) " " span.muted { (panel.open_to) } }
            }
            div.actions {
                @if panel.may_try { a.button.primary href={ (here) "/try" } id="try-it" { (t("Try it")) } }
                a.button href={ (here) "/connect" } id="settings-to-copy" { (t("Settings to copy")) }
            }
        }
    }
}

fn who(roles: &[&str]) -> String {
    match roles {
        [ALL] => format!("{}.", t("Everybody with an account here")),
        roles => say(&text!(
            "People with one of these roles: { $roles }.",
            roles = roles.join(", ")
        )),
    }
}

fn secrets(panel: &Panel) -> Markup {
    html! {
        section.panel {
            h2 { (t("Secrets")) }
            @if panel.is_public {
                p { (t("A public client has no secret. It must use PKCE.")) }
            } @else {
                div.scroll tabindex="0" { table {
                    thead { tr { th { (t("Begins with")) } th { (t("Made")) } th { (t("Last used")) } th { (t("State")) } } }
                    tbody { @for secret in panel.secrets { (row(secret, panel.now)) } }
                } }
            }
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
                    None => { span.tag.good { (t("works")) } }
                    Some(at) if at > now => { (tm!("works until { $moment }", moment = ui::moment(Some(at)))) }
                    Some(_) => { span.tag { (t("ended")) } }
                }
            }
        }
    }
}

fn used(panel: &Panel) -> Markup {
    let name = panel.id;
    let acting = Scopes::parse(&panel.acting.join(" "));
    let unused = panel.scopes.within(&acting).without(&panel.usage.exercised());
    html! {
        section.panel {
            h2 { @if panel.is_manager { a href={ "/app/token-usage?client=" (name) } { (t("Use")) } } @else { (t("Use")) } }
            (chart::bars(|count, days| text!("{ $count } issued tokens in { $days } days", count = count, days = days), panel.issued))
            dl.facts {
                dt { (t("Signed in now")) } dd { a href=(filtered(&crate::oauth::record_types::GRANT, "client", name)) { (counted::words(panel.sign_ins)) } }
                dt { (t("Tokens last used")) } dd { (ui::moment(panel.usage.last_used_at)) }
                @if panel.usage.used > 0 { dt { (t("Scopes never needed")) } dd { @if unused.is_empty() { (t("none")) } @else { (unused) } } }
                dt { (t("Refused lately")) }
                dd {
                    @if panel.refusals.is_empty() { (t("nothing")) }
                    @for refusal in panel.refusals {
                        a href=(address(&crate::diagnostics::record::REFUSED_REQUEST, &refusal.reference)) { (stored(&refusal.cause)) } br;
                    }
                }
            }
        }
    }
}

/// Before the form of a new client: an application that is known beforehand, and where it is.
pub fn start(chosen: Option<&str>, at: &str, mistake: Option<&Text>) -> Markup {
    let known = |group: &'static str| {
        let of_group = examples::every().iter().filter(move |example| example.group == group);
        of_group.filter(|example| example.callback.as_deref().is_some_and(|path| path != "/"))
    };
    html! {
        section.panel {
            h2 { (t("Start from an application")) }
            p.help { (t("Its redirect URI is filled in; after saving you get what to enter there, step by step. Or fill in the form by hand.")) }
            form.start method="get" action="/app/oauth-client/new" {
                (ui::field("for", noted("Application"), false, "", None, |_| html! {
                    select id="for" name="for" { @for group in examples::GROUPS {
                        @for example in known(group) { option value=(example.slug) selected[chosen == Some(example.slug.as_str())] { (example.title) } }
                    } }
                }))
                (ui::field("at", "Where it is", false, "", mistake, |described| html! {
                    input id="at" name="at" type="url" value=(at) placeholder="https://erp.example.com" required autocomplete="off" spellcheck="false" aria-describedby=(described);
                }))
                button type="submit" id="fill-in" { (t("Fill in")) }
            }
        }
    }
}
