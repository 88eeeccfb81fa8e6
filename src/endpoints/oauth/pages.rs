//! The pages of the provider: consent, "not for you", form_post, and why there is no way back.

use crate::base::{redirect_uri, text};
use crate::diagnostics::difference;
use crate::oauth::clients::Client;
use crate::oauth::request::{PageRefusal, TrustedRedirect};
use crate::oauth::scopes::Scope;
use crate::oauth::tickets::Ticket;
use crate::ui::form::{form, hidden};
use crate::ui::text::{noted, t, tm};
use crate::ui::{SignedOutFrame, Site, door, icon};
use crate::users::User;
use crate::web::assets;
use maud::{Markup, html};

/// What the consent page shows.
pub struct Consent<'a> {
    pub site: &'a Site,
    pub client: &'a Client,
    pub ticket: &'a Ticket,
    pub user: &'a User,
    /// What will be granted.
    pub scopes: &'a [Scope],
    /// The APIs beside this site that tokens are for.
    pub resources: &'a [String],
    /// What was asked for but is not for this user.
    pub withheld: &'a [Scope],
    pub csrf: &'a str,
    /// The reference code of the request, for whoever asks the administrator.
    pub reference: &'a str,
}

/// The consent page.
pub fn consent(consent: &Consent) -> Markup {
    let Consent {
        site,
        client,
        ticket,
        user,
        csrf,
        scopes,
        withheld,
        resources,
        ..
    } = consent;
    let title = text!("Allow { $app }?", app = &client.app_name);
    let host = redirect_uri::display_host(&ticket.request.redirect_uri);
    let decide = |decision: &str, button: Markup| {
        form(
            "/oauth2/consent",
            csrf,
            html! {
                (hidden("ticket", ticket.id.as_str()))
                (hidden("decision", decision))
                (button)
            },
        )
    };
    door(
        &SignedOutFrame {
            site,
            title,
            id: "consent",
        },
        html! {
            (account(user, csrf, ticket))
            div {
                p { (tm!("{ $app } at { $host } will get:", app = html! { strong { (client.app_name) } }, host = html! { strong { (host) } })) }
                ul.scopes { @for scope in telling(scopes) { li { (icon::icon(&scope.icon)) span { (scope.words()) } } } }
                @match client.registered.as_deref() {
                    None => {},
                    Some("Dynamic") => p.note { (t("This app recorded itself here. Go on only if you have just come from it.")) },
                    Some(_) => p.note { (tm!("Nobody here has recorded this app. It describes itself at { $address }. Go on only if you have just come from it.", address = html! { strong { (client.id.as_str()) } })) },
                }
                @for resource in *resources {
                    p { (tm!("For use at { $resource }.", resource = html! { strong { (resource) } })) }
                }
                @if !withheld.is_empty() {
                    p.help { @let names: Vec<&str> = withheld.iter().map(|scope| scope.name.as_str()).collect(); (text!("Your account may not be granted: { $scopes }.", scopes = names.join(", "))) }
                }
            }
            (about(client))
            div.actions {
                (decide("deny", html! { button type="submit" id="consent-deny" { (t("Deny")) } }))
                (decide("allow", html! { button.primary type="submit" id="consent-allow" { (t("Allow")) } }))
            }
        },
    )
}

/// The scopes that say something which another one has not said already.
fn telling(scopes: &[Scope]) -> Vec<&Scope> {
    let is_said = |scope: &Scope, by: &Scope| {
        let covers = !scope.claims.is_empty() && scope.claims.iter().all(|claim| by.claims.contains(claim));
        let only_claims = scope.read_types.is_empty() && scope.write_types.is_empty();
        covers && only_claims && by.claims.len() > scope.claims.len()
    };
    let tells = |scope: &&Scope| !scopes.iter().any(|by| is_said(scope, by));
    scopes.iter().filter(tells).collect()
}

fn account(user: &User, csrf: &str, ticket: &Ticket) -> Markup {
    html! {
        div.account {
            span { (tm!("Signed in as { $user }", user = html! { strong { (user.email) } })) }
            form method="post" action="/oauth2/consent" {
                (hidden("csrf_token", csrf))
                (hidden("ticket", ticket.id.as_str()))
                (hidden("decision", "switch"))
                button.plain type="submit" id="consent-switch" { (t("Not you?")) }
            }
        }
    }
}

fn about(client: &Client) -> Markup {
    let links = [
        (noted("About the app"), &client.client_uri),
        (noted("Terms"), &client.tos_uri),
        (noted("Privacy"), &client.policy_uri),
    ];
    html! {
        @if links.iter().any(|(_, uri)| uri.is_some()) {
            p.help {
                @for (label, uri) in links {
                    @if let Some(uri) = uri { a href=(uri) rel="noreferrer noopener" target="_blank" { (t(label)) } " " }
                }
            }
        }
    }
}

/// The user may not sign in through this client.
pub fn not_admitted(consent: &Consent) -> Markup {
    let Consent {
        site,
        client,
        ticket,
        user,
        csrf,
        reference,
        ..
    } = consent;
    let title = text!("You cannot sign in to { $app }", app = &client.app_name);
    door(
        &SignedOutFrame {
            site,
            title,
            id: "oauth-error",
        },
        html! {
            (account(user, csrf, ticket))
            p {
                (tm!("{ $app } is open to people with one of these roles: { $roles }. Your account has none of them. Ask the administrator of this site for one, with the reference { $reference }.",
                    app = html! { strong { (client.app_name) } }, roles = roles(client), reference = html! { code id="reference" { (reference) } }))
            }
            (form("/oauth2/consent", csrf, html! {
                (hidden("ticket", ticket.id.as_str()))
                (hidden("decision", "deny"))
                button type="submit" id="consent-deny" { (text!("Back to { $place }", place = &client.app_name)) }
            }))
        },
    )
}

/// The roles that a client admits; the automatic ones are explained, for nobody can be given them.
fn roles(client: &Client) -> String {
    let explain = |role: &String| match role.as_str() {
        "Desk User" => t("Desk User (anybody with a role that has desk access)").to_owned(),
        other => other.to_owned(),
    };
    client.allowed_roles.iter().map(explain).collect::<Vec<_>>().join(", ")
}

/// The answer as a form that the browser posts to the app (OAuth 2.0 Form Post Response Mode).
pub fn form_post(site: &Site, redirect: &TrustedRedirect, parameters: &[(&str, &str)]) -> Markup {
    let host = redirect_uri::display_host(redirect.uri());
    door(
        &SignedOutFrame {
            site,
            title: "One moment".into(),
            id: "form-post-page",
        },
        html! {
            p.muted { (tm!("You are being sent back to { $host }.", host = html! { strong { (host) } })) }
            form method="post" action=(redirect.uri()) id="form-post" {
                @for (name, value) in parameters { (hidden(name, value)) }
                button.primary type="submit" id="form-post-submit" { (t("Continue")) }
            }
            script src=(assets::path("form-post.js")) defer {}
        },
    )
}

/// What an error page adds for whoever looks after the app: what was sent, what is registered,
/// and where they part.
pub fn mismatch(refusal: &PageRefusal) -> Markup {
    let Some((sent, registered)) = &refusal.mismatch else {
        return html! {};
    };
    html! {
        details {
            summary { (t("For whoever looks after the app")) }
            dl.facts {
                dt { (t("Sent")) } dd { code id="sent-redirect-uri" { (sent) } }
                @for uri in registered {
                    dt { (t("Registered")) } dd { code { (uri) } br; span.help { (difference::words(sent, uri)) } }
                }
            }
        }
    }
}
