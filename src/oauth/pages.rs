//! The pages of the provider: consent, "not for you", form_post, and why there is no way back.

use super::claims;
use super::clients::Client;
use super::request::PageRefusal;
use super::tickets::Ticket;
use crate::base::redirect_uri;
use crate::ui::form::{form, hidden};
use crate::ui::{Door, door};
use crate::users::User;
use crate::web::assets;
use maud::{Markup, html};

/// What the consent page shows.
pub struct Consent<'a> {
    pub site: &'a str,
    pub client: &'a Client,
    pub ticket: &'a Ticket,
    pub user: &'a User,
    pub csrf: &'a str,
}

/// The consent page.
pub fn consent(consent: &Consent) -> Markup {
    let Consent {
        site,
        client,
        ticket,
        user,
        csrf,
    } = consent;
    let title = format!("Allow {}?", client.app_name);
    let host = redirect_uri::display_host(&ticket.request.redirect_uri);
    let scopes = ticket.request.scopes();
    let decide = |decision: &str, button: Markup| {
        form(
            "/oauth2/consent",
            csrf,
            html! {
                (hidden("ticket", &ticket.id))
                (hidden("decision", decision))
                (button)
            },
        )
    };
    door(
        &Door {
            site,
            title: &title,
            id: "consent",
        },
        html! {
            (account(user, csrf, ticket))
            div {
                p { strong { (client.app_name) } " at " strong { (host) } " will get:" }
                ul.scopes { @for scope in scopes.iter() { li { (claims::words(scope)) } } }
            }
            (about(client))
            div.actions {
                (decide("deny", html! { button type="submit" id="consent-deny" { "Deny" } }))
                (decide("allow", html! { button.primary type="submit" id="consent-allow" { "Allow" } }))
            }
        },
    )
}

fn account(user: &User, csrf: &str, ticket: &Ticket) -> Markup {
    html! {
        div.account {
            span { span.muted { "Signed in as " } strong { (user.email) } }
            form method="post" action="/oauth2/consent" {
                (hidden("csrf_token", csrf))
                (hidden("ticket", &ticket.id))
                (hidden("decision", "switch"))
                button.plain type="submit" id="consent-switch" { "Not you?" }
            }
        }
    }
}

fn about(client: &Client) -> Markup {
    let links = [
        ("About the app", &client.client_uri),
        ("Terms", &client.tos_uri),
        ("Privacy", &client.policy_uri),
    ];
    html! {
        @if links.iter().any(|(_, uri)| uri.is_some()) {
            p.help {
                @for (label, uri) in links {
                    @if let Some(uri) = uri { a href=(uri) rel="noreferrer noopener" target="_blank" { (label) } " " }
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
    } = consent;
    let title = format!("You cannot sign in to {}", client.app_name);
    door(
        &Door {
            site,
            title: &title,
            id: "oauth-error",
        },
        html! {
            (account(user, csrf, ticket))
            p {
                strong { (client.app_name) } " is open to people with one of these roles: "
                (roles(client)) ". Your account has none of them. Ask the administrator of this site for one."
            }
            (form("/oauth2/consent", csrf, html! {
                (hidden("ticket", &ticket.id))
                (hidden("decision", "deny"))
                button type="submit" id="consent-deny" { "Back to " (client.app_name) }
            }))
        },
    )
}

/// The roles that a client admits; the automatic ones are explained, for nobody can be given them.
fn roles(client: &Client) -> String {
    let explain = |role: &String| match role.as_str() {
        "Desk User" => "Desk User (anybody with a role that has desk access)".to_owned(),
        other => other.to_owned(),
    };
    client.allowed_roles.iter().map(explain).collect::<Vec<_>>().join(", ")
}

/// The answer as a form that the browser posts to the app (OAuth 2.0 Form Post Response Mode).
pub fn form_post(site: &str, uri: &str, parameters: &[(&str, &str)]) -> Markup {
    let host = redirect_uri::display_host(uri);
    door(
        &Door {
            site,
            title: "One moment",
            id: "form-post-page",
        },
        html! {
            p.muted { "You are being sent back to " strong { (host) } "." }
            form method="post" action=(uri) id="form-post" {
                @for (name, value) in parameters { (hidden(name, value)) }
                button.primary type="submit" id="form-post-submit" { "Continue" }
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
            summary { "For whoever looks after the app" }
            dl.facts {
                dt { "Sent" } dd { code id="sent-redirect-uri" { (sent) } }
                @for uri in registered {
                    dt { "Registered" } dd { code { (uri) } br; span.help { (difference(sent, uri)) } }
                }
            }
        }
    }
}

/// Where two addresses part, in words.
fn difference(sent: &str, registered: &str) -> String {
    if sent.eq_ignore_ascii_case(registered) {
        return "Differs in upper and lower case.".into();
    }
    if sent.trim_end_matches('/') == registered.trim_end_matches('/') {
        return "Differs in the slash at the end.".into();
    }
    let same = sent.chars().zip(registered.chars()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str| text.chars().skip(same).take(24).collect::<String>();
    format!(
        "Same for {same} characters; then sent “{}”, registered “{}”.",
        rest(sent),
        rest(registered)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_in_words() {
        assert!(difference("https://a.test/CB", "https://a.test/cb").contains("case"));
        assert!(difference("https://a.test/cb/", "https://a.test/cb").contains("slash"));
        assert!(difference("http://a.test/cb", "https://a.test/cb").contains("Same for 4 characters"));
    }
}
