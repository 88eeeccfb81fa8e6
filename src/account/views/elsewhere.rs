//! The pages about one's accounts elsewhere: those that one signs in with, and those that are connected.

use crate::base::{Text, text};
use crate::connected::apps::ConnectedApp;
use crate::connected::state;
use crate::connected::tokens::{Held, Status};
use crate::social::keys::Key;
use crate::social::logins::Login;
use crate::ui;
use crate::ui::text::{t, tm};
use crate::web::params::encode;
use maud::{Markup, html};

/// What the page of sign-ins shows.
pub struct SignIns {
    pub linked: Vec<(Login, String)>,
    /// Providers that another account can be linked of.
    pub open: Vec<Key>,
}

/// A service that one may connect, or is connected to.
pub struct Service {
    pub app: ConnectedApp,
    pub held: Option<Held>,
    /// Whether one may connect (again).
    pub may_connect: bool,
}

/// The accounts elsewhere that one signs in with.
pub fn sign_ins(page: &SignIns, mistake: Option<&Text>, csrf: &str) -> Markup {
    html! {
        @if let Some(mistake) = mistake { (ui::wrong(mistake)) }
        @if page.linked.is_empty() {
            div.empty { h2 { (t("No account is linked")) } p { (t("An account that you have elsewhere can sign you in here, too.")) } }
        } @else {
            ul.rows { @for (login, provider) in &page.linked { (linked(login, provider, csrf)) } }
        }
        @for key in &page.open { (link_form(key, csrf)) }
        @if page.linked.is_empty() && page.open.is_empty() {
            p.help { (t("The administrator of this site has not opened another way to sign in yet.")) }
        }
    }
}

fn linked(login: &Login, provider: &str, csrf: &str) -> Markup {
    html! {
        li id={ "login-" (login.name) } {
            div {
                strong { (provider) }
                p.help {
                    @let (begin, last) = (ui::moment(Some(login.linked_at)), ui::moment(login.last_used_at));
                    @match &login.username {
                        Some(who) => { (tm!("As { $who }, linked { $begin }, last used { $last }", who = who, begin = begin, last = last)) }
                        None => { (tm!("Linked { $begin }, last used { $last }", begin = begin, last = last)) }
                    }
                }
            }
            (ui::form("/me/sign-ins/unlink", csrf, html! {
                (ui::hidden("name", &login.name))
                button.danger type="submit" { (t("Unlink")) span.visually-hidden { " " (provider) } }
            }))
        }
    }
}

fn link_form(key: &Key, csrf: &str) -> Markup {
    html! {
        section.panel id={ "link-" (key.name) } {
            h2 { (text!("Link an account of { $provider }", provider = &key.provider_name)) }
            (ui::form("/me/sign-ins/link", csrf, html! {
                (ui::hidden("provider", &key.name))
                div.actions { button type="submit" { (t("Link")) span.visually-hidden { " " (key.provider_name) } } }
            }))
        }
    }
}

/// One's own connections that are in trouble.
pub fn failing(connections: &[Held]) -> Markup {
    html! {
        @for held in connections {
            div.note.warn {
                p {
                    @let service = html! { strong { (held.provider_name) } };
                    @match held.status {
                        Status::ConnectAgain => { (tm!("Your connection to { $service } must be made again.", service = service)) " " a href={ "/connect/" (encode(&held.connected_app)) } { (t("Connect again")) } }
                        _ => { (tm!("Your connection to { $service } is failing; it is tried again by itself.", service = service)) " " a href="/me/connections" { (t("See why")) } }
                    }
                }
            }
        }
    }
}

/// The services that one can connect, and how one's connections fare.
pub fn connections(services: &[Service], mistake: Option<&Text>, csrf: &str) -> Markup {
    html! {
        @if let Some(mistake) = mistake { (ui::wrong(mistake)) }
        @if services.is_empty() {
            div.empty { h2 { (t("There is no service to connect yet")) } p { (t("Once the administrator of this site has set up a Connected App, you can connect your account there, and the ERP can use it for you.")) } }
        } @else {
            ul.rows { @for service in services { (connection(service, csrf)) } }
        }
    }
}

fn connection(service: &Service, csrf: &str) -> Markup {
    let (app, held) = (&service.app, service.held.as_ref());
    let other = html! { span.visually-hidden { " " (app.provider_name) } };
    html! {
        li id={ "service-" (app.name) } {
            div {
                strong { (app.provider_name) } " "
                @match held { Some(held) => { (state(held)) } None => { span.tag { (t("not connected")) } } }
                @if let Some(held) = held {
                    @if let Some(failure) = &held.failure { p { (failure) } }
                    p.help {
                        @let (begin, last) = (ui::moment(Some(held.connected_at)), ui::moment(held.last_used_at));
                        @match &held.connected_as {
                            Some(who) => { (tm!("As { $who }, connected { $begin }, last used { $last }", who = who, begin = begin, last = last)) }
                            None => { (tm!("Connected { $begin }, last used { $last }", begin = begin, last = last)) }
                        }
                    }
                    @let missing = app.scopes.without(&held.scopes);
                    @if !missing.is_empty() { p.help { (text!("Asked for, but not granted: { $scopes }", scopes = missing.to_string())) } }
                }
            }
            div.actions {
                @if service.may_connect {
                    a.button.primary[held.is_none_or(|held| held.status != Status::Connected)] href={ "/connect/" (encode(&app.name)) } {
                        @if held.is_some() { (t("Connect again")) } @else { (t("Connect")) } (other)
                    }
                }
                @if let Some(held) = held {
                    @if held.refresh_token.is_some() && held.status != Status::ConnectAgain {
                        (ui::form("/me/connections/refresh", csrf, html! {
                            (ui::hidden("connected_app", &app.name))
                            button type="submit" { (t("Refresh now")) (other) }
                        }))
                    }
                    (ui::form("/me/connections/disconnect", csrf, html! {
                        (ui::hidden("connected_app", &app.name))
                        button.danger type="submit" { (t("Disconnect")) (other) }
                    }))
                }
            }
        }
    }
}
