//! The pages of connecting an account.

use crate::base::{Text, text};
use crate::connected::apps::ConnectedApp;
use crate::connected::state;
use crate::connected::tokens::Held;
use crate::ui;
use crate::ui::text::{t, tm};
use crate::upstream::addresses::host;
use maud::{Markup, html};

/// What is about to happen, and the way to the other side's consent.
pub fn connect(app: &ConnectedApp, held: Option<&Held>, site: &str, address: &str, onward: Option<&str>) -> Markup {
    html! {
        div.head { h1 { (text!("Connect to { $service }", service = &app.provider_name)) } }
        div.form-page {
            div.stack {
            p {
                (tm!("You go on to { $host }, sign in there and allow { $site } to use your account.", host = html! { strong { (host(address)) } }, site = site)) " "
                @match onward { Some(onward) => { (text!("Then you go on to { $host }.", host = host(onward))) " " } None => { (t("Then you come back here.")) " " } }
                (t("You can disconnect at any time in My account."))
            }
            @if !app.scopes.is_empty() {
                p { (t("It is asked for:")) }
                ul { @for scope in app.scopes.iter() { li { code { (scope) } } } }
            }
            @if let Some(held) = held {
                p { (state(held)) " "
                    @let since = ui::moment(Some(held.connected_at));
                    @match &held.connected_as {
                        Some(who) => { (tm!("as { $who }, since { $moment }. Connecting again takes the place of this connection.", who = who, moment = since)) }
                        None => { (tm!("since { $moment }. Connecting again takes the place of this connection.", moment = since)) }
                    } }
            }
            }
            div.actions {
                a.button.primary href=(address) id="connect-go" rel="noreferrer" hx-boost="false" { (text!("Go on to { $place }", place = &app.provider_name)) }
                a href=(onward.unwrap_or("/me/connections")) hx-boost="false" { (t("Not now")) }
            }
        }
    }
}

/// It came to nothing: why, and the way to try again.
pub fn refused(why: &Text, again: Option<&str>, onward: Option<&str>, reference: &str) -> Markup {
    html! {
        div.head { h1 { (t("Not connected")) } }
        div.form-page {
            p id="refused-why" { (why) }
            div.actions {
                @if let Some(again) = again { a.button.primary href=(again) id="connect-again" { (t("Try again")) } }
                @if let Some(onward) = onward { a.button href=(onward) id="connect-back" rel="noreferrer" hx-boost="false" { (text!("Back to { $place }", place = host(onward))) } }
                a href="/me/connections" { (t("Connected services")) }
            }
            p.help { (tm!("Reference { $reference }", reference = html! { code id="reference" { (reference) } })) }
        }
    }
}
