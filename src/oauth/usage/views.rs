//! How tokens are used, as a page.

use super::store::UsageRow;
use crate::base::text;
use crate::ui;
use crate::ui::text::t;
use crate::web::params::encode;
use maud::{Markup, html};

/// How many lines the page has at the most.
pub const MOST: usize = 200;

/// The page of token usage; `client` and `user` say what it was narrowed to.
pub fn page(lines: &[UsageRow], days: i64, client: Option<&str>, user: Option<&str>) -> Markup {
    html! {
        div.head { div {
            h1 { (t("Token usage")) }
            p.muted { (text!("What apps do with their tokens: the last { $days } days. Exercised are the scopes that were truly needed; the others could be taken away.", days = days)) }
        } }
        @if client.is_some() || user.is_some() {
            ul.chips aria-label=(t("Filters")) {
                li { @if let Some(client) = client { (text!("Client is { $client }", client = client)) " " } @if let Some(user) = user { (text!("User is { $user }", user = user)) " " }
                     a href="/app/token-usage" { (t("Show all")) } }
            }
        }
        @if lines.is_empty() {
            div.empty { h2 { (t("No token was issued or used yet")) } p { (t("Once apps sign people in and call this site with their tokens, each is listed here.")) } }
        } @else {
            div.list.scroll tabindex="0" role="region" aria-label=(t("Token usage")) { table {
                thead { tr { th { (t("Client")) } th { (t("User")) } th { (t("Issued")) } th { (t("Used")) } th { (t("Last used")) } th { (t("From")) } th { (t("Scopes exercised")) } } }
                tbody { @for line in lines.iter().take(MOST) { (row(line)) } }
            } }
            @if lines.len() > MOST { p.muted { (text!("These are the latest { $count }. Choose a client or a user for the others.", count = MOST)) } }
        }
    }
}

fn row(line: &UsageRow) -> Markup {
    let scopes = line.scopes.iter().cloned().collect::<Vec<_>>().join(" ");
    html! {
        tr {
            td { a href={ "/app/token-usage?client=" (encode(line.client_id.as_str())) } { (line.app_name) } }
            td {
                @match &line.user {
                    Some(user) => { a href={ "/app/token-usage?user=" (encode(user)) } { (user) } }
                    None => { span.muted { (t("the client itself")) } }
                }
            }
            td { (line.issued) }
            td { (line.used) }
            td { (ui::moment(line.last_used_at)) }
            td { (line.address) }
            td { @if scopes.is_empty() { span.muted { (t("none")) } } @else { (scopes) } }
        }
    }
}
