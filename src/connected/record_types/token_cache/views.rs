//! What the form of a connection shows beside its fields.

use crate::base::{Scopes, Seconds};
use crate::connected::apps::ConnectedApp;
use crate::connected::state;
use crate::connected::tokens::{Held, Status};
use crate::ui;
use crate::ui::text::{t, tm};
use crate::web::params::encode;
use maud::{Markup, html};

/// How it fares, what was granted against what was asked, and what helps.
pub fn panel(app: &ConnectedApp, held: &Held, now: Seconds, is_own: bool) -> Markup {
    let missing = app.scopes.without(&held.scopes);
    html! {
        section.panel {
            h2 { (held.provider_name) " " (state(held)) }
            @if let Some(failure) = &held.failure {
                p { (failure) }
                p.help {
                    (tm!("Since { $moment }", moment = ui::moment(held.failing_since)))
                    @if let Some(next) = held.next_attempt_at.filter(|next| *next > now) { ", " (tm!("next try { $moment }", moment = ui::moment(Some(next)))) }
                }
            }
            dl.facts {
                dt { (t("Connected as")) } dd { @match &held.connected_as { Some(who) => { (who) } None => { span.muted { (t("the other side does not say")) } } } }
                dt { (t("Granted")) } dd { (held.scopes) }
                @if !is_nothing(&missing) { dt { (t("Asked for, not granted")) } dd { (missing) } }
                dt { (t("Token expires")) } dd { @match held.expires_at { Some(at) => { (ui::moment(Some(at))) } None => { (t("the other side does not say")) } } }
                dt { (t("Renewed by itself")) } dd {
                    @if held.status == Status::ConnectAgain { (t("not any more")) }
                    @else if held.is_service() { (t("yes, with the site's own credentials")) }
                    @else if held.refresh_token.is_some() { (t("yes")) }
                    @else { (t("no: the other side gave no refresh token")) }
                }
            }
            @if is_own {
                div.actions { a.button href={ "/connect/" (encode(&app.name)) } id="reconnect" { (t("Connect again")) } }
            }
        }
    }
}

fn is_nothing(scopes: &Scopes) -> bool {
    scopes.is_empty()
}
