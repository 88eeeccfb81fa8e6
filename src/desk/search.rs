//! The finder: any record or page, by a word. And the names that a link may choose from, with what they come to.

use super::choices as choosing;
use super::guide;
use crate::base::{Error, Result};
use crate::records::query::Query;
use crate::records::views;
use crate::records::{Group, Record, RecordType, Verb, access, verbs};
use crate::server::{App, Visitor, framed_page, page_handler};
use crate::ui::text::{t, tm};
use crate::web::params::with_query;
use crate::web::{Call, answer};
use maud::{Markup, html};
use poem::Response;

/// How many pages are shown.
const MAX_PLACES: usize = 8;
/// How many chapters of the guide are shown.
const MAX_CHAPTERS: usize = 3;
/// How many records of a type are shown.
const MAX_FOUND: i64 = 5;

page_handler!(
    /// GET `/search?q=`: a page, or the list alone for the box in the sidebar.
    search => find
);
page_handler!(
    /// GET `/choices/<type>`: names for a link.
    choices => offer
);

page_handler!(
    /// GET `/come-to/<type>/<field>`: a sentence on what the names in a field come to, while one chooses.
    come_to => tell
);

/// What was found of one type.
struct Found {
    record_type: &'static RecordType,
    records: Vec<Record>,
}

async fn find(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let words = call.query.text("q").trim().to_owned();
    let pages = places(app, visitor, &words.to_lowercase());
    if !words.is_empty() {
        app.catch_up().await;
    }
    let (caller, asked) = (app.caller(&visitor.actor), words.clone());
    let found = match words.is_empty() {
        true => Vec::new(),
        false => {
            app.db
                .scan(move |db| {
                    let mut found = Vec::new();
                    for record_type in caller.registry.types() {
                        let records =
                            match verbs::rows(&caller.reading(db), record_type, &question(record_type, &asked)?) {
                                // Types that the visitor may not see have nothing to show.
                                Err(Error::Forbidden(_)) => continue,
                                records => records?,
                            };
                        if !records.is_empty() {
                            found.push(Found { record_type, records });
                        }
                    }
                    Ok(found)
                })
                .await?
        }
    };
    let list = results(&words, &pages, &found);
    let is_fragment = call.header("hx-request").is_some() && call.header("hx-boosted").is_none();
    if let ([], [only]) = (pages.as_slice(), found.as_slice())
        && let ([record], false) = (only.records.as_slice(), is_fragment)
    {
        return Ok(answer::see_other(&views::address(only.record_type, &record.name)));
    }
    if is_fragment {
        return Ok(answer::page(200, list));
    }
    let body = html! {
        div.head { h1 { (t("Find anything")) } }
        form.search method="get" action="/search" role="search" {
            label.visually-hidden for="q" { (t("Words")) }
            input id="q" name="q" type="search" value=(words) placeholder=(t("A name, an email, a client id, a reference"));
            button type="submit" { (t("Find")) }
        }
        (list)
    };
    framed_page(app, visitor, 200, "Find anything", "/search", body)
}

/// What other programs and their documents call something here: their words, ours, and where it is.
const KNOWN_AS: &[(&str, &str, &str)] = &[
    (
        "frappe server url base url issuer",
        "Settings to copy, at each OAuth Client",
        "/app/oauth-client",
    ),
    (
        "frappe server url base url",
        "Social Login Keys: Base URL",
        "/app/social-login-key",
    ),
    ("integrations", "OAuth Clients", "/app/oauth-client"),
    ("integrations", "Connected Apps", "/app/connected-app"),
    ("integrations", "Social Login Keys", "/app/social-login-key"),
    ("allowed roles", "OAuth Clients: Who May Sign In", "/app/oauth-client"),
    (
        "client secret rotate",
        "OAuth Clients: Rotate secret",
        "/app/oauth-client",
    ),
    ("password", "My account: Password", "/me/password"),
    ("sign out sessions", "My account: Sessions", "/me/sessions"),
];

/// The pages that words lead to: by their name, by a field on them, by what it is called elsewhere.
fn places(app: &App, visitor: &Visitor, words: &str) -> Vec<(String, String)> {
    let links = crate::server::page::navigation(app, visitor)
        .into_iter()
        .flat_map(|group| group.links);
    let own: Vec<(String, &str)> = links.map(|link| (link.address, link.label)).collect();
    let mut found: Vec<(String, String)> = Vec::new();
    if words.is_empty() {
        return found;
    }
    let mut add = |address: &str, label: String| {
        let is_open = own.iter().any(|(own, _)| own == address) || address.starts_with("/me/");
        if is_open && found.len() < MAX_PLACES && !found.iter().any(|(_, known)| *known == label) {
            found.push((address.to_owned(), label));
        }
    };
    // By what it is called here, or in English.
    let is_called = |label: &str| label.to_lowercase().contains(words) || t(label).to_lowercase().contains(words);
    for (address, label) in own.iter().filter(|(_, label)| is_called(label)) {
        add(address, t(label).to_owned());
    }
    for (_, label, address) in KNOWN_AS.iter().filter(|(known_as, ..)| known_as.contains(words)) {
        add(address, t(label).to_owned());
    }
    for record_type in app.registry.types() {
        let fields = record_type
            .fields()
            .filter(|field| !field.hidden && is_called(field.label));
        for field in fields {
            add(
                &views::list_address(record_type),
                format!("{}: {}", t(record_type.plural), t(field.label)),
            );
        }
    }
    found.extend(guide::find(words, MAX_CHAPTERS).into_iter().map(|(address, heading)| {
        let label = format!("{}: {heading}", t("Guide"));
        (address, label)
    }));
    found
}

/// Records that people make are searched for words; what the program writes by the thousand is
/// found by its name (a reference, an id).
fn question(record_type: &RecordType, words: &str) -> Result<Query> {
    let mut query = Query::of(record_type);
    let is_small = record_type.place.is_some_and(|place| place.group != Group::Watch) && record_type.rows.is_none();
    match is_small {
        true => query.look_for(words),
        false => query.only(record_type, "name", vec![words.to_owned()]),
    }
    query.set_page(0, MAX_FOUND)?;
    Ok(query)
}

fn results(words: &str, pages: &[(String, String)], found: &[Found]) -> Markup {
    html! {
        @if words.is_empty() { }
        @else if pages.is_empty() && found.is_empty() { p.muted { (tm!("Nothing is called { $words }.", words = html! { strong { (words) } })) } }
        @else {
            div.found {
                @if !pages.is_empty() {
                    h2 { (t("Pages")) }
                    ul { @for (address, label) in pages { li { a href=(address) { (label) } } } }
                }
                @for found in found {
                    h2 { (t(found.record_type.plural)) }
                    ul { @for record in &found.records {
                        li { a href=(views::address(found.record_type, &record.name)) {
                            (views::title(found.record_type, record))
                            @let title = views::title(found.record_type, record);
                            @if title != record.name { " " span.muted { (record.name) } }
                        } }
                    }
                    @if found.records.len() as i64 == MAX_FOUND {
                        li { a href=(with_query(&views::list_address(found.record_type), &[("q", words)])) { (t("More")) "…" } }
                    } }
                }
            }
        }
    }
}

async fn tell(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    let record_type = app.registry.by_name(call.part("type"))?;
    access::reach(&visitor.actor, record_type, Verb::Read)?;
    let field = call.part("field");
    let chosen = call
        .query
        .0
        .iter()
        .filter(|(name, value)| name == field && !value.is_empty());
    let chosen: Vec<&str> = chosen.map(|(_, value)| value.as_str()).collect();
    let sentence = app.look(&visitor.actor, |cx| record_type.rules.comes_to(cx, field, &chosen))?;
    Ok(answer::page(200, html! { (sentence) }))
}

async fn offer(app: &App, call: &Call, visitor: &Visitor) -> Result<Response> {
    // The box sends what is typed under the name of its field, and where another field names the type, which that is.
    let (of, words) = match call.part("type") {
        "by" => {
            let said = |name: &str| call.query.text(call.query.text(name)).to_owned();
            (said("type_in"), said("words_in"))
        }
        of => {
            let words = call.query.0.first().map(|(_, value)| value.clone());
            (of.to_owned(), words.unwrap_or_default())
        }
    };
    if of.is_empty() {
        return Ok(answer::page(200, views::choices(&[])));
    }
    let record_type = app.registry.by_name(&of)?;
    let caller = app.caller(&visitor.actor);
    let names = app
        .db
        .scan(move |db| choosing::names(&caller.reading(db), record_type, words.trim(), 20))
        .await?;
    Ok(answer::page(200, views::choices(&names)))
}
