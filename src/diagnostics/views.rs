//! What the form of a refused request shows beside its fields.

use super::difference::{self, Piece};
use super::record::{CAUSE, ERROR, REDIRECT_URI, Refusals, USER};
use crate::base::text;
use crate::records::Of;
use crate::ui::text::{stored, t};
use crate::web::params::encode;
use maud::{Markup, html};

/// What is told of the client of a refused request.
pub struct ClientSummary<'a> {
    pub title: String,
    pub address: String,
    pub redirect_uris: Vec<&'a str>,
}

/// The difference between what was sent and what is registered, and where to mend what.
pub fn panel(record: &Of<Refusals>, client: Option<&ClientSummary>) -> Markup {
    let sent = record.get(&REDIRECT_URI);
    html! {
        p.lead { (stored(record.get(&CAUSE))) }
        @if record.get(&ERROR) == "redirect_uri_mismatch" && !sent.is_empty() {
            section.panel {
                @let is_registered = client.is_some_and(|client| client.redirect_uris.contains(&sent));
                h2 { @if is_registered { (t("The redirect URI that was sent is registered now")) } @else { (t("The redirect URI that was sent is not registered")) } }
                @match client.filter(|_| !is_registered) {
                    Some(client) if !client.redirect_uris.is_empty() => {
                        @for registered in &client.redirect_uris { (compare(sent, registered)) }
                    }
                    _ if is_registered => { p { (t("Ask the person to try again.")) } }
                    _ => { p { (t("No redirect URI is registered.")) } }
                }
            }
        }
        @if client.is_some() || !record.get(&USER).is_empty() {
            p.actions {
                @if let Some(client) = client { a.button href=(client.address) id="to-client" { (text!("To { $record }", record = &client.title)) } }
                @if record.get(&ERROR) == "not_admitted" && !record.get(&USER).is_empty() {
                    a.button href={ "/app/user/" (encode(record.get(&USER))) } id="to-user" { (text!("To { $record }", record = record.get(&USER))) }
                }
            }
        }
    }
}

fn compare(sent: &str, registered: &str) -> Markup {
    let (a, b) = difference::pieces(sent, registered);
    html! {
        dl.facts.compare {
            dt { (t("Sent")) } dd { code { (marked(&a)) } }
            dt { (t("Registered")) } dd { code { (marked(&b)) } }
        }
        p.help { (difference::words(sent, registered)) }
    }
}

fn marked(pieces: &[Piece]) -> Markup {
    html! { @for piece in pieces { @if piece.is_same { (piece.text) } @else { mark { (piece.text) } } } }
}
